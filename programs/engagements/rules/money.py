"""Money of an engagement: the ledger of a finance intervention, and costs against a budget line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)


class EntryKind(StrEnum):
    """What happened to money: agreed, paid out, paid back, claimed under a cover."""

    APPROVED = "approved"
    DISBURSED = "disbursed"
    REPAID = "repaid"
    CLAIMED = "claimed"


@dataclass(frozen=True)
class Entry:
    """One row of a finance ledger; `corrects` is the key of the row it replaces."""

    key: int
    kind: EntryKind
    amount: Decimal
    currency: str
    on: date
    corrects: int | None = None


@dataclass(frozen=True)
class Ledger:
    """Sums of the entries in force, all in `currency`; None where nothing is on record."""

    currency: str
    approved: Decimal | None
    disbursed: Decimal | None
    repaid: Decimal | None
    claimed: Decimal | None

    @property
    def to_disburse(self) -> Decimal | None:
        """Approved and not paid out yet."""
        return None if self.approved is None else self.approved - (self.disbursed or ZERO)

    @property
    def outstanding(self) -> Decimal | None:
        """Paid out and not paid back yet."""
        return None if self.disbursed is None else self.disbursed - (self.repaid or ZERO)


def entries_in_force(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that no later row replaced."""
    rows = list(entries)
    replaced = {row.corrects for row in rows}
    return [row for row in rows if row.key not in replaced]


def ledger(entries: Iterable[Entry]) -> Ledger:
    """Sum the entries in force; their order does not matter.

    The currency is that of the approval, else of any entry, else empty.
    """
    rows = entries_in_force(entries)
    by_kind: dict[EntryKind, Decimal] = {}
    for row in rows:
        by_kind[row.kind] = by_kind.get(row.kind, ZERO) + row.amount
    agreed = [row.currency for row in rows if row.kind is EntryKind.APPROVED]
    return Ledger(
        currency=min(agreed or [row.currency for row in rows], default=""),
        approved=by_kind.get(EntryKind.APPROVED),
        disbursed=by_kind.get(EntryKind.DISBURSED),
        repaid=by_kind.get(EntryKind.REPAID),
        claimed=by_kind.get(EntryKind.CLAIMED),
    )


@dataclass(frozen=True)
class EntryRefusal:
    """Why an entry is refused, with the amount that is the limit.

    Codes: in_future, nothing_approved, other_currency, over_approved, below_disbursed,
    over_disbursed, below_repaid.
    """

    code: str
    limit: Decimal | None = None
    currency: str = ""


def why_not_enter(entries: Iterable[Entry], new: Entry, *, today: date) -> tuple[EntryRefusal, ...]:
    """All reasons against the ledger as it would stand; empty when the entry may be written.

    Paid out ≤ approved, paid back ≤ paid out, one currency: that of the approval.
    """
    if new.on > today:
        return (EntryRefusal("in_future"),)
    before = [row for row in entries_in_force(entries) if row.key != new.corrects]
    known = ledger(before)
    if known.currency and new.currency != known.currency:
        return (EntryRefusal("other_currency", currency=known.currency),)
    if new.kind is not EntryKind.APPROVED and known.approved is None:
        return (EntryRefusal("nothing_approved"),)
    after = ledger([*before, new])
    approved, disbursed = after.approved or ZERO, after.disbursed or ZERO
    refusals = []
    if disbursed > approved:
        if new.kind is EntryKind.APPROVED:
            refusals.append(EntryRefusal("below_disbursed", disbursed, new.currency))
        else:
            left = approved - (known.disbursed or ZERO)
            refusals.append(EntryRefusal("over_approved", left, new.currency))
    if (after.repaid or ZERO) > disbursed:
        if new.kind is EntryKind.DISBURSED:
            refusals.append(EntryRefusal("below_repaid", after.repaid, new.currency))
        else:
            left = disbursed - (known.repaid or ZERO)
            refusals.append(EntryRefusal("over_disbursed", left, new.currency))
    return tuple(refusals)


class CostState(StrEnum):
    """Where a cost stands against its budget line."""

    COMMITTED = "committed"
    SPENT = "spent"
    RELEASED = "released"


COST_MOVES: dict[CostState, frozenset[CostState]] = {
    CostState.COMMITTED: frozenset({CostState.SPENT, CostState.RELEASED}),
    CostState.SPENT: frozenset(),
    CostState.RELEASED: frozenset(),
}


@dataclass(frozen=True)
class Booked:
    """What one cost takes from its line: committed until it is spent or released."""

    state: CostState
    committed: Decimal
    spent: Decimal | None = None


@dataclass(frozen=True)
class LineSums:
    """Counters of a budget line, in its currency."""

    committed: Decimal
    spent: Decimal

    @property
    def taken(self) -> Decimal:
        return self.committed + self.spent


def line_sums(costs: Iterable[Booked]) -> LineSums:
    """Recount a line from its costs; the order does not matter."""
    committed = spent = ZERO
    for cost in costs:
        if cost.state is CostState.COMMITTED:
            committed += cost.committed
        elif cost.state is CostState.SPENT:
            spent += cost.spent or ZERO
    return LineSums(committed, spent)
