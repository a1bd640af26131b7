"""Recommendations of a stored profile: kept as history, decided once."""

from datetime import timedelta

import pytest

from assessments.profiles.models import ConstraintProfile
from config.shared import clock
from firms.audit.models import AuditEvent
from programs.engagements.actions import accept_many, accept_recommendation, undo_assignment
from programs.engagements.errors import FinanceAlone, TooLateToUndo
from programs.engagements.models import Engagement
from programs.matching.actions import decline_recommendation, refresh_recommendations
from programs.matching.errors import AlreadyDecided, NoProfile, OutOfDate, ReasonNeeded
from programs.matching.models import Recommendation, RecommendationSet
from programs.matching.selectors import recommendations_for

REASON = "The buyer in Dubai asks for it by spring."


@pytest.fixture
def best(recommended):
    return recommended.items.filter(is_eligible=True, needs_reason=False).order_by("rank").first()


@pytest.fixture
def ineligible(recommended):
    return recommended.items.filter(is_eligible=False).order_by("rank").first()


def test_the_set_ranks_what_the_catalogue_offers(recommended, profile):
    rows = list(recommended.items.select_related("intervention"))
    assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0].is_eligible
    assert recommended.profile_id == profile.pk
    bundle = [row for row in rows if row.bundle_order is not None]
    assert sorted(row.bundle_order for row in bundle) == list(range(1, len(bundle) + 1))
    assert 0 < sum(row.adds for row in bundle) <= 1


def test_matching_again_without_news_writes_nothing(recommended):
    events = AuditEvent.objects.count()
    assert refresh_recommendations(firm_id=recommended.firm_id) == recommended
    assert (RecommendationSet.objects.count(), AuditEvent.objects.count()) == (1, events)


def test_a_new_fact_supersedes_and_keeps_the_history(recommended, best, firm, adviser):
    decline_recommendation(recommendation=best, by=adviser, reason="Not now")
    firm.product_form = "bulk_goods"
    firm.save()
    newer = refresh_recommendations(firm_id=firm.pk)
    recommended.refresh_from_db()
    assert newer != recommended
    assert recommended.superseded_at is not None
    assert newer.items.get(intervention=best.intervention).state == "declined"
    assert Recommendation.objects.get(pk=best.pk).state == "declined"


def test_a_retired_intervention_is_not_recommended(recommended, best):
    best.intervention.retired_on = clock.today()
    best.intervention.save()
    newer = refresh_recommendations(firm_id=recommended.firm_id)
    assert not newer.items.filter(intervention=best.intervention).exists()


def test_without_a_profile_there_is_nothing_to_say(firm):
    with pytest.raises(NoProfile):
        refresh_recommendations(firm_id=firm.pk)


def test_accepting_makes_an_engagement_that_keeps_why(best, adviser):
    engagement = accept_recommendation(recommendation=best, by=adviser, reason=REASON)
    severities = {row["constraint"]: round(row["severity"], 2) for row in best.targets}
    stored = dict(engagement.targets.values_list("constraint__code", "severity"))
    assert {code: float(value) for code, value in stored.items()} == severities
    assert engagement.alternatives
    assert (engagement.reason, engagement.decided_by, engagement.state) == (
        REASON,
        adviser,
        "approved",
    )


def test_a_double_click_has_one_effect(best, adviser):
    first = accept_recommendation(recommendation=best, by=adviser)
    second = accept_recommendation(recommendation=best, by=adviser)
    assert first == second
    assert AuditEvent.objects.filter(kind="engagement.planned").count() == 1


@pytest.mark.parametrize("reason", ["", "too short", " " * 40])
def test_the_ineligible_needs_a_real_reason(ineligible, adviser, reason):
    with pytest.raises(ReasonNeeded, match="20"):
        accept_recommendation(recommendation=ineligible, by=adviser, reason=reason)
    assert not Engagement.objects.exists()


def test_the_ineligible_is_assigned_with_a_reason(ineligible, adviser):
    assert accept_recommendation(recommendation=ineligible, by=adviser, reason=REASON).pk


