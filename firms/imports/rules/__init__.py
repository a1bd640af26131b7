"""What every import decides by: how cells are read, and which firms may be one. Pure."""

from firms.imports.rules.cells import MoneyFormat, Refusal, Unreadable
from firms.imports.rules.likeness import (
    Doubt,
    Likeness,
    Name,
    blocks,
    compare,
    compare_block,
    doubt,
)

__all__ = [
    "Doubt",
    "Likeness",
    "MoneyFormat",
    "Name",
    "Refusal",
    "Unreadable",
    "blocks",
    "compare",
    "compare_block",
    "doubt",
]
