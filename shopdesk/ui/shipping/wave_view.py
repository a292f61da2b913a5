"""One wave: its slips in print order, whose waybills are filled in where they stand (SHP-01, SHP-02)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTabBar, QVBoxLayout, QWidget

from shopdesk.clock import Millis
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.slips import SlipRow
from shopdesk.ui.controls import button, label, named, rule
from shopdesk.ui.language import Retranslated
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.shipping.columns import slip_columns, wave_standing, wave_title
from shopdesk.ui.shipping.commands import ShippingCommands
from shopdesk.ui.shipping.notice import Notice
from shopdesk.ui.shipping.reading import SlipEntry, WaveFacts
from shopdesk.ui.theme import Theme

_WAYBILL_MENU = ("paste", "stock", "file", "", "ranges")
_SLIP_MENU = ("open", "", "reprint", "take-out", "cancel", "", "together", "split", "apart")


class SlipTable(RecordTable):
    """After a waybill the keys go to the next slip that waits for one."""

    def next_waiting(self, after: int) -> int | None:
        """The id of the next slip without waybill below a place, or else from the top."""
        rows: Sequence[SlipEntry] = self.records.rows
        for entry in (*rows[after + 1 :], *rows[: after + 1]):
            if entry.slip.waiting:
                return entry.id
        return None

    def go_on(self, place: int, column: int) -> None:
        """Enter in a waybill goes to the next empty one."""
        found = self.next_waiting(place) if column == self.records.column_of("waybill") else None
        if found is not None and found != self.records.rows[place].id:
            self.go_to(found, "waybill")
        else:
            super().go_on(place, column)


class WaveView(Retranslated, QWidget):
    """`typed` carries a slip and the waybill typed for it."""

    typed = Signal(object, str)
    order_opened = Signal(int)

    def __init__(
        self, commands: ShippingCommands, theme: Theme, now: Callable[[], Millis], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shipping.wave")
        self._commands, self._now, self._zone = commands, now, ""
        self.facts: WaveFacts | None = None
        self._title = label("shipping.wave.title", "title", parent=self)
        self._count = label("shipping.wave.count", "muted", parent=self)
        self.tabs = named(QTabBar(self), "shipping.wave.carriers")
        self.question = Notice("shipping.wave.question", theme, self)
        self.notice = Notice("shipping.wave.notice", theme, self)
        columns = slip_columns(now, lambda: self._zone)
        self.table = SlipTable("shipping.slips", N_("Slips"), columns, theme)
        for strip in (self.question, self.notice):
            strip.setFocusProxy(self.table)
        self._chosen = label("shipping.wave.chosen", parent=self)
        self._waybills = button("shipping.waybills", parent=self)
        self._menu = named(QMenu(self), "shipping.waybills.menu")
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def carrier(self) -> str:
        """The carrier whose slips are shown, "" for all."""
        return str(self.tabs.tabData(self.tabs.currentIndex()) or "")

    @property
    def target(self) -> SlipRow | None:
        """The slip that the next scanned waybill is for: the current one if it waits, else the next that does."""
        current = self.table.current()
        if current is not None and current.slip.waiting:
            return current.slip  # type: ignore[no-any-return]
        found = self.table.next_waiting(max(self.table.currentIndex().row(), -1))
        place = None if found is None else self.table.records.place_of(found)
        return None if place is None else self.table.records.rows[place].slip

    def chosen(self) -> list[SlipRow]:
        """The chosen slips in print order."""
        return [entry.slip for entry in self.table.chosen()]

    def show_wave(self, facts: WaveFacts, zone: str) -> None:
        """Show this wave; the same one again keeps what is chosen and in view."""
        again = self.facts is not None and self.facts.wave.id == facts.wave.id
        self.facts, self._zone = facts, zone
        if not again:
            self.notice.hide()
        self._show_carriers(keep=again)
        self._show_slips(again=again)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.tabs.setAccessibleName(_("Carriers"))
        self._waybills.setText(_("Waybills") + "   ")
        self._waybills.setAccessibleName(_("Waybills"))
        if self.facts is None:
            return
        wave = self.facts.wave
        self._title.setText(
            _("Wave {wave} · {title}").format(wave=wave.id, title=wave_title(wave, self._now(), self._zone))
        )
        parts = [
            ngettext("{n} slip", "{n} slips", wave.slips).format(n=wave.slips),
            ngettext("{n} piece", "{n} pieces", wave.pieces).format(n=wave.pieces),
            wave.person,
            wave_standing(wave)[0],
        ]
        self._count.setText(" · ".join(parts))
        self._write_carriers()
        self._show_possible()

    def _show_carriers(self, *, keep: bool) -> None:
        assert self.facts is not None
        before = self.carrier if keep else ""
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        self.tabs.setTabData(self.tabs.addTab(""), "")
        for carrier in self.facts.carriers:
            place = self.tabs.addTab("")
            self.tabs.setTabData(place, carrier.carrier)
            if carrier.carrier == before and before:
                self.tabs.setCurrentIndex(place)
        self.tabs.blockSignals(False)
        self.tabs.setVisible(len(self.facts.carriers) > 1)

    def _write_carriers(self) -> None:
        assert self.facts is not None
        self.tabs.setTabText(0, f"{_('All')}  {self.facts.wave.slips}")
        for place, carrier in enumerate(self.facts.carriers, 1):
            waiting = _(", {n} waiting").format(n=carrier.waiting) if carrier.waiting else ""
            self.tabs.setTabText(place, f"{carrier.carrier or _('No carrier')}  {carrier.slips}{waiting}")

    def _show_slips(self, *, again: bool = False) -> None:
        assert self.facts is not None
        entries = [entry for entry in self.facts.entries if self.carrier in ("", entry.slip.carrier)]
        self.table.show_rows(entries, again=again)
        if entries and self.table.current_id() is None:
            self.table.go_to(self.table.next_waiting(-1) or entries[0].id, "waybill")

    def _show_possible(self) -> None:
        facts, slips = self.facts, self.chosen()
        if facts is None:
            return
        wave, n = facts.wave, len(slips)
        said = ngettext("{n} slip chosen", "{n} slips chosen", n)
        self._chosen.setText(said.format(n=n) if n > 1 else "")
        live = [slip for slip in slips if slip.cancelled_at is None]
        self._commands.enable(
            print=wave.slips > wave.printed,
            reprint=any(slip.printed_at is not None for slip in live),
            came_out=bool(wave.unconfirmed),
            some_came_out=bool(wave.unconfirmed),
            paste=bool(wave.waiting),
            stock=bool(wave.waiting),
            file=bool(wave.waiting),
            register=bool(wave.printed),
            take_out=bool(live) and all(slip.printed_at is None for slip in live),
            cancel=n == 1 and bool(live) and slips[0].shipped_at is None,
            open=n == 1,
            together=n > 1 and all(slip.printed_at is None for slip in slips),
            split=n == 1 and _is_plain(slips[0]),
            apart=n == 1 and slips[0].printed_at is None and not _is_plain(slips[0]),
        )

    def _connect(self) -> None:
        self.table.records.typed.connect(self._on_typed)
        self.table.chosen_changed.connect(self._show_possible)
        self.table.opened.connect(lambda _slip_id: self._commands.by_name["open"].trigger())
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.tabs.currentChanged.connect(lambda _place: self._show_slips() if self.facts else None)
        for name in _WAYBILL_MENU:
            if name:
                self._menu.addAction(self._commands.by_name[name])
            else:
                self._menu.addSeparator()
        self._waybills.setMenu(self._menu)

    def _on_typed(self, slip_id: int, _key: str, text: str) -> None:
        place = self.table.records.place_of(slip_id)
        if place is not None:
            self.typed.emit(self.table.records.rows[place].slip, text)

    def _open_menu(self, at: object) -> None:
        menu = named(QMenu(self), "shipping.slips.menu")
        for name in _SLIP_MENU:
            if name:
                menu.addAction(self._commands.by_name[name])
            else:
                menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.table.viewport().mapToGlobal(at))  # type: ignore[call-overload]

    def _lay_out(self) -> None:
        head, second, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._count, 1)
        second.setContentsMargins(8, 0, 16, 0)
        second.addWidget(self.tabs)
        second.addStretch(1)
        foot.setContentsMargins(16, 8, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self._commands.button("print", "main"))
        foot.addWidget(self._waybills)
        for name in ("register", "reprint", "take-out", "cancel"):
            foot.addWidget(self._commands.button(name))
        foot.addWidget(self._chosen)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(second)
        layout.addWidget(rule("shipping.wave.rule", self))
        layout.addWidget(self.question)
        layout.addWidget(self.notice)
        layout.addWidget(self.table, 1)
        layout.addWidget(rule("shipping.wave.foot.rule", self))
        layout.addLayout(foot)


def _is_plain(slip: SlipRow) -> bool:
    """One order in one parcel, not printed yet."""
    return slip.printed_at is None and slip.cancelled_at is None and len(slip.orders) == 1 and slip.parts < 2
