"""A result is claimed, corrected by a new row, disputed, withdrawn, put down to the help."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.register.currencies import CURRENCIES
from firms.register.models import Firm
from programs.catalogue.models import Program
from programs.engagements.models import Engagement
from programs.outcomes import events
from programs.outcomes.actions.grading import end_split, locked, move, record_move, tell
from programs.outcomes.errors import (
    AlreadyCorrected,
    ClaimIncomplete,
    NothingToCorrect,
    OtherFirm,
)
from programs.outcomes.labels import PROBLEMS, stored_figure
from programs.outcomes.models import Answer, Outcome, RequestState
from programs.outcomes.rules import (
    Band,
    ClaimFacts,
    Grade,
    Kind,
    attributed,
    why_not_claim,
)

#: A claim with the same words within this time was sent twice.
SENT_TWICE = timedelta(minutes=10)

#: What a claim states, and what a correction may change.
STATED = (
    "kind",
    "amount",
    "currency",
    "rate",
    "rate_on",
    "count",
    "market",
    "contract_reference",
    "occurred_on",
    "period_from",
    "period_to",
    "note",
    "engagement",
    "program",
)
_EMPTY: dict[str, Any] = {
    name: "" if name in {"currency", "market", "contract_reference", "note"} else None
    for name in STATED
}


@transaction.atomic
def claim_outcome(
    *,
    firm: Firm,
    kind: str,
    occurred_on: date,
    by: User | None,
    engagement: Engagement | None = None,
    program: Program | None = None,
    **figures: Any,
) -> Outcome:
    """State a result of help. A program is taken from the engagement where none is named.

    The same words of the same person within ten minutes are one claim, sent twice. Raises
    ClaimIncomplete (with the sentences by field) and OtherFirm.
    """
    if engagement is not None and program is None:
        program = engagement.program
    stated = _EMPTY | figures
    stated |= {"kind": kind, "occurred_on": occurred_on}
    stated |= {"engagement": engagement, "program": program}
    _check(firm, stated)
    Firm.objects.select_for_update().get(pk=firm.pk)
    lately = Outcome.objects.filter(firm=firm, claimed_at__gt=clock.now() - SENT_TWICE)
    if same := lately.filter(claimed_by=by, corrects__isnull=True, **_as_filter(stated)).first():
        return same
    outcome = _write(firm, stated, by=by)
    tell(
        events.CLAIMED,
        outcome,
        by=by,
        occurred_on=occurred_on,
        note=outcome.note,
    )
    return outcome


@transaction.atomic
def correct(*, outcome: Outcome, by: User | None, reason: str, **changes: Any) -> Outcome:
    """State a result anew: a new row, claimed, that names the one it corrects. Both stay.

    The firm is asked again about the new figure. Raises AlreadyCorrected, NothingToCorrect,
    ClaimIncomplete.
    """
    outcome = locked(outcome)
    if Outcome.objects.filter(corrects=outcome).exists() or outcome.grade == Grade.WITHDRAWN:
        raise AlreadyCorrected
    before = {name: getattr(outcome, name) for name in STATED}
    stated = before | {name: value for name, value in changes.items() if name in STATED}
    if stated == before:
        raise NothingToCorrect
    _check(outcome.firm, stated)
    made = _write(outcome.firm, stated, by=by, corrects=outcome, note=reason)
    end_split(outcome)
    _stop_asking(outcome)
    was = stored_figure(outcome.kind, outcome.best_value, outcome.currency)
    tell(events.CORRECTED, made, by=by, before=was, note=reason.strip())
    return made


@transaction.atomic
def dispute(*, outcome: Outcome, by: User | None, reason: str) -> Outcome:
    """Somebody doubts it: it counts nowhere until it is corrected or withdrawn.

    A second time changes nothing. Raises ReasonMissing, MoveNotAllowed, AlreadyCorrected.
    """
    return _leave(outcome, Grade.DISPUTED, by=by, reason=reason)


@transaction.atomic
def withdraw(*, outcome: Outcome, by: User | None, reason: str) -> Outcome:
    """Take a claim back; the row stays, and counts nowhere. A second time changes nothing.

    Raises ReasonMissing, MoveNotAllowed, AlreadyCorrected.
    """
    return _leave(outcome, Grade.WITHDRAWN, by=by, reason=reason)


@transaction.atomic
def attribute(*, outcome: Outcome, by: User | None) -> Outcome:
    """Put a part of an evidenced result down to the help, by what its first contact would have
    had anyway. A second time changes nothing. Raises NoBand, NoDocument, NotConfirmed.
    """
    outcome = locked(outcome)
    if outcome.grade == Grade.ATTRIBUTED:
        return outcome
    first = outcome.confirmations.exclude(answer=Answer.DENIES).first()
    band = first.band if first else ""
    part = attributed(outcome.best_value, Band(band)) if band else Decimal(0)
    return move(
        outcome,
        Grade.ATTRIBUTED,
        by=by,
        kind=events.ATTRIBUTED,
        fields={"band": band},
        part=stored_figure(outcome.kind, part, outcome.currency),
    )


def _leave(outcome: Outcome, after: Grade, *, by: User | None, reason: str) -> Outcome:
    outcome = locked(outcome)
    if outcome.grade == after:
        return outcome
    kind = events.DISPUTED if after is Grade.DISPUTED else events.WITHDRAWN
    move(outcome, after, by=by, kind=kind, note=reason)
    end_split(outcome)
    _stop_asking(outcome)
    return outcome


def _stop_asking(outcome: Outcome) -> None:
    outcome.requests.filter(state=RequestState.OPEN).update(
        state=RequestState.WITHDRAWN, ended_at=clock.now()
    )


def _check(firm: Firm, stated: dict[str, Any]) -> None:
    engagement = stated["engagement"]
    if engagement is not None and engagement.firm_id != firm.pk:
        raise OtherFirm
    facts = ClaimFacts(
        kind=Kind(stated["kind"]),
        amount=stated["amount"],
        currency=stated["currency"],
        count=stated["count"],
        market=stated["market"],
        note=stated["note"],
        occurred_on=stated["occurred_on"],
        period_from=stated["period_from"],
        period_to=stated["period_to"],
        rate=stated["rate"],
        rate_on=stated["rate_on"],
    )
    problems = {field: PROBLEMS[field, code] for field, code in _problems(facts)}
    if problems:
        refusal = ClaimIncomplete(why=" ".join(str(words) for words in problems.values()))
        refusal.problems = problems
        raise refusal


def _problems(facts: ClaimFacts) -> list[tuple[str, str]]:
    found = why_not_claim(facts, today=clock.today())
    if facts.currency and facts.currency not in CURRENCIES:
        found.append(("currency", "missing"))
    if facts.rate_on and facts.rate_on > clock.today():
        found.append(("rate_on", "in_the_future"))
    return found


def _as_filter(stated: dict[str, Any]) -> dict[str, Any]:
    """A lookup for the very same words; None is looked up as such."""
    return {
        (f"{name}__isnull" if value is None else name): (True if value is None else value)
        for name, value in stated.items()
    }


def _write(
    firm: Firm,
    stated: dict[str, Any],
    *,
    by: User | None,
    corrects: Outcome | None = None,
    note: str = "",
) -> Outcome:
    now = clock.now()
    outcome = Outcome.objects.create(
        firm=firm, claimed_by=by, claimed_at=now, recorded_at=now, corrects=corrects, **stated
    )
    record_move(outcome, before="", by=by, note=note, on=clock.today())
    return outcome
