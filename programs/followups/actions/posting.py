"""Mail of other slices through the outbox: claimed one by one, sent, marked; at most once each."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.core.mail import get_connection

from config.shared import clock
from programs.followups.actions.sending import Figures, Writer, deliver
from programs.followups.claims import Claim
from programs.followups.models import Message

logger = logging.getLogger(__name__)

#: The claim of one row, for this process alone, with what writes its mail; None when another
#: process has it, or it need not be sent any more.
Claimer = Callable[[int, datetime], tuple[Claim, Writer] | None]


def post(keys: Sequence[int], claim: Claimer, *, now: datetime) -> Figures:
    """Send the mail of every row; returns how they ended.

    When the mail server cannot be reached, they wait for the next run.
    """
    ended = {"sent": 0, "failed": 0, "unknown": 0, "dropped": 0}
    if not keys:
        return ended
    mailer = get_connection()
    try:
        mailer.open()
    except OSError:
        logger.exception("The mail server cannot be reached; letters wait for the next run.")
        return ended
    try:
        for key in keys:
            claimed = claim(key, max(now, clock.now()))
            if claimed is None:
                ended["dropped"] += 1
                continue
            mine, write = claimed
            deliver(mine, mailer, max(now, clock.now()), write=write)
            state = Message.objects.filter(pk=mine.message.pk).values_list("state", flat=True)
            ended[state.first() or "dropped"] += 1  # no row: given back, and it waits again
    finally:
        mailer.close()
    return ended
