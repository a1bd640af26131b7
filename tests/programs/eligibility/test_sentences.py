"""Clauses, findings and ways to a pass as the adviser reads them."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.scoring.results import Band, Stage
from programs.eligibility.explanations import explained
from programs.eligibility.rules import (
    Aid,
    Clause,
    HeldDocument,
    Kind,
    Span,
    Support,
    Turnover,
)
from programs.eligibility.sentences import (
    Audience,
    Names,
    demand_words,
)
from tests.programs.eligibility.written import CEILING, EMPLOYEES, YEARS, all_of, firm

NAMES = Names({"standards": "Standards"}, {"fair": "Trade fair", "audit": "Audit"})
DEMANDS = [
    (
        Clause(Kind.STAGE, values=("preparation", "growth_expansion")),
        "Stage: Preparation or Growth and expansion",
    ),
    (Clause(Kind.AGE, high=5), "Years since founding: at most 5"),
    (EMPLOYEES, "Employees: from 10 to 50"),
    (Clause(Kind.EMPLOYEES, low=1200), "Employees: at least 1,200"),
    (Clause(Kind.EMPLOYEES, low=1, high=1), "Employees: exactly 1"),
    (
        Clause(Kind.TURNOVER, high=Decimal(5000), currency="USD"),
        "Turnover of a year: at most $5,000",
    ),
    (
        Clause(Kind.SECTOR, values=("A", "C10", "C19")),
        "Sector: A Agriculture, forestry and fishing, C10 Food products or C19 Manufacturing",
    ),
    (Clause(Kind.PRODUCT_FORM, values=("remote_service",)), "What is sold: Remote service"),
    (Clause(Kind.COUNTRY, values=("KZ",)), "Country of the firm: Kazakhstan"),
    (Clause(Kind.REGION, values=("North",)), "Region: North"),
    (Clause(Kind.OWNED, subject="woman"), "Owned by women"),
    (Clause(Kind.NOT_OWNED, subject="foreign"), "Not owned from abroad"),
    (YEARS, "Years with exports: at least 2"),
    (Clause(Kind.MARKETS_INCLUDE, values=("DE", "UZ")), "Active in: Germany or Uzbekistan"),
    (Clause(Kind.MARKETS_AT_LEAST, low=2), "Number of markets abroad: at least 2"),
    (Clause(Kind.MARKETS_NONE), "Not active in any market abroad"),
    (
        Clause(Kind.CONSTRAINT_AT_LEAST, values=("high",), subject="standards"),
        "Standards: high or worse",
    ),
    (
        Clause(Kind.CONSTRAINT_AT_MOST, values=("low",), subject="standards"),
        "Standards: low or milder",
    ),
    (
        Clause(Kind.RECEIVED, values=("fair",), window=6),
        "Received in the last 6 months: Trade fair",
    ),
    (Clause(Kind.RECEIVED, values=("fair",)), "Received before: Trade fair"),
    (
        Clause(Kind.NOT_RECEIVED, values=("fair",), window=1),
        "Not received in the last 1 month: Trade fair",
    ),
    (Clause(Kind.NOT_RECEIVED, values=("fair", "gone")), "Never received: Trade fair or gone"),
    (Clause(Kind.DOCUMENT, subject="audit"), "Certificate from “Audit”, still valid"),
    (
        Clause(Kind.DOCUMENT, subject="audit", day=date(2027, 1, 1)),
        "Certificate from “Audit”, valid on 1 January 2027",
    ),
    (CEILING, "Aid of the last 3 years with this grant of $100: at most $300"),
]


@pytest.mark.parametrize(("clause", "words"), DEMANDS)
def test_what_a_clause_asks(clause, words):
    assert demand_words(clause, NAMES) == words


def said(clause, facts):
    """(finding, what it takes) for one clause."""
    found = explained(all_of(clause), facts, NAMES, Audience.ADVISER)
    return found.blocks[0].lines[0].finding, *found.changes


FAIR = Clause(Kind.RECEIVED, values=("fair",))
FRESH = Clause(Kind.NOT_RECEIVED, values=("fair",), window=12)
AUDIT = Clause(Kind.DOCUMENT, subject="audit")
RELIEF = Clause(Kind.CONSTRAINT_AT_MOST, values=("low",), subject="standards")
TWO_MARKETS = Clause(Kind.MARKETS_AT_LEAST, low=2)
RICH = Clause(Kind.TURNOVER, low=Decimal(900), currency="USD")
SAID = [
    (
        YEARS,
        firm(export_years=Span(1, 1)),
        ("On record: 1.", "The firm has 2 years of exports; at present on record: 1."),
    ),
    (
        YEARS,
        firm(export_years=Span(1, 2)),
        (
            "On record: 1, and 1 year on which the record is silent.",
            "To be found out: Years with exports: at least 2.",
        ),
    ),
    (
        YEARS,
        firm(),
        (
            "Whether there were exports is not on record.",
            "To be found out: Years with exports: at least 2.",
        ),
    ),
    (
        EMPLOYEES,
        firm(employees=2),
        ("On record: 2.", "The firm has at least 10 employees; on record: 2."),
    ),
    (EMPLOYEES, firm(employees=20), ("On record: 20.",)),
    (
        Clause(Kind.AGE, low=3),
        firm(founded=2025),
        ("On record: 1.", "Enough time has passed since founding: from 1 January 2028 on."),
    ),
    (
        Clause(Kind.STAGE, values=("growth_expansion",)),
        firm(stage=Stage.ACTIVE),
        (
            "On record: Active engagement.",
            "The firm reaches the stage Growth and expansion; it is now in Active engagement.",
        ),
    ),
    (
        Clause(Kind.STAGE, values=("growth_expansion",)),
        firm(),
        ("No stage is confirmed yet.", "To be found out: Stage: Growth and expansion."),
    ),
    (
        RICH,
        firm(turnover=Turnover(2025, Decimal(800), "USD")),
        (
            "On record: $800 in 2025.",
            "The turnover of a year is at least $900; on record: $800 in 2025.",
        ),
    ),
    (
        Clause(Kind.PRODUCT_FORM, values=("remote_service",)),
        firm(product_form="bulk_goods"),
        (
            "On record: Bulk goods.",
            "The firm also sells in this form: Remote service; on record: Bulk goods.",
        ),
    ),
    (Clause(Kind.OWNED, subject="woman"), firm(ownership={"woman": True}), ("On record: yes.",)),
    (Clause(Kind.OWNED, subject="woman"), firm(ownership={"woman": False}), ("On record: no.",)),
    (
        TWO_MARKETS,
        firm(markets=frozenset({"DE"})),
        (
            "On record: 1 (Germany).",
            "The firm is active in 2 markets abroad; on record: 1 (Germany).",
        ),
    ),
    (
        Clause(Kind.MARKETS_INCLUDE, values=("UZ",)),
        firm(markets=frozenset({"DE"})),
        (
            "On record: Germany.",
            "The firm is active in Uzbekistan; its markets on record: Germany.",
        ),
    ),
    (Clause(Kind.MARKETS_NONE), firm(markets=frozenset()), ("On record: none.",)),
    (
        RELIEF,
        firm(bands={"standards": Band.HIGH}),
        ("On record: high.", "The constraint “Standards” is low or milder; it is now high."),
    ),
    (
        FAIR,
        firm(supports=()),
        ("On record: none.", "The firm has completed this help first: Trade fair."),
    ),
    (
        FRESH,
        firm(supports=(Support("fair", date(2025, 6, 15)),)),
        (
            "On record: Trade fair, completed on 15 June 2025.",
            "Enough time has passed since the earlier help: from 15 June 2026 on.",
        ),
    ),
    (
        FRESH,
        firm(supports=(Support("fair", None),)),
        (
            "On record: under way now.",
            "The help under way has ended, and enough time has passed since.",
        ),
    ),
    (
        AUDIT,
        firm(),
        (
            "No such certificate is on record; one may be held all the same.",
            "To be found out: Certificate from “Audit”, still valid.",
        ),
    ),
    (
        AUDIT,
        firm(knows_all_documents=True),
        (
            "No such certificate is held.",
            "A valid certificate from “Audit” is there; on record: none.",
        ),
    ),
    (
        AUDIT,
        firm(documents=(HeldDocument("audit", date(2026, 1, 1)),)),
        (
            "On record: valid until 1 January 2026.",
            "A valid certificate from “Audit” is there; on record: valid until 1 January 2026.",
        ),
    ),
    (AUDIT, firm(documents=(HeldDocument("audit"),)), ("On record: held, without a last day.",)),
    (
        CEILING,
        firm(aid=(Aid(Decimal(250), "USD", date(2025, 1, 10)),)),
        (
            "On record: $250.",
            "Enough of the earlier aid no longer counts: from 10 January 2028 on.",
        ),
    ),
    (
        CEILING,
        firm(aid=(Aid(Decimal(250), "USD", date(2025, 1, 10)), Aid(None, "", None))),
        (
            "On record: $250.",
            "Enough of the earlier aid no longer counts; its days have to be looked at.",
        ),
    ),
    (
        CEILING,
        firm(aid=(Aid(None, "", None),)),
        (
            "On record: $0, and 1 engagement whose amount, day or rate is not known.",
            "To be found out: Aid of the last 3 years with this grant of $100: at most $300.",
        ),
    ),
]


@pytest.mark.parametrize(("clause", "facts", "words"), SAID)
def test_what_the_adviser_reads(clause, facts, words):
    assert said(clause, facts) == words
