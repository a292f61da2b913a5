"""What a guide on the page of parcels is: one question after the other, until a case, a claim or a text is ready."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopdesk.ui.language import Retranslated
from shopdesk.ui.page import InView


class Guide(Retranslated, QWidget):
    """Lies on the right of the page. `done` carries kind and id of what came of it, which is shown then ("case", 5);
    `cancelled` closes it; `open_requested` shows another page's thing beside it."""

    done = Signal(str, object)
    cancelled = Signal()
    open_requested = Signal(str, object)

    def start(self, order_id: object) -> None:
        """Begin for an order by its id; None where the order is to be found first."""

    def show_record(self, record_id: int) -> None:
        """Go on with one that was begun before."""

    def refresh(self) -> None:
        """Somebody changed something: read again what is shown."""

    def scanned(self, code: str) -> bool:
        """A code was scanned while the guide is open; True if it was meant for it."""
        return False

    def in_view(self) -> InView:
        """What it is about, for the words to say about it."""
        return InView()

    def take_focus(self) -> None:
        """Keys go to what is asked next."""
        self.setFocus()
