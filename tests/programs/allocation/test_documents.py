"""Documents of an application: what they are, whose they are, and what is left of a failure."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from firms.register.actions import add_document
from firms.register.errors import FileRefused
from firms.register.models import Document
from programs.allocation import actions
from programs.allocation.errors import (
    AnswerMissing,
    ApplicationsClosed,
    DecidedAlready,
    NotApplied,
    OtherFirm,
)
from programs.allocation.models import ApplicationDocument
from tests.factories.programs import ApplicationFactory, OfferingFactory

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def paper(name="samples.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def offering(db):
    return OfferingFactory(seats=2)


@pytest.fixture
def application(offering, firm):
    return ApplicationFactory(offering=offering, firm=firm)


@pytest.fixture
def asked(offering, manager):
    """The offering asks for a price list, and cannot do without it."""
    return actions.ask(
        offering=offering, by=manager, text="Your price list", kind="document", is_required=True
    )


def files():
    """How many files stand in the store."""
    found, folders = 0, [""]
    while folders:
        inner, names = default_storage.listdir(folders.pop() or ".")
        found += len(names)
        folders += [f"{name}" for name in inner]
    return found


def test_a_document_becomes_part_of_it_once(application, adviser):
    row = actions.attach_document(application=application, by=adviser, upload=paper())
    again = actions.attach_document(application=application, by=adviser, upload=paper())
    assert again == row
    assert row.document.firm == application.firm


@pytest.mark.asvs("5.2.2")
def test_a_file_that_is_not_what_its_name_says_is_refused(application, adviser):
    with pytest.raises(FileRefused):
        actions.attach_document(application=application, by=adviser, upload=paper(content=b"MZ"))


def test_a_document_of_another_firm_is_refused(application, foreign_firm, adviser):
    other = add_document(firm=foreign_firm, upload=paper(), by=adviser)
    with pytest.raises(OtherFirm):
        actions.attach_document(application=application, by=adviser, document=other)


def test_what_ended_takes_no_document_and_keeps_no_file(application, adviser):
    actions.withdraw(application=application, by=adviser)
    before = files()
    with pytest.raises(NotApplied):
        actions.attach_document(application=application, by=adviser, upload=paper())
    assert (files(), Document.objects.count()) == (before, 0)


def test_it_is_taken_off_before_a_decision_and_stays_with_the_firm(application, adviser):
    row = actions.attach_document(application=application, by=adviser, upload=paper())
    actions.detach_document(row=row, by=adviser)
    actions.detach_document(row=row, by=adviser)
    assert not application.documents.exists()
    assert Document.objects.get() == row.document


def test_what_was_decided_on_stays(application, adviser, manager):
    row = actions.attach_document(application=application, by=adviser, upload=paper())
    actions.seat(application=application, by=manager)
    with pytest.raises(DecidedAlready):
        actions.detach_document(row=row, by=adviser)
    assert application.documents.get() == row


def test_a_question_that_asks_for_a_document_must_get_one(offering, asked, firm, adviser):
    with pytest.raises(AnswerMissing, match="Your price list"):
        actions.apply_for_seat(offering=offering, firm=firm, by=adviser)
    made = actions.apply_for_seat(offering=offering, firm=firm, by=adviser, files={asked: paper()})
    assert made.documents.get().question == asked


def test_who_asks_anew_need_not_file_it_again_and_may_replace_it(offering, asked, firm, adviser):
    wish = {"offering": offering, "firm": firm, "by": adviser}
    made = actions.apply_for_seat(**wish, files={asked: paper()})
    actions.withdraw(application=made, by=adviser)
    actions.apply_for_seat(**wish)
    actions.withdraw(application=made, by=adviser)
    actions.apply_for_seat(**wish, files={asked: paper("prices 2031.pdf")})
    assert [row.document.name for row in made.documents.all()] == ["prices 2031.pdf"]


def test_what_must_be_answered_is_not_taken_off(offering, asked, firm, adviser):
    made = actions.apply_for_seat(offering=offering, firm=firm, by=adviser, files={asked: paper()})
    with pytest.raises(AnswerMissing, match="Your price list"):
        actions.detach_document(row=made.documents.get(), by=adviser)
    assert made.documents.count() == 1


def test_an_application_that_fails_leaves_no_file(offering, asked, firm, adviser):
    before = files()
    with pytest.raises(ApplicationsClosed):
        actions.apply_for_seat(
            offering=offering,
            firm=firm,
            by=adviser,
            files={asked: paper()},
            applied_on=date(2031, 2, 2),
        )
    assert (files(), Document.objects.count()) == (before, 0)


def test_only_who_sees_the_firm_sees_them(application, adviser, firm_owner, foreign_owner):
    row = actions.attach_document(application=application, by=adviser, upload=paper())
    rows = ApplicationDocument.objects
    assert list(rows.visible_to(adviser)) == list(rows.visible_to(firm_owner)) == [row]
    assert not rows.visible_to(foreign_owner).exists()
