"""What an order waits for: each hold with its reason and the one button that clears it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.domain.holds import Hold, kind_of
from shopdesk.i18n import _
from shopdesk.queries.contacts import ContactRow
from shopdesk.queries.orders import HoldRow
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import button, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.facts import Card
from shopdesk.ui.rights import why_not_allowed

KEYS = "ASDFG"
"""Clear the first hold, the second ..."""


class HoldCard(Card):
    """One hold; one that waits for money can have a talk with the buyer noted beside it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, "warning", parent, below=True)
        self.contact = button(f"{name}.contact", "quiet", self)
        self.put_beside(self.contact)


class HoldCards(Retranslated, QWidget):
    """`clear_requested` and `contact_requested` carry the HoldRow."""

    clear_requested = Signal(object)
    contact_requested = Signal(object)

    def __init__(self, name: str, desk: Desk) -> None:
        """`name` begins the object names: `orders.panel.hold` gives `orders.panel.hold1`."""
        super().__init__()
        named(self, name)
        self._desk = desk
        self._holds: tuple[HoldRow, ...] = ()
        self._contacts: tuple[ContactRow, ...] = ()
        self._clocks: Clocks | None = None
        self.cards: list[HoldCard] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    def retranslate(self) -> None:
        """Write every text again."""
        if self._clocks is not None:
            self.show_holds(self._holds, self._contacts, self._clocks)

    def show_holds(self, holds: Sequence[HoldRow], contacts: Sequence[ContactRow], clocks: Clocks) -> None:
        """Show these, with what was said to the buyer about the money."""
        self._holds, self._contacts, self._clocks = tuple(holds), tuple(contacts), clocks
        self.setVisible(bool(holds))
        while len(self.cards) < len(holds):
            self._add()
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(holds))
            if place < len(holds):
                self._say(card, holds[place], place, clocks)

    def clear(self, place: int) -> None:
        """What the button of a hold does, and its key; who may not is told so by the clearing."""
        if place < len(self._holds) and self.isVisible():
            self.clear_requested.emit(self._holds[place])

    def _say(self, card: HoldCard, hold: HoldRow, place: int, clocks: Clocks) -> None:
        kind = kind_of(hold.kind)
        who = "" if hold.automatic else hold.person
        lines = [" · ".join(filter(None, (_(kind.title), who, short_moment(hold.at, clocks.now, clocks.zone))))]
        waits_for_money = hold.kind == Hold.POSTAGE
        if waits_for_money:
            lines += [self._told(contact, clocks) for contact in self._contacts[:3]]
        card.text.setText(hold.reason or _(kind.title))
        card.small.setText("\n".join(lines))
        card.button.setText(_(kind.clear) + (f"  {KEYS[place]}" if place < len(KEYS) else ""))
        card.button.setAccessibleName(f"{_(kind.clear)} {hold.reason}")
        reason = why_not_allowed(self._desk, kind.right)
        card.button.setEnabled(not reason)
        card.button.setToolTip(reason)
        card.contact.setVisible(waits_for_money)
        card.contact.setText(_("Note what was said…"))

    @staticmethod
    def _told(contact: ContactRow, clocks: Clocks) -> str:
        return " · ".join((short_moment(contact.at, clocks.now, clocks.zone), contact.person, contact.note))

    def _add(self) -> None:
        place = len(self.cards)
        made = HoldCard(f"{self.objectName()}{place + 1}", self)
        made.clicked.connect(lambda: self.clear(place))
        made.contact.clicked.connect(lambda: self.contact_requested.emit(self._holds[place]))
        self._layout.addWidget(made)
        self.cards.append(made)
