"""What is packed and waits for each courier, with the one button for when they take it all."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.i18n import _, ngettext
from shopdesk.queries.shipping_lists import Waiting
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.packing.answer_panel import sized
from shopdesk.ui.rights import apply_right
from shopdesk.ui.theme import Theme


class CarrierRow(Retranslated, QWidget):
    """One carrier: how many wait, how many of them have no waybill, all taken."""

    taken = Signal(str)

    def __init__(self, name: str, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._waiting: Waiting | None = None
        self._carrier = label(f"{name}.carrier", parent=self)
        self._without = label(f"{name}.without", "warning", parent=self)
        self._count: QLabel = label(f"{name}.count", parent=self)
        self.take: QPushButton = button(f"{name}.take", parent=self)
        self.take.clicked.connect(self._on_take)
        self._may = apply_right(self.take, desk, Right.SHIP)
        self._carrier.setFont(sized(theme, 15))
        self._count.setFont(sized(theme, 22, bold=True, figures=True))
        self._count.setMinimumWidth(48)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._carrier)
        names.addWidget(self._without)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(12)
        layout.addLayout(names, 1)
        layout.addWidget(self._count)
        layout.addWidget(self.take)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.take.setText(_("All taken"))
        if self._waiting is not None:
            self.show_waiting(self._waiting)

    def show_waiting(self, waiting: Waiting) -> None:
        """Say this from now on."""
        self._waiting = waiting
        carrier = waiting.carrier or _("Carrier not chosen")
        self._carrier.setText(carrier)
        self._count.setText(str(waiting.ready))
        n = waiting.without_waybill
        self._without.setText(ngettext("{n} has no waybill", "{n} have no waybill", n).format(n=n) if n else "")
        self._without.setVisible(n > 0)
        if self._may:
            self.take.setEnabled(waiting.ready > 0)
        said = _("All taken: {carrier}").format(carrier=carrier)
        self.take.setAccessibleName(said)
        self.setAccessibleName(f"{carrier}, {waiting.ready}")

    def _on_take(self) -> None:
        if self._waiting is not None:
            self.taken.emit(self._waiting.carrier)


class CarrierRows(Retranslated, QWidget):
    """A row for each carrier for which something waits; `taken` carries its name."""

    taken = Signal(str)

    def __init__(self, name: str, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(name)
        self._desk, self._theme = desk, theme
        self.rows: list[CarrierRow] = []
        self._nothing = label(f"{name}.nothing", "muted", wrap=True, parent=self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._nothing)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Waiting for the courier"))
        self._nothing.setText(_("No packed parcel waits."))

    def show_waiting(self, waiting: Sequence[Waiting]) -> None:
        """Show these carriers; rows are used again, so that the focus stays."""
        while len(self.rows) < len(waiting):
            name = f"{self.objectName()}.{len(self.rows)}"
            row = named(CarrierRow(name, self._desk, self._theme, self), name)
            row.taken.connect(self.taken)
            self.rows.append(row)
            self._layout.addWidget(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(waiting))
            if place < len(waiting):
                row.show_waiting(waiting[place])
        self._nothing.setVisible(not waiting)
