"""Processes that do the same thing at the same moment, and what each of them was answered.

A scene is a module of `tests.concurrency.scenes`: plain functions over the database, called by
name in one process (`tell`) or in all of them at once (`race`). What is to be wide open while
others arrive, `slow` names: the function after which every process rests for a moment, still
holding its locks. `is_unlocked` takes the locks away, for the negative control.
"""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
RACERS = 8
#: Calls that meet another one before a race says anything; and where waiting for that ends.
ENOUGH, MOST_ROUNDS = 200, 60


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


#: One round of a race: how its calls ended, and what stood in the database afterwards.
Round = tuple[list[Answer], Any]


def crowded(play: Callable[[], Round]) -> tuple[list[Answer], list[Any]]:
    """Rounds until enough calls have met; every answer, and what stood after each round."""
    answers: list[Answer] = []
    counts: list[Any] = []
    while overlaps(answers) < ENOUGH:
        assert len(counts) < MOST_ROUNDS, f"Only {overlaps(answers)} calls met."
        found, count = play()
        answers += found
        counts.append(count)
    return answers, counts


def goes_wrong(play: Callable[[], Round], is_wrong: Callable[[Any], bool]) -> bool:
    """Negative control: whether some round leaves behind what the locks are there to prevent.

    Which of the processes comes first is chance, so that one round, or two, say little.
    """
    return any(is_wrong(play()[1]) for _number in range(MOST_ROUNDS))


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
    """The processes of one race: one loads the product, and the racers are its children."""

    folder: Path
    scene: str
    slow: str = ""
    is_unlocked: bool = False
    number: int = RACERS
    lines: list[TextIO] = field(default_factory=list)
    parent: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Arena":
        pairs = [socket.socketpair() for _number in range(self.number)]
        theirs = [far.fileno() for _near, far in pairs]
        env = environment(self.folder) | {
            "RACE_SCENE": self.scene,
            "RACE_SLOW": self.slow,
            "RACE_UNLOCKED": "1" if self.is_unlocked else "",
            "RACE_LINES": " ".join(map(str, theirs)),
        }
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "tests.concurrency.racer"], cwd=ROOT, env=env, pass_fds=theirs
        )
        for near, far in pairs:
            far.close()
            self.lines.append(near.makefile("rw"))
            near.close()
        for line in self.lines:
            self._heard(line)
        return self

    def __exit__(self, *_error: object) -> None:
        for line in self.lines:
            line.close()
        if self.parent:
            self.parent.wait(30)

    def tell(self, call: str, **kwargs: Any) -> Any:
        """One call in one process, with its locks; its answer."""
        line = self.lines[0]
        self._say(line, {"calls": [[call, kwargs]], "is_calm": True})
        self._heard(line)
        self._say(line, "go")
        answer = Answer(**self._heard(line)[0])
        assert not answer.broken, answer.broken
        return answer.value

    def race(self, call: str, each: Sequence[dict[str, Any]]) -> list[Answer]:
        """The call with each of these arguments, dealt out to all processes, all beginning at
        the same moment.
        """
        for number, line in enumerate(self.lines):
            hand = [[call, kwargs] for kwargs in each[number :: len(self.lines)]]
            self._say(line, {"calls": hand, "is_calm": False})
        for line in self.lines:
            self._heard(line)  # ready
        for line in self.lines:
            self._say(line, "go")
        return [Answer(**row) for line in self.lines for row in self._heard(line)]

    @staticmethod
    def _say(line: TextIO, what: Any) -> None:
        line.write(json.dumps(what) + "\n")
        line.flush()

    @staticmethod
    def _heard(line: TextIO) -> Any:
        said = line.readline()
        assert said, "A racer died."
        return json.loads(said)
