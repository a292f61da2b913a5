"""Saying that the money of an order has come in (ORD-09)."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shopdesk.domain.manual_orders import AmountUnreadable, read_amount
from shopdesk.i18n import N_, _, sentence
from shopdesk.queries.orders import OrderDetail
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.transfers import confirm_transfer
from shopdesk.settings import OWN_ACCOUNTS
from shopdesk.ui.background import Background
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.writing_form import WritingForm


def transfer_form(
    order: OrderDetail,
    *,
    desk: Desk,
    background: Background,
    messages: Messages,
    on_written: Callable[[object], object],
    parent: QWidget | None = None,
) -> WritingForm:
    """A dialog that asks for amount and reference, and confirms."""
    accounts: list[str] = get_setting(desk.seen, OWN_ACCOUNTS)
    choices = tuple((account, account) for account in accounts) or (("", _("Bank account")),)

    def wrong(text: object) -> str | None:
        try:
            amount = read_amount(str(text))
        except AmountUnreadable as error:
            return sentence(error)
        return None if amount > 0 else _("Say how much came in: more than 0.")

    def write(values: Values) -> None:
        confirm_transfer(
            desk,
            order_id=order.id,
            amount=read_amount(str(values["amount"])),
            reference=str(values["reference"]),
            account=str(values["account"]),
        )

    form = WritingForm(
        "transfer",
        _("Transfer for order {order_no}").format(order_no=order.order_no),
        (
            Field("reference", N_("Reference"), required=True, hint=N_("By which the transfer is found again.")),
            Field(
                "amount",
                N_("Received"),
                value=order.paid.yuan if order.paid else "",
                hint=N_("What really came in, in yuan; it becomes what the order counts with."),
                required=True,
                check=wrong,
            ),
            Field("account", N_("Account"), FieldKind.CHOICE, choices=choices),
        ),
        write,
        background=background,
        messages=messages,
        save=N_("Confirm"),
        parent=parent,
    )
    form.written.connect(on_written)
    return form
