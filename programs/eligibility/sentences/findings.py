"""What the record says on a clause, or that it says nothing."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from config.shared.templatetags.ui import number
from programs.eligibility.rules import Clause, Kind, Reading, Verdict
from programs.eligibility.sentences.names import (
    Names,
    amount_words,
    band_words,
    day_words,
)

#: What is said where nothing is on record.
MISSING: dict[Kind, Promise] = {
    Kind.STAGE: _("No stage is confirmed yet."),
    Kind.TURNOVER: _("No turnover of a recent whole year is on record."),
    Kind.EXPORT_YEARS: _("Whether there were exports is not on record."),
    Kind.MARKETS_INCLUDE: _("No market is on record."),
    Kind.MARKETS_AT_LEAST: _("No market is on record."),
    Kind.MARKETS_NONE: _("No market is on record, and none is ruled out."),
    Kind.CONSTRAINT_AT_LEAST: _("Not assessed yet."),
    Kind.CONSTRAINT_AT_MOST: _("Not assessed yet."),
    Kind.DOCUMENT: _("No such certificate is on record; one may be held all the same."),
}


def finding_words(clause: Clause, reading: Reading, names: Names) -> str:
    """What is on record, as a sentence."""
    found = dict(reading.found)
    if clause.kind is Kind.DOCUMENT and reading.verdict is Verdict.FAIL and not found:
        return gettext("No such certificate is held.")
    if not found:
        return str(MISSING.get(clause.kind) or gettext("Not on record."))
    return gettext("On record: %(value)s.") % {"value": found_value(clause, found, names)}


def found_value(clause: Clause, found: dict[str, Any], names: Names) -> str:
    """The bare value, for sentences that hold it: "12", "Growth and expansion"."""
    match clause.kind:
        case Kind.OWNED | Kind.NOT_OWNED:
            return gettext("yes") if found["is_owned"] else gettext("no")
        case Kind.MARKETS_INCLUDE | Kind.MARKETS_AT_LEAST | Kind.MARKETS_NONE:
            return _markets(clause, found, names)
        case Kind.CONSTRAINT_AT_LEAST | Kind.CONSTRAINT_AT_MOST:
            return band_words(found["band"])
        case Kind.RECEIVED | Kind.NOT_RECEIVED:
            return _support(found, names)
        case Kind.DOCUMENT:
            return _document(found)
        case Kind.TURNOVER | Kind.AID_CEILING:
            return _money(found)
        case Kind.EXPORT_YEARS:
            return _years(found)
    return number(found["n"]) if "n" in found else names.value(clause.kind, str(found["value"]))


def _markets(clause: Clause, found: dict[str, Any], names: Names) -> str:
    if not found["values"]:
        return gettext("none")
    spoken = sorted(names.value(clause.kind, code) for code in found["values"])
    if clause.kind is Kind.MARKETS_AT_LEAST:
        return f"{number(found['n'])} ({', '.join(spoken)})"
    return ", ".join(spoken)


def _support(found: dict[str, Any], names: Names) -> str:
    if "day" in found:
        words = {"help": names.intervention(found["value"]), "day": day_words(found["day"])}
        return gettext("%(help)s, completed on %(day)s") % words
    return gettext("under way now") if found["is_under_way"] else gettext("none")


def _document(found: dict[str, Any]) -> str:
    if found["day"] is None:
        return gettext("held, without a last day")
    return gettext("valid until %(day)s") % {"day": day_words(found["day"])}


def _money(found: dict[str, Any]) -> str:
    amount = amount_words(found["amount"], found["currency"])
    if "year" in found:
        return gettext("%(amount)s in %(year)s") % {"amount": amount, "year": found["year"]}
    if "doubtful" in found:
        return ngettext(
            "%(amount)s, and %(n)d engagement whose amount, day or rate is not known",
            "%(amount)s, and %(n)d engagements whose amount, day or rate is not known",
            found["doubtful"],
        ) % {"amount": amount, "n": found["doubtful"]}
    return amount


def _years(found: dict[str, Any]) -> str:
    more = found["most"] - found["n"]
    if not more:
        return number(found["n"])
    return ngettext(
        "%(n)s, and %(more)d year on which the record is silent",
        "%(n)s, and %(more)d years on which the record is silent",
        more,
    ) % {"n": number(found["n"]), "more": more}
