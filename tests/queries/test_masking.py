"""No query tells a plain phone or street to somebody who need not see them (DATA-06).

Every query that the two engines are compared by is asked through the mask, so that a new one is tried with them; and
nothing that shows, lists or exports may ask past the mask.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.database import Database, open_database, rows_of
from shopdesk.db.masking import MaskedCursor, masked
from shopdesk.db.search import find_order_ids
from shopdesk.domain.documents import Party
from shopdesk.domain.permissions import Role
from shopdesk.queries.boxes import get_box, list_boxes
from shopdesk.queries.order_lists import OrderFilter, fetch_by_ids, fetch_page, find_ids
from shopdesk.queries.orders import get_order
from shopdesk.queries.products import list_suppliers
from shopdesk.queries.shops import list_shops
from shopdesk.queries.trail import TrailFilter, list_trail, search_trail
from shopdesk.services.boxes import box_base, fill_box, open_box
from shopdesk.services.desk import Actor
from shopdesk.services.shop_settings import save_shop
from tests.command_line import sample_shop
from tests.factories import add_order, make_desk
from tests.queries.test_both_engines import READS

HOUSE = Path(__file__).parent.parent.parent / "shopdesk"
MAY_BE_PLAIN = frozenset({"get_setting", "get_data_version", "find_person", "get_person"})
"""Queries that can't tell anything of a buyer."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = open_database(sample_shop(tmp_path_factory.mktemp("sample")).address)
    with database.atomic():
        database.execute_sql(
            "UPDATE orders SET memo = memo || ' 改电话 ' || phone || ' 改送 ' || address "
            "WHERE id % 5 = 0 AND length(phone) = 11"
        )
    yield database
    database.close()


@pytest.fixture(scope="module")
def private(sample: Database) -> frozenset[str]:
    """Every phone, street and account of a buyer; what a platform hid already is nobody's secret."""
    sql = (
        "SELECT phone, address FROM orders WHERE masking = 0 UNION ALL SELECT sender_phone, sender_address FROM box "
        "UNION ALL SELECT payee_account, '' FROM refund"
    )
    rows = rows_of(sample, sql)
    return frozenset(text for row in rows for text in row if len(text) >= 8 and "*" not in text)


