"""Approving an allocation: the offers, the waiting list and the refusals, all or nothing."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import ngettext

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.allocation import events
from programs.allocation.actions.allocating import Verdict, decide
from programs.allocation.actions.deciding import require_no_interest
from programs.allocation.actions.line import offer
from programs.allocation.actions.moving import locked_offering, move, require_room, tell
from programs.allocation.conditions import conditions_in_force
from programs.allocation.errors import HasBegun, RunDecided, RunOutOfDate, StillOpen
from programs.allocation.inputs import Prepared, prepare
from programs.allocation.labels import LIMIT_LABELS
from programs.allocation.models import (
    AllocationRun,
    Allotment,
    Application,
    ApplicationState,
    Offering,
    OfferingState,
)
from programs.allocation.weighing import weights_from_data
from programs.eligibility.actions import check_firm


@transaction.atomic
def approve_run(*, run: AllocationRun, by: User) -> AllocationRun:
    """Make the offers, rank the waiting list and refuse the others: all of it or nothing.

    A second time changes nothing. Raises StillOpen before the deadline, RunDecided for a
    discarded one, HasBegun when it is too late, RunOutOfDate when anything it rests on changed,
    InterestDeclared.
    """
    keys = list(run.offerings.order_by("pk").values_list("pk", flat=True))
    offerings = {key: locked_offering(key) for key in keys}
    run = AllocationRun.objects.select_for_update().get(pk=run.pk)
    if run.state == AllocationRun.State.APPROVED:
        return run
    if run.state == AllocationRun.State.DISCARDED:
        raise RunDecided
    _require_closed(offerings.values())
    _require_same(run, list(offerings.values()), by)
    allotments = list(run.allotments.select_related("application__firm").order_by("rank"))
    last_rank = dict.fromkeys(keys, 0)
    for offering in offerings.values():  # everybody who waits is ranked anew
        offering.applications.filter(state=ApplicationState.WAITING).update(waiting_rank=None)
    for row in allotments:
        application = row.application
        application.offering = offerings[application.offering_id]
        require_no_interest(application, by)
        _apply(row, application, by, last_rank)
    for offering in offerings.values():
        if offering.state == OfferingState.OPEN:
            offering.state = OfferingState.CLOSED
            offering.save(update_fields=["state", "updated_at"])
    audit.record(
        events.ALLOCATION_APPROVED,
        by=by,
        target=run,
        offerings=", ".join(offering.title for offering in offerings.values()),
        seats=sum(row.verdict == Verdict.SEAT for row in allotments),
    )
    return decide(run, AllocationRun.State.APPROVED, by)


def _require_closed(offerings: Iterable[Offering]) -> None:
    for offering in offerings:
        if offering.starts_on <= clock.today():
            raise HasBegun(offering=offering.title)
        if offering.is_open and clock.today() <= offering.apply_by:
            raise StillOpen(offering=offering.title, day=offering.apply_by)


def _require_same(run: AllocationRun, offerings: Sequence[Offering], by: User) -> None:
    now = prepare(
        offerings,
        weights=weights_from_data(run.weights),
        seed=run.seed,
        cap=run.inputs["cap"],
    )
    if now.fingerprint != run.fingerprint:
        raise RunOutOfDate(what=_what_changed(run, now, by))


def _what_changed(run: AllocationRun, now: Prepared, by: User) -> str:
    """The firms that joined or left the choice, by name where the person may see them."""
    before = {row["key"] for row in run.inputs["bids"]}
    after = {bid.key for bid in now.problem.bids}
    if before != after:
        rows = Application.objects.with_firm_in_view(by).filter(pk__in=before ^ after)
        names = sorted(row.firm.legal_name for row in rows.select_related("firm"))
        if unseen := len(before ^ after) - len(names):
            words = ngettext(
                "%(n)d firm outside your view", "%(n)d firms outside your view", unseen
            )
            names.append(words % {"n": unseen})
        return ", ".join(names)
    return str(LIMIT_LABELS["facts"])


def _apply(row: Allotment, application: Application, by: User, last_rank: dict[int, int]) -> None:
    offering = application.offering
    if version := conditions_in_force(offering):
        check_firm(version=version, firm=application.firm, by=by)
    match row.verdict:
        case Verdict.SEAT:
            require_room(offering, application)
            why = {"code": "swapped"} if row.swapped_by_id else None
            offer(application, by=by, now=clock.now(), because=why, note=row.swap_reason)
        case Verdict.WAIT:
            last_rank[offering.pk] += 1
            move(
                application,
                ApplicationState.WAITING,
                by=by,
                because=row.because,
                note=row.swap_reason,
                waiting_rank=last_rank[offering.pk],
            )
            tell(events.WAITS, application, by=by, rank=last_rank[offering.pk])
        case _:
            move(application, ApplicationState.REFUSED, by=by, because=row.because)
            tell(events.REFUSED, application, by=by, note="")
