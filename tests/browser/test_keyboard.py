"""Work with the keyboard alone, and what the page says while one works."""

import pytest

from tests.browser.agency import office_day


@pytest.fixture
def adviser(window):
    return window("adviser")


@pytest.fixture
def day(agency, adviser):
    """My day with two promises due today."""
    for subject in ("Send the price list", "Ask about the sample"):
        adviser.go(agency.ways["firm"] + "follow-ups/new/")
        adviser.find("[name=subject]").fill(subject)
        adviser.find("[name=due_on]").fill(office_day())
        adviser.main_button()
    adviser.go("/my-day/")
    return adviser


@pytest.fixture
def section(agency, adviser):
    adviser.go(agency.ways["section"])
    return adviser


def test_j_and_k_move_through_the_day_and_d_opens_the_answers(day):
    rows = day.page.locator(".pt-rows > li")
    day.keys("j")
    assert "cur" in str(rows.nth(0).get_attribute("class"))
    day.keys("j")
    assert "cur" in str(rows.nth(1).get_attribute("class"))
    day.keys("k", "d")
    day.find(".inline [name=offer_or_deal]").wait_for()
    assert day.where() == "id_offer_or_deal"


def test_s_puts_a_promise_off_and_undo_brings_it_back(day):
    rows = day.page.locator("#overdue li, #today li")
    before = rows.count()
    day.keys("j", "s")
    day.find("[data-toast] >> text=Undo").wait_for()
    assert rows.count() == before - 1
    day.press("[data-toast] >> text=Undo")
    assert rows.count() == before


def test_single_keys_rest_while_one_types_and_can_be_turned_off(day):
    day.keys("/")
    day.keys("j")
    assert day.find("[data-search]").input_value() == "j"
    day.go("/my-day/")
    day.keys("?")
    day.find("[data-keys-switch]").uncheck()
    day.keys("Escape", "j")
    assert day.page.locator(".pt-rows > li.cur").count() == 0


def test_figures_answer_a_section_and_the_page_says_that_it_is_saved(section):
    first, second = (section.page.locator(".pt-q").nth(n) for n in (0, 1))
    first.locator("input").first.focus()
    section.keys("3")
    assert first.locator(".pt-scale input").nth(2).is_checked()
    section.keys("Enter", "0")
    assert second.locator(".pt-dk input").is_checked()
    section.page.locator("[data-autosave-state]", has_text="Saved").wait_for()
    section.page.reload()
    assert first.locator(".pt-scale input").nth(2).is_checked()
    assert second.locator(".pt-dk input").is_checked()


def test_n_opens_the_note(section):
    section.page.locator(".pt-q input").first.focus()
    section.keys("n")
    assert section.where().startswith("note-")


def test_the_skip_link_is_first_and_leads_to_the_page(day):
    day.page.locator("body").focus()
    day.go("/my-day/")
    day.keys("Tab")
    assert day.page.locator(".pt-skip").evaluate("e => e === document.activeElement")
    day.keys("Enter")
    assert day.page.url.endswith("#main")


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(adviser):
    adviser.go("/firms/new/")
    adviser.main_button()
    assert adviser.where() == "form-errors-title"
    assert adviser.violations() == []
    adviser.press(".pt-err a")
    assert adviser.where() == "id_legal_name"


def test_the_language_changes_and_the_page_stays(adviser):
    adviser.go("/caseload/?show=all&sort=name")
    adviser.press(".pt-side [name=language]")
    assert adviser.language() == "ru"
    assert adviser.page.url.endswith("/caseload/?show=all&sort=name")


def test_a_phone_shows_what_can_be_done_with_a_row(day, window):
    phone = window("adviser", width=390)
    phone.go("/my-day/")
    acts = phone.page.locator(".pt-rows .acts").first
    assert not acts.is_visible()
    phone.find(".pt-rows [data-acts]").click()
    assert acts.is_visible()
