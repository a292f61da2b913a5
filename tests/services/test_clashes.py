"""Two desks on one shop: what each changed is kept, and where both changed the same it is said what each wrote."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopdesk.db.database import rows_of
from shopdesk.domain.address_changes import Address
from shopdesk.domain.documents import Party
from shopdesk.domain.flags import Colour
from shopdesk.domain.manual_orders import ManualItem, ManualOrder
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.permissions import Right
from shopdesk.queries.buyers import get_buyer_card
from shopdesk.queries.orders import get_order
from shopdesk.queries.people import get_person
from shopdesk.queries.products import list_suppliers, list_variants
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import list_shops
from shopdesk.queries.trail import list_trail
from shopdesk.services.buyers import BlockedAlready, block_buyer, buyer_base, edit_buyer
from shopdesk.services.clashes import Base, Clash, Conflict
from shopdesk.services.desk import Desk, MergedChange
from shopdesk.services.hold_answers import answer_base, choose_by_hand
from shopdesk.services.holds import ClearedAlready, ReleasedAlready, clear_hold, hold_orders, release_orders
from shopdesk.services.manual_changes import change_order, manual_base
from shopdesk.services.manual_orders import enter_order
from shopdesk.services.order_edits import LineEdit, OrderEdit, change_address, edit_order, order_base
from shopdesk.services.orders import set_flag, set_memo
from shopdesk.services.people import add_person, edit_person, person_base
from shopdesk.services.products import VariantChange, change_variants, learn_variants, remove_variants, variant_values
from shopdesk.services.shop_settings import save_setting, save_shop, setting_bases, shop_base
from shopdesk.services.suppliers import remove_supplier, save_supplier, supplier_base
from shopdesk.settings import FLAG_NAMES, REGISTERED_MARK
from tests.factories import NOON, add_order, make_desk

ADDRESS = Address("李四", "13900000000", "浙江省", "宁波市", "海曙区", "中山路1号")


@pytest.fixture
def mine(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def theirs(mine: Desk) -> Desk:
    """The same shop at another person's hands, a minute later."""
    return replace(mine, actor=add_person(mine, name="小李", role="owner"), clock=lambda: NOON + 60_000)


def conflict_of(act: Callable[[], object]) -> Conflict:
    with pytest.raises(Clash) as caught:
        act()
    assert caught.value.conflict is not None
    return caught.value.conflict


def chosen(conflict: Conflict, side: str) -> dict[str, Any]:
    return {name: value for choice in conflict.choices for name, value in choice.values(side).items()}


def line_of(desk: Desk, order: int, **changes: Any) -> LineEdit:
    line = get_order(desk.database, order).lines[0]
    return replace(LineEdit(line.line_no, "", "深紫", "W7", line.quantity, line.price), **changes)


