"""Delivery: what is in force, its totals, the days of sessions."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.engagements.rules import (
    Attendance,
    Delivered,
    Fact,
    FactKind,
    delivered,
    in_force,
    session_days,
)

DAY = date(2026, 3, 2)


def hours(key, value, corrects=None):
    return Fact(key, FactKind.HOURS, DAY, hours=Decimal(value), corrects=corrects)


def mark(key, value, corrects=None):
    return Fact(key, FactKind.ATTENDANCE, DAY, attendance=value, corrects=corrects)


def money(key, value, currency, corrects=None):
    return Fact(
        key, FactKind.MONEY, DAY, amount=Decimal(value), currency=currency, corrects=corrects
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param([], Delivered(None, {}, {}), id="nothing is unknown, not zero"),
        pytest.param([hours(1, 3), hours(2, "1.5")], Delivered(Decimal("4.5"), {}, {}), id="hours"),
        pytest.param(
            [hours(1, 3), hours(2, 5, corrects=1)], Delivered(Decimal(5), {}, {}), id="corrected"
        ),
        pytest.param(
            [hours(1, 3), hours(2, 5, corrects=1), hours(3, 4, corrects=2)],
            Delivered(Decimal(4), {}, {}),
            id="corrected twice",
        ),
        pytest.param(
            [hours(1, 3), hours(2, 0, corrects=1)], Delivered(Decimal(0), {}, {}), id="taken back"
        ),
        pytest.param(
            [mark(1, Attendance.PRESENT), mark(2, Attendance.LATE), mark(3, Attendance.ABSENT)],
            Delivered(
                None,
                {Attendance.PRESENT: 1, Attendance.LATE: 1, Attendance.ABSENT: 1},
                {},
            ),
            id="marks",
        ),
        pytest.param(
            [money(1, 10, "USD"), money(2, 20, "EUR"), money(3, 5, "USD")],
            Delivered(None, {}, {"USD": Decimal(15), "EUR": Decimal(20)}),
            id="currencies are never added up",
        ),
        pytest.param(
            [Fact(1, FactKind.MONEY, DAY), money(2, 5, "USD")],
            Delivered(None, {}, {"USD": Decimal(5)}),
            id="money without an amount is unknown",
        ),
    ],
)
def test_delivered(facts, expected):
    assert delivered(facts) == expected


def test_days_there_are_those_present_or_late():
    found = delivered([mark(1, Attendance.PRESENT), mark(2, Attendance.LATE)])
    late = delivered([mark(1, Attendance.EXCUSED), mark(2, Attendance.LATE)])
    assert (found.days_there, found.days_known) == (2, 2)
    assert (late.days_there, late.days_known) == (1, 2)


@st.composite
def histories(draw):
    """Facts and corrections of them, a row corrected at most once."""
    facts, open_keys = [], []
    for key in range(1, draw(st.integers(1, 12))):
        corrects = draw(st.none() | st.sampled_from(open_keys)) if open_keys else None
        if corrects is not None:
            open_keys.remove(corrects)
        facts.append(hours(key, draw(st.integers(0, 9)), corrects))
        open_keys.append(key)
    return facts


@given(histories(), st.randoms())
def test_the_order_of_facts_does_not_matter(facts, random):
    shuffled = random.sample(facts, len(facts))
    assert delivered(shuffled) == delivered(facts)


@given(histories())
def test_every_chain_of_corrections_counts_once(facts):
    originals = [fact for fact in facts if fact.corrects is None]
    assert len(in_force(facts)) == len(originals)


@pytest.mark.parametrize(
    ("starts", "ends", "count"),
    [
        pytest.param(DAY, DAY, 1, id="one day"),
        pytest.param(DAY, date(2026, 3, 6), 5, id="a week"),
        pytest.param(DAY, date(2026, 6, 6), 14, id="cut to two weeks"),
    ],
)
def test_session_days(starts, ends, count):
    days = session_days(starts, ends)
    assert (len(days), days[0]) == (count, starts)
    assert list(days) == sorted(set(days))
