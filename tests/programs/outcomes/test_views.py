"""Pages of results: who may, what they show, queries that do not grow, bad input."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.outcomes import actions
from programs.outcomes.models import Indicator, IndicatorTarget, Outcome, OutcomeEvidence
from tests.factories.firms import ContactFactory, FirmFactory
from tests.factories.programs import OutcomeFactory, ProgramFactory
from tests.programs.outcomes.conftest import PDF, SALE


def url(name, *keys):
    return reverse(f"programs:{name}", args=[getattr(key, "pk", key) for key in keys])


def words(response):
    return response.content.decode()


SALE_TYPED = {
    "kind": "export_sale",
    "amount": "1200",
    "currency": "USD",
    "market": "UZ",
    "occurred_on": "2026-02-10",
}


def test_an_adviser_claims_for_an_own_firm(adviser_client, firm, on_monday):
    response = adviser_client.post(url("outcome-claim", firm), SALE_TYPED)
    made = Outcome.objects.get()
    assert (response.status_code, response["Location"]) == (302, made.get_absolute_url())


def test_an_adviser_cannot_claim_for_a_foreign_firm(adviser_client, foreign_firm, on_monday):
    assert adviser_client.post(url("outcome-claim", foreign_firm), SALE_TYPED).status_code == 404
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "-1"}, "An amount is more than nothing"),
        ({"occurred_on": "2026-03-03"}, "This day has not come yet."),
        ({"amount": ""}, "Say how much."),
        ({"market": ""}, "Choose the market."),
        ({"count": "3"}, "measured in money, not counted"),
        ({"currency": "XXX"}, "Select a valid choice"),
        ({"amount": "12,50"}, "Enter a number in digits"),
    ],
)
def test_a_claim_that_cannot_be_says_where(adviser_client, firm, on_monday, changes, sentence):
    response = adviser_client.post(url("outcome-claim", firm), SALE_TYPED | changes)
    assert response.status_code == 200
    assert sentence in words(response)
    assert not Outcome.objects.exists()


def test_the_page_shows_grades_answers_and_what_is_put_down(adviser_client, evidenced):
    page = words(adviser_client.get(evidenced.get_absolute_url()))
    assert "Invented Owner" in page
    assert "Put down to the help: $35,000 of $50,000." in page
    assert "contract.pdf" in page


def test_the_market_the_firm_put_right_counts_and_both_are_shown(
    adviser_client, firm, claimed, owner
):
    actions.confirm_by_contact(outcome=claimed, contact=owner, answer="corrects", market="KZ")
    page = words(adviser_client.get(claimed.get_absolute_url()))
    assert "Export sale or order, Kazakhstan" in page
    assert "Confirmed market" in page
    assert "Uzbekistan" in page
    assert "Export sale or order, Kazakhstan" in words(adviser_client.get(firm.get_absolute_url()))


def test_a_confirmed_market_as_claimed_is_not_said_twice(adviser_client, confirmed):
    assert "Confirmed market" not in words(adviser_client.get(confirmed.get_absolute_url()))


def test_a_foreign_result_does_not_exist(other_adviser_client, claimed):
    assert other_adviser_client.get(claimed.get_absolute_url()).status_code == 404
    withdraw = url("outcome-withdraw", claimed)
    assert other_adviser_client.post(withdraw, {"reason": "Hm."}).status_code == 404
    claimed.refresh_from_db()
    assert claimed.grade == "claimed"


def test_an_adviser_asks_corrects_and_withdraws(adviser_client, claimed):
    adviser_client.post(url("outcome-ask", claimed), {"contact": ""})
    assert claimed.requests.count() == 1
    typed = SALE_TYPED | {"amount": "900", "reason": "A digit.", "program": claimed.program_id}
    adviser_client.post(url("outcome-correct", claimed), typed)
    made = Outcome.objects.get(corrects=claimed)
    adviser_client.post(url("outcome-withdraw", made), {"reason": "Twice."})
    made.refresh_from_db()
    assert (made.amount, made.grade) == (900, "withdrawn")


@pytest.mark.parametrize("name", ["outcome-attribute", "outcome-share", "outcome-keep-apart"])
def test_judging_is_for_managers(adviser_client, claimed, name):
    assert adviser_client.post(url(name, claimed)).status_code == 403


def test_a_manager_judges(manager_client, evidenced):
    assert manager_client.post(url("outcome-attribute", evidenced)).status_code == 302
    evidenced.refresh_from_db()
    assert evidenced.grade == "attributed"


def test_an_adviser_adds_a_document_and_does_not_check_it(adviser_client, confirmed):
    upload = SimpleUploadedFile("contract.pdf", PDF)
    add = url("outcome-evidence", confirmed)
    assert adviser_client.post(add, {"type": "contract", "upload": upload}).status_code == 302
    proof = OutcomeEvidence.objects.get()
    assert adviser_client.post(url("evidence-check", proof), {"accept": "yes"}).status_code == 403


def test_a_manager_checks_a_document(manager_client, evidence):
    manager_client.post(url("evidence-check", evidence), {"accept": "yes"})
    evidence.refresh_from_db()
    assert evidence.verdict == "accepted"


def test_a_web_page_called_pdf_is_refused_at_the_form(adviser_client, confirmed):
    upload = SimpleUploadedFile("contract.pdf", b"<html><script>alert(1)</script></html>")
    response = adviser_client.post(
        url("outcome-evidence", confirmed), {"type": "contract", "upload": upload}
    )
    assert "The file was not kept" in words(response)
    assert not OutcomeEvidence.objects.exists()


def test_no_file_at_all_is_said_at_the_form(adviser_client, confirmed):
    response = adviser_client.post(url("outcome-evidence", confirmed), {"type": "contract"})
    assert "Choose a file." in words(response)


@pytest.fixture
def twin(claimed, firm, manager):
    return actions.claim_outcome(firm=firm, by=manager, program=ProgramFactory(), **SALE)


def test_a_manager_shares_a_deal_out(manager_client, claimed, twin):
    page = words(manager_client.get(claimed.get_absolute_url()))
    assert "Claimed twice?" in page
    typed = {f"take_{twin.pk}": "on", f"share_{claimed.pk}": "60", f"share_{twin.pk}": "40"}
    assert manager_client.post(url("outcome-share", claimed), typed).status_code == 302
    assert "$30,000" in words(manager_client.get(claimed.get_absolute_url()))
    assert "$20,000" in words(manager_client.get(twin.get_absolute_url()))


def test_a_manager_keeps_deals_apart(manager_client, claimed, twin):
    manager_client.post(url("outcome-keep-apart", claimed), {"reason": "Two orders."})
    assert "kept apart as different deals" in words(manager_client.get(twin.get_absolute_url()))


def test_the_firm_page_lists_results_and_marks_doubles(adviser_client, firm, claimed, twin):
    page = words(adviser_client.get(firm.get_absolute_url()))
    assert "Results so far" in page
    assert page.count("looks like another") == 2


@pytest.fixture
def of_five_firms(program, office, manager, on_monday):
    """Five firms confirmed 100 each, five more claim 30 each."""
    for _number in range(5):
        firm = FirmFactory(office=office)
        for amount in (100, 30):
            made = actions.claim_outcome(
                firm=firm, by=manager, program=program, **(SALE | {"amount": amount})
            )
            if amount == 100:
                contact = ContactFactory(firm=firm)
                actions.confirm_by_contact(
                    outcome=made, contact=contact, answer="agrees", band="none"
                )
    return program


def test_results_stand_side_by_side_with_bounds(manager_client, of_five_firms):
    page = words(manager_client.get(url("program-results", of_five_firms)))
    assert all(figure in page for figure in ("$500", "$150", "$650"))


def test_results_of_other_days_and_nonsense(manager_client, of_five_firms):
    address = url("program-results", of_five_firms)
    assert "No result of this program" in words(
        manager_client.get(address, {"starts_on": "2026-03-01"})
    )
    assert "$500" in words(manager_client.get(address, {"starts_on": "soon"}))


def test_figures_of_few_firms_are_withheld(manager_client, confirmed):
    page = words(manager_client.get(url("program-results", confirmed.program)))
    assert "$50,000" not in page
    assert "fewer than five firms" in page


@pytest.mark.parametrize("size", [2, 12])
def test_queries_do_not_grow_with_results(
    manager_client, claimed, firm, program, size, django_assert_max_num_queries
):
    OutcomeFactory.create_batch(size, firm=firm, program=program, market="KG", amount=7)
    with django_assert_max_num_queries(12):
        manager_client.get(url("program-results", program))
    with django_assert_max_num_queries(24):
        manager_client.get(claimed.get_absolute_url())


def test_indicators_are_cards_and_loading_twice_changes_nothing(manager_client, pack, manager):
    assert actions.load_indicators(pack_version=pack) == 13
    assert actions.load_indicators(pack_version=pack) == 0
    page = words(manager_client.get(reverse("programs:indicators")))
    assert "New exporter" in page
    assert "confirmed value × (1 − midpoint of the band)" in page


@pytest.fixture
def indicator(pack):
    actions.load_indicators(pack_version=pack)
    return Indicator.objects.first()


TARGET = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "value": "12"}


def test_a_manager_sets_a_target_and_replaces_it(manager_client, program, indicator):
    address = url("target-new", program)
    for value in ("12", "12", "15"):
        typed = TARGET | {"indicator": indicator.pk, "value": value}
        assert manager_client.post(address, typed).status_code == 302
    rows = IndicatorTarget.objects.order_by("pk")
    assert [(row.value, row.replaced_at is None) for row in rows] == [(12, False), (15, True)]
    assert "New exporter" in words(manager_client.get(url("program-results", program)))


def test_an_adviser_sets_no_target(adviser_client, program, indicator):
    typed = TARGET | {"indicator": indicator.pk}
    assert adviser_client.post(url("target-new", program), typed).status_code == 403


def test_a_period_that_ends_before_it_starts(manager_client, program, indicator):
    typed = TARGET | {"indicator": indicator.pk, "ends_on": "2025-12-31"}
    response = manager_client.post(url("target-new", program), typed)
    assert "The period ends before it starts." in words(response)


def test_the_portal_shows_what_waits_and_takes_the_answer(firm_owner_client, asked):
    assert "$50,000" in words(firm_owner_client.get(reverse("portal:home")))
    assert "$50,000" in words(firm_owner_client.get(reverse("portal:results")))
    address = reverse("portal:confirm-outcome", args=[asked.pk])
    assert firm_owner_client.post(address, {"answer": "agrees"}).status_code == 302
    asked.refresh_from_db()
    assert asked.grade == "confirmed"
    assert "Nothing waits for you." in words(firm_owner_client.get(reverse("portal:results")))
    again = firm_owner_client.post(address, {"answer": "denies"})
    assert "You have answered this already" in words(again)


def test_a_viewer_sees_and_does_not_answer(firm_viewer_client, asked):
    assert firm_viewer_client.get(reverse("portal:results")).status_code == 200
    address = reverse("portal:confirm-outcome", args=[asked.pk])
    assert firm_viewer_client.post(address, {"answer": "agrees"}).status_code == 403


def test_another_firm_answers_nothing(foreign_owner_client, asked):
    address = reverse("portal:confirm-outcome", args=[asked.pk])
    assert foreign_owner_client.post(address, {"answer": "agrees"}).status_code == 404


def test_what_nobody_asked_about_is_not_answered(firm_owner_client, claimed):
    address = reverse("portal:confirm-outcome", args=[claimed.pk])
    assert firm_owner_client.get(address).status_code == 404
    assert claimed.occurred_on == date(2026, 2, 10)
