"""What can't be sold is listed, by whom and until when (REP-04)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.clock import day_end, to_local
from shopdesk.db.database import rows_of
from shopdesk.domain.damage_list import AWAY, ENDS, HERE, MOVES, State, expires_on, loss_of
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.repairs import Step
from shopdesk.queries.damage_list import (
    find_damage_of,
    list_damage,
    list_damage_suppliers,
)
from shopdesk.queries.products import list_suppliers
from shopdesk.queries.trail import list_trail
from shopdesk.services.box_checks import ItemWorkedOn
from shopdesk.services.box_items import ItemEntry, add_item, remove_item
from shopdesk.services.boxes import open_box
from shopdesk.services.clashes import Clash
from shopdesk.services.damage_batches import (
    make_damage_batch,
    send_damage_batch,
)
from shopdesk.services.damage_list import (
    DamageAway,
    DamageInBatch,
    DamageThere,
    NothingDamaged,
    OddCost,
    RepairGoesOn,
    RepairIsDamage,
    StillMended,
    damage_base,
    edit_damage,
    open_damage,
)
from shopdesk.services.damage_states import (
    DamageOver,
    OddDamagePieces,
    write_off,
)
from shopdesk.services.evidence import add_evidence
from shopdesk.services.products import VariantInUse, remove_variants
from shopdesk.services.repair_batches import come_back
from shopdesk.services.repair_steps import take_step
from shopdesk.services.suppliers import save_supplier, supplier_base
from shopdesk.services.trail_words import what_happened
from tests.damage_stand import COST, DamageShop
from tests.factories import make_desk


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[DamageShop]:
    desk = make_desk(tmp_path)
    yield DamageShop(desk)
    desk.database.close()


def set_days(shop: DamageShop, days: int) -> None:
    row = next(each for each in list_suppliers(shop.desk.database) if each.id == shop.supplier)
    save_supplier(
        shop.desk, supplier_id=row.id, base=supplier_base(row), name=row.name, return_days=days
    )  # fmt: skip


def test_what_an_inspection_sends_there_is_listed_once_with_its_time(shop: DamageShop) -> None:
    row = shop.damaged(pieces=2)
    assert (row.state, row.quantity, row.cost, row.fault, row.supplier) == (
        State.LISTED, 2, COST, "开胶", "温岭足意鞋厂",
    )  # fmt: skip
    came = to_local(row.received_at or 0).date()
    assert row.expires_at == day_end(expires_on(came, 7) or came) - 1  # the day of receipt isn't counted
    assert row.days_left(shop.now) == 7 and not row.is_late(shop.now)
    assert row.worth == Money(160_00) == row.loss
    with pytest.raises(DamageThere, match="entry 1"):
        open_damage(shop.desk, box_item_id=row.box_item_id)
    (told,) = [each for each in list_trail(shop.desk.database, kind="order", record_id=row.order_id or 0)
               if each.action == "approve goods"]  # fmt: skip
    assert "Damage" in what_happened(told)


def test_what_the_supplier_takes_back_the_shortest_is_first(shop: DamageShop) -> None:
    late = open_damage(shop.desk, title="旧鞋", supplier_id=shop.supplier, received_at=shop.now - 20 * DAY_MS)
    unknown = open_damage(shop.desk, title="无主", supplier_id=None)
    soon = open_damage(shop.desk, title="快到期", supplier_id=shop.supplier, received_at=shop.now - 5 * DAY_MS)
    new = shop.damaged().id
    sent = open_damage(shop.desk, title="寄走", supplier_id=shop.supplier, received_at=shop.now - 30 * DAY_MS)
    shop.returned(sent)
    database = shop.desk.database
    assert [row.id for row in list_damage(database)] == [late, soon, new, unknown, sent]
    assert [row.id for row in list_damage(database, expires_before=shop.now)] == [late]
    assert [row.id for row in list_damage(database, expires_before=shop.now + 3 * DAY_MS)] == [late, soon]
    assert shop.entry(late).is_late(shop.now) and not shop.entry(sent).is_late(shop.now)
    assert [row.id for row in list_damage(database, find="到期", supplier_id=shop.supplier, only_open=True)] == [soon]
    assert [row.id for row in list_damage(database, find=f"#{late}")] == [late]
    first, second = list_damage_suppliers(database, now=shop.now)
    assert (first.supplier, first.here, first.late, first.away) == ("温岭足意鞋厂", 3, 1, 1)
    assert (second.supplier, second.here, second.expires_at) == ("", 1, None)


def test_listed_by_hand_by_line_by_variant_or_by_words(shop: DamageShop) -> None:
    order_id = shop.order()
    row = shop.entry(open_damage(shop.desk, order_id=order_id, fault="掉漆", quantity=2))
    assert (row.order_id, row.supplier_id, row.cost, row.quantity) == (order_id, shop.supplier, COST, 2)
    assert row.received_at == shop.now
    variant = shop.entry(open_damage(shop.desk, variant_id=row.variant_id, cost=Money(0)))
    assert (variant.variant_id, variant.cost, variant.order_id) == (row.variant_id, ZERO, None)
    (told,) = list_trail(shop.desk.database, kind="order", record_id=order_id)
    assert what_happened(told).startswith("Damage 1")
    with pytest.raises(NothingDamaged):
        open_damage(shop.desk)
    with pytest.raises(OddCost):
        open_damage(shop.desk, title="x", cost=Money(-1))
    for quantity in (0, -1, 10_000):
        with pytest.raises(OddDamagePieces):
            open_damage(shop.desk, title="x", quantity=quantity)


def test_a_repair_that_failed_is_damage_once_its_goods_are_here(shop: DamageShop) -> None:
    repair = shop.came()
    batch = shop.sent(repair.id)
    with pytest.raises(StillMended):
        open_damage(shop.desk, repair_id=repair.id)
    take_step(shop.desk, repair_id=repair.id, step=Step.REFUND, note="修不好")
    assert find_damage_of(shop.desk.database, repair_id=repair.id) is None  # the factory has them still
    come_back(shop.desk, repair_ids=[repair.id], batch_id=batch)
    row = find_damage_of(shop.desk.database, repair_id=repair.id)
    assert row is not None
    assert (row.state, row.fault, row.supplier_id, row.cost) == (State.LISTED, "开胶", shop.supplier, COST)
    with pytest.raises(DamageThere):
        open_damage(shop.desk, repair_id=repair.id)


def test_goods_that_are_mended_and_checked_are_no_damage(shop: DamageShop) -> None:
    repair = shop.came()
    shop.sent(repair.id)
    come_back(shop.desk, repair_ids=[repair.id])
    with pytest.raises(RepairGoesOn):
        open_damage(shop.desk, repair_id=repair.id)
    take_step(shop.desk, repair_id=repair.id, step=Step.CHECK)
    take_step(shop.desk, repair_id=repair.id, step=Step.REPLACE, note="等太久")
    assert list_damage(shop.desk.database) == []
    assert open_damage(shop.desk, repair_id=repair.id, fault="划痕") == 1  # by hand all the same


def test_a_repair_that_is_taken_up_again_takes_its_goods_out_of_the_list(shop: DamageShop) -> None:
    repair = shop.came()
    take_step(shop.desk, repair_id=repair.id, step=Step.REFUND, note="退款")
    row = find_damage_of(shop.desk.database, repair_id=repair.id)
    assert row is not None
    take_step(shop.desk, repair_id=repair.id, step=Step.REOPEN, note="还是修")
    assert shop.entry(row.id).state is State.STRUCK
    take_step(shop.desk, repair_id=repair.id, step=Step.REFUND, note="退款")
    again = find_damage_of(shop.desk.database, repair_id=repair.id)
    assert again is not None and again.id != row.id and again.state is State.LISTED
    make_damage_batch(shop.desk, supplier_id=shop.supplier, damage_ids=[again.id])
    with pytest.raises(RepairIsDamage, match=f"entry {again.id}"):
        take_step(shop.desk, repair_id=repair.id, step=Step.REOPEN, note="还是修")


def test_an_entry_is_edited_as_far_as_it_stands(shop: DamageShop) -> None:
    row = shop.damaged()
    came = (row.received_at or 0) - 2 * DAY_MS
    edit_damage(shop.desk, damage_id=row.id, values={"received_at": came, "cost": Money(90_00)}, base=damage_base(row))
    now = shop.entry(row.id)
    assert (now.expires_at, now.cost) == ((row.expires_at or 0) - 2 * DAY_MS, Money(90_00))
    with pytest.raises(Clash):
        edit_damage(shop.acting("小吴"), damage_id=row.id, values={"cost": Money(70_00)}, base=damage_base(row))
    edit_damage(shop.desk, damage_id=row.id, values={"supplier_id": shop.other_supplier}, base=damage_base(now))
    assert shop.entry(row.id).expires_at is None  # nobody knows that one's days
    batch_id = make_damage_batch(shop.desk, supplier_id=shop.other_supplier, damage_ids=[row.id])
    now = shop.entry(row.id)
    with pytest.raises(DamageInBatch):
        edit_damage(shop.desk, damage_id=row.id, values={"supplier_id": shop.supplier}, base=damage_base(now))
    send_damage_batch(shop.desk, batch_id=batch_id)
    now = shop.entry(row.id)
    with pytest.raises(DamageAway):
        edit_damage(shop.desk, damage_id=row.id, values={"quantity": 2}, base=damage_base(now))
    write_off(shop.desk, damage_id=row.id, reason="丢了")
    now = shop.entry(row.id)
    with pytest.raises(DamageOver):
        edit_damage(shop.desk, damage_id=row.id, values={"note": "x"}, base=damage_base(now))


def test_the_time_follows_the_suppliers_days_but_not_over_a_persons_word(shop: DamageShop) -> None:
    first, second = shop.damaged(), shop.damaged()
    by_hand = {"expires_at": (second.expires_at or 0) + DAY_MS}
    edit_damage(shop.desk, damage_id=second.id, values=by_hand, base=damage_base(second))
    set_days(shop, 10)
    assert shop.entry(first.id).expires_at == (first.expires_at or 0) + 3 * DAY_MS
    assert shop.entry(second.id).expires_at == by_hand["expires_at"]
    set_days(shop, 0)
    assert shop.entry(first.id).expires_at is None
    set_days(shop, 7)
    assert shop.entry(first.id).expires_at == first.expires_at


def test_photos_belong_to_an_entry(shop: DamageShop) -> None:
    row = shop.damaged()
    assert add_evidence(shop.desk, kind="damage", record_id=row.id, file="开胶".encode(), name="a.txt")


def test_no_move_leads_nowhere_and_each_state_is_one_of_its_kind() -> None:
    assert set(MOVES) == set(State)
    assert all(MOVES[state] for state in State)
    assert all(MOVES[state] <= {State.LISTED, State.SENT} for state in ENDS)
    assert not HERE & AWAY and not (HERE | AWAY) & ENDS
    reached, waiting = {State.LISTED}, [State.LISTED]
    while waiting:
        for to in MOVES[waiting.pop()] - reached:
            reached.add(to)
            waiting.append(to)
    assert reached == set(State)
    assert loss_of(COST, 2, Money(10_00), State.CREDITED) == Money(150_00)
    assert loss_of(COST, 2, ZERO, State.REPLACED) == loss_of(COST, 2, ZERO, State.STRUCK) == ZERO


def test_what_is_listed_stays_in_its_box_and_among_the_products(shop: DamageShop) -> None:
    order_id = shop.order()
    box_id = open_box(shop.desk, scan="SF0000009999")
    line = rows_of(shop.desk.database, "SELECT id FROM order_line WHERE order_id = ?", (order_id,))[0][0]
    item_id = add_item(shop.desk, box_id=box_id, item=ItemEntry(order_id=order_id, line_id=line, fault="开胶"))
    row = shop.entry(open_damage(shop.desk, box_item_id=item_id))
    with pytest.raises(ItemWorkedOn, match="entry 1"):
        remove_item(shop.desk, item_id=item_id)
    with pytest.raises(VariantInUse):
        remove_variants(shop.desk, [row.variant_id or 0])
