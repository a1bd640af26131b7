"""Preferences, days away, the calendar, bounces: who sees what, and who may not."""

import hashlib
import hmac
import json
from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from firms.accounts.models import Absence
from firms.audit.models import AuditEvent
from firms.register.models import Firm
from firms.staff.absences import cancel_absence, enter_absence
from firms.staff.errors import AbsenceOverlaps, CoveredByNobody
from programs.followups.actions import dispatch, settle_message
from programs.followups.actions.claiming import claim_digest
from programs.followups.actions.marking import give_up_lost_claims
from programs.followups.actions.preferring import issue_feed, withdraw_feed
from programs.followups.actions.queueing import queue_reminders
from programs.followups.models import Message, MessagePreference, Reminder
from tests.factories.firms import AbsenceFactory, UserFactory
from tests.factories.programs import FollowUpFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PAGE = reverse("programs:messages")
WISHES = {
    "digest_at": "16:30",
    "is_quiet": "on",
    "quiet_from": "21:00",
    "quiet_until": "06:00",
    "grace_days": "2",
    "mail_due": "on",
}


def test_wishes_are_kept(adviser_client, adviser):
    assert adviser_client.post(PAGE, WISHES).status_code == 302
    wishes = MessagePreference.objects.get(user=adviser)
    assert (wishes.digest_at, wishes.grace_days, wishes.mail_escalated) == (time(16, 30), 2, False)


def test_a_digest_in_the_quiet_hours_would_never_leave(adviser_client):
    page = adviser_client.post(PAGE, WISHES | {"digest_at": "23:00"})
    assert "within the quiet hours" in page.content.decode()
    assert not MessagePreference.objects.exists()


# Days away ---------------------------------------------------------------------------------------


def away(adviser, delegate, start=date(2026, 3, 2), end=date(2026, 3, 6)):
    return enter_absence(user=adviser, starts_on=start, ends_on=end, delegate=delegate, by=adviser)


def test_who_covers_sees_the_firms_on_these_days_only(firm, adviser, other_adviser, on_monday):
    assert firm not in Firm.objects.visible_to(other_adviser)
    absence = away(adviser, other_adviser)
    assert firm in Firm.objects.visible_to(other_adviser)
    Absence.objects.filter(pk=absence.pk).update(
        starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 6)
    )
    assert firm not in Firm.objects.visible_to(other_adviser)


def test_the_same_days_again_change_who_covers(adviser, other_adviser, on_monday):
    away(adviser, other_adviser)
    for _each in range(2):
        assert away(adviser, None).delegate is None
    assert Absence.objects.count() == 1
    told = AuditEvent.objects.filter(kind="absence.entered").order_by("pk")
    assert [each.sentence.rpartition("covers: ")[2] for each in told] == [
        f"{other_adviser.name}.",
        "–.",
    ]


def test_days_that_overlap_are_refused(adviser, other_adviser, on_monday):
    away(adviser, other_adviser)
    with pytest.raises(AbsenceOverlaps):
        away(adviser, other_adviser, start=date(2026, 3, 5), end=date(2026, 3, 9))


def test_who_has_no_caseload_cannot_cover(adviser, expert, on_monday):
    with pytest.raises(CoveredByNobody):
        away(adviser, expert)


def test_taking_back_is_on_record_once(adviser, other_adviser, on_monday):
    absence = away(adviser, other_adviser)
    cancel_absence(absence=absence, by=adviser)
    cancel_absence(absence=absence, by=adviser)
    assert AuditEvent.objects.filter(kind="absence.cancelled").count() == 1


def test_days_away_through_the_page(adviser_client, other_adviser, on_monday):
    sent = {"starts_on": "2026-03-09", "ends_on": "2026-03-06", "delegate": other_adviser.pk}
    refused = adviser_client.post(reverse("programs:absence-new"), sent)
    assert "before the beginning" in refused.content.decode()
    adviser_client.post(reverse("programs:absence-new"), sent | {"ends_on": "2026-03-13"})
    assert Absence.objects.get().delegate == other_adviser


def test_somebody_elses_days_are_not_mine(other_adviser_client, adviser, on_monday):
    absence = AbsenceFactory(user=adviser, starts_on=on_monday, ends_on=on_monday)
    gone = other_adviser_client.post(reverse("programs:absence-cancel", args=[absence.pk]))
    assert (gone.status_code, Absence.objects.count()) == (404, 1)


# The calendar ------------------------------------------------------------------------------------


@pytest.mark.asvs("9.1.1", "14.2.1")
def test_the_calendar_shows_the_own_follow_ups_alone(due, adviser, foreign_firm):
    FollowUpFactory(firm=foreign_firm, subject="Not mine")
    token = issue_feed(user=adviser)
    answer = Client().get(reverse("programs:calendar", args=[token]))
    events = [part for part in Calendar.from_ical(answer.content).walk() if part.name == "VEVENT"]
    assert [str(event["summary"]) for event in events] == [
        f"{due.firm.legal_name}: Has the buyer paid?"
    ]
    assert events[0].decoded("dtstart") == due.due_on
    assert answer["Content-Type"].startswith("text/calendar")


def test_an_address_that_was_renewed_or_withdrawn_is_gone(due, adviser):
    old, new = issue_feed(user=adviser), issue_feed(user=adviser)
    assert Client().get(reverse("programs:calendar", args=[old])).status_code == 404
    withdraw_feed(user=adviser)
    assert Client().get(reverse("programs:calendar", args=[new])).status_code == 404


