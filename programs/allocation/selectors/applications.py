"""Reads of one application: answers, reviewers, history, and the conditions clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from firms.accounts.models import User
from programs.allocation.conditions import conditions_in_force
from programs.allocation.models import (
    AllocationRun,
    Allotment,
    Application,
    ApplicationDocument,
    ApplicationMove,
    Conflict,
)
from programs.allocation.selectors.names import reading_names
from programs.allocation.selectors.reviews import Points, points_of
from programs.allocation.sentences import why_for_staff
from programs.eligibility.explanations import Explanation
from programs.eligibility.selectors import explain
from programs.eligibility.sentences import Audience


def conditions_met(
    application: Application, audience: Audience = Audience.ADVISER
) -> Explanation | None:
    """The conditions of the offering, or of its program, clause by clause for this firm; None
    without any.
    """
    version = conditions_in_force(application.offering)
    return explain(version, application.firm, audience=audience) if version else None


def documents_of(application: Application, user: User) -> Sequence[ApplicationDocument]:
    """Its documents as far as the reader may see them, as they were added."""
    rows = ApplicationDocument.objects.visible_to(user).filter(application=application)
    return list(rows.select_related("document", "question", "added_by"))


@dataclass(frozen=True)
class ApplicationPage:
    """One application: answers, what reviewers said, what happened, and what is proposed.

    `parts`: constraint, its severity, strength of the help on it, points it adds.
    """

    application: Application
    answers: Sequence[tuple[str, str]]
    documents: Sequence[ApplicationDocument]
    points: Points
    conflicts: Sequence[Conflict]
    moves: Sequence[ApplicationMove]
    allotment: Allotment | None
    parts: Sequence[tuple[str, Decimal, int, Decimal]]
    why: str


def application_page(application: Application, user: User) -> ApplicationPage:
    """One application for staff: about twelve queries."""
    questions = {str(row.pk): row for row in application.offering.questions.all()}
    allotment = (
        Allotment.objects.visible_to(user)
        .filter(application=application)
        .exclude(run__state=AllocationRun.State.DISCARDED)
        .select_related("run")
        .order_by("-pk")
        .first()
    )
    because = application.because or (allotment.because if allotment else {})
    names = reading_names()
    return ApplicationPage(
        application=application,
        answers=[
            (questions[key].text, str(answer))
            for key, answer in application.answers.items()
            if key in questions
        ],
        documents=documents_of(application, user),
        points=points_of(application, user),
        conflicts=list(application.conflicts.select_related("person")),
        moves=list(application.moves.select_related("by").order_by("-pk")),
        allotment=allotment,
        parts=[
            (
                names.constraints.get(part["constraint"], part["constraint"]),
                Decimal(part["severity"]),
                part["strength"],
                Decimal(part["points"]),
            )
            for part in (allotment.parts if allotment else ())
        ],
        why=why_for_staff(because, names, firms={}),
    )
