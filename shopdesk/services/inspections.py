"""Received goods: inspected by one person, approved into stock by another (RET-09, RET-12)."""

from collections.abc import Iterable

from shopdesk.domain.intake import Destination
from shopdesk.services.desk import Desk


def inspect_item(
    desk: Desk,
    *,
    item_id: int,
    good: int,
    faulty: int = 0,
    goes_to: Destination = Destination.STOCK,
    faulty_to: Destination = Destination.DAMAGE,
    note: str = "",
    version: int | None = None,
) -> None:
    """Say how many pieces of an item are good and faulty, and where they go. Once all that came back for a case is
    inspected, the case moves on. Whoever inspects what another has inspected hands in the `version` that was seen.

    Raises BoxNotRegistered, InspectedAlready, ApprovedAlready, CountMissing, CountDiffers, NeverLeft, Clash."""
    raise NotImplementedError


def approve_items(desk: Desk, *, item_ids: Iterable[int]) -> int:
    """Take inspected items into stock, repair or damage, or let them go back to the buyer; returns how many pieces.
    Never by who inspected them, except where only one person works (RET-09, TEAM-01). All of them or none.

    Raises NotInspected, ApprovedAlready, SamePerson, NeverLeft."""
    raise NotImplementedError
