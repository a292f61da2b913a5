"""What can be due: one line of Today for each kind, whose work it is and which list it opens (TEAM-04).

A new kind is a line here and a statement in `queries/due.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_


class RepairList(StrEnum):
    """What `open_record("repair-list", ...)` is asked to show."""

    DUE = "due"
    """With the supplier, and to be back before tonight; late ones too."""
    LATE = "late"
    """With the supplier, and should be back by now."""
    TO_SEND = "to-send"
    """Before the factory, in no batch."""
    BACK = "back"
    """Came back, to be checked."""
    TO_RETURN = "to-return"
    """Checked: to go to the buyer."""
    ESTIMATES = "estimates"
    """Open, and the buyer was asked about the cost and hasn't answered."""
    FEES = "fees"
    """Open, and the buyer has a fee to pay."""
    UNTOLD = "untold"
    """The buyer is to be told where it stands: `list_repairs(untold=True)`."""


class DamageList(StrEnum):
    """What `open_record("damage-list", ...)` is asked to show."""

    EXPIRING = "expiring"
    """In the shop; the supplier's time is over, or ends within EXPIRING_DAYS: `list_damage(expires_before=...)`."""
    REFUSED = "refused"
    """The supplier didn't take it, and nobody has decided yet."""
    ANSWERS = "answers"
    """With the supplier, who owes an answer or what was promised: domain.damage_list.AWAY."""


class ParcelList(StrEnum):
    """What `open_record("parcel-list", ...)` is asked to show, by the queries of the same names."""

    STALLED = "stalled"
    TROUBLED = "troubled"
    """In trouble, or coming back: what `list_troubled` lists."""
    CALLS = "calls"
    FORWARDED = "forwarded"
    UNCLOSED = "unclosed"
    NOBODYS = "nobodys"
    INTERCEPTIONS = "interceptions"
    """Open ones."""
    ESCALATED = "escalated"
    """Interceptions before a supervisor: `list_interceptions(escalated_at=now)`."""
    DETOURS = "detours"
    """Open ones."""
    SHORTAGES = "shortages"
    """Open ones."""


class ClaimList(StrEnum):
    """What `open_record("claim-list", ...)` is asked to show; `list_claims(due_list=...)` lists it."""

    TO_ASK = "to-ask"
    """The carrier wasn't asked yet, or is to be asked again by now."""
    TO_ANSWER = "to-answer"
    """Asked; the carrier has still time to answer."""
    PAID = "paid"
    """Answered; the carrier has still time to pay."""
    TO_MAKE_GOOD = "to-make-good"
    """The buyer has neither goods nor money."""


class DueKind(StrEnum):
    """The value is the command line's word."""

    COMPLAINTS_UNSEEN = "complaints-unseen"
    APPEALS_TO_APPROVE = "appeals-to-approve"
    APPEALS_TO_SEND = "appeals-to-send"
    COMPLAINTS_TO_ANSWER = "complaints-to-answer"
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
    REVIEWS_TO_ASSIGN = "reviews-to-assign"
    REVIEWS_TO_CONTACT = "reviews-to-contact"
    REVIEWS_IN_WORK = "reviews-in-work"
    REVIEWS_RAISED = "reviews-raised"
    REVIEWS_TO_ANSWER = "reviews-to-answer"
    TO_RATE = "to-rate"
    RATINGS_STOPPED = "ratings-stopped"
    CARE = "care"
    REPAIRS_DUE = "repairs-due"
    REPAIRS_TO_SEND = "repairs-to-send"
    REPAIR_BATCHES = "repair-batches"
    REPAIRS_BACK = "repairs-back"
    REPAIRS_TO_RETURN = "repairs-to-return"
    REPAIR_FEES = "repair-fees"
    REPAIRS_UNTOLD = "repairs-untold"
    DAMAGE_EXPIRING = "damage-expiring"
    DAMAGE_BATCHES = "damage-batches"
    DAMAGE_REFUSED = "damage-refused"
    PARCELS_STALLED = "parcels-stalled"
    PARCELS_TROUBLED = "parcels-troubled"
    PARCEL_CALLS = "parcel-calls"
    CLAIMS_TO_ASK = "claims-to-ask"
    CLAIMS_TO_MAKE_GOOD = "claims-to-make-good"
    INTERCEPTIONS = "interceptions"
    INTERCEPTIONS_ESCALATED = "interceptions-escalated"
    DETOURS = "detours"
    SHORTAGES = "shortages"
    POINTS_DISPUTED = "points-disputed"
    BACKUP = "backup"
    COMPLAINTS_WAITING = "complaints-waiting"
    REFUNDS_WAITING = "refunds-waiting"
    TO_BE_SENT = "to-be-sent"
    ON_THE_WAY = "on-the-way"
    REFUNDS_ASKED = "refunds-asked"
    REPAIR_ESTIMATES = "repair-estimates"
    DAMAGE_ANSWERS = "damage-answers"
    CLAIMS_TO_ANSWER = "claims-to-answer"
    CLAIMS_TO_BE_PAID = "claims-to-be-paid"
    PARCELS_UNCLOSED = "parcels-unclosed"
    PARCELS_FORWARDED = "parcels-forwarded"
    PARCELS_NOBODYS = "parcels-nobodys"
    POINTS_OF_MONTH = "points-of-month"


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


