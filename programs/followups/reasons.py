"""Reasons in words: why the engine closed a follow-up, and why a message came to its reader."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.followups.rules import Why

_ENGINE = {
    Why.SKIPPED_STALE: gettext_lazy("Too old to matter when it was first planned."),
    Why.ENGAGEMENT_CANCELLED: gettext_lazy("The help was cancelled."),
    Why.ANCHOR_WITHDRAWN: gettext_lazy("The day it counts from does not hold any more."),
    Why.ANCHOR_PASSED: gettext_lazy("What was to be prepared has begun."),
    Why.STEP_DROPPED: gettext_lazy("The plan does not ask for it any more."),
    Why.STOPPED: gettext_lazy("The plan's own condition to stop was met."),
    Why.FIRM_LEFT: gettext_lazy("The firm has left."),
}

_READER = {
    "your_firm": gettext_lazy("You look after this firm."),
    "firm_silent": gettext_lazy("The firm was asked by link and has not answered."),
    "firm_without_contact": gettext_lazy(
        "The firm was to answer by link, but has no contact with a working address."
    ),
    "you_cover": gettext_lazy("You cover for the adviser, who is away."),
    "your_office": gettext_lazy("The firm belongs to your office and nobody looks after it now."),
    "nobody_else": gettext_lazy("Nobody looks after the firm now, and its office has no manager."),
    "you_answer": gettext_lazy("You are the contact of your firm."),
    "passed_up": gettext_lazy("It has waited too long and was passed up to you."),
}


def engine_reason(code: object) -> str:
    """Why the engine closed a follow-up; empty for none."""
    return str(_ENGINE.get(code, "")) if isinstance(code, str) else ""  # type: ignore[call-overload]


def reader_reason(code: object) -> str:
    """The line "why did I get this"."""
    found = _READER.get(code) if isinstance(code, str) else None
    return str(found or _("You work with this firm."))
