"""Every write to the catalogue: interventions from a pack, programs, and their budgets."""

from programs.catalogue.actions.budgeting import add_budget_line, change_budget_line
from programs.catalogue.actions.loading import Loaded, load_interventions
from programs.catalogue.actions.programs import create_program, update_program

__all__ = [
    "Loaded",
    "add_budget_line",
    "change_budget_line",
    "create_program",
    "load_interventions",
    "update_program",
]
