"""Doing things about buyers: what is noted of them, what is owed to them, what they paid too much (ORD-19 to 21)."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shopdesk.domain.money import Money
from shopdesk.domain.owed_items import Owed
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage
from shopdesk.i18n import _
from shopdesk.queries.buyers import BuyerCard
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.overpayments import left_to_return
from shopdesk.queries.owed_items import OwedRow
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.buyers import block_buyer, buyer_base, edit_buyer, unblock_buyer
from shopdesk.services.desk import Desk
from shopdesk.services.overpayments import NothingOverpaid, compensate_in_goods, pay_out
from shopdesk.services.owed_items import add_owed_item, leave_out, put_in, strike_by_hand, take_out
from shopdesk.settings import BUYER_TIERS
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.form_dialog import Values
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.buyer_forms import GOODS, buyer_form, overpaid_form, owed_form, read_typed_tags


class BuyerCare(QObject):
    """`parent` is the page over which forms open; what is written is announced by the desk itself."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages, self._page = desk, background, messages, parent

    # What is noted

    def edit(self, card: BuyerCard) -> None:
        """Change tier, discount, tags, birthday and note."""
        self._background.run_task(
            lambda: get_setting(self._desk.seen, BUYER_TIERS),
            lambda tiers: self._edit(card, tiers),
            self._messages.error,
            owner=self,
        )

    def _edit(self, card: BuyerCard, tiers: list[str]) -> None:
        opened = Opened(buyer_base(card))

        def write(values: Values) -> bool:
            discount = values["discount"]
            return edit_buyer(
                self._desk, buyer_id=card.id, tier=str(values["tier"]),
                discount=discount if isinstance(discount, int) else 0, tags=read_typed_tags(str(values["tags"])),
                note=str(values["note"]), birthday=str(values["birthday"]), base=opened.base,
            )  # fmt: skip

        def tell(changed: object) -> None:
            if changed:
                self._messages.toast(_("Buyer {buyer} changed").format(buyer=card.buyer))

        form = buyer_form(
            card, tiers, write, opened=opened, background=self._background, messages=self._messages, parent=self._page
        )
        form.written.connect(tell)
        form.open()

    def block(self, card: BuyerCard) -> None:
        """Ask why, then block a buyer or sell to them again."""
        if card.blocked:
            self._messages.ask_text(
                _("Why sell to {buyer} again?").format(buyer=card.buyer),
                _("Sell again"),
                lambda reason: self._run(
                    lambda: unblock_buyer(self._desk, buyer_id=card.id, reason=reason), _("Buyer welcome again")
                ),
            )
            return
        self._messages.ask_text(
            _("Why is nothing sold to {buyer} any more?").format(buyer=card.buyer),
            _("Block"),
            lambda reason: self._run(
                lambda: block_buyer(self._desk, buyer_id=card.id, reason=reason), _("Buyer blocked")
            ),
        )

    # What is owed

    def owe(self, *, order_id: int | None = None, buyer_id: int | None = None, item: str = "") -> None:
        """Ask what is promised to a buyer, or to the buyer of an order."""

        def can_go_along() -> bool:
            return order_id is not None and get_order(self._desk.seen, order_id).stage < Stage.PACKED

        def write(values: Values) -> str:
            quantity = values["quantity"]
            add_owed_item(
                self._desk, kind=Owed(str(values["kind"])), item=str(values["item"]),
                quantity=quantity if isinstance(quantity, int) else 1, order_id=order_id, buyer_id=buyer_id,
                note=str(values["note"]), along=bool(values.get("along")),
            )  # fmt: skip
            return _("Noted: {item} is owed").format(item=str(values["item"]))

        def ask(along: bool) -> None:
            form = owed_form(
                write, item=item, can_go_along=along, background=self._background, messages=self._messages,
                parent=self._page,
            )  # fmt: skip
            form.written.connect(self._messages.toast)
            form.open()

        self._background.run_task(can_go_along, ask, self._messages.error, owner=self)

    def owe_promised(self, order_id: int, item: str) -> None:
        """Take a promise over that the memo or the buyer's message was understood to make."""
        self._run(
            lambda: self._owe_promised(order_id, item),
            _("Noted: {item} is owed").format(item=item),
        )

    def _owe_promised(self, order_id: int, item: str) -> int:
        """What an order's own memo promises goes with its own parcel, as long as that is open."""
        along = get_order(self._desk.seen, order_id).stage < Stage.PACKED
        return add_owed_item(self._desk, kind=Owed.GIFT, item=item, order_id=order_id, along=along)

    def put_in(self, item: OwedRow, order_id: int | None) -> None:
        """Send it along with the order in view."""
        if order_id is not None:
            self._run(
                lambda: put_in(self._desk, owed_ids=[item.id], order_id=order_id),
                _("{item} goes with this order").format(item=item.item),
                undo=lambda: self.take_out(replace(item, travels_id=order_id)),
            )

    def take_out(self, item: OwedRow) -> None:
        """Not with that parcel."""
        self._run(
            lambda: take_out(self._desk, owed_id=item.id, order_id=item.travels_id),
            _("{item} waits for another order").format(item=item.item),
        )

    def leave_out(self, order_id: int) -> None:
        """Not this time: what is owed waits for the buyer's next order."""
        self._run(lambda: leave_out(self._desk, order_id=order_id), _("Not with this order"))

    def strike(self, item: OwedRow) -> None:
        """Ask why, then strike it off by hand."""
        self._messages.ask_text(
            _("Why is {item} no longer owed?").format(item=item.item),
            _("Strike off"),
            lambda reason: self._run(
                lambda: strike_by_hand(self._desk, owed_id=item.id, reason=reason), _("Struck off")
            ),
            choices=(_("Sent already"), _("Buyer doesn't want it"), _("Noted by mistake")),
        )

    # What was paid too much

    def make_good(self, order_id: int) -> None:
        """Ask how overpaid postage is made good."""

        def read() -> tuple[OrderDetail, Money]:
            order = get_order(self._desk.seen, order_id)
            return order, left_to_return(self._desk.seen, order)

        self._background.run_task(read, lambda found: self._make_good(*found), self._messages.error, owner=self)

    def _make_good(self, order: OrderDetail, left: Money) -> None:
        if not left:
            self._messages.error(NothingOverpaid(order_no=order.order_no))
            return

        def write(values: Values) -> str:
            amount = Money.typed(str(values["amount"]))
            if values["way"] == GOODS:
                compensate_in_goods(self._desk, order_id=order.id, amount=amount, item=str(values["item"]))
            else:
                pay_out(self._desk, order_id=order.id, amount=amount, reference=str(values["reference"]))
            return _("{amount} made good").format(amount=amount.shown)

        form = overpaid_form(
            left, write, may_pay=self._desk.actor.may(Right.PAY), background=self._background, messages=self._messages,
            parent=self._page,
        )  # fmt: skip
        form.written.connect(self._messages.toast)
        form.open()

    def _run(self, write: Callable[[], object], said: str, *, undo: Callable[[], object] | None = None) -> None:
        self._background.run_task(
            write,
            lambda _done: self._messages.toast(said, Kind.GOOD, undo=undo),
            self._messages.error,
            owner=self,
        )
