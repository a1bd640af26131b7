"""Reads of reviews: who may give points, to what, and what was given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from config.shared.errors import DomainError
from firms.accounts.models import User
from firms.accounts.roles import STAFF_ROLES, Capability, may
from firms.register.models import CaseloadAssignment
from programs.allocation.errors import (
    InterestDeclared,
    NotApplied,
    NotReviewer,
    OwnFirm,
    OwnWords,
)
from programs.allocation.models import Application, ApplicationState, Offering, Reviewer, Score
from programs.allocation.rules import LIVE, KeptOut, Standing, kept_out
from programs.catalogue.models import Program
from programs.catalogue.selectors import answers_for

REFUSALS: dict[KeptOut, Callable[[Application], DomainError]] = {
    KeptOut.ENDED: lambda row: NotApplied(),
    KeptOut.NOT_REVIEWER: lambda row: NotReviewer(offering=row.offering.title),
    KeptOut.INTEREST: lambda row: InterestDeclared(firm=row.firm.legal_name),
    KeptOut.OWN_WORDS: lambda row: OwnWords(),
    KeptOut.OWN_FIRM: lambda row: OwnFirm(firm=row.firm.legal_name),
}


def may_review(program: Program) -> QuerySet[User]:
    """Who can be appointed: advisers and managers of the offices the program serves."""
    roles = [role for role in STAFF_ROLES if may(role, Capability.ASSIGN_HELP)]
    people = User.objects.active().filter(role__in=roles)
    if program.office_id is not None:
        people = people.filter(Q(office=program.office_id) | Q(office__isnull=True))
    return people.select_related("office")


def can_review(program: Program, person: User) -> bool:
    """Whether the person can be appointed."""
    return may_review(program).filter(pk=person.pk).exists()


def appointed(offering: Offering) -> QuerySet[Reviewer]:
    """The reviewers of an offering, by name."""
    return offering.reviewers.select_related("person__office", "appointed_by").order_by(
        "person__name", "pk"
    )


def why_no_points(row: Application, user: User) -> DomainError | None:
    """What keeps the person from giving `row` points, as the refusal; None for who may.

    `row` comes from `with_standing_of(user)`, with its offering's program and its firm.
    """
    code = kept_out(
        Standing(
            is_live=row.state in LIVE,
            has_reviewers=row.has_reviewers,  # type: ignore[attr-defined]
            is_reviewer=row.is_reviewer,  # type: ignore[attr-defined]
            leads=answers_for(user, row.offering.program),
            has_interest=row.has_interest,  # type: ignore[attr-defined]
            wrote=row.recorded_by_id == user.pk,
            advises=row.advises,  # type: ignore[attr-defined]
        )
    )
    return None if code is None else REFUSALS[code](row)


@dataclass(frozen=True)
class ReviewRow:
    """One application a reviewer was appointed for. `refusal`: why it is not theirs to score."""

    application: Application
    points: int | None
    refusal: DomainError | None

    @property
    def waits(self) -> bool:
        undecided = self.application.state == ApplicationState.APPLIED
        return self.points is None and self.refusal is None and undecided


@dataclass(frozen=True)
class Review:
    """A reviewer's applications for one offering: what waits first."""

    rows: Sequence[ReviewRow]

    @property
    def waiting(self) -> int:
        return sum(row.waits for row in self.rows)


def review_of(offering: Offering, user: User) -> Review:
    """What the reviewer sees of the offering, firms out of view too (one query)."""
    applications = (
        Application.objects.visible_to(user)
        .filter(offering=offering)
        .with_standing_of(user)
        .select_related("offering__program", "firm")
    )
    rows = [
        ReviewRow(row, row.own_points, why_no_points(row, user))  # type: ignore[attr-defined]
        for row in applications
        if row.state in LIVE or row.own_points is not None  # type: ignore[attr-defined]
    ]
    return Review(sorted(rows, key=lambda row: not row.waits))


@dataclass(frozen=True)
class ReviewerRow:
    """One reviewer of an application. `score` is None while the reader may not see it.

    `is_outside`: not among the reviewers, or no more; the points stay.
    """

    person: User
    score: Score | None
    has_given: bool
    keeps_out: KeptOut | None = None
    is_outside: bool = False


@dataclass(frozen=True)
class Points:
    """What reviewers gave one application. `given` of `appointed`; `mean` of all that is shown.

    `hides`: points stand that the reader sees after giving the own.
    """

    rows: Sequence[ReviewerRow]
    given: int
    appointed: int
    mean: Decimal | None
    hides: bool


def points_of(application: Application, user: User) -> Points:
    """The points of one application as far as the reader may see them (five queries)."""
    shown = {
        row.reviewer_id: row
        for row in Score.objects.visible_to(user)
        .filter(application=application)
        .select_related("reviewer")
    }
    given = set(application.scores.values_list("reviewer_id", flat=True))
    people = [row.person for row in appointed(application.offering)]
    out = _kept_out(application, people)
    rows = [
        ReviewerRow(each, shown.get(each.pk), each.pk in given, out.get(each.pk)) for each in people
    ]
    rows += [
        ReviewerRow(score.reviewer, score, True, is_outside=_is_outside(score, people))
        for key, score in shown.items()
        if key not in {each.pk for each in people}
    ]
    total = sum(row.points for row in shown.values())
    return Points(
        rows=rows,
        given=sum(each.pk in given for each in people),
        appointed=len(people),
        mean=Decimal(total) / len(shown) if shown else None,
        hides=len(given) > len(shown),
    )


def _is_outside(score: Score, reviewers: Sequence[User]) -> bool:
    """While nobody is appointed, points of who manages programs are like any other."""
    return bool(reviewers) or not score.reviewer.may(Capability.MANAGE_PROGRAMS)


def _kept_out(application: Application, people: Sequence[User]) -> dict[int, KeptOut]:
    """Whom of the reviewers something keeps from this application."""
    interested = set(application.conflicts.values_list("person_id", flat=True))
    advisers = set(
        CaseloadAssignment.objects.current()
        .filter(firm=application.firm_id)
        .values_list("adviser_id", flat=True)
    )
    found = {
        each.pk: kept_out(
            Standing(
                is_live=True,
                has_reviewers=True,
                is_reviewer=True,
                leads=False,
                has_interest=each.pk in interested,
                wrote=application.recorded_by_id == each.pk,
                advises=each.pk in advisers,
            )
        )
        for each in people
    }
    return {key: code for key, code in found.items() if code is not None}
