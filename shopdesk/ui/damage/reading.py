"""What the page of damage shows: the list as it is filtered, one entry with all about it, batches, losses (REP-04)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from shopdesk.clock import Millis
from shopdesk.domain.damage_list import AWAY, ENDS, EXPIRING_DAYS, HERE, State
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.due import DamageList
from shopdesk.domain.money import ZERO, Money
from shopdesk.queries.boxes import get_box_item
from shopdesk.queries.check_rules import get_carriers
from shopdesk.queries.damage_batches import DamageBatchRow, DamageLoss, list_damage_batches, list_damage_losses
from shopdesk.queries.damage_list import (
    DamageRow,
    SupplierDamage,
    get_damage,
    list_batch_lines,
    list_damage,
    list_damage_suppliers,
)
from shopdesk.queries.products import SupplierRow, list_suppliers
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.trail import TrailRow, list_trail
from shopdesk.services.desk import Desk
from shopdesk.settings import REPAIR_FAULTS, ZONE

MOST_SETTLED, MOST_BATCHES = 500, 500
"""Settled entries and batches listed at most, the newest: search finds the other entries."""


class Show(StrEnum):
    """Which entries are listed; the words of `DamageList` are among them."""

    OPEN = "open"
    EXPIRING = DamageList.EXPIRING.value
    LATE = "late"
    HERE = "here"
    """In the shop, the supplier's time running."""
    ANSWERS = DamageList.ANSWERS.value
    REFUSED = DamageList.REFUSED.value
    SETTLED = "settled"


NO_LOSS = DamageLoss("", "", 0, ZERO, ZERO, ZERO, ZERO, ZERO, 0)
NOBODY = 0
"""Chosen as the supplier: goods of which nobody knows who made them."""


@dataclass(frozen=True, slots=True)
class DamageFilter:
    """Which entries are listed."""

    show: Show = Show.OPEN
    supplier_id: int | None = None
    """NOBODY for those without one."""
    find: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """The time by which the page is written."""

    now: Millis
    zone: str

    @property
    def soon(self) -> Millis:
        """What a supplier takes back until then only is told of."""
        return self.now + EXPIRING_DAYS * DAY_MS

    def is_expiring(self, row: DamageRow) -> bool:
        """Whether the supplier's time is over, or nearly so."""
        return row.state in HERE and row.expires_at is not None and row.expires_at < self.soon


@dataclass(frozen=True, slots=True)
class DamageFound:
    """The list, and how many there would be by each of the filters."""

    moment: Moment
    rows: Sequence[DamageRow] = ()
    by_show: Mapping[Show, int] = field(default_factory=dict)
    suppliers: Sequence[SupplierDamage] = ()
    is_added: bool = False
    """The first row is there only because it was asked for."""


@dataclass(frozen=True, slots=True)
class SupplierLine:
    """What is open with one supplier, NOBODY for goods of which nobody knows who made them."""

    id: int
    row: SupplierDamage


@dataclass(frozen=True, slots=True)
class Known:
    """What forms offer."""

    zone: str
    suppliers: Sequence[SupplierRow]
    batches: Sequence[DamageBatchRow]
    """Those that are still here."""
    faults: list[str]
    carriers: Sequence[str]


@dataclass(frozen=True, slots=True)
class WholeDamage:
    """One entry and what happened to it."""

    row: DamageRow
    history: Sequence[TrailRow]
    moment: Moment
    box_id: int | None
    """The box in which it came."""


@dataclass(frozen=True, slots=True)
class BatchesFound:
    """All batches, those that are not sent yet first."""

    moment: Moment
    rows: Sequence[DamageBatchRow] = ()


@dataclass(frozen=True, slots=True)
class WholeBatch:
    """One batch, what is in it, and what happened to it."""

    row: DamageBatchRow
    lines: Sequence[DamageRow]
    history: Sequence[TrailRow]
    moment: Moment

    @property
    def waiting(self) -> list[DamageRow]:
        """What the supplier owes an answer for, or what it promised."""
        return [line for line in self.lines if line.state in AWAY]


@dataclass(frozen=True, slots=True)
class LossLine:
    """One line of the losses; in months alone no product is named."""

    id: int
    loss: DamageLoss


@dataclass(frozen=True, slots=True)
class LossesFound:
    """What damage cost, as it was asked for."""

    moment: Moment
    rows: Sequence[LossLine] = ()
    months: Sequence[str] = ()
    suppliers: Sequence[tuple[int, str]] = ()
    whole: DamageLoss = NO_LOSS


def unread_moment(desk: Desk) -> Moment:
    """Until something is read: the shop's zone is not known yet."""
    return Moment(desk.clock(), ZONE.default)


def read_moment(desk: Desk) -> Moment:
    """Now, in the shop's zone."""
    return Moment(desk.clock(), get_setting(desk.seen, ZONE))


