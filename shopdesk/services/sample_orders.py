"""Invented orders: the same for the same moment, with every kind of trouble that an order can have."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from shopdesk.clock import Millis
from shopdesk.domain.platforms import Platform

HOUR: Millis = 3_600_000
DAY: Millis = 24 * HOUR
STAFF = ("李晓", "王敏", "陈佳")
BEGUN: Millis = 12 * DAY
"""Since when the shop works with the desk; what was sold before came in already shipped."""
LAST_EVENING: Millis = 40 * HOUR
"""Orders older than this went with an evening's wave."""

UNPAID, PAID, SHIPPED, DONE, CLOSED = "unpaid", "paid", "shipped", "done", "closed"


class Way(StrEnum):
    """How far an order came at the desk."""

    NEW = "new"
    REGISTERED = "registered"
    TODAY = "today"
    """On a slip of today's wave."""
    STUCK = "stuck"
    """On a slip of an evening's wave, but not packed."""
    PACKED = "packed"
    """Packed in an evening's wave, but not handed to the courier."""
    LEFT = "left"
    """Gone with the courier the evening after it was paid."""


@dataclass(frozen=True, slots=True)
class Article:
    """Something sold: amounts in fen."""

    title: str
    code: str
    colours: tuple[str, ...]
    sizes: tuple[str, ...]
    price: int


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an order; `price` in fen."""

    article: Article
    colour: str
    size: str
    quantity: int = 1

    @property
    def sku(self) -> str:
        """The shop's own code of the variant; none where the size is missing."""
        if not self.size:
            return ""
        place = self.article.colours.index(self.colour) if self.colour in self.article.colours else 0
        return f"{self.article.code}-{place + 1}-{self.size}"


@dataclass(slots=True)
class SampleOrder:
    """An order as its platform knows it, and how far the desk came with it."""

    platform: Platform
    order_no: str
    buyer: str
    receiver: str
    phone: str
    place: tuple[str, str, str, str, str]
    """Province, city, district, the rest, postcode."""
    items: tuple[Item, ...]
    created: Millis
    status: str = PAID
    paid_after: Millis = 60_000
    postage: int = 0
    discount: int = 0
    short: int = 0
    """What was paid too little, in fen."""
    message: str = ""
    memo: str = ""
    flag: str = ""
    carrier: str = ""
    waybill: str = ""
    refund: str = ""
    """The refund's reason where one was asked for."""
    close_reason: str = ""
    way: Way = Way.NEW
    prints: int = 1
    """How often its slip was printed, where it was."""
    hold: str = ""
    clerk: int = field(default=0)
    """Who registered it: a place in STAFF."""

    @property
    def registered(self) -> bool:
        """Whether somebody registered it."""
        return self.way is not Way.NEW

    @property
    def goods(self) -> int:
        """What the goods cost, in fen."""
        return sum(item.article.price * item.quantity for item in self.items) - self.discount

    @property
    def paid(self) -> int:
        """What was paid, in fen."""
        return self.goods + self.postage - self.short if self.paid_at else 0

    @property
    def paid_at(self) -> Millis | None:
        """When it was paid; None while it isn't."""
        return None if self.status == UNPAID or self.close_reason else self.created + self.paid_after


