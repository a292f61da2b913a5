"""What a file may change of an order already known: every rule of order_writer, by files read one after the other."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.address_changes import Address
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Masking, Stage, Status
from shopdesk.importing.records import Batch, Kind, LineRecord, OrderRecord, Source
from shopdesk.services.desk import work
from shopdesk.services.import_run import ImportRun, Tally
from shopdesk.services.order_edits import LineEdit, OrderEdit, change_address, edit_order
from shopdesk.services.order_writer import Target
from shopdesk.services.orders import set_flag, set_memo
from shopdesk.services.registering import register_orders
from tests.factories import NOON, make_desk

CLEAR = OrderRecord(
    "1001", status=Status.PAID, status_text="买家已付款", buyer="tb_1", receiver="张三", phone="13800000000",
    province="浙江省", city="杭州市", district="西湖区", address="文三路1号", postcode="310000", goods=Money(10_000),
    postage=Money(500), paid=Money(10_500), memo="发顺丰", flag_text="1", titles="单鞋", pieces=1,
    created_at=NOON - 60_000, paid_at=NOON - 50_000, buyer_message="快点",
)  # fmt: skip
MASKED = CLEAR._replace(receiver="张**", phone="138****0000", address="文***号", masking=Masking.MASKED)
EVERYTHING = frozenset(OrderRecord._fields)
LINES_ONLY = frozenset({"order_no", "status", "status_text", "goods", "paid", "pieces"})
LINE_FIELDS = frozenset(LineRecord._fields)


class OneTable:
    """A reader of records that are there already."""

    fraction = 0.0

    def __init__(self, source: Source, orders: Sequence[OrderRecord], lines: Sequence[LineRecord]) -> None:
        self.source, self._batch = source, Batch(list(orders), list(lines), [], len(orders))

    def batches(self) -> Iterable[Batch]:
        return [self._batch]


class Shop:
    """A desk, and files that come in."""

    def __init__(self, folder: Path) -> None:
        self.desk = make_desk(folder)
        self._number = 0

    def read(
        self, *orders: OrderRecord, lines: Sequence[LineRecord] = (), fields: frozenset[str] = EVERYTHING,
        line_fields: frozenset[str] = LINE_FIELDS, kind: Kind = Kind.ORDERS, summed: frozenset[str] = frozenset(),
        at: Millis = NOON, labels: dict[str, Colour] | None = None,
    ) -> Tally:  # fmt: skip
        """One file; returns what it did."""
        self._number += 1
        source = Source("a.csv", Platform.TAOBAO, kind, "utf-8", (), fields, line_fields, summed)
        reader: Any = OneTable(source, orders, lines)
        with work(self.desk, Right.VIEW):
            target = Target(1, self._number, at, labels or {})
            return ImportRun(self.desk.database, reader, target).write(lambda _batch: None)

    def read_lines(self, *lines: LineRecord, fields: frozenset[str] = LINE_FIELDS) -> Tally:
        """A line file: orders by their numbers only, amounts added up from the lines."""
        orders = [OrderRecord(number, status=Status.PAID) for number in dict.fromkeys(line.order_no for line in lines)]
        return self.read(
            *orders, lines=lines, kind=Kind.LINES, fields=LINES_ONLY, line_fields=fields,
            summed=frozenset({"goods", "paid", "pieces"}),
        )  # fmt: skip

    def one(self, columns: str, table: str = "orders") -> Any:
        """The only row's values; a single one bare."""
        (row,) = rows_of(self.desk.database, f"SELECT {columns} FROM {table}")
        return row[0] if len(row) == 1 else row

    def all(self, columns: str, table: str) -> list[tuple[Any, ...]]:
        return rows_of(self.desk.database, f"SELECT {columns} FROM {table} ORDER BY 1, 2")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def counts(tally: Tally) -> tuple[int, int, int]:
    return tally.created, tally.updated, tally.unchanged


def line(number: str, order_no: str = "1001", **values: Any) -> LineRecord:
    plain = LineRecord(
        order_no, number, 1, "单鞋", f"sku-{number}", "颜色：黑", "p1", 1, Money(10_000), Money(10_000), Money(9_900)
    )
    return plain._replace(**values)


