"""Every table says who may see its rows, and its rules have names."""

import pytest
from django.apps import apps
from django.db import models

from config.shared.querysets import ScopedQuerySet

OURS = ("firms", "assessments", "programs")

#: Tables that need no scope of their own, with the reason.
EXCUSED = {
    "programs.allocationrun_offerings": "a link table of two scoped tables",
    "programs.criteria_interventions": "a link table of two scoped tables",
    "programs.criteria_programs": "a link table of two scoped tables",
    "programs.program_interventions": "a link table of two scoped tables",
}


def our_tables() -> list[type[models.Model]]:
    return [table for label in OURS for table in apps.get_app_config(label).get_models(True)]


def says_who_may_see(table: type[models.Model]) -> bool:
    rows = table._default_manager.all()
    own = type(rows).visible_to if hasattr(rows, "visible_to") else None
    return own is not None and own is not ScopedQuerySet.visible_to


@pytest.mark.asvs("8.2.2", "8.4.1")
def test_every_table_is_scoped_or_excused():
    silent = {table._meta.label_lower for table in our_tables() if not says_who_may_see(table)}
    assert silent == EXCUSED.keys()


def test_every_constraint_is_named_after_its_rule():
    names = [rule.name for table in our_tables() for rule in table._meta.constraints]
    assert len(names) == len(set(names))
    assert not [name for name in names if "%(" in name or name.startswith(("chk", "uq"))]


def test_tables_stand_in_slices():
    homes = {table.__module__ for table in our_tables() if not table._meta.auto_created}
    assert not [home for home in homes if home.count(".") < 2]
