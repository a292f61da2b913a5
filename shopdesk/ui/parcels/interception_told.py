"""What the guide tells of an interception: what is pressing, what was said by whom, what is next (SHP-11)."""

from collections.abc import Mapping

from shopdesk.clock import Millis
from shopdesk.domain.interceptions import STATES, State
from shopdesk.domain.refunds import REFUND_STATES, RefundState
from shopdesk.i18n import _
from shopdesk.queries.interceptions import InterceptionRow
from shopdesk.queries.refunds import RefundView
from shopdesk.ui.controls import LabelRole
from shopdesk.ui.moments import DAY, short_moment, span
from shopdesk.ui.order_forms.facts import Fact
from shopdesk.ui.parcels.guide_parts import Subject

_NEXT: Mapping[State, str] = {State.ASKED: "promise", State.PROMISED: "back", State.REFUSED: "back"}
"""The step that usually follows, by the name of its action."""


def what_is_next(row: InterceptionRow) -> str:
    """The action that Enter takes; "" where nothing is left to do here."""
    if row.seems_back:
        return "back"
    if row.state is State.FAILED:
        return "told" if row.told_at is None else "refused"
    return _NEXT.get(row.state, "")


def headline(row: InterceptionRow, now: Millis) -> tuple[str, LabelRole]:
    """How it stands and how long there is time, in one line that is always seen."""
    said = _(STATES[row.state])
    if not row.is_open or row.due_at is None:
        return said, "good" if row.state is State.SUCCEEDED else "body"
    left = row.due_at - now
    if left <= 0 or row.is_escalated(now):
        late = _("late by {span}").format(span=span(-left)) if left <= 0 else _("for the supervisor")
        return f"{said} · {late}", "danger"
    return f"{said} · {_('look again in {span}').format(span=span(left))}", "warning" if left < DAY else "body"


def state_facts(row: InterceptionRow, now: Millis, zone: str) -> list[Fact]:
    """How it stands, and by when somebody has to look after it."""
    escalated = ""
    if row.is_escalated(now):
        by_hand = row.escalated_at is not None
        escalated = _("The supervisor was asked") if by_hand else _("A supervisor has to see to it")
    return [
        Fact(_("State"), _(STATES[row.state]), "good" if row.state is State.SUCCEEDED else "body"),
        Fact(_("Carrier's news"), _("By the carrier's news it turned round.") if row.seems_back else "", "warning"),
        _clock(_("Look again"), row.due_at if row.is_open else None, now, zone),
        _clock(_("Platform decides"), row.platform_due if row.is_open else None, now, zone),
        Fact(_("Escalated"), escalated, "danger"),
    ]


def asked_facts(row: InterceptionRow, subject: Subject) -> list[Fact]:
    """Who asked whom and why, what was promised, what came of it, and what waits for it."""
    now, zone = subject.now, subject.zone
    promised = (row.promised_by, short_moment(row.promised_at, now, zone))
    refund = _(REFUND_STATES[row.refund_state]) if row.refund_state is not None else ""
    return [
        Fact(_("Why"), row.reason),
        Fact(_("Asked of"), row.asked_of, copy=row.asked_of),
        Fact(_("Asked by"), f"{row.person} · {short_moment(row.at, now, zone)}"),
        Fact(_("Promised"), " · ".join(filter(None, promised))),
        Fact(_("Result"), row.result),
        Fact(_("Buyer asked"), short_moment(row.told_at, now, zone)),
        Fact(_("Refund"), " · ".join(filter(None, (row.refund_amount.shown if row.refund_id else "", refund)))),
        Fact(_("Closed"), " · ".join(filter(None, (row.closed_by, short_moment(row.closed_at, now, zone))))),
    ]  # fmt: skip


def waiting_text(view: RefundView, now: Millis, zone: str) -> str:
    """What asking does with the order's money, and what the platform's clock says."""
    waits = [each for each in view.refunds if each.state in (RefundState.ASKED, RefundState.APPROVED)]
    said = [
        _("The refund of {amount} waits until it is known where the parcel ends.").format(amount=each.to_pay.shown)
        for each in waits
    ] or [_("A case is opened for the buyer; no refund waits yet.")]
    due = min((each.deadline for each in view.requests if each.is_open and each.deadline is not None), default=None)
    if due is not None:
        said.append(_("The platform decides by itself: {when}.").format(when=short_moment(due, now, zone)))
    return "\n".join(said)


def _clock(name: str, at: Millis | None, now: Millis, zone: str) -> Fact:
    if at is None:
        return Fact(name, "")
    when = short_moment(at, now, zone)
    left = at - now
    role: LabelRole = "danger" if left <= 0 else "warning" if left < DAY else "body"
    said = _("{span} late ({when})") if left <= 0 else _("in {span} ({when})")
    return Fact(name, said.format(span=span(abs(left)), when=when), role)
