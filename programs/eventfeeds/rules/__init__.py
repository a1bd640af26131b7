"""How lists of events are read, doubted and settled. Pure: no database, no clock, no files."""

from programs.eventfeeds.rules.answers import (
    Contradiction,
    answered,
    is_answer,
    merged,
    only_certain,
    still_doubtful,
)
from programs.eventfeeds.rules.facts import (
    BETWEEN,
    Decision,
    Doubt,
    DoubtCode,
    EventFacts,
    Reading,
    StopFacts,
    Target,
    period,
)
from programs.eventfeeds.rules.plan import Columns, FeedPlan, Guess, KindOf
from programs.eventfeeds.rules.rows import FeedReader
from programs.eventfeeds.rules.sifting import Asked, Held, Known, Sifted, sift
from programs.eventfeeds.rules.twins import side_by_side

__all__ = [
    "BETWEEN",
    "Asked",
    "Columns",
    "Contradiction",
    "Decision",
    "Doubt",
    "DoubtCode",
    "EventFacts",
    "FeedPlan",
    "FeedReader",
    "Guess",
    "Held",
    "KindOf",
    "Known",
    "Reading",
    "Sifted",
    "StopFacts",
    "Target",
    "answered",
    "is_answer",
    "merged",
    "only_certain",
    "period",
    "side_by_side",
    "sift",
    "still_doubtful",
]
