"""What is odd about a box: said to whoever writes it down, who goes on or puts it right (RET-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.errors import N_
from shopdesk.i18n import _


class DoubtKind(StrEnum):
    """What can be odd; the value is the command line's word."""

    NEVER_LEFT = "never-left"
    MORE_THAN_SENT = "more-than-sent"
    NOT_OF_ORDER = "not-of-order"
    """Nothing like it was bought with the order."""
    CASE_CLOSED = "case-closed"
    SEVERAL_BUYERS = "several-buyers"
    ORDER_UNKNOWN = "order-unknown"
    """Its waybill belongs to the return of an order that was not imported."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One such thing."""

    kind: DoubtKind
    item_id: int | None = None
    item: str = ""
    order_no: str = ""
    pieces: int = 0
    sent: int = 0
    others: str = ""
    """The other boxes that brought pieces of it, or the buyers whose things are in one box."""

    @property
    def said(self) -> str:
        """As a sentence, in the language in use."""
        return _(_SAID[self.kind]).format(
            item=self.item, order_no=self.order_no, pieces=self.pieces, sent=self.sent, others=self.others
        )


_SAID: Mapping[DoubtKind, str] = {
    DoubtKind.NEVER_LEFT: N_("{item} was never shipped with order {order_no}, so it can't go into stock."),
    DoubtKind.MORE_THAN_SENT: N_("{item}: {sent} left with order {order_no}, {pieces} came back ({others})."),
    DoubtKind.NOT_OF_ORDER: N_("{item} is not among what was bought with order {order_no}."),
    DoubtKind.CASE_CLOSED: N_(
        "The case of order {order_no} is closed. Registering the box opens it again, or a new one."
    ),
    DoubtKind.SEVERAL_BUYERS: N_("Things of several buyers are in this box: {others}."),
    DoubtKind.ORDER_UNKNOWN: N_(
        "The waybill is of a return of order {order_no}, which is not here. Import the file it is in."
    ),
}
