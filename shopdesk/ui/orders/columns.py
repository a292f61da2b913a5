"""The columns of the order list, declared: what each is called, how wide it is, what it says of an order."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.properties import short_goods
from shopdesk.domain.statuses import Masking, Status, Tray
from shopdesk.i18n import N_, _
from shopdesk.queries.order_lists import OrderRow
from shopdesk.ui.flags import flag_name
from shopdesk.ui.moments import DAY, exact_span, full_moment, short_moment, span
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.origins import ORIGINS
from shopdesk.ui.order_forms.words import STATUSES, row_standing, told_refund


class Cut(IntEnum):
    """Where a text that is too long is cut."""

    END = 0
    MIDDLE = 1


_CARRIER_ENDS = re.compile(r"(速递|快递|速运|快运|物流)$")
Says = Callable[[OrderRow, Clocks], str]


def _nothing(_row: OrderRow, _clocks: Clocks) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Texts are English sources, marked by N_; widths are px at 100 %."""

    key: str
    title: str
    width: int
    says: Says
    tip: Says = _nothing
    """What the tooltip says; where it is silent, the text itself."""
    tail: Says = _nothing
    """What follows the text and is never cut."""
    sort: str = ""
    """A key of order_lists.SORTS; "" where a click doesn't sort."""
    is_shown: bool = True
    is_figure: bool = False
    """Right aligned, with tabular figures."""
    is_muted: bool = False
    cut: Cut = Cut.END
    stretch: int = 0
    """Share of the room that is left over; 0 for a column that keeps its width."""


def _goods(row: OrderRow, _clocks: Clocks) -> str:
    """What was bought; an order entered by hand says first what it is."""
    kind = f"{_(ORIGINS[Origin(row.origin)])} · " if row.origin else ""
    return kind + short_goods(row.goods_text)


def _goods_tip(row: OrderRow, _clocks: Clocks) -> str:
    return f"{row.goods_text}\n" + _("Late change noted") if row.has_changes else row.goods_text


def _pieces(row: OrderRow, _clocks: Clocks) -> str:
    pieces = max(row.pieces, row.lines)
    if row.lines > 1:
        return " " + _("· {n} pcs").format(n=pieces)
    return f" ×{pieces}" if pieces else ""


def _left(row: OrderRow, clocks: Clocks) -> str:
    deadline = clocks.deadline(row)
    if deadline is None:
        return ""
    left = deadline - clocks.now
    return span(left) if left >= 0 else _("{span} late").format(span=span(-left))


def _left_tip(row: OrderRow, clocks: Clocks) -> str:
    deadline = clocks.deadline(row)
    if deadline is None:
        return ""
    by, left = full_moment(deadline, clocks.zone), deadline - clocks.now
    if left < 0:
        return _("Was to be registered by {when}, {span} ago.").format(when=by, span=exact_span(-left))
    return _("To be registered by {when}, {span} left.").format(when=by, span=exact_span(left))


def _flag_tip(row: OrderRow, _clocks: Clocks) -> str:
    return " · ".join(filter(None, (flag_name(Colour(row.flag)), row.flag_native)))


def _memo_tip(row: OrderRow, _clocks: Clocks) -> str:
    message = _("Buyer: {message}").format(message=row.buyer_message) if row.buyer_message else ""
    return "\n".join(filter(None, (row.memo, message)))


def _receiver_tip(row: OrderRow, _clocks: Clocks) -> str:
    hidden = {Masking.CIPHER: _("The platform hides the receiver."), Masking.MASKED: _("The platform hides a part.")}
    return "\n".join(filter(None, (row.receiver, row.phone, hidden.get(Masking(row.masking), ""))))


def _field(name: str) -> Says:
    place = OrderRow._fields.index(name)
    return lambda row, _clocks: str(row[place])


def _standing(row: OrderRow, _clocks: Clocks) -> str:
    """Why a held order is held; that it is held its icon says."""
    return row.hold_reason if row.tray == Tray.HELD and row.hold_reason else row_standing(row)


def _whole_standing(row: OrderRow, _clocks: Clocks) -> str:
    return row_standing(row)


def _status(row: OrderRow, _clocks: Clocks) -> str:
    return _(STATUSES[Status(row.status)])


def _carrier(row: OrderRow, _clocks: Clocks) -> str:
    """Two characters tell carriers apart: 圆通 for 圆通速递."""
    short = _CARRIER_ENDS.sub("", row.carrier)
    return short if len(short) > 1 else row.carrier


def _refund(row: OrderRow, _clocks: Clocks) -> str:
    return told_refund(row.refund_state)


def _origin(row: OrderRow, _clocks: Clocks) -> str:
    return _(ORIGINS[Origin(row.origin)])


def _region(row: OrderRow, _clocks: Clocks) -> str:
    return row.region.strip()


