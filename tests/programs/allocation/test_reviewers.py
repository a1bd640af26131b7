"""Reviewers: who is appointed, what they see, and whose points they see when."""

from datetime import date

import pytest

from firms.audit.models import AuditEvent
from programs.allocation import actions
from programs.allocation.errors import (
    CannotReview,
    InterestDeclared,
    NotApplied,
    NotReviewer,
    OwnFirm,
    OwnWords,
)
from programs.allocation.models import Application, ApplicationDocument, Reviewer, Rivalry, Score
from programs.allocation.selectors import why_no_points
from tests.factories.firms import AbsenceFactory, FirmFactory, UserFactory
from tests.factories.programs import (
    ApplicationFactory,
    OfferingFactory,
    ProgramFactory,
    ReviewerFactory,
)


@pytest.fixture
def offering(office):
    return OfferingFactory(program=ProgramFactory(office=office), seats=2)


@pytest.fixture
def application(offering, firm):
    """Of a firm in the caseload of `adviser`."""
    return ApplicationFactory(offering=offering, firm=firm)


@pytest.fixture
def foreign_application(offering, foreign_firm):
    """Of a firm in the caseload of `other_adviser`."""
    return ApplicationFactory(offering=offering, firm=foreign_firm)


@pytest.fixture
def appoint(offering, office_manager):
    def make(person):
        return actions.appoint_reviewer(offering=offering, person=person, by=office_manager)

    return make


@pytest.fixture
def third(office):
    """A reviewer who looks after no firm."""
    return UserFactory(role="adviser", office=office)


# Appointing --------------------------------------------------------------------------------------


def test_a_reviewer_is_appointed_once_and_on_record(offering, adviser, appoint):
    assert appoint(adviser) == appoint(adviser)
    event = AuditEvent.objects.get(kind="reviewer.appointed")
    assert (event.target_id, event.data["person"]) == (offering.pk, adviser.name)


def test_the_dismissed_are_on_record_and_their_points_stay(
    foreign_application, adviser, office_manager, appoint
):
    reviewer = appoint(adviser)
    actions.score_application(application=foreign_application, by=adviser, points=70)
    actions.dismiss_reviewer(reviewer=reviewer, by=office_manager)
    actions.dismiss_reviewer(reviewer=reviewer, by=office_manager)
    assert AuditEvent.objects.filter(kind="reviewer.dismissed").count() == 1
    assert (Reviewer.objects.count(), Score.objects.get().points) == (0, 70)
    with pytest.raises(NotReviewer):
        actions.score_application(application=foreign_application, by=adviser, points=80)


@pytest.mark.parametrize(
    "somebody",
    [
        pytest.param({"role": "expert", "office": None}, id="sees no firm"),
        pytest.param({"role": "administrator", "office": None}, id="decides nothing"),
        pytest.param({"role": "firm_owner", "office": None}, id="not of the agency"),
        pytest.param({"role": "adviser"}, id="of another office"),
        pytest.param({"role": "manager", "office": None, "is_active": False}, id="has left"),
    ],
)
def test_who_cannot_be_appointed(appoint, somebody):
    with pytest.raises(CannotReview):
        appoint(UserFactory(**somebody))


def test_a_program_of_all_offices_takes_reviewers_of_any(manager, office):
    reviewer = actions.appoint_reviewer(
        offering=OfferingFactory(program=ProgramFactory(office=None)),
        person=UserFactory(role="adviser"),
        by=manager,
    )
    assert reviewer.appointed_by == manager


# What they see -----------------------------------------------------------------------------------


@pytest.mark.asvs("8.2.2")
def test_a_reviewer_sees_all_that_asked_for_it(application, foreign_application, adviser, appoint):
    assert set(Application.objects.visible_to(adviser)) == {application}
    appoint(adviser)
    elsewhere = ApplicationFactory(firm=foreign_application.firm)
    assert set(Application.objects.visible_to(adviser)) == {application, foreign_application}
    assert set(Application.objects.with_firm_in_view(adviser)) == {application}
    assert elsewhere not in Application.objects.visible_to(adviser)


@pytest.mark.asvs("8.2.2")
def test_who_moved_to_another_office_sees_no_more(
    foreign_application, adviser, appoint, other_office
):
    appoint(adviser)
    adviser.office = other_office
    adviser.save()
    assert not Application.objects.visible_to(adviser).exists()


@pytest.mark.asvs("8.2.2")
def test_competitors_are_kept_apart_by_who_sees_both(
    application, foreign_application, adviser, office_manager, appoint
):
    appoint(adviser)
    actions.keep_apart(
        first=application, second=foreign_application, by=office_manager, reason="The same."
    )
    assert not Rivalry.objects.visible_to(adviser).exists()
    assert Rivalry.objects.visible_to(office_manager).exists()


@pytest.mark.asvs("8.2.2")
def test_firms_see_no_reviewers_and_no_more_than_before(
    application, foreign_application, firm_owner, appoint, adviser
):
    appoint(adviser)
    assert not Reviewer.objects.visible_to(firm_owner).exists()
    assert not Score.objects.visible_to(firm_owner).exists()
    assert set(Application.objects.visible_to(firm_owner)) == {application}
    assert not ApplicationDocument.objects.visible_to(firm_owner).exists()


