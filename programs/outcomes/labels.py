"""Words about results: refusals of a claim, reasons of doubles, what a result is called."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from config.shared.templatetags.ui import money, number
from programs.outcomes.models import GRADE_LABELS, KIND_LABELS, Outcome
from programs.outcomes.rules import Double, Grade, Kind, What

PROBLEMS = {
    ("amount", "missing"): _("Say how much."),
    ("amount", "out_of_range"): _("An amount is more than nothing and less than ten trillion."),
    ("amount", "not_money"): _("This kind of result is counted, not measured in money."),
    ("currency", "missing"): _("Choose the currency."),
    ("count", "missing"): _("Say how many."),
    ("count", "out_of_range"): _("A number is at least one and at most a million."),
    ("count", "not_counted"): _("This kind of result is measured in money, not counted."),
    ("market", "missing"): _("Choose the market."),
    ("note", "missing"): _("Say which one."),
    ("occurred_on", "in_the_future"): _("This day has not come yet."),
    ("rate", "missing"): _("Give the rate of that day."),
    ("rate", "out_of_range"): _("A rate is more than nothing."),
    ("rate_on", "missing"): _("Give the day of the rate."),
    ("rate_on", "in_the_future"): _("This day has not come yet."),
    ("period_from", "missing"): _("Say when the period begins."),
    ("period_to", "missing"): _("Say when the period ends."),
    ("period_to", "before_start"): _("The period ends before it starts."),
}

WHY_DOUBLE = {
    Double.SAME_REFERENCE: _("the same contract number"),
    Double.SAME_DEAL: _("the same firm and market, a like figure, at the same time"),
}

#: What a list of results holds.
WHAT_NAMES = {
    What.COLUMN: _("stands at this grade"),
    What.AT_MOST: _("stands at this grade, or waits one grade below"),
    What.ASKED: _("the firm was asked"),
    What.ANSWERED: _("the firm answered"),
    What.SHARED: _("counts its part of a deal that was claimed twice"),
    What.CONVERTED: _("brought to the agency's currency by the rate stated with it"),
}


def market_name(code: str) -> str:
    """The country in the reader's language."""
    return str(countries.name(code) or code) if code else ""


def grade_name(code: object) -> object:
    """A stored grade in words."""
    return GRADE_LABELS[Grade(str(code))] if code in set(Grade) else code


def kind_name(code: object) -> object:
    """A stored kind in words."""
    return KIND_LABELS[Kind(str(code))] if code in set(Kind) else code


def counted(kind: str, count: Any) -> str:
    """A counted result with what was counted: "3 leads"."""
    n = int(count)
    words = {
        Kind.LEAD: ngettext("%(n)s lead", "%(n)s leads", n),
        Kind.NEW_MARKET: ngettext("%(n)s market", "%(n)s markets", n),
        Kind.NEW_PRODUCT: ngettext("%(n)s product", "%(n)s products", n),
        Kind.CERTIFICATE: ngettext("%(n)s certificate", "%(n)s certificates", n),
        Kind.JOBS: ngettext("%(n)s job", "%(n)s jobs", n),
    }
    return words[Kind(kind)] % {"n": number(n)}


def figure_of(kind: str, value: Any, currency: str) -> str:
    """A claimed or confirmed figure as people read it: money, or how many of what."""
    if value is None:
        return "–"
    if currency:
        decimals = 0 if value == value.to_integral_value() else 2
        return money(value, currency, decimals)
    if value != value.to_integral_value():
        return number(value, 2)
    return counted(kind, value)


def stored_figure(kind: str, value: Decimal, currency: str) -> dict[str, str]:
    """A figure as events keep it, in nobody's language."""
    return {"kind": str(kind), "value": str(value), "currency": currency}


def spoken_figure(stored: object) -> object:
    """A stored figure as the reader writes it."""
    if not isinstance(stored, dict):
        return stored
    return figure_of(stored["kind"], Decimal(stored["value"]), stored["currency"])


def title_of(outcome: Outcome) -> str:
    """What a result is called on lists: kind and the market that counts."""
    return _title(outcome, outcome.best_market)


def claim_of(outcome: Outcome) -> str:
    """What a contact is asked about: kind and the market as it was claimed."""
    return _title(outcome, outcome.market)


def _title(outcome: Outcome, market: str) -> str:
    if not market:
        return outcome.kind_label
    words = {"kind": outcome.kind_label, "market": market_name(market)}
    return gettext("%(kind)s, %(market)s") % words
