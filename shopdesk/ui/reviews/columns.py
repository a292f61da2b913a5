"""The columns of the list of reviews and of the trades to rate, with their clocks (REV-03)."""

from collections.abc import Callable

from shopdesk.clock import Millis
from shopdesk.domain.reviews import CAUSES, KINDS, RESULTS, STATES, But, Decision, Kind
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.own_ratings import RateRow
from shopdesk.queries.reviews import ReviewRow
from shopdesk.ui.moments import DAY, short_moment, span
from shopdesk.ui.page_moment import Moment
from shopdesk.ui.record_table import RecordColumn
from shopdesk.ui.reviews.reading import CLOSES_SOON_MS, RateLine, RateList, ReviewList

_KIND_COLOURS = {Kind.BAD: "danger", Kind.NEUTRAL: "warning", Kind.GOOD: ""}


def review_columns(found: Callable[[], ReviewList]) -> tuple[RecordColumn, ...]:
    """One review a row of what was found last."""

    def moment() -> Moment:
        return found().moment

    def due(row: ReviewRow) -> str:
        return (
            told_due(row.due_at, moment()) if row.is_open else short_moment(row.closed_at, moment().now, moment().zone)
        )

    def due_tip(row: ReviewRow) -> str:
        return _("Next step by {when}").format(when=moment().said(row.due_at)) if row.is_open and row.due_at else ""

    def due_colour(row: ReviewRow) -> str:
        return moment().pressing(row.due_at) if row.is_open else ""

    def window(row: ReviewRow) -> str:
        return told_window(row, moment())

    def window_tip(row: ReviewRow) -> str:
        if row.change_until is None:
            return ""
        return _("The buyer can change it until {when}").format(when=moment().said(row.change_until))

    def window_colour(row: ReviewRow) -> str:
        return window_role(row, moment())

    return (
        RecordColumn("number", N_("#"), 48, lambda row: str(row.id), is_figure=True, is_muted=True),
        RecordColumn("kind", N_("Review"), 84, kind_text, colour=_kind_colour),
        RecordColumn("said", N_("What the buyer wrote"), 170, _said, _said_tip, stretch=4),
        RecordColumn("buyer", N_("Buyer"), 84, lambda row: row.buyer or "–", stretch=1),
        RecordColumn("order_no", N_("Order"), 88, _order, colour=_order_colour, cuts_middle=True, stretch=1),
        RecordColumn("cause", N_("Cause"), 72, _cause, is_muted=True, stretch=1),
        RecordColumn("whose", N_("Customer of"), 74, lambda row: row.salesperson or "–", is_muted=True, stretch=1),
        RecordColumn("state", N_("State"), 96, state_text, stretch=1),
        RecordColumn("due", N_("Due"), 90, due, due_tip, colour=due_colour),
        RecordColumn("window", N_("To change"), 78, window, window_tip, colour=window_colour),
        RecordColumn("person", N_("Followed by"), 84, lambda row: row.person or "–", colour=_nobody),
    )  # fmt: skip


def told_due(due: Millis | None, moment: Moment) -> str:
    """A deadline in a few words: how late it is, or until when."""
    if due is None:
        return ""
    if due < moment.now:
        return _("{span} late").format(span=span(moment.now - due))
    return short_moment(due, moment.now, moment.zone)


def told_window(row: ReviewRow, moment: Moment) -> str:
    """How long the buyer can still change it."""
    if row.change_until is None or row.deleted_at is not None:
        return ""
    left = row.change_until - moment.now
    return span(left) if left > 0 else _("over")


def window_role(row: ReviewRow, moment: Moment) -> str:
    """Amber while there are some days left, red where it is over and was not solved."""
    if not row.is_open or row.change_until is None or row.kind is Kind.GOOD:
        return ""
    left = row.change_until - moment.now
    return "danger" if left <= 0 else "warning" if left < CLOSES_SOON_MS else ""


