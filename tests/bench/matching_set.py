"""An invented shop of 50,000 orders, and boxes that came back to it with what people write on them: masked phones,
digits left out, nicknames, a wrong size, a friend's name, nothing at all. Every box tells whose it really is."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shopdesk.db.database import Database, open_database
from shopdesk.db.derived import make_derived
from shopdesk.db.migrate import upgrade
from shopdesk.domain.likeness import Goods
from shopdesk.domain.matching import Clues
from tests.bench.big_shop import LINE_COLUMNS, ORDER_COLUMNS, ROADS, START, SURNAMES, made_of
from tests.bench.results import cache_folder

ORDERS = 50_000
DAY = 86_400_000
DAYS = 120
NOW = START + DAYS * DAY
COMMON_GIVEN = ("伟", "芳", "娜", "敏", "静", "丽", "秀英", "建国", "雨桐", "子涵", "梓萱", "婷婷", "小红")
SIGNS = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅琳欣怡子涵浩然梓萱雨泽宇轩诗佳晨曦思远嘉文晓雪冰倩颖"
PLACES = (
    ("浙江省", "杭州市", ("西湖区", "余杭区", "拱墅区")), ("浙江省", "宁波市", ("鄞州区", "海曙区")),
    ("广东省", "广州市", ("天河区", "越秀区", "番禺区")), ("广东省", "深圳市", ("南山区", "福田区", "宝安区")),
    ("广东省", "佛山市", ("顺德区", "南海区")), ("北京", "北京市", ("朝阳区", "海淀区", "丰台区")),
    ("上海", "上海市", ("浦东新区", "徐汇区", "闵行区")), ("四川省", "成都市", ("武侯区", "锦江区")),
    ("江苏省", "苏州市", ("姑苏区", "吴中区")), ("江苏省", "南京市", ("鼓楼区", "江宁区")),
    ("湖北省", "武汉市", ("洪山区", "江岸区")), ("湖南省", "长沙市", ("岳麓区", "雨花区")),
    ("山东省", "青岛市", ("市南区", "崂山区")), ("山东省", "济南市", ("历下区", "槐荫区")),
    ("河南省", "郑州市", ("金水区", "二七区")), ("陕西省", "西安市", ("雁塔区", "碑林区")),
    ("福建省", "厦门市", ("思明区", "湖里区")), ("辽宁省", "大连市", ("中山区", "沙河口区")),
    ("重庆", "重庆市", ("渝北区", "江北区")), ("新疆维吾尔自治区", "乌鲁木齐市", ("天山区", "新市区")),
)  # fmt: skip
ESTATES = ("示例花园", "示例小区", "样板公寓", "样板家园", "示范新村")
STYLES = tuple(str(1000 + 37 * number) for number in range(240))
COLOURS = ("深紫", "浅紫", "灰色", "黑色", "米白", "藏青", "酒红", "驼色")
SIZES = ("W5", "W6", "W7", "W8", "W9")
PET = ("小{}", "阿{}", "{}姐", "{0}{0}", "{}妹")


@dataclass(frozen=True, slots=True)
class Person:
    """A buyer as they really are."""

    id: int
    platform_id: str
    name: str
    phone: str
    place: tuple[str, str, str]
    street: str


@dataclass(frozen=True, slots=True)
class Made:
    """An order as it really is; the shop may see less of it."""

    id: int
    order_no: str
    person: Person
    goods: tuple[tuple[str, str, str], ...]
    created: int
    waybill: str
    hidden: int
    """0: the platform shows phone and name; 1: the phone's middle is hidden; 2: both are."""
    return_waybill: str
    """Of its return; the buyer's own carrier gave it."""
    is_requested: bool
    is_named: bool
    """Whether the platform's refund file names the waybill."""


@dataclass(frozen=True, slots=True)
class Box:
    """What came with a box, and whose it really is: None for one that isn't this shop's."""

    clues: Clues
    order_id: int | None
    way: str


