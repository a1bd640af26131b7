"""Geometry of the stage line and of exports by year."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.profiles import drawing
from assessments.profiles.drawing import Step

UNTIL = date(2026, 11, 19)
WAY = [
    Step(date(2018, 2, 5), "preparation"),
    Step(date(2019, 5, 20), "active_engagement"),
    Step(date(2022, 2, 10), "growth_expansion", note="three years of exports"),
    Step(date(2023, 3, 5), "active_engagement", note="partner lost"),
    Step(date(2023, 9, 20), "active_engagement", is_dormant=True, note="dormant"),
    Step(date(2024, 9, 25), "preparation", note="lapsed"),
]


def test_moves_up_and_down_are_told_apart():
    moves = [line.css for line in drawing.stage_line(WAY, UNTIL).lines if "mv" in line.css]
    assert moves == ["mv up", "mv up", "mv down", "mv down"]


def test_dormancy_is_a_segment_of_its_own():
    drawn = drawing.stage_line(WAY, UNTIL)
    assert [line.css for line in drawn.lines].count("seg dorm") == 1
    assert [dot.css for dot in drawn.dots].count("pt dorm") == 1


def test_line_runs_on_to_today():
    drawn = drawing.stage_line(WAY, UNTIL)
    segments = [line for line in drawn.lines if line.css.startswith("seg")]
    assert drawn.now is not None
    assert segments[-1].x2 == drawn.now.x
    assert drawn.now.y == drawing.LEVELS["preparation"]


def test_order_of_steps_does_not_matter():
    assert drawing.stage_line(WAY[::-1], UNTIL) == drawing.stage_line(WAY, UNTIL)


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([], id="no placement"),
        pytest.param([Step(date(2030, 1, 1), "preparation")], id="only later ones"),
        pytest.param([Step(date(2020, 1, 1), "unheard_of")], id="unknown stage"),
    ],
)
def test_nothing_known_draws_only_the_guides(steps):
    drawn = drawing.stage_line(steps, UNTIL)
    assert drawn.lines == ()
    assert drawn.now is None
    assert len(drawn.levels) == 3


def test_long_histories_name_at_most_twelve_years():
    drawn = drawing.stage_line([Step(date(1980, 1, 1), "preparation")], UNTIL)
    assert len(drawn.years) <= 12


def test_bars_share_a_base_and_zero_has_no_height():
    bars = drawing.year_bars([(2024, Decimal(0)), (2025, Decimal(71)), (2026, Decimal(142))], 2026)
    assert [bar.height for bar in bars] == [0.0, 52.0, 104.0]
    assert {bar.y + bar.height for bar in bars} == {132.0}
    assert [bar.is_partial for bar in bars] == [False, False, True]


def test_no_years_no_bars():
    assert drawing.year_bars([]) == ()
