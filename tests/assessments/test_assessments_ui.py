"""Tags that draw stages and severities."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from assessments.profiles.drawing import Step


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def render():
    def rendered(source, **words):
        return Template("{% load assessments_ui %}" + source).render(Context(words))

    return rendered


@pytest.mark.parametrize(
    ("severity", "expected"),
    [(None, "na"), (0, "b0"), (39.9, "b0"), (40, "b1"), (60, "b2"), (Decimal(80), "b3")],
)
def test_band_of_a_severity(render, severity, expected):
    assert render("{{ severity|band_css }}", severity=severity) == expected


def test_unknown_severity_is_hatched_and_never_zero(render):
    shown = render('{% severity_bar severity label="Standards" %}', severity=None)
    assert 'class="na"' in shown
    assert "Standards: not assessed" in shown
    assert 'width="0' not in shown


def test_zero_severity_is_not_unknown(render):
    shown = render('{% severity_bar severity label="Standards" %}', severity=Decimal(0))
    assert "Standards: 0 of 100, low" in shown
    assert 'class="na"' not in shown


def test_blocking_is_hatched_and_the_other_view_is_a_ring(render):
    shown = render('{% severity_bar 83 other=58 label="Standards" %}')
    assert 'class="hat"' in shown
    assert 'cx="58.0%"' in shown
    assert "the other view says 58" in shown


def test_stage_is_never_colour_alone(render):
    shown = render('{% stage_chip "active_engagement" dormant=True %}')
    assert "Active engagement" in shown
    assert "dormant" in shown
    assert shown.count("<circle") == 3


def test_missing_stage_says_so(render):
    assert "Not placed" in render("{% stage_chip stage %}", stage=None)


def test_stage_line_says_its_history(render):
    steps = [
        Step(date(2018, 2, 5), "preparation"),
        Step(date(2019, 5, 20), "active_engagement", note="<first> order"),
    ]
    shown = render("{% stage_line steps until=until %}", steps=steps, until=date(2026, 1, 1))
    assert "Preparation from February 2018; Active engagement from May 2019" in shown
    assert "&lt;first&gt; order" in shown


def test_year_bars_repeat_their_figures_in_a_table(render):
    shown = render('{% year_bars rows unit="thousand $" partial=2026 %}', rows=[(2026, 1138)])
    assert '<th scope="row">2026</th><td>1,138</td>' in shown
    assert "2026*" in shown
