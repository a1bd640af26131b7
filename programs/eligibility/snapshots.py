"""Facts and results as they are kept in a check, and read back to explain it again later."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.scoring.results import Band, Stage
from programs.eligibility.rules import (
    Aid,
    FirmFacts,
    HeldDocument,
    Result,
    Span,
    Support,
    Turnover,
    written_clause,
)


def written_facts(facts: FirmFacts) -> dict[str, Any]:
    """The facts as JSON; `read_facts` gives them back."""
    return {key: _plain(value) for key, value in asdict(facts).items()}


def written_result(result: Result) -> dict[str, Any]:
    """The verdict clause by clause as JSON, for people who ask the database itself."""
    return {
        "join": str(result.join),
        "groups": [
            {
                "join": str(group.join),
                "verdict": str(group.verdict),
                "clauses": [
                    {
                        **written_clause(each.clause),
                        "verdict": str(each.reading.verdict),
                        "found": _plain(dict(each.reading.found)),
                    }
                    for each in group.clauses
                ],
            }
            for group in result.groups
        ],
        "changes": None
        if result.changes is None
        else [
            {**written_clause(each.clause), "must_find_out": each.must_find_out}
            for each in result.changes
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in sorted(value.items())}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | str) else value


def read_facts(data: dict[str, Any]) -> FirmFacts:
    """The facts of a stored check."""
    turnover, years, markets = data["turnover"], data["export_years"], data["markets"]
    stage, supports, aid = data["stage"], data["supports"], data["aid"]
    return FirmFacts(
        as_of=date.fromisoformat(data["as_of"]),
        stage=None if stage is None else Stage(stage),
        founded=data["founded"],
        employees=data["employees"],
        turnover=turnover
        and Turnover(turnover["year"], Decimal(turnover["amount"]), turnover["currency"]),
        section=data["section"],
        division=data["division"],
        product_form=data["product_form"],
        region=data["region"],
        country=data["country"],
        export_years=years and Span(**years),
        markets=None if markets is None else frozenset(markets),
        bands={code: Band(band) for code, band in data["bands"].items()},
        supports=None
        if supports is None
        else tuple(Support(row["intervention"], _day(row["completed_on"])) for row in supports),
        documents=tuple(
            HeldDocument(row["kind"], _day(row["valid_until"])) for row in data["documents"]
        ),
        knows_all_documents=data["knows_all_documents"],
        aid=None if aid is None else tuple(_aid(row) for row in aid),
        ownership=data["ownership"],
    )


def _aid(row: dict[str, Any]) -> Aid:
    amount = None if row["amount"] is None else Decimal(row["amount"])
    return Aid(amount, row["currency"], _day(row["given_on"]))


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
