"""What a buyer who lost the return form writes on any piece of paper instead (RET-14)."""

from collections.abc import Iterable

from shopdesk.domain.documents import Item, Party
from shopdesk.domain.scripts import blanks_in, fill_blanks
from shopdesk.errors import N_
from shopdesk.i18n import _

BLANKS = ("buyer", "order_no", "items", "days", "receiver", "phone", "address", "shop")
"""What may stand between braces in the shop's own text; `receiver`, `phone` and `address` say where it goes."""

LOST_FORM_TEXT = N_(
    "Hello, the return form can be replaced. Please write on a sheet of paper, in large letters:\n"
    "1. Order number: {order_no}\n"
    "2. Your ID: {buyer}\n"
    "3. What comes back, and how many: {items}\n"
    "4. What you want: return, exchange (for which colour and size) or repair\n"
    "5. Why\n"
    "Put the sheet into the parcel with the goods, tags, accessories and gifts, and send it to: {receiver} {phone}, "
    "{address}. Parcels with postage to collect are refused. Then enter the waybill number in your order."
)
"""The usual text."""

_UNKNOWN = "______"


def unknown_blanks(text: str) -> list[str]:
    """Blanks that nothing fills in, by name."""
    return sorted(blanks_in(text) - set(BLANKS))


def lost_form_text(
    script: str, *, order_no: str, buyer: str, items: Iterable[Item], to: Party, shop: str, days: int
) -> str:
    """The text with its blanks filled in, by the shop's own `script` or else the usual one; what nobody knows is a line
    to write on."""
    said = _("; ").join(_("{item} × {n}").format(item=item.name, n=item.quantity) for item in items)
    values = {
        "order_no": order_no, "buyer": buyer, "items": said, "days": days, "shop": shop, "receiver": to.name,
        "phone": to.phone, "address": f"{to.region} {to.address}".strip(),
    }  # fmt: skip
    filled = {name: value or _UNKNOWN for name, value in values.items()}
    return fill_blanks(script.strip() or _(LOST_FORM_TEXT), **filled)