def test_declining_keeps_the_reason_and_is_final(best, adviser):
    decline_recommendation(recommendation=best, by=adviser, reason="The firm has done it.")
    decline_recommendation(recommendation=best, by=adviser, reason="Another one")
    best.refresh_from_db()
    assert best.decline_reason == "The firm has done it."
    with pytest.raises(AlreadyDecided):
        accept_recommendation(recommendation=best, by=adviser)


def test_declining_needs_a_reason(best, adviser):
    with pytest.raises(ReasonNeeded):
        decline_recommendation(recommendation=best, by=adviser, reason="  ")


def test_an_old_set_is_not_decided_on(recommended, best, adviser):
    RecommendationSet.objects.update(superseded_at=clock.now())
    with pytest.raises(OutOfDate):
        accept_recommendation(recommendation=best, by=adviser)


def test_a_bundle_is_assigned_whole_or_not_at_all(best, ineligible, adviser):
    with pytest.raises(ReasonNeeded):
        accept_many(recommendations=[best, ineligible], by=adviser)
    assert not Engagement.objects.exists()
    made = accept_many(recommendations=[best, ineligible], by=adviser, reason=REASON)
    assert len(made) == 2


def test_without_words_it_keeps_why_it_was_recommended_and_what_is_hoped_for(best, adviser):
    best.intervention.details |= {"outcomes": [{"code": "lead", "names": {"en": "A first offer"}}]}
    best.intervention.save()
    engagement = accept_recommendation(recommendation=best, by=adviser)
    assert len(engagement.reason) > 20
    assert engagement.expected_outcome == "A first offer"


@pytest.fixture
def finance(best):
    """A recommendation of money, while what it does not work on holds the firm back hard."""
    limit = best.set.items.exclude(pk=best.pk).order_by("rank").first().targets[0]["constraint"]
    best.cautions = [{"code": "finance_not_alone", "params": {"constraints": [limit]}}]
    best.save()
    return best


@pytest.fixture
def upgrade(finance):
    """Help on what holds the firm back."""
    (limit,) = finance.cautions[0]["params"]["constraints"]
    rows = finance.set.items.exclude(pk=finance.pk).order_by("rank")
    return next(row for row in rows if limit in [each["constraint"] for each in row.targets])


def test_finance_is_not_assigned_alone(finance, adviser):
    with pytest.raises(FinanceAlone, match="only help"):
        accept_recommendation(recommendation=finance, by=adviser)
    with pytest.raises(FinanceAlone):
        accept_many(recommendations=[finance], by=adviser, reason=REASON)
    assert not Engagement.objects.exists()


def test_finance_is_assigned_together_with_an_upgrade(finance, upgrade, adviser):
    assert len(accept_many(recommendations=[finance, upgrade], by=adviser, reason=REASON)) == 2


def test_finance_is_assigned_where_an_upgrade_stands(finance, upgrade, adviser):
    accept_recommendation(recommendation=upgrade, by=adviser, reason=REASON)
    assert accept_recommendation(recommendation=finance, by=adviser).pk


def test_an_assignment_is_taken_back_within_ten_minutes(best, adviser):
    engagement = accept_recommendation(recommendation=best, by=adviser)
    undo_assignment(engagement=engagement, by=adviser)
    undo_assignment(engagement=engagement, by=adviser)
    best.refresh_from_db()
    assert best.state == "open"
    again = accept_recommendation(recommendation=best, by=adviser)
    assert again != engagement


def test_later_it_cannot_be_taken_back(best, adviser):
    engagement = accept_recommendation(recommendation=best, by=adviser)
    created = clock.now() - timedelta(minutes=11)
    Engagement.objects.filter(pk=engagement.pk).update(created_at=created)
    with pytest.raises(TooLateToUndo):
        undo_assignment(engagement=engagement, by=adviser)


def test_what_runs_is_not_offered_again(recommended, best, firm):
    shown = recommendations_for(firm, received=[best.intervention_id])
    assert best not in (*shown.bundle, *shown.rest)
    assert best in recommendations_for(firm).shown


def test_a_newer_profile_makes_the_set_stale(recommended, profile, firm):
    assert not recommendations_for(firm).is_stale
    profile.pk, profile.adviser_assessment_id = None, None
    profile.firm_assessment_id = ConstraintProfile.objects.first().adviser_assessment_id
    profile.save(force_insert=True)
    assert recommendations_for(firm).is_stale
