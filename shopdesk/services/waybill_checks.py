"""What keeps a number from a slip (SHP-02): its form, another carrier's, another order's, a slip that is stopped."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopdesk.clock import Millis, shown
from shopdesk.db.database import GIVEN_TEXTS, Database, listed, rows_of
from shopdesk.domain.flags import LOOKS, Colour
from shopdesk.domain.waybills import fits, fold_waybill, looks_like
from shopdesk.errors import N_, Refused
from shopdesk.i18n import current_language, sentence
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.slips import SlipRow
from shopdesk.services.edits import ReasonMissing
from shopdesk.settings import WAYBILL_FORMS, ZONE

_TOLD_AT_MOST = 20
"""Conflicts that a refusal spells out; `conflicts` holds all of them."""


class WaybillMissing(Refused):
    template = N_("Order {order_no}: scan or type its waybill.")


class WaybillUnreadable(Refused):
    template = N_("{waybill} is no waybill of {carrier}. Look at its digits again; order {order_no} waits for it.")


class OtherCarriers(Refused):
    template = N_("{waybill} looks like a waybill of {other}, but order {order_no} goes with {carrier}.")


class WaybillTaken(Refused):
    template = N_(
        "Waybill {waybill} is used on order {order_no} ({when}, {flag} flag). Take another number, or take it off that "
        "order first."
    )


class WaybillTwice(Refused):
    template = N_("Waybill {waybill} is given to several orders ({order_nos}). Each parcel needs its own.")


class HasWaybill(Refused):
    template = N_("Order {order_no} has waybill {waybill} already. Say why it gets another one.")


class SlipStopped(Refused):
    template = N_("The slip of order {order_no} was cancelled ({why}). Stop this parcel: it must not leave.")


class OrderRefunded(Refused):
    template = N_("Order {order_no} was closed on the platform meanwhile. Stop this parcel, and cancel its slip.")


class LeftAlready(Refused):
    template = N_("The parcel of order {order_no} has left with waybill {waybill}. Its number stays.")


@dataclass(frozen=True, slots=True)
class Wish:
    """A number as it was given, for a slip."""

    slip: SlipRow
    text: str
    line: int = 0
    """Where it stands in the list or file, from 1; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A number that can't be given, and why."""

    line: int
    text: str
    slip_id: int
    order_no: str
    why: Refused


class WaybillConflicts(Refused):
    template = N_("No waybill was given, because of {n} that can't be: {reasons}")

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        told = [sentence(conflict.why) for conflict in conflicts[:_TOLD_AT_MOST]]
        reasons = " ".join([*told, "…"] if len(conflicts) > _TOLD_AT_MOST else told)
        super().__init__(n=len(conflicts), reasons=reasons)
        self.conflicts = tuple(conflicts)


@dataclass(frozen=True, slots=True)
class Given:
    """A folded number that a slip gets; `before` is the one it had."""

    slip: SlipRow
    waybill: str
    before: str


@dataclass(frozen=True, slots=True)
class _Use:
    """Where a number is used already."""

    slip_id: int | None
    order_id: int
    order_no: str
    flag: Colour
    at: Millis | None


def check_stopped(slip: SlipRow) -> None:
    """Raises SlipStopped for a cancelled slip, OrderRefunded where an order of it was closed on the platform."""
    if slip.cancelled_at is not None:
        raise SlipStopped(order_no=slip.order_no, why=slip.cancel_reason)
    if slip.refunded:
        raise OrderRefunded(order_no=slip.refunded)


