"""Pages of help, through the whole stack, as the real roles."""

import pytest
from django.urls import reverse

from firms.register.models import Firm
from programs.engagements.actions import accept_recommendation, complete_engagement
from programs.engagements.models import Engagement
from programs.followups.actions.plans import begin_draft, enable_draft, remove_step
from programs.followups.rules import RENEWAL_CODE
from programs.matching.models import Recommendation, RecommendationSet
from tests.factories.programs import EngagementFactory

REASON = "The buyer in Dubai asks for it by spring."

MOVES = [
    ("engagement-start", {}),
    ("engagement-pause", {"reason": "Harvest"}),
    ("engagement-resume", {}),
    ("engagement-complete", {}),
    ("engagement-cancel", {"reason": "No interest"}),
    ("engagement-correct", {"completed_on": "2026-03-01"}),
    ("engagement-undo", {}),
    ("engagement-approve", {}),
    ("engagement-withdraw", {"reason": "Sold out"}),
    ("engagement-decline", {"reason": "No time"}),
    ("engagement-no-show", {}),
    ("milestone-new", {"title": "Visas", "due_on": "2026-04-01"}),
    ("hours-new", {"hours": "2", "on": "2026-03-01"}),
    ("attendance-new", {"attendance": "late", "on": "2026-03-01"}),
    ("money-new", {"amount": "10", "currency": "USD", "on": "2026-03-01"}),
    ("finance-new", {"kind": "approved", "amount": "9", "currency": "USD", "on": "2026-03-01"}),
    ("cost-new", {"purpose": "x", "amount": "1"}),
]


@pytest.fixture
def best(recommended) -> Recommendation:
    rows = recommended.items.filter(is_eligible=True, needs_reason=False)
    return rows.select_related("intervention").order_by("rank").first()


@pytest.fixture
def ineligible(recommended) -> Recommendation:
    return recommended.items.filter(is_eligible=False).order_by("rank").first()


@pytest.fixture
def foreign(foreign_firm, on_monday) -> Engagement:
    return EngagementFactory(firm=foreign_firm)


@pytest.fixture
def firm_page(firm: Firm) -> str:
    return firm.get_absolute_url()


def _url(name, row):
    return reverse(f"programs:{name}", args=[row.pk])


def test_one_click_assigns_and_offers_undo(adviser_client, best, firm_page):
    answer = adviser_client.post(_url("recommendation-accept", best), follow=True)
    assert answer.redirect_chain == [(firm_page, 302)]
    made = Engagement.objects.get(recommendation=best)
    assert f'action="{_url("engagement-undo", made)}"' in answer.content.decode()


def test_a_second_click_is_the_same_engagement(adviser_client, best):
    adviser_client.post(_url("recommendation-accept", best))
    adviser_client.post(_url("recommendation-accept", best))
    assert Engagement.objects.count() == 1


def test_the_ineligible_shows_why_and_asks_for_a_reason(adviser_client, ineligible):
    page = adviser_client.get(_url("recommendation-accept", ineligible)).content.decode()
    assert "A reason of at least 20 characters is needed." in page
    refused = adviser_client.post(_url("recommendation-accept", ineligible), {"reason": "no"})
    assert "Say why, in at least 20 characters." in refused.content.decode()
    assert not Engagement.objects.exists()
    adviser_client.post(_url("recommendation-accept", ineligible), {"reason": REASON})
    assert Engagement.objects.get().reason == REASON


def test_declining_without_a_reason_keeps_the_form(adviser_client, best):
    assert adviser_client.post(_url("recommendation-decline", best)).status_code == 200
    best.refresh_from_db()
    assert best.state == "open"
    adviser_client.post(_url("recommendation-decline", best), {"reason": "Done before"})
    best.refresh_from_db()
    assert best.decline_reason == "Done before"


def test_a_bundle_is_assigned(adviser_client, recommended, firm):
    picked = list(recommended.items.exclude(bundle_order=None).values_list("pk", flat=True))
    answer = adviser_client.post(
        _url("bundle-accept", firm), {"recommendation": picked, "reason": REASON}, follow=True
    )
    assert f"{len(picked)} measures assigned." in answer.content.decode()
    assert Engagement.objects.filter(firm=firm, reason=REASON).count() == len(picked)


