"""What some holds wait for: the money that was due (ORD-08), whose customer it is (ORD-02)."""

from shopdesk.domain.holds import Hold
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.queries.orders import OrderDetail
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.edits import Base, ReasonMissing, save_edit
from shopdesk.services.holds import close_holds, count_holds, gone
from shopdesk.services.people import enter_person


class PostageShort(Refused):
    template = N_("{due} is due, {paid} was paid. Release it once the rest is there.")


class WayMissing(Refused):
    template = N_("Say how the money came in, such as Alipay.")


def confirm_postage(desk: Desk, *, hold_id: int, amount: Money, way: str, note: str = "") -> int:
    """Clear a "postage due" hold with what was paid and how; returns its order. Right.CONFIRM_MONEY.

    Raises HoldGone, PostageShort, WayMissing.
    """
    order_id, due = _open_hold(desk, hold_id, Hold.POSTAGE)
    if amount <= 0 or amount < due:
        raise PostageShort(due=Money(due).shown, paid=amount.shown)
    if not way.strip():
        raise WayMissing()
    with work(desk, Right.CONFIRM_MONEY, Changed.ORDERS) as doing:
        said = " · ".join(filter(None, (f"{amount.shown} {way.strip()}", note.strip())))
        if not close_holds(doing, [hold_id], said):
            raise gone(desk, hold_id)
        doing.note(
            "postage paid", "order", order_id, after={"amount": amount.yuan, "way": way.strip()}, reason=note.strip()
        )
        count_holds(doing, order_id, "release", said)
    return order_id


def name_salesperson(desk: Desk, *, order_id: int, name: str, base: Base | None = None) -> bool:
    """Say whose customer an order is, where its flag leaves it open (ORD-02); a new name is entered as an agent.
    `base` (`answer_base`) is what whoever says so has seen: Clash where somebody named another since."""
    if not name.strip():
        raise ReasonMissing()
    with work(desk, Right.REGISTER, Changed.ORDERS) as doing:
        person_id = _person_id(desk, name.strip()) or enter_person(doing, name=name.strip(), role="agent").id
        changed = save_edit(
            doing, "orders", order_id, {"salesperson_id": person_id}, action="salesperson", kind="order", base=base
        )
        check_orders(doing, [order_id])
    return changed


def answer_base(desk: Desk, order: OrderDetail) -> Base:
    """What answering a hold of an order begins with."""
    return Base(order.version, {"salesperson_id": _person_id(desk, order.salesperson), "carrier": order.carrier})


def choose_by_hand(desk: Desk, *, order_id: int, carrier: str, base: Base | None = None) -> bool:
    """Give an order its carrier by hand; no rule chooses another then. Right.RELEASE, for the hold that asks. `base`
    (`answer_base`) is what was on the screen: Clash where somebody chose another since."""
    if not carrier.strip():
        raise ReasonMissing()
    with work(desk, Right.RELEASE, Changed.ORDERS) as doing:
        after = {"carrier": carrier.strip(), "carrier_by_hand": 1}
        changed = save_edit(doing, "orders", order_id, after, action="carrier", kind="order", base=base)
        check_orders(doing, [order_id])
    return changed


def _person_id(desk: Desk, name: str) -> int | None:
    row = desk.database.execute_sql("SELECT id FROM person WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else None


def _open_hold(desk: Desk, hold_id: int, kind: Hold) -> tuple[int, int]:
    row = desk.database.execute_sql(
        "SELECT order_id, amount FROM hold WHERE id = ? AND kind = ? AND released_at IS NULL", (hold_id, kind.value)
    ).fetchone()
    if row is None:
        raise gone(desk, hold_id)
    return int(row[0]), int(row[1])
