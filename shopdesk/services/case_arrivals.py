"""What a box brings goes to the case it belongs to, or opens one (RET-09)."""

from dataclasses import dataclass

from shopdesk.db.database import rows_of
from shopdesk.domain.cases import COMES_BACK, Kind, Source, State
from shopdesk.domain.intake import WISHES, Wish
from shopdesk.domain.reasons import Reason
from shopdesk.i18n import _
from shopdesk.queries.cases import CaseRow, get_case_row
from shopdesk.services.case_steps import receive
from shopdesk.services.cases import CaseItem, enter_case, write_item
from shopdesk.services.desk import Work
from shopdesk.services.edits import save_edit

_MONEY_BACK = frozenset({Kind.RETURN, Kind.REFUND, Kind.REFUSAL})
_OF_WISH = {
    Wish.EXCHANGE: frozenset({Kind.EXCHANGE}),
    Wish.REFUND: _MONEY_BACK,
    Wish.REPAIR: frozenset({Kind.REPAIR, Kind.EXCHANGE}),
}
"""Which cases a clear wish goes with; an unclear one goes with any whose goods come back."""
_NEW_BY_WISH = {Wish.EXCHANGE: Kind.EXCHANGE, Wish.REPAIR: Kind.REPAIR}
"""Which case goods open that nobody announced; a return otherwise."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """Something in a box, as `take_in` wants it; `item_id` is the box item's."""

    item_id: int
    order_id: int
    wish: Wish = Wish.UNKNOWN
    wish_to: str = ""
    line_id: int | None = None
    title: str = ""
    sku: str = ""
    properties: str = ""
    quantity: int = 1


def take_in(doing: Work, *, box_id: int, item: CameBack) -> int:
    """Goods in a box: the open case of their order takes them, or a new one by the buyer's wish; it stands at
    RECEIVED then, and the box item names it. A closed case of that very parcel is opened again. Returns the case's id.
    Part of registering or claiming a box."""
    database = doing.desk.database
    waybill = rows_of(database, "SELECT waybill FROM box WHERE id = ?", (box_id,))[0][0]
    case_id = _case_for(doing, item, waybill)
    if case_id is None:
        kind = _NEW_BY_WISH.get(item.wish, Kind.RETURN)
        reason = Reason.QUALITY.value if item.wish is Wish.QUALITY else ""
        case_id = enter_case(
            doing, kind=kind, order_id=item.order_id, reason=reason, wanted=item.wish_to, items=[_of(item)],
            source=Source.BOX,
        )  # fmt: skip
    else:
        _add_item(doing, case_id, item)
    database.execute_sql("UPDATE box_item SET case_id = ? WHERE id = ?", (case_id, item.item_id))
    row = get_case_row(database, case_id)
    if row.state is not State.RECEIVED:
        receive(doing, case_id, _said(row, item))
    if item.wish_to and not row.wanted and row.kind is Kind.EXCHANGE:
        save_edit(doing, "cases", case_id, {"wanted": item.wish_to}, action="edit", kind="case")
    return case_id


def _case_for(doing: Work, item: CameBack, waybill: str) -> int | None:
    """The case that goods belong to: an open one of their order that fits the wish, of this very parcel before others,
    the newest before older ones; else one that waits for just this line, or this parcel; else a closed one of it."""
    rows = rows_of(
        doing.desk.database,
        "SELECT c.id, c.kind, c.closed_at IS NULL, c.waybill, EXISTS (SELECT 1 FROM case_item i WHERE i.case_id = c.id "
        "AND i.line_id = ?) FROM cases c WHERE c.order_id = ? ORDER BY c.id DESC",
        (item.line_id, item.order_id),
    )
    fitting, no_line = _OF_WISH.get(item.wish, COMES_BACK | {Kind.REFUND}), item.line_id is None

    def is_here(own: str) -> bool:
        return waybill != "" and own == waybill

    ranked = [
        ((not is_open, kind not in fitting, not is_here(own), not is_line), case_id)
        for case_id, kind, is_open, own, is_line in rows
        if (is_open and (kind in fitting or (kind in COMES_BACK and (is_line or (is_here(own) and no_line)))))
        or (not is_open and is_here(own))
    ]
    return min(ranked, key=lambda found: found[0])[1] if ranked else None


def _of(item: CameBack) -> CaseItem:
    return CaseItem(item.line_id, item.title, item.sku, item.properties, item.quantity)


def _add_item(doing: Work, case_id: int, item: CameBack) -> None:
    """What came though nobody had said so belongs to the case as well."""
    sql = "SELECT 1 FROM case_item WHERE case_id = ? AND line_id = ?"
    if item.line_id is not None and not rows_of(doing.desk.database, sql, (case_id, item.line_id)):
        write_item(doing, case_id, _of(item))


def _said(row: CaseRow, item: CameBack) -> str:
    """What the paper in the box wants, where the case says otherwise."""
    if item.wish is Wish.UNKNOWN or row.kind in _OF_WISH.get(item.wish, COMES_BACK):
        return item.wish_to
    return _("The box says: {wish}").format(wish=f"{_(WISHES[item.wish])} {item.wish_to}".strip())
