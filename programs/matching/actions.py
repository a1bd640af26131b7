"""Writing recommendations: one set for a profile, and what a person declines.

Assigning one creates an engagement and stands there: `programs.engagements.actions`.
"""

from decimal import Decimal
from typing import Any

from django.db import transaction

from assessments.profiles.models import ConstraintProfile
from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.register.models import Firm
from programs.matching import events, rules
from programs.matching.errors import AlreadyDecided, NoProfile, OutOfDate, ReasonNeeded
from programs.matching.models import Recommendation, RecommendationSet, RecommendationState
from programs.matching.selectors import Advice, advice_for

#: A reason shorter than this says nothing.
REASON_SIGNS = 20

_STATED = (
    "intervention_id",
    "rank",
    "score",
    "targets",
    "reasons",
    "cautions",
    "tests",
    "why_not",
    "is_eligible",
    "needs_reason",
    "bundle_order",
    "adds",
)


@transaction.atomic
def refresh_recommendations(*, firm_id: int) -> RecommendationSet:
    """Match the newest profile of the firm with the catalogue; the former set is kept as history.

    When nothing changed since the current set, that set is returned and nothing is written.
    Raises NoProfile.
    """
    firm = Firm.objects.select_for_update().get(pk=firm_id)
    profile = ConstraintProfile.objects.filter(firm=firm).newest_first().first()
    if profile is None:
        raise NoProfile
    advice = advice_for(firm, profile, as_of=clock.today())
    rows = _rows(advice)
    current = RecommendationSet.objects.current().filter(firm=firm).first()
    if current and _says_the_same(current, advice, rows):
        return current
    RecommendationSet.objects.current().filter(firm=firm).update(superseded_at=clock.now())
    new = RecommendationSet.objects.create(
        firm=firm,
        profile=profile,
        pack_id=profile.pack_id,
        stage=advice.stage,
        computed_at=clock.now(),
    )
    if current and current.profile_id == profile.pk:
        _keep_declines(rows, of=current)
    for row in rows:
        row.set = new
    Recommendation.objects.bulk_create(rows)
    audit.record(
        events.RECOMMENDED,
        firm=firm,
        target=new,
        by=None,
        count=sum(row.is_eligible for row in rows),
        day=profile.assessed_on.isoformat(),
    )
    return new


def _rows(advice: Advice) -> list[Recommendation]:
    shares = {pick.code: (order, pick.share) for order, pick in enumerate(advice.bundle, start=1)}
    rows = []
    for rank, found in enumerate(advice.recommendations, start=1):
        order, share = shares.get(found.code, (None, None))
        rows.append(
            Recommendation(
                intervention_id=advice.keys[found.code],
                rank=rank,
                score=found.score.quantize(Decimal("0.001")),
                targets=rules.as_data(found.targets),
                reasons=rules.as_data(found.reasons),
                cautions=rules.as_data(found.cautions),
                tests=rules.as_data(found.tests),
                why_not=rules.as_data(found.why_not),
                is_eligible=found.eligible,
                needs_reason=found.requires_reason,
                bundle_order=order,
                adds=None if share is None else share.quantize(Decimal("0.0001")),
            )
        )
    return rows


def _says_the_same(current: RecommendationSet, advice: Advice, rows: list[Recommendation]) -> bool:
    """Whether a stored set already says what was computed now, item by item."""
    if (current.profile_id, current.stage) != (advice.profile_id, advice.stage):
        return False
    return [_stated(row) for row in current.items.order_by("rank")] == [
        _stated(row) for row in rows
    ]


def _stated(row: Recommendation) -> list[Any]:
    return [getattr(row, name) for name in _STATED]


def _keep_declines(rows: list[Recommendation], *, of: RecommendationSet) -> None:
    """What a person declined for this very profile stays declined when only facts changed."""
    declined = {
        row.intervention_id: row for row in of.items.filter(state=RecommendationState.DECLINED)
    }
    for row in rows:
        if before := declined.get(row.intervention_id):
            row.state = before.state
            row.decided_at = before.decided_at
            row.decided_by_id = before.decided_by_id
            row.decline_reason = before.decline_reason


@transaction.atomic
def decline_recommendation(
    *, recommendation: Recommendation, by: User, reason: str
) -> Recommendation:
    """Store that a person decided against it, and why; a second time changes nothing.

    Raises ReasonNeeded, OutOfDate and AlreadyDecided.
    """
    recommendation = locked(recommendation)
    if recommendation.state == RecommendationState.DECLINED:
        return recommendation
    if not reason.strip():
        raise ReasonNeeded(signs=1)
    require_open(recommendation)
    recommendation.state = RecommendationState.DECLINED
    recommendation.decline_reason = reason.strip()
    recommendation.decided_at = clock.now()
    recommendation.decided_by = by
    recommendation.save(update_fields=["state", "decline_reason", "decided_at", "decided_by"])
    audit.record(
        events.DECLINED,
        firm=recommendation.set.firm,
        target=recommendation,
        by=by,
        intervention=recommendation.intervention.names,
        note=recommendation.decline_reason,
    )
    return recommendation


def locked(recommendation: Recommendation) -> Recommendation:
    """The row as it is now, locked until the transaction ends."""
    return (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("set__firm", "intervention")
        .get(pk=recommendation.pk)
    )


def require_open(recommendation: Recommendation) -> None:
    """Raise unless the recommendation waits for a decision and belongs to the current set."""
    if recommendation.state != RecommendationState.OPEN:
        raise AlreadyDecided
    if recommendation.set.superseded_at is not None:
        raise OutOfDate
