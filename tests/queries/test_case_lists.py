"""Who holds how many cases, and who asked on a day (CRM-04, RET-13)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.masking import masked
from shopdesk.domain.cases import Kind, State, Step
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.case_lists import AskedRow, CasePerson, list_asked, list_case_people
from shopdesk.queries.cases import list_cases
from shopdesk.services.case_agreements import check_agreement
from shopdesk.services.case_people import ask_again
from shopdesk.services.case_steps import send_back, take_step
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from tests.factories import NOON, add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def order(desk: Desk, number: str, buyer: str) -> int:
    return add_order(
        desk, order_no=number, buyer=buyer, status=int(Status.SHIPPED), stage=int(Stage.SHIPPED), shipped_at=NOON
    )


def test_who_may_be_in_charge_and_how_many_they_hold(desk: Desk) -> None:
    agent = add_person(desk, name="小李", role="agent")
    add_person(desk, name="老钱", role="warehouse")
    open_case(desk, kind=Kind.RETURN, order_id=order(desk, "1", "tb_1"))
    desk.database.execute_sql("UPDATE person SET case_limit = 1")
    people = list_case_people(desk.database)
    assert people == [CasePerson(1, "Owner", 1, 1), CasePerson(agent.id, "小李", 0, 1)], "nobody from the warehouse"
    assert [person.is_full for person in people] == [True, False]
    assert not CasePerson(1, "Owner", 500, 0).is_full, "no limit"


def test_behind_the_mask_words_are_found_as_they_are_seen(desk: Desk) -> None:
    case = open_case(desk, kind=Kind.RETURN, order_id=order(desk, "1", "tb_1"), asked="尺码小，回电13812345678")
    packer = masked(desk.database)
    for find in ("13812345", "电138123"):
        assert [row.id for row in list_cases(desk.database, find=find)] == [case]
        assert list_cases(packer, find=find) == []
    for find in ("尺码", "13812345678", "tb_1", "#1"):
        assert [row.id for row in list_cases(packer, find=find, limit=3)] == [case], find


def test_who_asked_on_a_day_and_what_is_written_down(desk: Desk) -> None:
    first = open_case(desk, kind=Kind.RETURN, order_id=order(desk, "1", "tb_1"), asked="偏小")
    open_case(desk, kind=Kind.REFUND, order_id=order(desk, "2", "tb_2"))
    take_step(desk, case_id=first, step=Step.AGREE, note="收到后退款")
    send_back(desk, case_id=first, carrier="圆通速递", waybill="YT7453244865603")
    check_agreement(desk, case_id=first)
    row, other = list_asked(desk.database, since=NOON, until=NOON + 1)
    assert isinstance(row, AskedRow)
    assert (row.state, row.agreed, row.waybill, row.questions) == (State.SENT, "收到后退款", "YT7453244865603", 1)
    assert (row.checked_by, row.checked_at, other.checked_at) == ("Owner", NOON, None)
    assert row.until is not None and row.until > NOON + 7 * DAY_MS
    assert (other.buyer, other.until) == ("tb_2", None), "nothing comes back, nothing is extended"
    assert list_asked(desk.database, since=NOON + 1, until=NOON + DAY_MS) == []


def test_who_asks_again_is_on_that_days_list(desk: Desk) -> None:
    number = open_case(desk, kind=Kind.RETURN, order_id=order(desk, "1", "tb_1"))
    later = replace(desk, clock=lambda: NOON + DAY_MS)
    ask_again(later, case_id=number, note="什么时候", answer="今天")
    [row] = list_asked(desk.database, since=NOON + DAY_MS, until=NOON + 2 * DAY_MS)
    assert (row.id, row.questions) == (number, 2)
