"""Registering from any page: one order at once, several after a look at what would happen. Undo takes it back."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from shopdesk.errors import Refused
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.services.desk import Desk
from shopdesk.services.registering import (
    Preview,
    Registration,
    SalespersonUnclear,
    find_refusals,
    preview_registration,
    register_orders,
    unregister_orders,
)
from shopdesk.ui.background import Background
from shopdesk.ui.flags import Pennants
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.bulk_registering import BulkRegistering
from shopdesk.ui.theme import Theme

Result = TypeVar("Result")


class Registering(QObject):
    """What is written is announced by the desk itself; pages refresh by that."""

    open_requested = Signal(int)
    """The order that the preview is asked to show."""
    registered = Signal(list)
    """The ids of orders that are registered now."""

    def __init__(
        self,
        page: QWidget,
        *,
        desk: Desk,
        background: Background,
        messages: Messages,
        theme: Theme,
        pennants: Pennants,
    ) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages = desk, background, messages
        self._theme, self._pennants, self._page = theme, pennants, page
        self.preview: QDialog | None = None
        """The preview that is open."""

    def register(self, order_ids: Sequence[int]) -> None:
        """One order at once; several once the preview is accepted."""
        ids = list(order_ids)
        if len(ids) == 1:
            self._run(
                lambda: find_refusals(self._desk, order_ids=ids), lambda refused: self._after_look(ids[0], refused)
            )
        elif ids:
            self.look(ids)

    def register_one(
        self, order_id: int, salesperson: str = "", on_refused: Callable[[Exception], object] | None = None
    ) -> None:
        """Register one order; why that was not done is said, or handed to `on_refused`."""
        refuse = on_refused or self._messages.error

        def take(done: Registration) -> None:
            for _order_id, why in done.refused:
                refuse(why)
            self._say(done.registered)

        self._background.run_task(
            lambda: register_orders(self._desk, order_ids=[order_id], salesperson=salesperson, skip_refused=True),
            take,
            refuse,
            owner=self,
        )

    def look(self, order_ids: Sequence[int]) -> None:
        """Show what registering these orders would do."""
        ids = list(order_ids)
        self._run(lambda: preview_registration(self._desk, order_ids=ids), self._show)

    def _show(self, preview: Preview) -> None:
        if self.preview is not None:
            return
        dialog = BulkRegistering(
            preview,
            self._page.window(),
            desk=self._desk,
            background=self._background,
            messages=self._messages,
            theme=self._theme,
            pennants=self._pennants,
        )
        dialog.open_requested.connect(self.open_requested)
        dialog.registered.connect(self._take)
        dialog.finished.connect(self._forget)
        self.preview = dialog
        dialog.open()

    def _forget(self) -> None:
        self.preview = None

    def _take(self, done: Registration) -> None:
        if done.refused:  # somebody else was quicker, or a check found something between the look and the write
            said = [sentence(why) for _id, why in done.refused]
            self._messages.toast("\n".join(said[:3]), Kind.WARNING)
        self._say(done.registered)

    def _after_look(self, order_id: int, refused: list[tuple[int, Refused]]) -> None:
        if not refused:
            self.register_one(order_id)
            return
        why = refused[0][1]
        if isinstance(why, SalespersonUnclear):
            names = tuple(str(why.values["names"]).split(", "))
            self._messages.ask_text(
                sentence(why), _("Register"), lambda name: self.register_one(order_id, name), choices=names
            )
        else:
            self._messages.error(why)

    def _say(self, ids: list[int]) -> None:
        if not ids:
            return
        self.registered.emit(ids)
        said = ngettext("Registered {n} order", "Registered {n} orders", len(ids)).format(n=len(ids))
        self._messages.toast(said, undo=lambda: self.undo(ids), topic="registered")

    def undo(self, order_ids: Sequence[int]) -> None:
        """Take registering back."""
        ids = list(order_ids)

        def say(n: int) -> None:
            said = ngettext("{n} order is new again", "{n} orders are new again", n).format(n=n)
            self._messages.toast(said, Kind.INFO)

        self._run(lambda: unregister_orders(self._desk, order_ids=ids), say)

    def _run(self, work: Callable[[], Result], take: Callable[[Result], None]) -> None:
        self._background.run_task(work, take, self._messages.error, owner=self)
