"""Orders by hand from a page: the forms are opened, what they write is said in a toast that offers Undo."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Stage
from shopdesk.i18n import _
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.shops import ShopRow, list_shops
from shopdesk.services.desk import Desk
from shopdesk.services.manual_changes import cancel_order, get_changeable, undo_entry
from shopdesk.services.transfers import undo_confirmation
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.manual_order import Entered, ManualOrderForm
from shopdesk.ui.order_forms.transfer_form import transfer_form
from shopdesk.ui.order_forms.untold import Untold
from shopdesk.ui.order_forms.which_number import WhichNumber

Result = TypeVar("Result")


class ManualWork(QObject):
    """`page` is the widget over which the forms lie."""

    opened = Signal(int)
    """Show this order."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages, self._page = desk, background, messages, page

    def enter(self, kind: Origin, source_id: int | None = None) -> None:
        """Open the form for a new order of a kind; exchanges and reissues for their source."""

        def read() -> tuple[list[ShopRow], OrderDetail | None]:
            database = self._desk.seen
            return list_shops(database), get_order(database, source_id) if source_id is not None else None

        self._run(read, lambda found: self._open_form(kind, *found))

    def change(self, order_id: int, otherwise: Callable[[int], object]) -> None:
        """Open an order entered by hand in its form; any other is edited `otherwise`."""

        def read() -> tuple[list[ShopRow], OrderDetail | None]:
            order = get_order(self._desk.seen, order_id)
            is_own = order.origin is not Origin.PLATFORM and order.stage < Stage.PRINTED
            return list_shops(self._desk.seen), order if is_own else None

        def open_it(found: tuple[list[ShopRow], OrderDetail | None]) -> None:
            shops, order = found
            if order is None:
                otherwise(order_id)
            else:
                self._open_form(order.origin, shops, None, order)

        self._run(read, open_it)

    def cancel(self, order_id: int) -> None:
        """Ask why, then cancel an order entered by hand."""

        def ask(order: OrderDetail) -> None:
            question = _("Why is order {order_no} cancelled?").format(order_no=order.order_no)
            usual = (_("The buyer does not want it any more"), _("Entered by mistake"), _("No money came in"))
            self._messages.ask_text(question, _("Cancel order"), lambda why: self._cancel(order, why), choices=usual)

        self._run(lambda: get_changeable(self._desk, order_id), ask)

    def confirm(self, order_id: int) -> None:
        """Ask for amount and reference of a transfer, then confirm it (ORD-09)."""
        self._run(lambda: get_order(self._desk.seen, order_id), self._open_transfer)

    def ask_number(self, who: str = "") -> WhichNumber:
        """Look up with which numbers somebody's parcels went out (SHP-13)."""
        dialog = WhichNumber(self._desk, self._background, self._messages, who, self._page.window())
        dialog.opened.connect(self.opened)
        dialog.open()
        return dialog

    def ask_number_of(self, order_id: int) -> None:
        """Look up the parcels of an order's buyer."""
        self._run(
            lambda: get_order(self._desk.seen, order_id),
            lambda order: self.ask_number(order.buyer or order.order_no),
        )

    def list_untold(self) -> Untold:
        """Show whose buyer is still to be told (SHP-07)."""
        dialog = Untold(self._desk, self._background, self._messages, self._page.window())
        dialog.opened.connect(self.opened)
        dialog.open()
        return dialog

    # How

    def _open_form(
        self, kind: Origin, shops: list[ShopRow], source: OrderDetail | None, known: OrderDetail | None = None
    ) -> None:
        if not shops:
            self._messages.toast(_("Add a shop in Settings first."), Kind.WARNING)
            return
        form = ManualOrderForm(
            kind,
            desk=self._desk,
            shops=shops,
            background=self._background,
            messages=self._messages,
            source=source,
            known=known,
            parent=self._page.window(),
        )
        form.written.connect(self._say_changed if known is not None else self._say_entered)
        form.open()

    def _say_entered(self, made: Entered) -> None:
        said = _("Order {order_no} entered").format(order_no=made.order_no)
        self._messages.toast(" · ".join(filter(None, (said, made.hold))), undo=lambda: self._undo_entry(made))
        self.opened.emit(made.order_id)

    def _say_changed(self, made: Entered) -> None:
        self._messages.toast(_("Order {order_no} changed").format(order_no=made.order_no))

    def _undo_entry(self, made: Entered) -> None:
        self._run(
            lambda: undo_entry(self._desk, order_id=made.order_id, version=made.version),
            lambda _done: self._messages.toast(
                _("Order {order_no} is cancelled").format(order_no=made.order_no), Kind.INFO
            ),
        )

    def _cancel(self, order: OrderDetail, reason: str) -> None:
        self._run(
            lambda: cancel_order(self._desk, order_id=order.id, reason=reason),
            lambda _done: self._messages.toast(_("Order {order_no} is cancelled").format(order_no=order.order_no)),
        )

    def _open_transfer(self, order: OrderDetail) -> None:
        transfer_form(
            order,
            desk=self._desk,
            background=self._background,
            messages=self._messages,
            on_written=lambda _result: self._say_confirmed(order),
            parent=self._page.window(),
        ).open()

    def _say_confirmed(self, order: OrderDetail) -> None:
        said = _("The transfer for order {order_no} is confirmed").format(order_no=order.order_no)
        self._messages.toast(said, undo=lambda: self._undo_confirmation(order, order.paid))

    def _undo_confirmation(self, order: OrderDetail, paid: Money) -> None:
        self._run(
            lambda: undo_confirmation(self._desk, order_id=order.id, paid=paid),
            lambda _done: self._messages.toast(_("The transfer is not confirmed any more"), Kind.INFO),
        )

    def _run(self, work: Callable[[], Result], then: Callable[[Result], object]) -> None:
        self._background.run_task(work, then, self._messages.error, owner=self)
