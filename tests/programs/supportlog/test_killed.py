"""An import killed in the middle: the process is gone, and so is everything it wrote."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import prepared
from tests.programs.supportlog.conftest import MAPPING, as_csv, cells

ROOT = Path(__file__).resolve().parents[3]
TABLES = ("firms_firm", "programs_engagement", "programs_engagementperiod", "firms_importrun")
#: So much is in the journal only once several batches were written.
WRITTEN = 2_000_000
PATIENCE = 120


@pytest.fixture
def agency(tmp_path):
    """A database of its own, a mapping, and a log of 30,000 rows."""
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")
    } | {
        "PORTOLAN_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
    }
    (tmp_path / "harbour.yaml").write_text(MAPPING)
    rows = (cells(f"R{n}", f"D{n}", f"Lanvik Mills {n}") for n in range(30_000))
    (tmp_path / "log.csv").write_text(as_csv(rows))

    def manage(*arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    prepared.copy_to(tmp_path / "portolan.sqlite3")
    assert manage("load_pack", "--default", "--publish").wait(PATIENCE) == 0
    return tmp_path, manage


def counts(folder: Path) -> dict[str, int]:
    with sqlite3.connect(folder / "portolan.sqlite3") as database:
        return {
            table: database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
            for table in TABLES
        }


def wait_until_written(folder: Path) -> None:
    journal = folder / "portolan.sqlite3-wal"
    until = time.monotonic() + PATIENCE
    while not journal.exists() or journal.stat().st_size < WRITTEN:
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.services
def test_kill_leaves_nothing_half_written(agency):
    folder, manage = agency
    before = counts(folder)
    process = manage(
        "import_support_log", str(folder / "log.csv"), "--mapping", str(folder / "harbour.yaml")
    )
    wait_until_written(folder)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert counts(folder) == before
    again = manage(
        "import_support_log", str(folder / "log.csv"), "--mapping", str(folder / "harbour.yaml")
    )
    assert again.wait(PATIENCE) == 0
    assert counts(folder)["programs_engagementperiod"] == 30_000