@pytest.mark.parametrize("name", READS)
def test_every_text_has_the_name_of_a_column(sample: Database, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The mask goes by names, and an expression without one is called otherwise by each engine: it gets one by AS."""
    unnamed: set[str] = set()

    class Named(MaskedCursor):
        def _masked(self, row: Sequence[Any]) -> tuple[Any, ...]:
            said = zip(self._names, row, strict=True)
            unnamed.update(column for column, value in said if isinstance(value, str) and not column.isidentifier())
            return super()._masked(row)

    monkeypatch.setattr("shopdesk.db.masking.MaskedCursor", Named)
    READS[name](masked(sample))
    assert unnamed == set()


@pytest.mark.parametrize("name", READS)
def test_no_query_tells_a_plain_phone_or_street(sample: Database, private: frozenset[str], name: str) -> None:
    told = repr(READS[name](masked(sample)))
    assert [text for text in private if text in told][:3] == []


def test_the_mask_leaves_enough_to_work_with(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order_id = add_order(desk, phone="13812345678", address="长乐巷 77 弄", waybill="13912345678", buyer="13712345678x")
    order = get_order(masked(desk.database), order_id)
    assert (order.phone, order.address, order.region) == ("138****5678", "***", "浙江省 杭州市 西湖区")
    assert order.receiver == "张三" and order.parcels[0].waybill == "13912345678"
    assert get_order(desk.database, order_id).phone == "13812345678"


def test_who_types_a_whole_number_finds_it_all_the_same(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order_id = add_order(desk, phone="13812345678")
    seen = masked(desk.database)
    assert list(find_ids(seen, OrderFilter(find="13812345678"))) == [order_id]
    assert [row.phone for row in fetch_by_ids(seen, find_ids(seen, OrderFilter(find="13812345678")))] == ["138****5678"]
    assert fetch_page(seen, OrderFilter())[0].phone == "138****5678"


def test_a_waybill_that_looks_like_a_phone_is_none_on_any_list(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    add_order(desk, waybill="13912345678")
    assert fetch_page(masked(desk.database), OrderFilter())[0].waybill == "13912345678"


def test_suppliers_are_nobodys_secret(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    desk.database.execute_sql("INSERT INTO supplier (name, phone) VALUES ('青苔鞋厂', '13812345678')")
    assert list_suppliers(masked(desk.database))[0].phone == "13812345678"


def test_histories_are_masked_field_by_field(tmp_path: Path) -> None:
    from shopdesk.domain.address_changes import Address
    from shopdesk.services.order_edits import change_address

    desk = make_desk(tmp_path)
    order_id = add_order(desk, phone="13812345678", address="长乐巷 77 弄")
    change_address(desk, order_id=order_id, change=Address(phone="13912340000", address="文三路 5 号"), reason="旺旺")
    (row,) = [
        row for row in list_trail(masked(desk.database), kind="order", record_id=order_id) if row.action != "check"
    ]
    assert (row.before["phone"], row.after["phone"]) == ("138****5678", "139****0000")
    assert (row.before["address"], row.after["address"]) == ("***", "***")


SENDER = {
    "sender_name": "陈小满",
    "sender_phone": "13812345678",
    "sender_address": "长乐巷 77 弄 5 号",
    "buyer_name": "小满爱鞋",
}


def test_who_sent_a_box_is_a_buyer_and_who_sends_parcels_is_the_shop(tmp_path: Path) -> None:
    """One name, two meanings: what a shop prints on its parcels is nobody's secret."""
    desk = make_desk(tmp_path)
    box_id = open_box(desk, scan="YT7700000000001")
    fill_box(desk, box_id=box_id, values=SENDER, base=box_base(get_box(desk.database, box_id).row))
    own = Party("青苔鞋铺", "13912345678", "浙江省", "文三路 9 号")
    shop = list_shops(desk.database)[0]
    save_shop(desk, shop_id=shop.id, name=shop.name, sender=own, return_to=shop.return_to)
    seen = masked(desk.database)
    row = get_box(seen, box_id).row
    assert (row.sender_name, row.sender_phone, row.sender_address, row.buyer_name) == (
        "陈**", "138****5678", "***", "小***",
    )  # fmt: skip
    (filled, *_others) = list_trail(seen, kind="box", record_id=box_id)
    assert (filled.after["sender_phone"], filled.after["sender_address"]) == ("138****5678", "***")
    assert not any(told in repr(search_trail(seen, TrailFilter(kind="box"))) for told in SENDER.values())
    assert list_shops(seen)[0].sender == own
    (changed, *_others) = list_trail(seen, kind="shop", record_id=shop.id)
    assert changed.after["sender_phone"] == "13912345678"


def test_who_may_not_see_a_sender_changes_the_rest_and_keeps_it(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    box_id = open_box(desk, scan="YT7700000000001")
    fill_box(desk, box_id=box_id, values=SENDER, base=box_base(get_box(desk.database, box_id).row))
    packer = replace(desk, actor=Actor(1, "周师傅", Role.WAREHOUSE))
    row = get_box(packer.seen, box_id).row
    shown = {"sender_name": row.sender_name, "sender_phone": row.sender_phone, "note": "少了盒子"}
    fill_box(packer, box_id=box_id, values=shown, base=box_base(row))
    kept = get_box(desk.database, box_id).row
    assert (kept.sender_name, kept.sender_phone, kept.note) == ("陈小满", "13812345678", "少了盒子")


def test_nobody_finds_out_a_senders_phone_digit_by_digit(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    box_id = open_box(desk, scan="YT7700000000001")
    fill_box(desk, box_id=box_id, values=SENDER, base=box_base(get_box(desk.database, box_id).row))
    seen = masked(desk.database)
    assert [len(list_boxes(seen, find=text)) for text in ("38123", "81234567", "小满")] == [0, 0, 0]
    assert [len(list_boxes(seen, find=text)) for text in ("5678", "13812345678", "陈小满")] == [1, 1, 1]
    assert len(list_boxes(desk.database, find="38123")) == 1


def _asked_past_the_mask(path: Path) -> Iterator[str]:
    """Calls of queries that are handed a desk's database as it is."""
    tree = ast.parse(path.read_text("utf-8"))
    queries = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("shopdesk.queries")
        for alias in node.names
    } - MAY_BE_PLAIN
    plain = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and "desk.database" in ast.unparse(node.value)
        for target in ast.walk(node)
        if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in queries and node.args:
            handed = ast.unparse(node.args[0])
            if handed.endswith("desk.database") or handed in plain:
                yield f"{path.relative_to(HOUSE)}:{node.lineno} {node.func.id}({handed})"


def test_nothing_that_shows_or_exports_asks_past_the_mask() -> None:
    files = [file for folder in ("ui", "commands", "app") for file in (HOUSE / folder).rglob("*.py")]
    assert [found for file in files for found in _asked_past_the_mask(file)] == []


def test_nobody_finds_out_a_phone_digit_by_digit(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order_id = add_order(desk, receiver="欧阳小满", phone="18012345678", address="文二路88号", memo="发顺丰")
    seen = masked(desk.database)
    assert find_order_ids(desk.database, "12345") == [order_id]
    for hidden in ("12345", "文二路", "8012345678"):
        assert find_order_ids(seen, hidden) == [], hidden
    for shown in ("5678", "180", "顺丰", "欧阳小满 5678", "小满 18012345678"):
        assert find_order_ids(seen, shown) == [order_id], shown
