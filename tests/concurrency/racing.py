"""Processes that do the same thing at the same moment, and what each of them was answered.

A scene is a module of `tests.concurrency.scenes`: plain functions over the database, called by
name in one process (`tell`) or in all of them at once (`race`). What is to be wide open while
others arrive, `slow` names: the function after which every process rests for a moment, still
holding its locks. `is_unlocked` takes the locks away, for the negative control.
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
RACERS = 8


@dataclass(frozen=True)
class Answer:
    """How one call ended. `refused`: the code of a domain error; `broken`: any other error."""

    value: Any
    refused: str
    broken: str
    began: float
    ended: float


def overlaps(answers: Sequence[Answer]) -> int:
    """How many calls began while another one was being answered."""
    rows = sorted(answers, key=lambda row: row.began)
    found, last = 0, 0.0
    for row in rows:
        found += row.began < last
        last = max(last, row.ended)
    return found


def environment(folder: Path) -> dict[str, str]:
    """The database of this test for other processes: PostgreSQL's own, SQLite's as a file."""
    hidden = {"REDIS_URL", "DATABASE_URL"}
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    return env | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PORTOLAN_DATA_DIR": str(folder),
        "DATABASE_URL": _address(folder),
    }


def _address(folder: Path) -> str:
    if connection.vendor == "sqlite":
        path = folder / "race.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        return f"sqlite:///{path}"
    at = connection.settings_dict
    secret = f":{at['PASSWORD']}" if at["PASSWORD"] else ""
    return f"postgres://{at['USER']}{secret}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"


@dataclass
class Arena:
    """The processes of one race."""

    folder: Path
    scene: str
    slow: str = ""
    is_unlocked: bool = False
    number: int = RACERS
    racers: list[subprocess.Popen[str]] = field(default_factory=list)

    def __enter__(self) -> "Arena":
        env = environment(self.folder) | {
            "RACE_SCENE": self.scene,
            "RACE_SLOW": self.slow,
            "RACE_UNLOCKED": "1" if self.is_unlocked else "",
        }
        self.racers = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.concurrency.racer"],
                cwd=ROOT,
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _number in range(self.number)
        ]
        for racer in self.racers:
            self._heard(racer)
        return self

    def __exit__(self, *_error: object) -> None:
        for racer in self.racers:
            if racer.stdin:
                racer.stdin.close()
            racer.wait(30)

    def tell(self, call: str, **kwargs: Any) -> Any:
        """One call in one process, with its locks; its answer."""
        answer = self._asked(self.racers[0], [[call, kwargs]], is_calm=True)[0]
        assert not answer.broken, answer.broken
        return answer.value

    def race(self, call: str, each: Sequence[dict[str, Any]]) -> list[Answer]:
        """The call with each of these arguments, dealt out to all processes, all beginning at
        the same moment.
        """
        hands = [list(each[number :: len(self.racers)]) for number in range(len(self.racers))]
        for racer, hand in zip(self.racers, hands, strict=True):
            self._say(racer, {"calls": [[call, kwargs] for kwargs in hand], "is_calm": False})
        for racer in self.racers:
            self._heard(racer)  # ready
        for racer in self.racers:
            self._say(racer, "go")
        return [Answer(**row) for racer in self.racers for row in self._heard(racer)]

    def _asked(
        self, racer: subprocess.Popen[str], calls: list[Any], *, is_calm: bool
    ) -> list[Answer]:
        self._say(racer, {"calls": calls, "is_calm": is_calm})
        self._heard(racer)
        self._say(racer, "go")
        return [Answer(**row) for row in self._heard(racer)]

    @staticmethod
    def _say(racer: subprocess.Popen[str], what: Any) -> None:
        assert racer.stdin is not None
        racer.stdin.write(json.dumps(what) + "\n")
        racer.stdin.flush()

    @staticmethod
    def _heard(racer: subprocess.Popen[str]) -> Any:
        assert racer.stdout is not None
        line = racer.stdout.readline()
        assert line, f"A racer died: {racer.poll()}"
        return json.loads(line)
