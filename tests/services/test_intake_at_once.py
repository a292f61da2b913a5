"""Two PCs do the same about a day or an item at the same moment: one does it, the other hears who did (RET-07 to
RET-09)."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import address_in
from shopdesk.domain.money import Money
from shopdesk.domain.statuses import Status
from shopdesk.errors import ShopdeskError
from shopdesk.queries.inspections import get_inspection
from shopdesk.queries.people import find_person
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.inspections import GoodsApproved, InspectedAlready, NeverLeft, approve_items, inspect_item
from shopdesk.services.intake_days import (
    ConfirmedAlready,
    DayClosed,
    HandedAlready,
    close_day,
    confirm_cash,
    count_cash,
)
from shopdesk.services.people import add_person
from shopdesk.services.setup import open_desk
from tests.boxes import TODAY, add_box, add_box_item
from tests.factories import NOON, add_order, make_desk

STAFF = {"小李": "warehouse", "小周": "warehouse", "老王": "supervisor", "老陈": "supervisor"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    for name, role in STAFF.items():
        add_person(made, name=name, role=role)
    yield made
    made.database.close()


def at_once(desk: Desk, names: tuple[str, str], act: Callable[[Desk], object]) -> list[ShopdeskError]:
    """What two people hear who do the same, each over a connection of their own; nothing where it was done."""
    start, refused = threading.Barrier(2), list[ShopdeskError]()

    def go(name: str) -> None:
        own = open_desk(address_in(desk.database), clock=desk.clock)
        found = find_person(own.database, name)
        assert found is not None
        start.wait(10)
        try:
            act(replace(own, actor=Actor(found.id, found.name, found.role)))
        except ShopdeskError as error:
            refused.append(error)
        finally:
            own.database.close()

    threads = [threading.Thread(target=go, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return refused


def test_a_day_is_closed_once(desk: Desk) -> None:
    [error] = at_once(desk, ("小李", "小周"), lambda each: close_day(each, day=TODAY))
    assert isinstance(error, DayClosed)
    assert error.values["person"] in ("小李", "小周")


def test_cash_is_handed_over_and_confirmed_once(desk: Desk) -> None:
    add_box(desk, cash=5_000)
    [handed] = at_once(desk, ("小李", "小周"), lambda each: count_cash(each, day=TODAY, counted=Money(5_000)))
    assert isinstance(handed, HandedAlready)
    [confirmed] = at_once(desk, ("老王", "老陈"), lambda each: confirm_cash(each, day=TODAY, confirmed=Money(5_000)))
    assert isinstance(confirmed, ConfirmedAlready)


def test_an_item_is_inspected_and_approved_once(desk: Desk) -> None:
    order = add_order(desk, status=int(Status.SHIPPED), shipped_at=NOON)
    item = add_box_item(desk, add_box(desk), order_id=order)
    [inspected] = at_once(desk, ("小李", "小周"), lambda each: inspect_item(each, item_id=item, good=1))
    assert isinstance(inspected, InspectedAlready)
    [approved] = at_once(desk, ("老王", "老陈"), lambda each: approve_items(each, item_ids=[item]))
    assert isinstance(approved, GoodsApproved)


def test_one_piece_enters_stock_once_from_two_boxes(desk: Desk) -> None:
    order = add_order(desk, status=int(Status.SHIPPED), shipped_at=NOON)
    items = [add_box_item(desk, add_box(desk, number=n), order_id=order) for n in (1, 2)]
    for item in items:
        inspect_item(desk, item_id=item, good=1)
    of = dict(zip(("老王", "老陈"), items, strict=True))
    [refused] = at_once(desk, ("老王", "老陈"), lambda each: approve_items(each, item_ids=[of[each.actor.name]]))
    assert isinstance(refused, NeverLeft)
    assert sum(get_inspection(desk.database, item_id=item).approved_at is not None for item in items) == 1
