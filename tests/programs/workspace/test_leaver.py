"""A colleague leaves: shown first, then moved as a whole, and nothing is left behind."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from firms.accounts.models import Absence, User
from firms.audit.models import AuditEvent
from firms.register.actions import assign_adviser, let_go
from firms.register.errors import NotAnAdviser
from firms.register.models import CaseloadAssignment
from firms.staff.errors import NotYourself
from programs.allocation.models import Reviewer
from programs.followups.actions import dispatch
from tests.factories.firms import AbsenceFactory, AssignmentFactory, UserFactory
from tests.factories.programs import OfferingFactory, ReviewerFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def caseload(adviser, firm, office):
    """Five firms of the leaver."""
    return [firm, *(each.firm for each in AssignmentFactory.create_batch(4, adviser=adviser))]


def held():
    rows = CaseloadAssignment.objects.current().order_by("adviser")
    return [row.adviser_id for row in rows]


def test_the_preview_writes_nothing(administrator_client, adviser, other_adviser, caseload):
    page = administrator_client.post(
        reverse("workspace:leaver", args=[adviser.pk]),
        {"heirs": [other_adviser.pk], "act": "preview"},
    )
    assert "What would happen" in page.content.decode()
    assert held() == [adviser.pk] * 5


def test_several_share_evenly_and_the_sign_in_ends(
    administrator_client, adviser, other_adviser, caseload, office
):
    third = UserFactory(role="adviser", office=office)
    page = reverse("workspace:leaver", args=[adviser.pk])
    sent = {"heirs": [other_adviser.pk, third.pk], "reason": "Moves abroad"}
    shown = administrator_client.post(page, sent | {"act": "preview"}).context["plan"]
    administrator_client.post(page, sent | {"act": "confirm", "seen": shown.fingerprint})
    assert sorted(held()) == sorted([other_adviser.pk] * 3 + [third.pk] * 2) or sorted(
        held()
    ) == sorted([other_adviser.pk] * 2 + [third.pk] * 3)
    assert not User.objects.get(pk=adviser.pk).is_active


def test_a_caseload_that_changed_meanwhile_is_shown_again(
    administrator_client, adviser, other_adviser, caseload
):
    page = reverse("workspace:leaver", args=[adviser.pk])
    sent = {"heirs": [other_adviser.pk], "reason": ""}
    shown = administrator_client.post(page, sent | {"act": "preview"}).context["plan"]
    AssignmentFactory(adviser=adviser)
    refused = administrator_client.post(page, sent | {"act": "confirm", "seen": shown.fingerprint})
    assert "The caseload has changed meanwhile" in refused.content.decode()
    assert held() == [adviser.pk] * 6
    assert User.objects.get(pk=adviser.pk).is_active
    fresh = refused.context["plan"].fingerprint
    administrator_client.post(page, sent | {"act": "confirm", "seen": fresh})
    assert held() == [other_adviser.pk] * 6


def test_who_is_leaving_gets_no_firm_any_more(administrator, adviser, unassigned_firm):
    known = User.objects.get(pk=adviser.pk)  # as another page read it before
    let_go(leaver=adviser, heirs=[], by=administrator)
    with pytest.raises(NotAnAdviser):
        assign_adviser(firm=unassigned_firm, adviser=known, by=administrator)


def test_what_was_told_to_the_leaver_is_told_to_the_heir(
    due, administrator, adviser, other_adviser
):
    dispatch(now=NOW)
    let_go(leaver=adviser, heirs=[other_adviser], by=administrator)
    for _each in range(2):
        dispatch(now=NOW + timedelta(days=1))
    assert [message.to for message in mail.outbox] == [[adviser.email], [other_adviser.email]]


def test_without_an_heir_the_office_has_them(administrator, adviser, caseload):
    let_go(leaver=adviser, heirs=[], by=administrator)
    assert held() == []
    assert CaseloadAssignment.objects.filter(adviser=adviser, ended_on=None).count() == 0


def test_whom_the_leaver_was_to_cover_for_is_left_uncovered(administrator, adviser, other_adviser):
    AbsenceFactory(
        user=other_adviser,
        delegate=adviser,
        starts_on=date(2090, 1, 1),
        ends_on=date(2090, 1, 5),
    )
    let_go(leaver=adviser, heirs=[], by=administrator)
    assert Absence.objects.get().delegate is None


def test_all_or_nothing(administrator, caseload, adviser):
    ReviewerFactory(person=adviser)
    with pytest.raises(NotAnAdviser):  # met after the sign-in has ended
        let_go(leaver=adviser, heirs=[administrator], by=administrator)
    assert held() == [adviser.pk] * 5
    assert User.objects.get(pk=adviser.pk).is_active
    assert Reviewer.objects.filter(person=adviser).exists()


def test_nobody_leaves_by_their_own_hand(administrator, caseload, adviser):
    with pytest.raises(NotYourself):
        let_go(leaver=adviser, heirs=[], by=adviser)
    assert held() == [adviser.pk] * 5


# Reviews -----------------------------------------------------------------------------------------


@pytest.fixture
def reviews(adviser, other_adviser, today):
    """The leaver reviews what has not begun, what has been and what was cancelled."""
    over = {
        "starts_on": date(2020, 3, 1),
        "ends_on": date(2020, 3, 5),
        "apply_by": date(2020, 2, 1),
    }
    ahead, past = OfferingFactory(title="Ahead"), OfferingFactory(title="Past", **over)
    cancelled = OfferingFactory(title="Cancelled", state="cancelled")
    soon = OfferingFactory(title="Soon", starts_on=today, apply_by=date(2020, 2, 1))
    for offering in (ahead, past, cancelled, soon):
        ReviewerFactory(offering=offering, person=adviser)
    ReviewerFactory(offering=ahead, person=other_adviser)


def reviewed_by(person):
    rows = Reviewer.objects.filter(person=person).order_by("offering__title")
    return list(rows.values_list("offering__title", flat=True))


def test_nobody_waits_for_the_points_of_who_has_left(
    reviews, administrator, adviser, other_adviser
):
    let_go(leaver=adviser, heirs=[], by=administrator)
    assert reviewed_by(adviser) == ["Cancelled", "Past"]  # as it was, when it was
    assert reviewed_by(other_adviser) == ["Ahead"]
    dismissed = AuditEvent.objects.filter(kind="reviewer.dismissed", actor=administrator)
    assert [row.data["offering"] for row in dismissed.order_by("pk")] == ["Ahead", "Soon"]


def test_the_preview_says_what_is_left_without_a_reviewer(reviews, administrator_client, adviser):
    page = reverse("workspace:leaver", args=[adviser.pk])
    shown = administrator_client.post(page, {"act": "preview"})
    assert shown.context["reviews"] == 2
    assert "appoint somebody else there" in shown.content.decode()
    assert reviewed_by(adviser) == ["Ahead", "Cancelled", "Past", "Soon"]


def test_without_reviews_nothing_is_said_of_them(administrator_client, adviser):
    page = administrator_client.post(
        reverse("workspace:leaver", args=[adviser.pk]), {"act": "preview"}
    )
    assert "appoint somebody else there" not in page.content.decode()
