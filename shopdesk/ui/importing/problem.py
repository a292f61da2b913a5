"""What stands in the way of one file, in a sentence, and the one thing that helps."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.importing.files import ImportFile
from shopdesk.ui.language import Retranslated


class ProblemBar(Retranslated, QFrame):
    """Shown below the files while one is chosen that was refused."""

    mapping_requested = Signal(object)
    """The `ImportFile` whose columns are to be told."""
    shop_chosen = Signal(object, str)
    """The `ImportFile` and the name of its shop."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("import.problem")
        self.setProperty("banner", "danger")
        self._file: ImportFile | None = None
        self._text = label("import.problem.text", wrap=True, parent=self)
        self._map = button("import.problem.map", parent=self)
        self._shops = named(QComboBox(self), "import.problem.shops")
        self._take = button("import.problem.take", parent=self)
        self._map.clicked.connect(lambda: self.mapping_requested.emit(self._file))
        self._take.clicked.connect(lambda: self.shop_chosen.emit(self._file, self._shops.currentText()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 20, 8)
        layout.setSpacing(8)
        layout.addWidget(self._text, 1)
        for part in (self._map, self._shops, self._take):
            layout.addWidget(part)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Write every text again."""
        self._map.setText(_("Say which column is what…"))
        self._take.setText(_("Use this shop"))
        self._shops.setAccessibleName(_("Shop"))

    def show_file(self, file: ImportFile | None, *, busy: bool = False) -> None:
        """Show what stands in the way of `file`; nothing for a sound one. While `busy` nothing can be done about it."""
        self._file = file
        self.setVisible(file is not None and bool(file.problem))
        if file is None:
            return
        self._text.setText(f"{file.path.name}: {file.problem}" if file.path.name not in file.problem else file.problem)
        self.setAccessibleName(self._text.text())
        self._map.setVisible(file.unknown is not None)
        for part in (self._shops, self._take):
            part.setVisible(bool(file.shops))
        if [self._shops.itemText(i) for i in range(self._shops.count())] != list(file.shops):
            self._shops.clear()
            self._shops.addItems(file.shops)
        for part in (self._map, self._shops, self._take):
            part.setEnabled(not busy)

    def take_focus(self) -> None:
        """Enter does the one thing that helps, where there is one."""
        helps = (part for part in (self._map, self._shops) if part.isVisibleTo(self) and part.isEnabled())
        if (first := next(helps, None)) is not None:
            first.setFocus()
