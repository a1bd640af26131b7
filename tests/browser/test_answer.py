"""A firm answers behind its personal link, on a phone, in both languages, also without scripts."""

import subprocess
import sys

import pytest

from tests.browser.agency import office_day
from tests.browser.visitor import DESK, PHONE
from tests.journeys.product import ROOT

#: Makes a link for every line it reads: Django starts once, not once for every test.
MAKE_LINKS = """
import sys
import django
django.setup()
from config.shared import clock
from programs.followups.actions import make_answer_link
from programs.followups.models import FollowUp
open_ones = FollowUp.objects.open().filter(engagement__isnull=False, firm__closed_on__isnull=True)
told = FollowUp.objects.filter(answered_by__isnull=False).values("firm")  # their forms are not empty
fresh = open_ones.exclude(firm__in=told).filter(links__isnull=True)
for _line in sys.stdin:
    asked = fresh.filter(firm__contacts__is_primary=True).order_by("pk").first()
    contact = asked.firm.contacts.get(is_primary=True)
    made = make_answer_link(follow_up=asked, contact=contact, now=clock.now())
    print("/answer/" + made + "/", flush=True)
"""


@pytest.fixture(scope="module")
def link_maker(agency):
    """Beside the running product, a process that makes links when asked."""
    with subprocess.Popen(
        [sys.executable, "-c", MAKE_LINKS],
        cwd=ROOT,
        env=agency.product.variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as maker:
        yield maker
        maker.stdin.close()


@pytest.fixture
def link(link_maker):
    """A fresh link, as a mail would carry it."""
    link_maker.stdin.write("one more\n")
    made = link_maker.stdout.readline().strip()
    assert made.startswith("/answer/")
    return made


@pytest.mark.parametrize(("width", "language"), [(PHONE, "en"), (PHONE, "ru"), (DESK, "ru")])
def test_the_page_is_upright_and_readable(window, link, width, language):
    firm = window(width=width, language=language)
    assert firm.go(link) == 200
    assert firm.language() == language
    assert firm.sideways() <= 0
    assert firm.small_targets() == []
    assert firm.violations() == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_thanks_and_an_old_link_are_upright_too(window, link, language):
    firm = window(width=PHONE, language=language)
    firm.go(link)
    firm.press("button[value=no_change]")
    for path in (None, link, "/answer/nobody-issued-this/"):
        if path:
            assert firm.go(path) == 410
        assert firm.language() == language
        assert firm.sideways() <= 0
        assert firm.violations() == []
    firm.complaints.clear()  # the browser notes the 410


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_minutes_on_a_phone(window, link, scripts):
    firm = window(width=PHONE, java_script_enabled=scripts)
    firm.go(link)
    firm.find("#id_learnt").fill("Samples first, price second.")
    firm.press("button[value=save]")
    assert "Saved." in firm.find("main").inner_text()
    firm.go(link)
    assert firm.find("#id_learnt").input_value() == "Samples first, price second."
    firm.press("button[value=send]")
    assert firm.find("h1").inner_text() == "Thank you"
    assert firm.go(link) == 410
    assert firm.find("h1").inner_text() == "Answered already"


def test_no_change_is_one_click(window, link):
    firm = window(width=PHONE)
    firm.go(link)
    firm.press("button[value=no_change]")
    assert firm.find("h1").inner_text() == "Thank you"


def test_nothing_said_says_so_and_takes_the_focus(window, link):
    firm = window(width=PHONE)
    firm.go(link)
    firm.press("button[value=send]")
    assert "one field at least" in firm.find(".pt-err").inner_text()
    firm.complaints.clear()  # the browser notes the 422


def test_the_keyboard_alone_is_enough(window, link):
    firm = window(width=DESK)
    firm.go(link)
    firm.find("button[value=no_change]").focus()
    with firm.page.expect_navigation():
        firm.keys("Enter")
    assert firm.find("h1").inner_text() == "Thank you"


def test_a_row_of_the_day_is_dealt_with_where_it_stands(agency, window):
    adviser = window("adviser", width=DESK)
    adviser.go(agency.ways["firm"] + "follow-ups/new/")
    adviser.find("[name=subject]").fill("Ask about the season")
    adviser.find("[name=due_on]").fill(office_day())
    adviser.main_button()
    adviser.go("/my-day/")
    row = adviser.page.locator(".pt-rows > li").first
    name = row.get_attribute("id")
    row.locator("[data-key=x]").click()
    form = adviser.page.locator(f"#{name} .inline form")
    form.locator("textarea").fill("The season has begun.")
    form.locator("button.pri").click()
    adviser.page.locator(f"#{name}").wait_for(state="detached")
    assert "Skipped" in adviser.page.locator("#toasts").inner_text()
