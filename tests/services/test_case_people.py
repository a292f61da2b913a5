"""Who is in charge, questions, contacts, calls, replacements (RET-12, RET-15, RET-16, CRM-03, CRM-04)."""

from dataclasses import replace as other
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.cases import Kind, State, Step
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.origins import Origin
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.cases import get_case, get_case_row, list_cases
from shopdesk.queries.orders import get_order
from shopdesk.services.case_people import (
    AnswerMissing,
    CaseClosed,
    NobodyThere,
    NoteMissing,
    PersonFull,
    TimePast,
    ask_again,
    assign_case,
    call_back,
    finish_contact,
    log_contact,
)
from shopdesk.services.case_replacements import (
    AllowedByAnother,
    NothingEarly,
    NotReleased,
    NotReplaced,
    ReplacedAlready,
    WantedUnclear,
    allow_early,
    replace,
    settle_replacements,
)
from shopdesk.services.case_steps import StepNotPossible, send_back, take_step
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Changed, Desk, work
from tests.factories import NOON, add_order, make_desk
from tests.services.test_cases import agent, approve, come_back, inspect


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def order_of(desk: Desk, buyer: str = "tb_1") -> int:
    return add_order(desk, buyer=buyer, status=int(Status.SHIPPED), stage=int(Stage.SHIPPED), shipped_at=NOON - DAY_MS)


def limit(desk: Desk, person_id: int, most: int) -> None:
    desk.database.execute_sql("UPDATE person SET case_limit = ? WHERE id = ?", (most, person_id))


def test_one_buyer_has_one_person(desk: Desk) -> None:
    li, wang = agent(desk), agent(desk, "小王")
    first = open_case(li, kind=Kind.RETURN, order_id=order_of(desk))
    second = open_case(wang, kind=Kind.PRICE, order_id=order_of(desk))
    assert {get_case_row(desk.database, each).person for each in (first, second)} == {"小李"}
    assert assign_case(desk, case_id=second, person_id=wang.actor.id, note="小李休假")
    assert not assign_case(desk, case_id=second, person_id=wang.actor.id)
    assert {get_case_row(desk.database, each).person for each in (first, second)} == {"小王"}
    assert get_case(desk.database, first).steps[0].note == "小李 → 小王 · 小李休假"
    third = open_case(li, kind=Kind.REFUND, order_id=order_of(desk))
    assert get_case_row(desk.database, third).person == "小王"


def test_a_full_person_gets_none(desk: Desk) -> None:
    li = agent(desk)
    limit(desk, li.actor.id, 1)
    open_case(li, kind=Kind.RETURN, order_id=order_of(desk))
    second = open_case(li, kind=Kind.PRICE, order_id=order_of(desk))
    third = open_case(li, kind=Kind.PRICE, order_id=order_of(desk, "tb_2"))
    assert [get_case_row(desk.database, each).person for each in (second, third)] == ["", ""]
    assert [row.id for row in list_cases(desk.database, nobody=True)] == [second, third]
    with pytest.raises(PersonFull, match="小李 holds 1 open cases of at most 1"):
        assign_case(desk, case_id=third, person_id=li.actor.id)
    limit(desk, li.actor.id, 0)
    assert assign_case(desk, case_id=third, person_id=li.actor.id)


def test_only_who_serves_buyers_is_in_charge(desk: Desk) -> None:
    case_id = open_case(desk, kind=Kind.RETURN, order_id=order_of(desk))
    packer = agent(desk, "小周", role="warehouse")
    for person_id in (packer.actor.id, 99):
        with pytest.raises(NobodyThere):
            assign_case(desk, case_id=case_id, person_id=person_id)
    take_step(desk, case_id=case_id, step=Step.CLOSE, note="好了")
    with pytest.raises(CaseClosed, match="closed by Owner"):
        assign_case(desk, case_id=case_id, person_id=1)


def test_a_question_asked_again_needs_an_answer_or_a_time(desk: Desk) -> None:
    case_id = open_case(desk, kind=Kind.RETURN, order_id=order_of(desk), asked="什么时候退款")
    with pytest.raises(AnswerMissing, match=r"2\. time"):
        ask_again(desk, case_id=case_id, note="还没退？")
    with pytest.raises(TimePast):
        ask_again(desk, case_id=case_id, note="还没退？", answer_by=NOON)
    with pytest.raises(NoteMissing):
        ask_again(desk, case_id=case_id, note=" ", answer="x")
    assert ask_again(desk, case_id=case_id, note="还没退？", answer_by=NOON + DAY_MS) == 2
    row = get_case_row(desk.database, case_id)
    assert (row.asked_again, row.answer_by) == (True, NOON + DAY_MS)
    log_contact(desk, case_id=case_id, note="今天退")
    assert get_case_row(desk.database, case_id).answer_by is None
    assert ask_again(desk, case_id=case_id, note="到了吗", answer="到了") == 3


def test_the_next_contact_is_open_until_the_next_one(desk: Desk) -> None:
    case_id = open_case(desk, kind=Kind.RETURN, order_id=order_of(desk))
    log_contact(desk, case_id=case_id, note="没接电话", next_at=NOON + DAY_MS)
    log_contact(desk, case_id=case_id, note="接了", next_at=NOON + 2 * DAY_MS)
    newest, oldest = get_case(desk.database, case_id).contacts
    assert (oldest.done_at, newest.done_at) == (NOON, None)
    assert finish_contact(desk, contact_id=newest.id)
    assert not finish_contact(desk, contact_id=newest.id)


def released(desk: Desk, kind: Kind = Kind.REISSUE, **more: str) -> int:
    case_id = open_case(desk, kind=kind, order_id=order_of(desk), reason="missing", **more)  # type: ignore[arg-type]
    take_step(desk, case_id=case_id, step=Step.AGREE)
    return case_id


