"""Boxes that came back, and what was in them (RET-01 to RET-09)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, GIVEN_TEXTS, Database, escaped, listed, rows_of
from shopdesk.db.masking import is_masked, is_shown
from shopdesk.domain.box_scans import box_code, parse_box_code
from shopdesk.domain.intake import BoxState, Condition, Destination, MatchedBy, Wish
from shopdesk.domain.money import Money
from shopdesk.errors import N_, NotFound


class BoxNotFound(NotFound):
    template = N_("There is no box {number} here. Look at the day's list, or scan the box's label.")


class BoxItemNotFound(NotFound):
    template = N_("There is no item {number} in any box: somebody took it out. Look at the box again.")


W = TypeVar("W", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One box."""

    id: int
    version: int
    day: str
    """`2026-11-22`."""
    number: int
    state: BoxState
    shop_id: int | None
    shop: str
    order_id: int | None
    order_no: str
    buyer_id: int | None
    buyer: str
    """The platform id of the buyer it was matched to."""
    matched_by: MatchedBy | None
    carrier: str
    waybill: str
    sender_name: str
    sender_phone: str
    sender_region: str
    sender_address: str
    buyer_name: str
    """The buyer's platform id as the paper in the box says it."""
    postage: Money
    cash: Money
    note: str
    person_id: int
    person: str
    """Who opened it."""
    at: Millis
    registered_at: Millis | None
    asker_id: int | None
    asker: str
    ask_by: Millis | None
    escalated_at: Millis | None
    claimed_by: str
    claimed_at: Millis | None
    reason: str
    """Why it was given up or struck out."""
    items: int
    """Lines in it; `pieces` in all."""
    pieces: int

    @property
    def name(self) -> str:
        """`2026-11-22 #3`: how people and the trail call it."""
        return f"{self.day} #{self.number}"

    @property
    def code(self) -> str:
        """`BX20261122-3`: what its label's bars say."""
        return box_code(self.day, self.number)


@dataclass(frozen=True, slots=True)
class BoxItemRow:
    """Some pieces of one thing in a box."""

    id: int
    version: int
    box_id: int
    order_id: int | None
    """Whose it is; the box's order where nobody said otherwise, None for nobody's."""
    order_no: str
    line_id: int | None
    variant_id: int | None
    case_id: int | None
    title: str
    sku: str
    style: str
    colour: str
    size: str
    quantity: int
    accessories: str
    condition: Condition | None
    """None while nobody looked at it: it was filled in from the order."""
    fault: str
    wish: Wish
    wish_to: str
    note: str
    good: int
    faulty: int
    goes_to: Destination | None
    faulty_to: Destination | None
    inspected_by_id: int | None
    inspected_by: str
    inspected_at: Millis | None
    approved_by: str
    approved_at: Millis | None

    @property
    def name(self) -> str:
        """What people call it: style, or else title or code; colour and size."""
        return " ".join(filter(None, (self.style or self.title or self.sku, self.colour, self.size))) or "–"


@dataclass(frozen=True, slots=True)
class BoxDetail:
    """A box with all that is in it."""

    row: BoxRow
    items: tuple[BoxItemRow, ...]


