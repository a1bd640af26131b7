"""Screens of the questionnaire: who may, what is saved, what is refused."""

import pytest
from django.urls import reverse

from assessments.responses.actions import save_answers
from assessments.responses.models import Assessment


def section(assessment: Assessment, code: str = "finance") -> str:
    return reverse("assessments:section", args=[assessment.pk, code])


def test_an_adviser_starts_an_assessment(adviser_client, version, firm):
    response = adviser_client.post(reverse("assessments:start", args=[firm.pk]))
    draft = firm.assessments.get()
    assert response.url == reverse("assessments:fill", args=[draft.pk])


def test_starting_twice_gives_one_draft(adviser_client, version, firm):
    adviser_client.post(reverse("assessments:start", args=[firm.pk]))
    adviser_client.post(reverse("assessments:start", args=[firm.pk]))
    assert firm.assessments.count() == 1


def test_without_a_pack_starting_says_so(adviser_client, firm):
    response = adviser_client.post(reverse("assessments:start", args=[firm.pk]))
    assert (response.status_code, firm.assessments.count()) == (302, 0)


def test_another_advisers_firm_does_not_exist(adviser_client, version, foreign_firm):
    response = adviser_client.post(reverse("assessments:start", args=[foreign_firm.pk]))
    assert (response.status_code, foreign_firm.assessments.count()) == (404, 0)


@pytest.mark.parametrize(
    "who", ["expert_client", "administrator_client", "firm_owner_client", "firm_viewer_client"]
)
def test_who_may_not_assess(request, who, version, firm):
    client = request.getfixturevalue(who)
    response = client.post(reverse("assessments:start", args=[firm.pk]))
    assert (response.status_code, firm.assessments.count()) == (403, 0)


@pytest.mark.parametrize("code", ["finance", "facts"])
def test_an_adviser_opens_a_section(adviser_client, draft, code):
    assert adviser_client.get(section(draft, code)).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [("other_adviser_client", 404), ("expert_client", 403), ("firm_owner_client", 403)],
)
@pytest.mark.parametrize("name", ["fill", "review", "facts"])
def test_who_may_not_see_a_draft(request, who, status, draft, name):
    client = request.getfixturevalue(who)
    assert client.get(reverse(f"assessments:{name}", args=[draft.pk])).status_code == status


def test_a_foreign_draft_is_not_written(adviser_client, foreign_draft):
    response = adviser_client.post(section(foreign_draft), {"wc1": "4", "revision": "0"})
    foreign_draft.refresh_from_db()
    assert (response.status_code, foreign_draft.answers) == (404, {})


def test_an_unknown_section_is_not_found(adviser_client, draft):
    assert adviser_client.get(section(draft, "nowhere")).status_code == 404


def test_without_javascript_the_button_saves_the_section(adviser_client, draft):
    response = adviser_client.post(
        section(draft), {"wc1": "0", "wc2": "", "note-wc1": "asked twice", "revision": "0"}
    )
    draft.refresh_from_db()
    assert response.url == section(draft, "operations")
    assert draft.answers == {"wc1": 0, "wc2": None}
    assert draft.notes == {"wc1": "asked twice"}


def test_the_last_section_leads_to_the_review(adviser_client, draft):
    response = adviser_client.post(section(draft, "environment"), {"revision": "0"})
    assert response.url == reverse("assessments:review", args=[draft.pk])


def test_saving_and_leaving_goes_to_the_firm(adviser_client, draft):
    response = adviser_client.post(section(draft), {"revision": "0", "go": "leave"})
    assert response.url == draft.firm.get_absolute_url()


def test_autosave_answers_with_the_new_revision(adviser_client, draft):
    response = adviser_client.post(
        section(draft), {"wc1": "3", "revision": "0"}, headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="revision" value="1" hx-swap-oob="true"' in page
    assert "1 of 44 answered" in page


def test_a_stale_autosave_shows_both_values_and_writes_nothing(adviser_client, draft, adviser):
    save_answers(assessment=draft, answers={"wc1": 3}, revision=0, by=adviser)
    response = adviser_client.post(
        section(draft), {"wc1": "1", "revision": "0"}, headers={"HX-Request": "true"}
    )
    draft.refresh_from_db()
    page = response.content.decode()
    assert (response.status_code, response["HX-Retarget"]) == (422, "#section")
    assert "You chose “Slight”; meanwhile “Serious” was saved." in page
    assert draft.answers == {"wc1": 3}


def test_a_stale_form_without_javascript_shows_both_values(adviser_client, draft, adviser):
    save_answers(assessment=draft, answers={"wc1": 3}, revision=0, by=adviser)
    response = adviser_client.post(section(draft), {"wc1": "1", "revision": "0"})
    assert response.status_code == 409
    assert "You chose “Slight”; meanwhile “Serious” was saved." in response.content.decode()


@pytest.mark.parametrize("value", ["5", "-1", "two", "2.0", "9" * 30, "٣"])
def test_answers_off_the_scale_are_refused(adviser_client, draft, value):
    response = adviser_client.post(section(draft), {"wc1": value, "revision": "0"})
    draft.refresh_from_db()
    assert (response.status_code, draft.answers) == (409, {})


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40])
def test_a_broken_revision_never_breaks_the_page(adviser_client, draft, revision):
    response = adviser_client.post(section(draft), {"wc1": "1", "revision": revision})
    assert response.status_code == 302


