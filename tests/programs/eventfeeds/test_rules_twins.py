"""Pairs and new versions of events: which are asked about, and how they are told apart."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from programs.eventfeeds.rules import Decision, EventFacts, StopFacts, Target, side_by_side
from programs.eventfeeds.rules.twins import Seen, changed_doubt, find_twins

FACTS = EventFacts(
    "north", "A1", "Boat fair", date(2031, 5, 10), date(2031, 5, 12), kind="fair:trade_fair",
    cost=Decimal("60.00"), stops=(StopFacts("Gouda", "NL"),), sectors=("30",), summary="Boats.",
)  # fmt: skip
TWIN = replace(FACTS, feed="south")
OTHER = replace(FACTS, event="B1", title="Tool show")


@pytest.mark.parametrize(
    ("events", "pairs"),
    [
        pytest.param([Seen(1, FACTS), Seen(2, TWIN)], [(1, 2)], id="two new ones"),
        pytest.param(
            [Seen(1, FACTS, is_new=False), Seen(2, TWIN)], [(1, 2)], id="a new one and a known one"
        ),
        pytest.param(
            [Seen(1, FACTS, is_new=False), Seen(2, TWIN, is_new=False)],
            [],
            id="two known ones are not compared again",
        ),
        pytest.param(
            [Seen(1, FACTS, is_new=False), Seen(2, TWIN, is_new=False), Seen(3, TWIN)],
            [(1, 3)],
            id="with the first of several",
        ),
        pytest.param([Seen(1, FACTS), Seen(2, OTHER)], [], id="strangers"),
    ],
)
def test_which_pairs_are_found(events, pairs):
    assert [(twin.earlier.name, twin.later.name) for twin in find_twins(events)] == pairs


def test_a_row_that_came_back_changed_is_asked_about():
    after = replace(FACTS, title="Boat week", cost=None)
    doubt = changed_doubt("Id", FACTS, after, file="fairs.csv")
    assert (str(doubt.code), doubt.target, doubt.column) == ("changed", Target.VERSION, "Id")
    assert (doubt.found, doubt.proposed) == ("north:A1", Decision.ACCEPT)
    assert doubt.params == {"title": "Boat fair", "file": "fairs.csv", "differ": ["title", "cost"]}


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"title": "Boats"}, [("title", "Boat fair", "Boats")], id="title"),
        pytest.param(
            {
                "ends_on": date(2031, 5, 13),
                "stops": (StopFacts("Gouda", "NL", None, FACTS.ends_on),),
            },
            [("days", "2031-05-10 – 2031-05-12", "2031-05-10 – 2031-05-13")],
            id="days of the event, its stop stays",
        ),
        pytest.param({"cost": None}, [("cost", "60.00", "")], id="unknown cost is empty"),
        pytest.param({"cost": Decimal("0.00")}, [("cost", "60.00", "0.00")], id="free is a cost"),
        pytest.param({"sectors": ("10", "11")}, [("sectors", "30", "10, 11")], id="sectors"),
        pytest.param(
            {"stops": (StopFacts("Gent", ""), StopFacts("", "BE", date(2031, 5, 12)))},
            [
                (
                    "stops",
                    "Gouda, NL 2031-05-10 – 2031-05-12",
                    "Gent 2031-05-10 – 2031-05-12; BE 2031-05-12 – 2031-05-12",
                )
            ],
            id="stops with what is known of them",
        ),
        pytest.param(
            {"stops": ()}, [("stops", "Gouda, NL 2031-05-10 – 2031-05-12", "")], id="no stops"
        ),
        pytest.param({"stops": (StopFacts("GOUDA", "NL"),)}, [], id="capitals are no difference"),
    ],
)
def test_only_what_differs_is_shown_side_by_side(changes, rows):
    assert side_by_side(FACTS, replace(FACTS, **changes)) == rows
