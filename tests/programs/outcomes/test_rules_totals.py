"""Totals: a column a grade, never added across; bounds, response, small groups withheld."""

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


def test_at_least_what_was_confirmed_at_most_also_what_is_unanswered():
    (row,) = result_rows([*five(is_asked=True), *five(grade=Grade.CONFIRMED, **CONFIRMED)])
    assert (row.low, row.high) == (Decimal(400), Decimal(900))
    assert (row.answered, row.asked, row.response) == (5, 10, Decimal("0.500"))


def test_attributing_lowers_no_bound():
    (row,) = result_rows(five(grade=Grade.ATTRIBUTED, band=Band.ALL, **CONFIRMED))
    assert (row.low, row.high) == (Decimal(400), Decimal(400))
    assert row.columns[Grade.ATTRIBUTED].value == 0


def test_exits_count_nowhere_but_a_dispute_is_an_answer():
    (row,) = result_rows(
        [*five(grade=Grade.DISPUTED, is_asked=True, is_answered=True), *five(grade=Grade.WITHDRAWN)]
    )
    assert {column.n for column in row.columns.values()} == {0}
    assert (row.low, row.high, row.disputed, row.response) == (0, 0, 5, Decimal(1))


def test_currencies_and_kinds_never_meet_in_one_row():
    rows = result_rows(
        [SALE, replace(SALE, currency="EUR"), replace(SALE, kind=Kind.LEAD, currency="")]
    )
    assert [(row.kind, row.currency) for row in rows] == [
        (Kind.LEAD, ""),
        (Kind.EXPORT_SALE, "EUR"),
        (Kind.EXPORT_SALE, "USD"),
    ]


def test_a_column_of_four_firms_is_withheld_and_so_are_the_bounds():
    (row,) = result_rows([*five(), *five(grade=Grade.CONFIRMED, **CONFIRMED)[:4]])
    assert row.columns[Grade.CLAIMED].value == Decimal(500)
    assert row.columns[Grade.CONFIRMED].value is WITHHELD
    assert (row.low, row.high, row.asked) == (WITHHELD, WITHHELD, WITHHELD)
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
def test_order_does_not_matter_and_low_is_never_above_high(results, random):
    (row,) = result_rows(results)
    shuffled = list(results)
    random.shuffle(shuffled)
    assert result_rows(shuffled) == [row]
    assert row.low is WITHHELD or row.low <= row.high


@given(st.lists(FACTS, min_size=1, max_size=60))
def test_a_withheld_column_does_not_follow_from_what_is_shown(results):
    (row,) = result_rows(results)
    hidden = [column for column in row.columns.values() if column.n is WITHHELD]
    assert not hidden or row.low is WITHHELD
