"""What happened to refunds, in words: beside their order, and with the refund itself."""

from collections.abc import Callable, Mapping

from shopdesk.domain.money import Money
from shopdesk.domain.refunds import ARRIVALS, REFUND_KINDS, Channel, RefundKind, reason_title
from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_slips import said_plainly

REFUND_DEEDS: Mapping[str, str] = {
    "refund asked": N_("Refund asked for"),
    "refund approved": N_("Refund approved"),
    "refund refused": N_("Refund refused"),
    "refund paid": N_("Refund paid"),
    "refund failed": N_("The refund's payment came back"),
    "refund let-through": N_("Refund let through"),
    "refund check": N_("Payee checked"),
    "refund payee": N_("Payee changed"),
    "refund listed": N_("In a list for finance"),
}
"""What was done with a refund."""


def _of_order(action: str) -> Callable[[TrailRow], str]:
    def said(row: TrailRow) -> str:
        parts = (Money(int(row.after.get("amount") or 0)).shown, _kind(row), _(reason_title(_text(row, "reason"))))
        return _("{deed}: {what}").format(deed=_(REFUND_DEEDS[action]), what=_(", ").join(filter(None, parts)))

    return said


def _kind(row: TrailRow) -> str:
    kind = _text(row, "kind")
    return _(REFUND_KINDS[RefundKind(kind)]) if kind in set(RefundKind) else kind


def _text(row: TrailRow, key: str) -> str:
    return str(row.after.get(key) or "")


ORDER_REFUNDS_SAID: Mapping[str, Callable[[TrailRow], str]] = {action: _of_order(action) for action in REFUND_DEEDS}
"""In the trail of an order, by the action."""


def _asked(row: TrailRow) -> str:
    amount = Money(int(row.after.get("amount") or 0)).shown
    return _told(row, amount, _kind(row), _(reason_title(_text(row, "reason"))), *_payee(row))


def _changed(row: TrailRow) -> str:
    return _told(row, *_payee(row))


def _payee(row: TrailRow) -> tuple[str, str, str]:
    way = _text(row, "channel")
    shown = _(ARRIVALS[Channel(way)].title) if way in set(Channel) else way
    return shown, _text(row, "payee"), _text(row, "payee_account")


def _told(row: TrailRow, *parts: str) -> str:
    what = _(", ").join(filter(None, parts))
    return _("{deed}: {what}").format(deed=_(REFUND_DEEDS[row.action]), what=what)


REFUNDS_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    **{action: said_plainly(words) for action, words in REFUND_DEEDS.items()},
    "refund asked": _asked,
    "refund payee": _changed,
}
"""In a refund's own trail, by the action."""