_SQL = """
SELECT b.id, b.version, b.day, b.number, b.state, b.shop_id, coalesce(h.name, '') AS name, b.order_id,
  coalesce(o.order_no, '') AS order_no, b.buyer_id, coalesce(u.platform_id, '') AS platform_id, b.matched_by,
  b.carrier, b.waybill, b.sender_name, b.sender_phone AS phone, b.sender_region AS region,
  b.sender_address AS address, b.buyer_name, b.postage, b.cash, b.note, b.person_id, p.name, b.at, b.registered_at,
  b.asker_id, coalesce(a.name, '') AS name, b.ask_by, b.escalated_at, coalesce(c.name, '') AS name, b.claimed_at,
  b.reason, (SELECT count(*) FROM box_item i WHERE i.box_id = b.id),
  (SELECT coalesce(sum(i.quantity), 0) FROM box_item i WHERE i.box_id = b.id)
FROM box b JOIN person p ON p.id = b.person_id LEFT JOIN shop h ON h.id = b.shop_id
LEFT JOIN orders o ON o.id = b.order_id LEFT JOIN buyer u ON u.id = b.buyer_id
LEFT JOIN person a ON a.id = b.asker_id LEFT JOIN person c ON c.id = b.claimed_by_id
"""
_ITEMS_SQL = """
SELECT i.id, i.version, i.box_id, coalesce(i.order_id, b.order_id) AS order_id,
  coalesce(o.order_no, '') AS order_no, i.line_id, i.variant_id, i.case_id, i.title, i.sku, i.style, i.colour, i.size,
  i.quantity, i.accessories, i.condition, i.fault, i.wish, i.wish_to, i.note, i.good, i.faulty, i.goes_to, i.faulty_to,
  i.inspected_by_id, coalesce(p.name, '') AS name, i.inspected_at, coalesce(q.name, '') AS name,
  i.approved_at
FROM box_item i JOIN box b ON b.id = i.box_id LEFT JOIN orders o ON o.id = coalesce(i.order_id, b.order_id)
LEFT JOIN person p ON p.id = i.inspected_by_id LEFT JOIN person q ON q.id = i.approved_by_id
"""
_FOUND_IN = ("b.waybill", "o.order_no", "u.platform_id")
_NAMES, _NOTE, _PHONE = ("b.sender_name", "b.buyer_name"), "b.note", "b.sender_phone"
_LIKE = "LIKE ? ESCAPE '\\'"
_END = 4


def get_box(database: Database, box_id: int) -> BoxDetail:
    """One box; raises BoxNotFound."""
    rows = _boxes(database, "WHERE b.id = ?", [box_id])
    if not rows:
        raise BoxNotFound(number=box_id)
    return BoxDetail(rows[0], list_box_items(database, box_id=box_id))


def get_box_item(database: Database, item_id: int) -> BoxItemRow:
    """One item; raises BoxItemNotFound."""
    rows = _items(database, "WHERE i.id = ?", [item_id])
    if not rows:
        raise BoxItemNotFound(number=item_id)
    return rows[0]


def list_box_items(
    database: Database, *, box_id: int | None = None, case_id: int | None = None, day: str | None = None
) -> tuple[BoxItemRow, ...]:
    """What is in a box or in a day's boxes, or what boxes brought for a case, in the order in which it was written
    down."""
    given = (("i.box_id", box_id), ("i.case_id", case_id), ("b.day", day))
    wanted = [(column, value) for column, value in given if value is not None]
    where = " AND ".join(f"{column} = ?" for column, _value in wanted)
    return tuple(_items(database, f"WHERE {where}", [value for _column, value in wanted])) if wanted else ()


def find_box(database: Database, *, day: str, number: int) -> int | None:
    """The box of that day and number (RET-01)."""
    rows = rows_of(database, "SELECT id FROM box WHERE day = ? AND number = ?", (day, number))
    return rows[0][0] if rows else None


def find_box_by_waybill(database: Database, waybill: str) -> int | None:
    """The last box that was opened with this (folded) waybill; struck-out ones don't count."""
    rows = rows_of(
        database,
        "SELECT id FROM box WHERE waybill = ? AND waybill <> '' AND state <> ? ORDER BY id DESC LIMIT 1",
        (waybill, BoxState.VOID.value),
    )
    return rows[0][0] if rows else None


def list_boxes(
    database: Database,
    *,
    day: str | None = None,
    states: Collection[BoxState] = (),
    find: str = "",
    limit: int | None = None,
) -> list[BoxRow]:
    """Boxes, the newest first; of a day, in these states. `find`: a part of waybill, order number, sender's name,
    phone, buyer or note, or a box's label."""
    where, params = ["TRUE"], list[Any]()
    if day is not None:
        where.append("b.day = ?")
        params.append(day)
    if states:
        where.append(f"b.state IN {GIVEN_TEXTS}")
        params.append(listed(state.value for state in states))
    label = parse_box_code(find)
    if label is not None:
        where.append("b.day = ? AND b.number = ?")
        params += label
    elif find.strip():
        found = _found_masked if is_masked(database) else _found
        said, values = found(database, find.strip())
        where.append(f"({said})")
        params += values
    most = "" if limit is None else f" LIMIT {limit:d}"
    return _boxes(database, f"WHERE {' AND '.join(where)} ORDER BY b.day DESC, b.number DESC{most}", params)


