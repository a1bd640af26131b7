"""What all actions on results share: the lock, the move from grade to grade, its refusals."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from config.shared import clock
from config.shared.errors import DomainError
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.audit.kinds import Kind as EventKind
from programs.outcomes.errors import (
    AlreadyCorrected,
    InTheFuture,
    MoveNotAllowed,
    NoBand,
    NoDocument,
    NotConfirmed,
    ReasonMissing,
)
from programs.outcomes.labels import stored_figure
from programs.outcomes.models import (
    GRADE_LABELS,
    Answer,
    DealSplit,
    Outcome,
    OutcomeMove,
    OutcomeShare,
    Verdict,
)
from programs.outcomes.rules import Grade, GradeFacts, Unit, split, whole_of, why_not_move
from programs.outcomes.rules.kinds import KINDS, Kind

#: The smallest part of a figure that is shared out.
STEP = {Unit.MONEY: Decimal("0.01"), Unit.COUNT: Decimal(1)}


def locked(outcome: Outcome) -> Outcome:
    """The row as it is now, locked; claims it shares a deal with are locked with it, by key."""
    mates = OutcomeShare.objects.filter(
        split__shares__outcome=outcome, split__ended_at__isnull=True
    ).values("outcome")
    rows = (
        Outcome.objects.select_for_update(of=("self",))
        .filter(Q(pk=outcome.pk) | Q(pk__in=mates))
        .select_related("firm__office", "program")
        .order_by("pk")
    )
    return next(row for row in rows if row.pk == outcome.pk)


def facts_of(outcome: Outcome, *, reason: str = "", band: str = "") -> GradeFacts:
    """What a move of this locked result is judged by."""
    return GradeFacts(
        occurred_on=outcome.occurred_on,
        today=clock.today(),
        is_corrected=Outcome.objects.filter(corrects=outcome).exists(),
        confirmations=outcome.confirmations.exclude(answer=Answer.DENIES).count(),
        accepted_documents=outcome.evidence.filter(verdict=Verdict.ACCEPTED).count(),
        band_known=bool(band),
        reason=reason,
    )


def move(
    outcome: Outcome,
    after: Grade,
    *,
    by: User | None,
    kind: EventKind,
    note: str = "",
    on: date | None = None,
    fields: dict[str, Any] | None = None,
    **words: Any,
) -> Outcome:
    """Move a locked result, or raise the first reason why not. `fields` are set with the grade."""
    before, changed = Grade(outcome.grade), fields or {}
    band = str(changed.get("band", outcome.band))
    refusals = why_not_move(before, after, facts_of(outcome, reason=note, band=band))
    if refusals:
        raise refused(refusals[0], outcome, after)
    outcome.grade = after
    for name, value in changed.items():
        setattr(outcome, name, value)
    outcome.save(update_fields=["grade", *changed])
    record_move(outcome, before=before, by=by, note=note, on=on)
    tell(kind, outcome, by=by, occurred_on=on or clock.today(), note=note, **words)
    return outcome


def record_move(
    outcome: Outcome, *, before: str, by: User | None, note: str = "", on: date | None = None
) -> None:
    """The step that led to the grade the result has now."""
    OutcomeMove.objects.create(
        outcome=outcome,
        before=before,
        after=outcome.grade,
        occurred_on=on or clock.today(),
        recorded_at=clock.now(),
        by=by,
        note=note.strip(),
    )


def tell(kind: EventKind, outcome: Outcome, *, by: User | None, **words: Any) -> None:
    """One event on the firm's timeline: `kind` and `figure` of the result, and what is given."""
    said = {
        "kind": outcome.kind,
        "figure": stored_figure(outcome.kind, outcome.best_value, outcome.currency),
    }
    audit.record(kind, firm=outcome.firm, target=outcome, by=by, **(said | words))


def refused(code: str, outcome: Outcome, after: Grade) -> DomainError:
    """The refusal behind a code of `why_not_move`."""
    match code:
        case "corrected":
            return AlreadyCorrected()
        case "in_the_future":
            return InTheFuture(day=outcome.occurred_on)
        case "not_confirmed":
            return NotConfirmed()
        case "no_document":
            return NoDocument()
        case "no_band":
            return NoBand()
        case "reason_missing":
            return ReasonMissing()
    return MoveNotAllowed(before=GRADE_LABELS[Grade(outcome.grade)], after=GRADE_LABELS[after])


def current_split(outcome: Outcome) -> DealSplit | None:
    """The decision about this result and its look-alikes that holds now."""
    return DealSplit.objects.current().filter(shares__outcome=outcome).first()


def end_split(outcome: Outcome) -> None:
    """A result that no longer counts takes nothing from the others: its deal is decided anew."""
    DealSplit.objects.filter(
        pk__in=OutcomeShare.objects.filter(outcome=outcome).values("split"), ended_at__isnull=True
    ).update(ended_at=clock.now())


def cut_again(outcome: Outcome) -> None:
    """The figure of a shared deal changed: its parts are cut anew, by the shares declared."""
    shared = current_split(outcome)
    if shared is None or not shared.is_one_deal:
        return
    write_parts(list(shared.shares.select_related("outcome").order_by("outcome_id")))


def write_parts(shares: list[OutcomeShare]) -> None:
    """Cut the deal of these shares and keep each part; ValueError for shares that cannot be."""
    unit = KINDS[Kind(shares[0].outcome.kind)].unit
    parts = split(
        whole_of([share.outcome.best_value for share in shares]),
        {share.outcome_id: share.declared for share in shares},
        step=STEP[unit],
    )
    for share in shares:
        share.part = parts[share.outcome_id]
        share.save(update_fields=["part"])