# Who gives points --------------------------------------------------------------------------------


def test_before_anybody_is_appointed_who_answers_for_the_program_scores(
    application, office_manager, adviser
):
    actions.score_application(application=application, by=office_manager, points=60)
    with pytest.raises(NotReviewer):
        actions.score_application(application=application, by=adviser, points=100)


def test_a_manager_of_one_office_scores_nothing_of_all_offices(office_manager, firm):
    row = ApplicationFactory(offering=OfferingFactory(program=ProgramFactory()), firm=firm)
    with pytest.raises(NotReviewer):
        actions.score_application(application=row, by=office_manager, points=60)


def test_where_reviewers_are_appointed_only_they_score(
    foreign_application, office_manager, adviser, appoint
):
    appoint(adviser)
    actions.score_application(application=foreign_application, by=adviser, points=60)
    with pytest.raises(NotReviewer):
        actions.score_application(application=foreign_application, by=office_manager, points=60)


def test_nobody_scores_a_firm_of_the_own_caseload(application, adviser, other_adviser, appoint):
    appoint(adviser)
    with pytest.raises(OwnFirm):
        actions.score_application(application=application, by=adviser, points=100)


def test_nor_one_that_is_covered_for_today(application, adviser, third, appoint):
    appoint(third)
    AbsenceFactory(
        user=adviser, delegate=third, starts_on=date(2020, 1, 1), ends_on=date(2099, 1, 1)
    )
    with pytest.raises(OwnFirm):
        actions.score_application(application=application, by=third, points=100)


def test_nobody_scores_the_own_words(offering, office, third, appoint):
    appoint(third)
    row = actions.apply_for_seat(offering=offering, firm=FirmFactory(office=office), by=third)
    with pytest.raises(OwnWords):
        actions.score_application(application=row, by=third, points=100)


def test_nobody_scores_after_an_interest_or_an_end(foreign_application, adviser, appoint):
    appoint(adviser)
    actions.declare_interest(application=foreign_application, by=adviser, reason="A cousin.")
    with pytest.raises(InterestDeclared):
        actions.score_application(application=foreign_application, by=adviser, points=10)
    actions.withdraw(application=foreign_application, by=None)
    with pytest.raises(NotApplied):
        actions.score_application(application=foreign_application, by=adviser, points=10)


@pytest.fixture
def everything_that_keeps_out(offering, office, third, appoint, office_manager):
    """Applications of every standing, and the one that is left."""
    appoint(third)
    rows = [
        ApplicationFactory(offering=offering, firm__office=office, recorded_by=each)
        for each in (None, third, None, None)
    ]
    actions.declare_interest(application=rows[2], by=third, reason="A cousin.")
    actions.withdraw(application=rows[3], by=None)
    return rows


def test_what_waits_is_what_may_be_scored(everything_that_keeps_out, application, third):
    own = application.firm.assignments.get()
    own.adviser = third
    own.save()
    waiting = Application.objects.visible_to(third).awaiting_points_of(third)
    free = [
        row
        for row in Application.objects.with_standing_of(third).select_related("offering__program")
        if why_no_points(row, third) is None
    ]
    assert list(waiting) == free == everything_that_keeps_out[:1]
    actions.score_application(application=free[0], by=third, points=50)
    assert not Application.objects.awaiting_points_of(third).exists()


# Blind until given -------------------------------------------------------------------------------


@pytest.mark.asvs("8.2.2")
def test_points_of_others_show_after_the_own(offering, office, adviser, third, appoint):
    row = ApplicationFactory(offering=offering, firm__office=office)
    appoint(adviser)
    appoint(third)
    actions.score_application(application=row, by=adviser, points=90)
    assert not Score.objects.visible_to(third).exists()
    actions.score_application(application=row, by=third, points=30)
    assert Score.objects.visible_to(third).count() == 2


@pytest.mark.asvs("8.2.2")
def test_who_answers_for_the_program_sees_them_all(
    foreign_application, adviser, other_adviser, manager, office_manager, appoint
):
    appoint(adviser)
    appoint(office_manager)
    appoint(manager)
    actions.score_application(application=foreign_application, by=adviser, points=90)
    assert Score.objects.visible_to(manager).count() == 1
    assert Score.objects.visible_to(office_manager).count() == 1
    assert Score.objects.visible_to(other_adviser).count() == 1


@pytest.mark.asvs("8.2.2")
def test_a_manager_of_one_office_is_as_blind_about_a_program_of_all(office_manager, manager, firm):
    row = ApplicationFactory(offering=OfferingFactory(program=ProgramFactory()), firm=firm)
    ReviewerFactory(offering=row.offering, person=office_manager)
    ReviewerFactory(offering=row.offering, person=manager)
    actions.score_application(application=row, by=manager, points=90)
    assert not Score.objects.visible_to(office_manager).exists()


def test_the_timeline_says_that_points_were_given_not_how_many(
    foreign_application, adviser, appoint
):
    appoint(adviser)
    actions.score_application(application=foreign_application, by=adviser, points=93)
    event = AuditEvent.objects.get(kind="application.scored")
    assert ("93" in event.sentence, event.data["points"]) == (False, 93)
