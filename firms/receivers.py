"""What `firms` declares when Django starts: event kinds and its panels of the firm page."""

from firms.register import events as register_events
from firms.staff import events as staff_events

__all__ = ["register_events", "staff_events"]
