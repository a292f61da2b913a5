"""WeChat shop: orders, one row an item, in a zip; the amounts of the whole order stand on each row."""

from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_
from shopdesk.importing import columns as names
from shopdesk.importing.layouts import Layout
from shopdesk.importing.records import Kind

ORDERS = Layout(
    name=N_("WeChat shop orders"),
    platform=Platform.WEIXIN,
    kind=Kind.ORDERS,
    known_by=(
        "订单下单时间", "订单确认收货时间", "打标颜色", "订单实际支付金额", "订单实际收款金额", "交易单号",
        "技术服务费", "带货方式", "带货费用", "商品编码(平台)", "商品编码(自定义)", "SKU编码(自定义)",
        "商品价格(单件)", "商品实际价格(单件)", "礼物单号",
    ),
    order={
        "order_no": ("订单号", "订单编号"),
        "status_text": ("订单状态",),
        "receiver": names.RECEIVER,
        "phone": names.PHONE,
        "province": ("省",),
        "city": ("市",),
        "district": ("区",),
        "whole_address": ("收件人地址", "收货地址"),
        "goods": ("商品总价",),
        "postage": ("订单运费",),
        "paid": ("订单实际支付金额", "订单实际收款金额"),
        "buyer_message": names.MESSAGE,
        "memo": names.MEMO,
        "flag_text": names.FLAG,
        "created_at": names.CREATED_AT,
        "paid_at": names.PAID_AT,
        "ship_by": names.SHIP_BY,
        "shipped_at": names.SHIPPED_AT,
        "done_at": ("订单确认收货时间", "订单完成结算时间"),
        "refund_state": ("商品售后",),
        "carrier": names.CARRIER,
        "waybill": names.WAYBILL,
    },
    line={
        "title": names.TITLE,
        "sku": ("SKU编码(自定义)", "商品编码(自定义)", "商品编码(平台)"),
        "properties": ("商品属性",),
        "product_id": ("商品编码(平台)",),
        "quantity": names.QUANTITY,
        "price": ("商品价格(单件)", "商品实际价格(单件)"),
        "goods": ("商品实际价格(总共)",),
        "paid": ("商品实际价格(总共)",),
        "refund_state": ("商品售后",),
    },
    repeated=frozenset({"goods", "postage", "paid"}),
    due_until_paid=True,
    priced_lines=True,
)  # fmt: skip

LAYOUTS = (ORDERS,)
