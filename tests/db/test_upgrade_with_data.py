"""A shop of the release before, with data, comes up to date on either engine and goes on being worked in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.db.search import find_order_ids
from shopdesk.db.steps import applied, steps
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
from shopdesk.services.desk import Desk
from shopdesk.services.inspections import approve_items, inspect_item
from shopdesk.services.people import add_person
from shopdesk.services.refund_payments import pay_refund
from shopdesk.services.refunds import approve_refund, ask_refund
from shopdesk.services.trail import verify_trail
from tests.db.old_shops import ENGINES, assert_as_fresh, kept_rows, old_shop

BEFORE = "0003_several_pcs"
NEW = (
    "box", "box_item", "cases", "case_item", "case_step", "refund", "evidence", "intake_day", "intake_correction",
)  # fmt: skip


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The shop of the release before, opened by this program."""
    with old_shop(BEFORE, request.param, tmp_path) as made:
        yield made


def test_its_rows_are_kept_and_the_new_tables_are_empty(desk: Desk) -> None:
    database = desk.database
    assert applied(database) == steps()
    had, has = kept_rows(database, BEFORE)
    for table in ("orders", "order_line", "parcel", "trail", "contact", "buyer", "person", "stored_file", "slip"):
        assert has[table] == had[table] > 0, table
    assert {has[table] for table in NEW} == {0}
    assert first_broken_link(database) is None
    assert len(find_order_ids(database, "欧阳小满")) == 1
    assert rows_of(database, "SELECT DISTINCT case_limit FROM person") == [(0,)]
    assert rows_of(database, "SELECT count(*) FROM contact WHERE done_at IS NOT NULL OR case_id IS NOT NULL") == [(0,)]


def test_its_tables_are_those_of_a_fresh_one(desk: Desk, tmp_path: Path) -> None:
    assert_as_fresh(desk.database, tmp_path)


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
