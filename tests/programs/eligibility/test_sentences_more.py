"""What firms read; headings, whole explanations, differences and problems in words."""

import pytest

from assessments.scoring.results import Band
from programs.eligibility.explanations import explained
from programs.eligibility.rules import (
    Clause,
    Criteria,
    Group,
    Join,
    Kind,
    Problem,
    Span,
    difference,
)
from programs.eligibility.sentences import (
    Audience,
    Names,
    difference_words,
    problem_words,
)
from programs.eligibility.sentences.problems import PROBLEMS
from tests.programs.eligibility.written import CEILING, EMPLOYEES, YEARS, all_of, any_of, firm

NAMES = Names({"standards": "Standards"}, {"fair": "Trade fair", "audit": "Audit"})
FAIR = Clause(Kind.RECEIVED, values=("fair",))
RELIEF = Clause(Kind.CONSTRAINT_AT_MOST, values=("low",), subject="standards")
TWO_MARKETS = Clause(Kind.MARKETS_AT_LEAST, low=2)


FOR_FIRMS = [
    (
        YEARS,
        firm(export_years=Span(1, 1)),
        "You have exported in 2 years; our record shows at present: 1.",
    ),
    (YEARS, firm(), "Please tell us whether this is so: Years with exports: at least 2."),
    (EMPLOYEES, firm(employees=2), "Your firm has at least 10 employees; our record shows 2."),
    (
        RELIEF,
        firm(bands={"standards": Band.HIGH}),
        "“Standards” holds you back less than today; your adviser can help with it.",
    ),
    (
        RELIEF,
        firm(),
        "Please tell us whether this is so: No serious hurdle for your firm: Standards.",
    ),
    (FAIR, firm(supports=()), "You have completed this help first: Trade fair."),
    (
        TWO_MARKETS,
        firm(markets=frozenset()),
        "You are active in 2 markets abroad; our record shows none.",
    ),
]


@pytest.mark.parametrize(("clause", "facts", "words"), FOR_FIRMS)
def test_what_the_firm_reads(clause, facts, words):
    found = explained(all_of(clause), facts, NAMES, Audience.FIRM)
    assert found.changes == (words,)


HEADINGS = [
    (firm(employees=20, export_years=Span(3, 3)), "", ""),
    (
        firm(employees=20, export_years=Span(0, 0)),
        "Eligible once this is so:",
        "You can take part once this is so:",
    ),
    (
        firm(employees=2, export_years=Span(0, 0)),
        "Eligible once all of this is so:",
        "You can take part once all of this is so:",
    ),
    (
        firm(employees=99, export_years=Span(0, 0)),
        "Nothing a firm should do would make this one eligible.",
        "This offer is meant for other firms. Your adviser will gladly show you what fits.",
    ),
]


@pytest.mark.parametrize(("facts", "adviser", "owner"), HEADINGS)
def test_the_line_over_the_way(facts, adviser, owner):
    asked = all_of(EMPLOYEES, YEARS)
    assert explained(asked, facts, NAMES, Audience.ADVISER).heading == adviser
    assert explained(asked, facts, NAMES, Audience.FIRM).heading == owner


def test_an_explanation_has_a_title_and_marks_choices():
    found = explained(any_of(EMPLOYEES, YEARS), firm(employees=2), NAMES, Audience.ADVISER)
    assert (found.title, found.css, found.is_choice) == ("Needs a look", "warn", False)
    (block,) = found.blocks
    assert (block.is_choice, block.verdict_words, block.css) == (True, "Needs a look", "warn")
    assert [(line.verdict_words, line.css, line.icon) for line in block.lines] == [
        ("Not passed", "bad", "circle-x"),
        ("Needs a look", "warn", "help-circle"),
    ]


def test_one_line_says_the_way_or_the_verdict():
    asked = all_of(YEARS)
    far = explained(asked, firm(export_years=Span(0, 0)), NAMES, Audience.ADVISER)
    near = explained(asked, firm(export_years=Span(2, 2)), NAMES, Audience.ADVISER)
    assert far.in_one_line.startswith("Eligible once this is so: The firm has 2 years of exports;")
    assert near.in_one_line == "Eligible"


TWO = (Group(Join.ALL, (EMPLOYEES,)), Group(Join.ALL, (YEARS,)))
DIFFERENCES = [
    (all_of(EMPLOYEES), all_of(EMPLOYEES, YEARS), "New: Years with exports: at least 2."),
    (
        any_of(EMPLOYEES, YEARS),
        any_of(EMPLOYEES, YEARS, CEILING),
        "New alternative: Aid of the last 3 years with this grant of $100: at most $300.",
    ),
    (
        all_of(YEARS),
        all_of(Clause(Kind.EXPORT_YEARS, low=3)),
        "Changed: Years with exports: at least 2. Now: Years with exports: at least 3.",
    ),
    (
        all_of(EMPLOYEES, YEARS),
        all_of(EMPLOYEES),
        "No longer asked: Years with exports: at least 2.",
    ),
    (
        all_of(YEARS, EMPLOYEES),
        any_of(YEARS, EMPLOYEES),
        "Stands among other alternatives now: Years with exports: at least 2.",
    ),
    (
        Criteria(Join.ALL, TWO),
        Criteria(Join.ANY, TWO),
        "Groups are joined so now: Any one of these.",
    ),
    (all_of(YEARS), all_of(YEARS), "Nothing changed."),
]


@pytest.mark.parametrize(("before", "after", "words"), DIFFERENCES)
def test_differences_in_words(before, after, words):
    assert difference_words(difference(before, after), NAMES)[0] == words


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_problem_has_a_sentence_with_its_figures(code):
    found = {"found": "x", "most": 5, "low": 3, "high": 2}
    words = problem_words(Problem("groups", code, found))
    assert words.endswith(".")
    assert "%" not in words


def test_a_problem_nobody_named_is_still_a_sentence():
    assert problem_words(Problem("", "new")) == "These criteria cannot stand as they are."
