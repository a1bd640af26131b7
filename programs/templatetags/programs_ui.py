"""Words of recommendations, engagements and follow-ups for templates."""

from decimal import Decimal

from django import template
from django.utils import formats

from programs.catalogue.models import Intervention, in_reader_language
from programs.engagements.models import PUBLIC_STATE_LABELS, STATE_LABELS
from programs.engagements.rules import OPEN, State
from programs.followups import labels as follow_up_labels
from programs.followups.models import FollowUp
from programs.matching import cards
from programs.matching.models import Recommendation
from programs.matching.sentences import Names

register = template.Library()

_STATE_CSS = {
    State.PROPOSED: "line",
    State.OFFERED: "line",
    State.APPLIED: "line",
    State.WAITLISTED: "line",
    State.APPROVED: "line",
    State.ACTIVE: "good",
    State.PAUSED: "warn",
    State.COMPLETED: "",
    State.WITHDRAWN: "bad",
    State.DECLINED: "bad",
    State.NO_SHOW: "bad",
    State.CANCELLED: "bad",
}


@register.simple_tag
def recommendation_why(row: Recommendation, names: Names) -> str:
    """Why it is recommended, in two or three sentences."""
    return cards.why(row, names)


@register.simple_tag
def recommendation_tag(row: Recommendation, names: Names) -> str:
    """The constraint that counts most: "Standards 83, blocking"."""
    return cards.target_tag(row, names)


@register.simple_tag
def recommendation_targets(row: Recommendation, names: Names) -> str:
    """The two constraints that count most, with their severity."""
    return cards.target_list(row, names)


@register.simple_tag
def recommendation_cautions(row: Recommendation, names: Names) -> list[str]:
    """What to mind, a sentence each."""
    return cards.cautions(row, names)


@register.filter
def evidence_line(intervention: Intervention) -> str:
    """What a study found, with its source."""
    return cards.evidence_of(intervention)


@register.filter
def eligibility_line(row: Recommendation, names: Names) -> str:
    """Eligible with what to check, or what is missing."""
    return cards.eligibility(row, names)


@register.simple_tag
def in_language(texts: dict[str, str], fallback: str = "") -> str:
    """The text in the reader's language, else in English."""
    return in_reader_language(texts, fallback)


@register.filter
def engagement_state(state: str) -> str:
    """The state in words."""
    return str(STATE_LABELS[State(state)])


@register.filter
def engagement_public(state: str) -> str:
    """The state in the words the firm reads."""
    return str(PUBLIC_STATE_LABELS[State(state)])


@register.filter
def engagement_css(state: str) -> str:
    """The class of the state's tag."""
    return _STATE_CSS[State(state)]


@register.filter
def hours(value: Decimal | None) -> str:
    """Decimal hours without zeros that say nothing: 7.5, 12; a dash when unknown."""
    if value is None:
        return "–"
    places = 0 if value == value.to_integral_value() else 2
    text = formats.number_format(value, places, use_l10n=True, force_grouping=True)
    return text[:-1] if places and text.endswith("0") else text


@register.filter
def is_running(state: str) -> bool:
    """Whether the firm is still to receive something."""
    return State(state) in OPEN


@register.filter
def follow_up_subject(follow_up: FollowUp) -> str:
    """What it is about: "90 days after: Certification help"."""
    return follow_up_labels.subject_of(follow_up)


@register.filter
def follow_up_note(follow_up: FollowUp) -> str:
    """Why it was closed, in words."""
    return follow_up_labels.note_of(follow_up)


@register.filter
def follow_up_answers(follow_up: FollowUp) -> list[tuple[str, str]]:
    """Questions with the answers given."""
    return follow_up_labels.asked_questions(follow_up)
