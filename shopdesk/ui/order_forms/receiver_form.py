"""Typing a receiver in, or correcting one (ORD-15, ORD-22): the desk's own is kept over what later files say."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shopdesk.domain.address_changes import Address
from shopdesk.domain.statuses import Masking
from shopdesk.i18n import N_
from shopdesk.queries.orders import OrderDetail
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.form_dialog import Field, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.writing_form import WritingForm

REASON = "reason"


def receiver_form(
    order: OrderDetail,
    on_save: Callable[[Address, str], object],
    *,
    opened: Opened,
    background: Background,
    messages: Messages,
    parent: QWidget,
) -> WritingForm:
    """A dialog filled in with what is known; `on_save` gets what was typed and why, in a worker's thread. A cipher
    isn't shown: it helps nobody."""
    is_hidden = order.masking is Masking.CIPHER
    known = dict.fromkeys(Address.__slots__, "") if is_hidden else {
        part: getattr(order, part) for part in Address.__slots__
    }  # fmt: skip

    def save(values: Values) -> object:
        return on_save(Address(**{part: str(values[part]).strip() for part in Address.__slots__}), str(values[REASON]))

    return WritingForm(
        "receiver",
        N_("Receiver"),
        (
            Field("receiver", N_("Name"), value=known["receiver"], required=True),
            Field("phone", N_("Phone"), value=known["phone"], required=is_hidden),
            Field("province", N_("Province"), value=known["province"]),
            Field("city", N_("City"), value=known["city"]),
            Field("district", N_("District"), value=known["district"]),
            Field("address", N_("Address"), value=known["address"], required=True),
            Field(REASON, N_("Why it is changed"), required=True),
        ),
        save,
        background=background,
        messages=messages,
        opened=opened,
        parent=parent,
    )