ARTICLES = {
    Platform.TAOBAO: (
        Article("真皮单鞋女 软底浅口", "5815", ("深紫", "黑色", "米白"), ("W5", "W6", "W7", "W8"), 35_900),
        Article("牛皮乐福鞋 一脚蹬", "5822", ("棕色", "黑色"), ("W5", "W6", "W7"), 29_900),
        Article("羊毛内里雪地靴", "7703", ("灰色", "驼色"), ("W6", "W7", "W8"), 42_800),
        Article("头层牛皮鞋油套装", "A-02", ("无色", "黑色"), ("一套",), 3_990),
    ),
    Platform.DOUYIN: (
        Article("免烫商务衬衫 长袖", "M2201", ("白色", "浅蓝", "藏青"), ("170/88A", "175/92A", "180/96A"), 19_900),
        Article("羊毛混纺西裤 直筒", "M3310", ("黑色", "炭灰"), ("31", "32", "33", "34"), 25_900),
        Article("商务夹克 春秋", "M4102", ("藏青", "卡其"), ("175/92A", "180/96A", "185/100A"), 39_900),
    ),
    Platform.KUAISHOU: (
        Article("明前龙井 罐装", "TEA01", ("绿罐",), ("100g", "250g"), 16_800),
        Article("正山小种 红茶", "TEA02", ("红罐", "纸袋"), ("150g", "300g"), 9_900),
        Article("老白茶饼", "TEA03", ("棉纸",), ("350g",), 23_800),
    ),
}
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN = tuple("晓雨佳怡明轩思源子涵海燕建平春梅一诺嘉豪文静雪峰小曼国栋若兰志远"[i : i + 2] for i in range(0, 34, 2))
_PLACES = (
    ("浙江省", "杭州市", "西湖区", "翠苑街道学院路{n}号{m}幢302室", "310012"),
    ("江苏省", "苏州市", "吴中区", "木渎镇金枫路{n}号", "215101"),
    ("广东省", "广州市", "天河区", "棠下街道中山大道{n}号{m}栋1204", "510665"),
    ("广东省", "深圳市", "南山区", "粤海街道科技园{n}栋", "518057"),
    ("北京", "北京市", "朝阳区", "望京街道阜通东大街{n}号院{m}号楼", "100102"),
    ("上海", "上海市", "浦东新区", "张江镇祖冲之路{n}弄{m}号", "201203"),
    ("四川省", "成都市", "武侯区", "桂溪街道天府大道{n}号", "610041"),
    ("湖北省", "武汉市", "洪山区", "珞南街道珞喻路{n}号", "430070"),
    ("山东省", "青岛市", "崂山区", "中韩街道香港东路{n}号", "266061"),
    ("福建省", "厦门市", "思明区", "莲前街道软件园{n}号楼", "361008"),
    ("黑龙江省", "哈尔滨市", "南岗区", "西大直街{n}号", "150001"),
    ("新疆维吾尔自治区", "乌鲁木齐市", "天山区", "解放南路{n}号", "830002"),
)
_MEMOS = ("", "", "", "", "", "", "发顺丰", "S", "老客户，送鞋垫", "请发新货", "批发", "晚点发，等通知")
_MESSAGES = ("", "", "", "", "", "", "请尽快发货，谢谢", "周末不在家，周一送", "包装好一点，送人的", "不要放快递柜")
_FLAGS = {
    Platform.TAOBAO: ("", "", "加急单", "加急单", "老客户", "批发单", "待补差", "送样品"),
    Platform.DOUYIN: ("", "红", "绿", "紫", "青", "橙"),
    Platform.KUAISHOU: ("", "红", "黄", "蓝", "紫"),
}
_SHARED_FLAGS = ("待补差", "黄")
_CARRIERS = (
    ("圆通速递", "YT", 13),
    ("圆通速递", "YT", 13),
    ("中通快递", "75", 12),
    ("顺丰速运", "SF", 13),
    ("韵达速递", "43", 13),
)


_NUMBERS = {Platform.TAOBAO: ("38211", 14), Platform.DOUYIN: ("69231", 14), Platform.KUAISHOU: ("24080", 11)}
"""How an order number begins, and how many digits follow."""


