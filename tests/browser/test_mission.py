"""A mission from the call to the result: manager, firm and adviser, each at a browser."""

from datetime import date, timedelta

import pytest

from tests.browser.agency import office_day
from tests.browser.visitor import PHONE

TITLE = "Spring meetings with buyers"


def in_days(days):
    return (date.fromisoformat(office_day()) + timedelta(days=days)).isoformat()


@pytest.fixture
def manager(window):
    return window("manager")


@pytest.fixture
def firm(window):
    return window("firm", width=PHONE)


def opened(agency, manager):
    """A mission with one seat, open for applications; its address."""
    manager.go(f"{agency.ways['program']}offerings/new/")
    manager.find("#id_title").fill(TITLE)
    manager.find("#id_kind").select_option("mission")
    manager.find("#id_intervention").select_option(
        label="Market-entry plan (eight recommendations)"
    )
    manager.find("#id_starts_on").fill(in_days(30))
    manager.find("#id_ends_on").fill(in_days(32))
    manager.find("#id_apply_by").fill(in_days(10))
    manager.find("#id_seats").fill("1")
    manager.main_button()
    manager.press(f"a:has-text('{TITLE}')")
    return manager.path


def applied(firm):
    """The firm reads the conditions and asks for a place from the portal, on a phone."""
    firm.go("/portal/offers/")
    firm.press(f"li:has-text('{TITLE}') a")
    firm.find("#id_statement").fill("A first order from one of the three chains.")
    firm.main_button()
    assert "Received, being considered" in firm.find("main").inner_text()


def given_out(manager, mission):
    """Closed, computed, looked at, approved."""
    manager.go(mission)
    manager.press("text=Take no more applications")
    manager.press("text=Compute the allocation")
    manager.main_button()
    assert "1 seat, 0 waiting, 0 not possible" in manager.find("main").inner_text()
    manager.press("text=Solve again")
    assert "the same seats" in manager.find(".pt-toast").inner_text()
    manager.press("button:has-text('Offer 1 seat')")


def accepted(firm):
    firm.go("/portal/offers/")
    firm.press(f"li:has-text('{TITLE}') button")
    assert "Your place is confirmed" in firm.find("main").inner_text()


def delivered(manager, mission):
    """The help begins and ends, as the engagement of the seat; the firm's address."""
    manager.go(mission)
    manager.press("tbody a[href^='/applications/']")
    manager.press(".acts a:has-text('Firm')")
    own = manager.path
    manager.press("a[href*='/engagements/']:has-text('Market-entry plan')")
    manager.press("main a[href*='/start/']")
    manager.main_button()
    manager.press("main a[href*='/complete/']")
    manager.main_button()
    return own


def claimed(manager, own):
    manager.go(f"{own}results/new/")
    manager.find("#id_kind").select_option("contract")
    manager.find("#id_occurred_on").fill(office_day())
    manager.find("#id_market").select_option("AE")
    manager.find("#id_amount").fill("48000")
    manager.find("#id_currency").select_option("USD")
    manager.main_button()


def confirmed(firm):
    firm.go("/portal/results/")
    firm.press("a:has-text('Is this right?')")
    firm.page.locator("input[name=answer]").first.check()
    firm.page.locator("input[name=band]").nth(2).check()
    firm.main_button()


def test_from_the_call_to_the_result(agency, manager, firm):
    mission = opened(agency, manager)
    applied(firm)
    given_out(manager, mission)
    accepted(firm)
    own = delivered(manager, mission)
    claimed(manager, own)
    confirmed(firm)
    manager.go(own)
    assert "Confirmed" in manager.find("main").inner_text()
    assert manager.complaints == firm.complaints == []
