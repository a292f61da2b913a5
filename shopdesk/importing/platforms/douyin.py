"""Douyin: orders, one row a sub-order; after-sales."""

from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_
from shopdesk.importing import columns as names
from shopdesk.importing.layouts import Layout
from shopdesk.importing.records import Kind

ORDERS = Layout(
    name=N_("Douyin orders"),
    platform=Platform.DOUYIN,
    kind=Kind.ORDERS,
    known_by=(
        "选购商品", "订单应付金额", "达人ID", "达人昵称", "达人优惠", "鲁班落地页ID", "订单提交时间", "支付完成时间",
        "APP渠道", "流量来源", "流量体裁", "广告渠道", "是否安心购", "商家改价", "红包抵扣", "降价类优惠",
    ),
    order={
        "order_no": ("主订单编号", "订单编号", "订单号"),
        "status_text": ("订单状态",),
        "receiver": names.RECEIVER,
        "phone": names.PHONE,
        "province": ("省",),
        "city": ("市",),
        "district": ("区",),
        "street": ("街道",),
        "whole_address": ("详细地址", "收件地址"),
        "postage": ("运费",),
        "paid": ("订单应付金额",),
        "buyer_message": names.MESSAGE,
        "memo": names.MEMO,
        "flag_text": names.FLAG,
        "created_at": names.CREATED_AT,
        "paid_at": names.PAID_AT,
        "ship_by": names.SHIP_BY,
        "shipped_at": names.SHIPPED_AT,
        "done_at": ("订单完成时间",),
        "refund_state": ("售后状态",),
        "close_reason": ("取消原因",),
        "carrier": names.CARRIER,
        "waybill": names.WAYBILL,
    },
    line={
        "line_no": ("子订单编号",),
        "title": names.TITLE,
        "sku": names.SKU,
        "properties": ("商品规格",),
        "product_id": ("商品ID",),
        "quantity": names.QUANTITY,
        "price": names.PRICE,
        "paid": ("订单应付金额",),
        "refund_state": ("售后状态",),
    },
    due_until_paid=True,
    priced_lines=True,
)  # fmt: skip

REFUNDS = Layout(
    name=N_("Douyin after-sales"),
    platform=Platform.DOUYIN,
    kind=Kind.REFUNDS,
    known_by=(
        "商品单号", "退商品金额(元)", "退运费金额(元)", "退支付优惠(元)", "售后申请时间", "用户到账时间", "仲裁状态",
        "是否拒签后退款", "协商记录", "售后完结时间",
    ),
    refund={
        "refund_no": ("售后单号",),
        "order_no": ("订单号", "订单编号"),
        "kind": ("售后类型",),
        "state": ("售后状态",),
        "goods_state": ("商品发货状态",),
        "amount": ("退商品金额(元)",),
        "freight": ("退运费金额(元)",),
        "reason": ("售后原因",),
        "explanation": ("用户售后说明",),
        "title": names.TITLE,
        "sku": names.SKU,
        "return_carrier": ("退货物流公司",),
        "return_waybill": ("退货物流单号",),
        "requested_at": ("售后申请时间",),
        "deadline": ("自动处理截止时间",),
        "finished_at": ("售后完结时间", "用户到账时间", "售后关闭时间"),
    },
)  # fmt: skip

LAYOUTS = (ORDERS, REFUNDS)
