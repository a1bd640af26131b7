"""Constraint relief: pairs within one version, unknown left out, n always shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.reports.rules.relief import SeverityPair, constraint_relief
from programs.reports.rules.withholding import WITHHELD


def pair(before, after, versions=("1", "1"), constraint="logistics"):
    severities = (None if value is None else Decimal(value) for value in (before, after))
    return SeverityPair(constraint, *severities, *versions)


def test_means_and_change():
    (row,) = constraint_relief([pair(60, 40), pair(50, 50), pair(70, 35), pair(61, 41), pair(0, 0)])
    assert (row.constraint, row.n) == ("logistics", 5)
    assert (row.before, row.after) == (Decimal("48.2"), Decimal("33.2"))
    assert (row.change, row.relief) == (Decimal("-15.0"), Decimal("15.0"))
    assert not row.is_withheld


def test_change_is_rounded_once():
    """33.35 - 33.30 rounds to 0.0 or 0.1 by itself, not by way of two rounded means."""
    (row,) = constraint_relief([pair("0.04", "0.06")] * 5)
    assert (row.before, row.after, row.change) == (Decimal("0.0"), Decimal("0.1"), Decimal("0.0"))


@pytest.mark.parametrize(
    ("extra", "unknown", "other_version"),
    [
        pytest.param(pair(None, 40), 1, 0, id="unknown before"),
        pytest.param(pair(40, None), 1, 0, id="unknown after"),
        pytest.param(pair(40, 10, ("1", "2")), 0, 1, id="another version"),
        pytest.param(pair(None, 10, ("1", "2")), 0, 1, id="both: told once, as version"),
    ],
)
def test_left_out_pairs_do_not_move_the_mean(extra, unknown, other_version):
    (row,) = constraint_relief([*[pair(60, 40)] * 5, extra])
    assert (row.n, row.before, row.after) == (5, Decimal("60.0"), Decimal("40.0"))
    assert (row.unknown, row.other_version) == (unknown, other_version)


@pytest.mark.parametrize(
    ("n", "is_withheld"),
    [pytest.param(4, True, id="four pairs"), pytest.param(5, False, id="five pairs")],
)
def test_few_pairs_are_withheld_with_their_n(n, is_withheld):
    (row,) = constraint_relief([pair(60, 40)] * n)
    assert row.n == n
    assert row.is_withheld is is_withheld
    assert [value is WITHHELD for value in (row.before, row.after, row.change, row.relief)] == [
        is_withheld
    ] * 4


def test_constraints_come_in_the_given_order_then_by_code():
    pairs = [pair(1, 2, constraint=code) for code in ("z", "a", "known")]
    rows = constraint_relief(pairs, ["unseen", "known"])
    assert [(row.constraint, row.n) for row in rows] == [
        ("unseen", 0),
        ("known", 1),
        ("a", 1),
        ("z", 1),
    ]


severity = st.none() | st.decimals(0, 100, places=2)
any_pairs = st.lists(
    st.builds(
        SeverityPair,
        st.sampled_from("ab"),
        severity,
        severity,
        st.sampled_from("12"),
        st.sampled_from("12"),
    )
)


@given(any_pairs)
def test_every_pair_is_counted_once(pairs):
    rows = constraint_relief(pairs)
    assert sum(row.n + row.unknown + row.other_version for row in rows) == len(pairs)


@given(any_pairs, st.randoms(use_true_random=False))
def test_order_of_pairs_does_not_matter(pairs, random):
    assert constraint_relief(random.sample(pairs, len(pairs))) == constraint_relief(pairs)
