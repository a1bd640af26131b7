"""The lists behind figures of results and targets: the same count for every role, none withheld."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from config.shared.templatetags.ui import number, percent
from firms.audit.models import AuditEvent
from firms.register.models import Contact
from programs.outcomes import actions, labels, selectors
from programs.outcomes.models import Indicator
from programs.outcomes.rules import Group, What
from tests.factories.firms import AssignmentFactory, ContactFactory, FirmFactory
from tests.factories.programs import OutcomeFactory, ProgramFactory
from tests.programs.outcomes.conftest import SALE

YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
EURO = {"currency": "EUR", "rate": Decimal("1.1"), "rate_on": date(2026, 2, 10)}


def page_of(program):
    return reverse("programs:program-results", args=[program.pk])


def list_of(program):
    return reverse("programs:program-results-list", args=[program.pk])


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def claim(firm, program, by, **changes):
    return actions.claim_outcome(firm=firm, by=by, program=program, **(SALE | changes))


@pytest.fixture
def everywhere(program, office, other_office, adviser, manager, on_monday):
    """Five firms of the adviser, five more of the office, five of another one: each confirmed a
    sale of 100 and claims one of 30, one in another currency with its rate, and three leads.
    """
    firms = [AssignmentFactory(adviser=adviser, firm__office=office).firm for _n in range(5)]
    firms += [AssignmentFactory(firm__office=office).firm for _n in range(5)]
    firms += [FirmFactory(office=other_office) for _n in range(5)]
    for number_of, firm in enumerate(firms):
        contact = ContactFactory(firm=firm, email=f"owner-{number_of}@works.example")
        sold = claim(firm, program, manager, amount=100)
        actions.confirm_by_contact(outcome=sold, contact=contact, answer="agrees", band="none")
        asked = claim(firm, program, manager, amount=30, market="KG")
        actions.ask_for_confirmation(outcome=asked, by=manager)
        claim(firm, program, manager, amount=50, market="TR", **EURO)
        actions.claim_outcome(
            firm=firm, by=manager, program=program, kind="lead", count=3, occurred_on=on_monday
        )
    return program


LINK = re.compile(r'<a class="pt-a" href="([^"]*/results/(?:list/)?[^"]*of=[^"]*)">([^<]*)</a>')


def links(page):
    """Each list a page leads to, with the figure it stands behind."""
    return [(unescape(address), unescape(words)) for address, words in LINK.findall(page)]


def figures_of(client, address):
    """How a list says its own figure: the value, the number of its rows, or the rate."""
    context = client.get(address).context
    found, rows = context["found"], context["found"].rows
    answered = sum(row.is_answered for row in rows)
    said = {number(len(rows)), percent(Decimal(answered) / len(rows))}
    if found.value is not None:
        full = sum((row.full or Decimal(0) for row in rows), Decimal(0))
        shown = (found.value, full)
        said = {labels.figure_of(found.group.kind, value, found.currency) for value in shown}
    return said


@pytest.mark.parametrize(
    ("role", "firms"), [("adviser", 5), ("office_manager", 10), ("manager", 15)]
)
def test_every_figure_of_the_page_equals_its_list(request, everywhere, role, firms):
    client = client_of(request.getfixturevalue(role))
    response = client.get(page_of(everywhere))
    pairs = links(response.content.decode())
    wrong = [
        (address, words)
        for address, words in pairs
        if not figures_of(client, address) & {words, words.split()[0]}
    ]
    assert wrong == []
    assert len(pairs) >= 9
    column = client.get(
        list_of(everywhere),
        {"of": "column", "kind": "export_sale", "currency": "USD", "grade": "confirmed"},
    ).context["found"]
    assert (len(column.rows), column.value) == (firms, firms * 100)


@pytest.mark.parametrize("role", ["adviser", "office_manager", "manager"])
@pytest.mark.parametrize(
    ("what", "count"), [(What.CONVERTED, "converted"), (What.SHARED, "shared")]
)
def test_what_a_note_speaks_of_equals_its_list(request, everywhere, role, what, count):
    user = request.getfixturevalue(role)
    page = selectors.program_results(everywhere, user)
    found = selectors.results_behind(everywhere, user, Group(what))
    assert len(found.rows) == getattr(page, count)


def test_a_list_keeps_the_days_of_its_page(manager_client, everywhere):
    days = {"starts_on": "2026-03-01", "ends_on": "2026-03-31"}
    page = manager_client.get(page_of(everywhere), days).content.decode()
    found = links(page)
    assert found
    assert all("starts_on=2026-03-01&ends_on=2026-03-31" in address for address, _words in found)
    asked = {"of": "column", "kind": "export_sale", "currency": "USD", "grade": "confirmed"}
    assert (
        "No result here" in manager_client.get(list_of(everywhere), asked | days).content.decode()
    )


def test_a_withheld_figure_has_no_link_and_no_list(manager_client, confirmed):
    page = manager_client.get(page_of(confirmed.program)).content.decode()
    assert links(page) == []
    asked = {"of": "column", "kind": "export_sale", "currency": "USD", "grade": "confirmed"}
    response = manager_client.get(list_of(confirmed.program), asked)
    assert response.status_code == 403
    assert confirmed.firm.legal_name not in response.content.decode()


def test_a_list_across_grades_is_silent_about_a_withheld_column(manager_client, everywhere):
    few = everywhere.outcomes.filter(amount=100).order_by("pk")[2:]
    everywhere.outcomes.filter(pk__in=few.values("pk")).delete()
    page = manager_client.get(list_of(everywhere), {"of": "converted"}).content.decode()
    assert "withheld" in page
    assert "€" not in page


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"of": "everything"},
        {"of": "column", "kind": "wishes", "grade": "claimed"},
        {"of": "column", "kind": "lead", "grade": "disputed"},
        {"of": "asked"},
    ],
)
def test_a_figure_that_does_not_exist_is_said(manager_client, program, asked):
    response = manager_client.get(list_of(program), asked)
    assert response.status_code == 400
    assert "There is no such figure" in response.content.decode()


def test_a_program_of_another_office_has_no_list(office_manager, other_office):
    hidden = ProgramFactory(office=other_office)
    assert client_of(office_manager).get(list_of(hidden), {"of": "shared"}).status_code == 404


@pytest.mark.parametrize("size", [5, 60])
def test_queries_of_a_list_do_not_grow(
    manager_client, program, office, size, django_assert_max_num_queries
):
    for _number in range(size):
        OutcomeFactory(firm=FirmFactory(office=office), program=program)
    asked = {"of": "column", "kind": "export_sale", "currency": "USD", "grade": "claimed"}
    with django_assert_max_num_queries(8):
        response = manager_client.get(list_of(program), asked | {"page": "1"})
    assert len(response.context["lines"]) == min(size, 50)
    assert response.context["page"].paginator.count == size


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
