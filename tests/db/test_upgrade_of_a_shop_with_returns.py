"""A shop of release 4, with boxes, cases and refunds, comes up to date on either engine: its parcels are watched, and
repairs, damage and claims begin from what it has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.db.steps import applied, steps
from shopdesk.domain.claims import Kind
from shopdesk.domain.tracking import State
from shopdesk.queries.repairs import get_repair_row
from shopdesk.queries.tracking import get_parcel
from shopdesk.services.claims import register_claim
from shopdesk.services.damage_list import open_damage
from shopdesk.services.desk import Desk
from shopdesk.services.repairs import open_repair
from shopdesk.services.trail import verify_trail
from tests.db.old_shops import ENGINES, assert_as_fresh, kept_rows, old_shop

BEFORE = "0004_comes_back"
NEW = (
    "repair", "repair_step", "repair_batch", "damage", "damage_batch", "claim", "interception", "detour", "shortage",
    "shortage_item", "learned_weight", "tracking_event",
)  # fmt: skip


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The shop of release 4, opened by this program."""
    with old_shop(BEFORE, request.param, tmp_path) as made:
        yield made


def test_its_rows_are_kept_and_its_parcels_are_watched(desk: Desk, tmp_path: Path) -> None:
    database = desk.database
    assert applied(database) == steps()
    had, has = kept_rows(database, BEFORE)
    for table in ("orders", "parcel", "trail", "box", "box_item", "cases", "refund", "evidence", "supplier"):
        assert has[table] == had[table] > 0, table
    assert {has[table] for table in NEW} == {0}
    assert get_parcel(database, "YT7000000000000").state is State.LEFT
    assert_as_fresh(database, tmp_path)


def test_what_is_new_begins_with_what_it_has(desk: Desk) -> None:
    items = rows_of(desk.database, "SELECT id, order_id, approved_at FROM box_item ORDER BY id")
    repair = open_repair(desk, box_item_id=next(item for item, _order, approved in items if approved is None))
    assert get_repair_row(desk.database, repair).box
    order = get_parcel(desk.database, "YT7000000000000").order_id
    assert order is not None
    open_damage(desk, order_id=order, title="单鞋", fault="断底")
    register_claim(desk, kind=Kind.LOST, order_id=order)
    assert get_parcel(desk.database, "YT7000000000000").state is State.LOST
    assert verify_trail(desk, whole=True).findings == ()
