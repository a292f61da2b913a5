"""When a tracking service is asked again, by what came of the last try (SHP-08)."""

from shopdesk.clock import Millis
from shopdesk.domain.tracking import Failure

_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000
SHORTEST: Millis = 30 * _MINUTE
"""Whoever asks about a number more often is locked out by the carrier."""
LONGEST: Millis = _DAY
GIVEN_UP: Millis = 30 * _DAY
"""A parcel of which nothing is known so long after it left isn't asked about any more."""
FARTHEST: Millis = 60 * _DAY
"""Nothing is put off that long, whatever the settings say."""
_LONGEST_SERVICE: Millis = 6 * _HOUR
_DOUBLED = 10
"""Doubling ends somewhere below the longest wait anyway."""
OF_THE_SERVICE = frozenset({Failure.REFUSED, Failure.AWAY, Failure.BUSY})
"""Failures that the next parcel would meet too."""


def next_poll(*, now: Millis, left_at: Millis, failure: Failure, failures: int, hours: int) -> Millis | None:
    """When to ask about a parcel again; None for never. `failures` counts the fruitless tries in a row, this one
    among them. A key that is refused is no fault of the parcel: it waits its usual time."""
    usual = max(hours * _HOUR, SHORTEST)
    if now - left_at > GIVEN_UP and failure in (Failure.NONE, Failure.NOT_FOUND, Failure.NONSENSE):
        return None
    if failure in (Failure.NONE, Failure.REFUSED):
        return now + usual
    first = usual if failure is Failure.NOT_FOUND else SHORTEST
    return now + min(first << min(max(failures, 1) - 1, _DOUBLED), max(LONGEST, usual))


def service_wait(tries: int) -> Millis:
    """How long the service itself is left alone after so many rounds in a row that it ended."""
    return min(5 * _MINUTE << min(max(tries, 1) - 1, _DOUBLED), _LONGEST_SERVICE)
