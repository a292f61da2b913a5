"""Saving an edit: what was, what is, and who was faster."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.db.search import find_order_ids
from shopdesk.domain.address_changes import Address
from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right, Role
from shopdesk.queries.products import list_suppliers
from shopdesk.queries.trail import list_trail
from shopdesk.services import edits
from shopdesk.services.desk import Actor, Desk, work
from shopdesk.services.edits import Base, Clash, Gone, save_edit
from shopdesk.services.imports import import_files
from shopdesk.services.order_edits import change_address
from shopdesk.services.orders import set_flag, set_memo
from shopdesk.services.people import add_person
from shopdesk.services.registering import register_orders
from shopdesk.services.suppliers import save_supplier
from tests.factories import NOON, add_order, make_desk
from tests.platform_files import write_taobao_pair


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def other(desk: Desk) -> Desk:
    """The same shop at another person's hands, a minute later."""
    return replace(desk, actor=add_person(desk, name="小李", role="registrar"), clock=lambda: NOON + 60_000)


def version(desk: Desk, order: int) -> int:
    return int(rows_of(desk.database, "SELECT version FROM orders WHERE id = ?", (order,))[0][0])


def test_before_and_after_are_kept(desk: Desk) -> None:
    order = add_order(desk, memo="旧")
    with work(desk, Right.VIEW) as doing:
        after = {"memo": "新", "flag": 2}
        assert save_edit(doing, "orders", order, after, action="edit", kind="order", reason="因为", searched=True)
    (row,) = list_trail(desk.database, kind="order", record_id=order)
    assert (row.before, row.after, row.reason) == ({"memo": "旧", "flag": 0}, {"memo": "新", "flag": 2}, "因为")
    assert (row.person, row.at, row.action) == ("Owner", NOON, "edit")
    assert version(desk, order) == 2
    assert find_order_ids(desk.database, "新") == [order]


def test_no_change_leaves_no_trace(desk: Desk) -> None:
    order = add_order(desk, memo="旧")
    with work(desk, Right.VIEW) as doing:
        for after in ({"memo": "旧"}, {}):
            assert not save_edit(doing, "orders", order, after, action="edit", kind="order")
    assert version(desk, order) == 1
    assert list_trail(desk.database, kind="order", record_id=order) == []


def test_what_is_gone(desk: Desk) -> None:
    with pytest.raises(Gone, match="This order is no longer there"), work(desk, Right.VIEW) as doing:
        save_edit(doing, "orders", 99, {"memo": ""}, action="edit", kind="order")


class TestClash:
    """Somebody else was faster: the message says who, and what."""

    def late_memo(self, desk: Desk, order: int) -> str:
        with pytest.raises(Clash) as caught:
            set_memo(desk, order_id=order, memo="zu spät", version=1)
        assert rows_of(desk.database, "SELECT memo FROM orders WHERE id = ?", (order,)) != [("zu spät",)]
        return str(caught.value)

    def test_names_the_person_and_the_field(self, desk: Desk, other: Desk) -> None:
        order = add_order(desk)
        set_flag(other, order_ids=[order], colour=Colour.RED)
        told = self.late_memo(desk, order)
        assert told.startswith("小李 changed order 3821")
        assert "meanwhile (flag; 2024-03-02 10:01). Look at it again" in told

    def test_names_several_fields_in_words(self, desk: Desk, other: Desk) -> None:
        order = add_order(desk)
        register_orders(other, order_ids=[order])
        assert "meanwhile (memo, registrar, salesperson, stage; 2024" in self.late_memo(desk, order)

    def test_names_only_what_differs(self, desk: Desk, other: Desk) -> None:
        order = add_order(desk)
        change_address(other, order_id=order, change=Address(receiver="张三", address="新路9号"), reason="买家说")
        assert "(address; " in self.late_memo(desk, order)

    def test_names_the_import_that_came_last(self, desk: Desk, other: Desk, tmp_path: Path) -> None:
        pair = write_taobao_pair(tmp_path, 1)
        import_files(desk, files=[pair.orders])
        set_flag(desk, order_ids=[1], colour=Colour.BLUE)
        import_files(other, files=[pair.lines])
        desk.database.execute_sql("UPDATE orders SET import_id = 2, version = 3")
        with pytest.raises(Clash, match=rf"小李 changed order \d+ meanwhile \(import of {pair.lines.name}; "):
            set_memo(desk, order_id=1, memo="x", version=1)

    def test_is_said_even_where_nothing_is_known(self, desk: Desk) -> None:
        order = add_order(desk)
        desk.database.execute_sql("UPDATE orders SET version = 2")
        assert re.match(r"\? changed order \d+ meanwhile \(\?; ", self.late_memo(desk, order))

    def test_the_right_version_goes_through(self, desk: Desk, other: Desk) -> None:
        order = add_order(desk)
        set_flag(other, order_ids=[order], colour=Colour.RED)
        assert set_memo(desk, order_id=order, memo="neu", version=2)


def test_there_is_a_word_for_whatever_is_edited() -> None:
    """Nobody reads `This owed_item is no longer there`."""
    sources = "".join(file.read_text("utf-8") for file in Path(edits.__file__).parent.glob("*.py"))
    edited = set(re.findall(r'save_edit\([^()]*?(?:\{[^{}]*\}|[^()])*?kind="(\w+)"', sources))
    assert {"order", "slip", "buyer", "change_note"} <= edited <= set(edits._KINDS)


def test_who_sees_masks_of_buyers_has_no_clash_over_a_suppliers_phone(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    supplier_id = save_supplier(desk, name="青苔鞋厂", phone="13812345678")
    packer = replace(desk, actor=Actor(1, "周师傅", Role.WAREHOUSE))
    (row,) = list_suppliers(packer.seen)
    base = Base(row.version, {"name": row.name, "contact": "", "phone": row.phone, "return_days": 0, "note": ""})
    save_supplier(desk, supplier_id=supplier_id, name="青苔鞋厂", phone="13812345678", note="周三送货")
    save_supplier(packer, supplier_id=supplier_id, base=base, name="青苔鞋厂", phone="13900000000")
    rows = rows_of(desk.database, "SELECT phone, note FROM supplier")
    assert rows == [("13900000000", "周三送货")]
