"""Import a list of events as draft offerings by a mapping file, or undo such an import."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared.commands import SpokenCommand
from config.shared.errors import DomainError
from firms.accounts.models import User
from firms.accounts.roles import Capability
from programs.catalogue.models import Program
from programs.eventfeeds.actions import Report, import_offerings, undo_feed
from programs.eventfeeds.errors import NoProgram
from programs.eventfeeds.mapping import MappingError, load_document
from programs.eventfeeds.models import FeedImport

#: Exit codes: the data were refused; the command or the mapping was wrong.
REFUSED, MISUSED = 1, 2
LINES_PRINTED = 100


class Command(SpokenCommand):
    help = "Import a list of events as draft offerings, or undo such an import as a whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--mapping", help="mapping file, or the name of one we ship")
        parser.add_argument("--program", metavar="CODE", help="program the offerings belong to")
        parser.add_argument("--dry-run", action="store_true", help="report and keep nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--undo", type=int, metavar="NUMBER", help="undo this import")
        parser.add_argument("--by", metavar="EMAIL", help="who imports; default: the system")

    def handle(self, *_args: Any, **options: Any) -> None:
        by = _person(options["by"])
        if (options["file"] is None) == (options["undo"] is None):
            _stop(_("Give either a FILE with --mapping and --program, or --undo NUMBER."), MISUSED)
        if options["undo"] is not None:
            self._undo(by, options)
        else:
            self._import(by, options)

    def _import(self, by: User | None, options: dict[str, Any]) -> None:
        if not options["mapping"]:
            _stop(_("Say how to read the file: --mapping MAPPING.yaml."), MISUSED)
        program = _program(options["program"], by)
        try:
            document = load_document(options["mapping"])
        except MappingError as error:
            _stop(_("The mapping cannot be used.") + f"\n{error}", MISUSED)
        try:
            report = import_offerings(
                path=options["file"],
                document=document,
                program=program,
                by=by,
                dry_run=options["dry_run"],
            )
        except DomainError as error:
            _stop(_("Nothing was imported. %(why)s") % {"why": error}, REFUSED)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(report)))

    def _undo(self, by: User | None, options: dict[str, Any]) -> None:
        feed = FeedImport.objects.filter(pk=options["undo"]).first()
        if feed is None:
            number = {"run": options["undo"]}
            _stop(_("There is no import with the number %(run)s.") % number, MISUSED)
        try:
            undo_feed(feed=feed, by=by)
        except DomainError as error:
            _stop(str(error), REFUSED)
        if options["json"]:
            self.stdout.write(json.dumps({"number": feed.pk, "state": "undone"}))
        else:
            self.stdout.write(_("The import %(run)s was undone.") % {"run": feed.pk})


def _stop(sentence: str, code: int) -> NoReturn:
    raise CommandError(sentence, returncode=code)


def _person(email: str | None) -> User | None:
    if email is None:
        return None
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        _stop(_("Nobody has the e-mail %(email)s.") % {"email": email}, MISUSED)
    if not user.may(Capability.MANAGE_PROGRAMS):
        _stop(_("%(person)s may not manage programs.") % {"person": user}, MISUSED)
    return user


def _program(code: str | None, by: User | None) -> Program:
    rows = Program.objects.all() if by is None else Program.objects.visible_to(by)
    program = rows.filter(code=code).first() if code else None
    if program is None:
        _stop(str(NoProgram(code=code or "–")), MISUSED)
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
