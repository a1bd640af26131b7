"""Written criteria: everything wrong is found, each with its place."""

from datetime import date
from decimal import Decimal

import pytest

from programs.eligibility.rules import (
    Clause,
    Criteria,
    Group,
    Join,
    Kind,
    Vocabulary,
    difference,
    join_groups,
    move_clause,
    put_clause,
    read_document,
    remove_clause,
    replace_clause,
    written,
)
from programs.eligibility.rules.difference import Difference
from tests.programs.eligibility.written import (
    CEILING,
    EMPLOYEES,
    WORDS,
    YEARS,
    all_of,
    any_of,
    document,
)

FIRST = "groups[0].clauses[0]"
AID = {
    "type": "aid_ceiling",
    "high": "300",
    "grant": "100",
    "currency": "USD",
    "window": 3,
}
FEW = {"type": "employees", "high": 10}
WRONG = [
    ([], "", "not_an_object"),
    ({"groups": {}}, "groups", "not_a_list"),
    ({"groups": [1]}, "groups[0]", "not_an_object"),
    ({"groups": [{}]}, "groups[0]", "empty_group"),
    ({"join": "most"}, "join", "unknown_join"),
    ({"join": 1}, "join", "unknown_join"),
    ({"mood": 1}, "mood", "unknown_key"),
    ({"groups": [{"clauses": [FEW]}] * 9}, "groups", "too_many_groups"),
    (
        document(*[{"type": "employees", "low": n} for n in range(11)]),
        "groups[0].clauses",
        "too_many_clauses",
    ),
    (document(1), FIRST, "unknown_type"),
    (document({"type": "mood"}), FIRST, "unknown_type"),
    (document({"type": ["stage"]}), FIRST, "unknown_type"),
    (document({"type": "stage", "low": 1}), f"{FIRST}.low", "unknown_key"),
    (document({"type": "stage"}), f"{FIRST}.values", "nothing_chosen"),
    (document({"type": "stage", "values": ["x" * 50]}), f"{FIRST}.values[0]", "unknown_code"),
    (document({"type": "stage", "values": [1]}), f"{FIRST}.values[0]", "unknown_code"),
    (document({"type": "region", "values": [" "]}), f"{FIRST}.values[0]", "unknown_code"),
    (document({"type": "region", "values": ["x" * 121]}), f"{FIRST}.values[0]", "unknown_code"),
    (document({"type": "region", "values": ["N", "n"]}), f"{FIRST}.values[1]", "repeated_value"),
    (
        document({"type": "region", "values": [str(n) for n in range(61)]}),
        f"{FIRST}.values",
        "too_many_values",
    ),
    (document({"type": "owned"}), f"{FIRST}.subject", "missing"),
    (document({"type": "owned", "subject": "dog"}), f"{FIRST}.subject", "unknown_code"),
    (
        document({"type": "constraint_at_most", "subject": "standards", "values": ["low", "high"]}),
        f"{FIRST}.values",
        "only_one",
    ),
    (document({"type": "employees"}), f"{FIRST}.low", "empty_range"),
    (document({"type": "employees", "low": 50, "high": 10}), f"{FIRST}.low", "min_above_max"),
    (document({"type": "employees", "low": -1}), f"{FIRST}.low", "not_whole"),
    (document({"type": "employees", "low": True}), f"{FIRST}.low", "not_whole"),
    (document({"type": "employees", "low": "5"}), f"{FIRST}.low", "not_whole"),
    (document({"type": "turnover", "low": 5, "currency": "USD"}), f"{FIRST}.low", "not_an_amount"),
    (
        document({"type": "turnover", "low": "-5", "currency": "USD"}),
        f"{FIRST}.low",
        "not_an_amount",
    ),
    (document({"type": "turnover", "low": "5"}), f"{FIRST}.currency", "missing"),
    (
        document({"type": "turnover", "low": "5", "currency": "XXX"}),
        f"{FIRST}.currency",
        "unknown_code",
    ),
    (document({**AID, "window": None}), f"{FIRST}.window", "missing"),
    (document({**AID, "window": 11}), f"{FIRST}.window", "out_of_range"),
    (document({**AID, "window": True}), f"{FIRST}.window", "out_of_range"),
    (document({**AID, "grant": None}), f"{FIRST}.grant", "missing"),
    (document({**AID, "grant": "301"}), f"{FIRST}.grant", "grant_above_ceiling"),
    (document({**AID, "high": None}), f"{FIRST}.high", "empty_range"),
    (
        document({"type": "document", "subject": "audit", "day": "2026-02-30"}),
        f"{FIRST}.day",
        "not_a_day",
    ),
    (
        document({"type": "document", "subject": "audit", "day": "soon"}),
        f"{FIRST}.day",
        "not_a_day",
    ),
    (document(FEW, FEW), "groups[0].clauses[1]", "repeated_clause"),
    (document(FEW, {"type": "employees", "low": 50}), "groups[0].clauses[1]", "contradiction"),
]


