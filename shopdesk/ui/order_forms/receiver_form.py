"""Typing a receiver in, or correcting one (ORD-15, ORD-22): the desk's own is kept over what later files say."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shopdesk.domain.address_changes import Address
from shopdesk.domain.statuses import Masking
from shopdesk.i18n import N_
from shopdesk.queries.orders import OrderDetail
from shopdesk.ui.form_dialog import Field, FormDialog, Values

REASON = "reason"


def receiver_form(order: OrderDetail, on_save: Callable[[Address, str], object], parent: QWidget) -> FormDialog:
    """A dialog filled in with what is known; `on_save` gets what was typed and why. A cipher isn't shown: it helps
    nobody."""
    is_hidden = order.masking is Masking.CIPHER
    known = dict.fromkeys(Address.__slots__, "") if is_hidden else {
        part: getattr(order, part) for part in Address.__slots__
    }  # fmt: skip

    def save(values: Values) -> None:
        on_save(Address(**{part: str(values[part]).strip() for part in Address.__slots__}), str(values[REASON]))

    return FormDialog(
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
        parent=parent,
    )
