"""Reads of results."""

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

__all__ = [
    "FirmResults",
    "LookAlike",
    "OutcomePage",
    "ProgramResults",
    "deal_facts",
    "indicator_cards",
    "look_alikes",
    "outcome_page",
    "own_results",
    "program_results",
    "results_of",
    "undecided",
    "waiting_for_firm",
]
