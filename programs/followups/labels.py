"""Words for follow-ups, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.followups.instances import why_of
from programs.followups.models import FollowUp
from programs.followups.recipients import NOBODY_ELSE, YOUR_FIRM, YOUR_OFFICE
from programs.followups.rules import Why

QUESTION_LABELS = {
    "offer_or_deal": gettext_lazy("Was there any offer or deal?"),
    "obstacle_moved": gettext_lazy("Which obstacle moved?"),
    "learnt": gettext_lazy("What did the firm learn?"),
    "next_step": gettext_lazy("What comes next?"),
}

_REASONS = {
    YOUR_FIRM: gettext_lazy("You look after this firm."),
    YOUR_OFFICE: gettext_lazy("The firm belongs to your office and has no adviser now."),
    NOBODY_ELSE: gettext_lazy("The firm has no adviser, and its office has no manager."),
}

_ENGINE = {
    Why.SKIPPED_STALE: gettext_lazy("Too old to matter when it was first planned."),
    Why.ENGAGEMENT_CANCELLED: gettext_lazy("The help was cancelled."),
    Why.ANCHOR_WITHDRAWN: gettext_lazy("The help is not completed any more."),
    Why.STEP_DROPPED: gettext_lazy("The schedule does not ask for it any more."),
}


def subject_of(follow_up: FollowUp) -> str:
    """What it is about: "90 days after Certification help", or what a person wrote."""
    if follow_up.engagement is None or follow_up.offset_days is None:
        return follow_up.subject
    return ngettext(
        "%(n)d day after: %(help)s", "%(n)d days after: %(help)s", follow_up.offset_days
    ) % {"n": follow_up.offset_days, "help": follow_up.engagement.intervention.name}


def why_you(code: str) -> str:
    """The line "why did I get this"."""
    return str(_REASONS.get(code, _("You work with this firm.")))


def note_of(follow_up: FollowUp) -> str:
    """Why it was closed: a person's words, or the engine's reason as a sentence."""
    return follow_up.note or str(_ENGINE.get(why_of(follow_up), ""))


def asked_questions(follow_up: FollowUp) -> list[tuple[str, str]]:
    """The questions with the answers that were given."""
    return [
        (str(QUESTION_LABELS[key]), follow_up.answers[key])
        for key in QUESTION_LABELS
        if follow_up.answers.get(key)
    ]
