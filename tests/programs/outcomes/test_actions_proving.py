"""Documents: checked by their bytes as any other, and by a colleague for what they show."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from firms.register.actions import add_document
from firms.register.errors import FileRefused
from firms.register.models import Document
from programs.outcomes import actions
from programs.outcomes.errors import CheckedAlready, OtherFirm, OwnEvidence, ReasonMissing
from programs.outcomes.models import OutcomeEvidence
from tests.programs.outcomes.conftest import PDF


def archive():
    made = BytesIO()
    with ZipFile(made, "w") as packed:
        packed.writestr("payload.exe", b"MZ")
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(archive(), id="an archive"),
        pytest.param(b"<!doctype html><script>alert(1)</script>", id="a web page"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"MZ\x90\x00" + b"\0" * 60, id="a program"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(confirmed, adviser, content):
    upload = SimpleUploadedFile("contract.pdf", content, content_type="application/pdf")
    with pytest.raises(FileRefused):
        actions.add_evidence(outcome=confirmed, type="contract", upload=upload, by=adviser)
    assert not OutcomeEvidence.objects.exists()
    assert not Document.objects.exists()


def test_the_same_document_twice_is_one(evidence, confirmed, adviser):
    again = SimpleUploadedFile("contract.pdf", PDF)
    same = actions.add_evidence(outcome=confirmed, type="contract", upload=again, by=adviser)
    assert same == evidence


def test_a_document_of_another_firm_proves_nothing(confirmed, foreign_firm, adviser, paper):
    other = add_document(firm=foreign_firm, upload=paper, by=adviser)
    with pytest.raises(OtherFirm):
        actions.add_evidence(outcome=confirmed, type="contract", document=other, by=adviser)


def test_nobody_checks_what_they_added(evidence, adviser):
    with pytest.raises(OwnEvidence):
        actions.check_evidence(evidence=evidence, accept=True, by=adviser)


def test_an_accepted_document_makes_it_evidenced_once(evidence, manager):
    actions.check_evidence(evidence=evidence, accept=True, by=manager)
    actions.check_evidence(evidence=evidence, accept=True, by=manager)
    evidence.outcome.refresh_from_db()
    assert evidence.outcome.grade == "evidenced"
    assert evidence.outcome.moves.filter(after="evidenced").count() == 1


def test_a_refused_one_changes_no_grade_and_says_why(evidence, manager):
    with pytest.raises(ReasonMissing):
        actions.check_evidence(evidence=evidence, accept=False, by=manager)
    actions.check_evidence(evidence=evidence, accept=False, by=manager, note="Not signed.")
    evidence.outcome.refresh_from_db()
    assert evidence.outcome.grade == "confirmed"
    with pytest.raises(CheckedAlready):
        actions.check_evidence(evidence=evidence, accept=True, by=manager)
