"""The portal: a firm's people see their firm, in plain words, and assess it themselves."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments.profiles.models import ConstraintProfile
from assessments.responses.models import Assessment
from firms.register.actions import add_document
from tests.factories.assessments import PlacementFactory, publish_default_pack
from tests.factories.firms import FirmFactory, MembershipFactory

HOME = reverse("portal:home")


@pytest.fixture
def pack(db):
    return publish_default_pack()


@pytest.fixture
def draft(pack, firm_owner_client):
    firm_owner_client.post(reverse("portal:assess"))
    return Assessment.objects.get()


def test_the_home_shows_the_stage_in_plain_words(firm_owner_client, firm, adviser):
    PlacementFactory(firm=firm, stage="active_engagement")
    page = firm_owner_client.get(HOME).text
    assert "You meet buyers, send offers and make first sales." in page
    assert adviser.name in page


def test_a_member_of_two_firms_chooses(firm_owner_client, firm_owner, firm, office):
    second = FirmFactory(office=office, legal_name="Second Invented")
    MembershipFactory(firm=second, user=firm_owner)
    page = firm_owner_client.get(HOME, {"firm": second.pk}).text
    assert "<h1>Second Invented</h1>" in page


@pytest.mark.parametrize("asked", ["0", "x", "999999999999999999999"])
@pytest.mark.asvs("8.2.2")
def test_guessing_a_firm_finds_nothing(firm_owner_client, foreign_firm, asked):
    assert firm_owner_client.get(HOME, {"firm": asked}).status_code == 404
    assert firm_owner_client.get(HOME, {"firm": foreign_firm.pk}).status_code == 404


def test_somebody_whose_membership_ended_sees_nothing(firm_owner_client, firm_owner):
    firm_owner.memberships.update(ended_on=timezone.localdate())
    assert firm_owner_client.get(HOME).status_code == 404


def test_beginning_twice_goes_on_with_the_same_draft(firm_owner_client, draft):
    firm_owner_client.post(reverse("portal:assess"))
    assert Assessment.objects.get() == draft


def test_answers_are_saved_section_by_section_and_sent_once(firm_owner_client, draft):
    section = reverse("portal:section", args=[draft.pk, "finance"])
    page = firm_owner_client.get(section)
    assert page.status_code == 200
    firm_owner_client.post(section, {"wc1": "3", "wc2": "1", "wc3": "", "revision": "0"})
    draft.refresh_from_db()
    assert draft.answers == {"wc1": 3, "wc2": 1, "wc3": None}
    firm_owner_client.post(reverse("portal:submit", args=[draft.pk]))
    firm_owner_client.post(reverse("portal:submit", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.is_submitted
    assert ConstraintProfile.objects.count() == 1


def test_the_result_says_unknown_where_it_is_unknown(firm_owner_client, draft):
    section = reverse("portal:section", args=[draft.pk, "finance"])
    firm_owner_client.post(section, {"wc1": "4", "wc2": "0", "revision": "0"})
    page = firm_owner_client.post(reverse("portal:submit", args=[draft.pk]), follow=True)
    rows = {row.name: row.severity for row in page.context["rows"]}
    assert rows.pop("Shortage of working capital") == 100
    assert set(rows.values()) == {None}
    assert "Not assessed" in page.text


def test_nothing_answered_is_not_sent(firm_owner_client, draft):
    firm_owner_client.post(reverse("portal:submit", args=[draft.pk]))
    draft.refresh_from_db()
    assert not draft.is_submitted


def test_a_viewer_looks_but_does_not_answer(firm_viewer_client, pack):
    assert "Begin" not in firm_viewer_client.get(HOME).text
    assert firm_viewer_client.post(reverse("portal:assess")).status_code == 403
    assert not Assessment.objects.exists()


@pytest.mark.asvs("8.2.2")
def test_another_firms_answers_do_not_exist(foreign_owner_client, draft):
    for_all = ["portal:fill", "portal:review", "portal:assessed"]
    found = [
        foreign_owner_client.get(reverse(name, args=[draft.pk])).status_code for name in for_all
    ]
    assert found == [404, 404, 404]


@pytest.mark.asvs("8.2.3")
def test_the_advisers_answers_are_not_the_firms_to_see(
    firm_owner_client, adviser_client, firm, pack
):
    adviser_client.post(reverse("assessments:start", args=[firm.pk]))
    theirs = Assessment.objects.get()
    address = reverse("portal:section", args=[theirs.pk, "finance"])
    assert firm_owner_client.get(address).status_code == 404


PERSON = {"name": "Colleague", "email": "colleague@example.org", "role": "firm_editor"}
PEOPLE = reverse("portal:people")


def test_the_owner_invites_a_colleague_once(firm_owner_client, firm):
    firm_owner_client.post(PEOPLE, PERSON)
    firm_owner_client.post(PEOPLE, PERSON)
    assert firm.memberships.filter(user__email="colleague@example.org").count() == 1


def test_a_viewer_invites_nobody(firm_viewer_client, firm):
    assert firm_viewer_client.post(PEOPLE, PERSON).status_code == 403
    assert not firm.memberships.filter(user__email="colleague@example.org").exists()


@pytest.mark.asvs("8.2.2")
def test_staff_cannot_be_pulled_into_a_firm(firm_owner_client, firm, adviser):
    response = firm_owner_client.post(PEOPLE, PERSON | {"email": adviser.email})
    assert response.status_code == 200
    assert not firm.memberships.filter(user=adviser).exists()


def test_the_firms_documents_can_be_fetched_by_the_firm_alone(
    firm_viewer_client, foreign_owner_client, firm, adviser
):
    upload = SimpleUploadedFile("contract.pdf", b"%PDF-1.4\n%%EOF\n")
    kept = add_document(firm=firm, upload=upload, by=adviser)
    address = reverse("portal:download", args=[kept.pk])
    assert "contract.pdf" in firm_viewer_client.get(reverse("portal:documents")).text
    assert firm_viewer_client.get(address)["Content-Disposition"].startswith("attachment")
    assert foreign_owner_client.get(address).status_code == 404


@pytest.mark.asvs("8.2.2")
def test_another_firms_owner_does_not_become_owner_by_a_viewers_invitation(
    firm_owner_client, firm, foreign_owner
):
    invitation = PERSON | {"email": foreign_owner.email, "role": "firm_viewer"}
    response = firm_owner_client.post(PEOPLE, invitation)
    assert "has other rights here already" in response.text
    assert not firm.memberships.filter(user=foreign_owner).exists()
