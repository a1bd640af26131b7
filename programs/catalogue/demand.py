"""Demand against supply: what holds firms in view back, and what is on offer against it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from assessments.methodology.models import ConstraintType
from assessments.profiles.models import ConstraintFinding, ConstraintProfile
from assessments.scoring.results import Band
from firms.accounts.models import User
from firms.register.models import Firm
from programs.catalogue.models import (
    BudgetLine,
    CapacityKind,
    InterventionTarget,
    LineKind,
    Program,
)
from programs.catalogue.setting_aside import BESIDE_ROUNDS

#: Bands in which a constraint waits for help.
PRESSING = (Band.HIGH.value, Band.BLOCKING.value)


def pressing_findings(user: User) -> QuerySet[ConstraintFinding]:
    """High and blocking constraints in the newest profile of every client in view."""
    newest = ConstraintProfile.objects.filter(firm=OuterRef("profile__firm")).newest_first()
    return ConstraintFinding.objects.filter(
        profile__firm__in=Firm.objects.visible_to(user).active(),
        profile=Subquery(newest.values("pk")[:1]),
        band__in=PRESSING,
    )


@dataclass(frozen=True)
class Demand:
    """One constraint: firms it holds back, and what is left against it.

    `offerings`: open ones with something left. `places`: free seats of open offerings, None where
    none with seats is open. `money`: left in open rounds and in budget lines, by currency;
    currencies are never added up.
    """

    constraint: ConstraintType
    firms: int
    offerings: int
    places: int | None
    money: dict[str, Decimal]

    @property
    def is_unmet(self) -> bool:
        """Firms wait, and nothing is left to offer them."""
        return self.firms > 0 and not self.offerings and not self.money


@dataclass(frozen=True)
class _Help:
    """A kind of help on offer, as far as it decides which lines may pay for it."""

    stages: frozenset[str]
    capacity: str
    is_certificate: bool


@dataclass(frozen=True)
class _Supply:
    """What is open or funded; `kinds`: program → what it pays for, all where it names none."""

    offerings: Sequence[Any]
    lines: Sequence[BudgetLine]
    kinds: Mapping[int, set[int]]


def demand_against_supply(
    user: User, *, today: date, program: Program | None = None
) -> list[Demand]:
    """Per constraint, the most asked for first; six queries however many firms and offers.

    With a program, the supply is that of the program; the demand is that of all firms in view.
    """
    addressed = _addressed()
    supply = _supply(user, today, program)
    asked = dict(
        pressing_findings(user)
        .order_by()
        .values_list("constraint")
        .annotate(n=Count("profile__firm", distinct=True))
    )
    rows = [
        _row(each, asked.get(each.pk, 0), addressed.get(each.pk, {}), supply)
        for each in ConstraintType.objects.all()
    ]
    shown = [row for row in rows if row.firms or row.offerings or row.money]
    return sorted(shown, key=lambda row: (-row.firms, row.constraint.code))


#: Constraint → kinds of help on offer that address it.
Addressed = dict[int, dict[int, _Help]]


def _addressed() -> Addressed:
    found: Addressed = {}
    targets = InterventionTarget.objects.filter(intervention__retired_on__isnull=True)
    known: dict[int, _Help] = {}
    for target in targets.select_related("intervention"):
        help_ = target.intervention
        if help_.pk not in known:
            known[help_.pk] = _Help(
                frozenset(help_.stages), help_.capacity, help_.leads_to_certificate
            )
        found.setdefault(target.constraint_id, {})[help_.pk] = known[help_.pk]
    return found


def _supply(user: User, today: date, program: Program | None) -> _Supply:
    """Open offerings, and budget lines of programs that have not ended."""
    offering: Any = Program._meta.get_field("offerings").related_model
    lines = BudgetLine.objects.visible_to(user).exclude(program__ends_on__lt=today)
    offerings = offering.objects.visible_to(user).taking(on=today)
    if program is not None:
        lines, offerings = lines.filter(program=program), offerings.filter(program=program)
    rows = list(lines)
    return _Supply(list(offerings), rows, _kinds_of({line.program_id for line in rows}))


def _kinds_of(programs: Iterable[int]) -> dict[int, set[int]]:
    """Program → the kinds of help it pays for; a program without any pays for all."""
    link = Program.interventions.through
    found: dict[int, set[int]] = {}
    pairs = link.objects.filter(program__in=list(programs))
    for program, intervention in pairs.values_list("program", "intervention"):
        found.setdefault(program, set()).add(intervention)
    return found


def _row(
    constraint: ConstraintType, firms: int, addressed: dict[int, _Help], supply: _Supply
) -> Demand:
    fitting = [row for row in supply.offerings if row.intervention_id in addressed]
    seats = [row.seats_left if row.has_room else 0 for row in fitting if row.seats is not None]
    return Demand(
        constraint=constraint,
        firms=firms,
        offerings=sum(row.has_room for row in fitting),
        places=sum(seats) if seats else None,
        money=_money(fitting, supply, addressed),
    )


def _money(
    fitting: Sequence[Any], supply: _Supply, addressed: dict[int, _Help]
) -> dict[str, Decimal]:
    """Left in rounds and lines. Within a program, rounds and the lines that may pay for them are
    the same money: the larger of the two counts.
    """
    rounds: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    shared: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    money: dict[str, Decimal] = defaultdict(Decimal)
    for row in fitting:
        if row.budget is not None and row.has_room:
            rounds[row.program_id, row.currency] += row.budget_left
    for line in supply.lines:
        if line.left > 0 and _pays(line, addressed, supply.kinds.get(line.program_id)):
            if line.kind in BESIDE_ROUNDS:
                money[line.currency] += line.left
            else:
                shared[line.program_id, line.currency] += line.left
    for key in sorted({*rounds, *shared}):
        money[key[1]] += max(rounds[key], shared[key])
    return dict(money)


#: What is scarce about the kinds of help that a line of this kind pays for; lines for other
#: things pay for all.
PAYS_FOR: dict[str, frozenset[str]] = {
    LineKind.TRAVEL: frozenset({CapacityKind.SEATS, CapacityKind.SLOTS}),
    LineKind.STAND: frozenset({CapacityKind.SEATS, CapacityKind.SLOTS}),
    LineKind.TRAINING: frozenset({CapacityKind.SEATS, CapacityKind.HOURS}),
    LineKind.VOUCHER: frozenset({CapacityKind.BUDGET}),
    LineKind.LOAN: frozenset({CapacityKind.BUDGET}),
}


def _pays(line: BudgetLine, addressed: dict[int, _Help], kinds: set[int] | None) -> bool:
    """Whether a line may pay for help on the constraint: of its program, stage and kind."""
    return any(
        (kinds is None or kind in kinds)
        and (not line.stage or line.stage in help_.stages)
        and _fits(line, help_)
        for kind, help_ in addressed.items()
    )


def _fits(line: BudgetLine, help_: _Help) -> bool:
    if line.kind == LineKind.CERTIFICATION:
        return help_.is_certificate
    scarce = PAYS_FOR.get(line.kind)
    return scarce is None or help_.capacity in scarce


def firms_held_back(user: User, constraint: ConstraintType) -> list[ConstraintFinding]:
    """The list behind a figure: the same rows, the hardest first (one query)."""
    rows = pressing_findings(user).filter(constraint=constraint)
    return list(
        rows.select_related("profile__firm__office").order_by(
            "-severity", "profile__firm__legal_name", "pk"
        )
    )