def _moment(field: str) -> tuple[Says, Says]:
    place = OrderRow._fields.index(field)
    return (
        lambda row, clocks: short_moment(row[place], clocks.now, clocks.zone),
        lambda row, clocks: full_moment(row[place], clocks.zone),
    )


def _ship_by(row: OrderRow, clocks: Clocks) -> str:
    if row.ship_by is None or row.tray in (Tray.SHIPPED, Tray.CLOSED):
        return ""
    if abs(row.ship_by - clocks.now) > 2 * DAY:
        return short_moment(row.ship_by, clocks.now, clocks.zone)
    left = row.ship_by - clocks.now
    return span(left) if left >= 0 else _("{span} late").format(span=span(-left))


_CREATED, _PAID_AT, _SHIP_BY, _REGISTERED_AT = map(_moment, ("created", "paid_at", "ship_by", "registered_at"))

COLUMNS: tuple[Column, ...] = (
    Column("flag", N_("Flag"), 40, lambda row, _clocks: flag_name(Colour(row.flag)), _flag_tip, sort="flag"),
    Column("order_no", N_("Order no."), 110, _field("order_no"), sort="order_no", cut=Cut.MIDDLE, stretch=1),
    Column("buyer", N_("Buyer"), 80, _field("buyer"), sort="buyer", stretch=1),
    Column("goods", N_("Goods"), 178, _goods, _goods_tip, _pieces, stretch=3),
    Column("pieces", N_("Pieces"), 58, lambda row, _clocks: str(row.pieces or row.lines), sort="pieces", is_shown=False,
           is_figure=True),
    Column("paid", N_("Paid"), 76, lambda row, _clocks: Money(row.paid).shown, sort="paid", is_figure=True),
    Column("memo", N_("Memo"), 160, _field("memo"), _memo_tip, sort="memo", stretch=4),
    Column("message", N_("Buyer's message"), 120, _field("buyer_message"), is_shown=False, stretch=2),
    Column("created", N_("Ordered"), 84, *_CREATED, sort="created", is_shown=False, is_muted=True),
    Column("paid_at", N_("Paid at"), 82, *_PAID_AT, sort="paid_at", is_muted=True),
    Column("left", N_("Time left"), 74, _left, _left_tip, sort="paid_at"),
    Column("ship_by", N_("Ship by"), 84, _ship_by, _SHIP_BY[1], sort="ship_by", is_shown=False),
    Column("carrier", N_("Courier"), 58, _carrier, _field("carrier"), is_muted=True),
    Column("waybill", N_("Waybill"), 128, _field("waybill"), cut=Cut.MIDDLE, is_shown=False),
    Column("status", N_("Status"), 120, _standing, _whole_standing, sort="stage", stretch=2),
    Column("platform_status", N_("On the platform"), 92, _status, is_shown=False, is_muted=True),
    Column("refund", N_("Refund"), 84, _refund, is_shown=False),
    Column("receiver", N_("Receiver"), 84, _field("receiver"), _receiver_tip, sort="receiver", is_shown=False),
    Column("region", N_("Region"), 136, _region, is_shown=False, is_muted=True),
    Column("salesperson", N_("Salesperson"), 78, _field("salesperson"), is_shown=False),
    Column("registrar", N_("Registrar"), 78, _field("registrar"), is_shown=False),
    Column("registered_at", N_("Registered at"), 84, *_REGISTERED_AT, is_shown=False, is_muted=True),
    Column("origin", N_("Came in by"), 84, _origin, is_shown=False),
    Column("shop", N_("Shop"), 96, _field("shop"), is_shown=False, is_muted=True),
)  # fmt: skip

TAILED = frozenset(place for place, column in enumerate(COLUMNS) if column.tail is not _nothing)
"""The columns whose text has a tail."""
BY_KEY = {column.key: place for place, column in enumerate(COLUMNS)}
"""Where each column stands in COLUMNS."""
LEAST = 0.66
"""The share of its usual width down to which a column gives room to others."""


def fitted_widths(shown: Sequence[int], room: int) -> dict[int, int]:
    """The px of each shown column that together fill `room`. Those that stretch share what is left over, and give what
    is missing, each by what it has to give, until none has anything left."""
    widths = {place: COLUMNS[place].width for place in shown}
    spare = room - sum(widths.values())
    weights = {place: COLUMNS[place].stretch for place in shown if COLUMNS[place].stretch}
    if spare < 0:
        weights = {place: widths[place] - round(widths[place] * LEAST) for place in weights}
        spare = max(spare, -sum(weights.values()))
    for place, weight in weights.items():
        widths[place] += spare * weight // sum(weights.values())
    return widths


def sort_of(key: str) -> str:
    """How a column sorts: a key of order_lists.SORTS."""
    return COLUMNS[BY_KEY[key]].sort


def column_of_sort(sort: str) -> int:
    """The column whose heading shows that the list is sorted so."""
    return next((place for place, column in enumerate(COLUMNS) if column.sort == sort), BY_KEY["created"])
