"""Whole files: the true export, the pair of 2017 with every quirk, bad rows, unknown headers."""

import zipfile
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from shopdesk.clock import iso
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Masking, Status
from shopdesk.importing import errors
from shopdesk.importing.mapping import Mapping, header_key
from shopdesk.importing.reader import Reader, open_sources
from shopdesk.importing.reasons import REASONS, Reason
from shopdesk.importing.records import Batch, Kind, LineRecord, OrderRecord, RejectedRow
from tests import platform_files as files

LINE_NAMES = [
    "子订单编号",
    "主订单编号",
    "标题",
    "价格",
    "购买数量",
    "买家应付货款",
    "买家实际支付金额",
    "订单状态",
    "物流单号",
    "退款状态",
]


def line_row(order: str, line: str, **more: object) -> files.Row:
    return {
        "主订单编号": order,
        "子订单编号": f"90{line}",
        "标题": "茶",
        "价格": "10.00",
        "购买数量": "1",
        "买家应付货款": "9.00",
        "买家实际支付金额": "8.00",
        "订单状态": "买家已付款，等待卖家发货",
        "退款状态": "没有申请退款",
    } | more


def the_reader(path: Path) -> Reader:
    (reader,) = open_sources(path)
    return reader


def everything(reader: Reader, size: int = 250) -> Batch:
    """All batches as one; an order that came twice counts as it was last said."""
    orders: dict[str, OrderRecord] = {}
    lines: list[LineRecord] = []
    rows = 0
    for batch in reader.batches(size):
        assert len({order.order_no for order in batch.orders}) == len(batch.orders)
        orders |= {order.order_no: order for order in batch.orders}
        lines += batch.lines
        rows = batch.rows_read
    assert rows == reader.source.rows
    return Batch(list(orders.values()), lines, [], rows)


def cells_as_stored(path: Path) -> list[list[str]]:
    """The cells of a workbook of inline strings, read without the program's own reader."""
    with zipfile.ZipFile(path) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    return [
        ["".join(cell.itertext()) for cell in row.findall("x:c", space)] for row in sheet.iterfind(".//x:row", space)
    ]


def test_the_true_export_cell_by_cell() -> None:
    reader = the_reader(files.TRUE_QIANNIU)
    read = everything(reader, 10)
    names, *rows = cells_as_stored(files.TRUE_QIANNIU)
    true = [dict(zip(names, row, strict=True)) for row in rows]
    source = reader.source
    assert (source.platform, source.kind, source.encoding) == (Platform.TAOBAO, Kind.LINES, "xlsx")
    assert (source.rows, len(read.orders), len(read.lines), source.rejected) == (71, 58, 71, [])
    by_order: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in true:
        by_order[row["主订单编号"]].append(row)
    assert [order.order_no for order in read.orders] == list(by_order)
    for order in read.orders:
        parts = by_order[order.order_no]
        assert order.goods.yuan == f"{sum(float(row['买家应付货款']) for row in parts):.2f}"
        assert order.paid.yuan == f"{sum(float(row['买家实际支付金额']) for row in parts):.2f}"
        assert order.pieces == len(parts)
        assert order.memo == parts[0]["商家备注"]
        words = {row["订单状态"] for row in parts}
        assert order.status_text == ("买家已付款，等待卖家发货" if len(words) > 1 else words.pop())
        assert (iso(order.created_at) or "")[:19].replace("T", " ") == parts[0]["订单创建时间"]
    assert [order.waybill for order in read.orders if order.waybill] == ["YT7453244865603"]
    assert {order.carrier for order in read.orders} == {"", "圆通速递"}
    for line, row in zip(read.lines, true, strict=True):
        assert (line.order_no, line.line_no) == (row["主订单编号"], row["子订单编号"])
        assert (line.title, line.sku, line.properties) == (row["标题"], row["商家编码"], row["商品属性"])
        assert (line.price.yuan, line.goods.yuan, str(line.quantity)) == (
            row["价格"],
            row["买家应付货款"],
            row["购买数量"],
        )
    assert source.summed == {"goods", "paid", "pieces"}
    assert not {"buyer", "receiver", "phone", "address", "masking", "postage"} & source.fields


