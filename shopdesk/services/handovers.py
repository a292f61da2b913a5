"""The issue register: slips handed to the warehouse, counted there (SHP-03)."""

from collections.abc import Callable
from dataclasses import dataclass

from shopdesk.domain.merging import Values, merge
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.printing.issue_register import render_register
from shopdesk.queries.registers import get_register
from shopdesk.queries.slips import SlipNotFound, SlipRow, find_slip, list_slips
from shopdesk.queries.waves import WaveCarrier, get_wave, list_wave_carriers
from shopdesk.services.clashes import Base
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.waybill_checks import check_stopped

MOST_SLIPS = 100_000
"""More slips of one carrier than any warehouse counts is a slip of the finger."""


class NotPrintedYet(Refused):
    template = N_("The slip of order {order_no} was never printed. Print it in its wave first.")


class HandedAlready(Refused):
    template = N_("The slip of order {order_no} was handed over already. Nothing was changed.")


class NoSuchCarrier(Refused):
    template = N_("Wave {wave} has no slips of {carrier}. It has {carriers}.")


class CountWrong(Refused):
    template = N_("{n} slips can't have been counted. Give a number between 0 and {most}.")


class CountedMeanwhile(Refused):
    template = N_(
        "{person} counted {carrier} of wave {wave} meanwhile ({when}): {theirs}. Yours was not entered: {mine}. Look "
        "at it, then enter yours again if it is to take its place."
    )


class NothingPrinted(Refused):
    template = N_("Nothing of wave {wave} was printed yet, so there is nothing to hand over.")


@dataclass(frozen=True, slots=True)
class Count:
    """What a count says."""

    carrier: str
    expected: int
    counted: int
    unaccounted: tuple[SlipRow, ...]
    """Where the count differs: the slips that nobody scanned or packed."""
    note: str
    """What explains the difference."""

    @property
    def agrees(self) -> bool:
        """Whether as many were counted as were printed."""
        return self.counted == self.expected

    @property
    def is_settled(self) -> bool:
        """Whether nothing is open: it agrees, or somebody explained why not."""
        return self.agrees or bool(self.note)


def mark_handed(desk: Desk, *, code: str) -> SlipRow:
    """The warehouse has this slip: scanned by waybill, order number or slip code.

    Raises SlipNotFound, SlipAmbiguous, SlipStopped, OrderRefunded, NotPrintedYet, HandedAlready.
    """
    with work(desk, Right.COUNT, Changed.SLIPS) as doing:
        slip = find_slip(desk.database, code)
        if slip is None:
            raise SlipNotFound(code=code.strip())
        check_stopped(slip)
        if slip.printed_at is None:
            raise NotPrintedYet(order_no=slip.order_no)
        if slip.handed_at is not None:
            raise HandedAlready(order_no=slip.order_no)
        _mark(doing, "id = ?", (slip.id,))
        doing.note("handed", "slip", slip.id, after={"order_no": slip.order_no, "wave": slip.wave_id})
    return slip


def count_base(shown: WaveCarrier) -> Base:
    """What somebody who counts has in view."""
    return Base(None, {"counted": shown.counted, "note": shown.note})


def count_wave(
    desk: Desk, *, wave_id: int, carrier: str, counted: int, note: str = "", base: Base | None = None
) -> Count:
    """Enter how many printed slips of a carrier the warehouse counted.

    Where it agrees, all of them are handed over. Where it differs, the slips not accounted for are named, and it stays
    open until a `note` explains it. `base` is what was seen before (`count_base`): number and note that others entered
    since stay, unless both changed one. Without it one's own count is replaced, another's never. Raises WaveNotFound,
    NoSuchCarrier, CountWrong, CountedMeanwhile.
    """
    if not 0 <= counted <= MOST_SLIPS:
        raise CountWrong(n=counted, most=MOST_SLIPS)
    with work(desk, Right.COUNT, Changed.SLIPS) as doing:
        shown = _carrier(desk, wave_id, carrier)
        name = shown.carrier
        counted, note = _merged(desk, wave_id, shown, base, {"counted": counted, "note": note.strip()})
        slips = [slip for slip in list_slips(desk.database, wave_id=wave_id, carrier=name) if _is_out(slip)]
        desk.database.execute_sql(
            "INSERT INTO handover (wave_id, carrier, counted, note, person_id, at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (wave_id, carrier) DO UPDATE SET counted = excluded.counted, note = excluded.note, "
            "person_id = excluded.person_id, at = excluded.at",
            (wave_id, name, counted, note, desk.actor.id, doing.at),
        )
        if counted == len(slips):
            _mark(
                doing,
                "wave_id = ? AND carrier = ? AND printed_at IS NOT NULL AND cancelled_at IS NULL AND handed_at IS NULL",
                (wave_id, name),
            )
        told = {"carrier": name, "expected": len(slips), "counted": counted}
        doing.note("counted", "wave", wave_id, after=told, reason=note)
    return _count(name, slips, counted, note)


