"""Cases: opened, filled in, moved on (RET-10 to RET-13)."""

from dataclasses import replace as other
from pathlib import Path

import pytest

from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.cases import Kind, State, Step
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.intake import Wish
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.cases import get_case, get_case_row, list_cases
from shopdesk.queries.extensions import list_extensions
from shopdesk.services.case_arrivals import CameBack, take_in
from shopdesk.services.case_steps import (
    FollowsByItself,
    NotItsKind,
    PhotosMissing,
    RefundUnderWay,
    StepNotPossible,
    WaybillMissing,
    fulfil_if_settled,
    note_approved,
    note_inspected,
    send_back,
    take_step,
)
from shopdesk.services.cases import (
    BuyerPaysFreight,
    CarrierNotPaid,
    CaseItem,
    InsuranceForExchange,
    NobodysCase,
    OddPieces,
    OpenAlready,
    UnknownWord,
    base_of,
    edit_case,
    open_case,
)
from shopdesk.services.desk import Actor, Changed, Desk, NotAllowed, work
from shopdesk.services.edits import Clash, ReasonMissing
from shopdesk.services.people import add_person
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import PAID_CARRIERS
from tests.factories import NOON, add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def sent(desk: Desk) -> int:
    """An order that has left and is not confirmed yet."""
    return add_order(
        desk, buyer="tb_1", lines=2, status=int(Status.SHIPPED), stage=int(Stage.SHIPPED), shipped_at=NOON - DAY_MS
    )


def agent(desk: Desk, name: str = "小李", role: str = "agent") -> Desk:
    person = add_person(desk, name=name, role=role)
    return other(desk, actor=Actor(person.id, name, role))


