"""What may go into a wave and what stays behind, and why (SHP-01, ORD-09, ORD-10, ORD-13)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shopdesk.db.database import Database
from shopdesk.domain.origins import Origin
from shopdesk.domain.settlements import CONFIRMED_BY_HAND, settled_as
from shopdesk.domain.statuses import Masking, Stage, Status
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.printing.papers import NoReceiver
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.wave_candidates import Candidate
from shopdesk.services.holds import OnHold
from shopdesk.settings import PACKING_LIST_ABOVE, SETTLE_ACCOUNTS, SETTLE_IN_WAVES


class NotRegistered(Refused):
    template = N_("Order {order_no} is not registered yet. Register it first.")


class NotSettled(Refused):
    template = N_("Order {order_no} is not settled. Settle it, then it can be printed.")


class MoneyNotConfirmed(Refused):
    template = N_("Order {order_no}: nobody confirmed that its money came in. Confirm it, then it can be printed.")


class NoCarrier(Refused):
    template = N_("Order {order_no} has no carrier. Choose one on the order.")


class ReceiverHidden(Refused):
    template = N_("Order {order_no}: the platform hides the receiver in a cipher. Type the receiver in.")


class OrderStopped(Refused):
    template = N_("Order {order_no} was closed on the platform ({why}). It is not to be shipped; cancel its slip.")


class AlreadyShipped(Refused):
    template = N_("Order {order_no} has left already.")


class AlreadyInWave(Refused):
    template = N_("Order {order_no} is in wave {wave} already.")


class OnPaperAlready(Refused):
    template = N_("Order {order_no} has been printed already.")


class ListMissing(Refused):
    template = N_("Order {order_no} is a wholesale order of {pieces} pieces. Print its packing list first.")


class WaitsForWaybill(Refused):
    template = N_("Order {order_no} waits for its waybill. Give it one, or ask a supervisor to print it plain.")


class TravelsWith(Refused):
    template = N_("Order {order_no} ships together with another that can't go. {why}")


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """An order that stays behind, and why."""

    order_id: int
    order_no: str
    why: Refused


@dataclass(frozen=True, slots=True)
class WaveRules:
    """What the settings say about who may go."""

    settles: bool
    """A wave settles the platforms' orders itself."""
    accounts: Mapping[str, str]
    """Each platform's usual account."""
    list_above: int
    """Pieces of a wholesale order above which its packing list comes first."""


def wave_rules(database: Database) -> WaveRules:
    """As the shop's settings stand."""
    return WaveRules(
        settles=get_setting(database, SETTLE_IN_WAVES),
        accounts=get_setting(database, SETTLE_ACCOUNTS),
        list_above=get_setting(database, PACKING_LIST_ABOVE),
    )


def refusal(order: Candidate, rules: WaveRules) -> Refused | None:
    """Why an order can't be printed as it stands; None where it can."""
    no = order.order_no
    if order.status is Status.CLOSED or order.stage is Stage.CLOSED:
        return OrderStopped(order_no=no, why=order.closed_why or _("closed"))
    if order.stage >= Stage.SHIPPED or order.status in (Status.SHIPPED, Status.DONE):
        return AlreadyShipped(order_no=no)
    if order.hold:
        return OnHold(order_no=no, reason=order.hold)
    if order.stage is Stage.NEW:
        return NotRegistered(order_no=no)
    return _money(order, rules) or _paper(order, rules)


def _money(order: Candidate, rules: WaveRules) -> Refused | None:
    if order.settled or order.stage >= Stage.SETTLED:
        return None
    if order.origin in CONFIRMED_BY_HAND:
        return MoneyNotConfirmed(order_no=order.order_no)
    account, _method = settled_as(order.origin, order.platform, rules.accounts)
    usual = rules.settles and (account or order.paid == 0)
    return None if usual else NotSettled(order_no=order.order_no)


def _paper(order: Candidate, rules: WaveRules) -> Refused | None:
    no = order.order_no
    if not order.carrier:
        return NoCarrier(order_no=no)
    if order.masking is Masking.CIPHER:
        return ReceiverHidden(order_no=no)
    if not order.receiver.strip() or not order.address.strip():
        missing = _("address") if order.receiver.strip() else _("receiver")
        return NoReceiver(order_no=no, missing=missing)
    if order.origin is Origin.WHOLESALE and order.pieces > rules.list_above and not order.listed:
        return ListMissing(order_no=no, pieces=order.pieces)
    return None


def placed(order: Candidate) -> Refused | None:
    """Why an order that was named can't go into a wave again: it lies in one, or was printed."""
    if order.wave_id is not None and not order.printed:
        return AlreadyInWave(order_no=order.order_no, wave=order.wave_id)
    return OnPaperAlready(order_no=order.order_no) if order.printed else None


def parcels_of(orders: Iterable[Candidate]) -> list[tuple[Candidate, ...]]:
    """The orders of each parcel: those on one slip together, one without a slip by itself."""
    by_slip: dict[tuple[str, int], list[Candidate]] = {}
    for order in orders:
        key = ("order", order.order_id) if order.slip_id is None else ("slip", order.slip_id)
        by_slip.setdefault(key, []).append(order)
    return [tuple(found) for found in by_slip.values()]


def left_of(parcel: Sequence[Candidate], refusals: Mapping[int, Refused]) -> list[LeftBehind]:
    """The orders of a parcel that stays, each with its own reason or that of the one it travels with."""
    first = next(refusals[order.order_id] for order in parcel if order.order_id in refusals)
    return [
        LeftBehind(
            order.order_id,
            order.order_no,
            refusals.get(order.order_id) or TravelsWith(order_no=order.order_no, why=first),
        )
        for order in parcel
    ]
