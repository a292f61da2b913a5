"""The boxes of a day with what has become of them; any found by number, waybill, phone, name (RET-01)."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.clock import to_local
from shopdesk.domain.box_scans import read_box_name
from shopdesk.domain.intake import BOX_STATES, BoxState
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.boxes import BoxRow, find_box, get_box, list_boxes
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, named, say, tool_button
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.search_line import SearchLine
from shopdesk.ui.theme import Theme

FIND_AFTER = 200
"""Milliseconds after the last key."""
MOST = 200
"""So many boxes are listed of what was found."""
_COLOURS = {BoxState.OPENED: "warning", BoxState.UNCLAIMED: "danger", BoxState.REGISTERED: "good"}


def _whose(row: BoxRow) -> str:
    """Whose it is, as far as that is known."""
    return row.buyer or row.order_no or row.sender_name or row.buyer_name or row.waybill or "–"


def _state(row: BoxRow) -> str:
    """In a word."""
    return _("Unfinished") if row.state is BoxState.OPENED else _(BOX_STATES[row.state])


def _tip(row: BoxRow) -> str:
    parts = (row.name, row.order_no, row.carrier, row.waybill, row.sender_name, row.person, row.reason)
    return "\n".join(filter(None, parts))


class BoxList(Retranslated, QWidget):
    """`opened` carries the box that somebody wants on the table: Enter, or a click."""

    opened = Signal(int)

    def __init__(
        self, name: str, *, desk: Desk, background: Background, messages: Messages, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        named(self, name)
        self._desk, self._background, self._messages = desk, background, messages
        self._states: tuple[BoxState, ...] = ()
        self._shown_id: int | None = None
        self._is_found = self._is_reading = self._goes_on = False
        self._timer = QTimer(self, singleShot=True, interval=FIND_AFTER)
        self._timer.timeout.connect(self.refresh)
        self._build(name, theme)
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Boxes of the day"))
        self.day.setAccessibleName(_("Day"))
        say(self._earlier, _("The day before"))
        say(self._later, _("The day after"))
        hint = _("Find a box: 3, 2026-11-22/3, waybill, phone, name")
        self.find_line.setPlaceholderText(_("Find a box"))
        self.find_line.setToolTip(hint)
        self.find_line.setAccessibleName(hint)
        self._say()

    @property
    def chosen_day(self) -> str:
        """The day that is listed, `2026-11-22`."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day()).isoformat()

    def show_day(self, day: str) -> None:
        """List another day."""
        there = date.fromisoformat(day)
        self.day.setDate(QDate(there.year, there.month, there.day))

    def look_for(self, text: str) -> None:
        """Show what fits; "" shows the day again."""
        self._states = ()
        self.find_line.setText(text)
        self.refresh()

    def show_states(self, states: Sequence[BoxState]) -> None:
        """Show all boxes that stand so, of every day."""
        self.find_line.clear()
        self._states = tuple(states)
        self.refresh()
        self._go_on()

    def mark(self, box_id: int | None, day: str = "") -> None:
        """This one is on the table; its day is listed as soon as it is."""
        is_other, self._shown_id = box_id != self._shown_id, box_id
        if is_other and day and day != self.chosen_day and not (self._states or self.find_line.text().strip()):
            self.show_day(day)
        if box_id is None or (not self.table.hasFocus() and not self.table.go_to(box_id)):
            self.table.clearSelection()

    def refresh(self) -> None:
        """Read the list again."""
        self._timer.stop()
        text, day, states = self.find_line.text().strip(), self.chosen_day, self._states

        def read() -> list[BoxRow]:
            seen = self._desk.seen
            if states:
                return list_boxes(seen, states=states, limit=MOST)
            if not text:
                return list_boxes(seen, day=day)
            named_so = read_box_name(text, day)
            exact = None if named_so is None else find_box(seen, day=named_so[0], number=named_so[1])
            if exact is not None:
                return [get_box(seen, exact).row]
            return list_boxes(seen, find=text, limit=MOST)

        def done(rows: list[BoxRow]) -> None:
            self._is_reading = False
            if (text, day, states) == (self.find_line.text().strip(), self.chosen_day, self._states):
                self._is_found = bool(text or states)
                self.table.show_rows(rows, again=True)
                self.mark(self._shown_id)
                self._say()
                if self._goes_on:
                    self._go_on()

        def lost(error: Exception) -> None:
            self._is_reading = False
            self._messages.unasked(error)

        self._is_reading = True
        self._background.run_task(read, done, lost, owner=self)

    # How

    def _build(self, name: str, theme: Theme) -> None:
        today = to_local(self._desk.clock(), get_setting(self._desk.seen, ZONE)).date()
        self.day = named(QDateEdit(QDate(today.year, today.month, today.day), self), f"{name}.day")
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self._earlier = tool_button(theme.icons, "chevron-up", f"{name}.earlier", self)
        self._later = tool_button(theme.icons, "chevron-down", f"{name}.later", self)
        self.find_line = named(SearchLine(self), f"{name}.find")
        self.table = RecordTable(f"{name}.table", N_("Boxes of the day"), self._columns(), theme)
        self._said = label(f"{name}.said", "muted", parent=self)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.day, 1)
        top.addWidget(self._earlier)
        top.addWidget(self._later)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.find_line)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._said)

    def _columns(self) -> tuple[RecordColumn, ...]:
        return (
            RecordColumn("number", N_("No."), 40, self._number, is_figure=True),
            RecordColumn("whose", N_("Whose"), 84, _whose, tip=_tip, stretch=1),
            RecordColumn("state", N_("State"), 84, _state,
                         colour=lambda row: _COLOURS.get(row.state, "muted")),
        )  # fmt: skip

    def _number(self, row: BoxRow) -> str:
        is_other_day = self._is_found and row.day != self.chosen_day
        return f"{row.day[5:]} #{row.number}" if is_other_day else str(row.number)

    def _connect(self) -> None:
        self.day.dateChanged.connect(lambda _day: self.look_for(""))
        self._earlier.clicked.connect(lambda: self.day.setDate(self.day.date().addDays(-1)))
        self._later.clicked.connect(lambda: self.day.setDate(self.day.date().addDays(1)))
        self.find_line.textChanged.connect(lambda _text: self._timer.start())
        self.find_line.left.connect(self._go_on)
        self.table.opened.connect(self.opened)
        self.table.clicked.connect(lambda index: self.opened.emit(self.table.records.rows[index.row()].id))

    def _go_on(self) -> None:
        """The only one that was found is what was looked for."""
        self._goes_on = self._timer.isActive() or self._is_reading
        if self._timer.isActive():
            self.refresh()
        if self._goes_on:
            return
        rows = self.table.records.rows
        if self._is_found and len(rows) == 1:
            self.opened.emit(rows[0].id)
        elif rows:
            self.table.setFocus()
            self.table.go_to(rows[0].id)

    def _say(self) -> None:
        rows: Sequence[BoxRow] = self.table.records.rows
        if not rows:
            self._said.setText(_("Nothing found.") if self._is_found else _("No box came on this day."))
            return
        left = sum(row.state is BoxState.OPENED for row in rows)
        said = ngettext("{n} box", "{n} boxes", len(rows)).format(n=len(rows))
        open_ = _("{n} not registered").format(n=left) if left else ""
        self._said.setText(_(", ").join(filter(None, (said, open_))))
