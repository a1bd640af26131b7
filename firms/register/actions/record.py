"""What was said, and what was filed."""

import hashlib
import re
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.register import events
from firms.register.errors import FileRefused, InTheFuture
from firms.register.models import Document, Firm, Interaction

#: A form that comes again with the same words within this time was sent twice.
SENT_TWICE = timedelta(minutes=10)

#: What may be filed, by what the bytes are; a name never decides.
KEPT_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jfif": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


#: The part that makes an archive this kind of office document (ECMA-376).
OFFICE_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
MOST_PARTS, MOST_UNPACKED = 5_000, 300_000_000

#: How long a kept name may be, and what looks like an ending that says what a file is.
MOST_NAME = 200
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")


@transaction.atomic
def log_interaction(
    *,
    firm: Firm,
    kind: str,
    summary: str,
    by: User,
    occurred_on: date | None = None,
    minutes: int | None = None,
) -> Interaction:
    """Note a call, meeting, mail or thought. Raises InTheFuture.

    The same words of the same person within ten minutes are one contact, sent twice.
    """
    day = occurred_on or clock.today()
    if day > clock.today():
        raise InTheFuture(day=day)
    said = {"kind": kind, "summary": summary, "by": by, "occurred_on": day, "minutes": minutes}
    Firm.objects.select_for_update().get(pk=firm.pk)
    lately = Interaction.objects.filter(firm=firm, recorded_at__gt=clock.now() - SENT_TWICE)
    if same := lately.filter(**said).first():
        return same
    interaction = Interaction.objects.create(firm=firm, recorded_at=clock.now(), **said)
    audit.record(
        events.CONTACT_LOGGED,
        firm=firm,
        target=interaction,
        by=by,
        occurred_on=day,
        how=kind,
        note=summary,
    )
    return interaction


@transaction.atomic
def add_document(*, firm: Firm, upload: UploadedFile, by: User | None) -> Document:
    """File a document: checked by size and by its bytes, kept under a random name.

    Readers see and get the name it came with, with the ending of what the bytes are. The same
    bytes under the same name are one document. Raises FileRefused with a sentence in the
    reader's words.
    """
    content_type = _checked(upload)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    named = {"name": _safe_name(upload.name or "", content_type), "sha256": digest.hexdigest()}
    Firm.objects.select_for_update().get(pk=firm.pk)
    kept = Document.objects.filter(firm=firm, removed_at__isnull=True, **named)
    if same := kept.first():
        return same
    document = Document(
        firm=firm,
        key=secrets.token_hex(16),
        content_type=content_type,
        size=upload.size or 0,
        **named,
        uploaded_at=clock.now(),
        uploaded_by=by,
    )
    document.file.save(document.key, upload, save=False)
    try:
        document.save(force_insert=True)
        audit.record(events.DOCUMENT_ADDED, firm=firm, target=document, by=by, name=document.name)
    except Exception:
        document.file.delete(save=False)  # a file without its row would be nobody's
        raise
    return document


@contextmanager
def filing() -> Iterator[list[Document]]:
    """Stands around a transaction that files documents: put them into the list that it gives.

    When that transaction is taken back, the files of its documents go too.
    """
    filed: list[Document] = []
    try:
        yield filed
    except Exception:
        for document in filed:
            if not Document.objects.filter(pk=document.pk).exists():
                document.file.delete(save=False)
        raise


def _checked(upload: UploadedFile) -> str:
    size = upload.size or 0
    if size == 0:
        raise FileRefused(why=_("it is empty."))
    if size > settings.DOCUMENT_MAX_BYTES:
        limit = settings.DOCUMENT_MAX_BYTES // 1_000_000
        raise FileRefused(why=_("it is larger than %(limit)d MB.") % {"limit": limit})
    head = upload.read(8192)
    upload.seek(0)
    try:
        kinds = {match.extension for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        kinds = set()
    if kinds & OFFICE_PARTS.keys():
        kinds = _office_kind(upload)
    known = sorted(kinds & KEPT_TYPES.keys())
    if not known:
        raise FileRefused(why=_("only PDF, PNG, JPEG, Word and Excel files are kept."))
    return KEPT_TYPES[known[0]]


def _office_kind(upload: UploadedFile) -> set[str]:
    """Which kind of office document an archive is; none for any other archive.

    Raises FileRefused for macros, and for one that unpacks to more than anybody reads.
    """
    try:
        with zipfile.ZipFile(upload) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return set()
    finally:
        upload.seek(0)
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused(why=_("it holds macros."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefused(why=_("it unpacks to far more than a document holds."))
    if "[Content_Types].xml" not in names:
        return set()
    return {kind for kind, part in OFFICE_PARTS.items() if part in names}


def _safe_name(name: str, content_type: str) -> str:
    """The last part of a path without hidden signs, at most 200 long, ending as its bytes are.

    An ending of another kind is replaced (`x.exe` that is a PDF becomes `x.pdf`); to anything else
    the right one is appended (`report 2.5` becomes `report 2.5.pdf`). One that fits stays.
    """
    endings = tuple(ending for ending, kind in KEPT_TYPES.items() if kind == content_type)
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    if not shown.lower().endswith(endings):
        shown = _ENDING.sub("", shown)
    said = next((one for one in endings if shown.lower().endswith(one)), "")
    cut = len(shown) - len(said)
    stem, ending = shown[:cut].rstrip(" ."), shown[cut:] or endings[0]
    return f"{stem[len(ending) - MOST_NAME :] or 'document'}{ending}"