def test_a_reissue_goes_out_and_the_buyer_is_called(desk: Desk) -> None:
    case_id = released(desk)
    order_id = replace(desk, case_id=case_id)
    order = get_order(desk.database, order_id)
    assert (order.origin, order.lines[0].sku[:4]) == (Origin.REISSUE, "5815")
    with pytest.raises(ReplacedAlready, match=order.order_no):
        replace(desk, case_id=case_id)
    desk.database.execute_sql("UPDATE orders SET stage = ? WHERE id = ?", (int(Stage.SHIPPED), order_id))
    with work(desk, Right.SHIP, Changed.ORDERS) as doing:
        settle_replacements(doing, [order_id])
    row = get_case_row(desk.database, case_id)
    assert row.state is State.DONE and row.call_at is not None
    assert call_back(desk, case_id=case_id, solved=False, satisfied=False, note="少一只") is State.ASKED
    with pytest.raises(StepNotPossible):
        call_back(desk, case_id=case_id, solved=True)
    detail = get_case(desk.database, case_id)
    assert (detail.solved, detail.satisfied, detail.contacts[0].note) == (False, False, "少一只")


def test_what_is_solved_is_closed(desk: Desk) -> None:
    case_id = released(desk, Kind.PRICE)
    take_step(desk, case_id=case_id, step=Step.FULFIL, note="现金给了")
    assert call_back(desk, case_id=case_id, solved=True, satisfied=True) is State.CLOSED
    assert get_case(desk.database, case_id).satisfied


def test_what_is_wanted_has_to_be_an_item(desk: Desk) -> None:
    with pytest.raises(WantedUnclear, match="大一码"):
        replace(desk, case_id=released(desk, wanted="大一码"))
    with pytest.raises(NotReplaced):
        replace(desk, case_id=released(desk, Kind.PRICE))


def test_a_size_of_the_same_product_is_an_item(desk: Desk) -> None:
    case_id = released(desk, wanted="W8")
    sku = get_case(desk.database, case_id).items[0].sku
    desk.database.execute_sql("INSERT INTO product (shop_id, code, title) VALUES (1, 'P', '真皮单鞋')")
    for code, size in ((sku, "W7"), ("5815-1-W8", "W8")):
        sql = "INSERT INTO variant (product_id, shop_id, sku, colour, size) VALUES (1, 1, ?, '深紫', ?)"
        desk.database.execute_sql(sql, (code, size))
    (line,) = get_order(desk.database, replace(desk, case_id=case_id)).lines
    assert (line.sku, line.quantity) == ("5815-1-W8", 1)


def test_who_opened_a_case_that_nobody_is_in_charge_of_does_not_allow_it_too(desk: Desk) -> None:
    boss = agent(desk, "主管", role="supervisor")
    case_id = open_case(boss, kind=Kind.EXCHANGE, order_id=order_of(desk), wanted="5815-1-W8,黑色 W8x1")
    take_step(boss, case_id=case_id, step=Step.AGREE)
    desk.database.execute_sql("UPDATE cases SET person_id = NULL")
    with pytest.raises(AllowedByAnother):
        allow_early(boss, case_id=case_id, reason="急用")
    assert allow_early(desk, case_id=case_id, reason="急用")


def test_a_replacement_before_the_goods_are_back_needs_another(desk: Desk) -> None:
    boss, li = agent(desk, "主管", role="supervisor"), agent(desk)
    case_id = open_case(
        boss, kind=Kind.EXCHANGE, order_id=order_of(desk), reason="wrong-item", wanted="5815-1-W8,黑色 W8x1"
    )
    with pytest.raises(NothingEarly):
        allow_early(desk, case_id=case_id, reason="急用")
    take_step(boss, case_id=case_id, step=Step.AGREE)
    with pytest.raises(NotReleased):
        replace(li, case_id=case_id)
    with pytest.raises(AllowedByAnother):
        allow_early(boss, case_id=case_id, reason="急用")
    assert allow_early(desk, case_id=case_id, reason="急用")
    assert not allow_early(desk, case_id=case_id, reason="急用")
    order_id = replace(li, case_id=case_id)
    assert "急用" in get_order(desk.database, order_id).memo
    desk.database.execute_sql("UPDATE orders SET stage = ? WHERE id = ?", (int(Stage.SHIPPED), order_id))
    with work(desk, Right.SHIP, Changed.ORDERS) as doing:
        settle_replacements(doing, [order_id])
    assert get_case_row(desk.database, case_id).state is State.AGREED, "the goods are still to come"
    send_back(boss, case_id=case_id, carrier="圆通速递", waybill="YT0001")
    source = get_case_row(desk.database, case_id).order_id or 0
    assert come_back(desk, source) == case_id
    inspect(li, case_id)
    assert approve(desk, case_id) is State.DONE, "they only go into stock"


def test_only_one_person_allows_alone(desk: Desk) -> None:
    case_id = open_case(desk, kind=Kind.EXCHANGE, order_id=order_of(desk))
    take_step(desk, case_id=case_id, step=Step.AGREE)
    assert allow_early(desk, case_id=case_id, reason="老客户")


def test_a_replacement_that_was_cancelled_is_entered_anew(desk: Desk) -> None:
    case_id = released(desk)
    first = replace(desk, case_id=case_id)
    desk.database.execute_sql("UPDATE orders SET status = ? WHERE id = ?", (int(Status.CLOSED), first))
    assert replace(other(desk), case_id=case_id) != first
    assert len(rows_of(desk.database, "SELECT 1 FROM case_step WHERE step = 'replace'")) == 2
