"""Control totals of a log: counted from the cells as they stand, apart from how rows are read."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from programs.supportlog.rules import Control, Count, RowReader, Unreadable

#: Values of one column that are counted one by one; later ones are counted together.
VALUES_COUNTED = 200
OTHER_VALUES = "…"


class Part(StrEnum):
    """Which rows a total covers; `new` are accepted rows that were not imported before."""

    READ = "read"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NEW = "new"


class Totals:
    """Adds up the plan's controls for each part. Different values are counted in a file on disk,
    so that memory does not grow with the log."""

    def __init__(self, reader: RowReader) -> None:
        self._reader = reader
        plan = reader.plan
        amounts = plan.period.amounts
        self._controls = [
            *(control for control in plan.controls),
            *(Control(f"_{name}", Count.SUM, column, {}) for name, column in amounts.items()),
            Control("_deals", Count.DISTINCT, plan.deal_key, {}),
            Control("_rows", Count.ROWS, "", {}),
        ]
        self._rows = dict.fromkeys(Part, 0)
        self._sums = {(c.code, part): Decimal(0) for c in self._controls for part in Part}
        self._each: dict[tuple[str, Part], Counter[str]] = {
            (c.code, part): Counter() for c in self._controls for part in Part
        }
        self._unreadable: Counter[tuple[str, Part]] = Counter()
        self._values = sqlite3.connect("")
        self._values.execute(
            "CREATE TABLE seen (code TEXT, part TEXT, value TEXT, "
            "PRIMARY KEY (code, part, value)) WITHOUT ROWID"
        )

    def close(self) -> None:
        self._values.close()

    def add(self, part: Part, rows: Iterable[Mapping[str, str] | None]) -> None:
        """Count rows by their raw cells; None is a row without cells to speak of."""
        seen: set[tuple[str, str, str]] = set()
        for cells in rows:
            self._rows[part] += 1
            for control in self._controls:
                if cells is None:
                    self._unreadable[control.code, part] += 1
                    continue
                if control.count is Count.SUM:
                    self._add_amount(control, part, cells[control.column].strip())
                elif control.count is Count.EACH:
                    self._add_value(control, part, cells[control.column].strip())
                elif control.count is Count.DISTINCT:
                    seen.add((control.code, part, _storable(cells[control.column])))
        self._values.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", seen)

    def _add_amount(self, control: Control, part: Part, cell: str) -> None:
        try:
            self._sums[control.code, part] += self._reader.money(cell) or 0
        except Unreadable:
            self._unreadable[control.code, part] += 1

    def _add_value(self, control: Control, part: Part, cell: str) -> None:
        counted = self._each[control.code, part]
        is_known = cell in counted or len(counted) < VALUES_COUNTED
        counted[cell[:200] if is_known else OTHER_VALUES] += 1

    def value(self, code: str, part: Part) -> Any:
        """One total: an int, a Decimal, or {value: count}, most frequent first."""
        control = next(control for control in self._controls if control.code == code)
        if control.count is Count.ROWS:
            return self._rows[part]
        if control.count is Count.SUM:
            return self._sums[code, part]
        if control.count is Count.EACH:
            return dict(self._each[code, part].most_common())
        return self._distinct(code, part)

    def _distinct(self, code: str, part: Part) -> int:
        query = "SELECT COUNT(*) FROM seen WHERE code = ? AND part = ?"
        return int(self._values.execute(query, [code, part]).fetchone()[0])

    def report(self) -> list[dict[str, Any]]:
        """The plan's totals for read, accepted and rejected rows, as JSON values."""
        shown = (Part.READ, Part.ACCEPTED, Part.REJECTED)
        return [
            {
                "code": control.code,
                "count": str(control.count),
                "column": control.column,
                "names": dict(control.titles),
                **{str(part): _plain(self.value(control.code, part)) for part in shown},
                "unreadable": self._unreadable[control.code, Part.READ],
            }
            for control in self._reader.plan.controls
        ]


def _storable(cell: str) -> str:
    return cell.strip()[:1_000].encode("utf-8", "replace").decode()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
