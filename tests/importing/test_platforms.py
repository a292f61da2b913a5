"""Every platform's file, made from its header, gives the records it should."""

from pathlib import Path

import pytest

from shopdesk.clock import iso
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Masking, Status
from shopdesk.importing.columns import fold
from shopdesk.importing.layouts import best_match
from shopdesk.importing.platforms import LAYOUTS
from shopdesk.importing.reader import Reader, open_sources
from shopdesk.importing.records import Kind, LineRecord, OrderRecord, RefundRecord
from tests import platform_files as files

KNOWN = {
    "taobao_ExportOrderList_2017_csv": "Taobao orders",
    "taobao_ExportOrderList_2018_csv": "Taobao orders",
    "qianniu_order_2026_custom_xlsx": "Taobao orders",
    "taobao_ExportOrderDetailList_2017_csv": "Taobao order lines",
    "qianniu_ExportOrderList_suborder_2024_xlsx": "Taobao order lines",
    "taobao_refund_export_2021_xls": "Taobao refunds",
    "taobao_refund_export_2026_xls": "Taobao refunds",
    "pdd_orders_export_allfields_2024": "Pinduoduo orders",
    "douyin_order_2026_csv": "Douyin orders",
    "douyin_aftersale_50col_xlsx": "Douyin after-sales",
    "kuaishou_order_2026": "Kuaishou orders",
    "kuaishou_aftersale_partial": "Kuaishou after-sales",
    "jd_order_2016_csv": "JD orders",
    "weixin_shop_order_2026": "WeChat shop orders",
    "xiaohongshu_order_2026": "Xiaohongshu orders",
}


def read(path: Path) -> tuple[Reader, list[OrderRecord], list[LineRecord], list[RefundRecord]]:
    (reader,) = open_sources(path)
    batches = list(reader.batches())
    return (
        reader,
        [order for batch in batches for order in batch.orders],
        [line for batch in batches for line in batch.lines],
        [refund for batch in batches for refund in batch.refunds],
    )


def test_every_header_in_the_folder_is_known() -> None:
    assert {path.stem for path in files.FORMATS.glob("*.txt")} == set(KNOWN)


@pytest.mark.parametrize(("name", "layout"), KNOWN.items())
def test_a_header_is_recognised_whole_reordered_and_thinned_out(name: str, layout: str) -> None:
    header = files.header(name)
    needed = {"订单编号", "主订单编号", "订单号", "标题", "退款编号", "售后单号"}
    thinned = [column for place, column in enumerate(header) if place % 3 or fold(column) in needed]
    for variant in (header, header[::-1], [f" {column}\ufeff" for column in header], ["新列", *header], thinned):
        found = best_match(variant, LAYOUTS)
        assert found is not None
        assert found.layout.name == layout
        assert not found.missing


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_declaration_names_only_fields_that_exist(layout: object) -> None:
    extra = {"whole_address", "street", "freight"}
    assert set(layout.order) <= set(OrderRecord._fields) | extra  # type: ignore[attr-defined]
    assert set(layout.line) <= set(LineRecord._fields)  # type: ignore[attr-defined]
    assert set(layout.refund) <= set(RefundRecord._fields) | extra  # type: ignore[attr-defined]
    assert all(columns for part in (layout.order, layout.line, layout.refund) for columns in part.values())  # type: ignore[attr-defined]


def test_taobao_2018_with_an_address_that_was_changed(tmp_path: Path) -> None:
    names = files.header("taobao_ExportOrderList_2018_csv")
    row: files.Row = {
        "订单编号": '="1800000000000000001"',
        "买家会员名": "tb_a",
        "买家应付货款": "10.00",
        "买家应付邮费": "1.50",
        "买家实际支付金额": "11.50",
        "订单状态": "交易成功",
        "收货人姓名": "张三",
        "联系电话": "0571-8800000",
        "收货地址": "浙江省 杭州市 余杭区 旧路1号(311100)",
        "修改后的收货地址": "上海 上海市 浦东新区 新路2号(200120)",
        "订单创建时间": "2018-07-08 00:42:32",
        "确认收货时间": "2018-07-18 00:42:32",
        "宝贝标题": "甲，乙",
        "宝贝总数量": "2",
        "店铺名称": "示例店铺",
    }
    reader, (order,), lines, _ = read(files.write_csv(tmp_path / "o.csv", names, [row], "gbk"))
    assert (order.order_no, order.buyer, order.shop, order.pieces) == ("1800000000000000001", "tb_a", "示例店铺", 2)
    assert (order.province, order.address, order.postcode) == ("上海", "新路2号", "200120")
    assert (order.goods, order.postage, order.paid) == (1000, 150, 1150)
    assert order.phone == "0571-8800000"
    assert iso(order.done_at) == "2018-07-18T00:42:32+08:00"
    assert lines == []
    assert reader.source.kind is Kind.ORDERS


