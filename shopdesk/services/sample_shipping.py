"""The sample shop's waves: those of the evenings before, gone with the courier, and today's, half of it packed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shopdesk.clock import Millis
from shopdesk.domain.documents import Paper
from shopdesk.queries.order_lists import fetch_by_ids
from shopdesk.queries.packing import get_pack_slip
from shopdesk.queries.slips import SlipRow, list_slips
from shopdesk.queries.waves import list_wave_carriers
from shopdesk.services.handovers import count_wave
from shopdesk.services.leaving import ship_slips
from shopdesk.services.packed_parcels import finish_slip, get_expected_weight
from shopdesk.services.packing import tick_all
from shopdesk.services.sample_desk import PACKER, SUPERVISOR, Sample
from shopdesk.services.sample_orders import DAY, DONE, HOUR, PAID, SHIPPED, STAFF, SampleOrder, Way
from shopdesk.services.sample_troubles import CHANGES, OWED_TRAVELS
from shopdesk.services.wave_printing import confirm_wave, print_wave
from shopdesk.services.waves import make_wave
from shopdesk.services.waybill_ranges import add_range, give_from_range
from shopdesk.services.waybills import give_waybills

MINUTE: Millis = 60_000
EVENING: Millis = 12 * HOUR - 10 * MINUTE
"""After midnight UTC: ten to eight in the evening in China, just before the cut-off."""
STOCK_CARRIER, TYPED_CARRIER = "圆通速递", "顺丰速运"
_REPRINT_REASONS = ("打印机卡纸", "快递单号贴错，重打")
_PACKED_TODAY = 8


def enter_stock(sample: Sample, at: Millis) -> None:
    """A number range of the usual carrier; the other's numbers are typed."""
    add_range(sample.acting(STAFF[0], at), carrier=STOCK_CARRIER, first="YT8800000000001", last="YT8800000000400")


def evenings(sample: Sample) -> dict[Millis, list[SampleOrder]]:
    """The orders of each evening's wave, by its moment: the first evening after they were made; what is younger than
    two and a half days left yesterday, whatever the time is now."""
    now = sample.desk.clock()
    last = (now - 3 * HOUR - EVENING) // DAY * DAY + EVENING
    found: dict[Millis, list[SampleOrder]] = {}
    for order in sample.orders:
        if order.way in (Way.LEFT, Way.STUCK, Way.PACKED):
            evening = (order.created + 2 * HOUR - EVENING + DAY - 1) // DAY * DAY + EVENING
            found.setdefault(last if order.created > now - 60 * HOUR else min(evening, last), []).append(order)
    return dict(sorted(found.items()))


def as_paid(order: SampleOrder) -> SampleOrder:
    """The order as its platform knew it before it was shipped, or a refund was asked after its slip was printed."""
    went_on = order.status in (SHIPPED, DONE) or order.way is Way.STUCK
    return replace(order, status=PAID, refund="") if went_on else order


def ship_evening(sample: Sample, evening: Millis, orders: Sequence[SampleOrder], further: Sequence[int] = ()) -> None:
    """One evening's wave: printed, packed, and gone but for what got stuck. `further`: orders entered by hand."""
    ids = [*sample.order_ids(orders), *further]
    wave = make_wave(sample.acting(STAFF[0], evening), order_ids=ids)
    _give_numbers(sample, wave.id, evening, typed=True)
    _print(sample, wave.id, evening + 5 * MINUTE)
    slips = list_slips(sample.desk.database, wave_id=wave.id)
    _print_again(sample, wave.id, evening + 10 * MINUTE, orders, slips)
    way = dict(zip(sample.order_ids(orders), (order.way for order in orders), strict=True))
    packed = [slip for slip in slips if way.get(slip.orders[0].id) is not Way.STUCK]
    _pack(sample, packed, evening + 15 * MINUTE)
    left = [slip.id for slip in packed if way.get(slip.orders[0].id) is not Way.PACKED]
    ship_slips(sample.acting(PACKER, evening + 100 * MINUTE), left)
    for row in list_wave_carriers(sample.desk.database, wave.id):
        acting = sample.acting(PACKER, evening + 12 * MINUTE)
        count_wave(acting, wave_id=wave.id, carrier=row.carrier, counted=row.printed)


