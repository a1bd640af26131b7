"""The case file of explain_case: strict reading of one firm's facts and answers from JSON.

Every key but `as_of` and `firm` may be missing, and null means "not known". Unknown keys and
codes, wrong types, figures out of range and contradictions are errors that name the field.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from assessments.methodology.structure import Pack
from assessments.scoring.facts import (
    Answers,
    CaseFacts,
    DevelopmentLevel,
    EventType,
    FirmEvent,
    FirmFacts,
    FirstContact,
    Lll,
    ProductForm,
    YearFigures,
)
from firms.register.currencies import CURRENCIES
from programs.matching.case_reader import CaseError, CaseErrors, Reader, plain, read_json
from programs.matching.iso_codes import COUNTRIES

Code = TypeVar("Code", bound=StrEnum)

FIRM_KEYS = ("country", "development_level", "sector", "founded", "employees", "product_form")
YEAR_KEYS = ("year", "turnover", "export")
EVENT_KEYS = ("type", "year", "market", "reason", "kind")
LLL_KEYS = ("linkage", "leverage", "learning")
CASE_KEYS = (
    *("as_of", "firm", "currency", "years", "months_since_last_export", "first_export_year"),
    *("markets_active", "repeat_buyers", "mode", "implementation_steps_12m", "events", "lll"),
    *("first_contact", "had_plan", "answers"),
)

#: Events that only a firm that exists can have; an incident or support may be older.
MARKET_EVENTS = frozenset({EventType.ENTRY, EventType.EXIT, EventType.RE_ENTRY})

#: What other records call the pack's implementation steps.
OTHER_STEP_NAMES = {
    "buyer_meeting_abroad": "buyer_meeting",
    "listing": "platform_listing",
    "outward_mission": "mission",
    "trade_fair": "fair",
    "trade_mission": "mission",
}

#: The oldest firms still trading were founded in the sixth century.
FIRST_YEAR = 500
EMPLOYEES_LIMIT = 10_000_000
MONTHS_LIMIT = 1_200
MARKETS_LIMIT = 250
BUYERS_LIMIT = 1_000_000


@dataclass(frozen=True)
class Case:
    """What a case file says. `doubts` are oddities that do not stop the reading."""

    facts: CaseFacts
    answers: Answers
    doubts: tuple[CaseError, ...] = ()


def parse_case(data: bytes, pack: Pack) -> Case:
    """The case in the bytes, in the codes of the pack. Raises CaseErrors with all errors."""
    reader = Reader()
    case = _CaseReader(reader, pack).case(read_json(data))
    if case is None or reader.errors:
        raise CaseErrors(reader.errors)
    return case


class _CaseReader:
    """Reads section by section; contradictions are looked for where both sides are known."""

    def __init__(self, reader: Reader, pack: Pack) -> None:
        self.read = reader
        self.pack = pack
        self.last_year = date.max.year
        self.founded: int | None = None

    def case(self, document: Any) -> Case | None:
        row = self.read.mapping(document, "", CASE_KEYS)
        as_of = self.read.day(row.get("as_of"), "as_of")
        self._require(row, "as_of")
        self.last_year = (as_of or date.max).year
        firm = self._firm(row)
        self.founded = firm.founded
        facts = CaseFacts(
            as_of=as_of or date.max,
            firm=firm,
            currency=self._code(row, "currency", CURRENCIES),
            years=self._years(row.get("years")),
            months_since_last_export=self._whole(row, "months_since_last_export", MONTHS_LIMIT),
            first_export_year=self._year(row, "first_export_year"),
            markets_active=self._whole(row, "markets_active", MARKETS_LIMIT),
            repeat_buyers=self._whole(row, "repeat_buyers", BUYERS_LIMIT),
            mode=self._code(row, "mode", self.pack.modes_by_code) or None,
            implementation_steps_12m=self._steps(row.get("implementation_steps_12m")),
            events=self._events(row.get("events")),
            lll=self._lll(row.get("lll")),
            first_contact=_enum(FirstContact, self._code(row, "first_contact", list(FirstContact))),
            had_plan=self.read.flag(row.get("had_plan"), "had_plan"),
        )
        answers = self._answers(row.get("answers"))
        if as_of is None:
            return None
        for error in contradictions(facts):
            self.read.fail(error.field, error.message)
        return Case(facts, answers, doubts(facts))

    def _require(self, row: Mapping[str, Any], key: str, path: str = "") -> None:
        if row.get(key) is None:
            self.read.fail(f"{path}{key}", _("This is needed and missing."))

    def _code(
        self, row: Mapping[str, Any], key: str, known: Collection[str], path: str = ""
    ) -> str:
        return self.read.code(row.get(key), f"{path}{key}", known) or ""

    def _whole(self, row: Mapping[str, Any], key: str, high: int, path: str = "") -> int | None:
        return self.read.whole(row.get(key), f"{path}{key}", 0, high)

    def _year(self, row: Mapping[str, Any], key: str, path: str = "") -> int | None:
        """A year that is not after the case's date."""
        return self.read.whole(row.get(key), f"{path}{key}", FIRST_YEAR, self.last_year)

    def _firm(self, case: Mapping[str, Any]) -> FirmFacts:
        self._require(case, "firm")
        if case.get("firm") is None:
            return FirmFacts()
        row = self.read.mapping(case["firm"], "firm", FIRM_KEYS)
        country = row.get("country")
        if isinstance(country, str):
            row = {**row, "country": country.strip().upper()}
        level = self._code(row, "development_level", list(DevelopmentLevel), "firm.")
        form = self._code(row, "product_form", list(ProductForm), "firm.")
        return FirmFacts(
            country=COUNTRIES.get(self._code(row, "country", COUNTRIES, "firm."), ""),
            development_level=_enum(DevelopmentLevel, level),
            sector=self.read.text(row.get("sector"), "firm.sector"),
            founded=self._year(row, "founded", "firm."),
            employees=self._whole(row, "employees", EMPLOYEES_LIMIT, "firm."),
            product_form=_enum(ProductForm, form),
        )

    def _years(self, value: Any) -> tuple[YearFigures, ...]:
        found: dict[int, YearFigures] = {}
        for path, entry in self.read.rows(value, "years"):
            row = self.read.mapping(entry, path, YEAR_KEYS)
            year = self._year(row, "year", f"{path}.")
            turnover = self.read.money(row.get("turnover"), f"{path}.turnover")
            export = self.read.money(row.get("export"), f"{path}.export")
            if isinstance(entry, Mapping):
                self._require(row, "year", f"{path}.")
            if turnover is not None and export is not None and export > turnover:
                sentence = _("%(export)s is above the turnover of %(turnover)s.")
                figures = {"export": plain(export), "turnover": plain(turnover)}
                self.read.fail(f"{path}.export", sentence % figures)
            if year is not None:
                self._not_before_founding(year, f"{path}.year")
                if year in found:
                    sentence = _("The year %(year)d stands here twice.")
                    self.read.fail(f"{path}.year", sentence % {"year": year})
                found[year] = YearFigures(year, turnover, export)
        return tuple(found[year] for year in sorted(found))

    def _steps(self, value: Any) -> tuple[str, ...]:
        known = [step.code for step in self.pack.implementation_steps]
        codes = []
        for path, entry in self.read.rows(value, "implementation_steps_12m"):
            code = self.read.code(entry, path, {*known, *OTHER_STEP_NAMES})
            if entry is None:
                self.read.fail(path, _("This is needed and missing."))
            if code is not None:
                codes.append(OTHER_STEP_NAMES.get(code, code))
        return tuple(codes)

    def _events(self, value: Any) -> tuple[FirmEvent, ...]:
        reasons = [reason.code for reason in self.pack.exit_reasons]
        events = []
        for path, entry in self.read.rows(value, "events"):
            row = self.read.mapping(entry, path, EVENT_KEYS)
            kind = _enum(EventType, self._code(row, "type", list(EventType), f"{path}."))
            year = self._year(row, "year", f"{path}.")
            if isinstance(entry, Mapping):
                self._require(row, "type", f"{path}.")
                self._require(row, "year", f"{path}.")
            if kind is EventType.EXIT:
                reason = self._code(row, "reason", reasons, f"{path}.")
            else:
                reason = self.read.text(row.get("reason"), f"{path}.reason")
            market = self._market(row.get("market"), f"{path}.market")
            about = self.read.text(row.get("kind"), f"{path}.kind")
            if kind is not None and year is not None:
                if kind in MARKET_EVENTS:
                    self._not_before_founding(year, f"{path}.year")
                events.append(FirmEvent(kind, year, market, reason, about))
        return tuple(sorted(events, key=lambda event: event.year))

    def _market(self, value: Any, path: str) -> str:
        """A country by code, else a market in words."""
        market = self.read.text(value, path)
        if len(market) == 2 and market.upper() not in COUNTRIES:
            sentence = _("“%(found)s” is not the code of a country.")
            self.read.fail(path, sentence % {"found": market})
        return COUNTRIES.get(market.upper(), market)

    def _lll(self, value: Any) -> Lll:
        if value is None:
            return Lll()
        row = self.read.mapping(value, "lll", LLL_KEYS)
        flags = {key: self.read.flag(row.get(key), f"lll.{key}") or False for key in LLL_KEYS}
        return Lll(**flags)

    def _answers(self, value: Any) -> Answers:
        if value is None:
            return {}
        row = self.read.mapping(value, "answers", self.pack.questions_by_id)
        answers: dict[str, int | None] = {}
        for question in self.pack.questions:
            if question.id in row:
                values = self.pack.scale_of(question).values
                answers[question.id] = self.read.whole(
                    row[question.id], f"answers.{question.id}", min(values), max(values)
                )
        return answers

    def _not_before_founding(self, year: int, path: str) -> None:
        if self.founded is not None and year < self.founded:
            sentence = _("%(year)d is before the founding in %(founded)d.")
            self.read.fail(path, sentence % {"year": year, "founded": self.founded})


