"""The words of stage tests: every test of the rules has some, in figures of the record."""

from datetime import date

import pytest
from django.utils import translation

from assessments.methodology.selectors import pack_of
from assessments.profiles.actions import propose_stage
from assessments.profiles.models import StageProposal
from assessments.profiles.sentences.gates import (
    Gate,
    other_gates,
    stage_gates,
    verdict_sentence,
)
from assessments.profiles.sentences.stage_tests import WORDED, TestLine, line_of
from assessments.profiles.sentences.words import Words
from firms.register.actions import record_export_year
from tests.factories.firms import ExportYearFactory

DAY = date(2026, 2, 2)


def words_of(proposal: StageProposal, language: str = "en") -> Words:
    return Words(pack_of(proposal.pack), language)


def gates_of(proposal: StageProposal) -> dict[str, Gate]:
    words = words_of(proposal)
    return {g.code: g for g in (*stage_gates(proposal, words), *other_gates(proposal, words))}


def line(proposal: StageProposal, code: str) -> TestLine:
    lines = [line for gate in gates_of(proposal).values() for line in gate.lines]
    return next(line for line in lines if line.code == code)


@pytest.fixture
def unknown(firm, version):
    return propose_stage(firm=firm, as_of=DAY)


@pytest.fixture
def grown(exporter, version):
    return propose_stage(firm=exporter, as_of=DAY)


@pytest.fixture
def beginner(firm, version):
    ExportYearFactory(firm=firm, year=2023, exports="0")
    ExportYearFactory(firm=firm, year=2024, exports="50000")
    ExportYearFactory(firm=firm, year=2025, exports="74000")
    return propose_stage(firm=firm, as_of=DAY)


@pytest.mark.parametrize("which", ["unknown", "grown", "beginner"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_test_of_the_rules_has_words(request, which, language):
    proposal = request.getfixturevalue(which)
    with translation.override(language):
        lines = [line_of(test, words_of(proposal, language)) for test in proposal.tests]
    assert [each.code for each in lines if each.title == each.code] == []
    assert len(lines) > len(WORDED) - 4


def test_a_code_of_an_older_version_shows_as_it_is(unknown):
    old = {"code": "tea_leaves", "gate": "activity", "passed": True, "found": {}, "needed": {}}
    assert line_of(old, words_of(unknown)).title == "tea_leaves"


def test_years_say_what_each_brought(beginner):
    found = line(beginner, "exports_every_year")
    assert found.title == "Exports in 2023, 2024 and 2025"
    assert found.record == "2023: none. 2024: $50,000. 2025: $74,000."
    assert found.change == "Exports every year up to 2026"


def test_the_share_says_how_much_is_lacking(beginner):
    found = line(beginner, "share")
    assert (found.record, found.change) == (
        "7.4\u00a0% in 2025.",
        "About $26,000 more at that turnover",
    )


def test_a_passed_test_needs_no_change(grown):
    assert line(grown, "repeat_buyers").change == ""


def test_what_is_not_on_record_is_unknown_and_not_failed(unknown):
    found = line(unknown, "repeat_buyers")
    assert (found.verdict, found.record) == (None, "Not on record.")
    assert gates_of(unknown)["growth_tests"].verdict == "not proven, 0 of 4"


def test_gates_say_how_many_tests_are_met(grown):
    gates = gates_of(grown)
    assert (gates["growth_years"].verdict, gates["growth_years"].tone) == ("met", "good")
    assert gates["growth_tests"].tone == "good"


def test_a_fallen_share_reads_as_a_failed_good_news(exporter, version, adviser):
    record_export_year(
        firm=exporter,
        year=2025,
        turnover=2_000_000,
        exports=60_000,
        currency="USD",
        source="accounts",
        by=adviser,
    )
    proposal = propose_stage(firm=exporter, as_of=DAY)
    stored = next(test for test in proposal.tests if test["code"] == "share_fall")
    assert (stored["passed"], line(proposal, "share_fall").verdict) == (True, False)


@pytest.mark.parametrize(
    ("which", "sentence"),
    [
        ("unknown", "Neither an export nor a step abroad with evidence is on record."),
        ("grown", "Exports in three years running and enough growth tests: both gates are met."),
    ],
)
def test_the_verdict_in_a_sentence(request, which, sentence):
    proposal = request.getfixturevalue(which)
    gates = stage_gates(proposal, words_of(proposal))
    assert verdict_sentence(proposal, gates, words_of(proposal)) == sentence


def test_the_verdict_names_what_is_still_needed(beginner):
    gates = stage_gates(beginner, words_of(beginner))
    assert verdict_sentence(beginner, gates, words_of(beginner)).startswith(
        "Growth and expansion needs exports in 3 consecutive years. "
        "Still needed: exports every year up to 2026."
    )
