"""Prints the ledger of the follow-ups; a difference ends the command with an error."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from config.shared import clock
from config.shared.commands import SpokenCommand
from programs.followups.models import FOLLOW_UP_LABELS
from programs.followups.rules import State
from programs.followups.selectors import Proof, proof


class Command(SpokenCommand):
    """due = done + snoozed + skipped + unreachable + superseded + failed + open, to the row."""

    help = "Count that no follow-up was lost or doubled."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="JSON instead of a table.")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = proof(today=clock.today())
        if options["json"]:
            self.stdout.write(json.dumps({**asdict(found), "holds": found.holds}, indent=2))
        else:
            self._table(found)
        if not found.holds:
            raise CommandError(_("The follow-ups do not add up."))

    def _table(self, found: Proof) -> None:
        books = found.ledger
        lines = [
            *((str(FOLLOW_UP_LABELS[state]), books.by_state.get(state, 0)) for state in State),
            (_("All follow-ups"), books.rows),
            (_("Difference"), books.difference),
            (_("Engagements that differ from their plan"), found.differing),
            (_("Due without a line in the outbox"), found.unreminded),
            (_("Told twice"), found.doubled),
            (_("Said otherwise by line and mail"), found.adrift),
            (_("Stuck while being sent"), found.stuck),
            (_("Interrupted, for a person to look at"), found.interrupted),
        ]
        width = max(len(name) for name, _count in lines)
        for name, count in lines:
            self.stdout.write(f"{name:<{width}}  {count:>9}")
