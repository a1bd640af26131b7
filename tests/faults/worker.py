"""A Celery worker of the product, in a clock of its own or with one of its guards taken away.

Environment: FAULT_OFFSET_DAYS or FAULT_OFFSET_MINUTES move its clock; FAULT_CONTROL names the guard
that is off, for the negative controls. Nothing of this is known to the product.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from itertools import count

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
    control = os.environ.get("FAULT_CONTROL", "")
    if control == "claim_lock":
        _no_claim_lock()
    elif control == "acks_early":
        from config import celery_app

        celery_app.conf.task_acks_late = False
    elif control == "sweeper":
        from config.shared import jobs

        jobs._finders.clear()


def _no_claim_lock() -> None:
    """Every process believes that it alone sends, and that its digest has a day of its own."""
    from programs.followups.actions import claiming, sending

    days = count(os.getpid() * 10)
    real = sending.local_day
    claiming.locked_alone = lambda rows: rows
    claiming.is_mine = lambda _person: True
    claiming.locked = lambda rows: rows
    sending.local_day = lambda now, zone: real(now, zone) + timedelta(days=next(days) % 3000)
    sending.digest_is_due = lambda *_given: True


if __name__ == "__main__":
    begin()
    from config import celery_app

    celery_app.worker_main(sys.argv[1:])
