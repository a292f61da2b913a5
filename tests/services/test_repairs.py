"""Repairs: from the box, or by hand, to the factory and back to the buyer (REP-01 to REP-03)."""

from collections.abc import Iterator
from dataclasses import replace as other
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.db.search import find_order_ids
from shopdesk.domain.box_scans import ScanKind
from shopdesk.domain.cases import Kind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.intake import Destination, Wish
from shopdesk.domain.manual_orders import ManualItem
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.refunds import RefundKind
from shopdesk.domain.repairs import Estimate, State, Step, Warranty
from shopdesk.i18n import sentence
from shopdesk.queries.box_scans import read_scan
from shopdesk.queries.cases import get_case, get_case_row
from shopdesk.queries.contacts import list_contacts
from shopdesk.queries.inspections import get_inspection
from shopdesk.queries.orders import get_order
from shopdesk.queries.repair_batches import get_repair_batch, list_product_repairs, list_repair_batches
from shopdesk.queries.repair_words import get_buyer_text, get_memo_line
from shopdesk.queries.repairs import (
    RepairNotFound,
    count_late_repairs,
    count_repairs,
    count_untold_repairs,
    find_repair_of,
    get_repair,
    list_repairs,
)
from shopdesk.queries.trail import list_trail
from shopdesk.services.box_checks import OddCode
from shopdesk.services.boxes import open_box
from shopdesk.services.case_replacements import replace
from shopdesk.services.clashes import Clash
from shopdesk.services.desk import Changed, NotAllowed
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.evidence import add_evidence
from shopdesk.services.refunds import ask_refund
from shopdesk.services.repair_batches import (
    BatchCalledOff,
    BatchGone,
    InAnotherBatch,
    NothingInBatch,
    NothingScanned,
    NotInThisBatch,
    OtherSuppliersGoods,
    WrongBatch,
    add_to_batch,
    batch_base,
    cancel_batch,
    come_back,
    dispatch,
    edit_batch,
    make_batch,
    remove_from_batch,
)
from shopdesk.services.repair_cases import CaseWentOn, NobodysRepair
from shopdesk.services.repair_costs import (
    AnsweredAlready,
    FeeNotAgreed,
    FeeNotDue,
    FeePaid,
    NotAsked,
    OddFee,
    RepairEnded,
    UnderWarranty,
    answer_estimate,
    ask_estimate,
    pay_fee,
    set_fee,
)
from shopdesk.services.repair_news import add_to_memo, told
from shopdesk.services.repair_steps import (
    BuyerWaits,
    NotApprovedYet,
    NotWithSupplier,
    OddRepairPieces,
    RepairFeeUnpaid,
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
    NotOfThisOrder,
    RepairInBatch,
    RepairOver,
    RepairThere,
    SupplierGone,
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


def sent(shop: RepairShop, *repair_ids: int) -> int:
    """A batch with these that went to the factory."""
    batch_id = make_batch(shop.desk, supplier_id=shop.supplier, repair_ids=repair_ids)
    dispatch(shop.desk, batch_id=batch_id, carrier="德邦快递", waybill="DPK1234567890")
    return batch_id


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
    batch_id = sent(shop, row.id)
    away = shop.row(row.id)
    assert (away.state, away.is_away, away.batch_id) == (State.AT_FACTORY, True, batch_id)
    assert shop.desk.shown(away.due_at).startswith("2024-03-09 23:59"), "seven days, by the supplier"
    shop.now += 8 * DAY_MS
    assert (count_late_repairs(shop.desk.database, now=shop.now), away.is_late(shop.now)) == (1, True)
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
    assert count_repairs(shop.desk.database)[State.AT_FACTORY] == 0


def test_each_step_stands_in_the_trail_of_repair_order_and_case(shop: RepairShop) -> None:
    row = shop.came()
    sent(shop, row.id)
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


def test_a_label_opens_its_repair_and_no_other(shop: RepairShop) -> None:
    row = shop.came()
    scan = read_scan(shop.desk.database, f" {row.code.lower()} ")
    assert (scan.kind, scan.repair_id, scan.waybill) == (ScanKind.REPAIR, row.id, "")
    assert read_scan(shop.desk.database, f"WX20200101-{row.id}").repair_id is None, "typed wrongly"
    assert read_scan(shop.desk.database, "WX20240302-999999999").repair_id is None
    with pytest.raises(RepairNotFound):
        come_back(shop.desk, scan="WX20240302-77")
    with pytest.raises(NothingScanned):
        come_back(shop.desk, scan=" ")
    with pytest.raises(OddCode, match=row.code):
        open_box(shop.desk, scan=row.code)


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


def test_a_batch_takes_what_is_its_suppliers_and_in_no_other(shop: RepairShop) -> None:
    row, loose = shop.came(), open_repair(shop.desk, title="样品鞋")
    batch_id = make_batch(shop.desk, supplier_id=shop.supplier, repair_ids=[row.id, loose])
    assert shop.row(loose).supplier_id == shop.supplier
    assert add_to_batch(shop.desk, batch_id=batch_id, repair_ids=[row.id]) == 0
    second = make_batch(shop.desk, supplier_id=shop.other_supplier)
    with pytest.raises(InAnotherBatch, match=f"batch {batch_id} for 温岭足意鞋厂"):
        add_to_batch(shop.desk, batch_id=second, scan=row.code)
    other = shop.came()
    with pytest.raises(OtherSuppliersGoods, match="海宁织里服饰"):
        add_to_batch(shop.desk, batch_id=second, scan=other.code)
    with pytest.raises(NotInThisBatch):
        remove_from_batch(shop.desk, batch_id=second, repair_id=row.id)
    remove_from_batch(shop.desk, batch_id=batch_id, repair_id=row.id)
    assert (shop.row(row.id).state, shop.row(row.id).batch_id) == (State.WAITING, None)
    cancel_batch(shop.acting("老周"), batch_id=batch_id, reason="厂里放假")
    assert shop.row(loose).batch_id is None
    with pytest.raises(BatchCalledOff, match="老周"):
        add_to_batch(shop.desk, batch_id=batch_id, repair_ids=[row.id])
    assert [each.id for each in list_repair_batches(shop.desk.database, only_open=True)] == [second]


def test_what_was_taken_out_does_not_go_along(shop: RepairShop) -> None:
    stays, goes = shop.came(), shop.came()
    batch_id = make_batch(shop.desk, supplier_id=shop.supplier, repair_ids=[stays.id, goes.id])
    remove_from_batch(shop.desk, batch_id=batch_id, repair_id=stays.id)
    assert dispatch(shop.desk, batch_id=batch_id) == 1
    assert [shop.row(each.id).state for each in (stays, goes)] == [State.WAITING, State.AT_FACTORY]
    assert [each.id for each in list_repairs(shop.desk.database, batch_id=batch_id)] == [goes.id]


def test_no_more_pieces_are_opened_again_than_were_bought(shop: RepairShop) -> None:
    order_id = shop.order()
    first = open_repair(shop.desk, order_id=order_id)
    take_step(shop.desk, repair_id=first, step=Step.CANCEL, note="买家不修了")
    open_repair(shop.desk, order_id=order_id)
    with pytest.raises(OddRepairPieces):
        take_step(shop.desk, repair_id=first, step=Step.REOPEN, note="还是修")


def test_scanned_into_the_wrong_batch(shop: RepairShop) -> None:
    first, second = shop.came(), shop.came()
    one, two = sent(shop, first.id), sent(shop, second.id)
    with pytest.raises(WrongBatch) as caught:
        come_back(shop.desk, repair_ids=[first.id], scan=second.code, batch_id=one)
    said = sentence(caught.value)
    assert f"went with batch {two} to 温岭足意鞋厂" in said and f"not with batch {one}" in said
    assert {shop.row(each.id).state for each in (first, second)} == {State.AT_FACTORY}, "all or none"
    come_back(shop.desk, scan=first.code, batch_id=one)
    with pytest.raises(RepairStepNotPossible, match="Back from the factory"):
        come_back(shop.desk, scan=first.code, batch_id=one)
    with pytest.raises(BatchGone, match="Owner"):
        dispatch(shop.desk, batch_id=one)


def test_a_promised_day_moves_what_is_due_with_it(shop: RepairShop) -> None:
    row = shop.came()
    batch_id = sent(shop, row.id)
    later = NOON + 20 * DAY_MS
    base = batch_base(get_repair_batch(shop.desk.database, batch_id))
    assert edit_batch(shop.desk, batch_id=batch_id, values={"due_at": later}, base=base)
    assert shop.row(row.id).due_at == get_repair_batch(shop.desk.database, batch_id).due_at == later
    assert not edit_batch(shop.desk, batch_id=batch_id, values={"due_at": later}, base=base)


def test_it_may_go_to_the_factory_once_more(shop: RepairShop) -> None:
    row = shop.came()
    first = sent(shop, row.id)
    come_back(shop.desk, repair_ids=[row.id])
    take_step(shop.desk, repair_id=row.id, step=Step.SEND_AGAIN, note="又开了")
    second = sent(shop, row.id)
    assert [each.id for each in list_repairs(shop.desk.database, batch_id=first)] == [row.id], "it went with both"
    batches = {each.id: (each.repairs, each.away) for each in list_repair_batches(shop.desk.database)}
    assert batches == {first: (1, 0), second: (1, 1)}
    assert [each.id for each in list_repair_batches(shop.desk.database, away=True)] == [second]


def test_estimate_agreed_fee_paid(shop: RepairShop) -> None:
    row = shop.came(shop.order(days_ago=300))
    assert row.warranty is Warranty.NO
    with pytest.raises(OddFee):
        ask_estimate(shop.desk, repair_id=row.id, amount=Money(0))
    with pytest.raises(NotAsked):
        answer_estimate(shop.desk, repair_id=row.id, agreed=True)
    ask_estimate(shop.acting("小李"), repair_id=row.id, amount=Money(3_000))
    assert shop.row(row.id).to_tell == "estimate"
    assert "costs 30.00" in told(shop.acting("小李"), repair_id=row.id)
    with pytest.raises(BuyerWaits, match=r"30\.00"):
        make_batch(shop.desk, supplier_id=shop.supplier, repair_ids=[row.id])
    answer_estimate(shop.acting("小李"), repair_id=row.id, agreed=True, note="可以")
    with pytest.raises(AnsweredAlready, match="小李"):
        answer_estimate(shop.desk, repair_id=row.id, agreed=False)
    with pytest.raises(FeeNotAgreed, match=r"45\.00"):
        set_fee(shop.desk, repair_id=row.id, fee=Money(4_500), fee_by=Party.BUYER)
    set_fee(shop.acting("小李"), repair_id=row.id, fee=Money(2_500), fee_by=Party.BUYER)
    sent(shop, row.id)
    come_back(shop.desk, repair_ids=[row.id])
    take_step(shop.desk, repair_id=row.id, step=Step.CHECK)
    with pytest.raises(RepairFeeUnpaid, match=r"25\.00"):
        return_to_buyer(shop.desk, repair_id=row.id, carrier="圆通速递", waybill=WAYBILL)
    with pytest.raises(NotAllowed):
        set_fee(shop.acting("小李"), repair_id=row.id, fee=Money(2_500), fee_by=Party.SHOP)
    with pytest.raises(NotAllowed):
        pay_fee(shop.acting("小李"), repair_id=row.id, reference="微信 1234")
    pay_fee(shop.acting("小钱"), repair_id=row.id, reference="微信 1234")
    with pytest.raises(FeePaid, match="小钱"):
        pay_fee(shop.desk, repair_id=row.id, reference="又一次")
    return_to_buyer(shop.desk, repair_id=row.id, carrier="圆通速递", waybill=WAYBILL)
    ended = shop.row(row.id)
    assert (ended.fee, ended.fee_by, ended.owed, ended.estimate_state) == (
        Money(2_500), Party.BUYER, Money(0), Estimate.AGREED,
    )  # fmt: skip
    with pytest.raises(RepairEnded):
        ask_estimate(shop.desk, repair_id=row.id, amount=Money(100))


def test_under_warranty_the_buyer_pays_nothing(shop: RepairShop) -> None:
    row = shop.came()
    with pytest.raises(UnderWarranty):
        ask_estimate(shop.desk, repair_id=row.id, amount=Money(100))
    with pytest.raises(UnderWarranty):
        set_fee(shop.desk, repair_id=row.id, fee=Money(100), fee_by=Party.BUYER)
    set_fee(shop.desk, repair_id=row.id, fee=Money(800), fee_by=Party.SHOP)
    with pytest.raises(FeeNotDue, match="Our shop"):
        pay_fee(shop.desk, repair_id=row.id, reference="x")
    (product,) = list_product_repairs(shop.desk.database, since=0, until=NOON + 1)
    assert (product.repairs, product.fees, product.faults, product.days) == (1, Money(800), (("开胶", 1),), None)


def test_a_supervisor_may_let_the_shop_pay(shop: RepairShop) -> None:
    row = shop.came(shop.order(days_ago=300))
    ask_estimate(shop.desk, repair_id=row.id, amount=Money(3_000))
    answer_estimate(shop.desk, repair_id=row.id, agreed=True)
    set_fee(shop.acting("老周"), repair_id=row.id, fee=Money(3_000), fee_by=Party.SHOP)
    assert shop.row(row.id).owed == 0


def test_declined_it_comes_back_and_goes_home_unmended(shop: RepairShop) -> None:
    row = shop.came(shop.order(days_ago=300))
    sent(shop, row.id)
    ask_estimate(shop.desk, repair_id=row.id, amount=Money(9_000))
    answer_estimate(shop.desk, repair_id=row.id, agreed=False, note="太贵")
    come_back(shop.desk, repair_ids=[row.id])
    return_to_buyer(shop.desk, repair_id=row.id, carrier="圆通速递", waybill=WAYBILL, note="嫌贵不修")
    assert get_buyer_text(shop.desk.database, repair_id=row.id) == (
        f"Dear tb_zhao, your 真皮单鞋 深紫 W7 is on its way back to you as it was: 圆通速递 {WAYBILL}."
    )
    assert get_case_row(shop.desk.database, row.case_id or 0).state is CaseState.DONE


def test_the_buyer_hears_of_each_state_once_and_the_memo_says_it(shop: RepairShop) -> None:
    row = shop.came()
    assert [each.id for each in list_repairs(shop.desk.database, untold=True)] == [row.id]
    assert "has arrived" in told(shop.acting("小李"), repair_id=row.id)
    assert (told(shop.desk, repair_id=row.id), count_untold_repairs(shop.desk.database)) == ("", 0)
    sent(shop, row.id)
    assert count_untold_repairs(shop.desk.database) == 1
    text = told(shop.acting("小李"), repair_id=row.id)
    assert text == "Dear tb_zhao, your 真皮单鞋 深紫 W7 is at the factory for repair. It should be back by 3-9."
    assert list_contacts(shop.desk.database, row.order_id or 0)[0].note == text
    assert add_to_memo(shop.acting("小李"), repair_id=row.id)
    assert not add_to_memo(shop.desk, repair_id=row.id)
    line = "3-2 真皮单鞋 深紫 W7 开胶: at the factory for repair"
    assert (
        get_order(shop.desk.database, row.order_id or 0).memo
        == line
        == get_memo_line(shop.desk.database, repair_id=row.id)
    )


def test_replaced_its_case_becomes_an_exchange(shop: RepairShop) -> None:
    row = shop.came()
    sent(shop, row.id)
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
    sent(shop, row.id)
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
