"""Many cases, several people, random steps: nobody is ever stuck, nobody approves their own, nothing goes unsaid."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from dataclasses import replace as other
from itertools import count, pairwise
from pathlib import Path

import pytest

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.cases import COMES_BACK, RULES, CaseFacts, Kind, State, Step, after, doubt_about, steps_for
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.intake import Wish
from shopdesk.domain.manual_orders import ManualItem
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.reasons import Reason
from shopdesk.domain.refunds import RefundKind
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import ShopdeskError
from shopdesk.queries.cases import get_case_row, list_cases
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.box_items import ItemEntry, add_item
from shopdesk.services.boxes import open_box, register_box
from shopdesk.services.case_people import ask_again, assign_case, call_back
from shopdesk.services.case_replacements import allow_early, replace, settle_replacements
from shopdesk.services.case_steps import send_back, take_step
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Actor, Changed, Desk, work
from shopdesk.services.inspections import approve_items, inspect_item
from shopdesk.services.people import add_person
from shopdesk.services.refund_payments import fail_refund, pay_refund
from shopdesk.services.refunds import approve_refund, ask_refund, refuse_refund
from shopdesk.settings import REFUND_SECOND_ABOVE
from tests.factories import NOON, add_order, make_desk

ROLES = ("supervisor", "agent", "agent", "warehouse", "warehouse", "finance")
PAID = 19_900
LIKELY = [*Step, *[Step.AGREE] * 8]


def facts(kind: Kind, state: State) -> list[CaseFacts]:
    return [
        CaseFacts(kind, state, inspector, fulfilled, here, solved)
        for inspector in (None, 1)
        for fulfilled in (False, True)
        for here in (False, True)
        for solved in (False, True)
    ]


@pytest.mark.parametrize("kind", Kind)
def test_no_state_is_unreachable(kind: Kind) -> None:
    seen, waiting = {State.ASKED}, [State.ASKED]
    while waiting:
        state = waiting.pop()
        for case in facts(kind, state):
            for step in Step:
                if doubt_about(step, case, person_id=2) is None and (to := after(step, case)) not in seen:
                    seen.add(to)
                    waiting.append(to)
    assert seen == set(State) - (set() if kind in COMES_BACK else {State.AGREED, State.SENT})


@pytest.mark.parametrize("kind", Kind)
def test_no_state_is_stuck(kind: Kind) -> None:
    """Wherever a case stands, there is something that somebody can do, and a way to its end."""
    for state in State:
        for case in facts(kind, state):
            steps = steps_for(case, person_id=1)
            assert steps, (kind, state)
            if state is not State.CLOSED:
                assert any(after(step, case) is State.CLOSED for step in steps), (kind, state)


@dataclass
class Shop:
    """A shop in which people do what comes to their minds."""

    desks: list[Desk]
    orders: list[int]
    luck: random.Random
    done: Counter[str] = field(default_factory=Counter)

    def someone(self) -> Desk:
        return self.luck.choice([*self.desks, *self.desks[:2] * 3])

    def any_of(self, sql: str) -> int:
        """One of these ids, or one that nobody has."""
        rows = rows_of(self.desks[0].database, sql)
        return int(self.luck.choice(rows)[0]) if rows else 99_999

    def case(self) -> int:
        which = "closed_at IS NULL" if self.luck.random() < 0.9 else "TRUE"
        return self.any_of(f"SELECT id FROM cases WHERE {which} ORDER BY id")


def ask(shop: Shop) -> None:
    reason = shop.luck.choice(["", *(each.value for each in Reason)])
    kind = shop.luck.choice(list(Kind))
    open_case(shop.someone(), kind=kind, order_id=shop.luck.choice(shop.orders), reason=reason)


def step(shop: Shop) -> None:
    note = shop.luck.choice(["", "说好了"])
    case_id = shop.case()
    version = get_case_row(shop.desks[0].database, case_id).version - shop.luck.choice([0, 0, 0, 1])
    take_step(shop.someone(), case_id=case_id, step=shop.luck.choice(LIKELY), note=note, version=version)


def send(shop: Shop) -> None:
    case_id = shop.case()
    send_back(shop.someone(), case_id=case_id, carrier="圆通速递", waybill=f"YT{case_id:06d}")


def receive(shop: Shop) -> None:
    desk = shop.someone()
    number = shop.luck.randrange(10**6)
    order_id = shop.luck.choice(shop.orders)
    box_id = open_box(desk, scan=f"SF{number:010d}")
    line = shop.any_of(f"SELECT id FROM order_line WHERE order_id = {order_id} ORDER BY id")
    wish = shop.luck.choice(list(Wish))
    add_item(desk, box_id=box_id, item=ItemEntry(order_id=order_id, line_id=line, wish=wish, fault="开胶"))
    register_box(desk, box_id=box_id)


def inspect(shop: Shop) -> None:
    item_id = shop.any_of("SELECT id FROM box_item WHERE inspected_at IS NULL ORDER BY id")
    inspect_item(shop.someone(), item_id=item_id, good=1)


def approve(shop: Shop) -> None:
    approve_items(
        shop.someone(),
        item_ids=[shop.any_of("SELECT id FROM box_item WHERE inspected_at IS NOT NULL AND approved_at IS NULL")],
    )


def early(shop: Shop) -> None:
    allow_early(shop.someone(), case_id=shop.case(), reason="急用")


def send_out(shop: Shop) -> None:
    order_id = replace(
        shop.someone(), case_id=shop.case(), items=[ManualItem("5815-1-W8", "鞋", "黑色 W8")], again=True
    )
    with work(shop.desks[0], Right.SHIP, Changed.ORDERS) as doing:
        shop.desks[0].database.execute_sql("UPDATE orders SET stage = ? WHERE id = ?", (int(Stage.SHIPPED), order_id))
        settle_replacements(doing, [order_id])


def ask_money(shop: Shop) -> None:
    row = get_case_row(shop.desks[0].database, shop.case())
    ask_refund(
        shop.someone(), order_id=row.order_id or 0, kind=shop.luck.choice(list(RefundKind)),
        reason=f"理由{shop.luck.randrange(50)}", amount=Money(shop.luck.randrange(1, PAID)), case_id=row.id,
    )  # fmt: skip


def let_go(shop: Shop) -> None:
    approve_refund(shop.someone(), refund_id=shop.any_of("SELECT id FROM refund WHERE state = 'asked'"))


def let_not(shop: Shop) -> None:
    refuse_refund(shop.someone(), refund_id=shop.any_of("SELECT id FROM refund WHERE state = 'asked'"), reason="不对")


def pay(shop: Shop) -> None:
    refund_id = shop.any_of("SELECT id FROM refund WHERE state = 'approved'")
    pay_refund(shop.someone(), refund_id=refund_id, reference=f"T{refund_id}")


def bounce(shop: Shop) -> None:
    fail_refund(shop.someone(), refund_id=shop.any_of("SELECT id FROM refund WHERE state = 'paid'"), reason="账号不对")


def call(shop: Shop) -> None:
    call_back(shop.someone(), case_id=shop.case(), solved=shop.luck.random() < 0.5, note="打过")


def again(shop: Shop) -> None:
    ask_again(shop.someone(), case_id=shop.case(), note="到了吗", answer="在路上")


def hand_over(shop: Shop) -> None:
    assign_case(shop.someone(), case_id=shop.case(), person_id=shop.any_of("SELECT id FROM person"))


DEEDS: list[tuple[Callable[[Shop], None], int]] = [
    (ask, 5), (step, 7), (send, 3), (receive, 3), (inspect, 5), (approve, 6), (early, 5), (send_out, 4),
    (ask_money, 3), (let_go, 4), (let_not, 1), (pay, 5), (bounce, 1), (call, 4), (again, 1), (hand_over, 1),
]  # fmt: skip


def make_shop(folder: Path, seed: int) -> Shop:
    ticks = count(1)

    def clock() -> Millis:
        return NOON + next(ticks) * 60_000

    desk = make_desk(folder, clock=lambda: NOON)
    people = [add_person(desk, name=f"{role}{number}", role=role) for number, role in enumerate(ROLES)]
    desks = [other(desk, clock=clock)]
    desks += [other(desk, clock=clock, actor=Actor(each.id, each.name, each.role)) for each in people]
    orders = [
        add_order(
            desk, buyer=f"tb_{number % 9}", lines=3, status=int(Status.SHIPPED), stage=int(Stage.SHIPPED),
            shipped_at=NOON - DAY_MS, paid_at=NOON - DAY_MS - HOUR_MS, waybill=f"YT99{number:06d}",
        )
        for number in range(30)
    ]  # fmt: skip
    return Shop(desks, orders, random.Random(seed))


def live(shop: Shop, turns: int) -> None:
    deeds, weights = zip(*DEEDS, strict=True)
    for deed in shop.luck.choices(deeds, weights=weights, k=turns):
        try:
            deed(shop)
            shop.done[deed.__name__] += 1
        except ShopdeskError:
            continue


@pytest.mark.parametrize("seed", [5, 815])
def test_whatever_people_do(tmp_path: Path, seed: int) -> None:
    shop = make_shop(tmp_path, seed)
    live(shop, 1_500)
    database = shop.desks[0].database
    assert {deed.__name__ for deed, _weight in DEEDS} == set(shop.done), "each deed was allowed once at least"
    visited = {state for (state,) in rows_of(database, "SELECT DISTINCT went_to FROM case_step")}
    assert visited == {state.value for state in State}
    check_histories(shop)
    check_approvals(shop)
    check_money(shop)
    check_ends(shop)


def check_histories(shop: Shop) -> None:
    """Each case's history is a chain of steps that the table allows, and the trail tells each with its person."""
    database = shop.desks[0].database
    trails = Counter(rows_of(database, "SELECT record_id, action, person_id, at FROM trail WHERE kind = 'case'"))
    for row in list_cases(database):
        steps = rows_of(
            database,
            "SELECT step, came_from, went_to, person_id, at FROM case_step WHERE case_id = ? AND step IN "
            f"({', '.join(repr(each.value) for each in Step)}) ORDER BY id",
            (row.id,),
        )
        for word, came_from, _to, person_id, at in steps:
            assert State(came_from) in RULES[Step(word)].came_from
            assert trails[(row.id, word, person_id, at)], (row.id, word)
        for before, later in pairwise(steps):
            assert before[2] == later[1]
        assert (steps[-1][2] if steps else State.ASKED) == row.state
        assert (row.closed_at is None) == (row.due_at is not None) == (row.state is not State.CLOSED)


