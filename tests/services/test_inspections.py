"""Goods that came back: inspected by one, approved by another, never more than left (RET-09, RET-12)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.intake import Destination
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.inspections import (
    ItemNotFound,
    Progress,
    get_inspection,
    list_inspections,
    list_inspections_of,
)
from shopdesk.queries.people import find_person
from shopdesk.queries.trail import list_trail
from shopdesk.services.clashes import Clash
from shopdesk.services.desk import Actor, Desk, NotAllowed
from shopdesk.services.inspections import (
    BoxNotRegistered,
    CountDiffers,
    GoodsApproved,
    InspectedAlready,
    InspectedByYou,
    NeverLeft,
    NoLine,
    NotInspected,
    NotWhatWasSent,
    OddCount,
    approve_items,
    inspect_item,
)
from shopdesk.services.people import add_person
from tests.boxes import TODAY, add_box, add_box_item
from tests.factories import NOON, add_order, add_slip, make_desk

As = Callable[[str], Desk]
STOCK, DAMAGE, REPAIR, BUYER = Destination.STOCK, Destination.DAMAGE, Destination.REPAIR, Destination.BUYER


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def acting(desk: Desk) -> As:
    """The same shop at other people's desks."""
    for name, role in (("小李", "agent"), ("小吴", "warehouse"), ("小郑", "warehouse")):
        add_person(desk, name=name, role=role)

    def of(name: str) -> Desk:
        found = find_person(desk.database, name)
        assert found is not None
        return replace(desk, actor=Actor(found.id, found.name, found.role))

    return of


def shipped_order(desk: Desk, *, quantity: int = 1, **columns: Any) -> int:
    order = add_order(desk, **({"status": int(Status.SHIPPED), "shipped_at": NOON - 9} | columns))
    desk.database.execute_sql("UPDATE order_line SET quantity = ? WHERE order_id = ?", (quantity, order))
    return order


def came_back(desk: Desk, order_id: int | None, *, number: int = 1, **columns: Any) -> int:
    """An item of a registered box."""
    return add_box_item(desk, add_box(desk, number=number), order_id=order_id, **columns)


def test_one_inspects_and_another_approves(desk: Desk, acting: As) -> None:
    order = shipped_order(desk, quantity=3)
    item = came_back(desk, order, quantity=3)
    inspect_item(acting("小李"), item_id=item, good=2, faulty=1, note="开胶")
    row = get_inspection(desk.seen, item_id=item)
    assert (row.good, row.faulty, row.fault, row.inspected_by) == (2, 1, "开胶", "小李")
    assert row.parts == [(2, STOCK), (1, DAMAGE)]
    assert approve_items(acting("小吴"), item_ids=[item]) == 3
    row = get_inspection(desk.seen, item_id=item)
    assert (row.approved_by, row.progress) == ("小吴", Progress.APPROVED)
    assert [each.action for each in list_trail(desk.database, kind="box_item", record_id=item)] == [
        "approve goods",
        "inspect",
    ]
    [told] = list_trail(desk.database, kind="order", record_id=order)
    assert (told.action, told.after["good"], told.after["faulty_to"]) == ("approve goods", 2, "damage")


def test_nobody_approves_what_he_inspected(desk: Desk, acting: As) -> None:
    item = came_back(desk, shipped_order(desk))
    inspect_item(acting("小吴"), item_id=item, good=1)
    with pytest.raises(InspectedByYou):
        approve_items(acting("小吴"), item_ids=[item])
    with pytest.raises(NotAllowed):
        approve_items(acting("小李"), item_ids=[item])
    assert approve_items(acting("小郑"), item_ids=[item]) == 1
    with pytest.raises(GoodsApproved, match="小郑"):
        approve_items(desk, item_ids=[item])
    with pytest.raises(GoodsApproved, match="小郑"):
        inspect_item(acting("小吴"), item_id=item, good=1)


def test_one_person_alone_does_both(desk: Desk) -> None:
    item = came_back(desk, shipped_order(desk))
    inspect_item(desk, item_id=item, good=1)
    assert approve_items(desk, item_ids=[item]) == 1


def test_approving_is_all_or_nothing(desk: Desk, acting: As) -> None:
    order = shipped_order(desk, quantity=5)
    first, second = came_back(desk, order), came_back(desk, order, number=2)
    inspect_item(acting("小李"), item_id=first, good=1)
    with pytest.raises(NotInspected):
        approve_items(acting("小吴"), item_ids=[first, second])
    assert get_inspection(desk.seen, item_id=first).approved_at is None
    inspect_item(acting("小李"), item_id=second, good=1)
    assert approve_items(acting("小吴"), item_ids=[first, second, first]) == 2


def test_a_second_inspection_knows_the_first(desk: Desk, acting: As) -> None:
    item = came_back(desk, shipped_order(desk))
    seen = get_inspection(desk.seen, item_id=item)
    inspect_item(acting("小李"), item_id=item, good=1, version=seen.version)
    with pytest.raises(InspectedAlready, match="小李"):
        inspect_item(acting("小吴"), item_id=item, good=0, faulty=1)
    with pytest.raises(Clash, match="小李"):
        inspect_item(acting("小吴"), item_id=item, good=0, faulty=1, version=seen.version)
    inspect_item(acting("小李"), item_id=item, good=0, faulty=1)
    now = get_inspection(desk.seen, item_id=item)
    inspect_item(acting("小吴"), item_id=item, good=1, version=now.version)
    assert get_inspection(desk.seen, item_id=item).inspected_by == "小吴"


