"""Eligibility in three values: facts and criteria in, verdicts with reasons and changes out."""

from programs.eligibility.rules.aid import Booking, Money, Standing, aid_of
from programs.eligibility.rules.checking import (
    Change,
    ClauseResult,
    GroupResult,
    Result,
    all_of,
    any_of,
    check,
    nearest_pass,
    verdict_of,
)
from programs.eligibility.rules.clauses import RANGES, SETS, Clause, Criteria, Group, Join, Kind
from programs.eligibility.rules.difference import Difference, difference
from programs.eligibility.rules.document import Problem, written, written_clause
from programs.eligibility.rules.editing import (
    join_groups,
    move_clause,
    put_clause,
    remove_clause,
    replace_clause,
)
from programs.eligibility.rules.facts import (
    Aid,
    FirmFacts,
    HeldDocument,
    Span,
    Support,
    Turnover,
)
from programs.eligibility.rules.readings import BANDS, Reading, Verdict, read
from programs.eligibility.rules.remedies import applied
from programs.eligibility.rules.shapes import SHAPES, Ends, Shape, Vocabulary
from programs.eligibility.rules.soundness import read_document

__all__ = [
    "BANDS",
    "RANGES",
    "SETS",
    "SHAPES",
    "Aid",
    "Booking",
    "Change",
    "Clause",
    "ClauseResult",
    "Criteria",
    "Difference",
    "Ends",
    "FirmFacts",
    "Group",
    "GroupResult",
    "HeldDocument",
    "Join",
    "Kind",
    "Money",
    "Problem",
    "Reading",
    "Result",
    "Shape",
    "Span",
    "Standing",
    "Support",
    "Turnover",
    "Verdict",
    "Vocabulary",
    "aid_of",
    "all_of",
    "any_of",
    "applied",
    "check",
    "difference",
    "join_groups",
    "move_clause",
    "nearest_pass",
    "put_clause",
    "read",
    "read_document",
    "remove_clause",
    "replace_clause",
    "verdict_of",
    "written",
    "written_clause",
]
