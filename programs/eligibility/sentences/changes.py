"""What would make a firm eligible: for the adviser with figures, for the firm in plain words."""

from typing import Any

from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from programs.eligibility.rules import Change, Kind
from programs.eligibility.sentences.demands import demand_words
from programs.eligibility.sentences.findings import found_value
from programs.eligibility.sentences.names import (
    Audience,
    Names,
    amount_words,
    band_words,
    day_words,
)

#: The state to reach, by kind: for the adviser, and for the firm.
_TOWARDS: dict[Kind, tuple[Any, Any]] = {
    Kind.STAGE: (
        _("The firm reaches the stage %(values)s; it is now in %(value)s."),
        _("Your firm reaches the stage %(values)s; at present it is in %(value)s."),
    ),
    Kind.EMPLOYEES: (
        _("The firm has at least %(low)s employees; on record: %(value)s."),
        _("Your firm has at least %(low)s employees; our record shows %(value)s."),
    ),
    Kind.TURNOVER: (
        _("The turnover of a year is at least %(low)s; on record: %(value)s."),
        _("Your turnover of a year is at least %(low)s; our record shows %(value)s."),
    ),
    Kind.PRODUCT_FORM: (
        _("The firm also sells in this form: %(values)s; on record: %(value)s."),
        _("You also sell in this form: %(values)s; our record shows %(value)s."),
    ),
    Kind.MARKETS_INCLUDE: (
        _("The firm is active in %(values)s; its markets on record: %(value)s."),
        _("You are active in %(values)s; our record shows these markets: %(value)s."),
    ),
    Kind.CONSTRAINT_AT_MOST: (
        _("The constraint “%(constraint)s” is %(band)s or milder; it is now %(value)s."),
        _("“%(constraint)s” holds you back less than today; your adviser can help with it."),
    ),
    Kind.RECEIVED: (
        _("The firm has completed this help first: %(values)s."),
        _("You have completed this help first: %(values)s."),
    ),
    Kind.DOCUMENT: (
        _("A valid certificate from “%(document)s” is there; on record: %(value)s."),
        _("You hold a valid certificate from “%(document)s”; our record shows: %(value)s."),
    ),
}
_COUNTED: dict[Kind, tuple[Any, Any]] = {
    Kind.EXPORT_YEARS: (
        ngettext_lazy(
            "The firm has %(low)d year of exports; at present on record: %(value)s.",
            "The firm has %(low)d years of exports; at present on record: %(value)s.",
            "low",
        ),
        ngettext_lazy(
            "You have exported in %(low)d year; our record shows at present: %(value)s.",
            "You have exported in %(low)d years; our record shows at present: %(value)s.",
            "low",
        ),
    ),
    Kind.MARKETS_AT_LEAST: (
        ngettext_lazy(
            "The firm is active in %(low)d market abroad; on record: %(value)s.",
            "The firm is active in %(low)d markets abroad; on record: %(value)s.",
            "low",
        ),
        ngettext_lazy(
            "You are active in %(low)d market abroad; our record shows %(value)s.",
            "You are active in %(low)d markets abroad; our record shows %(value)s.",
            "low",
        ),
    ),
}
#: What only time brings: with the day known, and without.
_WAITS: dict[Kind, tuple[Any, Any]] = {
    Kind.AGE: (_("Enough time has passed since founding: from %(day)s on."), ""),
    Kind.NOT_RECEIVED: (
        _("Enough time has passed since the earlier help: from %(day)s on."),
        _("The help under way has ended, and enough time has passed since."),
    ),
    Kind.AID_CEILING: (
        _("Enough of the earlier aid no longer counts: from %(day)s on."),
        _("Enough of the earlier aid no longer counts; its days have to be looked at."),
    ),
}


def heading_words(changes: tuple[Change, ...] | None, audience: Audience) -> str:
    """The line over the changes; for a pass an empty one."""
    if changes is None:
        if audience is Audience.FIRM:
            return gettext(
                "This offer is meant for other firms. Your adviser will gladly show you what fits."
            )
        return gettext("Nothing a firm should do would make this one eligible.")
    if not changes:
        return ""
    if audience is Audience.FIRM:
        return ngettext(
            "You can take part once this is so:",
            "You can take part once all of this is so:",
            len(changes),
        )
    return ngettext("Eligible once this is so:", "Eligible once all of this is so:", len(changes))


def change_words(change: Change, names: Names, audience: Audience) -> str:
    """One thing that has to become true, or to be found out."""
    clause, place = change.clause, 0 if audience is Audience.ADVISER else 1
    words: dict[str, Any] = {"demand": demand_words(clause, names, audience)}
    if change.must_find_out:
        if audience is Audience.FIRM:
            return gettext("Please tell us whether this is so: %(demand)s.") % words
        return gettext("To be found out: %(demand)s.") % words
    if clause.kind in _WAITS:
        return _waiting(change)
    words |= _figures(change, names)
    if clause.kind in _COUNTED:
        return str(_COUNTED[clause.kind][place] % words)
    return str(_TOWARDS[clause.kind][place]) % words


def _waiting(change: Change) -> str:
    with_day, without = _WAITS[change.clause.kind]
    if change.earliest is None:
        return str(without)
    return str(with_day) % {"day": day_words(change.earliest)}


def _figures(change: Change, names: Names) -> dict[str, Any]:
    """Everything a sentence may hold of the clause and of what was found."""
    clause, found = change.clause, dict(change.reading.found)
    words: dict[str, Any] = {
        "values": names.values(clause),
        "value": found_value(clause, found, names) if found else gettext("none"),
        "document": names.intervention(clause.subject),
        "constraint": names.constraint(clause.subject),
    }
    if clause.kind is Kind.CONSTRAINT_AT_MOST:
        words["band"] = band_words(clause.values[0])
    if clause.kind in _COUNTED:
        words["low"] = clause.low
    elif clause.low is not None:
        words["low"] = amount_words(clause.low, clause.currency)
    return words
