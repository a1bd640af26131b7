"""Documents of an engagement: put to it, and taken off while it has not ended."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.audit.kinds import Kind
from firms.register.actions import add_document, filing
from firms.register.models import Document
from programs.engagements import events
from programs.engagements.actions.moving import locked
from programs.engagements.errors import HelpEnded, NotOfThisFirm
from programs.engagements.models import Engagement, EngagementDocument
from programs.engagements.rules import FINAL


def attach_document(
    *,
    engagement: Engagement,
    by: User,
    upload: UploadedFile | None = None,
    document: Document | None = None,
) -> EngagementDocument:
    """Put a document to help: a new file, checked by its bytes, or one filed already.

    The same document a second time changes nothing. Raises FileRefused, NotOfThisFirm, HelpEnded.
    """
    with filing() as filed, transaction.atomic():
        if document is None:
            if upload is None:
                raise ValueError("a file or a document")
            # Before the engagement is locked: everybody locks the firm first.
            document = add_document(firm=engagement.firm, upload=upload, by=by)
            filed.append(document)
        engagement = _changeable(engagement)
        if document.firm_id != engagement.firm_id:
            raise NotOfThisFirm
        row, is_new = EngagementDocument.objects.get_or_create(
            engagement=engagement,
            document=document,
            defaults={"added_by": by, "added_at": clock.now()},
        )
        if is_new:
            _tell(events.DOCUMENT_ATTACHED, engagement, document, by)
        return row


@transaction.atomic
def detach_document(*, row: EngagementDocument, by: User) -> None:
    """Take a document off help that has not ended; it stays with the firm.

    A second time changes nothing. Raises HelpEnded.
    """
    engagement = _changeable(row.engagement)
    gone, _by_table = EngagementDocument.objects.filter(pk=row.pk).delete()
    if gone:
        _tell(events.DOCUMENT_DETACHED, engagement, row.document, by)


def _changeable(engagement: Engagement) -> Engagement:
    """The engagement, locked, unless it has ended."""
    engagement = locked(engagement)
    if engagement.state in FINAL:
        raise HelpEnded
    return engagement


def _tell(kind: Kind, engagement: Engagement, document: Document, by: User) -> None:
    audit.record(
        kind,
        firm=engagement.firm,
        target=engagement,
        by=by,
        intervention=engagement.intervention.names,
        name=document.name,
    )