RECEIVER = "receiver, phone, province, city, district, address, postcode, masking"
IN_CLEAR = ("张三", "13800000000", "浙江省", "杭州市", "西湖区", "文三路1号", "310000", 0)


def test_an_order_goes_in_whole(shop: Shop) -> None:
    assert counts(shop.read(CLEAR)) == (1, 0, 0)
    assert shop.one(RECEIVER) == IN_CLEAR
    assert shop.one("order_no, status, stage, flag, flag_native") == ("1001", 1, 0, Colour.RED, "1")
    assert shop.one("goods, postage, paid, memo, memo_native") == (10_000, 500, 10_500, "发顺丰", "发顺丰")
    assert shop.one("created, paid_at, has_totals, version") == (NOON - 60_000, NOON - 50_000, 1, 1)
    assert shop.one("b.platform_id", "orders o JOIN buyer b ON b.id = o.buyer_id") == "tb_1"


def test_the_same_again_changes_nothing(shop: Shop) -> None:
    shop.read(CLEAR, lines=[line("1"), line("2")])
    assert counts(shop.read(CLEAR, lines=[line("1"), line("2")], at=NOON + 9_000)) == (0, 0, 1)
    assert shop.one("version, import_id") == (1, 1)


class TestStatus:
    @pytest.mark.parametrize("known", Status)
    @pytest.mark.parametrize("said", Status)
    def test_never_goes_back(self, shop: Shop, known: Status, said: Status) -> None:
        shop.read(CLEAR._replace(status=known))
        shop.read(CLEAR._replace(status=said))
        assert shop.one("status") == max(known, said)

    def test_an_older_file_changes_nothing_else_either(self, shop: Shop) -> None:
        shop.read(CLEAR._replace(status=Status.SHIPPED, memo="新"))
        assert counts(shop.read(CLEAR._replace(memo="旧", paid=Money(1)))) == (0, 0, 1)
        assert shop.one("status, memo, paid") == (2, "新", 10_500)

    @pytest.mark.parametrize(
        ("paid_at", "paid", "status"), [(None, 0, Status.UNPAID), (NOON, 0, Status.PAID), (None, 1, Status.PAID)]
    )
    def test_where_the_file_says_none_payment_tells(
        self, shop: Shop, paid_at: int | None, paid: int, status: Status
    ) -> None:
        shop.read(CLEAR._replace(status=None, paid_at=paid_at, paid=Money(paid)))
        assert shop.one("status") == status


class TestEmptyCells:
    def test_wipe_nothing(self, shop: Shop) -> None:
        shop.read(CLEAR._replace(refund_state="退款中", close_reason="x", ship_by=NOON, waybill="YT1", carrier="圆通"))
        empty = OrderRecord("1001", goods=Money(10_000), postage=Money(500), paid=Money(10_500), pieces=1)
        assert counts(shop.read(empty, at=NOON + 1)) == (0, 0, 1)
        assert shop.one(RECEIVER) == IN_CLEAR
        assert shop.one("memo, buyer_message, status_text, refund_state, titles, flag, created") == (
            "发顺丰", "快点", "买家已付款", "退款中", "单鞋", 1, NOON - 60_000,
        )  # fmt: skip
        assert shop.one("carrier, waybill", "parcel") == ("圆通", "YT1")

    def test_of_a_receiver_wipe_no_phone(self, shop: Shop) -> None:
        shop.read(CLEAR)
        shop.read(CLEAR._replace(receiver="李四", phone=""))
        assert shop.one("receiver, phone, address") == ("李四", "13800000000", "文三路1号")

    def test_of_a_place_go_with_the_address(self, shop: Shop) -> None:
        shop.read(CLEAR)
        shop.read(CLEAR._replace(province="", city="", district="", address="", postcode="", phone="139"))
        assert shop.one("phone, province, address, postcode") == ("139", "浙江省", "文三路1号", "310000")
        shop.read(CLEAR._replace(province="上海", city="上海市", district="", address="世纪大道8号", postcode=""))
        assert shop.one("province, city, district, address, postcode") == ("上海", "上海市", "", "世纪大道8号", "")

    def test_a_column_that_is_not_there_says_nothing(self, shop: Shop) -> None:
        shop.read(CLEAR)
        shop.read(OrderRecord("1001", status=Status.SHIPPED), fields=frozenset({"order_no", "status"}))
        assert shop.one(RECEIVER) == IN_CLEAR
        assert shop.one("status, paid, memo, created") == (2, 10_500, "发顺丰", NOON - 60_000)


