"""The table of moves of an engagement: who makes them, what they need, and its laws."""

from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from programs.engagements.models import PUBLIC_STATE_LABELS, STATE_LABELS
from programs.engagements.rules import (
    CALLED_OFF,
    FINAL,
    FIRM_MOVES,
    INITIAL,
    MOVES,
    NEEDS_REASON,
    OPEN,
    UNDECIDED,
    UNWANTED,
    WANTED,
    Actor,
    MoveRefusal,
    State,
    Step,
    firm_answer,
    flaws,
    may_move,
    why_not_move,
)

TODAY = date(2026, 11, 22)
S = State


def test_every_state_has_its_moves():
    assert MOVES.keys() == set(State)


def test_every_state_is_undecided_open_or_final():
    assert [set(), set(), set()] == [UNDECIDED & OPEN, UNDECIDED & FINAL, OPEN & FINAL]
    assert set(State) == UNDECIDED | OPEN | FINAL
    assert FINAL - {S.COMPLETED} == CALLED_OFF


def test_final_states_are_exactly_those_without_a_way_on():
    assert {state for state, moves in MOVES.items() if not moves} == FINAL


def test_every_state_can_be_reached_from_where_help_begins():
    reached = set(INITIAL)
    reached |= {after for state in sorted(reached) for after in MOVES[state]}
    reached |= {after for state in sorted(reached) for after in MOVES[state]}
    reached |= {after for state in sorted(reached) for after in MOVES[state]}
    assert reached == set(State)


@pytest.mark.parametrize("labels", [STATE_LABELS, PUBLIC_STATE_LABELS], ids=["inside", "public"])
def test_every_state_has_a_label_of_its_own(labels):
    assert labels.keys() == set(State)
    assert len({str(label) for label in labels.values()}) == len(State)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (S.PROPOSED, S.APPROVED),
        (S.OFFERED, S.APPROVED),
        (S.APPLIED, S.WAITLISTED),
        (S.WAITLISTED, S.OFFERED),
        (S.OFFERED, S.WAITLISTED),
        (S.APPROVED, S.ACTIVE),
        (S.APPROVED, S.NO_SHOW),
        (S.ACTIVE, S.PAUSED),
        (S.ACTIVE, S.COMPLETED),
        (S.ACTIVE, S.NO_SHOW),
        (S.PAUSED, S.ACTIVE),
        (S.PAUSED, S.COMPLETED),
    ],
)
def test_may_move(before, after):
    assert why_not_move(before, after, on=TODAY, today=TODAY, reason="agreed") == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (S.APPROVED, S.COMPLETED),
        (S.APPROVED, S.PAUSED),
        (S.APPLIED, S.ACTIVE),
        (S.WAITLISTED, S.ACTIVE),
        (S.ACTIVE, S.DECLINED),
        (S.ACTIVE, S.ACTIVE),
        (S.PAUSED, S.NO_SHOW),
        (S.COMPLETED, S.ACTIVE),
        (S.CANCELLED, S.APPROVED),
        (S.DECLINED, S.ACTIVE),
        (S.NO_SHOW, S.ACTIVE),
        (S.WITHDRAWN, S.APPLIED),
    ],
)
def test_may_not_move(before, after):
    refusals = why_not_move(before, after, on=TODAY, today=TODAY, reason="please")
    assert refusals == (MoveRefusal("move_not_allowed", before, after),)


@pytest.mark.parametrize(
    ("after", "on", "reason", "expected"),
    [
        pytest.param(S.CANCELLED, TODAY, " ", ["reason_missing"], id="no reason"),
        pytest.param(S.WITHDRAWN, TODAY, "", ["reason_missing"], id="withdrawn without reason"),
        pytest.param(S.CANCELLED, TODAY, "moved away", [], id="reason"),
        pytest.param(S.NO_SHOW, TODAY, "", [], id="an empty chair speaks for itself"),
        pytest.param(S.COMPLETED, TODAY, "", [], id="completion speaks for itself"),
        pytest.param(S.COMPLETED, TODAY + timedelta(days=1), "", ["in_future"], id="tomorrow"),
        pytest.param(S.COMPLETED, date(2026, 5, 1), "", [], id="on the first day"),
        pytest.param(S.COMPLETED, date(2026, 4, 30), "", ["before_start"], id="too early"),
        pytest.param(S.PAUSED, date(2026, 4, 30), "", ["reason_missing", "before_start"], id="two"),
    ],
)
def test_dates_and_reasons_of_a_move(after, on, reason, expected):
    started_on = date(2026, 5, 1)
    refusals = why_not_move(
        S.ACTIVE, after, on=on, today=TODAY, started_on=started_on, reason=reason
    )
    assert [refusal.code for refusal in refusals] == expected


ALL_PAIRS = [(before, after) for before in State for after in State]


@pytest.mark.parametrize(
    ("before", "after", "firm", "staff"),
    [
        (S.PROPOSED, S.APPLIED, True, True),
        (S.PROPOSED, S.DECLINED, True, True),
        (S.PROPOSED, S.APPROVED, False, True),
        (S.OFFERED, S.APPROVED, True, True),
        (S.OFFERED, S.DECLINED, True, True),
        (S.APPLIED, S.WITHDRAWN, True, True),
        (S.APPLIED, S.APPROVED, False, True),
        (S.APPLIED, S.DECLINED, False, True),
        (S.WAITLISTED, S.WITHDRAWN, True, True),
        (S.WAITLISTED, S.OFFERED, False, True),
        (S.APPROVED, S.WITHDRAWN, True, True),
        (S.APPROVED, S.ACTIVE, False, True),
        (S.ACTIVE, S.COMPLETED, False, True),
        (S.ACTIVE, S.WITHDRAWN, False, True),
        (S.COMPLETED, S.ACTIVE, False, False),
    ],
)
def test_who_may_make_a_move(before, after, firm, staff):
    assert (may_move(Actor.FIRM, before, after), may_move(Actor.STAFF, before, after)) == (
        firm,
        staff,
    )


