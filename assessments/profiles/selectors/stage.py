"""Where firms stand and how they came there."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, JSONField, OuterRef, Q, QuerySet, Subquery

from assessments.profiles.models import (
    ConstraintFinding,
    ConstraintProfile,
    StagePlacement,
    StageProposal,
)
from assessments.scoring.results import Stage
from firms.register.models import Firm
from firms.register.querysets import FirmQuerySet

#: Stages in order; a move along it is up, against it down.
ORDER = {stage: place for place, stage in enumerate(Stage)}


def with_current_stage(firms: FirmQuerySet) -> FirmQuerySet:
    """Firms with `stage`, `stage_since`, `is_dormant`, `phase`, and of the newest profile
    `top_constraint` (code), `top_constraint_names` (by language), `top_severity`, `top_band`.

    All in the one query of the list; None where the firm is not placed or not assessed.
    """
    newest = StagePlacement.objects.filter(firm=OuterRef("pk")).newest_first()
    top = _top_findings()
    return firms.annotate(
        stage=Subquery(newest.values("stage")[:1]),
        phase=Subquery(newest.values("phase")[:1]),
        is_dormant=Subquery(newest.values("is_dormant")[:1]),
        stage_since=Subquery(_changes(newest).values("occurred_on")[:1]),
        top_constraint=Subquery(top.values("constraint__code")[:1]),
        top_constraint_names=Subquery(
            top.values("constraint__short_names")[:1], output_field=JSONField()
        ),
        top_severity=Subquery(top.values("severity")[:1]),
        top_band=Subquery(top.values("band")[:1]),
    )


def _changes(placements: QuerySet[StagePlacement]) -> QuerySet[StagePlacement]:
    """Placements that began a stage, not those that confirmed it again."""
    earlier = Q(occurred_on__lt=OuterRef("occurred_on")) | Q(
        occurred_on=OuterRef("occurred_on"), pk__lt=OuterRef("pk")
    )
    before = StagePlacement.objects.filter(earlier, firm=OuterRef("firm")).newest_first()
    return placements.annotate(before=Subquery(before.values("stage")[:1])).filter(
        Q(before__isnull=True) | ~Q(before=F("stage"))
    )


def _top_findings() -> QuerySet[ConstraintFinding]:
    """The most pressing finding of the newest profile of the outer firm."""
    newest = ConstraintProfile.objects.filter(firm=OuterRef(OuterRef("pk"))).newest_first()
    return (
        ConstraintFinding.objects.filter(profile=Subquery(newest.values("pk")[:1]))
        .assessed()
        .order_by("rank")
    )


@dataclass(frozen=True)
class Placed:
    """One placement with how it compares to the one before; `move` first, up, down or same."""

    placement: StagePlacement
    move: str
    is_return: bool
    until: date | None

    @property
    def on(self) -> date:
        return self.placement.occurred_on


@dataclass(frozen=True)
class StageHistory:
    """All placements of a firm, oldest first, and the proposal that waits beside them.

    `waiting` carries key and stage only, and only where the firm is placed. One query.
    """

    steps: tuple[Placed, ...]
    waiting: StageProposal | None = None

    @property
    def current(self) -> StagePlacement | None:
        return self.steps[-1].placement if self.steps else None

    @property
    def since(self) -> date | None:
        """When the present stage began, confirmations of it left out."""
        began = [step.on for step in self.steps if step.move != "same"]
        return began[-1] if began else None

    def days(self, today: date) -> int | None:
        """Days in the present stage."""
        return (today - self.since).days if self.since else None

    @property
    def downs(self) -> int:
        return sum(step.move == "down" for step in self.steps)

    @property
    def returns(self) -> int:
        return sum(step.is_return for step in self.steps)


def stage_history(firm: Firm) -> StageHistory:
    """The placements of a firm with their moves."""
    waiting = StageProposal.objects.open().filter(firm=OuterRef("firm"))
    placements = list(
        firm.placements.select_related("confirmed_by")
        .annotate(
            waiting_id=Subquery(waiting.values("pk")[:1]),
            waiting_stage=Subquery(waiting.values("stage")[:1]),
        )
        .order_by("occurred_on", "pk")
    )
    steps = tuple(_step(placements, at) for at in range(len(placements)))
    return StageHistory(steps, _waiting(firm, placements))


def _waiting(firm: Firm, placements: list[StagePlacement]) -> StageProposal | None:
    """The open proposal, of which pages of a placed firm need key and stage."""
    newest = placements[-1] if placements else None
    key, stage = getattr(newest, "waiting_id", None), getattr(newest, "waiting_stage", "")
    return None if key is None else StageProposal(pk=key, firm=firm, stage=stage, state="open")


def _step(placements: list[StagePlacement], at: int) -> Placed:
    one = placements[at]
    after = placements[at + 1].occurred_on if at + 1 < len(placements) else None
    if at == 0:
        return Placed(one, "first", False, after)
    before = placements[at - 1]
    move = _move(before.stage, one.stage)
    was_silent = before.is_dormant or before.is_prior_exporter
    is_return = was_silent and not (one.is_dormant or one.is_prior_exporter)
    return Placed(one, move, is_return, after)


def _move(before: str, after: str) -> str:
    difference = ORDER[Stage(after)] - ORDER[Stage(before)]
    if not difference:
        return "same"
    return "up" if difference > 0 else "down"
