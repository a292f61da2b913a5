"""Giving slips their waybills: scanned, typed, pasted, from a file or from a number range (SHP-02)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from shopdesk.services.desk import Desk


def give_waybill(desk: Desk, *, slip_id: int, waybill: str, reason: str = "") -> str:
    """Give one slip its number and return it folded. A slip that has one needs a `reason`; the old number is free
    again. Raises WaybillUnreadable, OtherCarriers, WaybillTaken, HasWaybill, SlipStopped. Right.WAYBILL."""


def give_waybills(desk: Desk, *, wave_id: int, waybills: Sequence[str]) -> int:
    """Give a wave's waiting slips these numbers in print order: all or none; returns how many.

    Raises WaybillConflicts, which names every line that is wrong, and TooManyWaybills.
    """


def give_waybills_by_order(desk: Desk, *, waybills: Mapping[str, str], wave_id: int | None = None) -> int:
    """Give the slips of these order numbers their waybills: all or none; returns how many."""


def read_waybills(file: Path) -> list[tuple[str, str]]:
    """(order number or "", waybill) for each row of a CSV, XLSX or text file, with or without a heading.

    Raises BadInput."""


def give_from_range(
    desk: Desk, *, wave_id: int, range_id: int | None = None, carrier: str = "", first: str = "", as_far: bool = False
) -> int:
    """Number a wave's waiting slips (of one carrier) from a range in stock, or from `first` on; returns how many.

    Raises RangeTooShort, which says how many are missing, unless `as_far` as it reaches. Right.WAYBILL.
    """
