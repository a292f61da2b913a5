"""How boxes are compared with orders, and what that amounts to (RET-03)."""

import pytest

from shopdesk.domain.likeness import (
    Fit,
    Goods,
    compare_goods,
    compare_ids,
    compare_names,
    compare_phones,
    compare_regions,
    compare_streets,
    street_words,
)
from shopdesk.domain.matching import Candidate, Clues, OrderFacts, rank

DAY = 86_400_000
NOW = 1_700_000_000_000
SHOE = Goods("5815", "深紫", "W7", ("5815-深紫-W7",), "真皮单鞋 5815")


def order(order_id: int = 1, **columns: object) -> OrderFacts:
    """An order of 王小红 that left a week ago."""
    usual = {
        "receiver": "王小红", "phone": "13812348888", "province": "广东省", "city": "广州市", "district": "天河区",
        "address": "体育西路12号3幢401", "buyer": f"tb_{order_id}", "goods": (SHOE,), "created": NOW - 8 * DAY,
        "shipped_at": NOW - 7 * DAY,
    }  # fmt: skip
    return OrderFacts(order_id, str(4000 + order_id), 1, **{**usual, **columns})  # type: ignore[arg-type]


def first(clues: Clues, *orders: OrderFacts) -> Candidate:
    return rank(clues, orders)[0]


@pytest.mark.parametrize(
    ("given", "known", "fit"),
    [
        ("13812345678", "13812345678", Fit.SAME),
        ("+86 138-1234-5678", "13812345678", Fit.OTHER),  # what follows a dash counts as an extension
        ("+86 138 1234 5678", "13812345678", Fit.SAME),
        ("１３８１２３４５６７８", "13812345678", Fit.SAME),
        ("13812345678-4321", "13812345678", Fit.SAME),
        ("138****5678", "13812345678", Fit.MASKED),
        ("13812345678", "138****5678", Fit.MASKED),
        ("139****5678", "13812345678", Fit.OTHER),
        ("5678", "13812345678", Fit.END),
        ("*******5678", "13812345678", Fit.END),
        ("13812345678", "5678", Fit.END),
        ("1381235678", "13812345678", Fit.NEARLY),
        ("13812345679", "13812345678", Fit.NEARLY),
        ("13912345679", "13812345678", Fit.OTHER),
        ("678", "13812345678", Fit.UNKNOWN),
        ("", "13812345678", Fit.UNKNOWN),
        ("13812345678", "***********", Fit.UNKNOWN),
    ],
)
def test_phones(given: str, known: str, fit: Fit) -> None:
    assert compare_phones(given, known) is fit


@pytest.mark.parametrize(
    ("given", "known", "fit"),
    [
        ("王小红", "王小红", Fit.SAME),
        ("王*", "王小红", Fit.MASKED),
        ("*小红", "王小红", Fit.MASKED),
        ("王*红", "王小红", Fit.MASKED),
        ("王**", "李**", Fit.OTHER),
        ("王女士", "王小红", Fit.PET),
        ("小红", "王小红", Fit.PET),
        ("红姐", "王小红", Fit.PET),
        ("红红", "王小红", Fit.PET),
        ("老王", "王小红", Fit.PET),
        ("王晓红", "王小红", Fit.NEARLY),
        ("王红小", "王小红", Fit.NEARLY),
        ("王大明", "王小红", Fit.PART),
        ("李四", "王小红", Fit.OTHER),
        ("", "王小红", Fit.UNKNOWN),
        ("**", "王小红", Fit.UNKNOWN),
    ],
)
def test_names(given: str, known: str, fit: Fit) -> None:
    assert compare_names(given, known) is fit


def test_ids() -> None:
    assert compare_ids("TB12345_red ", "tb12345_red") is Fit.SAME
    assert compare_ids("tb12346_red", "tb12345_red") is Fit.NEARLY
    assert compare_ids("t**d", "tb12345_red") is Fit.PART
    assert compare_ids("lucky", "tb12345_red") is Fit.OTHER


