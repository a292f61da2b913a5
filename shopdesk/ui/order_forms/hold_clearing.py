"""Clearing one hold: what its kind needs is asked for, then the service runs in the background."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shopdesk.domain.holds import Hold, kind_of
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.check_rules import get_carriers
from shopdesk.queries.orders import HoldRow, OrderDetail, get_order_ids
from shopdesk.queries.owed_items import list_owed_items
from shopdesk.services.contacts import note_contact
from shopdesk.services.desk import Desk
from shopdesk.services.hold_answers import answer_base, choose_by_hand, confirm_postage, name_salesperson
from shopdesk.services.holds import clear_hold, open_holds_again
from shopdesk.services.order_edits import change_address, order_base
from shopdesk.services.owed_items import put_in
from shopdesk.services.slips import ship_together
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.manual_work import ManualWork
from shopdesk.ui.rights import why_not_allowed
from shopdesk.ui.saving import Saving

WAYS = ("支付宝", "微信", "旺旺转账", "补拍链接", "现金")
"""How postage usually comes in; another can be typed."""
POSTAGE = "postage"
"""The kind of contact about money that is due (ORD-08)."""


class HoldClearing(QObject):
    """`page` is the widget over which the forms lie."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages, self._page = desk, background, messages, page
        self._saving = Saving(background, messages, self)

    def clear(self, order: OrderDetail, hold: HoldRow) -> None:
        """What the button and the key of a hold do."""
        ways: dict[str, Callable[[OrderDetail, HoldRow], object]] = {
            Hold.POSTAGE: self._ask_for_postage,
            Hold.SALESPERSON: self._ask_for_salesperson,
            Hold.CARRIER: self._ask_for_carrier,
            Hold.TOGETHER: self._ask_together,
            Hold.ADDRESS: self._use_address,
            Hold.OWED: self._send_along,
            Hold.BANK: lambda order, _hold: ManualWork(
                self._desk, self._background, self._messages, self._page
            ).confirm(order.id),
        }
        reason = why_not_allowed(self._desk, kind_of(hold.kind).right)
        if reason:
            self._messages.toast(reason, Kind.WARNING)
        else:
            ways.get(hold.kind, self._ask_why)(order, hold)

    def note_contact(self, order: OrderDetail) -> None:
        """Note what was said to the buyer about the money that is due (ORD-08)."""
        usual = (_("Asked for the postage"), _("Will pay today"), _("No answer"))
        self._messages.ask_text(
            _("What was said to {buyer}?").format(buyer=order.buyer or order.receiver),
            _("Note"),
            lambda note: self._run(
                lambda: note_contact(self._desk, kind=POSTAGE, note=note, order_id=order.id),
                lambda _id: self._say(_("Noted")),
            ),
            choices=usual,
        )

    def _ask_why(self, _order: OrderDetail, hold: HoldRow) -> None:
        usual = (_("Buyer confirmed"), _("Checked"), _("In stock again"))
        self._messages.ask_text(
            hold.reason,
            _(kind_of(hold.kind).clear).rstrip("…"),
            lambda reason: self._clear(hold, reason),
            choices=usual,
            required=hold.kind == Hold.MANUAL,
        )

    def _clear(self, hold: HoldRow, reason: str) -> None:
        self._run(
            lambda: clear_hold(self._desk, hold_id=hold.id, reason=reason),
            lambda _id: self._say(_("Hold cleared"), undo=lambda: self._open_again(hold)),
        )

    def _open_again(self, hold: HoldRow) -> None:
        self._run(
            lambda: open_holds_again(self._desk, hold_ids=[hold.id]),
            lambda _n: self._say(_("On hold again"), kind=Kind.INFO),
        )

    def _ask_for_postage(self, _order: OrderDetail, hold: HoldRow) -> None:
        def save(values: Values) -> None:
            amount, way = Money.typed(str(values["amount"])), str(values["way"])
            confirm_postage(self._desk, hold_id=hold.id, amount=amount, way=way, note=str(values["note"]))
            self._say(_("Postage paid: {amount}").format(amount=amount.shown), undo=lambda: self._open_again(hold))

        value = hold.amount.yuan if hold.amount else ""
        fields = (
            Field("amount", N_("Received for it"), value=value, required=True, check=_amount_wrong),
            Field("way", N_("How it came in"), FieldKind.CHOICE, WAYS[0], choices=tuple((w, w) for w in WAYS)),
            Field("note", N_("Note")),
        )
        FormDialog("postage", N_("Postage paid"), fields, save, parent=self._page).open()

    def _ask_for_salesperson(self, order: OrderDetail, hold: HoldRow) -> None:
        names = [name for name in hold.signature.split(", ") if name]
        opened = Opened(answer_base(self._desk, order))

        def save(values: Values) -> None:
            name_salesperson(self._desk, order_id=order.id, name=str(values["name"]), base=opened.base)
            self._say(_("Salesperson: {name}").format(name=values["name"]))

        field = Field("name", N_("Whose customer"), FieldKind.CHOICE, choices=tuple((name, name) for name in names))
        FormDialog("salesperson", N_("Whose customer is it?"), (field,), save, opened=opened, parent=self._page).open()

    def _ask_for_carrier(self, order: OrderDetail, _hold: HoldRow) -> None:
        names = [str(carrier["name"]) for carrier in get_carriers(self._desk.seen).carriers]
        opened = Opened(answer_base(self._desk, order))

        def save(values: Values) -> None:
            choose_by_hand(self._desk, order_id=order.id, carrier=str(values["carrier"]), base=opened.base)
            self._say(_("Carrier: {carrier}").format(carrier=values["carrier"]))

        choices = tuple((name, name) for name in names)
        field = Field("carrier", N_("Carrier"), FieldKind.CHOICE, order.carrier, choices=choices)
        FormDialog("carrier", N_("Which carrier?"), (field,), save, opened=opened, parent=self._page).open()

    def _ask_together(self, order: OrderDetail, hold: HoldRow) -> None:
        others = [number for number in hold.signature.split(", ") if number]
        together = (("together", _("Ship together: one slip, one waybill")),)
        ways = together if self._desk.actor.may(Right.WAVE) else ()

        def save(values: Values) -> None:
            if values["how"] == "together":
                ids = get_order_ids(self._desk.seen, others, shop=order.shop)
                ship_together(self._desk, order_ids=[order.id, *ids])
                self._say(_("These orders ship together"))
            else:
                clear_hold(self._desk, hold_id=hold.id, reason=_("Ship separately"))
                self._say(_("Ships separately"), undo=lambda: self._open_again(hold))

        choices = (*ways, ("separately", _("Ship separately")))
        field = Field("how", N_("How"), FieldKind.CHOICE, choices=choices, hint=hold.reason)
        FormDialog("together", N_("More orders to this address"), (field,), save, parent=self._page).open()

    def _use_address(self, order: OrderDetail, hold: HoldRow) -> None:
        change = order.asked_address
        if change is None:
            self._ask_why(order, hold)
            return
        reason = _("As asked: {text}").format(text=order.memo or order.buyer_message)
        said = _("Address of order {order_no} changed").format(order_no=order.order_no)
        self._saving.save(
            lambda base: change_address(self._desk, order_id=order.id, change=change, reason=reason, base=base),
            order_base(order),
            lambda _changed: self._say(said),
        )

    def _send_along(self, order: OrderDetail, _hold: HoldRow) -> None:
        def write() -> int:
            items = list_owed_items(self._desk.seen, buyer_id=order.buyer_id)
            return put_in(self._desk, owed_ids=[each.id for each in items if not each.travels_id], order_id=order.id)

        self._run(write, lambda _n: self._say(_("What is owed travels with this order")))

    def _run(self, write: Callable[[], object], then: Callable[[object], object]) -> None:
        self._background.run_task(write, then, self._messages.error, owner=self)

    def _say(self, text: str, *, kind: Kind = Kind.GOOD, undo: Callable[[], object] | None = None) -> None:
        self._messages.toast(text, kind, undo=undo)


def _amount_wrong(value: object) -> str | None:
    try:
        return None if Money.typed(str(value)) > 0 else _("This has to be more than 0.")
    except ValueError:
        return _("Write an amount, such as 10.00.")