class TestCreated:
    def test_a_stand_in_gives_way_to_the_true_moment(self, shop: Shop) -> None:
        shop.read(OrderRecord("1001", status=Status.PAID), fields=frozenset({"order_no", "status"}))
        assert shop.one("created") == NOON
        shop.read(CLEAR, at=NOON + 5)
        assert shop.one("created") == NOON - 60_000

    def test_but_never_the_other_way_round(self, shop: Shop) -> None:
        shop.read(CLEAR)
        shop.read(CLEAR._replace(created_at=None), at=NOON + 5)
        assert shop.one("created") == NOON - 60_000

    def test_nothing_known_stays_what_it_was_at_first(self, shop: Shop) -> None:
        bare = CLEAR._replace(created_at=None, paid_at=None)
        shop.read(bare)
        assert counts(shop.read(bare, at=NOON + 5)) == (0, 0, 1)


class TestReceiver:
    def test_known_in_clear_is_not_replaced_by_a_masked_one(self, shop: Shop) -> None:
        shop.read(CLEAR)
        shop.read(MASKED)
        assert shop.one(RECEIVER) == IN_CLEAR

    def test_masked_gives_way_to_clear(self, shop: Shop) -> None:
        shop.read(MASKED)
        assert shop.one("receiver, masking") == ("张**", 1)
        shop.read(CLEAR)
        assert shop.one(RECEIVER) == IN_CLEAR

    def test_a_new_one_replaces_the_old_one(self, shop: Shop) -> None:
        shop.read(CLEAR)
        shop.read(CLEAR._replace(receiver="李四", address="新路9号"))
        assert shop.one("receiver, address") == ("李四", "新路9号")

    def typed(self, shop: Shop, change: Address) -> None:
        change_address(shop.desk, order_id=1, change=change, reason="买家改地址")

    def test_typed_in_stays_while_the_platform_says_the_same(self, shop: Shop) -> None:
        shop.read(CLEAR)
        self.typed(shop, Address(address="文二路88号"))
        self.typed(shop, Address(receiver="王小二"))
        assert counts(shop.read(CLEAR)) == (0, 0, 1)
        shop.read(MASKED)
        assert shop.one("receiver, address, masking") == ("王小二", "文二路88号", 0)
        assert json.loads(shop.one("receiver_native"))["address"] == "文三路1号"

    def test_typed_in_gives_way_when_the_platform_says_something_new(self, shop: Shop) -> None:
        shop.read(CLEAR)
        self.typed(shop, Address(address="文二路88号"))
        shop.read(CLEAR._replace(address="文一路7号"))
        assert shop.one("address, receiver_native") == ("文一路7号", "")
        shop.read(CLEAR)
        assert shop.one("address") == "文三路1号"

    def test_a_masked_one_typed_over_in_part_stays(self, shop: Shop) -> None:
        shop.read(MASKED)
        self.typed(shop, Address(phone="13912345678"))
        shop.read(MASKED)
        assert shop.one("receiver, phone, masking") == ("张**", "13912345678", 1)

    def test_a_file_with_some_of_the_columns(self, shop: Shop) -> None:
        shop.read(CLEAR)
        self.typed(shop, Address(phone="13912345678"))
        shop.read(CLEAR, fields=frozenset({"order_no", "status", "phone", "masking"}))
        assert shop.one("phone") == "13912345678"


