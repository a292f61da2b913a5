"""A buyer beside the order: standing, past, and what is still owed to them (ORD-19, ORD-20)."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.domain.owed_items import owed_name
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import STAGES, Stage, Status
from shopdesk.i18n import _, ngettext
from shopdesk.queries.buyers import BuyerCard, PastOrder
from shopdesk.queries.owed_items import OwedRow
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import button, restyle
from shopdesk.ui.flags import Pennants, flag_name
from shopdesk.ui.language import Retranslated
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.order_forms.after_sales import NONE, AfterSales, AfterSalesLinks
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.facts import Card, Fact, Facts
from shopdesk.ui.order_forms.words import STATUSES
from shopdesk.ui.rights import apply_right
from shopdesk.ui.theme import Theme

if TYPE_CHECKING:
    from shopdesk.ui.order_forms.buyer_care import BuyerCare

PAST_SHOWN = 5
PAST_ROOM, GOODS_ROOM = 236, 64
"""px for the words of an earlier order, as wide as the narrowest panel lets them be; and what is left to its goods."""


class OwedCard(Card):
    """One owed item with what can be done about it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, "info", parent, below=True)
        self.more = button(f"{name}.strike", "quiet", self)
        self.put_beside(self.more)


class BuyerCardView(Retranslated, QWidget):
    """Changes nothing by itself: what the user wants goes out as signals, which carry the card or an owed item."""

    edit_requested = Signal(object)
    """BuyerCard."""
    block_requested = Signal(object)
    """BuyerCard: block this buyer, or sell to them again."""
    owe_requested = Signal(object)
    """BuyerCard: something more is promised."""
    put_in_requested = Signal(object)
    """OwedRow: send it along with the order in view."""
    take_out_requested = Signal(object)
    """OwedRow: not with that parcel after all."""
    strike_requested = Signal(object)
    """OwedRow: strike it off by hand."""
    open_requested = Signal(int)
    """An earlier order's id."""
    record_requested = Signal(str, object)
    """A case, box or refund of theirs, or the buyer: kind and id."""
    copied = Signal(str)

    def __init__(self, name: str, desk: Desk, theme: Theme, pennants: Pennants, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._desk, self._pennants = desk, pennants
        self.card: BuyerCard | None = None
        self._order_id: int | None = None
        self._clocks: Clocks | None = None
        self._facts = Facts(f"{name}.facts", theme)
        self._facts.copied.connect(self.copied)
        self._owed: list[OwedCard] = []
        self._past: list[QPushButton] = []
        self.after = AfterSalesLinks(f"{name}.after", desk, theme)
        self.after.open_requested.connect(self.record_requested)
        self._build(name)
        theme.changed.connect(self._show)
        self.retranslate()

    def connect_care(self, care: "Callable[[], BuyerCare]", order_in_view: Callable[[], int | None]) -> None:
        """`care` gives who does what the card asks for, beside the order that `order_in_view` names."""
        self.edit_requested.connect(lambda card: care().edit(card))
        self.block_requested.connect(lambda card: care().block(card))
        self.owe_requested.connect(lambda card: care().owe(order_id=order_in_view(), buyer_id=card.id))
        self.put_in_requested.connect(lambda item: care().put_in(item, order_in_view()))
        self.take_out_requested.connect(lambda item: care().take_out(item))
        self.strike_requested.connect(lambda item: care().strike(item))

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Buyer"))
        self._edit.setText(_("Edit buyer…"))
        self._owe.setText(_("Owe something…"))
        self._page.setText(_("Everything about them"))
        self._page.setToolTip("Ctrl+Shift+B")
        self._show()

    def show_card(
        self, card: BuyerCard | None, clocks: Clocks | None, *, order_id: int | None = None, after: AfterSales = NONE
    ) -> None:
        """Show this buyer beside this order, with what came back or goes back; None for nobody."""
        self.card, self._clocks, self._order_id = card, clocks, order_id
        self._show()
        self.after.setVisible(clocks is not None and self.after.show_records(after, clocks))

    def _build(self, name: str) -> None:
        self._owed_box, self._past_box = QVBoxLayout(), QVBoxLayout()
        self._edit, self._owe = button(f"{name}.edit", "quiet", self), button(f"{name}.owe", "quiet", self)
        self._block, self._page = button(f"{name}.block", "quiet", self), button(f"{name}.page", "quiet", self)
        self._edit.clicked.connect(lambda: self.edit_requested.emit(self.card))
        self._owe.clicked.connect(lambda: self.owe_requested.emit(self.card))
        self._block.clicked.connect(lambda: self.block_requested.emit(self.card))
        self._page.clicked.connect(lambda: self.record_requested.emit("buyer", self.card.id if self.card else None))
        for made, right in ((self._edit, Right.BUYERS), (self._owe, Right.SERVE), (self._block, Right.OVERRULE)):
            apply_right(made, self._desk, right)
        buttons = QGridLayout()  # English words don't fit beside each other in the narrowest panel
        buttons.setSpacing(4)
        buttons.setColumnStretch(2, 1)
        for place, made in enumerate((self._edit, self._owe, self._block, self._page)):
            buttons.addWidget(made, place // 2, place % 2, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._facts)
        layout.addWidget(self.after)
        for box in (self._owed_box, self._past_box):
            box.setSpacing(4)
            layout.addLayout(box)
        layout.addLayout(buttons)

    def _show(self) -> None:
        card, clocks = self.card, self._clocks
        self.setVisible(card is not None)
        if card is None or clocks is None:
            return
        self._facts.show_facts(list(card_facts(card)))
        self._block.setText(_("Sell again…") if card.blocked else _("Block…"))
        self._show_owed(card)
        self._show_past(card, clocks)

    def _show_owed(self, card: BuyerCard) -> None:
        while len(self._owed) < len(card.owed):
            self._add_owed()
        for place, shown in enumerate(self._owed):
            shown.setVisible(place < len(card.owed))
            if place < len(card.owed):
                self._say_owed(shown, card.owed[place])

    def _say_owed(self, shown: OwedCard, item: OwedRow) -> None:
        shown.text.setText(_("Owed: {item}").format(item=owed_text(item)))
        told = (item.travels_no and _("goes with order {order_no}").format(order_no=item.travels_no), item.note)
        shown.small.setText(" · ".join(filter(None, (*told, item.person))))
        shown.button.setText(_("Not with this order") if item.travels_id is not None else _("Send it along"))
        shown.button.setVisible(self._order_id is not None or item.travels_id is not None)
        shown.more.setText(_("Strike off…"))
        restyle(shown, "notice", "info" if item.travels_id is not None else "warning")

    def _show_past(self, card: BuyerCard, clocks: Clocks) -> None:
        past = card.past[:PAST_SHOWN]
        while len(self._past) < len(past):
            self._add_past()
        for place, shown in enumerate(self._past):
            shown.setVisible(place < len(past))
            if place < len(past):
                self._say_past(shown, past[place], clocks)

    def _say_past(self, shown: QPushButton, order: PastOrder, clocks: Clocks) -> None:
        when = short_moment(order.at, clocks.now, clocks.zone)
        rest = (when, order.paid.shown, past_standing(order))
        metrics = shown.fontMetrics()
        room = PAST_ROOM - metrics.horizontalAdvance("  ".join(filter(None, rest)) + "  ")
        goods = metrics.elidedText(order.goods, Qt.TextElideMode.ElideRight, max(room, GOODS_ROOM))
        text = "  ".join(filter(None, (when, goods, *rest[1:])))
        shown.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, PAST_ROOM))
        shown.setIcon(self._pennants.icon(order.flag))
        full = (order.order_no, full_moment(order.at, clocks.zone), order.goods, rest[2], flag_name(order.flag))
        shown.setToolTip("\n".join(filter(None, full)))
        shown.setAccessibleName(_("Open order {order_no}").format(order_no=order.order_no))

    def _add_owed(self) -> None:
        place = len(self._owed)
        made = OwedCard(f"{self.objectName()}.owed.{place}", self)
        made.clicked.connect(lambda: self._send_or_take_out(place))
        made.more.clicked.connect(lambda: self.strike_requested.emit(self._owed_row(place)))
        for each in (made.button, made.more):
            apply_right(each, self._desk, Right.SERVE)
        self._owed_box.addWidget(made)
        self._owed.append(made)

    def _add_past(self) -> None:
        place = len(self._past)
        made = button(f"{self.objectName()}.past.{place}", "link", self)
        made.setStyleSheet("text-align: left; padding-left: 0;")
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # never wider than the panel
        made.clicked.connect(lambda: self._open(place))
        self._past_box.addWidget(made)
        self._past.append(made)

    def _owed_row(self, place: int) -> OwedRow | None:
        return self.card.owed[place] if self.card is not None and place < len(self.card.owed) else None

    def _send_or_take_out(self, place: int) -> None:
        item = self._owed_row(place)
        if item is not None:
            (self.put_in_requested if item.travels_id is None else self.take_out_requested).emit(item)

    def _open(self, place: int) -> None:
        if self.card is not None and place < len(self.card.past):
            self.open_requested.emit(self.card.past[place].id)


