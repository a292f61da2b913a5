"""Rights, settlement, change notes, owed items, waves, slips and suppliers. Frozen: later changes are steps of their
own."""

from __future__ import annotations

from typing import Any

from peewee import (
    SQL,
    BigIntegerField,
    CharField,
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


def small() -> Field[Any]:
    return SmallIntegerField(default=0, constraints=[SQL("DEFAULT 0")])


def text() -> Field[Any]:
    return TextField(default="", constraints=[SQL("DEFAULT ''")])


def word() -> Field[Any]:
    return CharField(default="", max_length=40, constraints=[SQL("DEFAULT ''")])


class Shop(Table):
    pass


class Person(Table):
    pass


class Buyer(Table):
    pass


class Order(Table):
    class Meta:
        table_name = "orders"


class OrderLine(Table):
    pass


class Settlement(Table):
    order = ForeignKeyField(Order, unique=True)
    account = text()
    method = word()
    amount = fen()
    reference = text()
    automatic = small()
    person = ForeignKeyField(Person, index=False)
    at = BigIntegerField(index=True)


class Contact(Table):
    order = ForeignKeyField(Order, null=True)
    buyer = ForeignKeyField(Buyer, null=True)
    kind = word()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    next_at = millis()


class Extension(Table):
    order = ForeignKeyField(Order)
    kind = word()
    until = millis(null=False)
    reason = text()
    message = text()
    told_at = millis()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


class ChangeNote(Edited):
    order = ForeignKeyField(Order)
    wanted = text()
    changed_to = text()
    reason = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    done_at = millis()
    done_by = ForeignKeyField(Person, null=True, index=False)


class Wave(Edited):
    kind = word()
    carrier = text()
    person = ForeignKeyField(Person, index=False)
    at = BigIntegerField(index=True)
    printed_at = millis()
    confirmed_at = millis()


class WaybillRange(Edited):
    carrier = text()
    first = text()
    last = text()
    next = text()
    rule = word()
    step = number(1)
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    closed_at = millis()


class Slip(Edited):
    shop = ForeignKeyField(Shop, index=False)
    wave = ForeignKeyField(Wave, null=True, index=False)
    position = number()
    carrier = text()
    waybill = TextField(default="", index=True, constraints=[SQL("DEFAULT ''")])
    waybill_at = millis()
    waybill_by = ForeignKeyField(Person, null=True, index=False)
    waybill_range = ForeignKeyField(WaybillRange, null=True, index=False)
    created_at = millis(null=False)
    printed_at = millis()
    plain_at = millis()
    handed_at = millis()
    packed_at = millis()
    packed_by = ForeignKeyField(Person, null=True, index=False)
    weight = IntegerField(null=True)
    shipped_at = millis()
    shipped_by = ForeignKeyField(Person, null=True, index=False)
    cancelled_at = millis()
    cancel_reason = text()

    class Meta:
        indexes = ((("wave", "position"), False),)


class SlipItem(Table):
    slip = ForeignKeyField(Slip)
    order = ForeignKeyField(Order)
    line = ForeignKeyField(OrderLine, null=True, index=False)
    quantity = number()
    packed = number()


class OwedItem(Edited):
    buyer = ForeignKeyField(Buyer)
    order = ForeignKeyField(Order, null=True)
    travels = ForeignKeyField(Order, null=True, backref="travelling")
    kind = word()
    item = text()
    quantity = number(1)
    amount = fen()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    slip = ForeignKeyField(Slip, null=True)
    struck_at = millis()
    struck_by = ForeignKeyField(Person, null=True, index=False)
    struck_reason = text()


class Overpayment(Table):
    order = ForeignKeyField(Order)
    amount = fen()
    way = word()
    owed_item = ForeignKeyField(OwedItem, null=True, index=False)
    reference = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


class Handover(Table):
    wave = ForeignKeyField(Wave, index=False)
    carrier = text()
    counted = number()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)

    class Meta:
        indexes = ((("wave", "carrier"), True),)


class Supplier(Edited):
    name = TextField(unique=True)
    contact = text()
    phone = text()
    return_days = number()
    note = text()


