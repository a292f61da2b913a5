"""Two records of buyers that are one person: joined, let go, never in a circle (CRM-01)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.cases import Kind
from shopdesk.domain.owed_items import Owed
from shopdesk.domain.permissions import Right
from shopdesk.domain.same_buyer import Sign
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import sentence
from shopdesk.queries.buyer_joins import list_joins, list_members, same_as
from shopdesk.queries.buyer_pages import get_buyer_page
from shopdesk.queries.buyer_proposals import propose_same
from shopdesk.queries.buyers import BuyerNotFound, find_buyer_id
from shopdesk.queries.orders import get_order
from shopdesk.queries.trail import list_trail
from shopdesk.services.buyer_joins import (
    JoinedAlready,
    JoinToItself,
    LetGoAlready,
    NotJoined,
    join_buyers,
    let_go,
    undo_join,
)
from shopdesk.services.buyers import block_buyer
from shopdesk.services.case_people import assign_case
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Desk, work
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.owed_items import OtherBuyer, add_owed_item, mark_forgotten, put_in
from shopdesk.services.people import add_person
from tests.factories import NOON, add_order, make_desk

ALL = "(SELECT id FROM buyer)"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


def buyer(desk: Desk, name: str, **order: Any) -> int:
    add_order(desk, buyer=name, **order)
    return find_buyer_id(desk.database, name)


def join(desk: Desk, kept: int, joined: int) -> int:
    return join_buyers(desk, kept_id=kept, joined_id=joined, reason="电话里说是同一个人")


def test_joined_records_are_one_from_each_of_them(desk: Desk) -> None:
    a, b, c, d = (buyer(desk, name) for name in "abcd")
    join(desk, a, b)
    join(desk, c, d)
    assert join(desk, b, d)
    assert [list_members(desk.database, each) for each in (a, b, c, d)] == [(a, b, c, d)] * 4
    page = get_buyer_page(desk.database, buyer_id=d)
    assert (page.id, page.orders, len(page.joins)) == (a, 4, 3)
    assert len(rows_of(desk.database, f"SELECT * FROM {same_as(ALL)} t")) == 12


def test_never_to_itself_nor_in_a_circle(desk: Desk) -> None:
    a, b, c = (buyer(desk, name) for name in "abc")
    with pytest.raises(JoinToItself, match="a can't be joined to itself"):
        join(desk, a, a)
    with pytest.raises(ReasonMissing):
        join_buyers(desk, kept_id=a, joined_id=b, reason=" ")
    with pytest.raises(BuyerNotFound):
        join(desk, a, 99)
    join(desk, a, b)
    join(desk, b, c)
    other = replace(desk, actor=add_person(desk, name="小李", role="agent"))
    for kept, joined in ((b, a), (c, a), (a, c), (a, b)):
        with pytest.raises(JoinedAlready, match="Owner joined them"):
            join(other, kept, joined)


def test_letting_go_takes_along_what_was_joined_to_it(desk: Desk) -> None:
    a, b, c = (buyer(desk, name) for name in "abc")
    join(desk, b, c)
    edge = join(desk, a, b)
    other = replace(desk, actor=add_person(desk, name="小李", role="agent"))
    undo_join(other, join_id=edge, reason="看错了")
    assert list_members(desk.database, a) == (a,)
    assert list_members(desk.database, c) == (b, c)
    with pytest.raises(LetGoAlready, match="小李"):
        undo_join(desk, join_id=edge)
    with pytest.raises(LetGoAlready, match="小李"):
        let_go(desk, buyer_id=b)
    with pytest.raises(NotJoined):
        let_go(desk, buyer_id=a)
    let_go(desk, buyer_id=c)
    assert list_joins(desk.database) == []
    assert len(list_joins(desk.database, with_undone=True)) == 2
    assert join(desk, c, a)


def test_who_is_blocked_under_one_name_is_under_all(desk: Desk) -> None:
    a, b = buyer(desk, "a"), buyer(desk, "b")
    block_buyer(desk, buyer_id=a, reason="退货太多")
    held = [[hold.kind for hold in get_order(desk.database, each).open_holds] for each in (1, 2)]
    assert held == [["blocked"], []]
    edge = join(desk, b, a)
    assert [hold.kind for hold in get_order(desk.database, 2).open_holds] == ["blocked"]
    assert get_buyer_page(desk.database, buyer_id=b).blocked == "退货太多"
    undo_join(desk, join_id=edge)
    assert get_order(desk.database, 2).open_holds == ()


def test_what_is_owed_goes_with_any_of_their_orders(desk: Desk) -> None:
    a, b = buyer(desk, "a"), buyer(desk, "b")
    owed = add_owed_item(desk, kind=Owed.GIFT, item="袜子", quantity=1, buyer_id=a)
    with pytest.raises(OtherBuyer):
        put_in(desk, owed_ids=[owed], order_id=2)
    join(desk, a, b)
    assert [hold.kind for hold in get_order(desk.database, 2).open_holds] == ["owed"]
    put_in(desk, owed_ids=[owed], order_id=2)
    assert get_order(desk.database, 2).open_holds == ()
    assert [item.item for item in get_buyer_page(desk.database, buyer_id=b).owed] == ["袜子"]


def test_what_is_left_behind_is_told_under_the_other_name_too(desk: Desk) -> None:
    a = buyer(desk, "a")
    b = buyer(desk, "b", created=NOON + 1000)
    add_owed_item(desk, kind=Owed.GIFT, item="袜子", quantity=1, buyer_id=a)
    join(desk, a, b)
    with work(desk, Right.SHIP) as doing:
        assert mark_forgotten(doing, [1, 2]) == [2]
    assert get_order(desk.database, 2).flag.code == "yellow"
    (told,) = [row.reason for row in list_trail(desk.database, kind="order", record_id=2) if row.action == "forgotten"]
    assert told == "袜子"


def test_one_person_in_charge(desk: Desk) -> None:
    a, b = buyer(desk, "a"), buyer(desk, "b")
    agent = add_person(desk, name="小李", role="agent")
    first = open_case(replace(desk, actor=agent), kind=Kind.RETURN, order_id=1)
    join(desk, b, a)
    second = open_case(desk, kind=Kind.REPAIR, order_id=2)
    of = "SELECT person_id FROM cases WHERE id IN (?, ?) ORDER BY id"
    assert rows_of(desk.database, of, (first, second)) == [(agent.id,), (agent.id,)]
    assign_case(desk, case_id=second, person_id=desk.actor.id)
    assert rows_of(desk.database, of, (first, second)) == [(desk.actor.id,), (desk.actor.id,)]
    assert get_buyer_page(desk.database, buyer_id=a).person == "Owner"


def test_proposals_have_reasons_and_never_go_by_a_phone_alone(desk: Desk) -> None:
    own = {"receiver": "王小明", "phone": "13900001111", "address": "文三路 12号3幢401"}
    a = buyer(desk, "a", **own)
    same = buyer(desk, "same", receiver="王小明", phone="13900001111", address="滨江二路5号")
    home = buyer(desk, "home", receiver="李丽", phone="13900001111", address="文三路 12号3幢401")
    mover = buyer(desk, "mover", receiver="王小明", phone="13700002222", address="文三路 12号3幢401")
    buyer(desk, "phone", receiver="赵强", phone="13900001111", address="学府大道8号")
    buyer(desk, "hidden", receiver="王**", phone="139****1111", address="文三路***")
    buyer(desk, "name", receiver="王小明", phone="13600003333", address="建国路9号")
    found = {each.buyer_id: each.signs for each in propose_same(desk.database, buyer_id=a)}
    assert found == {same: (Sign.NAME_PHONE,), mover: (Sign.NAME_ADDRESS,), home: (Sign.PHONE_ADDRESS,)}
    assert propose_same(desk.database, buyer_id=a)[0].buyer_id == same
    edge = join(desk, a, same)
    assert same not in [each.buyer_id for each in propose_same(desk.database, buyer_id=a)]
    undo_join(desk, join_id=edge)
    assert same not in [each.buyer_id for each in propose_same(desk.database, buyer_id=a)]


def test_money_to_one_account_is_a_reason(desk: Desk) -> None:
    a, b = buyer(desk, "a", receiver="甲某", phone="1"), buyer(desk, "b", receiver="乙某", phone="2", address="远处2号")
    for order in (1, 2):
        add_row(
            desk.database,
            "INSERT INTO refund (order_id, payee, payee_account, state, asked_by_id, asked_at) "
            "VALUES (?, '张三', '6222020000001111', 'paid', ?, ?)",
            (order, desk.actor.id, NOON),
        )
    assert [(each.buyer_id, each.signs) for each in propose_same(desk.database, buyer_id=a)] == [(b, (Sign.ACCOUNT,))]


N = 6
PAIRS = st.tuples(st.integers(0, N - 1), st.integers(0, N - 1), st.booleans())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PAIRS, max_size=14))
def test_whatever_is_joined_and_let_go_they_stay_trees(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[int, int, bool]]
) -> None:
    desk = make_desk(tmp_path_factory.mktemp("shop"))
    ids = [buyer(desk, f"b{number}") for number in range(N)]
    kept_of: dict[int, int] = {}

    def root(one: int) -> int:
        while one in kept_of:
            one = kept_of[one]
        return one

    for first, second, is_join in deeds:
        kept, joined = ids[first], ids[second]
        try:
            if is_join:
                join(desk, kept, joined)
                kept_of[root(joined)] = root(kept)
            else:
                let_go(desk, buyer_id=joined)
                del kept_of[joined]
        except ShopdeskError as refused:
            assert sentence(refused)
            assert root(kept) == root(joined) if is_join else joined not in kept_of
    groups = {one: {other for other in ids if root(other) == root(one)} for one in ids}
    for one in ids:
        members = list_members(desk.database, one)
        assert (members[0], set(members)) == (root(one), groups[one])
    pairs = {(one, other) for one in ids for other in groups[one] if one != other}
    assert set(rows_of(desk.database, f"SELECT buyer_id, other_id FROM {same_as(ALL)} t")) == pairs
    assert {(row.joined_id, row.kept_id) for row in list_joins(desk.database)} == set(kept_of.items())
    desk.database.close()
