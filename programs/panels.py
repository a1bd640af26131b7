"""Panels of the firm page and of the assessment's result that `programs` fills.

All of them together read one firm once: what is shared stands in `FirmHelp`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.shared import clock
from firms.accounts.models import User
from firms.accounts.roles import Capability
from firms.register import panels
from firms.register.models import Firm
from programs.allocation.models import Offering
from programs.allocation.selectors import open_offerings
from programs.engagements.models import Engagement
from programs.engagements.rules import FINAL, State
from programs.engagements.selectors import help_of
from programs.followups.models import FollowUp
from programs.followups.selectors import open_follow_ups
from programs.matching.models import Recommendation
from programs.matching.selectors import Recommended, names_for, recommendations_for
from programs.matching.sentences import Names
from programs.outcomes.selectors import results_of


@dataclass(frozen=True)
class Card:
    """A recommendation with the next dated offer for it."""

    row: Recommendation
    offering: Offering | None


class FirmHelp:
    """What several panels of one firm read, each part fetched once and only when asked for."""

    def __init__(self, firm: Firm, user: User) -> None:
        self.firm, self.user = firm, user

    @cached_property
    def today(self) -> date:
        return clock.today()

    @cached_property
    def engagements(self) -> list[Engagement]:
        return help_of(self.firm, self.user)

    @cached_property
    def recommended(self) -> Recommended:
        running = {row.intervention_id for row in self.engagements if State(row.state) not in FINAL}
        return recommendations_for(self.firm, received=running)

    @cached_property
    def names(self) -> Names:
        found = self.recommended
        return names_for(found.pack, found.bundle + found.rest) if found.pack else Names()

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        return open_follow_ups(self.firm, self.user)

    @cached_property
    def cards(self) -> list[Card]:
        shown = self.recommended.shown
        offerings = open_offerings(
            self.user, self.firm, [row.intervention_id for row in shown], today=self.today
        )
        return [Card(row, offerings.get(row.intervention_id)) for row in shown]


_OF_REQUEST: WeakKeyDictionary[HttpRequest, FirmHelp] = WeakKeyDictionary()


def firm_help(firm: Firm, user: User, request: HttpRequest) -> FirmHelp:
    """The shared reads of this request; another firm in the same request gets its own."""
    found = _OF_REQUEST.get(request)
    if found is None or found.firm.pk != firm.pk:
        found = _OF_REQUEST[request] = FirmHelp(firm, user)
    return found


def next_action(firm: Firm, user: User, request: HttpRequest) -> Mapping[str, Any]:
    """The earliest open follow-up, or what to do when there is none."""
    found = firm_help(firm, user, request)
    return {"next": found.follow_ups[0] if found.follow_ups else None, "today": found.today}


def promised_and_due(firm: Firm, user: User, request: HttpRequest) -> Mapping[str, Any]:
    """Open follow-ups, the earliest first."""
    found = firm_help(firm, user, request)
    return {
        "follow_ups": found.follow_ups,
        "firm": firm,
        "today": found.today,
        "may_follow_up": user.may(Capability.MANAGE_FOLLOWUPS),
    }


def help_received(firm: Firm, user: User, request: HttpRequest) -> Mapping[str, Any]:
    """Engagements, what runs first."""
    return {"engagements": firm_help(firm, user, request).engagements, "firm": firm}


def results_so_far(firm: Firm, user: User, request: HttpRequest) -> Mapping[str, Any]:
    """What came of the help, each result with its grade."""
    return {
        "results": results_of(firm, user),
        "firm": firm,
        "may_record": user.may(Capability.RECORD_OUTCOMES),
    }


def help_that_fits(firm: Firm, user: User, request: HttpRequest) -> Mapping[str, Any]:
    """Recommendation cards, alternatives, and whether the matching is still to be done."""
    found = firm_help(firm, user, request)
    return {
        "firm": firm,
        "recommended": found.recommended,
        "cards": found.cards,
        "names": found.names,
        "covered": _covered(found.recommended),
        "may_assign": user.may(Capability.ASSIGN_HELP),
    }


def _covered(recommended: Recommended) -> float | None:
    """The share of the top constraints' priority that the bundle takes, 0 to 1."""
    shares = [row.adds for row in recommended.bundle if row.adds is not None]
    return float(sum(shares)) if shares else None


def bundle(firm: Firm, user: User, request: HttpRequest) -> Mapping[str, Any]:
    """The bundle as a form with ticks: what it covers, and the next best beside it."""
    found = firm_help(firm, user, request)
    recommended = found.recommended
    beside = [row for row in recommended.rest if row.is_eligible][:2]
    return {
        "firm": firm,
        "recommended": recommended,
        "rows": [*recommended.bundle, *beside],
        "names": found.names,
        "may_assign": user.may(Capability.ASSIGN_HELP),
    }


def register() -> None:
    """Put the panels on the pages."""
    panels.register(
        "programs.next",
        _("Next action"),
        order=90,
        region="facts",
        template="programs/followups/panel_next.html",
        context=next_action,
    )
    panels.register(
        "programs.received",
        _("Help received"),
        order=40,
        region="main",
        template="programs/engagements/panel_received.html",
        context=help_received,
    )
    panels.register(
        "programs.results",
        _("Results so far"),
        order=50,
        region="main",
        template="programs/outcomes/panel_results.html",
        context=results_so_far,
    )
    panels.register(
        "programs.promised",
        _("Promised and due"),
        order=10,
        region="side",
        template="programs/followups/panel_promised.html",
        context=promised_and_due,
    )
    panels.register(
        "programs.fits",
        _("Help that fits now"),
        order=10,
        region="wide",
        template="programs/matching/panel_fits.html",
        context=help_that_fits,
    )
    panels.register(
        "programs.bundle",
        _("A bundle for the top constraints"),
        order=10,
        region="result",
        template="programs/matching/panel_bundle.html",
        context=bundle,
    )
