"""Documents of an application: put to it, and taken off before it is decided."""

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.register.actions import add_document, filing
from firms.register.models import Document, Firm
from programs.allocation import events
from programs.allocation.actions.moving import locked_application, tell
from programs.allocation.errors import AnswerMissing, DecidedAlready, NotApplied, OtherFirm
from programs.allocation.models import Application, ApplicationDocument, Question
from programs.allocation.rules import ASKING, LIVE


def attach_document(
    *,
    application: Application,
    by: User | None,
    upload: UploadedFile | None = None,
    document: Document | None = None,
) -> ApplicationDocument:
    """Put a document to an application: a new file, checked by its bytes, or one filed already.

    The same document a second time changes nothing. Raises FileRefused, OtherFirm, NotApplied.
    """
    with filing() as filed, transaction.atomic():
        if document is None:
            if upload is None:
                raise ValueError("a file or a document")
            # Before the offering is locked: everybody locks the firm first.
            document = add_document(firm=application.firm, upload=upload, by=by)
            filed.append(document)
        _offering, application = locked_application(application)
        if application.state not in LIVE:
            raise NotApplied
        if document.firm_id != application.firm_id:
            raise OtherFirm
        return _attach(application, document, None, by)


def file_answers(
    firm: Firm, files: Mapping[Question, UploadedFile], *, by: User | None
) -> dict[Question, Document]:
    """File what answers the questions that ask for a document. Raises FileRefused."""
    return {
        question: add_document(firm=firm, upload=upload, by=by)
        for question, upload in files.items()
    }


def attach_answers(
    application: Application, answers: Mapping[Question, Document], *, by: User | None
) -> None:
    """Put each document to the question it answers; one that answered it before is replaced.

    The caller holds the locks.
    """
    for question, document in answers.items():
        earlier = application.documents.filter(question=question)
        earlier.exclude(document=document).delete()
        _attach(application, document, question, by)


def _attach(
    application: Application, document: Document, question: Question | None, by: User | None
) -> ApplicationDocument:
    row, is_new = ApplicationDocument.objects.get_or_create(
        application=application,
        document=document,
        defaults={"question": question, "added_by": by, "added_at": clock.now()},
    )
    if is_new:
        tell(events.DOCUMENT_ATTACHED, application, by=by, name=document.name)
    return row


@transaction.atomic
def detach_document(*, row: ApplicationDocument, by: User) -> None:
    """Take a document off an application that is not decided; it stays with the firm.

    A second time changes nothing. Raises DecidedAlready, and AnswerMissing for the one document
    that answers a question which must be answered.
    """
    _offering, application = locked_application(row.application)
    if application.state not in ASKING:
        raise DecidedAlready
    if row.question is not None and row.question.is_required:
        raise AnswerMissing(question=row.question.text)
    gone, _by_table = ApplicationDocument.objects.filter(pk=row.pk).delete()
    if gone:
        tell(events.DOCUMENT_DETACHED, application, by=by, name=row.document.name)
