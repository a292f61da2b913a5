"""Cases are opened by hand or by a box, and what is known of them is filled in (RET-10, RET-11).

What a box brings is in `case_arrivals`, their steps are in `case_steps`, who is in charge in `case_people`, what goes
out again in `case_replacements`; what the platforms' files bring in `case_requests`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, add_row, listed, rows_of
from shopdesk.domain.case_clocks import due_of
from shopdesk.domain.cases import KINDS, Kind, Source, State, after_change
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.reasons import Cover, Party, Reason
from shopdesk.domain.statuses import Status
from shopdesk.domain.waybills import fold_waybill
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.cases import CaseRow, get_case_row
from shopdesk.queries.extensions import Deadline, confirmation_of
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.case_people import choose_person
from shopdesk.services.case_steps import facts_of, limits_of, tell
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import Base, checked_amount, save_edit
from shopdesk.settings import CASE_EXTEND_DAYS, PAID_CARRIERS


@dataclass(frozen=True, slots=True)
class CaseItem:
    """Pieces of a bought line that a case is about."""

    line_id: int | None = None
    title: str = ""
    sku: str = ""
    properties: str = ""
    quantity: int = 1


class NobodysCase(Refused):
    template = N_("A case belongs to an order or a buyer. Name one of them.")


class OpenAlready(Refused):
    template = N_("Order {order_no} has an open case of this kind: {kind}, number {number} ({person}). Go on there.")


class UnknownWord(BadInput):
    template = N_("{word} can't stand for “{field}” of a case. Known: {known}.")


class OddPieces(BadInput):
    template = N_("{quantity} pieces of {item} can't come back: {bought} were bought.")


class ItemGone(Refused):
    template = N_("An item of order {order_no} was changed or taken out meanwhile. Look at the order again.")


class InsuranceForExchange(Refused):
    template = N_("Freight insurance pays for return and refund only, never for this case ({kind}). Choose otherwise.")


class BuyerPaysFreight(Refused):
    template = N_(
        "The buyer is responsible for case {number}, so no freight can be promised. Change the reason, or let a "
        "supervisor say who is responsible."
    )


class CarrierNotPaid(Refused):
    template = N_("The shop pays freight back for these carriers only: {carriers}. {carrier} is none of them.")


_LINES = ("asked", "verified", "proposed", "agreed", "done")
_EDITABLE = {"kind", "reason", "cover", "freight", "amount", "wanted", "carrier", "waybill", "blame", *_LINES}
_WORDS: dict[str, type[Kind] | type[Reason] | type[Cover] | type[Party]] = {
    "kind": Kind,
    "reason": Reason,
    "cover": Cover,
    "blame": Party,
}
_EXTENDS = frozenset({Kind.RETURN, Kind.EXCHANGE, Kind.REPAIR})


def open_case(
    desk: Desk,
    *,
    kind: Kind,
    order_id: int | None = None,
    buyer_id: int | None = None,
    reason: str = "",
    asked: str = "",
    wanted: str = "",
    items: Iterable[CaseItem] = (),
    source: Source = Source.HAND,
) -> int:
    """Open a case for an order or a buyer; returns its id. `reason` is a word of domain.reasons.Reason; without
    `items` it is about the whole order. Raises NobodysCase, OpenAlready, UnknownWord, OddPieces, ItemGone."""
    with work(desk, Right.SERVE, Changed.CASES, Changed.BUYERS, Changed.CARE, Changed.ORDERS) as doing:
        return enter_case(
            doing, kind=kind, order_id=order_id, buyer_id=buyer_id, reason=reason, asked=asked, wanted=wanted,
            items=items, source=source,
        )  # fmt: skip


def enter_case(
    doing: Work,
    *,
    kind: Kind,
    order_id: int | None = None,
    buyer_id: int | None = None,
    reason: str = "",
    asked: str = "",
    wanted: str = "",
    items: Iterable[CaseItem] = (),
    source: Source = Source.HAND,
    refund_no: str = "",
    platform_due: Millis | None = None,
) -> int:
    """Open a case as part of a larger work. A buyer's person is in charge of it (RET-15), and the order's time to
    confirm receipt becomes longer where goods are to come back (RET-13)."""
    database = doing.desk.database
    order = get_order(database, order_id) if order_id is not None else None
    if order is None and buyer_id is None:
        raise NobodysCase()
    wanted_items = _items_of(doing, order, tuple(items))
    _check_word("reason", reason)
    if order is not None and source is Source.HAND:
        _check_new(doing, order, kind, wanted_items)
    buyer_id = order.buyer_id if order is not None else buyer_id
    row: dict[str, Any] = {
        "shop_id": order.shop_id if order else _shop_of(doing, buyer_id),
        "order_id": order_id,
        "buyer_id": buyer_id,
        "kind": kind.value,
        "state": State.ASKED.value,
        "source": source.value,
        "reason": reason,
        "asked": asked.strip(),
        "wanted": wanted.strip(),
        "person_id": choose_person(doing, buyer_id, by_hand=source is Source.HAND),
        "opened_by_id": doing.desk.actor.id,
        "opened_at": doing.at,
        "due_at": due_of(State.ASKED, limits_of(database), at=doing.at, platform_due=platform_due),
        "platform_due": platform_due,
        "refund_no": refund_no,
        "waybill": "",
        "questions": int(source is not Source.BOX),
    }
    case_id = _insert(doing, row, wanted_items)
    if order is not None and kind in _EXTENDS:
        _extend(doing, order, case_id)
    return case_id


def _insert(doing: Work, row: dict[str, Any], items: Iterable[CaseItem]) -> int:
    """Write a new case, with its history and its trail; returns its id."""
    doing.kinds |= {Changed.CASES, Changed.BUYERS}
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO cases ({', '.join(row)}) VALUES ({marks})"
    case_id = add_row(doing.desk.database, sql, tuple(row.values()))
    for item in items:
        write_item(doing, case_id, item)
    doing.note("open case", "case", case_id, after={name: row[name] for name in ("kind", "reason", "asked")})
    if row["order_id"] is not None:
        doing.note("open case", "order", row["order_id"], after={"kind": row["kind"], "case": case_id})
    tell(doing, case_id, "open", row["asked"])
    return case_id


def edit_case(desk: Desk, *, case_id: int, values: dict[str, Any], base: Base) -> bool:
    """Change kind, reason, cover, freight, amount, wanted, carrier, waybill, blame or one of the five lines
    (asked, verified, proposed, agreed, done); only what differs from `base` is written. False where nothing did.

    Raises Clash, UnknownWord, AmountBelowZero, InsuranceForExchange (RET-11), BuyerPaysFreight, CarrierNotPaid
    (RET-10), NotAllowed for who says otherwise than the reason who is responsible."""
    with work(desk, Right.SERVE, Changed.CASES) as doing:
        wanted = {name: _clean(name, value) for name, value in values.items() if name in _EDITABLE}
        row = get_case_row(desk.database, case_id)
        if wanted.get("blame", row.blame or "") != (row.blame or ""):
            need(desk, Right.OVERRULE)
        changed = save_edit(doing, "cases", case_id, wanted, action="edit", kind="case", base=base)
        if changed:
            _check_whole(doing, row, get_case_row(desk.database, case_id))
    return changed


def base_of(row: CaseRow, **lines: str) -> Base:
    """What editing a case begins with; `lines` are those of the five that the row doesn't tell."""
    values: dict[str, Any] = {name: getattr(row, name) for name in ("wanted", "carrier", "waybill", "asked")}
    words = {"kind": row.kind.value, "reason": row.reason or "", "cover": row.cover.value, "blame": row.blame or ""}
    return Base(row.version, {**values, **words, "freight": int(row.freight), "amount": int(row.amount), **lines})


