"""Words of applications and allocations for templates."""

from django import template

from programs.allocation.labels import KEPT_OUT_LABELS, group_in_words
from programs.allocation.models import Allotment
from programs.allocation.models.applications import PUBLIC_LABELS, STATE_LABELS
from programs.allocation.rules import ApplicationState, KeptOut

register = template.Library()

_CSS = {
    "seat": "good",
    "seated": "good",
    "offered": "good",
    "wait": "",
    "waiting": "",
    "applied": "line",
    "refuse": "bad",
    "refused": "bad",
    "declined": "bad",
    "lapsed": "bad",
    "withdrawn": "bad",
}


@register.filter
def verdict_name(verdict: str) -> str:
    """What is proposed, or the state, in words."""
    if verdict in Allotment.Verdict.values:
        return str(Allotment.Verdict(verdict).label)
    return str(STATE_LABELS[ApplicationState(verdict)])


@register.filter
def verdict_css(verdict: str) -> str:
    """The class of the tag."""
    return _CSS[verdict]


@register.filter
def public_name(state: str) -> str:
    """The state as the firm reads it."""
    return str(PUBLIC_LABELS[ApplicationState(state)])


@register.filter
def group_name(key: str) -> str:
    """A group of firms as people say it."""
    return group_in_words(key)


@register.filter
def keeps_out_name(code: KeptOut) -> str:
    """Why a reviewer gives no points, in words."""
    return str(KEPT_OUT_LABELS[code])
