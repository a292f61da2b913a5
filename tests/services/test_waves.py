"""Waves: what goes, what stays behind and why, taken out again (SHP-01, ORD-09, ORD-10, ORD-13, ORD-16)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.origins import Origin
from shopdesk.domain.slips import WaveKind
from shopdesk.domain.statuses import Stage
from shopdesk.i18n import sentence
from shopdesk.queries.orders import get_order
from shopdesk.queries.slips import get_slip, list_slips
from shopdesk.queries.waves import WaveNotFound, get_wave, list_waves
from shopdesk.services.desk import Actor, Changed, Desk, NotAllowed
from shopdesk.services.holds import hold_orders
from shopdesk.services.papers import print_papers
from shopdesk.services.settlement import settle_orders
from shopdesk.services.shop_settings import save_setting
from shopdesk.services.wave_printing import print_wave
from shopdesk.services.waves import (
    NothingToShip,
    NotInWave,
    SlipPrinted,
    make_wave,
    preview_wave,
    take_out_of_wave,
)
from shopdesk.services.waybills import give_waybill
from shopdesk.settings import SETTLE_IN_WAVES
from tests.factories import add_order, make_desk
from tests.services.whole_database import everything

YTO = "圆通速递"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def ready(desk: Desk, **columns: Any) -> int:
    """A registered order with a carrier."""
    usual: dict[str, Any] = {"stage": 1, "registered_at": 1, "carrier": YTO}
    return add_order(desk, **(usual | columns))


def test_orders_go_by_carrier_then_shelf_then_age(desk: Desk) -> None:
    ids = [
        ready(desk, paid_at=30),
        ready(desk, paid_at=20),
        ready(desk, paid_at=10, carrier="中通快递"),
        ready(desk, paid_at=40),
    ]
    rows = desk.database.execute_sql("SELECT sku FROM order_line WHERE order_id = ?", (ids[3],)).fetchall()
    desk.database.execute_sql("INSERT INTO product (shop_id, code) VALUES (1, 'p')")
    desk.database.execute_sql(
        "INSERT INTO variant (product_id, shop_id, sku, shelf) VALUES (1, 1, ?, 'A1')", (rows[0][0],)
    )
    made = make_wave(desk, kind=WaveKind.URGENT)
    assert made.order_ids == (ids[2], ids[3], ids[1], ids[0])
    assert [(c.carrier, c.slips, c.orders, c.pieces) for c in made.carriers] == [("中通快递", 1, 1, 1), (YTO, 3, 3, 3)]
    assert (made.kind, made.slips, get_wave(desk.database, made.id).kind) == (WaveKind.URGENT, 4, WaveKind.URGENT)
    assert [slip.position for slip in list_slips(desk.database, wave_id=made.id)] == [1, 2, 3, 4]
    assert {get_order(desk.database, order_id).stage for order_id in ids} == {Stage.SETTLED}


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"stage": 0}, "is not registered yet"),
        ({"carrier": ""}, "has no carrier"),
        ({"masking": 2}, "hides the receiver in a cipher"),
        ({"receiver": ""}, "has no receiver"),
        ({"province": "", "city": "", "district": "", "address": ""}, "has no address"),
        ({"origin": int(Origin.BANK)}, "nobody confirmed that its money came in"),
        ({"origin": int(Origin.WHOLESALE), "pieces": 11, "stage": 2}, "wholesale order of 11 pieces"),
        ({"status": 4, "close_reason": "退款"}, r"closed on the platform \(退款\)"),
        ({"status": 2}, "has left already"),
    ],
)
def test_what_stays_behind_and_why(desk: Desk, columns: dict[str, Any], why: str) -> None:
    good, bad = ready(desk), ready(desk, **columns)
    before = everything(desk)
    seen = preview_wave(desk, order_ids=[good, bad])
    assert everything(desk) == before
    (left,) = seen.left
    assert left.order_id == bad
    with pytest.raises(type(left.why), match=why):
        raise left.why
    assert make_wave(desk, order_ids=[good, bad]).order_ids == (good,)


def test_held_orders_stay_behind_without_being_named(desk: Desk) -> None:
    order = ready(desk)
    hold_orders(desk, order_ids=[order], reason="缺货")
    with pytest.raises(NothingToShip) as refused:
        make_wave(desk)
    assert "is on hold (缺货). " in sentence(refused.value)
    assert list_waves(desk.database) == []


def test_money_confirmed_and_list_printed_they_go(desk: Desk) -> None:
    bank = ready(desk, origin=int(Origin.BANK))
    whole = ready(desk, origin=int(Origin.WHOLESALE), pieces=20)
    settle_orders(desk, order_ids=[bank, whole], account="工行", method="bank")
    print_papers(desk, order_ids=[whole], document=Document.PACKING_LIST, paper=Paper.A4)
    assert set(make_wave(desk).order_ids) == {bank, whole}


def test_settled_by_hand_where_settings_say_so(desk: Desk) -> None:
    order = ready(desk)
    save_setting(desk, SETTLE_IN_WAVES, False)
    assert "is not settled" in sentence(preview_wave(desk).left[0].why)
    settle_orders(desk, order_ids=[order])
    assert make_wave(desk).order_ids == (order,)


def test_an_order_is_in_one_wave_only(desk: Desk) -> None:
    order = ready(desk)
    wave = make_wave(desk).id
    with pytest.raises(NothingToShip, match=f"is in wave {wave} already"):
        make_wave(desk, order_ids=[order])
    print_wave(desk, wave_id=wave, paper=Paper.A5)
    with pytest.raises(NothingToShip, match="has been printed already"):
        make_wave(desk, order_ids=[order])
    with pytest.raises(NothingToShip):
        make_wave(desk)


def test_a_number_from_the_platforms_file_is_on_the_slip(desk: Desk) -> None:
    mine, one, other = (
        ready(desk, waybill=number) for number in ("YT1234567890123", "YT9999999999999", "YT9999999999999")
    )
    make_wave(desk)
    found = {slip.orders[0].id: slip.waybill for slip in list_slips(desk.database)}
    assert found == {mine: "YT1234567890123", one: "", other: ""}


def test_an_open_slip_follows_its_orders_carrier(desk: Desk) -> None:
    ready(desk), ready(desk)
    wave = make_wave(desk).id
    give_waybill(desk, slip_id=2, waybill="YT1234567890123")
    desk.database.execute_sql("UPDATE orders SET carrier = '顺丰速运'")
    assert give_waybill(desk, slip_id=1, waybill="SF1234567890123") == "SF1234567890123"
    assert [slip.carrier for slip in list_slips(desk.database, wave_id=wave)] == ["顺丰速运", YTO]


def test_taken_out_again(desk: Desk) -> None:
    first, second = ready(desk), ready(desk)
    wave = make_wave(desk).id
    slips = [slip.id for slip in list_slips(desk.database, wave_id=wave)]
    assert take_out_of_wave(desk, slip_ids=slips[:1]) == 1
    assert get_slip(desk.database, slips[0]).wave_id is None
    again = make_wave(desk)
    assert again.order_ids == (first,)
    assert [slip.id for slip in list_slips(desk.database, wave_id=again.id)] == slips[:1]
    take_out_of_wave(desk, slip_ids=slips[1:])
    with pytest.raises(WaveNotFound):
        get_wave(desk.database, wave)
    with pytest.raises(NotInWave):
        take_out_of_wave(desk, slip_ids=slips[1:])
    print_wave(desk, wave_id=again.id, paper=Paper.A5)
    with pytest.raises(SlipPrinted):
        take_out_of_wave(desk, slip_ids=slips[:1])
    assert get_order(desk.database, second).stage is Stage.SETTLED


def test_who_may_and_who_is_told(desk: Desk) -> None:
    ready(desk)
    with pytest.raises(NotAllowed):
        make_wave(replace(desk, actor=Actor(1, "小王", "agent")))
    told: list[frozenset[Changed]] = []
    make_wave(replace(desk, announce=told.append))
    assert told == [frozenset({Changed.SLIPS, Changed.ORDERS})]
