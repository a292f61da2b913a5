"""The scripts that are likely to be wanted for what is in view (CRM-02)."""

from collections.abc import Iterable
from typing import Unpack

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.cases import Kind
from shopdesk.domain.interceptions import OPEN as INTERCEPTED
from shopdesk.domain.refunds import OPEN as REFUND_OPEN
from shopdesk.domain.refunds import RefundState
from shopdesk.domain.reviews import Kind as ReviewKind
from shopdesk.domain.script_blanks import ASKED
from shopdesk.domain.script_hints import InView, likely_topics, place_of, topics_of_case
from shopdesk.domain.script_topics import Topic
from shopdesk.domain.statuses import Status
from shopdesk.queries.script_values import About, fill_text, find_order_in_view
from shopdesk.queries.scripts import ScriptRow, list_scripts


def _listed(states: Iterable[str]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))


_OF_ORDER = "order_id = o.id AND closed_at IS NULL"
_SQL = f"""
SELECT o.status, o.shipped_at IS NOT NULL,
  EXISTS (SELECT 1 FROM tracking t WHERE t.order_id = o.id AND t.signed_at IS NOT NULL),
  EXISTS (SELECT 1 FROM complaint WHERE {_OF_ORDER}),
  EXISTS (SELECT 1 FROM review WHERE {_OF_ORDER} AND kind <> '{ReviewKind.GOOD.value}'),
  EXISTS (SELECT 1 FROM review WHERE order_id = o.id AND kind = '{ReviewKind.GOOD.value}'),
  EXISTS (SELECT 1 FROM interception WHERE order_id = o.id AND state IN ({_listed(INTERCEPTED)})),
  EXISTS (SELECT 1 FROM refund WHERE order_id = o.id AND state IN ({_listed(REFUND_OPEN)})),
  EXISTS (SELECT 1 FROM refund WHERE order_id = o.id AND state = '{RefundState.PAID.value}'),
  EXISTS (SELECT 1 FROM repair WHERE {_OF_ORDER}),
  EXISTS (SELECT 1 FROM shortage WHERE {_OF_ORDER})
FROM orders o WHERE o.id = ?"""
_CASES = "SELECT kind FROM cases WHERE order_id = ? AND closed_at IS NULL ORDER BY id DESC"


def get_likely_topics(database: Database, **about: Unpack[About]) -> tuple[Topic, ...]:
    """Topics by how likely they are wanted. Raises OrderNotFound, CaseNotFound ... for what isn't there."""
    order_id = find_order_in_view(database, about)
    seen = None if order_id is None else _in_view(database, order_id)
    return likely_topics(seen, chosen=_chosen(database, about))


def _chosen(database: Database, about: About) -> tuple[Topic, ...]:
    """Who looks at a repair speaks about it, whatever else there is with the order."""
    if about.get("repair_id") is not None:
        return (Topic.REPAIR,)
    if about.get("refund_id") is not None:
        return (Topic.REFUND, Topic.REFUND_CHANNEL)
    case_id = about.get("case_id")
    kinds = [] if case_id is None else rows_of(database, "SELECT kind FROM cases WHERE id = ?", (case_id,))
    return tuple(topic for (kind,) in kinds if kind in set(Kind) for topic in topics_of_case(Kind(kind)))


def list_likely_scripts(database: Database, *, limit: int | None = None, **about: Unpack[About]) -> list[ScriptRow]:
    """The library, likely topics first, in each what is used most: what a list shows before anybody types. Of the
    likeliest topic those stand behind that would leave open what should be known: where nothing is heard of a parcel
    yet nobody asks for its last news."""
    likely = get_likely_topics(database, **about)
    rows = list_scripts(database)
    lacking = {row.id for row in rows if row.topic is likely[0] and _lacks(database, row.body, about)}
    return sorted(rows, key=lambda row: (place_of(row.topic, likely), row.id in lacking, -row.used))[:limit]


def _lacks(database: Database, body: str, about: About) -> bool:
    """Whether a blank stays open that isn't left to who writes."""
    gaps = fill_text(database, body, now=0, person="-", **about).gaps
    return any(not gap.startswith(ASKED) for gap in gaps)


def _in_view(database: Database, order_id: int) -> InView:
    status, *facts = rows_of(database, _SQL, (order_id,))[0]
    kinds = set(Kind)
    cases = tuple(Kind(kind) for (kind,) in rows_of(database, _CASES, (order_id,)) if kind in kinds)
    left, signed, complaint, bad, good, intercepted, refund, refunded, repair, shortage = map(bool, facts)
    return InView(
        Status(status), left, signed, cases, complaint, bad, good, intercepted, refund, refunded, repair, shortage
    )
