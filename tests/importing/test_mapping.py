"""Column mappings: suggested, previewed, remembered, and turned into layouts."""

import pytest

from shopdesk.domain.platforms import Platform
from shopdesk.importing import errors
from shopdesk.importing.mapping import FIELDS, REQUIRED, Mapping, header_key, preview, suggest
from shopdesk.importing.reasons import Reason
from shopdesk.importing.records import Kind, LineRecord, OrderRecord, RefundRecord
from tests import platform_files as files

HEADER = ["线上订单号", "客户昵称", "姓名", "手机", "详细地址", "品名", "规格", "数量", "单价", "实付", "备注", "插旗"]
ROWS = [
    [
        "1001",
        "buyer_a",
        "张三",
        "13800000000",
        "广东省 广州市 越秀区 示例路1号",
        "茶",
        "绿;500g",
        "2",
        "10",
        "18.50",
        "急",
        "红",
    ],
    [
        "1001",
        "buyer_a",
        "张三",
        "13800000000",
        "广东省 广州市 越秀区 示例路1号",
        "壶",
        "大",
        "1",
        "30",
        "18.50",
        "急",
        "红",
    ],
    [
        "1002",
        "buyer_b",
        "李四",
        "13900000000",
        "上海 上海市 浦东新区 示例路2号",
        "茶",
        "绿;500g",
        "一",
        "10",
        "9",
        "",
        "",
    ],
]


def mapping(**more: object) -> Mapping:
    values: dict[str, object] = {
        "name": "our table",
        "platform": Platform.OTHER,
        "kind": Kind.ORDERS,
        "columns": suggest(HEADER, Kind.ORDERS),
    } | more
    return Mapping(**values)  # type: ignore[arg-type]


def test_a_first_guess_from_all_names_that_platforms_use() -> None:
    assert suggest(HEADER, Kind.ORDERS) == {
        "order_no": "线上订单号",
        "buyer": "客户昵称",
        "receiver": "姓名",
        "phone": "手机",
        "whole_address": "详细地址",
        "paid": "实付",
        "memo": "备注",
        "flag_text": "插旗",
        "line_title": "品名",
        "line_properties": "规格",
        "line_quantity": "数量",
        "line_price": "单价",
    }


@pytest.mark.parametrize("kind", [Kind.ORDERS, Kind.LINES, Kind.REFUNDS])
def test_a_column_is_never_suggested_twice(kind: Kind) -> None:
    for path in files.FORMATS.glob("*.txt"):
        header = files.header(path.stem)
        guessed = suggest(header, kind)
        assert set(guessed) <= set(FIELDS[kind])
        assert len(set(guessed.values())) == len(guessed)
        assert set(guessed.values()) <= set(header)


def test_fields_are_those_of_the_records() -> None:
    extra = {"whole_address", "street"}
    for kind in (Kind.ORDERS, Kind.LINES):
        orders = {name for name in FIELDS[kind] if not name.startswith("line_")}
        lines = {name.removeprefix("line_") for name in FIELDS[kind] if name.startswith("line_")}
        assert orders <= set(OrderRecord._fields) | extra
        assert lines <= set(LineRecord._fields)
    assert set(FIELDS[Kind.REFUNDS]) <= set(RefundRecord._fields)
    assert all(set(names) <= set(FIELDS[kind]) for kind, names in REQUIRED.items())


def test_a_preview_reads_as_the_import_will() -> None:
    seen = preview(mapping(), HEADER, ROWS)
    (order,) = seen.batch.orders
    assert (order.order_no, order.receiver, order.province, order.address) == ("1001", "张三", "广东省", "示例路1号")
    assert (order.paid, order.pieces, order.flag_text, order.memo) == (1850, 3, "红", "急")
    assert [(line.title, line.quantity, line.goods) for line in seen.batch.lines] == [("茶", 2, 2000), ("壶", 1, 3000)]
    assert [(bad.row, bad.column, bad.value, bad.reason) for bad in seen.rejected] == [
        (4, "数量", "一", Reason.NOT_A_NUMBER)
    ]


def test_amounts_of_rows_are_summed_where_the_mapping_says_so() -> None:
    seen = preview(mapping(amounts_per_line=True), HEADER, ROWS[:2])
    assert seen.batch.orders[0].paid == 3700
    assert [line.paid for line in seen.batch.lines] == [1850, 1850]


def test_without_item_columns_a_row_is_an_order() -> None:
    columns = {"order_no": "线上订单号", "paid": "实付"}
    seen = preview(mapping(columns=columns), HEADER, ROWS[:1])
    assert (seen.batch.lines, seen.batch.orders[0].paid) == ([], 1850)


def test_a_mapping_of_refunds() -> None:
    header = ["退款编号", "订单编号", "金额"]
    columns = {"refund_no": "退款编号", "order_no": "订单编号", "amount": "金额"}
    seen = preview(mapping(kind=Kind.REFUNDS, columns=columns), header, [["9001", "1001", "5.50"], ["", "1002", "1"]])
    assert [(refund.refund_no, refund.amount) for refund in seen.batch.refunds] == [("9001", 550)]
    assert seen.rejected[0].reason == Reason.NO_REFUND_NO


def test_a_mapping_must_name_what_makes_a_record() -> None:
    with pytest.raises(errors.IncompleteMapping, match="Order number"):
        mapping(columns={"buyer": "客户昵称"}).layout()
    with pytest.raises(errors.IncompleteMapping, match="Item title"):
        mapping(kind=Kind.LINES, columns={"order_no": "线上订单号"}).layout()
    with pytest.raises(errors.IncompleteMapping, match="Waybill number"):
        mapping(kind=Kind.TRACKING).layout()
    with pytest.raises(errors.IncompleteMapping, match="Time"):
        mapping(kind=Kind.REVIEWS).layout()
    with pytest.raises(errors.NoSuchColumn, match="没有"):
        preview(mapping(columns={"order_no": "没有"}), HEADER, ROWS)


def test_a_header_is_remembered_by_its_set_of_columns() -> None:
    assert header_key(HEADER) == header_key([f"{name} " for name in reversed(HEADER)] + [""])
    assert header_key(HEADER) != header_key(HEADER[1:])
