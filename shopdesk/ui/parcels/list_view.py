"""A view of the page: a list in a table with its tools above, what it comes to below, and a panel beside it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication

from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.layouts import fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import PageActions
from shopdesk.ui.parcels.list_head import ListHead
from shopdesk.ui.parcels.view import View
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.side_panel import PanelSplitter, SettingsStore, SidePanel
from shopdesk.ui.theme import Theme

NARROW_BELOW = 1080
"""px of the view under which the list has the whole room until somebody wants the panel."""


class ListView(View):
    """What the views share; each reads for itself. `wanted` says which list, `listed` is that list as it was read."""

    wanted: Any
    listed: Any
    head: ListHead
    table: RecordTable
    empty: EmptyState
    panel: SidePanel

    def __init__(
        self, name: str, *, desk: Desk, background: Background, messages: Messages, theme: Theme,
        settings: SettingsStore,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName(name)
        self._desk, self._background, self._messages = desk, background, messages
        self._theme, self._settings = theme, settings
        self._is_read = self._is_guided = self._is_narrow = False
        self._wanted = {False: True, True: False}
        """Whether the panel is wanted while no guide is shown: in a wide window, and in a narrow one."""
        self._awaited: int | None = None

    def take_focus(self) -> None:
        """Keys go to the list."""
        (self.table if self._stack.currentWidget() is self.table else self.empty).setFocus()

    def show_panel(self, is_shown: bool) -> None:
        """A guide takes the panel's place; meanwhile the keys are its own."""
        self._is_guided = not is_shown
        self.panel.setVisible(is_shown and self._wanted[self._is_narrow])
        for action in self._actions.by_name.values():
            action.setEnabled(is_shown)

    def toggle_panel(self) -> None:
        """Show or hide it, and remember."""
        self._want_panel(not self._wanted[self._is_narrow])

    def open_panel(self) -> None:
        """Who goes on with a record sees it."""
        self._want_panel(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the list needs the room that the panel takes."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < NARROW_BELOW
        if is_narrow != self._is_narrow and not self._is_guided:  # a guide beside it makes it no narrower window
            self._is_narrow = is_narrow
            self._want_panel(self._wanted[is_narrow])

    def keep_state(self) -> None:
        """The panel's width, and whether it is wanted; raises OutputFailed."""
        self._sides.keep_state()
        self._settings.set(f"{self._sides.objectName()}.panel_shown", self._wanted[False])

    # For the views themselves

    def _put_together(
        self, title: str, columns: Sequence[RecordColumn], head: ListHead, *, panel: SidePanel, actions: PageActions,
        icon: str,
    ) -> None:  # fmt: skip
        """`title` says what the rows are, marked by N_."""
        name = self.objectName()
        self._actions, self.head, self.panel = actions, head, panel
        self.table = RecordTable(f"{name}.table", title, columns, self._theme)
        self.empty = EmptyState(f"{name}.empty", self._theme, icon)
        self._said = label(f"{name}.said", "muted", parent=self)
        self._stack = stacked(f"{name}.stack", self.table, self.empty)
        below = rule(f"{name}.foot.rule"), foot(self._said)
        content = surface(f"{name}.content", head, rule(f"{name}.rule"), self._stack, *below, tall=self._stack)
        self._sides = PanelSplitter(f"{name}.splitter", content, panel, self._settings)
        self._wanted[False] = not panel.isHidden()
        fill(self, self._sides)
        panel.closed.connect(self._on_panel_closed)
        head.wanted_changed.connect(self._want)
        head.left.connect(self.take_focus)
        head.panel.clicked.connect(self.toggle_panel)
        self.table.chosen_changed.connect(self._on_chosen)
        self.table.opened.connect(lambda _id: self._go_on())
        self.empty.clicked.connect(self._leave_empty)

    def _want(self, wanted: Any) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self._show_wanted()
        self.refresh()

    def _show_wanted(self) -> None:
        """Another list is wanted."""
        self.head.show_wanted(self.wanted)

    def _take(self, listed: Any) -> None:
        if listed.wanted != self.wanted:
            return  # another list was chosen meanwhile
        again = self._is_read and listed.wanted == self.listed.wanted
        self.listed = listed
        self.head.show_listed(listed)
        self._show_rows(listed.rows, again=again)
        self._find_awaited()
        self._on_chosen()

    def _find_awaited(self) -> None:
        """Choose what was asked for before it was read."""

    def _on_chosen(self) -> None:
        """Other rows are chosen."""

    def _go_on(self) -> None:
        """Enter in the list, or N."""

    def _leave_empty(self) -> None:
        """The button where nothing is listed."""

    def _say_empty(self, nothing: str, action: str) -> None:
        """What stands in place of an empty list, once it is read."""
        self.empty.say(nothing if self._is_read else "", action if self._is_read else "", "quiet")

    def _on_panel_closed(self) -> None:
        self._want_panel(False)
        self.take_focus()

    def _want_panel(self, is_wanted: bool) -> None:
        self._wanted[self._is_narrow] = is_wanted
        self.panel.setVisible(is_wanted and not self._is_guided)

    def _show_rows(self, rows: Sequence[Any], *, again: bool) -> None:
        """Put them into the table; the first is chosen where none is."""
        self._is_read = True
        self.table.show_rows(rows, again=again)
        if rows and (self.table.current() is None or not again):
            self.table.go_to(rows[0].id)  # before the table is shown: with the focus Qt makes a row current by itself
        is_here = self._stack.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentWidget(self.table if rows else self.empty)
        if is_here:
            self.take_focus()

    def current(self) -> Any | None:
        """The row that keys go to."""
        return self.table.current() if self._is_read and self.listed.rows else None

    def _alone(self) -> Any | None:
        """The one row that is chosen."""
        rows = self.table.chosen()
        return rows[0] if len(rows) == 1 else None

    def _with(self, do: Callable[[Any], object]) -> None:
        row = self._alone()
        if row is not None:
            do(row)
