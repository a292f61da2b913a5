"""Taobao, Tmall and their desk 千牛: order file, line file, refunds.

The line file is the detail file of 2017 as well as the sub-order file of today, which has many more columns."""

from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_
from shopdesk.importing import columns as names
from shopdesk.importing.layouts import Layout
from shopdesk.importing.records import Kind

ORDERS = Layout(
    name=N_("Taobao orders"),
    platform=Platform.TAOBAO,
    kind=Kind.ORDERS,
    known_by=(
        "买家会员名", "买家支付宝账号", "买家应付货款", "买家应付邮费", "返点积分", "宝贝种类", "支付详情", "总金额",
        "订单关闭原因", "买家服务费", "集分宝抵扣", "C2B小额收款", "商品属性SKU", "总金额(旧版)",
    ),
    order={
        "order_no": ("订单编号", "主订单编号", "订单号"),
        "shop": ("店铺名称",),
        "status_text": ("订单状态",),
        "buyer": ("买家会员名", "买家昵称"),
        "receiver": names.RECEIVER,
        "phone": ("联系手机", "联系电话", "收货人手机"),
        "whole_address": ("修改后的收货地址", "收货地址"),
        "goods": ("买家应付货款",),
        "postage": ("买家应付邮费",),
        "paid": names.PAID,
        "buyer_message": names.MESSAGE,
        "memo": names.MEMO,
        "flag_text": names.FLAG,
        "titles": names.TITLE,
        "pieces": ("宝贝总数量",),
        "created_at": names.CREATED_AT,
        "paid_at": names.PAID_AT,
        "ship_by": names.SHIP_BY,
        "shipped_at": names.SHIPPED_AT,
        "done_at": ("确认收货时间",),
        "refund_state": ("退款状态",),
        "close_reason": ("订单关闭原因",),
        "carrier": names.CARRIER,
        "waybill": names.WAYBILL,
    },
)  # fmt: skip

LINES = Layout(
    name=N_("Taobao order lines"),
    platform=Platform.TAOBAO,
    kind=Kind.LINES,
    known_by=(
        "子订单编号", "外部系统编号", "套餐信息", "联系方式备注", "买家应付货款", "主订单买家留言", "是否赔付",
        "延迟发货主动赔付金额", "赔付出账时间", "标题", "价格", "购买数量", "商家编码",
    ),
    order={
        "order_no": ("主订单编号", "订单编号"),
        "status_text": ("订单状态",),
        "buyer": ("买家会员名", "买家昵称"),
        "goods": ("买家应付货款",),
        "paid": names.PAID,
        "buyer_message": ("主订单买家留言", "买家留言"),
        "memo": names.MEMO,
        "flag_text": names.FLAG,
        "created_at": names.CREATED_AT,
        "paid_at": names.PAID_AT,
        "ship_by": names.SHIP_BY,
        "shipped_at": names.SHIPPED_AT,
        "refund_state": ("退款状态",),
        "carrier": names.CARRIER,
        "waybill": names.WAYBILL,
    },
    line={
        "line_no": ("子订单编号",),
        "title": names.TITLE,
        "sku": names.SKU,
        "properties": ("商品属性", "商品属性SKU"),
        "product_id": ("商品id", "宝贝id"),
        "quantity": names.QUANTITY,
        "price": names.PRICE,
        "goods": ("买家应付货款",),
        "paid": names.PAID,
        "refund_state": ("退款状态",),
    },
    priced_lines=True,
)  # fmt: skip

REFUNDS = Layout(
    name=N_("Taobao refunds"),
    platform=Platform.TAOBAO,
    kind=Kind.REFUNDS,
    known_by=(
        "退款编号", "买家退款金额", "手工退款/系统退款", "退款的申请时间", "退款完结时间", "买家退款原因", "售中或售后",
    ),
    refund={
        "refund_no": ("退款编号",),
        "order_no": ("订单编号", "主订单编号"),
        "kind": ("售后类型", "是否需要退货"),
        "state": ("退款状态",),
        "goods_state": ("货物状态",),
        "amount": ("买家退款金额", "退款金额"),
        "reason": ("买家退款原因",),
        "explanation": ("买家退款说明",),
        "title": names.TITLE,
        "sku": ("商家编码", "商品编码"),
        "return_carrier": ("退货物流公司",),
        "return_waybill": ("退货物流单号",),
        "requested_at": ("退款的申请时间", "退款申请时间"),
        "deadline": ("超时时间",),
        "finished_at": ("退款完结时间", "完结时间"),
    },
)  # fmt: skip

LAYOUTS = (ORDERS, LINES, REFUNDS)
