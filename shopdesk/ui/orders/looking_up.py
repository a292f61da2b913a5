"""Lifting the mask from one order's phone and address, for who may look them up (DATA-06)."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.i18n import _
from shopdesk.queries.orders import OrderDetail
from shopdesk.services.desk import Desk
from shopdesk.services.privacy import look_up, may_look_up
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button


class LookingUp(QObject):
    """The button below a masked receiver, and what it brought to light: for that one order, until it is left."""

    changed = Signal()
    left = Signal()
    """The button had the focus and goes away: else the next part that can take it would have it."""

    def __init__(self, desk: Desk, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._background = desk, background
        self._found: OrderDetail | None = None
        self._order_id: int | None = None
        self.button = button("orders.panel.receiver.look_up", "quiet", parent)
        self.button.clicked.connect(self._look)
        self.retranslate()

    def retranslate(self) -> None:
        """Write the text again."""
        self.button.setText(_("Show phone and address"))
        self.button.setToolTip(_("That you looked stands in the order's history."))

    def receiver_of(self, order: OrderDetail) -> OrderDetail:
        """The order as its receiver may be shown now."""
        if order.id != self._order_id:
            self._order_id, self._found = order.id, None
        self.button.setVisible(may_look_up(self._desk) and self._found is None)
        return self._found or order

    def forget(self) -> None:
        """The order was left: it is masked again."""
        if self._found is not None:
            self._found = None
            self.changed.emit()

    def _look(self) -> None:
        wanted = self._order_id
        if wanted is not None:
            self._background.run_task(lambda: look_up(self._desk, order_id=wanted), self._take, owner=self)

    def _take(self, found: OrderDetail) -> None:
        if found.id == self._order_id:
            self._found = found
            if self.button.hasFocus():
                self.left.emit()
            self.changed.emit()
