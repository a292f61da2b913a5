"""What orders by hand are made of: memos, numbers, amounts and items as people type them."""

from datetime import date

import pytest

from shopdesk.domain.manual_orders import (
    RULES,
    AmountUnreadable,
    ItemUnreadable,
    ManualItem,
    fold_digits,
    item_text,
    memo_beginning,
    needs_packing_list,
    number_stem,
    read_amount,
    read_item,
    with_beginning,
)
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin

SHOE = ManualItem("5815-1-W7", "真皮单鞋", "款式：5815;颜色：深紫;尺码：W7", 2)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("359", 35_900), ("1,299.00", 129_900), ("１，２９９．５０", 129_950), ("¥99.9", 9_990), ("￥8", 800),
        ("12元", 1_200), (" 0 ", 0), ("10,000,000", 1_000_000_000),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_type_them(text: str, fen: int) -> None:
    assert read_amount(text) == Money(fen)


@pytest.mark.parametrize(
    "text", ["", "abc", "-5", "12,5", "1,2345", "1.234", "1e5", "5 5", "99999999", "12.30约", "9" * 40, "1" * 5_000]
)
def test_nothing_is_guessed_where_money_is_meant(text: str) -> None:
    with pytest.raises(AmountUnreadable):
        read_amount(text)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("5815-1-W7x2", ManualItem("5815-1-W7", quantity=2)),
        ("5815-1-W7 × 2@359", ManualItem("5815-1-W7", quantity=2, price=Money(35_900))),
        ("AX12x7*3", ManualItem("AX12x7", quantity=3)),
        ("5815，深紫 W7x1", ManualItem("5815", "", "深紫 W7")),
        (",鞋垫x1@0", ManualItem("", "鞋垫", price=Money(0))),
        (",颜色：黑色;尺码：W7x1", ManualItem("", "", "颜色：黑色;尺码：W7")),
    ],
)
def test_items_are_read_with_code_text_quantity_and_price(text: str, item: ManualItem) -> None:
    assert read_item(text) == item


@pytest.mark.parametrize("text", ["", "x2", "5815", "5815x", "5815x-1", "5815xtwo"])
def test_what_is_no_item_is_refused(text: str) -> None:
    with pytest.raises(ItemUnreadable):
        read_item(text)


def test_an_odd_price_is_refused_as_an_amount() -> None:
    with pytest.raises(AmountUnreadable):
        read_item("5815x1@cheap")


def test_a_reissue_names_style_colour_size_and_quantity() -> None:
    assert item_text(SHOE) == "5815 深紫 W7×2"
    assert item_text(ManualItem("", "鞋垫")) == "鞋垫×1"
    assert memo_beginning(Origin.REISSUE, [SHOE, ManualItem("A1")], needs_list=False) == "补:5815 深紫 W7×2，A1×1"


@pytest.mark.parametrize(
    ("kind", "memo", "whole"),
    [
        (Origin.BANK, "发顺丰", "银:发顺丰"),
        (Origin.BANK, "银:发顺丰", "银:发顺丰"),
        (Origin.BANK, "银：银:发顺丰", "银:发顺丰"),
        (Origin.BANK, "", "银:"),
        (Origin.WHOLESALE, "老客", "批发 老客"),
        (Origin.WHOLESALE, "批发 老客", "批发 老客"),
        (Origin.WHOLESALE, "批发 附清单 老客", "批发 老客"),
        (Origin.PHONE, "晚点发", "晚点发"),
        (Origin.EXCHANGE, "", ""),
    ],
)
def test_the_prefix_stands_there_once(kind: Origin, memo: str, whole: str) -> None:
    assert with_beginning(memo, kind, memo_beginning(kind, (), needs_list=False)) == whole


def test_a_large_wholesale_order_refers_to_its_list() -> None:
    beginning = memo_beginning(Origin.WHOLESALE, (), needs_list=True)
    assert with_beginning("批发 老客", Origin.WHOLESALE, beginning) == "批发 附清单 老客"
    assert with_beginning("批发 附清单 老客", Origin.WHOLESALE, beginning) == "批发 附清单 老客"
    assert [needs_packing_list(Origin.WHOLESALE, pieces, 10) for pieces in (10, 11)] == [False, True]
    assert not needs_packing_list(Origin.BANK, 11, 10)


def test_a_reissues_memo_is_rewritten_not_repeated() -> None:
    beginning = memo_beginning(Origin.REISSUE, [SHOE], needs_list=False)
    assert (
        with_beginning(with_beginning("急", Origin.REISSUE, beginning), Origin.REISSUE, beginning) == f"{beginning} 急"
    )


def test_numbers_are_plain_and_tell_kind_and_day() -> None:
    stems = {kind: number_stem(kind, date(2026, 11, 21)) for kind in RULES}
    assert stems[Origin.BANK] == "YH20261121-"
    assert len(set(stems.values())) == len(RULES)
    assert all(stem.isascii() for stem in stems.values())


def test_full_width_digits_are_folded_and_nothing_else() -> None:
    assert fold_digits("张三，１３８0０") == "张三，13800"
