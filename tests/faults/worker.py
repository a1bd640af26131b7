"""A Celery worker of the product, in a clock of its own or with one of its guards taken away.

Environment: FAULT_OFFSET_DAYS or FAULT_OFFSET_MINUTES move its clock; FAULT_CONTROL names the guard
that is off, for the negative controls; FAULT_VISIBILITY shortens what Redis waits for; FAULT_BEGAN
is a file for the messages that were begun, and FAULT_SLOW how long each then waits. Nothing of this is known to the product.
"""

import os
import signal
import sys
import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import time_machine


def begin() -> None:
    """Move the clock, load the product, take the guard away."""
    offset = timedelta(
        days=int(os.environ.get("FAULT_OFFSET_DAYS", "0")),
        minutes=int(os.environ.get("FAULT_OFFSET_MINUTES", "0")),
    )
    if offset:
        time_machine.travel(datetime.now(UTC) + offset, tick=True).start()
    import django

    django.setup()
    from config import celery_app

    if "visibility_timeout" in celery_app.conf.broker_transport_options:
        visible = int(os.environ["FAULT_VISIBILITY"])
        celery_app.conf.broker_transport_options["visibility_timeout"] = visible
    control = os.environ.get("FAULT_CONTROL", "")
    if control == "claim_lock":
        _no_claim_lock()
    elif control == "acks_early":
        celery_app.conf.task_acks_late = False
    elif control == "sweeper":
        from config.shared import jobs

        jobs._finders.clear()


def _no_claim_lock() -> None:
    """Every process believes that it alone sends, and that its digest has a day of its own.

    On SQLite the lock is the immediate transaction: there it is taken away.
    """
    from django.db import connection

    from programs.followups.actions import claiming, sending

    days = count(os.getpid() * 10)
    real = sending.local_day
    claiming.locked_alone = lambda rows: rows
    claiming.is_mine = lambda _person: True
    claiming.locked = lambda rows: rows
    sending.local_day = lambda now, zone: real(now, zone) + timedelta(days=next(days) % 3000)
    sending.digest_is_due = lambda *_given: True
    if connection.vendor == "sqlite":
        claiming.transaction = SimpleNamespace(atomic=nullcontext)


def _watch(app: Any) -> None:
    """Note each message that is begun; and know a task that kills whoever runs it."""
    from celery.signals import task_prerun

    @task_prerun.connect(weak=False)
    def note(task_id: str, task: Any, **_given: Any) -> None:
        with open(os.environ["FAULT_BEGAN"], "a", encoding="utf-8") as file:
            file.write(f"{task.name} {task_id}\n")
        time.sleep(float(os.environ["FAULT_SLOW"]))

    @app.task(name="faults.poison", default_retry_delay=1)
    def poison() -> None:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    begin()
    from config import celery_app

    _watch(celery_app)
    celery_app.worker_main(sys.argv[1:])
