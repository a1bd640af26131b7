"""Reading one row of a list of events: certain, doubtful, or no event at all."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from firms.imports.rules import Refusal, Unreadable
from firms.imports.rules.cells import read_text
from programs.eventfeeds.rules.cells import Day, DayReader, read_cost
from programs.eventfeeds.rules.checks import misfits
from programs.eventfeeds.rules.facts import (
    Doubt,
    DoubtCode,
    EventFacts,
    Reading,
    StopFacts,
    Target,
    period,
)
from programs.eventfeeds.rules.plan import FeedPlan
from programs.eventfeeds.rules.stops import StopCell, read_stops

LONGEST_TITLE, LONGEST_KEY, SHOWN = 160, 120, 200
DAMAGED = "\ufffd"
_AROUND = 24


class _Refused(Exception):
    """A cell without which there is no event."""

    def __init__(self, column: str, code: str, **params: object) -> None:
        super().__init__(code)
        self.column, self.code, self.params = column, code, params


class FeedReader:
    """Reads rows by a plan. `countries`: case-folded names and codes → ISO 3166; `today` bounds
    what is past and which century two digits mean.
    """

    def __init__(self, plan: FeedPlan, countries: Mapping[str, str], *, today: date) -> None:
        self.plan, self.today = plan, today
        self.days = DayReader(plan.dates, today=today)
        named = {name.casefold(): code for name, code in plan.countries.items()}
        self.countries = {**countries, **named}

    def read(self, row: int, cells: Mapping[str, str]) -> Reading | Refusal:
        """The event of a row with its doubts, or why there is none. Never raises."""
        kept = {column: cells.get(column, "") for column in self.plan.columns}
        try:
            return _Row(self, row, kept).reading()
        except _Refused as refused:
            found = kept.get(refused.column, "")[:SHOWN].replace("\x00", DAMAGED)
            return Refusal(row, refused.column, found, refused.code, refused.params)


class _Row:
    """One row being read."""

    def __init__(self, reader: FeedReader, row: int, cells: Mapping[str, str]) -> None:
        self.reader, self.plan, self.row, self.cells = reader, reader.plan, row, cells
        self.at = reader.plan.at
        self.doubts: list[Doubt] = []
        self.texts = {column: self._text(column) for column in cells}

    def reading(self) -> Reading:
        starts_on, ends_on = self._days()
        facts = EventFacts(
            feed=self._of(self.at.feed),
            event=self._needed(self.at.key, LONGEST_KEY),
            title=self._needed(self.at.title, LONGEST_TITLE),
            starts_on=starts_on,
            ends_on=ends_on,
            summary=self._of(self.at.summary),
        )
        if len(facts.key) > LONGEST_KEY:
            raise _Refused(self.at.key, "cell_too_long", length=len(facts.key), limit=LONGEST_KEY)
        facts = replace(facts, kind=self._kind(facts), sectors=self._sectors())
        facts = self._with_cost(self._with_stops(facts))
        self.doubts += self._damaged()
        asked = {doubt.place for doubt in self.doubts if doubt.target is Target.STOP_DAYS}
        self.doubts += [
            doubt
            for doubt in misfits(facts, self.plan, today=self.reader.today)
            if doubt.target is not Target.STOP_DAYS or doubt.place not in asked
        ]
        return Reading(self.row, self.cells, facts, tuple(self.doubts))

    def _text(self, column: str) -> str:
        try:
            return read_text(self.cells[column])
        except Unreadable as error:
            raise _Refused(column, error.code, **error.params) from None

    def _of(self, column: str | None) -> str:
        return self.texts[column] if column else ""

    def _needed(self, column: str, longest: int) -> str:
        text = " ".join(self.texts[column].split())
        if not text:
            raise _Refused(column, "missing")
        if len(text) > longest:
            raise _Refused(column, "cell_too_long", length=len(text), limit=longest)
        return text

    def _doubt(
        self,
        code: DoubtCode,
        target: Target,
        column: str | None,
        found: str,
        proposed: str | None,
        place: int = 0,
        **params: object,
    ) -> None:
        shown = found if len(found) <= SHOWN else found[: SHOWN - 1] + "…"
        self.doubts.append(Doubt(code, target, column or "", shown, proposed, place, params))

    def _days(self) -> tuple[date, date]:
        start = self._day(self.at.starts_on)
        if start is None:
            raise _Refused(self.at.starts_on, "missing")
        self._ask_day(start, Target.STARTS_ON, self.at.starts_on)
        if self.at.ends_on is None:
            return start.day, start.day
        end = self._day(self.at.ends_on)
        if end is None:
            day = start.day.isoformat()
            self._doubt(DoubtCode.END_MISSING, Target.ENDS_ON, self.at.ends_on, "", day)
            return start.day, start.day
        self._ask_day(end, Target.ENDS_ON, self.at.ends_on)
        return start.day, end.day

    def _day(self, column: str) -> Day | None:
        try:
            return self.reader.days.read(self.texts[column])
        except Unreadable as error:
            raise _Refused(column, error.code, **error.params) from None

    def _ask_day(self, day: Day, target: Target, column: str) -> None:
        found, proposed = self.texts[column], day.day.isoformat()
        if day.others:
            others = ", ".join(other.isoformat() for other in day.others)
            code = DoubtCode.AMBIGUOUS_DATE
            self._doubt(code, target, column, found, proposed, others=others)
        elif day.is_short:
            self._doubt(DoubtCode.TWO_DIGIT_YEAR, target, column, found, proposed)

    def _kind(self, facts: EventFacts) -> str:
        named = self._of(self.at.kind)
        known = self.plan.kinds.get(named)
        if known:
            return str(known)
        title = facts.title.casefold()
        guesses = (g.use for g in self.plan.guesses if any(w in title for w in g.words))
        guess = next(guesses, None)
        proposed = str(guess) if guess else None
        column = self.at.kind or self.at.title
        self._doubt(DoubtCode.KIND_UNKNOWN, Target.KIND, column, named, proposed)
        return proposed or ""

    def _sectors(self) -> tuple[str, ...]:
        split = self.plan.industries_split
        items = [item.strip() for item in self._of(self.at.industries).split(split)]
        unknown = [item for item in items if item and item not in self.plan.industries]
        if unknown:
            found = f" {split} ".join(unknown)
            code = DoubtCode.INDUSTRY_UNKNOWN
            self._doubt(code, Target.SECTORS, self.at.industries, found, "")
        known = (code for item in items for code in self.plan.industries.get(item, ()))
        return tuple(sorted(set(known)))

    def _with_cost(self, facts: EventFacts) -> EventFacts:
        column = self.at.cost
        if column is None:
            return facts
        raw = self.cells[column]
        try:
            cost = read_cost(raw, self.plan.money, self.plan.currency)
        except Unreadable:
            self._doubt(DoubtCode.COST_NOT_READABLE, Target.COST, column, raw, None)
            return facts
        if cost.is_odd:
            self._doubt(DoubtCode.COST_ODD, Target.COST, column, raw, str(cost.amount))
        return replace(facts, cost=cost.amount)

    def _with_stops(self, facts: EventFacts) -> EventFacts:
        column = self.at.stops
        if column is None:
            return facts
        try:
            cells = read_stops(self.texts[column], self.reader.days, self.reader.countries)
        except Unreadable as error:
            raise _Refused(column, error.code, **error.params) from None
        if not cells:
            self._doubt(DoubtCode.COUNTRY_MISSING, Target.STOP_COUNTRY, column, "", "", stop="")
            return facts
        known = {cell.country for cell in cells if cell.country}
        nearby = known.pop() if len(known) == 1 else None
        stops = [self._stop(facts, place, cell, nearby) for place, cell in enumerate(cells)]
        return replace(facts, stops=tuple(stops))

    def _stop(self, facts: EventFacts, place: int, cell: StopCell, nearby: str | None) -> StopFacts:
        """`nearby` is the only country that the other stops are in; it is what is proposed."""
        column, named = self.at.stops, cell.named
        code = DoubtCode.COUNTRY_UNKNOWN if named else DoubtCode.COUNTRY_MISSING
        if not cell.country:
            target = Target.STOP_COUNTRY
            self._doubt(
                code, target, column, cell.text, nearby, place, stop=cell.place, named=named
            )
        stop = StopFacts(cell.place, cell.country or nearby or "")
        if cell.has_bad_days:
            code, target = DoubtCode.STOP_NOT_READABLE, Target.STOP_DAYS
            days = facts.days if facts.starts_on <= facts.ends_on else None
            self._doubt(code, target, column, cell.text, days, place, stop=cell.place)
        elif cell.first and cell.last:
            first, last = cell.first, cell.last
            stop = replace(stop, starts_on=first.day, ends_on=last.day)
            in_order = first.day <= last.day
            proposed = period(first.day, last.day) if in_order else None
            others = [day.isoformat() for day in (*first.others, *last.others)]
            target, params = Target.STOP_DAYS, {"stop": cell.place, "others": ", ".join(others)}
            if others:
                self._doubt(
                    DoubtCode.AMBIGUOUS_DATE, target, column, cell.text, proposed, place, **params
                )
            elif first.is_short or last.is_short:
                self._doubt(
                    DoubtCode.TWO_DIGIT_YEAR, target, column, cell.text, proposed, place, **params
                )
        return stop

    def _damaged(self) -> Iterator[Doubt]:
        """A sign that was lost before the file came here: somebody must say what stood there."""
        for column in dict.fromkeys((self.at.title, self.at.summary, self.at.stops)):
            text = self.texts[column] if column else ""
            where = text.find(DAMAGED)
            if where >= 0:
                found = text[max(0, where - _AROUND) : where + _AROUND]
                proposed = "–" if f" {DAMAGED} " in text else None
                yield Doubt(DoubtCode.TEXT_DAMAGED, Target.SIGN, column or "", found, proposed)
