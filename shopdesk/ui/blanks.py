"""The blanks of texts to buyers, in the reader's language: `{until}` is `{最晚时间}` in Chinese."""

from collections.abc import Iterable

from shopdesk.domain.scripts import fill_blanks
from shopdesk.i18n import N_, _

_NAMES = {
    "buyer": N_("buyer"),
    "order_no": N_("order_no"),
    "until": N_("until"),
    "reason": N_("reason"),
    "carrier": N_("carrier"),
    "waybill": N_("waybill"),
    "item": N_("item"),
    "amount": N_("amount"),
    "paid": N_("paid"),
    "since": N_("since"),
    "due": N_("due"),
    "reference": N_("reference"),
    "items": N_("items"),
    "days": N_("days"),
    "receiver": N_("receiver"),
    "phone": N_("phone"),
    "address": N_("address"),
    "shop": N_("shop"),
    "fault": N_("fault"),
    "new": N_("new_carrier"),
}


def shown_blanks(text: str) -> str:
    """A text as it is kept, with its blanks named for people."""
    return fill_blanks(text, **{name: f"{{{_(source)}}}" for name, source in _NAMES.items()})


def kept_blanks(text: str) -> str:
    """A text as somebody typed it, with its blanks named as they are kept; either way of naming them will do."""
    return fill_blanks(text, **{_(source): f"{{{name}}}" for name, source in _NAMES.items()})


def listed_blanks(names: Iterable[str]) -> str:
    """Some blanks as people type them, for a hint."""
    return shown_blanks(" ".join(f"{{{name}}}" for name in names))
