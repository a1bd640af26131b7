"""Assigning help: by hand, or out of a recommendation in one step."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessments.methodology.models import ConstraintType
from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.register.models import Firm
from programs.allocation.models import Offering
from programs.catalogue.models import Intervention, Program, in_reader_language
from programs.engagements import events
from programs.engagements.errors import FinanceAlone, InTheFuture, MoveNotAllowed, TooLateToUndo
from programs.engagements.models import (
    STATE_LABELS,
    Engagement,
    EngagementTarget,
    EngagementTransition,
)
from programs.engagements.rules import INITIAL, OPEN, State
from programs.engagements.signals import engagement_moved
from programs.matching import cards
from programs.matching.actions import REASON_SIGNS, locked, require_open
from programs.matching.errors import ReasonNeeded
from programs.matching.models import Recommendation, RecommendationState
from programs.matching.selectors import names_for

#: The caution that the pack's rule puts on finance.
FINANCE_NOT_ALONE = "finance_not_alone"

#: How many of the other recommendations are kept as the alternatives considered.
ALTERNATIVES = 5

UNDO_WINDOW = timedelta(minutes=10)

UNDONE_NOTE = "undone"

#: What was assigned or proposed a moment ago may be taken back.
UNDOABLE = frozenset({State.PROPOSED, State.APPROVED})


@transaction.atomic
def create_engagement(
    *,
    firm: Firm,
    intervention: Intervention,
    by: User | None,
    reason: str = "",
    program: Program | None = None,
    offering: Offering | None = None,
    recommendation: Recommendation | None = None,
    expected_outcome: str = "",
    alternatives: Sequence[Mapping[str, Any]] = (),
    targets: Mapping[str, Decimal | None] | None = None,
    decided_on: date | None = None,
    state: State = State.APPROVED,
    is_quiet: bool = False,
) -> Engagement:
    """Note help for a firm in one of the initial states; approved when nothing else is said.

    `targets`: constraint code → severity then (0 to 100). `is_quiet`: the timeline tells of it
    in other words already. Raises InTheFuture for a decision that
    lies ahead, and MoveNotAllowed for a state in which nothing begins.
    """
    if state not in INITIAL:
        raise MoveNotAllowed(before="–", after=STATE_LABELS[state])
    day = decided_on or clock.today()
    if day > clock.today():
        raise InTheFuture(on=day)
    engagement = Engagement.objects.create(
        firm=firm,
        intervention=intervention,
        program=program or (offering.program if offering else None),
        offering=offering,
        recommendation=recommendation,
        state=state,
        reason=reason.strip(),
        alternatives=list(alternatives),
        expected_outcome=expected_outcome.strip(),
        decided_on=day,
        decided_by=by,
    )
    _write_targets(engagement, targets or {})
    EngagementTransition.objects.create(
        engagement=engagement,
        after=state,
        occurred_on=day,
        recorded_at=clock.now(),
        by=by,
        note=engagement.reason,
    )
    if not is_quiet:
        audit.record(
            events.ASSIGNED if state is State.APPROVED else events.OF_MOVE[state],
            firm=firm,
            target=engagement,
            by=by,
            occurred_on=day,
            intervention=intervention.names,
            note=engagement.reason,
        )
    if offering is not None:  # what is to be prepared before it begins is planned at once
        engagement_moved.send(sender=Engagement, engagement=engagement)
    return engagement


def propose_engagement(
    *, firm: Firm, intervention: Intervention, by: User, reason: str = "", **fields: Any
) -> Engagement:
    """Suggest an intervention to a firm, which may take it up or decline it.

    `fields` as `create_engagement` takes them.
    """
    return create_engagement(
        firm=firm,
        intervention=intervention,
        by=by,
        reason=reason,
        state=State.PROPOSED,
        **fields,
    )


def _write_targets(engagement: Engagement, targets: Mapping[str, Decimal | None]) -> None:
    types = ConstraintType.objects.filter(code__in=targets)
    EngagementTarget.objects.bulk_create(
        EngagementTarget(engagement=engagement, constraint=row, severity=targets[row.code])
        for row in types
    )


@transaction.atomic
def accept_recommendation(
    *,
    recommendation: Recommendation,
    by: User,
    reason: str = "",
    program: Program | None = None,
    offering: Offering | None = None,
    expected_outcome: str = "",
    together: Collection[Recommendation] = (),
    ask_firm: bool = False,
) -> Engagement:
    """Turn a recommendation into an approved engagement; a second click returns the same one.

    `ask_firm`: it is only proposed, and the firm, which reads the reason, takes it up or declines.

    It keeps the constraints with their severity then, the reason, the alternatives considered,
    the expected outcome and who decided; without words of a person, the reason is why it was
    recommended, and the outcome what the catalogue names. Where the firm is asked or not eligible,
    or the pack wants it, the person's reason must have 20 characters. `together`: what is assigned
    with it. Raises ReasonNeeded, FinanceAlone, OutOfDate and AlreadyDecided.
    """
    recommendation = locked(recommendation)
    if recommendation.state == RecommendationState.ACCEPTED:
        return Engagement.objects.get(recommendation=recommendation)
    require_open(recommendation)
    must_say_why = ask_firm or recommendation.needs_reason or not recommendation.is_eligible
    if must_say_why and len(reason.strip()) < REASON_SIGNS:
        raise ReasonNeeded(signs=REASON_SIGNS)
    _require_company(recommendation, together)
    recommendation.state = RecommendationState.ACCEPTED
    recommendation.decided_at = clock.now()
    recommendation.decided_by = by
    recommendation.save(update_fields=["state", "decided_at", "decided_by"])
    return create_engagement(
        firm=recommendation.set.firm,
        intervention=recommendation.intervention,
        by=by,
        reason=reason.strip() or _why(recommendation),
        program=program,
        offering=offering,
        recommendation=recommendation,
        state=State.PROPOSED if ask_firm else State.APPROVED,
        expected_outcome=expected_outcome.strip() or _outcome(recommendation.intervention),
        alternatives=_alternatives(recommendation),
        targets={
            each["constraint"]: Decimal(str(each["severity"])) for each in recommendation.targets
        },
    )


def _require_company(recommendation: Recommendation, together: Collection[Recommendation]) -> None:
    """The pack's rule that finance is not the only help while another constraint is this hard."""
    limits = _limits(recommendation)
    if not limits:
        return
    with_it = [row for row in together if row.pk != recommendation.pk and not _limits(row)]
    if any(target["constraint"] in limits for row in with_it for target in row.targets):
        return
    finance = [row.intervention_id for row in recommendation.set.items.all() if _limits(row)]
    stands = EngagementTarget.objects.filter(
        engagement__firm=recommendation.set.firm,
        engagement__state__in=[*OPEN, State.COMPLETED],
        constraint__code__in=limits,
    ).exclude(engagement__intervention__in=finance)
    if not stands.exists():
        raise FinanceAlone(constraint=_named(recommendation, sorted(limits)))


