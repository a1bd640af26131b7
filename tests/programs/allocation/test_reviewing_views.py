"""Pages of reviewers: appointing them, what they open, and what a page tells them when."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.allocation import actions
from programs.allocation.models import Reviewer
from tests.factories.firms import AssignmentFactory, UserFactory
from tests.factories.programs import (
    ApplicationFactory,
    CriteriaFactory,
    OfferingFactory,
    ProgramFactory,
    ReviewerFactory,
)

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def offering(office):
    return OfferingFactory(
        program=ProgramFactory(office=office), seats=2, criteria=CriteriaFactory()
    )


@pytest.fixture
def own_application(offering, firm):
    return ApplicationFactory(offering=offering, firm=firm)


@pytest.fixture
def application(offering, foreign_firm):
    """Of a firm that the reviewer, `adviser`, does not see."""
    return ApplicationFactory(offering=offering, firm=foreign_firm, statement="Meet two buyers.")


@pytest.fixture
def reviewer(offering, adviser):
    return ReviewerFactory(offering=offering, person=adviser)


@pytest.fixture
def second(offering, office):
    """Another reviewer, who gave 91 points already."""
    return ReviewerFactory(offering=offering, person=UserFactory(role="adviser", office=office))


@pytest.fixture
def scored(application, second):
    return actions.score_application(
        application=application, by=second.person, points=91, comment="Ready to go."
    )


def _url(name, key):
    return reverse(f"programs:{name}", args=[key.pk])


# Setting up --------------------------------------------------------------------------------------


def test_a_manager_appoints_and_dismisses(manager_client, offering, adviser):
    page = manager_client.post(
        _url("reviewer-new", offering), {"person": adviser.pk}, follow=True
    ).text
    assert f"<b>{adviser.name}</b>" in page
    page = manager_client.post(_url("reviewer-drop", Reviewer.objects.get()), follow=True).text
    assert "points already given stay" in page
    assert not Reviewer.objects.exists()


def test_only_staff_of_the_offices_served_are_offered(manager_client, offering, adviser, expert):
    stranger = UserFactory(role="adviser")
    page = manager_client.get(_url("offering-setup", offering))
    offered = set(page.context["reviewer_form"].fields["person"].queryset)
    assert adviser in offered
    assert not {stranger, expert} & offered
    manager_client.post(_url("reviewer-new", offering), {"person": stranger.pk})
    assert not Reviewer.objects.exists()


def test_an_adviser_appoints_nobody(adviser_client, offering, adviser, reviewer):
    address = _url("reviewer-new", offering)
    assert adviser_client.post(address, {"person": adviser.pk}).status_code == 403
    assert adviser_client.post(_url("reviewer-drop", reviewer)).status_code == 403


# The application ---------------------------------------------------------------------------------


def test_a_reviewer_reads_the_application_and_not_the_firm(
    adviser_client, application, reviewer, foreign_firm
):
    paper = actions.attach_document(
        application=application, by=None, upload=SimpleUploadedFile("prices.pdf", PDF)
    )
    page = adviser_client.get(_url("application", application)).text
    assert "Meet two buyers." in page
    assert _url("application-document", paper) in page
    assert foreign_firm.get_absolute_url() not in page
    closed = ("application-withdraw", "application-document-new", "application-seat")
    assert not [name for name in closed if _url(name, application) in page]
    assert _url("application-document-drop", paper) not in page
    assert 'id="h-conditions"' not in page


def test_who_has_the_firm_in_view_reads_it_all(adviser_client, own_application, firm):
    page = adviser_client.get(_url("application", own_application)).text
    assert firm.get_absolute_url() in page
    assert 'id="h-conditions"' in page
    assert _url("application-withdraw", own_application) in page


@pytest.mark.asvs("8.2.2")
def test_the_document_of_an_application_is_handed_out_as_a_download(
    adviser_client, application, reviewer
):
    paper = actions.attach_document(
        application=application, by=None, upload=SimpleUploadedFile("prices.pdf", PDF)
    )
    answer = adviser_client.get(_url("application-document", paper))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    reviewer.delete()
    assert adviser_client.get(_url("application-document", paper)).status_code == 404


def test_the_button_to_score_stands_where_it_works(
    adviser_client, other_adviser_client, application, own_application, reviewer
):
    assert _score_button(adviser_client, application)
    assert not _score_button(adviser_client, own_application)
    assert not _score_button(other_adviser_client, application)
    page = adviser_client.get(_url("application", own_application)).text
    assert "is in your caseload; somebody else scores it." in page


def _score_button(client, application):
    page = client.get(_url("application", application)).text
    return _url("application-score", application) in page


@pytest.mark.asvs("8.2.2")
def test_points_of_others_show_after_the_own(adviser_client, application, reviewer, scored):
    page = adviser_client.get(_url("application", application)).text
    assert "1 of 2 gave points." in page
    assert "sees the points of the others after giving the own" in page
    assert not [word for word in (">91<", "Ready to go.", "Mean") if word in page]
    adviser_client.post(_url("application-score", application), {"points": 60})
    page = adviser_client.get(_url("application", application)).text
    assert not [word for word in (">91<", "Ready to go.", "Mean 75.5") if word not in page]


def test_own_points_stand_in_the_form(adviser_client, application, reviewer):
    adviser_client.post(_url("application-score", application), {"points": 60, "comment": "Well."})
    form = adviser_client.get(_url("application-score", application)).context["form"]
    assert (form["points"].value(), form["comment"].value()) == (60, "Well.")


def test_points_of_the_dismissed_say_so(manager_client, application, reviewer, second, scored):
    second.delete()
    page = manager_client.get(_url("application", application)).text
    assert "not a reviewer now; the points stay" in page
    assert "0 of 1 gave points." in page
    reviewer.delete()
    page = manager_client.get(_url("application", application)).text
    assert "not a reviewer now; the points stay" in page


def test_who_keeps_out_stands_beside_the_name(manager_client, own_application, reviewer):
    assert "looks after the firm" in manager_client.get(_url("application", own_application)).text


# The offering ------------------------------------------------------------------------------------


def test_the_offering_lists_what_waits_and_the_table_does_not_widen(
    adviser_client, offering, application, own_application, reviewer
):
    page = adviser_client.get(_url("offering", offering))
    assert "To review: 1" in page.text
    listed = [row.application for row in page.context["page"].rows]
    assert (listed, len(page.context["review"].rows)) == ([own_application], 2)
    adviser_client.post(_url("application-score", application), {"points": 60})
    assert "To review: 0" in adviser_client.get(_url("offering", offering)).text


def test_who_reviews_nothing_has_no_such_list(other_adviser_client, offering, application):
    assert "To review" not in other_adviser_client.get(_url("offering", offering)).text


def test_the_mean_waits_for_the_own_points(
    manager_client, other_adviser, other_adviser_client, offering, office, second
):
    row = ApplicationFactory(offering=offering, firm__office=office)
    ReviewerFactory(offering=offering, person=other_adviser)
    actions.score_application(application=row, by=second.person, points=91)
    assert _row(manager_client, offering) == (91, 1)
    assert _row(other_adviser_client, offering) == (None, 1)
    actions.score_application(application=row, by=other_adviser, points=61)
    assert _row(other_adviser_client, offering) == (76, 2)


def _row(client, offering):
    (row,) = client.get(_url("offering", offering)).context["page"].rows
    return row.score, row.given


@pytest.mark.parametrize("size", [3, 30])
def test_the_offering_costs_a_reviewer_the_same_for_many(
    adviser, adviser_client, offering, reviewer, second, size, django_assert_max_num_queries
):
    firms = [AssignmentFactory(firm__office=offering.program.office).firm for _ in range(size)]
    rows = [ApplicationFactory(offering=offering, firm=each) for each in firms]
    actions.score_application(application=rows[0], by=second.person, points=40)
    with django_assert_max_num_queries(14):
        page = adviser_client.get(_url("offering", offering))
    assert page.context["review"].waiting == size
