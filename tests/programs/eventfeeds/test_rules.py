"""Reading days, costs, stops and rows: tables without a database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from firms.imports.rules import MoneyFormat, Refusal, Unreadable
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
    still_doubtful,
)
from programs.eventfeeds.rules.cells import Cost, Day, DayReader, read_cost
from programs.eventfeeds.rules.stops import read_stops
from programs.eventfeeds.rules.twins import Seen, find_twins
from tests.programs.eventfeeds.conftest import TODAY, event, new_reader

SHAPES = ("YYYY-MM-DD", "D/M/YYYY", "M/D/YYYY", "M/D/YY")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", None, id="empty is unknown"),
        pytest.param("2031-05-10", Day(date(2031, 5, 10)), id="one reading"),
        pytest.param("13/5/2031", Day(date(2031, 5, 13)), id="only the day can be 13"),
        pytest.param("5/5/2031", Day(date(2031, 5, 5)), id="both readings agree"),
        pytest.param("3/4/2031", Day(date(2031, 4, 3), (date(2031, 3, 4),)), id="two readings"),
        pytest.param("7/31/14", Day(date(2014, 7, 31), is_short=True), id="nearest century"),
        pytest.param("7/31/99", Day(date(1999, 7, 31), is_short=True), id="last century"),
        pytest.param("7/31/75", Day(date(2075, 7, 31), is_short=True), id="49 years ahead"),
        pytest.param("7/31/77", Day(date(1977, 7, 31), is_short=True), id="49 years ago"),
    ],
)
def test_days(text, found):
    assert DayReader(SHAPES, today=TODAY).read(text) == found


@pytest.mark.parametrize("text", ["soon", "2031-02-30", "10 May", "٣/٤/٢٠٣١", "1/2/3/4"])
def test_what_is_no_day(text):
    with pytest.raises(Unreadable, match="date_not_readable"):
        DayReader(SHAPES, today=TODAY).read(text)


def test_two_digits_in_three_orders_are_ambiguous():
    found = DayReader(("M/D/YY", "D/M/YY", "YY/M/D"), today=TODAY).read("03/04/20")
    assert (found.day, found.others) == (
        date(2020, 3, 4), (date(2020, 4, 3), date(2003, 4, 20)),
    )  # fmt: skip


PLAIN = MoneyFormat(decimal=".")


@pytest.mark.parametrize(
    ("text", "shape", "found"),
    [
        pytest.param("", PLAIN, Cost(None), id="missing is unknown"),
        pytest.param("  ", PLAIN, Cost(None), id="blank is unknown"),
        pytest.param("0.00", PLAIN, Cost(Decimal("0.00")), id="zero is zero"),
        pytest.param("3250.5", PLAIN, Cost(Decimal("3250.50")), id="plain"),
        pytest.param("$60 ", PLAIN, Cost(Decimal("60.00"), is_odd=True), id="as it was found"),
        pytest.param("USD 60", PLAIN, Cost(Decimal("60.00"), is_odd=True), id="code"),
        pytest.param("1 200.50", PLAIN, Cost(Decimal("1200.50"), is_odd=True), id="spaces"),
        pytest.param(
            "1.200,50",
            MoneyFormat(thousands=".", decimal=","),
            Cost(Decimal("1200.50")),
            id="commas for cents",
        ),
    ],
)
def test_costs(text, shape, found):
    assert read_cost(text, shape, "USD") == found


@pytest.mark.parametrize(
    "text", ["free", "-5", "€60", "60-80", "1,200", "6e3", "٦٠", "9999999999999", "$$60"]
)
def test_costs_that_cannot_be_read(text):
    with pytest.raises(Unreadable, match="amount_not_readable"):
        read_cost(text, PLAIN, "USD")


COUNTRIES = {"brazil": "BR", "us": "US"}


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        pytest.param("", [], id="none"),
        pytest.param(" | ", [], id="only marks"),
        pytest.param("Recife,Brazil", [("Recife", "BR", None, None)], id="place"),
        pytest.param("Recife", [("Recife", "", None, None)], id="no country"),
        pytest.param(
            "New Orleans, Louisiana,US", [("New Orleans, Louisiana", "US", None, None)], id="state"
        ),
        pytest.param(
            "1/13/2031-1/15/2031 Recife,Brazil",
            [("Recife", "BR", date(2031, 1, 13), date(2031, 1, 15))],
            id="days",
        ),
        pytest.param(
            "2031-01-13-2031-01-15 Recife,Brazil",
            [("Recife", "BR", date(2031, 1, 13), date(2031, 1, 15))],
            id="days with the same dash",
        ),
        pytest.param(
            "13/1/2031 – 15/1/2031 Recife,Brazil | 1/20/2031 Salvador,Brazil",
            [
                ("Recife", "BR", date(2031, 1, 13), date(2031, 1, 15)),
                ("Salvador", "BR", date(2031, 1, 20), date(2031, 1, 20)),
            ],
            id="two stops",
        ),
        pytest.param("29 Palms,US", [("29 Palms", "US", None, None)], id="number in a name"),
    ],
)
def test_stops(cell, found):
    stops = read_stops(cell, DayReader(SHAPES, today=TODAY), COUNTRIES)
    assert found == [
        (
            stop.place,
            stop.country,
            stop.first.day if stop.first else None,
            stop.last.day if stop.last else None,
        )
        for stop in stops
    ]


ROWS = [
    pytest.param({}, [], id="certain"),
    pytest.param({"Cost": "", "Trades": "", "Text": ""}, [], id="unknown is no doubt"),
    pytest.param({"Cost": "€60 "}, [("cost_odd", "Cost", "€60 ", "60.00")], id="odd cost"),
    pytest.param({"Cost": "free"}, [("cost_not_readable", "Cost", "free", None)], id="no cost"),
    pytest.param({"To": ""}, [("end_missing", "To", "", "2031-05-10")], id="no end"),
    pytest.param(
        {"To": "2031-05-08"},
        [("ends_before_start", "To", "2031-05-10 – 2031-05-08", "2031-05-08 – 2031-05-10")],
        id="end before start",
    ),
    pytest.param(
        {"From": "10.5.31"}, [("two_digit_year", "From", "10.5.31", "2031-05-10")], id="short year"
    ),
    pytest.param(
        {"To": "6/5/2031", "From": "2031-05-01"},
        [("ambiguous_date", "To", "6/5/2031", "2031-05-06")],
        id="two readings",
    ),
    pytest.param(
        {"From": "2020-05-10", "To": "2020-05-12"},
        [("past_event", "From", "2020-05-10 – 2020-05-12", "2020-05-10 – 2020-05-12")],
        id="over",
    ),
    pytest.param(
        {"Name": "Boats 2029"},
        [("other_year_in_text", "Name", "2029", "2031-05-10 – 2031-05-12")],
        id="title of another year",
    ),
    pytest.param(
        {"Text": "As in 2029."},
        [("other_year_in_text", "Text", "2029", "2031-05-10 – 2031-05-12")],
        id="text of another year",
    ),
    pytest.param({"Name": "Boats 2031", "Text": "As in 2029."}, [], id="the title says it"),
    pytest.param(
        {"Kind": "party"}, [("kind_unknown", "Kind", "party", None)], id="kind without a guess"
    ),
    pytest.param(
        {"Kind": "", "Name": "Boat expo"},
        [("kind_unknown", "Kind", "", "fair:trade_fair")],
        id="kind with a guess",
    ),
    pytest.param(
        {"Trades": "boats,toys"}, [("industry_unknown", "Trades", "toys", "")], id="industry"
    ),
    pytest.param({"Stops": ""}, [("country_missing", "Stops", "", "")], id="nowhere"),
    pytest.param(
        {"Stops": "Rotterdam"}, [("country_missing", "Stops", "Rotterdam", None)], id="no country"
    ),
    pytest.param(
        {"Stops": "Rotterdam,Invalid | Gouda,NL"},
        [("country_unknown", "Stops", "Rotterdam,Invalid", "NL")],
        id="the other stop speaks for a country",
    ),
    pytest.param(
        {"Stops": "Rotterdam,Invalid | Gouda,NL | Gent,BE"},
        [("country_unknown", "Stops", "Rotterdam,Invalid", None)],
        id="two countries speak for none",
    ),
    pytest.param(
        {"Stops": "9.5.2031-11.5.2031 Gouda,NL"},
        [("stop_before_event", "Stops", "2031-05-09 – 2031-05-11", "2031-05-09")],
        id="stop starts first",
    ),
    pytest.param(
        {"Stops": "11.5.2031-14.5.2031 Gouda,NL"},
        [("stop_after_event", "Stops", "2031-05-11 – 2031-05-14", "2031-05-14")],
        id="stop ends last",
    ),
    pytest.param(
        {"Stops": "11.9.2031-14.9.2031 Gouda,NL"},
        [("stop_outside_event", "Stops", "2031-09-11 – 2031-09-14", "2031-05-10 – 2031-05-12")],
        id="stop far away",
    ),
    pytest.param(
        {"Stops": "12.5.2031-10.5.2031 Gouda,NL"},
        [("stop_ends_before_start", "Stops", "2031-05-12 – 2031-05-10", "2031-05-10 – 2031-05-12")],
        id="stop backwards",
    ),
    pytest.param(
        {"Stops": "40.5.2031-41.5.2031 Gouda,NL"},
        [
            (
                "stop_not_readable",
                "Stops",
                "40.5.2031-41.5.2031 Gouda,NL",
                "2031-05-10 – 2031-05-12",
            )
        ],
        id="stop on no day",
    ),
    pytest.param(
        {"Text": "10 \ufffd 12 May"}, [("text_damaged", "Text", "10 \ufffd 12 May", "–")], id="lost dash"
    ),
    pytest.param(
        {"Text": "Caf\ufffd"}, [("text_damaged", "Text", "Caf\ufffd", None)], id="lost letter"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "doubts"), ROWS)
def test_doubts_of_a_row(cells, doubts):
    reading = new_reader().read(2, event("A1", **cells))
    asked = [(str(d.code), d.column, d.found, d.proposed) for d in reading.doubts]
    assert asked == doubts


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"Id": " "}, "Id", "missing"),
        ({"Name": ""}, "Name", "missing"),
        ({"From": ""}, "From", "missing"),
        ({"From": "soon"}, "From", "date_not_readable"),
        ({"To": "later"}, "To", "date_not_readable"),
        ({"From": "1812-05-10"}, "From", "date_out_of_range"),
        ({"Name": "x" * 161}, "Name", "cell_too_long"),
        ({"Id": "x" * 118}, "Id", "cell_too_long"),
        ({"Text": "x" * 10_001}, "Text", "cell_too_long"),
        ({"Stops": "x" * 161}, "Stops", "cell_too_long"),
        ({"Text": "\u202eturned"}, "Text", "forbidden_sign"),
    ],
)
def test_rows_that_cannot_be_events(cells, column, reason):
    refusal = new_reader().read(2, event("A1", **cells))
    assert isinstance(refusal, Refusal)
    assert (refusal.row, refusal.column, refusal.reason) == (2, column, reason)


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
    ],
)  # fmt: skip
def test_what_answers_change(doubt, value, told):
    assert answered(FACTS, [(doubt, value)], PLAN) == replace(FACTS, **told)


def test_a_lost_sign_is_put_back():
    damaged = replace(FACTS, summary="10 \ufffd 12")
    doubt = Doubt(DoubtCode.TEXT_DAMAGED, Target.SIGN, "Text", "", "–")
    assert answered(damaged, [(doubt, "–")], PLAN).summary == "10 – 12"


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
