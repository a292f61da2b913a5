"""Refunds and the cases they are for: the history tells, and a case whose money is paid is done."""

from pathlib import Path

import pytest

from shopdesk.domain.cases import Kind, State, Step
from shopdesk.domain.money import Money
from shopdesk.domain.refunds import RefundKind, RefundState
from shopdesk.queries.cases import get_case
from shopdesk.queries.refunds import list_refunds
from shopdesk.services.case_steps import take_step
from shopdesk.services.cases import open_case
from shopdesk.services.refund_payments import fail_refund, pay_refund
from shopdesk.services.refunds import approve_refund, ask_refund, refuse_refund
from tests.factories import add_order, make_desk
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


def test_where_one_person_works_nobody_else_can_approve(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order = add_order(desk)
    number = ask_refund(desk, order_id=order, kind=RefundKind.ONLY, reason="quality", amount=Money(19_900))
    approve_refund(desk, refund_id=number)
    pay_refund(desk, refund_id=number, reference="Z1")
    assert list_refunds(desk.database)[0].state is RefundState.PAID
