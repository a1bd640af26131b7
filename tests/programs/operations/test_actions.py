"""A job runs once at a time; what died is taken over; what failed is on record."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine

from config.shared import clock
from programs.operations.actions import (
    AlreadyRunning,
    begin_run,
    end_run,
    release,
    run_job,
    set_aside,
)
from programs.operations.models import JobRun, Quarantined, RunState

pytestmark = pytest.mark.django_db


def test_figures_are_kept():
    assert run_job("a", lambda: {"sent": 2, "failed": 1}) == {"sent": 2, "failed": 1}
    run = JobRun.objects.get()
    assert (run.state, run.rows, run.figures) == ("done", 3, {"sent": 2, "failed": 1})


def test_a_second_one_finds_it_running():
    begin_run("a")
    assert run_job("a", lambda: {"sent": 1}) is None
    assert run_job("b", lambda: {"sent": 1}) == {"sent": 1}


def test_a_failure_is_on_record_and_goes_on():
    with pytest.raises(ZeroDivisionError):
        run_job("a", lambda: {"sent": 1 // 0})
    run = JobRun.objects.get()
    assert (run.state, run.error) == (
        "failed",
        "ZeroDivisionError: integer division or modulo by zero",
    )
    assert run_job("a", dict) == {}


def test_a_run_whose_process_is_gone_is_taken_over_at_once():
    run = begin_run("a")
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    host = run.owner.rpartition(":")[0]
    JobRun.objects.filter(pk=run.pk).update(owner=f"{host}:{process.pid}")
    begin_run("a")
    run.refresh_from_db()
    assert run.state == "lost"


def test_a_run_of_another_machine_is_taken_over_when_its_lease_ends():
    run = begin_run("a")
    JobRun.objects.filter(pk=run.pk).update(owner="elsewhere:1")
    with pytest.raises(AlreadyRunning):
        begin_run("a")
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        begin_run("a")


def test_the_late_end_of_a_lost_run_is_refused():
    run = begin_run("a")
    JobRun.objects.filter(pk=run.pk).update(owner="elsewhere:1")
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        other = begin_run("a")
    assert end_run(run, RunState.DONE) is False
    assert end_run(other, RunState.DONE) is True


def test_our_own_process_is_alive():
    assert begin_run("a").owner.endswith(f":{os.getpid()}")
    with pytest.raises(AlreadyRunning):
        begin_run("a")


def test_the_quarantine_counts_attempts_and_lets_go():
    set_aside("kind", 7, ValueError("odd"))
    set_aside("kind", 7, ValueError("odder"))
    row = Quarantined.objects.get()
    assert (row.attempts, row.reason) == (2, "odder")
    assert (release("kind", [7]), release("kind", [7])) == (1, 0)
