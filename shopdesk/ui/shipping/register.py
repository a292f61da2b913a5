"""The issue register of a wave: slips scanned as they are handed over, and the warehouse's count (SHP-03)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.queries.slips import SlipRow
from shopdesk.queries.waves import WaveCarrier
from shopdesk.services.desk import Desk
from shopdesk.services.handovers import Count
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.rights import why_not_allowed
from shopdesk.ui.scanner import TAKES_SCAN, looks_like_code
from shopdesk.ui.shipping.notice import Notice
from shopdesk.ui.shipping.reading import read_register
from shopdesk.ui.shipping.work import ShippingWork
from shopdesk.ui.theme import Theme


class RegisterEntry(NamedTuple):
    """A carrier's slips, and what was counted."""

    id: int
    carrier: WaveCarrier
    differs: bool


class MissingEntry(NamedTuple):
    """A slip that nobody scanned or packed."""

    id: int
    slip: SlipRow


def _counted(entry: RegisterEntry) -> str:
    return "" if entry.carrier.counted is None else str(entry.carrier.counted)


COLUMNS = (
    RecordColumn("carrier", N_("Carrier"), 130, lambda entry: entry.carrier.carrier or _("No carrier"), stretch=1),
    RecordColumn("printed", N_("Printed"), 76, lambda entry: str(entry.carrier.printed), is_figure=True),
    RecordColumn("handed", N_("Handed over"), 96, lambda entry: str(entry.carrier.handed), is_figure=True),
    RecordColumn("counted", N_("Counted"), 96, _counted, edits=_counted, is_figure=True,
                 colour=lambda entry: "danger" if entry.differs else ""),
    RecordColumn("note", N_("Explanation"), 150, lambda entry: entry.carrier.note,
                 edits=lambda entry: entry.carrier.note if entry.carrier.counted is not None else None, stretch=2),
    RecordColumn("by", N_("Counted by"), 90, lambda entry: entry.carrier.counted_by, is_muted=True),
)  # fmt: skip
MISSING = (
    RecordColumn("position", N_("No."), 56, lambda entry: str(entry.slip.position), is_figure=True, is_muted=True),
    RecordColumn("order_no", N_("Order no."), 170, lambda entry: entry.slip.order_no, stretch=1),
    RecordColumn("receiver", N_("Receiver"), 100, lambda entry: entry.slip.receiver),
    RecordColumn("carrier", N_("Carrier"), 110, lambda entry: entry.slip.carrier, is_muted=True),
    RecordColumn("waybill", N_("Waybill"), 160, lambda entry: entry.slip.waybill),
)


