"""Which size, beside the answer: what the buyer wrote or a few numbers in, the size of a table out (PRD-02)."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.domain.body_measures import fitted, is_likely, read_body
from shopdesk.domain.size_codes import meanings_of
from shopdesk.domain.sizes import MEASURES, Advice, Measure, SizeChart, Verdict, advise
from shopdesk.i18n import _
from shopdesk.queries.size_tables import BoughtSize, SizeTableRow
from shopdesk.ui.controls import LabelRole, label, named, restyle
from shopdesk.ui.language import Retranslated

TYPED = (Measure.HEIGHT, Measure.WEIGHT, Measure.FOOT)
"""Measures with a field of their own; the others come out of what the buyer wrote."""
_JIN = ("斤", "jin")
SIZE_GAPS = {"尺码": 0, "码数": 0, "size": 0, "小一码": 0, "smaller": 0, "大一码": 1, "larger": 1}
"""Gaps of scripts that a size goes into, and which of those that come near it is."""
_ONE = ("尺码", "码数", "size")
_ROLES: Mapping[Verdict, LabelRole] = {Verdict.FITS: "good", Verdict.UNKNOWN: "muted", Verdict.OUTSIDE: "danger"}


class MeasureLine(QLineEdit):
    """A number; Enter goes back to the words."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is not the dialog's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


ROOM = 26
"""px beside the text of a field."""


class SizeLine(Retranslated, QWidget):
    """`advised` tells of another size, `left` that Enter was pressed."""

    advised = Signal()
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._body: dict[Measure, float] = {}
        self._charts: dict[int, SizeTableRow] = {}
        self._bought: Sequence[BoughtSize] = ()
        self.advice: Advice | None = None
        self._title = label(f"{name}.title", "section", parent=self)
        self.table = named(QComboBox(self), f"{name}.table")
        self.said = named(MeasureLine(self), f"{name}.said")
        self.said.setClearButtonEnabled(True)
        self.fields = {each: named(MeasureLine(self), f"{name}.{each.value.partition(' ')[0]}") for each in TYPED}
        self._answer = label(f"{name}.answer", wrap=True, parent=self)
        self._means = label(f"{name}.means", "small", wrap=True, parent=self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self._title.setText(_("Which size"))
        self.table.setAccessibleName(_("Table of sizes"))
        self.said.setAccessibleName(_("What the buyer wrote about the size"))
        self.said.setPlaceholderText(_("What the buyer wrote: 175 cm, 70 kg"))
        for each, field in self.fields.items():
            field.setAccessibleName(MEASURES[each].heading)
            hint = f"{_(MEASURES[each].title)} {MEASURES[each].unit}"
            field.setPlaceholderText(hint)
            field.ensurePolished()
            field.setMinimumWidth(field.fontMetrics().horizontalAdvance(hint) + ROOM)
        self._advise()

    def show_tables(
        self, tables: Sequence[SizeTableRow], bought: Sequence[BoughtSize] = (), said: str = "", *, chosen: int = 0
    ) -> None:
        """Tables to choose from: that of the goods in view, else `chosen`; and what the buyer wrote, where it tells
        measures."""
        own = {each.table.id: each.table for each in bought if each.table is not None}
        self._charts = own | {row.id: row for row in tables}
        self._bought = bought
        self.table.blockSignals(True)
        self.table.clear()
        if not own and len(tables) != 1:
            self.table.addItem(_("Choose a table"), 0)
        for table_id, row in self._charts.items():
            self.table.addItem(row.name, table_id)
        self.table.setCurrentIndex(max(0, self.table.findData(chosen)))
        self.table.blockSignals(False)
        if read_body(said):
            self.said.setText(" ".join(said.split()))
        self._say_means()
        self._advise()

    def show_chart(self, chart: SizeChart | None) -> None:
        """One table that is being written, instead of those to choose from."""
        self.table.hide()
        self._own_chart = chart
        self._advise()

    def fills(self) -> dict[str, str]:
        """What the advice puts into gaps of scripts, by their names."""
        sizes = self.advice.sizes if self.advice is not None else ()
        if len(sizes) == 1:
            return {name: sizes[0] for name in _ONE}
        return {name: sizes[place] for name, place in SIZE_GAPS.items() if name not in _ONE} if len(sizes) == 2 else {}

    def body(self) -> dict[Measure, float]:
        """The measures as they stand; what is nobody's is left out."""
        typed = {each: value for each, field in self.fields.items() if (value := read_measure(each, field.text()))}
        others = {each: value for each, value in self._body.items() if each not in TYPED}
        return others | typed

    # How it is put together

    _own_chart: SizeChart | None = None

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._title)
        self.table.setMinimumWidth(130)
        self.table.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        line.addWidget(self.table, 2)
        line.addWidget(self.said, 4)
        for field in self.fields.values():
            line.addWidget(field, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self._answer)
        layout.addWidget(self._means)

    def _connect(self) -> None:
        self.table.currentIndexChanged.connect(lambda _place: self._advise())
        self.said.textChanged.connect(self._on_said)
        for line in (self.said, *self.fields.values()):
            line.left.connect(self.left)
        for field in self.fields.values():
            field.textChanged.connect(lambda _text: self._advise())

    # What is typed

    def _on_said(self, text: str) -> None:
        self._body = read_body(text)
        for each, field in self.fields.items():
            if each in self._body:
                field.setText(f"{self._body[each]:g}")
        self._say_means()
        self._advise()

    def _advise(self) -> None:
        for each, field in self.fields.items():
            restyle(field, "wrong", bool(field.text().strip()) and read_measure(each, field.text()) is None)
        row = self._charts.get(self.table.currentData() or 0)
        chart = self._own_chart or (row.chart if row is not None else None)
        body = self.body()
        self.advice = advise(chart, body) if chart is not None and body else None
        note = row.note if row is not None and self.advice is not None else ""
        said = " ".join(filter(None, (self.advice.said, note))) if self.advice is not None else ""
        if body and chart is None:
            said = _("Choose the table of sizes that these goods go by.")
        self._answer.setText(said)
        self._answer.setVisible(bool(said))
        restyle(self._answer, "role", _ROLES.get(self.advice.verdict, "warning") if self.advice else "muted")
        self.advised.emit()

    def _say_means(self) -> None:
        """What a code that was typed stands for, and what the sizes of the order in view do."""
        asked = () if self._body else meanings_of(self.said.text())
        lines = [f"{each.code}: {each.said}" for each in asked]
        for each in self._bought:
            told = _("; ").join(filter(None, (each.row.means if each.row else "", *(m.said for m in each.meanings))))
            if told:
                lines.append(_("Bought {size}: {meaning}").format(size=each.size, meaning=told))
        self._means.setText("\n".join(dict.fromkeys(lines)))
        self._means.setVisible(bool(lines))


def read_measure(measure: Measure, text: str) -> float | None:
    """A number typed into a field of its own, with its unit or without; None for none that somebody may have."""
    bare = text.strip().casefold().replace("，", ".").replace(",", ".")
    is_jin = measure is Measure.WEIGHT and bare.endswith(_JIN)
    for unit in (*_JIN, "kg", "公斤", "cm", "厘米", "mm", "毫米", "m", "米"):
        bare = bare.removesuffix(unit).strip()
    try:
        value = float(bare)
    except ValueError:
        return None
    value = value / 2 if is_jin else fitted(measure, value)
    return value if is_likely(measure, value) else None
