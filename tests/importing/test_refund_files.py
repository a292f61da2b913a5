"""The platforms' refund and after-sales files."""

from pathlib import Path

from shopdesk.clock import iso
from shopdesk.importing.records import Kind
from tests import platform_files as files
from tests.importing.test_platforms import read


def test_taobao_refunds_of_both_years(tmp_path: Path) -> None:
    shared: dict[str, object] = {
        "订单编号": "3821113838621237025",
        "退款编号": "250000000000000001",
        "宝贝标题": "示例",
        "买家退款金额": "12.30元",
        "退款的申请时间": "2026-06-01 10:00:00",
        "超时时间": "已超时",
        "退款状态": "等待卖家同意",
        "货物状态": "已收到货",
        "退货物流单号": "No:YT7453244865603",
        "退货物流公司": "圆通速递",
        "买家退款原因": "尺码不合",
        "买家退款说明": "小\n了",
        "商品编码": "EX-1",
    }
    old = files.write_xls(tmp_path / "a.xls", files.header("taobao_refund_export_2021_xls"), [shared])
    new = files.write_xlsx(
        tmp_path / "b.xlsx", files.header("taobao_refund_export_2026_xls"), [shared | {"售后类型": "退货退款"}]
    )
    for path, kind in ((old, ""), (new, "退货退款")):
        reader, orders, lines, (refund,) = read(path)
        assert (orders, lines, reader.source.kind) == ([], [], Kind.REFUNDS)
        assert (refund.refund_no, refund.order_no) == ("250000000000000001", "3821113838621237025")
        assert (refund.amount, refund.kind, refund.reason) == (1230, kind, "尺码不合")
        assert (refund.return_waybill, refund.sku, refund.deadline) == ("YT7453244865603", "EX-1", None)
        assert iso(refund.requested_at) == "2026-06-01T10:00:00+08:00"


def test_douyin_after_sales_give_goods_and_freight_back(tmp_path: Path) -> None:
    names = files.header("douyin_aftersale_50col_xlsx")
    row: files.Row = {
        "售后单号": "7400000000000000001",
        "订单号": "6900000000000000001",
        "退商品金额（元）": "30.00",
        "退运费金额（元）": "5.00",
        "售后类型": "退货退款",
        "售后状态": "待商家处理",
        "自动处理截止时间": "2026-06-03 10:00:00",
    }
    _, _, _, (refund,) = read(files.write_xlsx(tmp_path / "r.xlsx", names, [row]))
    assert (refund.amount, refund.kind, refund.state) == (3500, "退货退款", "待商家处理")
    assert iso(refund.deadline) == "2026-06-03T10:00:00+08:00"


def test_kuaishou_after_sales_of_which_little_is_known(tmp_path: Path) -> None:
    names = files.header("kuaishou_aftersale_partial")
    row: files.Row = {"售后单号": "900001", "订单编号": "2415900000000001", "退货物流单号": "JT0000000000001"}
    _, _, _, (refund,) = read(files.write_xlsx(tmp_path / "r.xlsx", names, [row]))
    assert (refund.refund_no, refund.return_waybill) == ("900001", "JT0000000000001")
