"""The columns of the list of cases."""

from collections.abc import Callable

from shopdesk.clock import Millis
from shopdesk.domain.cases import KINDS, state_title
from shopdesk.domain.reasons import REASONS
from shopdesk.i18n import N_, _
from shopdesk.queries.cases import CaseRow
from shopdesk.ui.cases.possible import next_title
from shopdesk.ui.cases.reading import CaseList
from shopdesk.ui.moments import short_moment, span
from shopdesk.ui.page_moment import Moment
from shopdesk.ui.record_table import RecordColumn


def case_columns(found: Callable[[], CaseList]) -> tuple[RecordColumn, ...]:
    """One case a row of what was found last."""

    def moment() -> Moment:
        return found().moment

    def next_step(row: CaseRow) -> str:
        return next_title(row, found().refunds.get(row.id))

    def due(row: CaseRow) -> str:
        return told_due(row.due_at, moment())

    def due_tip(row: CaseRow) -> str:
        lines = [_("Next step by {when}").format(when=moment().said(row.due_at))] if row.due_at else []
        if row.platform_due:
            lines.append(_("Platform's clock: {when}").format(when=moment().said(row.platform_due)))
        return "\n".join(lines)

    def colour(row: CaseRow) -> str:
        return moment().pressing(row.due_at)

    return (
        RecordColumn("number", N_("Case"), 50, lambda row: str(row.id), is_figure=True, is_muted=True),
        RecordColumn("buyer", N_("Buyer"), 84, _buyer, _buyer_tip, colour=_again, stretch=1),
        RecordColumn("order_no", N_("Order"), 88, lambda row: row.order_no or "–", cuts_middle=True, stretch=1),
        RecordColumn("kind", N_("Kind"), 80, lambda row: _(KINDS[row.kind]), stretch=1),
        RecordColumn("reason", N_("Reason"), 72, _reason, lambda row: row.asked, is_muted=True, stretch=1),
        RecordColumn("state", N_("State"), 108, lambda row: _(state_title(row.kind, row.state)), stretch=1),
        RecordColumn("next", N_("Next step"), 120, next_step, is_muted=True, stretch=1),
        RecordColumn("due", N_("Due"), 76, due, due_tip, colour=colour),
        RecordColumn("person", N_("In charge"), 74, lambda row: row.person or "–", colour=_nobody),
    )  # fmt: skip


def told_due(due: Millis | None, moment: Moment) -> str:
    """A deadline in a few words: how late it is, or until when."""
    if due is None:
        return ""
    if due < moment.now:
        return _("{span} late").format(span=span(moment.now - due))
    return short_moment(due, moment.now, moment.zone)


def _buyer(row: CaseRow) -> str:
    return f"×{row.questions} {row.buyer or '–'}" if row.asked_again else row.buyer or "–"


def _buyer_tip(row: CaseRow) -> str:
    asked = [_("Asked {n} times").format(n=row.questions)] if row.asked_again else []
    return "\n".join(filter(None, (row.buyer, *asked)))


def _again(row: CaseRow) -> str:
    return "warning" if row.asked_again else ""


def _nobody(row: CaseRow) -> str:
    return "" if row.person else "warning"


def _reason(row: CaseRow) -> str:
    return _(REASONS[row.reason].title) if row.reason else "–"
