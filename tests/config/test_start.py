"""A wrong setting stops the start with one line that names the variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def started_with(folder, **variables):
    """The answer of `manage.py check` as a process of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=kept | {"PORTOLAN_DATA_DIR": str(folder)} | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("REDIS_URL", "nonsense"),
        ("EMAIL_URL", "nonsense"),
        ("SITE_URL", "foo"),
        ("TIME_ZONE", "Nope"),
        ("LOG_LEVEL", "loud"),
        ("SESSION_IDLE_STAFF", "long"),
    ],
)
def test_a_wrong_value_is_named_in_one_line(tmp_path, name, value):
    answer = started_with(tmp_path, **{name: value})
    assert answer.returncode == 1
    assert name in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_folder_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "file").write_text("here stands a file")
    answer = started_with(tmp_path / "file")
    assert "PORTOLAN_DATA_DIR" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_empty_address_means_the_default(tmp_path):
    assert started_with(tmp_path, DATABASE_URL="", REDIS_URL="").returncode == 0
