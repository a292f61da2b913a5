"""The troubles among the invented orders: one of each kind that a check, a hold or a person can meet."""

from collections.abc import Iterator

from shopdesk.clock import Millis
from shopdesk.domain.platforms import Platform
from shopdesk.services.sample_orders import (
    ARTICLES,
    CLOSED,
    DAY,
    DONE,
    HOUR,
    PAID,
    SHIPPED,
    UNPAID,
    Inventor,
    Item,
    SampleOrder,
    Way,
    invent_past,
)


def invent_orders(now: Millis, seed: int = 2026) -> list[SampleOrder]:
    """About 300 orders of the last 30 days, oldest first."""
    inventor = Inventor(now, seed)
    return sorted([*invent_past(inventor), *_troubles(inventor)], key=lambda order: order.created)


def _troubles(inventor: Inventor) -> Iterator[SampleOrder]:
    """One of each kind of trouble."""
    yield from _late_and_held(inventor)
    yield from _hidden_and_odd(inventor)
    yield from _asked_otherwise(inventor)
    yield from _kept_from_leaving(inventor)
    yield from _known_buyers(inventor)


def _late_and_held(inventor: Inventor) -> Iterator[SampleOrder]:
    order, taobao = inventor.order, Platform.TAOBAO
    yield order(taobao, 23 * HOUR + HOUR // 2, flag="加急单", memo="")
    for hours in (26, 31, 50):
        yield order(taobao, hours * HOUR, flag="老客户", memo="")
    abroad = ("海外", "其他", "", "新加坡 示例路 10 号 #05-12", "")
    yield order(taobao, 9 * HOUR, place=("香港特别行政区", "香港岛", "中西区", "德辅道中示例大厦8楼", "999077"),
                flag="待补差", memo="王敏", hold="港澳台，待补邮费 30.00 元")  # fmt: skip
    yield order(taobao, 8 * HOUR, place=abroad, flag="待补差", memo="王敏", hold="海外地址，等买家定转运")
    yield order(taobao, 7 * HOUR, message="颜色再想想，先别发", hold="等买家确认颜色")
    yield order(Platform.DOUYIN, 6 * HOUR, hold="库存不足，问厂里")
    yield order(Platform.KUAISHOU, 5 * HOUR, hold="地址不全，打电话核对")
    for status, reason in ((UNPAID, ""), (UNPAID, ""), (UNPAID, ""), (CLOSED, "买家不想要了")):
        yield order(taobao, inventor.dice.randrange(HOUR, 12 * HOUR), status=status, close_reason=reason)


def _hidden_and_odd(inventor: Inventor) -> Iterator[SampleOrder]:
    order, taobao, douyin = inventor.order, Platform.TAOBAO, Platform.DOUYIN
    for hours in (2, 4, 11):
        yield order(douyin, hours * HOUR, receiver="张*", phone="138****0000",
                    place=("浙江省", "宁波市", "鄞州区", "下应街道****", ""))  # fmt: skip
    for hours in (3, 12):
        yield order(douyin, hours * HOUR, receiver="##pZk3v9Qx/aTq##", phone="$$x8Kq2mW1$$",
                    place=("江苏省", "南京市", "鼓楼区", "##Yt7Rw0pLmZs4Qe##", ""))  # fmt: skip
    for receiver, buyer in (("欧阳䶮", "龙行䶮䶮"), ("𠮷田花", "tb_花🌸"), ("王🎁礼", "🎁礼物控")):
        yield order(taobao, inventor.dice.randrange(HOUR, 10 * HOUR), receiver=receiver, buyer=buyer)
    long_rest = (
        "姑苏街道人民中路示例国际商业广场二期东区A座3单元2801室（从地下车库B2层C区电梯上，"
        "门禁请按2801#，如无人接听请放在一楼大堂丰巢快递柜并发短信，切勿放在门口）"
    )
    yield order(taobao, 2 * HOUR, place=("江苏省", "苏州市", "姑苏区", long_rest, "215005"))
    yield order(
        taobao, 5 * HOUR, items=inventor.items(taobao, 12), memo="批发 大货，附清单", flag="批发单", way=Way.REGISTERED
    )
    for hours in (1, 3, 20):
        yield order(taobao, hours * HOUR, buyer="tb_小满妈妈", receiver="林小满", phone="13800006688",
                    place=("福建省", "福州市", "鼓楼区", "东街口示例巷12号", "350001"))  # fmt: skip
    yield order(taobao, 50 * HOUR, status=SHIPPED, way=Way.LEFT, prints=2, flag="加急单", memo="", message="")
    yield order(taobao, 54 * HOUR, status=SHIPPED, way=Way.LEFT, prints=3, flag="老客户", memo="", message="")


def _asked_otherwise(inventor: Inventor) -> Iterator[SampleOrder]:
    order, taobao = inventor.order, Platform.TAOBAO
    yield order(taobao, 4 * HOUR, memo="改地址：上海市徐汇区漕溪北路示例小区8号601 周若兰 13900001234", flag="加急单")
    yield order(taobao, 6 * HOUR, message="地址改为 浙江省宁波市海曙区中山西路示例弄66号", memo="")
    shoes = ARTICLES[taobao][0]
    yield order(taobao, 3 * HOUR, items=(Item(shoes, "黑色", "W7"),), message="拍错了，要 W8 不要 W7，谢谢")
    yield order(taobao, 2 * HOUR, items=(Item(shoes, "深紫", "W6"),), memo="要米白的，已和客服说好")
    for hours, reason in ((10, "拍错/不想要"), (60, "尺码不合适"), (200, "质量问题")):
        status = PAID if hours < 24 else SHIPPED
        way = Way.LEFT if status == SHIPPED else Way.NEW
        yield order(taobao, hours * HOUR, status=status, way=way, memo="", message="", refund=reason)
    yield from _asked_by_checks(inventor)


def _asked_by_checks(inventor: Inventor) -> Iterator[SampleOrder]:
    order, taobao, shoes = inventor.order, Platform.TAOBAO, ARTICLES[Platform.TAOBAO][0]
    yield order(taobao, 2 * HOUR, items=(Item(shoes, "黑色", ""),), memo="", message="")
    yield order(taobao, 5 * HOUR, items=(Item(shoes, "黑色", "W6"),), memo="", message="拍错了，要5822那双")
    yield order(taobao, 4 * HOUR, items=(Item(shoes, "米白", "W6"),), memo="", message="要2双，差价再补")
    yield order(taobao, 3 * HOUR, memo="发圆通", message="请发顺丰")
    yield order(taobao, 3 * HOUR, memo="还差10元", message="")
    yield order(taobao, 4 * HOUR, short=2_000, memo="", message="")
    yield order(taobao, 5 * HOUR, memo="改地址：上海市徐汇区漕溪北路示例小区3号102 13900001299",
                message="地址改为 浙江省宁波市海曙区中山西路示例弄12号")  # fmt: skip
    items, place = (Item(shoes, "米白", "W7"),), inventor.place()
    for hours in (6, 7):
        yield order(taobao, hours * HOUR, buyer="tb_手快", receiver="方手快", phone="13800002222", memo="", message="",
                    items=items, place=place)  # fmt: skip


def _kept_from_leaving(inventor: Inventor) -> Iterator[SampleOrder]:
    """On paper, but not gone as they should be: what the lists behind the packing table are for."""
    order, taobao = inventor.order, Platform.TAOBAO
    plain = {"memo": "", "message": "", "flag": "老客户"}
    yield order(taobao, 11 * DAY + 12 * HOUR, way=Way.STUCK, **plain)
    yield order(taobao, 5 * DAY, status=DONE, way=Way.PACKED, **plain)
    yield order(taobao, 49 * HOUR, status=SHIPPED, way=Way.STUCK, **plain)
    yield order(taobao, 52 * HOUR, way=Way.STUCK, **plain)
    yield order(taobao, 51 * HOUR, way=Way.STUCK, refund="拍错/不想要", **plain)
    for hours in (45, 46, 47):
        yield order(taobao, hours * HOUR, way=Way.PACKED, **plain)


def _known_buyers(inventor: Inventor) -> Iterator[SampleOrder]:
    """Buyers who come again, each with an earlier order that left."""
    for (buyer, receiver, phone), way in KNOWN.items():
        known: dict[str, object] = {"buyer": buyer, "receiver": receiver, "phone": phone, "place": inventor.place()}
        known |= {"memo": "", "message": "", "flag": "老客户"}
        yield inventor.order(Platform.TAOBAO, 7 * DAY, status=SHIPPED, way=Way.LEFT, **known)
        yield inventor.order(Platform.TAOBAO, 30 * HOUR if way is Way.TODAY else 5 * HOUR, way=way, **known)


KNOWN = {
    ("tb_阿黎", "黎小满", "13800005815"): Way.NEW,
    ("tb_山高水长", "高远山", "13900005822"): Way.TODAY,
    ("tb_拒收王", "王拒之", "13700004404"): Way.NEW,
    ("tb_云上客", "云知意", "13600007703"): Way.TODAY,
}
"""Buyers who bought before: id, receiver, phone; and how far their new order came."""
OWED_NEW, OWED_TRAVELS, BLOCKED, CHANGES = (buyer for buyer, _receiver, _phone in KNOWN)
"""Something is owed and asked about; it travels with the new order; nothing is sold any more; bought something else."""
