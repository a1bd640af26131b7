"""Reads of offers for the firm's own people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from firms.accounts.models import User
from firms.register.models import Firm
from programs.allocation.conditions import RELATED
from programs.allocation.models import Application, ApplicationState, Offering
from programs.allocation.rules import LIVE
from programs.allocation.selectors import conditions_met, reading_names
from programs.allocation.sentences import letter_of, why_for_firm, words_of_person
from programs.eligibility.explanations import Explanation
from programs.eligibility.sentences import Audience
from programs.matching.cards import eligibility
from programs.matching.models import Recommendation
from programs.matching.sentences import Names


@dataclass(frozen=True)
class Offer:
    """An offering the firm may ask for. `is_eligible` None: not assessed yet, so nobody knows."""

    offering: Offering
    is_eligible: bool | None
    condition: str


@dataclass(frozen=True)
class Asked:
    """An application as the firm reads it."""

    application: Application
    letter: str
    why: str
    words: str

    @property
    def is_offered(self) -> bool:
        return self.application.state == ApplicationState.OFFERED

    @property
    def takes_documents(self) -> bool:
        return self.application.state in LIVE

    @property
    def may_withdraw(self) -> bool:
        return self.application.state in {
            ApplicationState.APPLIED,
            ApplicationState.WAITING,
            ApplicationState.SEATED,
        }


@dataclass(frozen=True)
class OffersPage:
    """What was asked for, the open answers first, and what can be asked for."""

    firm: Firm
    asked: Sequence[Asked]
    offers: Sequence[Offer]


def offers_page(user: User, firm: Firm, *, today: date) -> OffersPage:
    """The firm's applications and the open offers: five queries, however many there are."""
    names = reading_names()
    applications = list(
        Application.objects.visible_to(user)
        .filter(firm=firm)
        .select_related(
            "firm", "offering__intervention", *(f"offering__{name}" for name in RELATED)
        )
        .annotate(documents_count=Count("documents"))
        .order_by("-offering__starts_on", "-pk")
    )
    asked = [asked_of(row, names) for row in applications]
    live = {row.offering_id for row in applications if row.state not in _MAY_ASK_ANEW}
    offerings = (
        Offering.objects.visible_to(user)
        .serving(Firm.objects.filter(pk=firm.pk))
        .taking(on=today)
        .exclude(pk__in=live)
        .filter(starts_on__gte=today)
        .select_related("intervention")
        .order_by("apply_by", "pk")
    )
    return OffersPage(
        firm=firm,
        asked=sorted(asked, key=lambda row: not row.is_offered),
        offers=_offers(list(offerings), firm, names),
    )


_MAY_ASK_ANEW = frozenset(
    {ApplicationState.WITHDRAWN, ApplicationState.DECLINED, ApplicationState.LAPSED}
)


def asked_of(application: Application, names: Names) -> Asked:
    """What the firm reads about one application."""
    why = why_for_firm(application, names)
    if application.because.get("code") == "criteria":
        found = conditions_met(application, Audience.FIRM)
        why = f"{why} {found.in_one_line}" if found else why
    return Asked(application, letter_of(application), why, words_of_person(application))


def _offers(offerings: Sequence[Offering], firm: Firm, names: Names) -> list[Offer]:
    known = {
        row.intervention_id: row
        for row in Recommendation.objects.filter(
            set__firm=firm,
            set__superseded_at__isnull=True,
            intervention__in={row.intervention_id for row in offerings},
        ).select_related("intervention")
    }
    found = []
    for offering in offerings:
        advice = known.get(offering.intervention_id)
        condition = eligibility(advice, names) if advice else offering.intervention.eligibility
        found.append(Offer(offering, advice.is_eligible if advice else None, condition))
    return found


def offer_of(offering: Offering, firm: Firm) -> tuple[Offer, Explanation | None]:
    """One offer with its conditions clause by clause, before the form."""
    asking = Application(offering=offering, firm=firm)
    found = conditions_met(asking, Audience.FIRM)
    return _offers([offering], firm, reading_names())[0], found
