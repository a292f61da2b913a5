"""Repairs: from the box, or by hand, to the factory and back to the buyer (REP-01 to REP-03)."""

from collections.abc import Iterator
from dataclasses import replace as other
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.db.search import find_order_ids
from shopdesk.domain.cases import Kind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.intake import Destination, Wish
from shopdesk.domain.manual_orders import ManualItem
from shopdesk.domain.money import Money
from shopdesk.domain.refunds import RefundKind
from shopdesk.domain.repairs import State, Step, Warranty
from shopdesk.i18n import sentence
from shopdesk.queries.box_scans import read_scan
from shopdesk.queries.cases import get_case, get_case_row
from shopdesk.queries.inspections import get_inspection
from shopdesk.queries.repair_words import get_memo_line
from shopdesk.queries.repairs import (
    find_repair_of,
    get_repair,
    list_repairs,
)
from shopdesk.queries.trail import list_trail
from shopdesk.services.case_replacements import replace
from shopdesk.services.clashes import Clash
from shopdesk.services.desk import Changed, NotAllowed
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.evidence import add_evidence
from shopdesk.services.meant_goods import NotOfThisOrder, SupplierGone
from shopdesk.services.refunds import ask_refund
from shopdesk.services.repair_batches import (
    NothingInBatch,
    come_back,
    dispatch,
    make_batch,
)
from shopdesk.services.repair_cases import CaseWentOn, NobodysRepair
from shopdesk.services.repair_steps import (
    NotApprovedYet,
    NotWithSupplier,
    OddRepairPieces,
    RepairStepNotPossible,
    ReturnWaybillMissing,
    StepNeedsMore,
    WaybillOfAnother,
    return_to_buyer,
    take_step,
)
from shopdesk.services.repairs import (
    GoesElsewhere,
    NothingToRepair,
    RepairInBatch,
    RepairOver,
    RepairThere,
    edit_repair,
    open_repair,
    repair_base,
)
from shopdesk.services.suppliers import GoodsWithSupplier, SupplierInHistory, remove_supplier
from shopdesk.services.trail_words import what_happened
from tests.factories import NOON, make_desk
from tests.repair_stand import RepairShop

WAYBILL = "YT7453244865603"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[RepairShop]:
    desk = make_desk(tmp_path)
    yield RepairShop(desk)
    desk.database.close()


def test_from_the_box_to_the_factory_and_to_the_buyer(shop: RepairShop) -> None:
    order_id = shop.order()
    item_id = shop.box_item(order_id)
    row = find_repair_of(shop.desk.database, item_id)
    assert row is not None and (row.state, row.fault, row.supplier) == (State.RECEIVED, "开胶", "温岭足意鞋厂")
    case_id = row.case_id or 0
    assert (get_case_row(shop.desk.database, case_id).kind, row.warranty) == (Kind.REPAIR, Warranty.YES)
    shop.approve(item_id)
    case = get_case_row(shop.desk.database, case_id)
    assert case.state is CaseState.RELEASED and (case.due_at or 0) > NOON + 14 * DAY_MS

    take_step(shop.desk, repair_id=row.id, step=Step.LABEL)
    batch_id = shop.sent(row.id)
    away = shop.row(row.id)
    assert (away.state, away.is_away, away.batch_id) == (State.AT_FACTORY, True, batch_id)
    assert shop.desk.shown(away.due_at).startswith("2024-03-09 23:59"), "seven days, by the supplier"
    shop.now += 8 * DAY_MS
    assert away.is_late(shop.now)
    assert [each.id for each in list_repairs(shop.desk.database, due_before=shop.now)] == [row.id]

    assert come_back(shop.desk, scan=row.code, batch_id=batch_id) == (row.id,)
    take_step(shop.desk, repair_id=row.id, step=Step.CHECK, note="胶牢了")
    return_to_buyer(shop.desk, repair_id=row.id, carrier="圆通速递", waybill=f" {WAYBILL} ")
    ended = get_repair(shop.desk.database, row.id)
    assert (ended.row.state, ended.row.waybill, ended.row.check_note) == (State.RETURNED, WAYBILL, "胶牢了")
    assert [each.step for each in reversed(ended.steps)] == [
        "open", "label", "wait", "dispatch", "come-back", "check", "return",
    ]  # fmt: skip
    assert {each.person for each in ended.steps} == {"小吴", "Owner"}
    assert get_case_row(shop.desk.database, case_id).state is CaseState.DONE, "the buyer is called next"
    assert find_order_ids(shop.desk.database, WAYBILL) == [order_id]
    assert read_scan(shop.desk.database, WAYBILL).order_ids == (order_id,)


