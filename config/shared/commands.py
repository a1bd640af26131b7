"""What our commands share: they speak the language of the person at the keyboard."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation


class SpokenCommand(BaseCommand):
    """A command whose sentences, refusals included, come in the language of `--lang`."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser: ArgumentParser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.add_argument(
            "--lang",
            default=settings.LANGUAGE_CODE,
            choices=sorted(code for code, _name in settings.LANGUAGES),
            help="Language of the sentences.",
        )
        return parser

    def execute(self, *args: Any, **options: Any) -> Any:
        with translation.override(options.get("lang") or settings.LANGUAGE_CODE):
            return super().execute(*args, **options)
