"""What fills the page of repairs: the board, the list, the batches or the products, one at a time."""

from contextlib import suppress

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from shopdesk.errors import N_, OutputFailed
from shopdesk.queries.repairs import RepairRow
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import named
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.messages import Messages
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.repairs.batches import BatchesView
from shopdesk.ui.repairs.board import Board
from shopdesk.ui.repairs.columns import repair_columns
from shopdesk.ui.repairs.products import ProductsView
from shopdesk.ui.repairs.reading import NOTHING, Listed, Wanted, unread_moment
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

BOARD, LIST = "board", "list"
NARROW_BELOW = 1060
"""px of width."""
_WIDE_ONLY = ("order_no", "warranty", "came", "batch")
VIEW_KEY = "repairs.view"
"""Where the PC's settings keep whether the board or the list is shown."""


class RepairViews(QStackedWidget):
    """`chosen_changed`: another repair is chosen; `opened`: Enter on one."""

    chosen_changed = Signal()
    opened = Signal()

    def __init__(
        self, *, desk: Desk, background: Background, messages: Messages, theme: Theme, settings: SettingsStore
    ) -> None:
        super().__init__()
        named(self, "repairs.stack")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._settings = settings
        self._view = LIST if settings.get(VIEW_KEY) == LIST else BOARD
        self.listed = Listed(Wanted(), unread_moment(desk))
        self._is_read = False
        self.board = Board("repairs.board", theme)
        self.table = RecordTable("repairs.table", N_("Repairs"), repair_columns(lambda: self.listed.moment), theme)
        self.empty = EmptyState("repairs.empty", theme, "tool")
        self.batches = BatchesView(desk, background, messages, theme)
        self.products = ProductsView(desk, background, messages, theme)
        for part in (self.board, self.table, self.empty, self.batches, self.products):
            self.addWidget(part)
        self.board.chosen_changed.connect(lambda: self._tell(self.board))
        self.table.chosen_changed.connect(lambda: self._tell(self.table))
        self.batches.chosen_changed.connect(lambda: self._tell(self.batches))
        for shown in (self.board, self.table, self.batches):
            shown.opened.connect(lambda _id: self.opened.emit())
        self.show_cards()

    @property
    def is_aside(self) -> bool:
        """Batches or products are shown."""
        return self.currentWidget() in (self.batches, self.products)

    # What is chosen

    def current(self) -> RepairRow | None:
        """The repair that keys go to."""
        shown = self.currentWidget()
        if isinstance(shown, Board | BatchesView):
            return shown.current()
        return self.table.current() if shown is self.table and self.listed.rows else None

    def current_id(self) -> int | None:
        """Its number."""
        row = self.current()
        return None if row is None else row.id

    def chosen(self) -> list[RepairRow]:
        """Those that are chosen in the list; on the board and in a batch it is one."""
        if self.currentWidget() is self.table:
            return self.table.chosen()
        row = self.current()
        return [row] if row is not None else []

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the panel tells what these columns would."""
        super().resizeEvent(event)
        for key in _WIDE_ONLY:
            self.table.setColumnHidden(self.table.records.column_of(key), event.size().width() < NARROW_BELOW)

    def go_to(self, repair_id: int) -> bool:
        """Choose this one; False where it isn't in the list."""
        return self._cards().go_to(repair_id)

    def take_focus(self) -> None:
        """Keys go to the cards, the list, the batches or the button of what is empty; they wait here until something is
        read."""
        if not self._is_read and not self.is_aside:
            self.setFocus()
            return
        shown = self.currentWidget()
        if isinstance(shown, Board | BatchesView | ProductsView):
            shown.take_focus()
        else:
            (self.table if shown is self.table else self.empty).setFocus()

    # What is shown

    def show_listed(self, listed: Listed) -> None:
        """Show this list; the same repair stays chosen."""
        has_keys = self._has_keys()
        again = self._is_read and listed.wanted == self.listed.wanted
        self.listed, self._is_read = listed, True
        self.board.show_rows(listed.rows, listed.moment)
        self.table.show_rows(listed.rows, again=again)
        if listed.rows and self.table.current_id() is None:
            self.table.go_to(listed.rows[0].id)
        if not self.is_aside:
            self.show_cards(has_keys=has_keys)

    def show_cards(self, *, has_keys: bool | None = None) -> None:
        """The board or the list, whichever is wanted; or that it is empty. `has_keys`: keys went here before."""
        has_keys = self._has_keys() if has_keys is None else has_keys
        self.setCurrentWidget(self._cards() if self.listed.rows or not self._is_read else self.empty)
        if has_keys:
            self.take_focus()

    def switch(self) -> None:
        """From the board to the list and back; from batches and products to what was shown before."""
        if self.is_aside:
            self.show_cards()
        else:
            chosen = self.current_id()
            self._view = LIST if self._view == BOARD else BOARD
            with suppress(OutputFailed):  # it is only remembered
                self._settings.set(VIEW_KEY, self._view)
            self.show_cards()
            if chosen is not None:
                self.go_to(chosen)
        self.take_focus()

    def show_batches(self, batch_id: int | None) -> None:
        """The batches, this one chosen."""
        self.setCurrentWidget(self.batches)
        self.batches.show_batch(batch_id)
        self.batches.table.setFocus()

    def show_products(self) -> None:
        """What each product had to be mended for."""
        self.setCurrentWidget(self.products)
        self.products.refresh()
        self.products.take_focus()

    def refresh_aside(self) -> None:
        """Read batches or products again, where they are shown."""
        shown = self.currentWidget()
        if isinstance(shown, BatchesView | ProductsView):
            shown.refresh()

    def say_empty(self, wanted: Wanted) -> None:
        """What an empty list says, and the way out of it."""
        is_plain = wanted == Wanted()
        nothing = N_("No repair matches.") if wanted.find or wanted.supplier_id else NOTHING[wanted.show]
        if is_plain:
            self.empty.say(nothing, N_("New repair"), "main")
        else:
            self.empty.say(nothing, N_("Show all open ones"), "quiet")

    def _has_keys(self) -> bool:
        focus = self.window().focusWidget()
        return focus is self or (focus is not None and self.isAncestorOf(focus))

    def _cards(self) -> Board | RecordTable:
        return self.board if self._view == BOARD else self.table

    def _tell(self, part: Board | RecordTable | BatchesView) -> None:
        if part is self.currentWidget():
            self.chosen_changed.emit()
