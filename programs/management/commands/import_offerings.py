"""Import a list of events as draft offerings by a mapping file, or undo such an import."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.shared.errors import DomainError
from firms.accounts.models import User
from firms.accounts.roles import Capability
from programs.catalogue.models import Program
from programs.eventfeeds.actions import Report, import_offerings, undo_feed
from programs.eventfeeds.errors import NoProgram
from programs.eventfeeds.mapping import MappingError, load_document
from programs.eventfeeds.models import FeedImport
from programs.management.importing import MISUSED, REFUSED, ImportCommand, stop

LINES_PRINTED = 100


class Command(ImportCommand):
    help = "Import a list of events as draft offerings, or undo such an import as a whole."

    number = "NUMBER"
    capability = Capability.MANAGE_PROGRAMS
    usage = gettext_lazy("Give either a FILE with --mapping and --program, or --undo NUMBER.")
    not_allowed = gettext_lazy("%(person)s may not manage programs.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--program", metavar="CODE", help="program the offerings belong to")

    def take_in(self, by: User | None, options: dict[str, Any]) -> None:
        program = _program(options["program"], by)
        try:
            document = load_document(options["mapping"])
        except MappingError as error:
            stop(_("The mapping cannot be used.") + f"\n{error}", MISUSED)
        try:
            report = import_offerings(
                path=options["file"],
                document=document,
                program=program,
                by=by,
                dry_run=options["dry_run"],
            )
        except DomainError as error:
            stop(_("Nothing was imported. %(why)s") % {"why": error}, REFUSED)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(report)))

    def undo(self, by: User | None, options: dict[str, Any]) -> None:
        feed = FeedImport.objects.filter(pk=options["undo"]).first()
        if feed is None:
            number = {"run": options["undo"]}
            stop(_("There is no import with the number %(run)s.") % number, MISUSED)
        try:
            undo_feed(feed=feed, by=by)
        except DomainError as error:
            stop(str(error), REFUSED)
        if options["json"]:
            self.stdout.write(json.dumps({"number": feed.pk, "state": "undone"}))
        else:
            self.stdout.write(_("The import %(run)s was undone.") % {"run": feed.pk})


def _program(code: str | None, by: User | None) -> Program:
    rows = Program.objects.all() if by is None else Program.objects.visible_to(by)
    program = rows.filter(code=code).first() if code else None
    if program is None:
        stop(str(NoProgram(code=code or "–")), MISUSED)
    return program


def _lines(report: Report) -> list[str]:
    rows = report.rows
    counts = _(
        "%(read)s rows read = %(accepted)s accepted + %(held)s held + %(rejected)s rejected."
    )
    lines = [
        _headline(report),
        counts % rows,
        _("Accepted: %(new)s new, %(unchanged)s imported before.") % rows,
    ]
    lines += [
        _("Line %(row)s, column %(column)s, “%(value)s”: %(sentence)s") % reject
        for reject in report.rejects[:LINES_PRINTED]
    ]
    doubts = report.doubts[:LINES_PRINTED]
    lines += [
        _("Line %(row)s, column %(column)s, “%(found)s”: %(sentence)s Proposed: %(proposal)s")
        % {**doubt, "proposal": "–" if doubt["proposed"] is None else f"“{doubt['proposed']}”"}
        for doubt in doubts
    ]
    more = len(report.doubts) + len(report.rejects) - len(lines) + 3
    if more > 0:
        lines.append(
            ngettext("… and %(n)s more line.", "… and %(n)s more lines.", more) % {"n": more}
        )
    return lines


def _headline(report: Report) -> str:
    names = {"file": report.file, "run": report.number or report.imported_before}
    if report.is_dry_run:
        return _("Dry run of %(file)s: nothing was written.") % names
    if report.number is None and report.imported_before:
        return _("Nothing new in %(file)s: it was imported as number %(run)s.") % names
    if report.number is None:
        return _("Nothing new in %(file)s.") % names
    return _("%(file)s was imported as number %(run)s.") % names
