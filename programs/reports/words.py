"""Names of states, moves and kinds of follow-ups in reports."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.cohorts.rules import Standing
from programs.reports.rules import Direction, Timeliness

STATE_NAMES: dict[Standing, Promise] = {
    Standing.PREPARATION: _("Preparation"),
    Standing.ACTIVE: _("Active engagement"),
    Standing.GROWTH: _("Growth and expansion"),
    Standing.LEFT: pgettext_lazy("state of a firm", "Left"),
    Standing.UNKNOWN: pgettext_lazy("state of a firm", "Not reached"),
}
STATE_SHORT: dict[Standing, Promise] = STATE_NAMES | {
    Standing.PREPARATION: pgettext_lazy("stage, short", "Preparation"),
    Standing.ACTIVE: pgettext_lazy("stage, short", "Active"),
    Standing.GROWTH: pgettext_lazy("stage, short", "Growth"),
}
#: A member without a confirmed stage near its intake.
UNPLACED = pgettext_lazy("stage at intake", "No stage at intake")
STATE_CSS = {
    Standing.PREPARATION: "prep",
    Standing.ACTIVE: "active",
    Standing.GROWTH: "growth",
    Standing.LEFT: "left",
    Standing.UNKNOWN: "nr",
}
LEGEND_CSS = {
    Standing.PREPARATION: "sp",
    Standing.ACTIVE: "sa",
    Standing.GROWTH: "sg",
    Standing.LEFT: "sl",
    Standing.UNKNOWN: "sn",
}
FROM_STAGE: dict[Standing, Promise] = {
    Standing.PREPARATION: _("From preparation"),
    Standing.ACTIVE: _("From active engagement"),
}
#: Names of curves, short enough to stand beside an axis.
FROM_STAGE_SHORT: dict[Standing, Promise] = {
    Standing.PREPARATION: pgettext_lazy("curve, short", "From preparation"),
    Standing.ACTIVE: pgettext_lazy("curve, short", "From active"),
}
WAY_NAMES: dict[Direction, Promise] = {
    Direction.UP: _("moved up"),
    Direction.STAYED: _("where they were"),
    Direction.DOWN: _("moved down"),
    Direction.LEFT: _("left"),
    Direction.UNKNOWN: _("not reached"),
    Direction.UNPLACED: _("had no stage at intake"),
}
PROMISE_NAMES: dict[Timeliness, Promise] = {
    Timeliness.ON_TIME: _("Done on time"),
    Timeliness.LATE: _("Done late"),
    Timeliness.IN_GRACE: _("Open, due within the last 14 days"),
    Timeliness.OVERDUE: _("Open, overdue"),
    Timeliness.UNANSWERED: _("Not reached or skipped"),
}
