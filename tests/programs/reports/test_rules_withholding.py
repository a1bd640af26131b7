"""Small groups are withheld and cannot be worked out again."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.reports.rules.withholding import (
    WITHHELD,
    plain,
    protect,
    share,
    withheld_cells,
)

W = WITHHELD
COHORT = [[121, 66, 9, 21, 14], [17, 41, 19, 9, 6], [2, 7, 13, 3, 0]]

tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=1, max_size=5
    )
)
small_tables = st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=2)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        pytest.param(1, 3, W, id="whole of 3"),
        pytest.param(0, 0, W, id="nobody"),
        pytest.param(4, 4, W, id="whole of 4"),
        pytest.param(1, 5, Decimal("0.200"), id="whole of 5"),
        pytest.param(2, 3000, Decimal("0.001"), id="rounded to three places"),
        pytest.param(348, 348, Decimal("1.000"), id="all"),
    ],
)
def test_share(part, whole, expected):
    assert share(part, whole) == expected


@pytest.mark.parametrize(("part", "whole"), [(6, 5), (-1, 5), (1, 0)])
def test_share_of_something_else_is_refused(part, whole):
    with pytest.raises(ValueError, match="no part"):
        share(part, whole)


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        pytest.param([[5, 6], [7, 8]], ((5, 6), (7, 8)), id="nothing small"),
        pytest.param([[0, 9], [9, 0]], ((0, 9), (9, 0)), id="zeros are shown"),
        pytest.param([[3, 9], [8, 7]], ((W, W), (W, W)), id="two by two: all four"),
        pytest.param(
            [[3, 9, 20], [8, 20, 7], [20, 6, 20]],
            ((W, W, 20), (8, 20, 7), (W, W, 20)),
            id="one small cell takes the cheapest of its row and column, and their corner",
        ),
        pytest.param(
            COHORT,
            ((121, 66, 9, 21, 14), (W, 41, 19, W, 6), (W, 7, 13, W, 0)),
            id="two small cells in a row cover each other; each column needs one more",
        ),
        pytest.param([[1, 1], [30, 30]], ((W, W), (W, W)), id="a row of 2 is itself small"),
        pytest.param([[3]], ((W,),), id="one firm's worth of table"),
        pytest.param([], (), id="no rows"),
    ],
)
def test_protect(rows, cells):
    assert protect(rows).cells == cells


def test_totals_stay_where_cells_can_cover():
    table = protect(COHORT)
    assert table.row_totals == (231, 92, 25)
    assert table.column_totals == (140, 114, 41, 33, 20)
    assert table.total == 348
    assert not table.is_complete


def test_small_totals_are_withheld_too():
    table = protect([[0, 3], [0, 40], [0, 50]])
    assert table.row_totals[0] is W
    assert table.row_totals.count(W) >= 2
    assert table.total == 93


def test_two_ones_in_a_row_need_more_cover():
    """1 + 1 = 2 would give both away, since a withheld cell is never 0."""
    table = protect([[1, 1, 9], [9, 9, 9], [9, 9, 9]])
    assert table.cells[0] == (W, W, W)


def test_plain_table_withholds_nothing():
    table = plain([[1, 2], [0, 4]])
    assert table.is_complete
    assert (table.cells, table.row_totals) == (((1, 2), (0, 4)), (3, 4))
    assert (table.column_totals, table.total) == ((1, 6), 7)


@pytest.mark.parametrize(
    ("rows", "message"),
    [([[1, 2], [3]], "same length"), ([[1, -2]], "not negative")],
)
def test_broken_tables_are_refused(rows, message):
    with pytest.raises(ValueError, match=message):
        protect(rows)


def with_totals(table):
    """The published table as rows with the totals at the end."""
    rows = zip(table.cells, table.row_totals, strict=True)
    return [[*cells, n] for cells, n in rows] + [[*table.column_totals, table.total]]


def lines(grid):
    """Every row and column of positions, its total last."""
    height, width = len(grid), len(grid[0])
    rows = [[(i, j) for j in range(width)] for i in range(height)]
    return rows + [[(i, j) for i in range(height)] for j in range(width)]


def subtract_until_stuck(grid):
    """An outsider: fill in any line with one gap, again and again; positions worked out."""
    known = {(i, j): v for i, row in enumerate(grid) for j, v in enumerate(row) if v is not W}
    found = set()
    progress = True
    while progress:
        gaps = [[p for p in line if p not in known] for line in lines(grid)]
        single = {gap[0] for gap in gaps if len(gap) == 1}
        known |= dict.fromkeys(single, 0)
        found |= single
        progress = bool(single)
    return found


@given(tables)
def test_nothing_is_recovered_by_subtraction(rows):
    assert subtract_until_stuck(with_totals(protect(rows))) == set()


@given(tables)
def test_every_small_figure_is_withheld_and_no_zero(rows):
    before, after = with_totals(plain(rows)), with_totals(protect(rows))
    pairs = [p for a, b in zip(before, after, strict=True) for p in zip(a, b, strict=True)]
    assert all(shown is W for true, shown in pairs if 1 <= true <= 4)
    assert all(shown == 0 for true, shown in pairs if true == 0)
    assert all(shown == true for true, shown in pairs if shown is not W)


@given(tables)
def test_the_decision_is_the_same_twice(rows):
    assert withheld_cells(rows) == withheld_cells([list(row) for row in rows])


def possible_tables(rows, most=9):
    """Every table below `most` that fits what is published, a withheld figure never being 0."""
    shown = with_totals(protect(rows))

    def fits(pair):
        seen, value = pair
        return value > 0 if seen is W else value == seen

    seen_cells = [seen for row in shown[:-1] for seen in row[:-1]]
    choices = [[v for v in range(most) if fits((seen, v))] for seen in seen_cells]
    grids = (with_totals(plain([cells[:2], cells[2:]])) for cells in product(*choices))
    flat_shown = [seen for row in shown for seen in row]
    return [
        grid
        for grid in grids
        if all(map(fits, zip(flat_shown, (v for row in grid for v in row), strict=True)))
    ]


@settings(deadline=None, max_examples=60)
@given(small_tables)
def test_every_withheld_figure_has_another_possible_value(rows):
    grids = possible_tables(rows)
    hidden = withheld_cells(rows)
    assert all(len({grid[i][j] for grid in grids}) > 1 for i, j in hidden)