def contradictions(facts: CaseFacts) -> tuple[CaseError, ...]:
    """What cannot be true together across sections; each names the field to look at."""
    first, founded = facts.first_export_year, facts.firm.founded
    last = _last_export_year(facts)
    found = []
    if first is not None and founded is not None and first < founded:
        sentence = _("%(year)d is before the founding in %(founded)d.")
        found.append(("first_export_year", sentence % {"year": first, "founded": founded}))
    earlier = [year for year in _years_with_exports(facts) if first is not None and year < first]
    if earlier:
        sentence = _("%(first)d is after %(year)d, a year with exports.")
        found.append(("first_export_year", sentence % {"first": first, "year": earlier[0]}))
    if last is not None and first is not None and last < first:
        sentence = _("The last export was in %(last)d, before the first one in %(first)d.")
        found.append(("months_since_last_export", sentence % {"last": last, "first": first}))
    later = [year for year in _years_with_exports(facts) if last is not None and year > last + 1]
    if later:
        found.append(("months_since_last_export", _exported_after(last, later[-1])))
    if last is not None and founded is not None and last < founded:
        sentence = _("%(year)d is before the founding in %(founded)d.")
        found.append(("months_since_last_export", sentence % {"year": last, "founded": founded}))
    return tuple(CaseError(field, message) for field, message in found)