def list_boxes_of(
    database: Database, *, order_id: int | None = None, buyer_id: int | None = None, case_id: int | None = None
) -> list[BoxRow]:
    """The boxes with something of an order, a buyer or a case in them, the newest first; struck-out ones are left
    out."""
    parts, params = list[str](), list[Any]()
    if order_id is not None:
        parts.append("SELECT id FROM box WHERE order_id = ? UNION SELECT box_id FROM box_item WHERE order_id = ?")
        params += [order_id, order_id]
    if buyer_id is not None:
        parts.append(
            "SELECT id FROM box WHERE buyer_id = ? UNION "
            "SELECT box_id FROM box_item WHERE order_id IN (SELECT id FROM orders WHERE buyer_id = ?)"
        )
        params += [buyer_id, buyer_id]
    if case_id is not None:
        parts.append("SELECT box_id FROM box_item WHERE case_id = ?")
        params.append(case_id)
    if not parts:
        return []
    where = f"WHERE b.id IN ({' UNION '.join(parts)}) AND b.state <> ? ORDER BY b.day DESC, b.number DESC"
    return _boxes(database, where, [*params, BoxState.VOID.value])


def _found(_database: Database, text: str) -> tuple[str, list[Any]]:
    columns = (*_FOUND_IN, *_NAMES, _NOTE, _PHONE)
    return " OR ".join(f"{column} {_LIKE}" for column in columns), [f"%{escaped(text)}%"] * len(columns)


def _found_masked(database: Database, text: str) -> tuple[str, list[Any]]:
    """Who sees no phones finds one by the whole of it or its last four digits, a name by the whole of it or how it
    begins, and a note by what is seen of it: nothing is found out digit by digit (DATA-06)."""
    like = escaped(text)
    phone, name = (f"%{like}" if len(text) == _END else like), (f"{like}%" if len(text) == 1 else like)
    notes = rows_of(database, f"SELECT b.id, b.note AS note FROM box b WHERE {_NOTE} {_LIKE}", (f"%{like}%",))
    columns = (*_FOUND_IN, *_NAMES, _PHONE)
    said = " OR ".join([*(f"{column} {_LIKE}" for column in columns), f"b.id IN {GIVEN}"])
    shown = listed(box_id for box_id, note in notes if is_shown(text, note))
    return said, [*[f"%{like}%"] * len(_FOUND_IN), *[name] * len(_NAMES), phone, shown]


def _boxes(database: Database, where: str, params: Sequence[Any]) -> list[BoxRow]:
    return [_box(row) for row in rows_of(database, f"{_SQL} {where}", list(params))]


def _box(row: tuple[Any, ...]) -> BoxRow:
    state, matched_by, amounts = BoxState(row[4]), _word(MatchedBy, row[11]), map(Money, row[19:21])
    return BoxRow(*[*row[:4], state, *row[5:11], matched_by, *row[12:19], *amounts, *row[21:]])


def _items(database: Database, where: str, params: Sequence[Any]) -> list[BoxItemRow]:
    return [_item(row) for row in rows_of(database, f"{_ITEMS_SQL} {where} ORDER BY i.id", list(params))]


def _item(row: tuple[Any, ...]) -> BoxItemRow:
    condition, wish = _word(Condition, row[15]), _word(Wish, row[17]) or Wish.UNKNOWN
    places = (_word(Destination, row[22]), _word(Destination, row[23]))
    return BoxItemRow(*[*row[:15], condition, row[16], wish, *row[18:22], *places, *row[24:]])


def _word(words: type[W], value: str) -> W | None:
    """The word that the database keeps; None where nothing is said."""
    return words(value) if value else None
