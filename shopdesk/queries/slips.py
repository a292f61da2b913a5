"""Slips: each stands for one parcel, whatever orders or parts of an order are in it (SHP-01 to SHP-06)."""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database
from shopdesk.domain.flags import Colour
from shopdesk.domain.slips import SlipState, slip_code
from shopdesk.domain.statuses import Masking, Stage, Status
from shopdesk.errors import N_, NotFound


class SlipNotFound(NotFound):
    template = N_("There is no slip {code} here. Scan the waybill or the order number.")


class SlipAmbiguous(NotFound):
    template = N_("Order {code} has several slips ({slips}). Scan the waybill or the slip code.")


@dataclass(frozen=True, slots=True)
class SlipOrder:
    """One order that travels with a slip."""

    id: int
    order_no: str
    buyer_id: int | None
    buyer: str
    flag: Colour
    status: Status
    stage: Stage
    hold: str
    """The reason of its oldest open hold; empty while none is open."""


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One slip."""

    id: int
    version: int
    shop_id: int
    shop: str
    wave_id: int | None
    position: int
    carrier: str
    waybill: str
    waybill_at: Millis | None
    receiver: str
    phone: str
    region: str
    address: str
    masking: Masking
    created_at: Millis
    printed_at: Millis | None
    plain_at: Millis | None
    """When it was printed on plain paper, without waybill (ORD-17)."""
    handed_at: Millis | None
    packed_at: Millis | None
    packed_by: str
    weight: int | None
    """Grams on the scale."""
    shipped_at: Millis | None
    shipped_by: str
    cancelled_at: Millis | None
    cancel_reason: str
    pieces: int
    packed_pieces: int
    part: int
    """Which of the `parts` of a split order it is, from 1."""
    parts: int
    orders: tuple[SlipOrder, ...]

    @property
    def code(self) -> str:
        """`SL000123`."""
        return slip_code(self.id)

    @property
    def order_no(self) -> str:
        """The number of its (first) order."""
        return self.orders[0].order_no if self.orders else ""

    @property
    def state(self) -> SlipState:
        """How far it has come."""
        if self.cancelled_at is not None:
            return SlipState.CANCELLED
        if self.shipped_at is not None:
            return SlipState.SHIPPED
        if self.packed_at is not None:
            return SlipState.PACKED
        return SlipState.OPEN if self.printed_at is None else SlipState.PRINTED

    @property
    def waiting(self) -> bool:
        """Whether it still waits for a waybill (ORD-17)."""
        return not self.waybill and self.cancelled_at is None

    @property
    def refunded(self) -> str:
        """The number of an order on it that was closed on the platform: this parcel is to be stopped; else empty."""
        return next((order.order_no for order in self.orders if order.status is Status.CLOSED), "")


@dataclass(frozen=True, slots=True)
class SlipItemRow:
    """What belongs into a slip's parcel."""

    id: int
    order_id: int
    order_no: str
    line_id: int | None
    title: str
    sku: str
    properties: str
    barcode: str
    shelf: str
    weight: int | None
    """Grams a piece; None while unknown."""
    quantity: int
    packed: int


def get_slip(database: Database, slip_id: int) -> SlipRow:
    """One slip; raises SlipNotFound."""


def list_slip_items(database: Database, slip_id: int) -> tuple[SlipItemRow, ...]:
    """What belongs into its parcel, order by order, in the order of the lines."""


def find_slip(database: Database, code: str) -> SlipRow | None:
    """The slip that a scan means: by waybill, slip code or order number, as typed or scanned (spaces, full-width
    digits). Of an order that has several the one that is not cancelled; raises SlipAmbiguous where parts were split.
    A cancelled slip is found as well, so that its parcel can be stopped."""


def list_slips(
    database: Database,
    *,
    wave_id: int | None = None,
    order_id: int | None = None,
    carrier: str = "",
    state: SlipState | None = None,
    waiting: bool = False,
    unfinished: bool = False,
    history: bool | None = None,
    find: str = "",
    limit: int | None = None,
) -> list[SlipRow]:
    """Slips: a wave's in print order, else the newest first. `history` True: made longer ago than the setting says
    (SHP-06), False: since; `unfinished`: neither shipped nor cancelled; `waiting`: without waybill; `find`: a part of
    waybill, order number or receiver."""


def count_old_unfinished(database: Database, *, now: Millis) -> int:
    """How many slips in the history are neither shipped nor cancelled: the daily list of SHP-06."""
