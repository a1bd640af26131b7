"""Rows of follow-ups as the rules read them."""

from programs.engagements.models import Engagement
from programs.engagements.rules import State as EngagementState
from programs.followups.models import FollowUp
from programs.followups.rules import Anchor, Instance, State, Why


def anchor_of(engagement: Engagement) -> Anchor:
    """What the follow-ups of an engagement hang on."""
    return Anchor(
        engagement=engagement.pk,
        offsets=tuple(sorted(set(engagement.intervention.follow_up_days))),
        completed_on=(
            engagement.completed_on if engagement.state == EngagementState.COMPLETED else None
        ),
        is_cancelled=engagement.state in {EngagementState.CANCELLED, EngagementState.DECLINED},
    )


def why_of(follow_up: FollowUp) -> Why:
    """Why the engine closed it; empty when it is open or a person closed it."""
    return Why(follow_up.why)


def instance_of(follow_up: FollowUp) -> Instance:
    """A stored follow-up of an engagement. Raises ValueError for one made by hand."""
    if follow_up.engagement_id is None or follow_up.offset_days is None:
        raise ValueError("A follow-up made by hand has no schedule.")
    return Instance(
        engagement=follow_up.engagement_id,
        offset_days=follow_up.offset_days,
        anchor_on=follow_up.anchor_on or follow_up.planned_on,
        planned_on=follow_up.planned_on,
        due_on=follow_up.due_on,
        state=State(follow_up.state),
        why=why_of(follow_up),
    )
