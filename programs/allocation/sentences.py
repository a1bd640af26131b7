"""Why an application ended as it did, in words: for staff with figures, for the firm plainly."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from config.shared.templatetags.ui import number
from programs.allocation.labels import group_in_words
from programs.allocation.models import Application, ApplicationState
from programs.matching.sentences import Names, refusal_text, remedy_text

Because = Mapping[str, Any]

FOR_STAFF = {
    "best": _("Belongs to the choice with the largest expected benefit."),
    "higher_benefit": _(
        "Expected benefit %(benefit)s; every seat it could have is worth at least %(lowest)s."
    ),
    "lot": _("Expected benefit %(benefit)s, as much as a seat it could have had; the lot decided."),
    "reserved": _("The seats left for the taking are kept for %(group)s."),
    "quota_full": _("The seats for %(group)s are all given."),
    "rival": _("A direct competitor has a seat: %(other)s."),
    "firm_cap": _("The firm has the seats that one firm may have."),
    "budget": _("The money left does not suffice: %(left)s."),
    "no_seats": _("There was no seat to give."),
    "not_eligible": _("Not eligible. %(why)s"),
    "criteria": _("Does not meet the conditions of the offering; its application says which."),
    "firm_left": _("The firm is no longer a client."),
    "not_served": _("The program is for firms of another office."),
    "by_hand": _("Decided by a person."),
    "swapped": _("Exchanged by a person."),
    "reopened": _("The refusal was taken back."),
    "cancelled": _("The offering was cancelled."),
    "none_came_free": _("No place came free before it began."),
    "lapsed": _("The offer was not answered in time."),
}

FOR_FIRM = {
    "higher_benefit": _(
        "More firms asked than there are places. They went to firms for which we expect more "
        "from it at this time."
    ),
    "lot": _(
        "More firms asked than there are places, and from some we expect the same; the lot decided."
    ),
    "reserved": _("The last places are kept for %(group)s."),
    "quota_full": _("The places for %(group)s are all given."),
    "rival": _("A firm that offers the same goes already; we do not send two competitors."),
    "firm_cap": _("You have a place elsewhere already; each firm gets one."),
    "budget": _("The money that is left does not suffice for the amount you asked for."),
    "no_seats": _("There was no place to give."),
    "not_eligible": _("Your firm does not meet the conditions yet. %(why)s"),
    "criteria": _("Your firm does not meet the conditions yet."),
    "firm_left": _("Your firm is not a client of the agency any more."),
    "swapped": _(
        "Your application was weighed with the others; the place went to another firm, for "
        "reasons that the agency has on record."
    ),
    "not_served": _("This offer is for firms of another office of the agency."),
    "reopened": _("We look at your application again."),
    "cancelled": _("It does not take place."),
    "none_came_free": _("No place came free before it began."),
    "lapsed": _("You did not answer the offer in time."),
}


def why_for_staff(because: Because, names: Names, *, firms: Mapping[int, str]) -> str:
    """The reason with its figures; a competitor by name only where `firms` knows it."""
    return _said(FOR_STAFF, because, names, firms)


def why_for_firm(application: Application, names: Names) -> str:
    """What the firm reads about the end of its application; empty while nothing is decided."""
    if application.state not in {
        ApplicationState.WAITING,
        ApplicationState.REFUSED,
        ApplicationState.LAPSED,
    }:
        return ""
    return _said(FOR_FIRM, application.because, names, {})


def words_of_person(application: Application) -> str:
    """What somebody wrote for the firm: why it is refused, or why it stands again."""
    is_told = application.state == ApplicationState.REFUSED
    is_told |= application.because.get("code") == "reopened"
    return application.reason if is_told else ""


def _said(words: Mapping[str, Any], because: Because, names: Names, firms: Any) -> str:
    code = because.get("code", "")
    if code == "higher_benefit" and because.get("benefit") == because.get("lowest"):
        code = "lot"
    sentence = words.get(code)
    if sentence is None:
        return ""
    return str(sentence) % {
        "benefit": _points(because.get("benefit")),
        "lowest": _points(because.get("lowest")),
        "group": group_in_words(because.get("group") or ""),
        "other": firms.get(because.get("other"), "–"),
        "left": number_format(Decimal(because.get("left") or 0) / 100, decimal_pos=2),
        "why": _not_eligible(because.get("why", ()), names),
    }


def _points(thousandths: int | None) -> str:
    return number(None if thousandths is None else Decimal(thousandths) / 1000, 1)


def _not_eligible(why: Any, names: Names) -> str:
    sentences = []
    for each in why:
        sentences.append(refusal_text(each["code"], each["params"], names))
        if remedy := each["remedy"]:
            sentences.append(remedy_text(remedy["code"], remedy["params"], names))
    return " ".join(sentences)


def letter_of(application: Application) -> str:
    """What the firm reads about where its application stands, in one sentence or two."""
    is_reopened = application.because.get("code") == "reopened"
    if is_reopened and application.state == ApplicationState.APPLIED:
        return str(FOR_FIRM["reopened"])
    until = application.offer_until
    return str(LETTERS[ApplicationState(application.state)]) % {
        "apply_by": date_format(application.offering.apply_by, "DATE_FORMAT"),
        "until": date_format(localtime(until), pgettext("date", "j M Y, H:i")) if until else "–",
        "rank": _place(application) or "–",
    }


def _place(application: Application) -> int | None:
    if application.state != ApplicationState.WAITING:
        return None
    row = Application.objects.filter(pk=application.pk).with_place_in_line().first()
    return getattr(row, "place_in_line", None)


#: What follows for the firm, by state, as a letter says it.
LETTERS = {
    ApplicationState.APPLIED: _("We received your application and will decide after %(apply_by)s."),
    ApplicationState.OFFERED: _("A place is held for you. Please accept it before %(until)s."),
    ApplicationState.SEATED: _("Your place is confirmed."),
    ApplicationState.WAITING: _(
        "You are number %(rank)s on the waiting list. When a place comes free, it is offered in "
        "this order and we write to you."
    ),
    ApplicationState.DECLINED: _("You declined the place. Thank you for telling us."),
    ApplicationState.LAPSED: _("The place went to the next firm in line."),
    ApplicationState.WITHDRAWN: _("You took your application back."),
    ApplicationState.REFUSED: _("We cannot give you a place this time."),
}
