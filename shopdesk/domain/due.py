"""What can be due: one line of Today for each kind, whose work it is and which list it opens (TEAM-04).

A new kind is a line here and a statement in `queries/due.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_


class DueKind(StrEnum):
    """The value is the command line's word."""

    TO_REGISTER = "to-register"
    HELD = "held"
    SHIP_SOON = "ship-soon"
    WAVE = "wave"
    TO_STOP = "to-stop"
    NO_WAYBILL = "no-waybill"
    NOT_GONE = "not-gone"
    UNTOLD = "untold"
    UNSETTLED = "unsettled"
    BOXES_OPENED = "boxes-opened"
    DAYS_OPEN = "days-open"
    CASH = "cash"
    TO_INSPECT = "to-inspect"
    TO_APPROVE = "to-approve"
    UNCLAIMED = "unclaimed"
    ESCALATED = "escalated"
    CASES_DUE = "cases-due"
    CASES_OF_NOBODY = "cases-of-nobody"
    ASKED_AGAIN = "asked-again"
    CONTACTS = "contacts"
    CALLS = "calls"
    ASKED_TODAY = "asked-today"
    REFUNDS_TO_APPROVE = "refunds-to-approve"
    REFUNDS_TO_PAY = "refunds-to-pay"
    REFUNDS_FAILED = "refunds-failed"
    BACKUP = "backup"
    REFUNDS_WAITING = "refunds-waiting"
    TO_BE_SENT = "to-be-sent"
    ON_THE_WAY = "on-the-way"
    REFUNDS_ASKED = "refunds-asked"


@dataclass(frozen=True, slots=True)
class DueLine:
    """How a kind is told, and what it opens."""

    title: str
    opens: str
    """The kind of thing that a page shows, as `open_requested` names it."""
    wants: object = None
    """Which of them: a value that the page's `open_record` knows."""
    right: Right = Right.VIEW
    """Whose work it is, where no record names a person."""
    waits: bool = False
    """It waits for somebody else: a buyer, a courier, a colleague."""
    is_news: bool = False
    """To be read, not worked off: it counts in no sum."""
    is_personal: bool = False
    """Of no concern to anybody else."""
    is_part: bool = False
    """Counted in another line as well: it counts in no sum."""
    my_wants: object = None
    """What it opens instead where only this person's are counted."""


DUE: Mapping[DueKind, DueLine] = {
    DueKind.TO_REGISTER: DueLine(N_("Orders to register"), "to-register", "ready", Right.REGISTER),
    DueKind.HELD: DueLine(N_("Orders on hold"), "order-list", "held", Right.RELEASE),
    DueKind.SHIP_SOON: DueLine(N_("Orders whose time to ship ends"), "deadlines", "ship", Right.SERVE),
    DueKind.WAVE: DueLine(N_("Orders to print before the wave closes"), "wave", 0, Right.WAVE),
    DueKind.TO_STOP: DueLine(
        N_("Parcels to stop: closed, refunded or changed"), "shipping-list", "to-stop", Right.PACK
    ),
    DueKind.NO_WAYBILL: DueLine(N_("Printed orders without a waybill"), "shipping-list", "no-waybill", Right.WAYBILL),
    DueKind.NOT_GONE: DueLine(N_("Parcels packed, not gone"), "shipping-list", "waiting", Right.SHIP),
    DueKind.UNTOLD: DueLine(N_("Buyers to tell that it has left"), "untold", None, Right.SERVE),
    DueKind.UNSETTLED: DueLine(N_("Orders to settle"), "unsettled", None, Right.SETTLE),
    DueKind.BOXES_OPENED: DueLine(N_("Boxes opened, not registered"), "box-list", "open", Right.INTAKE),
    DueKind.DAYS_OPEN: DueLine(N_("Days of intake to close"), "box-list", "closing", Right.INTAKE),
    DueKind.CASH: DueLine(N_("Cash handed over, not confirmed"), "box-list", "cash", Right.CONFIRM_MONEY),
    DueKind.TO_INSPECT: DueLine(N_("Goods to inspect"), "box-list", "inspect", Right.INTAKE),
    DueKind.TO_APPROVE: DueLine(N_("Goods to approve"), "box-list", "inspect", Right.STOCK_IN),
    DueKind.UNCLAIMED: DueLine(N_("Unclaimed parcels to ask about"), "unclaimed-list", "to-do"),
    DueKind.ESCALATED: DueLine(
        N_("Unclaimed parcels before the supervisor"), "unclaimed-list", "escalated", Right.OVERRULE
    ),
    DueKind.CASES_DUE: DueLine(N_("Cases whose next step is due"), "case-list", "due", my_wants="my-due"),
    DueKind.CASES_OF_NOBODY: DueLine(N_("Cases nobody is in charge of"), "case-list", "nobody", Right.SERVE),
    DueKind.ASKED_AGAIN: DueLine(N_("Buyers who asked again"), "case-list", "again", is_part=True, my_wants="my-again"),
    DueKind.CONTACTS: DueLine(N_("Buyers to speak with again"), "contact-list", "due"),
    DueKind.CALLS: DueLine(N_("Buyers to call back"), "case-list", "calls", is_part=True, my_wants="my-calls"),
    DueKind.ASKED_TODAY: DueLine(
        N_("Buyers who asked to return today"), "case-list", "asked", Right.OVERRULE, is_news=True
    ),
    DueKind.REFUNDS_TO_APPROVE: DueLine(N_("Refunds to approve"), "refund-list", "to-approve", Right.APPROVE),
    DueKind.REFUNDS_TO_PAY: DueLine(N_("Refunds to pay"), "refund-list", "to-pay", Right.PAY),
    DueKind.REFUNDS_FAILED: DueLine(N_("Refunds that came back"), "refund-list", "failed"),
    DueKind.BACKUP: DueLine(N_("Backup of the shop"), "backups", None, Right.BACKUP),
    DueKind.TO_BE_SENT: DueLine(
        N_("Returns that buyers are to send"), "case-list", "agreed", waits=True, my_wants="my-agreed"
    ),
    DueKind.ON_THE_WAY: DueLine(N_("Returns on their way here"), "case-list", "sent", waits=True, my_wants="my-sent"),
    DueKind.REFUNDS_WAITING: DueLine(
        N_("Refunds waiting for goods or payee"), "refund-list", "waiting", Right.PAY, waits=True
    ),
    DueKind.REFUNDS_ASKED: DueLine(
        N_("Refunds you asked for"), "refund-list", "to-approve", waits=True, is_personal=True
    ),
}
"""In the order of the page; what is late comes first there."""