def test_an_empty_bundle_says_what_to_do(adviser_client, recommended, firm):
    page = adviser_client.post(_url("bundle-accept", firm)).content.decode()
    assert "Tick at least one measure." in page


def test_compute_now_does_it_without_a_worker(adviser_client, profile, firm, firm_page):
    before = adviser_client.get(firm_page).content.decode()
    assert "are being computed" in before
    adviser_client.post(_url("recommend", firm))
    after = adviser_client.get(firm_page).content.decode()
    assert "are being computed" not in after
    assert "Apply with a reason" in after
    assert RecommendationSet.objects.current().filter(firm=firm).exists()


@pytest.mark.parametrize(("name", "data"), MOVES)
def test_foreign_help_does_not_exist(adviser_client, foreign, name, data):
    before = foreign.state
    assert adviser_client.post(_url(name, foreign), data).status_code == 404
    assert adviser_client.get(_url(name, foreign)).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == before


@pytest.mark.parametrize(("name", "data"), MOVES)
def test_an_administrator_moves_nothing(administrator_client, planned, name, data):
    assert administrator_client.post(_url(name, planned), data).status_code == 403


@pytest.mark.parametrize(("name", "data"), MOVES)
def test_a_firm_moves_nothing(firm_owner_client, planned, name, data):
    assert firm_owner_client.post(_url(name, planned), data).status_code == 403


def test_a_foreign_recommendation_does_not_exist(other_adviser_client, best, firm):
    assert other_adviser_client.post(_url("recommendation-accept", best)).status_code == 404
    assert other_adviser_client.post(_url("recommendation-decline", best)).status_code == 404
    assert other_adviser_client.post(_url("recommend", firm)).status_code == 404
    bundle = {"recommendation": [best.pk]}
    assert other_adviser_client.post(_url("bundle-accept", firm), bundle).status_code == 404


def test_a_stranger_signs_in_first(client, planned):
    assert client.post(_url("engagement-start", planned)).url.startswith("/accounts/login")


def test_it_moves_from_plan_to_end_over_http(adviser_client, planned):
    adviser_client.post(_url("engagement-start", planned), {"on": "2026-02-20"})
    page = adviser_client.get(_url("engagement", planned)).content.decode()
    assert "Under way" in page
    answer = adviser_client.post(
        _url("engagement-complete", planned),
        {"completed_on": "2026-02-28", "next": _url("engagement", planned)},
        follow=True,
    )
    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == _url("engagement", planned)
    assert "14 days after" in page
    assert planned.follow_ups.count() == 3


def test_a_refusal_stands_at_the_form(adviser_client, planned):
    answer = adviser_client.post(_url("engagement-start", planned), {"on": "2026-03-03"})
    assert answer.status_code == 200
    assert "has not come yet" in answer.content.decode()


def test_it_never_leads_to_a_foreign_site(adviser_client, planned, firm_page):
    answer = adviser_client.post(
        _url("engagement-start", planned), {"next": "https://elsewhere.example/"}
    )
    assert answer.url == firm_page


def test_the_page_shows_why_and_what_was_considered(adviser_client, best, adviser):
    made = accept_recommendation(recommendation=best, by=adviser, reason=REASON)
    complete_engagement(engagement=made, by=adviser)
    page = adviser_client.get(_url("engagement", made)).content.decode()
    assert REASON in page
    assert "Alternatives considered" in page
    assert "Meant to relieve" in page


@pytest.mark.parametrize("size", [1, 40])
def test_the_page_costs_the_same_with_a_long_history(
    adviser_client, planned, size, django_assert_max_num_queries
):
    planned.periods.bulk_create(
        planned.periods.model(
            engagement=planned, external_key=f"P{n}", decision="approved", currency="USD"
        )
        for n in range(size)
    )
    with django_assert_max_num_queries(18):
        adviser_client.get(_url("engagement", planned))


def test_proposing_asks_the_firm_first(adviser_client, best):
    asked = adviser_client.post(_url("recommendation-accept", best), {"ask_firm": "on"})
    assert "Say why, in at least 20 characters." in asked.content.decode()
    adviser_client.post(_url("recommendation-accept", best), {"ask_firm": "on", "reason": REASON})
    made = Engagement.objects.get(recommendation=best)
    page = adviser_client.get(_url("engagement", made)).content.decode()
    assert made.state == "proposed"
    assert "Your adviser suggests it" in page
    adviser_client.post(_url("engagement-approve", made))
    made.refresh_from_db()
    assert made.state == "approved"