def read_list(desk: Desk, chosen: DamageFilter, also: int | None = None) -> DamageFound:
    """The entries that fit, what runs out first is first; and `also` one that was asked for, fit or not."""
    database, moment = desk.seen, read_moment(desk)
    found = list_damage(database, only_open=True, find=chosen.find, supplier_id=chosen.supplier_id or None)
    fits = _FITS[chosen.show]
    own = [row for row in found if chosen.supplier_id != NOBODY or row.supplier_id is None]
    rows = [row for row in own if fits(row, moment)]
    if chosen.show is Show.SETTLED or (chosen.find and chosen.show is Show.OPEN):
        rows += _settled(desk, chosen)  # what is looked for may be over
    is_added = also is not None and all(row.id != also for row in rows)
    if also is not None and is_added:
        rows = [get_damage(database, also), *rows]
    return DamageFound(
        moment,
        rows,
        {show: sum(test(row, moment) for row in own) for show, test in _FITS.items() if show is not Show.SETTLED},
        list_damage_suppliers(database, now=moment.now),
        is_added,
    )


def read_damage(desk: Desk, damage_id: int) -> WholeDamage:
    """One entry; raises DamageNotFound."""
    row = get_damage(desk.seen, damage_id)
    item = get_box_item(desk.seen, row.box_item_id) if row.box_item_id is not None else None
    history = list_trail(desk.seen, kind="damage", record_id=damage_id)
    return WholeDamage(row, history, read_moment(desk), item.box_id if item else None)


def read_known(desk: Desk) -> Known:
    """What forms offer now."""
    database = desk.seen
    return Known(
        get_setting(database, ZONE),
        list_suppliers(database),
        list_damage_batches(database, only_open=True),
        get_setting(database, REPAIR_FAULTS),
        [str(carrier["name"]) for carrier in get_carriers(database).carriers],
    )


def read_suppliers(desk: Desk) -> tuple[Moment, list[SupplierLine]]:
    """What is open with each, whose goods run out first is first."""
    moment = read_moment(desk)
    found = list_damage_suppliers(desk.seen, now=moment.now)
    return moment, [SupplierLine(row.supplier_id or NOBODY, row) for row in found]


def read_batches(desk: Desk) -> BatchesFound:
    """All batches."""
    return BatchesFound(read_moment(desk), list_damage_batches(desk.seen, limit=MOST_BATCHES))


def read_batch(desk: Desk, row: DamageBatchRow) -> WholeBatch:
    """What is in one of them."""
    lines = list_batch_lines(desk.seen, batch_id=row.id)
    history = list_trail(desk.seen, kind="damage_batch", record_id=row.id)
    return WholeBatch(row, lines, history, read_moment(desk))


def read_losses(desk: Desk, *, month: str, supplier_id: int | None, only_months: bool) -> LossesFound:
    """What damage cost in a month, "" for all, by product or by month alone."""
    database = desk.seen
    found = list_damage_losses(database, supplier_id=supplier_id)
    months = list(dict.fromkeys(row.month for row in found))
    rows = [row for row in found if not month or row.month == month]
    if only_months:
        rows = [_added(each, [row for row in rows if row.month == each]) for each in months if month in ("", each)]
    return LossesFound(
        read_moment(desk),
        [LossLine(place, row) for place, row in enumerate(rows, 1)],
        months,
        [(row.id, row.name) for row in list_suppliers(database)],
        _added("", rows),
    )


_FITS: Mapping[Show, Callable[[DamageRow, Moment], bool]] = {
    Show.OPEN: lambda row, _moment: row.is_open,
    Show.EXPIRING: lambda row, moment: moment.is_expiring(row),
    Show.LATE: lambda row, moment: row.is_late(moment.now),
    Show.HERE: lambda row, _moment: row.state in HERE,
    Show.ANSWERS: lambda row, _moment: row.state in AWAY,
    Show.REFUSED: lambda row, _moment: row.state is State.REFUSED,
    Show.SETTLED: lambda row, _moment: not row.is_open,
}


def _settled(desk: Desk, chosen: DamageFilter) -> list[DamageRow]:
    states = [state.value for state in ENDS]
    rows = list_damage(
        desk.seen, states=states, find=chosen.find, supplier_id=chosen.supplier_id or None, limit=MOST_SETTLED
    )
    return [row for row in rows if chosen.supplier_id != NOBODY or row.supplier_id is None]


def _added(month: str, rows: Sequence[DamageLoss]) -> DamageLoss:
    """Their sums."""

    def total(name: str) -> Money:
        return Money(sum(getattr(row, name) for row in rows))

    whole = replace(NO_LOSS, month=month, pieces=sum(row.pieces for row in rows))
    sums = {name: total(name) for name in ("worth", "credited", "replaced", "lost", "undecided")}
    return replace(whole, unpriced=sum(row.unpriced for row in rows), **sums)  # type: ignore[arg-type]
