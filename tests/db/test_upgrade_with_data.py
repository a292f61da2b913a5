"""A shop of the release before, with data, comes up to date on either engine and goes on being worked in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.copying import columns_of, copy_tables, finish_copy, tables_of
from shopdesk.db.database import Database, is_shared, open_database, rows_of
from shopdesk.db.derived import drop_derived
from shopdesk.db.driver import sqlite3
from shopdesk.db.migrate import upgrade
from shopdesk.db.search import find_order_ids
from shopdesk.db.steps import applied, steps, take_steps
from shopdesk.db.trail import first_broken_link
from shopdesk.domain.cases import Kind, State
from shopdesk.domain.intake import MatchedBy
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Role
from shopdesk.domain.refunds import RefundKind, RefundState
from shopdesk.queries.boxes import list_box_items
from shopdesk.queries.cases import list_cases
from shopdesk.queries.refunds import list_refunds
from shopdesk.services.box_matches import match_box
from shopdesk.services.boxes import open_box, register_box
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.inspections import approve_items, inspect_item
from shopdesk.services.people import add_person
from shopdesk.services.refund_payments import pay_refund
from shopdesk.services.refunds import approve_refund, ask_refund
from shopdesk.services.setup import open_desk
from shopdesk.services.trail import verify_trail
from tests.engines import new_database
from tests.factories import NOON

SCHEMAS = Path(__file__).parent.parent / "schemas"
ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
BEFORE = "0003_several_pcs"
LATER = NOON + 10 * 86_400_000
NEW = (
    "box", "box_item", "cases", "case_item", "case_step", "refund", "evidence", "intake_day", "intake_correction",
)  # fmt: skip


def released(folder: Path, name: str) -> Path:
    """A file as shops have it at that step."""
    file = folder / f"{name}.db"
    connection = sqlite3.connect(str(file))
    connection.executescript((SCHEMAS / f"{name[:4]}.sql").read_text("utf-8"))
    connection.close()
    return file


def on_server(file: Path) -> str:
    """The same rows on a server that knows the steps up to there."""
    url = new_database()
    source, target = open_database(file), open_database(url)
    with target.atomic():
        take_steps(target, BEFORE)
    copy_tables(source, target, derived=False)
    for each in (source, target):
        getattr(each, "close_all", each.close)()
    return url


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The shop of the release before, opened by this program."""
    file = released(tmp_path, BEFORE)
    made = open_desk(on_server(file) if request.param == "postgres" else file, clock=lambda: LATER)
    with made.database.atomic():
        drop_derived(made.database)
        finish_copy(made.database)  # what the dump leaves out, and where ids go on
    yield replace(made, actor=Actor(1, "Owner", Role.OWNER))
    end(made.database)


def end(database: Database) -> None:
    """Let go of it; on a server of the pool as well."""
    getattr(database, "close_all", database.close)()


def test_its_rows_are_kept_and_the_new_tables_are_empty(desk: Desk, tmp_path: Path) -> None:
    database = desk.database
    assert applied(database) == steps()
    text = (SCHEMAS / f"{BEFORE[:4]}.sql").read_text("utf-8")
    counts = {table: rows_of(database, f"SELECT count(*) FROM {table}")[0][0] for table in tables_of(database)}
    for table in ("orders", "order_line", "parcel", "trail", "contact", "buyer", "person", "stored_file", "slip"):
        assert counts[table] == text.count(f'INSERT INTO "{table}" ') > 0, table
    assert {counts[table] for table in NEW} == {0}
    assert first_broken_link(database) is None
    assert len(find_order_ids(database, "欧阳小满")) == 1
    assert rows_of(database, "SELECT DISTINCT case_limit FROM person") == [(0,)]
    assert rows_of(database, "SELECT count(*) FROM contact WHERE done_at IS NOT NULL OR case_id IS NOT NULL") == [(0,)]


def test_its_tables_are_those_of_a_fresh_one(desk: Desk, tmp_path: Path) -> None:
    fresh = open_database(new_database() if is_shared(desk.database) else tmp_path / "fresh.db", create=True)
    upgrade(fresh)
    found = [{table: set(columns_of(each, table)) for table in tables_of(each)} for each in (desk.database, fresh)]
    assert found[0] == found[1]
    end(fresh)


def test_what_is_new_works_on_its_old_orders(desk: Desk) -> None:
    sql = "SELECT id, paid FROM orders WHERE receiver = '陈小满'"
    ((order_id, paid),) = rows_of(desk.database, sql)
    case_id = open_case(desk, kind=Kind.RETURN, order_id=order_id, reason="size", asked="偏小")
    box_id = open_box(desk, scan="YT9900000000001")
    match_box(desk, box_id=box_id, order_id=order_id, by=MatchedBy.HAND)
    assert register_box(desk, box_id=box_id, all_there=True) == (case_id,)
    items = [item.id for item in list_box_items(desk.database, box_id=box_id)]
    for item_id in items:
        inspect_item(desk, item_id=item_id, good=1)
    approve_items(replace(desk, actor=add_person(desk, name="老李", role=Role.SUPERVISOR)), item_ids=items)
    refund = ask_refund(desk, order_id=order_id, kind=RefundKind.RETURN, reason="size", amount=Money(1_00))
    approve_refund(desk, refund_id=refund)
    pay_refund(desk, refund_id=refund, reference="R-1")
    assert paid >= 1_00
    assert [case.state for case in list_cases(desk.database)] == [State.DONE]
    assert [row.state for row in list_refunds(desk.database)] == [RefundState.PAID]
    assert verify_trail(desk, whole=True).findings == ()
