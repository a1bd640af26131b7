"""How rows of any agency's log of support are read. Pure: no database, no clock, no files."""

from firms.imports.rules import Refusal, Unreadable
from programs.supportlog.rules.plan import ACCEPTED, DECLINED, Control, Count, Plan
from programs.supportlog.rules.rows import RowReader, SupportRow

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
