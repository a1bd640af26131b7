"""Words and figures of results for templates."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.shared.small_groups import Withheld
from config.shared.templatetags.ui import money, number, percent
from programs.catalogue.models import Program
from programs.outcomes import labels
from programs.outcomes.models import (
    BAND_LABELS,
    CHANGES,
    GRADE_LABELS,
    RATINGS,
    Confirmation,
    Outcome,
)
from programs.outcomes.rules import Band, Double, Grade, Kind, What, attributed
from programs.outcomes.selectors import TargetRow
from programs.templatetags.reports_ui import withheld

register = template.Library()

_GRADE_CSS = {
    Grade.CLAIMED: "line",
    Grade.CONFIRMED: "good",
    Grade.EVIDENCED: "good",
    Grade.ATTRIBUTED: "good",
    Grade.DISPUTED: "bad",
    Grade.WITHDRAWN: "bad",
}


@register.filter
def grade_name(grade: str) -> str:
    return str(GRADE_LABELS[Grade(grade)])


@register.filter
def grade_css(grade: str) -> str:
    return _GRADE_CSS[Grade(grade)]


@register.filter
def outcome_kind(kind: str) -> str:
    return str(labels.kind_name(kind))


@register.filter
def outcome_title(outcome: Outcome) -> str:
    return labels.title_of(outcome)


@register.filter
def claim_title(outcome: Outcome) -> str:
    return labels.claim_of(outcome)


@register.filter
def market(code: str) -> str:
    return labels.market_name(code)


@register.filter
def band_name(band: str) -> str:
    return str(BAND_LABELS[Band(band)]) if band else "–"


@register.filter
def double_reason(code: str) -> str:
    return str(labels.WHY_DOUBLE[Double(code)])


@register.simple_tag
def figure_of(outcome: Outcome, value: Any = "") -> str:
    """A figure of a result in its unit; without a value, the best one known."""
    shown = outcome.best_value if value == "" else value
    return labels.figure_of(outcome.kind, shown, outcome.currency)


@register.simple_tag
def result_figure(kind: Kind, value: Any, currency: str, url: str = "") -> SafeString | str:
    """A total of a column with a link to its list, or "withheld"."""
    if isinstance(value, Withheld):
        return withheld()
    if value is None or not value:
        return "–"
    return _linked(labels.figure_of(kind, Decimal(value), currency), url)


@register.simple_tag
def count_figure(n: int, url: str) -> SafeString | str:
    """A number of results with a link to its list; 0 has none."""
    return _linked(number(n), url if n else "")


@register.simple_tag
def amount_figure(value: Any, currency: str = "", url: str = "") -> SafeString | str:
    """What is meant to be or is reached: money, or a number; with a link to its list."""
    if isinstance(value, Withheld):
        return withheld()
    return _linked(_amount(value, currency), url if value else "")


def _amount(value: Decimal, currency: str) -> str:
    decimals = 0 if value == value.to_integral_value() else 2
    return money(value, currency, decimals) if currency else number(value, decimals)


def _linked(words: str, url: str) -> SafeString | str:
    return format_html('<a class="pt-a" href="{}">{}</a>', url, words) if url else words


@register.simple_tag(takes_context=True)
def behind_url(context: Context, **group: Any) -> str:
    """The list behind a figure of the results on this page, in the same days."""
    results = context["results"]
    days = {"starts_on": results.starts_on, "ends_on": results.ends_on}
    return _address("programs:program-results-list", results.program, days | group)


@register.simple_tag
def results_url(program: Program, days: dict[str, Any]) -> str:
    """The page of a program's results in these days."""
    return _address("programs:program-results", program, days)


def _address(name: str, program: Program, words: dict[str, Any]) -> str:
    chosen = {key: str(value) for key, value in words.items() if value}
    address = reverse(name, args=[program.pk])
    return f"{address}?{urlencode(chosen)}" if chosen else address


@register.filter
def what_name(what: What) -> str:
    return str(labels.WHAT_NAMES[what])


@register.filter
def target_grade(row: TargetRow) -> str:
    """The grade an indicator counts, in words; nothing where it is not counted from results."""
    return str(GRADE_LABELS[row.measure.grade]) if row.measure else ""


@register.filter
def shown(value: Any) -> Any:
    """A count, or nothing where it is withheld."""
    return "" if isinstance(value, Withheld) else value


@register.filter
def rate_text(value: Any) -> str:
    """A response rate in per cent, a dash where nobody was asked."""
    return "" if isinstance(value, Withheld) else percent(value)


@register.filter
def column_of(row: Any, grade: str) -> Any:
    """The column of a grade in a row of results."""
    return row.columns[Grade(grade)]


@register.filter
def answer_figure(confirmation: Confirmation) -> str:
    """The figure a contact stands for: corrected, agreed to, or none."""
    outcome = confirmation.outcome
    if confirmation.answer == "denies":
        return "–"
    value = confirmation.amount or confirmation.count or outcome.claimed_value
    return labels.figure_of(outcome.kind, Decimal(value), outcome.currency)


@register.filter
def answer_market(confirmation: Confirmation) -> str:
    """The market a contact stands for: corrected, agreed to, or none."""
    if confirmation.answer == "denies":
        return ""
    return labels.market_name(confirmation.market or confirmation.outcome.market)


@register.filter
def changed(confirmation: Confirmation) -> list[str]:
    """What changed for the firm, in words."""
    return [str(words) for name, words in CHANGES.items() if getattr(confirmation, name)]


@register.filter
def rated(confirmation: Confirmation) -> list[tuple[str, int]]:
    """Ratings that were given: what, and how much from 1 to 5."""
    pairs = [(str(words), getattr(confirmation, name)) for name, words in RATINGS.items()]
    return [(words, mark) for words, mark in pairs if mark]


@register.filter
def attributed_value(outcome: Outcome) -> Decimal | None:
    """What of a result is put down to the help; None before that."""
    return attributed(outcome.best_value, Band(outcome.band)) if outcome.band else None
