"""What happened, who did it, and since when we know: the firm's timeline."""

from django.conf import settings
from django.db import models

from firms.audit import kinds
from firms.audit.querysets import AuditEventQuerySet


class _Words(dict[str, object]):
    """Fills a sentence even when an old event lacks a word."""

    def __missing__(self, key: str) -> str:
        return "…"


class AuditEvent(models.Model):
    """One event, written once by `audit.actions.record`, never changed.

    `occurred_on` is when it happened, `recorded_at` when we learnt of it. `data` holds the
    words of the sentence. `actor` is empty for the system itself.
    """

    kind = models.CharField(max_length=60)
    firm = models.ForeignKey(
        "firms.Firm", models.CASCADE, null=True, related_name="events", db_index=False
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.BigIntegerField(null=True)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    data = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-pk"]
        indexes = [
            models.Index(fields=["firm", "-occurred_on", "-id"], name="event_firm_newest"),
            models.Index(fields=["target_type", "target_id"], name="event_target"),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def about(self) -> kinds.Kind:
        return kinds.get(self.kind)

    @property
    def sentence(self) -> str:
        kind = self.about
        words: dict[str, object] = {"by": self.actor.name if self.actor else "", **self.data}
        for name, spoken in kind.words.items():
            if name in words:
                words[name] = spoken(words[name])
        return str(kind.sentence) % _Words(words)

    @property
    def note(self) -> str:
        """Free text of a person (a summary, a reason), shown under the sentence as text."""
        return str(self.data.get("note", ""))
