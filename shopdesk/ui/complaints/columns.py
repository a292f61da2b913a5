"""The columns of the list of complaints (CMP-01)."""

from collections.abc import Callable

from shopdesk.clock import Millis
from shopdesk.domain.complaints import CAUSES, OURS, STATES, State
from shopdesk.i18n import N_, _
from shopdesk.queries.complaints import ComplaintRow
from shopdesk.ui.complaints.reading import ComplaintList
from shopdesk.ui.moments import short_moment, span
from shopdesk.ui.page_moment import Moment
from shopdesk.ui.record_table import RecordColumn

_COLOURS = {State.NEW: "danger", State.DRAFTED: "warning"}


def complaint_columns(found: Callable[[], ComplaintList]) -> tuple[RecordColumn, ...]:
    """One complaint a row of what was found last."""

    def moment() -> Moment:
        return found().moment

    def due(row: ComplaintRow) -> str:
        now, zone = moment().now, moment().zone
        return told_due(row, moment()) if row.is_open else short_moment(row.closed_at, now, zone)

    def due_tip(row: ComplaintRow) -> str:
        if row.due_at is None or not row.is_open:
            return ""
        return _("To be answered until {when}").format(when=moment().said(row.due_at))

    def came(row: ComplaintRow) -> str:
        return short_moment(row.opened_at, moment().now, moment().zone)

    return (
        RecordColumn("number", N_("#"), 48, lambda row: str(row.id), is_figure=True, is_muted=True),
        RecordColumn("state", N_("State"), 138, state_text, colour=_state_colour),
        RecordColumn("cause", N_("Cause"), 108, lambda row: _(CAUSES[row.cause])),
        RecordColumn("said", N_("What it says"), 170, _said, _said, stretch=4),
        RecordColumn("order_no", N_("Order"), 110, lambda row: row.order_no or "–", cuts_middle=True, stretch=1),
        RecordColumn("buyer", N_("Buyer"), 90, lambda row: row.buyer or "–", stretch=1),
        RecordColumn("number_there", N_("Its number"), 96, lambda row: row.number or "–", is_muted=True, stretch=1),
        RecordColumn("due", N_("Due"), 84, due, due_tip, colour=lambda row: due_role(row, moment())),
        RecordColumn("files", N_("Files"), 46, lambda row: str(row.files or "–"), is_figure=True, is_muted=True),
        RecordColumn("came", N_("Came"), 96, came, is_muted=True),
        RecordColumn("person", N_("Person"), 84, lambda row: row.person or "–", colour=_nobody),
    )  # fmt: skip


def told_due(row: ComplaintRow, moment: Moment) -> str:
    """By when to answer in a few words; what is before the platform waits for it."""
    if row.state not in OURS:
        return _("waits")
    return told_time(row.due_at, moment)


def told_time(due: Millis | None, moment: Moment) -> str:
    """How late it is, or until when."""
    if due is None:
        return ""
    if due < moment.now:
        return _("{span} late").format(span=span(moment.now - due))
    return short_moment(due, moment.now, moment.zone)


def due_role(row: ComplaintRow, moment: Moment) -> str:
    """Late is red, today amber."""
    return moment.pressing(row.due_at) if row.state in OURS else ""


def state_text(row: ComplaintRow) -> str:
    """Where it stands; that nobody has seen it goes before."""
    if row.is_open and row.seen_at is None and row.state is not State.NEW:
        return _("{state}, not seen").format(state=_(STATES[row.state]))
    return _(STATES[row.state])


def _state_colour(row: ComplaintRow) -> str:
    return "danger" if row.is_open and row.seen_at is None else _COLOURS.get(row.state, "")


def _said(row: ComplaintRow) -> str:
    return row.said or _("(no words)")


def _nobody(row: ComplaintRow) -> str:
    return "warning" if row.is_open and not row.person else ""
