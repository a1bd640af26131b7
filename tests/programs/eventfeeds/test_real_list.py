"""The real list of fourteen events: every doubt is raised, and a person can settle them all."""

import os
from collections import Counter
from datetime import date

import pytest

from programs.allocation.models import Offering
from programs.eventfeeds.actions import accept_alike, answer_doubt, undo_feed
from programs.eventfeeds.models import FeedDoubt
from programs.eventfeeds.rules import Decision
from tests.programs.eventfeeds import guide
from tests.programs.eventfeeds.conftest import doubt_of, feed_of

pytestmark = pytest.mark.django_db

RIO = "ITA-xml:34522"


@pytest.fixture(autouse=True)
def _guide_written_when_asked(real_report):
    if os.environ.get("WRITE_GUIDE"):
        guide.write(real_report.doubts)


def test_no_row_is_lost(real_report):
    assert real_report.rows == {
        "read": 14, "accepted": 0, "held": 14, "rejected": 0, "new": 0, "unchanged": 0,
    }  # fmt: skip


def test_every_doubt_is_raised(real_report):
    assert Counter(doubt["code"] for doubt in real_report.doubts) == {
        "past_event": 14,
        "kind_unknown": 9,
        "other_year_in_text": 5,
        "same_event": 4,
        "stop_outside_event": 2,
        "two_digit_year": 2,
        "stop_before_event": 1,
        "country_unknown": 1,
        "cost_odd": 1,
        "text_damaged": 1,
    }


def test_the_guide_tells_what_the_import_says(real_report):
    assert guide.in_guide() == guide.table(real_report.doubts)


@pytest.mark.parametrize(
    ("row", "code", "found", "proposed"),
    [
        (11, "cost_odd", "$60 ", "60.00"),
        (6, "country_unknown", "1/7/2013-1/8/2013 Rio De Janeiro,Invalid", "BR"),
        (6, "stop_before_event", "2013-01-07 – 2013-01-08", "2013-01-07"),
        (8, "same_event", "ITA:33831", "keep_first"),
        (11, "two_digit_year", "6/23/14", "2014-06-23"),
        (13, "kind_unknown", "", None),
    ],
)
def test_what_is_found_and_proposed(real_report, row, code, found, proposed):
    told = [d for d in real_report.doubts if (d["row"], d["code"]) == (row, code)]
    assert [(d["found"], d["proposed"]) for d in told] == [(found, proposed)]


@pytest.fixture
def settled(real_report, manager):
    """Every doubt answered: proposals taken, the two visits said to be missions."""
    feed = feed_of(real_report)
    for doubt in FeedDoubt.objects.filter(code="same_event"):
        answer_doubt(doubt=doubt, decision=Decision.ACCEPT, by=manager)
    for doubt in FeedDoubt.objects.open().filter(proposed__isnull=True):
        mission = "mission:inward_buyer_mission"
        answer_doubt(doubt=doubt, decision=Decision.OTHER, answer=mission, by=manager)
    for code in FeedDoubt.objects.open().values_list("code", flat=True).order_by("code"):
        accept_alike(feed=feed, code=code, by=manager)
    return real_report


def test_every_event_becomes_one_draft(settled):
    assert not FeedDoubt.objects.open().exists()
    assert Offering.objects.filter(state="draft").count() == 10


def test_the_mission_to_brazil_as_answered(settled):
    offering = Offering.objects.get(external_key=RIO)
    stops = offering.stops.values_list("place", "country", "starts_on", "ends_on")
    assert (offering.kind, offering.starts_on, offering.fee) == ("mission", date(2013, 1, 7), 3250)
    assert list(stops) == [
        ("Rio De Janeiro", "BR", date(2013, 1, 7), date(2013, 1, 8)),
        ("Recife", "BR", date(2013, 1, 8), date(2013, 1, 10)),
    ]


def test_the_lost_sign_is_put_back(settled):
    shale = Offering.objects.get(title__startswith="China Shale")
    assert "June 23 – July 3, 2014" in shale.summary
    assert shale.fee == 60


def test_missing_costs_stay_unknown(settled):
    unknown = Offering.objects.filter(fee=None).values_list("external_key", flat=True)
    assert len(unknown) == 4
    assert all(key.startswith("USTDA:") for key in unknown)


def test_it_is_undone_as_a_whole(settled, manager):
    undo_feed(feed=feed_of(settled), by=manager)
    assert not Offering.objects.exists()


def test_the_country_of_rio_may_be_said_by_a_person(real_report, manager):
    doubt = doubt_of(real_report, RIO, "country_unknown")
    answer_doubt(doubt=doubt, decision=Decision.OTHER, answer="AR", by=manager)
    assert doubt_of(real_report, RIO, "country_unknown").answer == "AR"
