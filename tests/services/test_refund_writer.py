"""The platform's refund requests: a request only moves forward."""

from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.money import Money
from shopdesk.importing.records import RefundRecord
from shopdesk.services.desk import Desk
from shopdesk.services.refund_writer import write_refunds
from tests.factories import NOON, add_order, make_desk

ASKED = RefundRecord(
    "R1", "1001", kind="退货退款", state="等待处理", goods_state="已发货", amount=Money(5_000), reason="尺码",
    title="单鞋", requested_at=NOON, deadline=NOON + 5,
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def write(desk: Desk, *refunds: RefundRecord, shop_id: int = 1) -> tuple[int, int]:
    with desk.database.atomic():
        return write_refunds(desk.database, list(refunds), shop_id=shop_id, import_id=7)


def row(desk: Desk, columns: str) -> tuple[object, ...]:
    (found,) = rows_of(desk.database, f"SELECT {columns} FROM refund_request")
    return found


def test_new_changed_and_unchanged_are_told_apart(desk: Desk) -> None:
    assert write(desk, ASKED, ASKED._replace(refund_no="R2")) == (2, 0)
    assert write(desk, ASKED, ASKED._replace(refund_no="R2", state="已同意"), ASKED._replace(refund_no="R3")) == (1, 1)
    assert write(desk, ASKED) == (0, 0)
    assert write(desk) == (0, 0)


def test_empty_cells_wipe_nothing(desk: Desk) -> None:
    write(desk, ASKED)
    write(desk, RefundRecord("R1", "1001", amount=Money(5_000), state="已退货", return_waybill="YT1"))
    told = row(desk, "kind, state, goods_state, amount, reason, title, return_waybill, requested_at, deadline")
    assert told == ("退货退款", "已退货", "已发货", 5_000, "尺码", "单鞋", "YT1", NOON, NOON + 5)


def test_a_finished_request_is_not_opened_again_by_an_older_file(desk: Desk) -> None:
    write(desk, ASKED._replace(state="退款成功", finished_at=NOON + 9))
    assert write(desk, ASKED) == (0, 0)
    assert row(desk, "state, finished_at") == ("退款成功", NOON + 9)


def test_what_was_paid_back_stays_so_where_no_file_names_the_time(desk: Desk) -> None:
    paid = ASKED._replace(state="退款成功")
    assert write(desk, ASKED, paid, ASKED) == (1, 1)
    assert write(desk, ASKED) == (0, 0)
    assert row(desk, "state") == ("退款成功",)
    assert write(desk, paid._replace(explanation="已核实", state="")) == (0, 1)
    assert row(desk, "state, explanation") == ("退款成功", "已核实")


def test_what_a_file_says_nothing_of_takes_no_money_back(desk: Desk) -> None:
    write(desk, ASKED._replace(state="退款成功", finished_at=NOON + 9))
    write(desk, ASKED._replace(state="退款成功", finished_at=NOON + 9, amount=Money(0)))
    assert row(desk, "amount") == (5_000,)
    write(desk, ASKED._replace(state="退款成功", finished_at=NOON + 9, amount=Money(-6_000)))
    assert row(desk, "amount") == (6_000,)


def test_a_request_stays_with_its_order(desk: Desk) -> None:
    write(desk, ASKED)
    write(desk, ASKED._replace(order_no="1002"))
    assert row(desk, "order_no") == ("1002",)
    add_order(desk, order_no="1002")
    add_order(desk, order_no="1003")
    assert write(desk, ASKED._replace(order_no="1003")) == (0, 0)
    assert row(desk, "order_no") == ("1002",)


def test_numbers_belong_to_their_shop(desk: Desk) -> None:
    write(desk, ASKED)
    desk.database.execute_sql("INSERT INTO shop (name, platform) VALUES ('二号店', 'taobao')")
    assert write(desk, ASKED, shop_id=2) == (1, 0)
