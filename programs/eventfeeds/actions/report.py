"""What an import of events tells: counts, doubts and refused rows."""

from dataclasses import dataclass, field
from typing import Any

from firms.imports.rules import Refusal
from programs.eventfeeds.errors import REASONS
from programs.eventfeeds.rules import Asked, Held, Sifted
from programs.eventfeeds.words import sentence


@dataclass
class Report:
    """What an import did, or would do. `number` is None when nothing was kept."""

    file: str
    mapping: str
    program: str
    is_dry_run: bool
    number: int | None = None
    sha256: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    doubts: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    unused_columns: list[str] = field(default_factory=list)
    imported_before: int | None = None

    def fill(self, sifted: Sifted) -> None:
        """Counts, doubts and refused rows of a sifted file."""
        new, known = len(sifted.accepted), len(sifted.unchanged)
        self.rows = {
            "read": sifted.read,
            "accepted": new + known,
            "held": len(sifted.held),
            "rejected": len(sifted.rejected),
            "new": new,
            "unchanged": known,
        }
        self.doubts = [_doubt(row, asked) for row in sifted.held for asked in row.asked]
        self.rejects = [rejected(refusal) for refusal in sifted.rejected]


def _doubt(row: Held, asked: Asked) -> dict[str, Any]:
    doubt = asked.doubt
    return {
        "row": row.reading.row,
        "column": doubt.column,
        "code": str(doubt.code),
        "found": doubt.found,
        "proposed": doubt.proposed,
        "sentence": sentence(doubt.code, doubt.params),
    }


def rejected(refusal: Refusal) -> dict[str, Any]:
    """A refused row with its sentence."""
    return {
        "row": refusal.row,
        "column": refusal.column,
        "value": refusal.value,
        "reason": refusal.reason,
        "sentence": reason_in_words(refusal.reason, refusal.params),
    }


def reason_in_words(reason: str, params: Any) -> str:
    """Why a row was refused, in the reader's language."""
    return str(REASONS[reason]) % params
