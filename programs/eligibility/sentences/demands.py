"""What a clause asks, in words that fit adviser and firm alike."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from programs.eligibility.rules import RANGES, SETS, Clause, Join, Kind
from programs.eligibility.sentences.names import (
    Audience,
    Names,
    amount_words,
    band_words,
    day_words,
)

KIND_LABELS: dict[Kind, Promise] = {
    Kind.STAGE: _("Stage"),
    Kind.AGE: _("Years since founding"),
    Kind.EMPLOYEES: _("Employees"),
    Kind.TURNOVER: _("Turnover of a year"),
    Kind.SECTOR: _("Sector"),
    Kind.PRODUCT_FORM: _("What is sold"),
    Kind.COUNTRY: _("Country of the firm"),
    Kind.REGION: _("Region"),
    Kind.OWNED: _("Ownership: only"),
    Kind.NOT_OWNED: _("Ownership: all but"),
    Kind.EXPORT_YEARS: _("Years with exports"),
    Kind.MARKETS_INCLUDE: _("Active in certain markets"),
    Kind.MARKETS_AT_LEAST: _("Number of markets abroad"),
    Kind.MARKETS_NONE: _("No market abroad yet"),
    Kind.CONSTRAINT_AT_LEAST: _("Constraint at least so severe"),
    Kind.CONSTRAINT_AT_MOST: _("Constraint at most so severe"),
    Kind.RECEIVED: _("Help received before"),
    Kind.NOT_RECEIVED: _("Help not received before"),
    Kind.DOCUMENT: _("Certificate held"),
    Kind.AID_CEILING: _("Ceiling of aid"),
}
OWNERSHIP_LABELS: dict[str, Promise] = {
    "woman": _("Owned by women"),
    "minority": _("Owned by a minority"),
    "foreign": _("Owned from abroad"),
}
_NOT_OWNED: dict[str, Promise] = {
    "woman": _("Not owned by women"),
    "minority": _("Not owned by a minority"),
    "foreign": _("Not owned from abroad"),
}
_HURDLES: dict[Kind, Promise] = {
    Kind.CONSTRAINT_AT_LEAST: _("A serious hurdle for your firm: %(constraint)s"),
    Kind.CONSTRAINT_AT_MOST: _("No serious hurdle for your firm: %(constraint)s"),
}
JOIN_LABELS: dict[Join, Promise] = {
    Join.ALL: _("All of these"),
    Join.ANY: _("Any one of these"),
}


def join_words(join: Join) -> str:
    return str(JOIN_LABELS[join])


def demand_words(clause: Clause, names: Names, audience: Audience = Audience.ADVISER) -> str:
    """One clause as a short sentence without a full stop; a firm reads no bands of severity."""
    if audience is Audience.FIRM and clause.kind in _HURDLES:
        return str(_HURDLES[clause.kind]) % {"constraint": names.constraint(clause.subject)}
    if clause.kind in RANGES:
        return _range(clause)
    if clause.kind in SETS:
        return gettext("%(what)s: %(values)s") % {
            "what": KIND_LABELS[clause.kind],
            "values": names.values(clause),
        }
    if clause.kind in (Kind.RECEIVED, Kind.NOT_RECEIVED):
        return _support(clause, names)
    return _other(clause, names)


def _range(clause: Clause) -> str:
    words: dict[str, Any] = {"what": KIND_LABELS[clause.kind]}
    if clause.low is not None:
        words["low"] = amount_words(clause.low, clause.currency)
    if clause.high is not None:
        words["high"] = amount_words(clause.high, clause.currency)
    if clause.high is None:
        return gettext("%(what)s: at least %(low)s") % words
    if clause.low is None:
        return gettext("%(what)s: at most %(high)s") % words
    if clause.low == clause.high:
        return gettext("%(what)s: exactly %(low)s") % words
    return gettext("%(what)s: from %(low)s to %(high)s") % words


def _support(clause: Clause, names: Names) -> str:
    words = {"values": names.values(clause), "months": clause.window}
    if clause.window is None:
        if clause.kind is Kind.RECEIVED:
            return gettext("Received before: %(values)s") % words
        return gettext("Never received: %(values)s") % words
    if clause.kind is Kind.RECEIVED:
        pattern = ngettext(
            "Received in the last %(months)d month: %(values)s",
            "Received in the last %(months)d months: %(values)s",
            clause.window,
        )
    else:
        pattern = ngettext(
            "Not received in the last %(months)d month: %(values)s",
            "Not received in the last %(months)d months: %(values)s",
            clause.window,
        )
    return pattern % words


def _other(clause: Clause, names: Names) -> str:
    match clause.kind:
        case Kind.OWNED:
            return str(OWNERSHIP_LABELS[clause.subject])
        case Kind.NOT_OWNED:
            return str(_NOT_OWNED[clause.subject])
        case Kind.MARKETS_INCLUDE:
            return gettext("Active in: %(values)s") % {"values": names.values(clause)}
        case Kind.MARKETS_NONE:
            return gettext("Not active in any market abroad")
        case Kind.CONSTRAINT_AT_LEAST:
            return gettext("%(constraint)s: %(band)s or worse") % _constraint(clause, names)
        case Kind.CONSTRAINT_AT_MOST:
            return gettext("%(constraint)s: %(band)s or milder") % _constraint(clause, names)
        case Kind.DOCUMENT:
            return _document(clause, names)
    return ngettext(
        "Aid of the last %(years)d year with this grant of %(grant)s: at most %(high)s",
        "Aid of the last %(years)d years with this grant of %(grant)s: at most %(high)s",
        clause.window or 0,
    ) % {
        "years": clause.window,
        "grant": amount_words(clause.grant or 0, clause.currency),
        "high": amount_words(clause.high or 0, clause.currency),
    }


def _constraint(clause: Clause, names: Names) -> dict[str, str]:
    return {"constraint": names.constraint(clause.subject), "band": band_words(clause.values[0])}


def _document(clause: Clause, names: Names) -> str:
    words = {"document": names.intervention(clause.subject)}
    if clause.day is None:
        return gettext("Certificate from “%(document)s”, still valid") % words
    words["day"] = day_words(clause.day)
    return gettext("Certificate from “%(document)s”, valid on %(day)s") % words
