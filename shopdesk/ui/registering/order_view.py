"""The order in the middle: everything that decides whether and for whom it is registered, on one screen."""

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.orders import OrderDetail
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import button, label, named, restyle, rule, say, tool_button
from shopdesk.ui.flags import HEIGHT, WIDTH, Pennants, flag_name
from shopdesk.ui.language import Retranslated
from shopdesk.ui.order_forms import order_facts as facts
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.facts import Card, Fact, Facts, Items, wrapping
from shopdesk.ui.order_forms.hold_cards import HoldCards
from shopdesk.ui.order_forms.memo_editor import MemoEditor
from shopdesk.ui.order_forms.understood import understood_line
from shopdesk.ui.registering.reading import Reading
from shopdesk.ui.registering.salesperson import Salesperson
from shopdesk.ui.rights import apply_right, why_not_allowed
from shopdesk.ui.side_panel import Section
from shopdesk.ui.theme import Theme

_LEFT = {"goods": N_("Goods"), "money": N_("Money"), "carrier": N_("Carrier")}
_RIGHT = {"texts": N_("Message and memo"), "receiver": N_("Receiver")}


class OrderView(Retranslated, QWidget):
    """Changes nothing by itself: what the user wants done goes out as signals."""

    memo_saved = Signal(int, object, str)
    address_accepted = Signal(object, object)
    receiver_edit_requested = Signal(object)
    copy_requested = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        named(self, "registering.order")
        self._desk, self._theme, self._pennants = desk, theme, pennants
        self.reading: Reading | None = None
        self._clocks: Clocks | None = None
        self._build()
        self._lay_out()
        theme.changed.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Order"))
        say(self._copy, _("Copy order number"))
        self._offer.text.setText(_("The buyer asks for another address:"))
        self._offer.button.setText(_("Use this address"))
        self._edit_receiver.setText(_("Edit receiver…"))
        self._fine.setText(_("All checks passed"))
        self._show()

    def show_order(self, reading: Reading, clocks: Clocks) -> None:
        """Show this order."""
        is_same = self.reading is not None and self.reading.order.id == reading.order.id
        self.reading, self._clocks = reading, clocks
        self.salesperson.show_names(reading.names, reading.owner, keep=is_same)
        self._show()
        if not is_same:
            self._area.verticalScrollBar().setValue(0)

    def tick(self, clocks: Clocks) -> None:
        """Time has passed."""
        self._clocks = clocks
        if self.reading is not None:
            self._show_clock(self.reading.order, clocks)

    # How it is put together

    def _build(self) -> None:
        self._pennant = named(QLabel(self), "registering.order.flag")
        self._pennant.setFixedSize(QSize(WIDTH, HEIGHT))
        self._title = label("registering.order.number", "title", parent=self)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = tool_button(self._theme.icons, "copy", "registering.order.copy", self)
        self._copy.clicked.connect(lambda: self.copy_requested.emit(self._title.text()))
        self._shop = label("registering.order.shop", "muted", parent=self)
        self._clock = label("registering.order.clock", "muted", parent=self)
        self.salesperson = Salesperson()
        self.checks = HoldCards("registering.check", self._desk)
        self._fine = label("registering.checks.fine", "good", parent=self)
        self._items = Items("registering.items", self._theme)
        self._money = Facts("registering.money.facts", self._theme, figures=True, name_width=120)
        self._message = Facts("registering.message", self._theme)
        self.memo = MemoEditor("registering.memo")
        if not self._desk.actor.may(Right.MARK):
            self.memo.forbid(lambda: why_not_allowed(self._desk, Right.MARK))
        self._message_words = wrapping("registering.message.understood", "muted", self)
        self._memo_words = wrapping("registering.memo.understood", "muted", self)
        self._offer = Card("registering.address", "info", below=True)
        self._offered = Facts("registering.address.facts", self._theme, name_width=56)
        self._offer.body.addWidget(self._offered)
        self._receiver = Facts("registering.receiver.facts", self._theme)
        self._edit_receiver = button("registering.receiver.edit", "quiet")
        self._carrier = Facts("registering.carrier.facts", self._theme)
        for made in (self._offer.button, self._edit_receiver):
            apply_right(made, self._desk, Right.EDIT_NEW)
        self._connect()

    def _connect(self) -> None:
        self.memo.saved.connect(self.memo_saved)
        self.memo.left.connect(self.left)
        self._offer.clicked.connect(self._accept_address)
        self._edit_receiver.clicked.connect(self._ask_for_receiver)
        for made in (self._message, self._receiver, self._carrier):
            made.copied.connect(self.copy_requested)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 4)
        head.setSpacing(8)
        for part in (self._pennant, self._title, self._copy, self._shop):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self._clock)
        whose = QHBoxLayout()
        whose.setContentsMargins(16, 0, 16, 8)
        whose.addWidget(self.salesperson)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(whose)
        layout.addWidget(rule("registering.order.rule", self))
        layout.addWidget(self._scroll_area(), 1)

    def _scroll_area(self) -> QScrollArea:
        inner = named(QWidget(), "registering.order.sections")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(Section("registering.section.checks", N_("Checks"), self._body("checks")))
        columns = QHBoxLayout()
        columns.setSpacing(0)
        for titles in (_LEFT, _RIGHT):
            column = QVBoxLayout()
            column.setSpacing(0)
            for key, title in titles.items():
                column.addWidget(Section(f"registering.section.{key}", title, self._body(key)))
            column.addStretch(1)
            columns.addLayout(column, 1)
        rows.addLayout(columns, 1)
        self._area = area = named(QScrollArea(self), "registering.order.area")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        for ground in (inner, area.viewport()):
            ground.setAutoFillBackground(False)
        return area

    def _body(self, key: str) -> QWidget:
        parts: dict[str, list[QWidget]] = {
            "checks": [self._fine, self.checks],
            "goods": [self._items],
            "money": [self._money],
            "texts": [self._message, self._message_words, self.memo, self._memo_words, self._offer],
            "receiver": [self._receiver, self._edit_receiver],
            "carrier": [self._carrier],
        }
        made = named(QWidget(), f"registering.{key}.body")
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in parts[key]:
            layout.addWidget(part)
        layout.setAlignment(self._edit_receiver, Qt.AlignmentFlag.AlignLeft)
        return made

    # What it says

    def _show(self) -> None:
        reading, clocks = self.reading, self._clocks
        if reading is None or clocks is None:
            return
        order = reading.order
        self._pennant.setPixmap(self._pennants.pixmap(order.flag, scale=self.devicePixelRatioF()))
        self._pennant.setToolTip(flag_name(order.flag))
        self._pennant.setAccessibleName(flag_name(order.flag))
        self._title.setText(order.order_no)
        self._shop.setText(order.shop)
        self._show_clock(order, clocks)
        self.checks.show_holds(reading.blocking, reading.contacts, clocks)
        self._fine.setVisible(not reading.blocking)
        self._items.show_items(order.lines, order.titles, order.pieces)
        self._money.show_facts(list(money_booked(order)))
        self._message.show_facts([Fact(_("Message"), order.buyer_message)])
        self._message.setVisible(bool(order.buyer_message))
        self.memo.show_memo(order.id, order.version, order.memo)
        self._show_understood(reading)
        self._receiver.show_facts(list(facts.receiver_facts(order)))
        self._carrier.show_facts(list(carrier_facts(order)))

    def _show_clock(self, order: OrderDetail, clocks: Clocks) -> None:
        said, role = facts.clock_line(order, clocks)
        self._clock.setText(said)
        restyle(self._clock, "role", role)

    def _show_understood(self, reading: Reading) -> None:
        for line, said in ((self._message_words, reading.words.message), (self._memo_words, reading.words.memo)):
            line.setText(understood_line(said))
            line.setVisible(bool(line.text()))
        self._offer.setVisible(reading.change is not None)
        self._offer.small.hide()
        if reading.change is not None:
            self._offered.show_facts(list(facts.change_facts(reading.order, reading.change)))

    def _accept_address(self) -> None:
        if self.reading is not None and self.reading.change is not None:
            self.address_accepted.emit(self.reading.order, self.reading.change)

    def _ask_for_receiver(self) -> None:
        if self.reading is not None:
            self.receiver_edit_requested.emit(self.reading.order)


def money_booked(order: OrderDetail) -> Iterator[Fact]:
    """What was bought, what the platform says of postage, and what is booked (ORD-04)."""
    pieces = order.pieces or sum(line.quantity for line in order.lines)
    yield Fact(_("Goods, {n} pcs").format(n=pieces), order.goods.shown)
    if order.postage:
        yield Fact(_("Platform's postage"), order.postage.shown, "muted")
    yield Fact(_("Booked: received"), order.paid.shown)
    yield Fact(_("Booked: postage"), "0.00", "muted")


def carrier_facts(order: OrderDetail) -> Iterator[Fact]:
    """How it goes, and what that costs more (ORD-07)."""
    yield Fact(_("Carrier"), order.carrier or _("Not chosen yet"), "body" if order.carrier else "muted")
    yield Fact(_("Surcharge"), order.surcharge.shown if order.surcharge else "")
    yield Fact(_("Warehouse"), order.warehouse)