def test_each_step_stands_in_the_trail_of_repair_order_and_case(shop: RepairShop) -> None:
    row = shop.came()
    shop.sent(row.id)
    said = [what_happened(each) for each in list_trail(shop.desk.database, kind="repair", record_id=row.id)]
    assert said[:2] == ["Sent to the factory (温岭足意鞋厂 德邦快递 DPK1234567890)", "To the factory (温岭足意鞋厂)"]
    assert said[-1] == "真皮单鞋 深紫 W7 × 1 to be mended: 开胶"
    of_order = [
        what_happened(each) for each in list_trail(shop.desk.database, kind="order", record_id=row.order_id or 0)
    ]
    assert f"Repair {row.id}, 真皮单鞋 深紫 W7: At the factory (温岭足意鞋厂 德邦快递 DPK1234567890)" in of_order
    history = [(each.step, each.note) for each in get_case(shop.desk.database, row.case_id or 0).steps]
    assert history[0] == ("repair", "真皮单鞋 深紫 W7: Sent to the factory")


def test_the_wish_enters_it_once_and_the_inspection_corrects_it(shop: RepairShop) -> None:
    item_id = shop.box_item(shop.order(quantity=3), quantity=3)
    shop.approve(item_id, pieces=2)
    (row,) = list_repairs(shop.desk.database)
    assert (row.quantity, row.state, row.waits_for_approval) == (2, State.RECEIVED, False)


def test_what_is_approved_elsewhere_is_called_off(shop: RepairShop) -> None:
    item_id = shop.box_item(shop.order())
    shop.approve(item_id, to=Destination.DAMAGE)
    (row,) = list_repairs(shop.desk.database)
    assert row.state is State.CANCELLED


def test_an_inspection_sends_to_repair_what_nobody_wished_so(shop: RepairShop) -> None:
    item_id = shop.box_item(shop.order(), wish=Wish.QUALITY)
    assert list_repairs(shop.desk.database) == []
    shop.approve(item_id)
    (row,) = list_repairs(shop.desk.database)
    assert (row.box_item_id, row.person) == (item_id, "小郑")
    with pytest.raises(RepairThere, match="小郑"):
        open_repair(shop.desk, box_item_id=item_id)


def test_nothing_goes_to_the_factory_before_it_is_approved(shop: RepairShop) -> None:
    item_id = shop.box_item(shop.order())
    (row,) = list_repairs(shop.desk.database)
    with pytest.raises(NotApprovedYet, match="2024-03-02 #1"):
        take_step(shop.desk, repair_id=row.id, step=Step.WAIT)
    shop.approve(item_id)
    assert take_step(shop.desk, repair_id=row.id, step=Step.WAIT) is State.WAITING


def test_by_hand(shop: RepairShop) -> None:
    order_id = shop.order(days_ago=200)
    (line,) = rows_of(shop.desk.database, "SELECT id FROM order_line WHERE order_id = ?", (order_id,))
    repair_id = open_repair(shop.desk, order_id=order_id, line_id=line[0], fault="断跟", note="买家送到店里")
    row = shop.row(repair_id)
    assert (row.title, row.colour, row.size, row.supplier) == ("真皮单鞋", "深紫", "W7", "温岭足意鞋厂")
    assert (row.buyer, row.warranty, row.box, row.code) == ("tb_zhao", Warranty.NO, "", f"WX20240302-{repair_id}")
    with pytest.raises(OddRepairPieces, match="1 were bought, and 1 are being mended"):
        open_repair(shop.desk, order_id=order_id, line_id=line[0])
    with pytest.raises(NotOfThisOrder):
        open_repair(shop.desk, order_id=order_id, line_id=99_999)
    with pytest.raises(NothingToRepair):
        open_repair(shop.desk, fault="断跟")
    with pytest.raises(SupplierGone):
        open_repair(shop.desk, title="鞋", supplier_id=999)
    assert shop.row(open_repair(shop.desk, title="样品鞋", supplier_id=shop.supplier)).warranty is Warranty.UNKNOWN
    (variant,) = rows_of(shop.desk.database, "SELECT id FROM variant")
    assert shop.row(open_repair(shop.desk, variant_id=variant[0])).variant_id == variant[0]


def test_what_went_elsewhere_is_not_entered_from_its_box(shop: RepairShop) -> None:
    item_id = shop.box_item(shop.order(), wish=Wish.REFUND)
    shop.approve(item_id, to=Destination.DAMAGE)
    with pytest.raises(GoesElsewhere):
        open_repair(shop.desk, box_item_id=item_id)


