"""Reads of follow-ups: what is open for a firm, and the proof that nothing was lost."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from firms.accounts.models import User
from firms.register.models import Firm
from programs.followups.actions.reconciling import differences
from programs.followups.models import FollowUp, Reminder, ReminderState


def open_follow_ups(firm: Firm, user: User) -> list[FollowUp]:
    """The open follow-ups of a firm, the earliest first (one query)."""
    rows = FollowUp.objects.visible_to(user).open().filter(firm=firm)
    return list(rows.select_related("engagement__intervention").order_by("due_on", "pk"))


@dataclass(frozen=True)
class Proof:
    """The ledger: follow-ups by state, engagements that differ, reminders nobody finished."""

    states: dict[str, int]
    differing: int
    unreminded: int
    interrupted: int

    @property
    def holds(self) -> bool:
        """Nothing lost and nothing in doubt."""
        return not (self.differing or self.unreminded or self.interrupted)


def proof(*, today: date) -> Proof:
    """Count every follow-up, and compare each engagement with what the rules desire.

    `unreminded` are open follow-ups due before yesterday without any message in the outbox.
    """
    states = dict(FollowUp.objects.order_by().values_list("state").annotate(n=Count("pk")))
    reminded = Reminder.objects.exclude(state=ReminderState.DROPPED).values("follow_up")
    late = FollowUp.objects.due_by(today - timedelta(days=2)).filter(firm__merged_into__isnull=True)
    return Proof(
        states=states,
        differing=sum(1 for _each in differences(today=today)),
        unreminded=late.exclude(pk__in=reminded).count(),
        interrupted=Reminder.objects.filter(state=ReminderState.UNKNOWN).count(),
    )