def print_today(sample: Sample, order_ids: Sequence[int], at: Millis) -> None:
    """Today's wave: on paper, some of it packed; what a typed number is for waits for it."""
    wave = make_wave(sample.acting(STAFF[0], at), order_ids=order_ids)
    _give_numbers(sample, wave.id, at + MINUTE, typed=False)
    _print(sample, wave.id, at + 5 * MINUTE)
    slips = list_slips(sample.desk.database, wave_id=wave.id)
    numbered = [slip for slip in slips if slip.waybill and slip.orders[0].buyer not in (CHANGES, OWED_TRAVELS)]
    waiting = [slip for slip in slips if slip.waiting]
    _pack(sample, [*numbered[:_PACKED_TODAY], *waiting[:1]], at + 20 * MINUTE)


def with_parcels(sample: Sample, orders: Sequence[SampleOrder]) -> list[SampleOrder]:
    """The orders with the numbers that they were given here, as their platform knows them afterwards."""
    rows = fetch_by_ids(sample.desk.database, sample.order_ids(orders))
    given: Mapping[str, tuple[str, str]] = {row.order_no: (row.carrier, row.waybill) for row in rows if row.waybill}
    return [_with_parcel(order, *given.get(order.order_no, ("", ""))) for order in orders]


def _with_parcel(order: SampleOrder, carrier: str, waybill: str) -> SampleOrder:
    sent = waybill and order.status in (SHIPPED, DONE)
    return replace(order, carrier=carrier, waybill=waybill) if sent else order


def _give_numbers(sample: Sample, wave_id: int, at: Millis, *, typed: bool) -> None:
    waiting = [slip.carrier for slip in list_slips(sample.desk.database, wave_id=wave_id, waiting=True)]
    desk = sample.acting(STAFF[0], at)
    if STOCK_CARRIER in waiting:
        give_from_range(desk, wave_id=wave_id, carrier=STOCK_CARRIER)
    if typed and TYPED_CARRIER in waiting:
        numbers = [f"SF{1_400_000_000_000 + wave_id * 1_000 + n}" for n in range(waiting.count(TYPED_CARRIER))]
        give_waybills(desk, wave_id=wave_id, waybills=numbers, carrier=TYPED_CARRIER)


def _print(sample: Sample, wave_id: int, at: Millis) -> None:
    """By the supervisor, who may print what still waits for its number on plain paper."""
    desk = sample.acting(SUPERVISOR, at)
    print_wave(desk, wave_id=wave_id, paper=Paper.LABEL_100X150)
    confirm_wave(desk, wave_id=wave_id)


def _print_again(
    sample: Sample, wave_id: int, at: Millis, orders: Sequence[SampleOrder], slips: Sequence[SlipRow]
) -> None:
    for turn, reason in enumerate(_REPRINT_REASONS, 1):
        again = {order.order_no for order in orders if order.prints > turn}
        chosen = [slip.id for slip in slips if slip.order_no in again]
        if chosen:
            desk = sample.acting(SUPERVISOR, at + turn * MINUTE)
            print_wave(desk, wave_id=wave_id, paper=Paper.LABEL_100X150, slip_ids=chosen, reason=reason)
            confirm_wave(desk, wave_id=wave_id)


def _pack(sample: Sample, slips: Sequence[SlipRow], at: Millis) -> None:
    for place, slip in enumerate(slips):
        desk = sample.acting(PACKER, at + place * MINUTE)
        tick_all(desk, slip_id=slip.id)
        expected = get_expected_weight(desk, get_pack_slip(desk.database, slip.id))
        finish_slip(desk, slip_id=slip.id, weight=None if expected is None else expected + place % 5 * 4)
