"""Reads shaped for the adviser's pages: the caseload and the day."""

from programs.workspace.selectors.caseload import (
    SILENT_AFTER,
    CaseloadRow,
    View,
    caseload,
    caseload_rows,
    view_counts,
    view_filter,
)
from programs.workspace.selectors.my_day import DayRow, MyDay, my_day

__all__ = [
    "SILENT_AFTER",
    "CaseloadRow",
    "DayRow",
    "MyDay",
    "View",
    "caseload",
    "caseload_rows",
    "my_day",
    "view_counts",
    "view_filter",
]
