"""The three tables of settling: totals, what was settled, what is not settled yet."""

from collections.abc import Callable
from typing import NamedTuple

from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.i18n import N_, _
from shopdesk.queries.settlements import SettledRow, UnsettledRow
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.origins import ORIGINS
from shopdesk.ui.order_forms.settling import method_name
from shopdesk.ui.record_table import RecordColumn


class TotalRow(NamedTuple):
    """One account and method, or everything (id 0)."""

    id: int
    account: str
    method: str
    orders: int
    amount: Money


def _account(row: TotalRow) -> str:
    return row.account or "–" if row.id else _("All")


TOTALS = (
    RecordColumn("account", N_("Account"), 100, _account, stretch=1),
    RecordColumn("method", N_("Method"), 76, lambda row: method_name(row.method), is_muted=True, stretch=1),
    RecordColumn("orders", N_("Orders"), 56, lambda row: f"{row.orders:,}", is_figure=True),
    RecordColumn("amount", N_("Received"), 96, lambda row: row.amount.shown, is_figure=True),
)


def settled_columns(clocks: Callable[[], Clocks]) -> tuple[RecordColumn, ...]:
    """What was settled, one order a row (ORD-04: postage is booked as 0)."""

    def when(row: SettledRow) -> str:
        return short_moment(row.settled_at, clocks().now, clocks().zone)

    def less(row: SettledRow) -> str:
        return "warning" if row.amount != row.paid else ""

    return (
        RecordColumn("order_no", N_("Order"), 150, lambda row: row.order_no, cuts_middle=True, stretch=1),
        RecordColumn("buyer", N_("Buyer"), 84, lambda row: row.buyer, is_muted=True, stretch=1),
        RecordColumn("account", N_("Account"), 76, lambda row: row.account or "–"),
        RecordColumn("amount", N_("Received"), 84, lambda row: row.amount.shown, colour=less, is_figure=True),
        RecordColumn("paid", N_("Paid"), 84, lambda row: row.paid.shown, is_figure=True, is_muted=True),
        RecordColumn("postage", N_("Postage booked"), 104, lambda row: row.postage.shown, _platform_postage,
                     is_figure=True, is_muted=True),
        RecordColumn("settled_by", N_("By"), 60, lambda row: row.settled_by),
        RecordColumn("settled_at", N_("When"), 76, when, is_muted=True),
        RecordColumn("reference", N_("Reference"), 72, lambda row: row.reference, stretch=1),
    )  # fmt: skip


def _platform_postage(row: SettledRow) -> str:
    return _("Platform's postage: {amount}").format(amount=row.platform_postage.shown)


def unsettled_columns(clocks: Callable[[], Clocks]) -> tuple[RecordColumn, ...]:
    """Registered orders whose money nobody has settled yet."""

    def since(row: UnsettledRow) -> str:
        return short_moment(row.registered_at, clocks().now, clocks().zone)

    def by_hand(row: UnsettledRow) -> str:
        return "" if row.origin is Origin.PLATFORM else "warning"

    return (
        RecordColumn("order_no", N_("Order"), 170, lambda row: row.order_no, cuts_middle=True, stretch=1),
        RecordColumn("shop", N_("Shop"), 96, lambda row: row.shop, is_muted=True, stretch=1),
        RecordColumn("buyer", N_("Buyer"), 96, lambda row: row.buyer, stretch=1),
        RecordColumn("origin", N_("Origin"), 96, lambda row: _(ORIGINS[row.origin]), colour=by_hand),
        RecordColumn("paid", N_("Paid"), 96, lambda row: row.paid.shown, is_figure=True),
        RecordColumn("registered_by", N_("Registered by"), 104, lambda row: row.registered_by),
        RecordColumn("registered_at", N_("When"), 84, since, is_muted=True),
    )
