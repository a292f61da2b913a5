"""Number ranges: what the shop has got from its carriers, and numbering slips from them (SHP-02)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopdesk.db.database import add_row
from shopdesk.domain.permissions import Right
from shopdesk.domain.waybills import Numbers, Rule, fits, fold_waybill, following, looks_like, numbers, usual_rule
from shopdesk.errors import N_, Refused
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.slips import SlipRow
from shopdesk.queries.waybill_ranges import RangeRow, get_range, list_ranges
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.slip_writer import follow_orders
from shopdesk.services.waybill_checks import (
    OtherCarriers,
    WaybillConflicts,
    WaybillUnreadable,
    Wish,
    check_waybills,
    used_waybills,
)
from shopdesk.services.waybills import waiting_slips, write_waybills
from shopdesk.settings import WAYBILL_FORMS


class RangeWrong(Refused):
    template = N_(
        "{first} to {last} is no range of {carrier}: both need its form, the same letters, and count upwards."
    )


class RangeOverlaps(Refused):
    template = N_(
        "{first} to {last} overlaps the range {other_first} to {other_last} of {carrier}, entered by {person}."
    )


class CarrierMissing(Refused):
    template = N_("Say which carrier the numbers are of.")


class RangeClosed(Refused):
    template = N_("The range {first} to {last} is closed or used up. Choose another one.")


class RangeTooShort(Refused):
    template = N_(
        "The numbers reach for {there} of {wanted} slips; {missing} are missing. Enter another range, or number as far "
        "as they reach."
    )


class SeveralCarriers(Refused):
    template = N_("Slips of several carriers wait ({carriers}). Say whose numbers these are.")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Numbers for some slips, and the range they come from."""

    slips: list[SlipRow]
    waybills: list[str]
    stock: RangeRow | None
    after: str = ""
    """The range's next free number afterwards."""


def add_range(desk: Desk, *, carrier: str, first: str, last: str, rule: Rule | None = None, step: int = 1) -> int:
    """Enter a range; returns its id. `rule` None: as numbers of this form follow one another.

    Raises CarrierMissing, RangeWrong, RangeOverlaps.
    """
    carrier = carrier.strip()
    if not carrier:
        raise CarrierMissing()
    forms = get_setting(desk.database, WAYBILL_FORMS)
    first, last = fold_waybill(first, carrier, forms), fold_waybill(last, carrier, forms)
    how = rule or usual_rule(first)
    try:
        made = numbers(first, last, how, step)
    except ValueError as error:
        raise RangeWrong(first=first, last=last, carrier=carrier) from error
    if not fits(first, carrier, forms) or not fits(last, carrier, forms):
        raise RangeWrong(first=first, last=last, carrier=carrier)
    with work(desk, Right.WAYBILL, Changed.SLIPS) as doing:
        _check_apart(desk, made, first, last)
        range_id = add_row(
            desk.database,
            "INSERT INTO waybill_range (carrier, first, last, next, rule, step, person_id, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (carrier, first, last, first, how.value, step, desk.actor.id, doing.at),
        )
        told = {"carrier": carrier, "first": first, "last": last, "rule": how.value, "step": step}
        doing.note("added", "waybill_range", range_id, after=told)
    return range_id


def close_range(desk: Desk, *, range_id: int) -> None:
    """Take no more numbers from a range. Raises RangeNotFound, RangeClosed."""
    with work(desk, Right.WAYBILL, Changed.SLIPS) as doing:
        stock = get_range(desk.database, range_id)
        if stock.closed_at is not None:
            raise RangeClosed(first=stock.first, last=stock.last)
        desk.database.execute_sql(
            "UPDATE waybill_range SET closed_at = ?, version = version + 1 WHERE id = ?", (doing.at, range_id)
        )
        doing.note("closed", "waybill_range", range_id, before={"next": stock.next})


def give_from_range(
    desk: Desk, *, wave_id: int, range_id: int | None = None, carrier: str = "", first: str = "", as_far: bool = False
) -> int:
    """Number a wave's waiting slips (of one carrier) in print order; returns how many.

    From `first` on, or from a range in stock, or, where neither is named, from the ranges in stock of each carrier.
    Slips whose order was closed meanwhile get none. Raises RangeTooShort, which says how many are missing, unless
    `as_far`; WaybillConflicts, SeveralCarriers, RangeClosed, NoneWaiting.
    """
    with work(desk, Right.WAYBILL, Changed.SLIPS, Changed.ORDERS) as doing:
        follow_orders(doing)
        slips = [slip for slip in waiting_slips(desk, wave_id, carrier) if not slip.refunded]
        if first.strip():
            stretches = [_from_number(desk, slips, first)]
        elif range_id is not None:
            stock = get_range(desk.database, range_id)
            stretches = _from_stock(desk, [slip for slip in slips if slip.carrier == stock.carrier], [stock])
        else:
            names = dict.fromkeys(slip.carrier for slip in slips)
            stretches = [part for name in names for part in _from_all_stock(desk, slips, name)]
        wanted = sum(len(stretch.slips) for stretch in stretches)
        there = sum(len(stretch.waybills) for stretch in stretches)
        if not there or (there < wanted and not as_far):
            raise RangeTooShort(there=there, wanted=wanted, missing=wanted - there)
        return sum(_give(doing, stretch) for stretch in stretches)