def test_who_left_has_no_calendar(due, adviser):
    token = issue_feed(user=adviser)
    adviser.is_active = False
    adviser.save()
    assert Client().get(reverse("programs:calendar", args=[token])).status_code == 404


def test_the_address_is_shown_once(adviser_client):
    adviser_client.post(reverse("programs:calendar-issue"), {"act": "issue"})
    assert "/calendar/" in adviser_client.get(PAGE).content.decode()
    assert "testserver/calendar/" not in adviser_client.get(PAGE).content.decode()


# News of bounces ---------------------------------------------------------------------------------

HOOK = reverse("programs:bounces")


def told(secret, body, stamp=None):
    stamp = stamp or str(int(NOW.timestamp()))
    words = json.dumps(body).encode()
    sign = hmac.new(secret.encode(), stamp.encode() + b"." + words, hashlib.sha256).hexdigest()
    return Client(enforce_csrf_checks=True).post(
        HOOK,
        words,
        content_type="application/json",
        headers={"X-Portolan-Time": stamp, "X-Portolan-Signature": sign},
    )


def test_a_signed_bounce_is_believed(due, adviser, settings):
    settings.BOUNCE_SECRET = "s" * 32
    dispatch(now=NOW)
    message = Message.objects.get()
    body = {"message": f"<{message.token}@agency.example>", "address": adviser.email}
    assert told("s" * 32, body).json() == {"known": True}
    message.refresh_from_db()
    assert (message.state, Reminder.objects.get().state) == ("bounced", "bounced")


@pytest.mark.asvs("9.1.1")
@pytest.mark.parametrize(
    ("secret", "stamp"),
    [
        pytest.param("wrong", None, id="another secret"),
        pytest.param("s" * 32, "1700000000", id="old"),
        pytest.param("s" * 32, "soon", id="no time"),
    ],
)
def test_an_unsigned_bounce_is_not(due, settings, secret, stamp):
    settings.BOUNCE_SECRET = "s" * 32
    assert told(secret, {"message": "x", "address": "y"}, stamp).status_code == 403


def test_half_a_bounce_says_what_is_missing(due, settings):
    settings.BOUNCE_SECRET = "s" * 32
    assert told("s" * 32, ["nonsense"]).status_code == 400


def test_without_a_secret_there_is_no_hook(due):
    assert told("s" * 32, {}).status_code == 404


# In doubt ----------------------------------------------------------------------------------------


@pytest.fixture
def in_doubt(due, adviser):
    """A worker died between claiming and marking."""
    queue_reminders(now=NOW)
    claim_digest(person=adviser, day=due.due_on, now=NOW)
    give_up_lost_claims(now=datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
    return Message.objects.get()


def test_a_person_says_that_it_arrived(in_doubt, adviser):
    settle_message(message=in_doubt, was_sent=True, by=adviser)
    settle_message(message=in_doubt, was_sent=False, by=adviser)
    assert (Message.objects.get().state, Reminder.objects.get().state) == ("sent", "sent")


def test_or_that_it_is_to_be_sent_again(in_doubt, adviser_client):
    page = adviser_client.get("/my-day/").content.decode()
    assert reverse("programs:message-settle", args=[Reminder.objects.get().pk]) in page
    adviser_client.post(
        reverse("programs:message-settle", args=[Reminder.objects.get().pk]), {"became": "again"}
    )
    assert dispatch(now=NOW)["sent"] == 1
    assert AuditEvent.objects.filter(kind="reminder.settled").count() == 1


def test_a_manager_enters_days_for_a_colleague_of_the_office(
    office_manager, adviser, other_adviser, on_monday
):
    client = Client()
    client.force_login(office_manager)
    sent = {
        "person": adviser.pk,
        "starts_on": "2026-03-09",
        "ends_on": "2026-03-13",
        "delegate": other_adviser.pk,
    }
    client.post(reverse("programs:absence-new"), sent)
    absence = Absence.objects.get()
    assert (absence.user, absence.recorded_by) == (adviser, office_manager)
    page = client.get(PAGE).content.decode()
    assert "Colleagues away" in page
    assert adviser.name in page
    client.post(reverse("programs:absence-cancel", args=[absence.pk]))
    assert not Absence.objects.exists()


def test_a_manager_of_another_office_does_neither(adviser, other_office, on_monday):
    client = Client()
    client.force_login(UserFactory(role="manager", office=other_office))
    sent = {"person": adviser.pk, "starts_on": "2026-03-09", "ends_on": "2026-03-13"}
    client.post(reverse("programs:absence-new"), sent)
    assert not Absence.objects.exists()
    absence = AbsenceFactory(user=adviser, starts_on=on_monday, ends_on=on_monday)
    assert client.post(reverse("programs:absence-cancel", args=[absence.pk])).status_code == 404


def test_nobody_covers_for_themselves(office_manager, adviser, on_monday):
    client = Client()
    client.force_login(office_manager)
    sent = {"person": adviser.pk, "delegate": adviser.pk}
    days = {"starts_on": "2026-03-09", "ends_on": "2026-03-13"}
    answer = client.post(reverse("programs:absence-new"), sent | days)
    assert "Nobody covers for themselves" in answer.content.decode()
