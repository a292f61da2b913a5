"""Whose a box is: matched with an order by a scan, a proposal or by hand (RET-03, RET-14)."""

from shopdesk.domain.intake import MatchedBy
from shopdesk.queries.box_scans import Scan
from shopdesk.services.desk import Desk, Work


def match_box(desk: Desk, *, box_id: int, order_id: int, by: MatchedBy) -> None:
    """Say whose a box is. The order's lines, or what its open case or refund request is about, are filled in where
    nothing of this order is written down yet. A box that was matched to another order is taken over with its items.

    Raises MatchedAlready, RegisteredAlready, BoxOver, DayClosed.
    """
    raise NotImplementedError


def enter_match(doing: Work, box_id: int, order_id: int, by: MatchedBy) -> None:
    """The same as part of a larger work (opening a box, claiming one)."""
    raise NotImplementedError


def unmatch_box(desk: Desk, *, box_id: int) -> None:
    """It isn't that order's after all: what was filled in from it goes, what somebody wrote down stays, as nobody's.

    Raises NotMatched, RegisteredAlready, BoxOver, DayClosed.
    """
    raise NotImplementedError


def scan_into(desk: Desk, *, box_id: int, scan: str) -> Scan:
    """A further code found on or in a box: a return form or another waybill. What it proves is filled in; an order
    beside the first one adds its lines (two orders in one box). Returns what the code meant.

    Raises BoxHere, OtherBox, NoSuchForm, and what match_box raises.
    """
    raise NotImplementedError
