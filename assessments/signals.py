"""News that `assessments` carries upwards; receivers only enqueue."""

from django.dispatch import Signal

#: Sent after a profile or a stage was confirmed, with `firm_id`.
profile_confirmed = Signal()

#: Sent after a version of the methodology was published, with `pack_id`.
pack_published = Signal()
