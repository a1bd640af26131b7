"""Criteria, verdicts and ways to a pass in words: the one home of their sentences."""

from programs.eligibility.sentences.changes import change_words, heading_words
from programs.eligibility.sentences.demands import KIND_LABELS, demand_words, join_words
from programs.eligibility.sentences.differences import difference_words
from programs.eligibility.sentences.findings import finding_words
from programs.eligibility.sentences.names import Audience, Names
from programs.eligibility.sentences.problems import problem_words

__all__ = [
    "KIND_LABELS",
    "Audience",
    "Names",
    "change_words",
    "demand_words",
    "difference_words",
    "finding_words",
    "heading_words",
    "join_words",
    "problem_words",
]
