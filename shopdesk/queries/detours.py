"""Parcels that their carrier can't deliver: both ways compared, and what was decided (SHP-10)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.arrival import DAYS as USUAL_DAYS
from shopdesk.domain.arrival import Band, Home, days_to, home_of
from shopdesk.domain.carriers import OUTSIDE, CarrierTable, area_of
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.detours import Comparison, Leg, Rates, Way, compare, no_leg
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.scripts import fill_blanks
from shopdesk.errors import N_, NotFound
from shopdesk.i18n import _
from shopdesk.queries.check_rules import get_carriers
from shopdesk.queries.conditions import Conditions
from shopdesk.queries.extensions import confirmation_of
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import ARRIVAL_DAYS, DETOUR_MARGIN_DAYS, DETOUR_RATES, DETOUR_TEXTS

USUAL_TEXTS: Mapping[Way, str] = {
    Way.BRING_BACK: N_(
        "Dear {buyer}, {carrier} can't deliver to your address. We have your parcel (order {order_no}) brought back "
        "and send it again by {new}; it should be with you within {days} days. We have extended your time to confirm."
    ),
    Way.POST: N_(
        "Dear {buyer}, {carrier} can't deliver to your address. Your parcel (order {order_no}) goes on by {new}; it "
        "should be with you within {days} days. We have extended your time to confirm."
    ),
}
BLANKS = ("buyer", "order_no", "carrier", "new", "days")
"""What is filled in."""
_POST = ("邮政", "EMS")


class DetourNotFound(NotFound):
    template = N_("There is no detour {number} here. Look at the list of parcels that their carrier can't deliver.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the desk says about a parcel that its carrier can't deliver."""

    order_id: int
    order_no: str
    carrier: str
    area: str
    comparison: Comparison
    confirms_at: Millis | None
    """When the platform confirms the order by itself; None where nothing confirms."""
    now: Millis
    margin_days: int

    def until(self, way: Way) -> Millis | None:
        """The later time to confirm that this way asks for; None where there is time enough, or nothing confirms."""
        needed = self.now + (self.comparison.leg(way).days + self.margin_days) * DAY_MS
        return needed if self.confirms_at is not None and needed > self.confirms_at else None


@dataclass(frozen=True, slots=True)
class DetourRow:
    """One parcel that its carrier couldn't deliver, and what was decided."""

    id: int
    version: int
    order_id: int
    order_no: str
    shop: str
    buyer_id: int | None
    buyer: str
    """The buyer's platform id, "" where nobody knows."""
    case_id: int | None
    """By which a parcel that is brought back is sent again."""
    waybill: str
    carrier: str
    way: Way
    proposed: Way
    cost_back: Money
    cost_post: Money
    days_back: int
    days_post: int
    why: str
    reason: str
    """Why somebody decided otherwise."""
    new_carrier: str
    new_waybill: str
    person: str
    at: Millis
    done_at: Millis | None

    @property
    def cost(self) -> Money:
        """What the way that was chosen costs."""
        return self.cost_back if self.way is Way.BRING_BACK else self.cost_post

    @property
    def days(self) -> int:
        """How long it takes at the most."""
        return self.days_back if self.way is Way.BRING_BACK else self.days_post

    @property
    def due_at(self) -> Millis:
        """When it should be with the buyer."""
        return self.at + self.days * DAY_MS

    def is_late(self, now: Millis) -> bool:
        """It should be there, and nobody knows by which number it went on."""
        return self.done_at is None and self.due_at <= now


def compare_ways(
    database: Database, *, order_id: int, carrier: str = "", value: Money | None = None, now: Millis
) -> Proposal:
    """Both ways for a parcel of this order that `carrier`, its own where left out, can't deliver. `value`: what is in
    the parcel, what was paid for the order where left out. Raises OrderNotFound."""
    order = get_order(database, order_id)
    table, home = get_carriers(database), _home(database, order)
    own = carrier or next((each.carrier for each in order.parcels), order.carrier)
    area = area_of(order.province, order.address)
    rates = _rates(database)
    days = get_setting(database, ARRIVAL_DAYS)
    place = " ".join((order.province, order.city, order.district))
    back = _back_leg(table, rates, home=home, area=area, place=place, city=order.city, own=own, days=days)
    post = _post_leg(table, rates, area=area, place=place, own=own, days=days)
    found = compare(order.paid if value is None else value, back, post, rates)
    confirms_at = confirmation_of(database, order)
    return Proposal(
        order.id, order.order_no, own, area, found, confirms_at, now, get_setting(database, DETOUR_MARGIN_DAYS)
    )


def _rates(database: Database) -> Rates:
    kept = get_setting(database, DETOUR_RATES)
    return Rates(**{each.name: kept[each.name] for each in fields(Rates) if each.name in kept})


def _home(database: Database, order: OrderDetail) -> Home:
    rows = rows_of(database, "SELECT sender_region FROM shop WHERE id = ?", (order.shop_id,))
    return home_of(rows[0][0] if rows else "")


