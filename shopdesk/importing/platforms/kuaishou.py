"""Kuaishou: orders, one row an item; after-sales."""

from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_
from shopdesk.importing import columns as names
from shopdesk.importing.layouts import Layout
from shopdesk.importing.records import Kind

ORDERS = Layout(
    name=N_("Kuaishou orders"),
    platform=Platform.KUAISHOU,
    kind=Kind.ORDERS,
    known_by=(
        "赠品订单号", "活动订单编号", "预售定金支付时间", "快递费", "主播补贴", "混资活动优惠", "成交数量",
        "账号明细", "预售/承诺发货时间", "订单载体", "CPS达人ID", "CPS达人昵称", "团长ID", "快赚客ID", "收货地址-省",
        "集运类型",
    ),
    order={
        "order_no": ("订单号", "订单编号"),
        "status_text": ("订单状态",),
        "buyer": ("买家ID", "买家昵称"),
        "receiver": names.RECEIVER,
        "phone": names.PHONE,
        "province": ("收货地址-省",),
        "city": ("收货地址-市",),
        "district": ("收货地址-区",),
        "street": ("收货地址-街道",),
        "whole_address": ("收货地址",),
        "postage": ("快递费",),
        "paid": names.PAID,
        "buyer_message": names.MESSAGE,
        "memo": names.MEMO,
        "flag_text": names.FLAG,
        "created_at": names.CREATED_AT,
        "paid_at": names.PAID_AT,
        "ship_by": names.SHIP_BY,
        "shipped_at": names.SHIPPED_AT,
        "refund_state": ("售后状态",),
        "carrier": names.CARRIER,
        "waybill": names.WAYBILL,
    },
    line={
        "title": names.TITLE,
        "sku": names.SKU,
        "properties": ("商品规格",),
        "product_id": ("商品ID",),
        "quantity": names.QUANTITY,
        "price": names.PRICE,
        "paid": names.PAID,
        "refund_state": ("售后状态",),
    },
    due_until_paid=True,
    priced_lines=True,
)  # fmt: skip

REFUNDS = Layout(
    name=N_("Kuaishou after-sales"),
    platform=Platform.KUAISHOU,
    kind=Kind.REFUNDS,
    known_by=(
        "发货快递单号(如为西北订单，仅展示一段物流信息)", "发货快递单号", "买家ID", "换货物流单号", "退货物流单号",
        "售后单号",
    ),
    refund={
        "refund_no": ("售后单号",),
        "order_no": ("订单编号", "订单号"),
        "kind": ("售后类型",),
        "state": ("售后状态", "退款状态"),
        "goods_state": ("货物状态", "发货状态"),
        "amount": ("退款金额", "售后金额", "退款金额(元)"),
        "reason": ("售后原因", "退款原因", "申请原因"),
        "explanation": ("售后说明", "问题描述"),
        "title": names.TITLE,
        "sku": names.SKU,
        "return_carrier": ("退货物流公司", "退货快递公司"),
        "return_waybill": ("退货物流单号", "退货快递单号"),
        "requested_at": ("申请时间", "售后申请时间"),
        "deadline": ("超时时间",),
        "finished_at": ("完结时间", "售后完结时间", "退款时间"),
    },
)  # fmt: skip

LAYOUTS = (ORDERS, REFUNDS)
