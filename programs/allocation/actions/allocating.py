"""An allocation as proposal: computed and saved, changed by a person with reasons, approved."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from assessments.methodology.models import PackVersion
from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.allocation import events, rules
from programs.allocation.actions.deciding import require_no_interest
from programs.allocation.actions.moving import locked_offering
from programs.allocation.errors import (
    NobodyApplied,
    NotOneProgram,
    QuotaImpossible,
    ReasonMissing,
    RunDecided,
    SwapBreaksLimit,
)
from programs.allocation.inputs import Prepared, prepare
from programs.allocation.labels import LIMIT_LABELS, quotas_in_words
from programs.allocation.models import (
    AllocationRun,
    Allotment,
    Offering,
)
from programs.allocation.rules import Allocation, Weights
from programs.allocation.weighing import weights_as_data

Verdict = Allotment.Verdict
REASON_SIGNS = 10


@transaction.atomic
def plan_allocation(
    *, offerings: Sequence[Offering], by: User, weights: Weights, seed: int, cap: int = 1
) -> AllocationRun:
    """Compute the best allocation and save it with all its inputs; nobody is told anything.

    Earlier proposals for these offerings are discarded. Raises NotOneProgram, NobodyApplied, and
    QuotaImpossible with the quotas that cannot be met.
    """
    if len({offering.program_id for offering in offerings}) != 1:
        raise NotOneProgram
    rows = [locked_offering(key) for key in sorted(offering.pk for offering in offerings)]
    prepared = prepare(rows, weights=weights, seed=seed, cap=cap)
    if not prepared.applications:
        raise NobodyApplied
    allocation = _solved(prepared, rows)
    open_runs = AllocationRun.objects.filter(offerings__in=rows, state=AllocationRun.State.PROPOSED)
    AllocationRun.objects.filter(pk__in=list(open_runs.values_list("pk", flat=True))).update(
        state=AllocationRun.State.DISCARDED, decided_at=clock.now(), decided_by=by
    )
    run = AllocationRun.objects.create(
        seed=seed,
        weights=weights_as_data(weights),
        inputs=rules.as_document(prepared.problem),
        result={"seated": sorted(allocation.seated), "benefit": allocation.benefit},
        method=rules.METHOD,
        pack=PackVersion.objects.published().newest_first().defer("document").first(),
        fingerprint=prepared.fingerprint,
        computed_at=clock.now(),
        computed_by=by,
    )
    run.offerings.set(rows)
    Allotment.objects.bulk_create(_allotments(run, prepared, allocation))
    audit.record(
        events.ALLOCATED,
        by=by,
        target=run,
        offerings=", ".join(row.title for row in rows),
        seats=len(allocation.seated),
        applications=len(prepared.applications),
    )
    return run


def _solved(prepared: Prepared, rows: Sequence[Offering]) -> Allocation:
    try:
        return rules.allocate(prepared.problem)
    except rules.QuotaCannotBeMet as missed:
        raise QuotaImpossible(quotas=quotas_in_words(missed.shortages, rows)) from missed


def _allotments(run: AllocationRun, prepared: Prepared, allocation: Allocation) -> list[Allotment]:
    """One row an application: seats first, then the waiting list in its order, then the others.

    The waiting list stands by expected benefit, lots between equals.
    """
    why = rules.reasons(prepared.problem, allocation)
    lots = prepared.problem.lots

    def order(key: int) -> tuple[int, int, int]:
        verdict = 0 if key in allocation.seated else 1 if key in lots else 2
        return verdict, -prepared.benefits[key].thousandths, lots.get(key, key)

    rows = []
    for rank, key in enumerate(sorted(prepared.applications, key=order), start=1):
        benefit = prepared.benefits[key]
        because: dict[str, Any]
        if key in allocation.seated:
            verdict, because = Verdict.SEAT, {"code": "best"}
        elif key in why:
            verdict, because = Verdict.WAIT, {**asdict(why[key]), "benefit": benefit.thousandths}
        else:
            verdict, because = Verdict.REFUSE, prepared.excluded[key]
        rows.append(
            Allotment(
                run=run,
                application_id=key,
                verdict=verdict,
                benefit=benefit.points,
                parts=[
                    {
                        "constraint": part.constraint,
                        "severity": str(part.severity),
                        "strength": part.strength,
                        "points": str(part.points),
                    }
                    for part in benefit.parts
                ],
                rank=rank,
                because=because,
            )
        )
    return rows


def solve_again(run: AllocationRun) -> bool:
    """Whether the saved inputs give the saved result once more."""
    found = rules.allocate(rules.from_document(run.inputs))
    return sorted(found.seated) == run.result["seated"] and found.benefit == run.result["benefit"]


@transaction.atomic
def swap(*, run: AllocationRun, give: Allotment, take: Allotment, by: User, reason: str) -> None:
    """Give the seat of `take` to `give`, against the proposal, with a reason that stays.

    Raises ReasonMissing, RunDecided, InterestDeclared, and SwapBreaksLimit.
    """
    if len(reason.strip()) < REASON_SIGNS:
        raise ReasonMissing
    run = AllocationRun.objects.select_for_update().get(pk=run.pk)
    if run.state != AllocationRun.State.PROPOSED:
        raise RunDecided
    rows = {
        row.pk: row for row in run.allotments.select_for_update().filter(pk__in=[give.pk, take.pk])
    }
    give, take = rows[give.pk], rows[take.pk]
    for row in (give, take):
        require_no_interest(row.application, by)
    if (give.verdict, take.verdict) != (Verdict.WAIT, Verdict.SEAT):
        raise SwapBreaksLimit(limit=LIMIT_LABELS["not_waiting"])
    problem = rules.from_document(run.inputs)
    seats = run.allotments.filter(verdict=Verdict.SEAT).values_list("application", flat=True)
    after = frozenset(seats) - {take.application_id} | {give.application_id}
    if broken := rules.broken(problem, after):
        raise SwapBreaksLimit(limit=", ".join(str(LIMIT_LABELS[code]) for code in broken))
    for row, verdict in ((give, Verdict.SEAT), (take, Verdict.WAIT)):
        row.verdict, row.swapped_by, row.swap_reason = verdict, by, reason.strip()
        row.because = {"code": "swapped"}
        row.save(update_fields=["verdict", "swapped_by", "swap_reason", "because"])
    audit.record(
        events.SWAPPED,
        by=by,
        target=run,
        give=give.application.firm.legal_name,
        take=take.application.firm.legal_name,
        note=reason.strip(),
    )


@transaction.atomic
def discard_run(*, run: AllocationRun, by: User) -> AllocationRun:
    """Throw a proposal away; a second time changes nothing. Raises RunDecided."""
    run = AllocationRun.objects.select_for_update().get(pk=run.pk)
    if run.state == AllocationRun.State.DISCARDED:
        return run
    if run.state == AllocationRun.State.APPROVED:
        raise RunDecided
    return decide(run, AllocationRun.State.DISCARDED, by)


def decide(run: AllocationRun, state: str, by: User) -> AllocationRun:
    """Write what became of a proposal; the caller holds its lock."""
    run.state, run.decided_at, run.decided_by = state, clock.now(), by
    run.save(update_fields=["state", "decided_at", "decided_by"])
    return run
