"""Where firms stand, and profiles side by side."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.profiles.facts import case_facts, development_levels
from assessments.profiles.selectors import (
    firm_profile,
    result_page,
    stage_history,
    with_current_stage,
)
from assessments.scoring.facts import DevelopmentLevel
from firms.register.actions import record_market_event, record_step
from firms.register.models import Firm
from tests.factories.assessments import PlacementFactory, publish_default_pack
from tests.factories.firms import ExportYearFactory

DAY = date(2026, 2, 2)


@pytest.fixture
def moved_firm(firm: Firm) -> Firm:
    """Preparation, up, confirmed again, down, up again."""
    PlacementFactory(firm=firm, occurred_on=date(2020, 1, 1))
    PlacementFactory(firm=firm, stage="active_engagement", occurred_on=date(2021, 1, 1))
    PlacementFactory(firm=firm, stage="active_engagement", occurred_on=date(2022, 1, 1))
    PlacementFactory(firm=firm, is_prior_exporter=True, occurred_on=date(2023, 1, 1))
    PlacementFactory(firm=firm, stage="active_engagement", occurred_on=date(2024, 1, 1))
    PlacementFactory(firm=firm, stage="active_engagement", occurred_on=date(2025, 1, 1))
    return firm


def test_stage_since_skips_confirmations(moved_firm):
    row = with_current_stage(Firm.objects.all()).get(pk=moved_firm.pk)
    assert (row.stage, row.stage_since) == ("active_engagement", date(2024, 1, 1))


def test_history_counts_steps_down_and_returns(moved_firm):
    history = stage_history(moved_firm)
    assert [step.move for step in history.steps] == ["first", "up", "same", "down", "up", "same"]
    assert (history.downs, history.returns, history.since) == (1, 1, date(2024, 1, 1))
    assert history.days(date(2024, 1, 11)) == 10


def test_a_firm_without_anything_has_no_stage(firm):
    row = with_current_stage(Firm.objects.all()).get(pk=firm.pk)
    assert (row.stage, row.stage_since, row.top_constraint) == (None, None, None)


def test_the_top_constraint_is_that_of_the_newest_profile(assess, firm):
    assess(firm, DAY, None, tf1=0, tf2=4, tf3=4)
    assess(firm, date(2026, 3, 1), None, wc1=4, wc2=0, wc3=0)
    row = with_current_stage(Firm.objects.all()).get(pk=firm.pk)
    assert (row.top_constraint, row.top_severity) == ("working_capital", Decimal(100))
    assert (row.top_band, row.top_constraint_names["en"]) == ("blocking", "Working capital")


def test_the_list_costs_one_query(assess, moved_firm, foreign_firm, django_assert_num_queries):
    assess(moved_firm, DAY)
    assess(foreign_firm, DAY)
    with django_assert_num_queries(1):
        list(with_current_stage(Firm.objects.all()))


def test_profiles_of_one_version_are_compared(assess, firm):
    assess(firm, DAY, 2, wc1=4, wc2=0, wc3=0)
    assess(firm, date(2026, 3, 1), 2)
    profile = firm_profile(firm)
    changes = {row.code: row.change for row in profile.rows if row.change}
    assert (profile.is_compared, changes) == (True, {"working_capital": Decimal(-50)})


def test_profiles_of_two_versions_break_visibly(assess, firm):
    assess(firm, DAY)
    publish_default_pack(version="0.2.0")
    assess(firm, date(2026, 3, 1))
    profile = firm_profile(firm)
    assert (profile.is_compared, profile.break_reason) == (False, "version")
    assert {row.change for row in profile.rows} == {None}


def test_the_firms_view_and_the_advisers_are_not_a_change(assess, firm):
    assess(firm, DAY, respondent="firm")
    assess(firm, date(2026, 3, 1))
    assert firm_profile(firm).break_reason == "respondent"


def test_later_answers_of_the_firm_show_beside_the_profile(assess, firm):
    assess(firm, DAY, 2)
    assess(firm, date(2026, 3, 1), 2, respondent="firm", wc1=4, wc2=0, wc3=0)
    row = next(row for row in firm_profile(firm).rows if row.code == "working_capital")
    assert (row.severity, row.firm_severity) == (Decimal(50), Decimal(100))


def test_unknown_rows_come_last_and_hold_no_figure(assess, firm):
    assess(firm, DAY, None, wc1=0, wc2=4, wc3=4)
    profile = firm_profile(firm)
    assert [row.code for row in profile.assessed] == ["working_capital"]
    assert profile.assessed[0].severity == Decimal(0)
    assert len(profile.unknown) == len(profile.rows) - 1


def test_the_result_says_which_answers_moved(assess, firm):
    assess(firm, DAY, 2, tf1=2)
    result = result_page(assess(firm, date(2026, 3, 1), 2, tf1=1), date(2026, 3, 1))
    (moved,) = result.moved
    assert (moved.row.code, moved.row.change) == ("trade_finance", Decimal("8.33"))
    assert [(a.before, a.after) for a in moved.answers] == [
        ("Started, incomplete", "Talked about, not started")
    ]


def test_the_result_says_where_the_two_views_part(assess, firm):
    assess(firm, DAY, 2, respondent="firm", sc1=4)
    result = result_page(assess(firm, DAY, 2, sc1=0), DAY)
    (gap,) = result.gaps
    assert gap.row.code == "standards_certification"
    assert gap.ask.startswith("The full list of mandatory")


def test_facts_of_a_day_leave_out_what_came_after(firm, adviser):
    ExportYearFactory(firm=firm, year=2024)
    ExportYearFactory(firm=firm, year=2025)
    record_market_event(
        firm=firm, kind="entry", country="UZ", occurred_on=date(2025, 5, 1), by=adviser
    )
    record_market_event(
        firm=firm,
        kind="exit",
        country="UZ",
        occurred_on=date(2026, 1, 5),
        reason="partner_loss",
        by=adviser,
    )
    record_step(firm=firm, kind="fair", occurred_on=date(2024, 12, 31), by=adviser)
    record_step(firm=firm, kind="offer", occurred_on=date(2025, 6, 1), by=adviser)
    facts = case_facts(firm, date(2025, 12, 31))
    assert [year.year for year in facts.years] == [2024, 2025]
    assert (facts.markets_active, facts.implementation_steps_12m) == (1, ("offer",))


def test_a_market_left_is_not_active(firm, adviser):
    for_firm = {"firm": firm, "country": "UZ", "by": adviser}
    record_market_event(kind="entry", occurred_on=date(2024, 5, 1), **for_firm)
    record_market_event(
        kind="exit", occurred_on=date(2025, 5, 1), reason="partner_loss", **for_firm
    )
    assert case_facts(firm, DAY).markets_active == 0


def test_no_market_on_record_is_unknown_and_not_zero(firm):
    assert case_facts(firm, DAY).markets_active is None


def test_figures_in_another_currency_are_not_compared(firm):
    ExportYearFactory(firm=firm, year=2023, currency="EUR")
    ExportYearFactory(firm=firm, year=2024, currency="USD")
    facts = case_facts(firm, DAY)
    assert (facts.currency, [year.year for year in facts.years]) == ("USD", [2024])


@pytest.mark.parametrize(
    ("country", "level"),
    [
        ("DE", DevelopmentLevel.DEVELOPED),
        ("NO", DevelopmentLevel.DEVELOPED),
        ("KZ", DevelopmentLevel.EMERGING),
        ("UZ", DevelopmentLevel.DEVELOPING),
        ("MM", DevelopmentLevel.LEAST_DEVELOPED),
        ("QQ", None),
    ],
)
def test_development_levels(country, level):
    assert development_levels().get(country) == level
