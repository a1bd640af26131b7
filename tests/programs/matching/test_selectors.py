"""Reading the current recommendations of a firm."""

import pytest

from programs.matching.models import Recommendation
from programs.matching.selectors import recommendations_for


def test_a_firm_without_an_assessment_has_nothing_to_match(firm):
    found = recommendations_for(firm)
    assert (found.is_empty, found.is_stale, found.computed_at) == (True, False, None)


def test_an_assessment_waits_for_the_matching(profile, firm):
    found = recommendations_for(firm)
    assert (found.is_empty, found.is_stale, found.computed_at) == (True, True, None)


def test_a_set_without_rows_was_computed_all_the_same(recommended, firm):
    Recommendation.objects.all().delete()
    found = recommendations_for(firm)
    assert (found.is_empty, found.is_stale) == (True, False)
    assert found.computed_at == recommended.computed_at


def test_a_superseded_set_is_not_shown(recommended, firm):
    recommended.superseded_at = recommended.computed_at
    recommended.save()
    assert recommendations_for(firm).is_empty


@pytest.mark.usefixtures("recommended")
def test_the_current_set_costs_one_query(firm, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert recommendations_for(firm).shown
