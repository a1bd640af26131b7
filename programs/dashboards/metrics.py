"""Figures of the engine room for a Prometheus collector, read from the database when asked."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from programs.dashboards.selectors import last_successes, outbox, proof_holds
from programs.followups.selectors import ledger
from programs.operations.models import JobRun, Quarantined


class _Figures(Collector):
    """Reads nothing before it is collected, and nothing about people."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        states = GaugeMetricFamily("portolan_follow_ups", "Follow-ups by state.", labels=["state"])
        books = ledger()
        for state, count in books.by_state.items():
            states.add_metric([state], count)
        yield states
        yield _one("portolan_follow_ups_difference", "Rows in no state.", books.difference)
        box = outbox(now=self.now)
        lines = GaugeMetricFamily("portolan_outbox", "Lines of the outbox.", labels=["what"])
        for name in ("queued", "claimed", "unknown", "stale", "sent_7_days", "due_7_days"):
            lines.add_metric([name], getattr(box, name))
        yield lines
        age = self.now - (box.oldest_queued or self.now)
        yield _one(
            "portolan_queue_age_seconds", "Age of the oldest queued line.", age.total_seconds()
        )
        yield _one("portolan_quarantined", "Rows set aside.", Quarantined.objects.count())
        if (holds := proof_holds(JobRun.objects.all())) is not None:
            yield _one("portolan_proof_holds", "Whether the newest nightly proof held.", holds)
        since = GaugeMetricFamily(
            "portolan_job_last_success_seconds", "Seconds since the last success.", labels=["job"]
        )
        for job, at in last_successes(JobRun.objects.all()).items():
            since.add_metric([job], (self.now - at).total_seconds())
        yield since


def _one(name: str, help_text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, help_text, value=value)


def as_text(*, now: datetime) -> bytes:
    """The exposition format of Prometheus."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(now))
    return generate_latest(registry)
