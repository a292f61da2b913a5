"""Refunds and the cases they are for: the history tells, and a case whose money is paid is done."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.cases import Kind, State, Step
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.intake import Wish
from shopdesk.domain.manual_orders import ManualItem
from shopdesk.domain.money import Money
from shopdesk.domain.refunds import RefundKind, RefundState
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.cases import get_case
from shopdesk.queries.refunds import list_refunds
from shopdesk.services.box_items import ItemEntry, add_item
from shopdesk.services.boxes import open_box, register_box
from shopdesk.services.case_replacements import MoneyInstead
from shopdesk.services.case_replacements import replace as send_instead
from shopdesk.services.case_steps import take_step
from shopdesk.services.cases import open_case
from shopdesk.services.inspections import approve_items, inspect_item
from shopdesk.services.people import add_person
from shopdesk.services.refund_payments import fail_refund, pay_refund
from shopdesk.services.refund_refusals import GoodsInstead, GoodsNotApproved
from shopdesk.services.refunds import approve_refund, ask_refund, refuse_refund
from tests.factories import NOON, add_order, make_desk
from tests.services.refunders import Refunders, approved, ask, make_refunders


@pytest.fixture
def people(tmp_path: Path) -> Refunders:
    return make_refunders(tmp_path)


@pytest.fixture
def case(people: Refunders) -> int:
    """“Refund only”, agreed to: its money may go."""
    order = add_order(people.owner, buyer="tb_1", order_no="T1")
    number = open_case(people.agent, kind=Kind.REFUND, order_id=order, reason="missing", asked="少了一只鞋垫")
    take_step(people.agent, case_id=number, step=Step.AGREE)
    return number


def test_a_case_is_done_once_all_its_money_is_paid(people: Refunders, case: int) -> None:
    order = get_case(people.owner.database, case).row.order_id or 0
    first = approved(people, order, 1_000, case_id=case, note="鞋垫")
    second = ask(people.agent, order, 2_000, case_id=case)
    assert [row.id for row in list_refunds(people.owner.database, case_id=case)] == [first, second]
    pay_refund(people.finance, refund_id=first, reference="Z1")
    assert get_case(people.owner.database, case).row.state is State.RELEASED, "more is still asked for"
    refuse_refund(people.supervisor, refund_id=second, reason="已含在内")
    third = approved(people, order, 500, case_id=case)
    pay_refund(people.finance, refund_id=third, reference="Z2")
    detail = get_case(people.owner.database, case)
    assert detail.row.state is State.DONE
    told = [(each.step, each.note) for each in reversed(detail.steps) if each.step.startswith(("refund", "paid"))]
    assert told[:4] == [
        ("refund-asked", "10.00 鞋垫"),
        ("refund-approved", "10.00"),
        ("refund-asked", "20.00"),
        ("paid", "10.00 Z1"),
    ]
    assert ("refund-refused", "20.00 已含在内") in told
    fail_refund(people.finance, refund_id=third, reason="退票")
    assert get_case(people.owner.database, case).steps[0].step == "refund-failed"


def test_a_return_from_the_box_to_the_money(people: Refunders) -> None:
    """Goods are inspected, approved by a second person, then the money goes, and the case is done (RET-09, REF-02)."""
    desk, warehouse = people.owner, replace(people.owner, actor=add_person(people.owner, name="老赵", role="warehouse"))
    order = add_order(desk, buyer="tb_1", order_no="T2", stage=int(Stage.SHIPPED), status=int(Status.SHIPPED))
    number = open_case(people.agent, kind=Kind.RETURN, order_id=order, reason="size")
    refund = approved(people, order, 19_900, kind=RefundKind.RETURN, reason="size")
    assert (people.row(refund).case_id, people.row(refund).due_at) == (number, None)
    box = open_box(warehouse, scan="SF1234567890123")
    line = desk.database.execute_sql("SELECT id FROM order_line WHERE order_id = ?", (order,)).fetchone()[0]
    item = add_item(warehouse, box_id=box, item=ItemEntry(order_id=order, line_id=line, wish=Wish.REFUND))
    register_box(warehouse, box_id=box)
    assert people.row(refund).due_at == NOON + DAY_MS
    with pytest.raises(GoodsNotApproved):
        pay_refund(people.finance, refund_id=refund, reference="Z1")
    inspect_item(warehouse, item_id=item, good=1)
    with pytest.raises(GoodsNotApproved):
        pay_refund(people.finance, refund_id=refund, reference="Z1")
    approve_items(people.supervisor, item_ids=[item])
    pay_refund(people.finance, refund_id=refund, reference="Z1")
    assert get_case(desk.database, number).row.state is State.DONE


BOOTS = (ManualItem("5815-1-W7", "靴", "颜色：黑"),)


def reissue(people: Refunders) -> tuple[int, int]:
    """A case whose buyer gets the goods once more, and its order."""
    order = add_order(people.owner, buyer="tb_3", order_no="T3")
    number = open_case(people.agent, kind=Kind.REISSUE, order_id=order, reason="lost", wanted="5815-1-W7x1")
    take_step(people.agent, case_id=number, step=Step.AGREE)
    return number, order


def test_who_gets_the_goods_again_gets_no_money_for_them_as_well(people: Refunders) -> None:
    number, order = reissue(people)
    instead = send_instead(people.agent, case_id=number, items=BOOTS)
    with pytest.raises(GoodsInstead):
        ask(people.agent, order, 1_000, case_id=number)
    assert ask(people.agent, order, 500, case_id=number, kind=RefundKind.FREIGHT)
    let = ask(people.supervisor, order, 1_000, case_id=number, above_reason="寄晚了，店里补偿")
    assert people.row(let).is_let_through
    people.owner.database.execute_sql("UPDATE orders SET status = ? WHERE id = ?", (int(Status.CLOSED), instead))
    assert ask(people.agent, order, 2_000, case_id=number)


def test_who_gets_the_money_gets_no_goods_for_it_as_well(people: Refunders) -> None:
    number, order = reissue(people)
    freight = ask(people.agent, order, 500, case_id=number, kind=RefundKind.FREIGHT)
    asked = ask(people.agent, order, 1_000, case_id=number)
    with pytest.raises(MoneyInstead, match=f"refund {asked} "):
        send_instead(people.agent, case_id=number, items=BOOTS)
    refuse_refund(people.supervisor, refund_id=asked, reason="改为补发")
    assert send_instead(people.agent, case_id=number, items=BOOTS)
    assert people.row(freight).state is RefundState.ASKED


def test_where_one_person_works_nobody_else_can_approve(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order = add_order(desk)
    number = ask_refund(desk, order_id=order, kind=RefundKind.ONLY, reason="quality", amount=Money(19_900))
    approve_refund(desk, refund_id=number)
    pay_refund(desk, refund_id=number, reference="Z1")
    assert list_refunds(desk.database)[0].state is RefundState.PAID
