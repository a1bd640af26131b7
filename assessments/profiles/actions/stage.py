"""Stages: the rules propose, a person confirms or overrides, nothing is rewritten."""

from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import pgettext

from assessments.methodology.models import PackVersion
from assessments.methodology.selectors import current_pack_version, pack_of
from assessments.profiles import events
from assessments.profiles.actions.firm_row import locked, tell
from assessments.profiles.errors import (
    ProposalDecided,
    ReasonTooShort,
    SameAsProposed,
    StageBackdated,
    StageBeforeFounding,
    StageInTheFuture,
    UnknownStage,
)
from assessments.profiles.evidence import tests_as_json
from assessments.profiles.facts import case_facts
from assessments.profiles.models import (
    ConstraintProfile,
    ProposalState,
    StagePlacement,
    StageProposal,
)
from assessments.scoring.results import Stage
from assessments.scoring.stages import read_stage
from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.register.models import Firm

REASON_LENGTH = 20


@transaction.atomic
def propose_stage(
    *,
    firm: Firm,
    as_of: date,
    by: User | None = None,
    profile: ConstraintProfile | None = None,
) -> StageProposal:
    """What the rules read from the record on a day, replacing the former open proposal.

    Without a profile the pack in force is read. Raises NoPack.
    """
    firm = locked(firm)
    version: PackVersion = profile.pack if profile else current_pack_version()
    facts = case_facts(firm, as_of)
    reading = read_stage(pack_of(version), facts)
    firm.stage_proposals.open().update(state=ProposalState.SUPERSEDED)
    proposal = StageProposal.objects.create(
        firm=firm,
        profile=profile,
        pack=version,
        stage=reading.stage,
        phase=reading.phase,
        pathway=reading.pathway,
        overlays=[str(overlay) for overlay in reading.overlays],
        trajectory=reading.trajectory,
        is_dormant=reading.is_dormant,
        is_prior_exporter=reading.is_prior_exporter,
        tests=tests_as_json(reading, facts),
        as_of=as_of,
        recorded_at=clock.now(),
    )
    audit.record(
        events.STAGE_PROPOSED,
        firm=firm,
        target=proposal,
        by=by,
        occurred_on=as_of,
        stage=str(reading.stage),
    )
    return proposal


@transaction.atomic
def confirm_stage(*, proposal: StageProposal, by: User | None, occurred_on: date) -> StagePlacement:
    """Place the firm as proposed, from a day on; confirming twice gives the same placement.

    Raises ProposalDecided, StageInTheFuture, StageBeforeFounding or StageBackdated.
    """
    return _place(proposal, stage=proposal.stage, reason="", by=by, occurred_on=occurred_on)


@transaction.atomic
def override_stage(
    *, proposal: StageProposal, stage: str, reason: str, by: User | None, occurred_on: date
) -> StagePlacement:
    """Place the firm in another stage than proposed, with the reason; both are kept.

    Phase, pathway and overlays stay as read, but for the phase, which follows the stage.
    Raises as `confirm_stage`, and UnknownStage, SameAsProposed or ReasonTooShort.
    """
    reason = reason.strip()
    if stage not in Stage.__members__.values():
        raise UnknownStage()
    if stage == proposal.stage:
        raise SameAsProposed()
    if len(reason) < REASON_LENGTH:
        raise ReasonTooShort(length=REASON_LENGTH)
    return _place(proposal, stage=stage, reason=reason, by=by, occurred_on=occurred_on)


def _place(
    proposal: StageProposal, *, stage: str, reason: str, by: User | None, occurred_on: date
) -> StagePlacement:
    firm = locked(proposal.firm)
    held = StageProposal.objects.select_for_update().get(pk=proposal.pk)
    wanted = ProposalState.CONFIRMED if stage == held.stage else ProposalState.OVERRIDDEN
    if held.state == wanted and held.placement.stage == stage:
        return held.placement
    if held.state != ProposalState.OPEN:
        raise ProposalDecided()
    before = firm.placements.newest_first().first()
    _refuse_wrong_day(firm, before, occurred_on)
    is_as_proposed = stage == held.stage
    placement = StagePlacement.objects.create(
        firm=firm,
        proposal=held,
        stage=stage,
        proposed_stage=held.stage,
        phase=held.phase if is_as_proposed else _phase_of(held, stage),
        pathway=held.pathway,
        overlays=held.overlays,
        trajectory=held.trajectory,
        is_dormant=held.is_dormant and is_as_proposed,
        is_prior_exporter=held.is_prior_exporter,
        reason=reason,
        occurred_on=occurred_on,
        recorded_at=clock.now(),
        confirmed_by=by,
    )
    held.state, held.decided_at, held.decided_by = wanted, clock.now(), by
    held.save(update_fields=["state", "decided_at", "decided_by"])
    _record_placement(placement, before, by)
    tell(firm)
    return placement


def _refuse_wrong_day(firm: Firm, before: StagePlacement | None, day: date) -> None:
    if day > clock.today():
        raise StageInTheFuture()
    if firm.founded is not None and day.year < firm.founded:
        raise StageBeforeFounding(founded=firm.founded)
    if before and day < before.occurred_on:
        raise StageBackdated(day=date_format(before.occurred_on, pgettext("date", "j F Y")))


def _phase_of(proposal: StageProposal, stage: str) -> str:
    """The first phase of the pack that belongs to a stage."""
    phases = pack_of(proposal.pack).phases
    return next(phase.code for phase in phases if phase.stage == stage)


def _record_placement(
    placement: StagePlacement, before: StagePlacement | None, by: User | None
) -> None:
    kind = events.STAGE_CONFIRMED
    if placement.is_override:
        kind = events.STAGE_OVERRIDDEN
    elif before and before.stage != placement.stage:
        kind = events.STAGE_MOVED
    audit.record(
        kind,
        firm=placement.firm,
        target=placement,
        by=by,
        occurred_on=placement.occurred_on,
        stage=placement.stage,
        proposed=placement.proposed_stage,
        before=before.stage if before else "",
        note=placement.reason,
    )
