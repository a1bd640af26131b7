"""Follow-ups: states, working days, what should exist, and what is on time. All of it pure."""

from programs.followups.rules.schedule import (
    STALE_DAYS,
    Anchor,
    Difference,
    Instance,
    Why,
    desired,
    plan_difference,
    reminder_due,
)
from programs.followups.rules.states import (
    MOVES,
    ON_TIME_DAYS,
    OPEN,
    Bucket,
    State,
    bucket,
    is_on_time,
    may_move,
)
from programs.followups.rules.workdays import WorkingCalendar

__all__ = [
    "MOVES",
    "ON_TIME_DAYS",
    "OPEN",
    "STALE_DAYS",
    "Anchor",
    "Bucket",
    "Difference",
    "Instance",
    "State",
    "Why",
    "WorkingCalendar",
    "bucket",
    "desired",
    "is_on_time",
    "may_move",
    "plan_difference",
    "reminder_due",
]
