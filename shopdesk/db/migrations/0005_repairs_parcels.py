"""Repairs, damage, and parcels in trouble. Frozen: later changes are steps of their own."""

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


def known(name: str) -> Any:
    """A table of an earlier step, to be referred to."""
    kind: Any = type(Table)
    return kind(name, (Table,), {})


Shop, Person, Buyer, OrderLine, Supplier, Variant, Slip, Refund, BoxItem = map(
    known, ("Shop", "Person", "Buyer", "OrderLine", "Supplier", "Variant", "Slip", "Refund", "BoxItem")
)


class Order(Table):
    class Meta:
        table_name = "orders"


class Case(Table):
    class Meta:
        table_name = "cases"


class RepairBatch(Edited):
    supplier = ForeignKeyField(Supplier, index=False)
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    due_at = millis()
    dispatched_at = millis()
    dispatched_by = ForeignKeyField(Person, null=True, index=False)
    carrier = text()
    waybill = text()
    note = text()
    cancelled_at = millis()


class Repair(Edited):
    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    line = ForeignKeyField(OrderLine, null=True, index=False)
    buyer = ForeignKeyField(Buyer, null=True)
    variant = ForeignKeyField(Variant, null=True)
    case = ForeignKeyField(Case, null=True)
    box_item = ForeignKeyField(BoxItem, null=True, unique=True)
    title = text()
    sku = text()
    style = text()
    colour = text()
    size = text()
    quantity = number(1)
    fault = text()
    accessories = text()
    note = text()
    warranty = small()
    state = word()
    supplier = ForeignKeyField(Supplier, null=True)
    batch = ForeignKeyField(RepairBatch, null=True)
    due_at = millis()
    estimate = fen()
    estimate_state = word()
    fee = fen()
    fee_by = word()
    fee_reference = text()
    check_note = text()
    carrier = text()
    waybill = text()
    told_state = word()
    told_at = millis()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    labelled_at = millis()
    dispatched_at = millis()
    back_at = millis()
    checked_by = ForeignKeyField(Person, null=True, index=False)
    checked_at = millis()
    closed_at = millis()


class RepairStep(Table):
    repair = ForeignKeyField(Repair)
    step = word()
    came_from = word()
    went_to = word()
    note = text()
    batch = ForeignKeyField(RepairBatch, null=True)
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


class DamageBatch(Edited):
    supplier = ForeignKeyField(Supplier, index=False)
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    sent_at = millis()
    sent_by = ForeignKeyField(Person, null=True, index=False)
    carrier = text()
    waybill = text()
    note = text()
    cancelled_at = millis()


class Damage(Edited):
    shop = ForeignKeyField(Shop, null=True, index=False)
    supplier = ForeignKeyField(Supplier, null=True)
    variant = ForeignKeyField(Variant, null=True)
    order = ForeignKeyField(Order, null=True)
    case = ForeignKeyField(Case, null=True, index=False)
    box_item = ForeignKeyField(BoxItem, null=True)
    repair = ForeignKeyField(Repair, null=True, index=False)
    title = text()
    sku = text()
    style = text()
    colour = text()
    size = text()
    quantity = number(1)
    fault = text()
    cost = fen()
    state = word()
    batch = ForeignKeyField(DamageBatch, null=True)
    position = IntegerField(null=True)
    received_at = millis()
    expires_at = millis()
    credited = fen()
    answer = text()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    answered_by = ForeignKeyField(Person, null=True, index=False)
    answered_at = millis()
    closed_at = millis()


class Tracking(Edited):
    waybill = TextField(unique=True)
    carrier = text()
    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    area = text()
    state = word()
    left_at = millis()
    moved_at = millis()
    last_text = text()
    last_place = text()
    expected_at = millis()
    signed_at = millis()
    closed_at = millis()
    forwarded_carrier = text()
    forwarded_waybill = text()
    polled_at = millis()
    poll_after = millis()
    failures = number()
    failure = word()
    called_by = ForeignKeyField(Person, null=True, index=False)
    called_at = millis()
    looked_by = ForeignKeyField(Person, null=True, index=False)
    looked_at = millis()
    look_again_at = millis()


class TrackingEvent(Table):
    tracking = ForeignKeyField(Tracking, index=False)
    at = millis(null=False)
    said = text()
    place = text()
    status = word()
    source = word()
    key = CharField(max_length=32)

    class Meta:
        indexes = ((("tracking", "key"), True),)


class Claim(Edited):
    kind = word()
    state = word()
    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    case = ForeignKeyField(Case, null=True)
    waybill = TextField(default="", index=True)
    carrier = text()
    amount = fen()
    answered = fen()
    paid = fen()
    reference = text()
    answer = text()
    solution = word()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    asked_at = millis()
    answer_by = millis()
    answered_at = millis()
    paid_at = millis()
    closed_at = millis()


class Detour(Edited):
    order = ForeignKeyField(Order)
    case = ForeignKeyField(Case, null=True, index=False)
    waybill = text()
    carrier = text()
    way = word()
    proposed = word()
    cost_back = fen()
    cost_post = fen()
    days_back = number()
    days_post = number()
    why = text()
    reason = text()
    new_carrier = text()
    new_waybill = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    done_at = millis()


