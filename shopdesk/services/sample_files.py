"""Invented orders as the platforms' own export files, so that the sample shop comes in by the usual door."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from shopdesk.clock import DEFAULT_ZONE, Millis, to_local
from shopdesk.domain.money import Money
from shopdesk.domain.platforms import Platform
from shopdesk.services.sample_orders import CLOSED, DONE, PAID, SHIPPED, UNPAID, Item, SampleOrder

_TAOBAO_STATUS = {
    UNPAID: "等待买家付款",
    PAID: "买家已付款，等待卖家发货",
    SHIPPED: "卖家已发货，等待买家确认",
    DONE: "交易成功",
    CLOSED: "交易关闭",
}
_DOUYIN_STATUS = {UNPAID: "待支付", PAID: "待发货", SHIPPED: "已发货", DONE: "已完成", CLOSED: "已关闭"}
_KUAISHOU_STATUS = {UNPAID: "待付款", PAID: "待发货", SHIPPED: "已发货", DONE: "交易成功", CLOSED: "交易关闭"}

_CONFIRMED_AFTER = 6 * 86_400_000
"""From the order to the buyer's confirmation."""
_TAOBAO_ORDERS = [
    "订单编号",
    "买家会员名",
    "买家支付宝账号",
    "买家应付货款",
    "买家应付邮费",
    "买家支付积分",
    "总金额",
    "返点积分",
    "买家实际支付金额",
    "买家实际支付积分",
    "订单状态",
    "买家留言",
    "收货人姓名",
    "收货地址 ",
    "运送方式",
    "联系电话 ",
    "联系手机",
    "订单创建时间",
    "订单付款时间 ",
    "确认收货时间",
    "宝贝标题 ",
    "宝贝种类 ",
    "物流单号 ",
    "物流公司",
    "订单备注",
    "宝贝总数量",
    "店铺Id",
    "店铺名称",
    "订单关闭原因",
    "卖家服务费",
    "买家服务费",
    "发票抬头",
    "是否手机订单",
    "分阶段订单信息",
    "特权订金订单id",
    "是否上传合同照片",
    "是否上传小票",
    "是否代付",
    "定金排名",
    "修改后的sku",
    "修改后的收货地址",
    "异常信息",
    "天猫卡券抵扣",
    "集分宝抵扣",
    "是否是O2O交易",
    "退款金额",
    "预约门店",
]
_TAOBAO_LINES = [
    "子订单编号",
    "主订单编号",
    "标题",
    "价格",
    "购买数量",
    "外部系统编号",
    "商品属性",
    "套餐信息",
    "联系方式备注",
    "订单状态",
    "商家编码",
    "支付单号",
    "买家应付货款",
    "买家实际支付金额",
    "退款状态",
    "退款金额",
    "订单创建时间",
    "订单付款时间",
    "商品id",
    "分阶段订单信息",
    "备注标签",
    "商家备注",
    "主订单买家留言",
    "发货时间",
    "物流单号",
    "物流公司",
    "是否赔付",
    "延迟发货主动赔付金额",
    "赔付出账时间",
]
_TAOBAO_REFUNDS = [
    "订单编号",
    "退款编号",
    "支付宝交易号",
    "订单付款时间",
    "商品编码",
    "退款完结时间",
    "买家实际支付金额",
    "宝贝标题",
    "买家退款金额",
    "手工退款/系统退款",
    "是否需要退货",
    "退款的申请时间",
    "超时时间",
    "退款状态",
    "货物状态",
    "退货物流单号",
    "退货物流公司",
    "买家退款原因",
    "买家退款说明",
]
_DOUYIN = [
    "主订单编号",
    "子订单编号",
    "选购商品",
    "商品规格",
    "商品数量",
    "商品ID",
    "商家编码",
    "商品单价",
    "订单应付金额",
    "运费",
    "优惠总金额",
    "支付方式",
    "收件人",
    "收件人手机号",
    "省",
    "市",
    "区",
    "街道",
    "详细地址",
    "买家留言",
    "订单提交时间",
    "旗帜颜色",
    "商家备注",
    "订单完成时间",
    "支付完成时间",
    "APP渠道",
    "流量来源",
    "订单状态",
    "承诺发货时间",
    "达人ID",
    "达人昵称",
    "售后状态",
    "取消原因",
    "是否安心购",
    "发货时间",
    "降价类优惠",
]
_KUAISHOU = [
    "订单号",
    "赠品订单号",
    "活动订单编号",
    "订单创建时间",
    "订单支付时间",
    "预售定金支付时间",
    "订单状态",
    "实付款",
    "快递费",
    "店铺优惠",
    "主播补贴",
    "支付方式",
    "成交数量",
    "买家留言",
    "订单备注",
    "旗帜颜色",
    "售后状态",
    "预售/承诺发货时间",
    "订单载体",
    "商品名称",
    "商品ID",
    "商品规格",
    "SKU编码",
    "商品单价",
    "CPS达人ID",
    "收货人姓名",
    "收货人电话",
    "收货地址-省",
    "收货地址-市",
    "收货地址-区",
    "收货地址-街道",
    "收货地址",
    "发货时间",
    "快递公司",
    "快递单号",
    "集运类型",
]