class TestOrders:
    def test_the_dialog_is_told_record_person_time_and_both_values(self, mine: Desk, theirs: Desk) -> None:
        order = add_order(mine, memo="旧")
        base = Base(1, {"memo": "旧"})
        set_memo(theirs, order_id=order, memo="别人的")
        conflict = conflict_of(lambda: set_memo(mine, order_id=order, memo="我的", base=base))
        (choice,) = conflict.choices
        number = get_order(mine.database, order).order_no
        assert (conflict.record, conflict.person, conflict.when) == (f"order {number}", "小李", "2024-03-02 10:01")
        assert (choice.name, choice.theirs, choice.mine, choice.can_join) == ("memo", "别人的", "我的", True)
        assert conflict.version == 2

    @pytest.mark.parametrize(("side", "memo"), [("theirs", "别人的"), ("mine", "我的"), ("both", "别人的\n我的")])
    def test_what_was_chosen_is_what_stays(self, mine: Desk, theirs: Desk, side: str, memo: str) -> None:
        order = add_order(mine, memo="旧")
        base = Base(1, {"memo": "旧"})
        set_memo(theirs, order_id=order, memo="别人的")
        conflict = conflict_of(lambda: set_memo(mine, order_id=order, memo="我的", base=base))
        set_memo(mine, order_id=order, memo="我的", base=base.decided(conflict, chosen(conflict, side)))
        assert get_order(mine.database, order).memo == memo

    def test_a_third_change_after_the_choice_asks_again(self, mine: Desk, theirs: Desk) -> None:
        order = add_order(mine, memo="旧")
        base = Base(1, {"memo": "旧"})
        set_memo(theirs, order_id=order, memo="别人的")
        conflict = conflict_of(lambda: set_memo(mine, order_id=order, memo="我的", base=base))
        decided = base.decided(conflict, chosen(conflict, "mine"))
        set_memo(theirs, order_id=order, memo="noch einmal")
        again = conflict_of(lambda: set_memo(mine, order_id=order, memo="我的", base=decided))
        assert again.choices[0].theirs == "noch einmal"

    def test_different_fields_are_merged_and_whoever_saves_is_told(self, mine: Desk, theirs: Desk) -> None:
        told: list[MergedChange] = []
        mine = replace(mine, tell_merged=told.append)
        order = add_order(mine)
        base = order_base(get_order(mine.seen, order))
        change_address(theirs, order_id=order, change=ADDRESS, reason="买家说", base=base)
        edit_order(
            mine, order_id=order, edit=OrderEdit(receiver=Address("张三", "13800000000"), paid=Money(100)),
            reason="改价", base=base,
        )  # fmt: skip
        changed = get_order(mine.database, order)
        assert (changed.goes_to, changed.paid) == (ADDRESS, Money(100))
        (merged,) = told
        assert (merged.person, merged.fields) == ("小李", "receiver, phone, city, district, address, carrier")
        rows = list_trail(mine.database, kind="order", record_id=order)
        assert {"小李", "Owner"} <= {row.person for row in rows}, "the trail says both"

    def test_half_an_address_of_each_is_no_address(self, mine: Desk, theirs: Desk) -> None:
        order = add_order(mine)
        base = order_base(get_order(mine.seen, order))
        change_address(theirs, order_id=order, change=Address(receiver="李四"), reason="x", base=base)
        change = Address(address="文三路9号")
        conflict = conflict_of(lambda: change_address(mine, order_id=order, change=change, reason="x", base=base))
        (choice,) = conflict.choices
        assert choice.theirs == "李四 13800000000 浙江省 杭州市 西湖区 示例路1号"
        assert choice.mine == "张三 13800000000 浙江省 杭州市 西湖区 文三路9号"

    def test_lines_are_merged_line_by_line(self, mine: Desk, theirs: Desk) -> None:
        order = add_order(mine, lines=2)
        base = order_base(get_order(mine.seen, order))
        first, second = get_order(mine.database, order).lines
        theirs_line = LineEdit(first.line_no, "", "黑色", "W7", 2, first.price)
        edit_order(theirs, order_id=order, edit=OrderEdit(lines=[theirs_line]), reason="x", base=base)
        mine_lines = [
            LineEdit(first.line_no, "", "深紫", "W7", 1, first.price),
            LineEdit(second.line_no, "", "深紫", "W7", 3, second.price),
        ]
        edit_order(mine, order_id=order, edit=OrderEdit(lines=mine_lines), reason="x", base=base)
        changed = get_order(mine.database, order)
        assert [line.quantity for line in changed.lines] == [2, 3]
        assert (changed.pieces, changed.goods) == (5, Money(5 * 19_900))
        edit = OrderEdit(lines=[replace(mine_lines[0], quantity=4)])
        conflict = conflict_of(lambda: edit_order(mine, order_id=order, edit=edit, reason="x", base=base))
        assert (conflict.choices[0].theirs, conflict.choices[0].mine) == ("黑色 W7 2 199.00", "深紫 W7 4 199.00")

    def test_a_flag_that_was_shown_otherwise_is_not_overwritten(self, mine: Desk, theirs: Desk) -> None:
        order = add_order(mine)
        set_flag(theirs, order_ids=[order], colour=Colour.GREEN)
        conflict = conflict_of(lambda: set_flag(mine, order_ids=[order], colour=Colour.RED, shown={order: Colour.GREY}))
        assert (conflict.choices[0].theirs, conflict.choices[0].mine) == ("Green", "Red")
        assert set_flag(mine, order_ids=[order], colour=Colour.RED, shown={order: Colour.GREEN}) == 1

    def test_an_order_by_hand_is_merged_item_by_item(self, mine: Desk, theirs: Desk) -> None:
        entered = ManualOrder(
            Origin.PHONE,
            1,
            (ManualItem("", "单鞋", "颜色：黑色;尺码：W7", 1, Money(100)),),
            receiver=ADDRESS,
            memo="急",
        )
        order = enter_order(mine, order=entered)
        known = get_order(mine.database, order)
        base = manual_base(known)
        set_memo(theirs, order_id=order, memo=f"{known.memo} 送袜子")
        more = replace(entered, items=(replace(entered.items[0], quantity=2),), receiver=known.goes_to, memo=known.memo)
        change_order(mine, order_id=order, order=more, reason="加一双", base=base)
        changed = get_order(mine.database, order)
        assert (changed.memo, changed.pieces) == (f"{known.memo} 送袜子", 2)
        other = replace(more, items=(replace(entered.items[0], quantity=3),))
        conflict = conflict_of(lambda: change_order(mine, order_id=order, order=other, reason="x", base=base))
        assert (conflict.choices[0].theirs, conflict.choices[0].mine) == ("单鞋 黑色 W7×2 1.00", "单鞋 黑色 W7×3 1.00")

    def test_a_carrier_chosen_meanwhile(self, mine: Desk, theirs: Desk) -> None:
        order = add_order(mine, carrier="圆通速递")
        base = answer_base(mine, get_order(mine.database, order))
        choose_by_hand(theirs, order_id=order, carrier="顺丰速运")
        conflict = conflict_of(lambda: choose_by_hand(mine, order_id=order, carrier="邮局", base=base))
        decided = base.decided(conflict, chosen(conflict, "theirs"))
        assert not choose_by_hand(mine, order_id=order, carrier="邮局", base=decided)
        assert get_order(mine.database, order).carrier == "顺丰速运"


