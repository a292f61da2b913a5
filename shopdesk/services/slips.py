"""Slips: shipping orders together, splitting one into parcels, stopping a parcel (SHP-01)."""

from collections.abc import Mapping, Sequence

from shopdesk.services.desk import Desk


def ship_together(desk: Desk, *, order_ids: Sequence[int], reason: str = "") -> int:
    """Put registered orders of one shop, buyer and address onto one slip with one waybill; returns the slip's id.

    Their "more orders to this address" holds are cleared. Another buyer or address needs a `reason`. Right.WAVE.
    Raises NotTogether, NotRegistered, AlreadyOnPaper, SlipHasWaybill.
    """


def split_order(desk: Desk, *, order_id: int, parts: Sequence[Mapping[int, int]]) -> list[int]:
    """Split an order into parcels: each part says how many of which line (order_line id -> pieces) go into it, all
    parts together just what was bought; returns the slips' ids. Raises PartsWrong, AlreadyOnPaper. Right.WAVE."""


def take_apart(desk: Desk, *, slip_id: int) -> list[int]:
    """Undo ship_together or split_order while nothing is printed; returns the orders' ids. Right.WAVE."""


def cancel_slip(desk: Desk, *, slip_id: int, reason: str) -> None:
    """Stop a parcel that is not shipped yet. Needs a reason. Orders that are closed on the platform are closed here,
    the others go back to where a new slip can be made. Right.WAVE."""
