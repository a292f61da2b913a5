"""The orders page: filters above, the table, what can be done below it, and the panel beside it."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.order_lists import OrderFilter, count_both
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import list_shops
from shopdesk.services.desk import Changed, Desk
from shopdesk.settings import FLAG_NAMES, LATE_SOON_HOURS, REGISTER_WITHIN_HOURS, ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.controls import named
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.flags import Pennants
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.orders.actions import LOOKED_AT, OrderActions
from shopdesk.ui.orders.choice import Choice, choice_of_tray
from shopdesk.ui.orders.columns import COLUMNS, column_of_sort, sort_of
from shopdesk.ui.orders.commands import OrderCommands
from shopdesk.ui.orders.detail_panel import DetailPanel
from shopdesk.ui.orders.filter_bar import FilterBar
from shopdesk.ui.orders.list_reader import ListReader
from shopdesk.ui.orders.listing import IdListing, Listing
from shopdesk.ui.orders.saved_views import SavedViews
from shopdesk.ui.orders.selection_bar import SelectionBar
from shopdesk.ui.orders.table import OrderTable
from shopdesk.ui.orders.table_model import OrdersModel
from shopdesk.ui.orders.totals import Totals
from shopdesk.ui.page import InView, PageWidget
from shopdesk.ui.side_panel import PanelSplitter, SettingsStore
from shopdesk.ui.theme import Theme

_TINT, _SORT = "orders.tint", "orders.sort"
_CONCERNS = frozenset(Changed) - {Changed.PRODUCTS, Changed.IMPORTS, Changed.VIEWS, Changed.PEOPLE, Changed.SLIPS}
NARROW_BELOW = 1080
"""px of the page under which it begins without the panel: less would cut columns off."""
TICK = 60_000
"""Milliseconds between two looks at the clock."""


class OrdersPage(PageWidget):
    """Everything it shows comes from `desk`; what others do with orders it learns from `changes`."""

    print_requested = Signal(object, list)
    """A Document and the ids of the orders to print it for."""
    import_requested = Signal()
    points_requested = Signal()

    def __init__(
        self,
        *,
        desk: Desk,
        changes: Changes,
        background: Background,
        messages: Messages,
        settings: SettingsStore,
        theme: Theme,
        pennants: Pennants,
    ) -> None:
        super().__init__()
        self.setObjectName("orders")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        self._is_stale = self._gave_way = False
        self._filter: OrderFilter | None = None
        self._awaited: int | None = None
        self._read_rules()
        self._build(theme, pennants)
        self._lay_out(theme)
        self._connect(changes)
        self.retranslate()
        self._restore()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Orders"))
        self.actions_.retranslate()
        self.table.orders.tick(self._clocks())

    def take_focus(self) -> None:
        """Into the list, or onto the one button that an empty list has."""
        (self.empty if self._middle.currentWidget() is self.empty else self.table).setFocus()

    def search(self, text: str) -> None:
        """Search everything, whatever was chosen before."""
        self._show_choice(replace(Choice(), find=text.strip()))

    def open_record(self, kind: str, record_id: object) -> None:
        """Choose this order and show all about it; `order-list`: a tray by its word, None for all; `deadlines` and
        `untold`: what is near its end, whom to tell."""
        if not isinstance(record_id, int):
            if kind == "order-list":
                self._show_choice(choice_of_tray(record_id))
            else:
                self.actions_.by_name[kind].trigger()
            return
        self.panel.show()
        listing = self.table.orders.listing
        place = listing.place(record_id) if listing is not None else None
        if place is None:
            self._awaited = record_id
            self._show_choice(Choice())
        else:
            self.table.choose_row(place)
        self.table.setFocus()

    def in_view(self) -> InView:
        """The order that keys go to."""
        return InView(order_id=self.table.current_id())

    def refresh(self) -> None:
        """Read everything again, keeping what is chosen and in view."""
        self._renew(asked=True)

    def _renew(self, *, asked: bool) -> None:
        with self._messages.telling(asked=asked):
            self._read_rules()
            self.filters.show_shops(list_shops(self._desk.seen))
            self.views.refresh()
            self._read_now(again=True)

    def keep_state(self) -> None:
        """Remember columns, panel and looks; raises OutputFailed."""
        self.table.keep_state()
        self.splitter.keep_state()
        if self._gave_way:  # it would be there if there were room
            self._settings.set(f"{self.splitter.objectName()}.panel_shown", True)
        self._settings.set(_TINT, self.filters.tint.isChecked())
        choice = self.filters.choice
        self._settings.set(_SORT, f"{choice.sort}:{int(choice.descending)}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the table needs the room that the panel takes."""
        super().resizeEvent(event)
        cramped = event.size().width() < NARROW_BELOW
        if cramped and not self.panel.isHidden():
            self._gave_way = True
            self._show_panel(False)
        elif self._gave_way and not cramped:
            self._gave_way = False
            self._show_panel(True)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        self._read_if_stale()

    def _read_if_stale(self) -> None:
        if self._is_stale and self.isVisible():
            self._renew(asked=False)

    # How it is put together

    def _build(self, theme: Theme, pennants: Pennants) -> None:
        model = OrdersModel(self._clocks(), self)
        self.table = OrderTable(model, theme, pennants, self._settings)
        self.actions_ = OrderActions(self, self.table, self._desk, theme, pennants)
        self.filters = FilterBar(theme, pennants)
        self.bar = SelectionBar(self.actions_, theme)
        self.panel = DetailPanel(self._desk, self._background, theme, pennants)
        self.views = SavedViews(self._desk, self._messages, self.filters.views)
        self.empty = EmptyState("orders.empty", theme)
        self._reader = ListReader(self._desk, self._background, self)
        self._totals = Totals(self._desk, self._background, self)
        self.commands = OrderCommands(
            self, self.actions_, self.table.chosen_ids, self.table.orders.flags_shown, desk=self._desk,
            background=self._background, messages=self._messages, settings=self._settings, theme=theme,
            pennants=pennants,
        )  # fmt: skip
        self._ticking = QTimer(self, interval=TICK)

    def _lay_out(self, theme: Theme) -> None:
        content = named(QFrame(), "orders.content")
        content.setProperty("surface", True)
        middle = named(QWidget(content), "orders.middle")
        self._middle = QStackedLayout(middle)
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(middle, 1)
        column.addWidget(self.bar)
        self.splitter = PanelSplitter("orders.splitter", content, self.panel, self._settings)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.addAction(self.filters.tint)

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self.filters.choice_changed.connect(lambda _choice: self._read())
        self.filters.search.left.connect(self._go_to_table)
        self.filters.tint_toggled.connect(self._tint)
        self.filters.column_menu.aboutToShow.connect(self._fill_column_menu)
        self.filters.panel.clicked.connect(self._show_panel)
        self.views.chosen.connect(self._show_choice)
        self.table.sort_requested.connect(self._sort)
        self.table.selection_changed.connect(self._on_selection)
        self.table.opened.connect(self._open)
        self.table.peeked.connect(lambda: self._show_panel(self.panel.isHidden()))
        self.table.customContextMenuRequested.connect(
            lambda at: self.commands.open_menu(self.table.viewport().mapToGlobal(at))
        )
        self.table.key_unused.connect(self._say_why_not)
        self.table.orders.memo_typed.connect(self.panel.memo_saved)  # what is refused waits in the panel
        self._reader.found.connect(self._take)
        self.table.delegate.closeEditor.connect(lambda *_args: QTimer.singleShot(0, self, self._read_if_stale))
        self._reader.busy.connect(self.filters.show_busy)
        self._reader.failed.connect(self._messages.error)
        self._totals.added_up.connect(self.bar.show_sum)
        self.commands.takeaway.started.connect(self.bar.show_progress)
        self.commands.print_requested.connect(self.print_requested)
        self.commands.open_requested.connect(lambda order_id: self.open_record("order", order_id))
        self.commands.record_requested.connect(self.open_requested)
        self.commands.points_requested.connect(self.points_requested)
        self.commands.connect_panel(self.panel)
        self.empty.clicked.connect(self._on_empty_clicked)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start()
        self._connect_own_actions()

    def _connect_own_actions(self) -> None:
        self.panel.closed.connect(lambda: self.filters.panel.setChecked(False))
        self.panel.left.connect(self.table.setFocus)
        does = {"memo": self._edit_memo, "export": self._export, "find": self.filters.start_search}
        for name, do in {**does, "import": self.import_requested.emit}.items():
            self.actions_.by_name[name].triggered.connect(lambda _checked=False, do=do: do())

    def _restore(self) -> None:
        self.filters.tint.setChecked(bool(self._settings.get(_TINT, True)))
        self._tint(self.filters.tint.isChecked())
        self.filters.panel.setChecked(not self.panel.isHidden())
        sort, _colon, descending = str(self._settings.get(_SORT, "")).partition(":")
        known = {column.key for column in COLUMNS if column.sort}
        choice = replace(Choice(), sort=sort, descending=descending == "1") if sort in known else Choice()
        self.filters.show_shops(list_shops(self._desk.seen))
        self._show_choice(choice)

    # Reading

    def _read_rules(self) -> None:
        database = self._desk.seen
        self._zone = get_setting(database, ZONE)
        self._hours = (get_setting(database, REGISTER_WITHIN_HOURS), get_setting(database, LATE_SOON_HOURS))
        self._flag_names: Mapping[str, str] = get_setting(database, FLAG_NAMES)

    def _clocks(self) -> Clocks:
        return Clocks(self._desk.clock(), self._zone, *self._hours)

    def _show_choice(self, choice: Choice) -> None:
        self.filters.show_choice(choice)
        self._read()

    def _read(self) -> None:
        with self._messages.telling():
            self._read_now(again=False)

    def _read_now(self, *, again: bool) -> None:
        choice = self.filters.choice
        chosen = choice.as_filter(self._desk.clock(), self._zone)
        self._is_stale = False
        self._filter = chosen
        self.table.show_sort(column_of_sort(chosen.sort), chosen.descending)
        self.views.show_choice(choice)
        self._read_counts(choice)
        self._reader.read(chosen, again=again)

    def _read_counts(self, choice: Choice) -> None:
        database = self._desk.seen
        by_flag, by_tray = count_both(database, shop_id=choice.shop_id, flags=choice.flags, tray=choice.tray)
        self.filters.show_counts(by_flag, by_tray, self._flag_names)
        self.actions_.show_colours(frozenset(by_flag))

    def _take(self, listing: Listing, again: bool) -> None:
        if again and self.table.moves_edited(listing):
            self._is_stale = True  # read again once the memo is written
            return
        if again:
            self.table.renew(listing)
            self.panel.read_again(self._clocks())
        else:
            self.table.show_listing(listing)
        self._show_emptiness(listing)
        place = listing.place(self._awaited) if self._awaited is not None else None
        self._awaited = None
        if place is not None:
            self.table.choose_row(place)
        elif not again and listing.count and (listing.count == 1 or self.panel.everything is not None):
            self.table.choose_row(0)

    def _show_emptiness(self, listing: Listing) -> None:
        self._middle.setCurrentWidget(self.table if listing.count else self.empty)
        if listing.count:
            return
        if self.filters.choice.narrows:
            self.empty.say(N_("No order matches what is chosen here."), N_("Reset filters"), "plain")
        elif self._desk.actor.may(Right.IMPORT):
            self.empty.say(N_("No orders yet. Import the export files of your platforms."), N_("Import orders…"))
        else:
            self.empty.say(N_("No orders yet."))

    def _on_empty_clicked(self) -> None:
        if self.filters.choice.narrows:
            choice = self.filters.choice
            self._show_choice(replace(Choice(), sort=choice.sort, descending=choice.descending))
        else:
            self.import_requested.emit()

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if not concerns(kinds, *_CONCERNS):
            return
        if self.isVisible():
            self._renew(asked=False)
        else:
            self._is_stale = True

    def _tick(self) -> None:
        """A minute has passed; at midnight `today` is another day."""
        clocks = self._clocks()
        self.table.orders.tick(clocks)
        self.panel.tick(clocks)
        if self._filter != self.filters.choice.as_filter(clocks.now, self._zone) and self.isVisible():
            self._read()

    def _sort(self, column: int) -> None:
        declared, choice = COLUMNS[column], self.filters.choice
        shown = COLUMNS[column_of_sort(COLUMNS[column].sort)].key if declared.sort else ""
        if not shown:
            self.table.show_sort(column_of_sort(self._filter.sort if self._filter else "created"), choice.descending)
            return
        descending = not choice.descending if COLUMNS[column].sort == sort_of(choice.sort) else declared.is_figure
        self.filters.change(sort=shown, descending=descending)

    # The selection

    def _on_selection(self) -> None:
        ranges, listing = self.table.ranges(), self.table.orders.listing
        if listing is None:
            return
        count = sum(last - first + 1 for first, last in ranges)
        places = [n for first, last in ranges for n in range(first, last + 1)] if count <= LOOKED_AT else []
        rows = [row for place in places if (row := self.table.orders.row_at(place)) is not None]
        self.actions_.show_possible(rows, count)
        self.bar.show_possible()
        has_more = isinstance(listing, IdListing) and listing.has_more
        self.bar.show_count(count or listing.count, is_selection=bool(count), has_more=has_more)
        self._totals.ask(listing, ranges)
        self.panel.show_order(self.table.current_id(), self._clocks())

    def _go_to_table(self) -> None:
        if self.table.orders.rowCount() and not self.table.ranges():
            self.table.choose_row(0)
        self.table.setFocus()

    def _export(self) -> None:
        if self.table.orders.listing is not None:
            self.commands.takeaway.ask_export(self.table.orders.listing, self._zone)

    def _say_why_not(self, keys: QKeySequence) -> None:
        reason = self.actions_.reason_for(keys)
        if reason:
            self._messages.toast(reason, Kind.WARNING)

    def _open(self) -> None:
        self._show_panel(True)
        self.panel.memo.start()

    def _edit_memo(self) -> None:
        if not self.table.edit_memo():
            self._open()

    def _show_panel(self, shown: bool) -> None:
        self.panel.setVisible(shown)
        self.filters.panel.setChecked(shown)
        if shown:
            self.panel.read_again(self._clocks())

    def _tint(self, tinted: bool) -> None:
        self.table.delegate.is_tinted = tinted
        self.table.delegate.forget()
        self.table.viewport().update()

    def _fill_column_menu(self) -> None:
        menu = self.filters.column_menu
        self.table.fill_column_menu(menu)
        menu.addSeparator()
        menu.addAction(self.filters.tint)
