"""Repairs go to a factory together, cost something, and their buyers hear of it (REP-02, REP-03)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.domain.box_scans import ScanKind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.repairs import Estimate, State, Step, Warranty
from shopdesk.i18n import sentence
from shopdesk.queries.box_scans import read_scan
from shopdesk.queries.cases import get_case_row
from shopdesk.queries.contacts import list_contacts
from shopdesk.queries.orders import get_order
from shopdesk.queries.repair_batches import get_repair_batch, list_product_repairs, list_repair_batches
from shopdesk.queries.repair_words import get_buyer_text, get_memo_line
from shopdesk.queries.repairs import (
    RepairNotFound,
    list_repairs,
)
from shopdesk.services.box_checks import RepairLabel
from shopdesk.services.boxes import open_box
from shopdesk.services.desk import NotAllowed
from shopdesk.services.repair_batches import (
    BatchCalledOff,
    BatchGone,
    InAnotherBatch,
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
    RepairFeeUnpaid,
    RepairStepNotPossible,
    return_to_buyer,
    take_step,
)
from shopdesk.services.repairs import (
    open_repair,
)
from tests.factories import NOON, make_desk
from tests.repair_stand import RepairShop

WAYBILL = "YT7453244865603"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[RepairShop]:
    desk = make_desk(tmp_path)
    yield RepairShop(desk)
    desk.database.close()


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
    with pytest.raises(RepairLabel, match=row.code):
        open_box(shop.desk, scan=row.code)


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


def test_scanned_into_the_wrong_batch(shop: RepairShop) -> None:
    first, second = shop.came(), shop.came()
    one, two = shop.sent(first.id), shop.sent(second.id)
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
    batch_id = shop.sent(row.id)
    later = NOON + 20 * DAY_MS
    base = batch_base(get_repair_batch(shop.desk.database, batch_id))
    assert edit_batch(shop.desk, batch_id=batch_id, values={"due_at": later}, base=base)
    assert shop.row(row.id).due_at == get_repair_batch(shop.desk.database, batch_id).due_at == later
    assert not edit_batch(shop.desk, batch_id=batch_id, values={"due_at": later}, base=base)


def test_it_may_go_to_the_factory_once_more(shop: RepairShop) -> None:
    row = shop.came()
    first = shop.sent(row.id)
    come_back(shop.desk, repair_ids=[row.id])
    take_step(shop.desk, repair_id=row.id, step=Step.SEND_AGAIN, note="又开了")
    second = shop.sent(row.id)
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
    shop.sent(row.id)
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
    shop.sent(row.id)
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
    assert (told(shop.desk, repair_id=row.id), list_repairs(shop.desk.database, untold=True)) == ("", [])
    shop.sent(row.id)
    assert [each.id for each in list_repairs(shop.desk.database, untold=True)] == [row.id]
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