def check_waybills(
    database: Database, wishes: Sequence[Wish], *, reason: str = ""
) -> tuple[list[Given], list[Conflict]]:
    """The numbers that can be given, and the conflicts. A slip that has just this number already is in neither."""
    forms = get_setting(database, WAYBILL_FORMS)
    folded = [fold_waybill(wish.text, wish.slip.carrier, forms) for wish in wishes]
    uses = _uses(database, sorted(set(folded)))
    counts = Counter(folded)
    zone = get_setting(database, ZONE)
    given, conflicts = [], []
    for wish, waybill in zip(wishes, folded, strict=True):
        if waybill == wish.slip.waybill and waybill and counts[waybill] == 1:
            continue
        try:
            _check_slip(wish.slip, reason)
            _check_form(wish.slip, waybill, forms)
            _check_free(wish.slip, waybill, uses.get(waybill, []), zone)
            if counts[waybill] > 1:
                others = [w.slip.order_no for w, same in zip(wishes, folded, strict=True) if same == waybill]
                raise WaybillTwice(waybill=waybill, order_nos=", ".join(others))
        except Refused as why:
            conflicts.append(Conflict(wish.line, wish.text, wish.slip.id, wish.slip.order_no, why))
        else:
            given.append(Given(wish.slip, waybill, wish.slip.waybill))
    return given, conflicts


def _check_slip(slip: SlipRow, reason: str) -> None:
    check_stopped(slip)
    if slip.shipped_at is not None:
        raise LeftAlready(order_no=slip.order_no, waybill=slip.waybill)
    if slip.waybill and not reason.strip():
        raise HasWaybill(order_no=slip.order_no, waybill=slip.waybill)


def _check_form(slip: SlipRow, waybill: str, forms: Mapping[str, Sequence[str]]) -> None:
    if not waybill:
        raise WaybillMissing(order_no=slip.order_no)
    other = looks_like(waybill, slip.carrier, forms) if slip.carrier else ""
    if other:
        raise OtherCarriers(waybill=waybill, other=other, order_no=slip.order_no, carrier=slip.carrier)
    if not fits(waybill, slip.carrier, forms):
        raise WaybillUnreadable(waybill=waybill, carrier=slip.carrier or "-", order_no=slip.order_no)


def _check_free(slip: SlipRow, waybill: str, uses: Sequence[_Use], zone: str) -> None:
    own = {order.id for order in slip.orders}
    for use in uses:
        if use.slip_id == slip.id or (use.slip_id is None and use.order_id in own):
            continue
        when = shown(use.at, zone)
        raise WaybillTaken(waybill=waybill, order_no=use.order_no, when=when, flag=_flag_word(use.flag))


def _flag_word(flag: Colour) -> str:
    return LOOKS[flag].letter_zh if current_language() == "zh_CN" else flag.code.replace("-", " ")


def used_waybills(database: Database, waybills: Sequence[str]) -> set[str]:
    """Which of these numbers a slip or an order has already."""
    return set(_uses(database, list(waybills)))


def _uses(database: Database, waybills: Sequence[str]) -> dict[str, list[_Use]]:
    """Which slips and orders have these numbers, those of other files included."""
    rows = rows_of(
        database,
        "SELECT s.waybill, s.id, o.id, o.order_no, o.flag, coalesce(s.waybill_at, s.created_at) FROM slip s "
        f"JOIN slip_item i ON i.slip_id = s.id JOIN orders o ON o.id = i.order_id WHERE s.waybill IN {GIVEN_TEXTS} "
        "UNION SELECT p.waybill, NULL, o.id, o.order_no, o.flag, coalesce(o.shipped_at, o.registered_at, o.created) "
        f"FROM parcel p JOIN orders o ON o.id = p.order_id WHERE p.slip_id IS NULL AND p.waybill IN {GIVEN_TEXTS}",
        (listed(waybills),) * 2,
    )
    found: dict[str, list[_Use]] = {}
    for waybill, slip_id, order_id, order_no, flag, at in rows:
        found.setdefault(waybill, []).append(_Use(slip_id, order_id, order_no, Colour(flag), at))
    return found


def check_reason(reason: str) -> None:
    """Raises ReasonMissing for an empty one."""
    if not reason.strip():
        raise ReasonMissing()
