"""A made-up shop of any size, written straight into the tables: what lists, counts and searches are measured on."""

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shopdesk.db.database import Database, open_database
from shopdesk.db.derived import make_derived
from shopdesk.db.driver import sqlite3
from shopdesk.db.migrate import upgrade
from tests.bench.results import cache_folder

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


HISTORY = (
    "INSERT INTO settlement (order_id, account, amount, automatic, person_id, at) "
    "SELECT id, '支付宝', paid, 1, 1, created + 7200000 FROM orders WHERE stage >= 2",
    "INSERT INTO wave (id, kind, person_id, at, printed_at, confirmed_at) SELECT id / 500 + 1, 'noon', 1, "
    "max(created) + 9000000, max(created) + 9000000, max(created) + 9000000 FROM orders WHERE stage >= 3 GROUP BY 1",
    "INSERT INTO slip (id, shop_id, wave_id, position, carrier, waybill, created_at, printed_at, packed_at, "
    "shipped_at) SELECT o.id, 1, o.id / 500 + 1, o.id % 500 + 1, '圆通速递', coalesce(p.waybill, ''), "
    "o.created + 9000000, o.created + 9000000, iif(o.stage >= 5, o.created + 14000000, NULL), "
    "iif(o.stage >= 5, o.created + 20000000, NULL) FROM orders o LEFT JOIN parcel p ON p.order_id = o.id "
    "WHERE o.stage >= 3 ORDER BY o.id",
    "INSERT INTO slip_item (slip_id, order_id, line_id, quantity, packed) SELECT s.id, s.id, l.id, l.quantity, "
    "iif(s.packed_at, l.quantity, 0) FROM slip s CROSS JOIN order_line l ON l.order_id = s.id",
    "UPDATE parcel SET slip_id = order_id WHERE order_id IN (SELECT id FROM slip)",
    "INSERT INTO print_record (order_id, document, paper, person_id, at, slip_id) "
    "SELECT id, 'slip', '100x150', 1, printed_at, id FROM slip",
    "INSERT INTO hold (order_id, kind, reason, person_id, at) SELECT id, 'manual', '等买家回复', 1, created + 60000 "
    "FROM orders WHERE held",
    "INSERT INTO hold (order_id, kind, reason, person_id, at, automatic, released_at, released_by_id, release_reason) "
    "SELECT id, 'carrier', '要发顺丰', 1, created + 60000, 1, created + 90000, 1, '看过' FROM orders WHERE id % 30 = 0 "
    "AND stage >= 5",
    "INSERT INTO extension (order_id, kind, until, person_id, at) "
    "SELECT id, 'receipt', created + 1728000000, 1, created + 864000000 FROM orders WHERE id % 200 = 0",
    "INSERT INTO change_note (order_id, wanted, changed_to, person_id, at, done_at, done_by_id) "
    "SELECT id, '灰色', '黑色', 1, created + 90000, created + 14000000, 1 FROM orders WHERE id % 99 = 0 AND stage >= 5",
    "INSERT INTO owed_item (buyer_id, order_id, kind, item, person_id, at, struck_at, struck_by_id) "
    "SELECT buyer_id, id, 'gift', '鞋垫', 1, created, created + 90000000, 1 FROM orders WHERE id % 100 = 1",
    "INSERT INTO contact (order_id, buyer_id, kind, person_id, at) "
    "SELECT id, buyer_id, 'sent', 1, created + 20000000 FROM orders WHERE id % 3 = 0 AND stage >= 5",
    "INSERT INTO refund_request (shop_id, refund_no, order_no, kind, state, amount, requested_at, finished_at) "
    "SELECT 1, 'R' || id, order_no, '仅退款', '退款成功', paid, created, created + 90000000 FROM orders "
    "WHERE id % 50 = 0",
    "INSERT INTO cases (id, shop_id, order_id, buyer_id, kind, state, source, reason, person_id, opened_by_id, "
    "refund_no, waybill, opened_at, due_at, sent_at, received_at, closed_at, closed_by_id) SELECT id, 1, id, buyer_id, "
    "'return', iif(id < last - 12000, 'closed', iif(id % 3, 'asked', 'sent')), 'hand', 'size', 1, 1, '', '', "
    "created + 259200000, created + 345600000, created + 432000000, created + 691200000, "
    "iif(id < last - 12000, created + 864000000, NULL), 1 FROM orders, (SELECT max(id) AS last FROM orders) "
    "WHERE id % 40 = 0",
    "INSERT INTO case_step (case_id, step, went_to, person_id, at) SELECT id, 'agree', 'agreed', 1, opened_at + 1 "
    "FROM cases UNION ALL SELECT id, 'receive', 'received', 1, opened_at + 7200000 FROM cases",
    "INSERT INTO box (id, day, number, state, shop_id, order_id, buyer_id, carrier, waybill, person_id, at, "
    "registered_at) SELECT id, day, row_number() OVER (PARTITION BY day ORDER BY id), "
    "iif(id % 4000, 'registered', 'unclaimed'), 1, order_id, buyer_id, '圆通速递', 'YT9' || id, 1, received_at, "
    "received_at + 600000 FROM (SELECT *, date(received_at / 1000, 'unixepoch') AS day FROM cases)",
    "INSERT INTO box_item (box_id, order_id, case_id, title, quantity, condition, wish, inspected_by_id, inspected_at, "
    "approved_by_id, approved_at) SELECT b.id, b.order_id, b.id, '真皮单鞋', 1, 'good', 'refund', 1, b.at + 900000, "
    "iif(c.closed_at, 1, NULL), iif(c.closed_at, b.at + 1800000, NULL) FROM box b JOIN cases c ON c.id = b.id",
    "INSERT INTO intake_day (day, closed_by_id, closed_at) SELECT day, 1, max(at) FROM box "
    "WHERE day < (SELECT max(day) FROM box) GROUP BY day",
    "INSERT INTO refund (order_id, case_id, kind, reason, amount, channel, state, due_at, asked_by_id, asked_at, "
    "approved_by_id, approved_at, paid_by_id, paid_at, reference) SELECT order_id, id, 'return', 'size', 19900, "
    "'platform', iif(closed_at, 'paid', iif(id % 80, 'asked', 'approved')), received_at + 86400000, 1, received_at, 1, "
    "received_at, iif(closed_at, 1, NULL), closed_at, iif(closed_at, 'P' || id, '') FROM cases",
    "INSERT INTO contact (order_id, buyer_id, case_id, kind, note, person_id, at, next_at, done_at) SELECT order_id, "
    "buyer_id, id, 'phone', '明天再打', 1, opened_at, opened_at + 86400000, closed_at FROM cases",
    "INSERT INTO product (shop_id, code, title) SELECT 1, title, title FROM order_line WHERE sku < '1200' GROUP BY 3",
    "INSERT INTO variant (product_id, shop_id, sku, style, colour, size) "
    "SELECT p.id, 1, l.sku, substr(l.sku, 1, 4), substr(l.sku, 6, 2), substr(l.sku, 9) FROM order_line l "
    "JOIN product p ON p.code = l.title WHERE l.sku < '1200' GROUP BY l.sku",
)
"""What the desk has done with these orders, as the newest version of the program leaves it."""


def _insert(database: Database, table: str, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(columns))
    database.cursor().executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def quiet_connection(file: Path) -> Any:
    """A raw connection set up as the program sets its own up, so that floors differ in nothing else."""
    connection = sqlite3.connect(str(file), isolation_level=None)
    for pragma in ("synchronous = full", "foreign_keys = 1", "cache_size = -64000", "temp_store = memory"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def made_of() -> str:
    """Changes with the tables' shape and with what this module writes, so that no shop of yesterday is measured."""
    database = Path(__file__).parent.parent.parent / "shopdesk" / "db"
    files = [Path(__file__), database / "derived.py", *sorted((database / "migrations").glob("[0-9]*.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


def make_big_shop(orders: int) -> Path:
    """The shop of that many orders in the cache, written now unless it is there already; older ones are removed."""
    file = cache_folder() / f"shop-{orders}-{made_of()}.db"
    if file.exists():
        return file
    for old in cache_folder().glob(f"shop-{orders}-*"):
        old.unlink()
    part = file.with_suffix(".part")
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
        for statement in HISTORY:
            database.execute_sql(statement)
        make_derived(database)
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    part.replace(file)
    return file
