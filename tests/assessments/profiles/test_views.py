"""Result, decision and panels: who may, and how many queries."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.profiles.actions import propose_stage
from assessments.profiles.models import ConstraintProfile, StagePlacement, StageProposal
from assessments.profiles.panels import stage_facts, way_so_far, what_holds_back
from firms.register.actions import record_market_event
from firms.register.models import Firm
from tests.factories.assessments import PlacementFactory

DAY = date(2026, 2, 2)
REASON = "A signed contract is on its way, seen by me."


def url(name: str, row: object) -> str:
    return reverse(f"assessments:{name}", args=[row.pk])  # type: ignore[attr-defined]


@pytest.fixture
def foreign_proposal(version, foreign_firm) -> StageProposal:
    return propose_stage(firm=foreign_firm, as_of=DAY)


def test_finishing_leads_to_the_result(adviser_client, filled):
    response = adviser_client.post(url("submit", filled))
    assert response.url == url("result", filled)
    assert adviser_client.get(response.url).status_code == 200


def test_finishing_twice_is_harmless(adviser_client, filled):
    adviser_client.post(url("submit", filled))
    response = adviser_client.post(url("submit", filled))
    assert (response.status_code, ConstraintProfile.objects.count()) == (302, 1)


def test_an_empty_assessment_goes_back_with_a_sentence(adviser_client, draft):
    response = adviser_client.post(url("submit", draft), follow=True)
    draft.refresh_from_db()
    assert draft.submitted_at is None
    assert "Answer at least one question first" in response.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("other_adviser_client", 404), ("expert_client", 403), ("firm_owner_client", 403)],
)
def test_who_may_not_finish(request, who, status, filled):
    response = request.getfixturevalue(who).post(url("submit", filled))
    filled.refresh_from_db()
    assert (response.status_code, filled.submitted_at) == (status, None)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("adviser_client", 200),
        ("manager_client", 200),
        ("administrator_client", 200),
        ("other_adviser_client", 404),
        ("expert_client", 403),
        ("firm_owner_client", 403),
    ],
)
def test_who_reads_a_result(request, who, status, finished):
    assert request.getfixturevalue(who).get(url("result", finished)).status_code == status


def test_a_draft_has_no_result(adviser_client, draft):
    response = adviser_client.get(url("result", draft))
    assert response.url == draft.firm.get_absolute_url()


def test_an_adviser_confirms_the_stage(adviser_client, proposal):
    response = adviser_client.post(
        url("confirm-stage", proposal), {"confirm-occurred_on": "2026-02-02"}
    )
    placement = proposal.firm.placements.get()
    assert (response.status_code, placement.occurred_on) == (302, DAY)


@pytest.mark.parametrize("name", ["confirm-stage", "override-stage", "proposal"])
def test_a_foreign_proposal_does_not_exist(adviser_client, foreign_proposal, name):
    data = {"confirm-occurred_on": "2026-02-02"}
    assert adviser_client.post(url(name, foreign_proposal), data).status_code in (404, 405)
    assert not StagePlacement.objects.exists()


def test_a_foreign_proposal_is_not_read(adviser_client, foreign_proposal):
    assert adviser_client.get(url("proposal", foreign_proposal)).status_code == 404


@pytest.mark.parametrize("who", ["expert_client", "administrator_client", "firm_owner_client"])
def test_who_may_not_confirm(request, who, proposal):
    data = {"confirm-occurred_on": "2026-02-02"}
    response = request.getfixturevalue(who).post(url("confirm-stage", proposal), data)
    assert (response.status_code, StagePlacement.objects.count()) == (403, 0)


def test_an_adviser_overrides_with_a_reason(adviser_client, proposal):
    data = {
        "override-stage": "active_engagement",
        "override-reason": REASON,
        "override-occurred_on": "2026-02-02",
    }
    response = adviser_client.post(url("override-stage", proposal), data)
    placement = proposal.firm.placements.get()
    assert (response.status_code, placement.stage) == (302, "active_engagement")


def test_an_override_without_a_reason_is_refused_at_the_form(adviser_client, proposal):
    data = {"override-stage": "active_engagement", "override-reason": "no"}
    response = adviser_client.post(url("override-stage", proposal), data)
    assert (response.status_code, StagePlacement.objects.count()) == (422, 0)


def test_a_refused_day_stands_at_the_form(adviser_client, proposal):
    response = adviser_client.post(
        url("confirm-stage", proposal), {"confirm-occurred_on": "2199-01-01"}
    )
    assert response.status_code == 422
    assert "A stage cannot be dated in the future." in response.content.decode()


def test_an_adviser_reads_the_record_again(adviser_client, version, exporter):
    response = adviser_client.post(url("propose", exporter), follow=True)
    assert "both gates are met" in response.content.decode()


def test_a_foreign_firm_is_not_proposed(adviser_client, version, foreign_firm):
    assert adviser_client.post(url("propose", foreign_firm)).status_code == 404
    assert not StageProposal.objects.exists()


@pytest.fixture
def storied_firm(firm: Firm, adviser, assess) -> Firm:
    """A firm with placements, markets and two profiles."""
    PlacementFactory(firm=firm, occurred_on=date(2023, 1, 1))
    record_market_event(
        firm=firm, kind="entry", country="UZ", occurred_on=date(2024, 1, 1), by=adviser
    )
    PlacementFactory(firm=firm, stage="active_engagement", occurred_on=date(2024, 2, 1))
    assess(firm, date(2025, 2, 1), 3)
    assess(firm, DAY, 2)
    return firm


def test_panels_cost_five_queries(storied_firm, adviser, rf, django_assert_max_num_queries):
    request = rf.get("/")
    with django_assert_max_num_queries(5):
        facts = stage_facts(storied_firm, adviser, request)
        way = way_so_far(storied_firm, adviser, request)
        held = what_holds_back(storied_firm, adviser, request)
    assert (facts["current"].stage, len(way["steps"])) == ("active_engagement", 2)
    assert way["steps"][1].note == "entry: Uzbekistan"
    assert held["profile"].is_compared


def test_panels_of_an_empty_firm_say_what_to_do(adviser_client, version, firm):
    page = adviser_client.get(firm.get_absolute_url()).content.decode()
    assert "Not assessed yet" in page
    assert "No stage yet" in page


def test_the_firm_page_shows_stage_and_profile(adviser_client, storied_firm):
    page = adviser_client.get(storied_firm.get_absolute_url()).content.decode()
    assert "What holds the firm back" in page
    assert "2 placements" in page


def test_result_query_ceiling(adviser_client, storied_firm, django_assert_max_num_queries):
    newest = storied_firm.assessments.order_by("-pk").first()
    adviser_client.get(url("result", newest))
    with django_assert_max_num_queries(20):
        adviser_client.get(url("result", newest))


def test_the_firms_later_answers_are_read_without_a_profile(adviser_client, assess, firm):
    assess(firm, DAY)
    own = assess(firm, date(2026, 3, 1), 4, respondent="firm")
    page = adviser_client.get(url("result", own)).content.decode()
    assert "they make no profile of their own" in page


def test_a_placed_firm_shows_the_waiting_proposal(storied_firm, adviser, rf):
    waiting = storied_firm.stage_proposals.open().get()
    shown = stage_facts(storied_firm, adviser, rf.get("/"))["proposal"]
    assert (shown.pk, shown.stage) == (waiting.pk, waiting.stage)


def test_an_unplaced_firm_shows_the_waiting_proposal(proposal, adviser, rf):
    assert stage_facts(proposal.firm, adviser, rf.get("/"))["proposal"] == proposal