class TestOtherRecords:
    def test_variants(self, mine: Desk, theirs: Desk) -> None:
        add_order(mine)
        with mine.database.atomic():
            learn_variants(mine.database, shop_id=1, after_line=0)
        (row,) = list_variants(mine.database)
        change_variants(theirs, [VariantChange(row.id, {"shelf": "B-1", "weight": 300})])

        def change(**values: Any) -> VariantChange:
            return VariantChange(row.id, values, row.version, row.product_version, variant_values(row))

        undoing = change_variants(mine, [change(price=100)])
        conflict = conflict_of(lambda: change_variants(mine, [change(shelf="A-1")]))
        assert (conflict.record, conflict.choices[0].theirs) == (f"variant {row.sku}", "B-1")
        change_variants(mine, [change(shelf="A-1").decided(conflict, {"shelf": "A-1"})])
        (now,) = list_variants(mine.database)
        assert (now.shelf, now.weight, now.price) == ("A-1", 300, 100)
        change_variants(mine, undoing)
        assert list_variants(mine.database)[0].price == 0, "others' changes of other fields don't hinder undoing"
        with pytest.raises(Clash):
            remove_variants(mine, [row.id])

    def test_undoing_what_somebody_changed_again_is_refused(self, mine: Desk, theirs: Desk) -> None:
        add_order(mine)
        with mine.database.atomic():
            learn_variants(mine.database, shop_id=1, after_line=0)
        undoing = change_variants(mine, [VariantChange(1, {"shelf": "A-1"})])
        change_variants(theirs, [VariantChange(1, {"shelf": "B-1"})])
        with pytest.raises(Clash):
            change_variants(mine, undoing)

    def test_suppliers(self, mine: Desk, theirs: Desk) -> None:
        made = save_supplier(mine, name="温州厂")
        (row,) = list_suppliers(mine.database)
        save_supplier(theirs, supplier_id=made, name="温州厂", note="周一送货", base=supplier_base(row))
        save_supplier(mine, supplier_id=made, name="温州厂", return_days=30, base=supplier_base(row))
        (now,) = list_suppliers(mine.database)
        assert (now.note, now.return_days) == ("周一送货", 30)
        with pytest.raises(Clash, match="supplier 温州厂"):
            remove_supplier(theirs, supplier_id=made, version=row.version)

    def test_buyers(self, mine: Desk, theirs: Desk) -> None:
        buyer = int(get_order(mine.database, add_order(mine, buyer="tb_li")).buyer_id or 0)
        base = buyer_base(get_buyer_card(mine.database, buyer))
        edit_buyer(theirs, buyer_id=buyer, tier="", discount=0, tags=("爽快",), note="", base=base)
        edit_buyer(mine, buyer_id=buyer, tier="", discount=5, tags=(), note="老客", base=base)
        card = get_buyer_card(mine.database, buyer)
        assert (card.tags, card.discount, card.note) == (("爽快",), 5, "老客")
        block_buyer(theirs, buyer_id=buyer, reason="恶意退货")
        with pytest.raises(BlockedAlready, match=r"tb_li was blocked by 小李 on 2024-03-02 10:01 \(恶意退货\)"):
            block_buyer(mine, buyer_id=buyer, reason="骂人")

    def test_shops_and_settings(self, mine: Desk, theirs: Desk) -> None:
        (row,) = list_shops(mine.database)
        base, nowhere = shop_base(row), Party("", "", "", "")
        sender = Party("仓库", "0577-1234567", "浙江省 温州市", "工业路1号")
        save_shop(theirs, shop_id=1, name=row.name, sender=sender, return_to=nowhere, base=base)
        save_shop(mine, shop_id=1, name="老店", sender=nowhere, return_to=nowhere, base=base)
        (now,) = list_shops(mine.database)
        assert (now.name, now.sender) == ("老店", sender)
        bases = setting_bases(mine.database)
        save_setting(theirs, FLAG_NAMES, {"red": "加急"})
        save_setting(mine, FLAG_NAMES, {"blue": "改址"}, base=bases[FLAG_NAMES.key])
        assert get_setting(mine.database, FLAG_NAMES) == {"red": "加急", "blue": "改址"}
        save_setting(theirs, REGISTERED_MARK, "已")
        conflict = conflict_of(lambda: save_setting(mine, REGISTERED_MARK, "登", base=bases[REGISTERED_MARK.key]))
        assert (conflict.record, conflict.person) == ("the shop's settings", "小李")
        assert (conflict.choices[0].name, conflict.choices[0].theirs) == ("What registering adds to the memo", "已")

    def test_people(self, mine: Desk, theirs: Desk) -> None:
        somebody = get_person(mine.database, add_person(mine, name="小王", role="agent").id)
        assert somebody is not None
        base = person_base(somebody)
        edit_person(theirs, person_id=somebody.id, name="王一", role="agent", extra=(), base=base)
        edit_person(mine, person_id=somebody.id, name="小王", role="agent", extra=(Right.PACK,), base=base)
        now = get_person(mine.database, somebody.id)
        assert now is not None
        assert (now.name, now.extra) == ("王一", frozenset({Right.PACK}))


