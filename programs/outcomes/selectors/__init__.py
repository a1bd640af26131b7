"""Reads of results."""

from programs.outcomes.selectors.behind import (
    ListBehind,
    lines,
    read_group,
    results_behind,
    results_of_target,
)
from programs.outcomes.selectors.doubles import LookAlike, deal_facts, look_alikes, undecided
from programs.outcomes.selectors.outcomes import (
    FirmResults,
    OutcomePage,
    outcome_page,
    own_results,
    results_of,
    waiting_for_firm,
)
from programs.outcomes.selectors.results import ProgramResults, indicator_cards, program_results
from programs.outcomes.selectors.targets import TargetRow, program_targets

__all__ = [
    "FirmResults",
    "ListBehind",
    "LookAlike",
    "OutcomePage",
    "ProgramResults",
    "TargetRow",
    "deal_facts",
    "indicator_cards",
    "lines",
    "look_alikes",
    "outcome_page",
    "own_results",
    "program_results",
    "program_targets",
    "read_group",
    "results_behind",
    "results_of",
    "results_of_target",
    "undecided",
    "waiting_for_firm",
]
