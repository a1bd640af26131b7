"""What is certain becomes a draft at once, what is doubtful waits, what cannot be is rejected."""

from datetime import date
from decimal import Decimal

import pytest

from firms.audit.models import AuditEvent
from programs.allocation.models import Offering
from programs.eventfeeds.errors import InterventionUnknown
from programs.eventfeeds.models import FeedDoubt, FeedImport, FeedRow
from tests.programs.eventfeeds.conftest import event, feed_of, row_of

pytestmark = pytest.mark.django_db


def test_a_certain_row_is_a_draft_at_once(bring, manager):
    report = bring([event("A1")], by=manager)
    offering = Offering.objects.get()
    assert report.rows == {
        "read": 1, "accepted": 1, "held": 0, "rejected": 0, "new": 1, "unchanged": 0,
    }  # fmt: skip
    assert (offering.state, offering.title, offering.kind) == ("draft", "Boat fair", "fair")
    assert (offering.fee, offering.currency) == (Decimal("1200.50"), "EUR")
    assert (offering.seats, offering.apply_by) == (12, date(2031, 4, 10))
    assert (offering.markets, offering.sectors) == (["NL"], ["30"])
    assert (offering.external_source, offering.external_key) == ("harbour_fairs", "north:A1")
    assert row_of(report, "north:A1").offering == offering


def test_a_stop_without_days_takes_those_of_the_event(bring):
    bring([event("A1", Stops="Rotterdam,Holland | 11.5.2031-12.5.2031 Antwerp,Belgium")])
    stops = Offering.objects.get().stops.values_list("place", "country", "starts_on", "ends_on")
    assert list(stops) == [
        ("Rotterdam", "NL", date(2031, 5, 10), date(2031, 5, 12)),
        ("Antwerp", "BE", date(2031, 5, 11), date(2031, 5, 12)),
    ]


def test_unknown_is_not_zero(bring):
    bring([event("A1", Cost="", Trades="", Text="")])
    offering = Offering.objects.get()
    assert (offering.fee, offering.currency, offering.sectors) == (None, "", [])


def test_zero_is_zero(bring):
    bring([event("A1", Cost="0")])
    assert Offering.objects.get().fee == 0


def test_a_doubtful_row_is_no_offering_yet(bring):
    report = bring([event("A1", Cost="€60 ")])
    assert not Offering.objects.exists()
    assert row_of(report, "north:A1").state == FeedRow.State.HELD
    assert FeedDoubt.objects.values_list("code", "found", "proposed").get() == (
        "cost_odd", "€60 ", "60.00",
    )  # fmt: skip


def test_a_rejected_row_says_where_and_why(bring):
    report = bring([event("A1"), event("A2", From="soon")])
    assert report.rows["rejected"] == 1
    assert report.rejects == [
        {
            "row": 3,
            "column": "From",
            "value": "soon",
            "reason": "date_not_readable",
            "sentence": "This is not a date written as YYYY-MM-DD, D.M.YYYY, D/M/YYYY, M/D/YYYY, "
            "D.M.YY.",
        }
    ]
    assert FeedRow.objects.get(state="rejected").refusal["column"] == "From"


def test_both_rows_of_a_pair_wait(bring):
    report = bring([event("A1"), event("A1", Feed="south", Text="Boats and more.")])
    assert report.rows["held"] == 2
    assert not Offering.objects.exists()
    assert FeedDoubt.objects.get().other == row_of(report, "north:A1")


def test_the_same_key_twice_in_one_feed_is_rejected(bring):
    report = bring([event("A1"), event("A1", Text="Another")])
    assert [reject["reason"] for reject in report.rejects] == ["repeated_row_key"]


def test_a_dry_run_keeps_nothing(bring):
    report = bring([event("A1"), event("A2", Cost="€60", Name="Expo")], dry_run=True)
    assert (report.number, report.rows["read"]) == (None, 2)
    assert not FeedImport.objects.exists()
    assert not Offering.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_journal_tells_who_imported_what(bring, manager):
    report = bring([event("A1")], by=manager)
    kinds = AuditEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["offering.drafted", "feed.imported"]
    assert feed_of(report).by == manager


def test_a_mapping_that_uses_unknown_help_is_refused(bring, document):
    document["kinds"]["values"]["fair"] = {"kind": "fair", "intervention": "no_such_help"}
    with pytest.raises(InterventionUnknown, match="no_such_help"):
        bring([event("A1")], document=document)
    assert not FeedImport.objects.exists()
