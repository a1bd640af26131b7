"""A migration operation: columns that no UPDATE may change, refused by the database itself."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class FrozenColumns(Operation):
    """Refuse to change `columns` of `table`, always or only where `when` holds of the old row.

    History is append-only: a correction is a new row. SQLite loses triggers when a later
    migration rebuilds the table; a test asks for each of them by name, and such a migration
    repeats the operation.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, columns: Sequence[str], *, name: str, when: str = "") -> None:
        self.table, self.columns, self.name, self.when = table, list(columns), name, when

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (
            type(self).__name__,
            [self.table, self.columns],
            {"name": self.name, "when": self.when},
        )

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Tables keep their shape."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, before: Any, after: Any
    ) -> None:
        self.database_backwards(app_label, schema_editor, before, after)
        columns, vendor = ", ".join(self.columns), schema_editor.connection.vendor
        when = f" WHEN ({self.when})" if self.when else ""
        if vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE UPDATE OF {columns} ON {self.table}{when} "
                f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE FUNCTION {self.name}() RETURNS trigger AS $$ "
                f"BEGIN RAISE EXCEPTION '{self.name}' USING ERRCODE = 'check_violation'; END; "
                "$$ LANGUAGE plpgsql"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE UPDATE OF {columns} ON {self.table} "
                f"FOR EACH ROW{when} EXECUTE FUNCTION {self.name}()"
            )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, before: Any, after: Any
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name}")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.name}()")

    def describe(self) -> str:
        return f"Freeze {', '.join(self.columns)} of {self.table}"
