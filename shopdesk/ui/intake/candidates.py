"""Whose a box may be: orders with score and reasons, taken by one key; another one searched by hand (RET-03)."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.domain.intake import MATCHES, BoxState, MatchedBy
from shopdesk.domain.permissions import Right
from shopdesk.domain.properties import short_goods
from shopdesk.i18n import _
from shopdesk.queries.boxes import BoxRow
from shopdesk.queries.match_candidates import propose_for
from shopdesk.queries.order_lists import OrderFilter, OrderRow, fetch_by_ids, find_hits
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named, restyle
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.rights import apply_right
from shopdesk.ui.theme import Text, Theme, points

MOST = 5
_PAD = 4
"""px beside a link."""
LIKELY = 50
"""The score from which Enter takes the first proposal; a less likely one is taken by its own number."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An order that may be taken."""

    order_id: int
    order_no: str
    reasons: tuple[str, ...]
    by: MatchedBy
    score: int | None = None
    sure: bool = False


class NumberLink(QPushButton):
    """An order's number as a link; where it has no room, it is cut in the middle: its end tells it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, name)
        self.setProperty("link", True)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""

    def show_number(self, number: str) -> None:
        """Show this one."""
        self._whole = number
        self.setAccessibleName(number)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(self.width() - 2 * _PAD, 0)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room))


class OfferCard(QFrame):
    """One order: score, number, reasons, and the key that takes it; so does a click."""

    taken = Signal()
    opened = Signal()

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, name)
        self.setProperty("card", True)
        self._theme = theme
        self._score = label(f"{name}.score", parent=self)
        self._number = NumberLink(f"{name}.open", self)
        self._take = button(f"{name}.take", parent=self)
        self._reasons = label(f"{name}.reasons", wrap=True, parent=self)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._score)
        head.addWidget(self._number, 1)
        head.addWidget(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 4, 6)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._reasons)
        self._take.clicked.connect(self.taken)
        self._number.clicked.connect(self.opened)
        theme.changed.connect(self._draw)
        self._sure = False

    def show_offer(self, offer: Offer, key: str, *, is_first: bool, may_take: bool) -> None:
        """Show this one; `key` takes it."""
        self._sure = offer.sure
        self._score.setText("" if offer.score is None else str(offer.score))
        self._score.setVisible(offer.score is not None)
        self._number.show_number(offer.order_no)
        self._number.setToolTip(f"{offer.order_no}\n{_('Show the order')}")
        take = _("Take")
        self._take.setText(f"{take}  {key}")
        self._take.setEnabled(may_take)
        restyle(self._take, "main", is_first)
        self._reasons.setText(_("; ").join(offer.reasons))
        self._reasons.setVisible(bool(offer.reasons))
        said = (_("Order {order_no}").format(order_no=offer.order_no), self._score.text(), *offer.reasons, key)
        self.setAccessibleName(", ".join(filter(None, said)))
        self._draw()

    def _draw(self) -> None:
        font = self._theme.font(Text.FIGURES)
        font.setPointSizeF(points(17))
        font.setBold(True)
        self._score.setFont(font)
        colour = self._theme.colour("good" if self._sure else "text")
        self._score.setStyleSheet(f"color: {colour.name()};")


class SearchLine(QLineEdit):
    """Enter searches, then takes the first one found; Esc gives up the search."""

    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Candidates(Retranslated, QWidget):
    """`taken` carries an Offer; nothing is taken by itself."""

    taken = Signal(object)
    taken_back = Signal()
    left = Signal()
    open_requested = Signal(str, object)

    def __init__(
        self, name: str, *, desk: Desk, background: Background, messages: Messages, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        named(self, name)
        self._desk, self._background, self._messages = desk, background, messages
        self._row: BoxRow | None = None
        self._asked = 0
        self._is_fresh = False
        self._proposed: list[Offer] | None = None
        self._found: tuple[str, list[Offer]] | None = None
        self._build(name, theme)
        self.retranslate()

    # What is known

    @property
    def offers(self) -> list[Offer]:
        """What is shown: what was searched, else what is proposed."""
        if self._found is not None:
            return self._found[1]
        return self._proposed or []

    @property
    def is_looking(self) -> bool:
        """Whether proposals are still looked for."""
        return self._wants_match() and not self._is_fresh

    def likely(self) -> Offer | None:
        """What Enter takes: the first one, where it is likelier than not."""
        first = next(iter(self.offers), None)
        return first if first is not None and (first.score is None or first.score >= LIKELY) else None

    def nth(self, place: int) -> Offer | None:
        """The offer that a number takes, from 1."""
        return self.offers[place - 1] if 0 < place <= len(self.offers) else None

    # What is shown

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Whose box it may be"))
        hint = _("Search another order: number, phone, name")
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self._back.setText(_("Not this order"))
        self._show()

    def show_box(self, row: BoxRow | None) -> None:
        """Show whose this box is, or may be."""
        if row is None or self._row is None or row.id != self._row.id:
            self._found = None
            self._proposed = None
            self.search.clear()
        self._row = row
        if self._wants_match():
            self.propose()
        else:
            self._proposed, self._asked = None, self._asked + 1
        self._show()

    def propose(self) -> None:
        """Look for the orders that fit what is known of it by now."""
        row = self._row
        if row is None:
            return
        self._asked += 1
        self._is_fresh = False
        asked = self._asked

        def read() -> list[Offer]:
            found = propose_for(self._desk.seen, row.id, limit=MOST)
            return [Offer(one.order_id, one.order_no, one.reasons, MatchedBy.PROPOSAL, one.score, one.sure)
                    for one in found]  # fmt: skip

        def done(found: list[Offer]) -> None:
            if asked == self._asked:
                self._proposed, self._is_fresh = found, True
                self._show()

        def lost(error: Exception) -> None:
            done([])
            self._messages.unasked(error)

        self._background.run_task(read, done, lost, owner=self)

    def look_up(self) -> None:
        """Search what is typed; the second Enter takes the first that was found."""
        text = self.search.text().strip()
        if not text:
            self._found = None
            self._show()
            self.left.emit()
            return
        if self._found is not None and self._found[0] == text:
            if self._found[1]:
                self.taken.emit(self._found[1][0])
            return

        def read() -> list[Offer]:
            ids = find_hits(self._desk.seen, OrderFilter(find=text)).ids[:MOST]
            return [_offer(row) for row in fetch_by_ids(self._desk.seen, list(ids))]

        def done(found: list[Offer]) -> None:
            if self.search.text().strip() == text:
                self._found = (text, found)
                self._show()

        self._background.run_task(read, done, self._messages.error, owner=self)

    # How

    def _wants_match(self) -> bool:
        row = self._row
        return row is not None and row.order_id is None and row.state in (BoxState.OPENED, BoxState.UNCLAIMED)

    def _may_take(self) -> bool:
        return self._row is not None and self._row.state in (BoxState.OPENED, BoxState.UNCLAIMED)

    def _build(self, name: str, theme: Theme) -> None:
        self._title = label(f"{name}.title", "section", parent=self)
        self._whose = label(f"{name}.whose", wrap=True, parent=self)
        self._order = button(f"{name}.order", "link", self)
        self._back = button(f"{name}.back", "quiet", self)
        self._nothing = label(f"{name}.nothing", "muted", wrap=True, parent=self)
        self.cards = [OfferCard(f"{name}.{place}", theme, self) for place in range(1, MOST + 1)]
        self.search = named(SearchLine(self), f"{name}.search")
        self.actions_ = [self._key(f"{name}.take.{place}", place) for place in range(1, MOST + 1)]
        apply_right(self._back, self._desk, Right.INTAKE)
        owner = QHBoxLayout()
        owner.addWidget(self._order)
        owner.addStretch(1)
        owner.addWidget(self._back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addLayout(owner)
        for part in (self._whose, self._nothing, *self.cards, self.search):
            layout.addWidget(part)
        layout.addStretch(1)
        for place, card in enumerate(self.cards, 1):
            card.taken.connect(lambda place=place: self.take(place))
            card.opened.connect(lambda place=place: self._open(place))
        self.search.entered.connect(self.look_up)
        self.search.left.connect(self._give_up)
        self.search.textEdited.connect(lambda _text: self._show())
        self._order.clicked.connect(self._open_own)
        self._back.clicked.connect(self.taken_back)

    def _key(self, name: str, place: int) -> QAction:
        action = QAction(self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(f"Ctrl+{place}"))
        action.setAutoRepeat(False)
        action.triggered.connect(lambda _on=False: self.take(place))
        apply_right(action, self._desk, Right.INTAKE)
        return action

    def take(self, place: int) -> None:
        """The order at this place is the one."""
        offer = self.nth(place)
        if offer is not None and self._may_take():
            self.taken.emit(offer)

    def _open(self, place: int) -> None:
        offer = self.nth(place)
        if offer is not None:
            self.open_requested.emit("order", offer.order_id)

    def _open_own(self) -> None:
        if self._row is not None and self._row.order_id is not None:
            self.open_requested.emit("order", self._row.order_id)

    def _give_up(self) -> None:
        self.search.clear()
        self._found = None
        self._show()
        self.left.emit()

    def _show(self) -> None:
        row, offers, may = self._row, self.offers, self._may_take() and self._desk.actor.may(Right.INTAKE)
        is_own = row is not None and row.order_id is not None and self._found is None
        self._title.setText(self._heading())
        self._order.setVisible(is_own)
        self._back.setVisible(is_own and may)
        self._whose.setVisible(is_own)
        if is_own and row is not None:
            self._order.setText(row.order_no)
            by = _(MATCHES[row.matched_by]) if row.matched_by else ""
            self._whose.setText(" · ".join(filter(None, (row.shop, row.buyer, by))))
        enter = self.likely() if self._wants_match() and self._found is None else None
        for place, card in enumerate(self.cards, 1):
            offer = self.nth(place)
            card.setVisible(offer is not None and (self._wants_match() or self._found is not None))
            if offer is not None:
                is_first = offer is enter or (self._found is not None and place == 1)
                card.show_offer(offer, self._key_of(place, is_first=is_first), is_first=is_first, may_take=may)
        self._nothing.setText(self._why_nothing())
        self._nothing.setVisible(bool(self._nothing.text()) and not (offers and self._found is not None))
        self.search.setVisible(may)
        for place, action in enumerate(self.actions_, 1):
            action.setText(_("Take proposal {n}").format(n=place))
            action.setEnabled(may and self.nth(place) is not None)

    def _key_of(self, place: int, *, is_first: bool) -> str:
        return "Enter" if is_first else f"Ctrl+{place}"

    def _heading(self) -> str:
        if self._found is not None:
            return _("Found ({n})").format(n=len(self._found[1]))
        if self._row is not None and self._row.order_id is not None:
            return _("Belongs to")
        return _("Possible orders ({n})").format(n=len(self.offers)) if self.offers else _("Possible orders")

    def _why_nothing(self) -> str:
        if self._found is not None:
            return "" if self._found[1] else _("No order has this. Try a number, the end of a phone, or a name.")
        if self._row is None or not self._wants_match():
            return ""
        if self._proposed is None:
            return _("Looking…")
        if not self._proposed:
            return _("Nothing fits yet. Write down phone, name or items; they are compared as you go on.")
        return "" if self.likely() else _("None of these is likely. Take one by its number if it is right.")


def _offer(row: OrderRow) -> Offer:
    """An order found by hand."""
    told = (" ".join(filter(None, (row.buyer, row.receiver))), short_goods(row.goods_text))
    return Offer(row.id, row.order_no, tuple(filter(None, told)), MatchedBy.HAND)