def _back_leg(
    table: CarrierTable, rates: Rates, *, home: Home, area: str, place: str, city: str, own: str,
    days: Mapping[str, list[int]],
) -> Leg:  # fmt: skip
    """Home by the carrier that has it, a day there, and out again by the cheapest that goes all the way; by post only
    where nobody else does."""
    others = _others(table, own, area, place)
    name, more, is_known = _cheapest(table, [each for each in others if not _is_post(each)] or others, area)
    if not name:
        return no_leg(Way.BRING_BACK)
    there = days_to(home, area, city, own, days).stop - 1
    again = days_to(home, area, city, name, days).stop - 1
    return Leg(Way.BRING_BACK, name, Money(rates.back + rates.send) + more, there + 1 + again, is_known)


def _post_leg(
    table: CarrierTable, rates: Rates, *, area: str, place: str, own: str, days: Mapping[str, list[int]]
) -> Leg:
    others = _others(table, own, area, place)
    name, more, is_known = _cheapest(table, [each for each in others if _is_post(each)], area)
    if not name:
        return no_leg(Way.POST)
    longest = max(days.get(Band.REMOTE.value) or USUAL_DAYS[Band.REMOTE.value])
    return Leg(Way.POST, name, Money(rates.post) + more, longest, is_known)


def _cheapest(table: CarrierTable, names: list[str], area: str) -> tuple[str, Money, bool]:
    """Whoever takes the least there, and whether a table says so: within the mainland no row means no surcharge."""
    found = [(table.surcharge(name, area), name) for name in names]
    known = [(more or ZERO, name) for more, name in found if more is not None or area not in OUTSIDE]
    if known:
        more, name = min(known, key=lambda each: each[0])
        return name, more, True
    return (found[0][1], ZERO, False) if found else ("", ZERO, False)


def _others(table: CarrierTable, own: str, area: str, place: str) -> list[str]:
    """Who else goes there, in the shop's order; a carrier may be written by one of its other names."""
    plain = own.strip().lower()
    names = [
        str(each["name"])
        for each in table.carriers
        if not plain or (plain not in (str(each["name"]).lower(), *(str(word).lower() for word in each["aliases"])))
    ]
    return [name for name in names if table.reaches(name, area, place)]


def _is_post(carrier: str) -> bool:
    return any(word in carrier for word in _POST)


_SQL = """
SELECT d.id, d.version, d.order_id, o.order_no, s.name, o.buyer_id, coalesce(b.platform_id, '') AS platform_id,
  d.case_id, d.waybill, d.carrier, d.way, d.proposed, d.cost_back, d.cost_post, d.days_back, d.days_post, d.why,
  d.reason, d.new_carrier AS carrier, d.new_waybill AS waybill, p.name, d.at, d.done_at
FROM detour d JOIN orders o ON o.id = d.order_id JOIN shop s ON s.id = o.shop_id JOIN person p ON p.id = d.person_id
LEFT JOIN buyer b ON b.id = o.buyer_id
"""


def list_detours(
    database: Database,
    *,
    only_open: bool = False,
    order_id: int | None = None,
    case_id: int | None = None,
    find: str = "",
    limit: int | None = None,
) -> list[DetourRow]:
    """Detours, open ones first, the oldest of them first; then what is done, the newest first. `find`: a part of a
    waybill, order or buyer."""
    wanted = Conditions()
    for column, value in (("d.order_id", order_id), ("d.case_id", case_id)):
        wanted.add_equal(column, value)
    if only_open:
        wanted.add("d.done_at IS NULL")
    wanted.add_part(find, "d.waybill", "d.new_waybill", "o.order_no", "b.platform_id")
    tail = wanted.sql("d.done_at IS NOT NULL, d.done_at DESC NULLS LAST, d.at, d.id", limit)
    return [_row(row) for row in rows_of(database, f"{_SQL} {tail}", wanted.params)]


def get_detour(database: Database, detour_id: int) -> DetourRow:
    """One of them; raises DetourNotFound."""
    rows = rows_of(database, f"{_SQL} WHERE d.id = ?", (detour_id,))
    if not rows:
        raise DetourNotFound(number=detour_id)
    return _row(rows[0])


def find_open_detour(database: Database, waybill: str) -> DetourRow | None:
    """The one of this parcel that isn't done; None where there is none."""
    rows = rows_of(database, f"{_SQL} WHERE d.waybill = ? AND d.done_at IS NULL ORDER BY d.id DESC LIMIT 1", (waybill,))
    return _row(rows[0]) if rows else None


def count_detours(database: Database, *, now: Millis) -> tuple[int, int]:
    """How many aren't done, and how many of these should be with the buyer by now."""
    rows = list_detours(database, only_open=True)
    return len(rows), sum(row.is_late(now) for row in rows)


def get_detour_text(database: Database, detour_id: int) -> str:
    """What the buyer is told: the shop's own text for this way, or the usual one."""
    row = get_detour(database, detour_id)
    text = get_setting(database, DETOUR_TEXTS).get(row.way.value, "").strip() or _(USUAL_TEXTS[row.way])
    return fill_blanks(
        text,
        buyer=row.buyer or _("customer"),
        order_no=row.order_no,
        carrier=row.carrier,
        new=row.new_carrier or "–",
        days=row.days,
    )


def _row(row: tuple[Any, ...]) -> DetourRow:
    values = list(row)
    values[10], values[11] = Way(values[10]), Way(values[11])
    values[12], values[13] = Money(values[12]), Money(values[13])
    return DetourRow(*values)