class RegisterDialog(Retranslated, QDialog):
    """`print_requested` for the paper; scanning goes on with whatever the keys go to."""

    print_requested = Signal()

    def __init__(
        self,
        wave_id: int,
        *,
        desk: Desk,
        work: ShippingWork,
        background: Background,
        messages: Messages,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shipping.register")
        self._wave_id, self._desk, self._work, self._messages = wave_id, desk, work, messages
        self._background = background
        self.scan = named(QLineEdit(self), "shipping.register.scan")
        self.scan.setProperty(TAKES_SCAN, True)
        self.notice = Notice("shipping.register.notice", theme, self)
        self.table = RecordTable("shipping.register.table", N_("Carriers"), COLUMNS, theme)
        self.table.setFixedHeight(190)
        self._missing_title = label("shipping.register.missing.title", "section", parent=self)
        self.missing = RecordTable("shipping.register.missing", N_("Slips not accounted for"), MISSING, theme)
        self._print = button("shipping.register.print", parent=self)
        self._close = button("shipping.register.close", parent=self)
        self._lay_out()
        self.scan.returnPressed.connect(self._take_scan)
        self.table.records.typed.connect(self._take_typed)
        self._print.clicked.connect(self.print_requested)
        self._close.clicked.connect(self.accept)
        down = QShortcut(QKeySequence("Down"), self.scan, self._go_to_counts)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)  # `context=` of the maker is ignored
        for before, after in pairwise((self.scan, self.table, self.missing, self._print, self._close)):
            self.setTabOrder(before, after)
        self.retranslate()
        self.refresh()
        fit_on_screen(self, 820, 560)
        self.scan.setFocus()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Issue register of wave {wave}").format(wave=self._wave_id))
        self.scan.setPlaceholderText(_("Scan each slip as it is handed over: waybill, order number or slip code"))
        self.scan.setAccessibleName(_("Scan a slip"))
        self._missing_title.setText(_("Not accounted for"))
        self._print.setText(_("Print register…"))
        self._close.setText(_("Close"))

    def refresh(self) -> None:
        """Read the counts again."""
        self._background.run_task(
            lambda: read_register(self._desk, self._wave_id), self._show, self._messages.error, owner=self
        )

    def _show(self, read: Sequence[tuple[WaveCarrier, Count | None]]) -> None:
        counts = [count for _carrier, count in read]
        self.table.show_rows(
            [
                RegisterEntry(place, carrier, count is not None and not count.agrees)
                for place, (carrier, count) in enumerate(read, 1)
            ],
            again=True,
        )
        missing = [slip for count in counts if count is not None for slip in count.unaccounted]
        self.missing.show_rows([MissingEntry(slip.id, slip) for slip in missing])
        for part in (self._missing_title, self.missing):
            part.setVisible(bool(missing))
        if self.table.current_id() is None and read:
            self.table.go_to(1, "counted")

    def _take_scan(self) -> None:
        code = self.scan.text().strip()
        self.scan.clear()
        if code:
            self._work.hand_over(code, self._on_handed, self._on_refused)

    def _on_handed(self, slip: SlipRow) -> None:
        self.notice.say(_("Handed over: {order_no} {receiver}").format(order_no=slip.order_no, receiver=slip.receiver))
        self.refresh()

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, ShopdeskError):
            self.notice.say(sentence(error), "danger", sounds=True)
            self.refresh()
        else:
            self._messages.error(error)

    def _go_to_counts(self) -> None:
        self.table.go_to(self.table.current_id() or 1, "counted")
        self.table.setFocus()

    def _take_typed(self, entry_id: int, key: str, text: str) -> None:
        if key == "counted" and looks_like_code(text):  # a slip was scanned while the keys went to the counts
            self._work.hand_over(text, self._on_handed, self._on_refused)
            return
        place = self.table.records.place_of(entry_id)
        reason = why_not_allowed(self._desk, Right.COUNT)
        if place is None or reason:
            self.notice.say(reason, "danger") if reason else None
            return
        carrier: WaveCarrier = self.table.records.rows[place].carrier
        counted, note = (text, carrier.note) if key == "counted" else (str(carrier.counted or 0), text)
        if not counted.isdecimal():
            self.notice.say(_("“{text}” is no number of slips.").format(text=counted), "danger")
            return
        self._work.count(
            self._wave_id, carrier, int(counted), note=note, on_done=self._on_counted, failed=self._on_refused
        )

    def _on_counted(self, count: Count) -> None:
        self.refresh()
        told = {"carrier": count.carrier, "counted": count.counted, "expected": count.expected}
        if count.agrees:
            self.notice.say(_("{carrier}: {counted} counted, that agrees.").format(**told))
        elif count.is_settled:
            said = _("{carrier}: {counted} counted instead of {expected}; explained.")
            self.notice.say(said.format(**told), "warning")
        else:
            said = _("{carrier}: {counted} counted, {expected} printed. Look for the slips below, or explain it.")
            self.notice.say(said.format(**told), "danger")

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(16, 16, 16, 12)
        head.addWidget(self.scan)
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        foot.addWidget(self._print)
        foot.addStretch(1)
        foot.addWidget(self._close)
        below = QHBoxLayout()
        below.setContentsMargins(16, 8, 16, 4)
        below.addWidget(self._missing_title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.notice)
        layout.addWidget(self.table)
        layout.addLayout(below)
        layout.addWidget(self.missing, 1)
        layout.addStretch(0)
        layout.addLayout(foot)
