"""The parts of the panel about the buyer and late changes."""

from PySide6.QtCore import QObject, Signal

from shopdesk.domain.permissions import Right
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.ui.flags import Pennants
from shopdesk.ui.order_forms.buyer_card import BuyerCardView
from shopdesk.ui.order_forms.care_facts import Care
from shopdesk.ui.order_forms.change_cards import ChangeCards
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.facts import Card
from shopdesk.ui.rights import apply_right
from shopdesk.ui.theme import Theme


class PanelCare(QObject):
    """Its widgets stand in the panel's sections."""

    promise_accepted = Signal(int, str)
    """The order's id, and what its memo or message promises."""

    def __init__(self, desk: Desk, theme: Theme, pennants: Pennants, parent: QObject) -> None:
        super().__init__(parent)
        self.buyer = BuyerCardView("orders.panel.buyer.card", desk, theme, pennants)
        self.promise = Card("orders.panel.promise", "info", below=True)
        self.notes = ChangeCards("orders.panel.changes.list", desk)
        self._order_id: int | None = None
        self._promised = ""
        self.promise.clicked.connect(self._accept)
        apply_right(self.promise.button, desk, Right.SERVE)

    def retranslate(self) -> None:
        """Write every text again."""
        self.promise.button.setText(_("Note it as owed"))
        self._say_promise()

    def show_care(self, order_id: int, care: Care, clocks: Clocks) -> None:
        """Show what stands beside this order."""
        self._order_id = order_id
        self._promised = care.promises[0] if care.promises else ""
        self.buyer.show_card(care.buyer, clocks, order_id=order_id, after=care.after)
        self.notes.show_notes(care.notes, clocks)
        self._say_promise()

    def _say_promise(self) -> None:
        self.promise.setVisible(bool(self._promised))
        self.promise.small.hide()
        self.promise.text.setText(_("Memo or message promise: {item}").format(item=self._promised))

    def _accept(self) -> None:
        if self._order_id is not None and self._promised:
            self.promise_accepted.emit(self._order_id, self._promised)
