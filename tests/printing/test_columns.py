"""Rows flow down columns and pages in order, none lost, none beyond the foot."""

from hypothesis import given
from hypothesis import strategies as st

from shopdesk.printing.columns import Row, draw_page, flow, in_pages, space
from shopdesk.printing.sheet import Pen, Sheets


def row(height: int, *, keep: bool = False, turn: bool = False) -> Row:
    return space(height)._replace(keep=keep, turn=turn)


rows = st.lists(st.builds(row, st.integers(1, 60), keep=st.booleans(), turn=st.booleans()), max_size=40)


@given(rows, st.integers(60, 200), st.integers(1, 2))
def test_every_row_is_placed_once_in_order_and_within_the_column(
    given_rows: list[Row], room: int, columns: int
) -> None:
    placed = flow(given_rows, room, columns)
    assert [item.row for column in placed for item in column] == given_rows
    assert all(item.y + item.row.height <= room for column in placed for item in column)


def test_rows_that_keep_together_move_on_together() -> None:
    columns = flow([row(50), row(30, keep=True), row(30)], 100)
    assert [[item.y for item in column] for column in columns] == [[0], [0, 30]]


def test_a_group_taller_than_the_column_is_split_rather_than_lost() -> None:
    columns = flow([row(60, keep=True), row(60, keep=True), row(60)], 100)
    assert [len(column) for column in columns] == [1, 1, 1]


def test_turn_begins_the_right_hand_column_only_from_the_left() -> None:
    assert [len(column) for column in flow([row(10), row(10, turn=True)], 100, 2)] == [1, 1]
    assert [len(column) for column in flow([row(10), row(10, turn=True)], 100, 1)] == [2]
    overflowed = flow([row(90), row(90), row(5, turn=True)], 100, 2)
    assert [len(column) for column in overflowed] == [1, 2]


def test_heads_stand_again_where_a_table_goes_on() -> None:
    head = row(15)
    columns = flow([head, *(row(30)._replace(heads=(head,)) for _ in range(5))], 100)
    assert [[item.y for item in column] for column in columns] == [[0, 15, 45], [0, 15, 45], [0, 15]]
    assert all(column[0].row is head for column in columns)


def test_pages_hold_as_many_columns_as_the_paper() -> None:
    pages = in_pages([row(90) for _ in range(5)], 100, 2)
    assert [len(page) for page in pages] == [2, 2, 1]


def test_rows_are_drawn_where_they_were_placed() -> None:
    drawn: list[tuple[int, int]] = []
    tall = Row(60, lambda pen, x, y: drawn.append((x, y)))
    pen = Pen(Sheets("test"), 200)
    draw_page(pen, in_pages([tall, tall, tall], 120, 2)[0], 10, 20, 500)
    assert drawn == [(10, 20), (10, 80), (510, 20)]
