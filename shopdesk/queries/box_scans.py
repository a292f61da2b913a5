"""What a code means that is scanned where boxes are opened (RET-01, RET-14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.box_scans import Code, ScanKind, is_waybill, read_code
from shopdesk.domain.intake import MatchedBy
from shopdesk.domain.slips import parse_slip_code
from shopdesk.domain.waybills import looks_like
from shopdesk.queries.boxes import find_box, find_box_by_waybill
from shopdesk.queries.repairs import find_repair


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanned code means."""

    kind: ScanKind
    text: str
    waybill: str = ""
    """Folded; "" where it is none."""
    carrier: str = ""
    """Whose waybill it is, as far as that is known."""
    order_ids: tuple[int, ...] = ()
    """The orders it proves, usually one; several where several travel with one waybill."""
    order_nos: tuple[str, ...] = ()
    """Their numbers; also of an order that was not imported yet, which has no id."""
    shop_id: int | None = None
    case_ids: tuple[int, ...] = ()
    """Open cases that name this waybill."""
    matched_by: MatchedBy | None = None
    """What a match by it would rest on; None where it proves none."""
    box_id: int | None = None
    """The box whose label it is, or that was opened with this waybill before."""
    repair_id: int | None = None
    """The repair whose label it is; None where there is none of that number and day."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An order that a code names."""

    order_id: int | None
    order_no: str
    shop_id: int | None
    carrier: str = ""
    case_id: int | None = None


def read_scan(database: Database, text: str, *, carrier: str = "") -> Scan:
    """What a scanned code means; never raises for a text that nobody knows. `carrier`: whose waybill it is."""
    code = read_code(text, carrier)
    if code.box is not None:
        day, number = code.box
        return Scan(ScanKind.LABEL, code.text, box_id=find_box(database, day=day, number=number))
    if code.repair is not None:
        return Scan(ScanKind.REPAIR, code.text, repair_id=find_repair(database, *code.repair))
    if code.form is not None:
        return _scan(ScanKind.FORM, code, MatchedBy.CODE, _of_form(database, *code.form))
    if not code.text:
        return Scan(ScanKind.NOTHING, "")
    return replace(_read_waybill(database, code, carrier), box_id=find_box_by_waybill(database, code.waybill))


def _read_waybill(database: Database, code: Code, carrier: str) -> Scan:
    numbers = (code.waybill, code.text)
    if found := [*_of_requests(database, numbers), *_of_cases(database, numbers)]:
        return _scan(ScanKind.RETURN, code, MatchedBy.RETURN_WAYBILL, found)
    if found := _of_parcels(database, numbers):
        return _scan(ScanKind.OWN, code, MatchedBy.OWN_WAYBILL, found)
    if found := _of_order(database, code.text):
        return replace(_scan(ScanKind.ORDER, code, MatchedBy.HAND, found), waybill="", carrier="")
    if _is_goods(database, code.text):
        return Scan(ScanKind.GOODS, code.text)
    if not is_waybill(code.waybill):
        return Scan(ScanKind.OTHER, code.text)
    return Scan(ScanKind.WAYBILL, code.text, code.waybill, carrier or looks_like(code.waybill, ""))


def _scan(kind: ScanKind, code: Code, by: MatchedBy, found: Sequence[_Found]) -> Scan:
    order_ids = tuple(_once(each.order_id for each in found))
    return Scan(
        kind,
        code.text,
        code.waybill,
        next((each.carrier for each in found if each.carrier), ""),
        order_ids,
        tuple(_once(each.order_no for each in found)) or (() if code.form is None else (code.form[2],)),
        next((each.shop_id for each in found if each.shop_id), None),
        tuple(_once(each.case_id for each in found)),
        by if order_ids else None,
    )


def _once(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(value for value in values if value))


def _of_form(database: Database, platform: str, shop: str, order_no: str) -> list[_Found]:
    """The order of a return form: of the shop it names, or the only one of this number where that shop has another
    name by now."""
    rows = rows_of(
        database,
        "SELECT o.id, o.order_no, o.shop_id, h.platform, h.name FROM shop h CROSS JOIN orders o "
        "ON o.shop_id = h.id AND o.order_no = ? ORDER BY o.id",
        (order_no,),
    )
    named = [row for row in rows if row[4] == shop and row[3] == platform] or [row for row in rows if row[4] == shop]
    chosen = named or (rows if len(rows) == 1 else [])
    return [_Found(*row[:3]) for row in chosen[:1]]


def _of_requests(database: Database, numbers: tuple[str, str]) -> list[_Found]:
    """Orders for which the platform's refund file names this waybill; some may not have been imported."""
    rows = rows_of(
        database,
        "SELECT o.id, r.order_no, r.shop_id, r.return_carrier FROM refund_request r "
        "LEFT JOIN orders o ON o.shop_id = r.shop_id AND o.order_no = r.order_no "
        "WHERE r.return_waybill IN (?, ?) AND r.return_waybill <> '' ORDER BY r.id DESC",
        numbers,
    )
    return [_Found(*row) for row in rows]


def _of_cases(database: Database, numbers: tuple[str, str]) -> list[_Found]:
    rows = rows_of(
        database,
        "SELECT c.order_id, coalesce(o.order_no, '') AS order_no, c.shop_id, c.carrier, "
        "CASE WHEN c.closed_at IS NULL THEN c.id END AS id FROM cases c LEFT JOIN orders o ON o.id = c.order_id "
        "WHERE c.waybill IN (?, ?) AND c.waybill <> '' ORDER BY c.id DESC",
        numbers,
    )
    return [_Found(*row) for row in rows]


def _of_parcels(database: Database, numbers: tuple[str, str]) -> list[_Found]:
    rows = rows_of(
        database,
        "SELECT o.id, o.order_no, o.shop_id, p.carrier FROM parcel p JOIN orders o ON o.id = p.order_id "
        "WHERE p.waybill IN (?, ?) AND p.waybill <> '' ORDER BY p.id",
        numbers,
    )
    return [_Found(*row) for row in rows]


def _is_goods(database: Database, text: str) -> bool:
    """Whether a variant has this code or barcode."""
    sql = (
        "SELECT 1 FROM shop h CROSS JOIN variant v ON v.shop_id = h.id AND v.sku IN (?, ?) "
        "UNION ALL SELECT 1 FROM variant WHERE barcode = ? AND barcode <> '' LIMIT 1"
    )
    return bool(rows_of(database, sql, (text, text.upper(), text)))


def _of_order(database: Database, text: str) -> list[_Found]:
    """The order of this number, where only one shop has it, or those of a slip by its code."""
    slip_id = parse_slip_code(text)
    if slip_id is not None:
        rows = rows_of(
            database,
            "SELECT DISTINCT o.id, o.order_no, o.shop_id FROM slip_item i JOIN orders o ON o.id = i.order_id "
            "WHERE i.slip_id = ? ORDER BY o.id",
            (slip_id,),
        )
        return [_Found(*row) for row in rows]
    rows = rows_of(
        database,
        "SELECT o.id, o.order_no, o.shop_id FROM shop h CROSS JOIN orders o ON o.shop_id = h.id AND o.order_no = ?",
        (text,),
    )
    return [_Found(*row) for row in rows] if len(rows) == 1 else []
