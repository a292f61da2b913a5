"""Whose a box is: matched with an order by a scan, a proposal or by hand (RET-03, RET-14)."""

from collections.abc import Sequence
from typing import Any

from shopdesk.db.database import rows_of
from shopdesk.domain.box_scans import ScanKind
from shopdesk.domain.intake import MatchedBy
from shopdesk.domain.permissions import Right
from shopdesk.domain.properties import read_properties
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.queries.box_contents import Expected, list_bought, list_expected
from shopdesk.queries.box_scans import Scan, read_scan
from shopdesk.queries.boxes import BoxItemRow, BoxNotFound, BoxRow, get_box, list_box_items
from shopdesk.queries.orders import OrderNotFound
from shopdesk.services.box_checks import OddCode, RepairLabel, box_here, check_free, get_opened, write_box
from shopdesk.services.box_items import ItemEntry, drop_item, enter_item, enter_piece
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import save_edit
from shopdesk.services.interceptions import note_return


class MatchedAlready(Refused):
    template = N_("Box {box} was matched with order {order_no} by {person} already ({when}).")


class NotMatched(Refused):
    template = N_("Box {box} belongs to nobody yet. Match it with its order, or leave it among the unclaimed parcels.")


class OtherBox(Refused):
    template = N_("That is the label of box {box}, not of the one on the table. Finish this one first.")


class OtherWaybill(Refused):
    template = N_(
        "Box {box} came with waybill {known}, and {scanned} is another one's. Finish this box first, or set it aside."
    )


def match_box(desk: Desk, *, box_id: int, order_id: int, by: MatchedBy) -> None:
    """Say whose a box is. The order's lines, or what its open case or refund request is about, are filled in where
    nothing was written down yet. A box that was matched with another order is taken over with what was written down.

    Raises OrderNotFound, MatchedAlready, RegisteredAlready, AmongUnclaimed, BoxStruckOut, BoxGivenUp, DayClosed.
    """
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        row = get_opened(doing, box_id)
        if row.order_id == order_id:
            person, when = last_deed(desk, "box", box_id, "match")
            raise MatchedAlready(box=row.name, order_no=row.order_no, person=person, when=when)
        enter_match(doing, box_id, order_id, by)


def enter_match(doing: Work, box_id: int, order_id: int, by: MatchedBy) -> None:
    """The same as part of a larger work (opening a box, claiming one)."""
    doing.kinds |= {Changed.BOXES, Changed.ORDERS}
    database = doing.desk.database
    row = get_box(database, box_id).row
    found = rows_of(database, "SELECT order_no, shop_id, buyer_id FROM orders WHERE id = ?", (order_id,))
    if not found:
        raise OrderNotFound(order_no=order_id)
    order_no, shop_id, buyer_id = found[0]
    if row.order_id is not None and row.order_id != order_id:
        _let_go(doing, row)
    after = {"order_id": order_id, "shop_id": shop_id, "buyer_id": buyer_id, "matched_by": by.value}
    write_box(doing, box_id, after)
    doing.note("match", "box", box_id, after={"order_no": order_no, "matched_by": by.value})
    doing.note("box matched", "order", order_id, after={"box": row.name, "matched_by": by.value})
    _fill_in(doing, box_id, order_id)


def unmatch_box(desk: Desk, *, box_id: int) -> None:
    """It isn't that order's after all: what was filled in from it goes, what somebody wrote down stays, as nobody's.

    Raises NotMatched, ItemInCase, RegisteredAlready, AmongUnclaimed, BoxStruckOut, BoxGivenUp, DayClosed.
    """
    with work(desk, Right.INTAKE, Changed.BOXES, Changed.ORDERS) as doing:
        row = get_opened(doing, box_id)
        if row.order_id is None:
            raise NotMatched(box=row.name)
        _let_go(doing, row)
        after = {"order_id": None, "buyer_id": None, "matched_by": ""}
        write_box(doing, box_id, after)
        doing.note("unmatch", "box", box_id, before={"order_no": row.order_no})


def scan_into(desk: Desk, *, box_id: int, scan: str) -> Scan:
    """A further code found on or in a box: a return form, a piece's own code, another waybill that tells an order. What
    it proves is filled in; an order beside the first one adds its lines (two orders in one box); a piece is counted.
    Returns what the code meant.

    Raises BoxHere, OtherBox, OtherWaybill, BoxNotFound, OddCode, RepairLabel, RegisteredAlready, AmongUnclaimed,
    BoxStruckOut, BoxGivenUp, DayClosed.
    """
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        row = get_opened(doing, box_id)
        found = read_scan(desk.database, scan, carrier=row.carrier)
        if found.kind is ScanKind.LABEL:
            _check_label(desk, row, found)
        if found.kind is ScanKind.REPAIR:
            raise RepairLabel(code=found.text)
        if found.kind in (ScanKind.OTHER, ScanKind.NOTHING):
            raise OddCode(code=found.text)
        if found.box_id not in (None, box_id):
            raise box_here(desk, found.box_id or 0)
        if found.kind is ScanKind.WAYBILL and row.waybill not in ("", found.waybill):
            raise OtherWaybill(box=row.name, known=row.waybill, scanned=found.waybill)
        if found.kind is ScanKind.GOODS:
            enter_piece(doing, row, found.text)
        else:
            take_scan(doing, row, found)
    return found


