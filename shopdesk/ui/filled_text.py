"""A script as it would be said: what is filled in stands out a little, gaps are red; each gap has a line to type in."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFormLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from shopdesk.domain.script_blanks import Filled, Part, find_blank
from shopdesk.i18n import _
from shopdesk.ui.controls import label, named, restyle
from shopdesk.ui.language import Retranslated
from shopdesk.ui.theme import Theme

NOTHING = Filled(())


class FilledView(Retranslated, QTextEdit):
    """The text, to be read; Tab leaves it."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the keys belong to the lines that take what is typed
        self._theme, self._filled = theme, NOTHING
        theme.changed.connect(self._write)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Text as it is said"))

    def show_filled(self, filled: Filled) -> None:
        """Show this text."""
        if filled != self._filled:
            self._filled = filled
            self._write()

    def _write(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for part in self._filled.parts:
            cursor.insertText(part.text, self._look(part))
        self.setAccessibleDescription(self._filled.text)

    def _look(self, part: Part) -> QTextCharFormat:
        made = QTextCharFormat()
        role = "danger" if part.is_gap else "accent" if part.blank else "text"
        made.setForeground(self._theme.colour(role))
        if part.is_gap:
            made.setBackground(self._theme.colour("danger_tint"))
        return made


class GapLine(QLineEdit):
    """What is typed into a gap; Enter goes on."""

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is not the dialog's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        else:
            super().keyPressEvent(event)


class GapLines(Retranslated, QWidget):
    """One line for each gap, named by what is missing."""

    typed = Signal()
    done = Signal()
    """Enter in the last line that was empty."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.lines: dict[str, GapLine] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(4)
        self._form.setHorizontalSpacing(8)
        self.hide()

    def retranslate(self) -> None:
        """Write every text again."""
        for name, line in self.lines.items():
            self._name(name, line)

    def show_gaps(self, names: Iterable[str], given: Mapping[str, str]) -> None:
        """Lines for these gaps, in this order; what was typed before stands in them."""
        wanted = list(names)
        if wanted != list(self.lines):
            self._make(wanted)
        for name, line in self.lines.items():
            if line.text() != given.get(name, "") and not line.hasFocus():
                line.setText(given.get(name, ""))
        self.setVisible(bool(wanted))

    def given(self) -> dict[str, str]:
        """What was typed, by the blanks' names."""
        return {name: line.text().strip() for name, line in self.lines.items() if line.text().strip()}

    def go_to_first_empty(self) -> bool:
        """The keys go to the first gap that is still open, marked; False where none is."""
        for line in self.lines.values():
            restyle(line, "wrong", not line.text().strip())
        empty = next((line for line in self.lines.values() if not line.text().strip()), None)
        if empty is not None:
            empty.setFocus()
        return empty is not None

    def _make(self, names: Iterable[str]) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self.lines = {}
        for place, name in enumerate(names):
            line = named(GapLine(self), f"{self.objectName()}.{place}")
            title = label(f"{line.objectName()}.title", "danger")
            title.setBuddy(line)
            line.textChanged.connect(lambda text, title=title: restyle(title, "role", "muted" if text else "danger"))
            line.textChanged.connect(lambda _text, line=line: restyle(line, "wrong", False))
            line.textChanged.connect(lambda _text: self.typed.emit())
            line.done.connect(self._on_done)
            self._form.addRow(title, line)
            self.lines[name] = line
            self._name(name, line)

    def _name(self, name: str, line: GapLine) -> None:
        blank = find_blank(name)
        said = _(blank.title) if blank is not None else name.lstrip("?？").strip()
        title = self._form.labelForField(line)
        title.setText(said)  # type: ignore[attr-defined]
        line.setAccessibleName(said)

    def _on_done(self) -> None:
        if not self.go_to_first_empty():
            self.done.emit()


class Saying(QWidget):
    """A script filled from what is in view, and what is typed into its gaps."""

    done = Signal()
    """Enter in the last gap."""
    changed = Signal()

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.view = FilledView(f"{name}.text", theme, self)
        self.gaps = GapLines(f"{name}.gaps", self)
        self._filled = NOTHING
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.gaps)
        self.gaps.typed.connect(self._show)
        self.gaps.done.connect(self.done)

    @property
    def filled(self) -> Filled:
        """The text with what was typed."""
        return self._filled.typed_in(self.gaps.given())

    def show_filled(self, filled: Filled, given: Mapping[str, str] | None = None) -> None:
        """Another text; `given` is what was typed into its gaps before, or is proposed."""
        self._filled = filled
        self.gaps.show_gaps(filled.gaps, given or {})
        before: QWidget = self.view
        for line in self.gaps.lines.values():  # made later than what stands behind them
            QWidget.setTabOrder(before, line)
            before = line
        self._show()

    def _show(self) -> None:
        self.view.show_filled(self.filled)
        self.changed.emit()
