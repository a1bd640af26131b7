"""What a firm's timeline says about a line of the outbox, with its reason."""

from firms.audit import actions as audit
from firms.audit.kinds import Kind
from firms.audit.models import AuditEvent
from programs.followups.models import Reminder


def told(kind: Kind, row: Reminder) -> AuditEvent:
    """The drafted event: who, about which day, and why. The proof counts colleagues' lines by it; a
    firm may be asked the same again.
    """
    reader = row.recipient or row.contact
    return audit.draft(
        kind,
        by=None,
        firm=row.follow_up.firm,
        target=row.follow_up,
        data={
            "person": reader.name if reader else "",
            "day": row.due_on.isoformat(),
            "why": row.why,
            **({"line": row.pk} if row.recipient else {}),
        },
    )