def card_facts(card: BuyerCard) -> Iterator[Fact]:
    """Who they are and how it went so far."""
    nth = ngettext("{n} order so far", "{n} orders so far", card.orders).format(n=card.orders)
    paid = _("{amount} paid").format(amount=card.paid.shown) if card.orders > 1 else ""
    off = _("{n} % off").format(n=card.discount) if card.discount else ""
    yield Fact(_("Buyer"), card.buyer, copy=card.buyer)
    yield Fact("", " · ".join(filter(None, (nth if card.orders > 1 else _("First order"), paid))), "muted")
    yield Fact(_("Also"), _(", ").join(f"{each.buyer} ({each.shop})" for each in card.others))
    yield Fact(_("Blocked"), card.blocked, "danger")
    for each in card.others:
        if each.blocked and not card.blocked:
            yield Fact(_("Blocked"), _("as {buyer}: {reason}").format(buyer=each.buyer, reason=each.blocked), "danger")
    yield Fact(_("Tier"), " · ".join(filter(None, (card.tier, off))))
    yield Fact(_("Tags"), " · ".join(card.tags))
    yield Fact(_("Note"), card.note)
    yield Fact(_("Past cases"), " · ".join(_cases(card)), "warning")


def owed_text(item: OwedRow) -> str:
    """`Gift: socks ×2`."""
    return _("{kind}: {item} ×{n}").format(kind=_(owed_name(item.kind)), item=item.item, n=item.quantity)


def past_standing(order: PastOrder) -> str:
    """The desk's stage where it says more than the platform's word."""
    at_desk = Stage.NEW < order.stage < Stage.CLOSED and order.status < Status.SHIPPED
    return _(STAGES[order.stage]) if at_desk else _(STATUSES[order.status])


def _cases(card: BuyerCard) -> Iterator[str]:
    for n, said in (
        (card.refunds, ngettext("{n} refund", "{n} refunds", card.refunds)),
        (card.exchanges, ngettext("{n} exchange", "{n} exchanges", card.exchanges)),
        (card.reissues, ngettext("{n} reissue", "{n} reissues", card.reissues)),
        (card.repairs, ngettext("{n} repair", "{n} repairs", card.repairs)),
    ):
        if n:
            yield said.format(n=n)
