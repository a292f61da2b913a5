"""A made-up shop of any size, written straight into the tables: what lists, counts and searches are measured on."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shopdesk.db.database import Database, open_database
from shopdesk.db.derived import make_derived
from shopdesk.db.driver import sqlite3
from shopdesk.db.migrate import upgrade

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅琳欣怡子涵浩然梓萱雨泽宇轩诗佳晨曦思远嘉文"
CITIES = [("浙江省", "杭州市", "西湖区"), ("广东省", "广州市", "天河区"), ("北京市", "北京市", "朝阳区"),
          ("四川省", "成都市", "武侯区"), ("江苏省", "苏州市", "姑苏区"), ("湖北省", "武汉市", "洪山区"),
          ("山东省", "青岛市", "市南区"), ("新疆维吾尔自治区", "乌鲁木齐市", "天山区")]  # fmt: skip
ROADS = ["文三路", "体育西路", "建国路", "人民南路", "观前街", "珞喻路", "香港中路", "解放北路", "学府大道", "滨江二路"]
COLOURS = ["深紫", "灰色", "黑色", "米白", "藏青", "酒红"]
MEMOS = ["", "", "", "老顾客", "发顺丰", "送鞋垫一双", "D", "20仓 同行调货", "改地址 见旺旺", "补差价10元"]
MESSAGES = ["", "", "", "", "尽快发货", "保证质量问题", "要大一码", "请发圆通"]
START = 1_700_000_000_000
STEP = 60_000


def order_rows(count: int, seed: int = 7) -> Iterator[tuple[Any, ...]]:
    """Values for orders in the order of ORDER_COLUMNS; ids are 1, 2, 3 ... and time rises with them."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        province, city, district = chance.choice(CITIES)
        old = number < count * 0.97
        status = chance.choices((2, 3, 4), (1, 8, 1))[0] if old else chance.choices((0, 1), (1, 9))[0]
        stage = chance.choices((5, 6), (1, 8))[0] if old else chance.choices((0, 1, 2, 3), (6, 2, 1, 1))[0]
        goods = chance.randrange(2_000, 60_000)
        created = START + number * STEP
        yield (
            number, 1, f"38{chance.randrange(10**14, 10**15)}{number % 1000:03d}", status, stage,
            int(not old and chance.random() < 0.05), chance.choices(range(6), (8, 5, 1, 3, 2, 1))[0],
            chance.randrange(1, max(2, count // 3) + 1), chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2)),
            f"1{chance.randrange(3, 10)}{chance.randrange(10**8, 10**9)}", province, city, district,
            f"{chance.choice(ROADS)}{chance.randrange(1, 999)}号{chance.randrange(1, 9)}幢{chance.randrange(101, 999)}",
            goods, goods - 500 if chance.random() < 0.3 else goods, chance.choice(MESSAGES), chance.choice(MEMOS),
            created, created + 30_000,
        )  # fmt: skip


ORDER_COLUMNS = (
    "id", "shop_id", "order_no", "status", "stage", "held", "flag", "buyer_id", "receiver", "phone", "province", "city",
    "district", "address", "goods", "paid", "buyer_message", "memo", "created", "paid_at",
)  # fmt: skip
LINE_COLUMNS = ("order_id", "line_no", "position", "title", "sku", "properties", "quantity", "price", "goods", "paid")


def line_rows(count: int, seed: int = 11) -> Iterator[tuple[Any, ...]]:
    """1.44 lines an order."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        for position in range(chance.choices((1, 2, 3), (66, 24, 10))[0]):
            style, colour, size = chance.randrange(1000, 9999), chance.choice(COLOURS), f"W{chance.randrange(5, 9)}"
            price = chance.randrange(2_000, 30_000)
            yield (
                number, f"{number}{position}", position, f"春季新款真皮平底单鞋 {style}", f"{style}-{colour}-{size}",
                f"颜色分类：{colour};尺码：{size}", 1, price, price, price,
            )  # fmt: skip


def _insert(database: Database, table: str, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(columns))
    database.cursor().executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def quiet_connection(file: Path) -> Any:
    """A raw connection set up as the program sets its own up, so that floors differ in nothing else."""
    connection = sqlite3.connect(str(file), isolation_level=None)
    for pragma in ("synchronous = full", "foreign_keys = 1", "cache_size = -64000", "temp_store = memory"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def make_big_shop(file: Path, orders: int) -> Path:
    """Write a shop of that many orders to `file`, unless it is there already; returns it."""
    if file.exists():
        return file
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    database = open_database(part, create=True)
    upgrade(database)
    with database.atomic():
        database.execute_sql("INSERT INTO shop (name, platform) VALUES ('样品鞋店', 'taobao')")
        database.execute_sql("INSERT INTO person (name, role) VALUES ('店主', 'owner')")
        buyers = ((1, f"tb{number:07d}_买家") for number in range(1, max(2, orders // 3) + 1))
        _insert(database, "buyer", ("shop_id", "platform_id"), buyers)
        database.execute_sql("DROP TRIGGER orders_counted_in")
        _insert(database, "orders", ORDER_COLUMNS, order_rows(orders))
        _insert(database, "order_line", LINE_COLUMNS, line_rows(orders))
        parcels = (
            (n, "圆通速递", f"YT{7_000_000_000_000 + n * 7_919_417 % 10**12}") for n in range(1, int(orders * 0.97))
        )
        _insert(database, "parcel", ("order_id", "carrier", "waybill"), parcels)
        make_derived(database)
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    part.replace(file)
    return file
