"""Importing a log of past support on SQLite: rows a second, and memory for ten times the rows."""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.journeys.logs import HEADER, MAPPING, log_row

ROOT = Path(__file__).resolve().parents[2]
SIZES = (5_000, 50_000)
ROWS_A_FIRM = 5


def measure() -> dict[int, dict[str, float]]:
    """By number of rows: rows a second as the command says, and its highest memory in MB."""
    return {rows: _one(rows) for rows in SIZES}


def _one(rows: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        env = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL"}
        } | {"PORTOLAN_DATA_DIR": folder, "LOG_LEVEL": "ERROR"}
        log = Path(folder) / "log.csv"
        _write(log, rows)
        for words in (["migrate", "-v0"], ["load_pack", "--default", "--publish"]):
            subprocess.run(
                [sys.executable, "manage.py", *words],
                cwd=ROOT,
                env=env,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        command = ["import_support_log", str(log), "--mapping", str(MAPPING), "--json"]
        with (Path(folder) / "report.json").open("w+", encoding="utf-8") as told:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=env, stdout=told
            )
            _pid, status, used = os.wait4(process.pid, 0)
            if status:
                raise RuntimeError(f"the import ended with {status}")
            told.seek(0)
            report = json.load(told)
    return {"rows_per_second": report["rows_per_second"], "megabytes": used.ru_maxrss / 1024}


def _write(path: Path, rows: int) -> None:
    """One fixed shape: a firm every five rows, with names that do not look alike."""
    chance = random.Random(rows)
    letters = "abcdefghiklmnoprstuvwz"

    def word() -> str:
        return "".join(chance.choices(letters, k=9)).title()

    firms = [f"{word()} {word()} LLC" for _each in range(rows // ROWS_A_FIRM)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER.split(","), restval="")
        writer.writeheader()
        for number in range(rows):
            row = log_row(1 + number % 28, firms[number % len(firms)])
            key = f"{number:08}"
            writer.writerow(row | {"Unique Identifier": key, "Deal Number": f"AP{key}XX"})
