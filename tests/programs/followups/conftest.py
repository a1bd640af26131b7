"""Follow-ups that are due, and what answers for mail."""

from datetime import date

import pytest

from firms.accounts.models import User
from firms.register.models import Firm
from programs.engagements.actions import complete_engagement
from programs.engagements.models import Engagement
from programs.followups.models import FollowUp
from tests.factories.programs import FollowUpFactory


@pytest.fixture
def completed(planned: Engagement, adviser: User) -> Engagement:
    """Help completed today: follow-ups on 16 March, 1 May and 29 August 2026."""
    return complete_engagement(engagement=planned, by=adviser)


@pytest.fixture
def due(firm: Firm, on_monday: date) -> FollowUp:
    return FollowUpFactory(firm=firm, subject="Has the buyer paid?")
