"""Documents that prove a result: added, then checked by somebody else."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.register.actions import add_document, filing
from firms.register.models import Document
from programs.outcomes import events
from programs.outcomes.actions.grading import cut_again, locked, move, tell
from programs.outcomes.errors import (
    AlreadyCorrected,
    CheckedAlready,
    OtherFirm,
    OwnEvidence,
    ReasonMissing,
)
from programs.outcomes.models import Outcome, OutcomeEvidence, Verdict
from programs.outcomes.rules import Grade


def add_evidence(
    *,
    outcome: Outcome,
    type: str,
    by: User,
    upload: UploadedFile | None = None,
    document: Document | None = None,
) -> OutcomeEvidence:
    """Put a document to a result: a new file, checked by its bytes as any, or one filed already.

    The same document a second time changes nothing. Raises FileRefused, OtherFirm,
    AlreadyCorrected.
    """
    with filing() as filed, transaction.atomic():
        if document is None:
            if upload is None:
                raise ValueError("a file or a document")
            # Before the result is locked: everybody locks the firm first.
            document = add_document(firm=outcome.firm, upload=upload, by=by)
            filed.append(document)
        return _added(locked(outcome), document, type, by)


def _added(outcome: Outcome, document: Document, type: str, by: User) -> OutcomeEvidence:
    if Outcome.objects.filter(corrects=outcome).exists() or outcome.grade == Grade.WITHDRAWN:
        raise AlreadyCorrected
    if document.firm_id != outcome.firm_id:
        raise OtherFirm
    evidence, is_new = OutcomeEvidence.objects.get_or_create(
        outcome=outcome,
        document=document,
        defaults={"type": type, "added_by": by, "added_at": clock.now()},
    )
    if is_new:
        tell(events.EVIDENCE_ADDED, outcome, by=by, name=document.name)
    return evidence


@transaction.atomic
def check_evidence(
    *, evidence: OutcomeEvidence, accept: bool, by: User, note: str = ""
) -> OutcomeEvidence:
    """Say whether a document proves the result; a confirmed one becomes evidenced with it.

    The same verdict again changes nothing. Raises OwnEvidence, ReasonMissing, CheckedAlready.
    """
    outcome = locked(evidence.outcome)
    evidence = (
        OutcomeEvidence.objects.select_for_update(of=("self",))
        .select_related("document")
        .get(pk=evidence.pk)
    )
    wanted = Verdict.ACCEPTED if accept else Verdict.REFUSED
    if evidence.verdict == wanted:
        return evidence
    if evidence.verdict != Verdict.WAITS:
        raise CheckedAlready
    if evidence.added_by_id == by.pk:
        raise OwnEvidence
    if not accept and not note.strip():
        raise ReasonMissing
    evidence.verdict, evidence.note = wanted, note.strip()
    evidence.checked_by, evidence.checked_on = by, clock.today()
    evidence.save(update_fields=["verdict", "note", "checked_by", "checked_on"])
    kind = events.EVIDENCE_ACCEPTED if accept else events.EVIDENCE_REFUSED
    tell(kind, outcome, by=by, name=evidence.document.name, note=evidence.note)
    if accept and outcome.grade == Grade.CONFIRMED:
        move(outcome, Grade.EVIDENCED, by=by, kind=events.EVIDENCED)
        cut_again(outcome)
    return evidence