def doubts(facts: CaseFacts) -> tuple[CaseError, ...]:
    """Oddities a person should look at: months and years on record are often rounded, by less than
    two years.
    """
    first, last = facts.first_export_year, _last_export_year(facts)
    found = []
    later = [year for year in _years_with_exports(facts) if last is not None and year == last + 1]
    if later:
        found.append(("months_since_last_export", _exported_after(last, later[-1])))
    if any(row.year == first and row.export == 0 for row in facts.years):
        sentence = _("%(year)d is a year without exports.")
        found.append(("first_export_year", sentence % {"year": first}))
    return tuple(CaseError(field, message) for field, message in found)


def _exported_after(last: int | None, year: int) -> str:
    sentence = _("The last export was in %(last)d, but %(year)d is a year with exports.")
    return sentence % {"last": last, "year": year}


def _years_with_exports(facts: CaseFacts) -> list[int]:
    return [row.year for row in facts.years if row.export]


def _last_export_year(facts: CaseFacts) -> int | None:
    """The latest year the last export can have been in."""
    if facts.months_since_last_export is None:
        return None
    return (facts.as_of.year * 12 + facts.as_of.month - 1 - facts.months_since_last_export) // 12


def _enum(kind: type[Code], value: str | None) -> Code | None:
    return kind(value) if value else None
