"""The page behind a contact's link: GET uses nothing up, POST answers once, ends are kind."""

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from firms.register.actions import contact_left
from programs.outcomes import actions
from programs.outcomes.models import Confirmation, ConfirmationRequest


@pytest.mark.parametrize("verb", ["get", "head", "options"])
def test_a_scanner_uses_nothing_up(stranger, address, asked, verb):
    for _each in range(3):
        assert getattr(stranger, verb)(address).status_code == 200
    assert not Confirmation.objects.exists()
    assert stranger.post(address, {"answer": "agrees"}).status_code == 200


def test_the_page_says_what_is_asked_and_leaks_nothing(stranger, address, firm):
    page = stranger.get(address)
    words = page.content.decode()
    assert "Export sale or order, Uzbekistan: $50,000" in words
    assert "Invented Owner, we believe that our help came to this at" in words
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]


def test_a_colleague_is_asked_about_the_market_that_was_claimed(
    stranger, address, asked, accountant
):
    actions.confirm_by_contact(outcome=asked, contact=accountant, answer="corrects", market="KZ")
    assert "Export sale or order, Uzbekistan: $50,000" in stranger.get(address).content.decode()


def test_an_answer_on_a_phone_is_kept_whole(stranger, address, asked):
    page = stranger.post(
        address,
        {
            "answer": "corrects",
            "amount": "41500",
            "band": "to60",
            "rating_contacts": "5",
            "rating_overall": "4",
            "changes": ["is_new_market", "might_have_stopped"],
            "comment": "The rest comes next year.",
            "may_publish": "on",
        },
    )
    assert "Thank you" in page.content.decode()
    told = Confirmation.objects.get()
    assert (told.amount, told.band, told.rating_contacts, told.rating_problem) == (
        41500,
        "to60",
        5,
        None,
    )
    assert (told.is_new_market, told.is_higher_share, told.might_have_stopped) == (
        True,
        False,
        True,
    )
    assert (told.may_publish, told.comment) == (True, "The rest comes next year.")


def test_a_used_link_says_so_kindly(stranger, address):
    stranger.post(address, {"answer": "agrees"})
    for ask in (stranger.get, stranger.post):
        page = ask(address)
        assert page.status_code == 410
        assert "You have answered this already. Thank you." in page.content.decode()


def test_a_link_nobody_issued_says_so_kindly(stranger, db):
    page = stranger.get(reverse("programs:confirm-outcome", args=["nobody-issued-this"]))
    assert page.status_code == 410
    assert "This link does not work any more" in page.content.decode()
    assert "Send me a new link" not in page.content.decode()


def test_a_link_that_ran_out_may_be_renewed_to_the_same_address(stranger, address, asked):
    with time_machine.travel("2026-04-02T09:00:00+00:00", tick=False):
        page = stranger.get(address)
        assert page.status_code == 410
        assert "Send me a new link" in page.content.decode()
        stranger.post(address, {"act": "renew"})
        stranger.post(address, {"act": "renew"})
        actions.send_confirmations(now=ConfirmationRequest.objects.last().queued_at)
    assert [message.to for message in mail.outbox] == [["owner@works.example"]] * 2


def test_somebody_who_left_is_refused_clearly(stranger, address, asked, owner, adviser):
    contact_left(contact=owner, by=adviser)
    for ask in (stranger.get, stranger.post):
        page = ask(address, {"answer": "agrees"})
        assert page.status_code == 410
        assert "Invented Owner does not work at" in page.content.decode()
    assert not Confirmation.objects.exists()


def test_after_a_year_it_says_until_when(stranger, address):
    with time_machine.travel("2027-02-11T09:00:00+00:00", tick=False):
        page = stranger.get(address)
    assert page.status_code == 410
    assert "twelve months after it happened" in page.content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param({}, "Is this right?", id="no answer"),
        pytest.param({"answer": "maybe"}, "Select a valid choice", id="no such answer"),
        pytest.param({"answer": "corrects"}, "Say what is right", id="no other figure"),
        pytest.param({"answer": "corrects", "amount": "-3"}, "more than nothing", id="negative"),
        pytest.param({"answer": "corrects", "amount": "1e9"}, "in digits", id="an exponent"),
        pytest.param({"answer": "agrees", "band": "half"}, "Select a valid choice", id="no band"),
        pytest.param(
            {"answer": "agrees", "rating_overall": "9"}, "Select a valid choice", id="nine of five"
        ),
        pytest.param({"answer": "agrees", "comment": "x\u202ey"}, "hidden signs", id="turned text"),
    ],
)
def test_what_cannot_be_kept_can_be_mended(stranger, address, said, words):
    page = stranger.post(address, said)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Confirmation.objects.exists()
    assert stranger.post(address, {"answer": "agrees"}).status_code == 200
