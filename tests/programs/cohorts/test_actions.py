"""Freezing a cohort: who belongs, where each stood, and that it happens once."""

from datetime import date

import pytest
import time_machine

from firms.accounts.models import User
from firms.audit.models import AuditEvent
from firms.register.models import Firm
from programs.cohorts.actions import create_cohort, freeze_cohort
from programs.cohorts.errors import CodeTaken, WindowBackwards, WindowOpen
from programs.cohorts.models import Cohort, CohortMember
from tests.factories.cohorts import (
    CohortFactory,
    constraint,
    firm_with_story,
    place,
    profile,
    small_pack,
)
from tests.factories.firms import FirmFactory
from tests.factories.programs import EngagementFactory, ProgramFactory

WINDOW = {"intake_from": date(2024, 1, 1), "intake_to": date(2024, 12, 31)}


@pytest.fixture
def cohort(db: None) -> Cohort:
    return CohortFactory()


@pytest.fixture
def joined(office, adviser) -> Firm:
    """Taken in on 1 March 2024 in preparation, which was confirmed a week later."""
    return firm_with_story(office, adviser)


def members(cohort: Cohort) -> list[tuple[object, ...]]:
    return list(
        cohort.members.order_by("pk").values_list(
            "pk", "firm", "intake_on", "baseline_stage", "baseline_placement", "baseline_profile"
        )
    )


def test_window_backwards_is_refused(manager):
    with pytest.raises(WindowBackwards):
        create_cohort(
            code="x", name="X", intake_from=date(2024, 2, 1), intake_to=date(2024, 1, 1), by=manager
        )


def test_one_day_is_a_window(manager):
    day = date(2024, 2, 1)
    made = create_cohort(code="x", name="X", intake_from=day, intake_to=day, by=manager)
    assert made.frozen_at is None


def test_a_code_names_one_cohort(cohort, manager):
    with pytest.raises(CodeTaken):
        create_cohort(code=cohort.code, name="Again", by=manager, **WINDOW)


def test_creating_is_audited(manager):
    create_cohort(code="x", name="Invented", by=manager, **WINDOW)
    event = AuditEvent.objects.get(kind="cohort.created")
    assert event.sentence == f"{manager.name} set up the cohort Invented."


@time_machine.travel("2024-12-31T10:00:00+00:00")
def test_on_its_last_day_the_window_is_open(cohort, manager):
    with pytest.raises(WindowOpen):
        freeze_cohort(cohort=cohort, by=manager)


@time_machine.travel("2025-01-01T10:00:00+00:00")
def test_the_day_after_it_can_be_frozen(cohort, manager):
    assert freeze_cohort(cohort=cohort, by=manager).frozen_by == manager


@pytest.mark.parametrize(
    ("intake_on", "n"),
    [
        pytest.param(date(2023, 12, 31), 0, id="day before"),
        pytest.param(date(2024, 1, 1), 1, id="first day"),
        pytest.param(date(2024, 12, 31), 1, id="last day"),
        pytest.param(date(2025, 1, 1), 0, id="day after"),
    ],
)
def test_members_are_those_taken_in_during_the_window(cohort, manager, office, intake_on, n):
    FirmFactory(office=office, intake_on=intake_on)
    freeze_cohort(cohort=cohort, by=manager)
    assert cohort.members.count() == n


def test_firms_that_left_belong_and_merged_ones_do_not(cohort, manager, office, joined):
    FirmFactory(office=office, intake_on=date(2024, 5, 1), merged_into=joined)
    gone = FirmFactory(office=office, intake_on=date(2024, 5, 1), closed_on=date(2024, 6, 1))
    freeze_cohort(cohort=cohort, by=manager)
    assert set(cohort.members.values_list("firm", flat=True)) == {joined.pk, gone.pk}


def test_a_cohort_of_an_office_takes_its_firms_only(manager, office, other_office, joined):
    FirmFactory(office=other_office, intake_on=date(2024, 5, 1))
    cohort = CohortFactory(office=office)
    freeze_cohort(cohort=cohort, by=manager)
    assert [member.firm for member in cohort.members.all()] == [joined]


def test_a_cohort_of_a_program_takes_firms_it_engaged_by_then(manager, office, joined):
    program = ProgramFactory()
    EngagementFactory(firm=joined, program=program, decided_on=date(2024, 12, 31))
    late = FirmFactory(office=office, intake_on=date(2024, 5, 1))
    EngagementFactory(firm=late, program=program, decided_on=date(2025, 1, 1))
    cohort = CohortFactory(program=program)
    freeze_cohort(cohort=cohort, by=manager)
    assert [member.firm for member in cohort.members.all()] == [joined]


@pytest.mark.parametrize(
    ("placed_on", "stage"),
    [
        pytest.param(date(2024, 3, 31), "active_engagement", id="day 30 counts"),
        pytest.param(date(2024, 4, 1), "preparation", id="day 31 does not"),
    ],
)
def test_baseline_stage_is_the_latest_within_30_days(cohort, manager, joined, placed_on, stage):
    place(joined, "active_engagement", placed_on)
    freeze_cohort(cohort=cohort, by=manager)
    member = cohort.members.get()
    assert (member.baseline_stage, member.baseline_placement.stage) == (stage, stage)


def test_without_a_placement_the_baseline_is_empty(cohort, manager, office, adviser):
    firm_with_story(office, adviser, "")
    freeze_cohort(cohort=cohort, by=manager)
    member = cohort.members.get()
    assert (member.baseline_stage, member.baseline_placement) == ("", None)


def test_baseline_profile_is_the_first_of_the_30_days(cohort, manager, joined):
    pack = small_pack()
    constraint("logistics")
    profile(joined, pack, date(2024, 2, 28), logistics=10)
    first = profile(joined, pack, date(2024, 3, 5), logistics=50)
    profile(joined, pack, date(2024, 3, 20), logistics=40)
    freeze_cohort(cohort=cohort, by=manager)
    assert cohort.members.get().baseline_profile == first


def test_frozen_never_changes(cohort, manager, office, adviser, joined):
    freeze_cohort(cohort=cohort, by=manager)
    before, frozen_at = members(cohort), Cohort.objects.get().frozen_at
    firm_with_story(office, adviser, "growth_expansion")
    place(joined, "growth_expansion", date(2024, 3, 20))
    again = freeze_cohort(cohort=cohort, by=adviser)
    assert (members(cohort), again.frozen_at, again.frozen_by) == (before, frozen_at, manager)
    assert AuditEvent.objects.filter(kind="cohort.frozen").count() == 1


def test_freezing_takes_every_firm_whoever_freezes(cohort, office_manager, other_office):
    FirmFactory(office=other_office, intake_on=date(2024, 5, 1))
    freeze_cohort(cohort=cohort, by=office_manager)
    assert CohortMember.objects.count() == 1


@pytest.mark.parametrize("size", [5, 50])
def test_freezing_takes_as_many_queries_for_many_as_for_few(
    cohort, manager: User, office, adviser, size, django_assert_max_num_queries
):
    [firm_with_story(office, adviser) for _ in range(size)]
    with django_assert_max_num_queries(12):
        freeze_cohort(cohort=cohort, by=manager)
