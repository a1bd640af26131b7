"""One process of a race: hears what to do, waits for the signal, does it, says how it ended.

RACE_SCENE: the module whose functions are called. RACE_SLOW: `module:name` of the function after
which the process rests. RACE_UNLOCKED: locks are taken away: nothing is selected for update, and
on SQLite, where the immediate transaction is the lock, there is no transaction either.
RACE_LINES: the sockets of the children, one each.
"""

import importlib
import json
import os
import socket
import sys
import time
import traceback
from typing import Any, TextIO

#: Seconds a process rests with its locks in its hands; longer where there are none to wait for.
REST, REST_UNLOCKED = 0.004, 0.05


def main() -> None:
    import django

    django.setup()
    from config.shared import jobs

    scene = importlib.import_module(os.environ["RACE_SCENE"])
    calm = _Calm()
    if os.environ["RACE_UNLOCKED"]:
        _unlock(calm)
    if os.environ["RACE_SLOW"]:
        _slow_down(os.environ["RACE_SLOW"], calm)
    sockets = [int(number) for number in os.environ["RACE_LINES"].split()]
    for number in sockets:
        if os.fork() == 0:
            for other in sockets:
                if other != number:
                    os.close(other)
            with jobs.silenced():
                _obey(socket.socket(fileno=number).makefile("rw"), scene, calm)
            os._exit(0)
    for number in sockets:
        os.close(number)
    for _number in sockets:
        os.wait()


def _obey(line: TextIO, scene: Any, calm: "_Calm") -> None:
    """Do what is said on the line until it is closed."""
    _say(line, "open")
    while said := line.readline():
        told = json.loads(said)
        calm.is_calm = told["is_calm"]
        _say(line, "ready")
        line.readline()
        _say(line, [_answer(scene, call, kwargs) for call, kwargs in told["calls"]])


class _Calm:
    """Whether locks stand and nobody rests: while a scene is set and counted."""

    is_calm = True


def _answer(scene: Any, call: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    from config.shared.errors import DomainError

    answer = {"value": None, "refused": "", "broken": ""}
    began = time.monotonic()
    try:
        answer["value"] = getattr(scene, call)(**kwargs)
    except DomainError as refusal:
        answer["refused"] = refusal.code
    except Exception:
        answer["broken"] = traceback.format_exc()[-2000:]
    return answer | {"began": began, "ended": time.monotonic()}


def _say(line: TextIO, what: Any) -> None:
    line.write(json.dumps(what) + "\n")
    line.flush()


def _slow_down(path: str, calm: _Calm) -> None:
    """Rest after the named function, for everybody who calls it by its module."""
    name = path.rpartition(":")[2]
    module = importlib.import_module(path.rpartition(":")[0])
    real = getattr(module, name)

    def rested(*args: Any, **kwargs: Any) -> Any:
        found = real(*args, **kwargs)
        if not calm.is_calm:
            time.sleep(REST_UNLOCKED if os.environ["RACE_UNLOCKED"] else REST)
        return found

    for other in list(sys.modules.values()):
        if getattr(other, name, None) is real:
            setattr(other, name, rested)


def _unlock(calm: _Calm) -> None:
    from django.db import connection
    from django.db.models import QuerySet
    from django.db.transaction import Atomic

    lock, enter, leave = QuerySet.select_for_update, Atomic.__enter__, Atomic.__exit__

    def no_lock(self: Any, *args: Any, **kwargs: Any) -> Any:
        return lock(self, *args, **kwargs) if calm.is_calm else self.all()

    def no_enter(self: Any) -> None:
        if calm.is_calm:
            enter(self)

    def no_leave(self: Any, *error: Any) -> None:
        if calm.is_calm:
            leave(self, *error)

    QuerySet.select_for_update = no_lock
    if connection.vendor == "sqlite":
        Atomic.__enter__, Atomic.__exit__ = no_enter, no_leave


if __name__ == "__main__":
    main()
