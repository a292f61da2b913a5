"""Packing with a check: the slip is scanned, then every piece; what is wrong stops it (SHP-04).

Who opens a slip has it until it is packed or set aside; a second packer is told. Each piece counted is kept at once, so
a parcel half packed when the light goes out is half packed afterwards.
"""

from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.documents import parse_return_code
from shopdesk.domain.permissions import Right
from shopdesk.queries.packing import PackItem, PackSlip, find_article, fold_code, get_pack_slip
from shopdesk.queries.slips import find_slip
from shopdesk.services.desk import Desk, Work, work
from shopdesk.services.packed_parcels import Packed, finish_slip
from shopdesk.services.packing_stops import (
    BeingPacked,
    OtherSlip,
    TooMany,
    UnknownCode,
    WrongItem,
    check_packable,
    on_the_table,
    wanted,
)

AGAIN_WITHIN = 5_000
"""Milliseconds after packing in which the same slip scanned again is a scanner that fired twice."""


class StepKind(StrEnum):
    """What a scan did."""

    OPENED = "opened"
    COUNTED = "counted"
    AGAIN = "again"
    """The slip on the table was scanned again; nothing was changed."""
    JUST_PACKED = "just-packed"
    """The slip packed a moment ago was scanned again; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a scan led to."""

    kind: StepKind
    slip: PackSlip
    item: PackItem | None = None
    before: Packed | None = None
    """The parcel before, which this scan finished."""


def find_pack_slip(desk: Desk, code: str) -> PackSlip:
    """The slip that a code means, whatever its state; raises UnknownCode, and SlipAmbiguous for an order of several
    parcels."""
    of_paper = parse_return_code(code)
    found = find_slip(desk.database, of_paper[2] if of_paper else code)
    if found is None:
        raise UnknownCode(code=code.strip())
    return get_pack_slip(desk.database, found.id)


def open_slip(desk: Desk, *, code: str, take_over: bool = False, reason: str = "") -> Step:
    """Put a slip on the packing table.

    Raises UnknownCode, SlipCancelled, AlreadyShipped, AlreadyPacked, NotPrintedYet, StopParcel, OnHold and, unless
    `take_over`, BeingPacked. A refund under way stops it too, unless somebody who may overrule gives a `reason`.
    """
    with work(desk, Right.PACK) as doing:
        slip = find_pack_slip(desk, code)
        if _is_just_packed(desk, slip):
            return Step(StepKind.JUST_PACKED, slip)
        check_packable(desk, slip, reason.strip())
        if slip.packer_id not in (None, desk.actor.id) and not take_over:
            raise BeingPacked(person=slip.packer, number=slip.number)
        if slip.packer_id not in (None, desk.actor.id):
            doing.note("take over", "slip", slip.id, before={"packed_by_id": slip.packer_id})
        if reason.strip():
            doing.note("pack all the same", "slip", slip.id, reason=reason.strip())
        _claim(doing, slip.id, desk.actor.id)
    return Step(StepKind.OPENED, get_pack_slip(desk.database, slip.id))


def scan(
    desk: Desk, *, code: str, slip_id: int | None = None, version: int | None = None, weight: int | None = None
) -> Step:
    """What a packer scanned: a slip if none is on the table, else a piece of it or, once it is complete, the next slip.

    `weight` is what the parcel weighs, if the next slip finishes it. Raises what `open_slip` and `finish_slip` raise,
    and WrongItem, TooMany, OtherSlip, SlipChanged.
    """
    if slip_id is None:
        return open_slip(desk, code=code)
    slip = get_pack_slip(desk.database, slip_id)
    folded = fold_code(code)
    if any(item.answers_to(folded) for item in slip.items):
        return _count(desk, slip, folded, version)
    other = find_slip(desk.database, code)
    if other is not None:
        return Step(StepKind.AGAIN, slip) if other.id == slip.id else _next(desk, slip, code, weight, version)
    raise WrongItem(scanned=_told(desk, slip, code), wanted=wanted(slip))


def tick_item(desk: Desk, *, slip_id: int, item_id: int, version: int | None = None, off: bool = False) -> PackSlip:
    """Say by hand that all pieces of an article are in the parcel, or with `off` that none is. Raises SlipChanged."""
    with work(desk, Right.PACK) as doing:
        slip = on_the_table(doing, slip_id, version)
        item = next((item for item in slip.items if item.id == item_id), None)
        if item is not None:
            _set_packed(doing, slip, item, 0 if off else item.quantity)
    return get_pack_slip(desk.database, slip_id)


def tick_all(desk: Desk, *, slip_id: int) -> PackSlip:
    """Say by hand that everything is in the parcel."""
    with work(desk, Right.PACK) as doing:
        slip = on_the_table(doing, slip_id, None)
        desk.database.execute_sql("UPDATE slip_item SET packed = quantity WHERE slip_id = ?", (slip.id,))
        _claim(doing, slip.id, desk.actor.id)
    return get_pack_slip(desk.database, slip_id)


def set_aside(desk: Desk, *, slip_id: int) -> None:
    """Leave a slip for later or for somebody else; what was counted stays counted."""
    with work(desk, Right.PACK) as doing:
        slip = get_pack_slip(desk.database, slip_id)
        if slip.packed_at is None and slip.packer_id == desk.actor.id:
            _claim(doing, slip_id, None)


def _next(desk: Desk, slip: PackSlip, code: str, weight: int | None, version: int | None) -> Step:
    """The next slip was scanned: the one before is finished if it can be."""
    if not slip.is_complete:
        raise OtherSlip(number=slip.number, wanted=wanted(slip))
    before = finish_slip(desk, slip_id=slip.id, weight=weight, version=version)
    opened = open_slip(desk, code=code)
    return Step(opened.kind, opened.slip, before=before)


def _count(desk: Desk, slip: PackSlip, code: str, version: int | None) -> Step:
    with work(desk, Right.PACK) as doing:
        slip = on_the_table(doing, slip.id, version)
        fitting = [item for item in slip.items if item.answers_to(code)]
        item = next((item for item in fitting if not item.is_done), None)
        if item is None:
            first = fitting[0]
            raise TooMany(item=first.name, n=sum(same.quantity for same in fitting))
        _set_packed(doing, slip, item, item.packed + 1)
    slip = get_pack_slip(desk.database, slip.id)
    return Step(StepKind.COUNTED, slip, next(now for now in slip.items if now.id == item.id))


def _set_packed(doing: Work, slip: PackSlip, item: PackItem, packed: int) -> None:
    doing.desk.database.execute_sql("UPDATE slip_item SET packed = ? WHERE id = ?", (packed, item.id))
    _claim(doing, slip.id, doing.desk.actor.id)


def _claim(doing: Work, slip_id: int, person_id: int | None) -> None:
    """Whose slip it is. Neither this nor counting leaves rows in the trail: what was packed in the end does."""
    doing.desk.database.execute_sql(
        "UPDATE slip SET packed_by_id = ?, version = version + 1 WHERE id = ?", (person_id, slip_id)
    )


def _is_just_packed(desk: Desk, slip: PackSlip) -> bool:
    mine = slip.packed_at is not None and slip.packer_id == desk.actor.id and slip.shipped_at is None
    return mine and desk.clock() - (slip.packed_at or 0) <= AGAIN_WITHIN


def _told(desk: Desk, slip: PackSlip, code: str) -> str:
    """A scanned code with what it is, if anybody knows."""
    article = find_article(desk.database, slip.shop_id, code)
    if article is None:
        return code
    return article.name if code in article.name else f"{article.name} ({code})"
