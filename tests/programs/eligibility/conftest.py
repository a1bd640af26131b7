"""Criteria in a draft and in force, and a firm of which everything is known."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from firms.register.models import MarketEvent
from programs.eligibility.actions import create_criteria
from tests.factories.assessments import PlacementFactory
from tests.factories.firms import AssignmentFactory, ExportYearFactory
from tests.factories.programs import CriteriaFactory, EngagementFactory, InterventionFactory


@pytest.fixture
def criteria(db):
    """In force: 10 to 50 employees."""
    return CriteriaFactory(name="Fair support")


@pytest.fixture
def version(criteria):
    return criteria.versions.get()


@pytest.fixture
def drafted(catalogue, manager):
    """Criteria that never held yet, with an empty draft."""
    return create_criteria(name="New exporters", by=manager)


@pytest.fixture
def draft(drafted):
    return drafted.versions.get()


@pytest.fixture
def fair(db):
    return InterventionFactory(code="fair", names={"en": "Trade fair", "ru": "Выставка"})


@pytest.fixture
def known_firm(profile, firm, fair, on_monday):
    """30 people, exports in 2024 and 2025, two markets of which one was left, a fair completed."""
    ExportYearFactory(firm=firm, year=2024)
    ExportYearFactory(firm=firm, year=2025, turnover=Decimal("2000000.00"))
    PlacementFactory(firm=firm, occurred_on=date(2026, 1, 10))
    now = timezone.now()
    for kind, country, day, reason in (
        ("entry", "UZ", date(2024, 5, 1), ""),
        ("entry", "DE", date(2024, 6, 1), ""),
        ("exit", "DE", date(2025, 6, 1), "other"),
    ):
        MarketEvent.objects.create(
            firm=firm, kind=kind, country=country, occurred_on=day, reason=reason, recorded_at=now
        )
    EngagementFactory(
        firm=firm,
        intervention=fair,
        state="completed",
        decided_on=date(2025, 8, 1),
        completed_on=date(2025, 9, 1),
        certificate_number="A-1",
        certificate_expires_on=date(2026, 9, 1),
    ).periods.create(
        external_key="p1", decision="new", decided_on=date(2025, 8, 1), currency="USD", used="500"
    )
    return firm


@pytest.fixture
def make_firms(office, adviser, fair):
    def make(number):
        found = AssignmentFactory.create_batch(number, adviser=adviser, firm__office=office)
        for each in found:
            ExportYearFactory(firm=each.firm)
            EngagementFactory(firm=each.firm, intervention=fair, state="active")
        return [each.firm for each in found]

    return make