def _merged(desk: Desk, wave_id: int, now: WaveCarrier, base: Base | None, mine: Values) -> tuple[int, str]:
    """Number and note as they are to stand; raises CountedMeanwhile."""
    standing = count_base(now).values
    if base is None:
        is_own = now.counted is None or now.counted_by == desk.actor.name
        base = Base(None, standing if is_own else {"counted": None, "note": ""})
    merged = merge(base.values, standing, mine)
    if merged.differences:
        told = {"person": now.counted_by, "when": desk.shown(now.counted_at), "theirs": _told(standing)}
        raise CountedMeanwhile(wave=wave_id, carrier=now.carrier, mine=_told(mine), **told)
    written = {**standing, **merged.write}
    return int(written["counted"]), str(written["note"])


def _told(entered: Values) -> str:
    return f"{entered['counted']} {entered['note']}".strip()


def find_count(desk: Desk, *, wave_id: int, carrier: str) -> Count | None:
    """What was counted, with the slips not accounted for as things stand now; None while nobody counted."""
    found = _carrier(desk, wave_id, carrier)
    if found.counted is None:
        return None
    slips = [slip for slip in list_slips(desk.database, wave_id=wave_id, carrier=found.carrier) if _is_out(slip)]
    return _count(found.carrier, slips, found.counted, found.note)


def print_register(desk: Desk, *, wave_id: int, deliver: Callable[[bytes], None] | None = None) -> bytes:
    """The issue register of a wave as an A4 PDF: its printed slips by carrier (SHP-03). Raises NothingPrinted."""
    with work(desk, Right.PRINT, Changed.PAPERS) as doing:
        register = get_register(desk.database, wave_id, printed_at=doing.at, printed_by=desk.actor.name)
        if not register.carriers:
            raise NothingPrinted(wave=wave_id)
        pdf = render_register(register)
        doing.note("print", "wave", wave_id, after={"document": "issue-register"})
        if deliver is not None:
            deliver(pdf)
    return pdf


def _is_out(slip: SlipRow) -> bool:
    return slip.printed_at is not None and slip.cancelled_at is None


def _count(carrier: str, slips: list[SlipRow], counted: int, note: str) -> Count:
    missing = tuple(slip for slip in slips if slip.handed_at is None and slip.packed_at is None)
    return Count(carrier, len(slips), counted, missing if counted != len(slips) else (), note)


def _carrier(desk: Desk, wave_id: int, carrier: str) -> WaveCarrier:
    """The carrier of a wave that has this in its name."""
    get_wave(desk.database, wave_id)
    there = list_wave_carriers(desk.database, wave_id)
    found = [one for one in there if one.carrier == carrier] or [
        one for one in there if carrier and carrier in one.carrier
    ]
    if len(found) != 1:
        names = ", ".join(one.carrier or "-" for one in there)
        raise NoSuchCarrier(wave=wave_id, carrier=carrier or "-", carriers=names)
    return found[0]


def _mark(doing: Work, where: str, params: tuple[object, ...]) -> None:
    doing.desk.database.execute_sql(
        f"UPDATE slip SET handed_at = ?, version = version + 1 WHERE {where}", (doing.at, *params)
    )
