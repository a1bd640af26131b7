"""Pages of imports of events, through the whole stack, as the real roles."""

import pytest
from django.urls import reverse

from programs.allocation.models import Offering
from programs.eventfeeds import selectors
from programs.eventfeeds.models import FeedImport
from tests.factories.feeds import FeedDoubtFactory, FeedImportFactory, FeedRowFactory
from tests.factories.programs import ApplicationFactory
from tests.programs.eventfeeds.conftest import doubt_of, event, feed_of

pytestmark = pytest.mark.django_db

FEEDS = "/offerings/imports/"
NEW, DOUBTS = f"{FEEDS}new/", f"{FEEDS}doubts/"
KEY = "north:A1"


def answer_url(doubt) -> str:
    return reverse("programs:feed-doubt", args=[doubt.pk])


@pytest.fixture
def imported(bring):
    """One draft, one row that waits with two doubts, one refused row."""
    return bring([
        event("A0", Name="Food week"),
        event("A1", Cost="€60 ", Stops="Gouda,Invalid"),
        event("A2", From="soon"),
    ])  # fmt: skip


def test_the_list_shows_what_was_imported(manager_client, imported):
    page = manager_client.get(FEEDS).content.decode()
    assert "fairs.csv" in page
    assert "2 doubts wait" in page


def test_the_list_has_an_order_the_newest_first(manager, program):
    older, newer = FeedImportFactory.create_batch(2, program=program)
    FeedImport.objects.update(imported_at=newer.imported_at)
    rows = selectors.feeds_of(manager)
    assert rows.ordered
    assert list(rows) == [newer, older]


def test_the_queue_begins_with_the_oldest_import(manager, program):
    older, newer = FeedDoubtFactory.create_batch(2, row__feed__program=program)
    rows = selectors.open_doubts(manager)
    assert rows.ordered
    assert list(rows) == [older, newer]


def test_an_empty_list_says_how_to_begin(manager_client):
    assert "No list of events was imported yet" in manager_client.get(FEEDS).content.decode()


def test_one_import_shows_counts_drafts_doubts_and_refusals(manager_client, imported):
    page = manager_client.get(f"{FEEDS}{imported.number}/").content.decode()
    assert "Food week" in page
    assert "Cost written oddly" in page
    assert "Unknown country" in page
    assert "This is not a date written as" in page


def test_the_queue_asks_in_sentences(manager_client, imported):
    page = manager_client.get(f"{DOUBTS}?feed={imported.number}").content.decode()
    assert "“Invalid” is no country we know. In which country is Gouda?" in page
    assert "Nothing can be proposed" in page
    assert "60.00" in page


def test_the_queue_can_be_of_one_kind(manager_client, imported):
    page = manager_client.get(f"{DOUBTS}?feed={imported.number}&code=cost_odd").content.decode()
    assert "The cost is not written" in page
    assert "no country we know" not in page


@pytest.mark.parametrize("query", ["?feed=x", "?feed=0", "?feed=99999999999999999999"])
def test_the_queue_of_no_import_is_not_found(manager_client, imported, query):
    assert manager_client.get(DOUBTS + query).status_code == 404


def test_answers_make_the_draft(manager_client, imported):
    cost, country = (doubt_of(imported, KEY, code) for code in ("cost_odd", "country_unknown"))
    manager_client.post(answer_url(cost), {"decision": "accept"})
    response = manager_client.post(
        answer_url(country), {"decision": "other", "value": "NL"}, follow=True
    )
    assert "Boat fair is a draft offering now." in response.content.decode()
    assert Offering.objects.get(external_key=KEY).markets == ["NL"]


@pytest.mark.parametrize(
    ("code", "data", "says"),
    [
        ("cost_odd", {"decision": "other", "value": "sixty"}, "Enter a number in digits"),
        ("cost_odd", {"decision": "other", "value": "-1"}, "greater than or equal to 0"),
        ("cost_odd", {"decision": "merge"}, "Select a valid choice"),
        ("cost_odd", {}, "This field is required"),
        ("country_unknown", {"decision": "accept"}, "Nothing is proposed here"),
        ("country_unknown", {"decision": "other", "value": "XX"}, "Select a valid choice"),
    ],
)
def test_an_answer_that_cannot_be_is_told(manager_client, imported, code, data, says):
    doubt = doubt_of(imported, KEY, code)
    assert says in manager_client.post(answer_url(doubt), data).content.decode()
    assert doubt_of(imported, KEY, code).decision == ""


