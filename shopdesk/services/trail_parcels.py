"""What people did about parcels on their way, in words."""

from collections.abc import Callable, Mapping

from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_slips import said_plainly


def _forwarded(row: TrailRow) -> str:
    carrier, number = (str(row.after.get(name) or "") for name in ("forwarded_carrier", "forwarded_waybill"))
    to = " ".join(filter(None, (carrier, number)))
    return _("Went on with {number}").format(number=to) if to else _("Didn't go on with another carrier")


PARCELS_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    "asked carrier": said_plainly(N_("Carrier asked about it")),
    "called": said_plainly(N_("Buyer called")),
    "forwarded": _forwarded,
    "heard": said_plainly(N_("Heard of the parcel")),
    "closed": said_plainly(N_("No longer watched")),
    "watched again": said_plainly(N_("Watched again")),
    "lost": said_plainly(N_("In the lost register")),
    "found": said_plainly(N_("Turned up")),
}
"""In a parcel's own trail, by the action."""


def _pushed(row: TrailRow) -> str:
    return _("The tracking service told of {waybill}").format(waybill=row.after.get("waybill", ""))


PUSHES_SAID: Mapping[str, Callable[[TrailRow], str]] = {"pushed": _pushed}
"""Among the imports."""
