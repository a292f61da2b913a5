"""Registering orders: the signed-in person enters a paid order under the salesperson its flag names.

ORD-01 to ORD-03, ORD-05.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shopdesk.clock import shown
from shopdesk.db.database import GIVEN, listed, rows_of
from shopdesk.db.search import index_again
from shopdesk.db.trail import Entry
from shopdesk.db.upsert import execute_many
from shopdesk.domain.flags import Colour
from shopdesk.domain.holds import Hold
from shopdesk.domain.memo import add_mark, remove_mark
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.salespeople import salespeople_of
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, Refused
from shopdesk.queries.registering import Candidate, list_candidates
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.holds import OnHold, close_holds
from shopdesk.services.people import enter_person
from shopdesk.services.settlement import promote_settled, remove_settlements
from shopdesk.settings import FLAG_SALESPEOPLE, REGISTERED_MARK, ZONE


class AlreadyRegistered(Refused):
    template = N_("Order {order_no} was registered by {person} on {when}. Nothing was changed.")


class NotPaid(Refused):
    template = N_("Order {order_no} is not paid yet. Register it once the payment is in.")


class OrderClosed(Refused):
    template = N_("Order {order_no} is closed on the platform ({why}). It is not to be registered.")


class SalespersonUnclear(Refused):
    template = N_("Order {order_no}: several people share its flag ({names}). Say whose customer it is.")


class NotRegistered(Refused):
    template = N_("Order {order_no} is not registered.")


class TooFarOn(Refused):
    template = N_("Order {order_no} is in a wave or printed already: its registration stays. Take it out there first.")


class SettledByHand(Refused):
    template = N_("Order {order_no} is settled already: its registration stays. Take the settlement back first.")


@dataclass(slots=True)
class Registration:
    """What registering did: the orders' ids, and who was refused why."""

    registered: list[int] = field(default_factory=list)
    refused: list[tuple[int, Refused]] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """Orders under one flag that are the same people's."""

    flag: Colour
    names: tuple[str, ...]
    """The salesperson; nobody means the owner, of several one is to be chosen."""
    order_ids: list[int] = field(default_factory=list)
    paid: Money = ZERO


@dataclass(slots=True)
class Preview:
    """What registering orders would do."""

    groups: list[Group] = field(default_factory=list)
    refused: list[tuple[Candidate, Refused]] = field(default_factory=list)

    @property
    def order_ids(self) -> list[int]:
        """Those that can be registered without asking."""
        return [order_id for group in self.groups if len(group.names) < 2 for order_id in group.order_ids]


def register_orders(
    desk: Desk, *, order_ids: Sequence[int], salesperson: str = "", skip_refused: bool = False
) -> Registration:
    """Register orders under the acting person (ORD-03), who can't be chosen.

    They are checked once more, so that a doubtful one is held instead (ORD-12). The first order that may not be
    registered refuses them all, unless `skip_refused`. The flag stays as it is; the memo gets the registered mark to
    copy to the platform (ORD-05). A named salesperson answers the question whose customer it is.
    """
    try:
        with work(desk, Right.REGISTER, Changed.ORDERS) as doing:
            check_orders(doing, order_ids)
            return _register(doing, order_ids, salesperson.strip(), skip_refused)
    except OnHold:
        with work(desk, Right.REGISTER, Changed.ORDERS) as doing:
            check_orders(doing, order_ids)  # what was found stays, though nothing is registered
        raise


def register_entered(doing: Work, order_id: int) -> None:
    """Who may register has done so by entering an order (ORD-03), its transfer confirmed or not; what a check holds or
    nobody paid waits like any other."""
    database = doing.desk.database
    [order] = list_candidates(database, [order_id])
    waits = any(hold.kind != Hold.BANK for hold in order.holds) or order.status is not Status.PAID
    if not waits and doing.desk.actor.may(Right.REGISTER):
        after = _registered(doing, order, order.salesperson_id, get_setting(database, REGISTERED_MARK))
        save_stages(doing, [(order, after)], action="register")


def unregister_orders(desk: Desk, *, order_ids: Sequence[int]) -> int:
    """Take registering back, all or none; returns how many orders are new again.

    The memo loses the mark that registering put there, a settlement that nobody made by hand goes too; the trail keeps
    both steps. Raises NotRegistered, TooFarOn, SettledByHand.
    """
    with work(desk, Right.REGISTER, Changed.ORDERS) as doing:
        orders = list_candidates(desk.database, order_ids)
        _check_undone(doing, orders)
        registered = _last_registrations(doing, [order.id for order in orders])
        mark = get_setting(desk.database, REGISTERED_MARK)
        remove_settlements(doing, _settled_by_rule(doing, [order.id for order in orders]))
        changes = [(order, _unregistered(order, registered.get(order.id), mark)) for order in orders]
        save_stages(doing, changes, action="unregister")
        check_orders(doing, order_ids)
    return len(orders)


