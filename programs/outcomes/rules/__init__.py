"""What decides about results: grades, kinds, contribution, doubles, asking, totals. Pure."""

from programs.outcomes.rules.asking import ASK_AFTER, NextStep, Step, next_step, window_ends_on
from programs.outcomes.rules.contribution import MIDPOINTS, Band, attributed
from programs.outcomes.rules.doubles import (
    DealFacts,
    Double,
    Pair,
    find_doubles,
    plain_reference,
    split,
    whole_of,
    why_double,
)
from programs.outcomes.rules.grades import (
    CONFIRMED_OR_MORE,
    EXITS,
    GRADES,
    MOVES,
    Grade,
    GradeFacts,
    why_not_move,
)
from programs.outcomes.rules.kinds import (
    KINDS,
    MONEY_KINDS,
    ClaimFacts,
    Kind,
    KindSpec,
    Unit,
    why_not_claim,
)
from programs.outcomes.rules.totals import (
    Column,
    ResultFacts,
    ResultRow,
    response_rate,
    result_rows,
)

__all__ = [
    "ASK_AFTER",
    "CONFIRMED_OR_MORE",
    "EXITS",
    "GRADES",
    "KINDS",
    "MIDPOINTS",
    "MONEY_KINDS",
    "MOVES",
    "Band",
    "ClaimFacts",
    "Column",
    "DealFacts",
    "Double",
    "Grade",
    "GradeFacts",
    "Kind",
    "KindSpec",
    "NextStep",
    "Pair",
    "ResultFacts",
    "ResultRow",
    "Step",
    "Unit",
    "attributed",
    "find_doubles",
    "next_step",
    "plain_reference",
    "response_rate",
    "result_rows",
    "split",
    "whole_of",
    "why_double",
    "why_not_claim",
    "why_not_move",
    "window_ends_on",
]
