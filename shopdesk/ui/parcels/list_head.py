"""Above a list: the search, and what shows or hides the panel; each list adds its own."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import named, say, tool_button
from shopdesk.ui.language import Retranslated
from shopdesk.ui.search_line import ListSearch
from shopdesk.ui.theme import Theme

NARROWEST = 420


class ListHead(Retranslated, QWidget):
    """`wanted_changed` carries which list is wanted; `left`: the keys go to the list."""

    wanted_changed = Signal(object)
    left = Signal()

    def __init__(self, name: str, theme: Theme, *, wanted: Any, search: str) -> None:
        """`search` says what is searched, marked by N_."""
        super().__init__()
        named(self, f"{name}.tools")
        self._wanted, self._search_title = wanted, search
        self.line = ListSearch(f"{name}.search", self)
        self.line.setMinimumWidth(140)
        self.line.setMaximumWidth(280)
        self.line.searched.connect(self._search)
        self.line.left.connect(self.left)
        self.panel = tool_button(theme.icons, "layout-sidebar-right", f"{name}.panel.toggle", self)
        self.setMinimumWidth(NARROWEST)

    def retranslate(self) -> None:
        """Write every text again."""
        self.line.setPlaceholderText(_("Waybill, order, buyer"))
        self.line.setAccessibleName(_(self._search_title))
        self.line.setToolTip(_(self._search_title) + "  Ctrl+F")
        say(self.panel, _("Show or hide the panel") + "  V")
        self._write()

    def show_wanted(self, wanted: Any) -> None:
        """This list is shown."""
        self._wanted = wanted
        self.line.show_find(wanted.find)
        self._write()

    def show_listed(self, listed: Any) -> None:
        """What was read."""

    def _search(self, find: str) -> None:
        """This was typed; "" where the line is empty again."""

    def _write(self) -> None:
        """What is chosen."""

    def _tell(self, wanted: Any) -> None:
        self.show_wanted(wanted)
        self.wanted_changed.emit(wanted)
