"""To a buyer's page from anywhere: one key shows the buyer of what is in view (CRM-01)."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from shopdesk.i18n import _
from shopdesk.queries.buyers import find_buyer_of
from shopdesk.ui.messages import Kind
from shopdesk.ui.page import InView

if TYPE_CHECKING:
    from shopdesk.app.shop_window import ShopWindow

KEY = "Ctrl+Shift+B"


class BuyerWays(QObject):
    """The action of the window."""

    def __init__(self, shop: "ShopWindow") -> None:
        super().__init__(shop.window)
        self._shop = shop
        self.action = made = QAction(self)
        made.setObjectName("buyers.show")
        made.setShortcut(QKeySequence(KEY))
        made.setAutoRepeat(False)
        shop.look.theme.icons.put(made, "user")
        made.triggered.connect(lambda *_args: self.show_buyer())
        shop.window.add_command(made, in_menu=True)
        shop.look.language.changed.connect(lambda *_args: self._retranslate())
        self._retranslate()

    def show_buyer(self) -> None:
        """The page of the buyer whose order, case or review is in view."""
        page, shop = self._shop.window.page, self._shop
        view = page.in_view() if page is not None else InView()
        if view.buyer_id is not None:
            self._show(view.buyer_id)
            return
        shop.background.run_task(
            lambda: find_buyer_of(shop.desk.seen, order_id=view.order_id, case_id=view.case_id),
            self._show, shop.window.messages.error, owner=self,
        )  # fmt: skip

    def _show(self, buyer_id: int | None) -> None:
        if buyer_id is None:
            said = _("Nothing of a known buyer is chosen here.")
            self._shop.window.messages.toast(said, Kind.WARNING, topic="buyer")
        else:
            self._shop.window.open_record("buyer", buyer_id)

    def _retranslate(self) -> None:
        self.action.setText(_("Show the buyer"))