def test_evidence_and_caution_stand_where_help_is_chosen(adviser_client, best, firm_page):
    chosen = adviser_client.get(_url("recommendation-accept", best)).content.decode()
    cards = adviser_client.get(firm_page).content.decode()
    assert ("Evidence" in chosen, "Caution" in chosen) == (True, True)
    assert "Evidence" in cards


def test_delivery_stands_on_the_page(adviser_client, agreed):
    adviser_client.post(_url("milestone-new", agreed), {"title": "Visas", "due_on": "2026-02-20"})
    milestone = agreed.milestones.get()
    page = adviser_client.get(_url("engagement", agreed)).content.decode()
    assert "10 days late" in page
    adviser_client.post(_url("milestone-done", milestone), {"done_on": "2026-02-25"})
    adviser_client.post(_url("hours-new", agreed), {"hours": "2.5", "on": "2026-02-20"})
    fact = agreed.facts.get()
    adviser_client.post(_url("fact-correct", fact), {"hours": "4", "note": "Two trainers"})
    page = adviser_client.get(_url("engagement", agreed)).content.decode()
    assert "1 of 1 reached" in page
    assert "4 hours" in page
    assert "Two trainers" in page
    assert "2.5 hours" not in page


def test_a_ledger_stands_on_the_page_and_refuses_in_words(adviser_client, loan):
    entry = {"kind": "approved", "amount": "1000", "currency": "USD", "on": "2026-02-20"}
    adviser_client.post(_url("finance-new", loan), entry)
    paid = entry | {"kind": "disbursed", "amount": "1200"}
    refused = adviser_client.post(_url("finance-new", loan), paid).content.decode()
    assert "1,000\u00a0USD of the approval are left to pay out." in refused
    page = adviser_client.get(_url("engagement", loan)).content.decode()
    assert "$1,000 to pay out" in page


def test_costs_stand_on_the_page(adviser_client, funded, line):
    typed = {"line": line.pk, "purpose": "Flights to Dubai", "amount": "400"}
    adviser_client.post(_url("cost-new", funded), typed)
    cost = funded.costs.get()
    adviser_client.post(_url("cost-spend", cost), {"amount": "380"})
    page = adviser_client.get(_url("engagement", funded)).content.decode()
    assert "Flights to Dubai" in page
    assert "$380.00" in page
    refused = adviser_client.post(_url("cost-new", funded), typed | {"amount": "700"})
    assert "has 620\u00a0USD left" in refused.content.decode()


def test_help_that_leads_to_a_certificate_says_so(adviser_client, certification):
    page = adviser_client.get(_url("engagement", certification)).content.decode()
    assert "This help leads to a certificate" in page
    refused = adviser_client.post(_url("engagement-complete", certification)).content.decode()
    assert "Note the certificate with its number first" in refused
    typed = {"number": "ISO-7", "expires_on": "2029-03-01"}
    noted = adviser_client.post(_url("engagement-certificate", certification), typed, follow=True)
    assert "Noted; what asks before it runs out is planned." in noted.content.decode()
    page = adviser_client.get(_url("engagement", certification)).content.decode()
    assert "What asks before it runs out is among the follow-ups." in page
    adviser_client.post(_url("engagement-complete", certification))
    certification.refresh_from_db()
    assert certification.state == "completed"


def test_the_page_does_not_promise_what_no_plan_asks(adviser_client, certification, manager):
    draft = begin_draft(intervention=certification.intervention, program=None, by=manager)
    remove_step(version=draft, code=RENEWAL_CODE, by=manager)
    enable_draft(version=draft, by=manager)
    typed = {"number": "ISO-7", "expires_on": "2029-03-01"}
    noted = adviser_client.post(_url("engagement-certificate", certification), typed, follow=True)
    assert "Noted; nothing asks before it runs out." in noted.content.decode()
    page = adviser_client.get(_url("engagement", certification)).content.decode()
    assert "Nothing asks before it runs out." in page
