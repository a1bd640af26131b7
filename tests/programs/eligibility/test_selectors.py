"""Reads of criteria: lists, pages, explanations, and how the firms in view stand."""

from datetime import date

import pytest

from programs.eligibility import selectors
from programs.eligibility.actions import (
    begin_draft,
    check_firm,
    publish_draft,
    retire_criteria,
    save_draft,
)
from programs.eligibility.rules import Verdict
from programs.eligibility.selectors import (
    checks_of,
    criteria_for,
    criteria_list,
    criteria_page,
    explain,
    explain_again,
    lines_of,
    standing,
)
from programs.eligibility.sentences import Audience
from tests.factories.programs import CriteriaFactory, ProgramFactory
from tests.programs.eligibility.written import document

TODAY = date(2026, 3, 2)
YEARS = {"type": "export_years", "low": 2}
FEW = {"type": "employees", "high": 10}


@pytest.fixture
def second(criteria, manager):
    return save_draft(
        version=begin_draft(criteria=criteria, by=manager), document=document(YEARS), by=manager
    )


def test_the_list_says_what_holds_and_what_is_drafted(criteria, second, drafted, manager, fair):
    criteria.interventions.set([fair])
    found = {row.criteria.name: row for row in criteria_list(manager)}
    fairs, new = found["Fair support"], found["New exporters"]
    assert (fairs.in_force.number, fairs.has_draft, fairs.clauses) == (1, True, 1)
    assert fairs.purposes == ("Trade fair",)
    assert (new.in_force, new.has_draft, new.clauses) == (None, True, 0)


def test_retired_criteria_stand_last(manager):
    retire_criteria(criteria=CriteriaFactory(name="A"), by=manager)
    CriteriaFactory(name="B")
    assert [row.criteria.name for row in criteria_list(manager)] == ["B", "A"]


@pytest.mark.parametrize("size", [2, 20])
def test_the_list_asks_a_fixed_number_of_questions(manager, size, django_assert_num_queries):
    CriteriaFactory.create_batch(size)
    with django_assert_num_queries(4):
        assert len(criteria_list(manager)) == size


def test_a_page_shows_history_and_what_the_draft_would_change(criteria, second, manager):
    page = criteria_page(criteria)
    assert [group.lines for group in page.demands] == [("Employees: from 10 to 50",)]
    assert page.draft_changes == (
        "New: Years with exports: at least 2.",
        "No longer asked: Employees: from 10 to 50.",
    )
    publish_draft(version=second, by=manager, note="Exporters")
    after = criteria_page(criteria)
    assert [(past.version.number, len(past.changes)) for past in after.history] == [(2, 2), (1, 0)]
    assert (after.draft, after.is_choice, after.is_draft_choice) == (None, False, False)


def test_criteria_are_found_by_their_purpose(fair, manager):
    program = ProgramFactory()
    both, retired, other = CriteriaFactory(), CriteriaFactory(), CriteriaFactory()
    both.programs.set([program])
    both.interventions.set([fair])
    retired.programs.set([program])
    other.interventions.set([fair])
    retire_criteria(criteria=retired, by=manager)
    assert list(criteria_for(program=program)) == [both]
    assert set(criteria_for(program=program, intervention=fair)) == {both, other}
    assert list(criteria_for()) == []


def test_an_explanation_speaks_the_language_asked_for(version, known_firm):
    known_firm.employees = 5
    spoken = explain(version, known_firm, "en", audience=Audience.FIRM)
    assert spoken.title == "At present you cannot take part."
    assert explain(version, known_firm, "en").changes == (
        "The firm has at least 10 employees; on record: 5.",
    )


@pytest.mark.parametrize("language", ["en", "ru"])
def test_names_of_the_catalogue_are_in_the_language(
    version, second, known_firm, fair, manager, language
):
    asked = {"type": "support_received", "values": ["fair"]}
    save_draft(version=second, document=document(asked), by=manager)
    published = publish_draft(version=second, by=manager)
    (block,) = explain(published, known_firm, language).blocks
    assert fair.names[language] in block.lines[0].demand


def test_a_kept_check_is_explained_from_the_facts_of_its_day(version, known_firm, adviser):
    row = check_firm(version=version, firm=known_firm, by=adviser)
    type(known_firm).objects.filter(pk=known_firm.pk).update(employees=900)
    row.refresh_from_db()
    assert explain_again(row).verdict is Verdict.PASS
    assert explain(version, type(known_firm).objects.get(), "en").verdict is Verdict.FAIL
    assert checks_of(version, known_firm) == [row]


def test_firms_in_view_stand_by_verdict(
    version, firm, foreign_firm, unassigned_firm, manager, adviser
):
    foreign_firm.employees, unassigned_firm.employees = 5, None
    foreign_firm.save()
    unassigned_firm.save()
    held = standing(version, manager, today=TODAY)
    assert (held.passing, held.failing, held.unknown, held.total) == (1, 1, 1, 3)
    assert held.firms[Verdict.UNKNOWN] == (unassigned_firm,)
    assert standing(version, adviser, today=TODAY).failing == 0


def test_closed_firms_are_not_counted(version, firm, manager):
    firm.closed_on = TODAY
    firm.save()
    assert standing(version, manager, today=TODAY).total == 0


def test_too_many_firms_are_said_to_be_left_out(version, make_firms, manager, monkeypatch):
    monkeypatch.setattr(selectors, "MOST_HELD", 3)
    make_firms(5)
    held = standing(version, manager, today=TODAY)
    assert (held.total, held.left_out) == (3, 2)


@pytest.mark.parametrize("size", [5, 50])
def test_holding_firms_asks_a_fixed_number_of_questions(
    version, make_firms, profile, manager, size, django_assert_num_queries
):
    make_firms(size)
    with django_assert_num_queries(13):
        held = standing(version, manager, today=TODAY)
    with django_assert_num_queries(2):
        lines = lines_of(held, held.firms[Verdict.PASS])
    assert {line.explanation.verdict for line in lines} == {Verdict.PASS}
