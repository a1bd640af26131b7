"""What is reached of a target: by the grade the indicator counts, each once, no currency added."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared.small_groups import WITHHELD
from programs.outcomes.rules import (
    GRADES,
    MEASURES,
    Band,
    Grade,
    Kind,
    ResultFacts,
    has_reached,
    progress,
    value_in,
)

PROVED = ResultFacts(
    key=1,
    firm=1,
    kind=Kind.EXPORT_SALE,
    currency="USD",
    grade=Grade.EVIDENCED,
    claimed=Decimal(100),
    confirmed=Decimal(80),
    occurred_on=date(2026, 3, 2),
)


def of(n, start=0, **changes):
    return [
        replace(PROVED, firm=number, key=number, **changes) for number in range(start, start + n)
    ]


def reached(code, results, goal=Decimal(1000)):
    return progress(MEASURES[code], goal, results, currency="USD")


@pytest.mark.parametrize(
    ("grade", "goal", "expected"),
    [
        (Grade.CLAIMED, Grade.CLAIMED, True),
        (Grade.CONFIRMED, Grade.EVIDENCED, False),
        (Grade.ATTRIBUTED, Grade.EVIDENCED, True),
        (Grade.DISPUTED, Grade.CLAIMED, False),
        (Grade.WITHDRAWN, Grade.CLAIMED, False),
    ],
)
def test_how_far_a_grade_came(grade, goal, expected):
    assert has_reached(grade, goal) is expected


def test_confirmed_results_count_once_proved_and_go_on_counting_when_attributed():
    found = reached(
        "confirmed_result",
        [
            *of(5),
            *of(5, 10, grade=Grade.ATTRIBUTED, band=Band.ALL, kind=Kind.CONTRACT),
            *of(5, 20, grade=Grade.CONFIRMED),
            *of(5, 30, grade=Grade.CLAIMED),
            *of(5, 40, grade=Grade.DISPUTED),
            *of(5, 50, kind=Kind.FINANCE),
        ],
    )
    assert (found.main.value, found.share) == (Decimal(800), Decimal("0.800"))
    assert len(found.main.results) == 10


def test_attributed_value_counts_the_part_put_down_to_the_help():
    results = of(5, grade=Grade.ATTRIBUTED, band=Band.TO_40) + of(5, 10)
    found = reached("attributed_value", results)
    assert (found.main.value, found.share) == (Decimal(280), Decimal("0.280"))
    assert value_in(MEASURES["attributed_value"], results[0]) == Decimal(56)


def test_currencies_are_never_added_up():
    found = reached("confirmed_result", of(5) + of(6, 10, currency="EUR") + of(1, 20, currency="A"))
    assert (found.main.value, found.main.currency) == (Decimal(400), "USD")
    assert [(other.currency, other.value) for other in found.others] == [
        ("A", WITHHELD),
        ("EUR", Decimal(480)),
    ]
    assert found.of("EUR") is found.others[1]
    assert found.of("GBP") is None


def test_new_exporters_are_firms_at_their_first_sale():
    again = replace(PROVED, firm=0, key=99, is_first_sale=True)
    first = of(6, is_first_sale=True, currency="EUR")
    found = reached("new_exporter", [again, *first, *of(5, 10)], Decimal(12))
    assert (found.main.value, found.share) == (Decimal(6), Decimal("0.500"))
    assert [one.key for one in found.main.results] == [0, 1, 2, 3, 4, 5]
    assert found.others == ()


def test_a_new_market_is_a_pair_of_firm_and_market():
    market = {"kind": Kind.NEW_MARKET, "currency": "", "market": "UZ"}
    later = {**market, "occurred_on": date(2026, 4, 1)}
    results = [*of(5, 50, **later), *of(5, **market), replace(PROVED, key=9, **later)]
    found = reached("market_expansion", [*results, *of(5, **market | {"market": "KG"})], Decimal(0))
    assert (found.main.value, found.share) == (Decimal(15), None)
    assert value_in(MEASURES["market_expansion"], results[0]) == 1


def test_what_few_firms_reached_is_withheld_and_nothing_is_not():
    few = reached("new_exporter", of(4, is_first_sale=True))
    assert (few.main.value, few.share) == (WITHHELD, WITHHELD)
    none = reached("new_exporter", of(9))
    assert (none.main.value, none.share) == (0, 0)


def test_what_would_give_a_withheld_column_away_is_withheld():
    results = [*of(4), *of(6, 10, grade=Grade.ATTRIBUTED, band=Band.NONE)]
    assert reached("confirmed_result", results).main.value is WITHHELD
    assert reached("attributed_value", results).main.value == Decimal(480)


FACTS = st.builds(
    ResultFacts,
    key=st.integers(1, 99),
    firm=st.integers(1, 9),
    kind=st.sampled_from(Kind),
    currency=st.sampled_from(["USD", "EUR"]),
    grade=st.sampled_from(Grade),
    claimed=st.decimals(1, 10**6, places=2),
    confirmed=st.decimals(1, 10**6, places=2),
    band=st.sampled_from(list(Band)),
    is_first_sale=st.booleans(),
    market=st.sampled_from(["UZ", "KG"]),
)


@given(st.lists(FACTS, max_size=60), st.sampled_from(sorted(MEASURES)))
def test_a_reached_figure_is_the_sum_of_its_list_and_of_no_lower_grade(results, code):
    measure = MEASURES[code]
    found = reached(code, results)
    every = (found.main, *found.others)
    assert all(
        one.value is WITHHELD
        or one.value == sum((value_in(measure, each) for each in one.results), Decimal(0))
        for one in every
    )
    listed = [each for one in every for each in one.results]
    wanted = GRADES[GRADES.index(measure.grade) :]
    assert all(each.grade in wanted and each.kind in measure.kinds for each in listed)
