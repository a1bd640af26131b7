"""A letter for each move of an application that a firm should know of."""

from django.db import models

from firms.register.models import Contact
from programs.allocation.models import ApplicationMove
from programs.followups.models import Message
from programs.letters.querysets import SeatLetterQuerySet


class SeatLetter(models.Model):
    """One move, told to one contact of the firm: written with the move, sent at most once.

    `dropped_at`: it was overtaken by a later move, or nobody may be written to any more.
    """

    move = models.ForeignKey(ApplicationMove, models.CASCADE, related_name="letters")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="seat_letters")
    queued_at = models.DateTimeField()
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="seat_letters")
    dropped_at = models.DateTimeField(null=True)

    objects = SeatLetterQuerySet.as_manager()

    class Meta:
        ordering = ["queued_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["move", "contact"], name="seat_letter_once")]

    def __str__(self) -> str:
        return f"{self.move_id} → {self.contact_id}"