def _limits(recommendation: Recommendation) -> frozenset[str]:
    """The constraints for whose sake this may not be the only help; mostly none."""
    found = [each for each in recommendation.cautions if each["code"] == FINANCE_NOT_ALONE]
    return frozenset(code for each in found for code in each["params"]["constraints"])


def _named(recommendation: Recommendation, codes: Sequence[str]) -> str:
    names = ConstraintType.objects.filter(code__in=codes).order_by("code")
    return ", ".join(str(in_reader_language(row.names, row.code)) for row in names)


def _why(recommendation: Recommendation) -> str:
    return cards.why(recommendation, names_for(recommendation.set.pack, [recommendation]))


def _outcome(intervention: Intervention) -> str:
    named = [
        str(in_reader_language(each["names"], each["code"]))
        for each in intervention.details.get("outcomes", ())
    ]
    return "; ".join(named)[:200]


def _alternatives(recommendation: Recommendation) -> list[dict[str, Any]]:
    others = recommendation.set.items.exclude(pk=recommendation.pk).select_related("intervention")
    return [
        {
            "code": row.intervention.code,
            "names": row.intervention.names,
            "score": float(row.score),
            "eligible": row.is_eligible,
        }
        for row in others.order_by("rank")[:ALTERNATIVES]
    ]


@transaction.atomic
def accept_many(
    *, recommendations: Iterable[Recommendation], by: User, reason: str = ""
) -> list[Engagement]:
    """Assign a whole bundle: all of it or nothing. Raises as `accept_recommendation` does."""
    ordered = sorted(recommendations, key=lambda row: row.pk)
    return [
        accept_recommendation(recommendation=row, by=by, reason=reason, together=ordered)
        for row in ordered
    ]


@transaction.atomic
def undo_assignment(*, engagement: Engagement, by: User) -> Engagement:
    """Take an assignment back within ten minutes: it is cancelled, its recommendation open again.

    Raises TooLateToUndo. A second time changes nothing.
    """
    engagement = (
        Engagement.objects.select_for_update(of=("self",))
        .select_related("firm", "intervention", "recommendation")
        .get(pk=engagement.pk)
    )
    if engagement.state == State.CANCELLED and engagement.closing_note == UNDONE_NOTE:
        return engagement
    if engagement.state not in UNDOABLE or clock.now() - engagement.created_at > UNDO_WINDOW:
        raise TooLateToUndo
    before = State(engagement.state)
    recommendation = engagement.recommendation
    if recommendation is not None:
        recommendation.state = RecommendationState.OPEN
        recommendation.decided_at = recommendation.decided_by = None
        recommendation.save(update_fields=["state", "decided_at", "decided_by"])
    engagement.recommendation = None
    engagement.state = State.CANCELLED
    engagement.closing_note = UNDONE_NOTE
    engagement.save()
    EngagementTransition.objects.create(
        engagement=engagement,
        before=before,
        after=State.CANCELLED,
        occurred_on=clock.today(),
        recorded_at=clock.now(),
        by=by,
        note=UNDONE_NOTE,
    )
    audit.record(
        events.UNDONE,
        firm=engagement.firm,
        target=engagement,
        by=by,
        intervention=engagement.intervention.names,
    )
    return engagement
