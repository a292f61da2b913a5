"""What is due: counted by kind, for one person and for the shop."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import Millis
from shopdesk.db.database import add_row
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.due import DUE, DueKind
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage
from shopdesk.queries.due import DueRow, Tally, list_due
from shopdesk.services.desk import Desk
from shopdesk.services.today import add_up, read_today
from tests.boxes import add_box, add_box_item
from tests.factories import NOON, add_order, add_slip, make_desk
from tests.services.refunders import Refunders, add_case, approved, ask, make_refunders

YESTERDAY = "2024-03-01"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Refunders]:
    made = make_refunders(tmp_path)
    yield made
    made.owner.database.close()


def due(desk: Desk, kind: DueKind, *, now: Millis = NOON) -> DueRow:
    rights = [right for right in Right if desk.actor.may(right)]
    rows = list_due(desk.seen, now=now, person_id=desk.actor.id, rights=rights)
    return next(row for row in rows if row.kind is kind)


def figures(tally: Tally) -> tuple[int, int, int]:
    return tally.count, tally.late, tally.today


def paid(hours_ago: float) -> dict[str, Any]:
    at = NOON - int(hours_ago * HOUR_MS)
    return {"created": at, "paid_at": at}


def put(desk: Desk, table: str, **row: Any) -> int:
    marks = ", ".join("?" * len(row))
    with desk.database.atomic():
        sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
        return add_row(desk.database, sql, list(row.values()))


def test_an_empty_shop_has_nothing_due(desk: Desk) -> None:
    assert {row.kind: figures(row.shop) for row in read_today(desk)} == {kind: (0, 0, 0) for kind in DUE}


def test_orders_to_register_late_after_a_day_due_until_tonight(desk: Desk) -> None:
    for hours in (30, 20, 1):  # it is noon: what was paid at 16:00 yesterday is due today
        add_order(desk, **paid(hours))
    found = due(desk, DueKind.TO_REGISTER)
    assert figures(found.shop) == (3, 1, 1)
    assert (found.shop.due, found.shop.since) == (NOON - 6 * HOUR_MS, NOON - 30 * HOUR_MS)
    assert found.mine == found.shop


def test_nobodys_work_who_has_no_right_to_it(people: Refunders) -> None:
    add_order(people.owner, **paid(30))
    found = due(people.finance, DueKind.TO_REGISTER)
    assert (figures(found.shop), figures(found.mine)) == ((1, 1, 0), (0, 0, 0))


def test_a_slip_on_paper_without_waybill_and_a_parcel_that_should_be_gone(desk: Desk) -> None:
    first, second = (add_order(desk, stage=int(Stage.PRINTED), **paid(40)) for _n in range(2))
    add_slip(desk, first)
    add_slip(desk, second, waybill="YT7453244856560", packed_at=NOON - DAY_MS)
    assert figures(due(desk, DueKind.NO_WAYBILL).shop) == (1, 0, 1)
    assert figures(due(desk, DueKind.NOT_GONE).shop) == (1, 1, 0)


def test_boxes_days_and_cash(desk: Desk) -> None:
    add_box(desk, day=YESTERDAY, state="opened", at=NOON - DAY_MS)
    add_box(desk, number=1, state="opened")
    add_box(desk, number=2, state="opened", person_id=desk.actor.id)
    put(desk, "intake_day", day=YESTERDAY, expected=2000, counted=2000, handed_by_id=1, handed_at=NOON - DAY_MS)
    assert figures(due(desk, DueKind.BOXES_OPENED).shop) == (3, 1, 2)
    assert figures(due(desk, DueKind.DAYS_OPEN).shop) == (2, 1, 1)
    assert due(desk, DueKind.DAYS_OPEN).shop.since == NOON - DAY_MS
    assert figures(due(desk, DueKind.CASH).shop) == (1, 1, 0)
    desk.database.execute_sql("UPDATE intake_day SET closed_at = ?, confirmed_at = ?", (NOON, NOON))
    assert figures(due(desk, DueKind.DAYS_OPEN).shop) == (1, 0, 1)
    assert figures(due(desk, DueKind.CASH).shop) == (0, 0, 0)


def test_goods_are_approved_by_another_than_who_inspected(people: Refunders) -> None:
    box_id = add_box(people.owner, registered_at=NOON - 25 * HOUR_MS)
    add_box_item(people.owner, box_id)
    add_box_item(people.owner, box_id, inspected_by_id=people.supervisor.actor.id, inspected_at=NOON)
    assert figures(due(people.owner, DueKind.TO_INSPECT).shop) == (1, 1, 0)
    assert figures(due(people.owner, DueKind.TO_APPROVE).mine) == (1, 1, 0)
    assert figures(due(people.supervisor, DueKind.TO_APPROVE).mine) == (0, 0, 0)


def test_unclaimed_parcels_are_asked_about_by_somebody_and_come_before_the_supervisor(people: Refunders) -> None:
    agent = people.agent.actor.id
    add_box(people.owner, state="unclaimed", asker_id=agent, ask_by=NOON - HOUR_MS)
    add_box(people.owner, number=2, state="unclaimed", asker_id=agent, ask_by=NOON + 2 * DAY_MS)
    add_box(people.owner, day="2024-02-20", state="unclaimed", ask_by=NOON + DAY_MS, at=NOON - 10 * DAY_MS)
    found = due(people.agent, DueKind.UNCLAIMED)
    assert (figures(found.shop), figures(found.mine)) == ((1, 1, 0), (1, 1, 0))
    assert figures(due(people.owner, DueKind.UNCLAIMED).mine) == (0, 0, 0)
    assert figures(due(people.supervisor, DueKind.ESCALATED).mine) == (1, 1, 0)
    assert figures(due(people.agent, DueKind.ESCALATED).mine) == (0, 0, 0)


def test_cases_of_a_person_of_others_and_of_nobody(people: Refunders) -> None:
    order_id = add_order(people.owner)
    mine, other = people.agent.actor.id, people.other_agent.actor.id
    add_case(people.owner, order_id, person_id=mine, due_at=NOON - 1)
    add_case(people.owner, order_id, person_id=mine, state="done", due_at=NOON + HOUR_MS)
    add_case(people.owner, order_id, person_id=other, state="asked", due_at=NOON + 3 * DAY_MS)
    add_case(people.owner, order_id, state="asked", due_at=NOON + HOUR_MS)
    add_case(people.owner, order_id, person_id=mine, due_at=NOON - 1, closed_at=NOON, state="closed")
    assert figures(due(people.agent, DueKind.CASES_DUE).mine) == (2, 1, 1)
    assert figures(due(people.agent, DueKind.CASES_DUE).shop) == (3, 1, 2)
    assert figures(due(people.agent, DueKind.CALLS).mine) == (1, 0, 1)
    assert figures(due(people.agent, DueKind.CASES_OF_NOBODY).shop) == (1, 0, 1)
    assert figures(due(people.agent, DueKind.TO_BE_SENT).mine) == (1, 1, 0)


def test_next_contacts_are_of_who_is_in_charge(people: Refunders) -> None:
    mine, other = people.agent.actor.id, people.other_agent.actor.id
    case_id = add_case(people.owner, None, person_id=mine, due_at=NOON + 9 * DAY_MS)
    told = {"kind": "phone", "at": NOON - DAY_MS}
    put(people.owner, "contact", case_id=case_id, person_id=other, next_at=NOON - 1, **told)
    put(people.owner, "contact", person_id=other, next_at=NOON + HOUR_MS, **told)
    put(people.owner, "contact", person_id=other, next_at=NOON + 2 * DAY_MS, **told)
    put(people.owner, "contact", person_id=other, next_at=NOON, done_at=NOON, **told)
    assert figures(due(people.agent, DueKind.CONTACTS).mine) == (1, 1, 0)
    assert figures(due(people.other_agent, DueKind.CONTACTS).mine) == (1, 0, 1)
    assert figures(due(people.owner, DueKind.CONTACTS).shop) == (2, 1, 1)


def test_refunds_are_approved_by_another_and_paid_by_finance(people: Refunders) -> None:
    order_id = add_order(people.owner, paid=90_000)
    ask(people.supervisor, order_id, 20_000)
    approved(people, order_id, 30_000)
    assert figures(due(people.owner, DueKind.REFUNDS_TO_APPROVE).mine) == (1, 0, 0)
    assert figures(due(people.supervisor, DueKind.REFUNDS_TO_APPROVE).mine) == (0, 0, 0)
    assert figures(due(people.supervisor, DueKind.REFUNDS_ASKED).mine) == (1, 0, 0)
    assert figures(due(people.finance, DueKind.REFUNDS_TO_PAY).mine)[0] == 1
    assert figures(due(people.agent, DueKind.REFUNDS_TO_PAY).mine)[0] == 0
    later = replace(people.finance, clock=lambda: NOON + 3 * DAY_MS)
    row = next(row for row in read_today(later) if row.kind is DueKind.REFUNDS_TO_PAY)
    assert row.mine.late == 1


def test_sums_count_each_thing_once(people: Refunders) -> None:
    mine = people.agent.actor.id
    order_id = add_order(people.owner, stage=int(Stage.SHIPPED))
    add_case(people.owner, order_id, person_id=mine, state="done", due_at=NOON - 1, opened_at=NOON - 9 * DAY_MS)
    add_case(people.owner, order_id, person_id=mine, state="sent", due_at=NOON + 9 * DAY_MS, opened_at=1)
    rights = [right for right in Right if people.agent.actor.may(right)]
    rows = list_due(people.agent.seen, now=NOON, person_id=mine, rights=rights)
    assert add_up(rows, mine=True) == (1, 0, 1)


def test_a_due_case_of_nobody_and_an_escalated_parcel_are_one_thing_each(people: Refunders) -> None:
    order_id = add_order(people.owner, stage=int(Stage.SHIPPED))
    add_case(people.owner, order_id, state="asked", due_at=NOON - 1, opened_at=NOON - HOUR_MS)
    add_case(people.owner, order_id, state="asked", due_at=NOON + 9 * DAY_MS, opened_at=NOON - HOUR_MS)
    asker = people.supervisor.actor.id
    days_ago = NOON - 10 * DAY_MS
    add_box(people.owner, day="2024-02-20", state="unclaimed", asker_id=asker, ask_by=NOON + HOUR_MS, at=days_ago)
    put(people.owner, "intake_day", day="2024-02-20", closed_at=NOON, closed_by_id=1)

    def sums(desk: Desk, *, mine: bool) -> tuple[int, int, int]:
        rights = [right for right in Right if desk.actor.may(right)]
        return add_up(list_due(desk.seen, now=NOON, person_id=desk.actor.id, rights=rights), mine=mine)

    assert figures(due(people.supervisor, DueKind.CASES_OF_NOBODY).shop) == (2, 1, 0), "its list shows both"
    assert sums(people.supervisor, mine=False) == (2, 0, 0), "the case and the parcel, late; the other case is not due"
    assert sums(people.supervisor, mine=True) == (2, 0, 0)
    with people.owner.database.atomic():
        people.owner.database.execute_sql("UPDATE box SET asker_id = ?", (people.agent.actor.id,))
    assert sums(people.agent, mine=True) == (1, 1, 0), "who asks has the parcel; the supervisor has it late"
