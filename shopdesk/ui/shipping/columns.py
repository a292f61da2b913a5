"""The columns of the page's lists, and how far waves and slips are, in words."""

from collections.abc import Callable
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.domain.slips import SLIP_STATES, WAVE_NAMES
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.printing.papers import NoReceiver
from shopdesk.queries.slips import SlipRow
from shopdesk.queries.waves import WaveRow
from shopdesk.services import wave_candidates as why
from shopdesk.services.holds import OnHold
from shopdesk.services.wave_candidates import LeftBehind
from shopdesk.services.waves import CarrierCount
from shopdesk.ui.moments import short_moment
from shopdesk.ui.record_table import RecordColumn
from shopdesk.ui.shipping.reading import NEXT, Overview, SlipEntry


class WaveEntry(NamedTuple):
    """A line of the list of waves."""

    id: int
    title: str
    slips: int
    standing: str
    is_open: bool
    """Whether somebody still has to do something about it."""
    tip: str


class CarrierEntry(NamedTuple):
    """What would go with one carrier."""

    id: int
    takes: CarrierCount


class LeftEntry(NamedTuple):
    """An order that stays behind."""

    id: int
    order_no: str
    group: str
    said: str


GROUPS: dict[type[Refused], str] = {
    OnHold: N_("On hold"),
    why.MoneyNotConfirmed: N_("Money not confirmed"),
    why.NotSettled: N_("Not settled"),
    why.NotRegistered: N_("Not registered"),
    why.NoCarrier: N_("No carrier"),
    why.ReceiverHidden: N_("Receiver hidden"),
    NoReceiver: N_("Receiver missing"),
    why.ListMissing: N_("Packing list first"),
    why.OrderStopped: N_("Closed on the platform"),
    why.TravelsWith: N_("Travels with another"),
    why.WaitsForWaybill: N_("Waiting for waybill"),
}
"""Why an order stays, in a word."""

WAVES = (
    RecordColumn("title", N_("Wave"), 122, lambda entry: entry.title, lambda entry: entry.tip, stretch=1),
    RecordColumn("slips", N_("Slips"), 50, lambda entry: str(entry.slips), is_figure=True),
    RecordColumn("standing", N_("Standing"), 132, lambda entry: entry.standing, lambda entry: entry.tip,
                 colour=lambda entry: "" if entry.is_open else "muted", stretch=1),
)  # fmt: skip
CARRIERS = (
    RecordColumn("carrier", N_("Carrier"), 160, lambda entry: entry.takes.carrier or _("No carrier"), stretch=1),
    RecordColumn("slips", N_("Slips"), 80, lambda entry: str(entry.takes.slips), is_figure=True),
    RecordColumn("orders", N_("Orders"), 80, lambda entry: str(entry.takes.orders), is_figure=True),
    RecordColumn("pieces", N_("Pieces"), 80, lambda entry: str(entry.takes.pieces), is_figure=True),
)
LEFT = (
    RecordColumn("group", N_("Why it stays"), 150, lambda entry: entry.group, colour=lambda _entry: "warning"),
    RecordColumn("order_no", N_("Order no."), 180, lambda entry: entry.order_no),
    RecordColumn("said", N_("What to do"), 320, lambda entry: entry.said, stretch=1),
)


def slip_columns(now: Callable[[], Millis], zone: Callable[[], str]) -> tuple[RecordColumn, ...]:
    """The slips of a wave; the waybill is typed in its place."""
    return (
        RecordColumn("position", N_("No."), 46, lambda entry: str(entry.slip.position), is_figure=True,
                     is_muted=True),
        RecordColumn("order_no", N_("Order no."), 150, _order_nos, _all_order_nos, stretch=1, cuts_middle=True),
        RecordColumn("receiver", N_("Receiver"), 76, lambda entry: entry.slip.receiver, stretch=1),
        RecordColumn("region", N_("Region"), 112, lambda entry: entry.slip.region, _address, is_muted=True, stretch=1),
        RecordColumn("goods", N_("Goods"), 150, lambda entry: entry.goods, stretch=4),
        RecordColumn("pieces", N_("Pieces"), 58, lambda entry: str(entry.slip.pieces), is_figure=True),
        RecordColumn("carrier", N_("Carrier"), 84, lambda entry: entry.slip.carrier, is_muted=True),
        RecordColumn("waybill", N_("Waybill"), 148, _waybill, edits=_typed_waybill, colour=_waybill_colour),
        RecordColumn("state", N_("State"), 96, slip_standing, lambda entry: _when(entry, now(), zone()),
                     colour=_state_colour),
    )  # fmt: skip


