"""Pictures of the report: bars over one base, bands that add up, numbers that do not collide."""

from itertools import combinations, pairwise

import pytest

from programs.cohorts.rules import Standing
from programs.reports.drawing import LABEL_HEIGHT, LABEL_STEP, SIGN_WIDTH, flow_picture, mix
from programs.reports.rules import flows, transition_matrix

P, A, G, L, U = (
    Standing.PREPARATION,
    Standing.ACTIVE,
    Standing.GROWTH,
    Standing.LEFT,
    Standing.UNKNOWN,
)
MIXED = [
    *[(P, P)] * 121,
    *[(P, A)] * 66,
    *[(P, G)] * 9,
    *[(P, L)] * 21,
    *[(P, U)] * 14,
    *[(A, P)] * 17,
    *[(A, A)] * 41,
    *[(A, G)] * 19,
    *[(A, L)] * 9,
    *[(A, U)] * 6,
    *[(G, P)] * 5,
    *[(G, A)] * 7,
    *[(G, G)] * 13,
]
WITH_SMALL = [*MIXED, *[(G, L)] * 2]


@pytest.fixture(params=[MIXED, WITH_SMALL], ids=["all shown", "some withheld"])
def matrix(request):
    return transition_matrix(request.param)


def test_bars_fill_their_width(matrix):
    drawn = mix(matrix.at_intake, matrix.now, matrix.n)
    widths = [sum(part.width for part in bar) for bar in (drawn.before, drawn.now)]
    assert widths == pytest.approx([100, 100], abs=0.1)


@pytest.mark.parametrize("n", [0, 3])
def test_no_bars_without_a_base(n):
    matrix = transition_matrix([(P, P)] * n)
    assert mix(matrix.at_intake, matrix.now, matrix.n) is None


def test_numbers_on_moves_do_not_collide(matrix):
    labels = [band.label for band in flow_picture(flows(matrix)).bands if band.label]
    assert len(labels) >= 4
    clear = [
        abs(one[0] - other[0]) >= 5 * SIGN_WIDTH or abs(one[1] - other[1]) >= LABEL_HEIGHT
        for one, other in combinations(labels, 2)
    ]
    assert all(clear)


def test_names_of_nodes_stand_apart(matrix):
    nodes = flow_picture(flows(matrix)).nodes
    sides = [[one.label_y for one in nodes if one.is_now is side] for side in (True, False)]
    gaps = [below - above for side in sides for above, below in pairwise(side)]
    assert min(gaps) >= LABEL_STEP - 0.11


def test_nothing_to_draw():
    assert flow_picture(flows(transition_matrix([]))) is None
