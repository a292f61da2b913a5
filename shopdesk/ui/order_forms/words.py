"""Where an order stands, in the words of the desk."""

from collections.abc import Mapping

from shopdesk.domain.documents import Document
from shopdesk.domain.statuses import Status, Tray
from shopdesk.i18n import N_, _
from shopdesk.printing.formats import TITLES
from shopdesk.queries.order_lists import OrderRow

TRAYS: Mapping[Tray | None, str] = {
    None: N_("All"),
    Tray.TO_REGISTER: N_("To register"),
    Tray.HELD: N_("On hold"),
    Tray.REGISTERED: N_("Registered"),
    Tray.PRINTED: N_("Printed"),
    Tray.SHIPPED: N_("Shipped"),
    Tray.CLOSED: N_("Closed"),
    Tray.UNPAID: N_("Unpaid"),
}
"""The tabs in the order in which they are shown; None is all orders."""

STATUSES: Mapping[Status, str] = {
    Status.UNPAID: N_("Waiting for payment"),
    Status.PAID: N_("Waiting to be shipped"),
    Status.SHIPPED: N_("Shipped"),
    Status.DONE: N_("Completed"),
    Status.CLOSED: N_("Closed"),
}

_NO_NEWS = frozenset(
    ("没有申请退款", "未申请退款", "无退款申请", "无退款", "无售后", "售后关闭", "订单未关闭", "未关闭", "无", "-")
)
"""What platforms write where there is nothing to say."""


def told_refund(state: str) -> str:
    """The platform's word on a refund or a closing, "" where it says that there is none."""
    return "" if state.strip() in _NO_NEWS else state


def standing(tray: int, status: int, hold_reason: str) -> str:
    """Where an order stands in a few words; a held one says why."""
    if tray == Tray.HELD:
        return _("On hold: {reason}").format(reason=hold_reason) if hold_reason else _(TRAYS[Tray.HELD])
    if tray == Tray.CLOSED:
        return _(STATUSES[Status(status)]) if status >= Status.DONE else _(TRAYS[Tray.CLOSED])
    return _(TRAYS[Tray(tray)])


def row_standing(row: OrderRow) -> str:
    """`standing` of a row."""
    return standing(row.tray, row.status, row.hold_reason)


def document_name(document: str) -> str:
    """What people call a kind of paper; one that a newer program printed keeps its own word."""
    return _(TITLES[Document(document)]) if document in set(Document) else document
