"""The table of doubts in docs/guides/offerings-import.md, made from a report.

`python -m pytest tests/programs/eventfeeds/test_real_list.py` says whether the guide still holds;
with WRITE_GUIDE=1 it writes the table anew.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guides" / "offerings-import.md"
BEGIN, END = "<!-- doubts: made by a test -->\n", "<!-- end of doubts -->\n"
HEAD = "| Row | Column | Code | Found | Proposed |\n|---|---|---|---|---|\n"


def table(doubts: Iterable[Mapping[str, Any]]) -> str:
    """One line for each doubt, in the order of the file."""
    return HEAD + "".join(_line(doubt) for doubt in doubts)


def _line(doubt: Mapping[str, Any]) -> str:
    told = (doubt["row"], doubt["column"], doubt["code"], doubt["found"], doubt["proposed"])
    return "| " + " | ".join(_cell(value) for value in told) + " |\n"


def _cell(value: object) -> str:
    if value is None:
        return "nothing"
    text = str(value).replace("|", "\\|").replace("\ufffd", "U+FFFD")
    return f"`{text}`" if text.strip() != text or "$" in text else (text or "(empty)")


def in_guide() -> str:
    """The table as it stands in the guide."""
    text = GUIDE.read_text(encoding="utf-8")
    return text.partition(BEGIN)[2].partition(END)[0]


def write(doubts: Iterable[Mapping[str, Any]]) -> None:
    """Put the table into the guide."""
    text = GUIDE.read_text(encoding="utf-8")
    before, _begin, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    GUIDE.write_text(f"{before}{BEGIN}{table(doubts)}{END}{after}", encoding="utf-8")
