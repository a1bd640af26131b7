"""Building criteria step by step, without scripts; their life from draft to retirement."""

import pytest
from django.urls import reverse

from programs.eligibility.actions import begin_draft, save_draft
from programs.eligibility.forms.clauses import KIND_GROUPS
from programs.eligibility.models import Criteria
from programs.eligibility.rules import Join, Kind

FEW = {"type": "employees", "high": 10}
STAGE = {"type": "stage", "values": ["preparation"]}


@pytest.fixture
def filled(draft, manager):
    """A draft of two groups: at most 10 employees, and the stage of preparation."""
    groups = [{"join": "all", "clauses": [FEW]}, {"join": "all", "clauses": [STAGE]}]
    return save_draft(version=draft, document={"join": "all", "groups": groups}, by=manager)


@pytest.fixture
def pages(draft):
    """Address of a page of the drafted criteria."""

    def page(name, *more):
        return reverse(f"programs:criteria{name}", args=[draft.criteria_id, *more])

    return page


def asked(draft):
    draft.refresh_from_db()
    return draft.document["groups"]


def text(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in response.context["messages"]]


# Building --------------------------------------------------------------------------------------


def test_a_manager_begins_criteria(manager_client):
    response = manager_client.post(reverse("programs:criteria-new"), {"name": "Vouchers"})
    made = Criteria.objects.get()
    assert response["Location"] == reverse("programs:criteria-edit", args=[made.pk])


def test_an_adviser_begins_none(adviser_client):
    assert adviser_client.post(reverse("programs:criteria-new"), {"name": "V"}).status_code == 403
    assert not Criteria.objects.exists()


def test_a_name_in_use_is_refused_at_its_field(manager_client, criteria):
    response = manager_client.post(reverse("programs:criteria-new"), {"name": criteria.name})
    assert response.context["form"].errors["name"] == ["Other criteria in use have this name."]


def test_a_manager_of_an_office_makes_criteria_of_it(office_manager, client, office):
    client.force_login(office_manager)
    client.post(reverse("programs:criteria-new"), {"name": "Ours", "office": office.pk})
    assert Criteria.objects.get().office == office


TYPED = [
    ("stage", {"values": ["preparation"]}, STAGE),
    ("employees", {"low": "10", "high": ""}, {"type": "employees", "low": 10}),
    (
        "turnover",
        {"low": "1200.5", "currency": "EUR"},
        {"type": "turnover", "low": "1200.5", "currency": "EUR"},
    ),
    ("sector", {"values": ["C10", "A"]}, {"type": "sector", "values": ["A", "C10"]}),
    (
        "region",
        {"values": "North\n\n South  West "},
        {"type": "region", "values": ["North", "South West"]},
    ),
    ("owned", {"subject": "woman"}, {"type": "owned", "subject": "woman"}),
    ("markets_none", {}, {"type": "markets_none"}),
    ("markets_include", {"values": ["DE"]}, {"type": "markets_include", "values": ["DE"]}),
    (
        "constraint_at_most",
        {"subject": "foreign_contacts", "values": "low"},
        {"type": "constraint_at_most", "values": ["low"], "subject": "foreign_contacts"},
    ),
    (
        "support_not_received",
        {"values": ["trade_fair"], "window": "12"},
        {"type": "support_not_received", "values": ["trade_fair"], "window": 12},
    ),
    (
        "document",
        {"subject": "trade_fair", "day": "2027-01-01"},
        {"type": "document", "subject": "trade_fair", "day": "2027-01-01"},
    ),
    (
        "aid_ceiling",
        {"high": "300", "grant": "100", "currency": "USD", "window": "3"},
        {"type": "aid_ceiling", "high": "300", "currency": "USD", "window": 3, "grant": "100"},
    ),
]


@pytest.mark.parametrize(("kind", "typed", "clause"), TYPED)
def test_each_type_of_clause_is_typed_and_kept(manager_client, pages, draft, kind, typed, clause):
    response = manager_client.post(f"{pages('-clause-new')}?type={kind}", typed)
    assert response["Location"] == pages("-edit")
    assert asked(draft) == [{"join": "all", "clauses": [clause]}]


