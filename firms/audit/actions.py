"""The only writer of the audit trail."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models

from config.shared import clock
from firms.accounts.models import User
from firms.audit import kinds
from firms.audit.models import AuditEvent


def record(
    kind: kinds.Kind | str,
    /,
    *,
    by: User | None,
    firm: models.Model | None = None,
    target: models.Model | None = None,
    occurred_on: date | None = None,
    **data: Any,
) -> AuditEvent:
    """Write one event in the caller's transaction. `data` must be JSON: the sentence's words."""
    event = draft(kind, by=by, firm=firm, target=target, occurred_on=occurred_on, data=data)
    event.save(force_insert=True)
    return event


def draft(
    kind: kinds.Kind | str,
    /,
    *,
    by: User | None,
    firm: models.Model | None = None,
    target: models.Model | None = None,
    occurred_on: date | None = None,
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """An unsaved event, for bulk work that ends in `record_many`."""
    code = kinds.get(str(kind)).code
    return AuditEvent(
        kind=code,
        firm_id=firm.pk if firm else None,
        actor=by,
        target_type=target._meta.label_lower if target else "",
        target_id=target.pk if target else None,
        occurred_on=occurred_on or clock.today(),
        recorded_at=clock.now(),
        data=dict(data or {}),
    )


def record_many(events: Iterable[AuditEvent]) -> int:
    """Write drafted events in batches; returns how many."""
    return len(AuditEvent.objects.bulk_create(events, batch_size=500))