def test_a_qianniu_selection_of_columns_says_nothing_about_the_rest(tmp_path: Path) -> None:
    names = files.header("qianniu_order_2026_custom_xlsx")
    row: files.Row = {
        "订单编号": "3821113838621237025",
        "买家应付货款": "173.00",
        "买家应付邮费": "0.00",
        "买家实付金额": "173.00",
        "订单创建时间": "2026-03-21 10:24:20",
        "商品标题": "示例",
    }
    for path in (
        files.write_html_xls(tmp_path / "o.xls", names, [row]),
        files.write_xlsx(tmp_path / "o.xlsx", names, [row], above=["订单报表", ""]),
    ):
        reader, (order,), _, _ = read(path)
        assert (order.goods, order.paid, order.titles) == (17300, 17300, "示例")
        assert {"goods", "paid", "postage", "created_at", "titles"} <= reader.source.fields
        assert not {"buyer", "receiver", "address", "memo", "status", "masking", "waybill"} & reader.source.fields


def test_pinduoduo(tmp_path: Path) -> None:
    names = files.header("pdd_orders_export_allfields_2024")
    row: files.Row = {
        "商品": "示例茶",
        "订单号": "210324-137383117442221",
        "订单状态": "已发货，待收货",
        "商品数量(件)": "2",
        "支付时间": "2024-03-21 10:24:29",
        "承诺发货时间": "2024-03-23 10:24:29",
        "发货时间": "\t",
        "商品id": "\t3000001",
        "商品规格": "绿茶 500g",
        "商家编码-规格维度": "T-500",
        "商家编码-商品维度": "T",
        "商家备注": "送样品",
        "售后状态": "无售后或售后取消",
        "订单成交时间": "2024-03-21 10:24:20",
        "商品总价(元)": "59.80",
        "邮费(元)": "0",
        "用户实付金额(元)": "55.80",
        "商家实收金额(元)": "57.80",
        "快递单号": "YT7453244865603",
        "快递公司": "圆通快递",
        "省": "浙江省",
        "市": "杭州市",
        "区": "余杭区",
        "街道/镇": "示例街道",
    }
    reader, (order,), (line,), _ = read(files.write_csv(tmp_path / "o.csv", names, [row]))
    assert reader.source.platform is Platform.PINDUODUO
    assert order.order_no == "210324-137383117442221"
    assert order.status is Status.SHIPPED
    assert (order.goods, order.postage, order.paid, order.pieces) == (5980, 0, 5580, 2)
    assert (order.province, order.city, order.district, order.address) == ("浙江省", "杭州市", "余杭区", "示例街道")
    assert (order.memo, order.waybill, order.shipped_at) == ("送样品", "YT7453244865603", None)
    assert (line.title, line.sku, line.properties, line.product_id) == ("示例茶", "T-500", "绿茶 500g", "3000001")
    assert (line.quantity, line.price, line.goods) == (2, 2990, 5980)
    assert line.line_no.startswith("~")


def douyin_row(**more: object) -> files.Row:
    return {
        "主订单编号": "\t6900000000000000001",
        "子订单编号": "\t6900000000000000002",
        "选购商品": "示例商品",
        "商品规格": "黑;L",
        "商品数量": 1,
        "商品ID": "\t300400008",
        "商家编码": "EX-1",
        "商品单价": "39.90",
        "订单应付金额": "35.90",
        "运费": "0.00",
        "收件人": "张**",
        "收件人手机号": "138****0000",
        "省": "广东省",
        "市": "广州市",
        "区": "越秀区",
        "街道": "示例街道",
        "详细地址": "****",
        "订单提交时间": "\t2026-06-01 10:00:00",
        "旗帜颜色": "红色",
        "商家备注": "-",
        "支付完成时间": "\t2026-06-01 10:00:05",
        "订单状态": "待发货",
        "承诺发货时间": "\t2026-06-03 10:00:05",
        "售后状态": "-",
    } | more


