"""What is due of repairs, damage and parcels on their way: one statement a kind, each of what its list shows."""

from collections.abc import Mapping

from shopdesk.domain import damage_list, repairs
from shopdesk.domain.damage_list import AWAY, HERE
from shopdesk.domain.due import ClaimList, DueKind
from shopdesk.domain.interceptions import State as InterceptionState
from shopdesk.domain.reasons import Party
from shopdesk.domain.repairs import Estimate
from shopdesk.domain.tracking import State as ParcelState
from shopdesk.queries.claims import OF_LISTS
from shopdesk.queries.repairs import AWAY as WITH_FACTORY
from shopdesk.queries.repairs import UNTOLD
from shopdesk.queries.tracking import CALLS, FORWARDED, NOBODYS, UNCLOSED

STALLED = "{stalled}"
"""Stands for the condition of what stands still, which depends on the shop's settings."""


def _words(states: frozenset[repairs.State] | frozenset[damage_list.State]) -> str:
    return ", ".join(f"'{state.value}'" for state in sorted(states))


def _repairs(where: str, *, due: str = "NULL", since: str = "r.at") -> str:
    return f"SELECT {due} AS due, {since} AS since, {{mine}} AS mine FROM repair r WHERE {where}"


def _damage(where: str, *, due: str = "NULL", since: str = "d.at") -> str:
    return (
        f"SELECT {due} AS due, {since} AS since, {{mine}} AS mine FROM damage d WHERE d.closed_at IS NULL AND {where}"
    )


def _batches(table: str, sent: str) -> str:
    return (
        f"SELECT NULL AS due, b.at AS since, {{mine}} AS mine FROM {table} b "
        f"WHERE b.{sent} IS NULL AND b.cancelled_at IS NULL"
    )


def _parcels(where: str, *, due: str = "NULL", since: str = "moved_at") -> str:
    return f"SELECT {due} AS due, {since} AS since, {{mine}} AS mine FROM tracking WHERE {where}"


def _claims(which: ClaimList) -> str:
    return (
        "SELECT c.answer_by AS due, coalesce(c.asked_at, c.at) AS since, {mine} AS mine FROM claim c WHERE "
        + OF_LISTS[which].replace("?", ":now")
    )


_OPEN = "r.closed_at IS NULL"
_INTERCEPTIONS = (
    "SELECT i.due_at AS due, i.at AS since, {mine} AS mine FROM interception i LEFT JOIN cases c ON c.id = i.case_id "
    "WHERE i.closed_at IS NULL"
)
_ESCALATED = (
    "(i.escalated_at IS NOT NULL OR coalesce(c.platform_due, i.platform_due) - :escalate_within <= :now "
    f"OR (i.state = '{InterceptionState.PROMISED}' AND i.promised_at + :escalate_within <= :now))"
)
"""As `domain.interception_clocks.escalates_at` says it."""

SOURCES: Mapping[DueKind, str] = {
    DueKind.REPAIRS_DUE: _repairs(f"r.due_at < :tomorrow AND {WITH_FACTORY}", due="r.due_at", since="r.dispatched_at"),
    DueKind.REPAIRS_TO_SEND: _repairs(f"{_OPEN} AND r.state IN ({_words(repairs.HERE)}) AND r.batch_id IS NULL"),
    DueKind.REPAIR_BATCHES: _batches("repair_batch", "dispatched_at"),
    DueKind.REPAIRS_BACK: _repairs(f"{_OPEN} AND r.state = '{repairs.State.BACK}'", since="r.back_at"),
    DueKind.REPAIRS_TO_RETURN: _repairs(f"{_OPEN} AND r.state = '{repairs.State.CHECKED}'", since="r.checked_at"),
    DueKind.REPAIR_FEES: _repairs(f"{_OPEN} AND r.fee > 0 AND r.fee_by = '{Party.BUYER}' AND r.fee_reference = ''"),
    DueKind.REPAIRS_UNTOLD: _repairs(UNTOLD),
    DueKind.REPAIR_ESTIMATES: _repairs(f"{_OPEN} AND r.estimate_state = '{Estimate.ASKED}'"),
    DueKind.DAMAGE_EXPIRING: _damage(f"d.state IN ({_words(HERE)}) AND d.expires_at < :expiring", due="d.expires_at"),
    DueKind.DAMAGE_BATCHES: _batches("damage_batch", "sent_at"),
    DueKind.DAMAGE_REFUSED: _damage(f"d.state = '{damage_list.State.REFUSED}'", since="d.answered_at"),
    DueKind.DAMAGE_ANSWERS: _damage(f"d.state IN ({_words(AWAY)})", since="coalesce(d.answered_at, d.at)"),
    DueKind.PARCELS_STALLED: _parcels(STALLED, due="look_again_at"),
    DueKind.PARCELS_TROUBLED: _parcels(
        f"closed_at IS NULL AND state IN ('{ParcelState.TROUBLE}', '{ParcelState.RETURNING}')",
        due=f"CASE WHEN state = '{ParcelState.RETURNING}' THEN moved_at + :travel ELSE look_again_at END",
    ),
    DueKind.PARCEL_CALLS: _parcels(CALLS.replace("?", ":now"), since="expected_at"),
    DueKind.PARCELS_UNCLOSED: _parcels(UNCLOSED.replace("?", ":now"), since="signed_at"),
    DueKind.PARCELS_FORWARDED: _parcels(FORWARDED),
    DueKind.PARCELS_NOBODYS: _parcels(NOBODYS),
    DueKind.CLAIMS_TO_ASK: _claims(ClaimList.TO_ASK),
    DueKind.CLAIMS_TO_ANSWER: _claims(ClaimList.TO_ANSWER),
    DueKind.CLAIMS_TO_BE_PAID: _claims(ClaimList.PAID),
    DueKind.CLAIMS_TO_MAKE_GOOD: (
        f"SELECT NULL AS due, c.at AS since, {{mine}} AS mine FROM claim c WHERE {OF_LISTS[ClaimList.TO_MAKE_GOOD]}"
    ),
    DueKind.INTERCEPTIONS: _INTERCEPTIONS,
    DueKind.INTERCEPTIONS_ESCALATED: f"{_INTERCEPTIONS} AND {_ESCALATED}",
    DueKind.DETOURS: (
        "SELECT d.at + d.days * 86400000 AS due, d.at AS since, {mine} AS mine FROM (SELECT at, CASE way "
        "WHEN 'bring-back' THEN days_back ELSE days_post END AS days FROM detour WHERE done_at IS NULL) AS d"
    ),
    DueKind.SHORTAGES: (
        "SELECT CASE WHEN s.remedy = '' THEN NULL ELSE s.at + :answer_within END AS due, s.at AS since, "
        "{mine} AS mine FROM shortage s WHERE s.closed_at IS NULL"
    ),
}
"""What waits for somebody outside (the buyer, the courier) is looked after again when its time to answer is over."""