class Interception(Edited):
    order = ForeignKeyField(Order)
    case = ForeignKeyField(Case, null=True)
    refund = ForeignKeyField(Refund, null=True, index=False)
    waybill = TextField(default="", index=True)
    carrier = text()
    reason = text()
    state = word()
    asked_of = text()
    promised_by = text()
    promised_at = millis()
    platform_due = millis()
    due_at = millis()
    escalated_at = millis()
    told_at = millis()
    result = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    closed_by = ForeignKeyField(Person, null=True, index=False)
    closed_at = millis()


class Shortage(Edited):
    order = ForeignKeyField(Order)
    slip = ForeignKeyField(Slip, null=True, index=False)
    case = ForeignKeyField(Case, null=True)
    claim = ForeignKeyField(Claim, null=True, index=False)
    waybill = text()
    carrier = text()
    packaging = word()
    expected = IntegerField(null=True)
    spread = IntegerField(null=True)
    packed = IntegerField(null=True)
    departed = IntegerField(null=True)
    arrived = IntegerField(null=True)
    verdict = word()
    certainty = number()
    why = text()
    remedy = word()
    reason = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    closed_at = millis()


class ShortageItem(Table):
    shortage = ForeignKeyField(Shortage)
    line = ForeignKeyField(OrderLine, null=True, index=False)
    title = text()
    sku = text()
    quantity = number(1)
    grams = IntegerField(null=True)
    in_parcel = small()


class LearnedWeight(Table):
    variant = ForeignKeyField(Variant, unique=True)
    grams = IntegerField()
    spread = IntegerField()
    parcels = IntegerField()
    at = millis(null=False)


TABLES = [
    RepairBatch, Repair, RepairStep, DamageBatch, Damage, Tracking, TrackingEvent, Claim, Detour, Interception,
    Shortage, ShortageItem, LearnedWeight,
]  # fmt: skip
COLUMNS = {
    "supplier": {
        "repair_days": "INTEGER NOT NULL DEFAULT 0",
        "warranty_days": "INTEGER NOT NULL DEFAULT 0",
    },
}
"""Columns that older tables get."""
KNOWN = [Shop, Person, Buyer, Order, OrderLine, Supplier, Variant, Slip, Case, Refund, BoxItem]
INDEXES = [
    "CREATE INDEX repair_open ON repair (due_at) WHERE closed_at IS NULL",
    "CREATE INDEX repair_state ON repair (state) WHERE closed_at IS NULL",
    "CREATE INDEX repair_batch_open ON repair_batch (due_at) WHERE cancelled_at IS NULL",
    "CREATE INDEX damage_open ON damage (expires_at) WHERE closed_at IS NULL",
    "CREATE INDEX damage_closed ON damage (closed_at) WHERE closed_at IS NOT NULL",
    "CREATE INDEX tracking_moving ON tracking (moved_at, carrier, area, look_again_at) "
    "WHERE closed_at IS NULL AND signed_at IS NULL AND order_id IS NOT NULL AND state <> 'lost'",
    "CREATE INDEX tracking_signed ON tracking (signed_at) WHERE signed_at IS NOT NULL AND closed_at IS NULL",
    "CREATE INDEX tracking_state ON tracking (state, moved_at) WHERE closed_at IS NULL",
    "CREATE INDEX tracking_forwarded ON tracking (forwarded_waybill) WHERE forwarded_waybill <> ''",
    "CREATE INDEX tracking_poll ON tracking (poll_after) WHERE poll_after IS NOT NULL AND closed_at IS NULL",
    "CREATE INDEX tracking_expected ON tracking (expected_at) "
    "WHERE called_at IS NULL AND closed_at IS NULL AND signed_at IS NULL AND order_id IS NOT NULL",
    "CREATE INDEX tracking_nobodys ON tracking (moved_at) WHERE order_id IS NULL AND closed_at IS NULL",
    "CREATE INDEX claim_open ON claim (answer_by) WHERE closed_at IS NULL",
    "CREATE INDEX claim_at ON claim (at)",
    "CREATE INDEX interception_open ON interception (due_at) WHERE closed_at IS NULL",
    "CREATE INDEX detour_open ON detour (at) WHERE done_at IS NULL",
    "CREATE INDEX shortage_open ON shortage (at) WHERE closed_at IS NULL",
]


FOLLOW = """
INSERT INTO tracking (waybill, carrier, shop_id, order_id, area, state, left_at, moved_at, poll_after)
SELECT upper(replace(p.waybill, ' ', '')), p.carrier, o.shop_id, o.id,
    CASE WHEN o.province LIKE '黑龙江%' OR o.province LIKE '内蒙古%' THEN substr(o.province, 1, 3)
    ELSE substr(o.province, 1, 2) END,
    'left', coalesce(o.shipped_at, o.created), coalesce(o.shipped_at, o.created), coalesce(o.shipped_at, o.created)
FROM parcel p JOIN orders o ON o.id = p.order_id
WHERE o.status = 2 AND p.waybill <> '' AND coalesce(o.shipped_at, o.created) >
    (SELECT max(coalesce(shipped_at, created)) FROM orders) - 5184000000
ON CONFLICT (waybill) DO NOTHING
"""
"""What is on its way is watched from now on: orders that left within sixty days and whose trade isn't over."""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Make the new tables, then give the old ones their new columns."""
    with db.bind_ctx([*TABLES, *KNOWN]):
        db.create_tables(TABLES, safe=False)
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    for statement in [*INDEXES, FOLLOW]:
        db.execute_sql(statement)
