"""Verdicts as pages print them: words only, clause by clause, with the way to a pass."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.eligibility import sentences
from programs.eligibility.models import VERDICT_LABELS
from programs.eligibility.rules import Criteria, FirmFacts, Group, Join, Result, Verdict, check
from programs.eligibility.sentences import Audience, Names

#: The verdict on one clause, and on all of them, as a firm reads it.
CLAUSES_FOR_FIRMS: dict[Verdict, Promise] = {
    Verdict.PASS: _("You meet this."),
    Verdict.FAIL: _("At present you do not meet this."),
    Verdict.UNKNOWN: _("We would like to look at this together with you."),
}
CLAUSES_FOR_ADVISERS: dict[Verdict, Promise] = {
    Verdict.PASS: _("Passed"),
    Verdict.FAIL: _("Not passed"),
    Verdict.UNKNOWN: _("Needs a look"),
}
TITLES_FOR_FIRMS: dict[Verdict, Promise] = {
    Verdict.PASS: _("You can take part."),
    Verdict.FAIL: _("At present you cannot take part."),
    Verdict.UNKNOWN: _("Your adviser will look at this with you."),
}
CSS = {Verdict.PASS: "good", Verdict.FAIL: "bad", Verdict.UNKNOWN: "warn"}
ICONS = {
    Verdict.PASS: "circle-check",
    Verdict.FAIL: "circle-x",
    Verdict.UNKNOWN: "help-circle",
}


@dataclass(frozen=True)
class Line:
    """One clause: what is asked, what is on record, and the verdict."""

    demand: str
    finding: str
    verdict: Verdict
    verdict_words: str

    @property
    def css(self) -> str:
        return CSS[self.verdict]

    @property
    def icon(self) -> str:
        return ICONS[self.verdict]


@dataclass(frozen=True)
class Block:
    """One group; `is_choice`: any one of several suffices."""

    is_choice: bool
    verdict: Verdict
    verdict_words: str
    lines: tuple[Line, ...]

    @property
    def css(self) -> str:
        return CSS[self.verdict]


@dataclass(frozen=True)
class Explanation:
    """A verdict in words. `heading` and `changes` say what would make the firm eligible."""

    verdict: Verdict
    title: str
    is_choice: bool
    blocks: tuple[Block, ...]
    heading: str
    changes: tuple[str, ...]

    @property
    def css(self) -> str:
        return CSS[self.verdict]

    @property
    def in_one_line(self) -> str:
        """ "Eligible once this is so: …", for lists."""
        return " ".join([self.heading, *self.changes]) if self.heading else self.title


@dataclass(frozen=True)
class Demands:
    """One group of criteria in words, with the places of its clauses for the builder."""

    number: int
    join: Join
    lines: tuple[str, ...]

    @property
    def is_choice(self) -> bool:
        return self.join is Join.ANY and len(self.lines) > 1


def demands_of(criteria: Criteria, names: Names) -> tuple[Demands, ...]:
    """Criteria in words, group by group."""
    return tuple(_demands(place, group, names) for place, group in enumerate(criteria.groups))


def _demands(place: int, group: Group, names: Names) -> Demands:
    lines = tuple(sentences.demand_words(clause, names) for clause in group.clauses)
    return Demands(place, group.join, lines)


def explained(
    criteria: Criteria, facts: FirmFacts, names: Names, audience: Audience
) -> Explanation:
    """Hold criteria against facts and say the result in the active language."""
    return in_words(check(criteria, facts), names, audience)


def in_words(result: Result, names: Names, audience: Audience) -> Explanation:
    """A result in the active language."""
    of_clauses = CLAUSES_FOR_FIRMS if audience is Audience.FIRM else CLAUSES_FOR_ADVISERS
    titles = TITLES_FOR_FIRMS if audience is Audience.FIRM else VERDICT_LABELS
    blocks = tuple(
        Block(
            is_choice=group.join is Join.ANY and len(group.clauses) > 1,
            verdict=group.verdict,
            verdict_words=str(CLAUSES_FOR_ADVISERS[group.verdict]),
            lines=tuple(
                Line(
                    demand=sentences.demand_words(each.clause, names, audience),
                    finding=sentences.finding_words(each.clause, each.reading, names),
                    verdict=each.reading.verdict,
                    verdict_words=str(of_clauses[each.reading.verdict]),
                )
                for each in group.clauses
            ),
        )
        for group in result.groups
    )
    return Explanation(
        verdict=result.verdict,
        title=str(titles[result.verdict]),
        is_choice=result.join is Join.ANY and len(result.groups) > 1,
        blocks=blocks,
        heading=sentences.heading_words(result.changes, audience),
        changes=tuple(
            sentences.change_words(change, names, audience) for change in result.changes or ()
        ),
    )
