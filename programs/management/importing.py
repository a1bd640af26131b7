"""What the commands that import a file share: their options, who imports, how they stop."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import CommandError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from config.shared.commands import SpokenCommand
from firms.accounts.models import User
from firms.accounts.roles import Capability

#: Exit codes: the data were refused; the command or the mapping was wrong.
REFUSED, MISUSED = 1, 2


def stop(sentence: str, code: int) -> NoReturn:
    """End the command with a sentence and an exit code."""
    raise CommandError(sentence, returncode=code)


class ImportCommand(SpokenCommand):
    """Imports a FILE by a mapping, or undoes an import by its number.

    `usage` and `not_allowed` are what is said to who asks for both or neither, and to somebody
    without `capability` (with `person`).
    """

    number = "RUN"
    capability: Capability
    usage: str | Promise
    not_allowed: str | Promise

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--mapping", help="mapping file, or the name of one we ship")
        parser.add_argument("--dry-run", action="store_true", help="report and keep nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--undo", type=int, metavar=self.number, help="undo this import")
        parser.add_argument("--by", metavar="EMAIL", help="who imports; default: the system")

    def handle(self, *_args: Any, **options: Any) -> None:
        by = self._person(options["by"])
        if (options["file"] is None) == (options["undo"] is None):
            stop(str(self.usage), MISUSED)
        if options["undo"] is not None:
            self.undo(by, options)
            return
        if not options["mapping"]:
            stop(_("Say how to read the file: --mapping MAPPING.yaml."), MISUSED)
        self.take_in(by, options)

    def take_in(self, by: User | None, options: dict[str, Any]) -> None:
        """Import the file."""
        raise NotImplementedError

    def undo(self, by: User | None, options: dict[str, Any]) -> None:
        """Undo the import."""
        raise NotImplementedError

    def _person(self, email: str | None) -> User | None:
        if email is None:
            return None
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            stop(_("Nobody has the e-mail %(email)s.") % {"email": email}, MISUSED)
        if not user.may(self.capability):
            stop(str(self.not_allowed) % {"person": user}, MISUSED)
        return user
