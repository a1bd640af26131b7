"""Money: the finance ledger and its limits, and the counters of a budget line."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.engagements.rules import (
    Booked,
    CostState,
    Entry,
    EntryKind,
    LineSums,
    ledger,
    line_sums,
    why_not_enter,
)

TODAY = date(2026, 3, 2)
K = EntryKind


def entry(kind, amount, currency="USD", *, key=0, corrects=None, on=TODAY):
    return Entry(key, kind, Decimal(amount), currency, on, corrects)


APPROVED = entry(K.APPROVED, 100, key=1)
PAID = entry(K.DISBURSED, 60, key=2)
BACK = entry(K.REPAID, 20, key=3)


@pytest.mark.parametrize(
    ("known", "new", "expected"),
    [
        pytest.param([], entry(K.APPROVED, 100), [], id="the approval comes first"),
        pytest.param([], entry(K.DISBURSED, 1), ["nothing_approved"], id="nothing approved"),
        pytest.param([], entry(K.CLAIMED, 1), ["nothing_approved"], id="a claim on nothing"),
        pytest.param([APPROVED], entry(K.DISBURSED, 100), [], id="all of it"),
        pytest.param([APPROVED], entry(K.DISBURSED, "100.01"), ["over_approved"], id="a cent more"),
        pytest.param([APPROVED, PAID], entry(K.DISBURSED, 40), [], id="the rest"),
        pytest.param([APPROVED, PAID], entry(K.DISBURSED, 41), ["over_approved"], id="too much"),
        pytest.param([APPROVED, PAID], entry(K.REPAID, 60), [], id="all of it back"),
        pytest.param([APPROVED, PAID], entry(K.REPAID, 61), ["over_disbursed"], id="too much back"),
        pytest.param([APPROVED], entry(K.REPAID, 1), ["over_disbursed"], id="nothing paid out"),
        pytest.param([APPROVED], entry(K.DISBURSED, 1, "EUR"), ["other_currency"], id="currency"),
        pytest.param([APPROVED], entry(K.APPROVED, 1, "EUR"), ["other_currency"], id="approval"),
        pytest.param([APPROVED], entry(K.APPROVED, 50), [], id="a second approval"),
        pytest.param([APPROVED], entry(K.CLAIMED, 100), [], id="a claim of all of it"),
        pytest.param(
            [APPROVED], entry(K.CLAIMED, "100.01"), ["over_claimed"], id="a claim above the cover"
        ),
        pytest.param(
            [APPROVED, entry(K.CLAIMED, 60, key=2)],
            entry(K.APPROVED, 59, corrects=1),
            ["below_claimed"],
            id="an approval lowered below what is claimed",
        ),
        pytest.param(
            [APPROVED], entry(K.DISBURSED, 1, on=TODAY + timedelta(1)), ["in_future"], id="tomorrow"
        ),
        pytest.param(
            [APPROVED, PAID],
            entry(K.APPROVED, 59, corrects=1),
            ["below_disbursed"],
            id="an approval lowered below what is paid out",
        ),
        pytest.param(
            [APPROVED, PAID, BACK],
            entry(K.DISBURSED, 19, corrects=2),
            ["below_repaid"],
            id="a payment lowered below what is paid back",
        ),
        pytest.param([APPROVED, PAID], entry(K.DISBURSED, 0, corrects=2), [], id="taken back"),
    ],
)
def test_why_not_enter(known, new, expected):
    assert [refusal.code for refusal in why_not_enter(known, new, today=TODAY)] == expected


@pytest.mark.parametrize(
    ("known", "new", "expected"),
    [
        pytest.param([], entry(K.APPROVED, 80), [], id="all that was granted"),
        pytest.param([], entry(K.APPROVED, 81), ["over_granted"], id="more than was granted"),
        pytest.param(
            [APPROVED], entry(K.APPROVED, 90, corrects=1), [], id="nearer to what was granted"
        ),
        pytest.param([APPROVED], entry(K.DISBURSED, 100), [], id="paid out as approved"),
        pytest.param([APPROVED], entry(K.APPROVED, 1), ["over_granted"], id="still further away"),
    ],
)
def test_no_more_is_approved_than_was_granted(known, new, expected):
    found = why_not_enter(known, new, today=TODAY, granted=Decimal(80))
    assert [refusal.code for refusal in found] == expected


@pytest.mark.parametrize(
    ("new", "limit"),
    [(entry(K.DISBURSED, 41), 40), (entry(K.REPAID, 61), 40)],
)
def test_a_refusal_says_what_is_left(new, limit):
    refusals = why_not_enter([APPROVED, PAID, BACK], new, today=TODAY)
    assert refusals[0].limit == Decimal(limit)


def test_the_ledger_shows_what_is_left_and_what_is_unknown():
    found = ledger([APPROVED, PAID, BACK])
    assert (found.to_disburse, found.outstanding, found.claimed) == (40, 40, None)
    assert ledger([]).outstanding is None


amounts = st.integers(0, 120)
steps = st.lists(
    st.tuples(st.sampled_from(EntryKind), amounts, st.booleans(), st.integers(0, 5)), max_size=25
)


def entries_after(tried) -> list[Entry]:
    """What is in the ledger after all attempts; a correction picks an entry in force."""
    entries: list[Entry] = []
    for kind, amount, is_correction, which in tried:
        replaced = {row.corrects for row in entries}
        in_force = [row for row in entries if row.key not in replaced]
        old = in_force[which] if is_correction and which < len(in_force) else None
        key = len(entries) + 1
        if old is None:
            new = entry(kind, amount + 1, key=key)
        else:
            new = entry(old.kind, amount, key=key, corrects=old.key)
        if not why_not_enter(entries, new, today=TODAY):
            entries.append(new)
    return entries


@given(steps)
def test_whatever_is_tried_the_ledger_keeps_its_limits(tried):
    found = ledger(entries_after(tried))
    assert (found.disbursed or 0) <= (found.approved or 0)
    assert (found.repaid or 0) <= (found.disbursed or 0)
    assert (found.claimed or 0) <= (found.approved or 0)


costs = st.lists(
    st.builds(
        Booked,
        st.sampled_from(CostState),
        st.decimals(0, 1000, places=2),
        st.decimals(0, 1000, places=2),
    )
)


@given(costs, st.randoms())
def test_a_line_is_counted_the_same_in_any_order(rows, random):
    assert line_sums(random.sample(rows, len(rows))) == line_sums(rows)


@given(costs)
def test_what_is_released_takes_nothing(rows):
    taking = [row for row in rows if row.state is not CostState.RELEASED]
    assert line_sums(rows) == line_sums(taking)


def test_a_line_without_costs_has_taken_nothing():
    assert line_sums([]) == LineSums(Decimal(0), Decimal(0))


def test_what_is_taken_is_committed_or_spent():
    assert LineSums(Decimal(40), Decimal("2.50")).taken == Decimal("42.50")