def test_the_previous_answer_stands_beside(adviser_client, assess, firm, version):
    first = assess(firm, firm.intake_on, 2)
    adviser_client.post(reverse("assessments:start", args=[firm.pk]))
    page = adviser_client.get(section(firm.assessments.drafts().get())).content.decode()
    assert page.count(": previous answer") == 6
    assert first.answers["wc1"] == 2


def test_a_draft_opens_where_it_was_left(adviser_client, draft, pack, adviser):
    done = {q.id: 1 for q in pack.questions if q.constraint == "export_case"}
    save_answers(assessment=draft, answers=done, revision=0, by=adviser)
    response = adviser_client.get(reverse("assessments:fill", args=[draft.pk]))
    assert response.url == section(draft, "knowledge")


def test_a_full_draft_opens_at_the_review(adviser_client, filled):
    response = adviser_client.get(reverse("assessments:fill", args=[filled.pk]))
    assert response.url == reverse("assessments:review", args=[filled.pk])


def test_the_review_names_what_will_be_unknown(adviser_client, draft):
    page = adviser_client.get(reverse("assessments:review", args=[draft.pk])).content.decode()
    assert "Production capacity" in page
    assert "disabled" in page


def test_facts_are_written_to_the_record(adviser_client, draft):
    data = {
        "turnover_2025": "500000",
        "exports_2025": "40000",
        "currency": "USD",
        "source": "accounts",
        "repeat_buyers": "2",
        "had_plan": "no",
        "has_linkage": "on",
    }
    response = adviser_client.post(reverse("assessments:facts", args=[draft.pk]), data)
    draft.firm.refresh_from_db()
    year = draft.firm.export_years.current().get()
    assert response.url == section(draft, "knowledge")
    assert (year.year, str(year.exports), year.source) == (2025, "40000.00", "accounts")
    assert (draft.firm.repeat_buyers, draft.firm.had_plan, draft.firm.has_linkage) == (
        2,
        False,
        True,
    )


def test_exports_above_turnover_are_refused_at_the_field(adviser_client, draft):
    data = {"turnover_2025": "10", "exports_2025": "11", "currency": "USD", "source": "accounts"}
    response = adviser_client.post(reverse("assessments:facts", args=[draft.pk]), data)
    assert response.status_code == 422
    assert "Exports cannot be above turnover." in response.content.decode()
    assert not draft.firm.export_years.exists()


def test_an_untouched_facts_step_writes_nothing(adviser_client, draft):
    data = {"currency": "USD", "source": "self_report"}
    adviser_client.post(reverse("assessments:facts", args=[draft.pk]), data)
    assert not draft.firm.export_years.exists()
    assert not draft.firm.events.filter(kind="firm.changed").exists()


def test_a_finished_assessment_is_read_and_not_filled(adviser_client, finished):
    response = adviser_client.post(section(finished), {"wc1": "4", "revision": "1"})
    finished.refresh_from_db()
    assert response.url == reverse("assessments:result", args=[finished.pk])
    assert finished.answers["wc1"] == 2


def test_the_list_shows_visible_drafts_only(adviser_client, draft, foreign_draft):
    page = adviser_client.get(reverse("assessments:list")).content.decode()
    assert draft.firm.legal_name in page
    assert foreign_draft.firm.legal_name not in page


def test_a_firms_draft_is_not_filled_by_staff(adviser_client, version, firm, firm_owner):
    own = Assessment.objects.create(
        firm=firm,
        pack=version,
        respondent="firm",
        started_by=firm_owner,
        started_at=version.loaded_at,
        saved_at=version.loaded_at,
        assessed_on=firm.intake_on,
    )
    assert adviser_client.get(section(own)).status_code == 404


def test_section_query_ceiling(adviser_client, draft, django_assert_max_num_queries):
    adviser_client.get(section(draft))
    with django_assert_max_num_queries(9):
        adviser_client.get(section(draft))