def test_the_pair_of_2017_with_every_quirk(tmp_path: Path) -> None:
    pair = files.write_taobao_pair(tmp_path, 400)
    made = list(files.made_orders(400))
    orders, lines = the_reader(pair.orders), the_reader(pair.lines)
    read, details = everything(orders, 64), everything(lines, 64)
    assert (orders.source.encoding, orders.source.rows, orders.source.rejected) == ("gb18030", 400, [])
    assert (lines.source.kind, lines.source.rows, lines.source.rejected) == (Kind.LINES, pair.line_count, [])
    for order, expected in zip(read.orders, made, strict=True):
        for name in ("order_no", "buyer", "receiver", "phone", "province", "city", "district", "address", "carrier"):
            assert getattr(order, name) == getattr(expected, name)
        assert order.postcode == ("" if expected.postcode == "000000" else expected.postcode)
        assert (order.goods, order.postage, order.paid) == (expected.goods, expected.postage, expected.paid)
        assert order.status == expected.status
        assert order.memo == files.read_back(expected.memo)
        assert order.buyer_message == files.read_back(expected.message)
        assert (iso(order.paid_at) or "")[:19].replace("T", " ") == expected.paid_at
        assert (order.waybill, order.masking) == (expected.waybill, Masking.CLEAR)
        assert order.titles == "，".join(line.title for line in expected.lines)
        assert order.pieces == sum(line.quantity for line in expected.lines)
    assert [(order.order_no, order.pieces) for order in details.orders] == [
        (order.order_no, order.pieces) for order in read.orders
    ]
    wanted = [(order.order_no, place, *line) for order in made for place, line in enumerate(order.lines, 1)]
    assert wanted == [
        (line.order_no, line.position, line.title, line.sku, line.properties, line.quantity, line.price)
        for line in details.lines
    ]
    assert all(line.goods == line.price * line.quantity for line in details.lines)


def test_line_numbers_do_not_depend_on_the_file(tmp_path: Path) -> None:
    pair = files.write_taobao_pair(tmp_path, 50)
    head, *rows = pair.lines.read_text("gb18030").splitlines(keepends=True)
    turned = tmp_path / "turned.csv"
    turned.write_text(head + "".join(rows[::-1]) + "".join(rows), "gb18030", newline="")
    first, second = everything(the_reader(pair.lines)), everything(the_reader(turned))
    assert {(line.order_no, line.line_no) for line in first.lines} == {
        (line.order_no, line.line_no) for line in second.lines
    }
    assert len(second.lines) == len(first.lines)
    assert {order.order_no: order.pieces for order in first.orders} == {
        order.order_no: order.pieces for order in second.orders
    }


def test_a_row_that_repeats_another_counts_once_a_second_price_does_not(tmp_path: Path) -> None:
    names = files.header("taobao_ExportOrderDetailList_2017_csv")
    row: dict[str, object] = {
        "订单编号": "1001",
        "标题": "茶",
        "价格": "10.00",
        "购买数量": "1",
        "外部系统编号": "T",
        "商家编码": "T",
    }
    rows = [row, row, row | {"价格": "8.00"}, row | {"价格": "8.00"}, row | {"价格": "8.00", "购买数量": "2"}]
    read = everything(the_reader(files.write_csv(tmp_path / "l.csv", names, rows)))
    numbers = [line.line_no for line in read.lines]
    assert numbers == [numbers[0], f"{numbers[0]}-2", f"{numbers[0]}-3"]
    assert read.orders[0].pieces == 4


def test_an_order_whose_rows_are_apart_comes_again_with_its_totals(tmp_path: Path) -> None:
    rows = [line_row("1001", "11"), *(line_row(f"20{n}", f"3{n}") for n in range(10, 30)), line_row("1001", "12")]
    reader = the_reader(files.write_csv(tmp_path / "l.csv", LINE_NAMES, rows))
    batches = list(reader.batches(5))
    said = [order for batch in batches for order in batch.orders if order.order_no == "1001"]
    assert [(order.goods, order.paid, order.pieces) for order in said] == [(900, 800, 1), (1800, 1600, 2)]
    assert [line.position for batch in batches for line in batch.lines if line.order_no == "1001"] == [1, 2]


def test_rows_of_one_order_stay_in_one_batch(tmp_path: Path) -> None:
    rows = [line_row(f"100{n // 3}", f"1{n}") for n in range(12)]
    reader = the_reader(files.write_csv(tmp_path / "l.csv", LINE_NAMES, rows))
    assert [len(batch.lines) for batch in reader.batches(4)] == [6, 6]