@pytest.mark.parametrize("kind", Kind)
def test_each_type_has_its_fields(manager_client, pages, filled, kind):
    assert manager_client.get(f"{pages('-clause-new')}?type={kind}").status_code == 200


def test_the_builder_offers_every_type_once():
    offered = [kind for _heading, kinds in KIND_GROUPS for kind in kinds]
    assert sorted(offered) == sorted(Kind)


WHERE = [("0", [2, 1]), ("1", [1, 2]), ("any", [1, 1, 1]), ("all", [1, 1, 1])]


@pytest.mark.parametrize(("where", "sizes"), WHERE)
def test_a_clause_goes_where_it_is_wanted(manager_client, pages, filled, where, sizes):
    typed = {"low": "2", "where": where}
    manager_client.post(f"{pages('-clause-new')}?type=export_years", typed)
    assert [len(group["clauses"]) for group in asked(filled)] == sizes


REFUSED = [
    ("employees", {"low": "50", "high": "20"}, "low", "above the upper one"),
    ("employees", {}, "low", "at least one end"),
    (
        "aid_ceiling",
        {"high": "5", "grant": "9", "currency": "USD", "window": "3"},
        "grant",
        "alone",
    ),
    ("employees", {"low": "50", "where": "0"}, "__all__", "contradicts"),
]


@pytest.mark.parametrize(("kind", "typed", "field", "words"), REFUSED)
def test_what_cannot_be_is_said_at_its_field(
    manager_client, pages, filled, kind, typed, field, words
):
    before = asked(filled)
    response = manager_client.post(f"{pages('-clause-new')}?type={kind}", {"where": "1", **typed})
    assert words in response.context["form"].errors[field][0]
    assert asked(filled) == before


def test_a_clause_is_changed_in_its_place(manager_client, pages, filled):
    page = pages("-clause", 0, 0)
    assert manager_client.get(page).context["form"].initial["high"] == 10
    manager_client.post(page, {"high": "20"})
    assert asked(filled)[0]["clauses"] == [{"type": "employees", "high": 20}]


def test_a_clause_is_removed_with_its_empty_group(manager_client, pages, filled):
    manager_client.post(pages("-clause-remove", 0, 0))
    assert asked(filled) == [{"join": "all", "clauses": [STAGE]}]


@pytest.mark.parametrize(("into", "sizes"), [("1", [2]), ("any", [1, 1])])
def test_a_clause_moves(manager_client, pages, filled, into, sizes):
    manager_client.post(pages("-clause-move", 0, 0), {"into": into})
    assert [len(group["clauses"]) for group in asked(filled)] == sizes


def test_groups_and_clauses_are_joined_otherwise(manager_client, pages, filled):
    manager_client.post(pages("-join"), {"join": "any"})
    manager_client.post(pages("-join"), {"join": "any", "group": "1"})
    assert [group["join"] for group in asked(filled)] == ["all", "any"]
    assert filled.document["join"] == Join.ANY


NOWHERE = [
    ("-clause", (0, 9), {}),
    ("-clause-remove", (9, 0), {}),
    ("-clause-move", (0, 0), {"into": "9"}),
    ("-clause-move", (0, 0), {"into": "x"}),
    ("-clause-move", (0, 0), {"into": "-1"}),
    ("-join", (), {"join": "any", "group": "-1"}),
    ("-join", (), {"join": "most"}),
]


@pytest.mark.parametrize(("name", "more", "data"), NOWHERE)
def test_places_that_are_not_there_are_not_found(manager_client, pages, filled, name, more, data):
    assert manager_client.post(pages(name, *more), data).status_code == 404


def test_an_unknown_type_is_not_found(manager_client, pages):
    assert manager_client.get(f"{pages('-clause-new')}?type=mood").status_code == 404


def test_a_step_that_would_contradict_is_refused_in_words(manager_client, pages, draft, manager):
    groups = [{"join": "any", "clauses": [FEW, {"type": "employees", "low": 50}]}]
    save_draft(version=draft, document={"join": "all", "groups": groups}, by=manager)
    response = manager_client.post(pages("-join"), {"join": "all", "group": "0"}, follow=True)
    assert said(response) == ["This contradicts another clause: no firm could pass both."]
    assert asked(draft)[0]["join"] == "any"


