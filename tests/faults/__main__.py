"""`make faults`: the whole storm on both installations, the controls, and the table in the docs.

`python -m tests.faults --follow-ups 10000 --kills 20 --seed 11` writes docs/reliability.md.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.faults import storm
from tests.faults.house import ROOT, House

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
NAMES = {True: "PostgreSQL and Redis", False: "SQLite and the file broker"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--follow-ups", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    lines = [
        f"Seed {given.seed}, {given.follow_ups} follow-ups, {given.kills} kills and more on each.",
        "",
    ]
    for on_services in (True, False):
        folder = Path(tempfile.mkdtemp(prefix="portolan-faults-"))
        house = House(folder, on_services, given.seed)
        try:
            report = storm.storm(house, follow_ups=given.follow_ups, kills=given.kills)
            lines += [f"### {NAMES[on_services]}", "", *_table(report), ""]
            lines += ["| Guard | with it | without it |", "|---|---|---|", *_controls(house), ""]
        finally:
            house.close()
        print("\n".join(lines))
    words = PAGE.read_text(encoding="utf-8")
    head, tail = words.split(BEGIN)[0], words.split(END)[1]
    PAGE.write_text(head + BEGIN + "\n" + "\n".join(lines) + END + tail, encoding="utf-8")


def _table(report: storm.Report) -> Iterator[str]:
    yield "| Measured | |"
    yield "|---|---|"
    yield f"| follow-ups | {report.follow_ups:,} |"
    yield f"| messages that arrived | {report.messages:,} |"
    yield f"| workers killed with −9 | {report.kills} |"
    yield f"| broker stopped or emptied | {report.broker_stops} |"
    yield f"| database stopped at once and restarted | {report.database_stops} |"
    yield f"| **lost** | **{report.lost}** |"
    yield f"| **sent twice** | **{report.twice}** |"
    yield f"| in doubt, shown to a person and settled | {report.in_doubt} |"
    yield f"| messages a person after three days without a clock | {report.most_a_person_and_day} |"
    yield f"| longest recovery after the last fault | {report.longest_recovery} s |"
    if report.connections:
        yield f"| most connections to PostgreSQL at once | {report.connections} |"
    yield f"| the books balance | {'yes' if report.balances else 'NO'} |"


def _controls(house: House) -> Iterator[str]:
    """Each guard with it, and without it, where its law must break."""
    kept, lost = (storm.lost_without_sweeper(house, control=each) for each in ("", "sweeper"))
    yield f"| sweeper (a queue that was emptied) | {kept} lost | {lost} lost |"
    kept, lost = (
        storm.lost_before_commit(house, how=each) for each in ("after_commit", "before_commit")
    )
    yield f"| jobs sent after the commit | {kept} lost | {lost} lost |"
    if not house.on_services:
        kept, lost = (
            storm.lost_with_acks(house, control=each) for each in ("sweeper", "acks_early")
        )
        yield f"| messages acknowledged late | {kept} lost | {lost} lost |"
    if house.on_services:
        twice = storm.twice_without_claim_lock(house)
        yield f"| claim lock and one digest a day | 0 twice | {twice} twice |"
    else:
        yield "| claim lock and one digest a day | 0 twice | the immediate transaction is the lock |"


if __name__ == "__main__":
    main()
