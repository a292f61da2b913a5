"""What the panel says of a refund: its money, what it does, who gets it, who did what."""

from shopdesk.domain.reasons import PARTIES
from shopdesk.domain.refunds import ARRIVALS, FEE_PERCENT, REFUND_KINDS, REFUND_STATES, MoneyBack, reason_title
from shopdesk.i18n import _
from shopdesk.queries.refunds import PlatformRequest, RefundRow, RefundView
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.order_forms.facts import Fact
from shopdesk.ui.refunds.reading import Clock, Shown


def ceiling_facts(money: MoneyBack) -> list[Fact]:
    """What was paid, what went back, what is left (REF-04)."""
    return [
        Fact(_("Paid by buyer"), money.paid.shown),
        Fact(_("Back or due"), money.gone().shown),
        Fact(_("Left"), money.left.shown, "body" if money.left else "warning"),
    ]


def money_facts(shown: Shown) -> list[Fact]:
    """The amount, the freight in it, the fee (REF-05, REF-07), and the order's ceiling."""
    row, view = shown.row, shown.view
    fee = _("{fee} ({percent} %, borne by: {party})").format(
        fee=row.fee.shown, percent=FEE_PERCENT, party=_(PARTIES[row.fee_by])
    )
    over = shown.facts.over
    return [
        Fact(_("Amount"), row.amount.shown),
        Fact(_("of it freight"), row.freight.shown if row.freight else ""),
        Fact(_("Fee"), fee if row.fee else ""),
        Fact(_("To pay"), row.to_pay.shown if row.to_pay != row.amount else ""),
        *ceiling_facts(view.money),
        Fact(_("Too much"), over.shown if over and row.is_open else "", "danger"),
        Fact(_("Freight promised"), promised_text(view), "warning" if view.freight_left else "body"),
    ]


def promised_text(view: RefundView) -> str:
    """Freight that was promised, and what of it is in no refund yet (REF-07)."""
    if not view.promised_freight:
        return ""
    said = (
        _("{promised}, of which {left} is in no refund yet") if view.freight_left else _("{promised}, all in refunds")
    )
    return said.format(promised=view.promised_freight.shown, left=view.freight_left.shown)


def effect_facts(shown: Shown) -> list[Fact]:
    """What paying it does, and the platform's own request (REF-08)."""
    clock = shown.clock
    requests = "\n".join(request_text(each, clock) for each in shown.view.requests)
    is_risk = shown.row.is_direct and any(each.is_open for each in shown.view.requests)
    none = _("none") if shown.view.has_platform else ""
    return [
        Fact(_("Trade"), _(shown.effect.trade)),
        Fact(_("Review"), _(shown.effect.review)),
        Fact(_("Platform"), requests or none, "danger" if is_risk else "body"),
        Fact(_("The order"), _("was cancelled or closed") if shown.view.is_closed else "", "danger"),
        Fact(_("Goods"), _goods(shown.row), "warning"),
    ]


def _goods(row: RefundRow) -> str:
    """What it waits for (RET-09, SHP-11)."""
    if row.is_intercepted:
        return _("the carrier is to bring the parcel back, and hasn't yet")
    return "" if row.goods_back else _("not approved into stock yet")


def request_text(request: PlatformRequest, clock: Clock) -> str:
    """One request of the platform on a line."""
    by = short_moment(request.deadline, clock.now, clock.zone) if request.is_open else ""
    parts = (request.refund_no, request.kind, request.state, request.amount.shown, _("until {day}").format(day=by))
    return " · ".join(part for part in (parts if by else parts[:-1]) if part)


def payee_facts(shown: Shown, payee: str, account: str) -> list[Fact]:
    """Who gets a direct transfer, and who has checked that (REF-05); name and account as they may be seen."""
    row = shown.row
    way = Fact(_("Way"), _(ARRIVALS[row.channel].title))
    if not row.is_direct:
        return [way, Fact(_("Payee"), _("the platform pays it back"))]
    checked = _("nobody yet")
    if row.payee_checked_at is not None:
        moment = short_moment(row.payee_checked_at, shown.clock.now, shown.clock.zone)
        checked = f"{row.payee_checked_by} {moment}"
    return [
        way,
        Fact(_("Payee"), payee or _("missing"), "body" if payee else "warning", payee),
        Fact(_("Account"), account, copy=account),
        Fact(_("Checked by"), checked, "body" if row.payee_checked_at is not None else "warning"),
    ]


def progress_facts(shown: Shown) -> list[Fact]:
    """Why, and who did what when (REF-03)."""
    row, zone = shown.row, shown.clock.zone

    def deed(person: str, at: int | None) -> str:
        return f"{person} {full_moment(at, zone)[:-3]}" if person and at is not None else ""

    decision = row.decision
    return [
        Fact(_("Kind"), _(REFUND_KINDS[row.kind])),
        Fact(_("Reason"), _(reason_title(row.reason))),
        Fact(_("Case"), str(row.case_id) if row.case_id is not None else ""),
        Fact(_("Asked by"), deed(row.asked_by, row.asked_at)),
        Fact(_("Approved by"), deed(row.approved_by, row.approved_at)),
        Fact(_("Let through") if row.is_let_through else _("Why"), decision),
        Fact(_("Paid out by"), deed(row.paid_by, row.paid_at)),
        Fact(_("Reference"), row.reference, copy=row.reference),
        Fact(_("Note"), row.note),
    ]


def other_facts(shown: Shown) -> list[Fact]:
    """The order's other refunds."""
    return [
        Fact(
            _("#{n}").format(n=each.id),
            f"{_(REFUND_STATES[each.state])} · {each.amount.shown} · {_(reason_title(each.reason))}",
        )
        for each in shown.view.refunds
        if each.id != shown.row.id
    ]
