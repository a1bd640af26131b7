"""Archives are what their parts say: office documents are kept, everything else is refused."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError

from firms.register.actions import add_document, record
from firms.register.errors import FileRefused
from firms.register.models import Document

TYPES = "[Content_Types].xml"


def archive(*parts):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
        for part in parts:
            made.writestr(part, b"<x/>" * 2000)
    return body.getvalue()


def file(firm, adviser, name, *parts):
    return add_document(firm=firm, upload=SimpleUploadedFile(name, archive(*parts)), by=adviser)


@pytest.mark.parametrize(
    ("part", "ending"),
    [
        ("word/document.xml", "wordprocessingml.document"),
        ("xl/workbook.xml", "spreadsheetml.sheet"),
    ],
)
def test_office_documents_are_kept(firm, adviser, part, ending):
    kept = file(firm, adviser, "offer.bin", TYPES, part)
    assert kept.content_type.endswith(ending)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        pytest.param("tools.docx", ["setup.exe"], id="a program in an archive"),
        pytest.param("tools.docx", ["META-INF/MANIFEST.MF", "A.class"], id="a jar"),
        pytest.param("tools.docx", ["AndroidManifest.xml", "classes.dex"], id="an app"),
        pytest.param("tools.docx", ["word/document.xml"], id="no list of types"),
        pytest.param("tools.docx", [TYPES, "ppt/presentation.xml"], id="slides"),
        pytest.param(
            "tools.docx", [TYPES, "word/document.xml", "word/vbaProject.bin"], id="macros"
        ),
    ],
)
@pytest.mark.asvs("5.2.2")
def test_other_archives_are_refused(firm, adviser, name, parts):
    with pytest.raises(FileRefused, match="not kept"):
        file(firm, adviser, name, *parts)
    assert not Document.objects.exists()


@pytest.mark.asvs("5.2.3")
def test_one_that_unpacks_to_far_more_is_refused(firm, adviser, monkeypatch):
    monkeypatch.setattr(record, "MOST_UNPACKED", 10_000)
    with pytest.raises(FileRefused, match="far more"):
        file(firm, adviser, "bomb.docx", TYPES, "word/document.xml")


def test_a_file_whose_row_cannot_be_written_does_not_stay(firm, adviser, monkeypatch):
    left = []
    storage = Document._meta.get_field("file").storage

    def refuse(self, **given):
        left.append(self.file.name)
        raise DatabaseError("full")

    monkeypatch.setattr(Document, "save", refuse)
    with pytest.raises(DatabaseError):
        file(firm, adviser, "offer.docx", TYPES, "word/document.xml")
    assert not storage.exists(left[0])
