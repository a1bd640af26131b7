"""Words of applications and allocations for templates."""

from collections.abc import Iterable

from django import template

from firms.register.sectors import section_of, sector_name
from programs.allocation.labels import (
    KEPT_OUT_LABELS,
    group_in_words,
    language_choices,
    seats_label,
)
from programs.allocation.models import Allotment, Offering
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
def language_names(codes: Iterable[str]) -> str:
    """Languages by name."""
    named = dict(language_choices())
    return ", ".join(named.get(code, code) for code in codes)


@register.filter
def division_names(codes: Iterable[str]) -> str:
    """Sectors by name: ISIC divisions, or their section where a division has no name of its own."""
    return ", ".join(dict.fromkeys(sector_name(_section(code), code) or code for code in codes))


def _section(code: str) -> str:
    return (section_of(code) or "") if code.isdecimal() else code


@register.filter
def seats_name(offering: Offering) -> str:
    """What the places of an offering are called."""
    return seats_label(offering)


@register.filter
def group_name(key: str) -> str:
    """A group of firms as people say it."""
    return group_in_words(key)


@register.filter
def keeps_out_name(code: KeptOut) -> str:
    """Why a reviewer gives no points, in words."""
    return str(KEPT_OUT_LABELS[code])
