"""Waves: putting what may go onto paper together, by carrier (SHP-01, ORD-16)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shopdesk.domain.documents import Paper
from shopdesk.domain.slips import WaveKind
from shopdesk.errors import Refused
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.papers import Progress
from shopdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """An order that stays behind, and why."""

    order_id: int
    order_no: str
    why: Refused


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


@dataclass(frozen=True, slots=True)
class WavePrint:
    """What went to the printer."""

    wave_id: int
    pdf: bytes
    slip_ids: tuple[int, ...]
    plain: int
    """How many of them went onto plain paper, without waybill (ORD-17)."""
    left: tuple[LeftBehind, ...]
    """Orders whose slips stayed behind."""


def preview_wave(desk: Desk, *, kind: WaveKind | None = None, carrier: str = "", order_ids: Sequence[int] = ()) -> WavePreview:
    """What `make_wave` would do now; writes nothing."""


def make_wave(desk: Desk, *, kind: WaveKind | None = None, carrier: str = "", order_ids: Sequence[int] = ()) -> NewWave:
    """Make a wave of all orders that may go (or of those given), settling platform orders on their usual account.

    `kind` None: the clock and the settings choose. Raises NothingToShip where none may go. Right.WAVE.
    """


def take_out_of_wave(desk: Desk, *, slip_ids: Sequence[int]) -> int:
    """Put slips that are not printed back to wait for another wave (Undo of make_wave); a wave left empty is gone.
    Returns how many. Right.WAVE."""


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

    `slip_ids` keeps to these. Recorded before the paper leaves. Slips without waybill are printed only for those with
    Right.PRINT_PLAIN (ORD-17). What is held or closed meanwhile stays behind and is named. Raises AlreadyPrinted,
    NothingLeftToPrint. Right.PRINT.
    """


def confirm_wave(desk: Desk, *, wave_id: int, came_out: int | None = None) -> int:
    """Say what of the last printing came out: all of it, or the first `came_out` slips; the others' printing is marked
    as spoilt and they are unprinted again (the next print is no reprint). Returns how many are. Right.PRINT."""
