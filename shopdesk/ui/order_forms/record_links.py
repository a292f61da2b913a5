"""A record beside an order or a buyer, as one line that opens it."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.i18n import _
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.clocks import Clocks


@dataclass(frozen=True, slots=True)
class Link:
    """What it says and opens."""

    kind: str
    """As `open_requested` names it."""
    record_id: int
    text: str
    tip: str
    is_open: bool
    """Still to be brought to its end."""
    is_late: bool = False


def late_since(due: Millis | None, clocks: Clocks) -> str:
    """Since when somebody should have done something."""
    return _("late since {when}").format(when=short_moment(due, clocks.now, clocks.zone))


def joined(parts: Sequence[str], between: str = " · ") -> str:
    """Those that say something."""
    return between.join(filter(None, parts))
