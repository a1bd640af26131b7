"""Bring a methodology pack into the database: constraint types, interventions, the version."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.methodology.actions import load_pack
from assessments.methodology.loading import DEFAULT_PACK, read_pack
from assessments.methodology.models import PackState
from assessments.methodology.problems import PackError
from config.shared.commands import SpokenCommand
from config.shared.errors import DomainError
from programs.catalogue.actions import Loaded, load_interventions
from programs.outcomes.actions import load_indicators


class Command(SpokenCommand):
    """`load_pack FILE` or `load_pack --default`; a second time changes nothing.

    The catalogue follows published versions only; a draft is stored and read.
    """

    help = "Load a methodology pack and make the catalogue of interventions follow it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="YAML file of the pack")
        parser.add_argument("--default", action="store_true", help="the pack we ship")
        parser.add_argument("--publish", action="store_true", help="freeze and use this version")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["default"] == (options["file"] is not None):
            raise CommandError(_("Name a file, or ask for --default."))
        path: Path = DEFAULT_PACK if options["default"] else options["file"]
        try:
            document = read_pack(path.read_bytes())
            with transaction.atomic():
                version = load_pack(document=document, by=None, publish=options["publish"])
                loaded = Loaded((), (), ())
                if version.state == PackState.PUBLISHED:
                    loaded = load_interventions(pack_version=version)
                    load_indicators(pack_version=version)
        except OSError as error:
            told = {"path": path, "reason": error.strerror}
            raise CommandError(
                _("%(path)s: the file cannot be read (%(reason)s).") % told
            ) from error
        except PackError as error:
            listed = "\n".join(f"  {problem}" for problem in error.problems)
            sentence = _("%(path)s is not a valid pack:") % {"path": path}
            raise CommandError(f"{sentence}\n{listed}") from error
        except DomainError as error:
            raise CommandError(f"{path}: {error}") from error
        words: dict[str, Any] = {
            "version": version,
            "state": version.get_state_display(),
            "added": len(loaded.added),
            "changed": len(loaded.changed),
            "retired": len(loaded.retired),
        }
        sentence = _(
            "%(version)s (%(state)s): interventions %(added)s added, %(changed)s changed, "
            "%(retired)s retired."
        )
        self.stdout.write(sentence % words)
