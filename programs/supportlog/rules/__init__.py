"""How rows of any agency's log of support are read. Pure: no database, no clock, no files."""

from programs.supportlog.rules.cells import Unreadable
from programs.supportlog.rules.plan import ACCEPTED, DECLINED, Control, Count, Plan
from programs.supportlog.rules.rows import Refusal, RowReader, SupportRow

__all__ = [
    "ACCEPTED",
    "DECLINED",
    "Control",
    "Count",
    "Plan",
    "Refusal",
    "RowReader",
    "SupportRow",
    "Unreadable",
]
