"""Six at once, on PostgreSQL: one draft, one publication, one row of a check, one name."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from config.shared.errors import DomainError
from firms.audit.models import AuditEvent
from programs.eligibility.actions import (
    begin_draft,
    check_firm,
    create_criteria,
    publish_draft,
    save_draft,
)
from programs.eligibility.models import Criteria, CriteriaCheck
from tests.factories.firms import FirmFactory, UserFactory
from tests.factories.programs import CriteriaFactory
from tests.programs.eligibility.written import document

AT_ONCE = 6


@pytest.fixture
def boss(many_writers):
    return UserFactory(role="manager", office=None)


@pytest.fixture
def held(boss):
    """Criteria in force."""
    return CriteriaFactory()


@pytest.fixture
def bystander(boss):
    return FirmFactory()


def at_once(work):
    """What each of six answered, or the refusal it met."""
    gate = Barrier(AT_ONCE)

    def run(number):
        gate.wait()
        try:
            return work(number)
        except DomainError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_one_draft(held, boss):
    found = at_once(lambda _n: begin_draft(criteria=held, by=boss).pk)
    assert len(set(found)) == 1
    assert held.versions.count() == 2


def test_one_publication(held, boss):
    draft = begin_draft(criteria=held, by=boss)
    at_once(lambda number: publish_draft(version=draft, by=boss, note=str(number)).note)
    assert AuditEvent.objects.filter(kind="criteria.published").count() == 1


def test_one_writer_of_what_all_saw(held, boss):
    draft = begin_draft(criteria=held, by=boss)

    def write(number):
        clause = {"type": "employees", "high": 60 + number}
        return save_draft(
            version=draft, document=document(clause), by=boss, seen=draft.fingerprint
        ).document

    found = at_once(write)
    assert found.count("criteria_draft_changed") == AT_ONCE - 1


def test_one_row_of_a_check(held, bystander, boss):
    version = held.versions.get()
    found = at_once(lambda _n: check_firm(version=version, firm=bystander, by=boss).pk)
    assert len(set(found)) == CriteriaCheck.objects.count() == 1
    assert AuditEvent.objects.filter(kind="criteria.firm_checked").count() == 1


def test_one_name(boss):
    found = at_once(lambda _n: create_criteria(name="Vouchers", by=boss).name)
    assert sorted(found) == ["Vouchers", *["criteria_name_taken"] * (AT_ONCE - 1)]
    assert Criteria.objects.count() == 1
