"""A buyer's late change in the one form that the warehouse knows (ORD-14)."""

from collections.abc import Iterator
from dataclasses import dataclass

from shopdesk.domain.properties import read_properties
from shopdesk.i18n import _


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """What the form says, in the order in which it says it."""

    buyer: str
    receiver: str
    phone: str
    address: str
    wanted: str
    """What was bought."""
    changed_to: str
    waybill: str = ""
    carrier: str = ""


def form_rows(form: ChangeForm) -> Iterator[tuple[str, str]]:
    """Each line's name and what it says, in the fixed order; `-` where nothing is known."""
    for name, said in (
        (_("Buyer"), form.buyer),
        (_("Name"), form.receiver),
        (_("Phone"), form.phone),
        (_("Address"), form.address),
        (_("Bought"), form.wanted),
        (_("Change to"), form.changed_to),
        (_("Waybill"), form.waybill),
        (_("Carrier"), form.carrier),
    ):
        yield name, said.strip() or "-"


def compose_form(form: ChangeForm) -> str:
    """The form as text to copy, one line a field."""
    return "\n".join(_("{name}: {value}").format(name=name, value=said) for name, said in form_rows(form))


def item_text(*, sku: str = "", title: str = "", properties: str = "", quantity: int = 1) -> str:
    """One item in words, `5815-W7 深紫 W7 ×1`: code or title, then style, colour and size, then how many."""
    values = [value for value in read_properties(properties) if value and value not in sku]
    return " ".join([part for part in (sku or title, *values) if part] + [f"×{quantity}"])


def changed_text(*, style: str, colour: str, size: str, quantity: int) -> str:
    """What is wanted instead, in the same words."""
    return " ".join([part for part in (style.strip(), colour.strip(), size.strip()) if part] + [f"×{quantity}"])
