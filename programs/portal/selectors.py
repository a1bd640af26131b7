"""Reads shaped for the pages of a firm's own people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import get_language

from assessments.methodology.selectors import pack_of
from assessments.profiles.models import StagePlacement
from assessments.responses.models import Assessment
from assessments.scoring.profile import score_profile
from firms.accounts.models import User
from firms.accounts.roles import Capability
from firms.register.models import CaseloadAssignment, Firm, Membership
from programs.followups.models import FollowUp
from programs.outcomes.models import Outcome
from programs.outcomes.selectors import waiting_for_firm
from programs.portal.help.selectors import OwnHelp, own_help


@dataclass(frozen=True)
class StageStep:
    """One step of the route: done, now or next."""

    code: str
    state: str


@dataclass(frozen=True)
class PortalHome:
    """Where we are, what is needed from us, what happens next, who our adviser is."""

    firm: Firm
    others: Sequence[Firm]
    placement: StagePlacement | None
    route: Sequence[StageStep]
    draft: Assessment | None
    last: Assessment | None
    help: Sequence[OwnHelp]
    next_promise: FollowUp | None
    adviser: User | None
    today: date
    waiting: Sequence[Outcome]
    may_answer: bool

    @property
    def asked(self) -> Sequence[OwnHelp]:
        """Help that waits for the answer of this person."""
        return [one for one in self.help if one.is_asked] if self.may_answer else []

    @property
    def needs_self_assessment(self) -> bool:
        """Never filled, or begun and not sent, or older than a year."""
        return (
            self.draft is not None
            or self.last is None
            or (self.today - self.last.assessed_on).days > 365
        )


ROUTE = ("preparation", "active_engagement", "growth_expansion")


def own_firms(user: User) -> list[Firm]:
    """Firms the person belongs to, by name."""
    adviser = CaseloadAssignment.objects.current().select_related("adviser")
    return list(
        Firm.objects.visible_to(user)
        .prefetch_related(Prefetch("assignments", adviser, to_attr="current_assignments"))
        .order_by("normalised_name", "pk")
    )


def home(user: User, firm: Firm, *, others: Sequence[Firm], today: date) -> PortalHome:
    """The portal's first page for one firm: seven queries."""
    placement = firm.placements.known_by(today).newest_first().first()
    own = Assessment.objects.visible_to(user).filter(firm=firm).by_firm()
    assignments = firm.current_assignments  # type: ignore[attr-defined]
    return PortalHome(
        firm=firm,
        others=others,
        placement=placement,
        route=route(placement.stage if placement else None),
        draft=own.drafts().first(),
        last=own.submitted().first(),
        help=own_help(user, firm),
        next_promise=FollowUp.objects.visible_to(user)
        .filter(firm=firm)
        .open()
        .select_related("engagement__intervention")
        .first(),
        adviser=assignments[0].adviser if assignments else None,
        today=today,
        waiting=(
            waiting_for_firm(firm, user, email=user.email, today=today)
            if user.may(Capability.CONFIRM_OUTCOMES)
            else ()
        ),
        may_answer=user.may(Capability.APPLY_FOR_HELP),
    )


def route(stage: str | None) -> list[StageStep]:
    """The three stages as steps of a route, seen from where the firm stands."""
    here = ROUTE.index(stage) if stage in ROUTE else -1
    states = ["done" if n < here else "now" if n == here else "next" for n in range(len(ROUTE))]
    return [StageStep(code, state) for code, state in zip(ROUTE, states, strict=True)]


@dataclass(frozen=True)
class OwnRow:
    """One constraint as the firm's own answers show it."""

    name: str
    definition: str
    severity: Decimal | None
    answered: int
    questions: int


def own_view(assessment: Assessment) -> list[OwnRow]:
    """What the firm said holds it back, hardest first; not assessed last. One query."""
    pack, language = pack_of(assessment.pack), get_language() or "en"
    placement = assessment.firm.placements.newest_first().first()
    stage = placement.stage if placement else "preparation"
    rows = [
        OwnRow(
            pack.text(pack.constraint(score.constraint).name, language),
            pack.text(pack.constraint(score.constraint).definition, language),
            score.severity,
            score.answered,
            score.questions,
        )
        for score in score_profile(pack, assessment.answers, stage)
    ]
    return sorted(rows, key=lambda row: (row.severity is None, -(row.severity or 0), row.name))


def members(user: User, firm: Firm) -> Sequence[Membership]:
    """People of the firm who may sign in."""
    current = Membership.objects.visible_to(user).current().filter(firm=firm)
    return list(current.select_related("user"))
