"""Boxes of which nobody knows whose they are: left, asked about, claimed, given up (RET-03, RET-04, RET-05)."""

from shopdesk.clock import Millis
from shopdesk.errors import N_, Refused
from shopdesk.services.desk import Desk


class AlreadyClaimed(Refused):
    template = N_("Box {box} was claimed by {person} on {at} for order {order_no}. Nothing was changed.")


def leave_unclaimed(desk: Desk, *, box_id: int, asker_id: int | None = None) -> None:
    """Nobody knows whose it is: it waits among the unclaimed, and somebody has to ask (RET-03).

    The asker is who opened it, where nobody is named. Raises BoxKnown, BoxClosed.
    """
    raise NotImplementedError


def claim_box(desk: Desk, *, box_id: int, order_id: int) -> int | None:
    """Its owner was found: strike it off and open or join the case; returns the case's id, None where nothing was in
    the box (RET-04). Raises AlreadyClaimed."""
    raise NotImplementedError


def ask_courier(desk: Desk, *, box_id: int, by: Millis, note: str = "", asker_id: int | None = None) -> None:
    """Somebody has to ask the carrier whose it is, by that moment (RET-04, RET-05). Raises NotUnclaimed."""
    raise NotImplementedError


def give_up(desk: Desk, *, box_id: int, reason: str) -> None:
    """Nobody could find out; a supervisor says so. Raises ReasonMissing, NotUnclaimed."""
    raise NotImplementedError


def escalate(desk: Desk) -> list[int]:
    """Bring boxes that lay unclaimed for too long before the supervisor; returns their ids (RET-05)."""
    raise NotImplementedError
