"""What the page's actions and the panel's buttons do with the chosen orders."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from shopdesk.domain.documents import Document
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import named
from shopdesk.ui.flags import Pennants
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.registering import Registering
from shopdesk.ui.order_forms.work import OrderWork
from shopdesk.ui.orders.actions import OrderActions
from shopdesk.ui.orders.detail_panel import DetailPanel
from shopdesk.ui.orders.takeaway import Takeaway
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

MENU = (
    "register", "flags", "hold", "release", None, "slip", "packing_list", "return_form", None, "copy_number",
    "copy_address", "memo",
)  # fmt: skip
"""The table's context menu: names of actions; `flags` is the menu of flags, None a line."""


class OrderCommands(QObject):
    """`chosen` gives the ids of the orders that are chosen in the table."""

    print_requested = Signal(object, list)
    """A Document and the ids of the orders to print it for."""

    def __init__(
        self,
        page: QWidget,
        actions: OrderActions,
        chosen: Callable[[], list[int]],
        *,
        desk: Desk,
        background: Background,
        messages: Messages,
        settings: SettingsStore,
        theme: Theme,
        pennants: Pennants,
    ) -> None:
        super().__init__(page)
        self._page, self._actions, self._chosen = page, actions, chosen
        self.work = OrderWork(desk, background, messages, self)
        self.registering = Registering(
            page, desk=desk, background=background, messages=messages, theme=theme, pennants=pennants
        )
        self.takeaway = Takeaway(desk, background, messages, settings, page)
        self._connect()

    def connect_panel(self, panel: DetailPanel) -> None:
        """Do what the panel asks for with the order that it shows."""
        work = self.work
        panel.copy_requested.connect(self.takeaway.copy)
        panel.release_requested.connect(lambda order_id: work.release([order_id]))
        panel.memo_saved.connect(lambda order_id, version, memo: work.save_memo(order_id, memo, version))
        panel.address_accepted.connect(work.use_address)
        panel.receiver_edit_requested.connect(lambda order: work.edit_receiver(order, self._page))

    def open_menu(self, at: QPoint) -> None:
        """The context menu, at a point of the screen."""
        menu = named(QMenu(self._page), "orders.table.menu")
        for name in MENU:
            if name is None:
                menu.addSeparator()
            elif name == "flags":
                menu.addMenu(self._actions.flag_menu)
            else:
                menu.addAction(self._actions.by_name[name])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _connect(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "register": lambda: self.registering.register(self._chosen()),
            "hold": lambda: self.work.hold(self._chosen()),
            "release": lambda: self.work.release(self._chosen()),
            "slip": lambda: self.print_requested.emit(Document.SLIP, self._chosen()),
            "packing_list": lambda: self.print_requested.emit(Document.PACKING_LIST, self._chosen()),
            "return_form": lambda: self.print_requested.emit(Document.RETURN_FORM, self._chosen()),
            "copy_number": lambda: self.takeaway.copy_numbers(self._chosen()),
            "copy_address": lambda: self.takeaway.copy_addresses(self._chosen()),
        }
        for name, do in does.items():
            self._actions.by_name[name].triggered.connect(lambda _checked=False, do=do: do())
        for to in self._actions.colours():
            self._actions.flag(to).triggered.connect(lambda _on=False, to=to: self.work.flag(self._chosen(), to))
