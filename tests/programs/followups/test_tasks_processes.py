"""Real processes over one SQLite file: the immediate transaction is the claim lock there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import prepared

ROOT = Path(__file__).resolve().parents[3]
FOLLOW_UPS = 30

SEED = f"""
import django
django.setup()
from datetime import timedelta
from config.shared import clock
from tests.factories.firms import AssignmentFactory
from tests.factories.programs import FollowUpFactory, ReachableFactory
for assignment in AssignmentFactory.create_batch(3):
    ReachableFactory(user=assignment.adviser)
    FollowUpFactory.create_batch(
        {FOLLOW_UPS // 3}, firm=assignment.firm, planned_on=clock.today() - timedelta(days=3)
    )
"""


@pytest.fixture
def world(tmp_path):
    """The environment of an embedded installation of its own, with due follow-ups."""
    env = {key: value for key, value in os.environ.items() if key != "REDIS_URL"}
    env |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
        "PORTOLAN_DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'world.sqlite3'}",
        "EMAIL_URL": "consolemail://",
    }
    prepared.copy_to(tmp_path / "world.sqlite3")
    subprocess.run([sys.executable, "-c", SEED], cwd=ROOT, env=env, check=True)
    return env


@pytest.mark.services
def test_four_processes_send_each_reminder_once(world):
    running = [
        subprocess.Popen(
            [sys.executable, "manage.py", "dispatch_reminders"],
            cwd=ROOT,
            env=world,
            text=True,
            stdout=subprocess.PIPE,
        )
        for _number in range(4)
    ]
    printed = "".join(process.communicate(timeout=120)[0] for process in running)
    plain = [line for line in printed.splitlines() if line.startswith("http")]
    mentions = [line for line in plain if "/follow-ups/" in line]
    assert [process.returncode for process in running] == [0] * 4
    assert len(mentions) == len(set(mentions)) == FOLLOW_UPS
