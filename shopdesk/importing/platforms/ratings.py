"""What platforms and tools export of reviews (REV-01). No platform's own file is known for sure: these are the columns
that such files usually have; any other is told once in the mapping dialog."""

from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_
from shopdesk.importing import columns as names
from shopdesk.importing.layouts import Layout
from shopdesk.importing.records import Kind

REVIEWS = Layout(
    name=N_("Reviews"),
    platform=Platform.OTHER,
    kind=Kind.REVIEWS,
    known_by=(
        "评价类型", "评价等级", "评价结果", "评价内容", "评论内容", "初评内容", "追评", "追评内容", "追加评价",
        "评价时间",
        "评论时间", "评价人", "评价", "评论", "星级", "商品评分", "评价星级", "评价ID", "评论ID", "评价编号",
        "卖家解释",
        "卖家回复", "商家回复", "Review", "Rating", "Review time",
    ),
    review={
        "order_no": (*names.ORDER_NO, "订单编码", "订单ID", "订单", "交易编号", "Order number", "Order"),
        "at": ("评价时间", "评论时间", "评价创建时间", "初评时间", "时间", "Review time", "Time"),
        "kind_text": (
            "评价类型", "评价等级", "评价结果", "评价级别", "好中差评", "评分等级", "评价", "Rating", "Kind",
        ),
        "stars_text": ("星级", "评价星级", "商品评分", "描述相符", "评分", "商品星级", "Stars"),
        "said": ("评价内容", "评论内容", "初评内容", "初次评价", "首次评价", "评论", "内容", "Review", "Text"),
        "later_said": ("追评", "追评内容", "追加评价", "追加评论", "追加内容", "Later review"),
        "buyer": ("买家", "买家昵称", "买家会员名", "评价人", "用户昵称", "用户", "会员名", "Buyer"),
        "title": (*names.TITLE, "宝贝", "宝贝名称", "Goods"),
        "reply": ("解释", "回复", "卖家解释", "卖家回复", "商家回复", "评价解释", "回复内容", "Reply"),
        "review_no": ("评价ID", "评论ID", "评价编号", "评论编号", "Review number"),
        "state_text": ("评价状态", "评论状态", "是否删除", "状态", "State"),
    },
)  # fmt: skip

LAYOUTS = (REVIEWS,)
