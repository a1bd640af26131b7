"""Documents of help: what they are, whose they are, and where else they belong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from firms.audit.models import AuditEvent
from firms.register.actions import add_document
from firms.register.errors import FileRefused
from firms.register.models import Document
from programs.allocation.actions import attach_document as attach_to_application
from programs.engagements import actions
from programs.engagements.errors import HelpEnded, NotOfThisFirm
from programs.engagements.models import Engagement, EngagementDocument
from tests.factories.delivery import MilestoneFactory
from tests.factories.programs import (
    ApplicationFactory,
    EngagementFactory,
    InterventionFactory,
    OfferingFactory,
)

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def paper(name="report.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def url(name, row):
    return reverse(f"programs:{name}", args=[row.pk])


@pytest.fixture
def report(agreed, adviser) -> EngagementDocument:
    return actions.attach_document(engagement=agreed, by=adviser, upload=paper())


@pytest.fixture
def ended(agreed):
    Engagement.objects.filter(pk=agreed.pk).update(state="cancelled")
    return agreed


@pytest.fixture
def travelling(firm, on_monday, adviser) -> Engagement:
    """Help with a place: a document of the application, one of a milestone, one of its own."""
    offering = OfferingFactory(intervention=InterventionFactory())
    application = ApplicationFactory(offering=offering, firm=firm)
    attach_to_application(
        application=application, by=adviser, upload=paper("prices.pdf", PDF + b"%1\n")
    )
    row = EngagementFactory(
        firm=firm, offering=offering, intervention=offering.intervention, state="approved"
    )
    visa = add_document(firm=firm, upload=paper("visa.pdf", PDF + b"%2\n"), by=adviser)
    actions.reach_milestone(
        milestone=MilestoneFactory(engagement=row, title="Visas"), by=adviser, evidence=visa
    )
    actions.attach_document(engagement=row, by=adviser, upload=paper())
    return row


def test_a_document_becomes_part_of_it_once(report, agreed, adviser):
    again = actions.attach_document(engagement=agreed, by=adviser, document=report.document)
    assert again == report
    assert (report.document.firm, report.added_by) == (agreed.firm, adviser)
    assert AuditEvent.objects.filter(kind="engagement.document_added").count() == 1


@pytest.mark.asvs("5.2.2")
def test_a_file_that_is_not_what_its_name_says_is_refused(agreed, adviser):
    with pytest.raises(FileRefused):
        actions.attach_document(engagement=agreed, by=adviser, upload=paper(content=b"MZ"))


def test_a_document_of_another_firm_is_refused(agreed, foreign_firm, adviser):
    other = add_document(firm=foreign_firm, upload=paper(), by=adviser)
    with pytest.raises(NotOfThisFirm):
        actions.attach_document(engagement=agreed, by=adviser, document=other)


def test_it_needs_a_file_or_a_document(agreed, adviser):
    with pytest.raises(ValueError, match="a file or a document"):
        actions.attach_document(engagement=agreed, by=adviser)


def test_what_ended_takes_no_document_and_keeps_no_file(ended, adviser, monkeypatch):
    deleted = []
    monkeypatch.setattr(FieldFile, "delete", lambda file, save: deleted.append(file.name))
    with pytest.raises(HelpEnded):
        actions.attach_document(engagement=ended, by=adviser, upload=paper())
    assert (len(deleted), Document.objects.count()) == (1, 0)


def test_it_is_taken_off_and_stays_with_the_firm(report, agreed, adviser):
    actions.detach_document(row=report, by=adviser)
    actions.detach_document(row=report, by=adviser)
    assert not agreed.documents.exists()
    assert Document.objects.get() == report.document
    assert AuditEvent.objects.filter(kind="engagement.document_removed").count() == 1


def test_what_belongs_to_help_that_ended_stays(report, ended, adviser):
    with pytest.raises(HelpEnded):
        actions.detach_document(row=report, by=adviser)


def test_only_who_sees_the_firm_sees_them(report, adviser, firm_owner, foreign_owner):
    rows = EngagementDocument.objects
    assert list(rows.visible_to(adviser)) == list(rows.visible_to(firm_owner)) == [report]
    assert not rows.visible_to(foreign_owner).exists()


def test_the_page_lists_its_own_those_of_milestones_and_of_the_application(
    adviser_client, travelling
):
    page = adviser_client.get(url("engagement", travelling))
    names = [row.document.name for row in page.context["page"].papers]
    assert names == ["report.pdf", "visa.pdf", "prices.pdf"]
    assert "Shows the milestone: Visas" in page.text
    assert "Part of the application" in page.text
    own = travelling.documents.get().document
    assert reverse("firms:download", args=[travelling.firm_id, own.pk]) in page.text


def test_a_document_that_belongs_twice_is_listed_once(adviser_client, report, agreed, adviser):
    milestone = MilestoneFactory(engagement=agreed, title="Gap analysis")
    actions.reach_milestone(milestone=milestone, by=adviser, evidence=report.document)
    page = adviser_client.get(url("engagement", agreed))
    (listed,) = page.context["page"].papers
    assert (listed.row, listed.milestones) == (report, [milestone])


def test_a_file_is_put_to_it_and_taken_off_on_the_page(adviser_client, agreed):
    here = reverse("programs:engagement", args=[agreed.pk])
    added = adviser_client.post(
        url("engagement-document-new", agreed), {"upload": paper(), "next": here}, follow=True
    )
    assert "The document is part of the help." in added.text
    assert "report.pdf" in added.text
    row = agreed.documents.get()
    adviser_client.post(url("engagement-document-drop", row), {"next": here})
    assert "No documents yet." in adviser_client.get(here).text


def test_a_filed_document_is_chosen_and_not_offered_again(adviser_client, agreed, adviser):
    filed = add_document(firm=agreed.firm, upload=paper(), by=adviser)
    form = url("engagement-document-new", agreed)
    assert "report.pdf" in adviser_client.get(form).text
    adviser_client.post(form, {"document": filed.pk})
    assert "report.pdf" not in adviser_client.get(form).text


def test_what_ended_offers_no_button_and_refuses_in_words(adviser_client, report, ended):
    assert "Add a document" not in adviser_client.get(url("engagement", ended)).text
    refused = adviser_client.post(url("engagement-document-drop", report)).text
    assert "The help has ended; its documents stay as they are." in refused


@pytest.mark.asvs("8.2.2")
def test_others_take_nothing_off(client, other_adviser, firm_owner_client, report, agreed):
    client.force_login(other_adviser)
    assert client.post(url("engagement-document-drop", report)).status_code == 404
    assert client.post(url("engagement-document-new", agreed)).status_code == 404
    assert firm_owner_client.post(url("engagement-document-drop", report)).status_code == 403
    assert agreed.documents.get() == report


@pytest.mark.parametrize("size", [1, 15])
def test_the_page_costs_the_same_with_many_documents(
    adviser_client, travelling, adviser, size, django_assert_max_num_queries
):
    EngagementDocument.objects.bulk_create(
        EngagementDocument(
            engagement=travelling,
            document=add_document(
                firm=travelling.firm,
                upload=paper(f"{n}.pdf", PDF + b"%%%d\n" % (n + 9)),
                by=adviser,
            ),
            added_by=adviser,
            added_at="2026-03-02T09:00:00+00:00",
        )
        for n in range(size)
    )
    with django_assert_max_num_queries(20):
        adviser_client.get(url("engagement", travelling))
