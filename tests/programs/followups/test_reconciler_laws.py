"""Laws of the reconciler over the database, whatever people, plans and clocks do before it runs."""

from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.shared import clock
from config.shared.errors import DomainError
from firms.register.models import Firm
from programs.engagements.models import Engagement
from programs.followups.actions import (
    complete_follow_up,
    reconcile_all,
    reconcile_engagements,
    skip,
    snooze,
)
from programs.followups.actions.plans import begin_draft, enable_draft, put_step, remove_step
from programs.followups.comparing import differences
from programs.followups.models import FollowUp
from programs.followups.rules import AnchorKind, Step, Unit
from tests.factories.firms import FirmFactory
from tests.factories.programs import EngagementFactory

#: A day before the 29th of February, and before clocks change in March.
BEGIN = date(2028, 2, 20)

STEPS = (
    Step("soon", AnchorKind.COMPLETION, 9),
    Step("months", AnchorKind.COMPLETION, 1, Unit.MONTHS, 1, 3),
    Step("quiet", AnchorKind.LAST_CONTACT, 14),
)

moves = st.one_of(
    st.tuples(st.just("clock"), st.integers(-3, 40)),
    st.tuples(st.just("anchor"), st.integers(-40, 5)),
    st.tuples(st.just("cancel"), st.none()),
    st.tuples(st.just("plan"), st.sets(st.sampled_from(STEPS))),
    st.tuples(st.just("merge"), st.none()),
    st.tuples(st.just("leave"), st.none()),
    st.tuples(st.just("done"), st.integers(0, 5)),
    st.tuples(st.just("skip"), st.integers(0, 5)),
    st.tuples(st.just("snooze"), st.integers(0, 5)),
    st.tuples(st.just("reconcile"), st.none()),
)


class World:
    """Two engagements, a clock of its own, and what may happen to them."""

    def __init__(self, completed, adviser, manager):
        self.adviser, self.manager = adviser, manager
        self.day = BEGIN
        Engagement.objects.update(completed_on=BEGIN - timedelta(days=3))
        other = EngagementFactory(
            firm=completed.firm,
            intervention=completed.intervention,
            state="completed",
            completed_on=BEGIN - timedelta(days=30),
        )
        self.keys = [completed.pk, other.pk]
        self.help = completed.intervention

    @contextmanager
    def clock(self):
        moment = datetime.combine(self.day, time(9), clock.now().tzinfo)
        with time_machine.travel(moment, tick=False):
            yield

    def do(self, what, given):
        with self.clock(), suppress(DomainError):
            getattr(self, f"on_{what}")(given)

    def on_clock(self, days):
        self.day += timedelta(days=days)

    def on_anchor(self, days):
        Engagement.objects.filter(pk=self.keys[0]).update(
            completed_on=self.day + timedelta(days=min(days, 0))
        )

    def on_cancel(self, _none):
        Engagement.objects.filter(pk=self.keys[0]).update(state="cancelled")

    def on_plan(self, steps):
        draft = begin_draft(intervention=self.help, program=None, by=self.manager)
        for row in list(draft.steps.all()):
            remove_step(version=draft, code=row.code, by=self.manager)
        for step in sorted(steps, key=lambda each: each.code):
            put_step(version=draft, step=step, by=self.manager)
        enable_draft(version=draft, by=self.manager)

    def on_merge(self, _none):
        into = FirmFactory()
        for firm in Firm.objects.filter(engagements__in=self.keys, merged_into=None).distinct():
            Firm.objects.filter(pk=firm.pk).update(merged_into=into)
            Engagement.objects.filter(firm=firm).update(firm=into)

    def on_leave(self, _none):
        Firm.objects.filter(engagements__in=self.keys).update(closed_on=self.day)

    def _one(self, number):
        rows = list(FollowUp.objects.open().order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def on_done(self, number):
        if row := self._one(number):
            complete_follow_up(follow_up=row, by=self.adviser)

    def on_skip(self, number):
        if row := self._one(number):
            skip(follow_up=row, by=self.adviser, reason="Not now")

    def on_snooze(self, number):
        if row := self._one(number):
            snooze(follow_up=row, until=self.day + timedelta(days=7), by=self.adviser)

    def on_reconcile(self, _none):
        reconcile_all(today=self.day, everything=True)


@pytest.fixture
def world(completed, adviser, manager):
    return World(completed, adviser, manager)


def rows():
    """Everything the reconciler writes, without keys and times of writing."""
    names = ("engagement", "firm", "step", "occurrence", "due_on", "planned_on", "state", "why")
    return sorted(map(repr, FollowUp.objects.values_list(*names)))


@contextmanager
def undone():
    """Each example begins where the last one began."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


whatever = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@whatever
@given(st.lists(moves, max_size=7))
def test_twice_changes_nothing_and_nothing_differs(world, happened):
    with undone():
        world.day = BEGIN
        for move in happened:
            world.do(*move)
        with world.clock():
            reconcile_all(today=world.day, everything=True)
            before = rows()
            assert reconcile_all(today=world.day, everything=True).written == 0
            assert list(differences(today=world.day)) == []
        assert rows() == before


@whatever
@given(st.lists(moves, max_size=7))
def test_nothing_is_asked_twice_and_nothing_done_is_undone(world, happened):
    with undone():
        world.day = BEGIN
        done = set()
        for move in [*happened, ("reconcile", None)]:
            world.do(*move)
            found = set(FollowUp.objects.filter(state="done").values_list("pk", flat=True))
            assert done <= found
            done = found
        keys = list(FollowUp.objects.values_list("engagement", "step", "occurrence"))
        assert len(keys) == len(set(keys))


@whatever
@given(st.lists(moves, max_size=7))
def test_the_order_of_engagements_does_not_matter(world, happened):
    found = []
    for order in (1, -1):
        with undone():
            world.day = BEGIN
            for move in happened:
                world.do(*move)
            with world.clock():
                for key in world.keys[::order]:
                    reconcile_engagements(engagements=[key], today=world.day)
            found.append(rows())
    assert [len(each) for each in found] == [len(found[0])] * 2
    assert _without_firms(found[0]) == _without_firms(found[1])


def _without_firms(found):
    """A firm that others were merged into is made anew in each run."""
    return [",".join(part for n, part in enumerate(each.split(", ")) if n != 1) for each in found]
