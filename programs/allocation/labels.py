"""Words for limits and quotas, the same in refusals and on pages."""

from collections.abc import Iterable

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from assessments.profiles.models import STAGE_LABELS
from assessments.scoring.results import Stage
from firms.register.sectors import DIVISIONS, sector_name
from programs.allocation.models import Offering, OfferingKind, Quota
from programs.allocation.rules import KeptOut, Shortage

#: What is scarce, by kind of offering; elsewhere they are seats.
SEATS_LABELS = {
    OfferingKind.FAIR: gettext_lazy("Stand places"),
    OfferingKind.COURSE: gettext_lazy("Places on the course"),
}


def seats_label(offering: Offering) -> str:
    """What the places of this offering are called."""
    return str(SEATS_LABELS.get(OfferingKind(offering.kind)) or _("Seats"))


#: Names that the framework has not in every language; the code for both kinds of Norwegian is left
#: out, because each stands by itself.
OWN_NAMES = {"nb": gettext_lazy("Norwegian Bokmål")}
NO_LANGUAGE = frozenset({"no"})


def language_choices() -> list[tuple[str, str]]:
    """ISO 639 codes with names in the reader's language, by name."""
    codes = (code for code in LANG_INFO if len(code) == 2 and code not in NO_LANGUAGE)
    named = (
        (code, str(OWN_NAMES.get(code) or _(get_language_info(code)["name"]))) for code in codes
    )
    return sorted(named, key=lambda pair: pair[1])


def division_choices() -> list[tuple[str, str]]:
    """ISIC divisions that firms meet most, by number."""
    return [(code, f"{code} {name}") for code, name in DIVISIONS.items()]


LIMIT_LABELS = {
    "seats": gettext_lazy("there are no more seats"),
    "budget": gettext_lazy("the money does not suffice"),
    "quota_full": gettext_lazy("a group would get more seats than its quota allows"),
    "quota_unmet": gettext_lazy("a group would get fewer seats than its quota promises"),
    "firm_cap": gettext_lazy("the firm would get more seats than one firm may have"),
    "rival": gettext_lazy("two direct competitors would go together"),
    "not_waiting": gettext_lazy("one must wait and the other must have a seat"),
    "facts": gettext_lazy("seats, money, quotas or facts about a firm"),
}


#: What keeps one of the appointed reviewers out, beside the name.
KEPT_OUT_LABELS = {
    KeptOut.INTEREST: gettext_lazy("declared an interest"),
    KeptOut.OWN_WORDS: gettext_lazy("wrote the application"),
    KeptOut.OWN_FIRM: gettext_lazy("looks after the firm"),
}


def group_in_words(key: str) -> str:
    """A group of firms as people say it: from how the rules name it."""
    group, _colon, value = key.partition(":")
    match group:
        case Quota.Group.REGION:
            return _("firms of the region %(region)s") % {"region": value}
        case Quota.Group.STAGE:
            return _("firms of the stage “%(stage)s”") % {"stage": STAGE_LABELS[Stage(value)]}
        case Quota.Group.FIRST_TIMER:
            return _("firms that go for the first time")
        case Quota.Group.WOMAN_OWNED:
            return _("women-owned firms")
        case Quota.Group.SMALL:
            return _("firms with at most %(n)s employees") % {"n": value}
    return _("firms of the sector “%(sector)s”") % {"sector": sector_name("", value) or value}


def quotas_in_words(shortages: Iterable[Shortage], offerings: Iterable[Offering]) -> str:
    """Which minima cannot be met, and how far each can be."""
    titles = {offering.pk: offering.title for offering in offerings}
    return "; ".join(
        _("%(offering)s: at least %(minimum)d %(group)s, possible %(reachable)d")
        % {
            "offering": titles[row.place],
            "minimum": row.minimum,
            "group": group_in_words(row.group),
            "reachable": row.reachable,
        }
        for row in shortages
    )
