"""The panel beside the table: everything about the order that is chosen."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Status
from shopdesk.i18n import N_, _
from shopdesk.queries.orders import HoldRow, OrderDetail
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named, restyle, say, tool_button
from shopdesk.ui.flags import HEIGHT, WIDTH, Pennants, flag_name
from shopdesk.ui.order_forms import order_facts as facts
from shopdesk.ui.order_forms.after_sales import AfterSalesLinks
from shopdesk.ui.order_forms.care_facts import overpaid_facts, time_facts
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.facts import Card, Facts, Items, wrapping
from shopdesk.ui.order_forms.hold_cards import HoldCards
from shopdesk.ui.order_forms.linked_orders import LinkedOrders
from shopdesk.ui.order_forms.memo_editor import MemoEditor
from shopdesk.ui.order_forms.order_facts import Everything
from shopdesk.ui.order_forms.understood import understood_line
from shopdesk.ui.order_forms.words import standing
from shopdesk.ui.orders.looking_up import LookingUp
from shopdesk.ui.orders.panel_care import PanelCare
from shopdesk.ui.rights import apply_right, why_not_allowed
from shopdesk.ui.side_panel import Section, SidePanel
from shopdesk.ui.theme import Theme

READ_AFTER = 60
"""Milliseconds after the last move of the selection: holding an arrow key reads nothing in between."""
IN_CARD = 56
"""px of the names in the card with the other address: two phones fit side by side in the narrowest panel."""

_SECTIONS = {
    "buyer": N_("Buyer"),
    "items": N_("Goods"),
    "links": N_("Origin and links"),
    "after": N_("After-sales"),
    "changes": N_("Late changes"),
    "memo": N_("Memo"),
    "receiver": N_("Receiver"),
    "parcels": N_("Parcels of the order"),
    "refunds": N_("Refunds on the platform"),
    "papers": N_("Papers printed"),
    "progress": N_("Dates and people"),
    "trail": N_("History"),
}


class DetailPanel(SidePanel):
    """Reads in the background and keeps what it shows until the next order is there. It changes nothing by itself: what
    the user wants done goes out as signals that carry the order shown."""

    clear_requested = Signal(object, object)
    """OrderDetail and the HoldRow to clear."""
    contact_requested = Signal(object)
    """OrderDetail."""
    memo_saved = Signal(int, object, str)
    address_accepted = Signal(object, object)
    """OrderDetail and the Address to put in its place."""
    receiver_edit_requested = Signal(object)
    """OrderDetail."""
    copy_requested = Signal(str)
    left = Signal()
    """Back to the table."""

    def __init__(
        self, desk: Desk, background: Background, theme: Theme, pennants: Pennants, parent: QWidget | None = None
    ) -> None:
        super().__init__("orders.panel", theme, parent)
        self._desk, self._background, self._theme, self._pennants = desk, background, theme, pennants
        self.everything: Everything | None = None
        self._clocks: Clocks | None = None
        self._wanted: int | None = None
        self._timer = QTimer(self, singleShot=True, interval=READ_AFTER)
        self._timer.timeout.connect(self._read)
        self._build()
        theme.changed.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if not hasattr(self, "_empty"):
            return
        say(self._copy, _("Copy order number"))
        self._empty.setText(_("Choose an order to see everything about it."))
        self._offer.button.setText(_("Use this address"))
        self._edit_receiver.setText(_("Edit receiver…"))
        self._looking_up.retranslate()
        self.care.retranslate()
        self._offer.text.setText(_("The buyer asks for another address:"))
        self._show()

    def show_order(self, order_id: int | None, clocks: Clocks) -> None:
        """Show this order soon; None for no order."""
        self._clocks = clocks
        if order_id != self._wanted:
            self._wanted = order_id
            self._timer.start()

    def read_again(self, clocks: Clocks) -> None:
        """Something changed: read the same order again."""
        self._clocks = clocks
        if self._wanted is not None:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown, or the panel was closed: what was looked up is masked again."""
        super().hideEvent(event)
        self._looking_up.forget()

    def tick(self, clocks: Clocks) -> None:
        """Time has passed."""
        self._clocks = clocks
        self._show()

    def _read(self) -> None:
        wanted = self._wanted
        if wanted is None or self.isHidden():
            self.everything = None if wanted is None else self.everything
            self._show()
            return
        self._background.run_task(
            lambda: facts.read_everything(self._desk, wanted), self._take, lambda _error: self._take(None), owner=self
        )

    def _take(self, everything: Everything | None) -> None:
        if everything is not None and everything.order.id != self._wanted:
            return  # the selection has gone on meanwhile
        self.everything = everything
        self._show()

    # How it is put together

    def _build(self) -> None:
        self._copy = tool_button(self._theme.icons, "copy", "orders.panel.copy", self)
        self._copy.clicked.connect(lambda: self.copy_requested.emit(self.title.text()))
        self.head.insertWidget(1, self._copy)
        self._pennant = named(QLabel(self), "orders.panel.flag")
        self._pennant.setFixedSize(QSize(WIDTH, HEIGHT))
        self.head.insertWidget(0, self._pennant)
        self._empty = wrapping("orders.panel.empty", "muted", self)
        self._sections_by_key: dict[str, Section] = {}
        self._bodies = {key: Facts(f"orders.panel.{key}.facts", self._theme) for key in _SECTIONS}
        self._items = Items("orders.panel.items.list", self._theme)
        self._amounts = Facts("orders.panel.amounts", self._theme, figures=True)
        self.memo = MemoEditor()
        self._memo_words = wrapping("orders.panel.memo.understood", "muted", self)
        self._message_words = wrapping("orders.panel.message.understood", "muted", self)
        if not self._desk.actor.may(Right.MARK):
            self.memo.forbid(lambda: why_not_allowed(self._desk, Right.MARK))
        self._offer = Card("orders.panel.address", "info", below=True)
        self._offered = Facts("orders.panel.address.facts", self._theme, name_width=IN_CARD)
        self._offer.body.addWidget(self._offered)
        self._edit_receiver = button("orders.panel.receiver.edit", "quiet")
        self._edit_receiver.clicked.connect(self._ask_for_receiver)
        self._looking_up = LookingUp(self._desk, self._background, self)
        self._looking_up.changed.connect(self._show)
        self._looking_up.left.connect(self.left)
        self.care = PanelCare(self._desk, self._theme, self._pennants, self)
        self.care.buyer.copied.connect(self.copy_requested)
        self.links = LinkedOrders("orders.panel.links", self._desk, self._theme)
        self.after = AfterSalesLinks("orders.panel.after", self._desk, self._theme, begins=True)
        self._add_summary()
        for key, title in _SECTIONS.items():
            self._sections_by_key[key] = self.add_section(key, title, self._body(key))
        for body in self._bodies.values():
            body.copied.connect(self.copy_requested)
        self.memo.saved.connect(self.memo_saved)
        self.memo.left.connect(self.left)
        self.holds.clear_requested.connect(self._clear)
        self.holds.contact_requested.connect(self._note_contact)
        self._offer.clicked.connect(self._accept_address)
        for made, right in (
            (self._offer.button, Right.EDIT_NEW),
            (self._edit_receiver, Right.EDIT_NEW),
        ):  # fmt: skip
            apply_right(made, self._desk, right)
        self.foot.setContentsMargins(0, 0, 0, 0)

    def _body(self, key: str) -> QWidget:
        parts: dict[str, list[QWidget]] = {
            "buyer": [self.care.buyer, self.care.promise, self._bodies["buyer"], self._message_words],
            "items": [self._items, self._amounts],
            "links": [self.links],
            "after": [self.after],
            "changes": [self.care.notes],
            "memo": [self.memo, self._memo_words, self._offer],
            "receiver": [self._bodies["receiver"], self._looking_up.button, self._edit_receiver],
        }
        if key not in parts:
            return self._bodies[key]
        made = named(QWidget(), f"orders.panel.{key}.body")
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in parts[key]:
            is_button = isinstance(part, QPushButton)
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if is_button else Qt.AlignmentFlag(0))
        return made

    def _add_summary(self) -> None:
        self._standing = wrapping("orders.panel.standing", "body", self)
        self._clock = label("orders.panel.clock", "muted", parent=self)
        self.holds = HoldCards("orders.panel.hold", self._desk)
        body = named(QWidget(), "orders.panel.summary.body")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._standing, 1)
        line.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        layout.addLayout(line)
        layout.addWidget(self.holds)
        layout.addWidget(self._empty)
        self._sections.insertWidget(0, body)

    # What it says

    def _show(self) -> None:
        shown = self.everything
        self._empty.setVisible(shown is None)
        self._looking_up.button.setVisible(False)
        for part in (self._copy, self._pennant, self._standing, self._clock):
            part.setVisible(shown is not None)
        for section in self._sections_by_key.values():
            section.setVisible(shown is not None)
        if shown is None or self._clocks is None:
            self.title.setText("")
            self.holds.hide()
            return
        self._show_summary(shown.order, self._clocks)
        self.holds.show_holds(shown.order.open_holds, shown.contacts, self._clocks)
        self._show_sections(shown, self._clocks)

    def _show_summary(self, order: OrderDetail, clocks: Clocks) -> None:
        self.title.setText(order.order_no)
        colour = Colour(order.flag)
        self._pennant.setPixmap(self._pennants.pixmap(colour, scale=self.devicePixelRatioF()))
        self._pennant.setToolTip(" · ".join(filter(None, (flag_name(colour), order.flag_native))))
        self._pennant.setAccessibleName(flag_name(colour))
        self._standing.setText(standing(order.tray, order.status, ""))
        said, role = facts.clock_line(order, clocks)
        self._clock.setText(said)
        restyle(self._clock, "role", role)

    def _show_sections(self, shown: Everything, clocks: Clocks) -> None:
        order = shown.order
        for key, found in {
            "buyer": facts.message_facts(order),
            "receiver": facts.receiver_facts(self._looking_up.receiver_of(order)),
            "parcels": facts.parcel_facts(order, shown.after.troubles.parcels, clocks),
            "refunds": facts.refund_facts(order, clocks),
            "papers": facts.paper_facts(order, clocks),
            "progress": (*facts.progress_facts(order, clocks), *time_facts(shown.care, clocks)),
            "trail": facts.trail_facts(shown.trail, clocks),
        }.items():
            listed = [fact for fact in found if fact.value]
            self._bodies[key].show_facts(listed)
            self._sections_by_key[key].setVisible(bool(listed) or key == "receiver")
        self._items.show_items(order.lines, order.titles, order.pieces)
        self._amounts.show_facts([*facts.money_facts(order), *overpaid_facts(shown.care, clocks)])
        self.care.show_care(order.id, shown.care, clocks)
        self._sections_by_key["buyer"].setVisible(bool(order.buyer or order.buyer_message))
        self._sections_by_key["links"].setVisible(self.links.show_order(order, shown.links))
        has_records = self.after.show_records(shown.after, clocks, order_id=order.id)
        self._sections_by_key["after"].setVisible(has_records or order.status is not Status.UNPAID)
        self._sections_by_key["changes"].setVisible(bool(shown.care.notes))
        self.memo.show_memo(order.id, order.version, order.memo)
        for line, said in ((self._memo_words, shown.words.memo), (self._message_words, shown.words.message)):
            line.setText(understood_line(said))
            line.setVisible(bool(line.text()))
        self._offer.setVisible(shown.change is not None)
        self._offer.small.hide()
        if shown.change is not None:
            self._offered.show_facts(list(facts.change_facts(order, shown.change)))

    def _clear(self, hold: HoldRow) -> None:
        if self.everything is not None:
            self.clear_requested.emit(self.everything.order, hold)

    def _note_contact(self, _hold: HoldRow) -> None:
        if self.everything is not None:
            self.contact_requested.emit(self.everything.order)

    def _ask_for_receiver(self) -> None:
        if self.everything is not None:
            self.receiver_edit_requested.emit(self.everything.order)

    def _accept_address(self) -> None:
        if self.everything is not None and self.everything.change is not None:
            self.address_accepted.emit(self.everything.order, self.everything.change)
