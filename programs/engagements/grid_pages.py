"""The attendance grid as its page shows it: what stands, what was typed, what is wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy, ngettext

from programs.engagements.actions import GridSaved
from programs.engagements.models import ATTENDANCE_LABELS, Engagement
from programs.engagements.rules.grid import RowState, Typed, as_shown, hours_text
from programs.engagements.standing import Standing

PROBLEMS = {
    "hours_unreadable": gettext_lazy("Enter hours in digits, such as 3 or 7.5."),
    "hours_out_of_range": gettext_lazy("Enter hours from 0 to 999, with two decimals at most."),
    "hours_taken_away": gettext_lazy("Hours are on record: enter 0 to take them back."),
    "mark_unknown": gettext_lazy("This is none of the marks."),
    "mark_taken_away": gettext_lazy("A mark is on record: choose the right one instead."),
    "in_future": gettext_lazy("One of these days has not come yet."),
    "there_or_no_show": gettext_lazy("The firm was there on a day; it cannot be a no-show."),
    "no_show_not_allowed": gettext_lazy("Only agreed or running help can be a no-show."),
}
#: The hidden field of a row: its key, with what stood there when the page was opened.
ROW = re.compile("r[0-9]{1,18}", re.ASCII)
MARKS = [(each.value, label) for each, label in ATTENDANCE_LABELS.items()]


@dataclass(frozen=True)
class Cell:
    """One day of one row; days ahead cannot be filled in yet."""

    name: str
    day: date
    value: str
    is_ahead: bool


@dataclass(frozen=True)
class GridRow:
    """One firm: its cells, its hours, and what was wrong with what was typed."""

    engagement: Engagement
    cells: list[Cell]
    hours: str
    no_show: bool
    token: str
    is_closed: bool
    may_no_show: bool
    problems: list[str] = field(default_factory=list)
    is_overtaken: bool = False

    @property
    def key(self) -> int:
        return self.engagement.pk


def read(post: Mapping[str, str], days: Sequence[date]) -> dict[int, Typed]:
    """What was posted, by key of the engagement; whose rows they may be is asked afterwards.

    A cell that could not be filled in counts as it was shown.
    """
    found: dict[int, Typed] = {}
    for name in post:
        if not ROW.fullmatch(name):
            continue
        pk = int(name[1:])
        version, _sign, shown = post[name].partition("~")
        before = shown.split("|")
        found[pk] = Typed(
            marks={
                day: post.get(f"d{pk}-{n}", before[n] if n < len(before) else "")
                for n, day in enumerate(days)
            },
            hours=post.get(f"h{pk}", before[-1]).strip(),
            no_show=bool(post.get(f"n{pk}")),
            version=version,
            shown=shown,
        )
    return found


def rows_of(
    standing: Mapping[int, Standing],
    days: Sequence[date],
    *,
    today: date,
    typed: Mapping[int, Typed] | None = None,
    saved: GridSaved | None = None,
) -> list[GridRow]:
    """The rows to show: wrong ones as they were typed, all others as they stand."""
    return [_row(each, days, today, (typed or {}).get(pk), saved) for pk, each in standing.items()]


def _row(
    standing: Standing,
    days: Sequence[date],
    today: date,
    typed: Typed | None,
    saved: GridSaved | None,
) -> GridRow:
    pk, stands = standing.engagement.pk, standing.stands
    verdict = saved.verdicts.get(pk) if saved else None
    refusal = saved.refusals.get(pk) if saved else None
    is_wrong = bool(refusal) or (verdict is not None and verdict.state is RowState.WRONG)
    overtaken = verdict is not None and verdict.state is RowState.OVERTAKEN
    marks: dict[date, str] = {day: str(mark) for day, mark in stands.marks.items()}
    hours = hours_text(stands.hours)
    token = f"{stands.version}~{as_shown(marks, hours, days)}"
    problems: list[str] = []
    if typed is not None and is_wrong:
        marks, hours = dict(typed.marks), typed.hours
        token = f"{typed.version}~{typed.shown}"
        codes = verdict.problems if verdict else ()
        problems = [refusal] if refusal else [str(PROBLEMS[code]) for code in codes]
    elif typed is not None and overtaken:
        problems = [_overtaken(standing, typed, days)]
    return GridRow(
        engagement=standing.engagement,
        cells=[
            Cell(f"d{pk}-{n}", day, marks.get(day, ""), day > today) for n, day in enumerate(days)
        ],
        hours=hours,
        no_show=bool(typed and typed.no_show and is_wrong),
        token=token,
        is_closed=standing.is_closed,
        may_no_show=stands.may_no_show,
        problems=problems,
        is_overtaken=overtaken,
    )


def _overtaken(standing: Standing, typed: Typed, days: Sequence[date]) -> str:
    """Who changed the row meanwhile, and what was typed and not written over it."""
    words: dict[str, Any] = {
        "who": standing.last_by or gettext("Somebody"),
        "at": date_format(localtime(standing.last_at), "H:i") if standing.last_at else "–",
        "typed": "; ".join(_typed_words(typed, days)) or "–",
    }
    return (
        gettext(
            "%(who)s changed this row at %(at)s, after you had opened it. "
            "It shows what stands now. You typed: %(typed)s."
        )
        % words
    )


def _typed_words(typed: Typed, days: Sequence[date]) -> list[str]:
    labels = {code: str(label) for code, label in MARKS}
    said = [
        f"{date_format(day, 'j E')} {labels.get(typed.marks.get(day, ''), '')}"
        for day in days
        if typed.marks.get(day)
    ]
    if typed.hours:
        said.append(gettext("%(hours)s hours") % {"hours": typed.hours})
    if typed.no_show:
        said.append(gettext("did not appear"))
    return said


def counted(saved: GridSaved, *, gone: int = 0) -> list[str]:
    """Exact counts of what was saved and what was not, a sentence each.

    `gone`: rows that were typed in and are no longer on the grid.
    """
    n, wrong = saved.count(RowState.CHANGED), saved.count(RowState.WRONG)
    overtaken = saved.count(RowState.OVERTAKEN)
    said = []
    if n or not (wrong or overtaken or gone):
        said.append(ngettext("%(n)d row saved.", "%(n)d rows saved.", n) % {"n": n})
    if wrong:
        said.append(
            ngettext(
                "%(n)d row is wrong and stays as you typed it.",
                "%(n)d rows are wrong and stay as you typed them.",
                wrong,
            )
            % {"n": wrong}
        )
    if overtaken:
        said.append(
            ngettext(
                "%(n)d row was changed by somebody else meanwhile and was left alone.",
                "%(n)d rows were changed by somebody else meanwhile and were left alone.",
                overtaken,
            )
            % {"n": overtaken}
        )
    if gone:
        said.append(
            ngettext(
                "%(n)d row was not saved: that help is no longer on this list.",
                "%(n)d rows were not saved: that help is no longer on this list.",
                gone,
            )
            % {"n": gone}
        )
    return said
