"""The attendance grid through the whole stack: partial save, exact counts, one version a row."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from firms.audit.models import AuditEvent
from programs.allocation.models import Stop
from programs.engagements import actions
from programs.engagements.models import DeliveryFact, Engagement
from programs.engagements.rules import Attendance, delivered
from programs.engagements.standing import sessions_of
from tests.factories.firms import AssignmentFactory
from tests.factories.programs import EngagementFactory, OfferingFactory

SUN, MON, TUE = date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def course(db, on_monday):
    """Three days, of which today is the second."""
    return OfferingFactory(starts_on=SUN, ends_on=TUE, apply_by=date(2026, 2, 1), seats=300)


@pytest.fixture
def enroll(course, adviser, office):
    def some(number, **fields):
        firms = [
            AssignmentFactory(adviser=adviser, firm__office=office).firm for _n in range(number)
        ]
        fields = {"state": "active", "starts_on": SUN} | fields
        return [EngagementFactory(firm=firm, offering=course, **fields) for firm in firms]

    return some


@pytest.fixture
def pair(enroll):
    return enroll(2)


@pytest.fixture
def address(course):
    return reverse("programs:offering-attendance", args=[course.pk])


@pytest.fixture
def opened(adviser_client, address):
    """The hidden fields of the page as it was opened."""

    def fields():
        rows = adviser_client.get(address).context["rows"]
        return {f"r{row.key}": row.token for row in rows}

    return fields


def on_record(engagement):
    facts = engagement.facts.in_force().order_by("occurred_on", "pk")
    return [(fact.occurred_on, fact.attendance or fact.hours) for fact in facts]


def test_marks_and_hours_are_saved_at_once(adviser_client, address, pair, opened, adviser):
    first, second = pair
    posted = opened() | {
        f"d{first.pk}-0": "present",
        f"d{first.pk}-1": "late",
        f"h{first.pk}": "7.5",
        f"d{second.pk}-1": "absent",
    }
    answer = adviser_client.post(address, posted, follow=True)
    assert "2 rows saved." in answer.content.decode()
    assert on_record(first) == [(SUN, "present"), (SUN, Decimal("7.50")), (MON, "late")]
    assert on_record(second) == [(MON, "absent")]
    assert AuditEvent.objects.filter(kind="engagement.attended", actor=adviser).count() == 2


def test_untouched_rows_are_left_alone(adviser_client, address, pair, opened):
    answer = adviser_client.post(address, opened(), follow=True)
    assert "0 rows saved." in answer.content.decode()
    assert not DeliveryFact.objects.exists()


def test_what_is_wrong_stays_as_typed_and_the_rest_is_saved(adviser_client, address, pair, opened):
    first, second = pair
    posted = opened() | {
        f"d{first.pk}-1": "present",
        f"d{second.pk}-1": "late",
        f"h{second.pk}": "seven",
    }
    answer = adviser_client.post(address, posted)
    page = answer.content.decode()
    assert "1 row saved. 1 row is wrong and stays as you typed it." in page
    assert "Enter hours in digits, such as 3 or 7.5." in page
    assert 'value="seven"' in page
    assert (on_record(first), on_record(second)) == ([(MON, "present")], [])
    wrong = next(row for row in answer.context["rows"] if row.key == second.pk)
    mended = {f"r{second.pk}": wrong.token, f"d{second.pk}-1": "late", f"h{second.pk}": "7"}
    adviser_client.post(address, mended)
    assert on_record(second) == [(SUN, Decimal("7.00")), (MON, "late")]


def test_a_row_somebody_changed_meanwhile_is_shown_not_overwritten(
    adviser_client, address, pair, opened, adviser
):
    first, second = pair
    before = opened()
    actions.note_attendance(engagement=first, attendance=Attendance.EXCUSED, on=MON, by=adviser)
    posted = before | {f"d{first.pk}-1": "absent", f"d{second.pk}-1": "present"}
    answer = adviser_client.post(address, posted)
    page = answer.content.decode()
    assert "1 row saved. 1 row was changed by somebody else meanwhile" in page
    assert f"{adviser.name} changed this row at" in page
    assert "You typed: 2 March Absent." in page
    assert (on_record(first), on_record(second)) == ([(MON, "excused")], [(MON, "present")])


def test_an_untouched_row_that_changed_meanwhile_is_no_conflict(
    adviser_client, address, pair, opened, adviser
):
    first, second = pair
    before = opened()
    actions.note_attendance(engagement=first, attendance=Attendance.EXCUSED, on=MON, by=adviser)
    answer = adviser_client.post(address, before | {f"d{second.pk}-1": "late"}, follow=True)
    assert "1 row saved." in answer.content.decode()


def test_a_second_look_corrects_by_new_rows(adviser_client, address, pair, opened):
    first, _second = pair
    adviser_client.post(address, opened() | {f"d{first.pk}-1": "absent", f"h{first.pk}": "2"})
    again = {f"d{first.pk}-1": "late", f"h{first.pk}": "3"}
    adviser_client.post(address, opened() | again)
    assert on_record(first) == [(SUN, Decimal("3.00")), (MON, "late")]
    assert first.facts.count() == 4
    found = delivered(fact.as_rule() for fact in first.facts.all())
    assert (found.hours, found.days_there) == (3, 1)


def test_the_same_post_twice_writes_once(adviser_client, address, pair, opened):
    first, _second = pair
    posted = opened() | {f"d{first.pk}-1": "present"}
    adviser_client.post(address, posted)
    adviser_client.post(address, posted)
    assert first.facts.count() == 1


def test_who_did_not_appear_is_moved(adviser_client, address, pair, opened):
    first, second = pair
    posted = opened() | {f"n{first.pk}": "1", f"d{first.pk}-1": "absent", f"n{second.pk}": "1"}
    adviser_client.post(address, posted)
    assert set(Engagement.objects.values_list("state", flat=True)) == {"no_show"}
    assert first.transitions.get().occurred_on == MON
    assert on_record(first) == [(MON, "absent")]
    page = adviser_client.get(address).content.decode()
    assert page.count("Did not appear</span>") == 2


def test_who_was_there_is_no_no_show(adviser_client, address, pair, opened):
    first, _second = pair
    posted = opened() | {f"n{first.pk}": "1", f"d{first.pk}-1": "present"}
    page = adviser_client.post(address, posted).content.decode()
    assert "The firm was there on a day; it cannot be a no-show." in page
    first.refresh_from_db()
    assert (first.state, on_record(first)) == ("active", [])


def test_a_day_ahead_cannot_be_filled_in(adviser_client, address, pair, opened):
    first, _second = pair
    page = adviser_client.post(address, opened() | {f"d{first.pk}-2": "present"}).content.decode()
    assert "One of these days has not come yet." in page
    assert on_record(first) == []


def test_rows_of_others_are_neither_shown_nor_written(other_adviser_client, address, pair, opened):
    first, _second = pair
    posted = opened() | {f"d{first.pk}-1": "present"}
    page = other_adviser_client.post(address, posted, follow=True).content.decode()
    assert first.firm.legal_name not in page
    assert on_record(first) == []


def test_a_row_that_left_the_list_meanwhile_is_named(
    adviser_client, address, pair, opened, adviser
):
    first, second = pair
    posted = opened() | {f"d{first.pk}-1": "present", f"d{second.pk}-1": "present"}
    actions.cancel_engagement(engagement=first, by=adviser, reason="Sold")
    page = adviser_client.post(address, posted).content.decode()
    assert "1 row saved. 1 row was not saved: that help is no longer on this list." in page
    assert on_record(first) == []


def test_many_firms_stand_on_pages_of_two_hundred(adviser_client, address, enroll):
    enroll(201)
    first = adviser_client.get(address)
    second = adviser_client.get(address, {"page": 2})
    assert (len(first.context["rows"]), len(second.context["rows"])) == (200, 1)
    assert "201 firms in your view." in first.content.decode()


def test_who_only_applied_is_not_on_the_grid(adviser_client, address, enroll):
    enroll(1, state="applied", starts_on=None)
    assert "Nobody to note yet" in adviser_client.get(address).content.decode()


@pytest.mark.parametrize("who", ["administrator_client", "firm_owner_client", "expert_client"])
def test_others_note_nothing(request, who, address, pair):
    client = request.getfixturevalue(who)
    assert (client.get(address).status_code, client.post(address).status_code) == (403, 403)


@pytest.mark.parametrize("size", [20, 200])
def test_the_page_costs_the_same_for_any_number_of_firms(
    adviser_client, address, enroll, size, django_assert_num_queries
):
    enroll(size)
    with django_assert_num_queries(GET_QUERIES):
        adviser_client.get(address)


@pytest.mark.parametrize("size", [20, 200])
def test_saving_costs_the_same_for_any_number_of_firms(
    adviser_client, address, enroll, opened, size, django_assert_num_queries
):
    changed = enroll(size)[:15]
    posted = opened() | {f"d{row.pk}-{day}": "present" for row in changed for day in (0, 1)}
    posted |= {f"h{row.pk}": "8" for row in changed}
    with django_assert_num_queries(POST_QUERIES):
        adviser_client.post(address, posted)
    assert DeliveryFact.objects.count() == 15 * 3


def test_two_hundred_changed_rows_are_written_in_batches(
    adviser_client, address, enroll, opened, django_assert_max_num_queries
):
    rows = enroll(200)
    posted = opened() | {f"d{row.pk}-{day}": "present" for row in rows for day in (0, 1)}
    posted |= {f"h{row.pk}": "8" for row in rows}
    with django_assert_max_num_queries(POST_QUERIES + 10):
        adviser_client.post(address, posted)
    assert DeliveryFact.objects.count() == 600


#: Session, person and the page: engagements, facts, offering, what the frame shows.
GET_QUERIES = 10
#: Besides: the lock, facts of the locked, new facts and events in batches, savepoints.
POST_QUERIES = 14


def test_the_days_are_those_of_its_stops(course, adviser_client, address, pair):
    Stop.objects.create(offering=course, order=1, place="A", starts_on=SUN, ends_on=SUN)
    Stop.objects.create(offering=course, order=2, place="B", starts_on=TUE, ends_on=TUE)
    assert sessions_of(course) == (SUN, TUE)
    assert adviser_client.get(address).status_code == 200


def test_a_long_course_is_cut_after_two_weeks(course):
    course.ends_on = date(2026, 4, 30)
    assert len(sessions_of(course)) == 14
