"""Asking for a seat or for money, and taking it back."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.register.actions import filing
from firms.register.models import Firm
from programs.allocation import events
from programs.allocation.actions.documents import attach_answers, file_answers
from programs.allocation.actions.line import promote
from programs.allocation.actions.moving import locked_application, locked_offering, move, tell
from programs.allocation.errors import (
    AlreadyApplied,
    AlreadyBegun,
    AmountMissing,
    AnswerMissing,
    ApplicationsClosed,
    FirmLeft,
    FirmNotServed,
    NotApplied,
)
from programs.allocation.models import Application, ApplicationState, Offering, Question
from programs.allocation.models.applications import STATE_LABELS
from programs.allocation.rules import may_move

#: States after which a firm may ask anew, at the end of the line.
ENDED_BY_FIRM = frozenset(
    {ApplicationState.WITHDRAWN, ApplicationState.DECLINED, ApplicationState.LAPSED}
)


def apply_for_seat(
    *,
    offering: Offering,
    firm: Firm,
    by: User | None,
    applied_on: date | None = None,
    requested: Decimal | None = None,
    statement: str = "",
    answers: Mapping[str, Any] | None = None,
    files: Mapping[Question, UploadedFile] | None = None,
    is_new: bool = False,
) -> Application:
    """Note that the firm asks; asking twice changes nothing, after an end of its own making it
    asks anew at the end of the line. An application that staff write is a nomination. `files`
    answer the questions that ask for a document; each is checked by its bytes.

    Raises ApplicationsClosed, FirmLeft, FirmNotServed for a firm of another office than the
    program's, AmountMissing where money is given out, AnswerMissing, FileRefused, and
    AlreadyApplied where the caller says that it must be new.
    """
    with filing() as filed, transaction.atomic():
        # Before the offering is locked: everybody locks the firm first.
        papers = file_answers(firm, files or {}, by=by)
        filed.extend(papers.values())
        offering = locked_offering(offering)
        day = applied_on or clock.today()
        known = Application.objects.select_for_update().filter(offering=offering, firm=firm).first()
        if known is not None and known.state not in ENDED_BY_FIRM:
            if is_new:
                raise AlreadyApplied(state=STATE_LABELS[ApplicationState(known.state)])
            return known
        _require_open(offering, firm, day, requested)
        application = known or Application(offering=offering, firm=firm)
        application.offering = offering
        wish = {
            "requested": requested if offering.budget is not None else None,
            "statement": statement.strip(),
            "answers": _answered(application, answers or {}, papers),
        }
        _note(application, wish, day, by)
        attach_answers(application, papers, by=by)
        return application


def _require_open(offering: Offering, firm: Firm, day: date, requested: Decimal | None) -> None:
    if not offering.is_open or day > offering.apply_by:
        raise ApplicationsClosed(offering=offering.title)
    if firm.closed_on or firm.merged_into_id:
        raise FirmLeft(firm=firm.legal_name)
    program = offering.program
    if not program.serves(firm):
        raise FirmNotServed(program=program.name, office=program.office)
    if offering.budget is not None and requested is None:
        raise AmountMissing(currency=offering.currency)


def _answered(
    application: Application, answers: Mapping[str, Any], papers: Collection[Question]
) -> dict[str, Any]:
    """Only answers to questions that are asked; a document that was put to the question before
    still answers it. Raises AnswerMissing.
    """
    found = {}
    for question in application.offering.questions.filter(retired_on__isnull=True):
        answer = answers.get(str(question.pk))
        if answer not in (None, ""):
            found[str(question.pk)] = answer
        elif question.is_required and not _has_paper(application, question, papers):
            raise AnswerMissing(question=question.text)
    return found


def _has_paper(application: Application, question: Question, papers: Collection[Question]) -> bool:
    if question.kind != Question.Kind.DOCUMENT:
        return False
    earlier = application.pk and application.documents.filter(question=question).exists()
    return question in papers or bool(earlier)


def _note(application: Application, wish: dict[str, Any], day: date, by: User | None) -> None:
    move(
        application,
        ApplicationState.APPLIED,
        by=by,
        applied_on=day,
        recorded_at=clock.now(),
        recorded_by=by,
        is_nomination=by is not None and by.is_staff_member,
        **wish,
    )
    tell(events.APPLIED, application, by=by, occurred_on=day)


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
    tell(events.WITHDRAWN, application, by=by, note=reason)
    promote(offering=offering, by=None)
    return application
