"""Addresses from which mail came back: told otherwise until a person mends it; nobody is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from programs.followups.actions import dispatch, mend_address, note_bounce
from programs.followups.models import Message, Reminder
from programs.workspace.selectors import my_day
from tests.factories.firms import ContactFactory
from tests.factories.programs import FollowUpFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NEXT_DAY = NOW + timedelta(days=1)


@pytest.fixture
def contact(firm):
    return ContactFactory(firm=firm, email="owner@works.example", is_primary=True)


def came_back():
    message = Message.objects.get()
    assert note_bounce(token=message.token, address=message.address.upper(), reason="550 unknown")


def test_a_colleague_whose_mail_came_back_is_told_on_the_pages(due, adviser):
    dispatch(now=NOW)
    came_back()
    mail.outbox.clear()
    new = FollowUpFactory(firm=due.firm, planned_on=date(2026, 3, 3))
    dispatch(now=NEXT_DAY)
    assert mail.outbox == []
    assert Reminder.objects.get(follow_up=new).channel == "in_app"
    assert new.pk in {row.follow_up_id for row in my_day(adviser, today=date(2026, 3, 3)).told}


def test_once_it_is_mended_mail_goes_there_again(due, adviser, manager):
    dispatch(now=NOW)
    came_back()
    mend_address(address=adviser.email, by=manager)
    mail.outbox.clear()
    FollowUpFactory(firm=due.firm, planned_on=date(2026, 3, 3))
    dispatch(now=NEXT_DAY)
    assert [message.to for message in mail.outbox] == [[adviser.email]]


def test_a_question_that_came_back_stands_on_the_advisers_day_until_it_is_mended(
    firm, contact, adviser, manager, on_monday
):
    asked = FollowUpFactory(firm=firm, who="firm")
    dispatch(now=NOW)
    came_back()
    assert [row.follow_up for row in my_day(adviser, today=on_monday).undelivered] == [asked]
    mend_address(address=contact.email, by=manager)
    assert my_day(adviser, today=on_monday).undelivered == []


@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_what_was_refused_or_interrupted_stands_there_too(firm, contact, adviser, on_monday, state):
    asked = FollowUpFactory(firm=firm, who="firm")
    dispatch(now=NOW)
    Reminder.objects.update(state=state)
    assert [row.follow_up for row in my_day(adviser, today=on_monday).undelivered] == [asked]
