"""Template tags that draw stages and severities; thresholds 40, 60 and 80 are the guide's."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from assessments.profiles import drawing
from config.shared import clock
from config.shared.templatetags.ui import number

register = template.Library()

Number = int | float | Decimal

STAGE_NAMES = {
    "preparation": gettext_lazy("Preparation"),
    "active_engagement": gettext_lazy("Active engagement"),
    "growth_expansion": gettext_lazy("Growth and expansion"),
}
STAGE_SHORT = {
    "preparation": pgettext_lazy("stage, short", "Preparation"),
    "active_engagement": pgettext_lazy("stage, short", "Active"),
    "growth_expansion": pgettext_lazy("stage, short", "Growth"),
}
STAGE_CSS = {
    "preparation": "is-prep",
    "active_engagement": "is-active",
    "growth_expansion": "is-growth",
}
STAGE_DOTS = {"preparation": 1, "active_engagement": 2, "growth_expansion": 3}

BANDS = ((80, "b3"), (60, "b2"), (40, "b1"), (0, "b0"))
BAND_NAMES = {
    "b0": pgettext_lazy("severity", "low"),
    "b1": pgettext_lazy("severity", "moderate"),
    "b2": pgettext_lazy("severity", "high"),
    "b3": pgettext_lazy("severity", "blocking"),
}


def _code(stage: object) -> str:
    """The stage's code, whether a string, an enumeration member or a row with `code`."""
    return str(getattr(stage, "code", stage) or "")


# Stages ----------------------------------------------------------------------------------------


@register.filter
def stage_name(stage: object) -> str:
    return str(STAGE_NAMES.get(_code(stage), _("Not placed")))


@register.filter
def stage_css(stage: object) -> str:
    return STAGE_CSS.get(_code(stage), "is-none")


def _glyph(stage: object, dormant: bool) -> dict[str, Any]:
    reached = STAGE_DOTS.get(_code(stage), 0)
    last = reached - 1 if dormant else None
    return {
        "dots": [
            (x, "dorm" if at == last else "on" if at < reached else "off")
            for at, x in enumerate((4, 14, 24))
        ],
        "ways": [(x, x + 4, "on" if at < reached else "off") for at, x in ((1, 7), (2, 17))],
    }


@register.inclusion_tag("assessments/ui/stage_chip.html")
def stage_chip(stage: object, dormant: bool = False, short: bool = False) -> dict[str, Any]:
    """The stage as a three-dot glyph and its word, so that colour is never alone."""
    code = _code(stage)
    names = STAGE_SHORT if short else STAGE_NAMES
    return _glyph(code, dormant) | {
        "css": stage_css(code),
        "name": names.get(code, _("Not placed")),
        "is_dormant": dormant,
    }


@register.inclusion_tag("assessments/ui/stage_glyph.html")
def stage_glyph(stage: object, dormant: bool = False) -> dict[str, Any]:
    """The three dots alone, for a place that says the word beside them."""
    return _glyph(stage, dormant)


@register.inclusion_tag("assessments/ui/stage_line.html")
def stage_line(steps: Iterable[drawing.Step], until: date | None = None) -> dict[str, Any]:
    """The way so far: stages through time, with steps down and dormancy."""
    ordered = sorted(steps, key=lambda step: step.on)
    return {
        "drawn": drawing.stage_line(ordered, until or clock.today()),
        "sentence": _history_sentence(ordered),
        "width": drawing.WIDTH,
        "height": drawing.HEIGHT,
    }


def _history_sentence(steps: Sequence[drawing.Step]) -> str:
    if not steps:
        return _("No stage has been confirmed yet.")
    parts = [
        (
            _("%(stage)s, dormant, from %(month)s")
            if step.is_dormant
            else _("%(stage)s from %(month)s")
        )
        # Translators: date format of Django; Russian: "F Y".
        % {"stage": stage_name(step.stage), "month": date_format(step.on, pgettext("date", "F Y"))}
        for step in steps
    ]
    return _("Stage history: %(steps)s.") % {"steps": "; ".join(parts)}


@register.inclusion_tag("assessments/ui/year_bars.html")
def year_bars(
    rows: Iterable[tuple[int, Number]], unit: str = "", partial: int | None = None
) -> dict[str, Any]:
    """Exports by year as bars, with the same figures in a table for readers."""
    figures = [(int(year), Decimal(str(amount))) for year, amount in rows]
    return {"bars": drawing.year_bars(figures, partial), "unit": unit}


# Severity --------------------------------------------------------------------------------------


@register.filter
def band_css(severity: Number | None) -> str:
    """The class of a severity's band: b0 low, b1 moderate, b2 high, b3 blocking, na unknown."""
    if severity is None or severity == "":
        return "na"
    return next(css for least, css in BANDS if severity >= least)


@register.inclusion_tag("assessments/ui/severity_bar.html")
def severity_bar(
    severity: Number | None,
    other: Number | None = None,
    label: str = "",
    width: str = "100%",
) -> dict[str, Any]:
    """Severity 0 to 100 on a bar with ticks at 40, 60, 80; None is hatched, never like zero."""
    css = band_css(severity)
    return {
        "css": css,
        "value": None if css == "na" else round(float(severity or 0), 1),
        "other": None if other in (None, "") else round(float(other), 1),
        "sentence": _severity_sentence(label, severity, other) if label else "",
        "ticks": (40, 60, 80),
        "width": width,
    }


def _severity_sentence(label: str, severity: Number | None, other: Number | None) -> str:
    if severity is None:
        return _("%(constraint)s: not assessed") % {"constraint": label}
    figures = {
        "constraint": label,
        "severity": number(severity),
        "band": BAND_NAMES[band_css(severity)],
    }
    if other is None:
        return _("%(constraint)s: %(severity)s of 100, %(band)s") % figures
    return _("%(constraint)s: %(severity)s of 100, %(band)s; the other view says %(other)s") % (
        figures | {"other": number(other)}
    )


@register.simple_tag
def band_text(severity: Number | None) -> SafeString:
    """The figure and its band in words: "75 high"."""
    css = band_css(severity)
    if css == "na":
        return format_html('<span class="pt-band na">{}</span>', _("Not assessed"))
    return format_html(
        '<span class="pt-band {}"><span class="tn">{}</span> {}</span>',
        css,
        number(severity),
        BAND_NAMES[css],
    )


@register.inclusion_tag("assessments/ui/severity_legend.html")
def severity_legend(other: str = "") -> dict[str, Any]:
    """What the colours of severity mean; `other` says what the ring is."""
    return {"other": other}
