"""The answer to the last scan, read from across the table: green what it was, red why not. And the ten before it."""

from collections import deque

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from shopdesk.clock import Millis, to_local
from shopdesk.i18n import _
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.packing.answers import WAYS, Answer, Tone, Way
from shopdesk.ui.theme import RADIUS, Text, Theme, points

KEPT = 10
"""Scans that stay visible (look.md)."""
WAY_KEY = "Alt+Return"
"""Takes the way on that an answer offers."""
ICON, TITLE, DETAIL = 56, 32, 17
"""px."""
_LOOKS = {
    Tone.GOOD: ("good_tint", "good", "circle-check"),
    Tone.BAD: ("danger_tint", "danger", "alert-circle"),
    Tone.QUIET: ("surface", "muted", "info-circle"),
}


def sized(theme: Theme, pixels: int, *, bold: bool = False, figures: bool = False) -> QFont:
    """A font of this size in px."""
    font = theme.font(Text.FIGURES if figures else Text.BODY)
    font.setPointSizeF(points(pixels))
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


class AnswerPanel(Retranslated, QFrame):
    """The band with the last answer; `gone` carries the way that its button offers."""

    gone = Signal(str)

    def __init__(self, name: str, theme: Theme, hint: str, parent: QWidget | None = None) -> None:
        """`hint` is what it says before the first scan: English source text, marked by N_."""
        super().__init__(parent)
        self.setObjectName(name)
        self._theme, self._hint = theme, hint
        self.answer: Answer | None = None
        self._icon = named(QLabel(self), f"{name}.icon")
        self._title = label(f"{name}.title", wrap=True, parent=self)
        self._detail = label(f"{name}.detail", wrap=True, parent=self)
        self.way = button(f"{name}.way", parent=self)
        self.way.clicked.connect(self.go)
        self.setMinimumHeight(104)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._title, self._detail):
            words.addWidget(part)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 12, 16, 12)
        layout.setSpacing(16)
        layout.addWidget(self._icon, 0)
        layout.addLayout(words, 1)
        layout.addWidget(self.way, 0)
        theme.changed.connect(self._draw)
        self.retranslate()

    def retranslate(self) -> None:
        """The hint and the button; an answer keeps the language it was given in."""
        if self.answer is None:
            self._title.setText(_(self._hint))
        self._draw()

    def show_answer(self, answer: Answer | None) -> None:
        """Show this, or the hint."""
        self.answer = answer
        self._title.setText(answer.title if answer else _(self._hint))
        self._detail.setText(answer.detail if answer else "")
        self._draw()

    def _draw(self) -> None:
        tone = self.answer.tone if self.answer else Tone.QUIET
        way = self.answer.way if self.answer else Way.NONE
        ground, colour, icon = _LOOKS[tone]
        theme = self._theme
        edge = theme.colour(colour if tone is not Tone.QUIET else "line").name()
        self.setStyleSheet(
            f"AnswerPanel {{ background: {theme.colour(ground).name()}; border: 2px solid {edge}; "
            f"border-radius: {RADIUS}px; }}"
        )
        self._icon.setPixmap(theme.icons.pixmap(icon, ICON, colour, self.devicePixelRatioF()))
        self._icon.setVisible(self.answer is not None)
        self._title.setFont(sized(theme, TITLE if self.answer else 20, bold=self.answer is not None))
        self._title.setStyleSheet(f"color: {theme.colour(colour).name()};")
        self._detail.setFont(sized(theme, DETAIL))
        self._detail.setVisible(bool(self._detail.text()))
        self.way.setText(_(WAYS[way]) if way else "")
        self.way.setToolTip(QKeySequence(WAY_KEY).toString(QKeySequence.SequenceFormat.NativeText))
        self.way.setVisible(bool(way))
        self.setAccessibleName(". ".join(filter(None, (self._title.text(), self._detail.text()))))

    def go(self) -> None:
        """Take the way on that is offered, if there is one."""
        if self.answer is not None and self.answer.way:
            self.gone.emit(self.answer.way.value)


class RecentScans(Retranslated, QFrame):
    """The last ten answers, the newest on top: a sign, what was scanned, what came of it."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        self.scans: deque[tuple[str, Answer]] = deque(maxlen=KEPT)
        self._heading = label(f"{name}.heading", "section", parent=self)
        self._rows = [self._make_row(f"{name}.{number}") for number in range(KEPT)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._heading)
        for row, *_parts in self._rows:
            layout.addWidget(row)
        layout.addStretch(1)
        theme.changed.connect(self._draw)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self._heading.setText(_("Last scans"))
        self.setAccessibleName(self._heading.text())
        self._draw()

    def add(self, answer: Answer, at: Millis, zone: str) -> None:
        """One more on top."""
        self.scans.appendleft((to_local(at, zone).strftime("%H:%M:%S"), answer))
        self._draw()

    def _make_row(self, name: str) -> tuple[QWidget, QLabel, QLabel, QLabel]:
        row = named(QWidget(self), name)
        sign = named(QLabel(row), f"{name}.sign")
        what, came = label(f"{name}.what", parent=row), label(f"{name}.came", "small", parent=row)
        for part in (what, came):
            part.setMinimumWidth(0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(what)
        words.addWidget(came)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        return row, sign, what, came

    def _draw(self) -> None:
        room = max(self.width() - 28, 120)
        for place, (row, sign, what, came) in enumerate(self._rows):
            row.setVisible(place < len(self.scans))
            if place >= len(self.scans):
                continue
            time, answer = self.scans[place]
            _ground, colour, icon = _LOOKS[answer.tone]
            sign.setPixmap(self._theme.icons.pixmap(icon, 16, colour, self.devicePixelRatioF()))
            told = answer.code or answer.title
            what.setText(what.fontMetrics().elidedText(told, Qt.TextElideMode.ElideMiddle, room))
            came_of = " · ".join(filter(None, (time, answer.title if answer.code else "")))
            came.setText(came.fontMetrics().elidedText(came_of, Qt.TextElideMode.ElideRight, room))
            row.setToolTip("\n".join(filter(None, (answer.code, answer.title, answer.detail))))
            row.setAccessibleName(", ".join(filter(None, (time, answer.code, answer.title))))
