"""People of a firm: corrected, left, and no longer let in."""

from datetime import date

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from firms.audit.models import AuditEvent
from firms.register.actions import contact_left, end_membership
from firms.register.errors import InTheFuture
from firms.register.models import Contact, Membership
from tests.factories.firms import ContactFactory, FirmFactory, MembershipFactory


@pytest.fixture
def contact(firm):
    return ContactFactory(firm=firm, name="Invented Owner", email="old@works.example")


def details(contact, **changed):
    return {"name": contact.name, "email": contact.email, "is_primary": "on"} | changed


def test_an_address_is_corrected_on_the_page(adviser_client, firm, contact):
    page = reverse("firms:change-contact", args=[firm.pk, contact.pk])
    assert 'value="old@works.example"' in adviser_client.get(page).content.decode()
    for _each in range(2):
        adviser_client.post(page, details(contact, email="new@works.example"))
    contact.refresh_from_db()
    assert contact.email == "new@works.example"
    assert AuditEvent.objects.filter(kind="contact.changed").count() == 1


def test_a_new_main_contact_takes_over(adviser_client, firm, contact):
    second = ContactFactory(firm=firm, is_primary=False)
    page = reverse("firms:change-contact", args=[firm.pk, second.pk])
    adviser_client.post(page, details(second))
    assert list(firm.contacts.filter(is_primary=True)) == [second]


def test_a_contact_of_another_firm_is_not_there(adviser_client, firm):
    foreign = ContactFactory(firm=FirmFactory(office=firm.office))
    page = reverse("firms:change-contact", args=[firm.pk, foreign.pk])
    assert adviser_client.post(page, details(foreign, name="Mine")).status_code == 404


def test_who_left_is_marked_once_and_kept(adviser_client, firm, contact, adviser):
    page = reverse("firms:contact-left", args=[firm.pk, contact.pk])
    adviser_client.post(page, {"left_on": "2026-02-02"})
    contact_left(contact=contact, by=adviser)
    kept = Contact.objects.get()
    assert (kept.left_on, kept.is_primary) == (date(2026, 2, 2), False)
    assert AuditEvent.objects.filter(kind="contact.left").count() == 1
    people = adviser_client.get(reverse("firms:contacts", args=[firm.pk])).content.decode()
    assert "Invented Owner" in people
    assert "Has left" not in people


def test_nobody_leaves_in_the_future(contact, adviser):
    with pytest.raises(InTheFuture):
        contact_left(contact=contact, by=adviser, left_on=date(2090, 1, 1))


@pytest.mark.asvs("7.4.2", "8.1.1")
def test_access_ends_at_once(adviser_client, firm, firm_owner, firm_owner_client):
    home = reverse("portal:home")
    assert firm_owner_client.get(home).status_code == 200
    UserSession.objects.create(
        user=firm_owner,
        session_key=firm_owner_client.session.session_key,
        ip="127.0.0.1",
        user_agent="a browser",
    )
    member = Membership.objects.get(user=firm_owner)
    page = reverse("firms:end-membership", args=[firm.pk, member.pk])
    for _each in range(2):
        adviser_client.post(page)
    assert AuditEvent.objects.filter(kind="member.ended").count() == 1
    assert not Membership.objects.current().filter(user=firm_owner).exists()
    assert firm_owner_client.get(home)["Location"].startswith(reverse("account_login"))


def test_who_belongs_to_another_firm_too_keeps_that_one(firm, firm_owner, adviser):
    other = MembershipFactory(user=firm_owner)
    end_membership(membership=Membership.objects.get(firm=firm), by=adviser)
    assert list(Membership.objects.current().filter(user=firm_owner)) == [other]
