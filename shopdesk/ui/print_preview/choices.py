"""Paper, printer and offset, chosen beside the preview and remembered for each document on this PC."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from shopdesk.domain.documents import Document, Paper
from shopdesk.i18n import N_, _
from shopdesk.printing.formats import SIZES, Offset
from shopdesk.printing.printers import Printer
from shopdesk.ui.controls import label, named, say, tool_button
from shopdesk.ui.language import Retranslated
from shopdesk.ui.papers import PrintHabits, paper_name
from shopdesk.ui.theme import Theme

PDF_FILE = ""
"""The printer's name that stands for a file."""
FURTHEST_MM = 20.0


class PrintChoices(Retranslated, QWidget):
    """The panel on the right. Every change is remembered at once."""

    changed = Signal()
    """Paper or offset: the pages look different now."""
    printer_chosen = Signal(str)
    refresh_requested = Signal()

    def __init__(self, document: Document, habits: PrintHabits, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("preview.choices")
        self._document, self._habits = document, habits
        self._paper = named(QComboBox(self), "preview.paper")
        for paper in SIZES[document]:
            self._paper.addItem(paper_name(paper), paper.value)
        self._paper.setCurrentIndex(self._paper.findData(habits.paper(document).value))
        self._printer = named(QComboBox(self), "preview.printer")
        self._refresh = tool_button(theme.icons, "refresh", "preview.refresh", self)
        self._right = self._spin("preview.offset.right")
        self._down = self._spin("preview.offset.down")
        self._captions: dict[QLabel, str] = {}
        self._hint = label("preview.offset.hint", "small", wrap=True, parent=self)
        self._lay_out()
        self.show_printers(())
        self._connect()
        self.retranslate()

    @property
    def paper(self) -> Paper:
        """The chosen paper."""
        return Paper(self._paper.currentData())

    @property
    def printer(self) -> str:
        """The chosen printer's name, PDF_FILE for a file."""
        return str(self._printer.currentData() or PDF_FILE)

    @property
    def offset(self) -> Offset:
        """By how much everything is moved for this printer, in mm."""
        return Offset(round(self._right.value(), 1), round(self._down.value(), 1))

    def show_printers(self, printers: Sequence[Printer]) -> None:
        """Offer these printers; the one used last for this document is chosen, else the default one, else a file."""
        wanted = self._habits.printer(self._document)
        self._printer.blockSignals(True)
        self._printer.clear()
        for printer in printers:
            self._printer.addItem(printer.name, printer.name)
        self._printer.addItem(_("Save as PDF file"), PDF_FILE)
        self._printer.setCurrentIndex(max(0, self._printer.findData(wanted) if wanted else 0))
        self._printer.blockSignals(False)
        self._show_offset()

    def remember(self) -> None:
        """Keep what was chosen; raises OutputFailed."""
        self._habits.set_paper(self._document, self.paper)
        self._habits.set_printer(self._document, self.printer)
        if self.printer:
            self._habits.set_offset(self._document, self.printer, self.offset)

    def retranslate(self) -> None:
        """Write every text again."""
        for shown, text in self._captions.items():
            shown.setText(_(text))
        for row, paper in enumerate(SIZES[self._document]):
            self._paper.setItemText(row, paper_name(paper))
        self._printer.setItemText(self._printer.count() - 1, _("Save as PDF file"))
        self._paper.setAccessibleName(_("Paper"))
        self._printer.setAccessibleName(_("Printer"))
        self._right.setAccessibleName(_("Millimetres to the right"))
        self._down.setAccessibleName(_("Millimetres down"))
        self._right.setPrefix(_("right") + " ")
        self._down.setPrefix(_("down") + " ")
        self._hint.setText(
            _("If the print lies beside its place, move it here. Remembered for this printer and paper.")
        )
        say(self._refresh, _("Look for printers again"))

    def _lay_out(self) -> None:
        printers, offsets = QHBoxLayout(), QHBoxLayout()
        printers.setSpacing(4)
        printers.addWidget(self._printer, 1)
        printers.addWidget(self._refresh)
        offsets.setSpacing(8)
        offsets.addWidget(self._right, 1)
        offsets.addWidget(self._down, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._caption(N_("Paper")))
        layout.addWidget(self._paper)
        layout.addSpacing(8)
        layout.addWidget(self._caption(N_("Printer")))
        layout.addLayout(printers)
        layout.addSpacing(8)
        self._offset_part = named(QWidget(self), "preview.offset")
        inner = QVBoxLayout(self._offset_part)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self._caption(N_("Move the print")))
        inner.addLayout(offsets)
        inner.addWidget(self._hint)
        layout.addWidget(self._offset_part)

    def _connect(self) -> None:
        self._paper.currentIndexChanged.connect(lambda *_args: self.changed.emit())
        self._printer.currentIndexChanged.connect(lambda *_args: self._on_printer())
        self._refresh.clicked.connect(self.refresh_requested)
        for spin in (self._right, self._down):
            spin.valueChanged.connect(lambda *_args: self.changed.emit())

    def _on_printer(self) -> None:
        before = self.offset
        self._show_offset()
        self.printer_chosen.emit(self.printer)
        if self.offset != before:
            self.changed.emit()

    def _show_offset(self) -> None:
        kept = self._habits.offset(self._document, self.printer) if self.printer else Offset()
        for spin, value in ((self._right, kept.right), (self._down, kept.down)):
            spin.blockSignals(True)
            spin.setValue(value)
            spin.blockSignals(False)
        self._offset_part.setVisible(bool(self.printer))

    def _spin(self, name: str) -> QDoubleSpinBox:
        spin = named(QDoubleSpinBox(self), name)
        spin.setRange(-FURTHEST_MM, FURTHEST_MM)
        spin.setSingleStep(0.5)
        spin.setDecimals(1)
        spin.setSuffix(" mm")
        spin.setKeyboardTracking(False)
        spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        return spin

    def _caption(self, text: str) -> QLabel:
        made = label(f"preview.caption{len(self._captions)}", "section", parent=self)
        self._captions[made] = text
        return made
