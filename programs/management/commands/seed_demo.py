"""Builds the demonstration agency."""

from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from config.shared import clock
from config.shared.commands import SpokenCommand
from firms.accounts.models import User
from programs.demo import actions


class Command(SpokenCommand):
    """`seed_demo --firms 240 --seed 7`: the same agency every time."""

    help = "Build the demonstration agency through the product's own actions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--firms", type=int, default=240)
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--as-of", type=date.fromisoformat, help="the agency's today")
        parser.add_argument("--once", action="store_true", help="do nothing where it stands")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["firms"] <= 5000:
            raise CommandError(_("Ask for 1 to 5000 firms."))
        if actions.is_seeded():
            if options["once"]:
                return
            raise CommandError(_("The demonstration agency stands in this database already."))
        if User.objects.exists():
            if options["once"]:
                return
            raise CommandError(_("This database is in use; the demonstration needs an empty one."))
        seeded = actions.seed_demo(
            firms=options["firms"],
            seed=options["seed"],
            today=options["as_of"] or clock.today(),
            progress=self._tell,
        )
        sentence = _(
            "%(firms)s firms, %(advisers)s advisers, %(cohorts)s frozen cohorts, "
            "%(applicants)s applications for one mission."
        )
        self.stdout.write(sentence % asdict(seeded))

    def _tell(self, done: int, of: int) -> None:
        if self.stderr.isatty():
            words = _("Demonstration agency: %(done)s of %(of)s firms") % {"done": done, "of": of}
            self.stderr.write(f"\r{words}", ending="")
            self.stderr.flush()