@pytest.mark.parametrize(("raw", "path", "code"), WRONG)
def test_every_problem_has_its_place(raw, path, code):
    _found, problems = read_document(raw, WORDS)
    assert (path, code) in [(each.path, each.code) for each in problems]


def test_all_problems_are_found_at_once():
    raw = document({"type": "mood"}, {"type": "employees"}, {"type": "stage", "values": ["x"]})
    assert len(read_document(raw, WORDS)[1]) == 3


RIGHT = [
    pytest.param(document(AID), all_of(CEILING), id="an aid ceiling"),
    pytest.param(
        document({"type": "document", "subject": "audit", "day": "2027-01-01"}),
        all_of(Clause(Kind.DOCUMENT, subject="audit", day=date(2027, 1, 1))),
        id="a certificate on a day",
    ),
    pytest.param(
        document({"type": "turnover", "high": "5.50", "currency": "EUR"}),
        all_of(Clause(Kind.TURNOVER, high=Decimal("5.50"), currency="EUR")),
        id="an amount",
    ),
    pytest.param({}, Criteria(), id="nothing asked"),
]


@pytest.mark.parametrize(("raw", "criteria"), RIGHT)
def test_sound_documents_are_read(raw, criteria):
    assert read_document(raw, WORDS) == (criteria, ())


def test_contradictions_among_alternatives_are_none():
    raw = document(FEW, {"type": "employees", "low": 50}, join="any")
    assert read_document(raw, WORDS)[1] == ()


def test_a_clause_alone_in_a_group_must_hold_whatever_its_join():
    raw = {
        "groups": [
            {"join": "any", "clauses": [FEW]},
            {"join": "all", "clauses": [{"type": "employees", "low": 50}]},
        ]
    }
    (problem,) = read_document(raw, WORDS)[1]
    assert (problem.path, problem.found) == ("groups[1].clauses[0]", {"other": FIRST})


def test_alternative_groups_do_not_contradict_each_other():
    raw = {
        "join": "any",
        "groups": [
            {"join": "all", "clauses": [FEW]},
            {"join": "all", "clauses": [{"type": "employees", "low": 50}]},
        ],
    }
    assert read_document(raw, WORDS)[1] == ()


def test_criteria_that_clash_only_as_a_whole_are_found():
    raw = {
        "groups": [
            {"join": "all", "clauses": [{"type": "employees", "low": 20, "high": 30}]},
            {
                "join": "any",
                "clauses": [{"type": "employees", "low": 50}, {"type": "employees", "high": 10}],
            },
        ]
    }
    assert [each.code for each in read_document(raw, WORDS)[1]] == ["never_passes"]


def test_too_many_combinations_are_refused_before_they_are_tried():
    clauses = [{"type": "employees", "low": n} for n in range(10)]
    raw = {"groups": [{"join": "any", "clauses": clauses}] * 3}
    assert [each.code for each in read_document(raw, WORDS)[1]] == ["too_many_ways"]


