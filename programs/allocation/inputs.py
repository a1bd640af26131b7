"""Rows as a problem of the rules: who asks, what a seat would do for them, which limits hold."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Avg

from config.shared import clock
from programs.allocation import rules
from programs.allocation.conditions import RELATED, criteria_of
from programs.allocation.models import Application, Offering, Quota, Rivalry
from programs.allocation.newcomers import went_before
from programs.allocation.querysets import ApplicationQuerySet
from programs.allocation.rules import HOLDING, Benefit, Bid, Limit, Need, Place, Problem, Weights
from programs.catalogue.models import Intervention
from programs.eligibility.facts import facts_of
from programs.eligibility.models import CriteriaVersion
from programs.eligibility.rules import Verdict, verdict_of
from programs.eligibility.selectors import rules_of
from programs.matching.models import Recommendation

CENTS = 100


@dataclass(frozen=True)
class Prepared:
    """The problem, the applications behind its bids, and those that cannot take part.

    `excluded`: application key → reason as code and figures.
    """

    problem: Problem
    applications: dict[int, Application]
    benefits: dict[int, Benefit]
    excluded: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """A hash of everything that decides: equal when nothing changed since."""
        document = [rules.as_document(self.problem), sorted(self.excluded.items())]
        return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def prepare(offerings: Sequence[Offering], *, weights: Weights, seed: int, cap: int) -> Prepared:
    """Everybody who waits for a decision on these offerings, as a problem (about ten queries).

    What is offered or taken already is not given again: seats, money and quotas are what is left.
    """
    rows = _with_facts(Application.objects.filter(offering__in=offerings).live())
    held = [row for row in rows if row.state in HOLDING]
    asking = [row for row in rows if row.state not in HOLDING]
    quotas = _quotas(offerings)
    rivals = _rivals(offerings)
    advice = _advice(asking, offerings)
    excluded = _excluded(asking, held, advice, rivals, cap=cap)
    for key, version in failing(asking).items():
        excluded.setdefault(key, {"code": "criteria", "version": version})
    places = {offering.pk: offering for offering in offerings}
    benefits: dict[int, Benefit] = {}
    bids: list[Bid] = []
    for row in asking:
        benefits[row.pk] = _benefit(row, places[row.offering_id], advice, weights)
        if row.pk not in excluded:
            bids.append(_bid(row, quotas, len(bids) + 1, benefits[row.pk].thousandths))
    taking_part = {bid.key for bid in bids}
    problem = Problem(
        places=tuple(_left(offering) for offering in sorted(offerings, key=lambda each: each.pk)),
        bids=tuple(sorted(bids, key=lambda bid: bid.key)),
        limits=tuple(_limits(quotas, held)),
        rivals=frozenset(pair for pair in rivals if set(pair) <= taking_part),
        cap=cap,
        seed=seed,
    )
    return Prepared(problem, {row.pk: row for row in asking}, benefits, excluded)


def line_of(offering: Offering, waiting: Sequence[Application]) -> tuple[Problem, list[int]]:
    """The offering as a problem in which some hold seats and some wait, and who holds them."""
    keys = [row.pk for row in waiting]
    rows = _with_facts(offering.applications.holding() | offering.applications.filter(pk__in=keys))
    quotas = _quotas([offering])
    holding = [row.pk for row in rows if row.state in HOLDING]
    known = {row.pk for row in rows}
    budget = None if offering.budget is None else _cents(offering.budget)
    problem = Problem(
        places=(Place(offering.pk, offering.seats, budget),),
        bids=tuple(_bid(row, quotas, number, 0) for number, row in enumerate(rows, start=1)),
        limits=tuple(
            Limit(row.offering_id, row.key, row.minimum or 0, row.maximum)
            for row in quotas[offering.pk]
        ),
        rivals=frozenset(pair for pair in _rivals([offering]) if set(pair) <= known),
    )
    return problem, holding


def _with_facts(rows: ApplicationQuerySet) -> list[Application]:
    """Applications in the order they came, with what groups and scores need of their firms."""
    return list(
        rows.select_related("firm", *(f"offering__{name}" for name in RELATED))
        .with_stage()
        .annotate(
            went_before=went_before(),
            mean_score=Avg("scores__points"),
        )
        .order_by("applied_on", "recorded_at", "pk")
    )


def _quotas(offerings: Iterable[Offering]) -> dict[int, list[Quota]]:
    found: dict[int, list[Quota]] = {offering.pk: [] for offering in offerings}
    for quota in Quota.objects.filter(offering__in=list(found)).order_by("pk"):
        found[quota.offering_id].append(quota)
    return found


def _rivals(offerings: Iterable[Offering]) -> set[tuple[int, int]]:
    rows = Rivalry.objects.filter(offering__in=[offering.pk for offering in offerings])
    return {(row.first_id, row.second_id) for row in rows}


def failing(rows: Iterable[Application]) -> dict[int, int]:
    """Applications whose firm fails the published conditions of the offering: key → version.

    What is unknown fails nobody: a person looks at it.
    """
    asked = [(row, criteria) for row in rows if (criteria := criteria_of(row.offering))]
    versions = {
        version.criteria_id: version
        for version in CriteriaVersion.objects.published()
        .filter(criteria__in={criteria.pk for _row, criteria in asked})
        .order_by("number")
    }
    facts = facts_of([row.firm for row, _own in asked], today=clock.today()) if versions else {}
    read = {key: rules_of(version) for key, version in versions.items()}
    return {
        row.pk: versions[criteria.pk].pk
        for row, criteria in asked
        if criteria.pk in read and verdict_of(read[criteria.pk], facts[row.firm_id]) is Verdict.FAIL
    }


#: (firm, intervention) → the current recommendation.
Advice = Mapping[tuple[int, int], Recommendation]


def _advice(rows: Iterable[Application], offerings: Iterable[Offering]) -> Advice:
    found = Recommendation.objects.filter(
        set__superseded_at__isnull=True,
        set__firm__in={row.firm_id for row in rows},
        intervention__in={offering.intervention_id for offering in offerings},
    ).select_related("set")
    return {(row.set.firm_id, row.intervention_id): row for row in found}


def _excluded(
    asking: Iterable[Application],
    held: Sequence[Application],
    advice: Advice,
    rivals: Iterable[tuple[int, int]],
    *,
    cap: int,
) -> dict[int, dict[str, Any]]:
    """Who cannot get a seat whatever the others do: it left, is not eligible, a rival, the cap.

    A firm that went to another office after it asked is not served by a program of the first.
    """
    has = Counter(row.firm_id for row in held)
    holders = {row.pk for row in held}
    blocked = {
        one: other for pair in rivals for one, other in (pair, pair[::-1]) if other in holders
    }
    found: dict[int, dict[str, Any]] = {}
    for row in asking:
        known = advice.get((row.firm_id, row.offering.intervention_id))
        if row.firm.closed_on or row.firm.merged_into_id:
            found[row.pk] = {"code": "firm_left"}
        elif not row.offering.program.serves(row.firm):
            found[row.pk] = {"code": "not_served"}
        elif known is not None and not known.is_eligible:
            found[row.pk] = {"code": "not_eligible", "why": known.why_not}
        elif row.pk in blocked:
            found[row.pk] = {"code": "rival", "other": blocked[row.pk]}
        elif has[row.firm_id] >= cap:
            found[row.pk] = {"code": "firm_cap"}
    return found


def _benefit(row: Application, offering: Offering, advice: Advice, weights: Weights) -> Benefit:
    known = advice.get((row.firm_id, offering.intervention_id))
    targets = known.targets if known else []
    stage = known.set.stage if known else getattr(row, "stage_now", None)
    return rules.expected_benefit(
        [
            Need(each["constraint"], Decimal(str(each["severity"])), each["strength"])
            for each in targets
        ],
        fits_stage=None if stage is None else stage in offering.intervention.stages,
        evidence=rules.evidence_grade(_directions(offering.intervention)),
        weights=weights,
    )


def _directions(intervention: Intervention) -> list[str]:
    return [each["direction"] for each in intervention.details.get("evidence", ())]


def _bid(row: Application, quotas: Mapping[int, Iterable[Quota]], asked: int, benefit: int) -> Bid:
    amount = row.granted or row.requested
    mean = getattr(row, "mean_score", None)
    return Bid(
        key=row.pk,
        place=row.offering_id,
        firm=row.firm_id,
        benefit=benefit,
        asked=asked,
        cost=0 if amount is None else _cents(amount),
        score=None if mean is None else round(mean),
        groups=frozenset(quota.key for quota in quotas[row.offering_id] if belongs(quota, row)),
    )


def belongs(quota: Quota, row: Application) -> bool:
    """Whether the firm is in the group; what is unknown of it is in no group."""
    firm = row.firm
    match quota.group:
        case Quota.Group.REGION:
            return firm.region.strip().casefold() == quota.value.casefold()
        case Quota.Group.STAGE:
            return getattr(row, "stage_now", None) == quota.value
        case Quota.Group.FIRST_TIMER:
            return not getattr(row, "went_before", True)
        case Quota.Group.WOMAN_OWNED:
            return firm.is_woman_owned is True
        case Quota.Group.SMALL:
            return firm.employees is not None and firm.employees <= int(quota.value)
    return firm.isic_division == quota.value


def _left(offering: Offering) -> Place:
    budget = offering.budget_left
    return Place(offering.pk, offering.seats_left, None if budget is None else _cents(budget))


def _limits(quotas: Mapping[int, Iterable[Quota]], held: Sequence[Application]) -> Iterable[Limit]:
    """Quotas less what firms of the group hold already."""
    for place, rows in quotas.items():
        for quota in rows:
            inside = sum(row.offering_id == place and belongs(quota, row) for row in held)
            yield Limit(
                place,
                quota.key,
                max(0, (quota.minimum or 0) - inside),
                None if quota.maximum is None else max(0, quota.maximum - inside),
            )


def _cents(amount: Decimal) -> int:
    return int(amount * CENTS)
