"""The issue register: slips handed to the warehouse, counted there (SHP-03)."""

from collections.abc import Callable
from dataclasses import dataclass

from shopdesk.queries.slips import SlipRow
from shopdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Count:
    """What a count says."""

    expected: int
    counted: int
    unaccounted: tuple[SlipRow, ...]
    """Slips that nobody scanned or packed, named where the count differs."""


def mark_handed(desk: Desk, *, code: str) -> SlipRow:
    """The warehouse has this slip: scanned by waybill, order number or slip code. Raises SlipNotFound, SlipStopped,
    AlreadyHanded. Right.COUNT."""


def count_wave(desk: Desk, *, wave_id: int, carrier: str, counted: int, note: str = "") -> Count:
    """Enter how many slips of a carrier the warehouse counted. A difference is kept only with a `note` that explains
    it; raises CountDiffers, which names the slips not accounted for. Right.COUNT."""


def print_register(desk: Desk, *, wave_id: int, deliver: Callable[[bytes], None] | None = None) -> bytes:
    """The issue register of a wave as an A4 PDF, by carrier. Right.PRINT."""
