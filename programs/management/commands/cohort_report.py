"""Print the report on a cohort: the same figures as its page."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from config.shared import clock
from config.shared.commands import SpokenCommand
from config.shared.errors import DomainError
from firms.accounts.models import User
from firms.accounts.roles import Role
from programs.cohorts.models import Cohort
from programs.reports import exports
from programs.reports.asof import read_days
from programs.reports.selectors import CohortReport, cohort_report


class Command(SpokenCommand):
    """`cohort_report CODE` prints a table, `--json` what the page offers as JSON."""

    help = "Print the report on a frozen cohort, small groups withheld."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="Code of the cohort.")
        parser.add_argument("--as-of", default="", metavar="YYYY-MM-DD", help="Default: today.")
        parser.add_argument(
            "--recorded-by",
            default="",
            metavar="YYYY-MM-DD",
            help="Only what had been recorded by that day.",
        )
        parser.add_argument("--json", action="store_true", help="JSON instead of a table.")

    def handle(self, *_args: Any, **options: Any) -> None:
        cohort = Cohort.objects.filter(code=options["code"]).first()
        if cohort is None:
            words = {"code": options["code"]}
            raise CommandError(_("There is no cohort with the code %(code)s.") % words)
        #: Whoever sits at the machine sees all offices, as a manager without an office does.
        reader = User(role=Role.MANAGER)
        try:
            days = read_days(options["as_of"], options["recorded_by"], cohort, today=clock.today())
            report = cohort_report(cohort, reader, as_of=days.as_of, recorded_by=days.recorded_by)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(exports.as_json(report), ensure_ascii=False, indent=2))
        else:
            self._table(report)

    def _table(self, report: CohortReport) -> None:
        header, rows = exports.sheet(report)
        self.stdout.write(f"{report.cohort.name}, {report.as_of.isoformat()}")
        written = [[*header[:6]], *[[_word(cell) for cell in row[:6]] for row in rows]]
        widths = [max(len(line[at]) for line in written) for at in range(6)]
        for line in written:
            padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self.stdout.write("  ".join(padded).rstrip())


def _word(cell: Any) -> str:
    return "" if cell is None else str(cell)