def _check_whole(doing: Work, before: CaseRow, row: CaseRow) -> None:
    """What holds for all of a case's values together, and what follows from another kind."""
    if row.cover is Cover.INSURANCE and row.kind is not Kind.RETURN:
        raise InsuranceForExchange(kind=_(KINDS[row.kind]))
    if row.freight > 0 and row.responsible is Party.BUYER:
        raise BuyerPaysFreight(number=row.id)
    paid = get_setting(doing.desk.database, PAID_CARRIERS)
    if row.freight > 0 and paid and row.carrier and row.carrier not in paid:
        raise CarrierNotPaid(carriers=_(", ").join(paid), carrier=row.carrier)
    if row.kind is not before.kind:
        facts = facts_of(doing.desk.database, before)
        state = after_change(row.kind, facts)
        if state is not row.state:
            due = due_of(state, limits_of(doing.desk.database), at=doing.at, platform_due=row.platform_due)
            after = {"state": state.value, "due_at": due}
            save_edit(doing, "cases", row.id, after, action="edit", kind="case", reason=_(KINDS[row.kind]))
            tell(
                doing,
                row.id,
                "change",
                _("{before} → {after}").format(before=_(KINDS[before.kind]), after=_(KINDS[row.kind])),
            )


def _clean(name: str, value: Any) -> Any:
    if name in _WORDS:
        _check_word(name, str(value))
        return str(value)
    if name in ("freight", "amount"):
        return int(checked_amount(Money(int(value))))
    return fold_waybill(str(value)) if name == "waybill" else str(value).strip()


