"""Groups, verdicts and the nearest way to a pass."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.scoring.results import Band, Stage
from programs.eligibility.rules import (
    Aid,
    Clause,
    Criteria,
    Group,
    HeldDocument,
    Join,
    Kind,
    Span,
    Support,
    Turnover,
    Verdict,
    check,
    nearest_pass,
    verdict_of,
)
from programs.eligibility.rules import (
    all_of as kleene_all,
)
from programs.eligibility.rules import (
    any_of as kleene_any,
)
from tests.programs.eligibility.written import CEILING, EMPLOYEES, YEARS, all_of, any_of, firm

P, F, U = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
OLD = Clause(Kind.AGE, high=10)
FRESH = Clause(Kind.NOT_RECEIVED, values=("fair",), window=12)


@pytest.mark.parametrize(
    ("verdicts", "strong", "weak"),
    [
        ((P, P), P, P),
        ((P, F), F, P),
        ((P, U), U, P),
        ((F, F), F, F),
        ((F, U), F, U),
        ((U, U), U, U),
        ((), P, F),
    ],
)
def test_kleene(verdicts, strong, weak):
    assert (kleene_all(verdicts), kleene_any(verdicts)) == (strong, weak)


@pytest.mark.parametrize(("join", "verdict"), [(Join.ALL, F), (Join.ANY, P)])
def test_groups_are_joined(join, verdict):
    groups = (Group(Join.ALL, (EMPLOYEES,)), Group(Join.ANY, (YEARS, OLD)))
    facts = firm(employees=20, export_years=Span(0, 0), founded=1990)
    assert verdict_of(Criteria(join, groups), facts) is verdict
    assert check(Criteria(join, groups), facts).verdict is verdict


@pytest.mark.parametrize("join", Join)
def test_nothing_asked_is_passed_by_everybody(join):
    assert check(Criteria(join), firm()).verdict is P


def test_the_result_holds_every_clause_with_what_was_found():
    result = check(any_of(EMPLOYEES, YEARS), firm(employees=20))
    (group,) = result.groups
    assert (result.verdict, group.verdict, result.changes) == (P, P, ())
    assert [each.reading.verdict for each in group.clauses] == [P, U]
    assert group.clauses[0].reading.found == {"n": 20}


def one(criteria, facts):
    (change,) = nearest_pass(criteria, facts)
    return change


HELPED = (Support("fair", date(2025, 6, 15)),)
IN_REACH = [
    pytest.param(YEARS, firm(export_years=Span(1, 1)), None, id="years of exports"),
    pytest.param(EMPLOYEES, firm(employees=3), None, id="growing"),
    pytest.param(Clause(Kind.AGE, low=3), firm(founded=2024), date(2027, 1, 1), id="older"),
    pytest.param(
        Clause(Kind.STAGE, values=("active_engagement",)),
        firm(stage=Stage.PREPARATION),
        None,
        id="the next stage",
    ),
    pytest.param(
        Clause(Kind.TURNOVER, low=Decimal(5), currency="USD"),
        firm(turnover=Turnover(2025, Decimal(1), "USD")),
        None,
        id="turnover",
    ),
    pytest.param(Clause(Kind.PRODUCT_FORM, values=("a",)), firm(product_form="b"), None, id="form"),
    pytest.param(
        Clause(Kind.MARKETS_AT_LEAST, low=3), firm(markets=frozenset({"UZ"})), None, id="markets"
    ),
    pytest.param(
        Clause(Kind.MARKETS_INCLUDE, values=("DE",)), firm(markets=frozenset()), None, id="entry"
    ),
    pytest.param(
        Clause(Kind.CONSTRAINT_AT_MOST, values=("low",), subject="x"),
        firm(bands={"x": Band.HIGH}),
        None,
        id="relief",
    ),
    pytest.param(Clause(Kind.RECEIVED, values=("fair",)), firm(supports=()), None, id="help"),
    pytest.param(FRESH, firm(supports=HELPED), date(2026, 6, 15), id="waiting"),
    pytest.param(FRESH, firm(supports=(*HELPED, Support("fair", None))), None, id="under way"),
    pytest.param(
        Clause(Kind.NOT_RECEIVED, values=("fair",), window=6),
        firm(supports=(Support("fair", date(2025, 12, 31)),)),
        date(2026, 7, 1),
        id="waiting over a short month's end",
    ),
    pytest.param(
        Clause(Kind.DOCUMENT, subject="audit"),
        firm(documents=(HeldDocument("audit", date(2025, 1, 1)),)),
        None,
        id="a new certificate",
    ),
    pytest.param(
        CEILING,
        firm(
            aid=(
                Aid(Decimal(900), "USD", date(2020, 1, 1)),
                Aid(Decimal(150), "USD", date(2024, 1, 10)),
                Aid(Decimal(100), "USD", date(2025, 1, 10)),
            )
        ),
        date(2027, 1, 10),
        id="aid that no longer counts",
    ),
    pytest.param(
        CEILING,
        firm(aid=(Aid(Decimal(250), "USD", date(2024, 1, 10)), Aid(None, "", None))),
        None,
        id="aid of unknown day",
    ),
]
OUT_OF_REACH = [
    pytest.param(OLD, firm(founded=1990), id="too old"),
    pytest.param(EMPLOYEES, firm(employees=80), id="too many people"),
    pytest.param(
        Clause(Kind.STAGE, values=("preparation",)), firm(stage=Stage.GROWTH), id="stage behind"
    ),
    pytest.param(Clause(Kind.MARKETS_NONE), firm(markets=frozenset({"UZ"})), id="markets"),
    pytest.param(Clause(Kind.COUNTRY, values=("UZ",)), firm(country="KZ"), id="country"),
    pytest.param(
        Clause(Kind.CONSTRAINT_AT_LEAST, values=("high",), subject="x"),
        firm(bands={"x": Band.LOW}),
        id="not held back enough",
    ),
    pytest.param(
        Clause(Kind.NOT_RECEIVED, values=("fair",)), firm(supports=HELPED), id="had it once"
    ),
    pytest.param(
        Clause(Kind.AID_CEILING, high=Decimal(1), grant=Decimal(2), currency="USD", window=3),
        firm(aid=()),
        id="a grant above its own ceiling",
    ),
]


@pytest.mark.parametrize(("clause", "facts", "day"), IN_REACH)
def test_what_would_make_the_firm_eligible(clause, facts, day):
    change = one(all_of(clause), facts)
    assert (change.clause, change.must_find_out, change.earliest) == (clause, False, day)


@pytest.mark.parametrize(("clause", "facts"), OUT_OF_REACH)
def test_nothing_is_suggested_that_no_firm_should_do(clause, facts):
    assert nearest_pass(all_of(clause), facts) is None
    assert check(all_of(clause), facts).changes is None


def test_what_is_not_known_is_to_be_found_out():
    change = one(all_of(EMPLOYEES, YEARS), firm(employees=20))
    assert (change.clause, change.must_find_out) == (YEARS, True)


def test_several_demands_on_one_fact_are_one_change():
    wider = Clause(Kind.EMPLOYEES, low=20)
    change = one(all_of(EMPLOYEES, wider), firm(employees=5))
    assert (change.clause.low, change.clause.high) == (20, 50)


ORDERS = [
    pytest.param(
        (YEARS, Clause(Kind.DOCUMENT, subject="audit")),
        firm(export_years=Span(0, 0), knows_all_documents=True),
        Kind.DOCUMENT,
        id="a certificate is less than years",
    ),
    pytest.param(
        (YEARS, Clause(Kind.PRODUCT_FORM, values=("x",))),
        firm(export_years=Span(0, 0)),
        Kind.PRODUCT_FORM,
        id="finding out is less than changing",
    ),
    pytest.param(
        (OLD, YEARS), firm(founded=1990, export_years=Span(0, 0)), Kind.EXPORT_YEARS, id="only way"
    ),
]


@pytest.mark.parametrize(("clauses", "facts", "kind"), ORDERS)
def test_of_alternatives_the_nearest_is_named(clauses, facts, kind):
    assert one(any_of(*clauses), facts).clause.kind is kind


def test_help_that_another_clause_forbids_is_not_suggested():
    wanted = Clause(Kind.RECEIVED, values=("course", "fair"), window=6)
    barred = Clause(Kind.NOT_RECEIVED, values=("course",), window=12)
    change = one(all_of(wanted, barred), firm(supports=()))
    assert change.clause.values == ("fair", "course")


def test_help_first_and_then_the_wait():
    ever = Clause(Kind.RECEIVED, values=("fair",))
    changes = nearest_pass(all_of(ever, FRESH), firm(supports=()))
    assert [each.clause.kind for each in changes] == [Kind.RECEIVED, Kind.NOT_RECEIVED]


def test_a_way_that_undoes_itself_is_none():
    lately = Clause(Kind.RECEIVED, values=("fair",), window=6)
    assert nearest_pass(all_of(lately, FRESH), firm(supports=())) is None


SECTORS = [(("C",), ("C10", "C13")), (("C10", "A"), ("C",))]


@pytest.mark.parametrize(("first", "second"), SECTORS)
def test_a_division_lies_within_its_section(first, second):
    both = all_of(Clause(Kind.SECTOR, values=first), Clause(Kind.SECTOR, values=second))
    assert one(both, firm()).must_find_out


CLASHES = [
    (Clause(Kind.EMPLOYEES, high=10), Clause(Kind.EMPLOYEES, low=50)),
    (Clause(Kind.COUNTRY, values=("KZ",)), Clause(Kind.COUNTRY, values=("UZ",))),
    (Clause(Kind.MARKETS_NONE), Clause(Kind.MARKETS_INCLUDE, values=("UZ",))),
]


@pytest.mark.parametrize("pair", CLASHES)
def test_contradictions_leave_no_way(pair):
    assert nearest_pass(all_of(*pair), firm()) is None
    assert nearest_pass(all_of(*reversed(pair)), firm()) is None


def test_groups_may_be_alternatives():
    groups = (Group(Join.ALL, (OLD, YEARS)), Group(Join.ALL, (EMPLOYEES,)))
    changes = nearest_pass(Criteria(Join.ANY, groups), firm(founded=1990, employees=4))
    assert [each.clause for each in changes] == [EMPLOYEES]
