"""What fills the blanks of scripts: read from the order, parcel, case, refund and repair in view (CRM-02)."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import TypedDict, Unpack

from shopdesk.clock import Millis, to_local
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.cases import KINDS
from shopdesk.domain.money import Money
from shopdesk.domain.properties import plain_properties
from shopdesk.domain.reasons import REASONS
from shopdesk.domain.refund_answers import arrives
from shopdesk.domain.refunds import ARRIVALS, RefundState
from shopdesk.domain.script_blanks import Filled, Source, fill, is_chinese, sources_of
from shopdesk.i18n import speaker
from shopdesk.queries.cases import CaseRow, find_open_case, get_case_row
from shopdesk.queries.orders import OrderDetail, OrderNotFound, get_order
from shopdesk.queries.refunds import RefundRow, get_refund, list_refunds
from shopdesk.queries.repairs import RepairRow, get_repair_row, list_repairs
from shopdesk.queries.scripts import get_script
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import ShopRow, list_shops
from shopdesk.queries.tracking import find_parcel, list_parcels_of
from shopdesk.settings import ZONE

_STAR = "*"
"""What is hidden by a mask is no name to call a buyer by."""
_MOBILE = re.compile(r"(?<!\d)1\d{2}[-\s]?[\d*]{4}[-\s]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"[\d\s()+-]*\d{4}")
_GREETINGS = (
    (18, "晚上好", "Good evening"),
    (13, "下午好", "Good afternoon"),
    (11, "中午好", "Hello"),
    (5, "早上好", "Good morning"),
    (0, "您好", "Hello"),
)
"""From which hour on, in Chinese and English."""
_TURNED_DOWN = frozenset({RefundState.REFUSED, RefundState.FAILED})


class About(TypedDict, total=False):
    """What is in view where a script is to be said. What isn't given follows: an order from its case, refund or repair;
    the open case, the newest refund and repair from their order; the shop from any of them."""

    order_id: int | None
    case_id: int | None
    refund_id: int | None
    repair_id: int | None
    buyer_id: int | None
    shop_id: int | None
    waybill: str
    """The parcel that is meant, where an order has several."""


def fill_script(
    database: Database,
    *,
    script_id: int,
    now: Millis,
    person: str = "",
    given: Mapping[str, str] | None = None,
    **about: Unpack[About],
) -> Filled:
    """A script as it would be said now, its gaps named. `person` is whoever says it; `given` is what they type into
    blanks, by name. Raises ScriptNotFound, and OrderNotFound, CaseNotFound ... for what isn't there."""
    body = get_script(database, script_id).body
    return fill_text(database, body, now=now, person=person, given=given, **about)


def fill_text(
    database: Database,
    text: str,
    *,
    now: Millis,
    person: str = "",
    given: Mapping[str, str] | None = None,
    **about: Unpack[About],
) -> Filled:
    """As `fill_script`, of a text that somebody is still writing."""
    values = _Values(database, about, now=now, is_chinese=is_chinese(text))
    return fill(text, values.of(sources_of(text), person), given)


def find_order_in_view(database: Database, about: About) -> int | None:
    """The order that what is in view belongs to. Raises OrderNotFound, CaseNotFound ... for what isn't there."""
    order_id = _Values(database, about, now=0, is_chinese=False).find_order()
    if order_id is not None and not rows_of(database, "SELECT 1 FROM orders WHERE id = ?", (order_id,)):
        raise OrderNotFound(order_no=order_id)
    return order_id


