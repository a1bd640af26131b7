"""The calendar of offerings: each stands where its days put it, and readers see their own firms."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.allocation.models import Offering
from programs.allocation.selectors import View
from tests.factories.firms import FirmFactory, OfficeFactory
from tests.factories.programs import (
    ApplicationFactory,
    OfferingFactory,
    ProgramFactory,
)

pytestmark = pytest.mark.django_db
OVER = {"starts_on": date(2020, 3, 1), "ends_on": date(2020, 3, 5), "apply_by": date(2020, 2, 1)}
PAST_CALL = {"apply_by": date(2020, 2, 1)}


@pytest.fixture
def program(office):
    return ProgramFactory(office=office, name="First steps")


@pytest.fixture
def calendar(adviser_client):
    def ask(**query):
        return adviser_client.get(reverse("programs:offerings"), query)

    return ask


def titles(page):
    return [row.offering.title for row in page.context["rows"]]


@pytest.mark.parametrize(
    ("about", "views"),
    [
        pytest.param({}, {View.AHEAD, View.TAKING}, id="open"),
        pytest.param({"apply_by": "today"}, {View.AHEAD, View.TAKING}, id="on the last day"),
        pytest.param(PAST_CALL, {View.AHEAD}, id="too late to apply"),
        pytest.param({"state": "closed"}, {View.AHEAD}, id="closed"),
        pytest.param({"state": "draft"}, {View.DRAFTS}, id="a draft"),
        pytest.param({"state": "cancelled"}, {View.OVER}, id="cancelled"),
        pytest.param(OVER, {View.OVER}, id="over"),
        pytest.param(OVER | {"ends_on": "today"}, {View.AHEAD}, id="ends today"),
        pytest.param(OVER | {"state": "draft"}, {View.DRAFTS}, id="a draft that came too late"),
    ],
)
def test_each_stands_where_its_days_and_state_put_it(calendar, program, office, about, views):
    today = timezone.localdate(timezone=ZoneInfo(office.time_zone))
    about = {name: today if value == "today" else value for name, value in about.items()}
    OfferingFactory(program=program, **about)
    pages = {view: calendar(show=view) for view in View}
    assert {view for view in View if titles(pages[view])} == views
    counts = {code: count for code, _label, count in pages[View.AHEAD].context["views"]}
    assert {code for code, count in counts.items() if count} == views


def test_what_is_ahead_begins_with_the_next_and_what_is_over_with_the_last(calendar, program):
    for title, day in (("late", 9), ("soon", 2)):
        OfferingFactory(
            program=program, title=title, starts_on=date(2031, 3, day), ends_on="2031-04-01"
        )
        past = {"starts_on": date(2020, 3, day), "ends_on": date(2020, 4, 1)}
        OfferingFactory(program=program, title=title, **(OVER | past))
    assert titles(calendar()) == ["soon", "late"]
    assert titles(calendar(show="over")) == ["late", "soon"]
    assert titles(calendar(sort="-title")) == ["soon", "late"]
    assert titles(calendar(show="nonsense", sort="nonsense", page="x")) == ["soon", "late"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("миссия", ["Миссия в Дубай"]),
        ("МИССИЯ дуб", ["Миссия в Дубай"]),
        ("abu", ["Миссия в Дубай"]),  # a stop on the way
        ("first", ["Fair", "Миссия в Дубай"]),  # the program
        ("fair dubai", []),
        (" ", ["Fair", "Миссия в Дубай"]),
    ],
)
def test_every_word_stands_somewhere(calendar, program, words, found):
    mission = OfferingFactory(program=program, title="Миссия в Дубай")
    days = {"starts_on": mission.starts_on, "ends_on": mission.ends_on}
    mission.stops.create(order=1, place="Abu Dhabi", **days)
    OfferingFactory(program=program, title="Fair", kind="fair")
    assert sorted(titles(calendar(q=words))) == found


def test_it_is_narrowed_by_kind_and_program(calendar, program):
    OfferingFactory(program=program, title="Fair", kind="fair")
    other = OfferingFactory(program=ProgramFactory(office=None), title="Course", kind="course")
    assert titles(calendar(kind="fair")) == ["Fair"]
    assert titles(calendar(program=other.program_id)) == ["Course"]


def test_programs_of_other_offices_are_not_there(calendar, program):
    OfferingFactory(program=ProgramFactory(office=OfficeFactory()))
    page = calendar()
    assert (titles(page), page.context["views"][0][2]) == ([], 0)
    assert "Nothing dated in this view" in page.text


def test_an_adviser_reads_which_of_the_own_firms_go(calendar, program, firm, foreign_firm):
    offering = OfferingFactory(program=program, seats=9)
    ApplicationFactory(offering=offering, firm=firm, state="waiting")
    ApplicationFactory(offering=offering, firm=foreign_firm)
    ApplicationFactory(
        offering=offering, firm=FirmFactory(), state="refused", because={"code": "x"}
    )
    [row] = calendar().context["rows"]
    assert (row.asked, row.undecided, row.named, row.more) == (2, 1, [firm.legal_name], 0)


def test_a_manager_reads_two_firms_and_how_many_more(manager_client, program, office):
    offering = OfferingFactory(program=program)
    for letter in "CABD":
        firm = FirmFactory(office=office, legal_name=letter, normalised_name=letter.lower())
        ApplicationFactory(offering=offering, firm=firm)
    page = manager_client.get(reverse("programs:offerings"))
    [row] = page.context["rows"]
    assert (row.named, row.more) == (["A", "B"], 2)
    assert "and 2 more" in page.text


@pytest.mark.parametrize(
    ("client", "drafts", "shown"),
    [
        ("adviser_client", 0, False),
        ("adviser_client", 2, True),
        ("manager_client", 0, True),
        ("manager_client", 2, True),
    ],
)
def test_drafts_are_named_to_who_makes_them_and_where_there_are_some(
    request, program, client, drafts, shown
):
    OfferingFactory.create_batch(drafts, program=program, state="draft")
    page = request.getfixturevalue(client).get(reverse("programs:offerings"), {"show": "drafts"})
    assert len(titles(page)) == drafts
    assert (View.DRAFTS in {code for code, _label, _count in page.context["views"]}) is shown


@pytest.mark.parametrize("client", ["expert_client", "firm_owner_client"])
def test_who_has_nothing_to_do_with_offerings_does_not_open_it(request, client):
    page = request.getfixturevalue(client).get(reverse("programs:offerings"))
    assert page.status_code == 403


def test_the_rows_alone_are_sent_for_a_filter(calendar, adviser_client, program):
    OfferingFactory(program=program)
    part = adviser_client.get(reverse("programs:offerings"), headers={"HX-Request": "true"})
    assert "<table" in part.text
    assert "<html" not in part.text


@pytest.mark.parametrize("size", [2, 25])
def test_it_costs_the_same_for_many(calendar, program, firm, size, django_assert_max_num_queries):
    for offering in OfferingFactory.create_batch(size, program=program):
        ApplicationFactory(offering=offering, firm=firm)
    assert Offering.objects.count() == size
    with django_assert_max_num_queries(12):
        calendar(q="invented")
