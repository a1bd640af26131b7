"""Profiles: what submitted answers say holds the firm back, as dated snapshots."""

from datetime import date

from django.db import transaction

from assessments.methodology.models import ConstraintType
from assessments.methodology.selectors import pack_of
from assessments.methodology.structure import Pack
from assessments.profiles import events
from assessments.profiles.actions.firm_row import locked, tell
from assessments.profiles.actions.stage import propose_stage
from assessments.profiles.errors import NotSubmitted
from assessments.profiles.facts import case_facts
from assessments.profiles.models import ConstraintFinding, ConstraintProfile
from assessments.responses.actions import submit_assessment
from assessments.responses.models import Assessment, Respondent
from assessments.scoring.profile import score_profile
from assessments.scoring.results import ConstraintScore
from assessments.scoring.stages import read_stage
from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.register.models import Firm


@transaction.atomic
def complete_assessment(*, assessment: Assessment, by: User) -> Assessment:
    """Submit an assessment and draw what follows: the profile and a stage proposal, once.

    A firm's own answers make a profile only where no adviser's answers do; else they stand beside
    the adviser's. Raises NothingAnswered.
    """
    firm = locked(assessment.firm)
    submitted = submit_assessment(assessment=assessment, by=by)
    if _has_adviser_profile(submitted):
        return submitted
    profile = confirm_profile(assessment=submitted, by=by)
    if not profile.proposals.exists():
        propose_stage(firm=firm, as_of=clock.today(), by=by, profile=profile)
    return submitted


@transaction.atomic
def confirm_profile(*, assessment: Assessment, by: User | None) -> ConstraintProfile:
    """The severities of a submitted assessment as a dated snapshot; the same one the second time.

    Scored on the pack of the assessment, weighed by the firm's confirmed stage, or by the proposed
    one before the first placement. The other respondent's latest answers on the same version stand
    beside. Raises NotSubmitted.
    """
    firm = locked(assessment.firm)
    if not assessment.is_submitted:
        raise NotSubmitted()
    is_own = assessment.respondent == Respondent.FIRM
    by_adviser = None if is_own else assessment
    by_firm = assessment if is_own else _latest_of_firm(assessment)
    same = ConstraintProfile.objects.filter(adviser_assessment=by_adviser)
    if is_own:
        same = same.filter(firm_assessment=assessment)
    if made := same.first():
        return made
    pack = pack_of(assessment.pack)
    stage = _stage_for_weights(firm, pack, assessment.assessed_on)
    scores = score_profile(pack, assessment.answers, stage)
    profile = ConstraintProfile.objects.create(
        firm=firm,
        pack=assessment.pack,
        adviser_assessment=by_adviser,
        firm_assessment=by_firm,
        stage=stage,
        answered=sum(score.answered for score in scores),
        questions=sum(score.questions for score in scores),
        assessed_on=assessment.assessed_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    own_view = score_profile(pack, by_firm.answers, stage) if by_firm else ()
    _write_findings(profile, scores, own_view)
    _record_profile(profile, pack, scores[0], by)
    tell(firm)
    return profile


def _record_profile(
    profile: ConstraintProfile, pack: Pack, top: ConstraintScore, by: User | None
) -> None:
    named: dict[str, object] = {}
    if top.severity is not None:
        names = dict(pack.constraint(top.constraint).short)
        named = {"top": names, "severity": f"{top.severity:.0f}"}
    audit.record(
        events.PROFILE_CONFIRMED if named else events.PROFILE_UNKNOWN,
        firm=profile.firm,
        target=profile,
        by=by,
        occurred_on=profile.assessed_on,
        **named,
    )


def _write_findings(
    profile: ConstraintProfile,
    scores: tuple[ConstraintScore, ...],
    own_view: tuple[ConstraintScore, ...],
) -> None:
    types = ConstraintType.objects.in_bulk([s.constraint for s in scores], field_name="code")
    firms = {score.constraint: score.severity for score in own_view}
    ConstraintFinding.objects.bulk_create(
        ConstraintFinding(
            profile=profile,
            constraint=types[score.constraint],
            severity=score.severity,
            firm_severity=firms.get(score.constraint),
            band=score.band,
            weight=score.weight,
            priority=score.priority,
            answered=score.answered,
            questions=score.questions,
            rank=rank,
        )
        for rank, score in enumerate(scores, start=1)
    )


def _stage_for_weights(firm: Firm, pack: Pack, as_of: date) -> str:
    placement = firm.placements.known_by(as_of).newest_first().first()
    return placement.stage if placement else str(read_stage(pack, case_facts(firm, as_of)).stage)


def _latest_of_firm(assessment: Assessment) -> Assessment | None:
    """The firm's own newest answers on the same version of the questionnaire."""
    own = assessment.firm.assessments.by_firm().submitted().filter(pack=assessment.pack)
    return own.order_by("-assessed_on", "-pk").first()


def _has_adviser_profile(assessment: Assessment) -> bool:
    if assessment.respondent != Respondent.FIRM:
        return False
    profiles = assessment.firm.profiles.filter(pack=assessment.pack)
    return profiles.filter(adviser_assessment__isnull=False).exists()
