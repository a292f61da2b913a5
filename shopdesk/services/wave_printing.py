"""Printing waves: each slip once, and what was printed stays open until somebody says that it came out (SHP-01)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.papers import Progress, render
from shopdesk.queries.changed_goods import list_changed_goods
from shopdesk.queries.slip_papers import get_slip_papers
from shopdesk.queries.slips import SlipRow, fetch_slips, list_slips
from shopdesk.queries.wave_candidates import list_slip_candidates
from shopdesk.queries.waves import WaveRow, get_wave
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.parcels import GoodsChanged
from shopdesk.services.settlement import settle_usual
from shopdesk.services.slip_prints import record_prints, unprint
from shopdesk.services.slip_writer import follow_orders
from shopdesk.services.wave_candidates import LeftBehind, WaitsForWaybill, left_of, parcels_of, refusal, wave_rules


class WavePrinted(Refused):
    template = N_("Wave {wave} was printed on {when}, every slip once. Say why it is needed again.")


class NothingLeftToPrint(Refused):
    template = N_("Nothing of wave {wave} can be printed. {why}")


class WaveEmpty(Refused):
    template = N_("There is no slip left in wave {wave}.")


class NothingToConfirm(Refused):
    template = N_("Nothing that was printed of wave {wave} is open: everything was confirmed.")


class CountImpossible(Refused):
    template = N_("{n} slips were printed last. Between 0 and {n} of them can have come out.")


@dataclass(frozen=True, slots=True)
class WavePrint:
    """What went to the printer."""

    wave_id: int
    pdf: bytes
    slip_ids: tuple[int, ...]
    """In print order: `confirm_wave` counts them from the first."""
    plain: int
    """How many of them went onto plain paper, without waybill (ORD-17)."""
    left: tuple[LeftBehind, ...]
    """Orders whose slips stayed behind."""


def preview_print(
    desk: Desk, *, wave_id: int, reason: str = "", slip_ids: Sequence[int] = ()
) -> tuple[int, list[LeftBehind]]:
    """How many slips `print_wave` would print now, and what would stay behind; writes nothing. Raises WavePrinted."""
    go, left = _printable(desk, get_wave(desk.database, wave_id), reason.strip(), slip_ids)
    return len(go), left


def print_wave(
    desk: Desk,
    *,
    wave_id: int,
    paper: Paper,
    reason: str = "",
    slip_ids: Sequence[int] = (),
    offset: Offset = NO_OFFSET,
    progress: Progress | None = None,
    deliver: Callable[[bytes], None] | None = None,
) -> WavePrint:
    """Draw and record what is still unprinted of a wave; with a `reason` all of it again, marked REPRINT n (SHP-01).

    `slip_ids` keeps to these. It is recorded before the paper leaves; `deliver` is handed the PDF before the recording
    is final. Slips without waybill are printed only for those with Right.PRINT_PLAIN (ORD-17). What is held or closed
    meanwhile stays behind and is named. Raises WaveNotFound, WavePrinted, NothingLeftToPrint, WaveEmpty.
    """
    with work(desk, Right.PRINT, Changed.SLIPS, Changed.PAPERS, Changed.ORDERS) as doing:
        wave = get_wave(desk.database, wave_id)
        follow_orders(doing)
        settle_usual(doing, [order.id for slip in list_slips(desk.database, wave_id=wave_id) for order in slip.orders])
        go, left = _printable(desk, wave, reason.strip(), slip_ids)
        if not go:
            raise NothingLeftToPrint(wave=wave_id, why=left[0].why)
        papers = get_slip_papers(
            desk.on_paper, slip_ids=[slip.id for slip in go], printed_at=doing.at, printed_by=desk.actor.name
        )
        pdf = render(Document.SLIP, papers, paper, offset=offset, progress=progress)
        _close_open(doing, wave_id)
        record_prints(doing, go, paper, reason=reason.strip(), unconfirmed=True)
        _mark_printed(doing, wave, len(go), reason.strip())
        if deliver is not None:
            deliver(pdf)
    plain = sum(slip.waiting for slip in go)
    return WavePrint(wave_id, pdf, tuple(slip.id for slip in go), plain, tuple(left))


def confirm_wave(desk: Desk, *, wave_id: int, came_out: int | None = None) -> int:
    """Say what of the last printing came out: all of it, or the first `came_out` slips.

    The others' printing is marked as spoilt and they are unprinted again, so that their next print is no reprint; those
    packed meanwhile did come out. Returns how many are unprinted. Raises NothingToConfirm, CountImpossible.
    """
    with work(desk, Right.PRINT, Changed.SLIPS, Changed.PAPERS, Changed.ORDERS) as doing:
        wave = get_wave(desk.database, wave_id)
        slips = open_prints(desk, wave_id)
        if not slips:
            raise NothingToConfirm(wave=wave_id)
        if came_out is not None and not 0 <= came_out <= len(slips):
            raise CountImpossible(n=len(slips))
        lost = [slip for slip in slips[len(slips) if came_out is None else came_out :] if slip.packed_at is None]
        if lost:
            unprint(doing, lost)
        _close_open(doing, wave_id)
        desk.database.execute_sql(
            "UPDATE wave SET confirmed_at = ?, version = version + 1 WHERE id = ?", (doing.at, wave.id)
        )
        doing.note("confirmed", "wave", wave_id, after={"came_out": len(slips) - len(lost), "spoilt": len(lost)})
    return len(lost)


def open_prints(desk: Desk, wave_id: int) -> list[SlipRow]:
    """The slips of the last printing that nobody confirmed yet, in print order."""
    rows = desk.database.execute_sql(
        "SELECT DISTINCT s.id, s.position FROM slip s JOIN print_record r ON r.slip_id = s.id "
        "WHERE s.wave_id = ? AND r.unconfirmed = 1 AND r.spoilt = 0 ORDER BY s.position, s.id",
        (wave_id,),
    ).fetchall()
    return fetch_slips(desk.database, [row[0] for row in rows])


def _printable(
    desk: Desk, wave: WaveRow, reason: str, slip_ids: Sequence[int]
) -> tuple[list[SlipRow], list[LeftBehind]]:
    """The slips that go onto paper, and the orders that stay behind."""
    slips = [slip for slip in list_slips(desk.database, wave_id=wave.id) if slip.cancelled_at is None]
    chosen = [slip for slip in slips if (reason or slip.printed_at is None) and (not slip_ids or slip.id in slip_ids)]
    if not slips:
        raise WaveEmpty(wave=wave.id)
    if not chosen:
        raise WavePrinted(wave=wave.id, when=desk.shown(wave.printed_at))
    left = _kept_back(desk, chosen)
    stays = {order.order_id for order in left}
    return [slip for slip in chosen if not stays & {order.id for order in slip.orders}], left


def _kept_back(desk: Desk, slips: Sequence[SlipRow]) -> list[LeftBehind]:
    rules = wave_rules(desk.database)
    plain = desk.actor.may(Right.PRINT_PLAIN)
    waiting = {slip.id for slip in slips if slip.waiting and not plain}
    fixed = [slip.id for slip in slips if slip.printed_at is not None or slip.parts > 1]  # others follow their orders
    changed = list_changed_goods(desk.database, fixed)
    left: list[LeftBehind] = []
    for parcel in parcels_of(list_slip_candidates(desk.database, [slip.id for slip in slips])):
        refusals = {order.order_id: why for order in parcel if (why := refusal(order, rules))}
        slip_id = parcel[0].slip_id
        if not refusals and slip_id in changed:
            refusals = {order.order_id: GoodsChanged(order_no=changed[slip_id]) for order in parcel}
        if not refusals and slip_id in waiting:
            refusals = {order.order_id: WaitsForWaybill(order_no=order.order_no) for order in parcel}
        left += left_of(parcel, refusals) if refusals else []
    return left


def _close_open(doing: Work, wave_id: int) -> None:
    """Whoever prints again or confirms is done with the printing before."""
    doing.desk.database.execute_sql(
        "UPDATE print_record SET unconfirmed = 0 WHERE unconfirmed = 1 "
        "AND slip_id IN (SELECT id FROM slip WHERE wave_id = ?)",
        (wave_id,),
    )


def _mark_printed(doing: Work, wave: WaveRow, count: int, reason: str) -> None:
    doing.desk.database.execute_sql(
        "UPDATE wave SET printed_at = ?, confirmed_at = NULL, version = version + 1 WHERE id = ?", (doing.at, wave.id)
    )
    doing.note("print", "wave", wave.id, after={"slips": count}, reason=reason)
