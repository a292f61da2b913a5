"""Postage paid too much (ORD-21)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Role
from shopdesk.queries.orders import get_order
from shopdesk.queries.overpayments import left_to_return, list_overpayments, paid_too_much
from shopdesk.services.desk import Actor, Desk, NotAllowed
from shopdesk.services.overpayments import AmountMissing, TooMuchReturned, compensate_in_goods, pay_out
from shopdesk.services.owed_items import NoBuyer
from tests.factories import add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.mark.parametrize(
    ("paid", "postage", "surcharge", "too_much"),
    [(21_400, 1_500, 0, 1_500), (21_400, 1_500, 1_000, 500), (19_900, 0, 0, 0), (15_000, 0, 0, 0)],
)
def test_what_came_in_beyond_goods_and_the_carriers_surcharge(
    desk: Desk, paid: int, postage: int, surcharge: int, too_much: int
) -> None:
    order = add_order(desk, paid=paid, postage=postage, surcharge=surcharge)
    assert paid_too_much(get_order(desk.database, order)) == too_much


def test_without_lines_the_postage_is_what_was_paid_beyond_the_goods(desk: Desk) -> None:
    order = add_order(desk, lines=0, paid=12_000, postage=2_000)
    assert paid_too_much(get_order(desk.database, order)) == 2_000


def test_both_ways_are_recorded_and_together_never_more(desk: Desk) -> None:
    order = add_order(desk, buyer="tb_1", paid=21_400, postage=1_500)
    compensate_in_goods(desk, order_id=order, amount=Money(500), item="袜子")
    pay_out(desk, order_id=order, amount=Money(400), reference="T1")
    assert [(row.way, row.item, row.reference) for row in list_overpayments(desk.database, order)] == [
        ("goods", "袜子", ""),
        ("payout", "", "T1"),
    ]
    assert left_to_return(desk.database, get_order(desk.database, order)) == 600
    with pytest.raises(TooMuchReturned, match=r"6\.00"):
        pay_out(desk, order_id=order, amount=Money(601), reference="T2")
    with pytest.raises(AmountMissing):
        pay_out(desk, order_id=order, amount=Money(0), reference="T2")


def test_paying_out_needs_the_right_to_pay_and_goods_a_buyer(desk: Desk) -> None:
    order = add_order(desk, paid=21_400, postage=1_500)
    agent = Desk(desk.database, Actor(desk.actor.id, "小王", Role.AGENT.value), desk.clock)
    with pytest.raises(NotAllowed):
        pay_out(agent, order_id=order, amount=Money(1), reference="T1")
    with pytest.raises(NoBuyer):
        compensate_in_goods(desk, order_id=order, amount=Money(1), item="袜子")
    assert list_overpayments(desk.database, order) == []
