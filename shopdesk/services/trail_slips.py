"""What happened to an order's slips, in words."""

from collections.abc import Callable, Mapping

from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow


def _wave(row: TrailRow) -> str:
    return _("Into wave {wave}").format(wave=row.after.get("wave"))


def _out_of_wave(row: TrailRow) -> str:
    return _("Out of wave {wave}").format(wave=row.before.get("wave"))


def _waybill(row: TrailRow) -> str:
    before, after = row.before.get("waybill"), row.after.get("waybill")
    if not before:
        return _("Waybill {waybill}").format(waybill=after)
    if not after:
        return _("Waybill {waybill} taken off").format(waybill=before)
    return _("Waybill: {before} → {after}").format(before=before, after=after)


def _together(row: TrailRow) -> str:
    orders = row.after.get("orders") or ()
    return _("Ships together: {orders}").format(orders=", ".join(map(str, orders)))


def _split(row: TrailRow) -> str:
    return _("Split into {n} parcels").format(n=len(row.after.get("parts") or ()))


def said_plainly(said: str) -> Callable[[TrailRow], str]:
    """Words for an action of which nothing else is to be told."""
    return lambda _row: _(said)


SLIPS_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    "wave": _wave,
    "out of wave": _out_of_wave,
    "waybill": _waybill,
    "ship together": _together,
    "split": _split,
    "take apart": said_plainly(N_("Parcels taken apart")),
    "cancel slip": said_plainly(N_("Slip cancelled")),
    "spoilt": said_plainly(N_("Print did not come out")),
}
"""By the action in the trail."""
