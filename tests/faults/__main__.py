"""`make faults`: the whole storm on both installations, scenes, controls, and the table in the docs.

`python -m tests.faults --follow-ups 10000 --kills 20 --seed 11` writes docs/reliability.md, and ends
with 1 when a law broke, or when one did not break without its guard.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.faults.controls import Control, controls
from tests.faults.house import ROOT, House
from tests.faults.scenes import Scene, scenes
from tests.faults.storm import Report, storm

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
NAMES = {True: "PostgreSQL and Redis", False: "SQLite and the file broker"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--follow-ups", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    lines = [
        f"Seed {given.seed}, {given.follow_ups} follow-ups, {given.kills} kills and more on each.",
        "",
    ]
    broken: list[str] = []
    for on_services in (True, False):
        with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as folder:
            house = House(Path(folder), on_services, given.seed)
            try:
                report = storm(house, follow_ups=given.follow_ups, kills=given.kills)
                staged, guards = list(scenes(house)), list(controls(house))
            finally:
                house.close()
        lines += [f"### {NAMES[on_services]}", "", *_table(report), ""]
        lines += ["| Fault | came to |", "|---|---|", *map(_scene, staged), ""]
        lines += ["| Guard | with it | without it |", "|---|---|---|", *map(_guard, guards), ""]
        broken += report.broken()
        broken += [f"{scene.fault}: {scene.found}" for scene in staged if not scene.holds]
        broken += [f"not shown: {each}" for each in guards if not each.shows]
    print("\n".join([*lines, *broken]))
    words = PAGE.read_text(encoding="utf-8")
    head, tail = words.split(BEGIN)[0], words.split(END)[1]
    PAGE.write_text(head + BEGIN + "\n" + "\n".join(lines) + END + tail, encoding="utf-8")
    return 1 if broken else 0


def _table(report: Report) -> Iterator[str]:
    yield "| Measured | |"
    yield "|---|---|"
    yield f"| follow-ups | {report.follow_ups:,} |"
    yield f"| messages that arrived | {report.messages:,} |"
    yield f"| workers killed with −9 | {report.kills} |"
    yield f"| of them with a message of theirs in the air | {report.in_the_air} |"
    yield f"| broker stopped, emptied, paused or full | {report.broker_faults} |"
    yield f"| database stopped at once and restarted | {report.database_stops} |"
    yield f"| **lost** | **{report.lost}** |"
    yield f"| **sent twice** | **{report.twice}** |"
    yield f"| in doubt, shown to a person and settled | {report.in_doubt} |"
    yield f"| messages a person after three days without a clock | {report.most_a_person_and_day} |"
    yield f"| longest recovery after the last fault | {report.longest_recovery} s |"
    if report.connections:
        yield f"| most connections to PostgreSQL at once | {report.connections} |"
    yield f"| the books balance | {'yes' if report.balances else 'NO'} |"


def _scene(scene: Scene) -> str:
    return f"| {scene.fault} | {scene.found} |"


def _guard(each: Control) -> str:
    return f"| {each.guard} | {each.kept} {each.law} | {each.broken} {each.law} |"


if __name__ == "__main__":
    sys.exit(main())
