"""The message: what, why, where, in the language of the reader, and on the record."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.management import call_command

from firms.audit.models import AuditEvent
from programs.followups.actions import dispatch
from tests.factories.firms import ContactFactory, UserFactory
from tests.factories.programs import FollowUpFactory, ReachableFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def russian_adviser(due, adviser):
    adviser.language = "ru"
    adviser.save()
    return adviser


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(lambda message: message.body, id="text"),
        pytest.param(lambda message: message.alternatives[0].content, id="html"),
    ],
)
def test_the_message_says_what_why_and_where(due, settings, part):
    settings.SITE_URL = "https://agency.example"
    dispatch(now=NOW)
    message = mail.outbox[0]
    words = part(message)
    assert f"https://agency.example/follow-ups/{due.pk}/" in words
    assert due.firm.legal_name in words
    assert "Why did I get this?" in words
    assert "You look after this firm." in words
    assert "style" not in words
    assert message.subject == f"Follow-up due: {due.firm.legal_name}, Has the buyer paid?"


def test_what_a_firm_is_called_cannot_become_markup_or_a_header(due):
    due.firm.legal_name = "<b>Works</b>\r\nBcc: all@example.org"
    due.firm.save()
    dispatch(now=NOW)
    message = mail.outbox[0]
    assert "<b>Works</b>" not in message.alternatives[0].content
    assert "\n" not in message.subject
    assert message.recipients() == message.to


def test_the_message_speaks_the_readers_language(russian_adviser, due):
    dispatch(now=NOW)
    assert 'lang="ru"' in mail.outbox[0].alternatives[0].content
    assert "2 марта 2026" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("spoken", "account", "language"),
    [
        pytest.param("", None, "en", id="nothing known"),
        pytest.param("Русский, английский", None, "ru", id="the first it speaks"),
        pytest.param("English, Russian", None, "en", id="in that order"),
        pytest.param("English", "ru", "ru", id="what it chose in the portal"),
    ],
)
def test_a_firm_is_asked_in_its_language(firm, on_monday, spoken, account, language):
    contact = ContactFactory(
        firm=firm, email="owner@works.example", is_primary=True, languages=spoken
    )
    if account:
        UserFactory(email=contact.email.upper(), language=account, role="firm_owner")
    FollowUpFactory(firm=firm, who="firm")
    dispatch(now=NOW)
    message = mail.outbox[0]
    asks = {"en": "how did it go?", "ru": "как прошло?"}
    assert message.subject == f"{firm.legal_name}: {asks[language]}"
    assert f'lang="{language}"' in message.alternatives[0].content
    assert ("без пароля" in message.body) is (language == "ru")


def test_it_stands_on_the_timeline_of_the_firm(due, adviser):
    dispatch(now=NOW)
    event = AuditEvent.objects.get(kind="reminder.sent")
    assert event.firm_id == due.firm_id
    assert event.sentence == (
        f"Message sent to {adviser.name} about the follow-up of 2 March 2026. "
        "You look after this firm."
    )


def test_the_command_dispatches(due, adviser, capsys):
    ReachableFactory(user=adviser)
    call_command("dispatch_reminders")
    assert "queued 1, nobody 0, raised 0, sent 1" in capsys.readouterr().out


def test_statements_do_not_grow_with_the_rows(due, django_assert_max_num_queries):
    FollowUpFactory.create_batch(60, firm=due.firm)
    with django_assert_max_num_queries(80):
        assert dispatch(now=NOW)["sent"] == 61
