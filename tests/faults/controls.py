"""Guards taken away one by one: with a guard its law holds, without it the law must break."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from tests.faults.house import House
from tests.faults.storm import Ticker, eight_dispatchers, missing, until

SWEEP = ("programs.sweep_jobs",)
PATIENCE, IN_VAIN = 60.0, 12.0  # seconds until a law comes right; how long it is waited for in vain
LATER = {"FAULT_OFFSET_MINUTES": "3"}  # lost work is looked for after two minutes


@dataclass(frozen=True)
class Control:
    """What one guard is worth: how many broke its law with it and without it."""

    guard: str
    law: str
    kept: int
    broken: int

    @property
    def shows(self) -> bool:
        """Whether the law holds with the guard and breaks without it."""
        return self.kept == 0 and self.broken > 0


def controls(house: House, *, number: int = 30, is_short: bool = False) -> Iterator[Control]:
    """Every guard; the short form leaves out what takes longest to show."""
    yield Control(
        "sweeper (a queue that was emptied)",
        "lost",
        *(_lost_with_the_queue(house, each, "after_commit", number) for each in ("", "sweeper")),
    )
    if not is_short:
        yield Control(
            "sweeper (who committed died before telling the queue)",
            "lost",
            *(_lost_with_the_queue(house, each, "crash", number) for each in ("", "sweeper")),
        )
        yield Control(
            "messages acknowledged late",
            "lost",
            *(_lost_with_acks(house, each, number * 10) for each in ("sweeper", "acks_early")),
        )
    if house.on_services:  # on SQLite a job that comes too early waits for the writer before it
        ways = ("after_commit", "before_commit")
        yield Control(
            "jobs sent after the commit",
            "lost",
            *(_lost_before_commit(house, how, number) for how in ways),
        )
    yield Control(
        "claims one at a time, one digest a day",
        "twice",
        *(_twice(house, each, number * 5) for each in ("", "claim_lock")),
    )


def _lost_with_the_queue(house: House, control: str, how: str, number: int) -> int:
    """Jobs are lost with the queue, or never reach it: follow-ups that are still missing then."""
    house.control, house.offset = control, {}
    with contextlib.suppress(RuntimeError):  # whoever dies between commit and message
        house.inside("complete", number, how)
    if house.redis is not None:
        house.redis.tell("FLUSHALL")
    else:
        for path in (house.folder / "data" / "broker" / "queue").glob("*"):
            path.unlink(missing_ok=True)
    house.offset = LATER
    house.open()
    return _missing_after(house, Ticker(house, SWEEP), has_guard=not control)


def _lost_before_commit(house: House, how: str, number: int) -> int:
    """The message leaves before, or after, the rows it speaks of are there for others."""
    house.control, house.offset = "sweeper", {}
    house.open()
    time.sleep(4)
    house.inside("complete", number, how)
    return _missing_after(house, Ticker(house, SWEEP), has_guard=how == "after_commit")


def _lost_with_acks(house: House, control: str, number: int) -> int:
    """Workers are killed in the middle of their jobs, and only the broker remembers these.

    Twice: what comes back from three dead workers is laid aside, and is no longer the broker's.
    """
    house.control, house.offset, house.visibility, house.slow = control, {}, 5, 0.2
    house.inside("complete", number, "after_commit")
    house.open()
    beat = Ticker(house, SWEEP)
    for _each in range(2):
        begun = sum(house.copies().values())
        until(partial(_has_begun, house, begun + 8), PATIENCE, every=0.01)
        for process in list(house.processes):
            if process.poll() is None:
                house.kill_one(process)
    house.slow = 0.0
    found = _missing_after(house, beat, has_guard=control == "sweeper")
    house.visibility = 7200
    return found


def _has_begun(house: House, number: int) -> bool:
    return sum(house.copies().values()) > number


def _twice(house: House, control: str, number: int) -> int:
    """Eight dispatchers, each believing that it is alone; how many follow-ups were told twice."""
    house.control, house.offset = control, {}
    before = dict(house.mailbox.follow_ups)
    house.inside("add_ahead", number)
    house.offset = {"FAULT_OFFSET_DAYS": "12" if control else "7"}  # each on days of its own
    eight_dispatchers(house)
    house.control = ""
    found = house.mailbox.follow_ups
    return sum(1 for key, count in found.items() if count - before.get(key, 0) > 1)


def _missing_after(house: House, beat: Ticker, *, has_guard: bool) -> int:
    """What is missing when nothing more will come; the next control finds it mended."""
    with contextlib.suppress(TimeoutError):
        until(lambda: missing(house) == 0, PATIENCE if has_guard else IN_VAIN)
    beat.stop()
    house.shut()
    house.control, house.offset = "", {}
    left = missing(house)
    if left:
        house.inside("reconcile")
    return left
