"""Reads of results: those of a firm, one with all that hangs on it, those a firm may confirm."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef

from firms.accounts.models import User
from firms.register.models import Firm
from programs.outcomes.models import (
    GRADE_LABELS,
    Confirmation,
    ConfirmationRequest,
    DealSplit,
    Outcome,
    OutcomeEvidence,
    OutcomeMove,
    OutcomeShare,
    RequestState,
)
from programs.outcomes.rules import (
    EXITS,
    GRADES,
    MIDPOINTS,
    MOVES,
    Band,
    Grade,
    attributed,
    window_ends_on,
)
from programs.outcomes.selectors.doubles import LookAlike, look_alikes, undecided


@dataclass(frozen=True)
class FirmResults:
    """The latest row of each result of a firm; keys of those that look like another one."""

    rows: list[Outcome]
    doubles: frozenset[int]


def results_of(firm: Firm, user: User) -> FirmResults:
    """Results of a firm, the newest first: two queries, three where some look alike."""
    rows = list(
        Outcome.objects.visible_to(user)
        .uncorrected()
        .filter(firm=firm)
        .select_related("program")
        .annotate(
            waits=Exists(
                ConfirmationRequest.objects.filter(outcome=OuterRef("pk"), state=RequestState.OPEN)
            )
        )
    )
    return FirmResults(rows, undecided(row for row in rows if row.grade not in EXITS))


@dataclass(frozen=True)
class GradeStep:
    """One of the four grades as a step: `state` is done, now or next; `move` how it was reached."""

    grade: Grade
    label: str
    state: str
    move: OutcomeMove | None


@dataclass(frozen=True)
class OutcomePage:
    """One result: its grades, who said what, documents, look-alikes, the decision that holds.

    `shares` are those of the decision in view; `hidden`: how many are of firms out of view.
    """

    outcome: Outcome
    steps: list[GradeStep]
    moves: list[OutcomeMove]
    confirmations: list[Confirmation]
    requests: list[ConfirmationRequest]
    evidence: list[OutcomeEvidence]
    look_alikes: list[LookAlike]
    split: DealSplit | None
    shares: list[OutcomeShare]
    hidden: int
    later: Outcome | None
    window_ends_on: date
    is_over: bool

    @property
    def adjusted(self) -> Decimal | None:
        """What of the confirmed value is put down to the help; None without a band."""
        band = self.band
        if band is None or self.outcome.confirmed_value is None:
            return None
        return attributed(self.outcome.confirmed_value, band)

    @property
    def band(self) -> Band | None:
        """What the first contact who confirmed would have had anyway."""
        told = [row.band for row in self.confirmations if row.answer != "denies"]
        return Band(told[0]) if told and told[0] else None

    @property
    def midpoint(self) -> Decimal | None:
        return MIDPOINTS[self.band] if self.band else None

    @property
    def may_move(self) -> frozenset[Grade]:
        """Where the grade may go by itself; nothing for a row that was corrected."""
        return frozenset() if self.later else MOVES[Grade(self.outcome.grade)]


def outcome_page(outcome: Outcome, user: User, *, today: date) -> OutcomePage:
    """Everything the page of a result shows, in at most ten queries however much there is."""
    moves = list(outcome.moves.select_related("by"))
    split = (
        DealSplit.objects.current()
        .filter(shares__outcome=outcome)
        .select_related("decided_by")
        .first()
    )
    shares = _shares_in_view(split, user) if split else []
    later = Outcome.objects.filter(corrects=outcome).first()
    ends = window_ends_on(outcome.occurred_on)
    return OutcomePage(
        outcome=outcome,
        steps=_steps(outcome, moves),
        moves=moves,
        confirmations=list(outcome.confirmations.select_related("contact")),
        requests=list(outcome.requests.select_related("contact", "message")),
        evidence=list(outcome.evidence.select_related("document", "added_by", "checked_by")),
        look_alikes=[] if later else look_alikes(outcome, user),
        split=split,
        shares=shares,
        hidden=split.shares.count() - len(shares) if split else 0,
        later=later,
        window_ends_on=ends,
        is_over=today > ends,
    )


def _shares_in_view(split: DealSplit, user: User) -> list[OutcomeShare]:
    rows = OutcomeShare.objects.visible_to(user).filter(split=split)
    return list(rows.select_related("outcome__program", "outcome__firm").order_by("outcome_id"))


def _steps(outcome: Outcome, moves: list[OutcomeMove]) -> list[GradeStep]:
    reached = {move.after: move for move in moves}
    here = next((grade for grade in reversed(GRADES) if grade in reached), Grade.CLAIMED)
    place = GRADES.index(here)
    return [
        GradeStep(
            grade,
            str(GRADE_LABELS[grade]),
            "done" if number < place else "now" if number == place else "next",
            reached.get(grade),
        )
        for number, grade in enumerate(GRADES)
    ]


def waiting_for_firm(firm: Firm, user: User, *, email: str, today: date) -> list[Outcome]:
    """Results that a person of the firm may still confirm in the portal (one query)."""
    mine = Confirmation.objects.filter(outcome=OuterRef("pk"), contact__email__iexact=email)
    rows = (
        Outcome.objects.visible_to(user)
        .uncorrected()
        .filter(firm=firm, requests__isnull=False)
        .exclude(grade=Grade.WITHDRAWN)
        .filter(~Exists(mine))
        .distinct()
    )
    return [row for row in rows if window_ends_on(row.occurred_on) >= today]


def own_results(firm: Firm, user: User) -> list[Outcome]:
    """What is recorded as results of the own firm: uncorrected rows, the newest first."""
    rows = Outcome.objects.visible_to(user).uncorrected().filter(firm=firm)
    return list(rows.exclude(grade=Grade.WITHDRAWN))