def _give(doing: Work, stretch: _Stretch) -> int:
    pairs = list(zip(stretch.slips, stretch.waybills, strict=False))
    wishes = [Wish(slip, waybill, place) for place, (slip, waybill) in enumerate(pairs, 1)]
    given, conflicts = check_waybills(doing.desk.database, wishes)
    if conflicts:
        raise WaybillConflicts(conflicts)
    write_waybills(doing, given, range_id=stretch.stock.id if stretch.stock else None)
    if stretch.stock is not None:
        doing.desk.database.execute_sql(
            "UPDATE waybill_range SET next = ?, version = version + 1 WHERE id = ?", (stretch.after, stretch.stock.id)
        )
    return len(given)


def _from_number(desk: Desk, slips: Sequence[SlipRow], first: str) -> _Stretch:
    """From a number that was typed: the slips of the carrier it is of, through the range it lies in, if any."""
    forms = get_setting(desk.database, WAYBILL_FORMS)
    fitting = [name for name in dict.fromkeys(slip.carrier for slip in slips) if _can_be(first, name, forms)]
    names = fitting or list(dict.fromkeys(slip.carrier for slip in slips))
    if len(names) > 1:
        raise SeveralCarriers(carriers=", ".join(names))
    chosen = [slip for slip in slips if slip.carrier == names[0]]
    start = fold_waybill(first, names[0], forms)
    _check_first(chosen[0], start, forms)
    for stock in list_ranges(desk.database, carrier=names[0], only_open=True):
        rest = _rest(stock, start)
        if rest is not None:
            waybills, behind = _unused(desk, rest, len(chosen))
            if waybills[:1] == [start]:
                return _Stretch(chosen, waybills, stock, rest.after(behind))
            return _Stretch(chosen, rest.take(len(chosen)), stock)  # the number typed is used: the check says where
    return _Stretch(chosen, following(start, len(chosen), usual_rule(start)), None)


def _can_be(first: str, carrier: str, forms: Mapping[str, Sequence[str]]) -> bool:
    waybill = fold_waybill(first, carrier, forms)
    return fits(waybill, carrier, forms) and not looks_like(waybill, carrier, forms)


def _check_first(slip: SlipRow, start: str, forms: Mapping[str, Sequence[str]]) -> None:
    """What is wrong with the first number is said before it is counted on from."""
    other = looks_like(start, slip.carrier, forms)
    if other:
        raise OtherCarriers(waybill=start, other=other, order_no=slip.order_no, carrier=slip.carrier)
    if not fits(start, slip.carrier, forms) or not any(letter.isdigit() for letter in start):
        raise WaybillUnreadable(waybill=start, carrier=slip.carrier, order_no=slip.order_no)


def _rest(stock: RangeRow, start: str) -> Numbers | None:
    """What is left of a range from a number on that lies in its free part; None where it lies elsewhere."""
    free = stock.left
    try:
        rest = numbers(start, stock.last, stock.rule, stock.step)
    except ValueError:
        return None
    inside = free is not None and rest.start >= free.start and (rest.start - free.start) % stock.step == 0
    return rest if inside else None


def _from_all_stock(desk: Desk, slips: Sequence[SlipRow], carrier: str) -> list[_Stretch]:
    return _from_stock(
        desk,
        [slip for slip in slips if slip.carrier == carrier],
        list_ranges(desk.database, carrier=carrier, only_open=True),
    )


def _unused(desk: Desk, free: Numbers, count: int) -> tuple[list[str], int]:
    """The first `count` numbers of a range that no parcel has yet, and how many were looked at: one given by hand
    meanwhile is passed over, so that it doesn't block those behind it."""
    found: list[str] = []
    behind = 0
    while len(found) < count and behind < len(free):
        upto = min(len(free), behind + count - len(found))
        more = free.take(upto)[behind:]
        used = used_waybills(desk.database, more)
        found += [waybill for waybill in more if waybill not in used]
        behind = upto
    return found, behind


def _from_stock(desk: Desk, slips: Sequence[SlipRow], ranges: Sequence[RangeRow]) -> list[_Stretch]:
    """The slips numbered from one range after the other; what is left over has no numbers."""
    rest = list(slips)
    found = []
    for stock in ranges:
        free = stock.left
        if free is None or stock.closed_at is not None:
            raise RangeClosed(first=stock.first, last=stock.last)
        waybills, behind = _unused(desk, free, len(rest))
        found.append(_Stretch(rest[: len(waybills)], waybills, stock, free.after(behind)))
        rest = rest[len(waybills) :]
        if not rest:
            break
    return [*found, _Stretch(rest, [], None)] if rest else found


def _check_apart(desk: Desk, made: Numbers, first: str, last: str) -> None:
    for other in list_ranges(desk.database):
        if other.whole.overlaps(made):
            raise RangeOverlaps(
                first=first,
                last=last,
                other_first=other.first,
                other_last=other.last,
                carrier=other.carrier,
                person=other.person,
            )
