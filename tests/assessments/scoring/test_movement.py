"""Trajectory and decrease: value and share together, boundaries exact, unknown kept apart."""

from decimal import Decimal

import pytest

from assessments.scoring.facts import YearFigures
from assessments.scoring.history import History
from assessments.scoring.movement import value_rise
from assessments.scoring.results import Trajectory
from assessments.scoring.stages import read_stage
from tests.assessments.packs import PACK
from tests.assessments.scoring.cases import case, event, figures


def rows(*pairs):
    """Years up to 2025 from (turnover, export) pairs."""
    first = 2026 - len(pairs)
    return tuple(
        YearFigures(first + i, None if t is None else Decimal(t), None if e is None else Decimal(e))
        for i, (t, e) in enumerate(pairs)
    )


def read(**facts):
    return read_stage(PACK, case(**facts))


def verdict(reading, code):
    return {test.code: test.passed for test in reading.tests}[code]


@pytest.mark.parametrize(
    ("years", "trajectory"),
    [
        pytest.param((), "none", id="no figures"),
        pytest.param(figures(2023, 0, 0, 0), "none", id="no exports"),
        pytest.param(figures(2025, 100), "none", id="one year"),
        pytest.param(figures(2024, None, None), "none", id="exports unknown"),
        pytest.param((*figures(2021, 100), *figures(2025, 100)), "none", id="years too far apart"),
        pytest.param(figures(2023, 100, 100, 100), "stable", id="flat"),
        pytest.param(figures(2023, 100, 100, 110), "increasing", id="value exactly 10 % up"),
        pytest.param(figures(2023, 100, 100, "109.99"), "stable", id="value just below 10 % up"),
        pytest.param(figures(2024, 100, 110), "increasing", id="one year to compare with"),
        pytest.param(figures(2024, 0, 100), "increasing", id="first exports"),
        pytest.param(
            rows((1000, 100), (1000, 100), (909, 100)), "increasing", id="share up, value flat"
        ),
        pytest.param(
            rows((1000, 800), (2000, 1600), (4000, 3200)),
            "increasing",
            id="born global at its ceiling: value doubles",
        ),
        pytest.param(figures(2023, 300, 250, 200), "decreasing", id="share down exactly a third"),
        pytest.param(
            figures(2023, 300, 250, "200.01"), "stable", id="share down less than a third"
        ),
        pytest.param(figures(2023, 300, 0, 0), "decreasing", id="stopped"),
        pytest.param(
            rows((1000, 300), (1500, 300), (2000, 300)), "decreasing", id="share down, value equal"
        ),
        pytest.param(figures(2024, 300, 100), "decreasing", id="down within two reported years"),
        pytest.param(figures(2022, 300, 0, 0, 0), "none", id="stopped long ago"),
        pytest.param(
            rows((1000, 300), (2000, 320), (4000, 310)),
            "stable",
            id="share falls because the home market grows",
        ),
        pytest.param(
            rows((1000, 300), (2000, 310), (4000, 320)),
            "re_increasing",
            id="the same with value rising again: the rule by its letter",
        ),
        pytest.param(
            rows((1000, 300), (1500, 290), (2000, 300)),
            "re_increasing",
            id="share fell, value above the year before",
        ),
        pytest.param(
            figures(2022, 300, 300, 200, 201), "re_increasing", id="up after a third less"
        ),
        pytest.param(
            figures(2022, 300, 300, "200.01", 230), "stable", id="up after less than a third less"
        ),
        pytest.param(
            figures(2022, 300, 100, 150, 160), "re_increasing", id="fall two years before"
        ),
        pytest.param(
            figures(2020, 300, 100, 110, 120, 130, 200), "increasing", id="fall long forgotten"
        ),
        pytest.param(
            figures(2021, 300, 250, 200, 200, 210), "re_increasing", id="fall in two steps"
        ),
        pytest.param(
            figures(2022, 300, 100, 100, 100), "stable", id="fell three years ago and stays"
        ),
        pytest.param(figures(2023, 100, 0, 50), "re_increasing", id="back after a break"),
        pytest.param(
            figures(2023, 100, 100, 150, turnover=None), "increasing", id="value up, share unknown"
        ),
        pytest.param(
            figures(2023, 100, 100, 95, turnover=None), "stable", id="value flat, share unknown"
        ),
        pytest.param(
            figures(2023, 100, 100, 50, turnover=None), "none", id="value down, share unknown"
        ),
        pytest.param(
            rows((None, 100), (1000, 150), (1000, 100)),
            "decreasing",
            id="nearest known share is compared",
        ),
    ],
)
def test_trajectory(years, trajectory):
    assert read(years=years).trajectory is Trajectory(trajectory)


@pytest.mark.parametrize(
    ("years", "passed"),
    [
        pytest.param(figures(2023, 300, 250, 200), True, id="a third less"),
        pytest.param(figures(2023, 300, 250, 201), False, id="not a third less"),
        pytest.param(rows((1000, 300), (2000, 310), (4000, 320)), False, id="value up"),
        pytest.param(rows((1000, 300), (1000, 300), (None, 100)), None, id="latest share unknown"),
        pytest.param(figures(2023, 3, 2, 1, turnover=None), None, id="all shares unknown"),
        pytest.param((), None, id="no figures"),
    ],
)
def test_share_fall(years, passed):
    assert verdict(read(years=years), "share_fall") is passed


@pytest.mark.parametrize(
    ("markets", "events", "passed"),
    [
        pytest.param(None, (), None, id="markets unknown"),
        pytest.param(2, (), False, id="nothing happened"),
        pytest.param(1, (event("exit", 2025, "KZ"),), True, id="two to one"),
        pytest.param(2, (event("exit", 2025, "KZ"),), False, id="three to two"),
        pytest.param(0, (event("exit", 2026, "KZ"),), True, id="one to none"),
        pytest.param(
            1, (event("exit", 2025, "KZ"), event("entry", 2025, "VN")), False, id="one for another"
        ),
        pytest.param(1, (event("exit", 2023, "KZ"),), False, id="left long ago"),
        pytest.param(0, (), False, id="none and none before"),
    ],
)
def test_markets_halved(markets, events, passed):
    assert verdict(read(markets_active=markets, events=events), "markets_halved") is passed


@pytest.mark.parametrize(
    ("years", "rises"),
    [
        pytest.param((), None, id="no figures"),
        pytest.param(figures(2025, 100), None, id="nothing to compare with"),
        pytest.param(figures(2024, 100, 110), True, id="exactly 10 % up"),
        pytest.param(figures(2024, 0, 0), False, id="none stays none"),
    ],
)
def test_value_rise(years, rises):
    assert value_rise(PACK, History(case(years=years))) is rises
