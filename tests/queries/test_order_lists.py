"""Lists of orders: pages, keys and counts say the same as one plain query, for any filter."""

import random
import re
from array import array
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.db.database import rows_of
from shopdesk.domain.flags import Colour
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Stage, Status, Tray
from shopdesk.queries import order_lists
from shopdesk.queries.order_lists import (
    SORTS,
    Key,
    OrderFilter,
    OrderRow,
    count_by_flag,
    count_by_tray,
    count_orders,
    fetch_by_ids,
    fetch_keys,
    fetch_page,
    find_hits,
    find_ids,
    find_key,
    find_place,
    is_keyed,
    page_statement,
    sum_orders,
)
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.setup import make_shop
from tests.factories import NOON, add_order, make_desk

COUNT = 120


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Orders of all kinds, several in the same millisecond."""
    made = make_desk(tmp_path_factory.mktemp("lists"))
    make_shop(made, name="二号店", platform=Platform.TAOBAO)
    chance = random.Random(3)
    with made.database.atomic():
        for number in range(COUNT):
            add_order(
                made, lines=number % 3, buyer=f"b{number % 7}" if number % 5 else "", shop_id=1 + number % 2,
                flag=chance.randrange(4), status=chance.randrange(5), stage=chance.choice((0, 0, 1, 2, 3, 5)),
                held=chance.randrange(2), created=NOON + chance.randrange(40) * 1000, paid=chance.randrange(5) * 100,
                order_no=f"N{number:03d}", memo=f"备注{number % 9}", paid_at=None if number % 4 else NOON + number,
            )  # fmt: skip
    return made


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values)


moments = st.integers(-1, 41).map(lambda second: NOON + second * 1000)
filters = st.builds(
    OrderFilter, shop_id=maybe(st.integers(1, 3)), flags=st.frozensets(st.sampled_from(list(Colour)[:5]), max_size=3),
    tray=maybe(st.sampled_from(Tray)), status=maybe(st.sampled_from(Status)), stage=maybe(st.sampled_from(Stage)),
    since=maybe(moments), until=maybe(moments), descending=st.booleans(),
)  # fmt: skip


def plainly(desk: Desk, chosen: OrderFilter) -> list[Key]:
    """The keys of a list by reading every order and picking."""
    rows = rows_of(desk.database, "SELECT created, id, shop_id, flag, tray, status, stage FROM orders")
    found = []
    for created, order, shop, flag, tray, status, stage in rows:
        wanted = (chosen.shop_id, chosen.tray, chosen.status, chosen.stage)
        same = all(want is None or want == has for want, has in zip(wanted, (shop, tray, status, stage), strict=True))
        soon = (chosen.since is None or created >= chosen.since) and (chosen.until is None or created < chosen.until)
        if same and soon and (not chosen.flags or flag in chosen.flags):
            found.append(Key(created, order))
    return sorted(found, reverse=chosen.descending)


@given(chosen=filters, size=st.integers(1, 50))
def test_pages_follow_each_other_without_gaps(desk: Desk, chosen: OrderFilter, size: int) -> None:
    found: list[Key] = []
    after: Key | None = None
    while rows := fetch_page(desk.database, chosen, after=after, limit=size):
        found += [Key(row.created, row.id) for row in rows]
        after = found[-1]
    assert found == plainly(desk, chosen)
    assert count_orders(desk.database, chosen) == len(found)
    assert list(find_ids(desk.database, chosen)) == [key.id for key in found]


@given(chosen=filters, skip=st.integers(0, 60), start=st.integers(0, COUNT))
def test_keys_and_places_lead_into_the_middle(desk: Desk, chosen: OrderFilter, skip: int, start: int) -> None:
    everything = plainly(desk, chosen)
    after = everything[start] if start < len(everything) else None
    rest = everything[start + 1 :] if after else everything
    assert fetch_keys(desk.database, chosen, after=after, skip=skip, limit=7) == rest[skip : skip + 7]
    assert find_key(desk.database, chosen, after=after, skip=skip) == (rest[skip] if skip < len(rest) else None)
    page = fetch_page(desk.database, chosen, after=after, skip=skip, limit=3)
    assert [row.id for row in page] == [key.id for key in rest[skip : skip + 3]]
    if after:
        assert find_place(desk.database, chosen, after.id) == start


@given(chosen=filters)
def test_the_sum_of_a_list(desk: Desk, chosen: OrderFilter) -> None:
    ids = [key.id for key in plainly(desk, chosen)]
    paid = dict(rows_of(desk.database, "SELECT id, paid FROM orders"))
    assert sum_orders(desk.database, chosen) == sum(paid[order] for order in ids)
    assert sum_orders(desk.database, chosen, ids[:5]) == sum(paid[order] for order in ids[:5])


def test_an_order_that_the_list_does_not_hold_has_no_place(desk: Desk) -> None:
    assert find_place(desk.database, OrderFilter(shop_id=9), 1) is None
    assert find_place(desk.database, OrderFilter(), 99_999) is None


@given(shop=maybe(st.integers(1, 2)), tray=maybe(st.sampled_from(Tray)), flags=filters.map(lambda each: each.flags))
def test_chips_and_tabs_count_what_their_lists_hold(
    desk: Desk, shop: int | None, tray: Tray | None, flags: frozenset[Colour]
) -> None:
    chips = count_by_flag(desk.database, shop_id=shop, tray=tray)
    for colour in Colour:
        chosen = OrderFilter(shop_id=shop, tray=tray, flags=frozenset({colour}))
        assert chips.get(colour, 0) == len(plainly(desk, chosen)), colour
    tabs = count_by_tray(desk.database, shop_id=shop, flags=flags)
    for each in Tray:
        assert tabs[each] == len(plainly(desk, OrderFilter(shop_id=shop, tray=each, flags=flags))), each


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_sort_orders_all_rows_and_ties_by_id(desk: Desk, sort: str, descending: bool) -> None:
    chosen = OrderFilter(sort=sort, descending=descending)
    assert is_keyed(chosen) is (sort == "created")
    ids = list(find_ids(desk.database, chosen))
    value = dict(rows_of(desk.database, f"SELECT o.id, {SORTS[sort]} FROM orders o"))
    told = [((value[order] is not None, value[order] if value[order] is not None else 0), order) for order in ids]
    assert told == sorted(told, reverse=descending)
    assert len(ids) == COUNT


def test_a_list_of_numbers(desk: Desk) -> None:
    chosen = OrderFilter(order_nos=("N003", "N001", "nope"))
    assert sorted(row.order_no for row in fetch_page(desk.database, chosen)) == ["N001", "N003"]
    assert count_orders(desk.database, chosen) == 2


class TestSearch:
    def test_is_not_keyed_and_keeps_the_filters(self, desk: Desk) -> None:
        chosen = OrderFilter(find=" 备注4 ", flags=frozenset({Colour.RED}), descending=False)
        assert not is_keyed(chosen)
        memo = dict(rows_of(desk.database, "SELECT id, memo FROM orders"))
        wanted = [key.id for key in plainly(desk, replace(chosen, find="")) if memo[key.id] == "备注4"]
        assert find_hits(desk.database, chosen) == (array("q", wanted), False)

    def test_says_when_there_are_more(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(order_lists, "MOST", 10)
        monkeypatch.setattr(order_lists, "find_order_ids", lambda _database, _text: list(range(COUNT, COUNT - 11, -1)))
        ids, has_more = find_hits(desk.database, OrderFilter(find="备注"))
        assert (len(ids), has_more) == (10, True)

    def test_finds_nothing(self, desk: Desk) -> None:
        assert find_hits(desk.database, OrderFilter(find="没有这个词")) == (array("q"), False)

    def test_blanks_search_for_nothing(self, desk: Desk) -> None:
        assert len(fetch_page(desk.database, OrderFilter(find="   "), limit=999)) == COUNT


def test_a_row_says_what_the_page_shows(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order = add_order(desk, buyer="tb_1", lines=2, waybill="YT1", flag=3, flag_native="3", memo="急", ship_by=NOON)
    hold_orders(desk, order_ids=[order], reason="补差价")
    hold_orders(desk, order_ids=[order], reason="缺货")
    (row,) = fetch_page(desk.database, OrderFilter())
    assert fetch_by_ids(desk.database, [order, 99]) == [row]
    shown = row._asdict()
    sku = rows_of(desk.database, "SELECT sku FROM order_line ORDER BY position")[0][0]
    assert shown | {"order_no": "", "id": 0} == {
        "id": 0, "order_no": "", "shop": "一号店", "flag": 3, "flag_native": "3", "buyer": "tb_1",
        "goods_text": f"{sku} 颜色分类：深紫;尺码：W7", "lines": 2, "pieces": 2, "paid": 39_800,
        "created": NOON - 3_600_000,
        "paid_at": NOON - 3_500_000, "ship_by": NOON, "registered_at": None, "carrier": "圆通速递", "waybill": "YT1",
        "status": 1, "stage": 0, "tray": Tray.HELD, "held": 2, "hold_reason": "补差价", "memo": "急",
        "buyer_message": "",
        "receiver": "张三", "phone": "13800000000", "region": "浙江省 杭州市 西湖区", "masking": 0, "refund_state": "",
        "salesperson": "", "registrar": "", "origin": 0, "has_changes": 0,
    }  # fmt: skip


def test_without_lines_the_titles_stand_for_the_goods(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    add_order(desk, lines=0, titles="单鞋，袜子", pieces=3)
    row: OrderRow = fetch_page(desk.database, OrderFilter())[0]
    assert (row.goods_text, row.lines, row.pieces) == ("单鞋，袜子", 0, 3)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "chosen",
    [
        OrderFilter(), OrderFilter(flags=frozenset({Colour.RED})), OrderFilter(tray=Tray.TO_REGISTER),
        OrderFilter(flags=frozenset({Colour.RED}), tray=Tray.HELD), OrderFilter(since=NOON, until=NOON + 9),
    ],
)  # fmt: skip
def test_pages_of_the_usual_lists_are_read_off_an_index(desk: Desk, chosen: OrderFilter) -> None:
    """Nothing is sorted. (That the index covers a list by tray isn't said in the plan, but it is read alone.)"""
    where = order_lists._where(chosen)
    page = (
        f"SELECT o.id, o.created FROM orders o{order_lists._sql(tuple(where.parts))} ORDER BY o.created DESC, o.id DESC"
    )
    plan = " ".join(row[3] for row in rows_of(desk.database, f"EXPLAIN QUERY PLAN {page} LIMIT 200", where.params))
    assert re.search(r"INDEX orders_\w*created", plan)
    assert "TEMP B-TREE" not in plan


def test_a_page_begins_at_its_key_not_at_the_end_of_the_time() -> None:
    """Else the page ten thousand rows down would walk past them all."""
    newest, oldest = OrderFilter(until=NOON), OrderFilter(since=NOON, descending=False)
    sql, _params = page_statement(newest, after=Key(NOON - 1, 7), skip=0, limit=200)
    assert "o.created < ?" not in sql
    sql, _params = page_statement(oldest, after=Key(NOON, 7), skip=0, limit=200)
    assert "o.created >= ?" not in sql
    sql, _params = page_statement(newest, after=Key(NOON, 7), skip=0, limit=200)
    assert "o.created < ?" in sql
