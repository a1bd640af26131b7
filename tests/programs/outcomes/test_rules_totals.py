"""Totals: a column a grade, never added across; bounds, response, small groups withheld."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared.small_groups import WITHHELD
from programs.outcomes.rules import (
    GRADES,
    Band,
    Grade,
    Kind,
    ResultFacts,
    response_rate,
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


def five(**changes):
    """The same result of five firms."""
    return [replace(SALE, firm=firm, key=firm, **changes) for firm in range(1, 6)]


CONFIRMED = {"confirmed": Decimal(80), "is_asked": True, "is_answered": True}


def test_each_result_stands_in_the_column_of_its_highest_grade():
    (row,) = result_rows(
        [
            *five(),
            *five(grade=Grade.CONFIRMED, **CONFIRMED),
            *five(grade=Grade.EVIDENCED, **CONFIRMED),
            *five(grade=Grade.ATTRIBUTED, band=Band.TO_40, **CONFIRMED),
        ]
    )
    assert [(row.columns[grade].n, row.columns[grade].value) for grade in GRADES] == [
        (5, Decimal(500)),
        (5, Decimal(400)),
        (5, Decimal(400)),
        (5, Decimal(280)),
    ]
    assert row.columns[Grade.ATTRIBUTED].unadjusted == Decimal(400)


def test_a_grade_is_at_most_what_stands_there_and_what_waits_one_grade_below():
    (row,) = result_rows(
        [
            *five(is_asked=True),
            *five(grade=Grade.CONFIRMED, **CONFIRMED),
            *five(grade=Grade.EVIDENCED, **CONFIRMED),
            *five(grade=Grade.ATTRIBUTED, band=Band.TO_40, **CONFIRMED),
        ]
    )
    assert [(row.columns[grade].n_at_most, row.columns[grade].at_most) for grade in GRADES] == [
        (None, None),
        (10, Decimal(900)),
        (10, Decimal(800)),
        (10, Decimal(680)),
    ]
    assert (row.answered, row.asked, row.response) == (15, 20, Decimal("0.750"))


def test_a_bound_holds_nothing_of_two_grades_below_or_of_what_went_on():
    (row,) = result_rows([*five(), *five(grade=Grade.ATTRIBUTED, band=Band.ALL, **CONFIRMED)])
    assert row.columns[Grade.EVIDENCED].at_most == 0
    assert row.columns[Grade.CONFIRMED].at_most == Decimal(500)
    assert (row.columns[Grade.ATTRIBUTED].value, row.columns[Grade.ATTRIBUTED].at_most) == (0, 0)


def test_exits_count_nowhere_but_a_dispute_is_an_answer():
    (row,) = result_rows(
        [*five(grade=Grade.DISPUTED, is_asked=True, is_answered=True), *five(grade=Grade.WITHDRAWN)]
    )
    assert {column.n for column in row.columns.values()} == {0}
    assert {column.value for column in row.columns.values()} == {0}
    assert {column.at_most for column in row.columns.values()} == {0, None}
    assert (row.disputed, row.response) == (5, Decimal(1))


def test_currencies_and_kinds_never_meet_in_one_row():
    rows = result_rows(
        [SALE, replace(SALE, currency="EUR"), replace(SALE, kind=Kind.LEAD, currency="")]
    )
    assert [(row.kind, row.currency) for row in rows] == [
        (Kind.LEAD, ""),
        (Kind.EXPORT_SALE, "EUR"),
        (Kind.EXPORT_SALE, "USD"),
    ]


def test_a_column_of_four_firms_is_withheld_and_so_are_the_bounds_it_takes_part_in():
    (row,) = result_rows([*five(), *five(grade=Grade.CONFIRMED, **CONFIRMED)[:4]])
    assert row.columns[Grade.CLAIMED].value == Decimal(500)
    assert row.columns[Grade.CONFIRMED].value is WITHHELD
    assert row.columns[Grade.CONFIRMED].at_most is WITHHELD
    assert row.columns[Grade.EVIDENCED].n_at_most is WITHHELD
    assert row.columns[Grade.ATTRIBUTED].at_most == 0
    assert row.asked is WITHHELD
    assert row.has_withheld


@pytest.mark.parametrize(
    ("answered", "asked", "expected"),
    [(0, 0, None), (0, 7, Decimal(0)), (2, 3, Decimal("0.667")), (3, 3, Decimal(1))],
)
def test_nobody_asked_is_unknown_not_zero(answered, asked, expected):
    assert response_rate(answered, asked) == expected


FACTS = st.builds(
    ResultFacts,
    key=st.integers(1, 99),
    firm=st.integers(1, 9),
    kind=st.just(Kind.CONTRACT),
    currency=st.just("USD"),
    grade=st.sampled_from(GRADES),
    claimed=st.decimals(1, 10**6, places=2),
    confirmed=st.decimals(1, 10**6, places=2),
    band=st.sampled_from(list(Band)),
)


@given(st.lists(FACTS, min_size=1, max_size=60), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_no_figure_is_above_its_bound(results, random):
    (row,) = result_rows(results)
    shuffled = list(results)
    random.shuffle(shuffled)
    assert result_rows(shuffled) == [row]
    bounded = [row.columns[grade] for grade in GRADES[1:]]
    assert all(one.at_most is WITHHELD or one.value <= one.at_most for one in bounded)


@given(st.lists(FACTS, min_size=1, max_size=60))
def test_a_withheld_column_does_not_follow_from_what_is_shown(results):
    """A bound is shown only where both columns it is made of are shown too."""
    (row,) = result_rows(results)
    pairs = [(row.columns[low], row.columns[high]) for low, high in pairwise(GRADES)]
    assert all(
        (high.at_most is WITHHELD) == (WITHHELD in (low.n, high.n))
        and (high.n_at_most is WITHHELD) == (high.at_most is WITHHELD)
        for low, high in pairs
    )
