"""The columns of the lists of parcels."""

from collections.abc import Callable

from shopdesk.domain.tracking import STATES
from shopdesk.i18n import N_, _
from shopdesk.queries.tracking import ParcelRow
from shopdesk.ui.moments import DAY, full_moment, short_moment, span
from shopdesk.ui.parcels.reading import Clock
from shopdesk.ui.parcels.shows import Show
from shopdesk.ui.record_table import RecordColumn

LONG = 7
"""Days from which on standing still is red."""
OF_LISTS: dict[Show, frozenset[str]] = {
    Show.STALLED: frozenset({"still", "looked"}),
    Show.FORWARDED: frozenset({"still", "other"}),
    Show.TROUBLED: frozenset({"still", "looked"}),
    Show.UNCLOSED: frozenset({"signed", "called"}),
    Show.CALLS: frozenset({"expected"}),
    Show.NOBODYS: frozenset({"still"}),
    Show.FOUND: frozenset({"left", "other"}),
}
"""The columns that some lists have and others haven't."""
SOME = frozenset({"still", "looked", "other", "signed", "called", "expected", "left"})


def parcel_columns(clock: Callable[[], Clock]) -> tuple[RecordColumn, ...]:
    """One parcel a row."""

    def moment(name: str) -> Callable[[ParcelRow], str]:
        return lambda row: short_moment(getattr(row, name), clock().now, clock().zone)

    def full(name: str) -> Callable[[ParcelRow], str]:
        return lambda row: full_moment(getattr(row, name), clock().zone)

    def still(row: ParcelRow) -> str:
        return span(max(0, clock().now - row.moved_at)) if row.moved_at is not None else ""

    def still_colour(row: ParcelRow) -> str:
        days = row.days_still(clock().now)
        is_shown = row.closed_at is None and row.signed_at is None
        return (
            "danger"
            if is_shown and days >= LONG
            else "warning"
            if is_shown and days >= (clock().stalls_after(row.carrier) or LONG)
            else ""
        )

    def late(row: ParcelRow) -> str:
        left = clock().now - (row.expected_at or clock().now)
        return _("{span} late").format(span=span(left)) if left >= DAY else _("today")

    def looked(row: ParcelRow) -> str:
        return f"{row.looked_by} {moment('looked_at')(row)}".strip()

    def called(row: ParcelRow) -> str:
        return f"{row.called_by} {moment('called_at')(row)}".strip()

    return (
        RecordColumn("still", N_("No news for"), 92, still, full("moved_at"), colour=still_colour, is_figure=True),
        RecordColumn("expected", N_("Should be there"), 108, late, full("expected_at"), is_figure=True),
        RecordColumn("signed", N_("Delivered"), 96, moment("signed_at"), full("signed_at"), is_figure=True),
        RecordColumn("left", N_("Left the shop"), 84, moment("left_at"), full("left_at"), is_figure=True),
        RecordColumn("waybill", N_("Waybill"), 136, lambda row: row.waybill, cuts_middle=True),
        RecordColumn("other", N_("Goes on as"), 150, _other, cuts_middle=True, stretch=2),
        RecordColumn("carrier", N_("Carrier"), 84, lambda row: row.carrier),
        RecordColumn("area", N_("Region"), 76, lambda row: row.area),
        RecordColumn("state", N_("State"), 116, state_text, colour=_state_colour),
        RecordColumn("last", N_("Last word"), 180, lambda row: row.last_text, _last_tip, stretch=5, is_muted=True),
        RecordColumn("order_no", N_("Order"), 110, lambda row: row.order_no, cuts_middle=True, stretch=2),
        RecordColumn("buyer", N_("Buyer"), 88, lambda row: row.buyer, stretch=1),
        RecordColumn("looked", N_("Last asked"), 108, looked, full("looked_at"), is_muted=True, stretch=1),
        RecordColumn("called", N_("Called"), 108, called, full("called_at"), is_muted=True, stretch=1),
    )  # fmt: skip


def state_text(row: ParcelRow) -> str:
    """Where it stands, and that nobody watches it any more."""
    state = _(STATES[row.state])
    return _("{state}, done").format(state=state) if row.closed_at is not None else state


def _state_colour(row: ParcelRow) -> str:
    if row.closed_at is not None:
        return "muted"
    return {"trouble": "danger", "lost": "danger", "returning": "warning", "signed": "good"}.get(row.state.value, "")


def _other(row: ParcelRow) -> str:
    return " ".join(filter(None, (row.forwarded_carrier, row.forwarded_waybill)))


def _last_tip(row: ParcelRow) -> str:
    return " · ".join(filter(None, (row.last_place, row.last_text)))
