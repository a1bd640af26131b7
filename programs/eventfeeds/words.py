"""Doubts, kinds and facts in words. Found and proposed stand beside the sentence."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from programs.allocation.models import OfferingKind
from programs.eventfeeds.rules import BETWEEN, Decision, DoubtCode, Target

SENTENCES: Mapping[DoubtCode, str | Promise] = {
    DoubtCode.TWO_DIGIT_YEAR: _("The year has two digits. Is this the right century?"),
    DoubtCode.AMBIGUOUS_DATE: _("This date can be read in several ways. Which day is meant?"),
    DoubtCode.END_MISSING: _("The list gives no last day. When does the event end?"),
    DoubtCode.ENDS_BEFORE_START: _("The event ends before it starts. Which days are right?"),
    DoubtCode.PAST_EVENT: _("The event is over already. Shall it be kept with these days?"),
    DoubtCode.OTHER_YEAR_IN_TEXT: _(
        "The text names another year than the days of the event, %(days)s. Which days are right?"
    ),
    DoubtCode.COST_ODD: _("The cost is not written as the mapping says. Is it read rightly?"),
    DoubtCode.COST_NOT_READABLE: _("The cost cannot be read. What does a place cost?"),
    DoubtCode.COUNTRY_UNKNOWN: _(
        "“%(named)s” is no country we know. In which country is %(stop)s?"
    ),
    DoubtCode.COUNTRY_MISSING: _("No country is named. Where does it take place?"),
    DoubtCode.STOP_NOT_READABLE: _("The days of the stop %(stop)s cannot be read. When is it?"),
    DoubtCode.STOP_ENDS_BEFORE_START: _("The stop %(stop)s ends before it starts. When is it?"),
    DoubtCode.STOP_BEFORE_EVENT: _(
        "The stop %(stop)s starts before the event, %(event)s. On which day does the event start?"
    ),
    DoubtCode.STOP_AFTER_EVENT: _(
        "The stop %(stop)s ends after the event, %(event)s. On which day does the event end?"
    ),
    DoubtCode.STOP_OUTSIDE_EVENT: _(
        "The stop %(stop)s lies far from the days of the event, %(event)s. When is it?"
    ),
    DoubtCode.KIND_UNKNOWN: _("The mapping does not know this kind of event. What is it?"),
    DoubtCode.INDUSTRY_UNKNOWN: _(
        "The mapping does not know these industries. Which divisions of ISIC are meant?"
    ),
    DoubtCode.TEXT_DAMAGED: _(
        "A sign of this text was lost before the file came here. What stood there?"
    ),
    DoubtCode.SAME_EVENT: _("This looks like the event of row %(row)s. Are they one event?"),
    DoubtCode.CHANGED: _(
        "This row was imported before and tells something else now. Which version holds?"
    ),
}

#: The same in a few words, where doubts are counted.
LABELS: Mapping[DoubtCode, str | Promise] = {
    DoubtCode.TWO_DIGIT_YEAR: _("Year of two digits"),
    DoubtCode.AMBIGUOUS_DATE: _("Date that can be read in several ways"),
    DoubtCode.END_MISSING: _("Last day missing"),
    DoubtCode.ENDS_BEFORE_START: _("End before the start"),
    DoubtCode.PAST_EVENT: _("Event that is over"),
    DoubtCode.OTHER_YEAR_IN_TEXT: _("Another year in the text"),
    DoubtCode.COST_ODD: _("Cost written oddly"),
    DoubtCode.COST_NOT_READABLE: _("Cost that cannot be read"),
    DoubtCode.COUNTRY_UNKNOWN: _("Unknown country"),
    DoubtCode.COUNTRY_MISSING: _("Country missing"),
    DoubtCode.STOP_NOT_READABLE: _("Days of a stop that cannot be read"),
    DoubtCode.STOP_ENDS_BEFORE_START: _("Stop that ends before it starts"),
    DoubtCode.STOP_BEFORE_EVENT: _("Stop that starts before its event"),
    DoubtCode.STOP_AFTER_EVENT: _("Stop that ends after its event"),
    DoubtCode.STOP_OUTSIDE_EVENT: _("Stop far from the days of its event"),
    DoubtCode.KIND_UNKNOWN: _("Kind the mapping does not know"),
    DoubtCode.INDUSTRY_UNKNOWN: _("Industries the mapping does not know"),
    DoubtCode.TEXT_DAMAGED: _("Text with a lost sign"),
    DoubtCode.SAME_EVENT: _("The same event twice"),
    DoubtCode.CHANGED: _("Row that changed since it was imported"),
}

DECISIONS: Mapping[str, str | Promise] = {
    Decision.ACCEPT: _("Take the new version"),
    Decision.DROP: _("Leave the row out"),
    Decision.KEEP_FIRST: _("Keep the first"),
    Decision.KEEP_SECOND: _("Keep this one"),
    Decision.MERGE: _("Keep the first and merge the texts"),
    Decision.KEEP_BOTH: _("Keep both"),
}

TOLD: Mapping[str, str | Promise] = {
    "title": _("Title"),
    "kind": _("Kind"),
    "days": _("Days"),
    "cost": _("Cost"),
    "stops": _("Stops"),
    "sectors": _("Sectors"),
    "summary": _("What it is about"),
}


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """The question, in the reader's language."""
    empty = dict.fromkeys(("days", "named", "stop", "event", "row"), "–")
    words = {**empty, **params}
    days = {name: in_words(str(words[name])) for name in ("days", "event")}
    return str(SENTENCES[DoubtCode(code)]) % {**words, **days}


def in_words(value: str) -> str:
    """A day or a period as people read it; any other text as it is."""
    first, _between, last = value.partition(BETWEEN)
    try:
        days = [date.fromisoformat(day) for day in (first, last) if day]
    except ValueError:
        return value
    return BETWEEN.join(dict.fromkeys(date_format(day, pgettext("date", "j M Y")) for day in days))


def proposal(target: str, value: str | None, names: Mapping[str, str]) -> str:
    """A proposal or an answer as people read it. `names`: code of an intervention → its name."""
    if value is None:
        return gettext("Nothing can be proposed")
    if target in (Target.TWIN, Target.VERSION):
        return str(DECISIONS.get(value, value))
    if not value and target == Target.SIGN:
        return gettext("Nothing")
    if not value:
        return gettext("Leave it unknown")
    if target == Target.STOP_COUNTRY:
        return str(countries.name(value) or value)
    return kind_in_words(value, names) if target == Target.KIND else in_words(value)


def kind_in_words(value: str, names: Mapping[str, str]) -> str:
    """`fair:trade_fair` as the kind of offering and the name of the help."""
    kind, _colon, code = value.partition(":")
    label = OfferingKind(kind).label if kind in OfferingKind.values else kind
    return f"{label}, {names.get(code, code)}"
