"""Template tags of the design system that know no word of the field."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from config.shared.days import (
    day,
    day_full,
    days_ago,
    days_late,
    days_to,
    due_day,
    moment,
    weekday,
)

register = template.Library()

Number = int | float | Decimal
NO_BREAK = "\u00a0"
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
UNDO = "undo:"


# Signs and small parts ------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite, hidden from readers: its button or neighbour carries the words."""
    return format_html(
        '<svg class="ic {}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        css,
        static("icons.svg"),
        name,
    )


@register.filter
def initials(name: object) -> str:
    """First letters of the first and last word: "Dana Akhmetova" gives DA."""
    words = str(name or "").replace("@", " ").split()
    letters = [word[0] for word in (words[:1] + words[1:][-1:])]
    return "".join(letters).upper() or "–"


@register.simple_tag
def avatar(name: object, size: str = "") -> SafeString:
    """Initials in a circle; readers hear the name beside it."""
    return format_html('<span class="pt-av {}" aria-hidden="true">{}</span>', size, initials(name))


@register.simple_tag
def crumb(text: object, url: str = "") -> SafeString:
    """One step of the path to this page; the slash between steps is drawn by CSS."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, text)
    return format_html('<li aria-current="page">{}</li>', text)


@register.inclusion_tag("ui/form_errors.html")
def form_errors(*forms: BaseForm) -> dict[str, Any]:
    """The error summary over a form: takes the focus and links to the fields."""
    wrong = [form for form in forms if form.is_bound and form.errors]
    return {
        "general": [error for form in wrong for error in form.non_field_errors()],
        "fields": [field for form in wrong for field in form if field.errors],
        "is_wrong": bool(wrong),
    }


@register.filter
def undo_url(message: Message) -> str:
    """Where a toast's Undo goes, from `extra_tags="undo:/path/"`; empty without one."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""


# Addresses ------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def query_replace(context: Context, **changes: object) -> str:
    """This page's query with parameters replaced; None or empty removes one."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return "?" + query.urlencode()


@register.inclusion_tag("ui/sort_header.html", takes_context=True)
def sort_header(context: Context, label: str, name: str, css: str = "") -> dict[str, Any]:
    """A column head that sorts by `name`, the other way round when it already does."""
    request: HttpRequest | None = context.get("request")
    current = request.GET.get("sort", "") if request else ""
    current = current or str(context.get("sort") or "")
    state = {name: "ascending", f"-{name}": "descending"}.get(current, "")
    following = f"-{name}" if state == "ascending" else name
    return {
        "label": label,
        "css": css,
        "state": state,
        "url": query_replace(context, sort=following, page=None),
    }


# Numbers --------------------------------------------------------------------------------------


@register.filter
def number(value: Number | None, decimals: int = 0) -> str:
    """A figure grouped by locale: 1,266; a dash when unknown."""
    if value is None or value == "":
        return "–"
    step = Decimal(1).scaleb(-int(decimals))
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    return formats.number_format(rounded, int(decimals), use_l10n=True, force_grouping=True)


@register.filter
def percent(value: Number | None, decimals: int = 0) -> str:
    """A share from 0 to 1 as per cent: 0.074 gives 7 %."""
    if value is None or value == "":
        return "–"
    return number(Decimal(str(value)) * 100, decimals) + NO_BREAK + "%"


@register.simple_tag
def money(amount: Number | None, currency: str = "", decimals: int = 0) -> str:
    """An amount with its currency as the reader's language writes it: $38,000."""
    if amount is None or amount == "":
        return "–"
    sign = SIGNS.get(currency)
    figure = number(amount, decimals)
    if sign is None:
        return f"{figure}{NO_BREAK}{currency}" if currency else figure
    # Translators: an amount with a currency sign, "$38,000"; Russian: "%(figure)s %(sign)s".
    pattern = pgettext("money", "%(sign)s%(figure)s")
    return pattern % {"sign": sign, "figure": figure}


@register.filter
def change(value: Number | None) -> SafeString:
    """A move of a severity: down is good, up is bad, none is grey."""
    if value is None or value == "":
        return format_html('<span class="m2">{}</span>', "–")
    if round(value) == 0:
        return format_html('<span class="m2">{}</span>', "=")
    css, sign = ("good", "▼") if value < 0 else ("bad", "▲")
    words = _("down by") if value < 0 else _("up by")
    return format_html(
        '<span class="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span> {}</span>',
        css,
        sign,
        words,
        number(max(value, -value)),
    )


for _each in (day, days_to, day_full, weekday, moment, days_ago, days_late, due_day):
    register.filter(_each.__name__, _each)


# Pictures -------------------------------------------------------------------------------------


def _share(value: Number | None, whole: Number | None) -> float:
    if not value or not whole or whole < 0:
        return 0.0
    return round(max(0.0, min(1.0, float(value) / float(whole))) * 100, 1)


@register.inclusion_tag("ui/bar.html")
def bar(
    value: Number | None,
    whole: Number | None,
    css: str = "",
    mark: Number | None = None,
    label: str = "",
) -> dict[str, Any]:
    """A bar of `value` out of `whole`, with a tick at `mark` (a target) when given."""
    return {
        "width": _share(value, whole),
        "mark": None if mark in (None, "") else _share(mark, whole),
        "css": css,
        "label": label,
    }


@register.inclusion_tag("ui/ring.html")
def ring(value: Number | None, whole: Number | None, label: str = "") -> dict[str, Any]:
    """A ring filled to `value` out of `whole`; its length is 100 units."""
    return {"width": _share(value, whole), "label": label}


@register.inclusion_tag("ui/spark.html")
def spark(values: Iterable[Number], width: int = 104, height: int = 20) -> dict[str, Any]:
    """A small line of values in order, its last point marked; nothing for fewer than two."""
    points = _spark_points([float(value) for value in values], width, height)
    return {"points": points, "last": points[-1] if points else None, "w": width, "h": height}


def _spark_points(values: Sequence[float], width: int, height: int) -> list[tuple[float, float]]:
    if len(values) < 2:
        return []
    low, span = min(values), (max(values) - min(values)) or 1.0
    step = (width - 6) / (len(values) - 1)
    return [
        (round(3 + step * at, 1), round(height - 4 - (value - low) / span * (height - 8), 1))
        for at, value in enumerate(values)
    ]
