"""One deal claimed twice: noticed in any order, and shared out so that the parts sum to the whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from programs.outcomes.rules import (
    DealFacts,
    Double,
    Kind,
    Pair,
    find_doubles,
    plain_reference,
    split,
    whole_of,
    why_double,
)

ONE = DealFacts(
    key=1,
    firm=10,
    program=100,
    kind=Kind.EXPORT_SALE,
    market="UZ",
    amount=Decimal(50_000),
    currency="USD",
    count=None,
    occurred_on=date(2030, 3, 1),
    reference="2030/14-B",
)
TWO = replace(ONE, key=2, program=200, reference="")
JOBS = replace(ONE, key=3, kind=Kind.JOBS, amount=None, currency="", count=4, reference="")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param(TWO, (Double.SAME_DEAL,), id="the very same figures"),
        pytest.param(replace(TWO, amount=Decimal(49_000)), (Double.SAME_DEAL,), id="2 % less"),
        pytest.param(replace(TWO, amount=Decimal(48_999)), (), id="more than 2 % less"),
        pytest.param(replace(TWO, kind=Kind.CONTRACT), (Double.SAME_DEAL,), id="its contract"),
        pytest.param(replace(TWO, kind=Kind.FINANCE), (), id="a loan of that size"),
        pytest.param(replace(TWO, market="KG"), (), id="another market"),
        pytest.param(replace(TWO, currency="EUR"), (), id="another currency"),
        pytest.param(replace(TWO, firm=11), (), id="another firm"),
        pytest.param(
            replace(TWO, occurred_on=date(2030, 4, 1)), (Double.SAME_DEAL,), id="31 days later"
        ),
        pytest.param(replace(TWO, occurred_on=date(2030, 4, 2)), (), id="32 days later"),
        pytest.param(
            replace(TWO, reference="2030 / 14 b"),
            (Double.SAME_REFERENCE, Double.SAME_DEAL),
            id="its number written otherwise",
        ),
        pytest.param(
            replace(TWO, reference="203014b", amount=Decimal(9), occurred_on=date(2030, 9, 1)),
            (Double.SAME_REFERENCE,),
            id="the number alone",
        ),
        pytest.param(
            replace(TWO, reference="203014b", firm=11),
            (Double.SAME_REFERENCE,),
            id="two programs, two firms, one contract",
        ),
        pytest.param(
            replace(TWO, reference="203014b", firm=11, program=100),
            (),
            id="two firms of one program number alike",
        ),
        pytest.param(JOBS, (), id="money is no count"),
        pytest.param(
            replace(JOBS, reference="203014b"), (), id="money is no count, whatever the number"
        ),
    ],
)
def test_what_looks_like_one_deal(other, expected):
    assert why_double(ONE, other) == expected
    assert why_double(other, ONE) == expected


def test_counted_results_are_alike_when_kind_and_number_are():
    assert why_double(JOBS, replace(JOBS, key=4)) == (Double.SAME_DEAL,)
    assert why_double(JOBS, replace(JOBS, key=4, count=5)) == ()
    assert why_double(JOBS, replace(JOBS, key=4, kind=Kind.LEAD)) == ()


QUARTER = {"period_from": date(2030, 1, 1), "period_to": date(2030, 3, 31)}
LATER = {"period_from": date(2030, 4, 1), "period_to": date(2030, 6, 30)}


@pytest.mark.parametrize(
    ("mine", "theirs", "is_same"),
    [
        pytest.param(QUARTER, QUARTER, True, id="the same period"),
        pytest.param(QUARTER, LATER | {"period_from": date(2030, 3, 31)}, True, id="one day"),
        pytest.param(QUARTER, LATER, False, id="the quarter after it"),
        pytest.param(
            QUARTER | {"occurred_on": date(2030, 3, 31)},
            LATER | {"occurred_on": date(2030, 4, 1)},
            False,
            id="two quarters whose days are near",
        ),
        pytest.param(
            QUARTER | {"occurred_on": date(2030, 1, 5)},
            QUARTER | {"occurred_on": date(2030, 3, 31)},
            True,
            id="one period, days far apart",
        ),
        pytest.param(
            QUARTER | {"occurred_on": date(2030, 3, 31)},
            {"occurred_on": date(2030, 1, 1)},
            True,
            id="a day in the period",
        ),
        pytest.param(
            QUARTER | {"occurred_on": date(2030, 3, 31)},
            {"occurred_on": date(2030, 4, 30)},
            True,
            id="a day near the other one's",
        ),
        pytest.param(
            QUARTER | {"occurred_on": date(2030, 1, 1)},
            {"occurred_on": date(2030, 4, 1)},
            False,
            id="a day after the period",
        ),
        pytest.param(
            QUARTER | {"occurred_on": date(2030, 3, 31)},
            {"occurred_on": date(2029, 12, 31)},
            False,
            id="a day before the period",
        ),
        pytest.param(
            {"period_from": date(2030, 1, 1), "occurred_on": date(2030, 3, 31)},
            {"occurred_on": date(2030, 1, 1)},
            False,
            id="half a period is none",
        ),
    ],
)
def test_the_same_period(mine, theirs, is_same):
    one, other = replace(ONE, **mine), replace(TWO, **theirs)
    assert why_double(one, other) == ((Double.SAME_DEAL,) if is_same else ())
    assert why_double(other, one) == why_double(one, other)


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        pytest.param({}, {"market": "KG"}, (Double.SAME_DEAL,), id="the confirmed market"),
        pytest.param({}, {"market": "UZ"}, (Double.SAME_DEAL,), id="the same mistake"),
        pytest.param({}, {"market": "AZ"}, (), id="neither"),
        pytest.param(
            {},
            {"market": "AZ", "confirmed_market": "KG"},
            (Double.SAME_DEAL,),
            id="both were put right",
        ),
        pytest.param(
            {"confirmed": Decimal(30_000)},
            {"market": "KG", "amount": Decimal(30_100)},
            (Double.SAME_DEAL,),
            id="the confirmed figure",
        ),
        pytest.param(
            {"confirmed": Decimal(30_000)},
            {"market": "KG", "amount": Decimal(40_000)},
            (),
            id="neither figure",
        ),
        pytest.param(
            {},
            {"market": "KG", "firm": 11, "reference": "203014b"},
            (Double.SAME_REFERENCE,),
            id="one contract in the confirmed market",
        ),
    ],
)
def test_what_the_firm_put_right_is_compared_too(mine, theirs, expected):
    one = replace(ONE, confirmed_market="KG", **mine)
    assert why_double(one, replace(TWO, **theirs)) == expected
    assert why_double(replace(TWO, **theirs), one) == expected


def test_counts_put_right_are_compared_too():
    three = replace(JOBS, key=4, count=5, confirmed=Decimal(4))
    assert why_double(JOBS, three) == (Double.SAME_DEAL,)


def test_pairs_come_in_the_order_of_keys_each_once():
    three = replace(TWO, key=3)
    assert find_doubles([three, ONE, TWO]) == [
        Pair(1, 2, (Double.SAME_DEAL,)),
        Pair(1, 3, (Double.SAME_DEAL,)),
        Pair(2, 3, (Double.SAME_DEAL,)),
    ]


@given(st.permutations([ONE, TWO, replace(TWO, key=5, market="KG"), JOBS]))
def test_order_does_not_matter(deals):
    assert find_doubles(deals) == [Pair(1, 2, (Double.SAME_DEAL,))]


def test_a_number_without_letters_or_digits_is_none():
    assert plain_reference(" -/ ") == ""
    assert why_double(replace(ONE, reference="--"), replace(TWO, reference="//", amount=None)) == ()


def test_the_whole_is_what_all_claims_agree_on():
    assert whole_of([Decimal(102), Decimal(100), Decimal(101)]) == Decimal(100)


@pytest.mark.parametrize(
    ("whole", "declared", "expected"),
    [
        pytest.param("100.00", {1: None, 2: None}, ["50.00", "50.00"], id="equally"),
        pytest.param(
            "100.00", {2: None, 1: None, 3: None}, ["33.34", "33.33", "33.33"], id="a cent"
        ),
        pytest.param("100.00", {1: Decimal(60), 2: Decimal(40)}, ["60.00", "40.00"], id="declared"),
        pytest.param("10.00", {1: Decimal(1), 2: Decimal(2)}, ["3.34", "6.66"], id="weights"),
        pytest.param("10.00", {1: None, 2: Decimal(2)}, ["0.00", "10.00"], id="one declared"),
    ],
)
def test_how_a_deal_is_shared_out(whole, declared, expected):
    parts = split(Decimal(whole), declared)
    assert [parts[key] for key in sorted(parts)] == [Decimal(part) for part in expected]


@pytest.mark.parametrize(
    ("whole", "declared"),
    [
        pytest.param("1.00", {}, id="nobody"),
        pytest.param("1.00", {1: Decimal(0), 2: Decimal(0)}, id="all shares nothing"),
        pytest.param("1.00", {1: Decimal(-1), 2: Decimal(2)}, id="a negative share"),
        pytest.param("1.005", {1: None}, id="half a cent"),
        pytest.param("-1.00", {1: None}, id="less than nothing"),
    ],
)
def test_what_cannot_be_shared_out(whole, declared):
    with pytest.raises(ValueError, match="share"):
        split(Decimal(whole), declared)


WHOLES = st.decimals(min_value=0, max_value=10**11, places=2)
SHARES = st.dictionaries(
    st.integers(1, 10**6),
    st.none() | st.decimals(min_value=0, max_value=100, places=2),
    min_size=1,
    max_size=8,
)


@given(WHOLES, SHARES)
def test_the_parts_sum_to_the_whole(whole, shares):
    given_ones = [share for share in shares.values() if share is not None]
    assume(not given_ones or sum(given_ones) > 0)
    parts = split(whole, shares)
    assert sum(parts.values()) == whole
    assert parts.keys() == shares.keys()
    assert all(part >= 0 for part in parts.values())


@given(WHOLES, SHARES, st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(whole, shares, random):
    given_ones = [share for share in shares.values() if share is not None]
    assume(not given_ones or sum(given_ones) > 0)
    pairs = list(shares.items())
    random.shuffle(pairs)
    assert split(whole, dict(pairs)) == split(whole, shares)


@given(st.integers(0, 10**6), st.integers(1, 9))
def test_counts_are_shared_out_whole(whole, claims):
    parts = split(Decimal(whole), dict.fromkeys(range(1, claims + 1)), step=Decimal(1))
    assert sum(parts.values()) == whole
    assert all(part == int(part) for part in parts.values())
