"""What is known of a box besides its items: carrier, who sent it, postage and cash (RET-02, RET-03, RET-07).

Each field is saved when the keys go elsewhere; Enter saves it and goes back to the scan field.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from shopdesk.domain.money import Money
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _
from shopdesk.queries.boxes import BoxRow
from shopdesk.services.boxes import box_base, fill_box
from shopdesk.services.clashes import Base
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, named, restyle
from shopdesk.ui.intake.pending import Pending
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.saving import Saving


class AmountUnread(BadInput):
    template = N_("{text} is no amount. Type one such as 12.50.")


@dataclass(frozen=True, slots=True)
class _Declared:
    key: str
    label: str
    place: tuple[int, int, int]
    """Row, column, columns that it takes."""
    is_amount: bool = False


FIELDS = (
    _Declared("sender_phone", N_("Sender's phone"), (0, 0, 2)),
    _Declared("sender_name", N_("Sender's name"), (0, 2, 2)),
    _Declared("buyer_name", N_("Buyer by the paper"), (0, 4, 2)),
    _Declared("sender_region", N_("From where"), (1, 0, 2)),
    _Declared("sender_address", N_("Address"), (1, 2, 4)),
    _Declared("carrier", N_("Carrier"), (2, 0, 2)),
    _Declared("waybill", N_("Waybill"), (2, 2, 2)),
    _Declared("postage", N_("Postage"), (2, 4, 1), is_amount=True),
    _Declared("cash", N_("Cash found"), (2, 5, 1), is_amount=True),
    _Declared("note", N_("Note"), (3, 0, 6)),
)
"""In the order of Tab: what tells whose it is comes first."""


class BoxLine(QLineEdit):
    """Enter is `entered`; Esc puts back what was known, then leaves."""

    entered = Signal()
    left = Signal()
    done = Signal()
    """The keys went elsewhere."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, name)
        self.known = ""

    @property
    def is_changed(self) -> bool:
        """Whether somebody typed something else."""
        return self.text().strip() != self.known

    def show_known(self, text: str) -> None:
        """What is known now; what is being typed stays."""
        is_changed, self.known = self.is_changed, text
        if not is_changed and self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.setText(self.known)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By the keyboard all of it is chosen: typing writes it anew."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Saved then; not while a menu or another window is over it."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.done.emit()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class BoxForm(Retranslated, QWidget):
    """Saves what was typed over what it was opened with; two people's changes are merged (DATA-02)."""

    saved = Signal()
    """Something was written: whose the box may be is asked again."""
    left = Signal()
    """The keys are to go back to the scan field."""

    def __init__(
        self, name: str, *, desk: Desk, background: Background, messages: Messages, pending: Pending, parent: QWidget
    ) -> None:
        super().__init__(parent)
        named(self, name)
        self._desk, self._messages, self._pending = desk, messages, pending
        self._saving = Saving(background, messages, self)
        self._row: BoxRow | None = None
        self._labels: dict[str, QLabel] = {}
        self.lines: dict[str, BoxLine] = {}
        self._completer = QCompleter(self)
        self._lay_out(name)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("What came with the box"))
        for field in FIELDS:
            self._labels[field.key].setText(_(field.label))
            self.lines[field.key].setAccessibleName(_(field.label))

    def offer_carriers(self, names: list[str]) -> None:
        """The carriers of Settings are offered while one is typed."""
        self._completer = QCompleter(names, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.lines["carrier"].setCompleter(self._completer)

    def show_box(self, row: BoxRow | None, *, is_locked: bool = False) -> None:
        """Show this box; what is being typed about it stays until it is saved."""
        is_other = row is None or self._row is None or row.id != self._row.id
        self._row = row
        for field in FIELDS:
            line = self.lines[field.key]
            if is_other:
                line.setText(line.known)
                restyle(line, "wrong", value=False)
            line.show_known("" if row is None else _shown(row, field))
            line.setEnabled(row is not None and not is_locked)

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Write what was typed, if anything was; `then` is called once nothing is left unsaved."""
        row, typed = self._row, [field for field in FIELDS if self.lines[field.key].is_changed]
        if row is not None and typed and not self._save(row, typed):
            return
        if then is not None:
            self._pending.then(then)

    def _save(self, row: BoxRow, typed: list[_Declared]) -> bool:
        """False where it can't be read, which is said."""
        try:
            values = {field.key: self._value(field) for field in typed}
        except BadInput as error:
            self._messages.error(error)
            return False
        for field in typed:  # typed from now on is typed anew
            self.lines[field.key].known = self.lines[field.key].text().strip()
        self._write(row, values)
        return True

    def _write(self, row: BoxRow, values: dict[str, Any]) -> None:
        def write(base: Base) -> bool:
            return fill_box(self._desk, box_id=row.id, values=values, base=base)

        def saved(_result: bool) -> None:
            self.saved.emit()
            self._pending.done()

        def unsaved() -> None:
            """What was typed stays, marked, until it can be saved or is put back by Esc."""
            self._pending.refused()
            if self._row is not None and self._row.id == row.id:
                for field in FIELDS:
                    if field.key in values:
                        self.lines[field.key].known = _shown(self._row, field)
                        restyle(self.lines[field.key], "wrong", value=self.lines[field.key].is_changed)

        for key in values:
            restyle(self.lines[key], "wrong", value=False)
        self._pending.begin()
        self._saving.save(write, box_base(row), saved, on_unsaved=unsaved)

    def _value(self, field: _Declared) -> object:
        text = self.lines[field.key].text().strip()
        if not field.is_amount:
            return text
        try:
            return Money.typed(text) if text else Money(0)
        except ValueError:
            restyle(self.lines[field.key], "wrong", value=True)
            raise AmountUnread(text=text) from None

    def _lay_out(self, name: str) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        for field in FIELDS:
            made = self.lines[field.key] = BoxLine(f"{name}.{field.key}", self)
            title = self._labels[field.key] = label(f"{name}.{field.key}.label", "small", parent=self)
            cell = QVBoxLayout()
            cell.setSpacing(2)
            cell.addWidget(title)
            cell.addWidget(made)
            row, column, columns = field.place
            grid.addLayout(cell, row, column, 1, columns)
            if field.is_amount:
                made.setAlignment(Qt.AlignmentFlag.AlignRight)
            made.entered.connect(self._leave)
            made.left.connect(self.left)
            made.done.connect(self.save)

    def _leave(self) -> None:
        self.left.emit()  # the field is saved as the keys go elsewhere


def _shown(row: BoxRow, field: _Declared) -> str:
    value = getattr(row, field.key)
    if field.is_amount:
        return Money(value).yuan if value else ""
    return str(value)
