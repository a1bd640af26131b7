"""What the tests of engagements share: finance and certification help, a program with money."""

import pytest

from programs.engagements.models import Engagement
from tests.factories.delivery import BudgetLineFactory
from tests.factories.programs import EngagementFactory, InterventionFactory


@pytest.fixture
def agreed(firm, on_monday) -> Engagement:
    """Help that is approved and under way since the first of February."""
    return EngagementFactory(
        firm=firm, state="active", starts_on="2026-02-01", intervention=InterventionFactory()
    )


@pytest.fixture
def loan(firm, on_monday) -> Engagement:
    """A finance intervention that was approved."""
    return EngagementFactory(firm=firm, intervention=InterventionFactory(capacity="budget"))


@pytest.fixture
def certification(firm, on_monday) -> Engagement:
    """Help that is to end with a certificate, and asks before it runs out."""
    outcomes = [{"code": "certificate_issued", "names": {"en": "Certificate issued"}}]
    help_ = InterventionFactory(details={"evidence": [], "outcomes": outcomes, "requires": []})
    return EngagementFactory(firm=firm, intervention=help_, state="active", starts_on="2026-01-10")


@pytest.fixture
def line(db):
    """A thousand dollars for travel."""
    return BudgetLineFactory(name="Flights")


@pytest.fixture
def funded(firm, line, on_monday) -> Engagement:
    """Help under way in the program of the line."""
    return EngagementFactory(
        firm=firm, program=line.program, state="active", starts_on="2026-02-01"
    )
