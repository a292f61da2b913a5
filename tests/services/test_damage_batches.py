"""Damaged goods go back to their supplier, who answers; what is left is a loss (REP-04)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.domain.damage_list import Answer, State
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.money import ZERO, Money
from shopdesk.i18n import sentence
from shopdesk.queries.damage_batches import get_damage_batch, list_damage_batches, list_damage_losses, stream_damage
from shopdesk.queries.damage_list import (
    list_batch_lines,
    list_damage,
)
from shopdesk.queries.trail import list_trail
from shopdesk.services.clashes import Clash
from shopdesk.services.damage_batches import (
    CreditAboveCost,
    CreditMissing,
    InOtherReturnBatch,
    NothingToReturn,
    NotInReturnBatch,
    OddCredit,
    OtherSuppliersDamage,
    ReturnBatchCalledOff,
    ReturnBatchGone,
    add_to_damage_batch,
    answer_damage,
    cancel_damage_batch,
    credit_damage,
    damage_batch_base,
    edit_damage_batch,
    make_damage_batch,
    remove_from_damage_batch,
    send_damage_batch,
)
from shopdesk.services.damage_list import (
    open_damage,
)
from shopdesk.services.damage_states import (
    DamageMoveNotPossible,
    DamageOver,
    OddDamagePieces,
    list_again,
    reopen_damage,
    split_damage,
    strike_damage,
    write_off,
)
from shopdesk.services.desk import NotAllowed
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.suppliers import GoodsWithSupplier, remove_supplier
from shopdesk.services.trail_words import what_happened
from tests.damage_stand import COST, DamageShop
from tests.factories import make_desk


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[DamageShop]:
    desk = make_desk(tmp_path)
    yield DamageShop(desk)
    desk.database.close()


def test_a_batch_goes_back_and_the_supplier_answers_each_line(shop: DamageShop) -> None:
    rows = [shop.damaged().id for _ in range(4)]
    batch_id = make_damage_batch(shop.desk, supplier_id=shop.supplier, damage_ids=rows[:1], note="请确认")
    assert add_to_damage_batch(shop.desk, batch_id=batch_id, damage_ids=rows) == 3
    assert [row.position for row in list_batch_lines(shop.desk.database, batch_id=batch_id)] == [1, 2, 3, 4]
    with pytest.raises(DamageMoveNotPossible):
        answer_damage(shop.desk, damage_ids=rows, answer=Answer.ACCEPTED)
    assert send_damage_batch(shop.acting("小吴"), batch_id=batch_id, carrier="德邦快递", waybill="DPK 1234567890") == 4
    batch = get_damage_batch(shop.desk.database, batch_id)
    assert (batch.entries, batch.unanswered, batch.waybill, batch.sent_by) == (4, 4, "DPK1234567890", "小吴")
    answer_damage(shop.desk, damage_ids=rows[:2], answer=Answer.ACCEPTED, said="认")
    answer_damage(shop.desk, damage_ids=[rows[2]], answer=Answer.REPLACED, said="换新")
    with pytest.raises(ReasonMissing):
        answer_damage(shop.desk, damage_ids=[rows[3]], answer=Answer.REFUSED)
    answer_damage(shop.desk, damage_ids=[rows[3]], answer=Answer.REFUSED, said="人为损坏")
    with pytest.raises(CreditMissing):
        answer_damage(shop.desk, damage_ids=rows[:1], answer=Answer.CREDITED)
    credit_damage(shop.acting("小钱"), damage_id=rows[0], amount=Money(60_00), said="红字 0117")
    found = [shop.entry(each) for each in rows]
    assert [row.state for row in found] == [State.CREDITED, State.ACCEPTED, State.REPLACED, State.REFUSED]
    assert [row.loss for row in found] == [Money(20_00), COST, ZERO, COST]
    assert found[0].answered_by == "小钱" and found[0].closed_at is not None
    assert list_damage_batches(shop.desk.database, unanswered=True)[0].unanswered == 1
    assert [what_happened(each) for each in list_trail(shop.desk.database, kind="damage", record_id=rows[0])] == [
        "The supplier credited 60.00: 红字 0117",
        "The supplier takes it back: 认",
        "Sent back to the supplier",
        "Into a return batch",
        f"{found[0].name} × 1 in the damage list: 开胶",
    ]


def test_a_refused_piece_goes_again_or_is_written_off(shop: DamageShop) -> None:
    first, second = shop.damaged().id, shop.damaged().id
    batch_id = shop.returned(first, second)
    answer_damage(shop.desk, damage_ids=[first, second], answer=Answer.REFUSED, said="超期")
    list_again(shop.desk, damage_id=first)
    assert (shop.entry(first).state, shop.entry(first).batch_id) == (State.LISTED, None)
    with pytest.raises(ReasonMissing):
        write_off(shop.desk, damage_id=second, reason=" ")
    write_off(shop.acting("老周"), damage_id=second, reason="供应商不认")
    assert shop.entry(second).loss == COST
    with pytest.raises(DamageMoveNotPossible) as refused:
        answer_damage(shop.desk, damage_ids=[second], answer=Answer.ACCEPTED)
    assert "老周" in sentence(refused.value) and "Written off" in sentence(refused.value)
    other = shop.returned(first)
    assert [row.id for row in list_batch_lines(shop.desk.database, batch_id=other)] == [first]
    assert [row.id for row in list_batch_lines(shop.desk.database, batch_id=batch_id)] == [second]


def test_a_settled_entry_is_opened_again_by_a_supervisor(shop: DamageShop) -> None:
    sent, here = shop.damaged().id, shop.damaged().id
    shop.returned(sent)
    credit_damage(shop.desk, damage_id=sent, amount=COST)
    strike_damage(shop.desk, damage_id=here, reason="擦干净了，可以卖")
    assert shop.entry(here).loss == ZERO
    with pytest.raises(NotAllowed):
        reopen_damage(shop.acting("小吴"), damage_id=sent, reason="记错")
    assert reopen_damage(shop.acting("老周"), damage_id=sent, reason="记错行") is State.SENT
    assert reopen_damage(shop.desk, damage_id=here, reason="还是坏的") is State.LISTED
    assert (shop.entry(sent).credited, shop.entry(sent).closed_at) == (ZERO, None)
    with pytest.raises(DamageMoveNotPossible):
        reopen_damage(shop.desk, damage_id=here, reason="再开")


def test_part_of_an_entry_is_answered_by_itself(shop: DamageShop) -> None:
    row = shop.damaged(pieces=3)
    shop.returned(row.id)
    other = split_damage(shop.desk, damage_id=row.id, quantity=1)
    assert (shop.entry(row.id).quantity, shop.entry(other).quantity) == (2, 1)
    assert (shop.entry(other).state, shop.entry(other).batch_id) == (State.SENT, shop.entry(row.id).batch_id)
    answer_damage(shop.desk, damage_ids=[other], answer=Answer.REFUSED, said="不认这只")
    credit_damage(shop.desk, damage_id=row.id, amount=Money(160_00))
    assert sum(each.loss for each in list_damage(shop.desk.database)) == COST
    with pytest.raises(DamageOver):
        split_damage(shop.desk, damage_id=row.id, quantity=1)
    with pytest.raises(OddDamagePieces):
        split_damage(shop.desk, damage_id=other, quantity=1)


def test_batches_are_refused_clearly(shop: DamageShop) -> None:
    row, other = shop.damaged().id, shop.damaged().id
    foreign = open_damage(shop.desk, title="毛衣", supplier_id=shop.other_supplier)
    batch_id = make_damage_batch(shop.desk, supplier_id=shop.supplier, damage_ids=[row])
    empty = make_damage_batch(shop.desk, supplier_id=shop.supplier)
    with pytest.raises(OtherSuppliersDamage, match="海宁织里服饰"):
        add_to_damage_batch(shop.desk, batch_id=batch_id, damage_ids=[other, foreign])
    assert shop.entry(other).state is State.LISTED  # all of them or none
    with pytest.raises(InOtherReturnBatch, match=f"return batch {batch_id}"):
        add_to_damage_batch(shop.desk, batch_id=empty, damage_ids=[row])
    with pytest.raises(NotInReturnBatch):
        remove_from_damage_batch(shop.desk, batch_id=batch_id, damage_id=other)
    with pytest.raises(NothingToReturn):
        send_damage_batch(shop.desk, batch_id=empty)
    cancel_damage_batch(shop.acting("小吴"), batch_id=empty, reason="不寄了")
    with pytest.raises(ReturnBatchCalledOff, match="小吴"):
        add_to_damage_batch(shop.desk, batch_id=empty, damage_ids=[other])
    base = damage_batch_base(get_damage_batch(shop.desk.database, batch_id))
    assert edit_damage_batch(shop.desk, batch_id=batch_id, values={"note": "轻放"}, base=base)
    with pytest.raises(Clash):
        edit_damage_batch(shop.acting("小吴"), batch_id=batch_id, values={"note": "别的"}, base=base)
    remove_from_damage_batch(shop.desk, batch_id=batch_id, damage_id=row)
    assert shop.entry(row).batch_id is None
    add_to_damage_batch(shop.desk, batch_id=batch_id, damage_ids=[row])
    send_damage_batch(shop.acting("小吴"), batch_id=batch_id)
    with pytest.raises(ReturnBatchGone, match="小吴"):
        send_damage_batch(shop.desk, batch_id=batch_id)


def test_a_credit_is_more_than_nothing_and_no_more_than_the_goods_cost(shop: DamageShop) -> None:
    row = shop.damaged().id
    shop.returned(row)
    for amount in (ZERO, Money(-100)):
        with pytest.raises(OddCredit):
            credit_damage(shop.desk, damage_id=row, amount=amount)
    with pytest.raises(CreditAboveCost, match=r"80\.00"):
        credit_damage(shop.desk, damage_id=row, amount=Money(80_01))
    with pytest.raises(NotAllowed):
        credit_damage(shop.acting("小吴"), damage_id=row, amount=COST)


def test_a_supplier_with_goods_of_ours_stays(shop: DamageShop) -> None:
    row = open_damage(shop.desk, title="毛衣", supplier_id=shop.other_supplier)
    batch_id = make_damage_batch(shop.desk, supplier_id=shop.other_supplier, damage_ids=[row])
    send_damage_batch(shop.desk, batch_id=batch_id)
    answer_damage(shop.desk, damage_ids=[row], answer=Answer.ACCEPTED)
    with pytest.raises(GoodsWithSupplier):
        remove_supplier(shop.desk, supplier_id=shop.other_supplier)


def test_losses_are_summed_by_month_and_product(shop: DamageShop) -> None:
    first = shop.damaged(pieces=2)
    shop.returned(first.id)
    credit_damage(shop.desk, damage_id=first.id, amount=Money(100_00))
    shop.now += 40 * DAY_MS
    open_damage(shop.desk, title="旧鞋", cost=Money(30_00), quantity=2)
    open_damage(shop.desk, title="旧鞋")
    struck = open_damage(shop.desk, title="旧鞋", cost=Money(999_00))
    strike_damage(shop.desk, damage_id=struck, reason="误记")
    newer, older = list_damage_losses(shop.desk.database)
    assert (older.pieces, older.worth, older.credited, older.lost, older.undecided) == (
        2, Money(160_00), Money(100_00), Money(60_00), ZERO,
    )  # fmt: skip
    assert (newer.title, newer.pieces, newer.lost, newer.undecided, newer.unpriced) == (
        "旧鞋", 3, Money(60_00), Money(60_00), 1,
    )  # fmt: skip
    assert newer.month > older.month
    assert list_damage_losses(shop.desk.database, since=shop.now, supplier_id=shop.supplier) == []
    assert sum(row.loss for row in stream_damage(shop.desk.database)) == Money(120_00)
