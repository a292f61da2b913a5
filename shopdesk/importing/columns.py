"""Columns are known by name, never by place; names differ by vintage and by who typed them (reader rule 2)."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from shopdesk.importing.cells import clean

HEADER_ROWS = 20
"""The header is somewhere in the first rows; above it are titles and notes."""

_DROPPED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\xa0\u3000*]+")
_FOLDED = str.maketrans("（）［］【】：帐／", "()[][]:账/")

TITLE = ("标题", "商品标题", "宝贝标题", "选购商品", "商品名称", "商品")
PRICE = ("价格", "商品价格", "商品单价")
QUANTITY = ("购买数量", "商品数量", "成交数量", "宝贝总数量", "商品数量(件)", "订购数量")
PAID = ("买家实际支付金额", "买家实付金额", "实付款", "用户实付金额(元)", "实付金额", "买家实付款")
SKU = ("商家编码", "外部系统编号", "SKU编码")
MEMO = ("商家备注", "订单备注", "商家备忘", "卖家备注", "卖家备忘")
MESSAGE = ("买家留言", "主订单买家留言", "买家备注", "用户备注")
FLAG = ("备注标签", "旗帜颜色", "打标颜色", "包裹备注标记", "卖家备注旗帜", "插旗颜色", "备注旗帜")
ORDER_NO = ("主订单编号", "订单编号", "订单号")
RECEIVER = ("收货人姓名", "收件人姓名", "收货人", "收件人", "客户姓名")
PHONE = ("联系手机", "收件人手机号", "收件人手机", "收货人电话", "收件人电话", "收货人手机", "手机", "联系电话")
CREATED_AT = ("订单创建时间", "订单下单时间", "订单提交时间", "订单成交时间", "下单时间", "创建时间")
PAID_AT = ("订单付款时间", "订单支付时间", "支付完成时间", "付款确认时间", "支付时间", "付款时间")
SHIPPED_AT = ("发货时间", "订单发货时间")
SHIP_BY = ("应发货时间", "承诺发货时间", "预售/承诺发货时间", "最晚发货时间")
WAYBILL = ("物流单号", "快递单号", "运单号")
CARRIER = ("物流公司", "快递公司")


def fold(name: str) -> str:
    """A column name as it is compared: no blanks or zero-width marks, half-width brackets, 帐=账, lower case."""
    return _DROPPED.sub("", clean(name)).translate(_FOLDED).lower()


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    """A declared name folded: each row that could be a header is compared with all of them."""
    return fold(name)


def index_columns(header: Sequence[str]) -> dict[str, int]:
    """Where each folded name stands; the first of two columns with the same name counts."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        folded = fold(name)
        if folded:
            places.setdefault(folded, place)
    return places


def present(names: Iterable[str], places: dict[str, int]) -> tuple[int, ...]:
    """The places of those of `names` that the header has, in the order of `names`, each once."""
    found = (places.get(_folded(name)) for name in names)
    return tuple(dict.fromkeys(place for place in found if place is not None))


def likely_header(rows: Sequence[Sequence[str]]) -> int:
    """The index of the row that looks most like a header: the first with the most cells filled in by words."""
    scores = [len({name for name in map(fold, row) if name and not name[0].isdigit()}) for row in rows]
    return scores.index(max(scores)) if scores else 0
