"""Reading days, costs, stops and rows: tables without a database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from firms.imports.rules import MoneyFormat, Refusal, Unreadable
from programs.eventfeeds.rules import FeedReader
from programs.eventfeeds.rules.cells import Cost, Day, DayReader, read_cost
from programs.eventfeeds.rules.stops import read_stops
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
    "text",
    [
        "free",
        "-5",
        "€60",
        "60-80",
        "1,200",
        "6e3",
        "٦٠",
        "9999999999999",
        "$$60",
        pytest.param("$" + "9" * 40, id="$ and forty digits"),
    ],
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
        {"Stops": "15.5.2031-16.5.2031 Gouda,NL"},
        [("stop_after_event", "Stops", "2031-05-15 – 2031-05-16", "2031-05-16")],
        id="stop three days later",
    ),
    pytest.param(
        {"Stops": "6.5.2031-6.5.2031 Gouda,NL"},
        [("stop_outside_event", "Stops", "2031-05-06 – 2031-05-06", "2031-05-10 – 2031-05-12")],
        id="stop four days earlier",
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
    ("absent", "fact", "found"),
    [
        pytest.param("ends_on", "ends_on", date(2031, 5, 10), id="an end: it lasts a day"),
        pytest.param("cost", "cost", None, id="a cost: not zero"),
        pytest.param("stops", "stops", (), id="stops: nowhere"),
        pytest.param("industries", "sectors", (), id="industries: no sector"),
        pytest.param("summary", "summary", "", id="a text: empty"),
        pytest.param("feed", "key", "A1", id="a feed: the key stands alone"),
    ],
)
def test_what_a_list_never_tells_is_unknown_and_no_doubt(absent, fact, found):
    known = new_reader()
    plan = replace(known.plan, at=replace(known.plan.at, **{absent: None}))
    reading = FeedReader(plan, known.countries, today=TODAY).read(2, event("A1"))
    assert (getattr(reading.facts, fact), reading.doubts) == (found, ())


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
