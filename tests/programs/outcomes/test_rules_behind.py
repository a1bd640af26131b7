"""The list behind a figure: as long as the figure, silent where it would give one away."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared.small_groups import WITHHELD
from programs.outcomes.rules import (
    GRADES,
    Band,
    Grade,
    Group,
    Kind,
    ResultFacts,
    What,
    is_group,
    listed,
    members,
    published,
    result_rows,
)

SALE = ResultFacts(
    key=1,
    firm=1,
    kind=Kind.EXPORT_SALE,
    currency="USD",
    grade=Grade.CLAIMED,
    claimed=Decimal(100),
)


def of(n, start=0, **changes):
    """The same result of as many firms."""
    return [replace(SALE, firm=number, key=number, **changes) for number in range(start, start + n)]


def group(what, grade=None, kind=Kind.EXPORT_SALE, currency="USD"):
    return Group(What(what), kind, currency, grade and Grade(grade))


RESULTS = [
    *of(5),
    *of(6, 10, grade=Grade.CONFIRMED, confirmed=Decimal(80), is_asked=True, is_answered=True),
    *of(5, 20, grade=Grade.DISPUTED, is_asked=True, is_answered=True),
    *of(5, 30, grade=Grade.WITHDRAWN, is_asked=True, is_shared=True, is_converted=True),
    *of(7, 40, grade=Grade.CLAIMED, currency="EUR", is_asked=True, is_shared=True),
    *of(5, 50, kind=Kind.CONTRACT, is_converted=True),
]


@pytest.mark.parametrize(
    ("asked_for", "n", "value"),
    [
        pytest.param(group("column", "claimed"), 5, 500, id="a column"),
        pytest.param(group("column", "claimed", currency="EUR"), 7, 700, id="of a currency"),
        pytest.param(group("column", "evidenced"), 0, 0, id="an empty column"),
        pytest.param(group("at_most", "confirmed"), 11, 980, id="a bound"),
        pytest.param(group("at_most", "evidenced"), 6, 480, id="a bound of what waits"),
        pytest.param(group("asked"), 11, None, id="asked, without the withdrawn"),
        pytest.param(group("answered"), 11, None, id="answered, a denial too"),
        pytest.param(group("answered", currency="EUR"), 0, None, id="nobody answered"),
        pytest.param(Group(What.SHARED), 7, None, id="shared, of all rows"),
        pytest.param(Group(What.CONVERTED), 5, None, id="converted, of all rows"),
        pytest.param(group("asked", kind=Kind.LEAD, currency=""), 0, None, id="no such row"),
    ],
)
def test_a_figure_equals_its_list(asked_for, n, value):
    rows = result_rows(RESULTS)
    figure = published(rows, RESULTS, asked_for)
    lines = listed(rows, RESULTS, asked_for)
    assert (figure.n, figure.value, len(lines)) == (n, value, n)
    assert value is None or sum(line.value for line in lines) == value


@pytest.mark.parametrize(
    "asked_for",
    [
        pytest.param(Group(What.COLUMN), id="a column of no kind"),
        pytest.param(group("column"), id="of no grade"),
        pytest.param(group("column", "disputed"), id="of an exit"),
        pytest.param(group("at_most", "claimed"), id="nothing waits below a claim"),
        pytest.param(group("asked", "claimed"), id="answers have no grade"),
        pytest.param(Group(What.ANSWERED), id="answers of no kind"),
        pytest.param(group("shared"), id="notes have no kind"),
        pytest.param(Group(What.CONVERTED, grade=Grade.CLAIMED), id="nor a grade"),
    ],
)
def test_what_is_no_figure(asked_for):
    assert not is_group(asked_for)


@pytest.mark.parametrize("asked_for", [group("column", "claimed"), group("asked"), Group("shared")])
def test_what_is_a_figure(asked_for):
    assert is_group(asked_for)


FEW = [
    *of(5, is_asked=True),
    *of(5, 10, is_asked=True, is_answered=True, is_shared=True),
    *of(4, 20, grade=Grade.CONFIRMED, is_asked=True, is_answered=True),
    *of(5, 30, grade=Grade.ATTRIBUTED, is_asked=True, is_answered=True, is_shared=True),
]


@pytest.mark.parametrize(
    "asked_for",
    [group("column", "confirmed"), group("at_most", "confirmed"), group("at_most", "evidenced")],
)
def test_a_withheld_figure_is_not_published(asked_for):
    assert published(result_rows(FEW), FEW, asked_for) is WITHHELD


@pytest.mark.parametrize(("silent", "answered"), [(5, 2), (2, 5), (1, 1)])
def test_a_withheld_rate_is_not_published(silent, answered):
    few = of(silent, is_asked=True) + of(answered, 10, is_asked=True, is_answered=True)
    assert published(result_rows(few), few, group("asked")) is WITHHELD
    assert published(result_rows(few), few, group("answered")) is WITHHELD


def test_a_bound_below_which_nothing_waits_is_not_published():
    assert published(result_rows(FEW), FEW, group("at_most", "claimed")) is WITHHELD


@pytest.mark.parametrize("asked_for", [group("asked"), group("answered"), Group(What.SHARED)])
def test_lists_across_grades_are_silent_about_a_row_with_a_withheld_column(asked_for):
    lines = listed(result_rows(FEW), FEW, asked_for)
    assert {(line.grade, line.value) for line in lines} == {(WITHHELD, WITHHELD)}
    assert {line.full for line in lines} == {None}


def test_a_list_of_one_grade_speaks_although_another_column_is_withheld():
    lines = listed(result_rows(FEW), FEW, group("column", "claimed"))
    assert {(line.grade, line.value) for line in lines} == {(Grade.CLAIMED, Decimal(100))}


def test_beside_an_attributed_part_stands_the_full_value():
    results = of(5, grade=Grade.ATTRIBUTED, confirmed=Decimal(80), band=Band.TO_40)
    rows = result_rows(results)
    lines = listed(rows, results, group("column", "attributed"))
    assert {(line.value, line.full) for line in lines} == {(Decimal(56), Decimal(80))}
    assert sum(line.full for line in lines) == rows[0].columns[Grade.ATTRIBUTED].unadjusted


FACTS = st.builds(
    ResultFacts,
    key=st.integers(1, 99),
    firm=st.integers(1, 9),
    kind=st.sampled_from([Kind.CONTRACT, Kind.EXPORT_SALE]),
    currency=st.sampled_from(["USD", "EUR"]),
    grade=st.sampled_from(Grade),
    claimed=st.decimals(1, 10**6, places=2),
    confirmed=st.decimals(1, 10**6, places=2),
    band=st.sampled_from(list(Band)),
    is_asked=st.booleans(),
    is_answered=st.booleans(),
)
GROUPS = st.builds(
    Group,
    what=st.sampled_from(What),
    kind=st.sampled_from([None, Kind.CONTRACT, Kind.EXPORT_SALE]),
    currency=st.sampled_from(["USD", "EUR"]),
    grade=st.sampled_from([None, *GRADES]),
).filter(is_group)


@given(st.lists(FACTS, max_size=60), GROUPS)
def test_every_published_figure_equals_its_list(results, asked_for):
    figure = published(result_rows(results), results, asked_for)
    assert figure is WITHHELD or figure.n == len(members(results, asked_for))
