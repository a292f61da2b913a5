"""What the page's actions and the panel's buttons do with the chosen orders."""
# ruff: noqa: PLW0108 - these lambdas look up who does it when it is done: that loads it

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from shopdesk.domain.documents import Document
from shopdesk.domain.flags import Colour
from shopdesk.domain.origins import Origin
from shopdesk.i18n import _
from shopdesk.queries.change_notes import NoteRow
from shopdesk.queries.extensions import Deadline
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import named
from shopdesk.ui.flags import Pennants
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.hold_cards import KEYS
from shopdesk.ui.orders.actions import PARCEL_GUIDES, OrderActions
from shopdesk.ui.orders.detail_panel import DetailPanel
from shopdesk.ui.orders.takeaway import Takeaway
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

if TYPE_CHECKING:
    # Loaded when something is first done: the window is there sooner.
    from shopdesk.ui.order_forms.buyer_care import BuyerCare
    from shopdesk.ui.order_forms.care import OrderCare
    from shopdesk.ui.order_forms.hold_clearing import HoldClearing
    from shopdesk.ui.order_forms.manual_work import ManualWork
    from shopdesk.ui.order_forms.parcels import ParcelWork
    from shopdesk.ui.order_forms.registering import Registering
    from shopdesk.ui.order_forms.settling import Settling
    from shopdesk.ui.order_forms.work import OrderWork

MENU = (
    "register", "flags", "hold", "release", None, "slip", "packing_list", "return_form", "lost_form", "care", None,
    "copy_number", "copy_address", "memo", None, "exchange", "reissue", "which_number", None,
    "new_case", "new_refund", "unclaimed", None, *PARCEL_GUIDES, None, "together", "split", None,
    "confirm_transfer", "settle", "cancel_order",
)  # fmt: skip
"""The table's context menu: names of actions; `flags` is the menu of flags, None a line."""
CARE_MENU = (
    "edit", "change_note", "print_change_note", None, "extend", "extend_receipt", None, "owe", "leave_out", "overpaid",
)  # fmt: skip
"""The part of it about late changes and what is promised."""
NEW_MENU_AT = 48
"""px from the page's corner."""
NEW_MENU = ("new_bank", "new_wholesale", "new_phone", None, "exchange", "reissue")
"""The menu of orders by hand."""


