"""Many repairs, several people, random steps: none is ever stuck, lost between two batches, or goes unsaid."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise, product
from pathlib import Path

import pytest

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.intake import Destination, Wish
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.repairs import ENDS, NEXT, RULES, RepairFacts, State, Step, after, doubt_about, steps_for
from shopdesk.errors import ShopdeskError
from shopdesk.queries.repair_batches import list_repair_batches
from shopdesk.queries.repairs import get_repair_row, list_repairs
from shopdesk.services.desk import Desk
from shopdesk.services.inspections import approve_items, inspect_item
from shopdesk.services.repair_batches import (
    add_to_batch,
    cancel_batch,
    come_back,
    dispatch,
    make_batch,
    remove_from_batch,
)
from shopdesk.services.repair_costs import answer_estimate, ask_estimate, pay_fee, set_fee
from shopdesk.services.repair_news import told
from shopdesk.services.repair_steps import return_to_buyer, take_step
from shopdesk.services.repairs import open_repair
from tests.factories import make_desk
from tests.repair_stand import STAFF, RepairShop


def facts(state: State) -> list[RepairFacts]:
    away = [False] if state not in (State.AT_FACTORY, State.REPLACED, State.REFUNDED) else [False, True]
    return [RepairFacts(state, at, been) for at, been in product(away, (False, True))]


def test_no_state_is_unreachable() -> None:
    seen, waiting = {State.RECEIVED}, [State.RECEIVED]
    while waiting:
        for repair in facts(waiting.pop()):
            for step in Step:
                if doubt_about(step, repair) is None and (to := after(step, repair)) not in seen:
                    seen.add(to)
                    waiting.append(to)
    assert seen == set(State)


@pytest.mark.parametrize("state", State)
def test_no_state_is_stuck(state: State) -> None:
    for repair in facts(state):
        if state is State.AT_FACTORY and not repair.away:
            continue  # there is no such repair
        steps = [step for step in Step if doubt_about(step, repair) is None]
        assert steps and steps_for(repair), repair
        if state not in ENDS:
            assert any(after(step, repair) in ENDS for step in steps), repair


@dataclass
class Life:
    """A shop in which people do what comes to their minds."""

    shop: RepairShop
    orders: list[int]
    luck: random.Random
    done: Counter[str] = field(default_factory=Counter)

    def someone(self) -> Desk:
        self.shop.now += 60_000
        name = self.luck.choice([*STAFF, "", ""])
        return self.shop.acting(name) if name else self.shop.desk

    def any_of(self, sql: str) -> int:
        """One of these ids, or one that nobody has."""
        rows = rows_of(self.shop.desk.database, sql)
        return int(self.luck.choice(rows)[0]) if rows else 99_999

    def repair(self) -> int:
        return self.any_of("SELECT id FROM repair ORDER BY id")

    def batch(self) -> int:
        return self.any_of("SELECT id FROM repair_batch ORDER BY id")


def enter(life: Life) -> None:
    order_id = life.luck.choice(life.orders)
    line = life.any_of(f"SELECT id FROM order_line WHERE order_id = {order_id} ORDER BY id")
    open_repair(life.someone(), order_id=order_id, line_id=line, quantity=life.luck.choice([1, 1, 2]))


def box(life: Life) -> None:
    life.shop.now += 60_000
    life.shop.box_item(life.luck.choice(life.orders), wish=life.luck.choice([Wish.REPAIR, Wish.QUALITY]))


def approve(life: Life) -> None:
    waiting = "SELECT id FROM box_item WHERE inspected_at IS NULL ORDER BY id"
    to = life.luck.choice([Destination.REPAIR, Destination.REPAIR, Destination.DAMAGE])
    item_id = life.any_of(waiting)
    inspect_item(life.shop.acting("小吴"), item_id=item_id, good=0, faulty=1, faulty_to=to)
    approve_items(life.shop.acting("小郑"), item_ids=[item_id])


def step(life: Life) -> None:
    row = get_repair_row(life.shop.desk.database, life.repair())
    version = row.version - life.luck.choice([0, 0, 0, 0, 1])
    following = [NEXT[row.state]] * 5 if row.state in NEXT else []
    likely = [*following, *steps_for(row.facts)] if life.luck.random() < 0.7 else list(Step)
    note = life.luck.choice(["", "说好了", "说好了"])
    take_step(life.someone(), repair_id=row.id, step=life.luck.choice(likely), note=note, version=version)


def put_together(life: Life) -> None:
    supplier = life.luck.choice([life.shop.supplier, life.shop.supplier, life.shop.other_supplier])
    make_batch(life.someone(), supplier_id=supplier, repair_ids=[life.repair() for _ in range(life.luck.randrange(3))])


def put_in(life: Life) -> None:
    add_to_batch(life.someone(), batch_id=life.batch(), repair_ids=[life.repair()])


def take_out(life: Life) -> None:
    repair_id = life.any_of("SELECT id FROM repair WHERE batch_id IS NOT NULL")
    batch_id = get_repair_row(life.shop.desk.database, repair_id).batch_id or 0
    remove_from_batch(life.someone(), batch_id=batch_id, repair_id=repair_id)


def send(life: Life) -> None:
    dispatch(life.someone(), batch_id=life.batch(), carrier="德邦快递")


def call_off(life: Life) -> None:
    cancel_batch(life.someone(), batch_id=life.batch(), reason="放假")


def unpack(life: Life) -> None:
    batch_id = life.batch() if life.luck.random() < 0.5 else None
    come_back(life.someone(), repair_ids=[life.repair()], batch_id=batch_id)


def send_home(life: Life) -> None:
    repair_id = life.repair()
    note = life.luck.choice(["", "", "买家要回"])
    return_to_buyer(life.someone(), repair_id=repair_id, carrier="", waybill=f"YT{repair_id:013d}", note=note)


def ask(life: Life) -> None:
    ask_estimate(life.someone(), repair_id=life.repair(), amount=Money(life.luck.randrange(0, 9_000)))


def answer(life: Life) -> None:
    repair_id = life.any_of("SELECT id FROM repair WHERE estimate_state = 'asked'")
    answer_estimate(life.someone(), repair_id=repair_id, agreed=life.luck.random() < 0.7)


def charge(life: Life) -> None:
    fee = Money(life.luck.randrange(0, 9_000))
    set_fee(life.someone(), repair_id=life.repair(), fee=fee, fee_by=life.luck.choice(list(Party)))


def pay(life: Life) -> None:
    owing = life.any_of("SELECT id FROM repair WHERE fee_by = 'buyer' AND fee_reference = ''")
    pay_fee(life.shop.acting("小钱"), repair_id=owing, reference="微信")


def tell(life: Life) -> None:
    assert told(life.someone(), repair_id=life.repair()) or life.luck.random() >= 0


DEEDS: list[tuple[Callable[[Life], None], int]] = [
    (enter, 5), (box, 2), (approve, 5), (step, 24), (put_together, 3), (put_in, 6), (take_out, 1), (send, 4),
    (call_off, 1), (unpack, 12), (send_home, 2), (ask, 2), (answer, 3), (charge, 2), (pay, 2), (tell, 2),
]  # fmt: skip


def live(folder: Path, seed: int, turns: int) -> Life:
    shop = RepairShop(make_desk(folder))
    luck = random.Random(seed)
    orders = [
        shop.order(buyer=f"tb_{number % 5}", days_ago=luck.choice([5, 300]), quantity=luck.choice([1, 3]))
        for number in range(25)
    ]
    life = Life(shop, orders, luck)
    deeds, weights = zip(*DEEDS, strict=True)
    for deed in luck.choices(deeds, weights=weights, k=turns):
        try:
            deed(life)
            life.done[deed.__name__] += 1
        except ShopdeskError:
            continue
    return life


@pytest.mark.parametrize("seed", [5, 815])
def test_whatever_people_do(tmp_path: Path, seed: int) -> None:
    life = live(tmp_path, seed, 1_800)
    assert {deed.__name__ for deed, _weight in DEEDS} == set(life.done), "each deed was allowed once at least"
    visited = {state for (state,) in rows_of(life.shop.desk.database, "SELECT DISTINCT went_to FROM repair_step")}
    assert visited == {state.value for state in State}
    check_histories(life)
    check_goods(life)
    check_batches(life)
    check_money(life)
    life.shop.desk.database.close()


def check_histories(life: Life) -> None:
    """Each history is a chain of steps that the table allows, and the trail tells each with its person."""
    database = life.shop.desk.database
    trails = Counter(rows_of(database, "SELECT record_id, action, person_id, at FROM trail WHERE kind = 'repair'"))
    for row in list_repairs(database):
        words = ", ".join(repr(each.value) for each in Step)
        steps = rows_of(
            database,
            "SELECT step, came_from, went_to, person_id, at FROM repair_step WHERE repair_id = ? "
            f"AND step IN ({words}) ORDER BY id",
            (row.id,),
        )
        for word, came_from, _to, person_id, at in steps:
            assert State(came_from) in RULES[Step(word)].came_from
            assert trails[(row.id, word, person_id, at)], (row.id, word)
        for before, later in pairwise(steps):
            assert before[2] == later[1]
        assert (steps[-1][2] if steps else State.RECEIVED) == row.state


def check_goods(life: Life) -> None:
    for row in list_repairs(life.shop.desk.database):
        assert (row.closed_at is None) == row.is_open
        assert row.is_away or row.state is not State.AT_FACTORY
        assert not row.is_away or row.state in (State.AT_FACTORY, State.REPLACED, State.REFUNDED)
        assert not (row.is_open and row.waits_for_approval and row.state not in (State.RECEIVED, State.LABELLED))
    twice = "SELECT box_item_id FROM repair WHERE box_item_id IS NOT NULL GROUP BY box_item_id HAVING count(*) > 1"
    assert rows_of(life.shop.desk.database, twice) == []
    more = (  # of those entered by hand; what lies in a box lies there
        "SELECT r.line_id FROM repair r JOIN order_line l ON l.id = r.line_id WHERE r.closed_at IS NULL "
        "AND r.box_item_id IS NULL GROUP BY r.line_id, l.quantity HAVING sum(r.quantity) > l.quantity"
    )
    assert rows_of(life.shop.desk.database, more) == []


def check_batches(life: Life) -> None:
    """What a supplier has went with a batch of its own; what waits in one has not gone."""
    batches = {batch.id: batch for batch in list_repair_batches(life.shop.desk.database)}
    for row in list_repairs(life.shop.desk.database):
        if row.is_away:
            assert row.batch_id is not None and batches[row.batch_id].dispatched_at == row.dispatched_at
            assert batches[row.batch_id].supplier_id == row.supplier_id and row.due_at is not None
        if row.state is State.WAITING and row.batch_id is not None:
            assert batches[row.batch_id].is_open and batches[row.batch_id].supplier_id == row.supplier_id
        if row.state in (State.RECEIVED, State.LABELLED):
            assert row.batch_id is None
    away = Counter(row.batch_id for row in list_repairs(life.shop.desk.database) if row.is_away)
    assert all(batch.away == away[batch.id] for batch in batches.values())


def check_money(life: Life) -> None:
    """Nobody got a repair back who still owed for it, and nobody owes more than was agreed."""
    for row in list_repairs(life.shop.desk.database):
        assert row.fee_by is not Party.BUYER or row.fee <= row.estimate


def test_two_batches_are_never_one(tmp_path: Path) -> None:
    """However often it was sent: every batch tells what went with it."""
    life = live(tmp_path, 99, 600)
    for batch_id, n in rows_of(
        life.shop.desk.database,
        "SELECT batch_id, count(DISTINCT repair_id) FROM repair_step WHERE step = 'dispatch' GROUP BY batch_id",
    ):
        listed: list[Millis | None] = [
            row.dispatched_at for row in list_repairs(life.shop.desk.database, batch_id=batch_id)
        ]
        assert len(listed) == n
    life.shop.desk.database.close()
