"""Aid: the money one help gave a firm, told by the one record that speaks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from programs.eligibility.rules.facts import Aid

ZERO = Decimal(0)


class Standing(StrEnum):
    """Where the help stands, as far as its money goes."""

    AGREED = "agreed"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class Booking:
    """One entry of a finance ledger in force: approved, disbursed, repaid or claimed."""

    kind: str
    amount: Decimal
    currency: str
    on: date


@dataclass(frozen=True)
class Money:
    """What is on record of the money of one help, source by source.

    `is_money`: whether help of this kind gives money at all. `since`: from when it counts.
    `log` is None where nothing was imported, and empty where all of it came later.
    """

    standing: Standing
    is_money: bool
    since: date
    ledger: tuple[Booking, ...] = ()
    log: tuple[Aid, ...] | None = None
    received: tuple[Aid, ...] = ()
    grant: Aid | None = None


def aid_of(money: Money) -> tuple[Aid, ...]:
    """The aid of one help. One record speaks, so that nothing is counted twice.

    The ledger, else the log it was imported from, else what the firm is noted to have received,
    else the grant of a round. Begun help in money of which nothing is on record has an unknown
    amount; help that gives no money is no aid.
    """
    if money.ledger:
        return tuple(_of_ledger(money))
    if money.log is not None:
        return money.log
    if money.received:
        return money.received
    if money.grant is not None:
        return () if money.standing is Standing.CALLED_OFF else (money.grant,)
    has_begun = money.standing in {Standing.UNDER_WAY, Standing.COMPLETED}
    return (Aid(None, "", money.since),) if money.is_money and has_begun else ()


def _of_ledger(money: Money) -> Iterator[Aid]:
    """What counts, on the days it was approved; less than approved leaves the newest days."""
    approvals = sorted(
        (each for each in money.ledger if each.kind == "approved"), key=lambda each: each.on
    )
    left = _counted(money)
    for each in reversed(approvals):
        if part := min(left, each.amount):
            yield Aid(part, each.currency, each.on)
        left -= part
    if left:  # paid out on a day before the approval
        first = min(money.ledger, key=lambda each: each.on)
        yield Aid(left, first.currency, first.on)


def _counted(money: Money) -> Decimal:
    """Approved while it may still be paid out, then paid out; always less what was paid back.

    Completed help without a payment is a cover, such as a guarantee: what was approved counts.
    """
    sums: dict[str, Decimal] = {}
    for each in money.ledger:
        sums[each.kind] = sums.get(each.kind, ZERO) + each.amount
    paid, approved = sums.get("disbursed"), sums.get("approved", ZERO)
    match money.standing:
        case Standing.CALLED_OFF:
            counted = paid or ZERO
        case Standing.COMPLETED:
            counted = approved if paid is None else paid
        case _:
            counted = max(approved, paid or ZERO)
    return max(counted - sums.get("repaid", ZERO), ZERO)