def kind_text(row: ReviewRow) -> str:
    """Its kind; good ones that complain are told apart, and what the buyer did since."""
    text = _("Good, but") if row.kind is Kind.GOOD and row.but in (But.FOUND, But.SAID) else _(KINDS[row.kind])
    if row.deleted_at is not None:
        return _("{kind}, deleted").format(kind=text)
    return f"{_(KINDS[row.kind_before])} → {text}" if row.kind_before is not None else text


def state_text(row: ReviewRow) -> str:
    """Where it stands; of a closed one what came of it."""
    return _(RESULTS[row.result]) if not row.is_open and row.result is not None else _(STATES[row.state])


def _kind_colour(row: ReviewRow) -> str:
    if row.deleted_at is not None:
        return ""
    return "warning" if row.kind is Kind.GOOD and row.needs_work else _KIND_COLOURS[row.kind]


def _said(row: ReviewRow) -> str:
    return " / ".join(filter(None, (row.said, row.later_said))) or _("(no words)")


def _said_tip(row: ReviewRow) -> str:
    return "\n".join(filter(None, (row.goods, row.said, row.later_said)))


def _order(row: ReviewRow) -> str:
    return row.order_no or "–"


def _order_colour(row: ReviewRow) -> str:
    return "" if row.order_id is not None else "warning"


def _cause(row: ReviewRow) -> str:
    return _(CAUSES[row.cause]) if row.cause else "–"


def _nobody(row: ReviewRow) -> str:
    return "warning" if row.is_open and not row.person else ""


def rate_columns(found: Callable[[], RateList]) -> tuple[RecordColumn, ...]:
    """One trade a row of those that are still to be rated."""

    def due(line: RateLine) -> str:
        return _("{span} left").format(span=span(max(0, line.row.rate_by - found().moment.now)))

    def due_tip(line: RateLine) -> str:
        return _("Our rating can be given until {when}").format(when=found().moment.said(line.row.rate_by))

    def colour(line: RateLine) -> str:
        left = line.row.rate_by - found().moment.now
        return "danger" if left < DAY else "warning" if left < 3 * DAY else ""

    def done(line: RateLine) -> str:
        return short_moment(line.row.done_at, found().moment.now, found().moment.zone)

    return (
        RecordColumn("due", N_("Rate within"), 90, due, due_tip, colour=colour, is_figure=True),
        RecordColumn("order_no", N_("Order"), 150, lambda line: line.row.order_no, cuts_middle=True, stretch=2),
        RecordColumn("buyer", N_("Buyer"), 110, lambda line: line.row.buyer or "–", stretch=2),
        RecordColumn("shop", N_("Shop"), 90, lambda line: line.row.shop, is_muted=True, stretch=1),
        RecordColumn("done", N_("Completed"), 90, done, is_muted=True),
        RecordColumn("trades", N_("Trades"), 60, lambda line: str(line.row.trades), is_figure=True),
        RecordColumn(
            "why", N_("Rating"), 220, lambda line: rate_text(line.row), lambda line: rate_text(line.row),
            colour=_rate_colour, stretch=5,
        ),
    )  # fmt: skip


def rate_text(row: RateRow) -> str:
    """Whether a buyer can be rated now, and why not (REV-04)."""
    if row.decision is Decision.WAIT:
        return _("{person}: wait. {note}").format(person=row.decided_by, note=row.note)
    if row.is_stopped and row.review_kind is not None:
        kind = _(KINDS[row.review_kind])
        return _("Stopped by review {number} ({kind}): a supervisor decides").format(number=row.review_id, kind=kind)
    if row.first_no:
        return _("Order {order_no} of this buyer first").format(order_no=row.first_no)
    if row.decision is Decision.RATE:
        return _("{person}: rate as usual. {note}").format(person=row.decided_by, note=row.note)
    return _("Can be rated")


def _rate_colour(line: RateLine) -> str:
    return "danger" if line.row.is_stopped else "warning" if line.row.first_no else ""


def rate_said(rows: int) -> str:
    """How many there are."""
    return ngettext("{n} trade to rate", "{n} trades to rate", rows).format(n=f"{rows:,}")
