"""What a person decides about one application: a seat by hand, a refusal, a refusal taken back."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared import clock
from firms.accounts.models import User
from programs.allocation import events
from programs.allocation.actions.line import below_the_cap, promote
from programs.allocation.actions.moving import locked_application, move, require_room, tell
from programs.allocation.conditions import conditions_in_force
from programs.allocation.errors import (
    ApplicationsClosed,
    FirmLeft,
    FirmNotServed,
    InterestDeclared,
    IsOver,
    LimitBroken,
    NotApplied,
    NotRefused,
    ReasonMissing,
    SeatNeedsReason,
)
from programs.allocation.inputs import line_of
from programs.allocation.labels import LIMIT_LABELS
from programs.allocation.models import (
    AllocationRun,
    Application,
    ApplicationState,
    Offering,
    OfferingState,
)
from programs.allocation.rules import HOLDING, LIVE, Room, is_kept_for_others, may_move, may_reopen
from programs.eligibility.actions import check_firm
from programs.eligibility.rules import Verdict
from programs.eligibility.selectors import explain_again


@transaction.atomic
def seat(*, application: Application, by: User, reason: str = "") -> Application:
    """Give one of the seats that are left by hand; a second time changes nothing.

    Raises NoSeatLeft, NoMoneyLeft, LimitBroken, NotApplied when the firm withdrew or was refused,
    FirmLeft, FirmNotServed, IsOver, InterestDeclared, and SeatNeedsReason where something speaks
    against the seat, such as unmet conditions or firms that wait before it, and no reason is given.
    """
    offering, application = locked_application(application)
    if application.state == ApplicationState.SEATED:
        return application
    if not may_move(ApplicationState(application.state), ApplicationState.SEATED):
        raise NotApplied
    _require_client(application)
    if offering.ends_on < clock.today():
        raise IsOver(offering=offering.title)
    require_no_interest(application, by)
    granted = application.granted or application.requested
    if application.state not in HOLDING:
        against = _conditions_unmet(application, by)
        require_room(offering, application)
        against += _against(offering, application)
        if against and not reason.strip():
            raise SeatNeedsReason(why=" ".join(against))
    move(
        application,
        ApplicationState.SEATED,
        by=by,
        because={"code": "by_hand"},
        note=reason,
        granted=granted,
    )
    tell(events.SEATED, application, by=by, note=reason.strip())
    return application


def _require_client(application: Application) -> None:
    firm, program = application.firm, application.offering.program
    if firm.closed_on or firm.merged_into_id:
        raise FirmLeft(firm=firm.legal_name)
    if not program.serves(firm):
        raise FirmNotServed(program=program.name, office=program.office)


def _conditions_unmet(application: Application, by: User) -> list[str]:
    """Asked anew, and kept as asked: what the firm is judged by is what holds at this moment."""
    version = conditions_in_force(application.offering)
    if version is None:
        return []
    check = check_firm(version=version, firm=application.firm, by=by)
    return [explain_again(check).in_one_line] if check.verdict == Verdict.FAIL else []


def _against(offering: Offering, application: Application) -> list[str]:
    """What speaks against a seat that is free, in sentences. Raises LimitBroken when a competitor
    has a seat, or the group has all of its quota.
    """
    line = list(offering.applications.in_line().select_related("firm"))
    others = [row for row in line if row.pk != application.pk]
    problem, holding = line_of(offering, [application, *others])
    room, bid = Room(problem), problem.by_key[application.pk]
    for key in holding:
        room.seat(problem.by_key[key])
    if broken := set(room.why_not(bid)) & {"rival", "quota_full"}:
        raise LimitBroken(limit=", ".join(str(LIMIT_LABELS[code]) for code in sorted(broken)))
    found = []
    if before := _before(application, line):
        sentence = ngettext("%(n)d firm waits before it.", "%(n)d firms wait before it.", before)
        found.append(sentence % {"n": before})
    if not below_the_cap(offering, [application]):
        found.append(_("The firm has all the seats that one firm may have."))
    if is_kept_for_others(room, bid, [problem.by_key[row.pk] for row in others]):
        found.append(_("This seat is kept for a quota that others in the line can fill."))
    return found


def _before(application: Application, line: list[Application]) -> int:
    """How many in the line stand before it; all of them when it is not in the line."""
    keys = [row.pk for row in line]
    return keys.index(application.pk) if application.pk in keys else len(keys)


def require_no_interest(application: Application, by: User) -> None:
    """Raises InterestDeclared when the person declared an interest in this application."""
    if application.conflicts.filter(person=by).exists():
        raise InterestDeclared(firm=application.firm.legal_name)


@transaction.atomic
def refuse(*, application: Application, by: User, reason: str) -> Application:
    """End an application with a reason that the firm reads; a second time changes nothing.

    Raises ReasonMissing, NotApplied and InterestDeclared.
    """
    offering, application = locked_application(application)
    if application.state == ApplicationState.REFUSED:
        return application
    if not reason.strip():
        raise ReasonMissing
    if not may_move(ApplicationState(application.state), ApplicationState.REFUSED):
        raise NotApplied
    require_no_interest(application, by)
    move(application, ApplicationState.REFUSED, by=by, because={"code": "by_hand"}, note=reason)
    tell(events.REFUSED, application, by=by, note=reason.strip())
    promote(offering=offering, by=None)
    return application


@transaction.atomic
def reopen(*, application: Application, by: User, reason: str) -> Application:
    """Take a refusal back, with a reason that the firm reads; a second time changes nothing.

    Before seats are allocated the application is considered like the others; afterwards it
    stands at the end of the waiting list. Raises ReasonMissing, NotRefused, FirmLeft,
    FirmNotServed, InterestDeclared, and ApplicationsClosed when the offering has begun or was
    cancelled.
    """
    offering, application = locked_application(application)
    if application.state in LIVE:
        return application
    if application.state != ApplicationState.REFUSED:
        raise NotRefused
    if not reason.strip():
        raise ReasonMissing
    standing = OfferingState(offering.state)
    if not may_reopen(ApplicationState.REFUSED, standing, offering.starts_on, clock.today()):
        raise ApplicationsClosed(offering=offering.title)
    _require_client(application)
    require_no_interest(application, by)
    runs = AllocationRun.objects.filter(offerings=offering, state=AllocationRun.State.APPROVED)
    after, rank = ApplicationState.APPLIED, None
    if runs.exists():
        last = offering.applications.aggregate(last=Max("waiting_rank"))["last"]
        after, rank = ApplicationState.WAITING, (last or 0) + 1
    because = {"code": "reopened"}
    move(application, after, by=by, because=because, note=reason, waiting_rank=rank)
    tell(events.REOPENED, application, by=by, note=reason.strip())
    if after == ApplicationState.WAITING:
        promote(offering=offering, by=by)
        application.refresh_from_db()
    return application