def box(desk: Desk, case_id: int | None = None, *, order_id: int | None = None, number: int = 1, **item: object) -> int:
    """A box with one item, which waits for its inspection; returns the item."""
    database = desk.database
    box_id = add_row(
        database,
        "INSERT INTO box (day, number, state, order_id, waybill, person_id, at) VALUES ('2024-03-02', ?, 'registered', "
        "?, 'YT0001', ?, ?)",
        (number, order_id, desk.actor.id, NOON),
    )
    row = {"box_id": box_id, "order_id": order_id, "case_id": case_id, "title": "真皮单鞋", **item}
    marks = ", ".join("?" * len(row))
    return add_row(database, f"INSERT INTO box_item ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def come_back(desk: Desk, order_id: int, *, number: int = 1, wish: Wish = Wish.REFUND, line: int | None = None) -> int:
    item_id = box(desk, order_id=order_id, number=number)
    box_id = rows_of(desk.database, "SELECT box_id FROM box_item WHERE id = ?", (item_id,))[0][0]
    item = CameBack(item_id, order_id, wish, "5815-1-W8x1" if wish is Wish.EXCHANGE else "", line_id=line, title="鞋")
    with work(desk, Right.INTAKE, Changed.CASES) as doing:
        return take_in(doing, box_id=box_id, item=item)


def inspect(desk: Desk, case_id: int) -> State:
    with work(desk, Right.INTAKE, Changed.CASES) as doing:
        desk.database.execute_sql(
            "UPDATE box_item SET good = quantity, inspected_by_id = ?, inspected_at = ? WHERE case_id = ?",
            (desk.actor.id, doing.at, case_id),
        )
        return note_inspected(doing, case_id)


def approve(desk: Desk, case_id: int) -> State:
    with work(desk, Right.STOCK_IN, Changed.CASES) as doing:
        desk.database.execute_sql(
            "UPDATE box_item SET approved_by_id = ?, approved_at = ? WHERE case_id = ?",
            (desk.actor.id, doing.at, case_id),
        )
        return note_approved(doing, case_id)


def add_refund(desk: Desk, order_id: int, case_id: int, state: str) -> int:
    return add_row(
        desk.database,
        "INSERT INTO refund (order_id, case_id, kind, amount, state, asked_by_id, asked_at) "
        "VALUES (?, ?, 'return', 19900, ?, 1, ?)",
        (order_id, case_id, state, NOON),
    )


def test_a_return_goes_its_way(desk: Desk, sent: int) -> None:
    case_id = open_case(desk, kind=Kind.RETURN, order_id=sent, reason="size", asked="偏小")
    row = get_case_row(desk.database, case_id)
    assert (row.state, row.person, row.buyer, row.questions) == (State.ASKED, "Owner", "tb_1", 1)
    assert row.due_at == NOON + 24 * HOUR_MS
    assert row.items == "真皮单鞋 ×2"
    assert take_step(desk, case_id=case_id, step=Step.AGREE, note="收到后退款") is State.AGREED
    assert send_back(desk, case_id=case_id, carrier="圆通速递", waybill="yt 0001") is State.SENT
    assert come_back(desk, sent) == case_id
    assert get_case_row(desk.database, case_id).state is State.RECEIVED
    assert get_case_row(desk.database, case_id).due_at == NOON + 24 * HOUR_MS
    assert inspect(desk, case_id) is State.INSPECTED
    assert approve(desk, case_id) is State.RELEASED
    refund = add_refund(desk, sent, case_id, "asked")
    with pytest.raises(RefundUnderWay):
        take_step(desk, case_id=case_id, step=Step.CLOSE, note="x")
    desk.database.execute_sql("UPDATE refund SET state = 'paid' WHERE id = ?", (refund,))
    with work(desk, Right.PAY, Changed.REFUNDS) as doing:
        assert fulfil_if_settled(doing, case_id) is State.DONE
    detail = get_case(desk.database, case_id)
    assert detail.agreed == "收到后退款"
    assert [each.went_to for each in detail.steps if each.came_from != each.went_to] == [
        "done", "released", "inspected", "received", "sent", "agreed",
    ]  # fmt: skip
    assert detail.row.call_at is not None and detail.row.call_at > NOON


def test_a_return_request_makes_the_time_to_confirm_longer_once(desk: Desk, sent: int) -> None:
    open_case(desk, kind=Kind.RETURN, order_id=sent)
    [extension] = list_extensions(desk.database, sent)
    assert extension.until == NOON - DAY_MS + 17 * DAY_MS  # ten days after shipping, and seven more
    open_case(desk, kind=Kind.EXCHANGE, order_id=sent)
    assert len(list_extensions(desk.database, sent)) == 1


def test_one_matter_has_one_case(desk: Desk, sent: int) -> None:
    first = open_case(desk, kind=Kind.RETURN, order_id=sent)
    with pytest.raises(OpenAlready, match=rf"number {first} \(Owner\)"):
        open_case(desk, kind=Kind.RETURN, order_id=sent)
    take_step(desk, case_id=first, step=Step.CLOSE, note="不退了")
    lines = [row[0] for row in rows_of(desk.database, "SELECT id FROM order_line WHERE order_id = ?", (sent,))]
    open_case(desk, kind=Kind.RETURN, order_id=sent, items=[CaseItem(lines[0])])
    open_case(desk, kind=Kind.RETURN, order_id=sent, items=[CaseItem(lines[1])])
    with pytest.raises(OddPieces):
        open_case(desk, kind=Kind.EXCHANGE, order_id=sent, items=[CaseItem(lines[1], quantity=2)])
    with pytest.raises(NobodysCase):
        open_case(desk, kind=Kind.RETURN)
    with pytest.raises(UnknownWord):
        open_case(desk, kind=Kind.EXCHANGE, order_id=sent, reason="weather")


def test_a_step_that_is_not_possible_says_who_was_first_and_what_is(desk: Desk, sent: int) -> None:
    case_id = open_case(desk, kind=Kind.REFUND, order_id=sent)
    seen = get_case_row(desk.database, case_id).version
    take_step(agent(desk), case_id=case_id, step=Step.AGREE)
    with pytest.raises(Clash, match="小李 changed case"):
        take_step(desk, case_id=case_id, step=Step.CLOSE, note="x", version=seen)
    with pytest.raises(StepNotPossible, match=r"小李.*Nothing more is due"):
        take_step(desk, case_id=case_id, step=Step.AGREE)
    with pytest.raises(NotItsKind):
        send_back(desk, case_id=case_id, carrier="圆通速递", waybill="YT0001")
    with pytest.raises(ReasonMissing):
        take_step(desk, case_id=case_id, step=Step.CLOSE)
    returned = open_case(desk, kind=Kind.RETURN, order_id=sent)
    with pytest.raises(WaybillMissing):
        send_back(desk, case_id=returned, carrier="圆通速递", waybill=" ")
    with pytest.raises(FollowsByItself):
        take_step(desk, case_id=returned, step=Step.RECEIVE)


def test_quality_is_seen_before_the_goods_travel(desk: Desk, sent: int) -> None:
    li = agent(desk)
    case_id = open_case(li, kind=Kind.RETURN, order_id=sent, reason="quality")
    with pytest.raises(PhotosMissing):
        take_step(li, case_id=case_id, step=Step.AGREE, note="好的")
    with pytest.raises(PhotosMissing):
        send_back(li, case_id=case_id, carrier="圆通速递", waybill="YT0001")
    desk.database.execute_sql(
        "INSERT INTO evidence (kind, record_id, hash, name, media, person_id, at) "
        "VALUES ('case', ?, 'x', '开胶.jpg', 'image/jpeg', 1, ?)",
        (case_id, NOON),
    )
    assert take_step(li, case_id=case_id, step=Step.AGREE) is State.AGREED


def test_a_supervisor_may_do_without_photos(desk: Desk, sent: int) -> None:
    case_id = open_case(desk, kind=Kind.RETURN, order_id=sent, reason="damage")
    with pytest.raises(PhotosMissing):
        take_step(desk, case_id=case_id, step=Step.AGREE)
    assert take_step(desk, case_id=case_id, step=Step.AGREE, note="视频看过") is State.AGREED


def test_the_reason_says_who_pays_and_insurance_is_for_returns_only(desk: Desk, sent: int) -> None:
    case_id = open_case(desk, kind=Kind.EXCHANGE, order_id=sent, reason="size")
    row = get_case_row(desk.database, case_id)
    assert row.responsible == "buyer"
    with pytest.raises(InsuranceForExchange):
        edit_case(desk, case_id=case_id, values={"cover": "insurance"}, base=base_of(row))
    with pytest.raises(BuyerPaysFreight):
        edit_case(desk, case_id=case_id, values={"freight": 1200}, base=base_of(row))
    with pytest.raises(NotAllowed):
        edit_case(agent(desk), case_id=case_id, values={"blame": "shop"}, base=base_of(row))
    assert edit_case(desk, case_id=case_id, values={"blame": "shop", "freight": 1200}, base=base_of(row))
    save_setting(desk, PAID_CARRIERS, ["中通快递"])
    row = get_case_row(desk.database, case_id)
    with pytest.raises(CarrierNotPaid, match="中通快递"):
        edit_case(desk, case_id=case_id, values={"carrier": "顺丰速运"}, base=base_of(row))
    assert edit_case(desk, case_id=case_id, values={"carrier": "中通快递"}, base=base_of(row))


def test_another_kind_is_agreed_anew(desk: Desk, sent: int) -> None:
    case_id = open_case(desk, kind=Kind.RETURN, order_id=sent)
    take_step(desk, case_id=case_id, step=Step.AGREE)
    row = get_case_row(desk.database, case_id)
    edit_case(desk, case_id=case_id, values={"kind": "refund"}, base=base_of(row))
    assert get_case_row(desk.database, case_id).state is State.ASKED


def test_a_box_joins_the_case_that_fits_its_wish(desk: Desk, sent: int) -> None:
    returned = open_case(desk, kind=Kind.RETURN, order_id=sent)
    assert come_back(desk, sent, wish=Wish.REFUND) == returned
    exchanged = come_back(desk, sent, number=2, wish=Wish.EXCHANGE)
    assert exchanged != returned
    row = get_case_row(desk.database, exchanged)
    assert (row.kind, row.state, row.wanted, row.person) == (Kind.EXCHANGE, State.RECEIVED, "5815-1-W8x1", "Owner")


def test_what_waits_for_this_line_takes_it_and_says_what_the_paper_wants(desk: Desk, sent: int) -> None:
    returned = open_case(desk, kind=Kind.RETURN, order_id=sent)
    line = rows_of(desk.database, "SELECT line_id FROM case_item WHERE case_id = ?", (returned,))[0][0]
    assert come_back(desk, sent, wish=Wish.EXCHANGE, line=line) == returned
    assert "The box says: Exchange" in get_case(desk.database, returned).steps[0].note


def test_a_box_opens_a_closed_case_of_its_parcel_again(desk: Desk, sent: int) -> None:
    case_id = open_case(desk, kind=Kind.RETURN, order_id=sent)
    send_back(desk, case_id=case_id, carrier="圆通速递", waybill="YT0001")
    take_step(desk, case_id=case_id, step=Step.CLOSE, note="一直没到")
    assert come_back(desk, sent) == case_id
    row = get_case_row(desk.database, case_id)
    assert (row.state, row.closed_at, row.outcome) == (State.RECEIVED, None, "")


def test_a_second_box_after_the_inspection_is_inspected_too(desk: Desk, sent: int) -> None:
    case_id = come_back(desk, sent)
    inspect(desk, case_id)
    assert come_back(desk, sent, number=2) == case_id
    assert get_case_row(desk.database, case_id).state is State.RECEIVED
    assert approve(desk, case_id) is State.RECEIVED


def test_goods_are_inspected_again(desk: Desk, sent: int) -> None:
    case_id = come_back(desk, sent)
    inspect(desk, case_id)
    assert take_step(desk, case_id=case_id, step=Step.INSPECT_AGAIN, note="数错") is State.RECEIVED
    assert rows_of(desk.database, "SELECT good, inspected_at FROM box_item") == [(0, None)]


def test_lists(desk: Desk, sent: int) -> None:
    first = open_case(desk, kind=Kind.RETURN, order_id=sent, asked="尺码小了")
    second = open_case(desk, kind=Kind.PRICE, order_id=sent)
    take_step(desk, case_id=second, step=Step.CLOSE, note="x")
    assert [row.id for row in list_cases(desk.database)] == [first, second]
    assert [row.id for row in list_cases(desk.database, find="尺码")] == [first]
    assert [row.id for row in list_cases(desk.database, find="tb_1", states=[State.CLOSED])] == [second]
    assert [row.id for row in list_cases(desk.database, kinds=["return"], person_id=1, only_open=True)] == [first]
    assert [row.id for row in list_cases(desk.database, due_before=NOON + 25 * HOUR_MS)] == [first]
    assert list_cases(desk.database, due_before=NOON) == []
    assert list_cases(desk.database, nobody=True) == []
    assert len(list_cases(desk.database, asked_since=NOON, asked_until=NOON + 1, limit=5)) == 2


def test_two_people_fill_in_different_lines_of_one_case(desk: Desk, sent: int) -> None:
    li = agent(desk)
    case_id = open_case(desk, kind=Kind.RETURN, order_id=sent)
    base = base_of(get_case_row(desk.database, case_id), verified="", proposed="")
    assert edit_case(li, case_id=case_id, values={"verified": "已看照片"}, base=base)
    assert edit_case(desk, case_id=case_id, values={"proposed": "退货"}, base=base)
    detail = get_case(desk.database, case_id)
    assert (detail.verified, detail.proposed) == ("已看照片", "退货")
    with pytest.raises(Clash, match="小李"):
        edit_case(desk, case_id=case_id, values={"verified": "没看"}, base=base)
    assert not edit_case(desk, case_id=case_id, values={"agreed": ""}, base=base)