class TestMemoAndFlag:
    def test_the_desks_memo_stays_while_the_platforms_does(self, shop: Shop) -> None:
        shop.read(CLEAR)
        set_memo(shop.desk, order_id=1, memo="发顺丰 D")
        assert counts(shop.read(CLEAR)) == (0, 0, 1)
        assert shop.one("memo, memo_native") == ("发顺丰 D", "发顺丰")

    def test_a_new_memo_of_the_platform_is_taken(self, shop: Shop) -> None:
        shop.read(CLEAR)
        set_memo(shop.desk, order_id=1, memo="发顺丰 D")
        shop.read(CLEAR._replace(memo="发圆通"))
        assert shop.one("memo, memo_native") == ("发圆通", "发圆通")

    def test_the_desks_flag_stays_while_the_cell_does(self, shop: Shop) -> None:
        shop.read(CLEAR)
        set_flag(shop.desk, order_ids=[1], colour=Colour.BLUE)
        assert counts(shop.read(CLEAR)) == (0, 0, 1)
        assert shop.one("flag") == Colour.BLUE
        shop.read(CLEAR._replace(flag_text="3"))
        assert shop.one("flag, flag_native") == (Colour.GREEN, "3")
        shop.read(CLEAR._replace(flag_text=""))
        assert shop.one("flag, flag_native") == (Colour.GREEN, "3")

    def test_labels_are_the_shops_own_words(self, shop: Shop) -> None:
        shop.read(CLEAR._replace(flag_text="加急"), labels={"加急": Colour.PURPLE})
        shop.read(CLEAR._replace(order_no="1002", flag_text="没听过"))
        assert shop.all("order_no, flag", "orders") == [("1001", Colour.PURPLE), ("1002", Colour.GREY)]

    def test_stage_registrar_and_holds_are_the_desks(self, shop: Shop) -> None:
        shop.read(CLEAR)
        register_orders(shop.desk, order_ids=[1])
        shop.read(CLEAR._replace(status=Status.SHIPPED, memo="别的"))
        assert shop.one("stage, registrar_id, salesperson_id, registered_at") == (Stage.REGISTERED, 1, 1, NOON)


class TestTotals:
    LINES = (line("1"), line("2", quantity=2, goods=Money(20_000), paid=Money(19_000)))
    SUMS = (30_000, 28_900, 3)
    OWN = (10_000, 10_500, 1)

    def test_are_added_up_until_an_order_file_tells(self, shop: Shop) -> None:
        shop.read_lines(*self.LINES)
        assert shop.one("goods, paid, pieces, has_totals") == (*self.SUMS, 0)
        shop.read(CLEAR)
        assert shop.one("goods, paid, pieces, has_totals") == (*self.OWN, 1)

    def test_of_an_order_file_stay_when_lines_come_later(self, shop: Shop) -> None:
        shop.read(CLEAR)
        shop.read_lines(*self.LINES)
        assert shop.one("goods, paid, pieces") == self.OWN
        assert len(shop.all("line_no, sku", "order_line")) == 2

    def test_of_lines_in_two_files_add_up(self, shop: Shop) -> None:
        shop.read_lines(self.LINES[0])
        assert shop.one("goods, pieces") == (10_000, 1)
        assert counts(shop.read_lines(self.LINES[1])) == (0, 1, 0)
        assert shop.one("goods, paid, pieces") == self.SUMS
        assert counts(shop.read_lines(*self.LINES)) == (0, 0, 1)

    def test_follow_a_line_that_changed(self, shop: Shop) -> None:
        shop.read_lines(*self.LINES)
        assert counts(shop.read_lines(replace_paid(self.LINES[0], 5_000), self.LINES[1])) == (0, 1, 0)
        assert shop.one("paid") == 24_000


def replace_paid(one: LineRecord, fen: int) -> LineRecord:
    return one._replace(paid=Money(fen))