def _check_word(field: str, word: str) -> None:
    known = [each.value for each in _WORDS[field]]
    if word and word not in known:
        raise UnknownWord(word=word, field=field, known=", ".join(filter(None, known)))


def _shop_of(doing: Work, buyer_id: int | None) -> int | None:
    rows = rows_of(doing.desk.database, "SELECT shop_id FROM buyer WHERE id = ?", (buyer_id,))
    if not rows:
        raise NobodysCase()
    return int(rows[0][0])


def _items_of(doing: Work, order: OrderDetail | None, items: tuple[CaseItem, ...]) -> tuple[CaseItem, ...]:
    """What a case is about, told from the bought lines; all of them where nothing was named."""
    if order is None:
        return items
    bought = {
        line_id: CaseItem(line_id, title, sku, properties, quantity)
        for line_id, title, sku, properties, quantity in rows_of(
            doing.desk.database,
            "SELECT id, title, sku, properties, quantity FROM order_line WHERE order_id = ? ORDER BY position, id",
            (order.id,),
        )
    }
    if not items:
        return tuple(bought.values())
    told = []
    for item in items:
        line = bought.get(item.line_id) if item.line_id is not None else None
        if line is None and item.line_id is not None:
            raise ItemGone(order_no=order.order_no)
        if line is not None and not 0 < item.quantity <= line.quantity:
            raise OddPieces(quantity=item.quantity, item=line.sku or line.title, bought=line.quantity)
        told.append(
            item if line is None else CaseItem(item.line_id, line.title, line.sku, line.properties, item.quantity)
        )
    return tuple(told)


def _check_new(doing: Work, order: OrderDetail, kind: Kind, items: tuple[CaseItem, ...]) -> None:
    """One matter has one case: another of the same kind is about other goods."""
    lines = listed(item.line_id for item in items if item.line_id is not None)
    rows = rows_of(
        doing.desk.database,
        "SELECT c.id, coalesce(p.name, '-') AS name FROM cases c LEFT JOIN person p ON p.id = c.person_id "
        "WHERE c.order_id = ? AND c.kind = ? AND c.closed_at IS NULL AND (NOT EXISTS "
        "(SELECT 1 FROM case_item i WHERE i.case_id = c.id) OR EXISTS "
        f"(SELECT 1 FROM case_item i WHERE i.case_id = c.id AND i.line_id IN {GIVEN})) ORDER BY c.id LIMIT 1",
        (order.id, kind.value, lines),
    )
    if rows:
        raise OpenAlready(order_no=order.order_no, kind=_(KINDS[kind]), number=rows[0][0], person=rows[0][1])


def write_item(doing: Work, case_id: int, item: CaseItem) -> None:
    """Part of whatever writes a case."""
    doing.desk.database.execute_sql(
        "INSERT INTO case_item (case_id, line_id, title, sku, properties, quantity) VALUES (?, ?, ?, ?, ?, ?)",
        (case_id, item.line_id, item.title, item.sku, item.properties, item.quantity),
    )


def _extend(doing: Work, order: OrderDetail, case_id: int) -> None:
    """The trade's time to confirm becomes longer (RET-13), once for all cases of an order that are open."""
    desk = doing.desk
    days, due = get_setting(desk.database, CASE_EXTEND_DAYS), confirmation_of(desk.database, order)
    others = "SELECT 1 FROM cases WHERE order_id = ? AND id <> ? AND closed_at IS NULL AND kind IN (?, ?, ?)"
    kinds = [kind.value for kind in sorted(_EXTENDS)]
    if not days or due is None or order.status is not Status.SHIPPED:
        return
    if rows_of(desk.database, others, (order.id, case_id, *kinds)):
        return
    until, reason = max(due, doing.at) + days * DAY_MS, _("Return request")
    desk.database.execute_sql(
        "INSERT INTO extension (order_id, kind, until, reason, message, told_at, person_id, at) "
        "VALUES (?, ?, ?, ?, '', ?, ?, ?)",
        (order.id, Deadline.RECEIPT.value, until, reason, doing.at, desk.actor.id, doing.at),
    )
    doing.kinds |= {Changed.CARE, Changed.ORDERS}
    doing.note("extend", "order", order.id, after={"kind": Deadline.RECEIPT.value, "until": until}, reason=reason)
    tell(doing, case_id, "extend", desk.shown(until))