def test_streets_and_regions() -> None:
    known = "体育西路12号3幢401"
    fits = {"体育西路12号3幢401": Fit.SAME, "体育西路12号3-401": Fit.SAME, "天河区体育西路12号": Fit.NEARLY,
            "体育西路98号": Fit.PART, "解放路12号": Fit.OTHER, "***": Fit.UNKNOWN, "": Fit.UNKNOWN}  # fmt: skip
    assert {given: compare_streets(given, known) for given in fits} == fits
    assert compare_streets("体育西路123幢401", known) is Fit.SAME, "the sign between house and building was left out"
    assert street_words("广东省广州市天河区体育西路12号3幢") == ["体育西路12"]
    assert street_words("体育西路26915幢401") == ["体育西路269"]
    place = ("广东省", "广州市", "天河区")
    for given, fit in {"广东广州": Fit.SAME, "天河": Fit.SAME, "广东省深圳市": Fit.PART, "浙江杭州": Fit.OTHER}.items():
        assert compare_regions(given, *place) is fit
    assert compare_regions("", *place) is Fit.UNKNOWN


def test_goods() -> None:
    fit = compare_goods(Goods("5815", "紫色", "7"), SHOE)
    assert (fit.style, fit.colour) == (Fit.SAME, Fit.SAME)
    assert compare_goods(Goods("5815", "黑色", "W8"), SHOE).size is Fit.OTHER
    assert compare_goods(Goods(codes=("5815-深紫-w7",)), SHOE).code is Fit.SAME
    assert compare_goods(Goods(codes=("5815-黑色-W7",)), SHOE).style is Fit.SAME, "the code begins with the style"
    assert compare_goods(Goods("9918"), SHOE).style is Fit.OTHER


def test_a_known_waybill_is_enough() -> None:
    found = first(Clues(NOW, waybill="sf 123 456"), order(return_waybills=("SF123456",)), order(2))
    assert (found.order_id, found.sure, found.reasons[0]) == (1, True, "A return request names waybill SF123456")
    assert first(Clues(NOW, waybill="YT1"), order(own_waybills=("YT1",))).sure


def test_one_thing_alone_is_never_sure() -> None:
    assert not first(Clues(NOW, phone="13812348888"), order()).sure
    assert first(Clues(NOW, phone="13812348888", name="王小红"), order()).sure


def test_two_of_one_name_are_told_apart_by_what_else_is_known() -> None:
    two = (order(), order(2, phone="13900001111", goods=(Goods("9918", "黑色", "W5"),)))
    both = rank(Clues(NOW, name="王小红", region="广州"), two)
    assert len({each.score for each in both}) == 1
    assert not any(each.sure for each in both)
    best, other = rank(Clues(NOW, name="王小红", region="广州", items=(Goods("9918", "黑色", "W6"),)), two)
    assert (best.order_id, other.order_id) == (2, 1)
    assert "Bought in another size: 9918 黑色 W5" in best.reasons
    assert "But nothing like that was bought" in other.reasons


def test_orders_of_one_buyer_are_told_apart_by_goods_and_time_even_where_one_is_hidden() -> None:
    hidden = order(2, buyer="tb_1", receiver="王**", phone="138****8888", address="***", shipped_at=NOW - 5 * DAY)
    shown = order(1, goods=(Goods("9918", "黑色", "W5"),), shipped_at=NOW - 80 * DAY)
    clues = Clues(NOW, phone="13812348888", name="王小红", items=(Goods("5815", "深紫", "W7"),))
    best = first(clues, hidden, shown)
    assert (best.order_id, best.sure) == (2, True)
    assert "Same name: 王小红" in best.reasons


def test_what_left_later_or_never_is_hardly_it() -> None:
    clues = Clues(NOW, phone="8888", name="王小红")
    for other in (order(2, created=NOW + 1), order(2, shipped_at=None), order(2, shipped_at=NOW - 300 * DAY)):
        assert first(clues, other, order()).order_id == 1


def test_what_hardly_can_be_is_left_out() -> None:
    assert rank(Clues(NOW, phone="13900009999", name="李四", region="浙江杭州"), [order()]) == []
    assert rank(Clues(NOW), [order()]) == []
    assert len(rank(Clues(NOW, phone="8888", name="王小红"), map(order, range(1, 9)), limit=3)) == 3