@pytest.mark.parametrize(
    ("name", "more"), [("-clause-remove", (0, 0)), ("-clause", (0, 0)), ("-publish", ())]
)
def test_what_somebody_else_changed_is_not_written_over(manager_client, pages, filled, name, more):
    before = asked(filled)
    data = {"seen": "other", "high": "9", "note": ""}
    response = manager_client.post(pages(name, *more), data, follow=True)
    assert "Somebody changed the draft meanwhile." in text(response)
    assert asked(filled) == before
    assert filled.is_draft


def test_the_builder_shows_counts_that_lead_to_their_lists(manager_client, pages, filled, firm):
    page = manager_client.get(pages("-edit"))
    held = page.context["standing"]
    firms = manager_client.get(f"{pages('-firms')}?verdict=fail&draft=1")
    assert held.failing == firms.context["page"].paginator.count == 1
    assert f"{pages('-firms')}?verdict=fail&amp;draft=1" in text(page).replace(
        "&draft", "&amp;draft"
    )


def test_publishing_shows_what_changes_and_freezes(manager_client, pages, filled):
    page = manager_client.get(pages("-publish"))
    assert "Stage: Preparation" in text(page)
    data = {"note": "First", "seen": page.context["draft"].fingerprint}
    assert manager_client.post(pages("-publish"), data)["Location"] == pages("")
    assert manager_client.get(pages("-edit")).status_code == 404
    assert "First" in text(manager_client.get(pages("")))


def test_an_empty_draft_is_not_published(manager_client, pages, draft):
    response = manager_client.post(pages("-publish"), {"note": ""})
    assert response.context["form"].non_field_errors() == [
        "Nothing is asked yet: add a clause first."
    ]


def test_a_draft_is_begun_and_dropped(manager_client, criteria):
    manager_client.post(reverse("programs:criteria-draft", args=[criteria.pk]))
    assert criteria.versions.count() == 2
    manager_client.post(reverse("programs:criteria-drop", args=[criteria.pk]))
    assert criteria.versions.count() == 1


def test_criteria_are_renamed_copied_and_retired(manager_client, criteria):
    at = [criteria.pk]
    manager_client.post(reverse("programs:criteria-change", args=at), {"name": "Fairs"})
    copying = manager_client.get(reverse("programs:criteria-copy", args=at))
    assert copying.context["form"].initial["name"] == "Copy of Fairs"
    manager_client.post(reverse("programs:criteria-copy", args=at), {"name": "Missions"})
    manager_client.post(reverse("programs:criteria-retire", args=at))
    assert list(Criteria.objects.in_use().values_list("name", flat=True)) == ["Missions"]


@pytest.mark.parametrize("name", ["change", "copy"])
def test_names_in_use_are_refused_there_too(manager_client, criteria, drafted, name):
    page = reverse(f"programs:criteria-{name}", args=[criteria.pk])
    response = manager_client.post(page, {"name": drafted.name})
    assert "Other criteria in use have this name." in text(response)


def test_retired_criteria_take_no_more_drafts(manager_client, criteria):
    manager_client.post(reverse("programs:criteria-retire", args=[criteria.pk]))
    page = reverse("programs:criteria-draft", args=[criteria.pk])
    response = manager_client.post(page, follow=True)
    assert said(response)[-1].startswith("These criteria are retired.")


def test_a_draft_of_retired_criteria_is_not_dropped(manager_client, criteria, manager):
    begin_draft(criteria=criteria, by=manager)
    manager_client.post(reverse("programs:criteria-retire", args=[criteria.pk]))
    page = reverse("programs:criteria-drop", args=[criteria.pk])
    assert said(manager_client.post(page, follow=True))[-1].startswith(
        "These criteria are retired."
    )


def test_a_manager_of_an_office_copies_but_does_not_change_those_of_all_offices(
    office_manager, client, criteria, office
):
    client.force_login(office_manager)
    page = client.get(criteria.get_absolute_url())
    assert (page.context["may_manage"], page.context["may_copy"]) == (False, True)
    assert client.post(reverse("programs:criteria-draft", args=[criteria.pk])).status_code == 404
    client.post(reverse("programs:criteria-copy", args=[criteria.pk]), {"name": "Ours"})
    assert Criteria.objects.get(name="Ours").office == office