def check_approvals(shop: Shop) -> None:
    database = shop.desks[0].database
    own = "SELECT count(*) FROM box_item WHERE approved_by_id = inspected_by_id"
    unseen = "SELECT count(*) FROM box_item WHERE approved_at IS NOT NULL AND inspected_at IS NULL"
    assert [rows_of(database, sql)[0][0] for sql in (own, unseen)] == [0, 0]
    alone = "SELECT count(*) FROM refund WHERE approved_by_id = asked_by_id AND amount > ?"
    assert rows_of(database, alone, (get_setting(database, REFUND_SECOND_ABOVE),))[0][0] == 0


def check_money(shop: Shop) -> None:
    sums = rows_of(
        shop.desks[0].database,
        "SELECT r.order_id, sum(r.amount), max(o.paid) FROM refund r JOIN orders o ON o.id = r.order_id "
        "WHERE r.state IN ('asked', 'approved', 'paid') GROUP BY r.order_id",
    )
    assert sums and all(total <= paid for _order, total, paid in sums)


def check_ends(shop: Shop) -> None:
    """Every case can be brought to its end."""
    owner = shop.desks[0]
    waiting = "SELECT id FROM refund WHERE state IN ('asked', 'approved') ORDER BY id"
    for (refund_id,) in rows_of(owner.database, waiting):
        refuse_refund(owner, refund_id=refund_id, reason="年底了")
    for row in list_cases(owner.database, only_open=True):
        take_step(owner, case_id=row.id, step=Step.CLOSE, note="年底了")
    assert list_cases(owner.database, only_open=True) == []
