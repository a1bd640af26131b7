"""Asking for a seat or for money, taking it back, and giving a seat by hand."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.register.models import Firm
from programs.allocation import events
from programs.allocation.actions.line import promote
from programs.allocation.actions.moving import (
    locked_application,
    locked_offering,
    move,
    require_room,
)
from programs.allocation.errors import (
    AlreadyApplied,
    AlreadyBegun,
    AmountMissing,
    AnswerMissing,
    ApplicationsClosed,
    FirmLeft,
    InterestDeclared,
    LimitBroken,
    NotApplied,
    ReasonMissing,
)
from programs.allocation.inputs import line_of
from programs.allocation.labels import LIMIT_LABELS
from programs.allocation.models import Application, ApplicationState, Offering
from programs.allocation.models.applications import STATE_LABELS
from programs.allocation.rules import HOLDING, Room, may_move

#: States after which a firm may ask anew, at the end of the line.
ENDED_BY_FIRM = frozenset(
    {ApplicationState.WITHDRAWN, ApplicationState.DECLINED, ApplicationState.LAPSED}
)


@transaction.atomic
def apply_for_seat(
    *,
    offering: Offering,
    firm: Firm,
    by: User | None,
    applied_on: date | None = None,
    requested: Decimal | None = None,
    statement: str = "",
    answers: Mapping[str, Any] | None = None,
    is_new: bool = False,
) -> Application:
    """Note that the firm asks; asking twice changes nothing, after an end of its own making it
    asks anew at the end of the line. An application that staff write is a nomination.

    Raises ApplicationsClosed, FirmLeft, AmountMissing where money is given out, AnswerMissing, and
    AlreadyApplied where the caller says that it must be new.
    """
    offering = locked_offering(offering)
    day = applied_on or clock.today()
    known = Application.objects.select_for_update().filter(offering=offering, firm=firm).first()
    if known is not None and known.state not in ENDED_BY_FIRM:
        if is_new:
            raise AlreadyApplied(state=STATE_LABELS[ApplicationState(known.state)])
        return known
    if not offering.is_open or day > offering.apply_by:
        raise ApplicationsClosed(offering=offering.title)
    if firm.closed_on or firm.merged_into_id:
        raise FirmLeft(firm=firm.legal_name)
    if offering.budget is not None and requested is None:
        raise AmountMissing(currency=offering.currency)
    application = known or Application(offering=offering, firm=firm)
    application.offering = offering
    move(
        application,
        ApplicationState.APPLIED,
        by=by,
        applied_on=day,
        recorded_at=clock.now(),
        recorded_by=by,
        is_nomination=by is not None and by.is_staff_member,
        requested=requested if offering.budget is not None else None,
        statement=statement.strip(),
        answers=_answered(offering, answers or {}),
    )
    audit.record(
        events.APPLIED,
        firm=firm,
        target=application,
        by=by,
        occurred_on=day,
        offering=offering.title,
    )
    return application


def _answered(offering: Offering, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Only answers to questions that are asked. Raises AnswerMissing."""
    found = {}
    for question in offering.questions.filter(retired_on__isnull=True):
        answer = answers.get(str(question.pk))
        if answer in (None, ""):
            if question.is_required:
                raise AnswerMissing(question=question.text)
            continue
        found[str(question.pk)] = answer
    return found


@transaction.atomic
def seat(*, application: Application, by: User) -> Application:
    """Give one of the seats that are left by hand; a second time changes nothing.

    Raises NoSeatLeft, NoMoneyLeft, LimitBroken, NotApplied when the firm withdrew or was refused,
    FirmLeft, and InterestDeclared.
    """
    offering, application = locked_application(application)
    if application.state == ApplicationState.SEATED:
        return application
    if not may_move(ApplicationState(application.state), ApplicationState.SEATED):
        raise NotApplied
    if application.firm.closed_on or application.firm.merged_into_id:
        raise FirmLeft(firm=application.firm.legal_name)
    require_no_interest(application, by)
    granted = application.granted or application.requested
    if application.state not in HOLDING:
        require_room(offering, application)
        _require_company(offering, application)
    move(application, ApplicationState.SEATED, by=by, because={"code": "by_hand"}, granted=granted)
    audit.record(
        events.SEATED, firm=application.firm, target=application, by=by, offering=offering.title
    )
    return application


def _require_company(offering: Offering, application: Application) -> None:
    """Raises LimitBroken when a competitor has a seat, or the group has all of its quota."""
    problem, holding = line_of(offering, [application])
    room = Room(problem)
    for key in holding:
        room.seat(problem.by_key[key])
    broken = set(room.why_not(problem.by_key[application.pk])) & {"rival", "quota_full"}
    if broken:
        raise LimitBroken(limit=", ".join(str(LIMIT_LABELS[code]) for code in sorted(broken)))


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
    audit.record(
        events.REFUSED,
        firm=application.firm,
        target=application,
        by=by,
        offering=offering.title,
        note=reason.strip(),
    )
    promote(offering=offering, by=None)
    return application


@transaction.atomic
def withdraw(*, application: Application, by: User | None, reason: str = "") -> Application:
    """Take the application back; a seat it held goes to the next in line at once.

    A second time changes nothing. Raises NotApplied for what ended in another way, AlreadyBegun
    for a firm once it began, and for everybody once it is over.
    """
    offering, application = locked_application(application)
    if application.state == ApplicationState.WITHDRAWN:
        return application
    if not may_move(ApplicationState(application.state), ApplicationState.WITHDRAWN):
        raise NotApplied
    is_firm = by is not None and by.is_firm_member
    if offering.ends_on < clock.today() or (is_firm and offering.starts_on <= clock.today()):
        raise AlreadyBegun(offering=offering.title)
    move(application, ApplicationState.WITHDRAWN, by=by, note=reason)
    audit.record(
        events.WITHDRAWN,
        firm=application.firm,
        target=application,
        by=by,
        offering=offering.title,
        note=reason,
    )
    promote(offering=offering, by=None)
    return application