Row = dict[str, str]


def write_files(folder: Path, orders: Iterable[SampleOrder]) -> list[Path]:
    """Write the orders as export files into `folder`; returns those that were written."""
    by_platform: dict[Platform, list[SampleOrder]] = {}
    for order in orders:
        by_platform.setdefault(order.platform, []).append(order)
    files: list[Path] = []
    for platform, name, header, rows, encoding in _FILES:
        found = list(rows(by_platform.get(platform, [])))
        if found:
            files.append(folder / name)
            files[-1].write_bytes(_csv(header, found, encoding))
    return files


def _csv(header: list[str], rows: list[Row], encoding: str) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def _time(moment: Millis | None) -> str:
    return "" if moment is None else to_local(moment, DEFAULT_ZONE).strftime("%Y-%m-%d %H:%M:%S")


def _yuan(fen: int) -> str:
    return Money(fen).yuan


def _properties(item: Item) -> str:
    return f"颜色分类：{item.colour};尺码：{item.size}" if item.size else f"颜色分类：{item.colour}"


def _line_paid(order: SampleOrder, place: int) -> int:
    """The discount comes off the first item."""
    item = order.items[place]
    return item.article.price * item.quantity - (order.discount if place == 0 else 0)


def _taobao_orders(orders: Iterable[SampleOrder]) -> Iterator[Row]:
    for order in orders:
        province, city, district, rest, postcode = order.place
        yield {
            "订单编号": order.order_no, "买家会员名": order.buyer, "买家应付货款": _yuan(order.goods),
            "买家应付邮费": _yuan(order.postage), "总金额": _yuan(order.goods + order.postage),
            "买家实际支付金额": _yuan(order.paid), "订单状态": _TAOBAO_STATUS[order.status], "买家留言": order.message,
            "收货人姓名": order.receiver, "收货地址 ": f"{province} {city} {district} {rest}({postcode or '000000'})",
            "运送方式": "快递", "联系手机": f"'{order.phone}", "订单创建时间": _time(order.created),
            "订单付款时间 ": _time(order.paid_at),
            "确认收货时间": _time(order.created + _CONFIRMED_AFTER) if order.status == DONE else "",
            "宝贝标题 ": "，".join(i.article.title for i in order.items),
            "宝贝种类 ": str(len(order.items)), "物流单号 ": f"No:{order.waybill}" if order.waybill else "",
            "物流公司": order.carrier, "订单备注": order.memo,
            "宝贝总数量": str(sum(i.quantity for i in order.items)),
            "订单关闭原因": order.close_reason or "订单未关闭", "退款金额": "0.00",
        }  # fmt: skip


def _taobao_lines(orders: Iterable[SampleOrder]) -> Iterator[Row]:
    for order in orders:
        for place, item in enumerate(order.items):
            paid = _line_paid(order, place)
            yield {
                "子订单编号": f"{int(order.order_no) + place + 1}", "主订单编号": order.order_no,
                "标题": item.article.title, "价格": _yuan(item.article.price), "购买数量": str(item.quantity),
                "外部系统编号": item.sku, "商品属性": _properties(item), "套餐信息": "null",
                "订单状态": _TAOBAO_STATUS[order.status], "商家编码": item.sku, "买家应付货款": _yuan(paid),
                "买家实际支付金额": _yuan(paid) if order.paid_at else "0.00",
                "退款状态": "买家已经申请退款，等待卖家同意" if order.refund else "没有申请退款",
                "退款金额": "无退款申请", "订单创建时间": _time(order.created), "订单付款时间": _time(order.paid_at),
                "商品id": f"61{item.article.code.encode().hex()}", "备注标签": order.flag or "null",
                "商家备注": order.memo, "主订单买家留言": order.message or "null", "物流单号": order.waybill or "null",
                "物流公司": order.carrier or "null", "是否赔付": "否",
            }  # fmt: skip


