"""Forms of the register, of people and of cohorts that are sent twice have one effect."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from firms.accounts.models import User
from firms.audit.models import AuditEvent
from firms.register.models import (
    CaseloadAssignment,
    Contact,
    Document,
    ExportYear,
    Firm,
    ImplementationStep,
    Interaction,
    MarketEvent,
    Membership,
    Tie,
)
from programs.cohorts.models import Cohort, CohortMember
from programs.followups.models import FollowUp
from tests.factories.programs import FollowUpFactory

pytestmark = pytest.mark.usefixtures("on_monday")

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def follow_up(firm) -> FollowUp:
    return FollowUpFactory(firm=firm)


def test_a_quick_log(adviser_client, firm, twice):
    sent = {
        "firm": firm.pk,
        "kind": "call",
        "summary": "Asked about the sample.",
        "next_contact": "week",
    }
    twice(adviser_client, reverse("workspace:quick-log"), sent)
    assert (Interaction.objects.count(), FollowUp.objects.count()) == (1, 1)


def test_a_contact_about_a_follow_up(adviser_client, follow_up, twice):
    sent = {"kind": "mail", "summary": "Sent the price list.", "minutes": "5"}
    twice(adviser_client, reverse("programs:follow-up-call", args=[follow_up.pk]), sent)
    assert Interaction.objects.count() == 1


def test_other_words_are_another_contact(adviser_client, follow_up):
    address = reverse("programs:follow-up-call", args=[follow_up.pk])
    adviser_client.post(address, {"kind": "call", "summary": "Asked about the sample."})
    adviser_client.post(address, {"kind": "call", "summary": "They called back."})
    assert Interaction.objects.count() == 2


def test_the_same_words_later_are_another_contact(adviser_client, follow_up):
    address = reverse("programs:follow-up-call", args=[follow_up.pk])
    adviser_client.post(address, {"kind": "call", "summary": "Nobody answered."})
    with time_machine.travel("2026-03-02T09:25:00+00:00", tick=False):
        adviser_client.post(address, {"kind": "call", "summary": "Nobody answered."})
    assert Interaction.objects.count() == 2


def test_a_taken_firm(adviser_client, unassigned_firm, twice):
    twice(adviser_client, reverse("firms:take", args=[unassigned_firm.pk]))
    assert CaseloadAssignment.objects.filter(firm=unassigned_firm).count() == 1


def test_a_registered_firm(adviser_client, adviser, twice):
    sent = {
        "legal_name": "Twice Invented Works",
        "country": "KZ",
        "registration_number": "990000000017",
        "office": adviser.office_id,
    }
    twice(adviser_client, reverse("firms:new"), sent)
    assert Firm.objects.filter(legal_name="Twice Invented Works").count() == 1


@pytest.mark.parametrize(
    ("name", "sent", "made"),
    [
        pytest.param(
            "add-contact",
            {"name": "Some Body", "email": "some@firm.example"},
            Contact,
            id="contact",
        ),
        pytest.param(
            "invite",
            {"name": "Some Body", "email": "some@firm.example", "role": "firm_owner"},
            Membership,
            id="portal",
        ),
        pytest.param("add-tie", {"name": "Cousin abroad", "kind": "partner"}, Tie, id="tie"),
        pytest.param(
            "add-year",
            {
                "year": "2025",
                "turnover": "900000",
                "exports": "45000",
                "currency": "USD",
                "source": "accounts",
            },
            ExportYear,
            id="year",
        ),
        pytest.param(
            "add-market-event",
            {"kind": "entry", "country": "UZ", "occurred_on": "2026-02-01"},
            MarketEvent,
            id="market",
        ),
        pytest.param(
            "add-step",
            {"kind": "buyer_meeting", "occurred_on": "2026-02-01"},
            ImplementationStep,
            id="step",
        ),
    ],
)
def test_what_is_added_to_a_firm(adviser_client, firm, twice, name, sent, made):
    page = twice(adviser_client, reverse(f"firms:{name}", args=[firm.pk]), sent)
    assert made.objects.filter(firm=firm).count() == 1, page.content.decode()


def test_a_document(adviser_client, firm):
    address = reverse("firms:add-document", args=[firm.pk])
    adviser_client.post(address, {"upload": SimpleUploadedFile("offer.pdf", PDF)})
    adviser_client.post(address, {"upload": SimpleUploadedFile("offer.pdf", PDF)})
    assert Document.objects.count() == 1


def test_an_invited_colleague(administrator_client, office, twice):
    sent = {
        "name": "Some Body",
        "email": "some@agency.example",
        "role": "adviser",
        "office": office.pk,
        "language": "en",
    }
    twice(administrator_client, reverse("firms:person-new"), sent)
    assert User.objects.filter(email="some@agency.example").count() == 1


def test_a_cohort(manager_client, firm, twice):
    sent = {
        "name": "Intake 2025",
        "code": "intake-2025",
        "intake_from": "2025-01-01",
        "intake_to": "2025-12-31",
    }
    twice(manager_client, reverse("programs:cohort-new"), sent)
    cohort = Cohort.objects.get()
    twice(manager_client, reverse("programs:cohort-freeze", args=[cohort.pk]))
    assert CohortMember.objects.count() == 1
    assert AuditEvent.objects.filter(kind="cohort.frozen").count() == 1
