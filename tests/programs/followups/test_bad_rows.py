"""One bad office, reader or message stops nobody, is set aside, and is seen."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from firms.accounts.models import Office
from programs.followups.actions import dispatch, queueing, sending
from programs.followups.models import Message, Reminder, Undeliverable
from programs.followups.watch import ProofBroken
from programs.operations.actions import run_job
from programs.operations.models import Quarantined
from tests.factories.firms import AssignmentFactory
from tests.factories.programs import FollowUpFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PAGE = reverse("dashboards:operations")


@pytest.fixture
def elsewhere(db):
    """A follow-up due in another office."""
    return FollowUpFactory(firm=AssignmentFactory().firm)


def test_an_office_whose_clock_nobody_knows_stops_no_other(due, elsewhere, adviser, manager_client):
    Office.objects.filter(pk=elsewhere.firm.office_id).update(time_zone="Mars/Base")
    assert dispatch(now=NOW)["sent"] == 1
    assert [message.to for message in mail.outbox] == [[adviser.email]]
    row = Quarantined.objects.get()
    assert (row.kind, row.target_id) == ("followups.office", elsewhere.firm.office_id)
    assert "Reminders of office" in manager_client.get(PAGE).content.decode()


def test_a_step_that_goes_well_does_not_hide_one_that_failed(due, elsewhere, monkeypatch):
    real = queueing.audiences

    def broken(office, desk, due_by):
        return 1 / 0 if office == elsewhere.firm.office else real(office, desk, due_by)

    with monkeypatch.context() as patch:  # telling fails; passing up does not
        patch.setattr(queueing, "audiences", broken)
        for _each in range(2):
            dispatch(now=NOW)
    assert Quarantined.objects.get().attempts == 2
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        dispatch(now=NOW + timedelta(minutes=5))
    assert not Quarantined.objects.exists()


def test_it_leaves_the_quarantine_when_it_is_mended(elsewhere, manager_client):
    Office.objects.filter(pk=elsewhere.firm.office_id).update(time_zone="Mars/Base")
    dispatch(now=NOW)
    Office.objects.update(time_zone="UTC")
    manager_client.post(reverse("dashboards:retry", args=[Quarantined.objects.get().pk]))
    assert not Quarantined.objects.exists()


def test_a_reader_for_whom_something_breaks_stops_no_other(due, elsewhere, adviser, monkeypatch):
    real = sending.claim_digest

    def claim(*, person, **given):
        return 1 / 0 if person == adviser else real(person=person, **given)

    with monkeypatch.context() as broken:
        broken.setattr(sending, "claim_digest", claim)
        assert dispatch(now=NOW)["sent"] == 1
    assert Quarantined.objects.get().target_id == adviser.pk
    assert dispatch(now=NOW)["sent"] == 1
    assert not Quarantined.objects.exists()


def test_after_an_outage_messages_of_their_own_come_together(firm, adviser):
    FollowUpFactory.create_batch(
        5, firm=firm, channel="single", planned_on=date(2026, 2, 20), due_on=date(2026, 2, 20)
    )
    FollowUpFactory(firm=firm, channel="single", planned_on=date(2026, 3, 2))
    dispatch(now=NOW)
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["digest", "single"]


# On the operations page --------------------------------------------------------------------------


@pytest.fixture
def refused(due):
    """A message the server refused for good, for no fault of the address."""
    dispatch(now=NOW)
    Message.objects.update(state="failed", error="554 too much of it")
    Reminder.objects.update(state="failed", error="554 too much of it")
    mail.outbox.clear()
    return Reminder.objects.get()


def test_a_refused_message_waits_for_a_person(refused, manager_client):
    page = manager_client.get(PAGE)
    assert page.context["page"].alarms == 1
    assert "554 too much of it" in page.content.decode()


def test_it_is_sent_again_when_a_person_says_so(refused, manager_client):
    settle = reverse("programs:message-settle", args=[refused.pk])
    manager_client.post(settle, {"became": "again"})
    dispatch(now=NOW + timedelta(days=1))
    assert len(mail.outbox) == 1


def test_an_address_that_is_refused_is_as_good_as_one_that_came_back(due, adviser, monkeypatch):
    refusal = sending.SMTPRecipientsRefused({adviser.email: (550, b"unknown")})

    def send(self):
        raise refusal

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", send)
    dispatch(now=NOW)
    assert Undeliverable.objects.get().address == adviser.email.casefold()


def test_a_proof_that_fails_is_the_first_thing_of_the_page(manager_client, due):
    def broken():
        raise ProofBroken.__new__(ProofBroken, "1 differs")

    with pytest.raises(ProofBroken):
        run_job("programs.prove_followups", broken)
    page = manager_client.get(PAGE)
    assert page.context["page"].alarms == 1
    assert "1 thing waits for a person." in page.content.decode()
