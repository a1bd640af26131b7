"""The transition matrix conserves firms, shows moves down, and gives nothing away."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.cohorts.rules import Standing
from programs.reports.rules.transitions import (
    STAGES,
    STATES,
    Direction,
    FlowLink,
    FlowNode,
    direction_of,
    flows,
    transition_matrix,
)
from programs.reports.rules.withholding import WITHHELD

PREPARATION, ACTIVE, GROWTH, LEFT, UNKNOWN = STATES
COUNTS = {
    PREPARATION: (121, 66, 9, 21, 14),
    ACTIVE: (17, 41, 19, 9, 6),
    GROWTH: (2, 7, 13, 3, 0),
}

any_moves = st.lists(
    st.tuples(st.sampled_from([*STAGES, UNKNOWN]), st.sampled_from(STATES)), max_size=60
)


def moves(counts):
    return [
        (stage, state)
        for stage, row in counts.items()
        for state, count in zip(STATES, row, strict=True)
        for _ in range(count)
    ]


@pytest.fixture
def cohort():
    return transition_matrix(moves(COUNTS))


@pytest.fixture
def open_cohort():
    return transition_matrix(moves(COUNTS), withhold=False)


@pytest.mark.parametrize(
    ("stage", "state", "expected"),
    [
        pytest.param(PREPARATION, ACTIVE, Direction.UP, id="one up"),
        pytest.param(PREPARATION, GROWTH, Direction.UP, id="two up"),
        pytest.param(GROWTH, PREPARATION, Direction.DOWN, id="two down"),
        pytest.param(ACTIVE, ACTIVE, Direction.STAYED, id="stayed"),
        pytest.param(GROWTH, LEFT, Direction.LEFT, id="left is not down"),
        pytest.param(GROWTH, UNKNOWN, Direction.UNKNOWN, id="not reached is not stayed"),
        pytest.param(UNKNOWN, GROWTH, Direction.UNPLACED, id="no stage to move from"),
        pytest.param(UNKNOWN, LEFT, Direction.LEFT, id="unplaced and left"),
    ],
)
def test_direction(stage, state, expected):
    assert direction_of(stage, state) is expected


def test_counts_and_shares_of_the_row(open_cohort):
    row = open_cohort.rows[0]
    assert (row.stage, row.n) == (PREPARATION, 231)
    assert [cell.count for cell in row.cells] == [121, 66, 9, 21, 14]
    assert [cell.share for cell in row.cells] == [
        Decimal(text) for text in ("0.524", "0.286", "0.039", "0.091", "0.061")
    ]


def test_moves_are_counted_each_way(open_cohort):
    counts = {one.direction: one.count for one in open_cohort.movements.values()}
    assert counts == {
        Direction.UP: 94,
        Direction.STAYED: 175,
        Direction.DOWN: 26,
        Direction.LEFT: 33,
        Direction.UNKNOWN: 20,
        Direction.UNPLACED: 0,
    }


def test_both_distributions_have_one_base(open_cohort):
    assert [part.count for part in open_cohort.at_intake] == [231, 92, 25, 0, 0]
    assert [part.count for part in open_cohort.now] == [140, 114, 41, 33, 20]
    assert open_cohort.now[0].share == Decimal("0.402")
    assert open_cohort.n == 348
    assert not open_cohort.has_withheld


def test_small_cells_and_their_cover_are_withheld(cohort):
    hidden = [(r.stage, c.state) for r in cohort.rows for c in r.cells if c.count is WITHHELD]
    assert hidden == [(ACTIVE, PREPARATION), (ACTIVE, LEFT), (GROWTH, PREPARATION), (GROWTH, LEFT)]
    assert all(c.share is WITHHELD for r in cohort.rows for c in r.cells if c.count is WITHHELD)
    assert cohort.has_withheld


def test_moves_do_not_give_withheld_cells_away(cohort):
    down = cohort.movements[Direction.DOWN]
    assert (down.count, down.withheld_cells) == (7, 2)
    assert cohort.movements[Direction.UP].withheld_cells == 0


def test_zero_is_shown_as_zero(cohort):
    cell = cohort.rows[2].cells[4]
    assert (cell.state, cell.count, cell.share) == (UNKNOWN, 0, Decimal("0.000"))


def test_unplaced_have_a_row_only_when_there_are_any(cohort):
    assert [row.stage for row in cohort.rows] == list(STAGES)
    matrix = transition_matrix([(UNKNOWN, ACTIVE)] * 6 + [(ACTIVE, ACTIVE)] * 6)
    assert [row.stage for row in matrix.rows] == [*STAGES, UNKNOWN]
    assert matrix.at_intake[4].count == 6
    assert matrix.movements[Direction.UNPLACED].count == 6


def test_codes_are_enough():
    matrix = transition_matrix([("preparation", "active_engagement")] * 5)
    assert matrix.movements[Direction.UP].count == 5


def test_empty_cohort():
    matrix = transition_matrix([])
    assert matrix.n == 0
    assert not matrix.has_withheld
    assert {part.share for part in matrix.now} == {WITHHELD}
    assert flows(matrix).links == flows(matrix).nodes == ()


def test_cohort_of_four_says_nothing():
    matrix = transition_matrix([(PREPARATION, ACTIVE)] * 4)
    assert matrix.n is WITHHELD
    assert matrix.has_withheld
    assert flows(matrix).links == ()
    assert flows(matrix).undrawn == (PREPARATION,)


@pytest.mark.parametrize(
    ("move", "message"),
    [
        pytest.param((LEFT, ACTIVE), "at its own intake", id="left at intake"),
        pytest.param(("dormant", ACTIVE), "dormant", id="unknown code"),
    ],
)
def test_bad_moves_are_refused(move, message):
    with pytest.raises(ValueError, match=message):
        transition_matrix([move])


def test_flows_draw_withheld_cells_as_one(cohort):
    band = flows(cohort)
    assert FlowLink("intake:growth_expansion", "now:withheld", 5, None) in band.links
    assert FlowNode("now:withheld", None, 31) in band.nodes
    assert band.undrawn == ()


def test_flows_leave_out_nothing_but_zeros(open_cohort):
    band = flows(open_cohort)
    assert len(band.links) == 14
    assert band.links[0] == FlowLink(
        "intake:growth_expansion", "now:preparation", 2, Direction.DOWN
    )
    assert [node.key for node in band.nodes] == [
        "intake:growth_expansion",
        "intake:active_engagement",
        "intake:preparation",
        "now:growth_expansion",
        "now:active_engagement",
        "now:preparation",
        "now:left",
        "now:unknown",
    ]


@given(any_moves)
def test_firms_are_conserved(given_moves):
    matrix = transition_matrix(given_moves, withhold=False)
    n = len(given_moves)
    assert matrix.n == n
    assert sum(row.n for row in matrix.rows) == n
    assert sum(part.count for part in matrix.at_intake) == n
    assert sum(part.count for part in matrix.now) == n
    assert sum(movement.count for movement in matrix.movements.values()) == n
    assert sum(link.count for link in flows(matrix).links) == n


@given(any_moves)
def test_rows_and_columns_add_up(given_moves):
    matrix = transition_matrix(given_moves, withhold=False)
    columns = zip(*(row.cells for row in matrix.rows), strict=True)
    assert [sum(c.count for c in row.cells) for row in matrix.rows] == [r.n for r in matrix.rows]
    assert [sum(c.count for c in column) for column in columns] == [p.count for p in matrix.now]


@given(any_moves, st.randoms(use_true_random=False))
def test_order_of_moves_does_not_matter(given_moves, random):
    shuffled = random.sample(given_moves, len(given_moves))
    assert transition_matrix(shuffled) == transition_matrix(given_moves)


@given(any_moves)
def test_nodes_now_carry_what_flows_in(given_moves):
    band = flows(transition_matrix(given_moves))
    arriving = Counter()
    [arriving.update({link.target: link.count}) for link in band.links]
    assert {n.key: n.count for n in band.nodes if n.key.startswith("now:")} == dict(arriving)


def test_standing_covers_every_state():
    assert set(STATES) == set(Standing)
