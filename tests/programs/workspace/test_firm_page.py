"""The firm page asks the database little, however long the firm's history."""

from datetime import timedelta

import pytest

from firms.register.actions import log_interaction, record_market_event, record_step
from programs.matching.actions import refresh_recommendations
from tests.factories.programs import EngagementFactory, FollowUpFactory


@pytest.fixture
def make_history(make_caseload, adviser, today):
    """A firm with `length` of everything on its record."""

    def make(length):
        (firm,) = make_caseload(firms=1)
        refresh_recommendations(firm_id=firm.pk)
        for number in range(length):
            day = today - timedelta(days=number + 1)
            log_interaction(firm=firm, kind="call", summary="Spoke", by=adviser, occurred_on=day)
            record_step(firm=firm, kind="offer", occurred_on=day, by=adviser)
            record_market_event(
                firm=firm, kind="critical_incident", country="UZ", occurred_on=day, by=adviser
            )
            engagement = EngagementFactory(firm=firm)
            FollowUpFactory(
                firm=firm, engagement=engagement, step="after-14", anchor_on=None, subject=""
            )
        return firm

    return make


@pytest.mark.parametrize("length", [2, 40])
def test_queries_do_not_grow_with_history(
    adviser_client, make_history, length, django_assert_max_num_queries
):
    firm = make_history(length)
    adviser_client.get(firm.get_absolute_url())
    with django_assert_max_num_queries(15):
        adviser_client.get(firm.get_absolute_url())
