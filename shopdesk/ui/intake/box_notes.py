"""What is odd about the box on the table, and what became of its goods: a repair, or a line of the damage list."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.ui.controls import label, named
from shopdesk.ui.intake.box_work import OnTable
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.record_links import RecordLinks
from shopdesk.ui.order_forms.trouble_links import links


class BoxNotes(QWidget):
    """Below its items; nothing where there is nothing to say."""

    open_requested = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "intake.notes")
        self._doubts = label("intake.doubts", "warning", wrap=True, parent=self)
        self.links = RecordLinks("intake.troubles")
        self.links.open_requested.connect(self.open_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._doubts)
        layout.addWidget(self.links)

    def show_table(self, table: OnTable | None) -> None:
        """Of this box; None for none."""
        self._doubts.setText("\n".join(table.doubts) if table is not None else "")
        self._doubts.setVisible(bool(self._doubts.text()))
        found = () if table is None else links(table.troubles, Clocks(table.now, table.zone, 0, 0))
        has_links = self.links.show_links(found)
        self.setVisible(has_links or bool(self._doubts.text()))
