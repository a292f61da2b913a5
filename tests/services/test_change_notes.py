"""Change notes (ORD-14)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.change_notes import NoteNotFound, list_change_notes
from shopdesk.queries.notices import list_notices
from shopdesk.queries.orders import get_order
from shopdesk.services.change_notes import (
    NoteDone,
    NothingChanges,
    OrderOver,
    ParcelGone,
    ParcelPacked,
    enter_note,
    find_warning,
    take_back,
)
from shopdesk.services.desk import Desk
from shopdesk.services.edits import ReasonMissing
from tests.factories import NOON, add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


def test_the_form_is_filled_in_from_the_order_and_its_parcel(desk: Desk) -> None:
    order = add_order(desk, buyer="tb_1", waybill="YT1")
    form = enter_note(desk, order_id=order, wanted="a ×1", changed_to=" b ×1 ", reason="旺旺")
    assert (form.buyer, form.receiver, form.waybill, form.carrier) == ("tb_1", "张三", "YT1", "圆通速递")
    assert form.address == "浙江省 杭州市 西湖区 示例路1号"
    assert list_notices(desk.database, [order]) == {order: ("CHANGED: a ×1 → b ×1",)}


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        ({"stage": int(Stage.PRINTED)}, None),
        ({"stage": int(Stage.PACKED)}, ParcelPacked),
        ({"stage": int(Stage.SHIPPED)}, ParcelGone),
        ({"status": int(Status.SHIPPED)}, ParcelGone),
    ],
)
def test_a_late_note_warns_unless_it_is_meant(
    desk: Desk, columns: dict[str, int], refusal: type[Exception] | None
) -> None:
    order = add_order(desk, stage=columns.get("stage", 0), status=columns.get("status", 1))
    warning = find_warning(get_order(desk.database, order))
    assert (None if warning is None else type(warning)) is refusal
    if refusal is not None:
        with pytest.raises(refusal):
            enter_note(desk, order_id=order, wanted="a", changed_to="b")
    enter_note(desk, order_id=order, wanted="a", changed_to="b", anyway=True)
    assert len(list_change_notes(desk.database, order_id=order)) == 1


def test_what_changes_nothing_or_comes_after_the_end_is_refused(desk: Desk) -> None:
    order = add_order(desk, status=int(Status.CLOSED))
    with pytest.raises(NothingChanges):
        enter_note(desk, order_id=order, wanted="a", changed_to=" a ")
    with pytest.raises(OrderOver):
        enter_note(desk, order_id=order, wanted="a", changed_to="b", anyway=True)


def test_taking_back_needs_a_reason_and_an_open_note(desk: Desk) -> None:
    order = add_order(desk)
    for changed_to in ("b", "c"):
        enter_note(desk, order_id=order, wanted="a", changed_to=changed_to)
    first, second = list_change_notes(desk.database, order_id=order)
    with pytest.raises(ReasonMissing):
        take_back(desk, note_id=first.id, reason=" ")
    assert take_back(desk, note_id=first.id, reason="写错") == order
    with pytest.raises(NoteNotFound):
        take_back(desk, note_id=first.id, reason="写错")
    desk.database.execute_sql("UPDATE change_note SET done_at = ?, done_by_id = 1", (NOON,))
    with pytest.raises(NoteDone):
        take_back(desk, note_id=second.id, reason="写错")
    assert list_notices(desk.database, [order]) == {}
