"""Every page at both widths in both languages: quiet, upright, readable by everybody."""

import pytest

from tests.browser.visitor import DESK, PHONE

# name: who looks, where (names of `Agency.ways` in braces), and the status expected
PAGES = {
    "sign_in": ("", "/accounts/login/", 200),
    "sign_in_code": ("", "/accounts/login/code/", 200),
    "password_reset": ("", "/accounts/password/reset/", 200),
    "sign_in_link_used": ("", "/accounts/link/none-such/", 410),
    "password": ("adviser", "/accounts/password/change/", 200),
    "second_factor": ("adviser", "/accounts/2fa/", 200),
    "sessions": ("adviser", "/accounts/sessions/", 200),
    "my_day": ("adviser", "/my-day/", 200),
    "quick_log": ("adviser", "/log/", 200),
    "caseload": ("adviser", "/caseload/", 200),
    "caseload_all": ("manager", "/caseload/?show=all&sort=-severity", 200),
    "caseload_board": ("manager", "/caseload/?show=all&as=board", 200),
    "firm": ("adviser", "{firm}", 200),
    "firm_trade": ("adviser", "{firm}trade/", 200),
    "firm_people": ("adviser", "{firm}people/", 200),
    "firm_documents": ("adviser", "{firm}documents/", 200),
    "firm_timeline": ("adviser", "{firm}timeline/", 200),
    "firm_change": ("adviser", "{firm}change/", 200),
    "register": ("adviser", "/firms/new/", 200),
    "assessments": ("adviser", "/assessments/", 200),
    "facts": ("adviser", "{fill}sections/facts/", 200),
    "section": ("adviser", "{section}", 200),
    "review": ("adviser", "{fill}review/", 200),
    "result": ("adviser", "{result}", 200),
    "engagement": ("manager", "{engagement}", 200),
    "follow_up": ("manager", "{follow_up}", 200),
    "follow_up_snooze": ("manager", "{follow_up}snooze/", 200),
    "follow_up_move": ("manager", "{follow_up}reschedule/", 200),
    "follow_up_skip": ("manager", "{follow_up}skip/", 200),
    "follow_up_call": ("manager", "{follow_up}call/", 200),
    "follow_up_new": ("adviser", "{firm}follow-ups/new/", 200),
    "follow_up_ask_firm": ("manager", "{follow_up}ask-firm/", 200),
    "messages": ("adviser", "/messages/", 200),
    "plans": ("manager", "/follow-up-plans/", 200),
    "plan": ("manager", "{plan}", 200),
    "plan_step": ("manager", "{plan}steps/new/", 200),
    "plan_enable": ("manager", "{plan}enable/", 200),
    "operations": ("manager", "/operations/", 200),
    "leaver": ("administrator", "{leaver}", 200),
    "programs": ("manager", "/programs/", 200),
    "program": ("manager", "{program}", 200),
    "program_new": ("manager", "/programs/new/", 200),
    "offerings": ("adviser", "/offerings/", 200),
    "offering": ("manager", "{offering}", 200),
    "apply": ("manager", "{offering}apply/", 200),
    "offering_setup": ("manager", "{offering}setup/", 200),
    "offering_change": ("manager", "{offering}change/", 200),
    "allocate": ("manager", "{offering}allocate/", 200),
    "swap": ("manager", "{swap}", 200),
    "application": ("manager", "{application}", 200),
    "score": ("manager", "{application}score/", 200),
    "criteria": ("manager", "/eligibility/", 200),
    "events": ("manager", "/offerings/imports/", 200),
    "events_new": ("manager", "/offerings/imports/new/", 200),
    "results": ("manager", "{program}results/", 200),
    "indicators": ("manager", "/indicators/", 200),
    "claim": ("adviser", "{firm}results/new/", 200),
    "attendance": ("manager", "{offering}attendance/", 200),
    "cohorts": ("manager", "/cohorts/", 200),
    "cohort": ("manager", "{cohort}", 200),
    "cohort_new": ("manager", "/cohorts/new/", 200),
    "methodology": ("expert", "/methodology/", 200),
    "imports": ("administrator", "/imports/", 200),
    "look_alikes": ("administrator", "/look-alikes/", 200),
    "people": ("administrator", "/people/", 200),
    "portal": ("firm", "/portal/", 200),
    "portal_offers": ("firm", "/portal/offers/", 200),
    "portal_ask": ("firm", "{ask}", 200),
    "portal_results": ("firm", "/portal/results/", 200),
    "not_allowed": ("adviser", "/people/", 403),
    "not_found": ("adviser", "/nothing-here/", 404),
}
LOOKS = [(language, page) for language in ("en", "ru") for page in PAGES]


@pytest.fixture(scope="module")
def desk(agency):
    """Gives each person one window in each language."""
    windows = {}

    def of(who, language):
        if (who, language) not in windows:
            windows[who, language] = agency.window_of(who, language=language)
        return windows[who, language]

    yield of
    for visitor in windows.values():
        visitor.context.close()


@pytest.mark.parametrize(("language", "page"), LOOKS, ids=str)
def test_page_is_quiet_upright_readable_and_wide_enough_for_a_thumb(agency, desk, language, page):
    """Opened anew at each width, in a window that stays."""
    who, path, status = PAGES[page]
    visitor = desk(who, language)
    for width in (DESK, PHONE):
        visitor.resize(width)
        visitor.complaints.clear()
        assert visitor.go(path.format(**agency.ways)) == status, width
        assert visitor.language() == language, width
        assert visitor.sideways() <= 0, width
        assert visitor.small_targets() == [], width
        assert visitor.violations() == [], width
        assert visitor.complaints == [], width
