"""Follow-ups done on time: every follow-up in exactly one place."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.reports.rules.followups import (
    Exclusion,
    FollowUpFacts,
    Timeliness,
    follow_ups_on_time,
    timeliness,
)
from programs.reports.rules.withholding import WITHHELD

DUE = date(2030, 3, 1)
AS_OF = date(2030, 6, 1)


def days(count):
    return DUE + timedelta(days=count)


@pytest.mark.parametrize(
    ("facts", "as_of", "expected"),
    [
        pytest.param(FollowUpFacts(DUE), days(-1), Timeliness.NOT_DUE, id="tomorrow"),
        pytest.param(FollowUpFacts(DUE), DUE, Timeliness.IN_GRACE, id="due today, open"),
        pytest.param(FollowUpFacts(DUE), days(14), Timeliness.IN_GRACE, id="last good day, open"),
        pytest.param(FollowUpFacts(DUE), days(15), Timeliness.OVERDUE, id="past the grace, open"),
        pytest.param(
            FollowUpFacts(DUE, given_up_on=days(3)), AS_OF, Timeliness.UNANSWERED, id="not reached"
        ),
        pytest.param(
            FollowUpFacts(DUE, given_up_on=days(20)),
            days(15),
            Timeliness.OVERDUE,
            id="given up after the report",
        ),
        pytest.param(FollowUpFacts(DUE, DUE), AS_OF, Timeliness.ON_TIME, id="done on the day"),
        pytest.param(FollowUpFacts(DUE, days(-5)), AS_OF, Timeliness.ON_TIME, id="done early"),
        pytest.param(
            FollowUpFacts(DUE, days(-5)), days(-2), Timeliness.NOT_DUE, id="done early, not yet due"
        ),
        pytest.param(
            FollowUpFacts(DUE, days(14)), AS_OF, Timeliness.ON_TIME, id="done on the last good day"
        ),
        pytest.param(FollowUpFacts(DUE, days(15)), AS_OF, Timeliness.LATE, id="done a day late"),
        pytest.param(
            FollowUpFacts(DUE, days(20)), days(19), Timeliness.OVERDUE, id="done after the report"
        ),
        pytest.param(
            FollowUpFacts(DUE, exclusion=Exclusion.SUPERSEDED),
            AS_OF,
            Timeliness.EXCLUDED,
            id="superseded",
        ),
        pytest.param(
            FollowUpFacts(DUE, None, Exclusion.SKIPPED_STALE, days(30)),
            days(30),
            Timeliness.EXCLUDED,
            id="skipped by then",
        ),
        pytest.param(
            FollowUpFacts(DUE, None, Exclusion.SKIPPED_STALE, days(30)),
            days(29),
            Timeliness.OVERDUE,
            id="skipped only later",
        ),
    ],
)
def test_timeliness(facts, as_of, expected):
    assert timeliness(facts, as_of=as_of) is expected


def test_report():
    report = follow_ups_on_time(
        [
            *[FollowUpFacts(DUE, days(3))] * 5,
            FollowUpFacts(DUE, days(40)),
            FollowUpFacts(DUE),
            FollowUpFacts(AS_OF),
            FollowUpFacts(days(300)),
            FollowUpFacts(DUE, exclusion=Exclusion.SUPERSEDED),
            FollowUpFacts(DUE, exclusion=Exclusion.SKIPPED_STALE, excluded_on=days(400)),
        ],
        as_of=AS_OF,
    )
    assert report.due == 9
    assert report.counts == {
        Timeliness.NOT_DUE: 1,
        Timeliness.ON_TIME: 5,
        Timeliness.LATE: 1,
        Timeliness.IN_GRACE: 1,
        Timeliness.OVERDUE: 2,
        Timeliness.UNANSWERED: 0,
        Timeliness.EXCLUDED: 1,
    }
    assert report.excluded == {Exclusion.SUPERSEDED: 1, Exclusion.SKIPPED_STALE: 0}
    assert report.on_time_share == Decimal("0.556")
    assert (report.late_share, report.overdue_share) == (Decimal("0.111"), Decimal("0.222"))


@pytest.mark.parametrize("count", [0, 4])
def test_few_due_are_counted_but_not_shared(count):
    report = follow_ups_on_time([FollowUpFacts(DUE, DUE)] * count, as_of=AS_OF)
    assert report.due == count
    assert report.on_time_share is report.late_share is report.overdue_share is WITHHELD


any_day = st.dates(date(2030, 1, 1), date(2030, 12, 31))
any_facts = st.lists(
    st.builds(
        FollowUpFacts,
        any_day,
        st.none() | any_day,
        st.none() | st.sampled_from(Exclusion),
        st.none() | any_day,
    )
)


@given(any_facts, any_day, st.randoms(use_true_random=False))
def test_conserved_and_order_free(facts, as_of, random):
    report = follow_ups_on_time(facts, as_of=as_of)
    rest = report.counts[Timeliness.NOT_DUE] + report.counts[Timeliness.EXCLUDED]
    assert sum(report.counts.values()) == report.due + rest == len(facts)
    assert sum(report.excluded.values()) == report.counts[Timeliness.EXCLUDED]
    assert follow_ups_on_time(random.sample(facts, len(facts)), as_of=as_of) == report
