"""What is reached of targets, with its list; who answers for an indicator."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from firms.audit.models import AuditEvent
from firms.register.models import Contact
from programs.outcomes import actions, selectors
from programs.outcomes.models import Indicator
from tests.programs.outcomes.conftest import claim, client_of, page_of

YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


@pytest.fixture
def target(pack, everywhere, manager):
    """A target of the confirmed results of the year; five firms proved 100 each."""
    actions.load_indicators(pack_version=pack)
    everywhere.outcomes.filter(amount=100).update(grade="evidenced")
    return actions.set_target(
        program=everywhere,
        indicator=Indicator.objects.get(code="confirmed_result"),
        value=Decimal(3000),
        by=manager,
        **YEAR,
    )


@pytest.mark.parametrize(
    ("role", "sum_reached", "share"),
    [("adviser", 500, "17"), ("office_manager", 1000, "33"), ("manager", 1500, "50")],
)
@pytest.mark.parametrize("name", ["program", "program-results"])
def test_what_is_reached_of_a_target_equals_its_list(
    request, target, role, sum_reached, share, name
):
    client = client_of(request.getfixturevalue(role))
    words = client.get(reverse(f"programs:{name}", args=[target.program_id])).content.decode()
    address = reverse("programs:target-results", args=[target.pk])
    assert f'<a class="pt-a" href="{address}">${sum_reached:,}</a>' in words
    assert f"{share}\u00a0%" in words
    found = client.get(address).context["found"]
    assert (found.value, sum(row.value for row in found.rows)) == (sum_reached, sum_reached)


@pytest.fixture
def in_euro(everywhere, manager):
    """Every firm proved a sale of 30 in a currency without a rate."""
    for contact in Contact.objects.all():
        sold = claim(contact.firm, everywhere, manager, amount=30, market="PL", currency="EUR")
        actions.confirm_by_contact(outcome=sold, contact=contact, answer="agrees", band="none")
    everywhere.outcomes.filter(market="PL").update(grade="evidenced")


def test_another_currency_stands_beside_and_is_not_added(manager_client, target, in_euro):
    words = manager_client.get(page_of(target.program)).content.decode()
    address = reverse("programs:target-results", args=[target.pk])
    assert "$1,500" in words
    assert f'<a class="pt-a" href="{address}?currency=EUR">€450</a>' in words
    found = manager_client.get(address, {"currency": "EUR"}).context["found"]
    assert (found.value, len(found.rows)) == (450, 15)
    assert manager_client.get(address, {"currency": "GBP"}).status_code == 400


def test_a_target_that_few_firms_reached_is_withheld(manager_client, target):
    few = target.program.outcomes.filter(grade="evidenced").order_by("pk")[:11]
    target.program.outcomes.filter(pk__in=[row.pk for row in few]).delete()
    address = reverse("programs:target-results", args=[target.pk])
    assert address not in manager_client.get(page_of(target.program)).content.decode()
    assert manager_client.get(address).status_code == 403


def test_new_exporters_are_firms_without_exports_before(manager_client, target, manager):
    exporter = target.program.outcomes.filter(amount=100).order_by("pk").last().firm
    exporter.first_export_year = 2019
    exporter.save()
    new = actions.set_target(
        program=target.program,
        indicator=Indicator.objects.get(code="new_exporter"),
        value=Decimal(28),
        by=manager,
        **YEAR,
    )
    words = manager_client.get(page_of(target.program)).content.decode()
    address = reverse("programs:target-results", args=[new.pk])
    assert f'<a class="pt-a" href="{address}">14</a>' in words
    found = manager_client.get(address).context["found"]
    assert exporter.pk not in {
        line.outcome.firm_id for line in selectors.lines(found.rows, manager)
    }
    assert len(found.rows) == 14


def test_an_indicator_from_another_source_says_so(manager_client, target, manager):
    kept = actions.set_target(
        program=target.program,
        indicator=Indicator.objects.get(code="retention"),
        value=Decimal(90),
        by=manager,
        **YEAR,
    )
    assert (
        "not counted from results" in manager_client.get(page_of(target.program)).content.decode()
    )
    address = reverse("programs:target-results", args=[kept.pk])
    assert manager_client.get(address).status_code == 400


def test_a_target_of_another_office_has_no_list(office_manager, target, other_office):
    target.program.office = other_office
    target.program.save()
    address = reverse("programs:target-results", args=[target.pk])
    assert client_of(office_manager).get(address).status_code == 404


OWNER = {"owner": "Results team"}


@pytest.fixture
def owner_address(pack):
    actions.load_indicators(pack_version=pack)
    return reverse("programs:indicator-owner", args=["retention"])


def test_a_manager_of_all_offices_names_who_answers(manager_client, pack, owner_address):
    for typed in (OWNER, OWNER, {"owner": " "}):
        assert manager_client.post(owner_address, typed).status_code == 302
    kinds = AuditEvent.objects.filter(kind__startswith="outcome.owner").order_by("pk")
    assert [row.kind for row in kinds] == ["outcome.owner_named", "outcome.owner_dropped"]
    manager_client.post(owner_address, OWNER)
    assert actions.load_indicators(pack_version=pack) == 0
    assert "Results team" in manager_client.get(reverse("programs:indicators")).content.decode()


@pytest.mark.parametrize("role", ["adviser", "office_manager", "administrator"])
def test_others_name_nobody(request, owner_address, role):
    client = client_of(request.getfixturevalue(role))
    assert client.post(owner_address, OWNER).status_code == 403
    assert not Indicator.objects.exclude(owner="").exists()
    assert owner_address not in client.get(reverse("programs:indicators")).content.decode()


def test_an_indicator_out_of_use_has_no_card_to_change(manager_client, owner_address):
    Indicator.objects.update(retired_on=date(2026, 1, 1))
    assert manager_client.post(owner_address, OWNER).status_code == 404


def test_a_manager_of_one_office_sets_no_target_for_all(office_manager, program, owner_address):
    address = reverse("programs:target-new", args=[program.pk])
    client = client_of(office_manager)
    assert client.get(address).status_code == 403
    assert address not in client.get(page_of(program)).content.decode()
