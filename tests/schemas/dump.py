"""Writes a small shop as SQL text for this folder: `python -m tests.schemas.dump > tests/schemas/NUMBER.sql`.

Only what a program wrote is kept: full text, triggers and views derive from it and are made again by the migration.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from shopdesk.db.database import Database
from shopdesk.db.files import put_file
from shopdesk.domain.address_changes import Address
from shopdesk.domain.complaints import Cause
from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.flags import Colour
from shopdesk.domain.intake import MatchedBy
from shopdesk.domain.money import Money
from shopdesk.domain.owed_items import Owed
from shopdesk.domain.permissions import Role
from shopdesk.domain.points import PointKind
from shopdesk.domain.refunds import RefundKind
from shopdesk.domain.reviews import Kind
from shopdesk.domain.script_topics import Topic
from shopdesk.domain.slips import WaveKind
from shopdesk.queries.boxes import get_box, list_box_items
from shopdesk.queries.orders import get_order
from shopdesk.queries.slips import list_slips
from shopdesk.services.box_items import ItemEntry, add_item
from shopdesk.services.box_matches import match_box
from shopdesk.services.boxes import box_base, fill_box, open_box, register_box
from shopdesk.services.buyer_joins import join_buyers
from shopdesk.services.case_people import log_contact
from shopdesk.services.change_notes import enter_note
from shopdesk.services.complaints import open_complaint
from shopdesk.services.contacts import note_contact
from shopdesk.services.desk import Desk
from shopdesk.services.evidence import add_evidence
from shopdesk.services.extensions import extend_orders
from shopdesk.services.handovers import count_wave
from shopdesk.services.holds import hold_orders
from shopdesk.services.imports import import_files
from shopdesk.services.inspections import approve_items, inspect_item
from shopdesk.services.intake_days import close_day, confirm_cash, correct_day, count_cash
from shopdesk.services.leaving import ship_slips
from shopdesk.services.order_edits import change_address
from shopdesk.services.orders import set_flag
from shopdesk.services.overpayments import pay_out
from shopdesk.services.owed_items import add_owed_item
from shopdesk.services.packed_parcels import finish_slip
from shopdesk.services.packing import tick_all
from shopdesk.services.papers import print_papers
from shopdesk.services.people import add_person, set_password
from shopdesk.services.points import book_points
from shopdesk.services.refund_payments import pay_refund
from shopdesk.services.refunds import approve_refund, ask_refund
from shopdesk.services.registering import register_orders
from shopdesk.services.review_steps import assign_review
from shopdesk.services.reviews import enter_review
from shopdesk.services.scripts import save_script, use_script
from shopdesk.services.shop_settings import save_setting
from shopdesk.services.suppliers import save_supplier
from shopdesk.services.trail import vouch
from shopdesk.services.unclaimed import leave_unclaimed
from shopdesk.services.views import save_view
from shopdesk.services.wave_printing import confirm_wave, print_wave
from shopdesk.services.waves import make_wave
from shopdesk.services.waybill_ranges import add_range, give_from_range
from shopdesk.settings import FLAG_SALESPEOPLE
from tests.conftest import OWN_FOLDERS
from tests.factories import NOON, add_order, make_desk
from tests.platform_files import write_taobao_pair

_DERIVED = ("order_text", "order_trigram", "changed_", "sqlite_")


def dump(database: Database) -> Iterator[str]:
    """Statements that make the tables, their indexes and their rows."""
    yield f"PRAGMA application_id = {database.execute_sql('PRAGMA application_id').fetchone()[0]};"
    made = database.execute_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    for kind, name, sql in made:
        if name.startswith(_DERIVED):
            continue
        yield f"{sql};"
        if kind == "table":
            yield from _rows(database, name)


def _rows(database: Database, table: str) -> Iterator[str]:
    columns = [row[1] for row in database.execute_sql(f"PRAGMA table_info({table})")]  # generated ones are left out
    quoted = " || ', ' || ".join(f'quote("{column}")' for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    for (values,) in database.execute_sql(f'SELECT {quoted} FROM "{table}"'):
        yield f'INSERT INTO "{table}" ({names}) VALUES ({values});'


def make_small_shop(folder: Path) -> Desk:
    """A few orders with something of everything that can be kept of them."""
    desk = make_desk(folder)
    pair = write_taobao_pair(folder, 3)
    import_files(desk, files=[pair.orders, pair.lines])
    printed = add_order(desk, receiver="欧阳小满", memo="发顺丰", buyer="tb_欧阳", waybill="YT7453244865603", flag=1)
    held, unpaid = add_order(desk, memo="等补差价"), add_order(desk, status=0, paid_at=None)
    save_setting(desk, FLAG_SALESPEOPLE, {"red": ["小王"]})
    register_orders(desk, order_ids=[printed])
    print_papers(desk, order_ids=[printed], document=Document.SLIP, paper=Paper.LABEL_100X150)
    hold_orders(desk, order_ids=[held], reason="补差价 10 元")
    change_address(desk, order_id=held, change=Address(address="文二路88号"), reason="买家改地址")
    set_flag(desk, order_ids=[unpaid], colour=Colour.YELLOW)
    save_view(desk, page="orders", name="加急", filters={"flags": ["red"]})
    _ship_and_promise(desk)
    return desk


def _ship_and_promise(desk: Desk) -> None:
    """What came with 0002: one row of everything, from a number range to a parcel that left."""
    orders = [add_order(desk, buyer=f"tb_{name}", receiver=name, phone=phone) for name, phone in _BUYERS.items()]
    save_supplier(desk, name="温州一厂", return_days=90)
    add_owed_item(desk, kind=Owed.GIFT, item="鞋垫", order_id=orders[0], along=True)
    enter_note(desk, order_id=orders[0], wanted="深紫 W7", changed_to="黑色 W7", reason="买家要换")
    extend_orders(desk, order_ids=orders[1:], until=NOON + 5 * 86_400_000, reason="缺货", told=True)
    note_contact(desk, kind="postage", note="说好补 10 元", order_id=orders[1])
    pay_out(desk, order_id=_overpaid(desk), amount=Money(500), reference="ZFB-1")
    register_orders(desk, order_ids=orders)
    add_range(desk, carrier="圆通速递", first="YT7700000000001", last="YT7700000000099")
    wave = make_wave(desk, kind=WaveKind.NOON, order_ids=orders)
    give_from_range(desk, wave_id=wave.id, carrier="圆通速递")
    print_wave(desk, wave_id=wave.id, paper=Paper.LABEL_100X150)
    confirm_wave(desk, wave_id=wave.id)
    count_wave(desk, wave_id=wave.id, carrier="圆通速递", counted=len(orders))
    slip_id = list_slips(desk.database, wave_id=wave.id)[0].id
    tick_all(desk, slip_id=slip_id)
    finish_slip(desk, slip_id=slip_id, weight=900)
    ship_slips(desk, [slip_id])
    set_password(desk, person_id=desk.actor.id, password="a long word to try")
    _come_back(desk, orders)
    _hear_and_answer(desk, orders)
    _keep_and_vouch(desk)


def _come_back(desk: Desk, orders: list[int]) -> None:
    """What came with 0004: a box with its case, photo, inspection and refund, an unclaimed one, a closed day."""
    second = replace(desk, actor=add_person(desk, name="老李", role=Role.SUPERVISOR))
    box_id = open_box(desk, scan="YT7700000000201", carrier="圆通速递")
    match_box(desk, box_id=box_id, order_id=orders[0], by=MatchedBy.HAND)
    values = {"sender_name": "陈小满", "sender_phone": "18000000001", "cash": 1_000}
    fill_box(desk, box_id=box_id, values=values, base=box_base(get_box(desk.database, box_id).row))
    (case_id,) = register_box(desk, box_id=box_id, all_there=True)
    add_evidence(desk, kind="box", record_id=box_id, file="聊天记录".encode(), name="聊天.txt")
    log_contact(desk, case_id=case_id, note="收到了，明天验货", next_at=NOON + 86_400_000)
    items = [item.id for item in list_box_items(desk.database, box_id=box_id)]
    for item_id in items:
        inspect_item(desk, item_id=item_id, good=1)
    approve_items(second, item_ids=items)
    refund_id = ask_refund(desk, order_id=orders[0], kind=RefundKind.RETURN, reason="size", amount=Money(100_00))
    approve_refund(second, refund_id=refund_id)
    pay_refund(desk, refund_id=refund_id, reference="ZFB-2")
    unclaimed = open_box(desk, scan="75310000009009", carrier="中通快递")
    add_item(desk, box_id=unclaimed, item=ItemEntry(style="5815", colour="黑色"))
    leave_unclaimed(desk, box_id=unclaimed)
    day = get_box(desk.database, box_id).row.day
    count_cash(desk, day=day, counted=Money(1_000))
    confirm_cash(second, day=day, confirmed=Money(1_000))
    close_day(desk, day=day)
    correct_day(desk, day=day, what="邮费", was="0", should_be="8", reason="漏写", box_id=box_id)


def _hear_and_answer(desk: Desk, orders: list[int]) -> None:
    """What came with 0006: a review, a complaint, points, words that were said, two records of one buyer."""
    review_id = enter_review(desk, kind=Kind.BAD, said="鞋底太硬", at=NOON, order_id=orders[0])
    complaint_id = open_complaint(desk, cause=Cause.LATE, said="说发货慢", order_id=orders[1])
    agent = add_person(desk, name="小张", role=Role.AGENT)
    assign_review(desk, review_id=review_id, person_id=agent.id)
    book_points(desk, person_id=agent.id, rule="late", kind=PointKind.COMPLAINT, record_id=complaint_id)
    script_id = save_script(desk, topic=Topic.GREETING, title="问好", body="您好")
    use_script(desk, script_id=script_id, order_id=orders[0])
    kept, joined = (get_order(desk.database, order_id).buyer_id for order_id in orders[:2])
    assert kept is not None and joined is not None
    join_buyers(desk, kept_id=kept, joined_id=joined, reason="电话里说是同一个人")


def _keep_and_vouch(desk: Desk) -> None:
    """What came with 0003: a stored file, seals on the trail, and the head that this PC signed."""
    with desk.database.atomic():
        put_file(desk.database, b"a picture of a box")
    vouch(desk)


def _overpaid(desk: Desk) -> int:
    return add_order(desk, buyer="tb_多付", receiver="冯多付", postage=1_000, paid=20_900, status=2, stage=5)


_BUYERS = {"陈小满": "18000000001", "褚小暑": "18000000002"}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, dict.fromkeys(OWN_FOLDERS, folder)):
        sys.stdout.write("\n".join(dump(make_small_shop(Path(folder)).database)) + "\n")
