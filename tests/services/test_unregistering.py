"""Taking registering back, many at once, and two people at one order (ORD-03, ORD-05)."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import add_row, open_database
from shopdesk.db.search import find_order_ids
from shopdesk.db.trail import first_broken_link
from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage
from shopdesk.errors import Refused
from shopdesk.queries.orders import get_order
from shopdesk.queries.registering import count_queue, list_queue
from shopdesk.queries.trail import list_trail
from shopdesk.services import registering
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.holds import hold_orders, release_orders
from shopdesk.services.orders import set_memo
from shopdesk.services.people import add_person
from shopdesk.services.registering import (
    AlreadyRegistered,
    preview_registration,
    register_orders,
    unregister_orders,
)
from shopdesk.services.settlement import settle_orders, settle_usual
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import FLAG_SALESPEOPLE
from tests.engines import shop_address
from tests.factories import NOON, add_order, make_desk
from tests.services.whole_database import everything


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    save_setting(made, FLAG_SALESPEOPLE, {"red": ["小王"], "blue": ["小李", "小赵"]})
    return made


def test_as_it_was_with_both_steps_in_the_trail(desk: Desk) -> None:
    order = add_order(desk, memo="发顺丰", flag=1)
    register_orders(desk, order_ids=[order])
    assert unregister_orders(desk, order_ids=[order]) == 1
    now = get_order(desk.database, order)
    assert (now.stage, now.memo, now.registrar, now.salesperson) == (Stage.NEW, "发顺丰", "", "")
    assert now.registered_at is None
    assert [row.action for row in list_trail(desk.database, kind="order", record_id=order)] == [
        "unregister",
        "register",
    ]
    assert find_order_ids(desk.database, "顺丰 D") == []
    assert first_broken_link(desk.database) is None
    register_orders(desk, order_ids=[order])
    assert get_order(desk.database, order).memo == "发顺丰 D"


def test_a_mark_that_was_there_before_stays(desk: Desk) -> None:
    order = add_order(desk, memo="D 老客")
    register_orders(desk, order_ids=[order])
    unregister_orders(desk, order_ids=[order])
    assert get_order(desk.database, order).memo == "D 老客"


def test_what_was_written_behind_the_mark_stays(desk: Desk) -> None:
    order = add_order(desk, memo="急")
    register_orders(desk, order_ids=[order])
    set_memo(desk, order_id=order, memo="急 D 已电话")
    unregister_orders(desk, order_ids=[order])
    assert get_order(desk.database, order).memo == "急 D 已电话"


def test_a_settlement_by_rule_goes_one_by_hand_stays(desk: Desk) -> None:
    by_rule, by_hand = add_order(desk), add_order(desk)
    register_orders(desk, order_ids=[by_rule, by_hand])
    with work(desk, Right.WAVE, Changed.ORDERS) as doing:
        settle_usual(doing, [by_rule])
    settle_orders(desk, order_ids=[by_hand])
    with pytest.raises(registering.SettledByHand):
        unregister_orders(desk, order_ids=[by_rule, by_hand])
    unregister_orders(desk, order_ids=[by_rule])
    now = get_order(desk.database, by_rule)
    assert (now.stage, now.settlement) == (Stage.NEW, None)


def too_far(desk: Desk) -> dict[int, type[Refused]]:
    printed, waved = add_order(desk), add_order(desk)
    register_orders(desk, order_ids=[printed, waved])
    database = desk.database
    database.execute_sql(
        "INSERT INTO print_record (order_id, document, person_id, at) VALUES (?, 'slip', 1, 1)", (printed,)
    )
    slip = add_row(database, "INSERT INTO slip (shop_id, created_at) VALUES (1, ?)", (1,))
    database.execute_sql("INSERT INTO slip_item (slip_id, order_id) VALUES (?, ?)", (slip, waved))
    return {printed: registering.TooFarOn, waved: registering.TooFarOn, add_order(desk): registering.NotRegistered}


def test_what_is_in_the_warehouse_or_new_stays(desk: Desk) -> None:
    for order, why in too_far(desk).items():
        before = everything(desk)
        with pytest.raises(why):
            unregister_orders(desk, order_ids=[order])
        assert everything(desk) == before


def test_two_people_at_the_same_moment(desk: Desk, tmp_path: Path) -> None:
    """The second is told who and when; the order is registered once."""
    order = add_order(desk, order_no="T1")
    other = add_person(desk, name="小陈", role="registrar")
    desks = [desk, replace(desk, actor=other)]
    outcomes: dict[str, str] = {}
    ready = threading.Barrier(2)

    def register(mine: Desk) -> None:
        own = replace(mine, database=open_database(shop_address(tmp_path)))
        ready.wait(5)
        try:
            register_orders(own, order_ids=[order])
            outcomes[mine.actor.name] = "done"
        except AlreadyRegistered as refusal:
            outcomes[mine.actor.name] = str(refusal)
        own.database.close()

    threads = [threading.Thread(target=register, args=(each,)) for each in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    (winner,) = [name for name, said in outcomes.items() if said == "done"]
    (refused,) = [said for said in outcomes.values() if said != "done"]
    assert refused == f"Order T1 was registered by {winner} on 2024-03-02 10:00. Nothing was changed."
    assert get_order(desk.database, order).registrar == winner
    assert len(list_trail(desk.database, kind="order", record_id=order)) == 1


def test_the_preview_groups_by_flag_and_people_and_says_what_stays(desk: Desk) -> None:
    red = [add_order(desk, flag=1, paid=100), add_order(desk, flag=1, paid=50)]
    unclear, plain, unpaid = add_order(desk, flag=4), add_order(desk), add_order(desk, status=0)
    before = everything(desk)
    preview = preview_registration(desk, order_ids=[*red, unclear, plain, unpaid])
    assert [(group.flag, group.names, len(group.order_ids)) for group in preview.groups] == [
        (Colour.GREY, (), 1),
        (Colour.RED, ("小王",), 2),
        (Colour.BLUE, ("小李", "小赵"), 1),
    ]
    assert preview.groups[1].paid == 150
    assert sorted(preview.order_ids) == sorted([plain, *red])
    assert [(order.id, type(why)) for order, why in preview.refused] == [(unpaid, registering.NotPaid)]
    assert everything(desk) == before


def test_a_named_salesperson_answers_the_question_whose_customer_it_is(desk: Desk) -> None:
    order = add_order(desk, flag=4)
    hold_orders(desk, order_ids=[order], reason="小李, 小赵", kind="salesperson")
    register_orders(desk, order_ids=[order], salesperson="小赵")
    now = get_order(desk.database, order)
    assert (now.stage, now.salesperson, now.open_holds) == (Stage.REGISTERED, "小赵", ())


def test_five_hundred_in_one_go(desk: Desk) -> None:
    orders = [add_order(desk, flag=number % 2) for number in range(500)]
    done = register_orders(desk, order_ids=orders)
    assert done.registered == orders
    assert desk.database.execute_sql("SELECT count(*) FROM trail WHERE action = 'register'").fetchone()[0] == 500
    assert first_broken_link(desk.database) is None
    assert unregister_orders(desk, order_ids=orders) == 500


def test_the_queue_is_oldest_payment_first_with_what_is_held(desk: Desk) -> None:
    late = add_order(desk, paid_at=NOON - 90_000_000)
    soon, held = add_order(desk, paid_at=NOON - 5), add_order(desk, paid_at=NOON - 10)
    gone, _unpaid = add_order(desk), add_order(desk, status=0, paid_at=None)
    hold_orders(desk, order_ids=[held], reason="缺码")
    register_orders(desk, order_ids=[gone])
    assert [(row.id, row.hold_reason) for row in list_queue(desk.database)] == [(late, ""), (held, "缺码"), (soon, "")]
    assert count_queue(desk.database, late_before=NOON - 86_400_000) == (3, 1)
    release_orders(desk, order_ids=[held], reason="到货")
    register_orders(desk, order_ids=[held])
    hold_orders(desk, order_ids=[held], reason="again")  # held, but registered: nothing to register
    assert [row.id for row in list_queue(desk.database)] == [late, soon]
