"""News from applications upwards, inside the transaction that moved one."""

from django.dispatch import Signal

#: Sent with `move`, the row that was just written, before the transaction ends.
application_moved = Signal()
