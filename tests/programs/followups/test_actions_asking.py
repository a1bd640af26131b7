"""A person lets the firm answer: what holds when the mail leaves, not when it was asked for."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail

from firms.register.actions import give_consent
from firms.register.models import Consent, Contact
from programs.followups.actions import ask_firm, dispatch, snooze
from programs.followups.models import Undeliverable
from tests.factories.firms import ContactFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def contact(firm):
    return ContactFactory(firm=firm, email="owner@works.example", is_primary=True)


@pytest.fixture
def asked_by_hand(due, contact, adviser):
    """The adviser let the firm answer; the mail waits for the morning."""
    ask_firm(follow_up=due, by=adviser)
    return due


def test_what_was_asked_by_hand_survives_a_snooze(asked_by_hand, adviser):
    snooze(follow_up=asked_by_hand, until=date(2026, 3, 17), by=adviser)
    assert dispatch(now=NOW)["sent"] == 1


def refuse(firm, contact):
    give_consent(firm=firm, kind="messages", version="1", source="form", by=None)
    Consent.objects.update(withdrawn_on=date(2026, 3, 2), granted_on=date(2026, 1, 1))


def leave(firm, contact):
    Contact.objects.filter(pk=contact.pk).update(left_on=date(2026, 3, 1))


def bounce(firm, contact):
    Undeliverable.objects.create(address=contact.email, since=NOW)


@pytest.mark.parametrize("happens", [refuse, leave, bounce])
def test_who_may_not_be_written_to_any_more_is_not(asked_by_hand, firm, contact, happens):
    happens(firm, contact)
    assert dispatch(now=NOW)["sent"] == 0
    assert mail.outbox == []
