"""Reads of one saved allocation: what it rests on, what it found, and what a person changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from firms.accounts.models import User
from programs.allocation import rules
from programs.allocation.models import AllocationRun, Allotment, Application
from programs.allocation.selectors.names import constraints_named, reading_names
from programs.allocation.selectors.offerings import Comparison, comparison_of
from programs.allocation.sentences import why_for_staff
from programs.allocation.weighing import weights_from_data


@dataclass(frozen=True)
class RunRow:
    """One application in a saved allocation. `application` None: its firm is out of view."""

    allotment: Allotment
    application: Application | None
    why: str
    first_come: bool
    by_score: bool


@dataclass(frozen=True)
class RunPage:
    """A saved allocation. `weights`: what is weighted, in words → factor."""

    run: AllocationRun
    weights: Sequence[tuple[str, Decimal]]
    cap: int
    comparison: Comparison
    rows: Sequence[RunRow]


def run_page(run: AllocationRun, user: User) -> RunPage:
    """One saved allocation with all its rows: about six queries."""
    problem = rules.from_document(run.inputs)
    first, by_score = rules.first_come(problem).seated, rules.by_score(problem).seated
    allotments = list(run.allotments.select_related("swapped_by").order_by("rank"))
    seen = {
        row.pk: row
        for row in Application.objects.visible_to(user)
        .filter(allotments__run=run)
        .select_related("firm", "offering")
    }
    firms = {key: row.firm.legal_name for key, row in seen.items()}
    names = reading_names()
    return RunPage(
        run=run,
        weights=_weights(run),
        cap=run.inputs["cap"],
        comparison=comparison_of(run, allotments),
        rows=[
            RunRow(
                row,
                seen.get(row.application_id),
                why_for_staff(row.because, names, firms=firms),
                row.application_id in first,
                row.application_id in by_score,
            )
            for row in allotments
        ],
    )


def _weights(run: AllocationRun) -> list[tuple[str, Decimal]]:
    weights = weights_from_data(run.weights)
    named = constraints_named(weights.constraints)
    return [
        (_("help for another stage"), weights.stage_misfit),
        (_("mixed evidence"), weights.evidence["mixed"]),
        (_("no evidence"), weights.evidence["none"]),
        *((named[code], factor) for code, factor in weights.constraints.items()),
    ]
