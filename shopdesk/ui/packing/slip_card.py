"""The head of the packing table: whose parcel it is, how it goes, and what must not be missed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.queries.packing import PackSlip
from shopdesk.ui.controls import label
from shopdesk.ui.language import Retranslated
from shopdesk.ui.packing.answer_panel import sized
from shopdesk.ui.packing.table_work import OnTable
from shopdesk.ui.theme import RADIUS, Theme, points

TAIL = 6
"""Characters of a waybill by which packers know it."""


class SlipCard(Retranslated, QFrame):
    """Order, receiver and region on the left; carrier, the waybill's tail and how many pieces on the right; black bars
    below."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        self._table: OnTable | None = None
        self._number = label(f"{name}.number", "muted", parent=self)
        self._receiver = label(f"{name}.receiver", parent=self)
        self._carrier = label(f"{name}.carrier", parent=self)
        self._waybill = label(f"{name}.waybill", parent=self)
        self._count = label(f"{name}.count", parent=self)
        self._bars = QVBoxLayout()
        self._bars.setSpacing(4)
        self._notices: list[QLabel] = []
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        left, middle = QVBoxLayout(), QVBoxLayout()
        for column, parts in ((left, (self._number, self._receiver)), (middle, (self._carrier, self._waybill))):
            column.setSpacing(0)
            for part in parts:
                column.addWidget(part)
        for part in (self._carrier, self._waybill):
            part.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(left, 1)
        row.addLayout(middle, 0)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addLayout(self._bars)
        theme.changed.connect(self._draw)
        self._draw()

    def retranslate(self) -> None:
        """Write every text again."""
        self.show_table(self._table)

    def show_table(self, table: OnTable | None) -> None:
        """Show this slip; an empty table hides the card."""
        self._table = table
        self.setVisible(table is not None)
        if table is None:
            return
        slip = table.slip
        self._number.setText(" · ".join((slip.shop, slip.number)))
        self._receiver.setText("  ".join(filter(None, (slip.receiver[:12], slip.region))))
        self._carrier.setText(slip.carrier or _("Carrier not chosen"))
        self._waybill.setText(f"…{slip.waybill[-TAIL:]}" if slip.waybill else _("Waiting for waybill"))
        self._waybill.setToolTip(slip.waybill)
        self._count.setText(f"{slip.packed} / {slip.pieces}")
        self.setAccessibleName(_said(slip))
        self._show_notices(table.notices)
        self._draw()

    def _show_notices(self, notices: tuple[str, ...]) -> None:
        while len(self._notices) < len(notices):
            bar = label(f"{self.objectName()}.notice{len(self._notices)}", wrap=True, parent=self)
            self._notices.append(bar)
            self._bars.addWidget(bar)
        for place, bar in enumerate(self._notices):
            bar.setText(notices[place] if place < len(notices) else "")
            bar.setVisible(place < len(notices))

    def _draw(self) -> None:
        theme = self._theme
        slip = self._table.slip if self._table else None
        self._number.setFont(sized(theme, 15, figures=True))
        self._receiver.setFont(sized(theme, 22, bold=True))
        self._carrier.setFont(sized(theme, 15))
        self._waybill.setFont(sized(theme, 22, bold=True, figures=True))
        waits = slip is not None and not slip.waybill
        self._waybill.setStyleSheet(f"color: {theme.colour('warning' if waits else 'text').name()};")
        self._count.setFont(sized(theme, 36, bold=True, figures=True))
        done = slip is not None and slip.is_complete
        self._count.setStyleSheet(f"color: {theme.colour('good' if done else 'text').name()};")
        for bar in self._notices:
            bar.setStyleSheet(
                f"font-size: {points(17)}pt; font-weight: 600; "
                f"background: {theme.colour('text').name()}; color: {theme.colour('surface').name()}; "
                f"padding: 6px 12px; border-radius: {RADIUS}px;"
            )


def _said(slip: PackSlip) -> str:
    return ", ".join(filter(None, (slip.number, slip.receiver, slip.region, slip.carrier, slip.waybill)))