def test_a_hold_that_somebody_cleared_names_them(mine: Desk, theirs: Desk) -> None:
    order = add_order(mine)
    hold_orders(mine, order_ids=[order], reason="缺货")
    hold = get_order(mine.database, order).open_holds[0].id
    release_orders(theirs, order_ids=[order], reason="到货")
    with pytest.raises(ClearedAlready, match=r"小李 cleared this hold of order \d+ on 2024-03-02 10:01"):
        clear_hold(mine, hold_id=hold, reason="到货")
    with pytest.raises(ReleasedAlready, match="小李 released it on 2024-03-02 10:01"):
        release_orders(mine, order_ids=[order], reason="到货")


FIELDS = ("memo", "paid", "carrier")
EDITS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(("open", *FIELDS)), st.integers(1, 9)), min_size=2, max_size=14
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk]]:
    desk = make_desk(tmp_path_factory.mktemp("pair"))
    yield desk, replace(desk, actor=add_person(desk, name="小李", role="owner"))
    desk.database.close()


@settings(max_examples=40)
@given(steps=EDITS)
def test_no_update_is_lost_whatever_two_desks_do(pair: tuple[Desk, Desk], steps: list[tuple[int, str, int]]) -> None:
    """Each desk opens the order and saves over what it saw. What was said to be saved is there in the end, or somebody
    who had seen it changed it."""
    desk = pair[0]
    order = add_order(desk, memo="0", carrier="0", carrier_by_hand=1, paid=0)
    opened = [get_order(desk.database, order)] * 2
    stands: dict[str, str] = {"memo": "0", "paid": "0", "carrier": "0"}
    for who, what, value in steps:
        if what == "open":
            opened[who] = get_order(desk.database, order)
            continue
        seen, mine = opened[who], str(value)
        try:
            if what == "memo":
                set_memo(pair[who], order_id=order, memo=mine, base=Base(seen.version, {"memo": seen.memo}))
            else:
                edit = OrderEdit(
                    paid=Money(value) if what == "paid" else seen.paid,
                    carrier=mine if what == "carrier" else seen.carrier,
                )
                edit_order(pair[who], order_id=order, edit=edit, reason="x", base=order_base(seen))
        except Clash:
            assert shown(seen, what) != stands[what], "refused only where somebody had changed the same"
            continue
        assert shown(seen, what) in (mine, stands[what]) or stands[what] == mine, (
            "nobody writes over what they did not see"
        )
        if shown(seen, what) != mine:
            stands[what] = mine
    (row,) = rows_of(desk.database, "SELECT memo, paid, carrier FROM orders WHERE id = ?", (order,))
    assert dict(zip(stands, map(str, row), strict=True)) == stands


def shown(order: Any, what: str) -> str:
    return str(int(order.paid)) if what == "paid" else str(getattr(order, what))