TABLES = [
    Settlement, Contact, Extension, ChangeNote, Wave, WaybillRange, Slip, SlipItem, OwedItem, Overpayment, Handover,
    Supplier,
]  # fmt: skip

TEXT, NUMBER, FEN = "TEXT NOT NULL DEFAULT ''", "INTEGER NOT NULL DEFAULT 0", "{big} NOT NULL DEFAULT 0"
SQLITE = {"big": "INTEGER", "small": "INTEGER", "bool": "INTEGER"}
OTHERS = {"big": "BIGINT", "small": "SMALLINT", "bool": "BOOLEAN"}

COLUMNS = {
    "person": {
        "password": TEXT,
        "pin": TEXT,
        "rights": TEXT,
        "failures": NUMBER,
        "pin_failures": NUMBER,
        "failed_at": "{big}",
    },
    "buyer": {"tier": TEXT, "discount": NUMBER, "tags": TEXT, "blocked": TEXT},
    "orders": {
        "origin": "{small} NOT NULL DEFAULT 0",
        "source_id": "INTEGER REFERENCES orders (id)",
        "warehouse": TEXT,
        "carrier": TEXT,
        "carrier_by_hand": "{small} NOT NULL DEFAULT 0",
        "surcharge": FEN,
        "edited": "{small} NOT NULL DEFAULT 0",
    },
    "order_line": {"edited": "{small} NOT NULL DEFAULT 0"},
    "hold": {"signature": TEXT, "amount": FEN, "automatic": "{small} NOT NULL DEFAULT 0"},
    "parcel": {"slip_id": "INTEGER REFERENCES slip (id)"},
    "print_record": {
        "slip_id": "INTEGER REFERENCES slip (id)",
        "spoilt": "{small} NOT NULL DEFAULT 0",
        "unconfirmed": "{small} NOT NULL DEFAULT 0",
    },
    "product": {
        "supplier_id": "INTEGER REFERENCES supplier (id)",
        "on_sale": "{bool} NOT NULL DEFAULT TRUE",
    },
    "variant": {"price": FEN, "cost": FEN, "barcode": TEXT},
}

INDEXES = [
    "CREATE INDEX orders_source ON orders (source_id) WHERE source_id IS NOT NULL",
    "CREATE INDEX orders_by_hand ON orders (stage) WHERE origin > 0",
    "CREATE INDEX orders_done_early ON orders (done_at) WHERE status = 3 AND stage BETWEEN 1 AND 4",
    "CREATE INDEX change_note_open ON change_note (order_id) WHERE done_at IS NULL",
    "CREATE INDEX hold_open ON hold (kind, order_id) WHERE released_at IS NULL",
    "CREATE INDEX slip_open ON slip (printed_at) WHERE shipped_at IS NULL AND cancelled_at IS NULL",
    "CREATE INDEX slip_packed ON slip (packed_at) WHERE packed_at IS NOT NULL",
    "CREATE INDEX slip_shipped ON slip (shipped_at) WHERE shipped_at IS NOT NULL",
    "CREATE INDEX slip_unchecked ON slip (shipped_at) WHERE packed_at IS NULL AND shipped_at IS NOT NULL",
    "CREATE INDEX orders_under_way ON orders (stage) WHERE stage > 0 AND stage < 5",
    "CREATE INDEX orders_untold ON orders (stage) WHERE status = 1 AND stage > 2",
    "CREATE INDEX settlement_chosen ON settlement (account) WHERE automatic = 0",
    "CREATE INDEX print_record_slip ON print_record (slip_id) WHERE slip_id IS NOT NULL",
    "CREATE INDEX parcel_slip ON parcel (slip_id) WHERE slip_id IS NOT NULL",
    "CREATE INDEX owed_item_open ON owed_item (buyer_id) WHERE struck_at IS NULL",
    "CREATE INDEX variant_barcode ON variant (barcode) WHERE barcode <> ''",
]


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Make the new tables, then give the old ones their new columns."""
    with db.bind_ctx([*TABLES, Shop, Person, Buyer, Order, OrderLine]):
        db.create_tables(TABLES, safe=False)
    types = SQLITE if isinstance(db, SqliteDatabase) else OTHERS
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {name} {kind.format(**types)}")
    for statement in INDEXES:
        db.execute_sql(statement)
