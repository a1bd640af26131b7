"""A Celery application of the tests: our settings, a queue of its own, one task with a ledger.

Worker processes import it; QUEUE_FOLDER, KEY_PREFIX and LEDGER come from their environment.
"""

import os
import sqlite3
import time
from pathlib import Path

from celery import Celery
from django.conf import settings

from config.shared import broker

LEDGER = Path(os.environ.get("LEDGER", "ledger.sqlite3"))
STEP = 0.02  # seconds of work, so that a kill meets some of it half-done


def make_app(folder: Path, prefix: str) -> Celery:
    """Return an application with Portolan's Celery settings on a broker of its own."""
    app = Celery("tests", set_as_current=False)
    names = [name for name in dir(settings) if name.startswith("CELERY_")]
    app.conf.update({name[len("CELERY_") :].lower(): getattr(settings, name) for name in names})
    told = broker.settings(redis_url=settings.REDIS_URL, folder=folder)
    keys = {"global_keyprefix": prefix} if settings.REDIS_URL else {}
    app.conf.update(broker_url=told.url, broker_transport_options=told.options | keys)
    app.conf.update(beat_schedule={}, task_routes={})
    return app


def ledger(path: Path) -> sqlite3.Connection:
    """Open the ledger: what is wanted, and what was done, at most once each."""
    connection = sqlite3.connect(path, timeout=20, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE IF NOT EXISTS wanted (number INTEGER PRIMARY KEY)")
    connection.execute("CREATE TABLE IF NOT EXISTS done (number INTEGER PRIMARY KEY)")
    connection.execute("CREATE TABLE IF NOT EXISTS tries (number INTEGER)")
    return connection


app = make_app(
    Path(os.environ.get("QUEUE_FOLDER", "queue")), os.environ.get("KEY_PREFIX", "portolan-test:")
)


@app.task(name="tests.write")
def write(number: int) -> None:
    """Do one piece of work; the second time there is nothing to do."""
    connection = ledger(LEDGER)
    try:
        connection.execute("INSERT INTO tries VALUES (?)", (number,))
        time.sleep(STEP)
        connection.execute("INSERT OR IGNORE INTO done VALUES (?)", (number,))
    finally:
        connection.close()
