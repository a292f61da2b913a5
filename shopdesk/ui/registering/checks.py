"""What stands against registering an order: each hold with its reason and the one button that clears it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.domain.holds import kind_of
from shopdesk.i18n import _
from shopdesk.queries.orders import HoldRow
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.order_forms.facts import Card
from shopdesk.ui.rights import why_not_allowed

KEYS = "ASDFG"
"""Clear the first check, the second ..."""


class Checks(Retranslated, QWidget):
    """`clear_requested` carries the HoldRow."""

    clear_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        named(self, "registering.checks")
        self._desk = desk
        self._holds: tuple[HoldRow, ...] = ()
        self._cards: list[Card] = []
        self._fine = label("registering.checks.fine", "good", parent=self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addWidget(self._fine)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self._fine.setText(_("All checks passed"))
        self.show_holds(self._holds)

    def show_holds(self, holds: Sequence[HoldRow]) -> None:
        """Show these."""
        self._holds = tuple(holds)
        self._fine.setVisible(not holds)
        while len(self._cards) < len(holds):
            self._add()
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(holds))
            if place < len(holds):
                self._say(card, holds[place], place)

    def clear(self, place: int) -> None:
        """What the button of a check does, and its key."""
        if place < len(self._holds) and self._cards[place].button.isEnabled():
            self.clear_requested.emit(self._holds[place])

    def _say(self, card: Card, hold: HoldRow, place: int) -> None:
        kind = kind_of(hold.kind)
        due = _("{amount} due").format(amount=hold.amount.shown) if hold.amount else ""
        card.text.setText(hold.reason or _(kind.title))
        card.small.setText(" · ".join(filter(None, (_(kind.title), due, "" if hold.automatic else hold.person))))
        key = f"  {KEYS[place]}" if place < len(KEYS) else ""
        card.button.setText(_(kind.clear) + key)
        reason = why_not_allowed(self._desk, kind.right)
        card.button.setEnabled(not reason)
        card.button.setToolTip(reason)

    def _add(self) -> None:
        place = len(self._cards)
        made = Card(f"registering.check{place + 1}", "warning", self)
        made.clicked.connect(lambda: self.clear(place))
        self._layout.addWidget(made)
        self._cards.append(made)
