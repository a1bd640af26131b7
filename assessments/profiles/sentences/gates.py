"""Gates of the stage rules with their tests, and the verdict in a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.profiles.models import StageProposal
from assessments.profiles.sentences.stage_tests import TestLine, line_of
from assessments.profiles.sentences.words import Figures, Words
from assessments.scoring.results import Stage


@dataclass(frozen=True)
class Gate:
    """Tests that decide one thing together. `tone` is good, bad or empty for unknown."""

    code: str
    title: str
    verdict: str
    tone: str
    lines: tuple[TestLine, ...]


def stage_gates(proposal: StageProposal, words: Words) -> tuple[Gate, ...]:
    """What decides the stage: both growth gates, and what keeps a firm in active engagement."""
    cuts = words.pack.cuts.growth
    years = _lines(proposal.tests, "growth_years", words)
    tests = _lines(proposal.tests, "growth_tests", words)
    activity = _lines(proposal.tests, "activity", words)
    met = sum(line.verdict is True for line in tests)
    return (
        _any_gate(
            "growth_years",
            _("Gate 1: exports in each of the last %(n)s reporting years") % {"n": cuts.years},
            years,
        ),
        Gate(
            "growth_tests",
            _("Gate 2: at least %(needed)s of these %(all)s (default, not validated)")
            % {"needed": cuts.tests_needed, "all": len(tests)},
            *_counted(met, cuts.tests_needed, tests),
            tests,
        ),
        _any_gate("activity", _("To be in active engagement: one of two"), activity),
    )


def other_gates(proposal: StageProposal, words: Words) -> tuple[Gate, ...]:
    """What decides phase, pathway and overlays, and what only flags."""
    titles = {
        "movement": _("Movement: shown, it does not move the stage"),
        "phase": _("Phase of growth and expansion"),
        "pathway": _("Pathway: the first that holds"),
        "overlay": _("Beside the pathway: all that hold"),
    }
    gates = (
        Gate(code, title, "", "", _lines(proposal.tests, code, words))
        for code, title in titles.items()
    )
    return tuple(gate for gate in gates if gate.lines)


def verdict_sentence(proposal: StageProposal, gates: Sequence[Gate], words: Words) -> str:
    """Why this stage and not the next one, in one or two sentences."""
    by_code = {gate.code: gate for gate in gates}
    years, tests = by_code["growth_years"], by_code["growth_tests"]
    cuts = words.pack.cuts.growth
    if proposal.stage == Stage.GROWTH:
        return _("Exports in three years running and enough growth tests: both gates are met.")
    if proposal.stage == Stage.PREPARATION:
        if proposal.is_prior_exporter:
            return _("The firm exported before; the last export and the last step are too old.")
        return _("Neither an export nor a step abroad with evidence is on record.")
    sentences = []
    if years.tone != "good":
        sentences.append(
            _("Growth and expansion needs exports in %(n)s consecutive years.") % {"n": cuts.years}
        )
        sentences += [_still_needed(line) for line in years.lines[:1] if line.change]
    if tests.tone != "good":
        met = sum(line.verdict is True for line in tests.lines)
        sentences.append(
            ngettext(
                "Growth and expansion needs %(needed)d growth test; %(met)s is met.",
                "Growth and expansion needs %(needed)d growth tests; %(met)s are met.",
                cuts.tests_needed,
            )
            % {"needed": cuts.tests_needed, "met": met}
        )
    return " ".join(sentences)


def _still_needed(line: TestLine) -> str:
    what = line.change[:1].lower() + line.change[1:]
    return _("Still needed: %(what)s.") % {"what": what}


def _lines(tests: Iterable[Figures], gate: str, words: Words) -> tuple[TestLine, ...]:
    return tuple(line_of(test, words) for test in tests if test["gate"] == gate and _concerns(test))


def _concerns(test: Figures) -> bool:
    """Whether the test has anything to say: the rule for young firms is silent about others."""
    if test["code"] != "exports_since_founding":
        return True
    age = test["found"].get("age")
    return age is not None and age < test["needed"]["younger_than"]


def _any_gate(code: str, title: str, lines: tuple[TestLine, ...]) -> Gate:
    """A gate that one test opens."""
    verdicts = [line.verdict for line in lines]
    if True in verdicts:
        return Gate(code, title, _("met"), "good", lines)
    if None in verdicts:
        return Gate(code, title, _("not proven"), "", lines)
    return Gate(code, title, _("not met"), "bad", lines)


def _counted(met: int, needed: int, lines: tuple[TestLine, ...]) -> tuple[str, str]:
    figures = {"met": met, "all": len(lines)}
    if met >= needed:
        return _("met, %(met)s of %(all)s") % figures, "good"
    if met + sum(line.verdict is None for line in lines) >= needed:
        return _("not proven, %(met)s of %(all)s") % figures, ""
    return _("not met, %(met)s of %(all)s") % figures, "bad"
