"""Reads of follow-ups: what is open for a firm, and the proof that nothing was lost."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from config.shared import clock
from firms.accounts.models import Absence, User
from firms.accounts.roles import Role
from firms.audit.models import AuditEvent
from firms.register.models import CaseloadAssignment, Firm
from programs.followups.claims import LEASE
from programs.followups.comparing import differences
from programs.followups.events import REMINDER_SENT
from programs.followups.models import (
    FollowUp,
    Message,
    MessageKind,
    MessagePreference,
    MessageState,
    Reminder,
    ReminderState,
)
from programs.followups.rules import Ledger, Question, Who


def open_follow_ups(firm: Firm, user: User) -> list[FollowUp]:
    """The open follow-ups of a firm, the earliest first (one query)."""
    rows = FollowUp.objects.visible_to(user).open().filter(firm=firm)
    return list(rows.select_related("engagement__intervention").order_by("due_on", "pk"))


@dataclass(frozen=True)
class Proof:
    """The ledger, and what may be wrong beside it; each figure is a count of rows.

    `differing`: engagements whose follow-ups are not what plans ask for. `unreminded`: due before
    yesterday without a line in the outbox for that due day. `doubled`: lines of colleagues that the
    timeline says were sent twice. `adrift`: lines that say otherwise than the mail that carries
    them. `stuck`: claimed longer than a claim lives. `interrupted` waits for a person and breaks no
    law.
    """

    ledger: Ledger
    differing: int
    unreminded: int
    doubled: int
    adrift: int
    stuck: int
    interrupted: int

    @property
    def holds(self) -> bool:
        """Nothing lost, nothing doubled, and the books balance."""
        wrong = self.differing or self.unreminded or self.doubled or self.adrift or self.stuck
        return self.ledger.balances and not wrong


def proof(*, today: date, now: datetime | None = None) -> Proof:
    """Count every follow-up, and compare each engagement with what the rules desire."""
    moment = now or clock.now()
    reminded = Reminder.objects.filter(follow_up=OuterRef("pk"), due_on=OuterRef("due_on")).exclude(
        state=ReminderState.DROPPED
    )
    late = FollowUp.objects.due_by(today - timedelta(days=2)).filter(
        firm__merged_into__isnull=True, firm__closed_on__isnull=True
    )
    sent = AuditEvent.objects.filter(kind=REMINDER_SENT.code, data__line__isnull=False)
    doubled = sent.order_by().values("data__line").annotate(n=Count("pk")).filter(n__gt=1)
    stuck = Message.objects.filter(
        state=MessageState.CLAIMED, claimed_at__lt=moment - 2 * LEASE
    ).count()
    return Proof(
        ledger=ledger(),
        differing=sum(1 for _each in differences(today=today)),
        unreminded=late.filter(~Exists(reminded), _grace_over(today)).count(),
        doubled=doubled.count(),
        adrift=_adrift(),
        stuck=stuck,
        interrupted=Message.objects.filter(state=MessageState.UNKNOWN).count(),
    )


def _adrift() -> int:
    """Lines being sent without a mail, or in another state than theirs; mails without any line."""
    lines = Reminder.objects.filter(
        Q(state=ReminderState.CLAIMED, message__isnull=True)
        | Q(message__isnull=False) & ~Q(state=F("message__state"))
    )
    under_way = (MessageState.CLAIMED, MessageState.UNKNOWN)
    empty = Message.objects.filter(state__in=under_way, reminders__isnull=True).exclude(
        kind__in=[MessageKind.CONFIRMATION, MessageKind.LETTER]
    )
    return lines.count() + empty.count()


def _grace_over(today: date) -> Q:
    """Readers may wish days of grace, thirty at most: later than that everything was told.

    Whom it may concern is taken widely: an adviser, who covers for one, or any manager.
    """
    patient = MessagePreference.objects.filter(grace_days__gt=0).order_by().values("user")
    covered = Absence.objects.on(today).filter(delegate__in=patient).values("user")
    caseloads = CaseloadAssignment.objects.current().filter(
        Q(adviser__in=patient) | Q(adviser__in=covered)
    )
    waits = Q(firm__in=caseloads.order_by().values("firm"))
    if MessagePreference.objects.filter(grace_days__gt=0, user__role=Role.MANAGER).exists():
        in_charge = CaseloadAssignment.objects.current().filter(adviser__is_active=True)
        waits |= Q(who=Who.MANAGER) | ~Q(firm__in=in_charge.order_by().values("firm"))
    return ~(waits & Q(due_on__gt=today - timedelta(days=32)))


def ledger() -> Ledger:
    """Follow-ups by state against all rows, counted apart."""
    states = FollowUp.objects.order_by().values_list("state").annotate(n=Count("pk"))
    return Ledger(dict(states), FollowUp.objects.count())


def last_answers(follow_up: FollowUp) -> dict[str, str]:
    """What the firm wrote the last time it answered, to begin the form with; what is only counted
    (a deal, an obstacle) belongs to its own time and is asked anew.
    """
    rows = FollowUp.objects.filter(
        firm=follow_up.firm_id,
        state="done",
        answered_by__isnull=False,
        answers__has_any_keys=list(Question),  # “no change” says nothing new: what was said holds
    ).exclude(pk=follow_up.pk)
    found = rows.order_by("-done_on", "-pk").values_list("answers", flat=True).first()
    return {key: value for key, value in (found or {}).items() if key in set(Question)}