@pytest.mark.parametrize(
    ("changes", "code", "data", "answer"),
    [
        (
            {"From": "2020-05-10", "To": "2020-05-12"},
            "past_event",
            {"first": "2032-05-10", "last": "2032-05-12"},
            "2032-05-10 – 2032-05-12",
        ),
        ({"From": "10.5.31"}, "two_digit_year", {"first": "2031-05-09"}, "2031-05-09"),
        ({"Kind": "party"}, "kind_unknown", {"value": "fair:trade_fair"}, "fair:trade_fair"),
        ({"Trades": "toys"}, "industry_unknown", {"value": "32, 26"}, "32,26"),
        ({"Text": "Caf\ufffd"}, "text_damaged", {"value": "é"}, "é"),
        ({"Stops": ""}, "country_missing", {"value": ""}, ""),
    ],
)
def test_every_kind_of_answer_can_be_typed(manager_client, bring, changes, code, data, answer):
    report = bring([event("A1", **changes)])
    doubt = doubt_of(report, KEY, code)
    manager_client.post(answer_url(doubt), data | {"decision": "other"})
    doubt.refresh_from_db()
    assert (doubt.decision, doubt.answer) == ("other", answer)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"first": "2032-05-10", "last": "2032-05-09"}, "The end lies before the start."),
        ({"first": "2032-05-10", "last": ""}, "Enter a day."),
        ({"first": "soon", "last": "2032-05-09"}, "Enter a date in digits"),
    ],
)
def test_days_that_cannot_be_are_told(manager_client, bring, data, says):
    report = bring([event("A1", From="2020-05-10", To="2020-05-12")])
    doubt = doubt_of(report, KEY, "past_event")
    page = manager_client.post(answer_url(doubt), data | {"decision": "other"})
    assert says in page.content.decode()


def test_no_division_of_isic_is_told(manager_client, bring):
    report = bring([event("A1", Trades="toys")])
    doubt = doubt_of(report, KEY, "industry_unknown")
    page = manager_client.post(answer_url(doubt), {"decision": "other", "value": "32, 34"})
    assert "34 is no division of ISIC." in page.content.decode()


def test_a_pair_is_shown_side_by_side(manager_client, bring):
    report = bring([event("A1"), event("A1", Feed="south", Text="Sails.", Cost="90")])
    page = manager_client.get(DOUBTS).content.decode()
    assert "This looks like the event of row 2. Are they one event?" in page
    assert "For builders of boats." in page
    assert "Sails." in page
    manager_client.post(
        answer_url(doubt_of(report, "south:A1", "same_event")), {"decision": "keep_second"}
    )
    assert Offering.objects.get().summary == "Sails."
    page = manager_client.get(f"{FEEDS}{report.number}/").content.decode()
    assert "Row 2: north:A1, in favor of south:A1" in page


def test_what_was_answered_is_shown_with_who(manager_client, imported, manager):
    doubt = doubt_of(imported, KEY, "cost_odd")
    manager_client.post(answer_url(doubt), {"decision": "other", "value": "75"})
    page = manager_client.get(answer_url(doubt)).content.decode()
    assert "Something else was entered: 75" in page
    assert manager.name in page


def test_answers_that_disagree_are_told_with_the_way_out(manager_client, bring):
    report = bring([event("A1", From="2020-05-10", To="2020-05-12", Name="Boats 2013")])
    first, second = (doubt_of(report, KEY, code) for code in ("other_year_in_text", "past_event"))
    days = {"decision": "other", "first": "2031-05-10", "last": "2031-05-12"}
    manager_client.post(answer_url(first), days)
    page = manager_client.post(answer_url(second), days | {"first": "2031-05-09"}).content.decode()
    assert "Change the other one first." in page
    assert answer_url(first) in page
    assert "Take the proposal" in manager_client.get(answer_url(first)).content.decode()


def test_alike_proposals_are_taken_together(manager_client, bring):
    report = bring([event("A1", Cost="€60"), event("A2", Cost="€7", Name="Food week")])
    url = f"{FEEDS}{report.number}/"
    assert "Take all 2 proposals" in manager_client.get(url).content.decode()
    page = manager_client.post(f"{url}accept/", {"code": "cost_odd"}, follow=True)
    assert "2 proposals were taken." in page.content.decode()
    assert Offering.objects.count() == 2


def test_undoing_asks_once_more_and_then_does_it(manager_client, imported):
    url = f"{FEEDS}{imported.number}/undo/"
    assert (
        "1 offering that came from fairs.csv is deleted" in manager_client.get(url).content.decode()
    )
    manager_client.post(url)
    assert feed_of(imported).is_undone
    assert not Offering.objects.exists()


def test_undoing_names_what_is_in_use(manager_client, imported):
    ApplicationFactory(offering=Offering.objects.get())
    page = manager_client.post(f"{FEEDS}{imported.number}/undo/").content.decode()
    assert "Nothing was undone: firms have applied for Food week." in page


@pytest.fixture
def many(program):
    """Imports with a row and a doubt each, and one of them with many."""

    def made(size):
        FeedDoubtFactory.create_batch(size, row__feed__program=program)
        feed = FeedImportFactory(program=program)
        for row in FeedRowFactory.create_batch(size, feed=feed):
            FeedDoubtFactory(row=row)
        return feed

    return made


@pytest.mark.parametrize("size", [2, 12])
@pytest.mark.parametrize(
    ("address", "ceiling"),
    [(FEEDS, 9), (DOUBTS, 9), (f"{FEEDS}%s/", 12)],
    ids=["list", "queue", "one"],
)
def test_queries_do_not_grow_with_rows(
    manager_client, many, size, address, ceiling, django_assert_max_num_queries
):
    feed = many(size)
    with django_assert_max_num_queries(ceiling):
        assert manager_client.get(address.replace("%s", str(feed.pk))).status_code == 200
