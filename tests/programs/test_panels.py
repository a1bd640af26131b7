"""The panels of the firm page that `programs` fills: what they say, and what they cost."""

import pytest

from programs.engagements.actions import accept_recommendation, complete_engagement
from programs.panels import (
    bundle,
    help_received,
    help_that_fits,
    next_action,
    promised_and_due,
    register,
)
from tests.factories.programs import EngagementFactory, FollowUpFactory, OfferingFactory


@pytest.fixture
def request_of(rf, adviser):
    request = rf.get("/")
    request.user = adviser
    return request


@pytest.fixture
def busy_firm(recommended, firm, adviser, on_monday):
    """Recommendations, help that runs and was completed, follow-ups, a dated offer."""
    best = recommended.items.filter(is_eligible=True).order_by("rank").first()
    OfferingFactory(intervention=best.intervention, seats=14)
    second = recommended.items.filter(is_eligible=True, needs_reason=False).order_by("rank")[1]
    done = accept_recommendation(recommendation=second, by=adviser)
    complete_engagement(engagement=done, by=adviser)
    EngagementFactory.create_batch(20, firm=firm, state="active")
    FollowUpFactory.create_batch(20, firm=firm)
    return firm


def test_registering_twice_is_an_error():
    with pytest.raises(ValueError, match="registered twice"):
        register()


def test_all_together_cost_five_queries(
    busy_firm, adviser, request_of, django_assert_max_num_queries
):
    ours = (next_action, promised_and_due, help_received, help_that_fits, bundle)
    with django_assert_max_num_queries(5):
        shown = [context(busy_firm, adviser, request_of) for context in ours]
    assert all(shown)


def test_the_page_shows_cards_help_and_promises(adviser_client, busy_firm):
    page = adviser_client.get(busy_firm.get_absolute_url()).content.decode()
    assert "Help that fits now" in page
    assert "14 seats, 0 applied" in page
    assert "Promised and due" in page
    assert "Help received" in page
    assert "Next action" in page
    assert "alternatives" in page


def test_who_may_not_assign_sees_no_buttons(administrator_client, busy_firm):
    page = administrator_client.get(busy_firm.get_absolute_url()).content.decode()
    assert "Help that fits now" in page
    assert "/accept/" not in page
    assert "/decline/" not in page
