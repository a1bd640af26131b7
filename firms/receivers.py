"""What `firms` declares when Django starts: event kinds and its panels of the firm page."""

from firms.accounts import events as account_events
from firms.register import events as register_events

__all__ = ["account_events", "register_events"]