def take_scan(doing: Work, row: BoxRow, scan: Scan) -> None:
    """Fill in what a code proves: the waybill where none is known, the first order as the box's, others beside it."""
    after: dict[str, Any] = {}
    if scan.waybill and not row.waybill:
        after["waybill"] = scan.waybill
    if scan.carrier and not row.carrier:
        after["carrier"] = scan.carrier
    if scan.order_nos and not scan.order_ids:
        said = _("Return form or waybill of order {order_no}").format(order_no=", ".join(scan.order_nos))
        after["note"] = "\n".join(filter(None, (row.note, said if said not in row.note else "")))
    if after:
        save_edit(doing, "box", row.id, after, action="fill", kind="box")
    note_return(doing, scan.waybill, box=row.name)
    for order_id in scan.order_ids:
        _take_order(doing, row.id, order_id, scan.matched_by or MatchedBy.HAND)


def _take_order(doing: Work, box_id: int, order_id: int, by: MatchedBy) -> None:
    """An order that a code proves: the box's own, or a further one in the same box."""
    box = get_box(doing.desk.database, box_id)
    if box.row.order_id is None:
        enter_match(doing, box_id, order_id, by)
    elif box.row.order_id != order_id and all(item.order_id != order_id for item in box.items):
        doing.kinds |= {Changed.ORDERS}
        _enter_expected(doing, box.row, order_id)
        doing.note("box matched", "order", order_id, after={"box": box.row.name, "matched_by": by.value})


def _check_label(desk: Desk, row: BoxRow, scan: Scan) -> None:
    if scan.box_id is None:
        raise BoxNotFound(number=scan.text)
    if scan.box_id != row.id:
        raise OtherBox(box=get_box(desk.database, scan.box_id).row.name)


def _fill_in(doing: Work, box_id: int, order_id: int) -> None:
    """The order's lines where nothing is written down; what is written down is found among them."""
    box = get_box(doing.desk.database, box_id)
    if not box.items:
        _enter_expected(doing, box.row, order_id)
        return
    lines = list_bought(doing.desk.database, order_id)
    for item in box.items:
        if item.line_id is None and item.case_id is None and item.order_id == order_id:
            line_id = _line_of(item, lines)
            if line_id is not None:
                after = {"line_id": line_id, "order_id": order_id}
                save_edit(doing, "box_item", item.id, after, action="change", kind="box_item")


def _enter_expected(doing: Work, box: BoxRow, order_id: int) -> None:
    own = box.waybill if box.matched_by is MatchedBy.OWN_WAYBILL else ""
    for line in list_expected(doing.desk.database, order_id=order_id, own_waybill=own):
        entry = ItemEntry(
            order_id, line.line_id, quantity=line.quantity, condition=None, wish=line.wish, wish_to=line.wish_to
        )
        enter_item(doing, box, entry)


def _line_of(item: BoxItemRow, lines: Sequence[Expected]) -> int | None:
    """The one line that such a thing was bought as: by its code, else by style, colour and size."""
    by_code = [line.line_id for line in lines if item.sku and line.sku.casefold() == item.sku.casefold()]
    if by_code:
        return by_code[0] if len(by_code) == 1 else None
    said = [(name, getattr(item, name).casefold()) for name in ("style", "colour", "size") if getattr(item, name)]
    like = [
        line.line_id
        for line in lines
        if said and all(word == getattr(read_properties(line.properties), name).casefold() for name, word in said)
    ]
    return like[0] if len(like) == 1 else None


def _let_go(doing: Work, row: BoxRow) -> None:
    """Take a box out of its order: items that nobody looked at yet go, the others are nobody's."""
    for item in list_box_items(doing.desk.database, box_id=row.id):
        if item.order_id != row.order_id:
            continue
        check_free(item)
        if item.condition is None:
            drop_item(doing, item)
        elif item.line_id is not None:
            after = {"order_id": None, "line_id": None}
            save_edit(doing, "box_item", item.id, after, action="change", kind="box_item")
    doing.note("box unmatched", "order", row.order_id or 0, after={"box": row.name})
