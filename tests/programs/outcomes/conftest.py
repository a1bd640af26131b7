"""A firm with two contacts, a result claimed on a fixed Monday, and a question that went out."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from programs.outcomes.actions import (
    add_evidence,
    ask_for_confirmation,
    check_evidence,
    claim_outcome,
    confirm_by_contact,
    send_confirmations,
)
from tests.factories.firms import AssignmentFactory, ContactFactory, FirmFactory
from tests.factories.programs import ProgramFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SALE = {
    "kind": "export_sale",
    "amount": 50_000,
    "currency": "USD",
    "market": "UZ",
    "occurred_on": date(2026, 2, 10),
}
EURO = {"currency": "EUR", "rate": Decimal("1.1"), "rate_on": date(2026, 2, 10)}


@pytest.fixture
def owner(firm):
    return ContactFactory(
        firm=firm, name="Invented Owner", email="owner@works.example", is_primary=True
    )


@pytest.fixture
def accountant(firm):
    return ContactFactory(
        firm=firm, name="Invented Accountant", email="accounts@works.example", is_primary=False
    )


@pytest.fixture
def program(db):
    return ProgramFactory()


@pytest.fixture
def claimed(firm, adviser, owner, on_monday, program):
    return claim_outcome(firm=firm, by=adviser, program=program, **SALE)


@pytest.fixture
def asked(claimed, adviser):
    """The result after its question went out."""
    ask_for_confirmation(outcome=claimed, by=adviser)
    send_confirmations(now=NOW)
    return claimed


@pytest.fixture
def address(asked):
    """The path of the link in the mail."""
    body = mail.outbox[-1].body
    line = next(line for line in body.splitlines() if "/confirm/" in line)
    return line[line.index("/confirm/") :].strip()


@pytest.fixture
def token(address):
    return address.split("/")[2]


@pytest.fixture
def confirmed(claimed, owner):
    confirm_by_contact(outcome=claimed, contact=owner, answer="agrees", band="to40")
    claimed.refresh_from_db()
    return claimed


@pytest.fixture
def paper():
    return SimpleUploadedFile("contract.pdf", PDF)


@pytest.fixture
def evidence(confirmed, adviser, paper):
    return add_evidence(outcome=confirmed, type="contract", upload=paper, by=adviser)


@pytest.fixture
def evidenced(evidence, manager):
    check_evidence(evidence=evidence, accept=True, by=manager)
    evidence.outcome.refresh_from_db()
    return evidence.outcome


@pytest.fixture
def stranger():
    return Client()


def page_of(program):
    return reverse("programs:program-results", args=[program.pk])


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def claim(firm, program, by, **changes):
    return claim_outcome(firm=firm, by=by, program=program, **(SALE | changes))


@pytest.fixture
def everywhere(program, office, other_office, adviser, manager, on_monday):
    """Five firms of the adviser, five more of the office, five of another one: each confirmed a
    sale of 100 and claims one of 30, one in another currency with its rate, and three leads.
    """
    firms = [AssignmentFactory(adviser=adviser, firm__office=office).firm for _n in range(5)]
    firms += [AssignmentFactory(firm__office=office).firm for _n in range(5)]
    firms += [FirmFactory(office=other_office) for _n in range(5)]
    for number_of, firm in enumerate(firms):
        contact = ContactFactory(firm=firm, email=f"owner-{number_of}@works.example")
        sold = claim(firm, program, manager, amount=100)
        confirm_by_contact(outcome=sold, contact=contact, answer="agrees", band="none")
        asked = claim(firm, program, manager, amount=30, market="KG")
        ask_for_confirmation(outcome=asked, by=manager)
        claim(firm, program, manager, amount=50, market="TR", **EURO)
        claim_outcome(
            firm=firm, by=manager, program=program, kind="lead", count=3, occurred_on=on_monday
        )
    return program
