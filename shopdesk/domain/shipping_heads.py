"""The files in which platforms take order numbers with carrier and waybill for bulk shipping.

What is known and what is judgement: every platform hands its template out behind its seller's sign-in only and changes
it without notice, so none could be compared with the original. Known is that they take one row an order with these
three columns and a carrier by its Chinese name. The heads are those that Taobao, Pinduoduo, Kuaishou, WeChat and
Xiaohongshu write over the same columns of their own order exports; for Douyin, and for JD's carrier and waybill, they
are judgement. Where a shop's template has other heads, Settings take them (`SHIPPING_FILE_HEADS`).
"""

from collections.abc import Mapping
from typing import NamedTuple

from shopdesk.domain.carriers import CARRIERS
from shopdesk.domain.platforms import Platform


class Heads(NamedTuple):
    """The column heads of one platform's file."""

    order_no: str
    carrier: str
    waybill: str


SHIPPING_HEADS: Mapping[Platform, Heads] = {
    Platform.TAOBAO: Heads("订单编号", "物流公司", "物流单号"),
    Platform.PINDUODUO: Heads("订单号", "快递公司", "快递单号"),
    Platform.DOUYIN: Heads("订单号", "快递公司", "快递单号"),
    Platform.KUAISHOU: Heads("订单号", "快递公司", "快递单号"),
    Platform.JD: Heads("订单号", "物流公司", "运单号"),
    Platform.WEIXIN: Heads("订单号", "物流公司", "快递单号"),
    Platform.XIAOHONGSHU: Heads("订单号", "快递公司", "快递单号"),
    Platform.OTHER: Heads("订单号", "快递公司", "快递单号"),
}


def heads_of(platform: Platform, own: Mapping[str, list[str]]) -> Heads:
    """The heads of a platform's file: the shop's own ones where it has set all three."""
    mine = [head.strip() for head in own.get(platform.value, [])]
    return Heads(*mine) if len(mine) == len(Heads._fields) and all(mine) else SHIPPING_HEADS[platform]


def carrier_name(carrier: str) -> str:
    """The carrier by the full name that platforms list, where people wrote a short one."""
    short = carrier.strip().lower()
    known = (str(one["name"]) for one in CARRIERS if short in one["aliases"])
    return next(known, carrier.strip())
