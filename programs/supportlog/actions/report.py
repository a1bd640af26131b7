"""What an import tells: its report, and its refused rows as they are listed and stored."""

from dataclasses import dataclass, field
from typing import Any

from firms.imports.kinds import sentence
from firms.imports.models import ImportReject, ImportRun
from programs.supportlog.rules import Refusal

KIND = "support_log"


@dataclass
class Report:
    """What an import did, or would do. `run` is None when nothing was kept."""

    file: str
    mapping: str
    is_dry_run: bool
    run: int | None = None
    sha256: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)
    controls: list[dict[str, Any]] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    folded: list[dict[str, Any]] = field(default_factory=list)
    unused_columns: list[str] = field(default_factory=list)
    imported_before: int | None = None
    seconds: float = 0.0

    @property
    def rows_per_second(self) -> int:
        return round(self.rows.get("read", 0) / self.seconds) if self.seconds else 0


def listed(refusal: Refusal) -> dict[str, Any]:
    """The refused row with its sentence, for the report."""
    return {
        "row": refusal.row,
        "column": refusal.column,
        "value": refusal.value,
        "reason": refusal.reason,
        "sentence": sentence(KIND, refusal.reason, refusal.params),
    }


def stored(run: ImportRun, refusal: Refusal) -> ImportReject:
    """The refused row as it is kept."""
    return ImportReject(
        run=run,
        row=refusal.row,
        column=refusal.column[:120],
        value=refusal.value[:200],
        reason=refusal.reason,
        params=dict(refusal.params),
    )
