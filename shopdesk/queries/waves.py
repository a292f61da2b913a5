"""Waves: what was printed for the warehouse when, and what is left at cut-off (ORD-16, SHP-01, SHP-03)."""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database
from shopdesk.domain.slips import WaveKind
from shopdesk.errors import N_, NotFound


class WaveNotFound(NotFound):
    template = N_("There is no wave {wave} here. `wave list` names them.")


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One wave with how far its slips are; cancelled slips count only in `cancelled`."""

    id: int
    version: int
    kind: WaveKind
    carrier: str
    """The only carrier it was made for; empty for all."""
    person: str
    at: Millis
    printed_at: Millis | None
    confirmed_at: Millis | None
    slips: int
    orders: int
    pieces: int
    waiting: int
    printed: int
    unconfirmed: int
    """Printed, and nobody said yet that the paper came out."""
    handed: int
    packed: int
    shipped: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class WaveCarrier:
    """A wave's slips of one carrier, and what the warehouse counted of them (SHP-03)."""

    carrier: str
    slips: int
    pieces: int
    waiting: int
    printed: int
    handed: int
    counted: int | None
    """None while nobody counted."""
    note: str
    counted_by: str
    counted_at: Millis | None


@dataclass(frozen=True, slots=True)
class UnprintedRow:
    """An order that should have been printed by now."""

    order_id: int
    order_no: str
    buyer: str
    carrier: str
    pieces: int
    registered_at: Millis | None
    slip_id: int | None
    wave_id: int | None
    hold: str
    """Why it waits; empty where it could go."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """Where the day stands (ORD-16)."""

    kind: WaveKind
    """The regular wave whose cut-off passed last."""
    at: Millis
    unprinted: int
    """Orders registered before it that are not printed yet, held ones too."""
    next_kind: WaveKind
    next_at: Millis


def list_waves(database: Database, *, since: Millis | None = None, limit: int | None = None) -> list[WaveRow]:
    """Waves, the newest first; `since`: made then or later."""


def get_wave(database: Database, wave_id: int) -> WaveRow:
    """One wave; raises WaveNotFound."""


def list_wave_carriers(database: Database, wave_id: int) -> list[WaveCarrier]:
    """A wave's slips by carrier, in print order."""


def get_cut_off(database: Database, *, now: Millis) -> CutOff:
    """The last cut-off, what is still unprinted of what was registered before it, and the next cut-off."""


def list_unprinted(database: Database, *, before: Millis) -> list[UnprintedRow]:
    """Orders registered before a moment and not printed yet, the oldest first (ORD-16)."""