def test_whoever_comes_second_hears_who_was_first(shop: RepairShop) -> None:
    row = shop.came()
    take_step(shop.acting("小吴"), repair_id=row.id, step=Step.LABEL, version=row.version)
    with pytest.raises(RepairStepNotPossible) as caught:
        take_step(shop.acting("小李"), repair_id=row.id, step=Step.LABEL)
    assert sentence(caught.value) == (
        f"Repair {row.id} stands at “Labelled” since 2024-03-02 10:00 (小吴), so “Label printed” can't be done. What "
        "can: To the factory, Replace it, Refund it, Call it off."
    )
    with pytest.raises(Clash, match="小吴"):
        take_step(shop.acting("小李"), repair_id=row.id, step=Step.WAIT, version=row.version)


def test_steps_that_need_more_say_what(shop: RepairShop) -> None:
    row = shop.came()
    batch_id = make_batch(shop.desk, supplier_id=shop.supplier, repair_ids=[row.id])
    with pytest.raises(StepNeedsMore, match="batch"):
        take_step(shop.desk, repair_id=row.id, step=Step.DISPATCH)
    with pytest.raises(StepNeedsMore, match="parcel"):
        take_step(shop.desk, repair_id=row.id, step=Step.RETURN)
    with pytest.raises(ReasonMissing):
        take_step(shop.desk, repair_id=row.id, step=Step.CANCEL)
    with pytest.raises(ReturnWaybillMissing):
        return_to_buyer(shop.desk, repair_id=row.id, carrier="", waybill=" ", note="买家要回")
    with pytest.raises(ReasonMissing):
        return_to_buyer(shop.desk, repair_id=row.id, carrier="", waybill=WAYBILL)
    return_to_buyer(shop.desk, repair_id=row.id, carrier="", waybill=WAYBILL, note="买家不修了")
    assert (shop.row(row.id).state, shop.row(row.id).batch_id) == (State.RETURNED, None)
    with pytest.raises(NothingInBatch):
        dispatch(shop.desk, batch_id=batch_id)
    assert get_memo_line(shop.desk.database, repair_id=row.id) == (
        f"3-2 真皮单鞋 深紫 W7 开胶: sent back to the buyer unmended {WAYBILL}"
    )


def test_a_parcel_of_somebody_else_is_refused(shop: RepairShop) -> None:
    row, other = shop.came(), shop.came(shop.order(buyer="tb_qian"))
    return_to_buyer(shop.desk, repair_id=row.id, carrier="", waybill=WAYBILL, note="不修")
    with pytest.raises(WaybillOfAnother, match=row.order_no):
        return_to_buyer(shop.desk, repair_id=other.id, carrier="", waybill=WAYBILL, note="不修")
    same = shop.came(shop.order(buyer="tb_zhao"))
    assert return_to_buyer(shop.desk, repair_id=same.id, carrier="", waybill=WAYBILL, note="一起寄") is State.RETURNED


def test_no_more_pieces_are_opened_again_than_were_bought(shop: RepairShop) -> None:
    order_id = shop.order()
    first = open_repair(shop.desk, order_id=order_id)
    take_step(shop.desk, repair_id=first, step=Step.CANCEL, note="买家不修了")
    open_repair(shop.desk, order_id=order_id)
    with pytest.raises(OddRepairPieces):
        take_step(shop.desk, repair_id=first, step=Step.REOPEN, note="还是修")


def test_replaced_its_case_becomes_an_exchange(shop: RepairShop) -> None:
    row = shop.came()
    shop.sent(row.id)
    with pytest.raises(ReasonMissing):
        take_step(shop.acting("小李"), repair_id=row.id, step=Step.REPLACE)
    take_step(shop.acting("小李"), repair_id=row.id, step=Step.REPLACE, note="底断了修不好")
    case = get_case_row(shop.desk.database, row.case_id or 0)
    assert (case.kind, case.state) == (Kind.EXCHANGE, CaseState.RELEASED)
    again = shop.row(row.id)
    assert (again.state, again.is_open, again.is_away) == (State.REPLACED, False, True), "the goods are still there"
    with pytest.raises(GoodsWithSupplier, match="1 piece"):
        _free_products(shop)
        remove_supplier(shop.desk, supplier_id=shop.supplier)
    come_back(shop.desk, repair_ids=[row.id])
    assert (shop.row(row.id).state, shop.row(row.id).is_away) == (State.REPLACED, False)
    with pytest.raises(NotWithSupplier):
        come_back(shop.desk, repair_ids=[row.id])
    with pytest.raises(SupplierInHistory):
        remove_supplier(shop.desk, supplier_id=shop.supplier)


def _free_products(shop: RepairShop) -> None:
    shop.desk.database.execute_sql("UPDATE product SET supplier_id = NULL")