def make_people(chance: random.Random) -> list[Person]:
    """Buyers; every third has a name that others have too."""
    people = []
    for number in range(1, ORDERS // 3 + 1):
        given = chance.choice(COMMON_GIVEN) if chance.random() < 0.35 else "".join(chance.choices(SIGNS, k=2))
        province, city, districts = chance.choice(PLACES)
        estate = chance.choice(ESTATES) if chance.random() < 0.5 else ""
        street = f"{chance.choice(ROADS)}{chance.randrange(1, 600)}号{estate}{chance.randrange(1, 30)}幢"
        people.append(
            Person(
                number, f"{chance.choice(('tb', 't_', '小店常客', 'lucky'))}{chance.randrange(10**5, 10**8)}_{number}",
                chance.choice(SURNAMES) + given, f"1{chance.randrange(3, 10)}{chance.randrange(10**8, 10**9)}",
                (province, city, chance.choice(districts)), f"{street}{chance.randrange(101, 2999)}室",
            )
        )  # fmt: skip
    return people


def make_orders(seed: int = 17) -> list[Made]:
    """All orders, oldest first."""
    chance = random.Random(seed)
    people = make_people(chance)
    return [_make_order(chance, number, chance.choice(people)) for number in range(1, ORDERS + 1)]


def _make_order(chance: random.Random, number: int, person: Person) -> Made:
    count = chance.choices((1, 2, 3), (70, 22, 8))[0]
    is_requested = chance.random() < 0.08
    return Made(
        number, f"38{chance.randrange(10**14, 10**15)}{number % 1000:03d}", person,
        tuple((chance.choice(STYLES), chance.choice(COLOURS), chance.choice(SIZES)) for _ in range(count)),
        START + number * (DAYS * DAY // ORDERS), f"YT{7_000_000_000_000 + number * 7_919_417 % 10**12}",
        chance.choices((0, 1, 2), (60, 25, 15))[0], f"7{chance.randrange(10**12, 10**13)}", is_requested,
        is_requested and chance.random() < 0.6,
    )  # fmt: skip


def make_shop() -> Path:
    """The shop's file in the cache, written now unless it is there already."""
    file = cache_folder() / f"matching-{ORDERS}-{made_of()}-1.db"
    if file.exists():
        return file
    for old in cache_folder().glob("matching-*"):
        old.unlink()
    part = file.with_suffix(".part")
    database = open_database(part, create=True)
    upgrade(database)
    with database.atomic():
        fill(database, make_orders())
        make_derived(database)
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    part.replace(file)
    return file


def fill(database: Database, made: list[Made]) -> None:
    """Put shop, buyers, orders, parcels and the platform's return requests in."""
    database.execute_sql("INSERT INTO shop (name, platform) VALUES ('样品鞋店', 'taobao')")
    database.execute_sql("INSERT INTO person (name, role) VALUES ('店主', 'owner')")
    people = {order.person.id: order.person.platform_id for order in made}
    _insert(database, "buyer", ("id", "shop_id", "platform_id"), ((each, 1, people[each]) for each in sorted(people)))
    database.execute_sql("DROP TRIGGER orders_counted_in")
    _insert(database, "orders", ORDER_COLUMNS, map(_order_row, made))
    _insert(database, "order_line", LINE_COLUMNS, (row for order in made for row in _line_rows(order)))
    parcels = ((order.id, "圆通速递", order.waybill) for order in made)
    _insert(database, "parcel", ("order_id", "carrier", "waybill"), parcels)
    requests = ("shop_id", "refund_no", "order_no", "kind", "state", "sku", "title", "return_waybill", "requested_at",
                "finished_at")  # fmt: skip
    _insert(database, "refund_request", requests, (_request_row(order) for order in made if order.is_requested))


def _insert(database: Database, table: str, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(columns))
    database.cursor().executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _order_row(order: Made) -> tuple[Any, ...]:
    person = order.person
    phone = f"{person.phone[:3]}****{person.phone[-4:]}" if order.hidden else person.phone
    name = f"{person.name[0]}**" if order.hidden == 2 else person.name
    street = "***" if order.hidden == 2 else person.street
    return (
        order.id, 1, order.order_no, 2, 5, 0, 0, person.id, name, phone, *person.place, street, 19_900, 19_900, "", "",
        order.created, order.created,
    )  # fmt: skip


def _line_rows(order: Made) -> Iterator[tuple[Any, ...]]:
    for position, (style, colour, size) in enumerate(order.goods):
        properties = f"颜色分类：{colour};尺码：{size}"
        title, sku = f"真皮平底单鞋 {style}", f"{style}-{colour}-{size}"
        yield order.id, f"{order.id}{position}", position, title, sku, properties, 1, 19_900, 19_900, 19_900


def _request_row(order: Made) -> tuple[Any, ...]:
    style, colour, size = order.goods[0]
    asked = order.created + 5 * DAY
    over = asked < NOW - 25 * DAY
    waybill = order.return_waybill if order.is_named else ""
    state = "退款成功" if over else "待商家收货" if waybill else "待买家退货"
    title, sku = f"真皮平底单鞋 {style}", f"{style}-{colour}-{size}"
    finished = asked + 20 * DAY if over else None
    return 1, f"R{order.id}", order.order_no, "退货退款", state, sku, title, waybill, asked, finished


def make_boxes(orders: list[Made], count: int = 1_000, seed: int = 29) -> list[Box]:
    """Boxes of orders that left 3 to 110 days ago, most within three weeks; a few that belong to nobody here."""
    chance = random.Random(seed)
    recent = [order for order in orders if NOW - 21 * DAY <= order.created <= NOW - 3 * DAY]
    older = [order for order in orders if order.created < NOW - 21 * DAY]
    asked = [order for order in recent if order.is_requested]
    strangers = make_people(random.Random(seed + 1))
    boxes = []
    for _ in range(count):
        pool = chance.choices((asked, recent, older), (50, 42, 8))[0]
        boxes.append(make_box(chance, chance.choice(pool), strangers))
    return boxes


def make_box(chance: random.Random, order: Made, strangers: list[Person]) -> Box:
    """One box by one of the ways in which boxes come."""
    way = chance.choices(("plain", "paper", "refused", "friend", "stranger", "bare"), (68, 10, 6, 8, 4, 4))[0]
    sender = chance.choice(strangers) if way in ("friend", "stranger") else order.person
    is_named = way != "stranger" and order.is_named and chance.random() < 0.9
    waybill = order.return_waybill if is_named else f"7{chance.randrange(10**12, 10**13)}"
    if way == "refused":
        return Box(Clues(NOW, waybill=order.waybill, items=_items(chance, order)), order.id, way)
    has_paper = way == "paper" or (way == "friend" and not is_named and chance.random() < 0.7)
    buyer = _miswritten(chance, order.person.platform_id, 0.1) if has_paper else ""
    if way == "stranger":
        items: tuple[Goods, ...] = (Goods(str(chance.randrange(10_000, 99_999)), chance.choice(COLOURS), "40"),)
        return Box(_from(chance, sender, waybill, "", items), None, way)
    clues = _from(chance, sender, waybill, buyer, _items(chance, order))
    if way == "bare":
        clues = Clues(NOW, waybill, _phone(chance, sender.phone), items=clues.items)
    return Box(clues, order.id, way)


def _from(chance: random.Random, sender: Person, waybill: str, buyer: str, items: tuple[Goods, ...]) -> Clues:
    province, city, district = sender.place
    region = chance.choices((f"{province}{city}{district}", f"{province} {city}", ""), (40, 45, 15))[0]
    street = chance.choices((sender.street, _shortened(chance, sender.street), ""), (25, 25, 50))[0]
    return Clues(NOW, waybill, _phone(chance, sender.phone), _name(chance, sender.name), region, street, buyer, items)


def _phone(chance: random.Random, phone: str) -> str:
    """As carriers and clerks write it."""
    at = chance.randrange(3, len(phone))
    other = f"1{chance.randrange(3, 10)}{chance.randrange(10**8, 10**9)}"
    wrong = phone[:at] + str((int(phone[at]) + chance.randrange(1, 10)) % 10) + phone[at + 1 :]
    ways = (phone, f"{phone[:3]}****{phone[-4:]}", f"*******{phone[-4:]}", phone[-4:], phone[:at] + phone[at + 1 :],
            wrong, other, "")  # fmt: skip
    return chance.choices(ways, (30, 30, 5, 7, 7, 4, 9, 8))[0]


def _name(chance: random.Random, name: str) -> str:
    pet = chance.choice(PET).format(name[-1])
    at = chance.randrange(1, len(name))
    changed = name[:at] + chance.choice(SIGNS) + name[at + 1 :]
    polite = name[0] + chance.choice(("女士", "先生", "小姐"))
    masked = chance.choice((f"{name[0]}*", f"{name[0]}**", f"*{name[1:]}", f"{name[0]}*{name[-1]}"))
    return chance.choices((name, masked, pet, polite, changed, ""), (42, 24, 9, 6, 8, 11))[0]


def _shortened(chance: random.Random, street: str) -> str:
    """The same house as people write it for a courier."""
    short = street.replace("幢", "-").removesuffix("室")
    return chance.choice(
        (short, street.split("幢", maxsplit=1)[0] + "栋", street.replace("号", ""), f"{street} 代收点")
    )


def _miswritten(chance: random.Random, text: str, how_often: float) -> str:
    if chance.random() > how_often:
        return text
    at = chance.randrange(2, len(text))
    return text[:at] + chance.choice("0123456789") + text[at + 1 :]


def _items(chance: random.Random, order: Made) -> tuple[Goods, ...]:
    """What the clerk sees; now and then another size, no size, or goods of no use for finding anything."""
    if chance.random() < 0.06:
        return ()
    count = len(order.goods) if chance.random() < 0.3 else 1
    return tuple(_item(chance, *goods) for goods in order.goods[:count])


def _item(chance: random.Random, style: str, colour: str, size: str) -> Goods:
    if chance.random() < 0.15:
        return Goods(codes=(f"{style}-{colour}-{size}",))
    if chance.random() < 0.02:
        style = chance.choice(STYLES)
    if chance.random() < 0.05:
        colour = chance.choice(COLOURS)
    size = chance.choices((size, chance.choice(SIZES), ""), (70, 15, 15))[0]
    return Goods(chance.choices((style, ""), (95, 5))[0], colour, size)
