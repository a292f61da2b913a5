"""The first tables. Frozen: a copy of what db/tables said then; later changes are migrations of their own."""

from __future__ import annotations

from typing import Any

from peewee import (
    SQL,
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    Database,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
    SmallIntegerField,
    SqliteDatabase,
    TextField,
)
from playhouse.migrate import SchemaMigrator


class Table(Model):
    class Meta:
        legacy_table_names = False


class Edited(Table):
    version = IntegerField(default=1, constraints=[SQL("DEFAULT 1")])


def millis(*, null: bool = True) -> Field[Any]:
    return BigIntegerField(null=True) if null else BigIntegerField()


def fen() -> Field[Any]:
    return BigIntegerField(default=0, constraints=[SQL("DEFAULT 0")])


def number(default: int = 0) -> Field[Any]:
    return IntegerField(default=default, constraints=[SQL(f"DEFAULT {default}")])


def small(default: int = 0) -> Field[Any]:
    return SmallIntegerField(default=default, constraints=[SQL(f"DEFAULT {default}")])


def text() -> Field[Any]:
    return TextField(default="", constraints=[SQL("DEFAULT ''")])


def word() -> Field[Any]:
    return CharField(default="", max_length=40, constraints=[SQL("DEFAULT ''")])


class Shop(Edited):
    name = TextField(unique=True)
    platform = word()
    sender_name = text()
    sender_phone = text()
    sender_region = text()
    sender_address = text()
    return_name = text()
    return_phone = text()
    return_region = text()
    return_address = text()
    sample = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])


class Person(Edited):
    name = TextField(unique=True)
    role = word()
    active = BooleanField(default=True, constraints=[SQL("DEFAULT TRUE")])


class Setting(Table):
    key = TextField(unique=True)
    value = TextField()


class SavedView(Edited):
    person = ForeignKeyField(Person)
    page = word()
    name = text()
    filters = text()

    class Meta:
        indexes = ((("person", "page", "name"), True),)


class Buyer(Edited):
    shop = ForeignKeyField(Shop, index=False)
    platform_id = TextField()
    note = text()

    class Meta:
        indexes = ((("shop", "platform_id"), True),)


class Product(Edited):
    shop = ForeignKeyField(Shop, index=False)
    code = TextField()
    title = text()

    class Meta:
        indexes = ((("shop", "code"), True),)


class Variant(Edited):
    product = ForeignKeyField(Product)
    shop = ForeignKeyField(Shop, index=False)
    sku = TextField()
    style = text()
    colour = text()
    size = text()
    weight = IntegerField(null=True)
    shelf = text()

    class Meta:
        indexes = ((("shop", "sku"), True),)


class Order(Edited):
    shop = ForeignKeyField(Shop, index=False)
    order_no = TextField()
    status = small()
    status_text = text()
    stage = small()
    held = small()
    flag = small()
    flag_native = text()
    salesperson = ForeignKeyField(Person, null=True, index=False)
    registrar = ForeignKeyField(Person, null=True, index=False)
    registered_at = millis()
    buyer = ForeignKeyField(Buyer, null=True)
    receiver = text()
    phone = text()
    province = text()
    city = text()
    district = text()
    address = text()
    postcode = text()
    masking = small()
    receiver_native = text()
    goods = fen()
    postage = fen()
    paid = fen()
    buyer_message = text()
    memo = text()
    memo_native = text()
    titles = text()
    pieces = number()
    created = millis(null=False)
    paid_at = millis()
    ship_by = millis()
    shipped_at = millis()
    done_at = millis()
    refund_state = text()
    close_reason = text()
    has_totals = small()
    import_id = number()

    class Meta:
        table_name = "orders"
        indexes = ((("shop", "order_no"), True),)


class OrderLine(Table):
    order = ForeignKeyField(Order, index=False)
    line_no = TextField()
    position = number()
    title = text()
    sku = text()
    properties = text()
    product_code = text()
    quantity = number(1)
    price = fen()
    goods = fen()
    paid = fen()
    refund_state = text()
    import_id = number()

    class Meta:
        indexes = ((("order", "line_no"), True),)


