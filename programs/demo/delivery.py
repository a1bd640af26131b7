"""What help delivered and cost in the story: budget lines, milestones, a ledger, a course."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from firms.accounts.models import User
from firms.register.models import CaseloadAssignment, Firm
from programs.allocation.actions import apply_for_seat, create_offering, seat
from programs.allocation.models import OfferingKind
from programs.catalogue.actions import add_budget_line, update_program
from programs.catalogue.models import BudgetLine, Intervention, LineKind, Program
from programs.demo.lives import at
from programs.demo.signins import SHOWN as PEOPLE
from programs.demo.story import workday
from programs.engagements.actions import (
    accept_recommendation,
    add_milestone,
    book_cost,
    enter_finance,
    note_attendance,
    note_hours,
    reach_milestone,
    spend_cost,
    start_engagement,
)
from programs.engagements.errors import FinanceAlone
from programs.engagements.models import Engagement
from programs.engagements.rules import Attendance, EntryKind
from programs.matching.models import Recommendation, RecommendationState

#: Name, what it pays for, stage, share of the program's budget in per cent.
LINES = (
    ("Flights and hotels", LineKind.TRAVEL, "active_engagement", 22),
    ("Stands and meeting rooms", LineKind.STAND, "active_engagement", 18),
    ("Trainers", LineKind.TRAINING, "preparation", 14),
    ("Certification vouchers", LineKind.CERTIFICATION, "growth_expansion", 16),
    ("Interest support", LineKind.LOAN, "", 20),
)
OBJECTIVES = {
    "first-markets": "60 first sales abroad by the end of next year",
    "stay-and-grow": "Eight of ten exporters keep exporting for three years",
}
STEPS = (("Gap analysis agreed", -40), ("Samples sent", -12), ("Price list in English", 9))
COSTS = ((LineKind.TRAVEL, "Flights", 1850), (LineKind.TRAINING, "Trainer, two days", 1200))
SHOWN = 12
COURSE_FIRMS = 9


def show_delivery(*, programs: list[Program], manager: User, today: date) -> None:
    """Bring the pages of programs and engagements to life, through the actions."""
    lines = [line for program in programs for line in _lines(program, manager)]
    running = Engagement.objects.filter(
        state="active", starts_on__lte=today - timedelta(days=45), program__isnull=False
    ).select_related("intervention", "firm")
    for engagement in running.order_by("-starts_on", "pk")[:SHOWN]:
        _deliver(engagement, lines, manager, today)
    loans = Engagement.objects.filter(
        intervention__code="working_capital_loan", state__in=("active", "completed")
    ).order_by("-pk")
    for engagement in loans[:3]:
        _lend(engagement, manager)
    _course(programs[0], manager, today)
    _propose()


def _lines(program: Program, manager: User) -> list[BudgetLine]:
    update_program(program=program, by=manager, objective=OBJECTIVES[program.code], owner=manager)
    budget = program.budget or Decimal(0)
    return [
        add_budget_line(
            program=program,
            name=name,
            kind=kind,
            stage=stage,
            amount=Decimal(budget) * share / 100,
            by=manager,
        )
        for name, kind, stage, share in LINES
    ]


def _deliver(engagement: Engagement, lines: list[BudgetLine], by: User, today: date) -> None:
    """Steps before and after today, hours of a trainer, a cost paid and one set aside."""
    for title, days in STEPS:
        milestone = add_milestone(
            engagement=engagement, title=title, due_on=workday(today + timedelta(days=days)), by=by
        )
        if days < -20:
            reach_milestone(milestone=milestone, by=by, done_on=milestone.due_on)
    for number, days in enumerate((30, 16)):
        note_hours(
            engagement=engagement,
            hours=Decimal(3 + number),
            on=workday(today - timedelta(days=days)),
            given_by="Trade Skills Bureau",
            by=by,
        )
    for number, (kind, purpose, amount) in enumerate(COSTS):
        line = next(
            each for each in lines if each.kind == kind and each.program_id == engagement.program_id
        )
        cost = book_cost(
            engagement=engagement, line=line, purpose=purpose, amount=Decimal(amount), by=by
        )
        if number == 0:
            spend_cost(cost=cost, by=by, amount=Decimal(amount) - 60)


def _lend(engagement: Engagement, by: User) -> None:
    begun = engagement.starts_on or engagement.decided_on
    for kind, amount, days in (
        (EntryKind.APPROVED, 60_000, 0),
        (EntryKind.DISBURSED, 40_000, 5),
        (EntryKind.REPAID, 10_000, 25),
    ):
        on = begun + timedelta(days=days)
        enter_finance(
            engagement=engagement,
            kind=kind,
            amount=Decimal(amount),
            currency="USD",
            on=on,
            by=by,
        )


def _course(program: Program, manager: User, today: date) -> None:
    """A course of four days that goes on: two are noted, today is to be filled in."""
    starts = today - timedelta(days=2)
    course = Intervention.objects.get(code="export_basics_training")
    with at(today - timedelta(days=50)):
        offering = create_offering(
            program=program,
            intervention=course,
            kind=OfferingKind.COURSE,
            title="First steps abroad, four days",
            place="Almaty",
            starts_on=starts,
            ends_on=today + timedelta(days=1),
            apply_by=today - timedelta(days=10),
            seats=COURSE_FIRMS + 3,
            by=manager,
        )
    firms = [
        row.firm
        for row in Engagement.objects.filter(firm__closed_on__isnull=True)
        .select_related("firm")
        .order_by("firm__pk", "pk")
    ]
    for number, firm in enumerate(list(dict.fromkeys(firms))[:COURSE_FIRMS]):
        with at(today - timedelta(days=20)):
            wish = "We want to know what exporting asks of us."
            asked = apply_for_seat(offering=offering, firm=firm, by=manager, statement=wish)
        with at(today - timedelta(days=9)):
            seat(application=asked, by=manager)
        engagement = Engagement.objects.get(firm=firm, offering=offering)
        with at(starts):
            start_engagement(engagement=engagement, by=manager, on=starts)
        for day in range(2):
            mark = Attendance.LATE if (number + day) % 5 == 4 else Attendance.PRESENT
            with at(starts + timedelta(days=day)):
                note_attendance(
                    engagement=engagement,
                    attendance=mark,
                    on=starts + timedelta(days=day),
                    by=manager,
                )


def _propose() -> None:
    """The firm that shows the portal is asked whether it wants what fits it best."""
    shown = Firm.objects.active().filter(memberships__user__email=PEOPLE["firm_owner"])
    for mine in CaseloadAssignment.objects.current().filter(firm__in=shown):
        best = Recommendation.objects.filter(
            set__firm=mine.firm_id, set__superseded_at__isnull=True, state=RecommendationState.OPEN
        ).order_by("rank")
        for recommendation in best[:1]:
            with suppress(FinanceAlone):  # then nothing is proposed
                accept_recommendation(
                    recommendation=recommendation,
                    by=mine.adviser,
                    reason="It fits where you are now and works on what holds you back most.",
                    ask_firm=True,
                )
