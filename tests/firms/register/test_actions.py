"""Writes to the register: what they refuse, what they keep, what the timeline says."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import override

from config.shared import clock
from firms.audit.models import AuditEvent
from firms.register import actions
from firms.register.errors import (
    AlreadyTaken,
    ExportsAboveTurnover,
    FileRefused,
    FoundedTooLate,
    InTheFuture,
    NotAMarketMove,
    NotAnAdviser,
    NumberTaken,
)
from firms.register.models import CaseloadAssignment, Document, ExportYear, Firm

YEAR = {"currency": "USD", "source": "accounts"}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


@pytest.fixture
def numbered(firm):
    firm.registration_number = "1234"
    firm.save()
    return firm


def test_a_taken_number_names_the_holder(numbered, office, adviser):
    with pytest.raises(NumberTaken, match="Invented Works"):
        actions.register_firm(
            office=office, by=adviser, legal_name="New", country="KZ", registration_number="1234"
        )
    assert not Firm.objects.filter(legal_name="New").exists()


def test_the_same_number_in_another_country_is_another_firm(numbered, office, adviser):
    made = actions.register_firm(
        office=office, by=adviser, legal_name="New", country="UZ", registration_number="1234"
    )
    assert made.pk != numbered.pk


def test_the_database_refuses_a_taken_number_too(numbered, office):
    with pytest.raises(IntegrityError, match=r"firm_number_unique|UNIQUE"), transaction.atomic():
        Firm.objects.create(
            legal_name="New",
            country="KZ",
            registration_number="1234",
            office=office,
            intake_on=date(2026, 1, 1),
        )


def test_duplicates_are_found_by_number_and_by_name(numbered):
    by_number = actions.possible_duplicates(
        legal_name="Quite different", country="KZ", registration_number="1234"
    )
    by_name = actions.possible_duplicates(
        legal_name=numbered.legal_name.upper() + ", LLC", country="KZ", registration_number=""
    )
    assert by_number == by_name == [numbered]


def test_handing_over_ends_the_former_assignment(firm, adviser, other_adviser, manager):
    actions.assign_adviser(firm=firm, adviser=other_adviser, by=manager, reason="Leave")
    former = CaseloadAssignment.objects.get(firm=firm, adviser=adviser)
    assert former.ended_on == clock.today()
    assert set(Firm.objects.in_caseload_of(other_adviser)) == {firm}


def test_assigning_the_same_adviser_changes_nothing(firm, adviser, manager):
    actions.assign_adviser(firm=firm, adviser=adviser, by=manager)
    assert CaseloadAssignment.objects.filter(firm=firm).count() == 1
    assert not AuditEvent.objects.filter(firm=firm).exists()


def test_only_advisers_and_managers_look_after_firms(firm, expert, manager):
    with pytest.raises(NotAnAdviser):
        actions.assign_adviser(firm=firm, adviser=expert, by=manager)


def test_a_taken_firm_cannot_be_taken_again(unassigned_firm, adviser, other_adviser):
    actions.take_firm(firm=unassigned_firm, by=adviser)
    with pytest.raises(AlreadyTaken, match=adviser.name):
        actions.take_firm(firm=unassigned_firm, by=other_adviser)


def test_a_correction_of_a_year_keeps_what_stood_before(firm, adviser):
    actions.record_export_year(
        firm=firm, year=2024, turnover=Decimal(100), exports=Decimal(10), by=adviser, **YEAR
    )
    actions.record_export_year(
        firm=firm, year=2024, turnover=Decimal(100), exports=Decimal(20), by=adviser, **YEAR
    )
    rows = ExportYear.objects.filter(firm=firm, year=2024)
    assert [row.exports for row in rows.current()] == [Decimal(20)]
    assert rows.count() == 2


def test_the_same_figures_twice_are_one_record(firm, adviser):
    for_both = {"firm": firm, "year": 2024, "turnover": Decimal(9), "exports": Decimal(1)}
    first = actions.record_export_year(by=adviser, **for_both, **YEAR)
    assert actions.record_export_year(by=adviser, **for_both, **YEAR) == first


def test_exports_above_turnover_are_refused_in_words(firm, adviser):
    with pytest.raises(ExportsAboveTurnover, match="2024"):
        actions.record_export_year(
            firm=firm, year=2024, turnover=Decimal(1), exports=Decimal(2), by=adviser, **YEAR
        )


def test_the_first_export_year_follows_from_figures(firm, adviser):
    actions.record_export_year(
        firm=firm, year=2020, turnover=Decimal(100), exports=Decimal(5), by=adviser, **YEAR
    )
    firm.refresh_from_db()
    assert firm.first_export_year == 2020


def test_a_market_cannot_be_left_before_it_was_entered(firm, adviser):
    with pytest.raises(NotAMarketMove):
        actions.record_market_event(
            firm=firm,
            kind="exit",
            country="UZ",
            occurred_on=date(2024, 5, 5),
            reason="partner_loss",
            by=adviser,
        )


@pytest.mark.parametrize("action", ["record_step", "log_interaction"])
def test_nothing_is_dated_in_the_future(firm, adviser, action):
    tomorrow = clock.today() + timedelta(days=1)
    words = {
        "record_step": {"kind": "offer"},
        "log_interaction": {"kind": "call", "summary": "Hello"},
    }
    with pytest.raises(InTheFuture):
        getattr(actions, action)(firm=firm, by=adviser, occurred_on=tomorrow, **words[action])


def test_a_new_main_contact_takes_over(firm, adviser):
    first = actions.add_contact(firm=firm, by=adviser, name="First", is_primary=True)
    actions.add_contact(firm=firm, by=adviser, name="Second", is_primary=True)
    first.refresh_from_db()
    assert first.is_primary is False


def test_changing_names_what_changed_and_keeps_the_former_value(firm, adviser):
    actions.change_firm(firm=firm, by=adviser, employees=99, region=firm.region)
    event = AuditEvent.objects.get(firm=firm)
    assert event.data["before"] == {"employees": 30}
    assert "employees" in event.sentence


def test_a_change_that_changes_nothing_leaves_no_event(firm, adviser):
    actions.change_firm(firm=firm, by=adviser, employees=firm.employees)
    assert not AuditEvent.objects.filter(firm=firm).exists()


def test_leaving_twice_keeps_the_first_day(firm, adviser):
    day = clock.today() - timedelta(days=5)
    actions.close_firm(firm=firm, by=adviser, reason="Sold", closed_on=day)
    assert actions.close_firm(firm=firm, by=adviser, reason="Again").closed_on == day


def test_consent_is_recorded_once_and_may_be_withdrawn_and_given_again(firm, adviser):
    words = {"kind": "data", "version": "1", "source": "form"}
    first = actions.give_consent(firm=firm, by=adviser, **words)
    assert actions.give_consent(firm=firm, by=adviser, **words) == first
    actions.withdraw_consent(consent=first, by=adviser)
    assert actions.give_consent(firm=firm, by=adviser, **words) != first


@pytest.mark.asvs("5.2.2", "5.3.2")
def test_a_document_is_kept_by_its_bytes_under_a_random_name(firm, adviser):
    kept = actions.add_document(
        firm=firm, upload=SimpleUploadedFile("../../evil.exe\u202egpj.pdf", PDF), by=adviser
    )
    assert kept.content_type == "application/pdf"
    assert "evil" not in kept.file.name
    assert kept.name == "evil.exegpj.pdf"
    assert kept.file.read() == PDF


@pytest.mark.parametrize(
    ("named", "data", "kept"),
    [
        pytest.param("x.exe", PDF, "x.pdf", id="a program's ending"),
        pytest.param("x.svg", PDF, "x.pdf", id="a drawing's ending"),
        pytest.param("x.pdf.exe", PDF, "x.pdf", id="two endings"),
        pytest.param("x.exe. ", PDF, "x.pdf", id="signs that Windows drops"),
        pytest.param("scan.pdf", PNG, "scan.png", id="another kind that is kept"),
        pytest.param("Scan.PNG", PNG, "Scan.PNG", id="the right one, in capitals"),
        pytest.param("photo.jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "photo.jpeg", id="JPEG"),
        pytest.param("report 2.5", PDF, "report 2.5.pdf", id="a number is no ending"),
        pytest.param("contract", PDF, "contract.pdf", id="none"),
        pytest.param("", PDF, "document.pdf", id="no name"),
        pytest.param(".exe", PDF, "exe.pdf", id="an ending alone"),
        pytest.param("a" * 250 + ".exe", PDF, "a" * 196 + ".pdf", id="a long one"),
    ],
)
@pytest.mark.asvs("5.2.2", "5.3.2")
def test_the_kept_name_ends_as_the_bytes_are(firm, adviser, named, data, kept):
    upload = SimpleUploadedFile("held", data)
    upload._name = named
    assert actions.add_document(firm=firm, upload=upload, by=adviser).name == kept


@pytest.mark.parametrize(
    "upload",
    [
        pytest.param(("photo.png", b"<svg onload=alert(1)>"), id="markup named as a picture"),
        pytest.param(("page.pdf", b"<html><script>1</script>"), id="a page named as PDF"),
        pytest.param(("run.pdf", b"MZ\x90\x00" + b"\x00" * 60), id="a program named as PDF"),
        pytest.param(("empty.pdf", b""), id="empty"),
    ],
)
@pytest.mark.asvs("5.2.2", "1.3.4")
def test_other_files_are_refused_in_words(firm, adviser, upload):
    with pytest.raises(FileRefused, match="not kept"):
        actions.add_document(firm=firm, upload=SimpleUploadedFile(*upload), by=adviser)
    assert not Document.objects.exists()


@pytest.mark.asvs("5.2.1")
def test_a_file_above_the_limit_is_refused(firm, adviser, settings):
    settings.DOCUMENT_MAX_BYTES = 10
    with pytest.raises(FileRefused):
        actions.add_document(firm=firm, upload=SimpleUploadedFile("a.png", PNG), by=adviser)


def test_the_timeline_speaks_the_readers_language(firm, adviser):
    actions.log_interaction(firm=firm, kind="call", summary="Spoke", by=adviser)
    event = AuditEvent.objects.get(firm=firm)
    with override("en"):
        english = event.sentence
    with override("ru"):
        russian = event.sentence
    assert english.startswith("Call")
    assert russian != english


def test_a_firm_cannot_be_founded_after_its_first_export(firm, adviser):
    actions.change_firm(firm=firm, by=adviser, first_export_year=2014)
    with pytest.raises(FoundedTooLate, match="2014"):
        actions.change_firm(firm=firm, by=adviser, founded=2015)


def test_the_earliest_export_year_wins_whoever_holds_an_old_row(firm, adviser):
    stale = Firm.objects.get(pk=firm.pk)
    figures = {"turnover": Decimal(9), "exports": Decimal(1), "by": adviser} | YEAR
    actions.record_export_year(firm=firm, year=2016, **figures)
    actions.record_export_year(firm=stale, year=2018, **figures)
    firm.refresh_from_db()
    assert firm.first_export_year == 2016
