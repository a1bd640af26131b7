"""Background work: sent after commit, swept up when lost, done once although workers are killed."""

import os
import signal
import subprocess
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import transaction
from kombu.exceptions import OperationalError

from config import celery_app, schedules
from config.shared import broker, clock, jobs
from tests.config.worker_app import ledger, make_app

NOW = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)
NUMBERS = range(60)


class Sent(list):
    """Stands where the Celery application stands, and keeps what it is told to send."""

    def send_task(self, name, kwargs, retry):
        self.append((name, kwargs))


class Refusing:
    """A broker that is not there."""

    def send_task(self, name, kwargs, retry):
        raise OperationalError("Connection refused")


@pytest.fixture
def sent(monkeypatch):
    taken = Sent()
    monkeypatch.setattr(jobs, "current_app", taken)
    return taken


@pytest.fixture
def finders(monkeypatch):
    monkeypatch.setattr(jobs, "_finders", {})


@pytest.fixture
def refusing_broker(monkeypatch):
    monkeypatch.setattr(jobs, "current_app", Refusing())


# Sending ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_job_is_sent_after_commit_and_not_before(sent):
    with transaction.atomic():
        jobs.enqueue_on_commit("programs.try", firm_id=7)
        assert sent == []
    assert sent == [("programs.try", {"firm_id": 7})]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_job_is_never_sent(sent):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue_on_commit("programs.try", firm_id=7)
        raise ZeroDivisionError
    assert sent == []


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_refuses_does_not_undo_the_work(refusing_broker, caplog):
    caplog.set_level("ERROR")
    with transaction.atomic():
        jobs.enqueue_on_commit("programs.try", firm_id=7)
    assert "The broker refused programs.try" in caplog.text


@pytest.mark.django_db
def test_arguments_that_json_cannot_hold_are_refused_at_once(sent):
    with pytest.raises(TypeError):
        jobs.enqueue_on_commit("programs.try", firm=object())


# Sweeping -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_sweeper_sends_what_the_finders_find(sent, finders):
    jobs.register_sweeper("reminders", lambda now: [jobs.Job("programs.try", {"at": str(now)})])
    swept = jobs.sweep(now=NOW)
    assert swept.sent == {"reminders": 1}
    assert sent == [("programs.try", {"at": "2030-01-02 03:04:00+00:00"})]


@pytest.mark.django_db
def test_a_finder_registered_twice_is_asked_once(sent, finders):
    jobs.register_sweeper("reminders", lambda now: [jobs.Job("programs.old")])
    jobs.register_sweeper("reminders", lambda now: [jobs.Job("programs.new")])
    jobs.sweep(now=NOW)
    assert sent == [("programs.new", {})]


