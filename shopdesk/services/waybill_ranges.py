"""Number ranges got from carriers (SHP-02)."""

from shopdesk.services.desk import Desk


def add_range(desk: Desk, *, carrier: str, first: str, last: str, rule: str = "", step: int = 1) -> int:
    """Enter a range; returns its id. Raises RangeWrong, RangeOverlaps. Right.WAYBILL."""


def close_range(desk: Desk, *, range_id: int) -> None:
    """Take no more numbers from a range. Right.WAYBILL."""
