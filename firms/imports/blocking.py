"""A sorter on disk: names grouped by block, however many there are, in little memory."""

import sqlite3
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from firms.imports.rules import Doubt, Likeness, Name, blocks, compare_block

BATCH = 2_000


class BlockFile:
    """Names filed under their blocks in a temporary file that vanishes when closed."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("")
        self._file.execute("CREATE TABLE filed (block TEXT, firm INTEGER, words, form, is_new)")
        self._file.execute(
            "CREATE TABLE pair (first INTEGER, second INTEGER, score TEXT, reason TEXT, "
            "PRIMARY KEY (first, second)) WITHOUT ROWID"
        )

    def __enter__(self) -> "BlockFile":
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def add(self, names: Iterable[Name]) -> None:
        """File every name under each of its blocks."""
        self._file.executemany(
            "INSERT INTO filed VALUES (?, ?, ?, ?, ?)",
            (
                (block, name.firm, name.words, name.form, name.is_new)
                for name in names
                for block in blocks(name)
            ),
        )

    def pairs(self, *, largest_block: int, at_most: int) -> Iterator[Likeness]:
        """Doubtful pairs, each once, likest first."""
        self._file.executemany(
            "INSERT OR IGNORE INTO pair VALUES (?, ?, ?, ?)",
            (
                (pair.first, pair.second, str(pair.score), str(pair.reason))
                for names in self.groups(at_most=largest_block)
                for pair in compare_block(names)
            ),
        )
        found = self._file.execute(
            "SELECT first, second, score, reason FROM pair "
            "ORDER BY CAST(score AS REAL) DESC, first, second LIMIT ?",
            [at_most],
        )
        for first, second, score, reason in found:
            yield Likeness(first, second, Decimal(score), Doubt(reason))

    def groups(self, *, at_most: int) -> Iterator[list[Name]]:
        """Blocks with at least two names, one of them new; larger ones than `at_most` left out.

        A block that many names share says nothing about any two of them.
        """
        rows = self._file.execute(
            "SELECT block, firm, words, form, is_new FROM filed WHERE block IN ("
            "SELECT block FROM filed GROUP BY block"
            " HAVING COUNT(*) BETWEEN 2 AND ? AND MAX(is_new)"
            ") ORDER BY block, firm",
            [at_most],
        )
        for _block, filed in groupby(rows, key=lambda row: row[0]):
            yield [Name(firm, words, form, bool(new)) for _b, firm, words, form, new in filed]
