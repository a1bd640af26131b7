"""Questions by mail: queued once, sent once, put again after 14 and 30 days, closed in the end."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core import mail

from config.shared import clock
from firms.register.actions import contact_left
from programs import sweeping, tasks
from programs.followups.actions import note_bounce
from programs.followups.errors import NobodyToAsk
from programs.followups.models import Message
from programs.followups.selectors import proof
from programs.outcomes import actions
from programs.outcomes.errors import ConfirmedAlready, LeftTheFirm, WindowOver
from programs.outcomes.models import ConfirmationRequest
from tests.programs.outcomes.conftest import NOW


def at(day):
    return time_machine.travel(f"{day}T09:00:00+00:00", tick=False)


def days():
    return list(ConfirmationRequest.objects.values_list("asked_on", flat=True))


def test_the_mail_says_what_it_is_about_and_keeps_no_token(asked, firm, token):
    message = mail.outbox[0]
    assert message.to == ["owner@works.example"]
    assert message.subject == f"{firm.legal_name}: is this right?"
    assert "Export sale or order, Uzbekistan, $50,000" in message.body
    assert ConfirmationRequest.objects.get().token_hash != token
    assert Message.objects.get().state == "sent"


def test_a_question_that_waits_is_not_doubled(claimed, adviser):
    first = actions.ask_for_confirmation(outcome=claimed, by=adviser)
    assert actions.ask_for_confirmation(outcome=claimed, by=adviser) == first
    assert actions.send_confirmations(now=NOW)["sent"] == 1
    assert actions.send_confirmations(now=NOW)["sent"] == 0
    assert len(mail.outbox) == 1


def test_asking_is_sent_after_the_commit(
    claimed, adviser, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.ask_for_confirmation(outcome=claimed, by=adviser)
    assert [job.name for job in sent] == ["programs.send_confirmations"]


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 3, 2, 20, 0, tzinfo=UTC), id="at night"),
        pytest.param(datetime(2026, 3, 7, 9, 0, tzinfo=UTC), id="on a Saturday"),
    ],
)
def test_nobody_is_written_to_out_of_hours(claimed, adviser, moment):
    actions.ask_for_confirmation(outcome=claimed, by=adviser)
    assert actions.send_confirmations(now=moment)["sent"] == 0
    assert mail.outbox == []


def test_asked_again_after_14_and_30_days_and_never_a_fourth_time(asked):
    for day in ("2026-03-15", "2026-03-16", "2026-03-16", "2026-04-01", "2026-06-01"):
        with at(day):
            tasks.reask_confirmations_task()
    assert days() == [date(2026, 3, 2), date(2026, 3, 16), date(2026, 4, 1)]
    assert len(mail.outbox) == 3


def told(outcome):
    return list(outcome.requests.values_list("contact__email", "asked_on"))


def test_two_contacts_asked_on_one_day_are_both_asked_after_14_and_30_days(
    asked, accountant, adviser
):
    actions.ask_for_confirmation(outcome=asked, contact=accountant, by=adviser)
    actions.send_confirmations(now=NOW)
    for day in ("2026-03-15", "2026-03-16", "2026-03-17", "2026-04-01", "2026-06-01"):
        with at(day):
            tasks.reask_confirmations_task()
    both = ("owner@works.example", "accounts@works.example")
    turns = (date(2026, 3, 2), date(2026, 3, 16), date(2026, 4, 1))
    assert told(asked) == [(who, day) for day in turns for who in both]
    assert len(mail.outbox) == 6


def test_a_colleague_asked_later_has_days_of_the_own(asked, accountant, adviser):
    with at("2026-03-10"):
        actions.ask_for_confirmation(outcome=asked, contact=accountant, by=adviser)
        actions.send_confirmations(now=clock.now())
    for day in ("2026-03-16", "2026-03-24"):
        with at(day):
            tasks.reask_confirmations_task()
    assert told(asked)[2:] == [
        ("owner@works.example", date(2026, 3, 16)),
        ("accounts@works.example", date(2026, 3, 24)),
    ]


def test_who_is_left_of_two_is_asked_and_nobody_in_place_of_the_other(
    asked, owner, accountant, adviser
):
    with at("2026-03-10"):
        actions.ask_for_confirmation(outcome=asked, contact=accountant, by=adviser)
        actions.send_confirmations(now=clock.now())
    contact_left(contact=owner, by=adviser)
    with at("2026-03-16"):
        assert actions.reask_confirmations(today=date(2026, 3, 16))["waits"] == 1
    with at("2026-03-24"):
        assert actions.reask_confirmations(today=date(2026, 3, 24))["asked"] == 1
    assert told(asked)[-1] == ("accounts@works.example", date(2026, 3, 24))


def test_a_renewed_link_is_no_further_question(asked):
    with at("2026-03-10"):
        actions.renew_request(request=ConfirmationRequest.objects.get())
        actions.send_confirmations(now=clock.now())
    for day in ("2026-03-16", "2026-04-01"):
        with at(day):
            tasks.reask_confirmations_task()
    assert list(asked.requests.values_list("asked_on", "is_renewal")) == [
        (date(2026, 3, 2), False),
        (date(2026, 3, 10), True),
        (date(2026, 3, 16), False),
        (date(2026, 4, 1), False),
    ]


def test_a_question_that_waits_to_be_sent_is_not_put_again(claimed, adviser):
    actions.ask_for_confirmation(outcome=claimed, by=adviser)
    with at("2026-03-16"):
        assert actions.reask_confirmations(today=date(2026, 3, 16))["waits"] == 1
    assert len(days()) == 1


def test_a_firm_with_nobody_left_to_ask_is_counted(asked, owner, adviser):
    contact_left(contact=owner, by=adviser)
    with at("2026-03-16"):
        assert actions.reask_confirmations(today=date(2026, 3, 16))["nobody"] == 1


def test_closed_unanswered_a_year_after_the_win(asked):
    with at("2027-02-10"):
        assert actions.reask_confirmations(today=date(2027, 2, 10))["closed"] == 0
    with at("2027-02-11"):
        assert actions.reask_confirmations(today=date(2027, 2, 11))["closed"] == 1
        assert actions.reask_confirmations(today=date(2027, 2, 11))["closed"] == 0
    assert set(ConfirmationRequest.objects.values_list("state", flat=True)) == {"closed"}
    asked.refresh_from_db()
    assert asked.grade == "claimed"


def test_an_answer_ends_the_asking(asked, token):
    actions.confirm(token=token, answer="agrees")
    with at("2026-03-20"):
        assert actions.reask_confirmations(today=date(2026, 3, 20)) == {
            "asked": 0,
            "closed": 0,
            "nobody": 0,
            "waits": 0,
        }


def test_who_left_is_not_asked_and_a_colleague_is(asked, owner, accountant, adviser):
    contact_left(contact=owner, by=adviser)
    with pytest.raises(LeftTheFirm):
        actions.ask_for_confirmation(outcome=asked, contact=owner, by=adviser)
    with at("2026-03-16"):
        actions.reask_confirmations(today=date(2026, 3, 16))
    assert ConfirmationRequest.objects.last().contact == accountant


def test_a_firm_without_a_working_address_is_said_so(claimed, owner, adviser):
    contact_left(contact=owner, by=adviser)
    with pytest.raises(NobodyToAsk):
        actions.ask_for_confirmation(outcome=claimed, by=adviser)


def test_who_answered_and_what_is_a_year_old_is_not_asked(confirmed, owner, accountant, adviser):
    with pytest.raises(ConfirmedAlready):
        actions.ask_for_confirmation(outcome=confirmed, contact=owner, by=adviser)
    with at("2027-03-01"), pytest.raises(WindowOver):
        actions.ask_for_confirmation(outcome=confirmed, contact=accountant, by=adviser)


def test_a_question_nobody_needs_is_dropped(claimed, adviser):
    actions.ask_for_confirmation(outcome=claimed, by=adviser)
    claimed.firm.closed_on = date(2026, 3, 1)
    claimed.firm.save()
    assert actions.send_confirmations(now=NOW)["dropped"] == 1
    assert ConfirmationRequest.objects.get().state == "withdrawn"


def test_a_mail_server_that_is_away_loses_nothing(claimed, adviser, settings):
    actions.ask_for_confirmation(outcome=claimed, by=adviser)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert actions.send_confirmations(now=NOW)["sent"] == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert actions.send_confirmations(now=NOW)["sent"] == 1


def test_mail_that_came_back_is_known_and_the_proof_holds(asked):
    message = Message.objects.get()
    assert note_bounce(token=message.token, address="owner@works.example", reason="no such box")
    message.refresh_from_db()
    assert message.state == "bounced"
    assert proof(today=date(2026, 3, 2)).adrift == 0


def test_the_sweeper_finds_what_the_broker_lost(claimed, adviser):
    actions.ask_for_confirmation(outcome=claimed, by=adviser)
    assert list(sweeping.unsent_confirmations(NOW)) == []
    late = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
    found = list(sweeping.unsent_confirmations(late))
    assert [job.name for job in found] == ["programs.send_confirmations"]
