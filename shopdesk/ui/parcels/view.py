"""What every view of the page is: a list with its tools above, and a panel beside it."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopdesk.ui.language import Retranslated
from shopdesk.ui.parcels.shows import Show


class View(Retranslated, QWidget):
    """`open_requested` shows another page's thing, or one of this page's own ("claim", 3)."""

    open_requested = Signal(str, object)

    def show_list(self, show: Show, part: str = "") -> None:
        """Show this list, or a part of it by its word ("to-ask")."""

    def go_to(self, record_id: int) -> None:
        """Choose this one, in whichever list it is."""

    def search(self, text: str) -> None:
        """Show what matches."""

    def refresh(self) -> None:
        """Read again."""

    def take_focus(self) -> None:
        """Keys go to the list."""
        self.setFocus()

    def current(self) -> Any | None:
        """The row that keys go to."""

    def show_panel(self, is_shown: bool) -> None:
        """The panel gives way to a guide, or comes back."""

    def keep_state(self) -> None:
        """Widths."""