def test_an_order_is_as_far_as_its_slowest_open_row(tmp_path: Path) -> None:
    rows = [
        line_row("1001", "11", 订单状态="卖家已发货，等待买家确认", 物流单号="No:YT7453244865603"),
        line_row("1001", "12", 退款状态="买家已经申请退款"),
        line_row("1001", "13", 订单状态="交易关闭"),
        line_row("1002", "21", 订单状态="交易关闭"),
        line_row("1003", "31", 订单状态="从没见过"),
        line_row("1003", "32"),
    ]
    orders = everything(the_reader(files.write_csv(tmp_path / "l.csv", LINE_NAMES, rows))).orders
    assert [order.status for order in orders] == [Status.PAID, Status.CLOSED, Status.PAID]
    assert orders[0].waybill == "YT7453244865603"
    assert orders[0].refund_state == "买家已经申请退款"


def test_bad_rows_are_named_exactly_and_the_others_come_in(tmp_path: Path) -> None:
    rows = [
        line_row("1001", "11"),
        line_row("1.2E+18", "12"),
        line_row("1003", "13", 价格="很便宜"),
        {},
        line_row("", "14"),
        line_row("1005", "15", 购买数量="一些"),
        line_row("1006", "16"),
    ]
    reader = the_reader(files.write_csv(tmp_path / "l.csv", LINE_NAMES, rows))
    read = everything(reader)
    assert [order.order_no for order in read.orders] == ["1001", "1006"]
    assert reader.source.rows == 6
    assert reader.source.rejected == [
        RejectedRow(3, "主订单编号", "1.2E+18", Reason.DIGITS_LOST),
        RejectedRow(4, "价格", "很便宜", Reason.NOT_MONEY),
        RejectedRow(6, "主订单编号", "", Reason.NO_ORDER_NO),
        RejectedRow(7, "购买数量", "一些", Reason.NOT_A_NUMBER),
    ]
    assert all(row.reason in REASONS for row in reader.source.rejected)


def test_an_order_with_a_bad_row_is_not_taken_in_part(tmp_path: Path) -> None:
    rows = [line_row("1001", "11"), line_row("1001", "12", 价格="?"), line_row("1002", "21"), line_row("1001", "13")]
    reader = the_reader(files.write_csv(tmp_path / "l.csv", LINE_NAMES, rows))
    read = everything(reader, 2)
    assert [order.order_no for order in read.orders] == ["1002"]
    assert [(row.row, row.reason) for row in reader.source.rejected] == [
        (2, Reason.PART_REJECTED),
        (3, Reason.NOT_MONEY),
        (5, Reason.PART_REJECTED),
    ]


