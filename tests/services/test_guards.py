"""Every service that changes a record says how it keeps others' work (DATA-02); those that merge are told their base.

A new service without a line in `guards_table` fails here.
"""

import inspect
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import sentence
from shopdesk.queries.orders import get_order
from shopdesk.services.buyers import block_buyer
from shopdesk.services.clashes import Clash
from shopdesk.services.desk import Desk
from shopdesk.services.holds import clear_hold, hold_orders, release_orders
from shopdesk.services.leaving import ship_slips
from shopdesk.services.packed_parcels import finish_slip
from shopdesk.services.packing import open_slip, tick_all
from shopdesk.services.people import add_person
from shopdesk.services.products import VariantChange
from shopdesk.services.registering import register_orders
from shopdesk.services.settlement import settle_orders
from shopdesk.services.waybill_checks import HasWaybill
from shopdesk.services.waybills import give_waybill
from tests.factories import NOON, add_order, add_slip, make_desk
from tests.services.guards_table import ADDS, GUARDS, LAST, MERGE, STATE
from tests.services.rights_table import NEEDS
from tests.services.test_rights_matrix import SERVICES

Deed = Callable[[Desk], object]
OTHERWISE = {"products.change_variants": VariantChange}
"""Their base is part of what they are handed."""


def test_every_service_says_how_it_is_guarded() -> None:
    assert set(GUARDS) == set(NEEDS)
    assert len(MERGE) + len(STATE) + len(ADDS) + len(LAST) == len(GUARDS)


@pytest.mark.parametrize("name", sorted(MERGE))
def test_whoever_merges_is_told_what_was_seen(name: str) -> None:
    told = inspect.signature(OTHERWISE.get(name, SERVICES[name])).parameters
    assert {"base", "shown", "before"} & set(told)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def other(desk: Desk) -> Desk:
    return replace(desk, actor=add_person(desk, name="小李", role="owner"), clock=lambda: NOON + 60_000)


def a_registering(desk: Desk) -> Deed:
    order = add_order(desk)
    return lambda who: register_orders(who, order_ids=[order])


def a_settlement(desk: Desk) -> Deed:
    order = add_order(desk)
    register_orders(desk, order_ids=[order])
    return lambda who: settle_orders(who, order_ids=[order], account="x")


def a_release(desk: Desk) -> Deed:
    order = add_order(desk)
    hold_orders(desk, order_ids=[order], reason="缺货")
    return lambda who: release_orders(who, order_ids=[order], reason="到货")


def a_clearing(desk: Desk) -> Deed:
    order = add_order(desk)
    hold_orders(desk, order_ids=[order], reason="缺货")
    hold = get_order(desk.database, order).open_holds[0].id
    return lambda who: clear_hold(who, hold_id=hold, reason="到货")


def a_blocking(desk: Desk) -> Deed:
    buyer = get_order(desk.database, add_order(desk, buyer="tb_li")).buyer_id or 0
    return lambda who: block_buyer(who, buyer_id=buyer, reason=f"said by {who.actor.name}")


def an_opening(desk: Desk) -> Deed:
    slip = add_slip(desk, add_order(desk), waybill="YT7453244865603")
    assert slip
    return lambda who: open_slip(who, code="YT7453244865603")


def a_packing(desk: Desk) -> Deed:
    slip = add_slip(desk, add_order(desk), waybill="YT7453244865603")

    def pack(who: Desk) -> object:
        open_slip(who, code="YT7453244865603")
        tick_all(who, slip_id=slip)
        return finish_slip(who, slip_id=slip)

    return pack


def a_leaving(desk: Desk) -> Deed:
    slip = add_slip(desk, add_order(desk), waybill="YT7453244865603")
    return lambda who: ship_slips(who, [slip], reason="急")


@pytest.mark.parametrize(
    "prepare",
    [a_registering, a_settlement, a_release, a_clearing, a_blocking, an_opening, a_packing, a_leaving],
    ids=lambda prepare: prepare.__name__.split("_", 1)[1],
)
def test_whoever_comes_second_hears_who_was_first(desk: Desk, other: Desk, prepare: Callable[[Desk], Deed]) -> None:
    deed = prepare(desk)
    deed(other)
    with pytest.raises(ShopdeskError) as caught:
        deed(desk)
    assert "小李" in sentence(caught.value)


def test_one_number_is_not_given_to_a_slip_twice(desk: Desk, other: Desk) -> None:
    slip = add_slip(desk, add_order(desk))
    give_waybill(other, slip_id=slip, waybill="YT7453244865603")
    with pytest.raises(HasWaybill, match="YT7453"):
        give_waybill(desk, slip_id=slip, waybill="YT7453244865604")
    with pytest.raises(Clash, match="小李 changed order") as caught:
        give_waybill(desk, slip_id=slip, waybill="YT7453244865604", reason="标签坏了", shown="")
    assert caught.value.conflict is not None
    (choice,) = caught.value.conflict.choices
    assert (choice.name, choice.theirs, choice.mine) == ("waybill", "YT7453244865603", "YT7453244865604")
