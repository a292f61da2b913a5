"""What the shipping page shows, read in one go away from the window."""

from dataclasses import dataclass
from typing import NamedTuple

from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.slip_goods import list_slip_goods
from shopdesk.queries.slips import SlipRow, count_old_unfinished, history_start, list_slips
from shopdesk.queries.waves import CutOff, WaveCarrier, WaveRow, get_cut_off, get_wave, list_wave_carriers, list_waves
from shopdesk.services.desk import Desk
from shopdesk.services.handovers import Count, find_count
from shopdesk.services.waves import WavePreview, preview_wave
from shopdesk.settings import ZONE

NEXT = 0
"""The id of the wave that isn't made yet, in the list of waves."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Where the day stands."""

    preview: WavePreview
    cut_off: CutOff
    waves: list[WaveRow]
    """Those at hand, or those in the history; the newest first."""
    old_unfinished: int
    """Slips in the history that are neither shipped nor cancelled (SHP-06)."""
    zone: str


class SlipEntry(NamedTuple):
    """One line of a wave."""

    id: int
    slip: SlipRow
    goods: str


@dataclass(frozen=True, slots=True)
class WaveFacts:
    """Everything about one wave."""

    wave: WaveRow
    carriers: list[WaveCarrier]
    entries: list[SlipEntry]


def read_overview(desk: Desk, *, history: bool) -> Overview:
    """The next wave as it would be made now, and the waves there are."""
    database, now = desk.seen, desk.clock()
    start = history_start(database, now=now)
    cut_off = get_cut_off(database, now=now)
    waves = list_waves(database, since=None if history else start)
    if history:
        waves = [wave for wave in waves if wave.at < start]
    return Overview(
        preview_wave(desk, kind=cut_off.next_kind),
        cut_off,
        waves,
        count_old_unfinished(database, now=now),
        get_setting(database, ZONE),
    )


def read_wave(desk: Desk, wave_id: int) -> WaveFacts:
    """One wave with its slips in print order; raises WaveNotFound."""
    slips = list_slips(desk.seen, wave_id=wave_id)
    goods = list_slip_goods(desk.seen, [slip.id for slip in slips])
    entries = [SlipEntry(slip.id, slip, goods.get(slip.id, "")) for slip in slips]
    return WaveFacts(get_wave(desk.seen, wave_id), list_wave_carriers(desk.seen, wave_id), entries)


def read_register(desk: Desk, wave_id: int) -> list[tuple[WaveCarrier, Count | None]]:
    """A wave's carriers, each with what was counted, if anything."""
    carriers = list_wave_carriers(desk.seen, wave_id)
    return [(carrier, find_count(desk, wave_id=wave_id, carrier=carrier.carrier)) for carrier in carriers]
