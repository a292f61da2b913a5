"""Snapshots of what came back for paper: the day's register, box labels (RET-01, RET-06).

They lie about in the shop: whoever prints them, nobody's phone or street is on them, not in what somebody wrote either
(DATA-06).
"""

from collections.abc import Iterable, Sequence

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN_TEXTS, Database, listed, rows_of
from shopdesk.domain.intake import NEEDS_LABEL, BoxState
from shopdesk.domain.intake_days import LeftOpen
from shopdesk.domain.intake_papers import (
    BoxLabel,
    IntakeRegister,
    PaperItem,
    Place,
    RegisterBox,
    RegisterCorrection,
    place_for,
)
from shopdesk.domain.issue_register import part_of_name
from shopdesk.domain.privacy import mask_text
from shopdesk.queries.boxes import BoxDetail, BoxItemRow, get_box, list_box_items, list_boxes
from shopdesk.queries.intake_days import CorrectionRow, get_day, get_left_open, list_corrections
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import INTAKE_SHELVES


def get_intake_register(database: Database, *, day: str, printed_at: Millis, printed_by: str) -> IntakeRegister:
    """The cover sheet of a day, `2026-11-22`: its boxes by their numbers, struck-out ones too; cash, closing, what was
    put right afterwards (RET-01, RET-07, RET-08)."""
    row = get_day(database, day=day)
    rows = sorted(list_boxes(database, day=day), key=lambda box: box.number)
    items: dict[int, list[BoxItemRow]] = {}
    for item in list_box_items(database, day=day):
        items.setdefault(item.box_id, []).append(item)
    boxes = [BoxDetail(each, tuple(items.get(each.id, ()))) for each in rows]
    left: LeftOpen = row.left_open if row.is_closed else get_left_open(database, day=day)
    corrections = tuple(map(_correction, list_corrections(database, day=day)))
    return IntakeRegister(
        day, tuple(dict.fromkeys(each.shop for each in rows if each.shop)), tuple(map(_register_box, boxes)),
        row.counted, row.handed_by, row.confirmed, row.confirmed_by, mask_text(row.explanation), row.closed_by,
        row.closed_at, tuple(left.lines()), mask_text(row.reason), corrections, printed_at, printed_by,
    )  # fmt: skip


def _correction(row: CorrectionRow) -> RegisterCorrection:
    was, should_be, reason = map(mask_text, (row.was, row.should_be, row.reason))
    return RegisterCorrection(row.number, row.what, was, should_be, reason, row.person, row.at)


def _register_box(box: BoxDetail) -> RegisterBox:
    row = box.row
    is_known = bool(row.order_no or row.buyer or row.buyer_name)
    sender = "" if is_known else " ".join(filter(None, (part_of_name(row.sender_name), row.sender_region)))
    note = mask_text(" ".join(filter(None, (row.reason if row.state in _ENDED else "", row.note))))
    return RegisterBox(
        row.number, row.state, row.buyer or row.buyer_name, row.order_no, sender, row.carrier, row.waybill,
        tuple(_item(item, (row.order_no,)) for item in box.items), row.postage, row.cash, note, row.person, row.at,
    )  # fmt: skip


_ENDED = (BoxState.VOID, BoxState.GIVEN_UP)


def list_box_labels(
    database: Database, *, box_ids: Sequence[int], printed_at: Millis, printed_by: str
) -> list[BoxLabel]:
    """The labels of these boxes in the order given, one for each place to which something of a box goes. Of a box with
    repairs or quality complaints only those get one, of any other everything. Raises BoxNotFound."""
    shelves = get_setting(database, INTAKE_SHELVES)
    found = []
    for box_id in dict.fromkeys(box_ids):
        box = get_box(database, box_id)
        for place, items in _by_place(box.items).items():
            orders = tuple(dict.fromkeys(item.order_no for item in items if item.order_no))
            found.append(
                BoxLabel(
                    box.row.day, box.row.number, box.row.buyer or box.row.buyer_name, "  ".join(orders),
                    tuple(_item(item, orders) for item in items), place, shelves.get(place.value, ""),
                    printed_at, printed_by,
                )
            )  # fmt: skip
    return found


def _by_place(items: Iterable[BoxItemRow]) -> dict[Place, list[BoxItemRow]]:
    every = list(items)
    chosen = [item for item in every if item.wish in NEEDS_LABEL] or every
    found: dict[Place, list[BoxItemRow]] = {}
    for item in chosen:
        place = place_for(item.wish, good=item.good, faulty=item.faulty, goes_to=item.goes_to, faulty_to=item.faulty_to)
        found.setdefault(place, []).append(item)
    return found


def list_to_label(database: Database, *, day: str) -> list[int]:
    """The boxes of a day with something for repair or a quality complaint, by number: each needs a label (RET-06)."""
    rows = rows_of(
        database,
        "SELECT b.id FROM box b WHERE b.day = ? AND b.state <> ? AND EXISTS (SELECT 1 FROM box_item i "
        f"WHERE i.box_id = b.id AND i.wish IN {GIVEN_TEXTS}) ORDER BY b.number",
        (day, BoxState.VOID.value, listed(sorted(wish.value for wish in NEEDS_LABEL))),
    )
    return [row[0] for row in rows]


def _item(item: BoxItemRow, orders: Sequence[str]) -> PaperItem:
    other = item.order_no if item.order_no not in orders else ""
    return PaperItem(
        item.name, item.quantity, item.sku, mask_text(item.accessories), item.condition, mask_text(item.fault),
        item.wish, mask_text(item.wish_to), other,
    )  # fmt: skip
