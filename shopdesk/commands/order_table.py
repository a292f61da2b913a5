"""Orders as lines for people in a terminal."""

import re
import sys
from collections.abc import Iterable, Iterator

import click

from shopdesk.clock import Millis, to_local
from shopdesk.commands.output import fitted
from shopdesk.domain.deadlines import HOUR_MS, Urgency, register_by, urgency
from shopdesk.domain.flags import LOOKS, Colour
from shopdesk.domain.money import Money
from shopdesk.domain.statuses import Tray
from shopdesk.i18n import N_, _, current_language
from shopdesk.queries.order_lists import OrderRow
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import LATE_SOON_HOURS, REGISTER_WITHIN_HOURS, ZONE

_COLUMNS = (
    (N_("Flag"), 4), (N_("Order"), 20), (N_("Buyer"), 14), (N_("Goods"), 30), (N_("Paid"), 10), (N_("Paid at"), 11),
    (N_("Left"), 10), (N_("Carrier"), 10), (N_("Stage"), 24),
)  # fmt: skip
_RIGHT = 4
"""The column of amounts."""

_PROPERTY_NAMES = re.compile(r"[\u4e00-\u9fff]{2,4}：")
"""`颜色分类：黑色;尺码：W7` says no more than `黑色 W7`."""

TRAYS = {
    Tray.UNPAID: N_("unpaid"),
    Tray.TO_REGISTER: N_("to register"),
    Tray.HELD: N_("on hold"),
    Tray.REGISTERED: N_("registered"),
    Tray.PRINTED: N_("printed"),
    Tray.SHIPPED: N_("shipped"),
    Tray.CLOSED: N_("closed"),
}
_TO_DO = (Tray.TO_REGISTER, Tray.HELD)


def table_lines(desk: Desk, rows: Iterable[OrderRow], *, colours: bool) -> Iterator[str]:
    """A line an order under one of names; what is late stands out in red (ORD-01)."""
    yield _line([_(title) for title, _width in _COLUMNS])
    zone = get_setting(desk.seen, ZONE)
    hours, soon = get_setting(desk.seen, REGISTER_WITHIN_HOURS), get_setting(desk.seen, LATE_SOON_HOURS)
    now = desk.clock()
    for row in rows:
        limit = register_by(row.paid_at, hours) if row.tray in _TO_DO and row.registered_at is None else None
        line = _line(_cells(row, zone, "" if limit is None else time_left(limit, now)))
        late = limit is not None and urgency(limit, now, soon) is Urgency.LATE
        yield click.style(line, fg="red", bold=True) if late and colours and _is_terminal() else line


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _cells(row: OrderRow, zone: str, left: str) -> list[str]:
    letter = LOOKS[Colour(row.flag)].letter(current_language())
    paid_at = "" if row.paid_at is None else to_local(row.paid_at, zone).strftime("%m-%d %H:%M")
    more = _(" and {n} more").format(n=row.lines - 1) if row.lines > 1 else ""
    state = _(TRAYS[Tray(row.tray)]) + (f": {row.hold_reason}" if row.hold_reason else "")
    goods = _PROPERTY_NAMES.sub("", row.goods_text).replace(";", " ") + more
    paid = Money(row.paid).shown
    return [letter, row.order_no, row.buyer, goods, paid, paid_at, left, row.carrier, state]


def _line(cells: list[str]) -> str:
    fit = (
        fitted(cell, width, right=place == _RIGHT)
        for place, (cell, (_title, width)) in enumerate(zip(cells, _COLUMNS, strict=True))
    )
    return " ".join(fit).rstrip()


def time_left(limit: Millis, now: Millis) -> str:
    """Hours, or from two days on days, until the limit or since it: `21 h`, `3 h late`, `5 d late`."""
    hours = abs(limit - now) // HOUR_MS
    if now <= limit:
        return _("{n} h").format(n=hours)
    return _("{n} h late").format(n=hours) if hours < 48 else _("{n} d late").format(n=hours // 24)
