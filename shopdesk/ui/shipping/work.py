"""Doing things with waves and slips: the service runs in the background, then it is said what happened."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject

from shopdesk.domain.slips import WAVE_NAMES, WaveKind
from shopdesk.i18n import _, ngettext
from shopdesk.importing.waybill_files import WaybillRow
from shopdesk.queries.slips import SlipRow, list_slips
from shopdesk.queries.waves import WaveCarrier
from shopdesk.services.desk import Desk
from shopdesk.services.handovers import Count, count_base, count_wave, mark_handed
from shopdesk.services.slips import cancel_slip
from shopdesk.services.wave_printing import confirm_wave
from shopdesk.services.waves import NewWave, make_wave, take_out_of_wave
from shopdesk.services.waybill_ranges import give_from_range
from shopdesk.services.waybills import (
    give_file,
    give_waybill,
    give_waybills,
    give_waybills_by_order,
    remove_waybill,
)
from shopdesk.ui.background import Background, Task
from shopdesk.ui.messages import Kind, Messages

Result = TypeVar("Result")
Failed = Callable[[Exception], object]


class ShippingWork(QObject):
    """What is written is announced by the desk itself; pages refresh by that."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages = desk, background, messages

    # Waves

    def make(self, kind: WaveKind | None, carrier: str, on_made: Callable[[int], object]) -> Task:
        """Make a wave of what may go; Undo puts all of it back that is still in it."""

        def say(made: NewWave) -> None:
            said = ngettext("{wave} wave made: {n} slip", "{wave} wave made: {n} slips", made.slips)
            self._say(said.format(wave=_(WAVE_NAMES[made.kind]), n=made.slips), undo=lambda: self._put_back(made.id))
            on_made(made.id)

        write = lambda: make_wave(self._desk, kind=kind, carrier=carrier)  # noqa: E731
        return self._run(write, say, title=_("Making a wave"))

    def take_out(self, slips: Sequence[SlipRow]) -> None:
        """Slips that are not printed wait for another wave."""
        ids = [slip.id for slip in slips]

        def say(n: int) -> None:
            said = ngettext("{n} slip waits for another wave now", "{n} slips wait for another wave now", n)
            self._say(said.format(n=n))

        self._run(lambda: take_out_of_wave(self._desk, slip_ids=ids), say)

    def confirm(self, wave_id: int, came_out: int | None) -> None:
        """Say what of the last printing came out."""

        def say(lost: int) -> None:
            if lost:
                said = ngettext("{n} slip is to be printed again", "{n} slips are to be printed again", lost)
                self._say(said.format(n=lost), Kind.WARNING)
            else:
                self._say(_("All slips of wave {wave} came out").format(wave=wave_id))

        self._run(lambda: confirm_wave(self._desk, wave_id=wave_id, came_out=came_out), say)

    def cancel(self, slip: SlipRow, reason: str) -> None:
        """Stop a parcel."""
        self._run(
            lambda: cancel_slip(self._desk, slip_id=slip.id, reason=reason),
            lambda _done: self._say(_("Slip of order {order_no} cancelled").format(order_no=slip.order_no)),
        )

    # Waybills

    def give(self, slip: SlipRow, waybill: str, reason: str, on_given: Callable[[str], object], failed: Failed) -> None:
        """One slip's number; none takes it off."""

        def write() -> str:
            if not waybill:
                remove_waybill(self._desk, slip_id=slip.id, reason=reason, shown=slip.waybill)
                return ""
            return give_waybill(self._desk, slip_id=slip.id, waybill=waybill, reason=reason, shown=slip.waybill)

        self._run(write, on_given, failed)

    def give_column(self, wave_id: int, carrier: str, rows: Sequence[WaybillRow], failed: Failed) -> None:
        """A pasted column in print order, or order numbers with their waybills."""

        def write() -> int:
            if any(row.order_no for row in rows):
                return give_waybills_by_order(self._desk, rows=rows, wave_id=wave_id)
            return give_waybills(self._desk, wave_id=wave_id, waybills=[row.waybill for row in rows], carrier=carrier)

        self._run(write, self._say_given, failed)

    def give_file(self, wave_id: int, carrier: str, file: Path, failed: Failed) -> None:
        """The numbers of a file."""
        write = lambda: give_file(self._desk, wave_id=wave_id, file=file, carrier=carrier)  # noqa: E731
        self._run(write, self._say_given, failed, _("Reading {file}").format(file=file.name))

    def give_range(self, wave_id: int, carrier: str, first: str, *, as_far: bool, failed: Failed) -> None:
        """Numbers from stock, or from a first one on."""
        write = lambda: give_from_range(  # noqa: E731
            self._desk, wave_id=wave_id, carrier=carrier, first=first, as_far=as_far
        )
        self._run(write, self._say_given, failed)

    # The issue register

    def hand_over(self, code: str, on_done: Callable[[SlipRow], object], failed: Failed) -> None:
        """The warehouse has this slip."""
        self._run(lambda: mark_handed(self._desk, code=code), on_done, failed)

    def count(
        self, wave_id: int, shown: WaveCarrier, counted: int, *, note: str, on_done: Callable[[Count], object],
        failed: Failed,
    ) -> None:  # fmt: skip
        """The warehouse's count of a carrier as it was `shown`."""
        base = count_base(shown)
        write = lambda: count_wave(  # noqa: E731
            self._desk, wave_id=wave_id, carrier=shown.carrier, counted=counted, note=note, base=base
        )
        self._run(write, on_done, failed)

    # How

    def _put_back(self, wave_id: int) -> None:
        def write() -> int:
            there = [slip.id for slip in list_slips(self._desk.seen, wave_id=wave_id)]
            return take_out_of_wave(self._desk, slip_ids=there)

        self._run(write, lambda _n: self._say(_("The wave is taken back"), Kind.INFO))

    def _say_given(self, n: int) -> None:
        said = ngettext("{n} slip has its waybill now", "{n} slips have their waybills now", n)
        self._say(said.format(n=n))

    def _run(
        self,
        write: Callable[[], Result],
        say: Callable[[Result], object],
        failed: Failed | None = None,
        title: str = "",
    ) -> Task:
        failed = failed or self._messages.error
        return self._background.run_task(write, say, failed, owner=self, title=title, in_order=not title)

    def _say(self, text: str, kind: Kind = Kind.GOOD, *, undo: Callable[[], object] | None = None) -> None:
        self._messages.toast(text, kind, undo=undo)
