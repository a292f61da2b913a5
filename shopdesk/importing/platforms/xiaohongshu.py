"""Xiaohongshu: orders, one row a SKU; only the parcel's postage is the whole order's."""

from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_
from shopdesk.importing import columns as names
from shopdesk.importing.layouts import Layout
from shopdesk.importing.records import Kind

ORDERS = Layout(
    name=N_("Xiaohongshu orders"),
    platform=Platform.XIAOHONGSHU,
    kind=Kind.ORDERS,
    known_by=(
        "小红书编码", "SKU名称", "SKU规格", "SKU件数", "SKU商家改价(元)", "包裹总运费(元)", "包裹备注标记",
        "包裹备注信息", "大头笔/PaintMarker", "三段码/ExpressExtend2", "用户应付金额(元)",
        "商家应收金额(元)(支付金额)", "包裹总净重(kg)", "区域编码",
    ),
    order={
        "order_no": ("订单号", "订单编号"),
        "shop": ("店铺名称",),
        "status_text": ("订单状态",),
        "buyer": ("用户编号",),
        "receiver": names.RECEIVER,
        "phone": names.PHONE,
        "province": ("省",),
        "city": ("市",),
        "district": ("区",),
        "whole_address": ("收件人地址", "收货地址"),
        "goods": ("商品总价(元)",),
        "postage": ("包裹总运费(元)",),
        "paid": ("用户应付金额(元)", "商家应收金额(元)(支付金额)"),
        "buyer_message": names.MESSAGE,
        "memo": ("包裹备注信息", *names.MEMO),
        "flag_text": names.FLAG,
        "created_at": names.CREATED_AT,
        "paid_at": names.PAID_AT,
        "ship_by": names.SHIP_BY,
        "shipped_at": names.SHIPPED_AT,
        "done_at": ("订单完成时间",),
        "refund_state": ("售后状态",),
        "close_reason": ("异常原因",),
        "carrier": names.CARRIER,
        "waybill": names.WAYBILL,
    },
    line={
        "title": ("SKU名称", "商品名称"),
        "sku": ("商家编码", "条形码", "小红书编码", "规格ID"),
        "properties": ("SKU规格",),
        "product_id": ("商品ID",),
        "quantity": ("SKU件数", *names.QUANTITY),
        "goods": ("商品总价(元)",),
        "paid": ("用户应付金额(元)", "商家应收金额(元)(支付金额)"),
        "refund_state": ("售后状态",),
    },
    repeated=frozenset({"postage"}),
    due_until_paid=True,
)  # fmt: skip

LAYOUTS = (ORDERS,)
