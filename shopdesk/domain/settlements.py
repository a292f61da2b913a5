"""Settling: which account an order's money came to, and how (ORD-13)."""

from collections.abc import Mapping

from shopdesk.domain.origins import Origin
from shopdesk.errors import N_

PLATFORM, BANK, CASH, WALLET, FREE = "platform", "bank", "cash", "wallet", "free"

METHOD_NAMES: Mapping[str, str] = {
    PLATFORM: N_("Platform"),
    BANK: N_("Bank transfer"),
    CASH: N_("Cash"),
    WALLET: N_("Wallet"),
    FREE: N_("Nothing due"),
}
"""How money comes in; a shop may name further ways in Settings."""

CONFIRMED_BY_HAND = frozenset({Origin.BANK, Origin.WHOLESALE, Origin.PHONE})
"""Orders whose money no platform vouches for: somebody has to see it first (ORD-09)."""

NOTHING_DUE = frozenset({Origin.EXCHANGE, Origin.REISSUE})
"""Orders that cost the buyer nothing (ORD-06, ORD-11)."""


def settled_as(origin: Origin, platform: str, accounts: Mapping[str, str]) -> tuple[str, str]:
    """The usual account and method of an order; an empty account where somebody has to name one."""
    if origin in NOTHING_DUE:
        return "", FREE
    if origin in CONFIRMED_BY_HAND:
        return "", BANK if origin is Origin.BANK else ""
    return accounts.get(platform, ""), PLATFORM