def find_refusals(desk: Desk, *, order_ids: Sequence[int], salesperson: str = "") -> list[tuple[int, Refused]]:
    """Which of these orders can't be registered as they stand, and why, in the given order; writes nothing."""
    rules = _Rules.read(desk)
    orders = list_candidates(desk.database, order_ids)
    return [(order.id, why) for order in orders if (why := rules.refusal(order, salesperson.strip())) is not None]


def preview_registration(desk: Desk, *, order_ids: Sequence[int]) -> Preview:
    """Whose customers' orders these are, flag by flag, and which stay behind and why; writes nothing."""
    rules, preview = _Rules.read(desk), Preview()
    groups: dict[tuple[Colour, tuple[str, ...]], Group] = {}
    for order in list_candidates(desk.database, order_ids):
        refusal = rules.refusal(order, "")
        if refusal is not None and not isinstance(refusal, SalespersonUnclear):
            preview.refused.append((order, refusal))
            continue
        names = rules.salespeople(order)
        group = groups.setdefault((order.flag, names), Group(order.flag, names))
        group.order_ids.append(order.id)
        group.paid += order.paid
    preview.groups = [groups[key] for key in sorted(groups)]
    return preview


@dataclass(frozen=True, slots=True)
class _Rules:
    """The settings that registering goes by."""

    table: Mapping[str, Sequence[str]]
    mark: str
    zone: str

    @staticmethod
    def read(desk: Desk) -> "_Rules":
        database = desk.database
        table, mark = get_setting(database, FLAG_SALESPEOPLE), get_setting(database, REGISTERED_MARK)
        return _Rules(table, mark, get_setting(database, ZONE))

    def salespeople(self, order: Candidate) -> tuple[str, ...]:
        return salespeople_of(order.flag, order.memo, self.table)

    def refusal(self, order: Candidate, salesperson: str) -> Refused | None:
        """Why this order may not be registered; None where it may."""
        if order.stage is not Stage.NEW:
            when = shown(order.registered_at, self.zone)
            return AlreadyRegistered(order_no=order.order_no, person=order.registrar or "?", when=when)
        if order.status is Status.UNPAID:
            return NotPaid(order_no=order.order_no)
        if order.status is Status.CLOSED:
            return OrderClosed(order_no=order.order_no, why=order.why_closed)
        hold = next((hold for hold in order.holds if hold.kind != Hold.SALESPERSON), None)
        if hold is not None:
            return OnHold(order_no=order.order_no, reason=hold.reason)
        names = self.salespeople(order)
        if not salesperson and len(names) > 1 and order.salesperson_id is None:
            return SalespersonUnclear(order_no=order.order_no, names=", ".join(names))
        return None


def _register(doing: Work, order_ids: Sequence[int], salesperson: str, skip_refused: bool) -> Registration:
    rules, result = _Rules.read(doing.desk), Registration()
    person_of = _people(doing)
    ready: list[tuple[Candidate, dict[str, Any]]] = []
    for order in list_candidates(doing.desk.database, order_ids):
        refusal = rules.refusal(order, salesperson)
        if refusal is None:
            entered = order.salesperson_id if not salesperson else None  # with an order entered by hand (ORD-11)
            person = entered or person_of(salesperson or "".join(rules.salespeople(order)))
            after = _registered(doing, order, person, rules.mark)
            ready.append((order, after | {"held": 0} if order.held else after))
        elif skip_refused:
            result.refused.append((order.id, refusal))
        else:
            raise refusal
    _close_answered(doing, [order for order, _after in ready])
    save_stages(doing, ready, action="register")
    promote_settled(doing, [order.id for order, _after in ready])
    result.registered = [order.id for order, _after in ready]
    return result


def _registered(doing: Work, order: Candidate, salesperson_id: int | None, mark: str) -> dict[str, Any]:
    return {
        "stage": int(Stage.REGISTERED),
        "registrar_id": doing.desk.actor.id,
        "registered_at": doing.at,
        "salesperson_id": salesperson_id,
        "memo": add_mark(order.memo, mark),
    }


