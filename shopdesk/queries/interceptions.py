"""Parcels that carriers were asked to bring back, and the refunds that wait for them (SHP-11)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain import tracking
from shopdesk.domain.interception_clocks import Limits, escalates_at
from shopdesk.domain.interceptions import OPEN, State
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.refunds import RefundState
from shopdesk.domain.scripts import fill_blanks
from shopdesk.errors import N_, NotFound
from shopdesk.i18n import _
from shopdesk.queries.conditions import Conditions
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import INTERCEPT_AGAIN_HOURS, INTERCEPT_ESCALATE_HOURS, INTERCEPT_TRAVEL_DAYS, REFUSE_TEXT

USUAL_REFUSE_TEXT = N_(
    "Dear {buyer}, your parcel {carrier} {waybill} (order {order_no}) could not be stopped any more. Please refuse it "
    "when the courier calls or comes, and don't sign for it; if it lies in a locker, please leave it there. As soon as "
    "it is on its way back to us, your money goes back to you."
)
BLANKS = ("buyer", "order_no", "carrier", "waybill")
"""What is filled in."""

_OPEN_WORDS = ", ".join(f"'{state.value}'" for state in State if state in OPEN)
HELD_BACK = (
    "(r.kind IN ('only', 'return') AND c.approved_at IS NULL AND EXISTS (SELECT 1 FROM interception x "
    f"WHERE x.order_id = r.order_id AND (x.state IN ({_OPEN_WORDS}) "
    "OR (x.state = 'kept' AND x.closed_at >= r.asked_at))))"
)
"""SQL: refund `r` of case `c` waits for a parcel of its order that is to come back. What the buyer kept is for somebody
to decide; a refund that is asked for afterwards is another matter."""
BROUGHT_BACK = (
    "EXISTS (SELECT 1 FROM interception y WHERE y.order_id = r.order_id AND y.state = 'succeeded' "
    "AND (y.refund_id = r.id OR y.case_id = r.case_id))"
)
"""SQL: the carrier brings back the parcel of refund `r`: it may be paid."""


class InterceptionNotFound(NotFound):
    template = N_("There is no interception {number} here. Look at the list of interceptions.")


@dataclass(frozen=True, slots=True)
class InterceptionRow:
    """One parcel that a carrier was asked to bring back."""

    id: int
    version: int
    order_id: int
    order_no: str
    shop_id: int
    shop: str
    buyer_id: int | None
    buyer: str
    """The buyer's platform id, "" where nobody knows."""
    case_id: int | None
    refund_id: int | None
    refund_state: RefundState | None
    refund_amount: Money
    waybill: str
    carrier: str
    reason: str
    state: State
    asked_of: str
    """Who at the carrier was asked, and by what number it is known there."""
    promised_by: str
    promised_at: Millis | None
    platform_due: Millis | None
    """When the platform decides by itself."""
    due_at: Millis | None
    """By when somebody looks after it again."""
    escalated_at: Millis | None
    """When it was brought before a supervisor by hand."""
    told_at: Millis | None
    """When the buyer was asked to refuse it."""
    result: str
    person: str
    """Who asked."""
    at: Millis
    closed_by: str
    closed_at: Millis | None
    tracking_state: tracking.State | None
    """Where the carrier last said it was; None where nobody follows it."""
    last_text: str
    moved_at: Millis | None
    escalates_at: Millis | None
    """From when a supervisor has to see to it by itself."""

    @property
    def is_open(self) -> bool:
        """Nobody knows yet where it ends."""
        return self.state in OPEN

    @property
    def seems_back(self) -> bool:
        """The carrier's own news say that it turned round, though nobody has noted it."""
        return self.is_open and self.tracking_state in (tracking.State.RETURNING, tracking.State.RETURNED)

    def is_late(self, now: Millis) -> bool:
        """Somebody should have looked after it by now."""
        return self.is_open and self.due_at is not None and self.due_at <= now

    def is_escalated(self, now: Millis) -> bool:
        """A supervisor has to see to it."""
        by_itself = self.escalates_at is not None and self.escalates_at <= now
        return self.is_open and (self.escalated_at is not None or by_itself)


_SQL = """
SELECT i.id, i.version, i.order_id, o.order_no, o.shop_id, s.name, o.buyer_id,
  coalesce(b.platform_id, '') AS platform_id, i.case_id, i.refund_id,
  coalesce(r.state, '') AS state, coalesce(r.amount, 0), i.waybill, i.carrier, i.reason, i.state, i.asked_of,
  i.promised_by, i.promised_at, coalesce(c.platform_due, i.platform_due), i.due_at, i.escalated_at, i.told_at, i.result,
  p.name, i.at, coalesce(z.name, '') AS name, i.closed_at, coalesce(t.state, '') AS state,
  coalesce(t.last_text, '') AS last_text, t.moved_at
FROM interception i JOIN orders o ON o.id = i.order_id JOIN shop s ON s.id = o.shop_id
JOIN person p ON p.id = i.person_id LEFT JOIN person z ON z.id = i.closed_by_id
LEFT JOIN buyer b ON b.id = o.buyer_id LEFT JOIN cases c ON c.id = i.case_id LEFT JOIN refund r ON r.id = i.refund_id
LEFT JOIN tracking t ON t.waybill = i.waybill AND i.waybill <> ''
"""