class TestLines:
    def test_real_numbers_replace_made_ones(self, shop: Shop) -> None:
        shop.read_lines(line("~aa"), line("~bb"))
        assert counts(shop.read_lines(line("501"), line("502"))) == (0, 1, 0)
        assert [number for number, _ in shop.all("line_no, sku", "order_line")] == ["501", "502"]
        assert shop.one("pieces, goods") == (2, 20_000)

    def test_made_numbers_do_not_double_real_ones(self, shop: Shop) -> None:
        shop.read_lines(line("501"))
        assert counts(shop.read_lines(line("~aa"))) == (0, 0, 1)
        assert [number for number, _ in shop.all("line_no, sku", "order_line")] == ["501"]

    def test_a_file_may_have_numbers_for_some_lines_only(self, shop: Shop) -> None:
        shop.read_lines(line("501"))
        shop.read_lines(line("700", "1002"), line("~aa"), line("~bb", "1003"))
        assert shop.all("line_no, o.order_no", "order_line l JOIN orders o ON o.id = l.order_id") == [
            ("501", "1001"), ("700", "1002"), ("~bb", "1003"),
        ]  # fmt: skip

    def test_what_a_line_file_has_no_column_for_stays(self, shop: Shop) -> None:
        shop.read_lines(line("501"))
        bare = LineRecord("1001", "501", 1, quantity=2)
        shop.read_lines(bare, fields=frozenset({"order_no", "line_no", "position", "quantity"}))
        assert shop.one("title, sku, properties, product_code, quantity, price, goods, paid", "order_line") == (
            "单鞋", "sku-501", "颜色：黑", "p1", 2, 10_000, 10_000, 9_900,
        )  # fmt: skip

    def test_what_somebody_edited_stays_and_the_refund_still_comes_in(self, shop: Shop) -> None:
        shop.read_lines(line("501"))
        changed = LineEdit("501", "", "灰", "", 3, Money(9_000))
        edit_order(shop.desk, order_id=1, edit=OrderEdit(paid=Money(27_000), lines=[changed]), reason="加两双")
        shop.read_lines(line("501", refund_state="退款中"))
        said = shop.one("properties, quantity, price, goods, refund_state", "order_line")
        assert said == ("颜色：灰", 3, 9_000, 27_000, "退款中")
        assert shop.one("goods, paid, pieces") == (27_000, 27_000, 3)

    def test_empty_words_wipe_nothing(self, shop: Shop) -> None:
        shop.read_lines(line("501", refund_state="退款中"))
        shop.read_lines(line("501", title="", sku="", properties="", product_id=""))
        assert shop.one("title, sku, properties, product_code, refund_state", "order_line") == (
            "单鞋", "sku-501", "颜色：黑", "p1", "退款中",
        )  # fmt: skip


class TestParcels:
    def test_several_waybills_in_one_cell(self, shop: Shop) -> None:
        shop.read(CLEAR._replace(waybill="YT1, YT2；YT3", carrier="圆通"))
        assert shop.all("waybill, carrier", "parcel") == [("YT1", "圆通"), ("YT2", "圆通"), ("YT3", "圆通")]

    def test_another_one_joins_the_first(self, shop: Shop) -> None:
        shop.read(CLEAR._replace(waybill="YT1", carrier="圆通"))
        tally = shop.read(CLEAR._replace(waybill="SF2", carrier="顺丰"))
        assert counts(tally) == (0, 1, 0)
        assert shop.all("waybill, carrier", "parcel") == [("SF2", "顺丰"), ("YT1", "圆通")]


def test_two_shops_may_have_the_same_number(shop: Shop) -> None:
    shop.read(CLEAR)
    shop.desk.database.execute_sql("INSERT INTO shop (name, platform) VALUES ('二号店', 'taobao')")
    reader: Any = OneTable(Source("b", Platform.TAOBAO, Kind.ORDERS, "", (), EVERYTHING), [CLEAR], [])
    with work(shop.desk, Right.VIEW):
        tally = ImportRun(shop.desk.database, reader, Target(2, 9, NOON, {})).write(lambda _batch: None)
    assert counts(tally) == (1, 0, 0)
    assert shop.all("shop_id, order_no", "orders") == [(1, "1001"), (2, "1001")]


def test_orders_have_no_row_each_in_the_trail(shop: Shop) -> None:
    """The import has one of its own."""
    before = shop.all("id, action", "trail")
    shop.read(CLEAR, lines=[line("1")])
    assert shop.all("id, action", "trail") == before
