"""Pages of programs and offerings, through the whole stack, as the real roles."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.methodology.models import ConstraintType
from programs.allocation.actions import plan_allocation
from programs.allocation.models import AllocationRun, Application, Offering
from programs.allocation.rules import Weights
from programs.catalogue.models import Program
from tests.factories.programs import (
    ApplicationFactory,
    CriteriaFactory,
    EngagementFactory,
    InterventionFactory,
    OfferingFactory,
    ProgramFactory,
)

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


NEW_OFFERING = {
    "title": "Mission",
    "starts_on": "2031-03-01",
    "ends_on": "2031-03-04",
    "apply_by": "2031-02-01",
    "seats": "14",
    "kind": "mission",
    "offer_days": "7",
}


@pytest.fixture
def program(db):
    return ProgramFactory(name="Route to the Gulf", budget="250000", currency="USD")


@pytest.fixture
def elsewhere(other_office):
    return ProgramFactory(office=other_office)


@pytest.fixture
def offering(program):
    return OfferingFactory(program=program, seats=1)


@pytest.fixture
def application(offering, firm):
    return ApplicationFactory(offering=offering, firm=firm)


@pytest.fixture
def foreign_application(offering, foreign_firm):
    return ApplicationFactory(offering=offering, firm=foreign_firm)


@pytest.fixture
def help_kind(program):
    kind = InterventionFactory()
    program.interventions.add(kind)
    return kind


def _url(name, *keys):
    return reverse(f"programs:{name}", args=[key.pk for key in keys])


def test_the_list_shows_what_a_person_may_see(adviser_client, program, elsewhere):
    page = adviser_client.get(_url("programs")).content.decode()
    assert program.name in page
    assert elsewhere.name not in page
    assert "$250,000" in page


def test_without_programs_it_says_what_to_do_first(manager_client, adviser_client):
    assert "New program" in manager_client.get(_url("programs")).content.decode()
    assert "New program" not in adviser_client.get(_url("programs")).content.decode()


def test_a_figure_equals_its_list(adviser_client, program, firm, foreign_firm):
    EngagementFactory(firm=firm, program=program)
    EngagementFactory(firm=foreign_firm, program=program)
    page = adviser_client.get(_url("program", program)).content.decode()
    assert "1 of 1" in page
    assert foreign_firm.legal_name not in page


def test_a_program_of_another_office_does_not_exist(adviser_client, elsewhere):
    assert adviser_client.get(_url("program", elsewhere)).status_code == 404


def test_a_firm_sees_no_programs(firm_owner_client, program):
    assert firm_owner_client.get(_url("programs")).status_code == 403


NEW = {"name": "N", "code": "n", "starts_on": "2026-01-01", "ends_on": "2027-01-01"}


def test_a_manager_opens_and_changes_a_program(manager_client):
    manager_client.post(_url("program-new"), NEW)
    made = Program.objects.get(code="n")
    manager_client.post(_url("program-change", made), NEW | {"name": "Better"})
    made.refresh_from_db()
    assert (made.name, made.ends_on) == ("Better", date(2027, 1, 1))


def test_an_adviser_opens_none(adviser_client, program):
    assert adviser_client.post(_url("program-new"), NEW).status_code == 403
    assert adviser_client.post(_url("program-change", program), NEW).status_code == 403


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ends_on": "2025-01-01"}, "The end lies before the start."),
        ({"budget": "100"}, "Say in which currency."),
        ({"budget": "100", "currency": "usd"}, "Three capital letters"),
        ({"code": "taken"}, "This code belongs to another program."),
    ],
)
def test_a_wrong_program_is_told_so_and_not_written(manager_client, change, sentence, db):
    ProgramFactory(code="taken")
    page = manager_client.post(_url("program-new"), NEW | change).content.decode()
    assert sentence in page
    assert not Program.objects.filter(name="N").exists()


def test_a_manager_opens_an_offering(manager_client, program, help_kind):
    data = NEW_OFFERING | {"intervention": help_kind.pk}
    manager_client.post(_url("offering-new", program), data)
    assert Offering.objects.get().seats == 14
    late = manager_client.post(_url("offering-new", program), data | {"apply_by": "2031-03-02"})
    assert "The deadline lies after the start." in late.content.decode()


def test_an_adviser_applies_for_a_firm_of_the_caseload_only(
    adviser_client, offering, firm, foreign_firm
):
    adviser_client.post(_url("application-new", offering), {"firm": foreign_firm.pk})
    assert not Application.objects.exists()
    adviser_client.post(_url("application-new", offering), {"firm": firm.pk})
    assert Application.objects.get().firm == firm


def test_the_last_seat_is_refused_with_a_sentence(
    manager_client, offering, application, foreign_application
):
    manager_client.post(_url("application-seat", application))
    answer = manager_client.post(_url("application-seat", foreign_application))
    assert "All 1 seats" in answer.content.decode()
    page = manager_client.get(_url("offering", offering)).content.decode()
    assert "1 offered or taken, 0 free" in page


def test_an_adviser_gives_no_seats(adviser_client, application):
    assert adviser_client.post(_url("application-seat", application)).status_code == 403


def test_an_adviser_withdraws_own_firms_only(adviser_client, application, foreign_application):
    assert adviser_client.post(_url("application-withdraw", application)).status_code == 302
    foreign = _url("application-withdraw", foreign_application)
    assert adviser_client.post(foreign).status_code == 404


@pytest.mark.parametrize("size", [2, 30])
def test_the_list_costs_the_same_for_many(adviser_client, size, django_assert_max_num_queries, db):
    ProgramFactory.create_batch(size)
    with django_assert_max_num_queries(16):
        adviser_client.get(_url("programs"))


def test_a_computation_begins_with_the_weights_of_the_last_one(manager_client, offering, firm):
    known = ConstraintType.objects.create(
        code="export_finance", group="finance", order=1, names={"en": "Finance"}
    )
    offering.intervention.targets.create(constraint=known, strength=3)
    ApplicationFactory(offering=offering, firm=firm)
    url = _url("offering-allocate", offering)
    said = {"cap": 1, "seed": 5, "stage_misfit": "0.5", "mixed": "0.8", "none": "0.6"}
    manager_client.post(url, said | {"w_export_finance": "1.5"})
    run = AllocationRun.objects.get()
    assert run.weights["constraints"] == {"export_finance": "1.5"}
    form = manager_client.get(url).context["form"]
    assert (form["w_export_finance"].value(), form["seed"].value()) == (Decimal("1.5"), 5)


def test_the_reason_of_a_seat_stands_on_its_form(manager_client, offering, application):
    offering.criteria = CriteriaFactory()
    offering.save()
    application.firm.employees = 3
    application.firm.save()
    page = manager_client.post(_url("application-seat", application)).text
    assert "Say why the firm gets the seat all the same." in page
    manager_client.post(_url("application-seat", application), {"reason": "It knows the market."})
    application.refresh_from_db()
    assert (application.state, application.reason) == ("seated", "It knows the market.")


def test_a_refusal_is_taken_back_on_its_page(manager_client, application):
    manager_client.post(_url("application-refuse", application), {"reason": "No samples."})
    assert "Take the refusal back" in manager_client.get(_url("application", application)).text
    manager_client.post(_url("application-reopen", application), {"reason": "They came."})
    application.refresh_from_db()
    assert application.state == "applied"


def test_an_adviser_adds_and_takes_off_a_document(adviser_client, application):
    url = _url("application-document-new", application)
    assert "Choose a file." in adviser_client.post(url, {}).text
    adviser_client.post(url, {"upload": SimpleUploadedFile("prices.pdf", PDF)})
    row = application.documents.get()
    assert "prices.pdf" in adviser_client.get(_url("application", application)).text
    adviser_client.post(_url("application-document-drop", row))
    assert not application.documents.exists()


def test_a_decided_allocation_stays_to_be_looked_at_and_solved_again(
    manager_client, offering, firm
):
    row = ApplicationFactory(offering=offering, firm=firm)
    said = {"cap": 1, "seed": 5, "stage_misfit": "0.5", "mixed": "0.8", "none": "0.6"}
    manager_client.post(_url("offering-close", offering))
    manager_client.post(_url("offering-allocate", offering), said)
    run = AllocationRun.objects.get()
    manager_client.post(_url("allocation-approve", run))
    assert _url("allocation", run) in manager_client.get(_url("offering", offering)).text
    page = manager_client.get(_url("allocation", run)).text
    assert "Approved" in page
    assert firm.legal_name in page
    answer = manager_client.post(_url("allocation-check", run), follow=True)
    assert "the same seats" in answer.text
    row.refresh_from_db()
    assert row.state == "offered"


def test_an_allocation_is_no_page_for_an_adviser(adviser_client, offering, firm, manager):
    ApplicationFactory(offering=offering, firm=firm)
    run = plan_allocation(offerings=[offering], by=manager, weights=Weights(), seed=1)
    assert adviser_client.get(_url("allocation", run)).status_code == 403


def test_a_draft_takes_no_applications_until_it_is_opened(
    manager_client, firm_owner_client, program, help_kind
):
    data = NEW_OFFERING | {"intervention": help_kind.pk, "is_draft": "on"}
    manager_client.post(_url("offering-new", program), data)
    offering = Offering.objects.get()
    assert offering.state == "draft"
    assert firm_owner_client.get(reverse("portal:offer-ask", args=[offering.pk])).status_code == 404
    manager_client.post(_url("offering-open", offering))
    assert firm_owner_client.get(reverse("portal:offer-ask", args=[offering.pk])).status_code == 200


def test_markets_sectors_and_languages_are_typed_and_shown(manager_client, program, help_kind):
    said = {"markets": ["AE", "SA"], "sectors": ["10"], "languages": ["ar"]}
    data = NEW_OFFERING | {"intervention": help_kind.pk, "kind": "fair"} | said
    manager_client.post(_url("offering-new", program), data)
    offering = Offering.objects.get()
    page = manager_client.get(_url("offering", offering)).text
    for word in ("United Arab Emirates, Saudi Arabia", "Food products", "Arabic", "Stand places"):
        assert word in page
    manager_client.post(_url("offering-change", offering), data | {"languages": ["ar", "en"]})
    offering.refresh_from_db()
    assert offering.languages == ["ar", "en"]


def test_evidence_and_caution_stand_beside_the_choice(manager_client, program, help_kind):
    help_kind.caution_texts = {"en": "Costly without a follow-up."}
    help_kind.save()
    page = manager_client.get(_url("offering-new", program)).text
    assert 'hx-get="/offerings/help/"' in page
    about = manager_client.get(reverse("programs:about-help"), {"intervention": help_kind.pk}).text
    assert "Costly without a follow-up." in about
    assert "Evidence" in about
    nothing = manager_client.get(reverse("programs:about-help"), {"intervention": "x"}).text
    assert "Choose a kind of help" in nothing
