"""The engine room for one page, one command and one collector: the same figures everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.functional import Promise

from config.schedules import Periodic, periodic_jobs
from config.shared.jobs import last_sweep
from firms.accounts.models import User
from programs.followups.models import (
    Escalation,
    FollowUp,
    Reminder,
    ReminderState,
    Undeliverable,
)
from programs.followups.rules import OPEN, State
from programs.followups.selectors import ledger
from programs.operations.models import JobRun, Quarantined, RunState

#: A periodic job that has not ended well for so many of its own intervals is late.
LATE_AFTER = 3
SHOWN = 20

#: Figures of the nightly watch that need a person, when they are not zero.
ALONE = ("left_with_leaver", "without_anybody")


@dataclass(frozen=True)
class Job:
    """A line of the schedule with its last runs; `is_late`: it should have ended well since."""

    name: str
    purpose: str | Promise
    queue: str
    last_success: datetime | None
    rows: int
    last_run: JobRun | None
    is_late: bool

    @property
    def has_failed(self) -> bool:
        """Whether the newest run ended badly."""
        return self.last_run is not None and self.last_run.state == RunState.FAILED


@dataclass(frozen=True)
class Outbox:
    """What stands in the outbox. `oldest_queued`: since when the oldest line waits."""

    queued: int
    oldest_queued: datetime | None
    claimed: int
    sent_7_days: int
    due_7_days: int
    unknown: int
    failed_7_days: int
    stale: int
    escalated_7_days: int


@dataclass(frozen=True)
class Operations:
    """Everything of the page."""

    states: Sequence[tuple[str, int]]
    rows: int
    balances: bool
    outbox: Outbox
    jobs: Sequence[Job]
    quarantined: Sequence[Quarantined]
    undeliverable: Sequence[Undeliverable]
    in_doubt: Sequence[Reminder]
    last_sweep: datetime | None
    orphans: JobRun | None
    proof: JobRun | None

    @property
    def alarms(self) -> int:
        """How many things a person must look at; a proof that failed is a job that failed."""
        jobs = sum(1 for job in self.jobs if job.is_late or job.has_failed)
        alone = sum(self.orphans.figures.get(each, 0) for each in ALONE) if self.orphans else 0
        seen = len(self.quarantined) + len(self.in_doubt) + len(self.undeliverable)
        return jobs + seen + bool(alone) + (not self.balances)


def operations(user: User, *, now: datetime, is_embedded: bool) -> Operations:
    """The page of the engine room; a fixed number of queries."""
    books = ledger()
    runs = JobRun.objects.visible_to(user)
    return Operations(
        states=[(state, books.by_state.get(state, 0)) for state in State],
        rows=books.rows,
        balances=books.balances,
        outbox=outbox(now=now),
        jobs=_jobs(runs, now, is_embedded),
        quarantined=list(Quarantined.objects.visible_to(user)[:SHOWN]),
        undeliverable=list(Undeliverable.objects.visible_to(user)[:SHOWN]),
        in_doubt=list(
            Reminder.objects.visible_to(user)
            .filter(
                Q(state=ReminderState.UNKNOWN)
                | Q(state=ReminderState.FAILED, follow_up__state__in=OPEN)
            )
            .select_related("follow_up__firm", "message")
            .order_by("queued_at", "pk")[:SHOWN]
        ),
        last_sweep=last_sweep(),
        orphans=runs.filter(job="programs.watch_orphans").first(),
        proof=runs.filter(job="programs.prove_followups").first(),
    )


def outbox(*, now: datetime) -> Outbox:
    """Figures of the outbox: three queries."""
    week = now - timedelta(days=7)
    lines = Reminder.objects.aggregate(
        queued=Count("pk", filter=Q(state=ReminderState.QUEUED)),
        oldest_queued=Min("queued_at", filter=Q(state=ReminderState.QUEUED)),
        claimed=Count("pk", filter=Q(state=ReminderState.CLAIMED)),
        sent_7_days=Count("pk", filter=Q(state=ReminderState.SENT, sent_at__gte=week)),
        unknown=Count("pk", filter=Q(state=ReminderState.UNKNOWN)),
        failed_7_days=Count(
            "pk",
            filter=Q(state__in=(ReminderState.FAILED, ReminderState.BOUNCED), queued_at__gte=week),
        ),
        stale=Count("pk", filter=Q(state=ReminderState.STALE)),
    )
    due = FollowUp.objects.filter(due_on__range=(week.date(), now.date()))
    counted = due.filter(Q(state__in=OPEN) | Q(closed_at__gte=week)).count()
    raised = Escalation.objects.filter(happened_at__gte=week).count()
    return Outbox(due_7_days=counted, escalated_7_days=raised, **lines)


def proof_holds(runs: QuerySet[JobRun]) -> bool | None:
    """Whether the newest nightly proof held; None before the first."""
    run = runs.filter(job="programs.prove_followups").exclude(state=RunState.RUNNING).first()
    return None if run is None else run.state == RunState.DONE


def last_successes(runs: QuerySet[JobRun]) -> dict[str, datetime]:
    """When the newest run of each job began that ended well (one query)."""
    good = runs.filter(state=RunState.DONE).order_by().values_list("job")
    return dict(good.annotate(last=Max("started_at")))


def _jobs(runs: QuerySet[JobRun], now: datetime, is_embedded: bool) -> list[Job]:
    """The schedule, each job with its last success, its last run, and since when we know it."""
    good = last_successes(runs)
    known = runs.order_by().values("job").annotate(newest=Max("pk"), first=Min("started_at"))
    since = {row["job"]: row["first"] for row in known}
    newest = {run.job: run for run in runs.filter(pk__in=[row["newest"] for row in known])}
    return [
        _job(job, good.get(job.run_name), newest.get(job.run_name), since.get(job.run_name), now)
        for job in periodic_jobs(embedded=is_embedded)
    ]


def _job(
    job: Periodic,
    success: datetime | None,
    run: JobRun | None,
    first: datetime | None,
    now: datetime,
) -> Job:
    """A job that never ended well is late counted from its first run."""
    is_known = job.task != "programs.sweep_jobs"  # it writes no rows; its pulse is the sweep
    began = success or first
    is_late = is_known and began is not None and now - began > LATE_AFTER * job.every
    return Job(
        name=job.name,
        purpose=job.purpose,
        queue=job.queue,
        last_success=success,
        rows=run.rows if run else 0,
        last_run=run,
        is_late=is_late,
    )