def _check_undone(doing: Work, orders: Sequence[Candidate]) -> None:
    database, given = doing.desk.database, listed(order.id for order in orders)
    taken = rows_of(
        database,
        "SELECT i.order_id FROM slip_item i JOIN slip s ON s.id = i.slip_id "
        f"WHERE s.cancelled_at IS NULL AND i.order_id IN {GIVEN} UNION "
        f"SELECT order_id FROM print_record WHERE document = 'slip' AND spoilt = 0 AND order_id IN {GIVEN}",
        (given, given),
    )
    by_hand = rows_of(  # a transfer confirmed before its order was registered stays confirmed
        database,
        "SELECT t.order_id FROM settlement t JOIN orders o ON o.id = t.order_id "
        f"WHERE t.automatic = 0 AND t.at >= o.registered_at AND t.order_id IN {GIVEN}",
        (given,),
    )
    in_wave, settled = ({row[0] for row in rows} for rows in (taken, by_hand))
    for order in orders:
        if order.stage is Stage.NEW:
            raise NotRegistered(order_no=order.order_no)
        if order.stage > Stage.SETTLED or order.id in in_wave:
            raise TooFarOn(order_no=order.order_no)
        if order.id in settled:
            raise SettledByHand(order_no=order.order_no)


def _settled_by_rule(doing: Work, order_ids: Sequence[int]) -> list[int]:
    sql = f"SELECT order_id FROM settlement WHERE automatic = 1 AND order_id IN {GIVEN}"
    return [row[0] for row in rows_of(doing.desk.database, sql, (listed(order_ids),))]


def _last_registrations(doing: Work, order_ids: Sequence[int]) -> dict[int, tuple[dict[str, Any], dict[str, Any]]]:
    """What each order was before and after it was registered last."""
    rows = rows_of(
        doing.desk.database,
        "SELECT record_id, before, after FROM trail WHERE id IN (SELECT max(id) FROM trail "
        "WHERE kind = 'order' AND action = 'register' "
        f"AND record_id IN {GIVEN} GROUP BY record_id)",
        (listed(order_ids),),
    )
    return {order_id: (json.loads(before), json.loads(after)) for order_id, before, after in rows}


def _unregistered(
    order: Candidate, registered: tuple[dict[str, Any], dict[str, Any]] | None, mark: str
) -> dict[str, Any]:
    before, after = registered or ({}, {})
    marked = before.get("memo") != after.get("memo")
    return {
        "stage": int(Stage.NEW),
        "registrar_id": None,
        "registered_at": None,
        "salesperson_id": before.get("salesperson_id"),
        "memo": remove_mark(order.memo, mark) if marked else order.memo,
    }


def _close_answered(doing: Work, orders: Sequence[Candidate]) -> None:
    """Whose customer these are is known now: that question holds none of them any more."""
    close_holds(doing, [hold.id for order in orders for hold in order.holds], "")


def save_stages(doing: Work, changes: Sequence[tuple[Candidate, dict[str, Any]]], *, action: str) -> None:
    """Write what registering sets or takes back, for many orders at once, with a row of the trail for each."""
    database = doing.desk.database
    rows = [({"held": order.held} | after, order.id) for order, after in changes]
    columns = ("stage", "registrar_id", "registered_at", "salesperson_id", "memo", "held")
    sets = ", ".join(f"{column} = ?" for column in columns)
    execute_many(
        database,
        f"UPDATE orders SET {sets}, version = version + 1 WHERE id = ?",
        [(*(values[column] for column in columns), order_id) for values, order_id in rows],
    )
    index_again(database, [order.id for order, after in changes if after["memo"] != order.memo])
    doing.note_all(action, "order", [_entry(order, after) for order, after in changes])


def _entry(order: Candidate, after: dict[str, Any]) -> Entry:
    before = {column: getattr(order, column) for column in after}
    return Entry(order.id, before | {"stage": int(order.stage)}, after)


def _people(doing: Work) -> Callable[[str], int]:
    """Finds people's ids by name, each looked up once; a new name is entered as an agent, no name is the owner."""
    rows = doing.desk.database.execute_sql("SELECT name, id, role FROM person ORDER BY id DESC").fetchall()
    known = {name: int(person_id) for name, person_id, _role in rows}
    known[""] = next((person_id for _name, person_id, role in reversed(rows) if role == "owner"), doing.desk.actor.id)

    def find(name: str) -> int:
        if name not in known:
            known[name] = enter_person(doing, name=name, role="agent").id
        return known[name]

    return find
