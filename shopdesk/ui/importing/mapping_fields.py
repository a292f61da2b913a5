"""The list of fields in the mapping dialog, each with a choice of the file's columns."""

from collections.abc import Mapping as Mapped
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QScrollArea, QWidget

from shopdesk.i18n import _
from shopdesk.importing.mapping import FIELDS, REQUIRED
from shopdesk.importing.records import Kind
from shopdesk.ui.controls import label, named, restyle
from shopdesk.ui.language import Retranslated

SAMPLE_LENGTH = 24


class ColumnChoice(QComboBox):
    """A choice of columns. The wheel scrolls the list it stands in, and changes nothing by accident."""

    def __init__(self, name: str, columns: Sequence[str], samples: Mapped[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.addItem("–", "")
        for column in columns:
            sample = samples.get(column, "")
            self.addItem(f"{column}    {sample}" if sample else column, column)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to the list."""
        event.ignore()

    @property
    def column(self) -> str:
        """The chosen column, "" for none."""
        return str(self.currentData() or "")

    def choose(self, column: str) -> None:
        """Choose a column; one that the file lacks is none."""
        self.setCurrentIndex(max(0, self.findData(column)))


class FieldList(Retranslated, QScrollArea):
    """All fields of a kind of file. `changed` follows every choice."""

    changed = Signal()

    def __init__(self, header: Sequence[str], sample: Sequence[Sequence[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mapping.fields")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._columns = list(dict.fromkeys(name for name in header if name.strip()))
        self._samples = {name: _first_value(header, sample, name) for name in self._columns}
        self._kind = Kind.ORDERS
        self.choices: dict[str, ColumnChoice] = {}
        self._labels: dict[str, QLabel] = {}

    def show_kind(self, kind: Kind, chosen: Mapped[str, str]) -> None:
        """Offer the fields of this kind, with these columns chosen; what is needed comes first."""
        self._kind = kind
        inner = named(QWidget(), "mapping.fields.inner")
        inner.setAutoFillBackground(False)
        grid = QGridLayout(inner)
        grid.setContentsMargins(20, 4, 12, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        self.choices, self._labels = {}, {}
        order = [*REQUIRED[kind], *(name for name in FIELDS[kind] if name not in REQUIRED[kind])]
        for row, name in enumerate(order):
            self._labels[name] = label(f"mapping.label.{name}", parent=inner)
            choice = ColumnChoice(f"mapping.field.{name}", self._columns, self._samples, inner)
            choice.choose(chosen.get(name, ""))
            choice.currentIndexChanged.connect(lambda *_args: self._on_changed())
            self.choices[name] = choice
            grid.addWidget(self._labels[name], row, 0)
            grid.addWidget(choice, row, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(order), 1)
        self.setWidget(inner)
        self.viewport().setAutoFillBackground(False)
        self.retranslate()
        self._mark()

    def columns(self) -> dict[str, str]:
        """Field -> chosen column; fields without one are left out."""
        return {name: choice.column for name, choice in self.choices.items() if choice.column}

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Fields"))
        for name, shown in self._labels.items():
            text = _(FIELDS[self._kind][name])
            shown.setText(_("{field} (needed)").format(field=text) if name in REQUIRED[self._kind] else text)
            self.choices[name].setAccessibleName(text)

    def _on_changed(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        """What is needed and missing shows red; what no column was chosen for is muted."""
        for name, choice in self.choices.items():
            missing = not choice.column
            restyle(choice, "wrong", missing and name in REQUIRED[self._kind])
            restyle(self._labels[name], "role", "muted" if missing and name not in REQUIRED[self._kind] else "body")


def _first_value(header: Sequence[str], sample: Sequence[Sequence[str]], column: str) -> str:
    """The first thing that stands in a column, short."""
    place = list(header).index(column)
    for row in sample:
        if place < len(row) and row[place].strip():
            value = " ".join(row[place].split())
            return value if len(value) <= SAMPLE_LENGTH else value[: SAMPLE_LENGTH - 1] + "…"
    return ""
