"""Whether this PC's clock can be believed: entries are never later than now unless a clock was set back."""

from shopdesk.errors import N_, ShopdeskError
from shopdesk.queries.trail import newest_moment
from shopdesk.services.desk import Desk

TOLERATED = 600_000
"""Milliseconds that clocks of several PCs may differ."""


class ClockBehind(ShopdeskError):
    """Never raised: work goes on, since nothing depends on the order of times."""

    template = N_(
        "This PC's clock says {now}, but the newest entry was made at {newest}. Set the clock right; work can go on, "
        "and nothing is lost."
    )


def find_clock_behind(desk: Desk) -> ClockBehind | None:
    """What to say where the clock stands more than TOLERATED before the newest entry; None where it doesn't."""
    newest, now = newest_moment(desk.database), desk.clock()
    if newest is None or now >= newest - TOLERATED:
        return None
    return ClockBehind(now=desk.shown(now), newest=desk.shown(newest))