class OrderCommands(QObject):
    """`chosen` gives the ids of the orders that are chosen in the table, `flags_shown` the flags it shows."""

    print_requested = Signal(object, list)
    """A Document and the ids of the orders to print it for."""
    open_requested = Signal(int)
    """Another order to show."""
    record_requested = Signal(str, object)
    """A case, box or refund to show or to begin: kind and what it is of."""
    points_requested = Signal()
    """Points on the order in view."""

    def __init__(
        self,
        page: QWidget,
        actions: OrderActions,
        chosen: Callable[[], list[int]],
        flags_shown: Callable[[], Mapping[int, Colour]],
        *,
        desk: Desk,
        background: Background,
        messages: Messages,
        settings: SettingsStore,
        theme: Theme,
        pennants: Pennants,
    ) -> None:
        super().__init__(page)
        self._page, self._actions, self._chosen, self._flags_shown = page, actions, chosen, flags_shown
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self._pennants = pennants
        self.takeaway = Takeaway(desk, background, messages, settings, page)
        self._connect()

    # Who does it

    @cached_property
    def work(self) -> "OrderWork":
        """Flags, memos, addresses, holds."""
        from shopdesk.ui.order_forms.work import OrderWork

        return OrderWork(self._desk, self._background, self._messages, self)

    @cached_property
    def registering(self) -> "Registering":
        """Registering and taking it back."""
        from shopdesk.ui.order_forms.registering import Registering

        made = Registering(
            self._page,
            desk=self._desk,
            background=self._background,
            messages=self._messages,
            theme=self._theme,
            pennants=self._pennants,
        )
        made.open_requested.connect(self.open_requested)
        return made

    @cached_property
    def holds(self) -> "HoldClearing":
        """Clearing what keeps an order from the warehouse."""
        from shopdesk.ui.order_forms.hold_clearing import HoldClearing

        return HoldClearing(self._desk, self._background, self._messages, self._page)

    @cached_property
    def by_hand(self) -> "ManualWork":
        """Orders by hand."""
        from shopdesk.ui.order_forms.manual_work import ManualWork

        made = ManualWork(self._desk, self._background, self._messages, self._page)
        made.opened.connect(self.open_requested)
        return made

    @cached_property
    def care(self) -> "OrderCare":
        """Late changes and longer times."""
        from shopdesk.ui.order_forms.care import OrderCare

        return OrderCare(self._desk, self._background, self._messages, self._page)

    @cached_property
    def buyers(self) -> "BuyerCare":
        """What is noted about buyers and owed to them."""
        from shopdesk.ui.order_forms.buyer_care import BuyerCare

        return BuyerCare(self._desk, self._background, self._messages, self._page)

    @cached_property
    def parcels(self) -> "ParcelWork":
        """Orders that ship together, or in several parcels."""
        from shopdesk.ui.order_forms.parcels import ParcelWork

        return ParcelWork(
            self._page, desk=self._desk, background=self._background, messages=self._messages, theme=self._theme
        )

    @cached_property
    def settling(self) -> "Settling":
        """Which account the money came to."""
        from shopdesk.ui.order_forms.settling import Settling

        return Settling(self._desk, self._background, self._messages, self._page)

    # What asks for it

    def connect_panel(self, panel: DetailPanel) -> None:
        """Do what the panel asks for with the order that it shows."""
        panel.copy_requested.connect(self.takeaway.copy)
        panel.clear_requested.connect(lambda order, hold: self.holds.clear(order, hold))
        panel.contact_requested.connect(lambda order: self.holds.note_contact(order))
        for place in range(len(KEYS)):
            self._actions.by_name[f"clear{place + 1}"].triggered.connect(
                lambda _on=False, place=place: panel.holds.clear(place)
            )
        panel.memo_saved.connect(
            lambda order_id, base, memo: self.work.save_memo(order_id, memo, base, panel.memo.not_saved)
        )
        panel.address_accepted.connect(lambda *given: self.work.use_address(*given))
        panel.receiver_edit_requested.connect(lambda order: self.work.edit_receiver(order, self._page))
        panel.links.open_requested.connect(self.open_requested)
        for part in (panel.after.open_requested, panel.care.buyer.record_requested):
            part.connect(self.record_requested)
        panel.after.points_requested.connect(self.points_requested)
        panel.links.confirm_requested.connect(lambda one: self.by_hand.confirm(one))
        panel.links.list_requested.connect(lambda one: self.print_requested.emit(Document.PACKING_LIST, [one]))
        self._connect_care(panel)

    def _connect_care(self, panel: DetailPanel) -> None:
        def order_in_view() -> int | None:
            return panel.everything.order.id if panel.everything is not None else None

        care = panel.care
        care.buyer.connect_care(lambda: self.buyers, order_in_view)
        care.buyer.open_requested.connect(self.open_requested)
        care.promise_accepted.connect(lambda *given: self.buyers.owe_promised(*given))
        care.notes.back_requested.connect(lambda note: self.care.take_back(note))
        care.notes.print_requested.connect(
            lambda note: self.print_requested.emit(Document.CHANGE_NOTE, [note.order_id])
        )
        care.notes.copy_requested.connect(lambda note: self._copy_form(panel, note))

    def _copy_form(self, panel: DetailPanel, note: NoteRow) -> None:
        if panel.everything is not None:
            self.care.copy_form(panel.everything.order, note)

    def open_menu(self, at: QPoint) -> None:
        """The context menu, at a point of the screen."""
        self._popup("orders.table.menu", MENU, at)

    def open_new_menu(self) -> None:
        """What kinds of orders can be entered by hand, over the list."""
        menu = self._popup("orders.new.menu", NEW_MENU, self._page.mapToGlobal(QPoint(NEW_MENU_AT, NEW_MENU_AT)))
        menu.setActiveAction(menu.actions()[0])

    def _popup(self, name: str, names: Sequence[str | None], at: QPoint) -> QMenu:
        menu = named(QMenu(self._page), name)
        for entry in names:
            if entry is None:
                menu.addSeparator()
            elif entry == "flags":
                menu.addMenu(self._actions.flag_menu)
            elif entry == "care":
                self._add_care(menu)
            else:
                menu.addAction(self._actions.by_name[entry])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
        return menu

    def _add_care(self, menu: QMenu) -> None:
        part = named(QMenu(_("Changes and promises"), menu), "orders.table.menu.care")
        for name in CARE_MENU:
            if name is None:
                part.addSeparator()
            else:
                part.addAction(self._actions.by_name[name])
        menu.addMenu(part)

    def _connect(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "register": lambda: self.registering.register(self._chosen()),
            "settle": lambda: self.settling.settle(self._chosen()),
            "hold": lambda: self.work.hold(self._chosen()),
            "release": lambda: self.work.release(self._chosen()),
            "slip": lambda: self.print_requested.emit(Document.SLIP, self._chosen()),
            "packing_list": lambda: self.print_requested.emit(Document.PACKING_LIST, self._chosen()),
            "return_form": lambda: self.print_requested.emit(Document.RETURN_FORM, self._chosen()),
            "lost_form": lambda: self._with_one(self.takeaway.copy_lost_form),
            "edit": lambda: self._with_one(lambda one: self.by_hand.change(one, self.care.edit)),
            "change_note": lambda: self._with_one(self.care.note_change),
            "print_change_note": lambda: self.print_requested.emit(Document.CHANGE_NOTE, self._chosen()),
            "extend": lambda: self.care.extend(self._chosen()),
            "extend_receipt": lambda: self.care.extend(self._chosen(), Deadline.RECEIPT),
            "owe": lambda: self._with_one(lambda order_id: self.buyers.owe(order_id=order_id)),
            "leave_out": lambda: self._with_one(self.buyers.leave_out),
            "overpaid": lambda: self._with_one(self.buyers.make_good),
            "deadlines": self._open_deadlines,
            "copy_number": lambda: self.takeaway.copy_numbers(self._chosen()),
            "copy_address": lambda: self.takeaway.copy_addresses(self._chosen()),
            "new_order": self.open_new_menu,
            "new_bank": lambda: self.by_hand.enter(Origin.BANK),
            "new_wholesale": lambda: self.by_hand.enter(Origin.WHOLESALE),
            "new_phone": lambda: self.by_hand.enter(Origin.PHONE),
            "exchange": lambda: self._with_one(lambda one: self.by_hand.enter(Origin.EXCHANGE, one)),
            "reissue": lambda: self._with_one(lambda one: self.by_hand.enter(Origin.REISSUE, one)),
            "together": lambda: self.parcels.together(self._chosen()),
            "split": lambda: self._with_one(self.parcels.split),
            "confirm_transfer": lambda: self._with_one(self.by_hand.confirm),
            "cancel_order": lambda: self._with_one(self.by_hand.cancel),
            "which_number": self._ask_number,
            "untold": lambda: self.by_hand.list_untold(),
            "unclaimed": lambda: self._with_one(lambda one: self.record_requested.emit("unclaimed-list", one)),
            "new_case": lambda: self._with_one(lambda one: self.record_requested.emit("case-new", one)),
            "new_refund": lambda: self._with_one(lambda one: self.record_requested.emit("refund-new", (one, None))),
        }
        does |= {name: partial(self._guide, kind) for name, kind in PARCEL_GUIDES.items()}
        for name, do in does.items():
            self._actions.by_name[name].triggered.connect(lambda _checked=False, do=do: do())
        for to in self._actions.colours():
            self._actions.flag(to).triggered.connect(lambda _on=False, to=to: self._flag(to))

    def _flag(self, colour: Colour) -> None:
        self.work.flag(self._chosen(), colour, shown=self._flags_shown())

    def _guide(self, kind: str) -> None:
        self._with_one(lambda one: self.record_requested.emit(kind, one))

    def _with_one(self, do: Callable[[int], object]) -> None:
        chosen = self._chosen()
        if len(chosen) == 1:
            do(chosen[0])

    def _ask_number(self) -> None:
        """Of the chosen order's buyer; of nobody yet where none or several are chosen."""
        chosen = self._chosen()
        if len(chosen) == 1:
            self.by_hand.ask_number_of(chosen[0])
        else:
            self.by_hand.ask_number()

    def _open_deadlines(self) -> None:
        from shopdesk.ui.order_forms.deadlines import DeadlinesDialog

        dialog = DeadlinesDialog(
            self._desk, self._background, self._messages, self.care, theme=self._theme, parent=self._page
        )
        dialog.open_requested.connect(self.open_requested)
        dialog.open()
