"""What is asked about a shortage: which pieces, how the parcel looked, what the courier's scales showed (SHP-12)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from shopdesk.domain.properties import plain_properties
from shopdesk.domain.shortages import PACKAGINGS, Packaging
from shopdesk.i18n import _
from shopdesk.queries.shortage_contents import ContentLine, Packing
from shopdesk.services.shortage_traces import Missing
from shopdesk.ui.controls import label, named, number_box
from shopdesk.ui.language import Retranslated
from shopdesk.ui.parcels.guide_parts import NAMES
from shopdesk.ui.parcels.shortage_reading import Typed, read_grams

_NARROW, _MOST = 92, 999
"""px of a number; pieces of what is no line."""


class MissingLines(Retranslated, QWidget):
    """Each line of a parcel to tick, with how many of it; below what is no line, by its name."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)
        self._rows: list[_LineRow] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(2)
        self.other = named(QLineEdit(), f"{name}.other")
        self.other_pieces = number_box(f"{name}.other-pieces", 1, _MOST)
        self.other_grams = named(QLineEdit(), f"{name}.other-grams")
        for part in (self.other_pieces, self.other_grams):
            part.setFixedWidth(_NARROW)
            part.hide()
        self.other.textChanged.connect(lambda _text: self._on_other())
        self.other_grams.textEdited.connect(lambda _text: self.changed.emit())
        self.other_pieces.valueChanged.connect(lambda _value: self.changed.emit())
        other = QHBoxLayout()
        other.setSpacing(8)
        other.addWidget(self.other, 1)
        other.addWidget(self.other_pieces)
        other.addWidget(self.other_grams)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._box)
        layout.addLayout(other)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.other.setPlaceholderText(_("Something else: a gift, insoles …"))
        self.other.setAccessibleName(_("Something else that is missing"))
        self.other_pieces.setAccessibleName(_("How many are missing"))
        _ask_grams(self.other_grams)

    def show_packing(self, packing: Packing | None) -> None:
        """The lines of this parcel; nothing is ticked."""
        for row in self._rows:
            self._box.removeWidget(row)
            row.hide()
            row.deleteLater()
        lines = [line for line in packing.lines if line.line_id is not None] if packing is not None else []
        self._rows = [_LineRow(f"{self.objectName()}.{place}", line) for place, line in enumerate(lines)]
        for row in self._rows:
            row.changed.connect(self.changed)
            self._box.addWidget(row)
        self.other.clear()
        self.other_grams.clear()
        self.other_pieces.setValue(1)
        if len(self._rows) == 1:  # with one article there is nothing to choose
            self._rows[0].tick.setChecked(True)

    def missing(self) -> list[Missing]:
        """What is ticked and named. Raises NoWeight."""
        found = [row.missing() for row in self._rows if row.tick.isChecked()]
        title = self.other.text().strip()
        if title:
            grams = read_grams(self.other_grams.text())
            found.append(Missing(None, self.other_pieces.value(), title, grams))
        return found

    def take_focus(self) -> None:
        """To the first line that can be ticked."""
        (self._rows[0].tick if self._rows else self.other).setFocus()

    def _on_other(self) -> None:
        has_text = bool(self.other.text().strip())
        self.other_pieces.setVisible(has_text)
        self.other_grams.setVisible(has_text)
        self.changed.emit()


class _LineRow(QWidget):
    """One line: tick, pieces where there are several, a piece's weight where nobody knows it."""

    changed = Signal()

    def __init__(self, name: str, line: ContentLine) -> None:
        super().__init__()
        named(self, name)
        self._line = line
        self.tick = named(QCheckBox(_called(line)), f"{name}.tick")
        self.tick.setToolTip(f"{_called(line)}\n{line.title}")
        self.tick.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # no wider than there is room
        self.pieces: QSpinBox = number_box(f"{name}.pieces", 1, max(1, line.quantity))
        self.pieces.setSuffix(f" / {line.quantity}")
        self.pieces.setAccessibleName(_("How many are missing"))
        self.grams = named(QLineEdit(), f"{name}.grams")
        _ask_grams(self.grams)
        for part in (self.pieces, self.grams):
            part.setFixedWidth(_NARROW)
            part.hide()
        self.tick.toggled.connect(self._on_tick)
        self.pieces.valueChanged.connect(lambda _value: self.changed.emit())
        self.grams.textEdited.connect(lambda _text: self.changed.emit())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.tick, 1)
        layout.addWidget(self.pieces)
        layout.addWidget(self.grams)

    def missing(self) -> Missing:
        """So many of this line. Raises NoWeight."""
        grams = read_grams(self.grams.text()) if self._line.grams is None else None
        return Missing(self._line.line_id, self.pieces.value(), grams=grams)

    def _on_tick(self, is_on: bool) -> None:
        self.pieces.setVisible(is_on and self._line.quantity > 1)
        self.grams.setVisible(is_on and self._line.grams is None)
        self.changed.emit()


class EvidenceFields(Retranslated, QWidget):
    """How the parcel looked, and both of the courier's weights."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)
        self.radios = {each: named(QRadioButton(), f"{name}.{each.value or 'unknown'}") for each in _ORDER}
        self.departed, self.arrived = named(QLineEdit(), f"{name}.departed"), named(QLineEdit(), f"{name}.arrived")
        self._names = [label(f"{name}.name{place}", "muted", parent=self) for place in range(3)]
        looks = QHBoxLayout()
        looks.setSpacing(12)
        for radio in self.radios.values():
            looks.addWidget(radio)
            radio.toggled.connect(lambda on: self.changed.emit() if on else None)
        looks.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, each in zip((0, 2, 3), self._names, strict=True):
            each.setFixedWidth(NAMES)
            grid.addWidget(each, row, 0)
        grid.addLayout(looks, 1, 0, 1, 2)
        for row, field in enumerate((self.departed, self.arrived), start=2):
            grid.addWidget(field, row, 1)
            field.textEdited.connect(lambda _text: self.changed.emit())
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        for each, radio in self.radios.items():
            radio.setText(_(PACKAGINGS[each]))
        titles = (_("Packaging"), _("Weight when it left"), _("Where it arrived"))
        for name, title in zip(self._names, titles, strict=True):
            name.setText(title)
        for field, title in ((self.departed, titles[1]), (self.arrived, titles[2])):
            field.setAccessibleName(title)
            field.setPlaceholderText(_("grams, as the courier says: 1250 or 1.25kg"))

    def show_typed(self, typed: Typed) -> None:
        """Put this in, without telling."""
        self.blockSignals(True)
        self.radios[typed.packaging].setChecked(True)
        self.departed.setText(typed.departed)
        self.arrived.setText(typed.arrived)
        self.blockSignals(False)

    def typed(self) -> Typed:
        """What stands in the fields."""
        looks = next((each for each, radio in self.radios.items() if radio.isChecked()), Packaging.UNKNOWN)
        return Typed(looks, self.departed.text().strip(), self.arrived.text().strip())


_ORDER: Sequence[Packaging] = (Packaging.UNKNOWN, Packaging.INTACT, Packaging.OPENED)


def _called(line: ContentLine) -> str:
    said = plain_properties(line.properties) or line.properties
    return " ".join(filter(None, (line.sku, said))) or line.title


def _ask_grams(field: QLineEdit) -> None:
    field.setPlaceholderText(_("g of one"))
    field.setAccessibleName(_("Weight of one piece in grams"))
    field.setToolTip(_("Nobody knows what one weighs: put one on the scale."))
