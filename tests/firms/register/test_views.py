"""Pages of a firm: what they show, who may, what a bad form answers."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from firms.register.actions import add_document, log_interaction
from firms.register.models import CaseloadAssignment, ExportYear, Firm

NEW = {
    "legal_name": "Fresh Foods",
    "country": "KZ",
    "registration_number": "",
    "region": "",
    "sells": "",
    "isic_section": "C",
    "isic_division": "10",
    "product_form": "packable_goods",
    "founded": "2015",
    "employees": "12",
    "is_woman_owned": "unknown",
    "is_foreign_owned": "unknown",
}


def address(name, firm, **more):
    return reverse(f"firms:{name}", kwargs={"pk": firm.pk, **more})


def test_an_adviser_registers_a_firm_and_has_it(adviser_client, adviser, office):
    response = adviser_client.post(reverse("firms:new"), NEW | {"office": office.pk})
    made = Firm.objects.get(legal_name="Fresh Foods")
    assert response["Location"] == made.get_absolute_url()
    assert CaseloadAssignment.objects.current().get(firm=made).adviser == adviser


def test_a_look_alike_is_shown_before_a_second_firm_is_made(adviser_client, firm, office):
    same = NEW | {"legal_name": firm.legal_name + " LLC", "office": office.pk}
    response = adviser_client.post(reverse("firms:new"), same)
    assert "Is it one of these?" in response.text
    assert Firm.objects.count() == 1


def test_a_look_alike_of_another_caseload_is_named_but_not_linked(
    adviser_client, foreign_firm, office
):
    same = NEW | {"legal_name": foreign_firm.legal_name, "office": office.pk}
    response = adviser_client.post(reverse("firms:new"), same)
    assert "in another caseload" in response.text
    assert foreign_firm.get_absolute_url() not in response.text


def test_after_looking_the_firm_is_registered_all_the_same(adviser_client, firm, office):
    same = NEW | {"legal_name": firm.legal_name, "office": office.pk, "is_new": "on"}
    assert adviser_client.post(reverse("firms:new"), same).status_code == 302
    assert Firm.objects.filter(legal_name=firm.legal_name).count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("legal_name", "", id="no name"),
        pytest.param("legal_name", "Evil\u202egnp.exe", id="turned direction"),
        pytest.param("legal_name", "\u200b\u200b", id="nothing to see"),
        pytest.param("founded", "1e3", id="exponent"),
        pytest.param("founded", "٢٠١٥", id="other numerals"),
        pytest.param("employees", "1_000", id="underscore"),
        pytest.param("employees", "-5", id="negative"),
        pytest.param("isic_division", "1", id="one digit"),
        pytest.param("isic_division", "62", id="a division of another section"),
        pytest.param("isic_division", "34", id="a division that is none"),
        pytest.param("country", "XX", id="no such country"),
    ],
)
@pytest.mark.asvs("2.2.1", "1.1.1")
def test_a_bad_field_is_named_and_nothing_is_saved(adviser_client, office, field, value):
    response = adviser_client.post(reverse("firms:new"), NEW | {"office": office.pk, field: value})
    assert response.status_code == 200
    assert f'id="id_{field}' in response.text
    assert not Firm.objects.filter(country="KZ", isic_section="C").exists()


def test_the_firm_page_shows_its_record_as_text(adviser_client, adviser, firm):
    log_interaction(firm=firm, kind="call", summary="<b>bold</b> & co", by=adviser)
    page = adviser_client.get(firm.get_absolute_url()).text
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; co" in page
    assert "<b>bold</b>" not in page


def test_the_timeline_can_be_narrowed_and_paged(adviser_client, adviser, firm):
    log_interaction(firm=firm, kind="call", summary="A word", by=adviser)
    contacts = adviser_client.get(address("timeline", firm), {"events": "contacts"}).text
    documents = adviser_client.get(address("timeline", firm), {"events": "documents"}).text
    assert "A word" in contacts
    assert "A word" not in documents


@pytest.mark.parametrize("offset", ["-1", "x", "99999999999999999999", "%00"])
def test_a_bent_offset_shows_the_beginning(adviser_client, firm, offset):
    assert adviser_client.get(address("timeline", firm), {"from": offset}).status_code in (200, 400)


def test_figures_are_recorded_through_the_form(adviser_client, firm):
    figures = {
        "year": "2024",
        "turnover": "1000000",
        "exports": "50000.50",
        "currency": "USD",
        "source": "accounts",
    }
    assert adviser_client.post(address("add-year", firm), figures).status_code == 302
    assert ExportYear.objects.get(firm=firm).exports == pytest.approx(50000.50, abs=0.001)


def test_a_refusal_of_the_domain_stands_at_the_form(adviser_client, firm):
    figures = {
        "year": "2024",
        "turnover": "10",
        "exports": "50",
        "currency": "USD",
        "source": "accounts",
    }
    response = adviser_client.post(address("add-year", firm), figures)
    assert "cannot be above the turnover" in response.text
    assert not ExportYear.objects.exists()


def test_a_manager_hands_the_firm_over(manager_client, firm, other_adviser):
    manager_client.post(address("assign", firm), {"adviser": other_adviser.pk, "reason": ""})
    assert CaseloadAssignment.objects.current().get(firm=firm).adviser == other_adviser


def test_an_adviser_cannot_hand_the_firm_over(adviser_client, firm, other_adviser, adviser):
    response = adviser_client.post(address("assign", firm), {"adviser": other_adviser.pk})
    assert response.status_code == 403
    assert CaseloadAssignment.objects.current().get(firm=firm).adviser == adviser


@pytest.fixture
def filed(firm, adviser):
    upload = SimpleUploadedFile("contract.pdf", b"%PDF-1.4\n%%EOF\n")
    return add_document(firm=firm, upload=upload, by=adviser)


@pytest.mark.asvs("3.2.1", "5.4.1")
def test_a_document_comes_as_a_download_in_a_sandbox(adviser_client, firm, filed):
    response = adviser_client.get(address("download", firm, document_pk=filed.pk))
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.asvs("8.2.2")
def test_a_document_of_a_foreign_firm_does_not_exist(other_adviser_client, firm, filed):
    response = other_adviser_client.get(address("download", firm, document_pk=filed.pk))
    assert response.status_code == 404


def test_a_document_asked_under_another_firm_does_not_exist(adviser_client, unassigned_firm, filed):
    response = adviser_client.get(address("download", unassigned_firm, document_pk=filed.pk))
    assert response.status_code == 404


def test_a_member_is_invited_once(adviser_client, firm):
    person = {"name": "Owner", "email": "owner@example.org", "role": "firm_owner"}
    adviser_client.post(address("invite", firm), person)
    adviser_client.post(address("invite", firm), person)
    assert firm.memberships.count() == 1


def test_staff_cannot_be_made_members(adviser_client, firm):
    response = adviser_client.post(
        address("invite", firm), {"name": "X", "email": "x@example.org", "role": "manager"}
    )
    assert response.status_code == 200
    assert not firm.memberships.exists()


def test_market_moves_need_their_reason(adviser_client, firm):
    response = adviser_client.post(
        address("add-market-event", firm),
        {"kind": "exit", "country": "UZ", "occurred_on": date(2024, 1, 1).isoformat()},
    )
    assert "Say why the firm left this market." in response.text


def test_a_consent_is_given_and_withdrawn(adviser_client, firm):
    given = {"kind": "data", "version": "2", "source": "letter"}
    adviser_client.post(address("give-consent", firm), given)
    consent = firm.consents.get()
    assert "letter" in adviser_client.get(address("contacts", firm)).text
    adviser_client.post(address("withdraw-consent", firm, consent_pk=consent.pk))
    consent.refresh_from_db()
    assert consent.withdrawn_on is not None


def test_a_step_is_proved_by_a_document_of_the_same_firm(adviser_client, firm, filed):
    step = {"kind": "contract", "occurred_on": "2026-01-05", "evidence": filed.pk}
    adviser_client.post(address("add-step", firm), step)
    assert firm.steps.get().evidence == filed


def test_countries_speak_the_readers_language(adviser_client, firm):
    page = adviser_client.get(firm.get_absolute_url(), headers={"accept-language": "ru"}).text
    assert "Казахстан" in page
