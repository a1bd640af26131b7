"""Rows as the rules read them: what follow-ups rest on, and the follow-ups that stand."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from assessments.profiles.models import ConstraintProfile
from firms.register.models import Firm, Interaction
from programs.engagements.models import Engagement
from programs.engagements.rules import CALLED_OFF, OPEN
from programs.engagements.rules import State as EngagementState
from programs.followups.models import FollowUp
from programs.followups.plans import PlanBook
from programs.followups.rules import (
    AnchorKind,
    Basis,
    Instance,
    Question,
    State,
    StepChannel,
    Task,
    Who,
    Why,
)

#: A place is prepared for once it is agreed; what is only applied for prepares nothing.
AGREED = OPEN | {EngagementState.COMPLETED}
BEGUN = frozenset({EngagementState.ACTIVE, EngagementState.PAUSED, EngagementState.COMPLETED})


@dataclass(frozen=True)
class Happenings:
    """What happened to firms that plans may count from; read only when a plan asks for it."""

    contacts: Mapping[int, date] = field(default_factory=dict)
    assessments: Mapping[int, date] = field(default_factory=dict)
    deals: frozenset[int] = frozenset()

    @classmethod
    def of(cls, engagements: Collection[Engagement]) -> "Happenings":
        """Last contact and assessment by firm, and engagements that led to a deal: five queries.

        What happened to a firm that was merged into another one happened to that one.
        """
        now = _current_names({engagement.firm_id for engagement in engagements})
        spoken = Interaction.objects.exclude(kind="note").values_list("firm")
        answered = FollowUp.objects.filter(state=State.DONE).values_list("firm")
        assessed = ConstraintProfile.objects.values_list("firm")
        contacts = [
            *spoken.filter(firm__in=now).order_by().annotate(last=Max("occurred_on")),
            *answered.filter(firm__in=now).order_by().annotate(last=Max("done_on")),
        ]
        assessments = assessed.filter(firm__in=now).order_by().annotate(last=Max("assessed_on"))
        deals = FollowUp.objects.filter(
            engagement__in=[each.pk for each in engagements], answers__has_deal="yes"
        )
        return cls(
            _latest(contacts, now),
            _latest(assessments, now),
            frozenset(deals.values_list("engagement_id", flat=True)),
        )


def _current_names(firms: set[int]) -> dict[int, int]:
    """These firms and those that were merged into them, each with the firm it is now."""
    now = {firm: firm for firm in firms}
    newest = firms
    while newest:
        merged = Firm.objects.filter(merged_into__in=newest).exclude(pk__in=now)
        found = {firm.pk: firm.merged_into_id or 0 for firm in merged}
        now |= {firm: now[into] for firm, into in found.items()}
        newest = set(found)
    return now


def _latest(days: Iterable[tuple[int, date]], now: Mapping[int, int]) -> dict[int, date]:
    """The latest day of each firm as it is now."""
    found: dict[int, date] = {}
    for firm, day in days:
        found[now[firm]] = max(day, found.get(now[firm], day))
    return found


def basis_of(engagement: Engagement, book: PlanBook, happened: Happenings) -> Basis:
    """What the follow-ups of an engagement rest on; firm, offering, intervention must be loaded."""
    firm = engagement.firm_id
    days = _own_days(engagement)
    if (assessed := happened.assessments.get(firm)) and engagement.state in BEGUN:
        days[AnchorKind.LAST_ASSESSMENT] = assessed
    contact = happened.contacts.get(firm)
    if contact and engagement.state in BEGUN:
        days[AnchorKind.LAST_CONTACT] = contact
    return Basis(
        engagement=engagement.pk,
        steps=book.plan_for(engagement).steps,
        days=days,
        ended=_ended(engagement),
        has_deal=engagement.pk in happened.deals,
        last_contact=contact,
    )


def _own_days(engagement: Engagement) -> dict[AnchorKind, date]:
    """The anchors that stand on the engagement and its offering."""
    found: dict[AnchorKind, date | None] = {
        AnchorKind.CERTIFICATE_EXPIRY: engagement.certificate_expires_on
    }
    if engagement.state in BEGUN:
        found[AnchorKind.START] = engagement.starts_on
    if engagement.state == EngagementState.COMPLETED:
        found[AnchorKind.COMPLETION] = engagement.completed_on
    if engagement.offering is not None and engagement.state in AGREED:
        found[AnchorKind.OFFERING_START] = engagement.offering.starts_on
        found[AnchorKind.OFFERING_END] = engagement.offering.ends_on
    return {kind: day for kind, day in found.items() if day is not None}


def _ended(engagement: Engagement) -> Why:
    if engagement.state in CALLED_OFF:
        return Why.ENGAGEMENT_CANCELLED
    return Why.FIRM_LEFT if engagement.firm.closed_on is not None else Why.NONE


def why_of(follow_up: FollowUp) -> Why:
    """Why the engine closed it; empty when it is open or a person closed it."""
    return Why(follow_up.why)


def task_of(follow_up: FollowUp) -> Task:
    """What a stored follow-up asks of whom."""
    return Task(
        who=Who(follow_up.who),
        channel=StepChannel(follow_up.channel),
        questions=tuple(Question(code) for code in follow_up.questions),
        titles=tuple(sorted(follow_up.titles.items())),
    )


def instance_of(follow_up: FollowUp) -> Instance:
    """A stored follow-up of an engagement. Raises ValueError for one made by hand."""
    if follow_up.engagement_id is None:
        raise ValueError("A follow-up made by hand has no plan.")
    return Instance(
        engagement=follow_up.engagement_id,
        step=follow_up.step,
        occurrence=follow_up.occurrence,
        anchor_on=follow_up.anchor_on or follow_up.planned_on,
        planned_on=follow_up.planned_on,
        due_on=follow_up.due_on,
        state=State(follow_up.state),
        why=why_of(follow_up),
        task=task_of(follow_up),
    )
