"""Every periodic job in one table, and the queue of every job that is sent by name.

Intervals count seconds and the nightly job runs by UTC, so daylight saving neither skips nor
doubles a run; due *dates* stand in the database in the office's own time zone.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from celery.schedules import crontab, schedule
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SEND, RULES, REPORTS = "send", "rules", "reports"
QUEUES = (SEND, RULES, REPORTS)

#: Task name or pattern → queue; everything else goes to `rules`.
ROUTES: dict[str, dict[str, str]] = {
    "programs.dispatch_*": {"queue": SEND},
    "programs.send_*": {"queue": SEND},
    "programs.report_*": {"queue": REPORTS},
    "programs.freeze_*": {"queue": REPORTS},
    "programs.prove_*": {"queue": REPORTS},
    "programs.watch_*": {"queue": REPORTS},
}


@dataclass(frozen=True)
class Periodic:
    """One periodic job; `expires` is when a run that nobody took is no longer worth doing."""

    name: str
    task: str
    when: schedule
    queue: str
    purpose: str | Promise
    expires: timedelta
    kwargs: dict[str, Any] = field(default_factory=dict)
    run: str = ""

    @property
    def run_name(self) -> str:
        """What its runs are called on the operations page: mostly the task."""
        return self.run or self.task

    @property
    def every(self) -> timedelta:
        """How often it should end well: its interval, or a day for what runs by the clock."""
        return timedelta(days=1) if isinstance(self.when, crontab) else self.when.run_every


def every(minutes: int) -> schedule:
    """Return a fixed interval, counted in seconds."""
    return schedule(timedelta(minutes=minutes))


def periodic_jobs(*, embedded: bool) -> tuple[Periodic, ...]:
    """Return the table; one machine looks every minute so that a newcomer sees things happen."""
    look = 1 if embedded else 5
    return (
        Periodic(
            name="dispatch reminders",
            task="programs.dispatch_reminders",
            when=every(look),
            queue=SEND,
            purpose=_("Finds follow-ups that are due, writes their reminders and sends them."),
            expires=timedelta(minutes=look),
        ),
        Periodic(
            name="reconcile follow-ups",
            task="programs.reconcile_followups",
            when=every(15),
            queue=RULES,
            purpose=_("Makes the follow-ups equal to what engagements and templates ask for."),
            expires=timedelta(minutes=15),
        ),
        Periodic(
            name="reconcile everything",
            task="programs.reconcile_followups",
            when=crontab(hour="0", minute="40"),
            queue=RULES,
            purpose=_("Compares every engagement with its plan once a night."),
            expires=timedelta(hours=12),
            kwargs={"everything": True},
            run="programs.reconcile_everything",
        ),
        Periodic(
            name="watch for orphans",
            task="programs.watch_orphans",
            when=crontab(hour="1", minute="10"),
            queue=REPORTS,
            purpose=_("Looks for firms, follow-ups and absences that nobody answers for."),
            expires=timedelta(hours=12),
        ),
        Periodic(
            name="lapse offers",
            task="programs.lapse_offers",
            when=every(look),
            queue=RULES,
            purpose=_("Ends offers of places that nobody answered, and asks the next in line."),
            expires=timedelta(minutes=look),
        ),
        Periodic(
            name="sweep jobs",
            task="programs.sweep_jobs",
            when=every(1),
            queue=RULES,
            purpose=_("Finds work the broker lost in the database and sends it again."),
            expires=timedelta(minutes=1),
        ),
        Periodic(
            name="prove follow-ups",
            task="programs.prove_followups",
            when=crontab(hour="1", minute="30"),
            queue=REPORTS,
            purpose=_("Counts every night that no follow-up was lost or doubled."),
            expires=timedelta(hours=12),
        ),
    )


def beat_schedule(*, embedded: bool) -> dict[str, dict[str, Any]]:
    """Return the table in the form Celery beat reads."""
    return {
        job.name: {
            "task": job.task,
            "schedule": job.when,
            "kwargs": job.kwargs,
            "options": {"queue": job.queue, "expires": job.expires.total_seconds()},
        }
        for job in periodic_jobs(embedded=embedded)
    }