def test_row_numbers_count_records_as_a_spreadsheet_does(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text(
        '店铺报表,,,\n\n订单编号,买家会员名,买家应付货款,订单备注\n1001,a,1.00,"两\n行\n"\n\n1002,b,贵,\n1003,c,2.00,=1+1\n',
        "utf-8",
    )
    reader = the_reader(path)
    read = everything(reader)
    assert [(order.order_no, order.memo) for order in read.orders] == [("1001", "两\n行"), ("1003", "=1+1")]
    assert reader.source.rejected == [RejectedRow(6, "买家应付货款", "贵", Reason.NOT_MONEY)]


def test_numbers_that_excel_broke_are_refused_row_by_row(tmp_path: Path) -> None:
    rows: list[files.Row] = [
        {"订单编号": 3821113838622237025, "买家会员名": "a", "买家应付货款": 1.5},
        {"订单编号": 11700000001, "买家会员名": "b", "买家应付货款": 12},
    ]
    names = ["订单编号", "买家会员名", "买家应付货款"]
    reader = the_reader(files.write_xls(tmp_path / "o.xls", names, rows))
    read = everything(reader)
    assert [(order.order_no, order.goods) for order in read.orders] == [("11700000001", 1200)]
    assert reader.source.rejected == [RejectedRow(2, "订单编号", "3.82111383862224E+18", Reason.DIGITS_LOST)]


def test_an_order_twice_in_a_file_is_its_last_row(tmp_path: Path) -> None:
    rows: list[files.Row] = [{"订单编号": "1001", "买家会员名": name, "买家应付货款": "1.00"} for name in "ab"]
    path = files.write_csv(tmp_path / "o.csv", ["订单编号", "买家会员名", "买家应付货款"], rows)
    assert [order.buyer for order in everything(the_reader(path)).orders] == ["b"]


def test_a_header_nobody_knows_carries_what_a_dialog_needs(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text("我们的表\n单号,客户,品名\n1001,张三,茶\n", "gb18030")
    with pytest.raises(errors.UnknownLayout) as caught:
        open_sources(path)
    assert caught.value.header == ("单号", "客户", "品名")
    assert (caught.value.header_row, caught.value.sample) == (2, [["1001", "张三", "茶"]])


def test_a_needed_column_that_is_missing_is_named(tmp_path: Path) -> None:
    path = files.write_csv(tmp_path / "o.csv", ["买家会员名", "买家应付货款", "宝贝种类"], [{"买家会员名": "a"}])
    with pytest.raises(errors.MissingColumns, match="订单编号"):
        open_sources(path)


def test_what_was_asked_for_narrows_the_choice(tmp_path: Path) -> None:
    pair = files.write_taobao_pair(tmp_path, 2)
    assert open_sources(pair.orders, platform=Platform.TAOBAO, kind=Kind.ORDERS)
    with pytest.raises(errors.WrongLayout, match="Taobao orders"):
        open_sources(pair.orders, platform=Platform.JD)
    with pytest.raises(errors.WrongLayout, match="Taobao orders"):
        open_sources(pair.orders, kind=Kind.REVIEWS)


def test_several_tables_of_a_zip_and_a_sheet_of_notes(tmp_path: Path) -> None:
    pair = files.write_taobao_pair(tmp_path, 5)
    book = openpyxl.load_workbook(files.write_xlsx(tmp_path / "noted.xlsx", LINE_NAMES, [line_row("1001", "11")]))
    book.create_sheet("说明", 0).append(["本表由系统导出", "请勿修改"])
    book.save(tmp_path / "noted.xlsx")
    members = {path.name: path.read_bytes() for path in (pair.orders, pair.lines, tmp_path / "noted.xlsx")}
    readers = open_sources(files.write_zip(tmp_path / "all.zip", members))
    assert [reader.source.kind for reader in readers] == [Kind.ORDERS, Kind.LINES, Kind.LINES]
    assert [len(everything(reader).orders) for reader in readers] == [5, 5, 1]


def test_a_zip_with_a_table_nobody_knows_is_refused(tmp_path: Path) -> None:
    pair = files.write_taobao_pair(tmp_path, 5)
    members = {"a.csv": pair.orders.read_bytes(), "b.csv": b"x,y\n1,2\n"}
    with pytest.raises(errors.UnknownLayout, match=r"b\.csv"):
        open_sources(files.write_zip(tmp_path / "all.zip", members))


def test_reading_can_be_cancelled_between_batches(tmp_path: Path) -> None:
    pair = files.write_taobao_pair(tmp_path, 30)
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(len(asked) == 2)
        return asked[-1]

    (reader,) = open_sources(pair.orders, cancelled=cancelled)
    with pytest.raises(errors.ImportCancelled):
        for batch in reader.batches(10):
            assert batch.rows_read <= 20
    assert reader.source.rows == 20
    assert 0 <= reader.fraction <= 1


def test_a_known_mapping_is_used_for_its_header_only(tmp_path: Path) -> None:
    header = ["单号", "客户", "品名", "实收"]
    mapping = Mapping(
        name="our table",
        platform=Platform.OTHER,
        kind=Kind.ORDERS,
        columns={"order_no": "单号", "receiver": "客户", "line_title": "品名", "paid": "实收"},
        header_key=header_key(header),
    )
    path = files.write_csv(tmp_path / "o.csv", header, [{"单号": "1001", "客户": "张三", "品名": "茶", "实收": "5"}])
    (reader,) = open_sources(path, known_mappings=[mapping])
    read = everything(reader)
    assert [(order.receiver, order.paid) for order in read.orders] == [("张三", 500)]
    assert [line.title for line in read.lines] == ["茶"]
    other = files.write_csv(tmp_path / "p.csv", [*header, "备注"], [])
    with pytest.raises(errors.UnknownLayout):
        open_sources(other, known_mappings=[mapping])
    assert open_sources(other, mapping=mapping)
    with pytest.raises(errors.NoSuchColumn, match="客户"):
        open_sources(files.write_csv(tmp_path / "q.csv", ["单号", "品名", "实收"], []), mapping=mapping)


def test_an_empty_workbook_is_empty(tmp_path: Path) -> None:
    with pytest.raises(errors.EmptyFile):
        open_sources(files.write_csv(tmp_path / "e.csv", ["", ""], []))
    reader = the_reader(files.write_csv(tmp_path / "h.csv", LINE_NAMES, []))
    assert everything(reader) == Batch([], [], [], 0)