def test_what_went_on_is_not_taken_up_again(shop: RepairShop) -> None:
    row = shop.came()
    take_step(shop.desk, repair_id=row.id, step=Step.REPLACE, note="修不好")
    line = rows_of(shop.desk.database, "SELECT sku FROM order_line WHERE id = ?", (row.line_id,))[0][0]
    replace(shop.desk, case_id=row.case_id or 0, items=[ManualItem(line, "鞋", "", 1)])
    assert shop.row(row.id).replacement_no
    with pytest.raises(CaseWentOn, match=shop.row(row.id).replacement_no):
        take_step(shop.desk, repair_id=row.id, step=Step.REOPEN, note="其实能修")
    with pytest.raises(NotAllowed):
        take_step(shop.acting("小李"), repair_id=row.id, step=Step.REOPEN, note="其实能修")


def test_refunded_without_a_case_one_is_opened(shop: RepairShop) -> None:
    order_id = shop.order()
    repair_id = open_repair(shop.desk, order_id=order_id)
    take_step(shop.desk, repair_id=repair_id, step=Step.REFUND, note="厂里没有这个底")
    row = shop.row(repair_id)
    case = get_case_row(shop.desk.database, row.case_id or 0)
    assert (row.state, case.kind, case.state) == (State.REFUNDED, Kind.REFUND, CaseState.RELEASED)
    ask_refund(shop.desk, order_id=order_id, kind=RefundKind.ONLY, reason="quality", amount=Money(100), case_id=case.id)
    with pytest.raises(CaseWentOn, match="refund"):
        take_step(shop.desk, repair_id=repair_id, step=Step.REOPEN, note="能修了")


def test_nobodys_goods_can_only_be_called_off(shop: RepairShop) -> None:
    repair_id = open_repair(shop.desk, title="样品鞋")
    with pytest.raises(NobodysRepair):
        take_step(shop.desk, repair_id=repair_id, step=Step.REFUND, note="x")
    assert take_step(shop.desk, repair_id=repair_id, step=Step.CANCEL, note="样品不要了") is State.CANCELLED
    assert take_step(shop.desk, repair_id=repair_id, step=Step.REOPEN, note="还要") is State.RECEIVED


def test_two_people_edit_one_repair(shop: RepairShop) -> None:
    row = shop.came()
    base = repair_base(row)
    edit_repair(shop.acting("小李"), repair_id=row.id, values={"fault": "断底"}, base=base)
    edit_repair(shop.acting("小吴"), repair_id=row.id, values={"accessories": "鞋盒", "fault": "开胶"}, base=base)
    assert (shop.row(row.id).fault, shop.row(row.id).accessories) == ("断底", "鞋盒")
    with pytest.raises(Clash, match="小李"):
        edit_repair(shop.acting("小吴"), repair_id=row.id, values={"fault": "掉跟"}, base=base)
    now = repair_base(shop.row(row.id))
    with pytest.raises(OddRepairPieces):
        edit_repair(shop.desk, repair_id=row.id, values={"quantity": 5}, base=now)
    assert edit_repair(shop.desk, repair_id=row.id, values={"warranty": "no"}, base=now)
    assert shop.row(row.id).warranty is Warranty.NO
    make_batch(shop.desk, supplier_id=shop.supplier, repair_ids=[row.id])
    with pytest.raises(RepairInBatch):
        edit_repair(
            shop.desk, repair_id=row.id, values={"supplier_id": shop.other_supplier},
            base=repair_base(shop.row(row.id)),
        )  # fmt: skip
    return_to_buyer(shop.desk, repair_id=row.id, carrier="", waybill=WAYBILL, note="不修")
    with pytest.raises(RepairOver, match="Owner"):
        edit_repair(shop.desk, repair_id=row.id, values={"fault": "x"}, base=repair_base(shop.row(row.id)))


def test_what_was_mended_may_come_back_again(shop: RepairShop) -> None:
    order_id = shop.order()
    row = shop.came(order_id)
    shop.sent(row.id)
    come_back(shop.desk, repair_ids=[row.id])
    take_step(shop.desk, repair_id=row.id, step=Step.CHECK)
    return_to_buyer(shop.desk, repair_id=row.id, carrier="圆通速递", waybill=WAYBILL)
    item_id = shop.box_item(order_id, wish=Wish.REFUND)
    assert get_inspection(shop.desk.database, item_id=item_id).can_stay == 1


def test_photos_belong_to_a_repair(shop: RepairShop) -> None:
    row = shop.came()
    assert add_evidence(shop.acting("小吴"), kind="repair", record_id=row.id, file="鞋底".encode(), name="说明.txt")


def test_pages_hear_of_it(shop: RepairShop) -> None:
    heard: list[frozenset[Changed]] = []
    desk = other(shop.desk, announce=heard.append)
    open_repair(desk, title="样品鞋")
    assert Changed.REPAIRS in heard[-1]
