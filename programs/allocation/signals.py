"""News from offerings and applications upwards, inside the transaction that moved one."""

from django.dispatch import Signal

#: Sent with `move`, the row that was just written, before the transaction ends.
application_moved = Signal()

#: Sent with `offering_id` when the days of an offering changed, before the transaction ends.
offering_days_moved = Signal()
