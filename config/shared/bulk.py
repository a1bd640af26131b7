"""One statement instead of many rows: INSERT … SELECT, the same on both databases."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.sql.compiler import SQLCompiler


def insert_select(
    table: type[models.Model],
    rows: models.QuerySet[Any],
    columns: Mapping[str, Any],
    *,
    unique: str,
) -> int:
    """Write one row of `table` for each of `rows`; returns how many were written.

    `columns` gives each column an expression over `rows`. Rows that break the unique constraint
    named `unique` are left as they are, and are not locked. The rows are written in the order of
    their keys, so that two writers wait for each other and never deadlock.
    """
    connection = connections[rows.db]
    names = [f"insert_{name}" for name in columns]
    source = rows.annotate(**dict(zip(names, columns.values(), strict=True)))
    compiler: SQLCompiler = source.order_by("pk").values_list(*names).query.get_compiler(rows.db)
    try:
        select, params = compiler.as_sql()
    except EmptyResultSet:
        return 0
    quote = connection.ops.quote_name
    into = ", ".join(quote(_column(table, name)) for name in columns)
    words = f"INSERT INTO {quote(table._meta.db_table)} ({into}) {select} "
    words += f"ON CONFLICT {_target(table, unique, quote)} DO NOTHING"
    with connection.cursor() as cursor:
        cursor.execute(words, list(params))
        return max(0, cursor.rowcount)


def _target(table: type[models.Model], unique: str, quote: Any) -> str:
    """The columns, and the condition if it has one, of a named unique constraint."""
    rule = next(rule for rule in table._meta.constraints if rule.name == unique)
    if not isinstance(rule, models.UniqueConstraint):
        raise TypeError(f"{unique} is not a unique constraint.")
    columns = [quote(_column(table, name)) for name in rule.fields]
    where = ""
    if rule.condition is not None:
        # Conditions of ours say which reader a row has: one column that is not empty.
        ((lookup, value),) = rule.condition.children  # type: ignore[misc]
        if value is not False or not lookup.endswith("__isnull"):
            raise TypeError(f"{unique} has a condition that is not understood here.")
        where = f" WHERE {quote(_column(table, lookup.removesuffix('__isnull')))} IS NOT NULL"
    return f"({', '.join(columns)}){where}"


def _column(table: type[models.Model], name: str) -> str:
    return str(table._meta.get_field(name).column)  # type: ignore[union-attr]
