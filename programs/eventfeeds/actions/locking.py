"""Imports, answers and undoings of lists wait for each other: rows of any two may be one event."""

from programs.catalogue.models import Program


def wait_in_line() -> None:
    """Lock all programs, in one order, until the transaction ends.

    A key is unique over all of them, so the lock of one program would not do. Rows that only
    point to a program are not kept waiting.
    """
    list(Program.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