def list_interceptions(
    database: Database,
    *,
    states: Collection[State] = (),
    only_open: bool = False,
    due_before: Millis | None = None,
    escalated_at: Millis | None = None,
    order_id: int | None = None,
    case_id: int | None = None,
    buyer_id: int | None = None,
    find: str = "",
    limit: int | None = None,
) -> list[InterceptionRow]:
    """Interceptions, what is to be looked after first, then those that are over, the newest before older ones.
    `escalated_at`: only what is before a supervisor at that moment; `find`: a part of waybill, order or buyer."""
    wanted = Conditions()
    wanted.add_one_of("i.state", states)
    for column, value in (("i.order_id", order_id), ("i.case_id", case_id), ("o.buyer_id", buyer_id)):
        wanted.add_equal(column, value)
    if only_open or escalated_at is not None:
        wanted.add("i.closed_at IS NULL")
    if due_before is not None:
        wanted.add("i.closed_at IS NULL AND i.due_at < ?", due_before)
    wanted.add_part(find, "i.waybill", "o.order_no", "b.platform_id")
    most = limit if escalated_at is None else None
    tail = wanted.sql("i.closed_at IS NOT NULL, i.due_at NULLS LAST, i.id DESC", most)
    rows = rows_of(database, f"{_SQL} {tail}", wanted.params)
    limits = get_limits(database)
    found = [_row(row, limits) for row in rows]
    chosen = [each for each in found if escalated_at is None or each.is_escalated(escalated_at)]
    return chosen[:limit]


def get_interception(database: Database, interception_id: int) -> InterceptionRow:
    """One of them; raises InterceptionNotFound."""
    rows = rows_of(database, f"{_SQL} WHERE i.id = ?", (interception_id,))
    if not rows:
        raise InterceptionNotFound(number=interception_id)
    return _row(rows[0], get_limits(database))


def list_of_waybill(database: Database, waybill: str) -> list[InterceptionRow]:
    """All that were asked for one parcel, the newest first; also by the number under which another carrier goes on."""
    rows = rows_of(
        database,
        f"{_SQL} WHERE (i.waybill = ? OR (t.forwarded_waybill = ? AND t.forwarded_waybill <> '')) AND i.waybill <> '' "
        "ORDER BY i.id DESC",
        (waybill, waybill),
    )
    limits = get_limits(database)
    return [_row(row, limits) for row in rows]


def get_limits(database: Database) -> Limits:
    """The shop's own times."""
    return Limits(
        get_setting(database, INTERCEPT_AGAIN_HOURS),
        get_setting(database, INTERCEPT_ESCALATE_HOURS),
        get_setting(database, INTERCEPT_TRAVEL_DAYS),
    )


@dataclass(frozen=True, slots=True)
class InterceptionCounts:
    """How many interceptions wait for what."""

    by_state: dict[State, int]
    late: int
    escalated: int
    to_tell: int
    """Failed, and the buyer hasn't been asked to refuse the parcel yet."""


def count_interceptions(database: Database, *, now: Millis) -> InterceptionCounts:
    """How many there are of each state, and of the open ones how many are late, escalated, to be told of."""
    found = dict(rows_of(database, "SELECT state, count(*) FROM interception GROUP BY state"))
    rows = list_interceptions(database, only_open=True)
    return InterceptionCounts(
        {state: found.get(state.value, 0) for state in State},
        sum(row.is_late(now) for row in rows),
        sum(row.is_escalated(now) for row in rows),
        sum(row.state is State.FAILED and row.told_at is None for row in rows),
    )


def get_refuse_text(database: Database, interception_id: int) -> str:
    """What the buyer is told who is to refuse the parcel: the shop's own text, or the usual one."""
    row = get_interception(database, interception_id)
    text = get_setting(database, REFUSE_TEXT).strip() or _(USUAL_REFUSE_TEXT)
    return fill_blanks(
        text, buyer=row.buyer or _("customer"), order_no=row.order_no, carrier=row.carrier, waybill=row.waybill
    )


def _row(row: tuple[Any, ...], limits: Limits) -> InterceptionRow:
    values = list(row)
    values[10] = RefundState(values[10]) if values[10] else None
    values[11] = Money(values[11]) if values[11] else ZERO
    values[15] = State(values[15])
    values[28] = tracking.State(values[28]) if values[28] else None
    escalates = escalates_at(values[15], limits, promised_at=values[18], platform_due=values[19])
    return InterceptionRow(*[*values, escalates])
