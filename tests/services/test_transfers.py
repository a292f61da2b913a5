"""Money that somebody has to see first."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.address_changes import Address
from shopdesk.domain.manual_orders import ManualItem, ManualOrder
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.services.desk import Desk, NotAllowed
from shopdesk.services.manual_changes import CancelledAlready, PrintedAlready, cancel_order
from shopdesk.services.manual_orders import enter_order
from shopdesk.services.people import add_person
from shopdesk.services.registering import register_orders
from shopdesk.services.settlement import AlreadySettled, NotSettled
from shopdesk.services.shop_settings import save_setting
from shopdesk.services.transfers import (
    NothingReceived,
    NoTransfer,
    ReferenceMissing,
    confirm_transfer,
    undo_confirmation,
)
from shopdesk.settings import OWN_ACCOUNTS
from tests.factories import add_order, make_desk

TO = Address("张三", "13812345678", "浙江省", "杭州市", "西湖区", "文三路1号")
PAID = Money(19_900)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def enter(desk: Desk, kind: Origin = Origin.BANK, paid: Money = PAID) -> int:
    item = ManualItem("", "单鞋", "颜色：深紫;尺码：W7", price=PAID)
    return enter_order(desk, order=ManualOrder(kind, 1, (item,), buyer="b", receiver=TO, paid=paid))


def confirmed(desk: Desk, order_id: int, amount: Money = PAID) -> OrderDetail:
    confirm_transfer(desk, order_id=order_id, amount=amount, reference="工行 0921")
    return get_order(desk.database, order_id)


def test_a_confirmed_transfer_settles_and_ends_the_hold(desk: Desk) -> None:
    save_setting(desk, OWN_ACCOUNTS, ["工商银行", "现金"])
    order = confirmed(desk, enter(desk))
    assert (order.stage, order.open_holds) == (Stage.SETTLED, ())
    assert order.settlement is not None
    assert (order.settlement.account, order.settlement.method) == ("工商银行", "bank")
    assert (order.settlement.amount, order.settlement.reference, order.settlement.person) == (
        PAID, "工行 0921", "Owner",
    )  # fmt: skip
    assert order.holds[0].released_by == "Owner"


def test_what_was_received_counts(desk: Desk) -> None:
    assert confirmed(desk, enter(desk), Money(20_000)).paid == 20_000


def test_an_unpaid_phone_order_is_paid_then(desk: Desk) -> None:
    order = confirmed(desk, enter(desk, Origin.PHONE, Money(0)))
    assert (order.status, order.stage, order.paid) == (Status.PAID, Stage.NEW, PAID)


def test_confirmed_before_it_is_registered_it_is_settled_then(desk: Desk) -> None:
    agent = replace(desk, actor=add_person(desk, name="小李", role="agent"))
    finance = replace(desk, actor=add_person(desk, name="老周", role="finance"))
    order_id = enter(agent)
    with pytest.raises(NotAllowed):
        confirm_transfer(agent, order_id=order_id, amount=PAID, reference="R")
    assert confirmed(finance, order_id).stage is Stage.NEW
    register_orders(desk, order_ids=[order_id])
    assert get_order(desk.database, order_id).stage is Stage.SETTLED


def test_what_can_not_be_confirmed(desk: Desk) -> None:
    order_id = enter(desk)
    with pytest.raises(NothingReceived):
        confirm_transfer(desk, order_id=order_id, amount=Money(0), reference="R")
    with pytest.raises(ReferenceMissing):
        confirm_transfer(desk, order_id=order_id, amount=PAID, reference=" ")
    with pytest.raises(NoTransfer):
        confirm_transfer(desk, order_id=add_order(desk), amount=PAID, reference="R")
    confirmed(desk, order_id)
    with pytest.raises(AlreadySettled):
        confirm_transfer(desk, order_id=order_id, amount=PAID, reference="R")
    second = enter(desk)
    cancel_order(desk, order_id=second, reason="x")
    with pytest.raises(CancelledAlready):
        confirm_transfer(desk, order_id=second, amount=PAID, reference="R")


def test_a_confirmation_is_taken_back_until_it_is_printed(desk: Desk) -> None:
    order_id = enter(desk)
    with pytest.raises(NotSettled):
        undo_confirmation(desk, order_id=order_id, paid=PAID)
    confirmed(desk, order_id, Money(20_000))
    undo_confirmation(desk, order_id=order_id, paid=PAID)
    order = get_order(desk.database, order_id)
    assert (order.stage, order.paid, order.settlement) == (Stage.REGISTERED, PAID, None)
    assert "bank" in [hold.kind for hold in order.open_holds]
    confirmed(desk, order_id)
    desk.database.execute_sql("UPDATE orders SET stage = 3 WHERE id = ?", (order_id,))
    with pytest.raises(PrintedAlready):
        undo_confirmation(desk, order_id=order_id, paid=PAID)


def test_an_unpaid_order_is_unpaid_again(desk: Desk) -> None:
    order_id = enter(desk, Origin.PHONE, Money(0))
    confirmed(desk, order_id)
    undo_confirmation(desk, order_id=order_id, paid=Money(0))
    assert get_order(desk.database, order_id).status is Status.UNPAID
