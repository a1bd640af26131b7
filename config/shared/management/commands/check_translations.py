"""Refuses missing, unsure and stale translations, so that no screen falls back to English."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

Key = tuple[str | None, str]
SOURCES = ("config", "firms", "assessments", "programs")


class Command(BaseCommand):
    help = "Check that translations are complete, compiled, and equal to the words in the source."

    def handle(self, *args: Any, **options: Any) -> None:
        source_language = settings.LANGUAGE_CODE
        others = [code for code, _ in settings.LANGUAGES if code != source_language]
        problems: list[str] = []
        for language in others:
            path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
            problems += catalogue_problems(path)
            problems += self._source_problems(path) if path.exists() else []
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(f"Complete and compiled: {', '.join(others)}.")

    def _source_problems(self, path: Path) -> list[str]:
        if shutil.which("xgettext") is None:
            self.stdout.write("gettext is not installed: the source is not searched for new words.")
            return []
        with tempfile.TemporaryDirectory(prefix="portolan-words-") as copy:
            fresh = keys(polib.pofile(str(extracted(path, Path(copy)))))
        known = keys(polib.pofile(str(path)))
        new = [f"{path}: not collected yet: {text!r} (make messages)" for _, text in fresh - known]
        gone = [f"{path}: no longer used: {text!r} (make messages)" for _, text in known - fresh]
        return sorted(new + gone)


def catalogue_problems(path: Path) -> list[str]:
    """Return what is wrong with one .po file and its .mo file, one sentence each."""
    if not path.exists():
        return [f"{path}: missing (make messages)"]
    catalogue = polib.pofile(str(path))
    problems = [f"{path}: not translated: {e.msgid!r}" for e in catalogue.untranslated_entries()]
    problems += [f"{path}: not sure: {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or words(polib.mofile(str(compiled))) != words(catalogue):
        problems.append(f"{compiled}: older than {path.name} (make messages)")
    return problems


def extracted(path: Path, copy: Path) -> Path:
    """Collect the words of the source again, in the folder `copy`; return the new .po file."""
    root = Path(settings.BASE_DIR)
    leave = shutil.ignore_patterns("vendor", "__pycache__", "*.mo")
    for name in SOURCES:
        shutil.copytree(root / name, copy / name, ignore=leave)
    shutil.copy(root / "manage.py", copy)
    command = [sys.executable, "manage.py", "makemessages", "--all", "--no-obsolete", "--no-wrap"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)  # noqa: S603  # our own
    return copy / path.relative_to(root)


def keys(catalogue: polib.POFile) -> set[Key]:
    """Return context and text of every living entry."""
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


def words(catalogue: Any) -> dict[Key, Any]:
    """Return what a reader would see, by context and text."""
    return {
        (entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr
        for entry in catalogue
        if entry.msgid and (entry.msgstr or entry.msgstr_plural) and not entry.obsolete
    }
