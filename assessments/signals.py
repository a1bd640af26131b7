"""News that `assessments` carries upwards; receivers only enqueue."""

from django.dispatch import Signal

#: Sent after a profile was confirmed, with `firm_id`.
profile_confirmed = Signal()
