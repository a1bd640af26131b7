"""When a firm is asked to confirm a result, and when asking ends.

Each contact is asked at once, and again 14 and 30 days after the first time; a result nobody
confirmed is closed unanswered twelve months after the win (the window of the UK's Export Wins).
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: Days after the first question on which it is put; the gaps between them hold when one is late.
ASK_AFTER = (0, 14, 30)
WINDOW_MONTHS = 12


class Step(StrEnum):
    """What is to be done about a question today."""

    ASK = "ask"
    WAIT = "wait"
    CLOSE = "close"
    DONE = "done"


@dataclass(frozen=True)
class NextStep:
    """What to do, and the day it is due: of the next question, or of the end of the window."""

    step: Step
    on: date


def window_ends_on(won_on: date) -> date:
    """The last day a result may be confirmed: the same day twelve months later."""
    year = won_on.year + WINDOW_MONTHS // 12
    return date(year, won_on.month, min(won_on.day, monthrange(year, won_on.month)[1]))


def next_step(asked: Iterable[date], *, is_answered: bool, won_on: date, today: date) -> NextStep:
    """What is to be done about one result and one contact who was asked on these days, in any
    order. Questions of one day are one; questions to somebody else do not count.
    """
    ends = window_ends_on(won_on)
    days = sorted(set(asked))
    if is_answered:
        return NextStep(Step.DONE, days[-1] if days else today)
    if today > ends:
        return NextStep(Step.CLOSE, ends)
    if not days:
        return NextStep(Step.ASK, today)
    if len(days) >= len(ASK_AFTER):
        return NextStep(Step.WAIT, ends)
    turn = len(days)
    due = max(
        days[0] + timedelta(days=ASK_AFTER[turn]),
        days[-1] + timedelta(days=ASK_AFTER[turn] - ASK_AFTER[turn - 1]),
    )
    if due > ends:
        return NextStep(Step.WAIT, ends)
    return NextStep(Step.ASK if due <= today else Step.WAIT, due)
