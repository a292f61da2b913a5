"""Two people changed the same field: both values side by side, and one chooses (DATA-02).

Everything by keyboard: Up and Down go from field to field, Left, Right or Space choose, Enter saves, Esc goes back to
the editor with what was typed still there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shopdesk.i18n import _
from shopdesk.services.clashes import Base, Choice, Clash, Conflict
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.language import Retranslated

WIDTH, SPARE = 620, 200
"""px: the dialog's width, and the screen's height left to what lies around the fields."""
THEIRS, MINE, BOTH = "theirs", "mine", "both"
_WORD = re.compile(r"[!-~]+|.", re.DOTALL)
"""A number or a Latin word is one whole, each Chinese character another."""
Chosen = dict[str, Any]
Decided = Callable[[Conflict, Chosen], object]


@dataclass(slots=True)
class Opened:
    """What an editor was opened with, brought up to date when somebody decides."""

    base: Base

    def decide(self, conflict: Conflict, chosen: Chosen) -> None:
        """Somebody chose: the next attempt to save goes by it."""
        self.base = self.base.decided(conflict, chosen)


def decide(
    error: Exception, on_decided: Decided, parent: QWidget, *, on_back: Callable[[], object] | None = None
) -> bool:
    """Let somebody choose where this error is a clash whose values are known; False where it isn't."""
    conflict = error.conflict if isinstance(error, Clash) else None
    if conflict is None:
        return False
    dialog = ClashDialog(conflict, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.decided.connect(lambda chosen: on_decided(conflict, chosen))
    if on_back is not None:
        dialog.rejected.connect(on_back)
    dialog.open()
    return True


def marked(text: str, other: str) -> str:
    """A text as rich text, with what the other one has not underlined."""
    if not text:
        return f"<i>{escape(_('(empty)'))}</i>"
    parts, words = [], _WORD.findall(text)
    compared = SequenceMatcher(None, words, _WORD.findall(other), autojunk=False)
    for tag, start, end, _other_start, _other_end in compared.get_opcodes():
        part = escape("".join(words[start:end])).replace("\n", "<br>")
        parts.append(part if tag == "equal" else f"<b><u>{part}</u></b>" if part else "")
    return "".join(parts)


class SideText(QLabel):
    """A value wholly; a click chooses it."""

    clicked = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this side."""
        self.clicked.emit()
        super().mousePressEvent(event)


class SideRadio(QRadioButton):
    """Left and Right choose within the field, Up and Down go to another; Qt's own would only move the focus while
    nothing is chosen."""

    moved = Signal(int)
    left = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.moved.emit(step)
        else:
            self.left.emit(step)


class ChoiceRow(QWidget):
    """One field: what the other wrote, what one typed, and which of them stays."""

    left = Signal(int)
    """The keys go to the field before (-1) or behind (1)."""

    def __init__(self, choice: Choice, place: int, parent: QWidget) -> None:
        super().__init__(parent)
        name = f"clash.{place}"
        self.setObjectName(name)
        self.choice = choice
        self._heading = label(f"{name}.field", "section", parent=self)
        self._group = QButtonGroup(self)
        self.radios: dict[str, QRadioButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._heading, 0, 0, 1, 2)
        for column, (side, text, other) in enumerate(
            ((THEIRS, choice.theirs, choice.mine), (MINE, choice.mine, choice.theirs))
        ):
            grid.addWidget(self._radio(side), 1, column)
            grid.addWidget(self._text(side, marked(text, other)), 2, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        if choice.can_join:
            grid.addWidget(self._radio(BOTH), 3, 0, 1, 2)
            self.radios[BOTH].setChecked(True)  # nobody's words are lost

    @property
    def side(self) -> str:
        """What is chosen; "" for nothing yet."""
        return next((side for side, radio in self.radios.items() if radio.isChecked()), "")

    def choose(self, side: str) -> None:
        """Take this side."""
        self.radios[side].setChecked(True)

    def step(self, step: int) -> None:
        """Choose the side beside the one that has the keys."""
        sides = list(self.radios)
        at = next((place for place, radio in enumerate(self.radios.values()) if radio.hasFocus()), 0)
        side = sides[max(0, min(at + step, len(sides) - 1))]
        self.choose(side)
        self.radios[side].setFocus(Qt.FocusReason.TabFocusReason)

    def start(self) -> None:
        """Keys go to this field."""
        self.radios[self.side or THEIRS].setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Write every text again."""
        name = self.choice.name
        self._heading.setText(name[:1].upper() + name[1:])
        texts = {
            THEIRS: _("Keep what {person} wrote").format(person=self.choice.person or "?"),
            MINE: _("Take mine"),
            BOTH: _("Both, one below the other"),
        }
        values = {THEIRS: self.choice.theirs, MINE: self.choice.mine}
        for side, radio in self.radios.items():
            radio.setText(texts[side])
            radio.setAccessibleName(" ".join(filter(None, (name, texts[side], values.get(side, "")))))

    def _radio(self, side: str) -> QRadioButton:
        made = named(SideRadio(self), f"{self.objectName()}.{side}")
        made.moved.connect(self.step)
        made.left.connect(self.left)
        self._group.addButton(made)
        self.radios[side] = made
        return made

    def _text(self, side: str, text: str) -> QLabel:
        made = named(SideText(text, self), f"{self.objectName()}.{side}.value")
        made.setTextFormat(Qt.TextFormat.RichText)  # escaped above
        made.setWordWrap(True)
        made.setContentsMargins(24, 0, 0, 0)
        made.clicked.connect(lambda: self.choose(side))
        return made


class ClashDialog(Retranslated, QDialog):
    """`decided` carries the values that are to stay, by field."""

    decided = Signal(dict)

    def __init__(self, conflict: Conflict, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("clash")
        self.setMinimumWidth(WIDTH)
        self._conflict = conflict
        self._text = label("clash.text", wrap=True, parent=self)
        self._hint = label("clash.hint", "muted", wrap=True, parent=self)
        self._missing = label("clash.missing", "danger", wrap=True, parent=self)
        self._missing.hide()
        self._inner = QWidget()
        self.rows = [ChoiceRow(choice, place, self._inner) for place, choice in enumerate(conflict.choices)]
        self._all = {side: button(f"clash.all.{side}", "link", self) for side in (THEIRS, MINE)}
        self._back = button("clash.back", parent=self)
        self._save = button("clash.save", "main", self)
        self._save.setDefault(True)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        conflict = self._conflict
        self.setWindowTitle(_("Changed by two people"))
        said = _("{person} changed {record} while you were at it ({when}).").format(
            person=conflict.person, record=conflict.record, when=conflict.when
        )
        self.setAccessibleName(said)
        self._text.setText(said)
        self._hint.setText(_("What only one of you changed stays as it is. Choose what you both changed."))
        self._missing.setText(_("Choose for every field which value stays."))
        self._all[THEIRS].setText(_("Keep all of theirs"))
        self._all[MINE].setText(_("Take all of mine"))
        self._back.setText(_("Back to editing"))
        self._save.setText(_("Save"))
        for row in self.rows:
            row.retranslate()

    def accept(self) -> None:
        """Hand over what was chosen; where something is open still, go there."""
        unchosen = next((row for row in self.rows if not row.side), None)
        if unchosen is not None:
            self._missing.show()
            unchosen.start()
            return
        chosen = {name: value for row in self.rows for name, value in row.choice.values(row.side).items()}
        super().accept()
        self.decided.emit(chosen)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the texts need and the screen allows; keys go to the first field."""
        room = self.screen().availableGeometry().height() - SPARE
        needed = self._inner.heightForWidth(WIDTH - 40) if self._inner.hasHeightForWidth() else 0
        self._area.setMinimumHeight(min(room, max(needed, self._inner.sizeHint().height()) + 2))
        self.adjustSize()
        super().showEvent(event)
        if self.rows:
            self.rows[0].start()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._inner)
        inside.setContentsMargins(20, 4, 20, 4)
        inside.setSpacing(16)
        for row in self.rows:
            inside.addWidget(row)
        inside.addStretch(1)
        self._area = named(QScrollArea(self), "clash.area")
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inner)
        for ground in (self._inner, self._area.viewport()):
            ground.setAutoFillBackground(False)
        head, foot = QVBoxLayout(), QHBoxLayout()
        head.setContentsMargins(20, 20, 20, 8)
        head.setSpacing(6)
        head.addWidget(self._text)
        head.addWidget(self._hint)
        foot.setContentsMargins(20, 8, 20, 16)
        foot.setSpacing(8)
        several = len(self.rows) > 1
        for made in self._all.values():
            made.setVisible(several)
            foot.addWidget(made)
        foot.addStretch(1)
        for made in (self._back, self._save):
            made.setMinimumWidth(80)
            foot.addWidget(made)
        missing = QHBoxLayout()
        missing.setContentsMargins(20, 0, 20, 0)
        missing.addWidget(self._missing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)
        layout.addLayout(missing)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self._back.clicked.connect(self.reject)
        self._save.clicked.connect(self.accept)
        for row in self.rows:
            row.left.connect(partial(self._go, row))
        for side, made in self._all.items():
            made.clicked.connect(lambda _on=False, side=side: self._choose_all(side))

    def _go(self, row: ChoiceRow, step: int) -> None:
        place = self.rows.index(row) + step
        if 0 <= place < len(self.rows):
            self.rows[place].start()
            self._area.ensureWidgetVisible(self.rows[place])

    def _choose_all(self, side: str) -> None:
        for row in self.rows:
            row.choose(side)
        self._save.setFocus()
