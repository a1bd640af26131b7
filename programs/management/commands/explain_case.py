"""Explain one case by the rules, without saving anything: for experts and tests."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from assessments.methodology.loading import DEFAULT_PACK, read_pack
from assessments.methodology.problems import PackError
from assessments.methodology.structure import Pack, parse_pack
from assessments.methodology.validation import require_valid
from config.shared.commands import SpokenCommand
from programs.matching.case_file import parse_case
from programs.matching.case_reader import SIZE_LIMIT, CaseErrors
from programs.matching.explanation import explain

#: Exit code of a case or a pack that was refused.
REFUSED = 2


class Command(SpokenCommand):
    """Reads a case file, prints what the rules say of it as JSON; touches no database."""

    help = "Explain stage, constraints, recommendations and bundle of one case; saves nothing."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The case as JSON; - reads standard input.")
        parser.add_argument("--pack", default=str(DEFAULT_PACK), help="Another methodology pack.")
        parser.add_argument("--indent", type=int, default=2, help="Spaces of indentation.")

    def handle(self, *args: Any, **options: Any) -> None:
        pack = self._pack(options["pack"])
        data = self._read(options["file"])
        try:
            case = parse_case(data, pack)
        except CaseErrors as errors:
            self._refuse(str(error) for error in errors.errors)
        for doubt in case.doubts:
            self.stderr.write(_("Please check %(doubt)s") % {"doubt": doubt})
        answer = explain(case, pack, language=options["lang"])
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=options["indent"]))

    def _pack(self, path: str) -> Pack:
        try:
            document = read_pack(self._read(path))
            require_valid(document)
        except PackError as error:
            self._refuse(f"{path}: {problem}" for problem in error.problems)
        return parse_pack(document)

    def _read(self, path: str) -> bytes:
        """At most one byte more than allowed, so that a huge file is refused, not read."""
        try:
            if path == "-":
                return sys.stdin.buffer.read(SIZE_LIMIT + 1)
            with Path(path).open("rb") as file:
                return file.read(SIZE_LIMIT + 1)
        except OSError as error:
            sentence = _("%(path)s: the file cannot be read (%(reason)s).")
            self._refuse([sentence % {"path": path, "reason": error.strerror}])

    def _refuse(self, lines: Iterable[str]) -> NoReturn:
        for line in lines:
            self.stderr.write(line)
        sys.exit(REFUSED)
