"""Milestones of an engagement: planned, moved, reached, opened again."""

from datetime import date

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.audit.kinds import Kind
from firms.register.models import Document
from programs.engagements import events
from programs.engagements.actions.moving import locked
from programs.engagements.errors import InTheFuture, NotOfThisFirm, StepTwice
from programs.engagements.models import Engagement, EngagementMilestone


@transaction.atomic
def add_milestone(
    *, engagement: Engagement, title: str, due_on: date, by: User | None
) -> EngagementMilestone:
    """Plan a step; the same step again changes nothing. Raises StepTwice for another day."""
    engagement = locked(engagement)
    known = engagement.milestones.filter(title=title).first()
    if known is not None:
        if known.due_on == due_on:
            return known
        raise StepTwice
    milestone = EngagementMilestone.objects.create(
        engagement=engagement, title=title, due_on=due_on
    )
    _record(events.MILESTONE_ADDED, engagement, milestone, by)
    return milestone


@transaction.atomic
def change_milestone(
    *, milestone: EngagementMilestone, title: str, due_on: date, by: User
) -> EngagementMilestone:
    """Give it another name or day; the same changes nothing. Raises StepTwice."""
    engagement, milestone = _locked(milestone)
    if (milestone.title, milestone.due_on) == (title, due_on):
        return milestone
    if engagement.milestones.filter(title=title).exclude(pk=milestone.pk).exists():
        raise StepTwice
    milestone.title, milestone.due_on = title, due_on
    milestone.save(update_fields=["title", "due_on", "updated_at"])
    _record(events.MILESTONE_CHANGED, engagement, milestone, by)
    return milestone


@transaction.atomic
def reach_milestone(
    *,
    milestone: EngagementMilestone,
    by: User,
    done_on: date | None = None,
    evidence: Document | None = None,
) -> EngagementMilestone:
    """It is done; a second time changes nothing. Raises InTheFuture and NotOfThisFirm."""
    engagement, milestone = _locked(milestone)
    if milestone.done_on is not None:
        return milestone
    day = done_on or clock.today()
    if day > clock.today():
        raise InTheFuture(on=day)
    if evidence is not None and evidence.firm_id != engagement.firm_id:
        raise NotOfThisFirm
    milestone.done_on, milestone.done_by, milestone.evidence = day, by, evidence
    milestone.save(update_fields=["done_on", "done_by", "evidence", "updated_at"])
    _record(events.MILESTONE_DONE, engagement, milestone, by)
    return milestone


@transaction.atomic
def reopen_milestone(*, milestone: EngagementMilestone, by: User) -> EngagementMilestone:
    """It is not done after all; open again already, nothing changes."""
    engagement, milestone = _locked(milestone)
    if milestone.done_on is None:
        return milestone
    milestone.done_on = milestone.done_by = milestone.evidence = None
    milestone.save(update_fields=["done_on", "done_by", "evidence", "updated_at"])
    _record(events.MILESTONE_REOPENED, engagement, milestone, by)
    return milestone


def _locked(milestone: EngagementMilestone) -> tuple[Engagement, EngagementMilestone]:
    """The engagement first, then its milestone: everybody locks in this order."""
    engagement = locked(milestone.engagement)
    return engagement, EngagementMilestone.objects.select_for_update().get(pk=milestone.pk)


def _record(
    kind: Kind, engagement: Engagement, milestone: EngagementMilestone, by: User | None
) -> None:
    audit.record(
        kind,
        firm=engagement.firm,
        target=engagement,
        by=by,
        occurred_on=milestone.done_on,
        intervention=engagement.intervention.names,
        title=milestone.title,
        on=milestone.due_on.isoformat(),
    )
