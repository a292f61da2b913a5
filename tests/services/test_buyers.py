"""What is noted about buyers (ORD-19)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.domain.origins import Origin
from shopdesk.domain.permissions import Role
from shopdesk.domain.statuses import Status
from shopdesk.queries.buyers import BuyerNotFound, find_buyer_id, get_buyer_card
from shopdesk.queries.orders import get_order
from shopdesk.services.buyers import DiscountTooHigh, NoSuchTier, block_buyer, edit_buyer, unblock_buyer
from shopdesk.services.desk import Actor, Desk, NotAllowed
from shopdesk.services.edits import Clash, ReasonMissing
from tests.factories import add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def buyer(desk: Desk) -> int:
    add_order(desk, buyer="tb_1")
    return find_buyer_id(desk.database, "tb_1")


def test_two_on_one_buyer(desk: Desk, buyer: int) -> None:
    version = get_buyer_card(desk.database, buyer).version
    assert edit_buyer(desk, buyer_id=buyer, tier="VIP1", discount=0, tags=["a", " a ", ""], note="", version=version)
    assert get_buyer_card(desk.database, buyer).tags == ("a",)
    with pytest.raises(Clash):
        edit_buyer(desk, buyer_id=buyer, tier="", discount=3, tags=[], note="", version=version)


def test_what_is_refused(desk: Desk, buyer: int) -> None:
    with pytest.raises(NoSuchTier):
        edit_buyer(desk, buyer_id=buyer, tier="gold", discount=0, tags=[], note="")
    with pytest.raises(DiscountTooHigh):
        edit_buyer(desk, buyer_id=buyer, tier="", discount=100, tags=[], note="")
    with pytest.raises(BuyerNotFound):
        find_buyer_id(desk.database, "tb_9")
    with pytest.raises(BuyerNotFound):
        get_buyer_card(desk.database, 99)


def test_blocking_is_for_supervisors_and_holds_what_is_open(desk: Desk, buyer: int) -> None:
    agent = Desk(desk.database, Actor(desk.actor.id, "小王", Role.AGENT.value), desk.clock)
    with pytest.raises(NotAllowed):
        block_buyer(agent, buyer_id=buyer, reason="退货太多")
    with pytest.raises(ReasonMissing):
        block_buyer(desk, buyer_id=buyer, reason=" ")
    assert block_buyer(desk, buyer_id=buyer, reason="退货太多")
    assert not block_buyer(desk, buyer_id=buyer, reason="退货太多")
    assert [hold.kind for hold in get_order(desk.database, 1).open_holds] == ["blocked"]
    assert unblock_buyer(desk, buyer_id=buyer, reason="说清楚了")
    assert not unblock_buyer(desk, buyer_id=buyer, reason="又")
    assert get_order(desk.database, 1).open_holds == ()


def test_the_card_counts_what_was_paid_and_what_came_back(desk: Desk, buyer: int) -> None:
    add_order(desk, buyer="tb_1", status=int(Status.CLOSED))
    add_order(desk, buyer="tb_1", origin=int(Origin.EXCHANGE), paid=0)
    last = add_order(desk, buyer="tb_1", origin=int(Origin.REISSUE), paid=0)
    card = get_buyer_card(desk.database, buyer, but_order=last)
    assert (card.orders, card.paid.yuan, card.exchanges, card.reissues) == (4, "199.00", 1, 1)
    assert last not in [past.id for past in card.past]
    assert len(card.past) == 3
