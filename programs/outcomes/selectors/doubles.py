"""Which claims look like one deal, apart from those a person has decided about."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from firms.accounts.models import User
from programs.outcomes.models import Outcome, OutcomeShare
from programs.outcomes.rules import DealFacts, Double, Kind, find_doubles, why_double


def deal_facts(outcome: Outcome) -> DealFacts:
    """A claim as the rules compare it."""
    return DealFacts(
        key=outcome.pk,
        firm=outcome.firm_id,
        program=outcome.program_id,
        kind=Kind(outcome.kind),
        market=outcome.market,
        amount=outcome.amount,
        currency=outcome.currency,
        count=outcome.count,
        occurred_on=outcome.occurred_on,
        reference=outcome.contract_reference,
        period_from=outcome.period_from,
        period_to=outcome.period_to,
        confirmed=outcome.confirmed_value,
        confirmed_market=outcome.confirmed_market,
    )


@dataclass(frozen=True)
class LookAlike:
    """Another claim that looks like the same result, and why."""

    outcome: Outcome
    because: tuple[Double, ...]


def look_alikes(outcome: Outcome, user: User) -> list[LookAlike]:
    """Standing claims in view that look like this one and nobody has decided about: two queries."""
    if outcome.grade in ("disputed", "withdrawn"):
        return []
    mine = deal_facts(outcome)
    near = Q(firm=outcome.firm_id)
    if outcome.contract_reference:
        markets = mine.markets
        there = Q(market__in=markets) | Q(confirmed_market__in=markets)
        near |= there & ~Q(contract_reference="")
    rows = (
        Outcome.objects.visible_to(user)
        .standing()
        .filter(near)
        .exclude(pk=outcome.pk)
        .select_related("firm", "program")
        .order_by("pk")
    )
    decided = decided_pairs([outcome.pk])
    return [
        LookAlike(row, because)
        for row in rows
        if frozenset({outcome.pk, row.pk}) not in decided
        and (because := why_double(mine, deal_facts(row)))
    ]


def undecided(outcomes: Iterable[Outcome]) -> frozenset[int]:
    """Keys of those of these claims that look like another of them (one query)."""
    pairs = find_doubles(deal_facts(row) for row in outcomes)
    if not pairs:
        return frozenset()
    decided = decided_pairs({key for pair in pairs for key in (pair.first, pair.second)})
    open_pairs = [p for p in pairs if frozenset({p.first, p.second}) not in decided]
    return frozenset(key for pair in open_pairs for key in (pair.first, pair.second))


def decided_pairs(keys: Iterable[int]) -> set[frozenset[int]]:
    """Pairs that stand together in a decision that holds now, with one of these keys in it."""
    splits = OutcomeShare.objects.filter(
        outcome__in=list(keys), split__ended_at__isnull=True
    ).values("split")
    together: dict[int, list[int]] = {}
    for split, outcome in OutcomeShare.objects.filter(split__in=splits).values_list(
        "split", "outcome"
    ):
        together.setdefault(split, []).append(outcome)
    return {
        frozenset({one, other})
        for members in together.values()
        for one in members
        for other in members
        if one != other
    }
