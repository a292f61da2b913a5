"""Open change notes of the order in view, each with what can be done about it (ORD-14)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.i18n import _
from shopdesk.queries.change_notes import NoteRow
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import button
from shopdesk.ui.language import Retranslated
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.facts import Card
from shopdesk.ui.rights import apply_right


class NoteCard(Card):
    """One note."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, "warning", parent, below=True)
        self.print_ = button(f"{name}.print", "quiet", self)
        self.back = button(f"{name}.back", "quiet", self)
        self.put_beside(self.print_, self.back)


class ChangeCards(Retranslated, QWidget):
    """What the user wants goes out as signals that carry a NoteRow."""

    copy_requested = Signal(object)
    back_requested = Signal(object)
    print_requested = Signal(object)

    def __init__(self, name: str, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._desk = desk
        self._notes: Sequence[NoteRow] = ()
        self._clocks: Clocks | None = None
        self._cards: list[NoteCard] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Late changes"))
        if self._clocks is not None:
            self.show_notes(self._notes, self._clocks)

    def show_notes(self, notes: Sequence[NoteRow], clocks: Clocks) -> None:
        """Show these notes."""
        self._notes, self._clocks = notes, clocks
        while len(self._cards) < len(notes):
            self._add()
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(notes))
            if place < len(notes):
                self._say(card, notes[place], clocks)

    def _say(self, card: NoteCard, note: NoteRow, clocks: Clocks) -> None:
        card.text.setText(_("{before} → {after}").format(before=note.wanted, after=note.changed_to))
        told = (note.reason, note.person, short_moment(note.at, clocks.now, clocks.zone))
        card.small.setText(" · ".join(filter(None, told)))
        card.button.setText(_("Copy form"))
        card.print_.setText(_("Print…"))
        card.back.setText(_("Take back…"))

    def _add(self) -> None:
        place = len(self._cards)
        card = NoteCard(f"{self.objectName()}.{place}", self)
        for made, signal in (
            (card.button, self.copy_requested),
            (card.print_, self.print_requested),
            (card.back, self.back_requested),
        ):
            made.clicked.connect(lambda _checked=False, signal=signal: signal.emit(self._notes[place]))
        apply_right(card.back, self._desk, Right.SERVE)
        apply_right(card.print_, self._desk, Right.PRINT)
        self._box.addWidget(card)
        self._cards.append(card)
