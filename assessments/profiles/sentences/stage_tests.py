"""The words of each stage test: what is tested, what the record says, what would change it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.profiles.models import OVERLAY_LABELS, PATHWAY_LABELS
from assessments.profiles.sentences.words import (
    Figures,
    Words,
    amount,
    country_list,
    not_recorded,
    share,
)
from assessments.scoring.results import Overlay, Pathway

#: Tests that hold when something bad happened; pages show them the other way round.
WARNINGS = frozenset({"share_fall", "markets_halved"})

Three = tuple[str, str, str]


@dataclass(frozen=True)
class TestLine:
    """One row: `verdict` True, False or None for unknown, good news always True."""

    __test__ = False

    code: str
    verdict: bool | None
    title: str
    record: str
    change: str


def line_of(test: Figures, words: Words) -> TestLine:
    """A stored test as a row; a code of an older version shows as it is."""
    passed, code = test["passed"], test["code"]
    if test["gate"] == "pathway":
        title, record, change = _pathway(test, words)
    elif test["gate"] == "overlay":
        title, record, change = _overlay(test, words)
    else:
        worded = WORDED.get(code)
        title, record, change = worded(test, words) if worded else (code, "", "")
    if code in WARNINGS and passed is not None:
        passed = not passed
    return TestLine(code, passed, title, record, "" if passed else change)


def _exports_every_year(test: Figures, _words: Words) -> Three:
    found, years = test["found"], test["needed"]["years"]
    exports, currency = found.get("exports", {}), found.get("currency", "")
    if not exports:
        title = ngettext(
            "Exports in the last reporting year", "Exports in the last %(n)d reporting years", years
        )
        return title % {"n": years}, not_recorded(), _("Record turnover and exports by year")
    listed = get_text_list(sorted(exports), _("and"))
    record = " ".join(_year(year, exports[year], currency) for year in sorted(exports))
    return _("Exports in %(years)s") % {"years": listed}, record, _next_window(exports, years)


def _year(year: str, value: str | None, currency: str) -> str:
    if value is None:
        return _("%(year)s: not on record.") % {"year": year}
    if not Decimal(value):
        return _("%(year)s: none.") % {"year": year}
    return _("%(year)s: %(amount)s.") % {"year": year, "amount": amount(value, currency)}


def _next_window(exports: dict[str, str | None], years: int) -> str:
    """The first year in which the window can be full, or the figures that are missing."""
    missing = [year for year in sorted(exports) if exports[year] is None]
    if missing:
        return _("Figures of %(years)s") % {"years": get_text_list(missing, _("and"))}
    none = [int(year) for year, value in exports.items() if not Decimal(value or 0)]
    if not none:
        return ""
    return _("Exports every year up to %(year)s") % {"year": max(none) + years}


def _exports_since_founding(test: Figures, _words: Words) -> Three:
    found, needed = test["found"], test["needed"]
    title = _("Younger than %(years)s years: exports each year, share at least %(share)s") % {
        "years": needed["younger_than"],
        "share": share(needed["share"]),
    }
    if found.get("age") is None:
        return title, _("Year of founding not on record."), _("Record when the firm was founded")
    return title, _("%(age)s years old.") % {"age": found["age"]}, ""


def _share(test: Figures, _words: Words) -> Three:
    found, needed = test["found"], Decimal(test["needed"]["share"])
    title = _("Export share of turnover at least %(share)s") % {"share": share(needed)}
    if found.get("share") is None:
        return title, not_recorded(), _("Record turnover and exports of the latest year")
    record = _("%(share)s in %(year)s.") % {"share": share(found["share"]), "year": found["year"]}
    if not found.get("turnover"):
        return title, record, ""
    lacking = (needed - Decimal(found["share"])) * Decimal(found["turnover"])
    more = amount(max(lacking, Decimal(0)), found.get("currency", ""))
    return title, record, _("About %(amount)s more at that turnover") % {"amount": more}


def _markets(test: Figures, _words: Words) -> Three:
    needed, found = test["needed"]["markets"], test["found"]["markets"]
    title = ngettext(
        "At least %(n)d active foreign market", "At least %(n)d active foreign markets", needed
    ) % {"n": needed}
    if found is None:
        return title, not_recorded(), _("Record the markets entered and left")
    lacking = needed - found
    change = ngettext("%(n)d more market", "%(n)d more markets", lacking) % {"n": lacking}
    countries = country_list(test["found"].get("countries", []))
    return title, f"{countries}." if countries else _("None."), change


def _repeat_buyers(test: Figures, _words: Words) -> Three:
    needed, found = test["needed"]["repeat_buyers"], test["found"]["repeat_buyers"]
    title = ngettext(
        "At least %(n)d repeat foreign buyer", "At least %(n)d repeat foreign buyers", needed
    ) % {"n": needed}
    if found is None:
        return title, not_recorded(), _("Ask how many foreign buyers ordered again")
    lacking = needed - found
    change = ngettext(
        "A second order from %(n)d more buyer", "A second order from %(n)d more buyers", lacking
    )
    record = ngettext("%(n)d on record.", "%(n)d on record.", found)
    return title, record % {"n": found}, change % {"n": lacking}


def _commitment(test: Figures, words: Words) -> Three:
    above, mode = words.mode(test["needed"]["above_mode"]), test["found"]["mode"]
    title = _("Commitment above: %(mode)s") % {"mode": above}
    change = _("An own export function, a distributor contract or an entity abroad")
    return title, f"{words.mode(mode)}." if mode else not_recorded(), change


def _implementation_step(test: Figures, words: Words) -> Three:
    months = test["needed"]["months"]
    title = ngettext(
        "A step abroad in the last month", "A step abroad in the last %(n)d months", months
    ) % {"n": months}
    steps = sorted({words.step(code) for code in test["found"]["steps"]})
    record = f"{', '.join(steps)}." if steps else _("None on record.")
    return title, record, _("An offer, a sample, a meeting, a fair or a contract, with evidence")


def _export_invoice(test: Figures, _words: Words) -> Three:
    line, months = test["needed"]["months"], test["found"]["months"]
    title = ngettext("An export in the last month", "An export in the last %(n)d months", line) % {
        "n": line
    }
    return title, _months_since(months), _("An export invoice")


def _months_since(months: int | None) -> str:
    if months is None:
        return _("No export on record.")
    if not months:
        return _("Within the last month or the running year.")
    words = ngettext(
        "The last one %(n)d month ago at least.", "The last one %(n)d months ago at least.", months
    )
    return words % {"n": months}


def _value_up(test: Figures, _words: Words) -> Three:
    title = _("Exports up by at least %(share)s on the two years before") % {
        "share": share(test["needed"]["rise"])
    }
    return title, "", ""


def _market_added(test: Figures, _words: Words) -> Three:
    months = test["needed"]["months"]
    title = ngettext(
        "A market added in the last month", "A market added in the last %(n)d months", months
    )
    return title % {"n": months}, "", ""


def _no_exit_trigger(test: Figures, _words: Words) -> Three:
    months = test["needed"]["months"]
    title = ngettext(
        "No market left in the last month", "No market left in the last %(n)d months", months
    )
    return title % {"n": months}, "", ""


def _not_dormant(test: Figures, _words: Words) -> Three:
    line = test["needed"]["months"]
    title = ngettext(
        "Not dormant: an export in the last month",
        "Not dormant: an export in the last %(n)d months",
        line,
    ) % {"n": line}
    return title, _months_since(test["found"]["months"]), _("An export invoice")


def _share_fall(test: Figures, _words: Words) -> Three:
    found = test["found"]
    title = _("Export share has not fallen by %(part)s in two years") % {
        "part": test["needed"]["fall"]
    }
    if found.get("share") is None or found.get("from_share") is None:
        return title, not_recorded(), ""
    record = _("%(before)s in %(from_year)s, %(now)s in %(year)s.") % {
        "before": share(found["from_share"]),
        "from_year": found["from_year"],
        "now": share(found["share"]),
        "year": found["year"],
    }
    return title, record, ""


def _markets_halved(test: Figures, _words: Words) -> Three:
    found = test["found"]["markets"]
    title = _("Active markets have not halved in two years")
    if found is None:
        return title, not_recorded(), ""
    return title, ngettext("%(n)d now.", "%(n)d now.", found) % {"n": found}, ""


def _pathway(test: Figures, words: Words) -> Three:
    label = str(PATHWAY_LABELS[Pathway(test["code"])])
    return label, words.rule(words.pack.pathways, test["code"]), ""


def _overlay(test: Figures, words: Words) -> Three:
    label = str(OVERLAY_LABELS[Overlay(test["code"])])
    return label[:1].upper() + label[1:], words.rule(words.pack.overlays, test["code"]), ""


WORDED: dict[str, Callable[[Figures, Words], Three]] = {
    "exports_every_year": _exports_every_year,
    "exports_since_founding": _exports_since_founding,
    "share": _share,
    "markets": _markets,
    "repeat_buyers": _repeat_buyers,
    "commitment": _commitment,
    "implementation_step": _implementation_step,
    "export_invoice": _export_invoice,
    "value_up": _value_up,
    "market_added": _market_added,
    "no_exit_trigger": _no_exit_trigger,
    "not_dormant": _not_dormant,
    "share_fall": _share_fall,
    "markets_halved": _markets_halved,
}
