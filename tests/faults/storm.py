"""The scenarios: a storm of faults over due follow-ups, and the controls that must break.

Every schedule is random but seeded; the seed is part of every report.
"""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.faults.house import ROOT, House

PLANNING = ("programs.reconcile_followups", "programs.sweep_jobs")
SENDING = ("programs.dispatch_reminders", "programs.sweep_jobs")


@dataclass
class Report:
    """What one storm came to."""

    seed: int
    follow_ups: int
    kills: int
    broker_stops: int
    database_stops: int
    messages: int
    lost: int
    twice: int
    in_doubt: int
    most_a_person_and_day: int
    longest_recovery: float
    connections: int
    balances: bool
    log: list[str] = field(default_factory=list)


class Ticker:
    """A beat of the test: its own process, so that it lives through every fault."""

    def __init__(self, house: House, tasks: tuple[str, ...] = SENDING) -> None:
        words = [sys.executable, "-m", "tests.faults.inside", "tick", *tasks]
        self.process = subprocess.Popen(
            words,
            cwd=ROOT,
            env=house.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait(60)


def until(question: Callable[[], bool], seconds: float) -> float:
    """Ask until yes; how long it took. TimeoutError otherwise."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if question():
            return time.monotonic() - began
        time.sleep(0.7)
    raise TimeoutError


def storm(house: House, *, follow_ups: int, kills: int) -> Report:
    """Due follow-ups, two beats, and every fault at random moments; then heal, wait and count.

    First while follow-ups are planned, then while they are told: what is planned after the digest
    of the day has gone waits for the next one, as it should.
    """
    planned = follow_ups * 3 // 10
    house.inside("seed", follow_ups - planned, planned)
    house.open()
    log: list[str] = []
    stops = {"broker": 0, "database": 0}
    slowest = 0.0
    for tasks, part, is_over in (
        (PLANNING, 0.3, _is_planned),
        (SENDING, 0.7, _is_drained),
    ):
        beats = [Ticker(house, tasks), Ticker(house, tasks)]
        for what in _schedule(house, round(kills * part), tasks):
            time.sleep(house.random.uniform(0.2, 1.2))
            log.append(what)
            _inject(house, what, stops)
        slowest = max(slowest, until(partial(is_over, house), seconds=900))
        for beat in beats:
            beat.stop()
    in_doubt = _look_at_doubts(house)
    ahead = _jump_three_days(house)
    found = house.inside("count")
    sent = house.mailbox.follow_ups
    keys = found["keys"]
    return Report(
        seed=house.seed,
        follow_ups=len(keys),
        kills=house.kills,
        broker_stops=stops["broker"],
        database_stops=stops["database"],
        messages=sum(house.mailbox.tokens.values()),
        lost=sum(1 for key in keys if sent[key] == 0),
        twice=sum(1 for key in keys if sent[key] > 1)
        + sum(1 for count in house.mailbox.tokens.values() if count > 1),
        in_doubt=in_doubt,
        most_a_person_and_day=ahead,
        longest_recovery=round(slowest, 1),
        connections=house.most_connections,
        balances=found["proof"]["holds"],
        log=log,
    )


def _schedule(house: House, kills: int, tasks: tuple[str, ...]) -> list[str]:
    found = ["kill"] * kills
    if house.on_services:
        found += ["redis_stop", "redis_flush", "redis_flush", "postgres_stop"]
    house.random.shuffle(found)
    if tasks == SENDING:  # last: they leave no work over for the others
        found.append("eight")
    return found


def _inject(house: House, what: str, stops: dict[str, int]) -> None:
    match what:
        case "kill":
            house.kill_one()
        case "eight":
            eight_dispatchers(house)
        case "redis_flush":
            house.redis.flush()
            stops["broker"] += 1
        case "redis_stop":
            house.redis.stop()
            time.sleep(2)
            house.redis.start()
            stops["broker"] += 1
        case "postgres_stop":
            house.postgres.stop()
            time.sleep(1)
            house.postgres.start()
            stops["database"] += 1


def eight_dispatchers(house: House) -> None:
    """Eight processes dispatch at once, beside the workers."""
    words = [sys.executable, "-m", "tests.faults.inside", "dispatch"]
    running = [
        subprocess.Popen(
            words,
            cwd=ROOT,
            env=house.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _number in range(8)
    ]
    for process in running:
        process.wait()


def _is_planned(house: House) -> bool:
    """Every completed help has its follow-up."""
    return _missing(house) == 0


def _is_drained(house: House) -> bool:
    """Nothing queued, and every follow-up has its line in the outbox."""
    try:
        found = house.inside("count")
    except RuntimeError:
        return False
    waits = found["reminders"].get("queued", 0)
    told = sum(found["reminders"].values())
    return bool(waits == 0 and told >= found["follow_ups"])


def _look_at_doubts(house: House) -> int:
    """Ten minutes later claims of dead workers are in doubt; a person looks at each, once."""
    house.shut()
    house.offset = {"FAULT_OFFSET_MINUTES": "12"}
    house.inside("dispatch")
    in_doubt = len(house.inside("count")["unknown"])
    house.inside("settle", _arrived(house))
    house.inside("dispatch")
    return in_doubt


def _arrived(house: House) -> str:
    return json.dumps(sorted(house.mailbox.tokens))


def _jump_three_days(house: House) -> int:
    """The clock jumps three days: what came due meanwhile is one message a person."""
    house.inside("add_ahead", 120)
    house.mailbox.of_day.clear()
    house.offset = {"FAULT_OFFSET_DAYS": "3"}
    house.open()
    beat = Ticker(house)
    until(lambda: _is_drained(house), seconds=300)
    beat.stop()
    house.shut()
    return max(house.mailbox.of_day.values(), default=0)


# Controls: with a guard off, its invariant must break -----------------------------------------


def lost_without_sweeper(house: House, *, control: str, number: int = 30) -> int:
    """Jobs by name are lost with the queue; how many follow-ups are still missing afterwards."""
    house.control, house.offset = control, {}
    house.inside("complete", number, "after_commit")
    if house.redis is not None:
        house.redis.flush()
    else:
        for path in (house.folder / "data" / "broker" / "queue").glob("*"):
            path.unlink(missing_ok=True)
    house.offset = {"FAULT_OFFSET_MINUTES": "3"}  # lost work is looked for after two minutes
    return _after(house, ("programs.sweep_jobs",), seconds=25)


def lost_with_acks(house: House, *, control: str, number: int = 300) -> int:
    """Workers are killed in the middle of their jobs, and only the broker remembers these."""
    house.control, house.offset = control, {}
    house.inside("complete", number, "after_commit")
    house.open()
    beat = Ticker(house, ("programs.sweep_jobs",))
    for _each in range(3):
        time.sleep(house.random.uniform(2.5, 3.5))
        for process in list(house.processes):
            if process.poll() is None:
                house.kill_one()
    return _missing_after(house, beat, seconds=30)


def lost_before_commit(house: House, *, how: str, number: int = 20) -> int:
    """The message leaves before, or after, the rows it speaks of are there for others."""
    house.control, house.offset = "sweeper", {}
    house.open()
    time.sleep(4)
    house.inside("complete", number, how)
    beat = Ticker(house, ("programs.sweep_jobs",))
    return _missing_after(house, beat, seconds=20)


def twice_without_claim_lock(house: House, *, number: int = 200) -> int:
    """Eight dispatchers, each believing that it is alone; how many follow-ups were told twice."""
    house.control, house.offset = "claim_lock", {}
    before = dict(house.mailbox.follow_ups)
    house.inside("add_ahead", number)
    house.offset = {"FAULT_OFFSET_DAYS": "7"}
    eight_dispatchers(house)
    house.control = ""
    found = house.mailbox.follow_ups
    return sum(1 for key, count in found.items() if count - before.get(key, 0) > 1)


def _after(house: House, tasks: tuple[str, ...], seconds: float) -> int:
    house.open()
    return _missing_after(house, Ticker(house, tasks), seconds)


def _missing_after(house: House, beat: Ticker, seconds: float) -> int:
    with contextlib.suppress(TimeoutError):
        until(lambda: _missing(house) == 0, seconds)
    beat.stop()
    house.shut()
    house.control, house.offset = "", {}
    left = _missing(house)
    if left:
        house.inside("reconcile")
    return left


def _missing(house: House) -> int:
    try:
        return int(house.inside("missing")["missing"])
    except RuntimeError:
        return -1


def as_dict(report: Report) -> dict[str, Any]:
    return {name: value for name, value in vars(report).items() if name != "log"}
