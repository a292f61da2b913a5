"""Search finds what a plain LIKE over the same text would find, for any words."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk.db import postgres_search, sqlite_search
from shopdesk.db.search import (
    find_ending_ids,
    find_field_ids,
    find_order_ids,
    find_piece_ids,
    index_again,
    index_new,
    settle_index,
)
from shopdesk.services.desk import Desk
from tests.engines import on_postgres
from tests.factories import add_order, make_desk

ALPHABET = "aB1 %_'\"\\*^-():+杭州𠮷🎁ＡＯＲ\n"
texts = st.text(ALPHABET, max_size=12)
words = st.text(ALPHABET.replace("\n", ""), min_size=1, max_size=7)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("search"))


@pytest.fixture
def shop(desk: Desk) -> Iterator[Desk]:
    yield desk
    empty(desk)


def empty(desk: Desk) -> None:
    with desk.database.atomic():
        texts = ("order_text", "order_text_new") if on_postgres() else ("order_text",)
        for table in (*texts, "order_line", "parcel", "orders", "buyer"):
            desk.database.execute_sql(f"DELETE FROM {table}")


def like(desk: Desk, text: str) -> list[int]:
    """The same by reading every text."""
    asked = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in text.split()]
    if not asked:
        return []
    sql = "SELECT id FROM order_search WHERE " + " AND ".join(["text LIKE ? ESCAPE '\\'"] * len(asked))
    rows = desk.database.execute_sql(f"{sql} ORDER BY id DESC", [f"%{word}%" for word in asked])
    return [row[0] for row in rows]


def found(desk: Desk, text: str) -> list[int]:
    return find_order_ids(desk.database, text)


@settings(max_examples=200)
@given(memos=st.lists(texts, min_size=1, max_size=8), asked=st.lists(words, min_size=1, max_size=3))
def test_what_like_finds(desk: Desk, memos: list[str], asked: list[str]) -> None:
    with desk.database.atomic():
        for memo in memos:
            add_order(desk, lines=0, memo=memo, receiver="", phone="", address="")
    try:
        assert found(desk, " ".join(asked)) == like(desk, " ".join(asked))
        for memo in memos:
            assert found(desk, memo) == like(desk, memo)
    finally:
        empty(desk)


@given(text=st.text(max_size=30))
def test_anything_may_be_typed(desk: Desk, text: str) -> None:
    assert found(desk, text) == []


def test_something_far_too_long_may_be_pasted(shop: Desk) -> None:
    order = add_order(shop, memo="急" * 300)
    assert found(shop, "急" * 60_000) == [order]
    assert found(shop, " ".join(f"w{n}" for n in range(2_000))) == []
    assert found(shop, "\0") == [] and found(shop, "急急急\0") == [order]


@pytest.mark.parametrize(
    ("column", "value", "asked"),
    [
        ("order_no", "3821000111", "000111"), ("receiver", "欧阳小满", "小满"), ("phone", "13912345678", "5678"),
        ("address", "文三路1号", "文三路"), ("memo", "发顺丰", "顺丰"), ("buyer_message", "要W8", "w8"),
    ],
)  # fmt: skip
def test_where_it_looks(shop: Desk, column: str, value: str, asked: str) -> None:
    add_order(shop, order_no="77")
    columns: dict[str, Any] = {column: value}
    order = add_order(shop, **columns)
    assert found(shop, asked) == [order]


def test_buyers_skus_and_waybills(shop: Desk) -> None:
    order = add_order(shop, buyer="tb_茶香88", waybill="YT7453244865603")
    add_order(shop, buyer="tb_other", waybill="YT1")
    sku = shop.database.execute_sql("SELECT sku FROM order_line WHERE order_id = ?", (order,)).fetchone()[0]
    assert found(shop, "茶香") == found(shop, "yt7453244865603") == found(shop, "865603") == found(shop, sku) == [order]


def test_no_word_reaches_over_two_fields(shop: Desk) -> None:
    add_order(shop, receiver="王", phone="139", memo="红")
    assert found(shop, "王139") == found(shop, "王1") == []


def test_all_words_have_to_be_there_newest_first(shop: Desk) -> None:
    first, second = add_order(shop, memo="加急 发顺丰"), add_order(shop, memo="发顺丰")
    third = add_order(shop, memo="顺丰加急")
    assert found(shop, "顺丰 加急") == [third, first]
    assert found(shop, "顺丰") == [third, second, first]
    assert found(shop, "急 顺") == [third, first]


def test_no_more_than_was_asked_and_one_to_tell_that_there_are_more(shop: Desk) -> None:
    orders = [add_order(shop, lines=0, memo="常见词") for _ in range(6)]
    for asked in ("常", "常见", "常见词"):
        assert find_order_ids(shop.database, asked, most=3) == orders[:1:-1]
        assert find_order_ids(shop.database, asked, most=6) == orders[::-1]


def test_text_is_indexed_again_when_it_changed(shop: Desk) -> None:
    order = add_order(shop, memo="旧话")
    with shop.database.atomic():
        shop.database.execute_sql("UPDATE orders SET memo = '新话' WHERE id = ?", (order,))
        index_again(shop.database, [order])
    assert (found(shop, "旧话"), found(shop, "新话")) == ([], [order])


def test_new_orders_are_indexed_at_once(shop: Desk) -> None:
    before = add_order(shop, memo="早就在")
    with shop.database.atomic():
        shop.database.execute_sql(
            "INSERT INTO orders (shop_id, order_no, created, memo) "
            "VALUES (1, 'n1', 1, '批量一'), (1, 'n2', 1, '批量二')"
        )
        index_new(shop.database, before)
    assert found(shop, "批量") == [before + 2, before + 1]
    assert found(shop, "早就在") == [before]


def test_new_orders_are_found_before_and_after_the_index_is_settled(shop: Desk) -> None:
    before = add_order(shop, memo="早就在")
    with shop.database.atomic():
        shop.database.execute_sql(
            "INSERT INTO orders (shop_id, order_no, created, memo) "
            "VALUES (1, 'n1', 1, '批量一'), (1, 'n2', 1, '批量二')"
        )
        index_new(shop.database, before)
        index_again(shop.database, [before + 1])
    for _ in range(2):
        assert found(shop, "批量") == [before + 2, before + 1]
        assert found(shop, "批量二") == [before + 2]
        assert found(shop, "在") == [before]
        settle_index(shop.database)


@pytest.fixture
def read_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that words are looked for in the indexes, however small the shop."""
    monkeypatch.setattr(postgres_search, "_FIRST_READ", 1)
    monkeypatch.setattr(postgres_search, "_READ_AT_MOST", 0)


