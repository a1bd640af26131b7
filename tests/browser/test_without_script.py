"""The work of a day in a browser that runs no script."""

import pytest


@pytest.fixture
def adviser(window):
    return window("adviser", java_script_enabled=False)


@pytest.fixture
def manager(window):
    return window("manager", java_script_enabled=False)


def test_a_section_is_answered_and_kept(agency, adviser):
    adviser.go(agency.ways["section"])
    adviser.page.locator(".pt-q").nth(2).locator(".pt-scale input").nth(3).check()
    adviser.press("button[name=go][value=next]")
    adviser.go(agency.ways["section"])
    assert adviser.page.locator(".pt-q").nth(2).locator(".pt-scale input").nth(3).is_checked()


def test_a_contact_is_logged(agency, adviser):
    adviser.go("/log/")
    adviser.page.locator("#id_firm").select_option(index=1)
    adviser.find("#id_summary").fill("They asked for a price list in German.")
    adviser.main_button()
    assert adviser.find(".pt-toast").is_visible()


def test_help_is_assigned_and_completed(agency, manager):
    manager.go(agency.firm_with_an_offer)
    manager.press(".pt-rec button.pri")
    assert manager.find(".pt-toast").is_visible()
    manager.press("a[href*='/engagements/']")
    manager.press("main a[href*='/complete/']")
    manager.main_button()
    manager.go(agency.firm_with_an_offer)
    assert manager.page.locator(".pt-tick").count() > 0


def test_the_list_is_narrowed(manager):
    manager.go("/caseload/?show=all")
    manager.find("select[name=stage]").select_option("preparation")
    manager.press(".pt-filter button[type=submit]")
    assert "stage=preparation" in manager.page.url
    assert manager.page.locator("tbody tr").count() > 0
