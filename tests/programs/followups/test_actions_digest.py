"""One digest a day, when its reader works; who is away is covered."""

from datetime import UTC, date, datetime, time, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend

from firms.staff.absences import enter_absence
from programs.followups import actions
from programs.followups.actions import complete_follow_up, queue_reminders, send_reminders
from programs.followups.actions.preferring import set_preferences
from programs.followups.models import FollowUp, Message, Reminder
from tests.factories.firms import AbsenceFactory, UserFactory
from tests.factories.programs import FollowUpFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def dispatch(*, now):
    return SimpleNamespace(**actions.dispatch(now=now))


def _sending(error):
    def send(self):
        raise error

    return send


@pytest.fixture
def second(due):
    return FollowUpFactory(firm=due.firm, subject="Certificate issued?")


# One digest a day, and when ---------------------------------------------------------------------


def test_what_comes_due_after_the_digest_waits_for_the_next(due, adviser):
    dispatch(now=NOW)
    FollowUpFactory(firm=due.firm, subject="Promised in the afternoon")
    assert dispatch(now=NOW + timedelta(hours=4)).sent == 0
    assert dispatch(now=NOW + DAY).sent == 1
    assert list(Message.objects.values_list("day", "state").order_by("day")) == [
        (date(2026, 3, 2), "sent"),
        (date(2026, 3, 3), "sent"),
    ]


def test_a_clock_set_back_sends_no_second_digest(due, second):
    dispatch(now=NOW)
    FollowUpFactory(firm=due.firm)
    assert dispatch(now=NOW - timedelta(minutes=20)).sent == 0


def test_nothing_to_say_is_no_message(due, adviser):
    queue_reminders(now=NOW)
    complete_follow_up(follow_up=due, by=adviser)
    send_reminders(now=NOW)
    assert (mail.outbox, Message.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 3, 2, 2, 59, tzinfo=UTC), id="before the hour in Almaty"),
        pytest.param(datetime(2026, 3, 2, 15, 0, tzinfo=UTC), id="in the quiet hours"),
        pytest.param(datetime(2026, 3, 7, 9, 0, tzinfo=UTC), id="on a Saturday"),
        pytest.param(datetime(2026, 3, 9, 9, 0, tzinfo=UTC), id="on a holiday moved to Monday"),
    ],
)
def test_a_digest_waits_for_working_hours(due, moment):
    done = dispatch(now=moment)
    assert (done.queued, done.sent) == (1, 0)
    assert dispatch(now=datetime(2026, 3, 10, 9, 0, tzinfo=UTC)).sent == 1


def test_everybody_has_their_own_hour(due, adviser):
    set_preferences(user=adviser, digest_at=time(16))
    assert dispatch(now=NOW).sent == 0
    assert dispatch(now=NOW + timedelta(hours=2)).sent == 1


def test_grace_is_kept(due, adviser):
    set_preferences(user=adviser, grace_days=3)
    assert [dispatch(now=NOW + n * DAY).sent for n in range(4)] == [0, 0, 0, 1]


def test_who_wants_no_mail_is_told_on_the_pages(due, adviser):
    set_preferences(user=adviser, mail_due=False)
    assert (dispatch(now=NOW).queued, mail.outbox) == (1, [])
    assert list(Reminder.objects.of_pages(adviser)) == [Reminder.objects.get()]


def test_a_message_of_its_own_does_not_wait_for_the_digest(due, second):
    FollowUp.objects.filter(pk=second.pk).update(channel="single")
    morning = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
    assert dispatch(now=morning).sent == 1
    assert [message.subject for message in mail.outbox] == [
        f"Follow-up due: {second.firm.legal_name}, {second.subject}"
    ]


def test_only_on_the_pages_where_the_plan_says_so(due, adviser):
    FollowUp.objects.filter(pk=due.pk).update(channel="in_app")
    assert (dispatch(now=NOW).queued, mail.outbox) == (1, [])
    assert Reminder.objects.of_pages(adviser).count() == 1


def test_what_is_too_old_is_noted_and_not_sent(firm, on_monday):
    FollowUpFactory(firm=firm, planned_on=date(2026, 1, 20))
    assert dispatch(now=NOW).sent == 0
    assert Reminder.objects.get().state == "stale"


def test_greylisted_is_tried_again(due, monkeypatch):
    monkeypatch.setattr(
        EmailMultiAlternatives, "send", _sending(SMTPResponseException(451, b"later"))
    )
    assert dispatch(now=NOW).sent == 0
    monkeypatch.undo()
    assert (Message.objects.count(), dispatch(now=NOW + timedelta(minutes=5)).sent) == (0, 1)


# Away -------------------------------------------------------------------------------------------


@pytest.fixture
def away(due, adviser, other_adviser):
    """The adviser is away and a colleague covers."""
    return enter_absence(
        user=adviser,
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 3, 6),
        delegate=other_adviser,
        by=adviser,
    )


def test_who_covers_is_told(away, other_adviser):
    dispatch(now=NOW)
    assert [message.to for message in mail.outbox] == [[other_adviser.email]]
    assert "You cover for the adviser, who is away." in mail.outbox[0].body


def test_whom_nobody_covers_for_the_office_answers(away, office_manager):
    away.delegate = None
    away.save()
    dispatch(now=NOW)
    assert [message.to for message in mail.outbox] == [[office_manager.email]]


def test_who_covers_and_is_away_too_covers_nobody(away, other_adviser, office_manager):
    AbsenceFactory(user=other_adviser, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 2))
    dispatch(now=NOW)
    assert [message.to for message in mail.outbox] == [[office_manager.email]]


def test_every_manager_of_the_office_is_told(due, adviser, office, office_manager):
    second = UserFactory(role="manager", office=office)
    adviser.is_active = False
    adviser.save()
    dispatch(now=NOW)
    assert {tuple(message.to) for message in mail.outbox} == {
        (office_manager.email,),
        (second.email,),
    }


def test_a_manager_who_is_away_is_left_out(due, adviser, office, office_manager):
    second = UserFactory(role="manager", office=office)
    AbsenceFactory(user=second, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 9))
    adviser.is_active = False
    adviser.save()
    dispatch(now=NOW)
    assert [message.to for message in mail.outbox] == [[office_manager.email]]


def test_a_refusal_for_now_at_the_address_is_tried_again(due, adviser, monkeypatch):
    later = SMTPRecipientsRefused({adviser.email: (450, b"greylisted")})
    monkeypatch.setattr(EmailMultiAlternatives, "send", _sending(later))
    assert dispatch(now=NOW).failed == 0
    monkeypatch.undo()
    assert dispatch(now=NOW + timedelta(minutes=5)).sent == 1


def test_a_server_that_goes_away_in_the_middle_leaves_the_rest_waiting(
    due, foreign_firm, monkeypatch
):
    FollowUpFactory(firm=foreign_firm)
    monkeypatch.setattr(EmailMultiAlternatives, "send", _sending(SMTPServerDisconnected("gone")))
    opened = Mock(side_effect=[True, ConnectionRefusedError])
    monkeypatch.setattr(EmailBackend, "open", opened)
    done = dispatch(now=NOW)
    assert (done.sent, done.unknown) == (0, 1)
    assert Reminder.objects.filter(state="queued").count() == 1


def test_after_the_digest_of_the_day_a_run_costs_next_to_nothing(
    due, adviser, django_assert_max_num_queries
):
    dispatch(now=NOW)
    FollowUpFactory.create_batch(30, firm=due.firm)
    actions.queue_reminders(now=NOW + timedelta(hours=1))
    with django_assert_max_num_queries(8):
        send_reminders(now=NOW + timedelta(hours=1))
