"""Pinduoduo: one file for orders, each order has one SKU; the seller picks among 82 columns."""

from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_
from shopdesk.importing import columns as names
from shopdesk.importing.layouts import Layout
from shopdesk.importing.records import Kind

ORDERS = Layout(
    name=N_("Pinduoduo orders"),
    platform=Platform.PINDUODUO,
    kind=Kind.ORDERS,
    known_by=(
        "样式ID", "商家编码-规格维度", "商家编码-商品维度", "商品总价(元)", "用户实付金额(元)", "商家实收金额(元)",
        "团ID", "团身份", "街道/镇", "是否审核中", "店铺优惠折扣(元)", "平台优惠折扣(元)", "多多支付立减金额(元)",
        "是否抽奖或0元试用", "是否顺丰加价",
    ),
    order={
        "order_no": ("订单号", "订单编号"),
        "status_text": ("订单状态",),
        "receiver": names.RECEIVER,
        "phone": (*names.PHONE, "用户购买手机号"),
        "province": ("省",),
        "city": ("市",),
        "district": ("区",),
        "street": ("街道/镇", "街道"),
        "whole_address": ("详细地址", "收货地址", "地址"),
        "goods": ("商品总价(元)",),
        "postage": ("邮费(元)",),
        "paid": ("用户实付金额(元)", "商家实收金额(元)"),
        "buyer_message": names.MESSAGE,
        "memo": names.MEMO,
        "flag_text": names.FLAG,
        "pieces": ("商品数量(件)",),
        "created_at": ("订单成交时间", "支付时间"),
        "paid_at": names.PAID_AT,
        "ship_by": names.SHIP_BY,
        "shipped_at": names.SHIPPED_AT,
        "done_at": ("确认收货时间",),
        "refund_state": ("售后状态",),
        "carrier": names.CARRIER,
        "waybill": names.WAYBILL,
    },
    line={
        "title": ("商品", "商品名称", "商品标题"),
        "sku": ("商家编码-规格维度", "商家编码-商品维度", "样式ID"),
        "properties": ("商品规格",),
        "product_id": ("商品id",),
        "quantity": names.QUANTITY,
        "goods": ("商品总价(元)",),
        "paid": ("用户实付金额(元)", "商家实收金额(元)"),
        "refund_state": ("售后状态",),
    },
)  # fmt: skip

LAYOUTS = (ORDERS,)
