"""What a person decides about claims that look like one deal: shared out, or kept apart."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from programs.outcomes import events
from programs.outcomes.actions.grading import end_split, tell, write_parts
from programs.outcomes.errors import NotADouble, OutOfView, ReasonMissing, SharesWrong
from programs.outcomes.labels import stored_figure
from programs.outcomes.models import DealSplit, Outcome, OutcomeShare
from programs.outcomes.rules.doubles import why_double
from programs.outcomes.selectors.doubles import deal_facts


@transaction.atomic
def split_double_claim(
    *, shares: Mapping[Outcome, Decimal | None], by: User | None, reason: str = ""
) -> DealSplit:
    """Share one deal out among the claims on it, by declared contributions or equally.

    An earlier decision about any of them ends. Raises NotADouble, SharesWrong, OutOfView.
    """
    if any(share is not None and share < 0 for share in shares.values()):
        raise SharesWrong
    rows = _all_locked(list(shares))
    declared = {outcome.pk: share for outcome, share in shares.items()}
    if _holds_already(rows, declared):
        return DealSplit.objects.current().get(shares__outcome=rows[0])
    _end_decisions(rows, by)
    made = _decide(True, by, reason)
    parts = [
        OutcomeShare.objects.create(split=made, outcome=row, declared=declared[row.pk])
        for row in rows
    ]
    try:
        write_parts(parts)
    except ValueError as error:
        raise SharesWrong from error
    for share in parts:
        figure = stored_figure(share.outcome.kind, share.part or Decimal(0), share.outcome.currency)
        tell(events.SHARED, share.outcome, by=by, figure=figure, note=made.reason)
    return made


@transaction.atomic
def keep_apart(*, outcomes: Sequence[Outcome], by: User | None, reason: str) -> DealSplit:
    """Decide that claims which look alike are different deals: each counts in full.

    Raises NotADouble, ReasonMissing, OutOfView.
    """
    if not reason.strip():
        raise ReasonMissing
    rows = _all_locked(outcomes)
    _end_decisions(rows, by)
    made = _decide(False, by, reason)
    for row in rows:
        OutcomeShare.objects.create(split=made, outcome=row)
        tell(events.KEPT_APART, row, by=by, note=made.reason)
    return made


def _decide(is_one_deal: bool, by: User | None, reason: str) -> DealSplit:
    return DealSplit.objects.create(
        is_one_deal=is_one_deal, decided_by=by, decided_at=clock.now(), reason=reason.strip()
    )


def _end_decisions(rows: Sequence[Outcome], by: User | None) -> None:
    """What was decided about these claims ends; OutOfView when it is also about one that `by` does
    not see, which would count otherwise than before without anybody looking at it.
    """
    held = DealSplit.objects.current().filter(shares__outcome__in=rows)
    mates = OutcomeShare.objects.filter(split__in=held)
    if by is not None and mates.exclude(pk__in=OutcomeShare.objects.visible_to(by)).exists():
        raise OutOfView
    for row in rows:
        end_split(row)


def _all_locked(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The standing rows, locked by key; NotADouble unless each looks like the first one."""
    keys = {outcome.pk for outcome in outcomes}
    rows = list(
        Outcome.objects.select_for_update(of=("self",))
        .standing()
        .filter(pk__in=keys)
        .select_related("firm")
        .order_by("pk")
    )
    facts = [deal_facts(row) for row in rows]
    alike = all(any(why_double(one, two) for two in facts if two is not one) for one in facts)
    if len(rows) < max(len(keys), 2) or not alike:
        raise NotADouble
    return rows


def _holds_already(rows: Sequence[Outcome], declared: Mapping[int, Decimal | None]) -> bool:
    """Whether just this is what was decided before."""
    shares = OutcomeShare.objects.filter(
        split__ended_at__isnull=True, split__is_one_deal=True, outcome__in=rows
    )
    held = {(share.split_id, share.outcome_id): share.declared for share in shares}
    same = {key: value for (_split, key), value in held.items()}
    return len({split for split, _key in held}) == 1 and same == dict(declared)
