"""Slips and waves: their words, and which wave belongs to which time of day (ORD-16)."""

import re
from collections.abc import Mapping
from enum import StrEnum

from shopdesk.errors import N_

_SLIP_CODE = re.compile(r"SL0*(\d{1,12})", re.IGNORECASE)


class WaveKind(StrEnum):
    """Which printing run of the day; the value is the command line's word."""

    NOON = "noon"
    EVENING = "evening"
    URGENT = "urgent"


WAVE_NAMES: Mapping[WaveKind, str] = {
    WaveKind.NOON: N_("Noon"),
    WaveKind.EVENING: N_("Evening"),
    WaveKind.URGENT: N_("Urgent"),
}


class SlipState(StrEnum):
    """How far a slip has come; a slip without waybill waits for one beside that."""

    OPEN = "open"
    """Not printed yet."""
    PRINTED = "printed"
    PACKED = "packed"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


SLIP_STATES: Mapping[SlipState, str] = {
    SlipState.OPEN: N_("To print"),
    SlipState.PRINTED: N_("Printed"),
    SlipState.PACKED: N_("Packed"),
    SlipState.SHIPPED: N_("Shipped"),
    SlipState.CANCELLED: N_("Cancelled"),
}


def slip_code(slip_id: int) -> str:
    """What stands on the paper of a slip that no order number tells apart: `SL000123`."""
    return f"SL{slip_id:06d}"


def parse_slip_code(text: str) -> int | None:
    """The slip that such a code names; None for anything else."""
    found = _SLIP_CODE.fullmatch(text.strip())
    return int(found[1]) if found else None


def usual_kind(minute: int, *, noon: int, evening: int) -> WaveKind:
    """The regular wave that is made at a minute of the day, given the two cut-offs (ORD-16): after the evening's the
    next is tomorrow's at noon."""
    return WaveKind.EVENING if noon <= minute < evening else WaveKind.NOON


def last_cut_off(minute: int, *, noon: int, evening: int) -> tuple[WaveKind, int]:
    """The cut-off that passed last and how many minutes ago; before noon it was yesterday evening's."""
    if minute >= evening:
        return WaveKind.EVENING, minute - evening
    if minute >= noon:
        return WaveKind.NOON, minute - noon
    return WaveKind.EVENING, minute + 24 * 60 - evening


def minute_of(time: str) -> int:
    """The minute of the day that `12:00` names; raises ValueError."""
    hours, minutes = time.split(":")
    if not (0 <= int(hours) < 24 and 0 <= int(minutes) < 60):
        raise ValueError(time)
    return int(hours) * 60 + int(minutes)
