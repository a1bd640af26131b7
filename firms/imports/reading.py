"""Reading a file of columns row by row, in little memory, whatever the file holds."""

import csv
import hashlib
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol, TextIO, cast

from firms.imports import refusals
from firms.imports.rules import Refusal

#: A row, cells and marks together, is never held beyond this many signs.
LONGEST_ROW = 1_000_000
SHOWN = 200
_BUFFER = 1 << 16
_MARKS = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16": b"\xff\xfe",
    "utf-16 (big end first)": b"\xfe\xff",
}
_DELIMITERS = {",": ",", ";": ";", "\t": "TAB", "|": "|"}


class Layout(Protocol):
    """What a mapping says about the file as a whole; `columns` are those it reads."""

    @property
    def encoding(self) -> str: ...
    @property
    def delimiter(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...


class _RowTooLong(Exception):
    """The row under way passed the limit; its rest was skipped."""


class _Hashing(io.RawIOBase):
    """Hashes the bytes that pass."""

    def __init__(self, raw: io.RawIOBase) -> None:
        self.raw, self.sha256 = raw, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        count = self.raw.readinto(buffer) or 0
        self.sha256.update(memoryview(buffer)[:count])
        return count


class _Lines:
    """Physical lines for the CSV parser; a row that grows too long is cut off and skipped."""

    def __init__(self, text: TextIO) -> None:
        self.text = text
        self.line = self.first = self.length = self.quotes = 0

    def __iter__(self) -> "_Lines":
        return self

    def begin_row(self) -> None:
        self.first, self.length, self.quotes = self.line + 1, 0, 0

    def __next__(self) -> str:
        line = self._piece()
        if not line:
            raise StopIteration
        self.line += 1
        if self.length > LONGEST_ROW:
            self._skip(line)
            raise _RowTooLong
        return line

    def _piece(self) -> str:
        piece = self.text.readline(LONGEST_ROW + 1)
        self.length += len(piece)
        self.quotes += piece.count('"')
        return piece

    def _skip(self, piece: str) -> None:
        while True:
            while piece and piece[-1] not in "\r\n":
                piece = self._piece()
            if self.quotes % 2 == 0:
                return
            piece = self._piece()
            if not piece:
                raise refusals.QuoteNeverClosed(row=self.first)
            self.line += 1


@dataclass
class Log:
    """An open log: its column names, then its rows once, then the hash of its bytes."""

    columns: tuple[str, ...]
    _lines: _Lines
    _parser: "Iterator[list[str]]"
    _bytes: _Hashing

    @property
    def sha256(self) -> str:
        """Of all bytes, once all rows are read."""
        return self._bytes.sha256.hexdigest()

    def rows(self) -> Iterator[tuple[int, list[str] | Refusal]]:
        """(line, cells) of every row, or the refusal of a row that has no cells to speak of."""
        expected = len(self.columns)
        while True:
            self._lines.begin_row()
            first = self._lines.first
            try:
                cells = next(self._parser)
            except StopIteration:
                return
            except _RowTooLong:
                yield first, Refusal(first, "", "", "row_too_long", {"limit": LONGEST_ROW})
                continue
            except csv.Error as error:
                if "unexpected end of data" in str(error):
                    raise refusals.QuoteNeverClosed(row=first) from None
                yield first, Refusal(first, "", "", "bad_quotes")
                continue
            if not cells:
                continue
            if len(cells) != expected:
                params = {"found": len(cells), "expected": expected}
                shown = cells[0][:SHOWN].replace("\x00", "�")
                yield first, Refusal(first, "", shown, "wrong_cell_count", params)
                continue
            yield first, cells


@contextmanager
def open_log(path: Path, plan: Layout, *, called: str = "") -> Iterator[Log]:
    """The log in the file, its first line checked against the plan; messages name the file as it
    is `called`.

    Raises FileRefused with one sentence for whatever makes the whole file unusable.
    """
    shown = called or str(path)
    raw = _opened(path, shown)
    with raw:
        hashing = _Hashing(raw)
        buffered = io.BufferedReader(cast(io.RawIOBase, hashing), _BUFFER)
        _check_start(buffered.peek(4)[:4], plan, shown)
        encoding = "utf-8-sig" if plan.encoding == "utf-8" else plan.encoding
        text = io.TextIOWrapper(buffered, encoding=encoding, errors="strict", newline="")
        try:
            yield _checked(text, hashing, plan, shown)
        except UnicodeError:
            line = _first_bad_line(path, plan.encoding)
            raise refusals.WrongEncoding(row=line, encoding=plan.encoding) from None


def _opened(path: Path, shown: str) -> io.FileIO:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise refusals.NotAFile(path=shown)
        return io.FileIO(path)
    except FileNotFoundError:
        raise refusals.NoSuchFile(path=shown) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise refusals.FileClosed(path=shown, reason=reason) from None


def _check_start(start: bytes, plan: Layout, shown: str) -> None:
    if not start:
        raise refusals.FileEmpty(path=shown)
    for name, mark in _MARKS.items():
        if start.startswith(mark) and not name.startswith(plan.encoding):
            raise refusals.OtherEncoding(found=name, encoding=plan.encoding)


def _checked(text: TextIO, hashing: _Hashing, plan: Layout, shown: str) -> Log:
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_ROW + 1))
    lines = _Lines(text)
    parser = csv.reader(lines, delimiter=plan.delimiter, strict=True)
    header = _header(lines, parser, shown)
    if header[0].lower().startswith("sep=") and not any(header[1:]):
        header = _header(lines, parser, shown)
    if any("\x00" in name for name in header):
        raise refusals.NotText
    if len(header) == 1:
        for mark, shown in _DELIMITERS.items():
            if mark != plan.delimiter and header[0].count(mark) >= 1:
                delimiter = _DELIMITERS.get(plan.delimiter, plan.delimiter)
                raise refusals.WrongDelimiter(delimiter=delimiter, found=shown)
    _check_columns(header, plan)
    return Log(tuple(header), lines, parser, hashing)


def _header(lines: _Lines, parser: "Iterator[list[str]]", shown: str) -> list[str]:
    try:
        while True:
            lines.begin_row()
            cells = next(parser)
            if any(cell.strip() for cell in cells):
                return [cell.strip() for cell in cells]
    except StopIteration:
        raise refusals.FileEmpty(path=shown) from None
    except _RowTooLong:
        raise refusals.HeaderTooLong(limit=LONGEST_ROW) from None
    except csv.Error:
        raise refusals.QuoteNeverClosed(row=lines.first) from None


def _check_columns(header: list[str], plan: Layout) -> None:
    places: dict[str, int] = {}
    for place, name in enumerate(header, start=1):
        if not name:
            raise refusals.NamelessColumn(place=place)
        if name in places:
            raise refusals.DoubledColumn(column=name, first=places[name], second=place)
        places[name] = place
    missing = [column for column in plan.columns if column not in places]
    if missing:
        close = get_close_matches(missing[0], header, n=3) or header
        shown = ", ".join(f"“{name[:60]}”" for name in close[:40])
        named = ", ".join(f"“{name}”" for name in missing)
        raise refusals.MissingColumns(columns=named, found=shown)


def _first_bad_line(path: Path, encoding: str) -> int:
    """The first line that is not text in the encoding; 1 where lines cannot be told apart."""
    with path.open("rb") as raw:
        line = 1
        while piece := raw.readline(LONGEST_ROW):
            try:
                piece.decode(encoding)
            except UnicodeError:
                return line
            line += piece.endswith(b"\n")
    return 1
