"""Settling registered orders (ORD-04, ORD-13)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage
from shopdesk.errors import Refused
from shopdesk.queries.orders import OrderNotFound, get_order
from shopdesk.queries.trail import list_trail
from shopdesk.services import settlement as settling
from shopdesk.services.desk import Actor, Changed, Desk, NotAllowed, work
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.people import add_person
from shopdesk.services.registering import register_orders
from shopdesk.services.settlement import settle_orders, settle_usual, unsettle_orders
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import SETTLE_ACCOUNTS, SETTLE_IN_WAVES
from tests.factories import NOON, add_order, make_desk
from tests.services.whole_database import everything


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def registered(desk: Desk, **columns: object) -> int:
    order = add_order(desk, **columns)  # type: ignore[arg-type]
    register_orders(desk, order_ids=[order])
    return order


def usual(desk: Desk, *orders: int) -> list[int]:
    """What a wave does."""
    with work(desk, Right.WAVE, Changed.ORDERS) as doing:
        return settle_usual(doing, orders)


def test_the_platforms_usual_account_and_what_was_paid(desk: Desk) -> None:
    order = registered(desk, paid=20_900, postage=1_000)
    assert settle_orders(desk, order_ids=[order]) == 1
    now = get_order(desk.database, order)
    assert now.stage is Stage.SETTLED
    assert now.settlement is not None
    assert (now.settlement.account, now.settlement.method) == ("支付宝", "platform")
    assert (now.settlement.amount, now.settlement.person, now.settlement.at) == (20_900, "Owner", NOON)
    assert now.postage == 1_000


def test_the_trail_says_that_postage_is_booked_as_0(desk: Desk) -> None:
    order = registered(desk, paid=20_900, postage=1_000)
    settle_orders(desk, order_ids=[order])
    row = list_trail(desk.database, kind="order", record_id=order)[0]
    assert (row.action, row.after["amount"]) == ("settle", 20_900)
    assert (row.after["booked_postage"], row.after["platform_postage"]) == (0, 1_000)


def test_by_hand_with_another_account_and_the_money_really_received(desk: Desk) -> None:
    order = registered(desk)
    settle_orders(
        desk, order_ids=[order], account=" 工行 ", method="bank", amount=Money(15_000), reference="20240302-7"
    )
    found = get_order(desk.database, order).settlement
    assert found is not None
    assert (found.account, found.method, found.amount, found.reference) == ("工行", "bank", 15_000, "20240302-7")


def refusals(desk: Desk) -> dict[int, type[Refused]]:
    """An order for each reason not to be settled."""
    done = registered(desk)
    settle_orders(desk, order_ids=[done])
    closed, unnamed = registered(desk), registered(desk, origin=int(Origin.WHOLESALE))
    desk.database.execute_sql("UPDATE orders SET status = 4 WHERE id = ?", (closed,))
    return {
        add_order(desk): settling.NotYetRegistered, done: settling.AlreadySettled, closed: settling.ClosedOnPlatform,
        unnamed: settling.AccountMissing, 99: OrderNotFound,  # type: ignore[dict-item]
    }  # fmt: skip


def test_what_can_not_be_settled_changes_nothing(desk: Desk) -> None:
    good = registered(desk)
    for order, why in refusals(desk).items():
        before = everything(desk)
        with pytest.raises(why):
            settle_orders(desk, order_ids=[good, order])
        assert everything(desk) == before


def test_twice_says_who_and_when(desk: Desk) -> None:
    order = registered(desk, order_no="T9")
    settle_orders(desk, order_ids=[order])
    with pytest.raises(settling.AlreadySettled, match="T9 was settled by Owner on 2024-03-02 10:00"):
        settle_orders(desk, order_ids=[order])


def test_an_amount_is_for_one_order_and_never_below_0(desk: Desk) -> None:
    orders = [registered(desk), registered(desk)]
    with pytest.raises(settling.OneAmountOnly):
        settle_orders(desk, order_ids=orders, amount=Money(5))
    with pytest.raises(settling.AmountImpossible, match=r"-0\.05"):
        settle_orders(desk, order_ids=orders[:1], amount=Money(-5))


def test_money_that_no_platform_vouches_for_needs_the_right_to_confirm_it(desk: Desk) -> None:
    order = registered(desk, origin=int(Origin.BANK))
    clerk = replace(desk, actor=add_person(desk, name="小陈", role="registrar"))
    with pytest.raises(NotAllowed):
        settle_orders(clerk, order_ids=[order], account="工行")
    settle_orders(desk, order_ids=[order], account="工行")
    assert get_order(desk.database, order).stage is Stage.SETTLED


def test_a_wave_settles_what_needs_nobody_to_look(desk: Desk) -> None:
    plain, held_back = registered(desk), registered(desk, origin=int(Origin.BANK))
    reissue = registered(desk, origin=int(Origin.REISSUE), paid=0)
    new = add_order(desk)
    assert usual(desk, plain, held_back, reissue, new) == [plain, reissue]
    found = get_order(desk.database, reissue).settlement
    assert found is not None
    assert (found.account, found.method, found.amount) == ("", "free", 0)
    assert get_order(desk.database, held_back).stage is Stage.REGISTERED
    assert usual(desk, plain) == []
    assert usual(desk) == []


def test_unless_settings_say_that_all_is_settled_by_hand(desk: Desk) -> None:
    order = registered(desk)
    save_setting(desk, SETTLE_IN_WAVES, False)
    assert usual(desk, order) == []
    save_setting(desk, SETTLE_IN_WAVES, True)
    save_setting(desk, SETTLE_ACCOUNTS, {})  # nobody knows where the platform pays to
    assert usual(desk, order) == []
    with pytest.raises(settling.AccountMissing):
        settle_orders(desk, order_ids=[order])


def test_taking_back_needs_a_reason_and_the_right_to_confirm_money(desk: Desk) -> None:
    order = registered(desk)
    settle_orders(desk, order_ids=[order])
    with pytest.raises(ReasonMissing):
        unsettle_orders(desk, order_ids=[order], reason=" ")
    clerk = replace(desk, actor=add_person(desk, name="小陈", role="registrar"))
    with pytest.raises(NotAllowed):
        unsettle_orders(clerk, order_ids=[order], reason="记错账户")
    finance = replace(desk, actor=add_person(desk, name="老周", role="finance"))
    assert unsettle_orders(finance, order_ids=[order], reason="记错账户") == 1
    now = get_order(desk.database, order)
    assert (now.stage, now.settlement) == (Stage.REGISTERED, None)
    row = list_trail(desk.database, kind="order", record_id=order)[0]
    assert (row.action, row.person, row.reason, row.before["account"]) == ("unsettle", "老周", "记错账户", "支付宝")
    with pytest.raises(settling.NotSettled):
        unsettle_orders(desk, order_ids=[order], reason="又来")


def test_once_printed_it_stays(desk: Desk) -> None:
    order = registered(desk)
    settle_orders(desk, order_ids=[order])
    desk.database.execute_sql("UPDATE orders SET stage = 3 WHERE id = ?", (order,))
    with pytest.raises(settling.SlipPrinted):
        unsettle_orders(desk, order_ids=[order], reason="晚了")


@pytest.mark.parametrize(
    ("role", "may"), [("registrar", True), ("finance", True), ("agent", False), ("warehouse", False)]
)
def test_who_may_settle(desk: Desk, role: str, may: bool) -> None:
    order = registered(desk)
    theirs = replace(desk, actor=Actor(desk.actor.id, "某人", role))
    if may:
        assert settle_orders(theirs, order_ids=[order]) == 1
    else:
        with pytest.raises(NotAllowed):
            settle_orders(theirs, order_ids=[order])
