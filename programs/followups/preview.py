"""A look ahead: what a draft would change, and what the next four weeks would send."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from firms.accounts.models import User
from firms.register.models import CaseloadAssignment
from programs.engagements.models import Engagement
from programs.followups.audiences import Desk, askable_contacts
from programs.followups.comparing import batches, compare
from programs.followups.instances import instance_of
from programs.followups.models import FollowUp, FollowUpPlan
from programs.followups.plans import PlanBook
from programs.followups.rules import Difference, Instance, Step, Who

WEEKS = 4
SHOWN = 12


@dataclass(frozen=True)
class Week:
    """A week of the look ahead: follow-ups that come due, with the draft and as it is now."""

    begins_on: date
    draft: int
    now: int


@dataclass(frozen=True)
class Coming:
    """One follow-up that the next weeks would bring."""

    engagement: Engagement
    instance: Instance


@dataclass
class Preview:
    """What enabling would do. `readers` are people who would get mail, `firms` by link."""

    engagements: int = 0
    creates: int = 0
    moves: int = 0
    supersedes: int = 0
    at_once: int = 0
    weeks: Sequence[Week] = ()
    readers: int = 0
    firms: int = 0
    coming: list[Coming] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.at_once + sum(week.draft for week in self.weeks)


def affected(plan: FollowUpPlan) -> QuerySet[Engagement]:
    """Engagements this plan may rule, whether or not a more specific one does."""
    found = Q()
    if plan.intervention_id:
        found &= Q(intervention=plan.intervention_id)
    if plan.program_id:
        found &= Q(program=plan.program_id)
    return Engagement.objects.filter(found)


def preview(plan: FollowUpPlan, steps: Collection[Step], *, today: date, user: User) -> Preview:
    """Replay the draft on what stands, without writing anything; names only firms in view.

    Every engagement the plan may rule is read, in batches.
    """
    book = PlanBook.read()
    draft = book.instead(plan.program_id, plan.intervention_id, steps)
    found = Preview()
    with_draft: Counter[int] = Counter()
    as_is: Counter[int] = Counter()
    desk = Desk.on(today)
    readers: set[int] = set()
    asked: set[int] = set()
    for keys in batches(affected(plan)):
        found.engagements += len(keys)
        seen = set(
            Engagement.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)
        )
        caseload = dict(
            CaseloadAssignment.objects.current()
            .filter(firm__engagements__in=keys, adviser__is_active=True)
            .values_list("firm_id", "adviser_id")
        )
        contacts = askable_contacts().filter(firm__engagements__in=keys)
        askable = set(contacts.order_by().values_list("firm", flat=True))
        for engagement, rows, _plan, difference in compare(keys, today, draft):
            found.creates += sum(1 for each in difference.creates if each.is_open)
            found.moves += len(difference.moves)
            found.supersedes += len(difference.supersedes)
            weeks = (_week_of(row.due_on, today) for row in rows if row.is_open)
            as_is.update(week for week in weeks if week is not None)
            for instance in _after(rows, difference):
                week = _week_of(instance.due_on, today)
                if week is None:
                    continue
                with_draft[week] += 1
                firm = engagement.firm
                if instance.task.who is Who.FIRM and firm.pk in askable:
                    asked.add(firm.pk)
                elif instance.task.who is Who.MANAGER:
                    readers.update(desk.answering(firm.office)[1])
                else:
                    readers.update(desk.in_charge(caseload.get(firm.pk), firm.office))
                if engagement.pk in seen:
                    found.coming.append(Coming(engagement, instance))
    found.coming = sorted(found.coming, key=lambda each: (each.instance.due_on, each.instance.key))[
        :SHOWN
    ]
    found.at_once = with_draft[-1]
    found.weeks = tuple(
        Week(today + timedelta(weeks=n), with_draft[n], as_is[n]) for n in range(WEEKS)
    )
    found.readers, found.firms = len(readers), len(asked)
    return found


def _after(rows: Sequence[FollowUp], difference: Difference) -> Iterator[Instance]:
    """Open follow-ups of one engagement as they would stand."""
    changed = {each.key: each for each in (*difference.creates, *difference.changes)}
    stored = [instance_of(row) for row in rows if row.is_open]
    kept = [each for each in stored if each.key not in changed]
    return (each for each in (*kept, *changed.values()) if each.is_open)


def _week_of(due_on: date, today: date) -> int | None:
    """The week ahead a day lies in, -1 for what is due already, None for later."""
    if due_on < today:
        return -1
    week = (due_on - today).days // 7
    return week if week < WEEKS else None
