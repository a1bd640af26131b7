"""Import an agency's log of past support by a mapping file, or undo such an import."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.shared.errors import DomainError
from firms.accounts.models import User
from firms.accounts.roles import Capability
from firms.imports.actions import undo_run
from firms.imports.models import ImportRun
from programs.catalogue.models import in_reader_language
from programs.management.importing import MISUSED, REFUSED, ImportCommand, stop
from programs.supportlog.actions import KIND, Report, import_support_log
from programs.supportlog.mapping import MappingError, load_mapping

REJECTS_PRINTED = 20


class Command(ImportCommand):
    help = "Import an agency's log of past support, or undo such an import as a whole."

    capability = Capability.IMPORT_DATA
    usage = gettext_lazy("Give either a FILE with --mapping, or --undo RUN.")
    not_allowed = gettext_lazy("%(person)s may not import data.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--keep-used",
            action="store_true",
            help="with --undo: keep firms that gained other records since, undo the rest",
        )
        parser.add_argument("--office", metavar="CODE", help="office that takes the firms over")

    def take_in(self, by: User | None, options: dict[str, Any]) -> None:
        try:
            plan = load_mapping(options["mapping"])
        except MappingError as error:
            stop(_("The mapping cannot be used.") + f"\n{error}", MISUSED)
        progress = self._progress if self.stderr.isatty() else None
        try:
            report = import_support_log(
                path=options["file"],
                plan=plan,
                by=by,
                office_code=options["office"],
                dry_run=options["dry_run"],
                progress=progress,
            )
        except DomainError as error:
            self._end_progress(progress)
            stop(_("Nothing was imported. %(why)s") % {"why": error}, REFUSED)
        self._end_progress(progress)
        if options["json"]:
            shown = asdict(report) | {"rows_per_second": report.rows_per_second}
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))
        else:
            self._print(report)

    def _progress(self, rows: int, seconds: float) -> None:
        speed = round(rows / seconds) if seconds else 0
        words = _("%(rows)s rows read, %(speed)s rows a second") % {"rows": rows, "speed": speed}
        self.stderr.write(f"\r{words}", ending="")
        self.stderr.flush()

    def _end_progress(self, progress: object) -> None:
        if progress:
            self.stderr.write("")

    def _print(self, report: Report) -> None:
        rows = report.rows
        lines = [
            _headline(report),
            _("%(read)s rows read = %(accepted)s accepted + %(rejected)s rejected.") % rows,
            _("Accepted: %(new)s new, %(unchanged)s imported before.") % rows,
            _(
                "Made: %(firms)s firms, %(engagements)s engagements, %(periods)s periods, "
                "%(look_alikes)s pairs of look-alikes to decide."
            )
            % report.made,
            "",
            *_control_lines(report),
            "",
            *_reject_lines(report),
            _("%(seconds)s seconds, %(speed)s rows a second.")
            % {"seconds": report.seconds, "speed": report.rows_per_second},
        ]
        self.stdout.write("\n".join(lines))

    def undo(self, by: User | None, options: dict[str, Any]) -> None:
        run = ImportRun.objects.filter(pk=options["undo"], kind=KIND).first()
        if run is None:
            stop(
                _("There is no import with the number %(run)s.") % {"run": options["undo"]}, MISUSED
            )
        try:
            run = undo_run(run=run, by=by, keep_used=options["keep_used"])
        except DomainError as error:
            stop(str(error), REFUSED)
        kept = run.report["kept"]
        if options["json"]:
            self.stdout.write(
                json.dumps({"run": run.pk, "state": run.state, "kept": kept}, ensure_ascii=False)
            )
            return
        self.stdout.write(_("The import %(run)s was undone.") % {"run": run.pk})
        for firm in kept:
            gained = ", ".join(f"{name} × {count}" for name, count in firm["because"].items())
            self.stdout.write(
                _("Kept: %(firm)s (%(gained)s)") % {"firm": firm["name"], "gained": gained}
            )


def _headline(report: Report) -> str:
    if report.is_dry_run:
        return _("Dry run of %(file)s: nothing was written.") % {"file": report.file}
    if report.run is None and report.imported_before:
        return _("Nothing new in %(file)s: it was imported as number %(run)s.") % {
            "file": report.file,
            "run": report.imported_before,
        }
    if report.run is None:
        return _("Nothing new in %(file)s.") % {"file": report.file}
    return _("%(file)s was imported as number %(run)s.") % {
        "file": report.file,
        "run": report.run,
    }


def _control_lines(report: Report) -> list[str]:
    lines = [f"{'':<40}{_('read'):>22}{_('accepted'):>22}{_('rejected'):>22}"]
    for control in report.controls:
        title = in_reader_language(control["names"]) or control["code"]
        parts = [control["read"], control["accepted"], control["rejected"]]
        if control["count"] != "each":
            lines.append(f"{title:<40}" + "".join(f"{part:>22}" for part in parts))
            continue
        lines.append(title)
        for value in parts[0]:
            counts = "".join(f"{part.get(value, 0):>22}" for part in parts)
            lines.append(f"  {value[:36] or '–':<38}{counts}")
    return lines


def _reject_lines(report: Report) -> list[str]:
    lines = [
        _("Line %(row)s, column %(column)s, “%(value)s”: %(sentence)s") % reject
        for reject in report.rejects[:REJECTS_PRINTED]
    ]
    more = report.rows["rejected"] - len(lines)
    if more > 0:
        words = ngettext("… and %(n)s more row.", "… and %(n)s more rows.", more)
        lines.append(words % {"n": more})
    return lines
