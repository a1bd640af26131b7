"""Cohorts with a known outcome, and the day their reports are drawn."""

from datetime import date
from typing import Any

import pytest
import time_machine

from firms.accounts.models import Office, User
from firms.register.models import CaseloadAssignment, Firm
from programs.cohorts.actions import freeze_cohort
from programs.cohorts.models import Cohort
from tests.factories.cohorts import (
    CohortFactory,
    at_noon,
    constraint,
    firm_with_story,
    profile,
    small_pack,
)

TODAY = date(2026, 2, 2)
PROMISED = date(2025, 9, 1)
GONE: dict[str, Any] = {"left_on": date(2025, 3, 1), "seen_on": date(2025, 3, 1)}
SILENT: dict[str, Any] = {"seen_on": date(2025, 7, 1)}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-02-02T09:00:00+00:00", tick=False):
        yield TODAY


@pytest.fixture
def make_firms(office: Office, adviser: User):
    """Several firms with one story."""

    def make(count: int, stage: str = "preparation", **story: Any) -> list[Firm]:
        return [firm_with_story(office, adviser, stage, **story) for _ in range(count)]

    return make


@pytest.fixture
def open_cohort(db: None) -> Cohort:
    return CohortFactory(code="intake-2024", name="Invented intake")


@pytest.fixture
def cohort(open_cohort: Cohort, make_firms, manager: User) -> Cohort:
    """Preparation: 6 stayed, 7 moved up, 5 left, 8 not reached. Active: 9 stayed, 5 down."""
    make_firms(6, promised=(PROMISED, date(2025, 9, 10)))
    make_firms(7, then="active_engagement", promised=(PROMISED, date(2025, 10, 30)))
    make_firms(5, **GONE)
    make_firms(8, **SILENT, promised=(date(2025, 8, 1), None))
    make_firms(9, "active_engagement")
    make_firms(5, "active_engagement", then="preparation")
    return freeze_cohort(cohort=open_cohort, by=manager)


@pytest.fixture
def small_cohort(open_cohort: Cohort, make_firms, manager: User) -> Cohort:
    """As above, but of those from active engagement 3 went down and 4 up."""
    make_firms(10)
    make_firms(7, then="active_engagement")
    make_firms(9, "active_engagement")
    make_firms(3, "active_engagement", then="preparation")
    make_firms(4, "active_engagement", then="growth_expansion")
    return freeze_cohort(cohort=open_cohort, by=manager)


@pytest.fixture
def make_assessed(open_cohort: Cohort, make_firms, manager: User):
    """A cohort whose logistics eased by 20; standards are known twice for four firms."""
    pack = small_pack()
    constraint("logistics", 1)
    constraint("standards", 2)

    def make(count: int) -> Cohort:
        firms = make_firms(count, promised=(PROMISED, None))
        for at, firm in enumerate(firms):
            profile(firm, pack, date(2024, 3, 10), logistics=60, standards=50)
            profile(firm, pack, date(2025, 3, 10), logistics=40, standards=45 if at < 4 else None)
        return freeze_cohort(cohort=open_cohort, by=manager)

    return make


@pytest.fixture
def relieved_cohort(make_assessed) -> Cohort:
    return make_assessed(6)


@pytest.fixture
def in_caseload(cohort: Cohort, adviser: User, other_adviser: User) -> list[int]:
    """The adviser looks after 13 of the 40 members, a colleague after the others."""
    firms = list(cohort.members.order_by("pk").values_list("firm", flat=True))
    CaseloadAssignment.objects.bulk_create(
        CaseloadAssignment(
            firm_id=firm,
            adviser=adviser if at < 13 else other_adviser,
            started_on=date(2024, 3, 1),
            recorded_at=at_noon(date(2024, 3, 1)),
        )
        for at, firm in enumerate(firms)
    )
    return firms[:13]
