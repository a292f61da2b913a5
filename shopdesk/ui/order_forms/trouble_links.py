"""Complaints, reviews, repairs, damage, parcels in trouble beside an order or a buyer, each a line that opens it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from shopdesk.domain import (
    claims,
    complaints,
    damage_list,
    detours,
    interceptions,
    repairs,
    reviews,
    shortages,
    tracking,
)
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.record_links import Link, joined, late_since

if TYPE_CHECKING:
    # Loaded when they are first read: the window is there sooner.
    from shopdesk.queries.claims import ClaimRow
    from shopdesk.queries.complaints import ComplaintRow
    from shopdesk.queries.damage_list import DamageRow
    from shopdesk.queries.detours import DetourRow
    from shopdesk.queries.interceptions import InterceptionRow
    from shopdesk.queries.repairs import RepairRow
    from shopdesk.queries.reviews import ReviewRow
    from shopdesk.queries.shortages import ShortageRow
    from shopdesk.queries.tracking import ParcelRow


@dataclass(frozen=True, slots=True)
class Troubles:
    """What went wrong with the goods or the parcels of an order or a buyer, and what they said of it; read in the
    background."""

    repairs: "tuple[RepairRow, ...]" = ()
    damage: "tuple[DamageRow, ...]" = ()
    parcels: "tuple[ParcelRow, ...]" = ()
    """Of an order; of a buyer there are too many."""
    claims: "tuple[ClaimRow, ...]" = ()
    interceptions: "tuple[InterceptionRow, ...]" = ()
    detours: "tuple[DetourRow, ...]" = ()
    shortages: "tuple[ShortageRow, ...]" = ()
    complaints: "tuple[ComplaintRow, ...]" = ()
    reviews: "tuple[ReviewRow, ...]" = ()

    def without(self, order_id: int | None) -> "Troubles":
        """The same without what belongs to one order."""

        def others(rows: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(row for row in rows if order_id is None or row.order_id != order_id)

        return Troubles(*(others(getattr(self, field.name)) for field in fields(self)))


NONE = Troubles()


def read_of_order(desk: Desk, order_id: int) -> Troubles:
    """What belongs to an order."""
    from shopdesk.queries.claims import list_claims
    from shopdesk.queries.complaints import list_complaints
    from shopdesk.queries.damage_list import list_damage
    from shopdesk.queries.detours import list_detours
    from shopdesk.queries.interceptions import list_interceptions
    from shopdesk.queries.repairs import list_repairs
    from shopdesk.queries.reviews import list_reviews
    from shopdesk.queries.shortages import list_shortages
    from shopdesk.queries.tracking import list_parcels_of

    database = desk.seen
    return Troubles(
        tuple(list_repairs(database, order_id=order_id)),
        tuple(list_damage(database, order_id=order_id)),
        tuple(list_parcels_of(database, order_id=order_id)),
        tuple(list_claims(database, order_id=order_id)),
        tuple(list_interceptions(database, order_id=order_id)),
        tuple(list_detours(database, order_id=order_id)),
        tuple(list_shortages(database, order_id=order_id)),
        tuple(list_complaints(database, order_id=order_id)),
        tuple(list_reviews(database, order_id=order_id)),
    )


def read_of_buyer(desk: Desk, buyer_id: int) -> Troubles:
    """What belongs to a buyer."""
    from shopdesk.queries.claims import list_claims
    from shopdesk.queries.complaints import list_complaints
    from shopdesk.queries.interceptions import list_interceptions
    from shopdesk.queries.repairs import list_repairs
    from shopdesk.queries.reviews import list_reviews
    from shopdesk.queries.shortages import list_shortages

    database = desk.seen
    return Troubles(
        repairs=tuple(list_repairs(database, buyer_id=buyer_id)),
        claims=tuple(list_claims(database, buyer_id=buyer_id)),
        interceptions=tuple(list_interceptions(database, buyer_id=buyer_id)),
        shortages=tuple(list_shortages(database, buyer_id=buyer_id)),
        complaints=tuple(list_complaints(database, buyer_id=buyer_id)),
        reviews=tuple(list_reviews(database, buyer_id=buyer_id)),
    )


def read_of_case(desk: Desk, case_id: int, order_id: int | None) -> Troubles:
    """What belongs to a case, and what was begun about its order without one."""
    from shopdesk.queries.claims import list_claims
    from shopdesk.queries.complaints import list_complaints
    from shopdesk.queries.detours import list_detours
    from shopdesk.queries.interceptions import list_interceptions
    from shopdesk.queries.repairs import list_repairs
    from shopdesk.queries.reviews import list_reviews
    from shopdesk.queries.shortages import list_shortages

    def found(listed: Callable[..., list[Any]]) -> tuple[Any, ...]:
        own = listed(desk.seen, case_id=case_id)
        loose = [] if order_id is None else listed(desk.seen, order_id=order_id, only_open=True)
        return (*own, *(row for row in loose if row.case_id is None))

    return Troubles(
        repairs=found(list_repairs),
        claims=found(list_claims),
        interceptions=found(list_interceptions),
        detours=found(list_detours),
        shortages=found(list_shortages),
        complaints=found(list_complaints),
        reviews=found(list_reviews),
    )


def read_of_box(desk: Desk, box_id: int) -> Troubles:
    """What became of the goods in a box."""
    from shopdesk.queries.damage_list import list_damage
    from shopdesk.queries.repairs import list_repairs

    return Troubles(
        repairs=tuple(list_repairs(desk.seen, box_id=box_id)), damage=tuple(list_damage(desk.seen, box_id=box_id))
    )


def links(shown: Troubles, clocks: Clocks) -> Iterator[Link]:
    """One for each, the loudest first; what pressed the carrier is told before what became of it."""
    for complaint in shown.complaints:
        yield _complaint(complaint, clocks)
    for review in shown.reviews:
        yield _review(review, clocks)
    for repair in shown.repairs:
        yield _repair(repair, clocks)
    for interception in shown.interceptions:
        yield _interception(interception, clocks)
    for claim in shown.claims:
        yield _claim(claim, clocks)
    for detour in shown.detours:
        yield _detour(detour, clocks)
    for shortage in shown.shortages:
        said = [_("Shortage {n}").format(n=shortage.id), _(shortages.VERDICTS[shortage.verdict]), shortage.goods]
        yield Link("shortage", shortage.id, joined(said), shortage.why, shortage.is_open)
    for parcel in shown.parcels:
        yield parcel_link(parcel, clocks)
    for damage in shown.damage:
        said = [_("Damage {n}").format(n=damage.id), _(damage_list.STATES[damage.state]), damage.name]
        is_late = damage.is_late(clocks.now)
        said.append(late_since(damage.expires_at, clocks) if is_late else "")
        tip = (damage.fault, damage.supplier)
        yield Link("damage", damage.id, joined(said), joined(tip, "\n"), damage.is_open, is_late)


def parcel_link(parcel: "ParcelRow", clocks: Clocks) -> Link:
    """Where a parcel is, or by when it should be there; what the carrier said last as its tip."""
    is_there = parcel.signed_at is not None or parcel.closed_at is not None
    is_late = not is_there and parcel.expected_at is not None and parcel.expected_at < clocks.now
    said = [
        _("Parcel {waybill}").format(waybill=parcel.numbers), _(tracking.STATES[parcel.state]),
        "" if is_there else arrival(parcel, clocks),
    ]  # fmt: skip
    tip = (joined((parcel.last_place, parcel.last_text)), full_moment(parcel.moved_at, clocks.zone))
    return Link("parcel", parcel.id, joined(said), joined(tip, "\n"), not is_there, is_late)


def arrival(parcel: "ParcelRow", clocks: Clocks) -> str:
    """By when a parcel should be there (SHP-09)."""
    if parcel.expected_at is None:
        return ""
    said = _("should be there since {when}") if parcel.expected_at < clocks.now else _("should be there by {when}")
    return said.format(when=short_moment(parcel.expected_at, clocks.now, clocks.zone))


def _complaint(row: "ComplaintRow", clocks: Clocks) -> Link:
    is_late = row.is_late(clocks.now)
    said = [_("Complaint {n}").format(n=row.id), _(complaints.CAUSES[row.cause]), _(complaints.STATES[row.state])]
    said.append(late_since(row.due_at, clocks) if is_late else "")
    tip = (row.said, row.person, full_moment(row.opened_at, clocks.zone))
    return Link("complaint", row.id, joined(said), joined(tip, "\n"), row.is_open, is_late)


def _review(row: "ReviewRow", clocks: Clocks) -> Link:
    is_late = row.is_late(clocks.now)
    said = [_("Review {n}").format(n=row.id), _(reviews.KINDS[row.kind]), _(reviews.STATES[row.state])]
    said += [late_since(row.due_at, clocks) if is_late else "", row.said]
    tip = (row.later_said, row.person, full_moment(row.at, clocks.zone))
    return Link("review", row.id, joined(said), joined(tip, "\n"), row.is_open, is_late)


def _repair(repair: "RepairRow", clocks: Clocks) -> Link:
    is_late = repair.is_late(clocks.now)
    said = [_("Repair {n}").format(n=repair.id), _(repairs.STATES[repair.state]), repair.name]
    said.insert(2, late_since(repair.due_at, clocks) if is_late else "")
    tip = (repair.fault, repair.supplier, full_moment(repair.at, clocks.zone))
    return Link("repair", repair.id, joined(said), joined(tip, "\n"), repair.is_open, is_late)


def _interception(row: "InterceptionRow", clocks: Clocks) -> Link:
    is_late = row.is_late(clocks.now)
    said = [_("Calling back {waybill}").format(waybill=row.waybill), _(interceptions.STATES[row.state])]
    said.append(late_since(row.due_at, clocks) if is_late else "")
    return Link("interception", row.id, joined(said), joined((row.reason, row.asked_of), "\n"), row.is_open, is_late)


def _claim(claim: "ClaimRow", clocks: Clocks) -> Link:
    is_late = claim.is_late(clocks.now)
    kind, state = _(claims.KINDS[claim.kind]), _(claims.STATES[claim.state])
    said = [_("Claim {n}").format(n=claim.id), kind, state, late_since(claim.answer_by, clocks) if is_late else ""]
    tip = (joined((claim.carrier, claim.waybill)), claim.amount.shown, _(claims.SOLUTIONS[claim.solution]))
    return Link("claim", claim.id, joined(said), joined(tip, "\n"), claim.is_open or not claim.is_made_good, is_late)


def _detour(detour: "DetourRow", clocks: Clocks) -> Link:
    is_late, is_open = detour.is_late(clocks.now), detour.done_at is None
    said = [_("Out of reach"), _(detours.WAYS[detour.way]), joined((detour.new_carrier, detour.new_waybill), " ")]
    said.append(late_since(detour.due_at, clocks) if is_late else "")
    return Link("detour", detour.id, joined(said), detour.why, is_open, is_late)
