"""The band with the last answer, read from a step away."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.intake.answers import WAYS, Answer, Tone
from shopdesk.ui.language import Retranslated
from shopdesk.ui.theme import RADIUS, Text, Theme, points

WAY_KEY = "Alt+Return"
"""Takes the way on that an answer offers."""
ICON, TITLE, LONG_TITLE = 28, 18, 14
"""px."""
LONG = 56
"""Characters from which a title is smaller; Chinese ones count twice."""
_LOOKS = {
    Tone.GOOD: ("good_tint", "good", "circle-check"),
    Tone.BAD: ("danger_tint", "danger", "alert-circle"),
    Tone.ASK: ("warning_tint", "warning", "help"),
    Tone.QUIET: ("surface", "muted", "info-circle"),
}


class AnswerBand(Retranslated, QFrame):
    """`gone` carries the answer whose way somebody takes."""

    gone = Signal(object)

    def __init__(self, name: str, theme: Theme, hint: str, parent: QWidget | None = None) -> None:
        """`hint` is what it says before the first scan: English source text, marked by N_."""
        super().__init__(parent)
        named(self, name)
        self._theme, self._hint = theme, hint
        self.answer: Answer | None = None
        self._icon = named(QLabel(self), f"{name}.icon")
        self._title = label(f"{name}.title", wrap=True, parent=self)
        self._detail = label(f"{name}.detail", wrap=True, parent=self)
        self._way = button(f"{name}.way", parent=self)
        self._way.clicked.connect(self.go)
        self.setMinimumHeight(56)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(self._icon)
        layout.addLayout(words, 1)
        layout.addWidget(self._way)
        theme.changed.connect(self._draw)
        self.retranslate()

    def retranslate(self) -> None:
        """The hint and the button; an answer keeps the language it was given in."""
        self._draw()

    def show_answer(self, answer: Answer | None) -> None:
        """Show this, or the hint."""
        self.answer = answer
        self._draw()

    def go(self) -> None:
        """Take the way on that is offered, if there is one."""
        if self.answer is not None and self.answer.way:
            self.gone.emit(self.answer)

    def _draw(self) -> None:
        answer = self.answer or Answer(Tone.QUIET, _(self._hint))
        ground, colour, icon = _LOOKS[answer.tone]
        theme = self._theme
        edge = theme.colour("line" if answer.tone is Tone.QUIET else colour).name()
        self.setStyleSheet(
            f"AnswerBand {{ background: {theme.colour(ground).name()}; border: 1px solid {edge}; "
            f"border-radius: {RADIUS}px; }}"
        )
        self._icon.setPixmap(theme.icons.pixmap(icon, ICON, colour, self.devicePixelRatioF()))
        self._title.setText(answer.title)
        self._title.setFont(_title_font(theme, answer.title))
        self._title.setStyleSheet(f"color: {theme.colour(colour).name()};")
        self._detail.setText(answer.detail)
        self._detail.setVisible(bool(answer.detail))
        self._way.setText(_(WAYS[answer.way]) if answer.way else "")
        self._way.setToolTip(QKeySequence(WAY_KEY).toString(QKeySequence.SequenceFormat.NativeText))
        self._way.setVisible(bool(answer.way))
        self.setAccessibleName(". ".join(filter(None, (answer.title, answer.detail))))


def _title_font(theme: Theme, text: str) -> QFont:
    font = theme.font(Text.FIGURES)
    wide = sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
    font.setPointSizeF(points(LONG_TITLE if wide > LONG else TITLE))
    font.setWeight(QFont.Weight.DemiBold)
    return font
