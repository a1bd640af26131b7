"""Plans: edited in a draft, previewed, enabled; open follow-ups follow, the past stays."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse

from config.shared import clock
from programs.catalogue.models import Intervention
from programs.engagements.models import Engagement
from programs.followups.actions import complete_follow_up, dispatch, reconcile_all
from programs.followups.actions.plans import (
    begin_draft,
    drop_draft,
    enable_draft,
    put_step,
    remove_step,
    withdraw_plan,
)
from programs.followups.errors import DraftChanged, NoDraft, PlanNotReady
from programs.followups.models import FollowUpPlan, PlanStep, PlanVersion
from programs.followups.plans import PlanBook, step_of
from programs.followups.preview import preview
from programs.followups.rules import AnchorKind, Step, Task, Who
from tests.factories.firms import ContactFactory
from tests.factories.programs import EngagementFactory, OfferingFactory, ProgramFactory

WEEK_LATER = Step("after-7", AnchorKind.COMPLETION, 7)


@pytest.fixture
def help_given(completed):
    return completed.intervention


@pytest.fixture
def draft(help_given, manager):
    return begin_draft(intervention=help_given, program=None, by=manager)


def offsets(engagement):
    rows = engagement.follow_ups.filter(state__in=("planned", "due", "snoozed"))
    return sorted(rows.values_list("offset", flat=True))


def test_a_draft_begins_as_what_holds(draft, help_given, manager):
    assert [step.offset for step in draft.steps.all()] == help_given.follow_up_days
    assert begin_draft(intervention=help_given, program=None, by=manager) == draft


def test_a_draft_changes_nothing(draft, completed, manager, on_monday):
    put_step(version=draft, step=WEEK_LATER, by=manager)
    assert reconcile_all(today=on_monday, everything=True).written == 0
    assert offsets(completed) == [14, 60, 180]


def test_enabling_moves_what_is_open_and_keeps_the_past(
    draft, completed, manager, adviser, on_monday
):
    answered = completed.follow_ups.get(step="after-14")
    complete_follow_up(follow_up=answered, by=adviser, answers={"learnt": "Much"})
    put_step(version=draft, step=WEEK_LATER, by=manager)
    remove_step(version=draft, code="after-180", by=manager)
    remove_step(version=draft, code="after-14", by=manager)
    enable_draft(version=draft, by=manager)
    reconcile_all(today=on_monday, everything=True)
    assert offsets(completed) == [7, 60]
    answered.refresh_from_db()
    assert (answered.state, answered.plan_version) == ("done", None)
    gone = completed.follow_ups.get(step="after-180")
    assert (gone.state, gone.why) == ("superseded", "step_dropped")
    assert completed.follow_ups.get(step="after-7").plan_version == draft


def test_a_new_version_replaces_and_an_old_one_stays_as_it_was(draft, manager, help_given):
    enable_draft(version=draft, by=manager)
    second = begin_draft(intervention=help_given, program=None, by=manager)
    put_step(version=second, step=WEEK_LATER, by=manager)
    enable_draft(version=second, by=manager)
    draft.refresh_from_db()
    assert (second.number, draft.state) == (2, "retired")
    assert draft.steps.count() == 3


def test_what_is_in_force_cannot_be_changed(draft, manager):
    enable_draft(version=draft, by=manager)
    for change in (
        lambda: put_step(version=draft, step=WEEK_LATER, by=manager),
        lambda: remove_step(version=draft, code="after-14", by=manager),
        lambda: enable_draft(version=draft, by=manager),
        lambda: drop_draft(version=draft, by=manager),
    ):
        with pytest.raises(NoDraft):
            change()


def test_the_database_itself_refuses_to_rewrite_a_step(draft):
    with pytest.raises(DatabaseError, match="plan_step_is_frozen"), transaction.atomic():
        PlanStep.objects.update(offset=1)


def test_two_people_at_one_draft(draft, manager):
    seen = draft.fingerprint
    first = draft.steps.first().code
    put_step(version=draft, step=WEEK_LATER, by=manager, instead_of=first, seen=seen)
    with pytest.raises(DraftChanged):
        put_step(version=draft, step=Step("b", AnchorKind.START, 1), by=manager, seen=seen)
    with pytest.raises(DraftChanged):  # nobody puts into force what the preview did not show
        enable_draft(version=draft, by=manager, seen=seen)
    enable_draft(version=draft, by=manager, seen=draft.fingerprint)


def test_a_step_before_its_anchor_exists_is_refused_in_words(draft, manager):
    wrong = Step("before", AnchorKind.COMPLETION, -5)
    with pytest.raises(PlanNotReady, match="only known once it has come"):
        put_step(version=draft, step=wrong, by=manager)


def test_withdrawing_brings_the_methodology_back(draft, completed, manager, on_monday):
    put_step(version=draft, step=WEEK_LATER, by=manager)
    enable_draft(version=draft, by=manager)
    reconcile_all(today=on_monday, everything=True)
    withdraw_plan(plan=draft.plan, by=manager)
    reconcile_all(today=on_monday, everything=True)
    assert offsets(completed) == [14, 60, 180]


def test_the_most_specific_plan_holds(completed, manager):
    program = ProgramFactory()
    Engagement.objects.filter(pk=completed.pk).update(program=program)
    completed.refresh_from_db()
    kinds = [(completed.intervention, None), (None, program), (completed.intervention, program)]
    for intervention, within in kinds:
        enable_draft(
            version=begin_draft(intervention=intervention, program=within, by=manager), by=manager
        )
        plan = PlanBook.read().plan_for(completed)
        held = PlanVersion.objects.get(pk=plan.version_id).plan
        assert (held.intervention, held.program) == (intervention, within)


def test_the_preview_says_what_would_be_sent_and_writes_nothing(
    draft, completed, manager, on_monday
):
    ContactFactory(firm=completed.firm)
    put_step(version=draft, step=WEEK_LATER, by=manager)
    put_step(
        version=draft,
        step=Step("ask", AnchorKind.COMPLETION, 21, task=Task(who=Who.FIRM)),
        by=manager,
    )
    before = list(completed.follow_ups.values())
    steps = [step_of(row) for row in draft.steps.all()]
    found = preview(draft.plan, steps, today=on_monday, user=manager)
    assert [(week.draft, week.now) for week in found.weeks] == [(0, 0), (1, 0), (1, 1), (1, 0)]
    assert (found.engagements, found.creates, found.readers, found.firms) == (1, 2, 1, 1)
    assert list(completed.follow_ups.values()) == before


# Anchors of offerings and certificates ----------------------------------------------------------


@pytest.fixture
def mission(firm, catalogue, on_monday):
    """A firm goes on a mission that begins on 1 June 2026."""
    outward = Intervention.objects.get(code="outward_mission")
    offering = OfferingFactory(
        intervention=outward,
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 6, 5),
        apply_by=date(2026, 4, 1),
    )
    return EngagementFactory(firm=firm, intervention=outward, offering=offering, state="approved")


def test_a_mission_is_prepared(mission, on_monday):
    reconcile_all(today=on_monday)
    due = dict(mission.follow_ups.values_list("step", "due_on"))
    assert due == {
        "visas": date(2026, 3, 3),
        "samples": date(2026, 4, 2),
        "pitch": date(2026, 4, 30),
        "meetings": date(2026, 5, 18),
        "travel": date(2026, 5, 25),
    }
    assert reconcile_all(today=on_monday, everything=True).written == 0


def test_a_mission_that_moves_takes_its_preparation_along(mission, on_monday):
    reconcile_all(today=on_monday)
    offering = mission.offering
    offering.starts_on, offering.ends_on = date(2026, 7, 6), date(2026, 7, 10)
    offering.save()
    reconcile_all(today=on_monday)
    assert mission.follow_ups.get(step="visas").due_on == date(2026, 4, 7)


def test_once_it_has_begun_nothing_is_prepared(mission, on_monday):
    reconcile_all(today=on_monday)
    reconcile_all(today=date(2026, 6, 2))
    assert set(mission.follow_ups.values_list("state", "why")) == {("superseded", "anchor_passed")}


def test_a_certificate_asks_before_it_runs_out_and_again_for_the_next(
    completed, draft, manager, adviser, on_monday
):
    put_step(version=draft, step=Step("renew", AnchorKind.CERTIFICATE_EXPIRY, -60), by=manager)
    enable_draft(version=draft, by=manager)
    Engagement.objects.filter(pk=completed.pk).update(certificate_expires_on=date(2026, 6, 1))
    reconcile_all(today=on_monday, everything=True)
    first = completed.follow_ups.get(step="renew")
    assert first.due_on == date(2026, 4, 2)
    complete_follow_up(follow_up=first, by=adviser)
    Engagement.objects.filter(pk=completed.pk).update(certificate_expires_on=date(2028, 6, 1))
    reconcile_all(today=on_monday, everything=True)
    rows = completed.follow_ups.filter(step="renew").values_list("occurrence", "state")
    assert sorted(rows) == [(0, "done"), (1, "planned")]


def test_a_firm_that_left_is_asked_nothing(completed, on_monday):
    completed.firm.closed_on = on_monday
    completed.firm.save()
    reconcile_all(today=on_monday)
    assert set(completed.follow_ups.values_list("state", "why")) == {("superseded", "firm_left")}
    assert dispatch(now=clock.now())["sent"] == 0


def test_what_was_merged_goes_with_its_engagement(completed, foreign_firm, on_monday):
    Engagement.objects.filter(pk=completed.pk).update(firm=foreign_firm)
    done = reconcile_all(today=on_monday, everything=True)
    assert (done.handed_over, done.created) == (3, 0)
    assert set(completed.follow_ups.values_list("firm", flat=True)) == {foreign_firm.pk}


# The pages ----------------------------------------------------------------------------------------


def test_a_manager_makes_a_plan_and_sees_what_it_would_send(manager_client, help_given, completed):
    made = manager_client.post(reverse("programs:plans"), {"intervention": help_given.pk})
    plan = FollowUpPlan.objects.get()
    assert made["Location"] == reverse("programs:plan", args=[plan.pk])
    new = {
        "title": "Did the samples arrive?",
        "count": "7",
        "unit": "days",
        "direction": "after",
        "anchor": "completion",
        "who": "firm",
        "channel": "digest",
        "questions": ["learnt"],
        "seen": plan.versions.get().fingerprint,
    }
    manager_client.post(reverse("programs:plan-step-new", args=[plan.pk]), new)
    page = manager_client.get(reverse("programs:plan", args=[plan.pk])).content.decode()
    assert "Did the samples arrive?" in page
    assert "The next four weeks" in page
    enable = reverse("programs:plan-enable", args=[plan.pk])
    refused = manager_client.post(enable, {"seen": new["seen"]}, follow=True)
    assert "changed this draft meanwhile" in refused.content.decode()
    seen = manager_client.get(enable).context["draft"].fingerprint
    manager_client.post(enable, {"seen": seen})
    assert PlanVersion.objects.get().state == "enabled"
    assert mail.outbox == []


def test_a_wrong_step_is_refused_where_it_is_typed(manager_client, draft):
    wrong = {"count": "5", "direction": "before", "anchor": "completion", "unit": "days"}
    wrong |= {"who": "adviser", "channel": "digest", "questions": ["learnt"]}
    page = manager_client.post(reverse("programs:plan-step-new", args=[draft.plan_id]), wrong)
    assert "only known once it has come" in page.content.decode()
    assert draft.steps.count() == 3


def test_advisers_do_not_edit_plans(adviser_client, draft):
    assert adviser_client.get(reverse("programs:plans")).status_code == 403


def test_far_days_are_refused(draft, manager):
    with pytest.raises(PlanNotReady, match="more than ten years"):
        put_step(
            version=draft,
            step=Step("far", AnchorKind.COMPLETION, timedelta(days=4000).days),
            by=manager,
        )


def test_an_office_whose_holidays_nobody_knows_still_has_its_weekend(firm, on_monday):
    firm.office.country = "XX"
    firm.office.save()
    help_given = EngagementFactory(
        firm=firm, state="completed", completed_on=on_monday - timedelta(days=2)
    )
    reconcile_all(today=on_monday)
    # 14 March 2026 is a Saturday.
    assert help_given.follow_ups.get(step="after-14").due_on == date(2026, 3, 16)