@pytest.mark.parametrize(("is_final", "codes"), [(False, []), (True, ["nothing_asked"])])
def test_nothing_asked_is_a_draft_only(is_final, codes):
    found = read_document({"groups": []}, WORDS, is_final=is_final)[1]
    assert [each.code for each in found] == codes


def test_unknown_words_are_unknown_everywhere():
    raw = document({"type": "country", "values": ["KZ"]})
    assert [each.code for each in read_document(raw, Vocabulary())[1]] == ["unknown_code"]


# Steps of the builder --------------------------------------------------------------------------

STAGES = {"type": "stage", "values": ["preparation"]}


def test_a_clause_goes_into_a_group_or_begins_one():
    changed, group, place = put_clause(document(FEW), STAGES, into=0)
    assert (changed, group, place) == (document(FEW, STAGES), 0, 1)
    changed, group, place = put_clause(document(FEW), STAGES, into=Join.ANY)
    assert changed["groups"][1] == {"join": "any", "clauses": [STAGES]}
    assert (group, place) == (1, 0)


def test_a_clause_is_replaced_and_removed_and_empty_groups_go():
    assert replace_clause(document(FEW), 0, 0, STAGES) == document(STAGES)
    assert remove_clause(document(FEW, STAGES), 0, 0) == document(STAGES)
    assert remove_clause(document(FEW), 0, 0)["groups"] == []


def test_a_clause_moves():
    two, _group, _place = put_clause(document(FEW), STAGES, into=Join.ANY)
    assert move_clause(two, 1, 0, into=0) == document(FEW, STAGES)


def test_joins_change():
    assert join_groups(document(FEW), Join.ANY)["join"] == "any"
    assert join_groups(document(FEW), Join.ANY, group=0) == document(FEW, join="any")


def test_steps_leave_the_document_they_were_given():
    before = document(FEW)
    remove_clause(before, 0, 0)
    assert before == document(FEW)


def test_a_place_that_is_not_there_is_an_error():
    with pytest.raises(IndexError):
        remove_clause(document(FEW), 0, 5)
    with pytest.raises(IndexError):
        join_groups(document(FEW), Join.ANY, group=-1)


# Differences -----------------------------------------------------------------------------------

FEWER = Clause(Kind.EMPLOYEES, high=9)
TWO = (Group(Join.ALL, (EMPLOYEES,)), Group(Join.ALL, (YEARS,)))
DIFFERENT = [
    pytest.param(all_of(EMPLOYEES), all_of(EMPLOYEES, YEARS), Difference(added=(YEARS,)), id="new"),
    pytest.param(
        all_of(EMPLOYEES, YEARS), all_of(YEARS), Difference(removed=(EMPLOYEES,)), id="gone"
    ),
    pytest.param(
        all_of(EMPLOYEES), all_of(FEWER), Difference(changed=((EMPLOYEES, FEWER),)), id="changed"
    ),
    pytest.param(
        all_of(EMPLOYEES, YEARS),
        any_of(EMPLOYEES, YEARS),
        Difference(moved=(EMPLOYEES, YEARS)),
        id="alternatives now",
    ),
    pytest.param(
        all_of(EMPLOYEES, YEARS), Criteria(Join.ALL, TWO), Difference(), id="cut into groups"
    ),
    pytest.param(
        any_of(EMPLOYEES, YEARS),
        any_of(EMPLOYEES, YEARS, CEILING),
        Difference(alternatives=(CEILING,)),
        id="one more alternative",
    ),
    pytest.param(
        any_of(EMPLOYEES),
        any_of(EMPLOYEES, YEARS),
        Difference(alternatives=(YEARS,), moved=(EMPLOYEES,)),
        id="need not hold any more",
    ),
    pytest.param(
        Criteria(Join.ALL, TWO), Criteria(Join.ANY, TWO), Difference(join=Join.ANY), id="joined"
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), DIFFERENT)
def test_differences(before, after, expected):
    assert difference(before, after) == expected


def test_what_is_written_is_short():
    assert written(all_of(EMPLOYEES)) == document({"type": "employees", "low": 10, "high": 50})
