"""Short ways to write criteria and facts in tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from programs.eligibility.rules import Clause, Criteria, FirmFacts, Group, Join, Kind, Vocabulary

DAY = date(2026, 3, 2)

WORDS = Vocabulary(
    sectors=frozenset({"A", "C", "C10", "C13"}),
    product_forms=frozenset({"packable_goods", "remote_service"}),
    countries=frozenset({"KZ", "UZ", "DE"}),
    ownership=frozenset({"woman", "foreign"}),
    constraints=frozenset({"foreign_contacts", "standards"}),
    interventions=frozenset({"fair", "course", "audit"}),
    documents=frozenset({"audit", "course"}),
    currencies=frozenset({"USD", "EUR"}),
)

EMPLOYEES = Clause(Kind.EMPLOYEES, low=10, high=50)
YEARS = Clause(Kind.EXPORT_YEARS, low=2)
CEILING = Clause(
    Kind.AID_CEILING, high=Decimal("300"), grant=Decimal("100"), currency="USD", window=3
)


def firm(**facts: Any) -> FirmFacts:
    return FirmFacts(as_of=DAY, **facts)


def all_of(*clauses: Clause) -> Criteria:
    return Criteria(Join.ALL, (Group(Join.ALL, clauses),))


def any_of(*clauses: Clause) -> Criteria:
    return Criteria(Join.ALL, (Group(Join.ANY, clauses),))


def document(*clauses: dict[str, Any], join: str = "all") -> dict[str, Any]:
    return {"join": "all", "groups": [{"join": join, "clauses": list(clauses)}]}
