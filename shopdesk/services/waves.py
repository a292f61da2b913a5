"""Waves: putting what may go onto paper together, by carrier (SHP-01, ORD-16)."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.clock import to_local
from shopdesk.db.database import GIVEN, add_row, listed
from shopdesk.db.trail import Entry
from shopdesk.domain.permissions import Right
from shopdesk.domain.slips import WaveKind, minute_of, usual_kind
from shopdesk.errors import N_, Refused
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.slips import SlipRow, fetch_slips
from shopdesk.queries.wave_candidates import Candidate, list_candidates, list_chosen_candidates
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.settlement import settle_usual
from shopdesk.services.slip_writer import follow_orders, move_slips, write_slips
from shopdesk.services.wave_candidates import LeftBehind, left_of, parcels_of, placed, refusal, wave_rules
from shopdesk.settings import EVENING_CUT_OFF, NOON_CUT_OFF, ZONE


class NothingToShip(Refused):
    template = N_("There is nothing to ship: no order is registered and free to go. {why}")


class NotInWave(Refused):
    template = N_("The slip of order {order_no} is in no wave.")


class SlipPrinted(Refused):
    template = N_(
        "The slip of order {order_no} has been printed. It stays in its wave; cancel it if it must not leave."
    )


@dataclass(frozen=True, slots=True)
class CarrierCount:
    """What goes with one carrier."""

    carrier: str
    slips: int
    orders: int
    pieces: int


@dataclass(frozen=True, slots=True)
class WavePreview:
    """What a wave made now would take, by carrier, and what would stay behind."""

    kind: WaveKind
    carriers: tuple[CarrierCount, ...]
    left: tuple[LeftBehind, ...]


@dataclass(frozen=True, slots=True)
class NewWave:
    """A wave that was made."""

    id: int
    kind: WaveKind
    carriers: tuple[CarrierCount, ...]
    order_ids: tuple[int, ...]
    order_nos: tuple[str, ...]
    left: tuple[LeftBehind, ...]

    @property
    def slips(self) -> int:
        """How many slips are in it."""
        return sum(count.slips for count in self.carriers)


@dataclass(frozen=True, slots=True)
class _Choice:
    """The parcels that go, in print order, and the orders that stay."""

    parcels: list[tuple[Candidate, ...]]
    left: list[LeftBehind]

    @property
    def carriers(self) -> tuple[CarrierCount, ...]:
        found: dict[str, list[tuple[Candidate, ...]]] = {}
        for parcel in self.parcels:
            found.setdefault(parcel[0].carrier, []).append(parcel)
        return tuple(
            CarrierCount(
                carrier,
                len(parcels),
                sum(map(len, parcels)),
                sum(order.pieces for parcel in parcels for order in parcel),
            )
            for carrier, parcels in found.items()
        )


def preview_wave(
    desk: Desk, *, kind: WaveKind | None = None, carrier: str = "", order_ids: Sequence[int] = ()
) -> WavePreview:
    """What `make_wave` would do now; writes nothing."""
    choice = _choose(desk, carrier, order_ids)
    return WavePreview(kind or kind_now(desk), choice.carriers, tuple(choice.left))


def make_wave(desk: Desk, *, kind: WaveKind | None = None, carrier: str = "", order_ids: Sequence[int] = ()) -> NewWave:
    """Make a wave of all orders that may go (or of those given), settling platform orders on their usual account.

    `carrier`: only those that go with a carrier of this name, or with this in its name. `kind` None: the clock and the
    settings choose. Raises NothingToShip where none may go.
    """
    with work(desk, Right.WAVE, Changed.SLIPS, Changed.ORDERS) as doing:
        follow_orders(doing)
        choice = _choose(desk, carrier, order_ids)
        if not choice.parcels:
            raise NothingToShip(why=choice.left[0].why if choice.left else "")
        orders = [order for parcel in choice.parcels for order in parcel]
        ids = list(dict.fromkeys(order.order_id for order in orders))
        settle_usual(doing, ids)
        wave_id = _enter_wave(doing, kind or kind_now(desk), carrier)
        write_slips(doing, wave_id, choice.parcels)
        entries = [Entry(order_id, {}, {"wave": wave_id}) for order_id in ids]
        doing.note_all("wave", "order", entries)
    nos = tuple(dict.fromkeys(order.order_no for order in orders))
    return NewWave(wave_id, kind or kind_now(desk), choice.carriers, tuple(ids), nos, tuple(choice.left))


def kind_now(desk: Desk) -> WaveKind:
    """The regular wave of this time of day (ORD-16)."""
    now = to_local(desk.clock(), get_setting(desk.database, ZONE))
    noon, evening = (minute_of(get_setting(desk.database, setting)) for setting in (NOON_CUT_OFF, EVENING_CUT_OFF))
    return usual_kind(now.hour * 60 + now.minute, noon=noon, evening=evening)


def take_out_of_wave(desk: Desk, *, slip_ids: Sequence[int]) -> int:
    """Put slips that are not printed back to wait for another wave (Undo of make_wave); a wave left empty is gone.

    Returns how many. Raises NotInWave, SlipPrinted.
    """
    with work(desk, Right.WAVE, Changed.SLIPS, Changed.ORDERS) as doing:
        slips = fetch_slips(desk.database, list(dict.fromkeys(slip_ids)))
        for slip in slips:
            if slip.wave_id is None:
                raise NotInWave(order_no=slip.order_no)
            if slip.printed_at is not None:
                raise SlipPrinted(order_no=slip.order_no)
        move_slips(doing, [slip.id for slip in slips], None)
        _drop_empty(doing, {slip.wave_id for slip in slips if slip.wave_id is not None})
        _note_out(doing, slips)
    return len(slips)


def _note_out(doing: Work, slips: Sequence[SlipRow]) -> None:
    entries = [Entry(order.id, {"wave": slip.wave_id}, {"wave": None}) for slip in slips for order in slip.orders]
    doing.note_all("out of wave", "order", entries)


def _drop_empty(doing: Work, wave_ids: set[int]) -> None:
    doing.desk.database.execute_sql(
        f"DELETE FROM wave WHERE id IN {GIVEN} AND NOT EXISTS (SELECT 1 FROM slip WHERE wave_id = wave.id) "
        "AND NOT EXISTS (SELECT 1 FROM handover WHERE wave_id = wave.id)",
        (listed(wave_ids),),
    )


def _enter_wave(doing: Work, kind: WaveKind, carrier: str) -> int:
    wave_id = add_row(
        doing.desk.database,
        "INSERT INTO wave (kind, carrier, person_id, at) VALUES (?, ?, ?, ?)",
        (kind.value, carrier, doing.desk.actor.id, doing.at),
    )
    doing.note("made", "wave", wave_id, after={"kind": kind.value, "carrier": carrier})
    return wave_id


def _choose(desk: Desk, carrier: str, order_ids: Sequence[int]) -> _Choice:
    """What goes, grouped by carrier, then by shelf and by age; and what stays."""
    found = list_chosen_candidates(desk.database, order_ids) if order_ids else list_candidates(desk.database)
    rules = wave_rules(desk.database)
    go: list[tuple[Candidate, ...]] = []
    left: list[LeftBehind] = []
    for parcel in parcels_of(found):
        if carrier not in parcel[0].carrier:
            continue
        refusals = {order.order_id: why for order in parcel if (why := refusal(order, rules) or placed(order))}
        if refusals:
            left += left_of(parcel, refusals)
        else:
            go.append(parcel)
    go.sort(key=lambda parcel: (parcel[0].carrier, not parcel[0].shelf, parcel[0].shelf))
    return _Choice(go, left)
