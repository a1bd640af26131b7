"""`make bench`: seeds a database of its own on PostgreSQL, measures, writes docs/performance.md.

DATABASE_URL names a server on which databases may be made; the one made here is dropped again. Ends
with 1 when a goal is missed.
"""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
SERVER = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
IMPORT_GOAL = 2_000  # rows a second
ALLOCATION_GOAL = 2.0  # times the bare linear program of the same run
GOAL = 0.6  # of the rows a second that the single statement reaches in the same run
NAME = f"portolan_bench_{os.getpid()}"


def main() -> int:
    allocates = _measure_allocation()
    imports = _measure_import()
    own = urlunsplit(urlsplit(SERVER)._replace(path=f"/{NAME}"))
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{NAME}"')
    try:
        os.environ |= {
            "DATABASE_URL": own,
            "DJANGO_SETTINGS_MODULE": "config.settings.development",
            "LOG_LEVEL": "ERROR",
        }
        os.environ.pop("REDIS_URL", None)
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        held = _measure_dispatch()
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{NAME}" WITH (FORCE)')
    return 0 if held and imports and allocates else 1


def _measure_dispatch() -> bool:
    import django

    django.setup()
    from tests.performance import dispatch

    dispatch.seed()
    times = dispatch.measure()
    race = dispatch.two_and_one_killed(dict(os.environ))
    share = times["limit"] / times["ours"]
    lines = [
        "| Dispatch of 150,000 due follow-ups, PostgreSQL | |",
        "|---|---|",
        f"| the single statement, same run | {times['limit']:.2f} s, "
        f"{dispatch.DUE / times['limit']:,.0f} rows/s |",
        f"| `queue_reminders` | {times['ours']:.2f} s, "
        f"{dispatch.DUE / times['ours']:,.0f} rows/s |",
        f"| share of the limit (goal: at least {GOAL:.0%}) | **{share:.0%}** |",
        f"| one task a row instead | {times['one_by_one'] / times['ours']:.0f} times slower |",
        f"| two dispatchers, one killed with −9 | {race['lines']:,} lines, "
        f"{race['doubled']} doubled |",
        f"| connections to PostgreSQL during it | {race['connections']} |",
        "",
    ]
    _write("dispatch", lines)
    return share >= GOAL and not race["doubled"]


def _measure_import() -> bool:
    from tests.performance import importing

    found = importing.measure()
    small, large = (found[rows] for rows in importing.SIZES)
    lines = [
        "| Import of a log on SQLite | rows a second | highest memory |",
        "|---|---|---|",
        *(
            f"| {rows:,} rows | {each['rows_per_second']:,.0f} | {each['megabytes']:.0f} MB |"
            for rows, each in found.items()
        ),
        "",
    ]
    _write("import", lines)
    return (
        large["rows_per_second"] >= IMPORT_GOAL and large["megabytes"] <= 1.5 * small["megabytes"]
    )


def _measure_allocation() -> bool:
    from tests.performance import allocating

    found = allocating.measure()
    share = found["whole"] / found["bare"]
    lines = [
        f"| {allocating.FIRMS:,} firms × {found['seated']:,} seats on {allocating.PLACES} offerings | |",
        "|---|---|",
        f"| applications, of which the optimum needs | {found['asked']:,}, {found['kept']:,} |",
        f"| the bare linear program, same run | {found['bare']:.2f} s |",
        f"| pruning, building, solving, reading | {found['whole']:.2f} s |",
        f"| times the bare program (goal: at most {ALLOCATION_GOAL:.0f}) | **{share:.1f}** |",
        "",
    ]
    _write("allocation", lines)
    return share <= ALLOCATION_GOAL


def _write(part: str, lines: list[str]) -> None:
    """The table of one part of the page."""
    begin, end = f"<!-- measured: {part} -->", f"<!-- /measured: {part} -->"
    words = PAGE.read_text(encoding="utf-8")
    head, tail = words.split(begin)[0], words.split(end)[1]
    PAGE.write_text(head + begin + "\n" + "\n".join(lines) + end + tail, encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
