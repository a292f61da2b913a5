"""What a tracking service is asked, and what it answers."""

from dataclasses import dataclass
from typing import Protocol

from shopdesk.domain.tracking import Event, Failure
from shopdesk.errors import N_, BadInput


@dataclass(frozen=True, slots=True)
class Question:
    """A parcel that is asked about."""

    waybill: str
    carrier: str
    """As the shop calls it."""
    phone_end: str = ""
    """The last four digits of the receiver's phone, which some carriers want; nothing else of a buyer is ever sent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service says of one parcel: its events, or why there are none."""

    waybill: str
    events: tuple[Event, ...] = ()
    failure: Failure = Failure.NONE
    detail: str = ""
    """What the service said against it, in its own words."""
    carrier: str = ""
    """The carrier as the service calls it, where it is asked by somebody who doesn't know."""
    is_over: bool = False
    """The service itself will tell no more of it."""


class TrackingService(Protocol):
    """One service with one account."""

    @property
    def shortest_wait_s(self) -> int:
        """Between two questions about one parcel."""
        ...

    @property
    def pause_s(self) -> float:
        """Between two questions."""
        ...

    def ask(self, question: Question) -> Answer:
        """Ask now; whatever goes wrong is an answer, never an exception."""
        ...


class NotAPush(BadInput):
    template = N_("{file} is not what {service} sends of a parcel: {reason}.")
