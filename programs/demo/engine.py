"""What the follow-up engine shows on the first day: plans, answers of firms, cover."""

from datetime import date, timedelta

from config.shared import clock
from firms.accounts.models import User
from firms.accounts.roles import Role
from firms.staff.absences import enter_absence
from programs.catalogue.models import Intervention
from programs.demo.signins import SHOWN
from programs.followups.actions import (
    answer_by_link,
    ask_firm,
    make_answer_link,
    reconcile_all,
)
from programs.followups.actions.plans import begin_draft, enable_draft, put_step
from programs.followups.models import FollowUp
from programs.followups.rules import (
    RENEWAL_CODE,
    AnchorKind,
    Question,
    Step,
    Stop,
    Task,
    Unit,
    Who,
)

ANSWERS = (
    {
        "has_deal": "yes",
        "offer_or_deal": "A trial order of two pallets; payment after the second delivery.",
        "learnt": "Samples first, price second.",
        "next_step": "We send the contract on Monday.",
    },
    {"no_change": "yes"},
)


def show_the_engine(*, manager: User, today: date) -> None:
    """Bring it to life for the adviser who is shown, through the actions."""
    shown = User.objects.get(email=SHOWN["adviser"])
    _plans(manager)
    reconcile_all(today=today, everything=True)
    waiting = list(
        FollowUp.objects.open()
        .filter(
            firm__assignments__adviser=shown,
            firm__assignments__ended_on__isnull=True,
            firm__closed_on__isnull=True,
            due_on__lte=today,
            engagement__isnull=False,
            offset__gt=0,
        )
        .select_related("firm")
        .order_by("-due_on", "pk")
    )
    for follow_up, answers in zip(waiting, ANSWERS, strict=False):
        owner = follow_up.firm.contacts.get(is_primary=True)
        token = make_answer_link(follow_up=follow_up, contact=owner, now=clock.now())
        answer_by_link(token=token, answers=answers)
    for follow_up in waiting[len(ANSWERS) : len(ANSWERS) + 1]:
        ask_firm(follow_up=follow_up, by=shown)
    _cover(shown, today)


def _plans(manager: User) -> None:
    """Certificates ask half a year ahead instead of a quarter; a draft waits for the manager."""
    certification = Intervention.objects.get(code="certification_support")
    draft = begin_draft(intervention=certification, program=None, by=manager)
    put_step(
        version=draft,
        step=Step(
            code=RENEWAL_CODE,
            anchor=AnchorKind.CERTIFICATE_EXPIRY,
            offset=-6,
            unit=Unit.MONTHS,
            task=Task(
                questions=(Question.NEXT_STEP,),
                titles=(("en", "Renew the certificate"), ("ru", "Продлить сертификат")),
            ),
        ),
        instead_of=RENEWAL_CODE,
        by=manager,
    )
    enable_draft(version=draft, by=manager)
    loan = Intervention.objects.get(code="working_capital_loan")
    draft = begin_draft(intervention=loan, program=None, by=manager)
    put_step(
        version=draft,
        step=Step(
            code="start-1",
            anchor=AnchorKind.START,
            offset=1,
            unit=Unit.MONTHS,
            repeat_every=3,
            repeat_times=3,
            stops=frozenset({Stop.DEAL}),
            task=Task(who=Who.FIRM),
        ),
        by=manager,
    )


def _cover(shown: User, today: date) -> None:
    """The adviser is away the week after next, and a colleague of the office covers."""
    colleague = (
        User.objects.active()
        .filter(role=Role.ADVISER, office=shown.office)
        .exclude(pk=shown.pk)
        .order_by("pk")
        .first()
    )
    start = today + timedelta(days=14 - today.weekday())
    enter_absence(
        user=shown,
        starts_on=start,
        ends_on=start + timedelta(days=4),
        delegate=colleague,
        by=shown,
    )
