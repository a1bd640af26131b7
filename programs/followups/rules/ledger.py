"""The conservation law: every follow-up that was ever due stands in exactly one state."""

from collections.abc import Mapping
from dataclasses import dataclass

from programs.followups.rules.states import OPEN, State


@dataclass(frozen=True)
class Ledger:
    """Follow-ups by state, and how many rows there are at all."""

    by_state: Mapping[str, int]
    rows: int

    @property
    def open(self) -> int:
        return sum(self.by_state.get(state, 0) for state in OPEN)

    @property
    def closed(self) -> int:
        return sum(self.by_state.get(state, 0) for state in State if state not in OPEN)

    @property
    def unknown(self) -> int:
        """Rows in a state that nobody knows."""
        return sum(n for state, n in self.by_state.items() if state not in set(State))

    @property
    def difference(self) -> int:
        """Rows that are in no state, or in more than one; 0 when the books balance."""
        return self.rows - self.open - self.closed

    @property
    def balances(self) -> bool:
        return self.difference == 0 and self.unknown == 0