class _Values:
    """Reads what a text asks for, each thing once."""

    def __init__(self, database: Database, about: About, *, now: Millis, is_chinese: bool) -> None:
        self._database, self._about, self._now = database, about, now
        self._is_chinese = is_chinese
        self._say = speaker("zh_CN" if is_chinese else "en")
        self._zone = get_setting(database, ZONE)

    def of(self, sources: Iterable[Source], person: str) -> dict[str, str]:
        """The values of these sources by the blanks' names; what isn't known is missing or ""."""
        wanted = set(sources)
        case, refund, repair = self._given_case(), self._given_refund(), self._given_repair()
        order_id = self.find_order() if wanted - {Source.PERSON} else None
        order = None if order_id is None else get_order(self._database, order_id)
        readers: dict[Source, Callable[[], dict[str, str]]] = {
            Source.ORDER: lambda: self._of_order(order),
            Source.PARCEL: lambda: self._of_parcels(order),
            Source.CASE: lambda: self._of_case(case or self._case_of(order)),
            Source.REFUND: lambda: self._of_refund(refund or self._refund_of(order, case)),
            Source.REPAIR: lambda: self._of_repair(repair or self._repair_of(order)),
            Source.SHOP: lambda: self._of_shop(order, case),
            Source.PERSON: lambda: self._of_person(person),
        }
        found: dict[str, str] = {}
        for source in wanted:
            found |= readers[source]()
        return found

    def _given_case(self) -> CaseRow | None:
        case_id = self._about.get("case_id")
        return None if case_id is None else get_case_row(self._database, case_id)

    def _given_refund(self) -> RefundRow | None:
        refund_id = self._about.get("refund_id")
        return None if refund_id is None else get_refund(self._database, refund_id)

    def _given_repair(self) -> RepairRow | None:
        repair_id = self._about.get("repair_id")
        return None if repair_id is None else get_repair_row(self._database, repair_id)

    def find_order(self) -> int | None:
        """The order in view: the one given, else that of the case, refund, repair or parcel."""
        given = self._about.get("order_id")
        if given is not None:
            return given
        belongs = (self._given_case(), self._given_refund(), self._given_repair())
        known = [each.order_id for each in belongs if each is not None and each.order_id is not None]
        return known[0] if known else self._order_of_parcel()

    def _order_of_parcel(self) -> int | None:
        waybill = self._about.get("waybill", "")
        parcel = find_parcel(self._database, waybill) if waybill else None
        return None if parcel is None else parcel.order_id

    def _case_of(self, order: OrderDetail | None) -> CaseRow | None:
        case_id = None if order is None else find_open_case(self._database, order_id=order.id)
        return None if case_id is None else get_case_row(self._database, case_id)

    def _refund_of(self, order: OrderDetail | None, case: CaseRow | None) -> RefundRow | None:
        """The newest one that wasn't turned down."""
        if order is None and case is None:
            return None
        rows = list_refunds(self._database, case_id=case.id, newest=True) if case is not None else []
        rows = rows or ([] if order is None else list_refunds(self._database, order_id=order.id, newest=True))
        return next((row for row in rows if row.state not in _TURNED_DOWN), None)

    def _repair_of(self, order: OrderDetail | None) -> RepairRow | None:
        """Open ones come first in their list."""
        rows = [] if order is None else list_repairs(self._database, order_id=order.id, limit=1)
        return rows[0] if rows else None

    def _of_order(self, order: OrderDetail | None) -> dict[str, str]:
        if order is None:
            return {"buyer": self._buyer()}
        place = " ".join(filter(None, (order.region, order.address)))
        return {
            "buyer": _bare(order.buyer),
            "receiver": _bare(order.receiver),
            "phone_end": _phone_end(order.phone),
            "region": " ".join(filter(None, (order.province, order.city))),
            "address": _bare(place) if order.address else "",
            "order_no": order.order_no,
            "item": self._item(order),
            "pieces": str(order.pieces),
            "paid": order.paid.yuan,
            "ordered_on": self._day(order.created),
            "paid_on": self._day(order.paid_at),
            "ship_by": self._moment(order.ship_by),
            "shipped_on": self._day(order.shipped_at),
        }

    def _buyer(self) -> str:
        """Of a buyer in view without an order."""
        buyer_id = self._about.get("buyer_id")
        rows = rows_of(self._database, "SELECT platform_id FROM buyer WHERE id = ?", (buyer_id,)) if buyer_id else []
        return _bare(rows[0][0]) if rows else ""

    def _item(self, order: OrderDetail) -> str:
        """`真皮单鞋 深紫 W7`, and that there are others."""
        if not order.lines:
            return order.titles
        first = order.lines[0]
        name = " ".join(filter(None, (first.title or first.sku, plain_properties(first.properties))))
        if order.pieces <= 1:
            return name
        if len(order.lines) == 1:
            return f"{name} ×{order.pieces}"
        return f"{name} 等{order.pieces}件" if self._is_chinese else f"{name} and others, {order.pieces} in all"

    def _of_parcels(self, order: OrderDetail | None) -> dict[str, str]:
        waybill = self._about.get("waybill", "")
        chosen = find_parcel(self._database, waybill) if waybill else None
        if chosen is not None:
            watched, numbers = [chosen], [(chosen.carrier, chosen.waybill)]
        elif order is not None:
            watched = list_parcels_of(self._database, order_id=order.id)
            numbers = [(each.carrier, each.waybill) for each in order.parcels]
        else:
            return {"waybill": waybill}
        newest = max(watched, key=lambda each: each.moved_at or 0, default=None)
        carriers = [carrier for carrier, _waybill in numbers if carrier] or [order.carrier if order else ""]
        return {
            "carrier": self._together(carriers),
            "waybill": self._together(number for _carrier, number in numbers),
            "last_news": newest.last_text if newest else "",
            "last_place": newest.last_place if newest else "",
            "expected_on": self._day(newest.expected_at) if newest else "",
        }

    def _of_case(self, case: CaseRow | None) -> dict[str, str]:
        if case is None:
            return {}
        return {
            "case_no": str(case.id),
            "case_kind": self._say(KINDS[case.kind]),
            "case_reason": self._say(REASONS[case.reason].title) if case.reason else "",
            "wanted": case.wanted,
            "case_due": self._moment(case.due_at),
            "return_carrier": case.carrier,
            "return_waybill": case.waybill,
            "new_order_no": case.replacement_no,
        }

    def _of_refund(self, refund: RefundRow | None) -> dict[str, str]:
        if refund is None:
            return {}
        paid = None if refund.paid_at is None else to_local(refund.paid_at, self._zone).date()
        until = None if paid is None else arrives(refund.channel, paid).until
        return {
            "refund_amount": refund.to_pay.yuan,
            "refund_channel": self._say(ARRIVALS[refund.channel].title),
            "refund_on": self._day(refund.paid_at),
            "refund_by": "" if until is None else self._date(until.year, until.month, until.day),
            "refund_reference": refund.reference,
        }

    def _of_repair(self, repair: RepairRow | None) -> dict[str, str]:
        if repair is None:
            return {}
        costs = repair.fee or repair.estimate
        return {
            "repair_item": repair.name,
            "repair_fault": repair.fault,
            "repair_due": self._day(repair.due_at),
            "repair_cost": Money(costs).yuan if costs else "",
        }

    def _of_shop(self, order: OrderDetail | None, case: CaseRow | None) -> dict[str, str]:
        shop = self._shop(order, case)
        if shop is None:
            return {}
        to = shop.return_to
        place = " ".join(filter(None, (to.region, to.address)))
        return {
            "shop": shop.name,
            "return_name": to.name,
            "return_phone": to.phone,
            "return_address": place if to.address else "",
        }

    def _shop(self, order: OrderDetail | None, case: CaseRow | None) -> ShopRow | None:
        """The shop in view, or the only one there is."""
        shops = {shop.id: shop for shop in list_shops(self._database)}
        known = (self._about.get("shop_id"), order and order.shop_id, case and case.shop_id, self._shop_of_buyer())
        shop_id = next((each for each in known if each is not None), None)
        if shop_id is None and len(shops) == 1:
            return next(iter(shops.values()))
        return shops.get(shop_id or 0)

    def _shop_of_buyer(self) -> int | None:
        buyer_id = self._about.get("buyer_id")
        rows = rows_of(self._database, "SELECT shop_id FROM buyer WHERE id = ?", (buyer_id,)) if buyer_id else []
        return rows[0][0] if rows else None

    def _of_person(self, person: str) -> dict[str, str]:
        hour = to_local(self._now, self._zone).hour
        chinese, english = next(words for since, *words in _GREETINGS if hour >= since)
        tomorrow = to_local(self._now, self._zone).date() + timedelta(days=1)
        return {
            "person": person,
            "daytime": chinese if self._is_chinese else english,
            "today": self._day(self._now),
            "tomorrow": self._date(tomorrow.year, tomorrow.month, tomorrow.day),
        }

    def _together(self, texts: Iterable[str]) -> str:
        return ("、" if self._is_chinese else ", ").join(dict.fromkeys(filter(None, texts)))

    def _day(self, moment: Millis | None) -> str:
        if moment is None:
            return ""
        local = to_local(moment, self._zone)
        return self._date(local.year, local.month, local.day)

    def _moment(self, moment: Millis | None) -> str:
        return "" if moment is None else f"{self._day(moment)} {to_local(moment, self._zone):%H:%M}"

    def _date(self, year: int, month: int, day: int) -> str:
        """As people say it to somebody: the year only where it is another one."""
        is_this = year == to_local(self._now, self._zone).year
        if not self._is_chinese:
            return f"{year}-{month:02}-{day:02}"
        return f"{month}月{day}日" if is_this else f"{year}年{month}月{day}日"


def _bare(text: str) -> str:
    """What isn't hidden by a mask, the platform's or ours."""
    return "" if _STAR in text else text


def _phone_end(phone: str) -> str:
    """The last four digits of a mobile number, of one behind a mask too, and without an extension; of a landline."""
    mobile = _MOBILE.search(phone)
    if mobile is not None:
        return mobile[1]
    return phone.strip()[-4:] if _LANDLINE.fullmatch(phone.strip()) else ""