def test_douyin_adds_up_an_order_from_its_rows(tmp_path: Path) -> None:
    names = files.header("douyin_order_2026_csv")
    rows = [
        douyin_row(),
        douyin_row(子订单编号="\t6900000000000000003", 订单应付金额="10.00", 商品数量=2, 订单状态="已发货"),
        douyin_row(主订单编号="\t6900000000000000009", 子订单编号="", 支付完成时间="", 订单状态="待付款"),
    ]
    reader, orders, lines, _ = read(files.write_csv(tmp_path / "o.csv", names, rows))
    first, unpaid = orders
    assert (first.paid, first.goods, first.pieces, first.status) == (4590, 4590, 3, Status.PAID)
    assert first.masking is Masking.MASKED
    assert (first.flag_text, first.memo, first.address) == ("红色", "", "示例街道****")
    assert iso(first.ship_by) == "2026-06-03T10:00:05+08:00"
    assert (unpaid.paid, unpaid.goods, unpaid.status) == (0, 3590, Status.UNPAID)
    assert [line.line_no for line in lines[:2]] == ["6900000000000000002", "6900000000000000003"]
    assert [line.position for line in lines] == [1, 2, 1]
    assert [line.goods for line in lines] == [3990, 7980, 3990]
    assert reader.source.encoding == "utf-8-sig"


def test_a_cipher_is_kept_and_marked(tmp_path: Path) -> None:
    names = files.header("douyin_order_2026_csv")
    row = douyin_row(收件人="##AbCd==##", 收件人手机号="$$kq8==$$", 详细地址="##xyz==##")
    _, (order,), _, _ = read(files.write_csv(tmp_path / "o.csv", names, [row]))
    assert order.masking is Masking.CIPHER
    assert order.receiver == "##AbCd==##"


def test_kuaishou(tmp_path: Path) -> None:
    names = files.header("kuaishou_order_2026")
    row: files.Row = {
        "订单号": "2415900000000001",
        "订单创建时间": "2026-06-01 10:00:00",
        "订单支付时间": "2026-06-01 10:00:05",
        "订单状态": "已收货",
        "实付款": "69.20(分销商实付：47.80)",
        "快递费": "5.00",
        "成交数量": "1",
        "订单备注": "备\n注",
        "旗帜颜色": "绿",
        "商品名称": "示例商品",
        "商品规格": "黑色 L",
        "SKU编码": "EX-1",
        "商品单价": "64.20",
        "收货人姓名": "张三",
        "收货人电话": "13800000000",
        "收货地址-省": "广东省",
        "收货地址-市": "广州市",
        "收货地址-区": "越秀区",
        "收货地址-街道": "示例街道",
        "收货地址": "广东省广州市越秀区示例街道示例路1号",
        "快递公司": "中通快递",
        "快递单号": "73100000000000",
    }
    path = files.declare_size_a1(files.write_xlsx(tmp_path / "o.xlsx", names, [row]))
    _, (order,), (line,), _ = read(path)
    assert (order.paid, order.postage, order.goods, order.status) == (6920, 500, 6420, Status.DONE)
    assert (order.district, order.address) == ("越秀区", "示例街道示例路1号")
    assert (order.memo, order.flag_text) == ("备\n注", "绿")
    assert (line.sku, line.properties, line.price, line.paid) == ("EX-1", "黑色 L", 6420, 6920)


def test_jd_rows_end_in_a_comma_and_repeat_the_order(tmp_path: Path) -> None:
    names = files.header("jd_order_2016_csv")
    row = (
        '117000000{no},1953800000{sku},"示例商品 套装",{n},在线支付,2015-12-31 23:19:56,379.00,'
        '1097.00,932.45,0.00,932.45,{status},销售订单,buyer_x,"张三",'
        '"江西南昌市青山湖区示例路1号","13800000000",,,,,"订单拆分为  1    2",5,0.00,'
        "2015-12-31 23:20:30,,,,移动端订单,暂无来源\r\n"
    )
    rows = [
        row.format(no="01", sku=1, n=1, status="等待出库"),
        row.format(no="01", sku=2, n=2, status="等待出库"),
        row.format(no="02", sku=1, n=1, status="(删除)等待出库"),
    ]
    path = tmp_path / "jd.csv"
    path.write_text(",".join(names) + "\r\n" + "".join(rows), "gb2312", newline="")
    reader, orders, lines, _ = read(path)
    assert reader.source.rejected == []
    assert [(order.order_no, order.status) for order in orders] == [
        ("11700000001", Status.PAID),
        ("11700000002", Status.CLOSED),
    ]
    order = orders[0]
    assert (order.goods, order.paid, order.postage, order.pieces) == (109700, 93245, 0, 3)
    assert (order.buyer, order.city, order.memo, order.flag_text) == ("buyer_x", "南昌市", "订单拆分为  1    2", "5")
    assert [(line.sku, line.quantity, line.goods) for line in lines[:2]] == [
        ("19538000001", 1, 37900),
        ("19538000002", 2, 75800),
    ]


