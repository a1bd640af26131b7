"""Writes that join rooms: a contact and the promise that follows from it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.text import Truncator

from config.shared import clock
from firms.accounts.models import User
from firms.register.actions import log_interaction
from firms.register.models import Firm
from programs.followups.actions import plan_follow_up
from programs.followups.models import FollowUp


@transaction.atomic
def quick_log(
    *,
    firm: Firm,
    kind: str,
    summary: str,
    next_follow_up: str,
    next_on: date | None,
    why_none: str,
    by: User,
) -> FollowUp | None:
    """Log a contact and promise the next one: in days, on a day, or none with its reason."""
    said = f"{summary}\n{why_none}" if next_follow_up == "none" else summary
    log_interaction(firm=firm, kind=kind, summary=said, by=by)
    if next_follow_up == "none":
        return None
    day = (
        next_on
        if next_follow_up == "date" and next_on
        else clock.today() + timedelta(days=int(next_follow_up))
    )
    subject = Truncator(summary).chars(120)
    return plan_follow_up(firm=firm, subject=subject, due_on=day, by=by)
