"""How buyers, what happened with them, and whom to write to stand in lists."""

from collections.abc import Callable, Mapping

from shopdesk.clock import Millis
from shopdesk.domain import cases, refunds
from shopdesk.domain.buyer_times import ENTRY_KINDS, EntryKind, state_name
from shopdesk.domain.buyer_traces import TRACE_KINDS
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.buyer_times import Entry
from shopdesk.ui.buyers.reading import BuyerLine, CareLine, EntryLine
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.record_table import RecordColumn

Moment = Callable[[], tuple[Millis, str]]
"""Now, and the shop's zone."""
OWN_PAGE = frozenset(
    {EntryKind.COMPLAINT, EntryKind.CASE, EntryKind.REVIEW, EntryKind.REFUND, EntryKind.REPAIR, EntryKind.BOX}
)
"""What has a page on which it is shown; the rest is shown with its order."""
_KINDS: Mapping[EntryKind, Mapping[str, str]] = {
    EntryKind.CASE: {kind.value: name for kind, name in cases.KINDS.items()},
    EntryKind.REFUND: {kind.value: name for kind, name in refunds.REFUND_KINDS.items()},
}
_BAD = {EntryKind.COMPLAINT: "danger"}


def buyer_columns(moment: Moment) -> tuple[RecordColumn, ...]:
    """Of buyers that were found."""
    return (
        RecordColumn("buyer", N_("Buyer"), 110, lambda line: line.buyer, _found_by, stretch=3,
                     colour=lambda line: "danger" if line.blocked else ""),
        RecordColumn("found", N_("Found by"), 90, lambda line: line.found, _found_by, is_muted=True, stretch=2,
                     cuts_middle=True),
        RecordColumn("orders", N_("Orders"), 54, lambda line: f"{line.orders:,}", is_figure=True),
        RecordColumn("last", N_("Last order"), 84, lambda line: short_moment(line.last_at, *moment()),
                     lambda line: full_moment(line.last_at, moment()[1]), is_muted=True),
    )  # fmt: skip


def time_columns(moment: Moment) -> tuple[RecordColumn, ...]:
    """Of a time line."""
    return (
        RecordColumn("at", N_("When"), 88, lambda line: short_moment(line.entry.at, *moment()),
                     lambda line: full_moment(line.entry.at, moment()[1]), is_muted=True),
        RecordColumn("kind", N_("What"), 96, lambda line: _(ENTRY_KINDS[line.entry.kind]), _tip,
                     colour=lambda line: _BAD.get(line.entry.kind, ""), stretch=1),
        RecordColumn("said", N_("About"), 150, lambda line: entry_text(line.entry), _tip, stretch=4),
        RecordColumn("state", N_("State"), 92, lambda line: entry_state(line.entry), _tip, stretch=2),
        RecordColumn("amount", N_("Amount"), 72, lambda line: line.entry.amount.shown if line.entry.amount else "",
                     is_figure=True),
        RecordColumn("person", N_("Person"), 64, lambda line: line.entry.person, _tip, is_muted=True),
    )  # fmt: skip


def care_columns(moment: Moment) -> tuple[RecordColumn, ...]:
    """Of buyers to write to."""
    return (
        RecordColumn("rule", N_("Why"), 120, lambda line: line.due.rule.title, stretch=1),
        RecordColumn("buyer", N_("Buyer"), 130, lambda line: line.due.buyer, stretch=2),
        RecordColumn("shop", N_("Shop"), 96, lambda line: line.due.shop, is_muted=True, stretch=1),
        RecordColumn("order", N_("Order"), 150, lambda line: line.due.order_no, is_muted=True, stretch=1),
        RecordColumn("at", N_("When"), 92, lambda line: short_moment(line.due.at, *moment()),
                     lambda line: full_moment(line.due.at, moment()[1]), is_muted=True),
        RecordColumn("words", N_("Words"), 110, lambda line: line.due.rule.script or _("none"), is_muted=True,
                     stretch=1),
    )  # fmt: skip


def entry_text(entry: Entry) -> str:
    """Goods, a waybill or what is owed; what was said or noted; else the order's number."""
    said = " ".join(entry.said.split())
    return " · ".join(filter(None, (entry_goods(entry), said))) or entry.order_no


def entry_goods(entry: Entry) -> str:
    """What it is about: goods, a waybill; of a case or a refund its kind, in words."""
    kinds = _KINDS.get(entry.kind)
    return _(kinds.get(entry.goods, entry.goods)) if kinds and entry.goods else entry.goods


def entry_state(entry: Entry) -> str:
    """Where it stands, in words; how a contact was made is the trade's own word."""
    if entry.kind is EntryKind.CONTACT:
        return ""
    return _(state_name(entry.kind, entry.state)) if entry.state else ""


def _tip(line: EntryLine) -> str:
    entry = line.entry
    parts = (
        _(ENTRY_KINDS[entry.kind]), entry_state(entry), entry.shop, entry.order_no, entry_goods(entry), entry.said,
        entry.person,
    )  # fmt: skip
    return "\n".join(filter(None, parts))


def _found_by(line: BuyerLine) -> str:
    by = f"{_(TRACE_KINDS[line.kind])}: {line.found}" if line.kind is not None else ""
    blocked = _("Blocked: {reason}").format(reason=line.blocked) if line.blocked else ""
    return "\n".join(filter(None, (line.buyer, line.shop, line.tier, by, blocked)))


def rule_count(lines: tuple[CareLine, ...], rule_id: int) -> int:
    """How many stand on the list by a rule."""
    return sum(line.due.rule.id == rule_id for line in lines)
