"""What the figures say, in whole sentences: the headings of the report."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared.templatetags.ui import percent
from programs.cohorts.rules import Standing
from programs.reports.rules import Direction, Timeliness, Withheld
from programs.reports.selectors import CohortReport, ReliefFigure, WaitFigure, WaitPoint

HARDLY = Decimal(3)  # points of severity; less is hardly a change (default, not validated)
HEADLINE_MONTH = 24


def report_title(report: CohortReport) -> str:
    """The heading of the page."""
    name = report.cohort.name
    if isinstance(report.n, Withheld):
        return name
    return ngettext("%(cohort)s: %(n)d firm", "%(cohort)s: %(n)d firms", report.n) % {
        "cohort": name,
        "n": report.n,
    }


def mix_headline(report: CohortReport) -> str:
    """How many came in preparation, and how many are there."""
    before = _share_in(report.matrix.at_intake, Standing.PREPARATION)
    now = _share_in(report.matrix.now, Standing.PREPARATION)
    if before is None or now is None:
        return _("Stages at intake and now")
    return _("%(before)s came in preparation, %(now)s are there now") % {
        "before": percent(before),
        "now": percent(now),
    }


def _share_in(parts: Any, state: Standing) -> Decimal | None:
    found = next(part.share for part in parts if part.state is state)
    return None if isinstance(found, Withheld) else found


def flow_headline(report: CohortReport) -> str:
    """Moves both ways, counted over what is shown."""
    if not report.has_moves:
        return _("Nobody has moved to another stage yet")
    counts = {way.value: one.count for way, one in report.matrix.movements.items()}
    if report.matrix.movements[Direction.UP].withheld_cells:
        return _("%(stayed)s are where they were; how many moved is withheld") % counts
    if report.matrix.movements[Direction.DOWN].withheld_cells:
        return _("%(up)s moved up; how many moved down is withheld") % counts
    # Translators: all three are numbers of firms.
    return _("%(up)s moved up and %(down)s moved down; %(stayed)s are where they were") % counts


def withheld_moves(report: CohortReport) -> str:
    """A note when withheld cells may hold more moves; empty otherwise."""
    ways = (Direction.UP, Direction.DOWN, Direction.STAYED)
    cells = sum(report.matrix.movements[way].withheld_cells for way in ways)
    if not cells:
        return ""
    return _("Counted over the cells that are shown; there may be more in the withheld ones.")


def wait_headline(report: CohortReport) -> str:
    """The share of firms that had moved after two years, or as long as is known."""
    shown = next((one for one in report.waits if one.points), None)
    if shown is None:
        return _("Time to the next stage")
    point = headline_point(shown)
    words = {"months": point.month, "share": percent(point.reached)}
    if shown.stage is Standing.PREPARATION:
        return (
            ngettext(
                "After %(months)d month, %(share)s of the firms from preparation had moved up",
                "After %(months)d months, %(share)s of the firms from preparation had moved up",
                point.month,
            )
            % words
        )
    return (
        ngettext(
            "After %(months)d month, %(share)s of the firms from active engagement had moved up",
            "After %(months)d months, %(share)s of the firms from active engagement had moved up",
            point.month,
        )
        % words
    )


def headline_point(figure: WaitFigure) -> WaitPoint:
    """Two years after intake, or the last month that is shown."""
    return max(
        (one for one in figure.points if one.month <= HEADLINE_MONTH), key=lambda one: one.month
    )


def wait_label(figure: WaitFigure) -> str:
    """The end of a curve in a few signs: 47 % (40–54)."""
    last = figure.points[-1]
    low, high = round(last.low * 100), round(last.high * 100)
    return f"{percent(last.reached)} ({low}–{high})"


def wait_sentence(figure: WaitFigure) -> str:
    """Moves, firms and the median of one curve."""
    words = {"moved": figure.moved, "n": figure.n}
    if figure.median is None:
        # Translators: both are numbers: "Moved up: 92 of 231."
        return _("Moved up: %(moved)s of %(n)s. Half have not moved yet.") % words
    months = number_format(round(figure.median, 1), 1)
    return _("Moved up: %(moved)s of %(n)s. Half had moved after %(months)s months.") % (
        words | {"months": months}
    )


def promise_headline(report: CohortReport) -> str:
    """Follow-ups on time."""
    part = report.follow_ups.part(Timeliness.ON_TIME)
    if report.follow_ups.due == 0:
        return _("No follow-up was due yet")
    if isinstance(part.share, Withheld):
        return _("Follow-ups on time")
    return _("%(share)s of the follow-ups were done on time") % {"share": percent(part.share)}


def relief_headline(report: CohortReport) -> str:
    """What eased most, and how many constraints hardly changed."""
    shown = [one for one in report.relief if isinstance(one.change, Decimal)]
    if not shown:
        return _("What became of the constraints")
    best, worst = shown[0], shown[-1]
    if _points(best) > -HARDLY:
        return _("No constraint eased much")
    if _points(worst) >= HARDLY:
        return _("%(best)s eased most; %(worst)s got harder") % {
            "best": best.name,
            "worst": worst.name,
        }
    return _("%(best)s eased most; %(worst)s eased least") % {
        "best": best.name,
        "worst": worst.name,
    }


def _points(figure: ReliefFigure) -> Decimal:
    return figure.change if isinstance(figure.change, Decimal) else Decimal()
