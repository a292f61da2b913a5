"""The buyer of the order in view, on the right of the page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from shopdesk.i18n import N_, _
from shopdesk.ui.controls import label, named
from shopdesk.ui.order_forms.buyer_card import BuyerCardView
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.registering.reading import Reading
from shopdesk.ui.side_panel import Section

WIDTH = 300
"""px."""


class BuyerColumn(QScrollArea):
    """The buyer's card, or the sentence that there is none."""

    def __init__(self, card: BuyerCardView) -> None:
        super().__init__()
        self.setObjectName("registering.buyer.area")
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._card = card
        self._nobody = label("registering.buyer.none", "muted", wrap=True)
        self._nobody.setContentsMargins(16, 16, 16, 0)
        self._section = Section("registering.section.buyer", N_("Buyer"), card)
        inner = named(QWidget(), "registering.buyer.column")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._nobody)
        column.addWidget(self._section)
        column.addStretch(1)
        self.setWidget(inner)
        for ground in (inner, self.viewport()):
            ground.setAutoFillBackground(False)

    def show_buyer(self, reading: Reading, clocks: Clocks) -> None:
        """Show whose order it is."""
        self._section.setVisible(reading.card is not None)
        self._nobody.setVisible(reading.card is None)
        self._nobody.setText(_("The file names no buyer."))
        self._card.show_card(reading.card, clocks, order_id=reading.order.id, after=reading.after)
