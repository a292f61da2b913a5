"""Parcels on their way: what carriers tell, and what it means (SHP-08, SHP-09)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.errors import N_

_MINUTE = 60_000


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

FAILURES: Mapping[Failure, str] = {
    Failure.NOT_FOUND: N_("The carrier has nothing to tell of it yet"),
    Failure.BUSY: N_("Asked too often; it is asked again later"),
    Failure.REFUSED: N_("The service refuses the account or its key"),
    Failure.AWAY: N_("The service didn't answer"),
    Failure.NONSENSE: N_("The service answered something that can't be read"),
}


class Event(NamedTuple):
    """One thing that a carrier told."""

    at: Millis
    said: str
    place: str = ""
    status: Status = Status.UNKNOWN


class Told(NamedTuple):
    """An event, and whose: the parcel's number as a carrier writes it, folded."""

    waybill: str
    carrier: str
    event: Event


class Source(StrEnum):
    """Who told an event; the value is what the database keeps."""

    FILE = "file"
    SERVICE = "service"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a parcel stands by all that was told of it."""

    state: State
    moved_at: Millis | None
    """The newest event; None while there is none."""
    said: str = ""
    place: str = ""
    signed_at: Millis | None = None
    forwards: tuple[str, ...] = ()
    """What was said as another carrier took it on, the newest last."""


_USUAL: Mapping[Status, State] = {
    Status.TAKEN: State.MOVING,
    Status.MOVING: State.MOVING,
    Status.FORWARDED: State.MOVING,
    Status.DELIVERING: State.DELIVERING,
    Status.PICKUP: State.PICKUP,
    Status.SIGNED: State.SIGNED,
    Status.TROUBLE: State.TROUBLE,
    Status.REFUSED: State.RETURNING,
    Status.RETURNING: State.RETURNING,
    Status.RETURNED: State.RETURNED,
}
_AFTER_SIGNING: Mapping[Status, State] = {
    Status.REFUSED: State.RETURNING,
    Status.RETURNING: State.RETURNING,
    Status.RETURNED: State.RETURNED,
}
"""Carriers go on telling after the signature: thanks, surveys, late scans. Only the way back undoes it."""
_ON_THE_WAY_BACK: Mapping[Status, State] = {Status.SIGNED: State.RETURNED, Status.RETURNED: State.RETURNED}
"""A parcel that goes back moves and is delivered like any other; whoever signs then is who sent it."""
_ORDER = {
    status: place
    for place, status in enumerate(
        (
            Status.UNKNOWN, Status.TAKEN, Status.MOVING, Status.FORWARDED, Status.DELIVERING, Status.TROUBLE,
            Status.PICKUP, Status.REFUSED, Status.RETURNING, Status.SIGNED, Status.RETURNED,
        )
    )
}  # fmt: skip
"""How far on a parcel is."""


def next_state(state: State, status: Status) -> State:
    """Where a parcel stands that stood so, once this was told."""
    if state is State.SIGNED:
        return _AFTER_SIGNING.get(status, state)
    if state in (State.RETURNING, State.RETURNED):
        return _ON_THE_WAY_BACK.get(status, state)
    if status is Status.UNKNOWN:
        return State.MOVING if state is State.LEFT else state
    return _USUAL[status]


def stand(events: Iterable[Event], *, now: Millis) -> Standing:
    """Where a parcel stands by its events, in whatever order they came (SHP-08). Of events of one minute, which is all
    that some files tell, the one farther on counts as later; one that is said to lie ahead counts as of now."""
    state, signed_at = State.LEFT, None
    newest: Event | None = None
    forwards: list[str] = []
    for event in sorted(events, key=lambda each: (each.at // _MINUTE, _ORDER[each.status], each.at)):
        state = next_state(state, event.status)
        if state is not State.SIGNED:
            signed_at = None
        elif signed_at is None:
            signed_at = min(event.at, now)
        if event.status is Status.FORWARDED:
            forwards.append(event.said)
        newest = event
    if newest is None:
        return Standing(state, None)
    return Standing(state, min(newest.at, now), newest.said, newest.place, signed_at, tuple(forwards))


def event_key(at: Millis, said: str) -> str:
    """What tells an event from others of its parcel: the same minute and the same words are the same event, however
    its moment was written."""
    words = "".join(said.split()).lower()
    return blake2b(f"{at // _MINUTE}\x1f{words}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
