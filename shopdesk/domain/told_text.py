"""What a buyer is told when something has left: the blanks of the shop's own text (SHP-07)."""

from shopdesk.domain.scripts import blanks_in

BLANKS = ("buyer", "order_no", "carrier", "waybill", "item")
"""What may stand between braces."""


def unknown_blanks(text: str) -> list[str]:
    """Blanks that nothing fills in, by name."""
    return sorted(blanks_in(text) - set(BLANKS))
