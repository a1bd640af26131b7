"""The storm: due follow-ups, two beats, and every fault at random moments; then heal and count.

Every schedule is random but seeded; the seed is part of every report.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from tests.faults.house import ROOT, House
from tests.faults.servers import SLOW

PLANNING = ("programs.reconcile_followups", "programs.sweep_jobs")
SENDING = ("programs.dispatch_reminders", "programs.sweep_jobs")
SENDING_TAKES = 20.0  # seconds of mail, whatever the size: time for the faults to meet it
ON_SERVICES = ("redis_stop", "redis_flush", "redis_flush", "redis_pause", "redis_full")


@dataclass
class Report:
    """What one storm came to."""

    seed: int
    follow_ups: int
    asked: int
    kills: int
    in_the_air: int
    broker_faults: int
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

    def broken(self) -> Iterator[str]:
        """The laws that this storm broke, in words."""
        if self.lost or self.twice or not self.balances:
            yield f"{self.lost} lost, {self.twice} sent twice, balanced: {self.balances}"
        if self.kills < self.asked:
            yield f"only {self.kills} kills of {self.asked}"
        if not 0 < self.in_the_air <= self.in_doubt <= self.kills + self.database_stops:
            yield f"{self.in_doubt} in doubt after {self.in_the_air} kills in the air"
        if self.most_a_person_and_day != 1:
            yield f"{self.most_a_person_and_day} messages a person and day after the jump"
        if self.connections > 40:
            yield f"{self.connections} connections to the database"


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


def until(question: Callable[[], bool], seconds: float, *, every: float = 0.3) -> float:
    """Ask until yes; how long it took. TimeoutError otherwise."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if question():
            return time.monotonic() - began
        time.sleep(every)
    raise TimeoutError


def storm(house: House, *, follow_ups: int, kills: int) -> Report:
    """First faults while follow-ups are planned, then while they are told: what is planned after
    the digest of the day has gone waits for the next one, as it should.
    """
    planned = follow_ups * 3 // 10
    seeded = house.inside("seed", follow_ups - planned, planned)
    house.mailbox.slow = SENDING_TAKES / (seeded["people"] + seeded["singles"])
    house.open()
    log: list[str] = []
    slowest = 0.0
    for tasks, part, is_over in (
        (PLANNING, 0.3, is_planned),
        (SENDING, 0.7, is_drained),
    ):
        beats = [Ticker(house, tasks), Ticker(house, tasks)]
        for what in _schedule(house, round(kills * part), tasks):
            time.sleep(house.random.uniform(0.2, 1.2))
            log.append(_inject(house, what))
        slowest = max(slowest, until(partial(is_over, house), seconds=900))
        for beat in beats:
            beat.stop()
    in_doubt = _look_at_doubts(house)
    ahead = _jump_three_days(house)
    found = house.inside("count")
    keys, sent = found["keys"], house.mailbox.follow_ups
    return Report(
        seed=house.seed,
        follow_ups=len(keys),
        asked=kills,
        kills=house.kills,
        in_the_air=sum(what in ("before", "after") for what in log),
        broker_faults=sum(what in ON_SERVICES for what in log),
        database_stops=log.count("postgres_stop"),
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
    """Half of the kills while sending meet a message in the air, before or after it arrived."""
    found = ["kill"] * kills
    if tasks == SENDING:
        half = kills // 2
        found[:half] = [("before", "after")[n % 2] for n in range(half)]
    if house.on_services:
        found += [*ON_SERVICES, "postgres_stop"]
    house.random.shuffle(found)
    if tasks == SENDING:  # last: they leave no work over for the others
        found.append("eight")
    return found


def _inject(house: House, what: str) -> str:
    """One fault; the word for what it came to."""
    match what:
        case "kill":
            house.kill_one()
        case "before" | "after":
            if not house.kill_sender(what):
                house.kill_one()
                return "kill"
        case "eight":
            eight_dispatchers(house)
        case "redis_flush":
            house.redis.tell("FLUSHALL")
        case "redis_pause":
            house.redis.tell("CLIENT PAUSE 5000")
        case "redis_full":
            house.redis.tell("CONFIG SET maxmemory 1")
            time.sleep(3)
            house.redis.tell("CONFIG SET maxmemory 0")
        case "redis_stop":
            house.redis.stop()
            time.sleep(2)
            house.redis.start()
        case "postgres_stop":
            house.postgres.stop()
            time.sleep(1)
            house.postgres.start()
    return what


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


def is_planned(house: House) -> bool:
    """Every completed help has its follow-up."""
    return missing(house) == 0


def missing(house: House) -> int:
    """Completed help without its follow-up; -1 while the database is away."""
    return house.ask("missing").get("missing", -1)


def is_drained(house: House) -> bool:
    """Nothing queued, and every follow-up has its line in the outbox."""
    found = house.ask("drained")
    return bool(found) and found["waits"] == 0 and found["lines"] >= found["follow_ups"]


def _look_at_doubts(house: House) -> int:
    """Ten minutes later claims of dead workers are in doubt; a person looks at each, once."""
    house.shut()
    house.mailbox.slow = SLOW
    house.offset = {"FAULT_OFFSET_MINUTES": "12"}
    house.inside("dispatch")
    in_doubt = len(house.inside("count")["unknown"])
    house.inside("settle", arrived(house))
    house.inside("dispatch")
    return in_doubt


def arrived(house: House) -> str:
    """The tokens of all messages that the mailbox has, as a command takes them."""
    return json.dumps(sorted(house.mailbox.tokens))


def _jump_three_days(house: House) -> int:
    """The clock jumps three days: what came due meanwhile is one message a person."""
    house.inside("add_ahead", 120)
    house.mailbox.of_day.clear()
    house.offset = {"FAULT_OFFSET_DAYS": "3"}
    house.open()
    beat = Ticker(house)
    until(lambda: is_drained(house), seconds=300)
    beat.stop()
    house.shut()
    return max(house.mailbox.of_day.values(), default=0)
