"""What an order entered by hand is and what it belongs to; of any order, its exchanges and reissues, each a link."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopdesk.domain.holds import Hold
from shopdesk.domain.origins import Origin
from shopdesk.domain.permissions import Right
from shopdesk.domain.settlements import CONFIRMED_BY_HAND
from shopdesk.domain.statuses import STAGES, Status
from shopdesk.i18n import _
from shopdesk.queries.order_links import LinkedOrder, list_linked, list_unlisted
from shopdesk.queries.orders import OrderDetail
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import button
from shopdesk.ui.language import Retranslated
from shopdesk.ui.order_forms.facts import Fact, Facts
from shopdesk.ui.order_forms.origins import ORIGINS
from shopdesk.ui.rights import apply_right
from shopdesk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Links:
    """What hangs on an order, read in the background."""

    linked: tuple[LinkedOrder, ...] = ()
    lacks_list: bool = False
    """It needs a detailed packing list, which is not printed yet (ORD-10)."""


def read_links(desk: Desk, order_id: int) -> Links:
    """Read it."""
    unlisted = list_unlisted(desk.seen, [order_id])
    return Links(tuple(list_linked(desk.seen, order_id)), order_id in unlisted)


class LinkedOrders(Retranslated, QWidget):
    """Facts above, links below; links are used again, so that nothing flickers."""

    open_requested = Signal(int)
    confirm_requested = Signal(int)
    """The transfer of this order is to be confirmed (ORD-09)."""
    list_requested = Signal(int)
    """The packing list of this order is to be printed."""

    def __init__(self, name: str, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(name)
        self._order_id = 0
        self._facts = Facts(f"{name}.facts", theme)
        self._links: list[QPushButton] = []
        self._ids: list[int] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._facts)
        self._confirm = button(f"{name}.confirm", parent=self)
        self._confirm.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # it goes once it is done, and the focus with it
        self._list = button(f"{name}.packing-list", parent=self)
        self._confirm.clicked.connect(lambda: self.confirm_requested.emit(self._order_id))
        self._list.clicked.connect(lambda: self.list_requested.emit(self._order_id))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for made in (self._confirm, self._list):
            buttons.addWidget(made)
        buttons.addStretch(1)
        self._layout.addLayout(buttons)
        apply_right(self._confirm, desk, Right.CONFIRM_MONEY)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self._confirm.setText(_("Confirm transfer…"))
        self._list.setText(_("Packing list…"))

    def show_order(self, order: OrderDetail, links: Links) -> bool:
        """Show what there is to say; False for nothing."""
        self._order_id = order.id
        facts = _origin_facts(order, links)
        self._facts.show_facts(facts)
        self._facts.setVisible(bool(facts))
        self._confirm.setVisible(_awaits_money(order))
        self._list.setVisible(links.lacks_list)
        shown = [(each.id, _link_text(each)) for each in links.linked]
        if order.source_id is not None:
            shown.insert(0, (order.source_id, _("First order: {order_no}").format(order_no=order.source_no)))
        self._show_links(shown)
        return bool(facts or shown)

    def _show_links(self, links: Sequence[tuple[int, str]]) -> None:
        while len(self._links) < len(links):
            self._add()
        self._ids = [order_id for order_id, _text in links]
        for place, made in enumerate(self._links):
            made.setVisible(place < len(links))
            if place < len(links):
                made.setText(links[place][1])
                made.setAccessibleName(links[place][1])

    def _add(self) -> None:
        place = len(self._links)
        made = button(f"{self.objectName()}.link{place}", "link", self)
        made.clicked.connect(lambda: self.open_requested.emit(self._ids[place]))
        self._layout.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self._links.append(made)


def _origin_facts(order: OrderDetail, links: Links) -> list[Fact]:
    if order.origin is Origin.PLATFORM:
        return []
    facts = [Fact(_("Kind"), _(ORIGINS[order.origin])), Fact(_("Warehouse"), order.warehouse)]
    if links.lacks_list:
        facts.append(Fact(_("Packing list"), _("Not printed yet; it goes with the parcel."), "warning"))
    return [fact for fact in facts if fact.value]


def _awaits_money(order: OrderDetail) -> bool:
    """Of a bank order its hold has the button."""
    if any(hold.kind == Hold.BANK for hold in order.open_holds):
        return False
    return order.origin in CONFIRMED_BY_HAND and order.settlement is None and order.status is not Status.CLOSED


def _link_text(each: LinkedOrder) -> str:
    standing = _("Cancelled") if each.status is Status.CLOSED else _(STAGES[each.stage])
    return f"{_(ORIGINS[each.origin])} {each.order_no} · {standing}"
