"""A shop of release 4, with boxes, cases and refunds, comes up to date on either engine: its parcels are watched, and
repairs, damage and claims begin from what it has."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.copying import columns_of, copy_tables, finish_copy, tables_of
from shopdesk.db.database import is_shared, open_database, rows_of
from shopdesk.db.derived import drop_derived
from shopdesk.db.migrate import upgrade
from shopdesk.db.steps import applied, steps, take_steps
from shopdesk.domain.claims import Kind
from shopdesk.domain.permissions import Role
from shopdesk.domain.tracking import State
from shopdesk.queries.repairs import get_repair_row
from shopdesk.queries.tracking import get_parcel
from shopdesk.services.claims import register_claim
from shopdesk.services.damage_list import open_damage
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.repairs import open_repair
from shopdesk.services.setup import open_desk
from shopdesk.services.trail import verify_trail
from tests.db.test_upgrade_with_data import ENGINES, LATER, SCHEMAS, end, released
from tests.engines import new_database

BEFORE = "0004_comes_back"
NEW = (
    "repair", "repair_step", "repair_batch", "damage", "damage_batch", "claim", "interception", "detour", "shortage",
    "shortage_item", "learned_weight", "tracking_event",
)  # fmt: skip


def on_server(file: Path) -> str:
    """The same rows on a server that knows the steps up to there."""
    url = new_database()
    source, target = open_database(file), open_database(url)
    with target.atomic():
        take_steps(target, BEFORE)
    copy_tables(source, target, derived=False)
    for each in (source, target):
        end(each)
    return url


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The shop of release 4, opened by this program."""
    file = released(tmp_path, BEFORE)
    made = open_desk(on_server(file) if request.param == "postgres" else file, clock=lambda: LATER)
    with made.database.atomic():
        drop_derived(made.database)
        finish_copy(made.database)
    yield replace(made, actor=Actor(1, "Owner", Role.OWNER))
    end(made.database)


def test_its_rows_are_kept_and_its_parcels_are_watched(desk: Desk, tmp_path: Path) -> None:
    database = desk.database
    assert applied(database) == steps()
    text = (SCHEMAS / f"{BEFORE[:4]}.sql").read_text("utf-8")
    counts = {table: rows_of(database, f"SELECT count(*) FROM {table}")[0][0] for table in tables_of(database)}
    for table in ("orders", "parcel", "trail", "box", "box_item", "cases", "refund", "evidence", "supplier"):
        assert counts[table] == text.count(f'INSERT INTO "{table}" ') > 0, table
    assert {counts[table] for table in NEW} == {0}
    assert get_parcel(database, "YT7000000000000").state is State.LEFT
    fresh = open_database(new_database() if is_shared(database) else tmp_path / "fresh.db", create=True)
    upgrade(fresh)
    assert {each: set(columns_of(database, each)) for each in tables_of(database)} == {
        each: set(columns_of(fresh, each)) for each in tables_of(fresh)
    }
    end(fresh)


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