def test_weixin_comes_in_a_zip(tmp_path: Path) -> None:
    names = files.header("weixin_shop_order_2026")
    shared: dict[str, object] = {
        "订单号": "3700000000000000001",
        "订单下单时间": "2026-06-01 10:00:00",
        "支付时间": "2026-06-01 10:00:05",
        "订单状态": "待发货",
        "收件人姓名": "张三",
        "收件人地址": "广东省广州市越秀区示例路1号",
        "省": "广东省",
        "市": "广州市",
        "区": "越秀区",
        "收件人手机": "13800000000",
        "买家备注": "快",
        "商家备注": "S",
        "打标颜色": "黄色",
        "商品总价": "30.00",
        "订单实际支付金额": "35.00",
        "订单运费": "5.00",
    }
    rows: list[files.Row] = [
        shared
        | {
            "商品名称": "甲",
            "SKU编码(自定义)": "A",
            "商品价格(单件)": "10.00",
            "商品数量": 1,
            "商品实际价格(总共)": "10.00",
        },
        shared
        | {
            "商品名称": "乙",
            "SKU编码(自定义)": "B",
            "商品价格(单件)": "10.00",
            "商品数量": 2,
            "商品实际价格(总共)": "20.00",
        },
    ]
    inner = files.write_xlsx(tmp_path / "o.xlsx", names, rows).read_bytes()
    reader, (order,), lines, _ = read(files.write_zip(tmp_path / "o.zip", {"订单.xlsx": inner}))
    assert (reader.source.file, reader.source.encoding) == ("o.zip/订单.xlsx", "xlsx")
    assert (order.goods, order.postage, order.paid, order.pieces) == (3000, 500, 3500, 3)
    assert (order.address, order.buyer_message, order.memo, order.flag_text) == ("示例路1号", "快", "S", "黄色")
    assert [(line.title, line.sku, line.goods) for line in lines] == [("甲", "A", 1000), ("乙", "B", 2000)]


def test_xiaohongshu(tmp_path: Path) -> None:
    names = files.header("xiaohongshu_order_2026")
    shared: dict[str, object] = {
        "订单号": "P700000000000000001",
        "订单状态": "已完成",
        "收件人姓名": "张三",
        "收件人电话": "13800000000",
        "收件人地址": "示例路1号",
        "省": "广东省",
        "市": "广州市",
        "区": "越秀区",
        "包裹总运费(元)": "6.00",
        "支付时间": "2026-06-01 10:00:05",
        "订单创建时间": "2026-06-01 10:00:00",
        "用户备注": "快",
        "包裹备注标记": "2",
        "包裹备注信息": "S",
        "店铺名称": "示例店铺",
    }
    rows: list[files.Row] = [
        shared | {"SKU名称": "甲", "SKU规格": "黑", "SKU件数": 1, "商品总价(元)": "10.00", "用户应付金额(元)": "13.00"},
        shared | {"SKU名称": "乙", "SKU规格": "白", "SKU件数": 2, "商品总价(元)": "20.00", "用户应付金额(元)": "23.00"},
    ]
    _, (order,), lines, _ = read(files.write_xlsx(tmp_path / "o.xlsx", names, rows))
    assert (order.goods, order.postage, order.paid, order.pieces) == (3000, 600, 3600, 3)
    assert (order.shop, order.flag_text, order.memo, order.status) == ("示例店铺", "2", "S", Status.DONE)
    assert [(line.title, line.quantity, line.price) for line in lines] == [("甲", 1, 1000), ("乙", 2, 1000)]
