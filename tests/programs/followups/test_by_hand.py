"""Follow-ups that people made: their firm leaves, or is merged into another one."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from programs.followups.actions import dispatch, reconcile_all
from tests.factories.firms import FirmFactory
from tests.factories.programs import FollowUpFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def merged(due, foreign_firm):
    """The firm turned out to be another one that we know."""
    due.firm.merged_into = foreign_firm
    due.firm.save()
    return due


def test_they_go_with_the_firm_and_are_told_once(merged, foreign_firm, other_adviser, on_monday):
    dispatch(now=NOW)
    assert mail.outbox == []
    assert reconcile_all(today=on_monday).handed_over == 1
    assert reconcile_all(today=on_monday).written == 0
    merged.refresh_from_db()
    assert merged.firm == foreign_firm
    for _each in range(2):
        dispatch(now=NOW)
    assert [message.to for message in mail.outbox] == [[other_adviser.email]]


def test_the_follow_ups_of_others_stay(merged, on_monday):
    firm = FirmFactory()
    other = FollowUpFactory(firm=firm)
    reconcile_all(today=on_monday)
    other.refresh_from_db()
    assert other.firm == firm


def test_a_firm_that_left_is_asked_nothing(due, on_monday):
    due.firm.closed_on = on_monday
    due.firm.save()
    assert reconcile_all(today=on_monday).superseded == 1
    assert reconcile_all(today=on_monday).written == 0
    due.refresh_from_db()
    assert (due.state, due.why) == ("superseded", "firm_left")
    assert due.closed_at is not None
