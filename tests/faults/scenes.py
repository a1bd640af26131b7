"""Faults that need a scene of their own: each returns what it came to, by name."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.faults.controls import LATER, SWEEP
from tests.faults.house import House
from tests.faults.servers import SLOW, process_at
from tests.faults.storm import Ticker, arrived, missing, until

DISPATCH = "programs.dispatch_reminders"


@dataclass(frozen=True)
class Scene:
    """What was done, what was counted, and whether that is as it should be."""

    fault: str
    found: str
    holds: bool


def scenes(house: House, *, is_short: bool = False) -> Iterator[Scene]:
    """All of them, each on a day of its own; the short form leaves out the longest."""
    yield sleeper(house)
    yield copies(house)
    yield poison(house)
    if house.on_services and not is_short:
        yield longer_than_the_broker_waits(house)


def sleeper(house: House) -> Scene:
    """A worker sleeps past its lease with a message in the air; another takes over; it wakes."""
    house.control, house.offset = "", {"FAULT_OFFSET_DAYS": "20"}
    keys, before = house.inside("add_singles", 12)["keys"], house.inside("runs")
    house.open()
    house.tell(DISPATCH)
    with house.mailbox.holding("after", seconds=90) as port:
        group = os.getpgid(process_at(port))
        os.killpg(group, signal.SIGSTOP)
    house.offset = {"FAULT_OFFSET_DAYS": "20", "FAULT_OFFSET_MINUTES": "12"}
    house.inside("take_over")
    in_doubt = len(house.inside("count")["unknown"])
    house.inside("settle", arrived(house))
    os.killpg(group, signal.SIGCONT)
    time.sleep(5)
    house.shut()
    after = house.inside("runs")
    late = after.get("lost", 0) - before.get("lost", 0)
    twice, lost = _counted(house, keys)
    return Scene(
        "a worker stopped past its lease, then awake again",
        f"{twice} twice, {lost} lost; {in_doubt} in doubt; {late} late end refused",
        (twice, lost, in_doubt, late) == (0, 0, 1, 1),
    )


def copies(house: House) -> Scene:
    """Every message three times, out of order, among foreign ones: each effect once."""
    house.control, house.offset = "", {}
    before = house.inside("effects")
    sent = house.inside("copies", 40)["sent"]
    house.open()
    with contextlib.suppress(TimeoutError):
        until(lambda: missing(house) == 0, 120)
    time.sleep(3)
    alive = sum(process.poll() is None for process in house.processes)
    house.shut()
    after = house.inside("effects")
    planned, doubled = after["planned"] - before["planned"], after["doubled"] - before["doubled"]
    return Scene(
        "messages doubled, out of order, unknown, or of a later version",
        f"{sent} messages, {planned} effects, {doubled} doubled; {alive} of 3 workers alive",
        (planned, doubled, alive, missing(house)) == (40, 0, 3, 0),
    )


def poison(house: House) -> Scene:
    """A job that kills whoever runs it is given up, and the ones behind it are done."""
    house.control, house.offset = "", LATER
    house.inside("poison", 20)
    house.open()
    beat = Ticker(house, SWEEP)
    began = time.monotonic()
    with contextlib.suppress(TimeoutError):
        until(lambda: missing(house) == 0, 180)
    waited = time.monotonic() - began
    runs, still = _poisonings(house), -1
    while runs != still:
        time.sleep(5)
        runs, still = _poisonings(house), runs
    beat.stop()
    house.shut()
    house.offset = {}
    return Scene(
        "a job that kills its worker each time",
        f"given up after {runs} runs; 20 others done after {waited:.0f} s",
        0 < runs <= 4 and missing(house) == 0,
    )


def longer_than_the_broker_waits(house: House) -> Scene:
    """Sending takes longer than Redis waits for it: copies of the job come, and send nothing."""
    house.control, house.offset, house.visibility = "", {"FAULT_OFFSET_DAYS": "22"}, 3
    house.mailbox.slow = 0.7
    keys = house.inside("add_singles", 60)["keys"]
    house.open()
    house.tell(DISPATCH)
    with contextlib.suppress(TimeoutError):
        until(lambda: all(house.mailbox.follow_ups[key] for key in keys), 120)
    time.sleep(3)
    house.shut()
    house.mailbox.slow, house.visibility = SLOW, 7200
    seen = max(count for line, count in house.copies().items() if line.startswith(DISPATCH))
    twice, lost = _counted(house, keys)
    return Scene(
        "a job longer than the broker waits for it",
        f"{seen} copies of it, {twice} twice, {lost} lost",
        (twice, lost) == (0, 0) and seen > 1,
    )


def _counted(house: House, keys: list[int]) -> tuple[int, int]:
    """How many of these follow-ups were told twice, and how many never."""
    sent = house.mailbox.follow_ups
    return sum(sent[key] > 1 for key in keys), sum(sent[key] == 0 for key in keys)


def _poisonings(house: House) -> int:
    return sum(n for line, n in house.copies().items() if line.startswith("faults.poison"))
