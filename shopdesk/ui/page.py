"""What a page is to the window: a declaration that says how to make it, and a widget with a few agreed methods."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from shopdesk.ui.language import Retranslated


@dataclass(frozen=True, slots=True)
class InView:
    """What a page shows at the moment, as far as words about it can be said: ids, None for what isn't there."""

    order_id: int | None = None
    case_id: int | None = None
    refund_id: int | None = None
    repair_id: int | None = None
    buyer_id: int | None = None
    shop_id: int | None = None
    waybill: str = ""
    said: str = ""
    """What the buyer wrote, where the page shows it: measures of a body are read from it."""
    review_id: int | None = None
    complaint_id: int | None = None
    box_id: int | None = None
    slip_id: int | None = None
    claim_id: int | None = None
    interception_id: int | None = None
    shortage_id: int | None = None


_KNOWN_BY_ROWS = ("order_id", "case_id", "repair_id", "buyer_id", "shop_id")


def view_of(row: object, **own: Any) -> InView:
    """What is in view where this row of a list is chosen: what it belongs to, as far as the row knows it, and `own`."""
    known: dict[str, Any] = {name: getattr(row, name, None) for name in _KNOWN_BY_ROWS}
    return InView(**known | own)


class PageWidget(Retranslated, QWidget):
    """The base of every page. A page knows nothing of other pages: it asks the window by signals.

    Its `actions()` (QWidget.addAction) are the commands offered by the top box and listed under Shift+F1; give each an
    objectName, a text and, if it has one, a shortcut.
    """

    open_requested = Signal(str, object)
    """Kind and id of something to show ("order", 17): the window finds the page for it."""

    def take_focus(self) -> None:
        """The page was gone to: put the focus where its work begins."""
        self.setFocus()

    def search(self, text: str) -> None:
        """Show what matches the text; "" shows everything again."""

    def scanned(self, code: str) -> bool:
        """A code was scanned while this page is shown; True if the page took it, else the window looks it up."""
        return False

    def open_record(self, kind: str, record_id: object) -> None:
        """Show this thing: of a kind that the page's declaration names."""

    def in_view(self) -> InView:
        """What is chosen here, for the words to say about it (CRM-02)."""
        return InView()

    def refresh(self) -> None:
        """Read everything again (F5)."""

    def keep_state(self) -> None:
        """The window is about to close: put splitters and columns into the PC's settings."""


@dataclass(frozen=True, slots=True)
class Page:
    """Declares a page. It is made when it is shown for the first time."""

    key: str
    """Its place in object names and settings: `main.nav.orders`."""
    title: str
    """English source text, marked by N_."""
    icon: str
    make: Callable[[], PageWidget]
    kinds: frozenset[str] = frozenset()
    """What `open_requested` may name for this page."""
    search_hint: str = ""
    """What the page's search takes, marked by N_; "" for a page without search."""
    key_sequence: str = ""
    """Goes there from anywhere, such as Alt+1. Said for each page, so that a new page never moves another's."""


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the command list: an action and where it comes from."""

    action: QAction
    group: str

    @property
    def text(self) -> str:
        """The action's text without the mark of its mnemonic."""
        return self.action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("….")

    @property
    def shortcut(self) -> str:
        """Its shortcut as the user knows it, "" for none."""
        return self.action.shortcut().toString(self.action.shortcut().SequenceFormat.NativeText)
