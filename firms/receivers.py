"""What `firms` declares when Django starts: event kinds and its panels of the firm page."""

from firms.accounts import receivers as account_receivers
from firms.imports import events as import_events
from firms.register import events as register_events
from firms.staff import events as staff_events

__all__ = ["account_receivers", "import_events", "register_events", "staff_events"]
