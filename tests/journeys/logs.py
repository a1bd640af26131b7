"""Logs of past support: one invented in the format of a real agency, and the real one."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

MAPPING = "exim_authorizations"
HEADER = (
    "Unique Identifier,Deal Number,Decision,Decision Date,Effective Date,Expiration Date,Brokered,"
    "Country,Program,Policy Type,Decision Authority,Product Description,Term,Primary Applicant,"
    "Primary Lender,Primary Exporter,Primary Supplier,Primary Borrower,Primary Buyer,"
    "Primary Source of Repayment,Working Capital Delegaed Authority,Approved/Declined Amount,"
    "Disbursed/Shipped Amount,Undisbursed Exposure Amount,Outstanding Exposure Amount,"
    "Loan Interest Rate,First Claim Payment Date,Claim Paid Amount,"
    "Small Business Authorized Amount,Woman Owned Authorized Amount,"
    "Minority Owned Authorized Amount,Fiscal Year"
)
PLACEHOLDERS = ("Unknown", "Various")

#: Ten firms; the second spelling of the first is the same firm, the placeholders are none.
NAMES = (
    "Alder Ridge Canning, Inc.",
    "Bluewater Invented Pumps LLC",
    "Copper Kettle Mills Co.",
    "Driftwood Example Tools, Inc.",
    "Evening Harbor Textiles Corp.",
    "Fennel Creek Instruments LLC",
    "Granite Fork Made-Up Seeds, Inc.",
    "Hollow Pine Bearings Co.",
    "Ivory Lake Sample Foods LLC",
    "Juniper Gate Valves, Inc.",
    "ALDER RIDGE CANNING INC",
    "Unknown",
    "Various - United States Suppliers",
)


@dataclass(frozen=True)
class SupportLog:
    """A log on disk with what is known of it from outside."""

    path: Path
    rows: list[dict[str, str]]

    @property
    def firms(self) -> list[str]:
        """Names of firms with an approved decision that stand in one row only, in order."""
        spelt = Counter(spelling(row["Primary Exporter"]) for row in self.rows)
        approved = {r["Primary Exporter"] for r in self.rows if r["Decision"] == "Approved"}
        return sorted(
            name
            for name in approved
            if spelt[spelling(name)] == 1 and name.isascii() and not name.startswith(PLACEHOLDERS)
        )

    @property
    def window(self) -> tuple[date, date]:
        """The first and the last day of a decision."""
        days = [day_of(row["Decision Date"]) for row in self.rows]
        return min(days), max(days)

    def decided_on(self, firm: str) -> date:
        """The day of the decision about a firm: its intake."""
        return next(day_of(r["Decision Date"]) for r in self.rows if r["Primary Exporter"] == firm)


def spelling(name: str) -> str:
    """A name without case and marks."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def day_of(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007  # a day has no zone


def read_log(path: Path) -> SupportLog:
    with path.open(encoding="utf-8", newline="") as file:
        return SupportLog(path, list(csv.DictReader(file)))


def write_invented_log(path: Path) -> SupportLog:
    """A short log with back-dated, over-shipped and declined rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER.split(","), restval="")
        writer.writeheader()
        writer.writerows(log_row(number, name) for number, name in enumerate(NAMES, start=1))
        writer.writerow(log_row(20, "Juniper Gate Valves, Inc.") | {"Decision": "Denied/Declined"})
    return read_log(path)


def log_row(number: int, exporter: str) -> dict[str, Any]:
    """One row of the log; `number` is the day in March 2019 of its decision."""
    return {
        "Unique Identifier": f"9900{number:04}XX0001",
        "Deal Number": f"AP9900{number:04}XX",
        "Decision": "Approved",
        "Decision Date": f"03/{number:02}/2019",
        "Effective Date": "02/01/2019",
        "Expiration Date": "02/01/2020",
        "Country": "Various - Insurance",
        "Program": "Insurance",
        "Policy Type": "ENB",
        "Term": "Short Term",
        "Primary Exporter": exporter,
        "Approved/Declined Amount": "$50000.00",
        "Disbursed/Shipped Amount": "$61000.50",
        "Claim Paid Amount": "$0.00",
        "Small Business Authorized Amount": "$50000.00",
        "Woman Owned Authorized Amount": "$0.00",
        "Minority Owned Authorized Amount": "$0.00",
        "Fiscal Year": "2019",
    }
