"""Parcels on their way: what carriers tell, and what it means (SHP-08, SHP-09)."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.errors import N_


class Status(StrEnum):
    """What one event says; the value is what the database keeps and the command line says."""

    UNKNOWN = ""
    TAKEN = "taken"
    """The courier has it."""
    MOVING = "moving"
    DELIVERING = "delivering"
    SIGNED = "signed"
    PICKUP = "pickup"
    """At a locker or a shop, for the buyer to fetch."""
    TROUBLE = "trouble"
    """The carrier itself says that something is wrong."""
    REFUSED = "refused"
    RETURNING = "returning"
    RETURNED = "returned"
    FORWARDED = "forwarded"
    """Another carrier goes on with it."""


class State(StrEnum):
    """Where a parcel stands, by all its events."""

    LEFT = "left"
    """Handed over; nothing told yet."""
    MOVING = "moving"
    DELIVERING = "delivering"
    PICKUP = "pickup"
    SIGNED = "signed"
    TROUBLE = "trouble"
    RETURNING = "returning"
    RETURNED = "returned"
    LOST = "lost"
    """In the lost register."""


class Failure(StrEnum):
    """Why a tracking service had nothing to tell."""

    NONE = ""
    NOT_FOUND = "not-found"
    BUSY = "busy"
    """Too often asked: wait."""
    REFUSED = "refused"
    """Key or account is wrong: asking again doesn't help."""
    AWAY = "away"
    """No answer in time, or no network."""
    NONSENSE = "nonsense"


STATES: Mapping[State, str] = {
    State.LEFT: N_("Handed to the courier"),
    State.MOVING: N_("On its way"),
    State.DELIVERING: N_("Being delivered"),
    State.PICKUP: N_("Waiting to be fetched"),
    State.SIGNED: N_("Signed for"),
    State.TROUBLE: N_("In trouble"),
    State.RETURNING: N_("On its way back"),
    State.RETURNED: N_("Back with us"),
    State.LOST: N_("Lost"),
}
