"""Answers applied, what is doubtful after them, and twins: tables without a database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from programs.eventfeeds.rules import (
    Contradiction,
    Doubt,
    DoubtCode,
    EventFacts,
    StopFacts,
    Target,
    answered,
    is_answer,
    merged,
    only_certain,
    still_doubtful,
)
from programs.eventfeeds.rules.twins import Seen, find_twins
from tests.programs.eventfeeds.conftest import TODAY, new_reader

FACTS = EventFacts(
    "north", "A1", "Boat fair", date(2031, 5, 10), date(2031, 5, 12), kind="fair:trade_fair",
    stops=(StopFacts("Gouda", "NL"),), summary="Boats.",
)  # fmt: skip
PAST = Doubt(DoubtCode.PAST_EVENT, Target.DAYS, "From", "", "")
STOP = Doubt(DoubtCode.STOP_OUTSIDE_EVENT, Target.STOP_DAYS, "Stops", "", "")
START = Doubt(DoubtCode.STOP_BEFORE_EVENT, Target.STARTS_ON, "Stops", "", "")
COUNTRY = Doubt(DoubtCode.COUNTRY_UNKNOWN, Target.STOP_COUNTRY, "Stops", "", "")
PLAN = new_reader().plan


@pytest.mark.parametrize(
    ("doubt", "value", "told"),
    [
        (PAST, "2032-05-10 – 2032-05-11", {"starts_on": date(2032, 5, 10), "ends_on": date(2032, 5, 11)}),
        (START, "2031-05-09", {"starts_on": date(2031, 5, 9)}),
        (STOP, "2031-05-11 – 2031-05-12", {"stops": (StopFacts("Gouda", "NL", date(2031, 5, 11), date(2031, 5, 12)),)}),
        (COUNTRY, "BE", {"stops": (StopFacts("Gouda", "BE"),)}),
        (COUNTRY, "", {"stops": (StopFacts("Gouda", ""),)}),
        (replace(COUNTRY, place=1), "BE", {"stops": (StopFacts("Gouda", "NL"), StopFacts("", "BE"))}),
        (replace(START, target=Target.COST), "60", {"cost": Decimal("60.00")}),
        (replace(START, target=Target.COST), "", {"cost": None}),
        (replace(START, target=Target.KIND), "mission:outward_mission", {"kind": "mission:outward_mission"}),
        (replace(START, target=Target.SECTORS), "10,26", {"sectors": ("10", "26")}),
        (replace(START, target=Target.TWIN), "keep_first", {}),
        (replace(START, target=Target.VERSION), "accept", {}),
    ],
)  # fmt: skip
def test_what_answers_change(doubt, value, told):
    assert answered(FACTS, [(doubt, value)], PLAN) == replace(FACTS, **told)


DAMAGED = replace(
    FACTS, title="Boat\ufffds", summary="10 \ufffd 12", stops=(StopFacts("G\ufffduda", "NL"),)
)


@pytest.mark.parametrize(
    ("column", "sign", "told"),
    [
        pytest.param("Text", "–", {"summary": "10 – 12"}, id="text"),
        pytest.param("Name", "’", {"title": "Boat’s"}, id="title"),
        pytest.param("Stops", "o", {"stops": (StopFacts("Gouda", "NL"),)}, id="place of a stop"),
        pytest.param("Name", "", {"title": "Boats"}, id="nothing stood there"),
    ],
)
def test_a_lost_sign_is_put_back_in_its_column_only(column, sign, told):
    doubt = Doubt(DoubtCode.TEXT_DAMAGED, Target.SIGN, column, "", None)
    assert answered(DAMAGED, [(doubt, sign)], PLAN) == replace(DAMAGED, **told)


def test_an_answer_that_confirms_contradicts_nothing():
    stays, moves = (PAST, FACTS.days), (START, "2031-05-09")
    assert answered(FACTS, [stays, moves], PLAN).starts_on == date(2031, 5, 9)


def test_answers_that_disagree():
    with pytest.raises(Contradiction, match="2031-05-08 / 2031-05-09"):
        answered(FACTS, [(PAST, "2031-05-08 – 2031-05-12"), (START, "2031-05-09")], PLAN)


@pytest.mark.parametrize(
    ("facts", "asked", "codes"),
    [
        pytest.param(FACTS, [], [], id="nothing"),
        pytest.param(replace(FACTS, kind=""), [], ["kind_unknown"], id="kind"),
        pytest.param(replace(FACTS, title="Boats 2029"), [], ["other_year_in_text"], id="year"),
        pytest.param(
            replace(FACTS, title="Boats 2029"),
            [Doubt(DoubtCode.OTHER_YEAR_IN_TEXT, Target.DAYS, "Name", "", "")],
            [],
            id="asked once",
        ),
        pytest.param(
            replace(FACTS, ends_on=date(2031, 5, 1)),
            [Doubt(DoubtCode.ENDS_BEFORE_START, Target.DAYS, "To", "", "")],
            ["ends_before_start"],
            id="asked until it fits",
        ),
    ],
)
def test_what_is_still_doubtful(facts, asked, codes):
    found = still_doubtful(facts, asked, PLAN, today=TODAY)
    assert [str(doubt.code) for doubt in found] == codes


@pytest.mark.parametrize(
    ("day", "stop_day", "codes"),
    [
        pytest.param(date.max, date.max, [], id="on the last day there is"),
        pytest.param(
            date.max, date(9999, 1, 1), ["stop_outside_event"], id="long before the last day"
        ),
        pytest.param(date.min, date.min, ["past_event"], id="on the first day there is"),
        pytest.param(
            date.min,
            date(1, 12, 1),
            ["stop_outside_event", "past_event"],
            id="long after the first day",
        ),
    ],
)
def test_days_at_the_ends_of_the_calendar_have_no_neighbors(day, stop_day, codes):
    stop = StopFacts("Gouda", "NL", stop_day, stop_day)
    facts = replace(FACTS, starts_on=day, ends_on=day, stops=(stop,))
    found = still_doubtful(facts, [], PLAN, today=TODAY)
    assert [str(doubt.code) for doubt in found] == codes


@pytest.mark.parametrize(
    ("target", "value", "is_one"),
    [
        (Target.STARTS_ON, "2031-05-10", True),
        (Target.STARTS_ON, "20310510", False),
        (Target.DAYS, "2031-05-10 – 2031-05-10", True),
        (Target.DAYS, "2031-05-10 – 2031-05-09", False),
        (Target.DAYS, "2031-05-10", False),
        (Target.STOP_COUNTRY, "", True),
        (Target.STOP_COUNTRY, "Holland", False),
        (Target.COST, "12.50", True),
        (Target.COST, "12.505", False),
        (Target.KIND, "fair:trade_fair", True),
        (Target.KIND, "fair:other", False),
        (Target.SECTORS, "26,32", True),
        (Target.SECTORS, "26;32", False),
        (Target.SIGN, "x" * 21, False),
        (Target.TWIN, "merge", False),
    ],
)
def test_what_is_an_answer(target, value, is_one):
    assert is_answer(target, value, {"fair:trade_fair"}) is is_one


def test_merging_keeps_what_the_first_knows():
    second = replace(FACTS, cost=Decimal(5), stops=(), sectors=("30",), summary="Boats.\nSails.")
    both = merged(FACTS, second)
    assert (both.cost, both.stops, both.sectors) == (Decimal(5), FACTS.stops, ("30",))
    assert both.summary == "Boats.\nSails."


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        pytest.param("Boats.", "Sails.", "Boats.\n\nSails.", id="different"),
        pytest.param("Boats. Sails.", "Sails.", "Boats. Sails.", id="the first says it all"),
        pytest.param("Boats.", "Boats. Sails.", "Boats. Sails.", id="the second says it all"),
        pytest.param("Boats.", "", "Boats.", id="only the first"),
        pytest.param("", "Sails.", "Sails.", id="only the second"),
    ],
)
def test_merged_texts_say_nothing_twice(first, second, both):
    facts = merged(replace(FACTS, summary=first), replace(FACTS, summary=second))
    assert facts.summary == both


FULL = replace(FACTS, cost=Decimal(60), sectors=("30",))


@pytest.mark.parametrize(
    ("targets", "told"),
    [
        pytest.param([], {}, id="no doubt"),
        pytest.param([Target.COST], {"cost": None}, id="cost"),
        pytest.param([Target.KIND], {"kind": ""}, id="kind"),
        pytest.param([Target.STOP_COUNTRY], {"stops": ()}, id="country of a stop"),
        pytest.param([Target.STOP_DAYS], {"stops": ()}, id="days of a stop"),
        pytest.param([Target.SIGN, Target.DAYS], {}, id="what merging does not take"),
        pytest.param([Target.KIND, Target.COST], {"kind": "", "cost": None}, id="several"),
    ],
)
def test_what_is_doubtful_is_left_out(targets, told):
    doubts = [replace(PAST, target=target) for target in targets]
    assert only_certain(FULL, doubts) == replace(FULL, **told)


LATER = replace(FACTS, starts_on=date(2031, 9, 10), ends_on=date(2031, 9, 12), event="B")


@pytest.mark.parametrize(
    ("other", "are_twins"),
    [
        pytest.param(replace(FACTS, feed="south", title="Other"), True, id="same key, other feed"),
        pytest.param(replace(FACTS, event="B", title="Fair boat"), True, id="words in other order"),
        pytest.param(replace(FACTS, event="B", title="Boat fairs"), True, id="nearly the name"),
        pytest.param(replace(FACTS, event="B", title="Tool show"), False, id="other name"),
        pytest.param(LATER, False, id="other time"),
        pytest.param(
            replace(FACTS, event="B", stops=(StopFacts("Gent", "BE"),)), False, id="other place"
        ),
        pytest.param(replace(FACTS, event="B", stops=()), True, id="place unknown"),
    ],
)
def test_twins(other, are_twins):
    assert bool(list(find_twins([Seen(1, FACTS), Seen(2, other)]))) is are_twins