@pytest.mark.parametrize(("before", "after"), ALL_PAIRS)
def test_a_firm_never_makes_a_move_that_staff_could_not(before, after):
    assert may_move(Actor.FIRM, before, after) <= may_move(Actor.STAFF, before, after)


def test_a_firm_decides_only_what_is_accepted_declined_or_withdrawn():
    made = {after for moves in FIRM_MOVES.values() for after in moves}
    assert made == {S.APPLIED, S.APPROVED, S.DECLINED, S.WITHDRAWN}


@pytest.mark.parametrize(
    ("before", "yes", "no"),
    [
        (S.PROPOSED, S.APPLIED, S.DECLINED),
        (S.OFFERED, S.APPROVED, S.DECLINED),
        (S.APPLIED, None, S.WITHDRAWN),
        (S.WAITLISTED, None, S.WITHDRAWN),
        (S.APPROVED, None, S.WITHDRAWN),
        (S.ACTIVE, None, None),
        (S.COMPLETED, None, None),
    ],
)
def test_where_a_firms_answer_leads(before, yes, no):
    answers = firm_answer(before, is_wanted=True), firm_answer(before, is_wanted=False)
    assert answers == (yes, no)


@pytest.mark.parametrize("before", FIRM_MOVES)
def test_a_firm_has_one_yes_and_one_no_at_most(before):
    moves = FIRM_MOVES[before]
    assert len(moves & WANTED) <= 1
    assert len(moves & UNWANTED) == 1
    assert moves <= WANTED | UNWANTED


def test_a_move_of_the_agency_is_not_the_firms():
    refusals = why_not_move(S.APPROVED, S.ACTIVE, on=TODAY, today=TODAY, actor=Actor.FIRM)
    assert [refusal.code for refusal in refusals] == ["not_yours"]


@pytest.mark.parametrize(
    ("history", "now", "expected"),
    [
        pytest.param([Step(None, S.APPROVED)], S.APPROVED, (), id="only begun"),
        pytest.param([], S.APPROVED, ("ends_elsewhere",), id="no history"),
        pytest.param([Step(None, S.ACTIVE)], S.ACTIVE, ("begins_wrongly:0",), id="begins active"),
        pytest.param(
            [Step(None, S.APPROVED), Step(S.ACTIVE, S.PAUSED, "x")], S.PAUSED, ("gap:1",), id="gap"
        ),
        pytest.param(
            [
                Step(None, S.APPLIED),
                Step(S.APPLIED, S.APPROVED),
                Step(S.APPLIED, S.APPROVED),
            ],
            S.APPROVED,
            ("gap:2",),
            id="fork: approved twice",
        ),
        pytest.param(
            [Step(None, S.APPLIED), Step(S.APPLIED, S.ACTIVE)],
            S.ACTIVE,
            ("not_a_move:1",),
            id="a leap",
        ),
        pytest.param(
            [Step(None, S.APPROVED), Step(S.APPROVED, S.CANCELLED)],
            S.CANCELLED,
            ("reason_missing:1",),
            id="no reason",
        ),
        pytest.param([Step(None, S.APPROVED)], S.ACTIVE, ("ends_elsewhere",), id="moved unseen"),
    ],
)
def test_flaws_of_a_history(history, now, expected):
    assert flaws(history, now=now) == expected


class Lives(RuleBasedStateMachine):
    """Anybody tries anything: what is accepted makes one unbroken history."""

    def __init__(self) -> None:
        super().__init__()
        self.now: State | None = None
        self.history: list[Step] = []
        self.ended_at: State | None = None

    @precondition(lambda self: self.now is None)
    @rule(state=st.sampled_from(sorted(INITIAL)))
    def begin(self, state):
        self.now = state
        self.history.append(Step(None, state))

    @precondition(lambda self: self.now is not None)
    @rule(
        after=st.sampled_from(State),
        actor=st.sampled_from(Actor),
        reason=st.sampled_from(["", "  ", "No time"]),
        days=st.integers(-2, 2),
    )
    def attempt(self, after, actor, reason, days):
        refusals = why_not_move(
            self.now,
            after,
            on=TODAY + timedelta(days=days),
            today=TODAY,
            reason=reason,
            actor=actor,
        )
        if refusals:
            return
        assert days <= 0
        assert may_move(actor, self.now, after)
        self.history.append(Step(self.now, after, reason))
        self.now = after
        assert self.ended_at is None
        if after in FINAL:
            self.ended_at = after

    @invariant()
    def the_history_is_whole(self):
        if self.now is not None:
            assert flaws(self.history, now=self.now) == ()

    @invariant()
    def the_end_is_the_end(self):
        assert self.ended_at is None or self.now is self.ended_at

    @invariant()
    def every_reason_is_kept(self):
        assert not [
            step
            for step in self.history
            if step.before and step.after in NEEDS_REASON and not step.reason.strip()
        ]


TestLives = Lives.TestCase