@pytest.mark.django_db
def test_a_failing_finder_stops_no_other(sent, finders):
    jobs.register_sweeper("broken", lambda now: [jobs.Job("programs.a", {"x": 1 // 0})])
    jobs.register_sweeper("sound", lambda now: [jobs.Job("programs.b")])
    swept = jobs.sweep(now=NOW)
    assert (swept.failed, swept.sent) == (("broken",), {"sound": 1})


@pytest.mark.django_db
def test_a_sweep_leaves_its_time(sent, finders):
    cache.delete(jobs.LAST_SWEEP)
    assert jobs.last_sweep() is None
    jobs.sweep(now=NOW)
    assert jobs.last_sweep() == NOW


@pytest.mark.django_db
def test_the_sweep_command_tells_what_it_did(sent, finders, capsys):
    jobs.register_sweeper("reminders", lambda now: [jobs.Job("programs.try")])
    call_command("sweep")
    assert "reminders: 1 sent again" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_sweep_command_names_what_failed(sent, finders):
    jobs.register_sweeper("broken", lambda now: [jobs.Job("programs.a", {"x": 1 // 0})])
    with pytest.raises(CommandError, match="broken"):
        call_command("sweep")


# The table of periodic jobs -----------------------------------------------------------------


@pytest.mark.parametrize("embedded", [True, False])
def test_every_periodic_job_says_why_expires_and_has_a_queue_that_is_served(embedded):
    table = schedules.periodic_jobs(embedded=embedded)
    assert all(job.purpose.endswith(".") and job.expires > timedelta(0) for job in table)
    assert {job.queue for job in table} <= set(schedules.QUEUES)
    assert len({job.name for job in table}) == len(table)


@pytest.mark.parametrize(
    ("embedded", "minutes"),
    [pytest.param(True, 1, id="one machine"), pytest.param(False, 5, id="agency")],
)
def test_how_often_reminders_are_looked_for(embedded, minutes):
    entry = schedules.beat_schedule(embedded=embedded)["dispatch reminders"]
    assert entry["schedule"].run_every == timedelta(minutes=minutes)
    assert entry["options"] == {"queue": "send", "expires": 60.0 * minutes}


def test_every_periodic_job_has_its_task():
    celery_app.loader.import_default_modules()
    named = {job.task for job in schedules.periodic_jobs(embedded=True)}
    assert named <= set(celery_app.tasks)


def test_queues_of_routes_are_served():
    assert {route["queue"] for route in schedules.ROUTES.values()} <= set(schedules.QUEUES)


# Real workers, killed -----------------------------------------------------------------------


@pytest.fixture
def place(tmp_path, settings, monkeypatch):
    """A broker and a ledger of this test's own, and the sweeper working on them."""
    prefix = f"portolan-test-{uuid.uuid4().hex}:"
    app = make_app(tmp_path / "broker", prefix)
    monkeypatch.setattr(jobs, "current_app", app)
    settings.BROKER = broker.settings(redis_url=settings.REDIS_URL, folder=tmp_path / "broker")
    variables = {
        "QUEUE_FOLDER": str(tmp_path / "broker"),
        "KEY_PREFIX": prefix,
        "LEDGER": str(tmp_path / "ledger.sqlite3"),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    book = ledger(tmp_path / "ledger.sqlite3")
    book.executemany("INSERT INTO wanted VALUES (?)", [(number,) for number in NUMBERS])
    yield {"app": app, "book": book, "variables": variables, "log": tmp_path / "workers.log"}
    app.close()
    book.close()


@pytest.fixture
def start_worker(place):
    """Start a real worker process; none is left after the test."""
    processes = []
    log = place["log"].open("ab")

    def start():
        command = [sys.executable, "-m", "celery", "-A", "tests.config.worker_app", "worker"]
        command += ["--pool=threads", "--concurrency=2", "--queues=rules", "--loglevel=INFO"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        environment = {**os.environ, **place["variables"]}
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        processes.append(process)
        return process

    yield start
    [process.kill() for process in processes]
    [process.wait() for process in processes]
    log.close()


@pytest.fixture
def lose_some(place):
    """Lose what now waits in the queue, as a flushed Redis or a wiped folder would."""

    def lose():
        with place["app"].connection_for_write() as connection:
            return connection.default_channel.queue_purge("rules")

    return lose


@pytest.fixture
def wait_for(place):
    """Wait until so many pieces are done; the log of the workers is the message otherwise."""

    def wait(count, seconds=40):
        ends = time.monotonic() + seconds
        while done(place["book"]) < count:
            assert time.monotonic() < ends, place["log"].read_text()
            time.sleep(0.02)

    return wait


def done(book):
    return book.execute("SELECT COUNT(*) FROM done").fetchone()[0]


def undone(book):
    query = "SELECT number FROM wanted WHERE number NOT IN (SELECT number FROM done)"
    return [number for (number,) in book.execute(query)]


@pytest.mark.services
@pytest.mark.django_db
def test_killed_workers_and_a_lost_queue_lose_nothing_and_double_nothing(
    place, finders, start_worker, lose_some, wait_for
):
    book = place["book"]
    jobs.register_sweeper(
        "ledger", lambda now: [jobs.Job("tests.write", {"number": n}) for n in undone(book)]
    )
    [jobs.send(jobs.Job("tests.write", {"number": number})) for number in NUMBERS]
    first = start_worker()
    wait_for(8)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert lose_some() > 0
    second = start_worker()
    time.sleep(3)
    assert undone(book), "without the sweeper, what was lost stays lost"
    jobs.sweep(now=clock.now())
    wait_for(30)
    second.send_signal(signal.SIGKILL)
    second.wait()
    jobs.sweep(now=clock.now())
    start_worker()
    wait_for(len(NUMBERS))
    assert undone(book) == []
    assert done(book) == len(NUMBERS)


@pytest.mark.services
@pytest.mark.django_db
def test_a_worker_told_to_stop_gives_back_what_it_has_not_begun(place, start_worker, wait_for):
    [jobs.send(jobs.Job("tests.write", {"number": number})) for number in NUMBERS]
    first = start_worker()
    wait_for(8)
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=20) == 0
    start_worker()
    wait_for(len(NUMBERS))
    tries = place["book"].execute("SELECT COUNT(*) FROM tries").fetchone()[0]
    assert tries == len(NUMBERS)
