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

    def sum_of(self, kind: EntryKind) -> Decimal:
        """One of the sums; nothing on record is nothing to a limit."""
        return getattr(self, kind.value) or ZERO

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

    Codes: in_future, nothing_approved, other_currency, over_granted, over_approved,
    below_disbursed, over_disbursed, below_repaid, over_claimed, below_claimed.
    """

    code: str
    limit: Decimal | None = None
    currency: str = ""


def why_not_enter(
    entries: Iterable[Entry], new: Entry, *, today: date, granted: Decimal | None = None
) -> tuple[EntryRefusal, ...]:
    """All reasons against the ledger as it would stand; empty when the entry may be written.

    Approved ≤ granted, paid out ≤ approved, claimed ≤ approved, paid back ≤ paid out, one
    currency: that of the approval. `granted`: what a round gave; None where no round did.
    """
    if new.on > today:
        return (EntryRefusal("in_future"),)
    standing = entries_in_force(entries)
    before = [row for row in standing if row.key != new.corrects]
    known = ledger(before)
    if known.currency and new.currency != known.currency:
        return (EntryRefusal("other_currency", currency=known.currency),)
    if new.kind is not EntryKind.APPROVED and known.approved is None:
        return (EntryRefusal("nothing_approved"),)
    after = ledger([*before, new])
    refusals = []
    if granted is not None and _raises_above(granted, ledger(standing), after):
        refusals.append(EntryRefusal("over_granted", granted, new.currency))
    for limit in _LIMITS:
        if refusal := _over(limit, new, known, after):
            refusals.append(refusal)
    return tuple(refusals)


def _raises_above(granted: Decimal, before: Ledger, after: Ledger) -> bool:
    """An approval above the grant; one that only comes nearer to it is let through."""
    return (after.approved or ZERO) > max(granted, before.approved or ZERO)


@dataclass(frozen=True)
class _Limit:
    """`part` never exceeds `whole`; the codes say which of the two the entry would change."""

    part: EntryKind
    whole: EntryKind
    over: str
    below: str


_LIMITS = (
    _Limit(EntryKind.DISBURSED, EntryKind.APPROVED, "over_approved", "below_disbursed"),
    _Limit(EntryKind.REPAID, EntryKind.DISBURSED, "over_disbursed", "below_repaid"),
    _Limit(EntryKind.CLAIMED, EntryKind.APPROVED, "over_claimed", "below_claimed"),
)


def _over(limit: _Limit, new: Entry, known: Ledger, after: Ledger) -> EntryRefusal | None:
    part, whole = after.sum_of(limit.part), after.sum_of(limit.whole)
    if part <= whole or new.kind not in {limit.part, limit.whole}:
        return None
    if new.kind is limit.whole:
        return EntryRefusal(limit.below, part, new.currency)
    return EntryRefusal(limit.over, whole - known.sum_of(limit.part), new.currency)


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
