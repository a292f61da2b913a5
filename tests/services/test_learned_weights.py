"""Products learn what they weigh from what packers weigh (SHP-12)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.learned_weights import Learned
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.learned_weights import list_learned_weights, list_weighed_parcels
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Changed, Desk
from shopdesk.services.learned_weights import learn_weights
from tests.factories import NOON, add_order, add_slip, make_desk
from tests.services.packers import add_variant, skus


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def weighed(desk: Desk, sku: str, *grams: int, pieces: int = 1) -> None:
    """Parcels with one article that left."""
    for each in grams:
        order = add_order(desk, status=int(Status.SHIPPED), stage=int(Stage.SHIPPED))
        slip = add_slip(desk, order, packed_at=NOON, weight=each)
        with desk.database.atomic():
            desk.database.execute_sql("UPDATE order_line SET sku = ? WHERE order_id = ?", (sku, order))
            desk.database.execute_sql(
                "UPDATE slip_item SET quantity = ?, packed = ? WHERE slip_id = ?", (pieces, pieces, slip)
            )
        assert skus(desk, slip) == [sku]


def test_what_packers_weigh_is_learned(desk: Desk) -> None:
    add_variant(desk, "5815-1-W7")
    weighed(desk, "5815-1-W7", 900, 905, 895)
    assert learn_weights(desk) == 1
    (row,) = list_learned_weights(desk.database)
    assert (row.sku, row.learned, row.typed, row.is_doubtful) == ("5815-1-W7", Learned(800, 5, 3), None, False)
    assert list_trail(desk.database, kind="shop", record_id=1)[0].action == "weights learned"


def test_it_is_looked_at_once_a_day(desk: Desk) -> None:
    add_variant(desk, "5815-1-W7")
    weighed(desk, "5815-1-W7", 900, 905, 895)
    learn_weights(desk)
    weighed(desk, "5815-1-W7", 950, 955, 960, 952)
    assert learn_weights(desk) == 0
    assert learn_weights(desk, again=True) == 1
    assert learn_weights(replace(desk, clock=lambda: NOON + DAY_MS)) == 0  # the same again: only its day is new
    assert rows_of(desk.database, "SELECT max(at) FROM learned_weight") == [(NOON + DAY_MS,)]


def test_zeros_wrong_units_and_parcels_of_unknown_things_are_set_aside(desk: Desk) -> None:
    add_variant(desk, "5815-1-W7")
    weighed(desk, "5815-1-W7", 900, 905, 895, 1, 0, 95_000)
    weighed(desk, "what is this", 5_000)
    assert len(list_weighed_parcels(desk.database)) == 5  # what weighs nothing wasn't weighed
    learn_weights(desk)
    assert list_learned_weights(desk.database)[0].learned == Learned(800, 5, 3)


def test_a_typed_weight_stays_and_is_doubted_where_all_parcels_say_otherwise(desk: Desk) -> None:
    add_variant(desk, "5815-1-W7", weight=1)  # a kilogram, somebody thought
    add_variant(desk, "5815-1-W6", weight=790)
    for sku in ("5815-1-W7", "5815-1-W6"):
        weighed(desk, sku, 900, 905, 895)
    learn_weights(desk)
    assert rows_of(desk.database, "SELECT weight FROM variant ORDER BY id") == [(1,), (790,)]
    assert [row.sku for row in list_learned_weights(desk.database, only_doubtful=True)] == ["5815-1-W7"]
    assert [row.sku for row in list_learned_weights(desk.database, find="W6")] == ["5815-1-W6"]


def test_only_what_differs_is_told(desk: Desk) -> None:
    told: list[frozenset[Changed]] = []
    listening = replace(desk, announce=told.append)
    assert learn_weights(listening) == 0 and told == []
    add_variant(desk, "5815-1-W7")
    weighed(desk, "5815-1-W7", 900, 905, 895)
    learn_weights(listening)
    learn_weights(listening, again=True)
    assert told == [frozenset({Changed.PRODUCTS})]