def _taobao_refunds(orders: Iterable[SampleOrder]) -> Iterator[Row]:
    for order in orders:
        if order.refund:
            asked = order.created + (order.paid_after or 0) * 2
            yield {
                "订单编号": order.order_no, "退款编号": f"9{order.order_no[1:]}", "订单付款时间": _time(order.paid_at),
                "买家实际支付金额": _yuan(order.goods), "宝贝标题": order.items[0].article.title,
                "买家退款金额": _yuan(order.goods), "手工退款/系统退款": "手工退款",
                "是否需要退货": "需要退货" if order.waybill else "不需要退货", "退款的申请时间": _time(asked),
                "退款状态": "买家已经申请退款，等待卖家同意", "货物状态": "买家已收到货" if order.waybill else "未发货",
                "买家退款原因": order.refund, "超时时间": _time(asked + 5 * 86_400_000),
            }  # fmt: skip


def _douyin(orders: Iterable[SampleOrder]) -> Iterator[Row]:
    for order in orders:
        for place, item in enumerate(order.items):
            province, city, district, rest, _postcode = order.place
            sent = _time(order.created + 86_400_000) if order.status in (SHIPPED, DONE) else ""
            yield {
                "主订单编号": f"\t{order.order_no}", "子订单编号": f"\t{int(order.order_no) + place}",
                "选购商品": f"\t{item.article.title}", "商品规格": f"\t{_properties(item)}",
                "商品数量": str(item.quantity), "商品ID": f"\t35{item.article.code.encode().hex()}",
                "商家编码": f"\t{item.sku}", "商品单价": _yuan(item.article.price),
                "订单应付金额": _yuan(_line_paid(order, place)), "运费": "0.00", "收件人": order.receiver,
                "收件人手机号": order.phone, "省": province, "市": city, "区": district, "详细地址": rest,
                "买家留言": order.message, "订单提交时间": f"\t{_time(order.created)}", "旗帜颜色": order.flag,
                "商家备注": order.memo, "支付完成时间": f"\t{_time(order.paid_at)}",
                "订单状态": _DOUYIN_STATUS[order.status], "售后状态": "-", "取消原因": order.close_reason,
                "是否安心购": "否", "发货时间": sent,
            }  # fmt: skip


def _kuaishou(orders: Iterable[SampleOrder]) -> Iterator[Row]:
    for order in orders:
        for place, item in enumerate(order.items):
            province, city, district, rest, _postcode = order.place
            yield {
                "订单号": order.order_no, "订单创建时间": _time(order.created), "订单支付时间": _time(order.paid_at),
                "订单状态": _KUAISHOU_STATUS[order.status], "实付款": _yuan(_line_paid(order, place)), "快递费": "0.00",
                "成交数量": str(item.quantity), "买家留言": order.message, "订单备注": order.memo,
                "旗帜颜色": order.flag, "订单载体": "直播间", "商品名称": item.article.title,
                "商品ID": f"24{item.article.code.encode().hex()}", "商品规格": _properties(item), "SKU编码": item.sku,
                "商品单价": _yuan(item.article.price), "收货人姓名": order.receiver, "收货人电话": order.phone,
                "收货地址-省": province, "收货地址-市": city, "收货地址-区": district, "收货地址": rest,
                "快递公司": order.carrier, "快递单号": order.waybill,
            }  # fmt: skip


Rows = Callable[[Iterable[SampleOrder]], Iterator[Row]]
_FILES: tuple[tuple[Platform, str, list[str], Rows, str], ...] = (
    (Platform.TAOBAO, "ExportOrderList.csv", _TAOBAO_ORDERS, _taobao_orders, "gb18030"),
    (Platform.TAOBAO, "ExportOrderDetailList.csv", _TAOBAO_LINES, _taobao_lines, "gb18030"),
    (Platform.TAOBAO, "refunds.csv", _TAOBAO_REFUNDS, _taobao_refunds, "gb18030"),
    (Platform.DOUYIN, "douyin.csv", _DOUYIN, _douyin, "utf-8-sig"),
    (Platform.KUAISHOU, "kuaishou.csv", _KUAISHOU, _kuaishou, "utf-8-sig"),
)
