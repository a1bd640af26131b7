"""What one help counts as aid: one record speaks, and nothing counts twice."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from programs.eligibility.rules import Aid, Booking, Money, Standing, aid_of

MAY, JUNE, JULY = date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1)


def booked(kind, amount, on=MAY):
    return Booking(kind, Decimal(amount), "EUR", on)


def aid(amount, on=MAY):
    return Aid(Decimal(amount), "EUR", on)


MONEY = Money(Standing.UNDER_WAY, is_money=True, since=MAY)
APPROVED, PAID = booked("approved", 1000), booked("disbursed", 400, JUNE)

LEDGERS = [
    pytest.param("under_way", (APPROVED,), (aid(1000),), id="approved may still be paid out"),
    pytest.param("agreed", (APPROVED,), (aid(1000),), id="approved before it begins"),
    pytest.param("under_way", (APPROVED, PAID), (aid(1000),), id="the rest may follow"),
    pytest.param("completed", (APPROVED, PAID), (aid(400),), id="ended: what was paid out"),
    pytest.param("completed", (APPROVED,), (aid(1000),), id="a cover pays nothing out"),
    pytest.param("called_off", (APPROVED,), (), id="called off before a payment"),
    pytest.param("called_off", (APPROVED, PAID), (aid(400),), id="called off after a payment"),
    pytest.param(
        "under_way", (APPROVED, PAID, booked("repaid", 300, JULY)), (aid(700),), id="paid back"
    ),
    pytest.param(
        "completed", (APPROVED, PAID, booked("repaid", 400, JULY)), (), id="all paid back"
    ),
    pytest.param(
        "under_way", (APPROVED, booked("claimed", 900)), (aid(1000),), id="a claim adds nothing"
    ),
    pytest.param(
        "under_way",
        (APPROVED, booked("approved", 500, JULY)),
        (aid(500, JULY), aid(1000)),
        id="each approval on its day",
    ),
    pytest.param(
        "completed",
        (APPROVED, booked("approved", 500, JULY), PAID),
        (aid(400, JULY),),
        id="less than approved leaves the newest",
    ),
    pytest.param("under_way", (PAID,), (aid(400, JUNE),), id="paid out before it was approved"),
]


@pytest.mark.parametrize(("standing", "ledger", "expected"), LEDGERS)
def test_ledger(standing, ledger, expected):
    assert aid_of(replace(MONEY, standing=Standing(standing), ledger=ledger)) == expected


ALL = {
    "ledger": (APPROVED,),
    "log": (aid(7),),
    "received": (aid(8),),
    "grant": aid(9),
}
SOURCES = [
    pytest.param(("ledger", "log", "received", "grant"), aid(1000), id="ledger first"),
    pytest.param(("log", "received", "grant"), aid(7), id="then the log"),
    pytest.param(("received", "grant"), aid(8), id="then what was received"),
    pytest.param(("grant",), aid(9), id="then the grant"),
    pytest.param((), Aid(None, "", MAY), id="then nobody knows"),
]


@pytest.mark.parametrize(("sources", "expected"), SOURCES)
def test_one_record_speaks(sources, expected):
    assert aid_of(replace(MONEY, **{name: ALL[name] for name in sources})) == (expected,)


NOTHING = [
    pytest.param({"is_money": False}, id="a kind of help without money"),
    pytest.param({"standing": Standing.AGREED}, id="not begun"),
    pytest.param({"standing": Standing.CALLED_OFF}, id="called off"),
    pytest.param({"standing": Standing.CALLED_OFF, "grant": aid(9)}, id="a grant not taken up"),
    pytest.param({"log": ()}, id="all imported money came later"),
]


@pytest.mark.parametrize("fields", NOTHING)
def test_no_aid(fields):
    assert aid_of(replace(MONEY, **fields)) == ()
