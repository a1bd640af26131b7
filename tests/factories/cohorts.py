"""Makers of cohorts and of firms with a story to report on, used inside fixtures only."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments.methodology.models import ConstraintType, PackVersion
from assessments.profiles.models import ConstraintFinding, ConstraintProfile
from firms.accounts.models import Office, User
from firms.register.models import Firm, Interaction
from programs.cohorts.models import Cohort
from tests.factories.assessments import AssessmentFactory, PlacementFactory
from tests.factories.firms import FirmFactory, UserFactory
from tests.factories.programs import FollowUpFactory

INTAKE_ON = date(2024, 3, 1)


def at_noon(day: date) -> datetime:
    """The moment a thing of that day was recorded."""
    return datetime.combine(day, time(12), tzinfo=UTC)


class CohortFactory(DjangoModelFactory):
    """An intake of the year 2024, not frozen."""

    class Meta:
        model = Cohort

    code = factory.Sequence(lambda n: f"intake-{n}")
    name = factory.Sequence(lambda n: f"Invented intake {n}")
    intake_from = date(2024, 1, 1)
    intake_to = date(2024, 12, 31)


class InteractionFactory(DjangoModelFactory):
    class Meta:
        model = Interaction

    firm = factory.SubFactory(FirmFactory)
    kind = "call"
    summary = "Invented words"
    occurred_on = date(2026, 1, 15)
    recorded_at = factory.LazyAttribute(lambda made: at_noon(made.occurred_on))
    by = factory.SubFactory(UserFactory)


def small_pack() -> PackVersion:
    """A published version without content, enough for profiles to name."""
    moment = timezone.now()
    return PackVersion.objects.create(
        code="invented",
        version="1.0",
        state="published",
        document={},
        loaded_at=moment,
        published_at=moment,
    )


def constraint(code: str = "market_information", order: int = 1) -> ConstraintType:
    name = code.replace("_", " ").capitalize()
    return ConstraintType.objects.create(
        code=code, group="knowledge", order=order, names={"en": name}
    )


def profile(firm: Firm, pack: PackVersion, on: date, **severities: int | None) -> ConstraintProfile:
    """A profile of that day with the severities by constraint code; None is not assessed."""
    made = ConstraintProfile.objects.create(
        firm=firm,
        pack=pack,
        adviser_assessment=AssessmentFactory(
            firm=firm, pack=pack, assessed_on=on, submitted_at=at_noon(on)
        ),
        stage="preparation",
        answered=len(severities),
        questions=len(severities),
        assessed_on=on,
        recorded_at=at_noon(on),
    )
    types = ConstraintType.objects.in_bulk(list(severities), field_name="code")
    ConstraintFinding.objects.bulk_create(
        ConstraintFinding(
            profile=made,
            constraint=types[code],
            severity=None if severity is None else Decimal(severity),
            band="not_assessed" if severity is None else "moderate",
            weight=1,
            answered=3,
            questions=3,
            rank=rank,
        )
        for rank, (code, severity) in enumerate(severities.items(), start=1)
    )
    return made


def place(firm: Firm, stage: str, on: date, recorded_on: date | None = None) -> None:
    PlacementFactory(firm=firm, stage=stage, occurred_on=on, recorded_at=at_noon(recorded_on or on))


def firm_with_story(
    office: Office,
    by: User,
    stage: str = "preparation",
    *,
    intake_on: date = INTAKE_ON,
    then: str = "",
    then_on: date = date(2025, 6, 1),
    seen_on: date | None = date(2026, 1, 15),
    left_on: date | None = None,
    promised: tuple[date, date | None] | None = None,
) -> Firm:
    """A firm taken in at `stage`, moved to `then`, last seen, perhaps gone.

    `promised` is a follow-up: when due, and when done or None. No stage: never placed.
    """
    firm = FirmFactory(office=office, intake_on=intake_on, closed_on=left_on)
    if stage:
        place(firm, stage, intake_on + timedelta(days=7))
    if then:
        place(firm, then, then_on)
    if seen_on:
        InteractionFactory(firm=firm, occurred_on=seen_on, by=by)
    if promised:
        due_on, done_on = promised
        FollowUpFactory(
            firm=firm, planned_on=due_on, done_on=done_on, state="done" if done_on else "due"
        )
    return firm