def wave_entries(overview: Overview, now: Millis, *, history: bool) -> list[WaveEntry]:
    """The next wave, then those there are."""
    entries = [_entry(wave, now, overview.zone) for wave in overview.waves]
    if history:
        return entries
    preview = overview.preview
    left = len(preview.left)
    said = ngettext("{n} stays behind", "{n} stay behind", left).format(n=left) if left else _("not made yet")
    title = _("Next: {wave}").format(wave=_(WAVE_NAMES[preview.kind]))
    slips = sum(count.slips for count in preview.carriers)
    return [WaveEntry(NEXT, title, slips, said, bool(slips), said), *entries]


def left_entries(left: tuple[LeftBehind, ...]) -> list[LeftEntry]:
    """What stays behind, grouped by why."""
    made = [
        LeftEntry(behind.order_id, behind.order_no, _(GROUPS.get(type(behind.why), N_("Other"))), sentence(behind.why))
        for behind in left
    ]
    return sorted(made, key=lambda entry: (entry.group, entry.order_no))


def wave_title(wave: WaveRow, now: Millis, zone: str) -> str:
    """`Noon 11:58`."""
    return f"{_(WAVE_NAMES[wave.kind])} {short_moment(wave.at, now, zone)}"


def wave_standing(wave: WaveRow) -> tuple[str, bool]:
    """How far a wave is, and whether something is still to be done."""
    unprinted = wave.slips - wave.printed
    if not wave.slips:
        return _("cancelled"), False
    if wave.unconfirmed:
        return _("came out?"), True
    if unprinted:
        return ngettext("{n} to print", "{n} to print", unprinted).format(n=unprinted), True
    if wave.waiting:
        return ngettext("{n} without waybill", "{n} without waybill", wave.waiting).format(n=wave.waiting), True
    if wave.shipped < wave.slips:
        return _("{done} of {n} shipped").format(done=wave.shipped, n=wave.slips), True
    return _("shipped"), False


def slip_standing(entry: SlipEntry) -> str:
    """How far a slip is."""
    slip = entry.slip
    if slip.refunded and slip.cancelled_at is None:
        return _("Stop: refunded")
    return _(SLIP_STATES[slip.state])


def _entry(wave: WaveRow, now: Millis, zone: str) -> WaveEntry:
    said, is_open = wave_standing(wave)
    tip = _("Wave {wave}, made by {person}. Printed {printed}, packed {packed}, shipped {shipped} of {n}.").format(
        wave=wave.id, person=wave.person, printed=wave.printed, packed=wave.packed, shipped=wave.shipped, n=wave.slips
    )
    return WaveEntry(wave.id, wave_title(wave, now, zone), wave.slips, said, is_open, tip)


def _order_nos(entry: SlipEntry) -> str:
    slip = entry.slip
    parts = f" ({slip.part}/{slip.parts})" if slip.parts > 1 else ""
    more = f" +{len(slip.orders) - 1}" if len(slip.orders) > 1 else ""
    return f"{slip.order_no}{more}{parts}"


def _all_order_nos(entry: SlipEntry) -> str:
    return "\n".join(order.order_no for order in entry.slip.orders)


def _address(entry: SlipEntry) -> str:
    return f"{entry.slip.region} {entry.slip.address}"


def _waybill(entry: SlipEntry) -> str:
    return entry.slip.waybill or ("" if entry.slip.cancelled_at is not None else _("waiting"))


def _typed_waybill(entry: SlipEntry) -> str | None:
    can_be = entry.slip.cancelled_at is None and entry.slip.shipped_at is None
    return entry.slip.waybill if can_be else None


def _waybill_colour(entry: SlipEntry) -> str:
    return "warning" if entry.slip.waiting else ""


def _state_colour(entry: SlipEntry) -> str:
    slip: SlipRow = entry.slip
    if slip.refunded and slip.cancelled_at is None:
        return "danger"
    return "muted" if slip.cancelled_at is not None or slip.shipped_at is not None else ""


def _when(entry: SlipEntry, now: Millis, zone: str) -> str:
    slip = entry.slip
    told = (
        (_("Printed {when}"), slip.printed_at),
        (_("Handed over {when}"), slip.handed_at),
        (_("Packed {when}"), slip.packed_at),
        (_("Shipped {when}"), slip.shipped_at),
        (_("Cancelled {when}"), slip.cancelled_at),
    )
    said = [text.format(when=short_moment(at, now, zone)) for text, at in told if at is not None]
    return "\n".join([*said, slip.cancel_reason] if slip.cancel_reason else said)
