"""Moves over the database: by staff and by firms, by the news of a seat, in any order."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from config.shared import clock
from config.shared.errors import DomainError
from firms.audit.models import AuditEvent
from programs.engagements import actions
from programs.engagements.errors import (
    BeforeStart,
    CertificateOrReason,
    CertificateOver,
    MoveNotAllowed,
    NotAgreed,
    NotYours,
    ReasonMissing,
)
from programs.engagements.models import Engagement, EngagementTransition
from programs.engagements.rules import FINAL, INITIAL, State, flaws
from programs.engagements.rules import Step as Move
from programs.followups.actions import complete_follow_up
from programs.followups.actions.plans import begin_draft, enable_draft, put_step
from programs.followups.rules import RENEWAL_CODE, AnchorKind, Step
from tests.factories.programs import EngagementFactory, InterventionFactory, OfferingFactory


@pytest.fixture
def proposed(firm, adviser, on_monday) -> Engagement:
    return actions.propose_engagement(firm=firm, intervention=InterventionFactory(), by=adviser)


@pytest.fixture
def applied(firm, on_monday) -> Engagement:
    return EngagementFactory(
        firm=firm, state="applied", offering=OfferingFactory(intervention=InterventionFactory())
    )


def test_a_firm_takes_up_what_is_proposed_and_the_adviser_approves(proposed, firm_owner, adviser):
    actions.move(engagement=proposed, after=State.APPLIED, by=firm_owner)
    done = actions.approve_engagement(engagement=proposed, by=adviser)
    assert done.state == "approved"
    moves = list(proposed.transitions.values_list("before", "after", "by"))
    assert moves == [
        ("", "proposed", adviser.pk),
        ("proposed", "applied", firm_owner.pk),
        ("applied", "approved", adviser.pk),
    ]


def test_a_firm_declines_with_a_reason(proposed, firm_owner):
    with pytest.raises(ReasonMissing):
        actions.decline_engagement(engagement=proposed, by=firm_owner, reason="")
    done = actions.decline_engagement(engagement=proposed, by=firm_owner, reason="No time")
    assert (done.state, done.closing_note) == ("declined", "No time")


def test_a_firm_withdraws_before_it_begins(planned, firm_owner):
    done = actions.withdraw_engagement(engagement=planned, by=firm_owner, reason="Sold out")
    assert done.state == "withdrawn"
    assert AuditEvent.objects.filter(kind="engagement.withdrawn", firm=planned.firm).count() == 1


def test_a_firm_does_not_begin_help_itself(planned, firm_owner):
    with pytest.raises(NotYours, match="Your adviser makes this step"):
        actions.start_engagement(engagement=planned, by=firm_owner)
    assert Engagement.objects.get(pk=planned.pk).state == "approved"


def test_a_firm_does_not_approve_its_application(applied, firm_owner):
    with pytest.raises(NotYours):
        actions.approve_engagement(engagement=applied, by=firm_owner)


def test_an_empty_chair_needs_no_reason(planned, adviser):
    assert actions.mark_no_show(engagement=planned, by=adviser).state == "no_show"


def test_nothing_begins_under_way(firm, adviser, on_monday):
    with pytest.raises(MoveNotAllowed):
        actions.create_engagement(
            firm=firm, intervention=InterventionFactory(), by=adviser, state=State.ACTIVE
        )


@pytest.mark.parametrize(
    "path",
    [
        ["waitlisted", "offered", "approved"],
        ["offered", "waitlisted", "offered", "approved", "no_show"],
        ["approved", "cancelled"],
    ],
)
def test_the_engagement_follows_its_seat(applied, path):
    states = [
        actions.follow_seat(engagement=applied, to_state=state, by=None, reason="The seat").state
        for state in path
    ]
    assert states == path
    assert applied.transitions.count() == len(path)


def test_the_same_news_of_a_seat_changes_nothing(applied):
    actions.follow_seat(engagement=applied, to_state="waitlisted", by=None)
    actions.follow_seat(engagement=applied, to_state="waitlisted", by=None)
    assert applied.transitions.count() == 1


def test_a_seat_follows_the_firm_though_the_agency_moves_it(applied, firm_owner):
    done = actions.follow_seat(engagement=applied, to_state="waitlisted", by=firm_owner)
    assert done.state == "waitlisted"


def test_a_seat_does_not_begin_help(planned):
    with pytest.raises(MoveNotAllowed):
        actions.follow_seat(engagement=planned, to_state="active", by=None)


def test_what_is_only_applied_for_prepares_nothing(applied, adviser):
    actions.follow_seat(engagement=applied, to_state="waitlisted", by=None)
    assert not applied.follow_ups.exists()
    actions.follow_seat(engagement=applied, to_state="approved", by=None)
    prepared = applied.follow_ups.filter(anchor="offering_start").count()
    actions.mark_no_show(engagement=applied, by=adviser)
    assert applied.follow_ups.open().count() == 0
    assert prepared >= 0


def test_a_certificate_or_a_reason(certification, adviser):
    with pytest.raises(CertificateOrReason):
        actions.complete_engagement(engagement=certification, by=adviser)
    certification.refresh_from_db()
    assert certification.state == "active"
    done = actions.complete_engagement(
        engagement=certification, by=adviser, note="The auditor postponed it to autumn."
    )
    assert (done.state, done.certificate_number) == ("completed", "")


@pytest.fixture
def renewal(certification, manager):
    """A plan that asks sixty days before a certificate runs out."""
    draft = begin_draft(intervention=certification.intervention, program=None, by=manager)
    sixty = Step("renew", AnchorKind.CERTIFICATE_EXPIRY, -60)
    put_step(version=draft, step=sixty, instead_of=RENEWAL_CODE, by=manager)
    enable_draft(version=draft, by=manager)


@pytest.mark.usefixtures("renewal")
def test_a_noted_certificate_completes_and_asks_before_it_runs_out(certification, adviser):
    actions.record_certificate(
        engagement=certification, number="ISO-1", expires_on=date(2027, 6, 30), by=adviser
    )
    done = actions.complete_engagement(engagement=certification, by=adviser)
    asks = certification.follow_ups.get(anchor="certificate_expiry")
    assert (done.state, asks.planned_on) == ("completed", date(2027, 5, 1))


def test_the_standard_plan_asks_a_quarter_before_a_certificate_runs_out(certification, adviser):
    actions.record_certificate(
        engagement=certification, number="ISO-1", expires_on=date(2027, 6, 30), by=adviser
    )
    actions.complete_engagement(engagement=certification, by=adviser)
    asks = certification.follow_ups.get(anchor="certificate_expiry")
    assert (asks.planned_on, asks.who, asks.state) == (date(2027, 4, 1), "adviser", "planned")
    actions.record_certificate(
        engagement=certification, number="ISO-1", expires_on=date(2027, 9, 30), by=adviser
    )
    asks.refresh_from_db()
    assert asks.planned_on == date(2027, 7, 2)


def test_a_renewed_certificate_asks_anew(certification, adviser, on_monday):
    first = on_monday + timedelta(days=60)
    actions.record_certificate(
        engagement=certification, number="ISO-1", expires_on=first, by=adviser
    )
    asks = certification.follow_ups.get(anchor="certificate_expiry")
    assert asks.due_on == on_monday
    complete_follow_up(follow_up=asks, by=adviser)
    actions.record_certificate(
        engagement=certification, number="ISO-2", expires_on=date(2029, 6, 30), by=adviser
    )
    rows = certification.follow_ups.filter(anchor="certificate_expiry")
    assert sorted(rows.values_list("occurrence", "state")) == [(0, "done"), (1, "planned")]


@pytest.mark.parametrize("state", ["proposed", "offered", "applied", "waitlisted", "declined"])
def test_help_that_is_not_agreed_has_no_certificate(certification, adviser, state):
    Engagement.objects.filter(pk=certification.pk).update(state=state)
    with pytest.raises(NotAgreed, match="there is nothing to note before the help is agreed"):
        actions.record_certificate(
            engagement=certification, number="ISO-1", expires_on=date(2027, 6, 30), by=adviser
        )


def test_a_certificate_that_is_over_is_not_noted(certification, adviser, on_monday):
    yesterday = on_monday - timedelta(days=1)
    with pytest.raises(CertificateOver, match="ran out on 2026-03-01 is not noted"):
        actions.record_certificate(
            engagement=certification, number="ISO-1", expires_on=yesterday, by=adviser
        )
    with pytest.raises(BeforeStart):
        actions.record_certificate(
            engagement=certification, number="ISO-1", expires_on=date(2026, 1, 2), by=adviser
        )
    noted = actions.record_certificate(
        engagement=certification, number="ISO-1", expires_on=on_monday, by=adviser
    )
    assert noted.certificate_expires_on == on_monday


def test_the_number_of_a_certificate_that_ran_out_can_be_corrected(certification, adviser):
    Engagement.objects.filter(pk=certification.pk).update(
        certificate_number="ISO-l", certificate_expires_on=date(2026, 2, 20)
    )
    noted = actions.record_certificate(
        engagement=certification, number="ISO-1", expires_on=date(2026, 2, 20), by=adviser
    )
    assert noted.certificate_number == "ISO-1"


@pytest.mark.parametrize(
    "change", [{"after": "paused"}, {"before": "active"}, {"occurred_on": "2020-01-01"}]
)
def test_the_database_refuses_to_rewrite_a_move(proposed, change):
    with pytest.raises(DatabaseError, match="is_frozen"), transaction.atomic():
        EngagementTransition.objects.update(**change)


class Rows(RuleBasedStateMachine):
    """Staff, the firm and the seat move one engagement about: its rows stay one history."""

    def __init__(self, firm, people, intervention) -> None:
        super().__init__()
        self.people = people
        self.row = actions.create_engagement(
            firm=firm, intervention=intervention, by=people[1], state=State.PROPOSED
        )
        self.ended: str | None = None
        self.count = 1

    @rule(
        after=st.sampled_from(State),
        who=st.integers(0, 2),
        reason=st.sampled_from(["", "No time"]),
        days=st.integers(-1, 1),
    )
    def attempt(self, after, who, reason, days):
        before = Engagement.objects.get(pk=self.row.pk).state
        try:
            with transaction.atomic():
                actions.move(
                    engagement=self.row,
                    after=after,
                    by=self.people[who],
                    reason=reason,
                    on=clock.today() + timedelta(days=days),
                )
        except DomainError:
            assert Engagement.objects.get(pk=self.row.pk).state == before
            return
        self.count += before != after
        if self.ended is None and after in FINAL:
            self.ended = after

    @invariant()
    def the_rows_are_one_history(self):
        row = Engagement.objects.get(pk=self.row.pk)
        steps = [
            Move(State(each.before) if each.before else None, State(each.after), each.note)
            for each in row.transitions.order_by("pk")
        ]
        assert flaws(steps, now=State(row.state)) == ()
        assert len(steps) == self.count
        assert self.ended in (None, row.state)


def test_any_life_over_the_database_is_one_history(firm, adviser, firm_owner, on_monday):
    people, help_ = (None, adviser, firm_owner), InterventionFactory()
    run_state_machine_as_test(
        lambda: Rows(firm, people, help_),
        settings=settings(
            max_examples=25,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert State.PROPOSED in INITIAL
    assert EngagementTransition.objects.exclude(before="").exists()
