"""What a plan does beyond its own rows: the job that follows it, what a draft begins as, who sees."""

import pytest
from django.urls import reverse

from config.shared import jobs
from programs import tasks
from programs.engagements.models import Engagement
from programs.followups.actions import reconcile_all
from programs.followups.actions.plans import (
    begin_draft,
    enable_draft,
    put_step,
    remove_step,
    withdraw_plan,
)
from programs.followups.plans import step_of
from programs.followups.preview import preview
from programs.followups.rules import AnchorKind, Step, Task, Who
from tests.factories.firms import ContactFactory, FirmFactory
from tests.factories.programs import EngagementFactory, InterventionFactory, ProgramFactory

WEEK_LATER = Step("after-7", AnchorKind.COMPLETION, 7)


@pytest.fixture
def program(completed):
    """The program that gives the completed help."""
    program = ProgramFactory()
    Engagement.objects.filter(pk=completed.pk).update(program=program)
    completed.refresh_from_db()
    return program


@pytest.fixture
def kind_plan(completed, manager):
    """The agency's own plan of the help: a week later, and nothing else."""
    draft = begin_draft(intervention=completed.intervention, program=None, by=manager)
    put_step(version=draft, step=WEEK_LATER, by=manager)
    for code in ("after-14", "after-60", "after-180"):
        remove_step(version=draft, code=code, by=manager)
    return enable_draft(version=draft, by=manager)


def offsets(version):
    return [step.offset for step in version.steps.all()]


def asked(engagement):
    return sorted(engagement.follow_ups.open().values_list("offset", flat=True))


def test_enabling_and_withdrawing_are_followed_by_their_job(
    completed, manager, sent, on_monday, django_capture_on_commit_callbacks
):
    draft = begin_draft(intervention=completed.intervention, program=None, by=manager)
    put_step(version=draft, step=WEEK_LATER, by=manager)
    with django_capture_on_commit_callbacks(execute=True):
        enable_draft(version=draft, by=manager)
    assert sent == [jobs.Job("programs.reconcile_plan", {"plan_id": draft.plan_id})]
    assert tasks.reconcile_plan_task(**sent[0].kwargs) == 1
    assert asked(completed) == [7, 14, 60, 180]
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_plan(plan=draft.plan, by=manager)
    assert sent[1] == sent[0]
    tasks.reconcile_plan_task(**sent[1].kwargs)
    assert asked(completed) == [14, 60, 180]


def test_a_program_without_a_plan_begins_with_the_days_of_the_methodology(program, manager):
    draft = begin_draft(intervention=None, program=program, by=manager)
    assert offsets(draft) == [30, 90, 180, 365, 730, 1095]


def test_a_program_with_help_for_certificates_begins_with_their_renewal(program, manager):
    outcomes = [{"code": "certificate_issued", "names": {"en": "Certificate issued"}}]
    program.interventions.add(InterventionFactory(details={"outcomes": outcomes}))
    draft = begin_draft(intervention=None, program=program, by=manager)
    assert offsets(draft) == [30, 90, 180, 365, 730, 1095, -90]


def test_a_draft_begins_as_the_less_specific_plan_that_holds(
    kind_plan, completed, program, manager
):
    draft = begin_draft(intervention=completed.intervention, program=program, by=manager)
    assert offsets(draft) == [7]


def test_the_page_says_which_plan_holds(kind_plan, completed, program, manager, manager_client):
    draft = begin_draft(intervention=completed.intervention, program=program, by=manager)
    page = manager_client.get(reverse("programs:plan", args=[draft.plan_id])).content.decode()
    assert f"The plan “{completed.intervention.name}” holds here." in page
    assert "The days of the methodology hold." not in page


def test_the_page_of_a_program_without_a_plan_shows_none_in_force(program, manager, manager_client):
    draft = begin_draft(intervention=None, program=program, by=manager)
    page = manager_client.get(reverse("programs:plan", args=[draft.plan_id])).content.decode()
    assert "Every kind of help goes by its own plan." in page
    assert "Nothing is asked." in page


def test_the_preview_counts_what_others_hold_and_names_only_what_is_in_view(
    completed, manager, office_manager, other_office, on_monday
):
    elsewhere = EngagementFactory(
        firm=FirmFactory(office=other_office),
        intervention=completed.intervention,
        state="completed",
        completed_on=on_monday,
    )
    reconcile_all(today=on_monday, everything=True)
    draft = begin_draft(intervention=completed.intervention, program=None, by=manager)
    put_step(version=draft, step=WEEK_LATER, by=manager)
    steps = [step_of(row) for row in draft.steps.all()]
    found = preview(draft.plan, steps, today=on_monday, user=office_manager)
    assert (found.engagements, found.creates) == (2, 2)
    assert {each.engagement for each in found.coming} == {completed}
    everywhere = preview(draft.plan, steps, today=on_monday, user=manager)
    assert {each.engagement for each in everywhere.coming} == {completed, elsewhere}


def test_the_preview_counts_whom_it_would_reach(completed, manager, on_monday):
    ContactFactory(firm=completed.firm)
    EngagementFactory(  # of a firm without an adviser and without a contact: its manager's
        firm=FirmFactory(office=completed.firm.office),
        intervention=completed.intervention,
        state="completed",
        completed_on=on_monday,
    )
    draft = begin_draft(intervention=completed.intervention, program=None, by=manager)
    put_step(version=draft, step=WEEK_LATER, by=manager)
    ask = Step("ask", AnchorKind.COMPLETION, 8, task=Task(who=Who.FIRM))
    put_step(version=draft, step=ask, by=manager)
    steps = [step_of(row) for row in draft.steps.all()]
    found = preview(draft.plan, steps, today=on_monday, user=manager)
    assert (found.readers, found.firms) == (2, 1)


def test_the_preview_takes_the_same_queries_for_many(
    completed, manager, on_monday, django_assert_max_num_queries
):
    EngagementFactory.create_batch(
        20, intervention=completed.intervention, state="completed", completed_on=on_monday
    )
    draft = begin_draft(intervention=completed.intervention, program=None, by=manager)
    steps = [step_of(row) for row in draft.steps.all()]
    with django_assert_max_num_queries(12):
        preview(draft.plan, steps, today=on_monday, user=manager)