def test_a_count_that_differs_needs_a_note(desk: Desk) -> None:
    item = came_back(desk, shipped_order(desk, quantity=2), quantity=2)
    with pytest.raises(CountDiffers):
        inspect_item(desk, item_id=item, good=1)
    for good, faulty in ((-1, 3), (10**6, 0)):
        with pytest.raises(OddCount):
            inspect_item(desk, item_id=item, good=good, faulty=faulty, note="数过")
    inspect_item(desk, item_id=item, good=1, note="少一只")
    assert get_inspection(desk.seen, item_id=item).fault == ""


def test_an_empty_box_is_inspected_as_empty(desk: Desk) -> None:
    item = came_back(desk, shipped_order(desk), condition="empty")
    inspect_item(desk, item_id=item, good=0)
    assert approve_items(desk, item_ids=[item]) == 0


def test_only_registered_boxes_are_inspected(desk: Desk) -> None:
    item = add_box_item(desk, add_box(desk, state="opened"), order_id=shipped_order(desk))
    with pytest.raises(BoxNotRegistered):
        inspect_item(desk, item_id=item, good=1)
    with pytest.raises(ItemNotFound):
        inspect_item(desk, item_id=99, good=1)


def test_nothing_enters_stock_that_never_left(desk: Desk) -> None:
    waiting = came_back(desk, add_order(desk, stage=int(Stage.PRINTED)))
    with pytest.raises(NeverLeft):
        inspect_item(desk, item_id=waiting, good=1)
    for goes_to in (DAMAGE, REPAIR, BUYER):
        inspect_item(desk, item_id=waiting, good=1, goes_to=goes_to)
    stranger = came_back(desk, None, number=2)
    with pytest.raises(NoLine):
        inspect_item(desk, item_id=stranger, good=1)
    wrong = came_back(desk, shipped_order(desk), number=3, condition="wrong")
    with pytest.raises(NotWhatWasSent):
        inspect_item(desk, item_id=wrong, good=1)
    assert get_inspection(desk.seen, item_id=wrong).inspected_at is None


def test_no_more_pieces_than_were_shipped_counting_what_came_back_before(desk: Desk) -> None:
    order = shipped_order(desk, quantity=2)
    first, second, third = (came_back(desk, order, number=n) for n in (1, 2, 3))
    inspect_item(desk, item_id=first, good=0, faulty=1)
    approve_items(desk, item_ids=[first])
    inspect_item(desk, item_id=second, good=1)
    inspect_item(desk, item_id=third, good=1)
    with pytest.raises(NeverLeft):
        approve_items(desk, item_ids=[second, third])
    assert approve_items(desk, item_ids=[second]) == 1
    with pytest.raises(NeverLeft) as refused:
        approve_items(desk, item_ids=[third])
    assert (refused.value.values["shipped"], refused.value.values["before"]) == (2, 2)
    inspect_item(desk, item_id=third, good=1, goes_to=BUYER)
    assert approve_items(desk, item_ids=[third]) == 1


def test_what_goes_back_to_the_buyer_can_come_again(desk: Desk) -> None:
    order = shipped_order(desk)
    first, again = (came_back(desk, order, number=n) for n in (1, 2))
    inspect_item(desk, item_id=first, good=1, goes_to=BUYER)
    approve_items(desk, item_ids=[first])
    inspect_item(desk, item_id=again, good=1)
    assert approve_items(desk, item_ids=[again]) == 1


def test_what_the_desk_shipped_counts_by_slips(desk: Desk) -> None:
    order = add_order(desk)
    desk.database.execute_sql("UPDATE order_line SET quantity = 3 WHERE order_id = ?", (order,))
    slip = add_slip(desk, order, shipped_at=NOON)
    desk.database.execute_sql("UPDATE slip_item SET quantity = 2 WHERE slip_id = ?", (slip,))
    add_slip(desk, order)
    assert get_inspection(desk.seen, item_id=came_back(desk, order)).shipped == 2
    closed = add_order(desk, status=int(Status.CLOSED), waybill="YT7453244865603")
    assert get_inspection(desk.seen, item_id=came_back(desk, closed, number=2)).shipped == 1
    never = add_order(desk, status=int(Status.CLOSED))
    assert get_inspection(desk.seen, item_id=came_back(desk, never, number=3)).shipped == 0


def test_of_an_order_without_lines_the_pieces_are_counted(desk: Desk) -> None:
    order = add_order(desk, status=int(Status.SHIPPED), pieces=2, lines=0)
    items = [add_box_item(desk, add_box(desk, number=n, order_id=order), line_id=None) for n in (1, 2, 3)]
    desk.database.execute_sql("UPDATE orders SET pieces = 2 WHERE id = ?", (order,))
    for item in items[:2]:
        inspect_item(desk, item_id=item, good=1)
        approve_items(desk, item_ids=[item])
    with pytest.raises(NeverLeft):
        inspect_item(desk, item_id=items[2], good=1)


def test_what_waits_is_listed(desk: Desk) -> None:
    order = shipped_order(desk, quantity=9)
    items = [came_back(desk, order, number=n) for n in (1, 2, 3)]
    add_box_item(desk, add_box(desk, number=4, state="opened"), order_id=order)
    inspect_item(desk, item_id=items[1], good=1)
    inspect_item(desk, item_id=items[2], good=1)
    approve_items(desk, item_ids=[items[2]])
    for progress, item in zip(Progress, items, strict=True):
        assert [row.id for row in list_inspections(desk.seen, progress=progress)] == [item]
    assert [row.number for row in list_inspections(desk.seen, day=TODAY, limit=2)] == [1, 2]
    assert [row.id for row in list_inspections_of(desk.seen, items[:1])] == items[:1]
    assert list_inspections(desk.seen, case_id=1) == list_inspections(desk.seen, box_id=99) == []
