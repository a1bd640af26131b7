"""The lists behind figures of results: the same count for every role, silent where withheld."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from config.shared.templatetags.ui import number, percent
from programs.outcomes import labels, selectors
from programs.outcomes.rules import Group, What
from tests.factories.firms import FirmFactory
from tests.factories.programs import OutcomeFactory, ProgramFactory
from tests.programs.outcomes.conftest import client_of, page_of


def list_of(program):
    return reverse("programs:program-results-list", args=[program.pk])


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
