"""What the page reads of parcels: a list with its groups, and everything about one of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from shopdesk.clock import Millis
from shopdesk.domain.tracking import State
from shopdesk.errors import Refused
from shopdesk.i18n import sentence
from shopdesk.queries import tracking as queries
from shopdesk.queries.claims import ClaimRow, list_claims
from shopdesk.queries.detours import DetourRow, list_detours
from shopdesk.queries.interceptions import InterceptionRow, list_of_waybill
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shortages import ShortageRow, list_shortages
from shopdesk.queries.tracking import EventRow, ParcelRow, StalledGroup
from shopdesk.services.desk import Desk
from shopdesk.services.tracking_poll import find_service
from shopdesk.settings import STALLED_BY_CARRIER, STALLED_DAYS, ZONE
from shopdesk.ui.parcels.shows import Show

A_PAGE = 200
"""Rows that are read at first; more come as one goes down."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment by which a list is written."""

    now: Millis
    zone: str
    stalled_days: int = 0
    """From how many days on a parcel stands still."""
    by_carrier: Mapping[str, int] = field(default_factory=dict)
    """The same for carriers that have days of their own."""

    def stalls_after(self, carrier: str) -> int:
        """Days without news from which on a parcel of this carrier stands still."""
        return self.by_carrier.get(carrier, self.stalled_days)


def read_clock(desk: Desk) -> Clock:
    """As it is now."""
    database = desk.seen
    zone, days = get_setting(database, ZONE), get_setting(database, STALLED_DAYS)
    return Clock(desk.clock(), zone, days, get_setting(database, STALLED_BY_CARRIER))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which parcels; what is left at its default asks for nothing. `days`: at least so long, None: the shop's own."""

    show: Show = Show.STALLED
    carrier: str | None = None
    area: str | None = None
    days: int | None = None
    find: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of parcels as far as it was read."""

    wanted: Wanted
    rows: Sequence[ParcelRow]
    groups: Sequence[StalledGroup]
    """Of what stands still: by carrier and region, the most first."""
    clock: Clock
    is_whole: bool = True


def read_list(desk: Desk, wanted: Wanted, most: int = A_PAGE) -> Listed:
    """So many of a list, the most pressing first."""
    database, clock = desk.seen, read_clock(desk)
    limit, now = most + 1, clock.now
    lists: Mapping[Show, Callable[..., list[ParcelRow]]] = {
        Show.STALLED: partial(
            queries.list_stalled, now=now, carrier=wanted.carrier, area=wanted.area, days=wanted.days
        ),
        Show.FORWARDED: queries.list_forwarded,
        Show.TROUBLED: queries.list_troubled,
        Show.UNCLOSED: partial(queries.list_unclosed, now=now, days=wanted.days or 0),
        Show.CALLS: partial(queries.list_calls, now=now),
        Show.NOBODYS: queries.list_nobodys,
        Show.FOUND: partial(queries.find_parcels, find=wanted.find),
    }
    rows = lists[wanted.show](database, limit=limit)
    is_stalled = wanted.show is Show.STALLED
    groups = queries.count_stalled(database, now=now, days=wanted.days) if is_stalled else []
    return Listed(wanted, rows[:most], groups, clock, len(rows) <= most)


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything about one parcel."""

    row: ParcelRow
    events: Sequence[EventRow]
    clock: Clock
    order: OrderDetail | None = None
    claims: Sequence[ClaimRow] = ()
    interceptions: Sequence[InterceptionRow] = ()
    detours: Sequence[DetourRow] = ()
    shortages: Sequence[ShortageRow] = ()
    no_service: str = ""
    """Why no service can be asked, as a sentence."""
    open_claim: ClaimRow | None = field(default=None)
    """By which it stands in the lost register."""


def read_parcel(desk: Desk, tracking_id: int) -> Shown:
    """One parcel, its way, and what was begun about it. Raises NoSuchParcel."""
    database = desk.seen
    row = queries.get_parcel_by_id(database, tracking_id)
    claims = [each for each in list_claims(database, find=row.waybill) if each.waybill == row.waybill]
    is_lost = row.state is State.LOST
    order_id = row.order_id
    if order_id is None:
        return Shown(
            row, queries.list_events(database, tracking_id=row.id), read_clock(desk), claims=claims,
            no_service=why_no_service(desk), open_claim=claims[0] if claims and is_lost else None,
        )  # fmt: skip
    return Shown(
        row,
        queries.list_events(database, tracking_id=row.id),
        read_clock(desk),
        get_order(database, order_id),
        claims,
        list_of_waybill(database, row.waybill),
        [each for each in list_detours(database, order_id=order_id) if each.waybill in ("", row.waybill)],
        [each for each in list_shortages(database, order_id=order_id) if each.waybill in ("", row.waybill)],
        why_no_service(desk),
        claims[0] if claims and is_lost else None,
    )


def why_no_service(desk: Desk) -> str:
    """Why no tracking service can be asked here; "" where one can."""
    try:
        find_service(desk)
    except Refused as refused:
        return sentence(refused)
    return ""
