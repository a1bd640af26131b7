"""Forms about stages and help that are sent twice have one effect: a double click, a reload."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.methodology.models import PackVersion
from assessments.methodology.selectors import pack_of
from assessments.profiles.actions import complete_assessment
from assessments.profiles.models import ConstraintProfile, StagePlacement, StageProposal
from assessments.responses.models import Assessment
from firms.audit.models import AuditEvent
from firms.register.models import Firm
from programs.catalogue.actions import load_interventions
from programs.engagements.models import Engagement, EngagementTransition
from programs.followups.models import FollowUp
from programs.matching.actions import refresh_recommendations
from programs.matching.models import Recommendation, RecommendationSet
from tests.factories.assessments import AssessmentFactory, answers_of, publish_default_pack
from tests.factories.programs import EngagementFactory, FollowUpFactory, InterventionFactory

pytestmark = pytest.mark.usefixtures("on_monday")

TODAY = date(2026, 3, 2)


@pytest.fixture
def pack(db) -> PackVersion:
    version = publish_default_pack()
    load_interventions(pack_version=version)
    return version


@pytest.fixture
def draft(pack, firm, adviser) -> Assessment:
    answers = answers_of(pack_of(pack), 1)
    return AssessmentFactory(
        firm=firm, pack=pack, started_by=adviser, answers=answers, assessed_on=TODAY
    )


@pytest.fixture
def proposal(draft, adviser) -> StageProposal:
    complete_assessment(assessment=draft, by=adviser)
    return draft.firm.stage_proposals.get()


@pytest.fixture
def recommended(proposal) -> RecommendationSet:
    return refresh_recommendations(firm_id=proposal.firm_id)


@pytest.fixture
def best(recommended) -> Recommendation:
    return recommended.items.filter(is_eligible=True, needs_reason=False).order_by("rank")[0]


@pytest.fixture
def planned(firm) -> Engagement:
    return EngagementFactory(firm=firm, decided_on=TODAY, intervention=InterventionFactory())


@pytest.fixture
def follow_up(firm) -> FollowUp:
    return FollowUpFactory(firm=firm)


def kinds_of(firm: Firm) -> list[str]:
    """The kinds of events on the firm's timeline."""
    return list(AuditEvent.objects.filter(firm=firm).values_list("kind", flat=True))


def test_an_assignment(adviser_client, best, firm, twice):
    page = twice(adviser_client, reverse("programs:recommendation-accept", args=[best.pk]))
    assert page.redirect_chain == [(firm.get_absolute_url(), 302)]
    assert Engagement.objects.count() == EngagementTransition.objects.count() == 1
    assert kinds_of(firm).count("engagement.planned") == 1


def test_a_bundle(adviser_client, recommended, firm, twice):
    two = [row.pk for row in recommended.items.filter(is_eligible=True).order_by("rank")[:2]]
    sent = {"recommendation": two, "reason": "It answers what holds the firm back."}
    twice(adviser_client, reverse("programs:bundle-accept", args=[firm.pk]), sent)
    assert Engagement.objects.count() == 2


def test_an_assignment_taken_back(adviser_client, best, twice):
    adviser_client.post(reverse("programs:recommendation-accept", args=[best.pk]))
    made = Engagement.objects.get()
    twice(adviser_client, reverse("programs:engagement-undo", args=[made.pk]))
    assert EngagementTransition.objects.filter(after="cancelled").count() == 1


def test_a_declined_recommendation(adviser_client, best, firm, twice):
    twice(
        adviser_client,
        reverse("programs:recommendation-decline", args=[best.pk]),
        {"reason": "Done before"},
    )
    assert kinds_of(firm).count("recommendation.declined") == 1


def test_the_start_of_an_assessment(adviser_client, pack, firm, twice):
    twice(adviser_client, reverse("assessments:start", args=[firm.pk]))
    assert Assessment.objects.count() == 1


def test_a_finished_assessment(adviser_client, draft, twice):
    twice(adviser_client, reverse("assessments:submit", args=[draft.pk]))
    assert ConstraintProfile.objects.count() == StageProposal.objects.count() == 1


def test_a_confirmed_stage(adviser_client, proposal, firm, twice):
    address = reverse("assessments:confirm-stage", args=[proposal.pk])
    twice(adviser_client, address, {"confirm-occurred_on": TODAY.isoformat()})
    assert StagePlacement.objects.count() == 1
    assert kinds_of(firm).count("stage.confirmed") == 1


def test_an_overridden_stage(adviser_client, proposal, twice):
    sent = {
        "override-stage": "growth_expansion",
        "override-reason": "Three buyers abroad signed contracts last week.",
        "override-occurred_on": TODAY.isoformat(),
    }
    twice(adviser_client, reverse("assessments:override-stage", args=[proposal.pk]), sent)
    assert StagePlacement.objects.count() == 1


def test_a_start_and_a_completion(adviser_client, planned, firm, twice):
    twice(
        adviser_client,
        reverse("programs:engagement-start", args=[planned.pk]),
        {"on": "2026-01-10"},
    )
    address = reverse("programs:engagement-complete", args=[planned.pk])
    twice(adviser_client, address, {"completed_on": "2026-02-16"})
    moves = planned.transitions.order_by("pk").values_list("after", flat=True)
    assert list(moves) == ["active", "completed"]
    assert planned.follow_ups.count() == len(planned.intervention.follow_up_days)
    assert kinds_of(firm).count("followup.scheduled") == 1


def test_an_answer_with_the_next_follow_up(adviser_client, follow_up, twice):
    sent = {"offer_or_deal": "One order", "next_contact": "month"}
    twice(adviser_client, reverse("programs:follow-up-done", args=[follow_up.pk]), sent)
    follow_up.refresh_from_db()
    assert (follow_up.state, FollowUp.objects.exclude(pk=follow_up.pk).count()) == ("done", 1)


@pytest.mark.parametrize(
    ("name", "sent", "kind"),
    [
        pytest.param("follow-up-snooze", {"until": "2026-03-09"}, "followup.snoozed", id="put off"),
        pytest.param(
            "follow-up-reschedule", {"due_on": "2026-03-09"}, "followup.rescheduled", id="moved"
        ),
        pytest.param("follow-up-skip", {"reason": "Closed"}, "followup.skipped", id="skipped"),
        pytest.param("follow-up-unreachable", {}, "followup.unreachable", id="not reached"),
    ],
)
def test_what_else_is_done_with_a_follow_up(
    adviser_client, follow_up, firm, twice, name, sent, kind
):
    twice(adviser_client, reverse(f"programs:{name}", args=[follow_up.pk]), sent)
    assert kinds_of(firm).count(kind) == 1


def test_a_follow_up_planned_by_hand(adviser_client, firm, twice):
    sent = {"subject": "Ask about the sample", "due_on": "2026-03-20"}
    twice(adviser_client, reverse("programs:follow-up-new", args=[firm.pk]), sent)
    assert FollowUp.objects.count() == 1
