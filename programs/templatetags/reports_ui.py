"""Figures of reports in templates: a number with its list, or "withheld", always the same."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.shared.templatetags.ui import number, percent
from programs.cohorts.rules import Standing
from programs.reports import words
from programs.reports.rules import Direction, Timeliness, Withheld

register = template.Library()


@register.filter
def state_name(state: Standing | None) -> str:
    return str(words.STATE_NAMES[state]) if state else _("withheld")


@register.filter
def state_short(state: Standing | None) -> str:
    return str(words.STATE_SHORT[state]) if state else _("withheld")


@register.filter
def intake_name(state: Standing | None) -> str:
    """A stage at intake; without one the firm was not placed."""
    return str(words.UNPLACED) if state is Standing.UNKNOWN else state_name(state)


@register.filter
def state_css(state: Standing | None) -> str:
    return words.STATE_CSS[state] if state else "wh"


@register.filter
def legend_css(state: Standing) -> str:
    return words.LEGEND_CSS[state]


@register.filter
def from_stage(state: Standing) -> str:
    return str(words.FROM_STAGE[state])


@register.filter
def promise_name(kind: Timeliness) -> str:
    return str(words.PROMISE_NAMES[kind])


@register.filter
def way_name(way: Direction) -> str:
    return str(words.WAY_NAMES[way])


@register.filter
def is_withheld(value: Any) -> bool:
    return isinstance(value, Withheld)


@register.filter
def share_text(value: Any, decimals: int = 0) -> str:
    """A share as per cent; nothing beside a figure that is withheld."""
    return "" if isinstance(value, Withheld) or value is None else percent(value, decimals)


@register.simple_tag
def withheld() -> SafeString:
    """The one look of a figure that is not shown."""
    return format_html('<span class="wh pt-wh">{}</span>', _("withheld"))


@register.simple_tag
def figure(value: Any, url: str = "", decimals: int = 0) -> SafeString | str:
    """A number, with a link to the rows behind it; or "withheld"; or a dash when unknown."""
    if isinstance(value, Withheld):
        return withheld()
    if value is None or not url or not value:
        return number(value, decimals)
    return format_html('<a href="{}">{}</a>', url, number(value, decimals))


@register.simple_tag(takes_context=True)
def members_url(context: Context, **group: Any) -> str:
    """The list behind a figure of the report on this page, as of the same days."""
    report = context["report"]
    return address(report, "programs:cohort-members", **group)


@register.simple_tag(takes_context=True)
def report_url(context: Context, name: str, **more: Any) -> str:
    """Another form of the report on this page (`name` of the address), as of the same days."""
    return address(context["report"], name, **more)


def address(report: Any, name: str, **more: Any) -> str:
    """An address about a report's cohort that keeps the report's days."""
    days = {"as_of": report.as_of.isoformat()}
    if report.recorded_by:
        days["recorded_by"] = report.recorded_by.isoformat()
    chosen = {key: str(getattr(value, "value", value)) for key, value in more.items() if value}
    return f"{reverse(name, args=[report.cohort.pk])}?{urlencode(days | chosen)}"
