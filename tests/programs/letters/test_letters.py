"""Everybody is told: a letter with each move, in the reader's language, at most once."""

import pytest
from django.core import mail

from config.shared import clock
from programs.allocation import actions
from programs.allocation.models import ApplicationState
from programs.letters.actions import send_letters
from programs.letters.models import SeatLetter
from tests.factories.firms import ContactFactory, FirmFactory
from tests.factories.programs import OfferingFactory
from tests.programs.allocation.conftest import boss, mission, now  # noqa: F401


@pytest.fixture
def contact(office):
    return ContactFactory(firm=FirmFactory(office=office), email="sales@firm.example")


@pytest.fixture
def application(mission, contact, now):  # noqa: F811
    return actions.apply_for_seat(offering=mission, firm=contact.firm, by=None)


def offered(application):
    application.offering.applications.update(state=ApplicationState.WAITING, waiting_rank=1)
    actions.promote(offering=application.offering)


def test_an_offer_is_told_with_its_deadline_and_the_way_to_accept(application):
    offered(application)
    assert send_letters(now=clock.now())["sent"] == 1
    (letter,) = mail.outbox
    assert letter.to == ["sales@firm.example"]
    assert letter.subject == "Gulf mission: A place is waiting for your answer"
    assert "Please accept it before 21 Jan 2031, 00:00." in letter.body
    assert "/portal/offers/" in letter.body


def test_it_is_sent_once(application):
    send_letters(now=clock.now())
    assert send_letters(now=clock.now()) == {"sent": 0, "failed": 0, "unknown": 0, "dropped": 0}
    assert len(mail.outbox) == 1


def test_what_a_later_move_overtook_is_not_sent(application):
    offered(application)
    assert SeatLetter.objects.count() == 2
    assert send_letters(now=clock.now()) == {"sent": 1, "failed": 0, "unknown": 0, "dropped": 1}


def test_a_refusal_says_why_in_the_words_of_the_person(application, boss):  # noqa: F811
    actions.refuse(application=application, by=boss, reason="The fair is for food only.")
    send_letters(now=clock.now())
    assert "The fair is for food only." in mail.outbox[-1].body


def test_it_speaks_the_language_of_its_reader(application, contact):
    contact.languages = "Russian"
    contact.save()
    send_letters(now=clock.now())
    assert "Здравствуйте" in mail.outbox[0].body


def test_nobody_writes_at_night(application, now):  # noqa: F811
    now.move_to("2031-01-10T22:00:00+00:00")
    assert send_letters(now=clock.now())["sent"] == 0


def test_a_firm_without_a_contact_gets_no_letter(mission, office):  # noqa: F811
    actions.apply_for_seat(offering=mission, firm=FirmFactory(office=office), by=None)
    assert not SeatLetter.objects.exists()


def test_a_withdrawal_is_known_to_who_withdrew(application):
    actions.withdraw(application=application, by=None)
    assert SeatLetter.objects.get().move.after == "applied"


def test_closing_an_offering_tells_nobody(boss, now):  # noqa: F811
    actions.close_offering(offering=OfferingFactory(), by=boss)
    assert not SeatLetter.objects.exists()


def test_a_refusal_taken_back_says_why_in_the_words_of_the_person(application, boss):  # noqa: F811
    actions.refuse(application=application, by=boss, reason="The fair is for food only.")
    actions.reopen(application=application, by=boss, reason="Your snacks are food.")
    send_letters(now=clock.now())
    assert "Your snacks are food." in mail.outbox[-1].body
    assert "food only" not in mail.outbox[-1].body