@pytest.mark.usefixtures("read_little")
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(memos=st.lists(texts, min_size=1, max_size=8), asked=st.lists(words, min_size=1, max_size=3))
def test_what_like_finds_by_the_indexes(desk: Desk, memos: list[str], asked: list[str]) -> None:
    test_what_like_finds.hypothesis.inner_test(desk, memos, asked)  # type: ignore[attr-defined]


class TestMany:
    """Common words of one or two characters are looked for among the newest orders first."""

    @pytest.fixture(autouse=True)
    def small_steps(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sqlite_search, "_SCAN_STEP", 10)
        monkeypatch.setattr(postgres_search, "_FIRST_READ", 10)
        monkeypatch.setattr(postgres_search, "_READ_AT_MOST", 25)

    def test_common_of_late_and_rare_before(self, shop: Desk) -> None:
        """Those before the newest are not forgotten."""
        with shop.database.atomic():
            for number in range(60):
                add_order(shop, lines=0, memo="急" if number > 54 or number == 3 else "缓")
        assert find_order_ids(shop.database, "急", most=8) == like(shop, "急")
        assert find_order_ids(shop.database, "急", most=4) == like(shop, "急")[:5]

    def test_everywhere(self, shop: Desk) -> None:
        with shop.database.atomic():
            for _ in range(60):
                add_order(shop, lines=0, memo="急")
        assert find_order_ids(shop.database, "急", most=20) == like(shop, "急")[:21]

    def test_too_many_different_beginnings(self, shop: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        """None of them is dropped."""
        monkeypatch.setattr(sqlite_search, "_MOST_TERMS", 3)
        with shop.database.atomic():
            for number in range(40):
                add_order(shop, lines=0, memo=f"急{number // 8}号" if number % 8 == 0 else "缓")
        assert find_order_ids(shop.database, "急", most=20) == like(shop, "急")
        assert find_order_ids(shop.database, "急 0", most=20) == like(shop, "急 0")
        assert find_order_ids(shop.database, "急 慢", most=20) == []


def test_pieces_ends_of_names_and_beginnings_of_codes(shop: Desk) -> None:
    first = add_order(shop, receiver="王嘉勇", address="体育西路269号15幢", phone="13812345678", buyer="3897-灰色")
    second = add_order(shop, receiver="李嘉勇", address="体育西路26号", phone="13812345679", buyer="13897-灰色")
    database = shop.database
    assert find_piece_ids(database, "体育西路269") == [first]
    assert find_piece_ids(database, "体育西路26") == [second, first]
    assert find_piece_ids(database, "体育西路26", most=1) == [second]
    assert find_piece_ids(database, "路2") == []
    assert find_ending_ids(database, "嘉勇") == [second, first]
    assert find_field_ids(database, "3897-", begins=True) == [first]
    assert find_field_ids(database, "138123456", begins=True) == [second, first]
    assert find_field_ids(database, "381234567", begins=True) == [], "that stands within one"


def test_whole_fields_are_found_and_how_they_begin(shop: Desk) -> None:
    first = add_order(shop, receiver="王伟", phone="13812345678")
    second = add_order(shop, receiver="王伟国", phone="13812349999", memo="王伟 的朋友")
    third = add_order(shop, receiver="A_b", phone="13712345678")
    database = shop.database
    assert find_field_ids(database, "王伟") == [first]
    assert find_field_ids(database, "王伟", begins=True) == [second, first]
    assert find_field_ids(database, "13812345678") == [first]
    assert find_field_ids(database, "1381234", begins=True) == [second, first]
    assert find_field_ids(database, "1381234", begins=True, most=1) == [second]
    assert find_field_ids(database, "a_B ") == [third]
    assert find_ending_ids(database, "5678") == [third, first]
    assert find_ending_ids(database, "5678", most=1) == [third]
    assert find_ending_ids(database, "78") == []
    assert find_field_ids(database, "Axb") == find_field_ids(database, " ") == find_field_ids(database, "1345678") == []