_REPAIRS, _DAMAGE, _PARCELS, _CLAIMS = "repair-list", "damage-list", "parcel-list", "claim-list"
_COMPLAINTS, _REVIEWS, _RATINGS, _POINTS = "complaint-list", "review-list", "rate-list", "points-list"

DUE: Mapping[DueKind, DueLine] = {
    DueKind.COMPLAINTS_UNSEEN: DueLine(N_("Complaints no supervisor has seen"), _COMPLAINTS, "unseen", Right.OVERRULE),
    DueKind.APPEALS_TO_APPROVE: DueLine(N_("Appeals to approve"), _COMPLAINTS, "drafted", Right.OVERRULE),
    DueKind.APPEALS_TO_SEND: DueLine(
        N_("Appeals to send"), _COMPLAINTS, "approved", Right.SERVE, my_wants="my-approved"
    ),
    DueKind.COMPLAINTS_TO_ANSWER: DueLine(
        N_("Complaints to answer"), _COMPLAINTS, "open", Right.SERVE, my_wants="my-open"
    ),
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
    DueKind.REVIEWS_TO_ASSIGN: DueLine(N_("Reviews to assign"), _REVIEWS, "to-assign", Right.OVERRULE),
    DueKind.REVIEWS_TO_CONTACT: DueLine(
        N_("Buyers to contact about their review"), _REVIEWS, "assigned", Right.SERVE, my_wants="my-assigned"
    ),
    DueKind.REVIEWS_IN_WORK: DueLine(N_("Reviews to solve"), _REVIEWS, "in-work", Right.SERVE, my_wants="my-in-work"),
    DueKind.REVIEWS_RAISED: DueLine(N_("Reviews before the supervisor"), _REVIEWS, "raised", Right.OVERRULE),
    DueKind.REVIEWS_TO_ANSWER: DueLine(N_("Good reviews that complain, to answer"), _REVIEWS, "to-answer", Right.SERVE),
    DueKind.TO_RATE: DueLine(N_("Buyers to rate before the time ends"), _RATINGS, "today", Right.SERVE),
    DueKind.RATINGS_STOPPED: DueLine(
        N_("Ratings stopped by a bad review"), _RATINGS, "stopped", Right.OVERRULE, is_part=True
    ),
    DueKind.CARE: DueLine(N_("Buyers to write to today"), "care-list", None, Right.SERVE),
    DueKind.REPAIRS_DUE: DueLine(
        N_("Repairs the factory is to give back"), _REPAIRS, RepairList.DUE.value, Right.INTAKE
    ),
    DueKind.REPAIRS_TO_SEND: DueLine(
        N_("Repairs for the factory, in no batch"), _REPAIRS, RepairList.TO_SEND.value, Right.INTAKE
    ),
    DueKind.REPAIR_BATCHES: DueLine(N_("Batches to send to the factory"), "repair-batch", None, Right.INTAKE),
    DueKind.REPAIRS_BACK: DueLine(N_("Repairs to check"), _REPAIRS, RepairList.BACK.value, Right.INTAKE),
    DueKind.REPAIRS_TO_RETURN: DueLine(
        N_("Repairs to send to their buyers"), _REPAIRS, RepairList.TO_RETURN.value, Right.INTAKE
    ),
    DueKind.REPAIR_FEES: DueLine(
        N_("Repair fees that buyers owe"), _REPAIRS, RepairList.FEES.value, Right.CONFIRM_MONEY
    ),
    DueKind.REPAIRS_UNTOLD: DueLine(
        N_("Buyers to tell about their repair"), _REPAIRS, RepairList.UNTOLD.value, Right.SERVE
    ),
    DueKind.DAMAGE_EXPIRING: DueLine(
        N_("Damage to return to suppliers in time"), _DAMAGE, DamageList.EXPIRING.value, Right.INTAKE
    ),
    DueKind.DAMAGE_BATCHES: DueLine(N_("Damage batches to send to suppliers"), "damage-batch", None, Right.INTAKE),
    DueKind.DAMAGE_REFUSED: DueLine(
        N_("Damage that suppliers refused"), _DAMAGE, DamageList.REFUSED.value, Right.INTAKE
    ),
    DueKind.PARCELS_STALLED: DueLine(N_("Parcels that stand still"), _PARCELS, ParcelList.STALLED.value, Right.SERVE),
    DueKind.PARCELS_TROUBLED: DueLine(
        N_("Parcels in trouble or coming back"), _PARCELS, ParcelList.TROUBLED.value, Right.SERVE
    ),
    DueKind.PARCEL_CALLS: DueLine(
        N_("Buyers to ask whether it has come"), _PARCELS, ParcelList.CALLS.value, Right.SERVE
    ),
    DueKind.CLAIMS_TO_ASK: DueLine(
        N_("Carriers to ask about lost parcels"), _CLAIMS, ClaimList.TO_ASK.value, Right.SERVE
    ),
    DueKind.CLAIMS_TO_MAKE_GOOD: DueLine(
        N_("Buyers of lost parcels to make good"), _CLAIMS, ClaimList.TO_MAKE_GOOD.value, Right.SERVE
    ),
    DueKind.INTERCEPTIONS: DueLine(
        N_("Parcels being called back"), _PARCELS, ParcelList.INTERCEPTIONS.value, Right.SERVE
    ),
    DueKind.INTERCEPTIONS_ESCALATED: DueLine(
        N_("Parcels called back, for the supervisor"),
        _PARCELS,
        ParcelList.ESCALATED.value,
        Right.OVERRULE,
        is_part=True,
    ),
    DueKind.DETOURS: DueLine(
        N_("Parcels their carrier can't deliver"), _PARCELS, ParcelList.DETOURS.value, Right.SERVE
    ),
    DueKind.SHORTAGES: DueLine(N_("Shortages to decide"), _PARCELS, ParcelList.SHORTAGES.value, Right.SERVE),
    DueKind.POINTS_DISPUTED: DueLine(N_("Points that are disputed"), _POINTS, "disputed", Right.OVERRULE),
    DueKind.BACKUP: DueLine(N_("Backup of the shop"), "backups", None, Right.BACKUP),
    DueKind.COMPLAINTS_WAITING: DueLine(
        N_("Appeals before the platform"), _COMPLAINTS, "sent", waits=True, my_wants="my-sent"
    ),
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
    DueKind.REPAIR_ESTIMATES: DueLine(
        N_("Buyers asked what a repair may cost"), _REPAIRS, RepairList.ESTIMATES.value, Right.SERVE, waits=True
    ),
    DueKind.DAMAGE_ANSWERS: DueLine(
        N_("Damage that suppliers are to answer"), _DAMAGE, DamageList.ANSWERS.value, Right.INTAKE, waits=True
    ),
    DueKind.CLAIMS_TO_ANSWER: DueLine(
        N_("Claims that carriers are to answer"), _CLAIMS, ClaimList.TO_ANSWER.value, Right.SERVE, waits=True
    ),
    DueKind.CLAIMS_TO_BE_PAID: DueLine(
        N_("Claims that carriers are to pay"), _CLAIMS, ClaimList.PAID.value, Right.CONFIRM_MONEY, waits=True
    ),
    DueKind.PARCELS_UNCLOSED: DueLine(
        N_("Delivered, and the trade still open"), _PARCELS, ParcelList.UNCLOSED.value, Right.SERVE, is_news=True
    ),
    DueKind.PARCELS_FORWARDED: DueLine(
        N_("Parcels that another carrier took on"), _PARCELS, ParcelList.FORWARDED.value, Right.SERVE, is_news=True
    ),
    DueKind.PARCELS_NOBODYS: DueLine(
        N_("News of numbers that no order has"), _PARCELS, ParcelList.NOBODYS.value, Right.SERVE, is_news=True
    ),
    DueKind.POINTS_OF_MONTH: DueLine(
        N_("Points booked for you this month"), _POINTS, "mine", is_news=True, is_personal=True
    ),
}
"""In the order of the page; what is late comes first there."""
