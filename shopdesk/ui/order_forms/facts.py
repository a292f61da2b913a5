"""Small parts of the panel: facts in two columns, bought items, a card with a button."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from shopdesk.domain.properties import read_properties
from shopdesk.i18n import _
from shopdesk.queries.orders import Line
from shopdesk.ui.controls import LabelRole, button, label, restyle, say, tool_button
from shopdesk.ui.language import Retranslated
from shopdesk.ui.order_forms.words import told_refund
from shopdesk.ui.theme import Text, Theme

NAME_WIDTH = 76
"""px of the left column."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it is; both as they are shown. With `copy` there is a button that copies that text."""

    name: str
    value: str
    role: LabelRole = "body"
    copy: str = ""


class FactRow(Retranslated, QWidget):
    """One fact."""

    copied = Signal(str)

    def __init__(
        self, name: str, theme: Theme, parent: QWidget, *, figures: bool = False, name_width: int = NAME_WIDTH
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._text = ""
        self._name = label(f"{name}.name", "muted", parent=self)
        self._name.setFixedWidth(name_width)
        self._value = wrapping(f"{name}.value", "body", self)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if figures:
            self._value.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._value.setFont(theme.font(Text.FIGURES))
        self._copy = tool_button(theme.icons, "copy", f"{name}.copy", self)
        self._copy.setStyleSheet("min-height: 16px; min-width: 16px; padding: 0;")  # no higher than its line
        self._copy.setIconSize(QSize(14, 14))
        self._copy.clicked.connect(lambda: self.copied.emit(self._text))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._name, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._value, 1)
        layout.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        say(self._copy, _("Copy"))

    def show_fact(self, fact: Fact) -> None:
        """Show this from now on."""
        self._text = fact.copy
        self._name.setText(fact.name)
        self._value.setText(fact.value)
        restyle(self._value, "role", fact.role)
        self._copy.setVisible(bool(fact.copy))
        self._copy.setAccessibleName(_("Copy: {name}").format(name=fact.name))


class Facts(QWidget):
    """Facts below each other; rows are used again, so that nothing flickers while one goes down the list."""

    copied = Signal(str)

    def __init__(self, name: str, theme: Theme, *, figures: bool = False, name_width: int = NAME_WIDTH) -> None:
        """`figures`: what they are stands at the right, in tabular figures. `name_width` in px."""
        super().__init__()
        self.setObjectName(name)
        self._theme, self._figures, self._name_width = theme, figures, name_width
        self._rows: list[FactRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these; ones without a value are left out."""
        shown = [fact for fact in facts if fact.value]
        while len(self._rows) < len(shown):
            self._add()
        for row, fact in zip(self._rows, shown, strict=False):
            row.show_fact(fact)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(shown))

    def _add(self) -> None:
        name = f"{self.objectName()}.{len(self._rows)}"
        row = FactRow(name, self._theme, self, figures=self._figures, name_width=self._name_width)
        row.copied.connect(self.copied)
        self._layout.addWidget(row)
        self._rows.append(row)


class Items(QWidget):
    """What was bought: what the shelf is searched by in front, the long title small below."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._cells: list[tuple[QLabel, QLabel, QLabel, QLabel]] = []

    def show_items(self, lines: Sequence[Line], titles: str, pieces: int) -> None:
        """The lines; where the file had none, the titles it named."""
        if lines:
            shown = [(_front(line), _below(line), f"×{line.quantity}", line.price.shown) for line in lines]
        else:
            shown = [(titles, "", f"×{pieces}" if pieces else "", "")] if titles else []
        while len(self._cells) < len(shown):
            self._add()
        for number, cells in enumerate(self._cells):
            texts = shown[number] if number < len(shown) else ("", "", "", "")
            for cell, text in zip(cells, texts, strict=True):
                cell.setText(text)
                cell.setVisible(bool(text))

    def _add(self) -> None:
        number = len(self._cells)
        name = f"{self.objectName()}.{number}"
        front, below = wrapping(f"{name}.item", "body", self), wrapping(f"{name}.title", "small", self)
        front.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        pieces, price = label(f"{name}.pieces", parent=self), label(f"{name}.price", "muted", parent=self)
        top, right = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        price.setFont(self._theme.font(Text.FIGURES))
        self._grid.addWidget(front, 2 * number, 0)
        self._grid.addWidget(pieces, 2 * number, 1, right)
        self._grid.addWidget(price, 2 * number, 2, right)
        self._grid.addWidget(below, 2 * number + 1, 0, 1, 3, top)
        self._cells.append((front, below, pieces, price))


class Card(QFrame):
    """A tinted notice with one button: beside a sentence, `below` what needs the whole width."""

    clicked = Signal()

    def __init__(self, name: str, kind: str, parent: QWidget | None = None, *, below: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("notice", kind)
        self.text = wrapping(f"{name}.text", "body", self)
        self.small = wrapping(f"{name}.small", "small", self)
        self.button: QPushButton = button(f"{name}.button", parent=self)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # it goes once it is done, and the focus with it
        self.button.clicked.connect(self.clicked)
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        for part in (self.text, self.small):
            self.body.addWidget(part)
        layout = QBoxLayout(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight, self)
        layout.setContentsMargins(12, 8, 12 if below else 8, 12 if below else 8)
        layout.setSpacing(8)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag.AlignTop)

    def put_beside(self, *others: QPushButton) -> None:
        """Further buttons behind its own."""
        row = QHBoxLayout()
        row.setSpacing(4)
        for each in (self.button, *others):
            row.addWidget(each)
        row.addStretch(1)
        self.body.addLayout(row)


def wrapping(name: str, role: LabelRole, parent: QWidget) -> QLabel:
    """A label that wraps into whatever width there is."""
    made = label(name, role, wrap=True, parent=parent)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def _front(line: Line) -> str:
    values = [value for value in read_properties(line.properties) if value and value not in line.sku]
    return " ".join(filter(None, (line.sku, *values))) or line.title


def _below(line: Line) -> str:
    title = line.title if line.sku or line.properties else ""
    return " · ".join(filter(None, (title, told_refund(line.refund_state), line.shelf)))
