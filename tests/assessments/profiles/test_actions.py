"""Profiles and stages: proposed by the rules, decided by a person, never rewritten."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from assessments.profiles.actions import (
    complete_assessment,
    confirm_profile,
    confirm_stage,
    override_stage,
    propose_stage,
)
from assessments.profiles.errors import (
    NotSubmitted,
    ProposalDecided,
    ReasonTooShort,
    SameAsProposed,
    StageBackdated,
    StageBeforeFounding,
    StageInTheFuture,
    UnknownStage,
)
from assessments.profiles.models import ConstraintProfile, StagePlacement, StageProposal
from assessments.responses.actions import save_answers
from assessments.responses.errors import NothingAnswered
from assessments.signals import profile_confirmed
from firms.audit.models import AuditEvent

DAY = date(2026, 2, 2)
REASON = "A signed contract is on its way, seen by me."


def sentence(kind: str) -> str:
    return AuditEvent.objects.get(kind=kind).sentence


# Profiles


def test_finishing_draws_a_profile_and_a_proposal(finished, pack):
    profile = finished.firm.profiles.get()
    assert profile.findings.count() == len(pack.constraints)
    assert finished.firm.stage_proposals.get().profile == profile
    assert (profile.answered, profile.questions) == (len(pack.questions), len(pack.questions))


def test_finishing_twice_has_one_effect(finished, adviser):
    before = AuditEvent.objects.count()
    complete_assessment(assessment=finished, by=adviser)
    counts = (ConstraintProfile.objects.count(), StageProposal.objects.count())
    assert (*counts, AuditEvent.objects.count()) == (1, 1, before)


def test_a_half_filled_assessment_leaves_the_rest_unknown(draft, adviser):
    save_answers(assessment=draft, answers={"wc1": 4, "wc2": 0}, revision=0, by=adviser)
    complete_assessment(assessment=draft, by=adviser)
    known = draft.firm.profiles.get().findings.assessed()
    assert [(f.constraint.code, f.severity) for f in known] == [("working_capital", Decimal(100))]


def test_below_half_coverage_a_constraint_is_unknown_and_not_zero(draft, adviser):
    save_answers(
        assessment=draft, answers={"wc1": 4, "wc2": None, "cl1": 1}, revision=0, by=adviser
    )
    complete_assessment(assessment=draft, by=adviser)
    findings = {f.constraint.code: f for f in draft.firm.profiles.get().findings.all()}
    assert findings["working_capital"].severity is None
    assert findings["working_capital"].band == "not_assessed"
    assert findings["cross_border_logistics"].severity == Decimal(75)


def test_an_empty_assessment_leaves_nothing_behind(draft, adviser):
    with pytest.raises(NothingAnswered):
        complete_assessment(assessment=draft, by=adviser)
    draft.refresh_from_db()
    assert (draft.submitted_at, ConstraintProfile.objects.count()) == (None, 0)


def test_a_draft_makes_no_profile(filled, adviser):
    with pytest.raises(NotSubmitted):
        confirm_profile(assessment=filled, by=adviser)


def test_the_firms_own_view_stands_beside_the_advisers(assess, firm):
    assess(firm, DAY, 2, respondent="firm", wc1=0, wc2=4, wc3=4)
    assess(firm, DAY, 2, wc1=4, wc2=0, wc3=0)
    newest = firm.profiles.newest_first().first()
    finding = newest.findings.get(constraint__code="working_capital")
    assert (finding.severity, finding.firm_severity) == (Decimal(100), Decimal(0))


def test_before_an_adviser_the_firms_answers_make_the_profile(assess, firm):
    assess(firm, DAY, 2, respondent="firm")
    assert firm.profiles.get().adviser_assessment is None


def test_after_an_adviser_the_firms_answers_make_no_profile(assess, firm):
    assess(firm, DAY, 2)
    assess(firm, date(2026, 3, 1), 4, respondent="firm")
    assert firm.profiles.get().adviser_assessment is not None


def test_the_news_goes_out_after_commit(
    filled, adviser, django_capture_on_commit_callbacks, mocker_free_receiver
):
    with django_capture_on_commit_callbacks(execute=True):
        complete_assessment(assessment=filled, by=adviser)
    assert mocker_free_receiver == [filled.firm_id]


@pytest.fixture
def mocker_free_receiver():
    told: list[int] = []

    def receiver(*, firm_id: int, **_: object) -> None:
        told.append(firm_id)

    profile_confirmed.connect(receiver)
    yield told
    profile_confirmed.disconnect(receiver)


def test_the_timeline_says_what_holds_the_firm_back(assess, firm):
    assess(firm, DAY, None, wc1=4, wc2=0, wc3=0)
    assert sentence("profile.confirmed") == (
        "Constraint profile: Working capital holds the firm back most, 100 of 100."
    )


# Proposals


def test_the_record_decides_the_proposed_stage(exporter, version):
    proposal = propose_stage(firm=exporter, as_of=DAY)
    assert (proposal.stage, proposal.phase) == ("growth_expansion", "growth")


def test_an_empty_record_proposes_preparation(firm, version):
    proposal = propose_stage(firm=firm, as_of=DAY)
    assert (proposal.stage, proposal.pathway) == ("preparation", "pre_export")


def test_a_newer_proposal_replaces_the_open_one(firm, version):
    older = propose_stage(firm=firm, as_of=DAY)
    newer = propose_stage(firm=firm, as_of=date(2026, 3, 1))
    older.refresh_from_db()
    assert (older.state, newer.state) == ("superseded", "open")


def test_tests_are_kept_with_what_the_record_said(exporter, version):
    tests = {test["code"]: test for test in propose_stage(firm=exporter, as_of=DAY).tests}
    found = tests["exports_every_year"]["found"]
    assert found["exports"] == {"2023": "90000.00", "2024": "120000.00", "2025": "150000.00"}
    assert tests["repeat_buyers"]["found"] == {"repeat_buyers": 3}


# Placements


def test_confirming_places_the_firm(proposal, adviser):
    placement = confirm_stage(proposal=proposal, by=adviser, occurred_on=DAY)
    proposal.refresh_from_db()
    assert (placement.stage, placement.occurred_on) == (proposal.stage, DAY)
    assert (proposal.state, proposal.decided_by) == ("confirmed", adviser)
    assert sentence("stage.confirmed") == f"{adviser.name} confirmed the stage: Preparation."


def test_confirming_twice_gives_the_same_placement(proposal, adviser):
    first = confirm_stage(proposal=proposal, by=adviser, occurred_on=DAY)
    second = confirm_stage(proposal=proposal, by=adviser, occurred_on=DAY)
    assert (second.pk, StagePlacement.objects.count()) == (first.pk, 1)


def test_overriding_keeps_proposal_and_reason(proposal, adviser):
    placement = override_stage(
        proposal=proposal, stage="active_engagement", reason=REASON, by=adviser, occurred_on=DAY
    )
    assert (placement.proposed_stage, placement.stage) == ("preparation", "active_engagement")
    assert (placement.phase, placement.reason, placement.is_override) == ("launch", REASON, True)
    assert AuditEvent.objects.get(kind="stage.overridden").note == REASON


@pytest.mark.parametrize(
    ("stage", "reason", "refusal"),
    [
        pytest.param("active_engagement", "because", ReasonTooShort, id="short reason"),
        pytest.param("active_engagement", " " * 40, ReasonTooShort, id="blank reason"),
        pytest.param("preparation", REASON, SameAsProposed, id="the proposed stage"),
        pytest.param("stardom", REASON, UnknownStage, id="no such stage"),
    ],
)
def test_overrides_that_are_refused(proposal, adviser, stage, reason, refusal):
    with pytest.raises(refusal):
        override_stage(proposal=proposal, stage=stage, reason=reason, by=adviser, occurred_on=DAY)
    assert not StagePlacement.objects.exists()


@time_machine.travel("2026-02-10")
@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        pytest.param(date(2026, 2, 11), StageInTheFuture, id="tomorrow"),
        pytest.param(date(2011, 12, 31), StageBeforeFounding, id="before founding"),
    ],
)
def test_days_that_are_refused(proposal, adviser, day, refusal):
    with pytest.raises(refusal):
        confirm_stage(proposal=proposal, by=adviser, occurred_on=day)
    assert not StagePlacement.objects.exists()


def test_a_placement_never_slips_under_an_earlier_one(proposal, adviser):
    confirm_stage(proposal=proposal, by=adviser, occurred_on=DAY)
    newer = propose_stage(firm=proposal.firm, as_of=date(2026, 3, 1))
    with pytest.raises(StageBackdated):
        confirm_stage(proposal=newer, by=adviser, occurred_on=date(2026, 2, 1))


def test_a_decided_proposal_cannot_be_decided_otherwise(proposal, adviser):
    confirm_stage(proposal=proposal, by=adviser, occurred_on=DAY)
    with pytest.raises(ProposalDecided):
        override_stage(
            proposal=proposal, stage="active_engagement", reason=REASON, by=adviser, occurred_on=DAY
        )


def test_a_replaced_proposal_cannot_be_confirmed(firm, version, adviser):
    older = propose_stage(firm=firm, as_of=DAY)
    propose_stage(firm=firm, as_of=DAY)
    with pytest.raises(ProposalDecided):
        confirm_stage(proposal=older, by=adviser, occurred_on=DAY)


def test_a_correction_is_a_new_placement(proposal, adviser):
    first = confirm_stage(proposal=proposal, by=adviser, occurred_on=DAY)
    newer = propose_stage(firm=proposal.firm, as_of=DAY)
    override_stage(
        proposal=newer, stage="active_engagement", reason=REASON, by=adviser, occurred_on=DAY
    )
    first.refresh_from_db()
    assert (first.stage, StagePlacement.objects.count()) == ("preparation", 2)


def test_both_dates_of_a_placement_are_kept(proposal, adviser):
    with time_machine.travel("2026-05-05T12:00:00Z"):
        placement = confirm_stage(proposal=proposal, by=adviser, occurred_on=date(2026, 2, 3))
    assert (placement.occurred_on, placement.recorded_at.date()) == (
        date(2026, 2, 3),
        date(2026, 5, 5),
    )
