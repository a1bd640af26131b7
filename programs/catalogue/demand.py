"""Demand against supply: what holds firms in view back, and what is on offer against it."""

from collections.abc import Iterable
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
from programs.catalogue.models import BudgetLine, InterventionTarget, Program

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

    `places`: free seats of open offerings, None where none with seats is open. `money`: left in
    budget lines, by currency; currencies are never added up.
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


def demand_against_supply(
    user: User, *, today: date, program: Program | None = None
) -> list[Demand]:
    """Per constraint, the most asked for first; six queries however many firms and offers.

    With a program, the supply is that of the program; the demand is that of all firms in view.
    """
    addressed = _addressed()
    offers = _offerings(user, today, program)
    lines = list(
        BudgetLine.objects.visible_to(user).filter(**({"program": program} if program else {}))
    )
    kinds = _kinds_of({line.program_id for line in lines})
    asked = dict(
        pressing_findings(user)
        .order_by()
        .values_list("constraint")
        .annotate(n=Count("profile__firm", distinct=True))
    )
    rows = [
        _row(each, asked.get(each.pk, 0), addressed.get(each.pk, {}), offers, lines, kinds)
        for each in ConstraintType.objects.all()
    ]
    shown = [row for row in rows if row.firms or row.offerings or row.money]
    return sorted(shown, key=lambda row: (-row.firms, row.constraint.code))


#: Constraint → kinds of help on offer that address it, each with its stages.
Addressed = dict[int, dict[int, frozenset[str]]]


def _addressed() -> Addressed:
    found: Addressed = {}
    targets = InterventionTarget.objects.filter(intervention__retired_on__isnull=True)
    rows = targets.values_list("constraint", "intervention", "intervention__stages")
    for constraint, intervention, stages in rows:
        found.setdefault(constraint, {})[intervention] = frozenset(stages)
    return found


def _offerings(user: User, today: date, program: Program | None) -> list[Any]:
    offering: Any = Program._meta.get_field("offerings").related_model
    rows = offering.objects.visible_to(user).taking(on=today)
    return list(rows.filter(program=program) if program else rows)


def _kinds_of(programs: Iterable[int]) -> dict[int, set[int]]:
    """Program → the kinds of help it pays for; a program without any pays for all."""
    link = Program.interventions.through
    found: dict[int, set[int]] = {}
    pairs = link.objects.filter(program__in=list(programs))
    for program, intervention in pairs.values_list("program", "intervention"):
        found.setdefault(program, set()).add(intervention)
    return found


def _row(
    constraint: ConstraintType,
    firms: int,
    addressed: dict[int, frozenset[str]],
    offers: list[Any],
    lines: list[BudgetLine],
    kinds: dict[int, set[int]],
) -> Demand:
    fitting = [row for row in offers if row.intervention_id in addressed]
    seats = [row.seats - row.seats_taken for row in fitting if row.seats is not None]
    money: dict[str, Decimal] = {}
    for line in lines:
        if line.left > 0 and _pays(line, addressed, kinds.get(line.program_id)):
            money[line.currency] = money.get(line.currency, Decimal(0)) + line.left
    return Demand(
        constraint=constraint,
        firms=firms,
        offerings=len(fitting),
        places=sum(seats) if seats else None,
        money=money,
    )


def _pays(line: BudgetLine, addressed: dict[int, frozenset[str]], kinds: set[int] | None) -> bool:
    """Whether a line may pay for help on the constraint: of its program, and of its stage."""
    return any(
        (kinds is None or kind in kinds) and (not line.stage or line.stage in stages)
        for kind, stages in addressed.items()
    )


def firms_held_back(user: User, constraint: ConstraintType) -> list[ConstraintFinding]:
    """The list behind a figure: the same rows, the hardest first (one query)."""
    rows = pressing_findings(user).filter(constraint=constraint)
    return list(
        rows.select_related("profile__firm__office").order_by(
            "-severity", "profile__firm__legal_name", "pk"
        )
    )
