"""Boxes that came back: numbered, written down, matched, registered, struck out (RET-01, RET-02, RET-03, RET-14).

What is in them is written down in `box_items`, whose they are in `box_matches`.
"""

from typing import Any

from shopdesk.services.desk import Desk, Work
from shopdesk.services.edits import Base


def open_box(desk: Desk, *, scan: str = "", carrier: str = "", shop_id: int | None = None) -> int:
    """Open a box: it gets the day's next number (RET-01); returns its id. What the scanned code proves is filled in at
    once: order, lines and the buyer's wish (RET-14).

    Raises BoxHere where a box with this waybill was opened before, DayClosed, NoSuchForm for a form of no order here.
    """
    raise NotImplementedError


def fill_box(desk: Desk, *, box_id: int, values: dict[str, Any], base: Base) -> bool:
    """Change carrier, waybill, sender_name, sender_phone, sender_region, sender_address, buyer_name, postage, cash or
    note; only what differs from `base` (`box_base`) is written. False where nothing did.

    Raises Clash, BoxHere, BoxOver, DayClosed, AmountBelowZero.
    """
    raise NotImplementedError


def register_box(desk: Desk, *, box_id: int) -> tuple[int, ...]:
    """Everything in it is written down: each item's wish opens or joins a case; returns these cases' ids (RET-02).

    Raises NotMatched, NothingListed, NotLookedAt, RegisteredAlready, BoxOver, DayClosed.
    """
    raise NotImplementedError


def enter_registration(doing: Work, box_id: int) -> tuple[int, ...]:
    """Register a box as part of a larger work (a claim): () where nothing is in it."""
    raise NotImplementedError


def void_box(desk: Desk, *, box_id: int, reason: str) -> None:
    """Strike out a box whose number was given by mistake; it stays in the register. Needs a reason.

    Raises ReasonMissing, RegisteredAlready, BoxOver, DayClosed.
    """
    raise NotImplementedError
