"""News from engagements upwards, inside the transaction that moved one."""

from django.dispatch import Signal

#: Sent with `engagement` after any move or correction of dates, before the transaction ends:
#: follow-ups are reconciled in the same transaction, so that nothing can be lost between.
engagement_moved = Signal()