class Parcel(Edited):
    order = ForeignKeyField(Order, index=False)
    carrier = text()
    waybill = TextField(index=True)
    import_id = number()

    class Meta:
        indexes = ((("order", "waybill"), True),)


class Hold(Table):
    order = ForeignKeyField(Order)
    kind = word()
    reason = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    released_by = ForeignKeyField(Person, null=True, index=False)
    released_at = millis()
    release_reason = text()


class OrderCount(Table):
    shop = ForeignKeyField(Shop, index=False)
    flag = SmallIntegerField()
    tray = SmallIntegerField()
    n = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("shop", "flag", "tray")
        without_rowid = True


class RefundRequest(Table):
    shop = ForeignKeyField(Shop, index=False)
    refund_no = TextField()
    order_no = TextField()
    kind = text()
    state = text()
    goods_state = text()
    amount = fen()
    reason = text()
    explanation = text()
    title = text()
    sku = text()
    return_carrier = text()
    return_waybill = text()
    requested_at = millis()
    deadline = millis()
    finished_at = millis()
    import_id = number()

    class Meta:
        indexes = ((("shop", "refund_no"), True), (("shop", "order_no"), False))


class ImportRun(Table):
    shop = ForeignKeyField(Shop, index=False)
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    file = text()
    platform = word()
    kind = word()
    rows = number()
    created = number()
    updated = number()
    unchanged = number()
    rejected = number()


class ImportMapping(Edited):
    header_key = TextField(unique=True)
    name = TextField(unique=True)
    platform = word()
    kind = word()
    columns = text()
    amounts_per_line = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])


class PrintRecord(Table):
    order = ForeignKeyField(Order, index=False)
    document = word()
    paper = word()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    reason = text()

    class Meta:
        indexes = ((("order", "document"), False),)


class Trail(Table):
    at = millis(null=False)
    person = ForeignKeyField(Person, index=False)
    action = word()
    kind = word()
    record_id = IntegerField()
    before = text()
    after = text()
    reason = text()
    chain = text()

    class Meta:
        indexes = ((("kind", "record_id"), False),)


TABLES = [
    Shop, Person, Setting, SavedView, Buyer, Product, Variant, Order, OrderLine, Parcel, Hold, OrderCount,
    RefundRequest, ImportRun, ImportMapping, PrintRecord, Trail,
]  # fmt: skip

# The same as domain.statuses.tray_of; a test holds them together.
# Kept with the row on PostgreSQL, which can't index it otherwise.
TRAY = """
ALTER TABLE orders ADD COLUMN tray INTEGER GENERATED ALWAYS AS (
  CASE
    WHEN stage = 6 OR status = 3 OR (status = 4 AND stage < 3) THEN 6
    WHEN stage = 5 OR status = 2 THEN 5
    WHEN stage >= 3 THEN 4
    WHEN held > 0 THEN 2
    WHEN stage >= 1 THEN 3
    WHEN status = 0 THEN 0
    ELSE 1
  END) {kind}
"""

# SQLite wants nothing behind `created`: the row id follows by itself and half the size is saved. PostgreSQL reads
# places in a list from the index alone only where the id is in it, and else takes an index that fits worse.
INDEXES = [
    "CREATE INDEX orders_created ON orders (created{last})",
    "CREATE INDEX orders_flag_created ON orders (flag, created{last})",
    "CREATE INDEX orders_tray_created ON orders (tray, created{last})",
    "CREATE INDEX orders_flag_tray_created ON orders (flag, tray, created{last})",
]


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables, the generated column and the list indexes. Triggers and full text are made by db/derived.py."""
    is_file = isinstance(db, SqliteDatabase)
    OrderCount._meta.without_rowid = is_file
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)
    tray = TRAY.format(kind="VIRTUAL" if is_file else "STORED")
    for statement in [tray, *(index.format(last="" if is_file else ", id") for index in INDEXES)]:
        db.execute_sql(statement)