class Inventor:
    """Makes orders one after another; the same seed makes the same ones."""

    def __init__(self, now: Millis, seed: int = 2026) -> None:
        self.now = now
        self.dice = Random(seed)

    def order(self, platform: Platform, age: Millis, **known: object) -> SampleOrder:
        """An order of `age` ms; what is not `known` is diced."""
        dice = self.dice
        name = dice.choice(_SURNAMES) + dice.choice(_GIVEN)
        made = SampleOrder(
            platform=platform,
            order_no=self._order_no(platform),
            buyer=f"tb{dice.randrange(10**7, 10**8)}"
            if dice.random() < 0.5
            else f"{name[:1]}**{dice.randrange(100):02d}",
            receiver=name,
            phone=f"1{dice.choice('3578')}{dice.choice('0189')}0000{dice.randrange(10_000):04d}",
            place=self.place(),
            items=self.items(platform),
            created=self.now - age,
            paid_after=dice.randrange(20_000, 900_000),
            discount=dice.choice((0, 0, 0, 500, 1_000)),
            memo=dice.choice(_MEMOS),
            message=dice.choice(_MESSAGES),
            flag=dice.choice(_FLAGS[platform]),
            clerk=dice.randrange(len(STAFF)),
        )
        for field_name, value in known.items():
            setattr(made, field_name, value)
        if made.registered and made.flag in _SHARED_FLAGS:
            made.memo = STAFF[made.clerk % 2]  # several people share this flag: the memo says whose customer it is
        if made.registered and made.memo == "发顺丰":
            made.memo = "发顺丰，已补10元"  # else it would still wait for the money
        return made

    def place(self) -> tuple[str, str, str, str, str]:
        """An invented address."""
        province, city, district, rest, postcode = self.dice.choice(_PLACES)
        rest = rest.format(n=self.dice.randrange(1, 900), m=self.dice.randrange(1, 30))
        return province, city, district, rest, postcode

    def items(self, platform: Platform, lines: int = 0) -> tuple[Item, ...]:
        """Goods of that platform's shop."""
        lines = lines or self.dice.choice((1, 1, 1, 1, 2, 2, 3))
        items: dict[str, Item] = {}
        while len(items) < lines:  # a file without line numbers could not tell two equal lines from one read twice
            item = self._item(self.dice.choice(ARTICLES[platform]))
            items[item.sku] = item
        return tuple(items.values())

    def _item(self, article: Article) -> Item:
        quantity = self.dice.choice((1, 1, 1, 1, 2))
        return Item(article, self.dice.choice(article.colours), self.dice.choice(article.sizes), quantity)

    def parcel(self) -> dict[str, object]:
        """A carrier and a number of its shape."""
        carrier, start, digits = self.dice.choice(_CARRIERS)
        return {"carrier": carrier, "waybill": start + "".join(self.dice.choices("0123456789", k=digits))[:digits]}

    def _order_no(self, platform: Platform) -> str:
        start, digits = _NUMBERS[platform]
        return start + "".join(self.dice.choices("0123456789", k=digits))


def invent_past(inventor: Inventor) -> Iterator[SampleOrder]:
    """Orders of the last 30 days without particular troubles."""
    yield from _old_orders(inventor)
    yield from _recent_orders(inventor)
    yield from _fresh_orders(inventor)


def _platforms(inventor: Inventor, count: int) -> list[Platform]:
    shares = (Platform.TAOBAO,) * 5 + (Platform.DOUYIN,) * 3 + (Platform.KUAISHOU,) * 2
    return inventor.dice.choices(shares, k=count)


def _old_orders(inventor: Inventor) -> Iterator[SampleOrder]:
    """3 to 30 days old: sent, most of them received, some closed. The desk is in use since BEGUN."""
    for platform in _platforms(inventor, 150):
        age = inventor.dice.randrange(3 * DAY, 30 * DAY)
        if inventor.dice.random() < 0.06:
            yield inventor.order(platform, age, status=CLOSED, close_reason="买家未付款")
        else:
            way = Way.LEFT if age < BEGUN else Way.NEW
            status = SHIPPED if age < 9 * DAY else DONE
            yield inventor.order(platform, age, status=status, way=way, **inventor.parcel())


def _recent_orders(inventor: Inventor) -> Iterator[SampleOrder]:
    """1 to 3 days old: gone with an evening's wave, or on paper since today."""
    for platform in _platforms(inventor, 55):
        age = inventor.dice.randrange(DAY, 3 * DAY)
        if age > LAST_EVENING:
            yield inventor.order(platform, age, status=SHIPPED, way=Way.LEFT)
        else:
            yield inventor.order(platform, age, way=Way.TODAY)


def _fresh_orders(inventor: Inventor) -> Iterator[SampleOrder]:
    """Of the last day: mostly still to be registered."""
    for platform in _platforms(inventor, 44):
        age = inventor.dice.randrange(HOUR // 6, 22 * HOUR)
        if age > 4 * HOUR and inventor.dice.random() < 0.3:
            yield inventor.order(platform, age, way=Way.REGISTERED, **inventor.parcel())
        else:
            yield inventor.order(platform, age)
