"""Reads of criteria: lists, one page, an explanation, and who in view stands where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, override

from assessments.methodology.models import ConstraintType
from config.shared import clock
from firms.accounts.models import User
from firms.register.models import Firm
from programs.catalogue.models import Intervention, Program, in_reader_language
from programs.eligibility.explanations import Demands, Explanation, demands_of, explained
from programs.eligibility.facts import facts_of
from programs.eligibility.models import Criteria, CriteriaCheck, CriteriaVersion
from programs.eligibility.querysets import CriteriaQuerySet
from programs.eligibility.rules import Criteria as CriteriaRules
from programs.eligibility.rules import (
    FirmFacts,
    Join,
    Verdict,
    difference,
    read_document,
    verdict_of,
)
from programs.eligibility.sentences import Audience, Names, difference_words
from programs.eligibility.snapshots import read_facts
from programs.eligibility.vocabulary import vocabulary

#: More firms than this are not held against a draft while a page is waited for.
MOST_HELD = 2000


def read_names() -> Names:
    """Names of constraints and interventions in the active language: two queries."""
    constraints = ConstraintType.objects.values_list("code", "short_names", "names")
    interventions = Intervention.objects.values_list("code", "names")
    return Names(
        constraints={
            code: in_reader_language(short, in_reader_language(names, code))
            for code, short, names in constraints
        },
        interventions={code: in_reader_language(names, code) for code, names in interventions},
    )


def rules_of(version: CriteriaVersion) -> CriteriaRules:
    """The criteria of a version as the rules read them: two queries."""
    criteria, _problems = read_document(version.document, vocabulary())
    return criteria


@dataclass(frozen=True)
class CriteriaRow:
    """Criteria in the list: what holds, whether a draft waits, how much is asked, what for."""

    criteria: Criteria
    in_force: CriteriaVersion | None
    has_draft: bool
    clauses: int
    purposes: tuple[str, ...]


def criteria_list(user: User) -> list[CriteriaRow]:
    """All criteria in view, those in use first: four queries."""
    rows = (
        Criteria.objects.visible_to(user)
        .select_related("office")
        .prefetch_related("versions", "programs", "interventions")
    )
    found = [_row(criteria) for criteria in rows]
    return sorted(found, key=lambda row: row.criteria.retired_on is not None)


def _row(criteria: Criteria) -> CriteriaRow:
    in_force, draft = _current(criteria.versions.all())
    shown = in_force or draft
    groups = shown.document["groups"] if shown else []
    return CriteriaRow(
        criteria=criteria,
        in_force=in_force,
        has_draft=draft is not None,
        clauses=sum(len(group["clauses"]) for group in groups),
        purposes=purposes_of(criteria),
    )


def purposes_of(criteria: Criteria) -> tuple[str, ...]:
    """What criteria are meant for, by name; programs and interventions should be prefetched."""
    programs = [program.name for program in criteria.programs.all()]
    return (*programs, *(each.name for each in criteria.interventions.all()))


def _current(
    versions: Iterable[CriteriaVersion],
) -> tuple[CriteriaVersion | None, CriteriaVersion | None]:
    """The newest published version, and the draft."""
    ordered = sorted(versions, key=lambda each: -each.number)
    in_force = next((each for each in ordered if not each.is_draft), None)
    return in_force, next((each for each in ordered if each.is_draft), None)


def version_in_force(criteria: Criteria) -> CriteriaVersion | None:
    """What holds now; None while nothing was published (one query)."""
    return criteria.versions.published().order_by("-number").first()


def draft_of(criteria: Criteria) -> CriteriaVersion | None:
    """The draft there is (one query)."""
    return criteria.versions.filter(published_at__isnull=True).first()


def criteria_for(
    *, program: Program | None = None, intervention: Intervention | None = None
) -> CriteriaQuerySet:
    """Criteria in use that are meant for a program, an intervention, or either of both."""
    rows = Criteria.objects.in_use()
    found = rows.none()
    if program is not None:
        found |= rows.filter(programs=program)
    if intervention is not None:
        found |= rows.filter(interventions=intervention)
    return found.distinct()


@dataclass(frozen=True)
class PastVersion:
    """One published version with what it changed."""

    version: CriteriaVersion
    changes: tuple[str, ...]


@dataclass(frozen=True)
class CriteriaPage:
    """Criteria in words: what holds, the draft and what it would change, and the history."""

    criteria: Criteria
    purposes: tuple[str, ...]
    in_force: CriteriaVersion | None
    draft: CriteriaVersion | None
    shown: CriteriaRules
    demands: tuple[Demands, ...]
    drafted: CriteriaRules
    draft_demands: tuple[Demands, ...]
    draft_changes: tuple[str, ...]
    history: tuple[PastVersion, ...]

    @property
    def is_choice(self) -> bool:
        return self.shown.join is Join.ANY

    @property
    def is_draft_choice(self) -> bool:
        return self.drafted.join is Join.ANY


def criteria_page(criteria: Criteria) -> CriteriaPage:
    """Everything one page of criteria shows of its own: seven queries."""
    words, names = vocabulary(), read_names()
    versions = list(criteria.versions.select_related("published_by"))
    in_force, draft = _current(versions)
    read = {each.pk: read_document(each.document, words)[0] for each in versions}
    shown = read[in_force.pk] if in_force else CriteriaRules()
    drafted = read[draft.pk] if draft else CriteriaRules()
    published = [each for each in versions if not each.is_draft]
    history = []
    for place, version in enumerate(published):
        before = read[published[place + 1].pk] if place + 1 < len(published) else None
        history.append(PastVersion(version, _changes(before, read[version.pk], names)))
    return CriteriaPage(
        criteria=criteria,
        purposes=purposes_of(criteria),
        in_force=in_force,
        draft=draft,
        shown=shown,
        demands=demands_of(shown, names),
        drafted=drafted,
        draft_demands=demands_of(drafted, names),
        draft_changes=_changes(shown, drafted, names) if draft and in_force else (),
        history=tuple(history),
    )


def _changes(before: CriteriaRules | None, after: CriteriaRules, names: Names) -> tuple[str, ...]:
    """The first version has nothing to be compared with."""
    if before is None:
        return ()
    return tuple(difference_words(difference(before, after), names))


def explain(
    version: CriteriaVersion,
    firm: Firm,
    language: str | None = None,
    *,
    audience: Audience = Audience.ADVISER,
    today: date | None = None,
) -> Explanation:
    """What a version says of a firm, clause by clause, in a language: twelve queries."""
    facts = facts_of([firm], today=today or clock.today())[firm.pk]
    with override(language or get_language() or "en"):
        return explained(rules_of(version), facts, read_names(), audience)


def explain_again(
    row: CriteriaCheck, language: str | None = None, *, audience: Audience = Audience.ADVISER
) -> Explanation:
    """A check explained from the facts it was made on, whatever the record says today."""
    with override(language or get_language() or "en"):
        return explained(rules_of(row.version), read_facts(row.facts), read_names(), audience)


@dataclass(frozen=True)
class Standing:
    """Firms in view by verdict, by name; `left_out` firms were too many to hold against it."""

    criteria: CriteriaRules
    facts: dict[int, FirmFacts]
    firms: dict[Verdict, tuple[Firm, ...]]
    left_out: int = 0

    @property
    def passing(self) -> int:
        return len(self.firms[Verdict.PASS])

    @property
    def failing(self) -> int:
        return len(self.firms[Verdict.FAIL])

    @property
    def unknown(self) -> int:
        return len(self.firms[Verdict.UNKNOWN])

    @property
    def total(self) -> int:
        return self.passing + self.failing + self.unknown


def standing(version: CriteriaVersion, user: User, *, today: date) -> Standing:
    """How the active firms in view stand, in a fixed number of queries."""
    rows: Any = Firm.objects.visible_to(user).active()
    firms: Sequence[Firm] = list(rows.order_by("legal_name", "pk")[: MOST_HELD + 1])
    left_out = rows.count() - MOST_HELD if len(firms) > MOST_HELD else 0
    firms = firms[:MOST_HELD]
    criteria, facts = rules_of(version), facts_of(firms, today=today)
    found: dict[Verdict, list[Firm]] = {verdict: [] for verdict in Verdict}
    for firm in firms:
        found[verdict_of(criteria, facts[firm.pk])].append(firm)
    by_verdict = {verdict: tuple(each) for verdict, each in found.items()}
    return Standing(criteria, facts, by_verdict, left_out)


@dataclass(frozen=True)
class FirmLine:
    """One firm of a list with its verdict and what it takes."""

    firm: Firm
    explanation: Explanation


def lines_of(held: Standing, firms: Iterable[Firm]) -> list[FirmLine]:
    """Some of the firms that were held against criteria, in words: two queries."""
    names = read_names()
    return [
        FirmLine(firm, explained(held.criteria, held.facts[firm.pk], names, Audience.ADVISER))
        for firm in firms
    ]


def checks_of(version: CriteriaVersion, firm: Firm) -> list[CriteriaCheck]:
    """The kept checks of a firm against any version of the same criteria, newest first."""
    rows = CriteriaCheck.objects.filter(version__criteria=version.criteria_id, firm=firm)
    return list(rows.select_related("version", "recorded_by")[:10])
