"""JD: orders, one row an item; the amounts of the whole order stand on each row, and rows end in a comma."""

from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_
from shopdesk.importing import columns as names
from shopdesk.importing.layouts import Layout
from shopdesk.importing.records import Kind

ORDERS = Layout(
    name=N_("JD orders"),
    platform=Platform.JD,
    kind=Kind.ORDERS,
    known_by=(
        "京东价", "订购数量", "结算金额", "余额支付", "下单账号", "客户姓名", "客户地址", "付款确认时间",
        "增值税发票", "货号", "商家备注等级(等级1-5为由高到低)", "订单来源", "订单渠道",
    ),
    order={
        "order_no": ("订单号", "订单编号"),
        "status_text": ("订单状态",),
        "buyer": ("下单账号",),
        "receiver": names.RECEIVER,
        "phone": names.PHONE,
        "whole_address": ("客户地址", "收货地址"),
        "goods": ("订单金额",),
        "postage": ("运费金额",),
        "paid": ("结算金额", "应付金额"),
        "buyer_message": ("订单备注",),
        "memo": ("商家备注",),
        "flag_text": ("商家备注等级(等级1-5为由高到低)", "商家备注等级"),
        "created_at": names.CREATED_AT,
        "paid_at": names.PAID_AT,
        "shipped_at": names.SHIPPED_AT,
        "done_at": ("订单完成时间",),
        "carrier": names.CARRIER,
        "waybill": names.WAYBILL,
    },
    line={
        "title": names.TITLE,
        "sku": ("货号", "商家SKUID", "商品ID"),
        "product_id": ("商品ID",),
        "quantity": names.QUANTITY,
        "price": ("京东价",),
    },
    repeated=frozenset({"goods", "postage", "paid"}),
    due_until_paid=True,
    priced_lines=True,
)  # fmt: skip

LAYOUTS = (ORDERS,)
