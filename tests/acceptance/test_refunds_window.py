"""Asking for money to go back, in the window, by keys; what is late, what is seen before paying (REF-01 to REF-08)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from shopdesk.domain.money import Money
from shopdesk.domain.refunds import Channel, RefundKind, RefundState
from shopdesk.ui.refunds.reading import Due
from tests.factories import add_order
from tests.refund_window import HOUR, Clock, at, begin, listed, rows, said, tell
from tests.services.refunders import Refunders, add_case, add_request, approved, ask, make_refunders
from tests.window_stand import window_on


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> Iterator[Refunders]:
    made = make_refunders(tmp_path, clock=clock)
    yield made
    made.owner.database.close()


@pytest.fixture
def order(people: Refunders, clock: Clock) -> int:
    """An order of tb_li that was paid with 199.00."""
    return add_order(people.owner, order_no="NEXT", buyer="tb_li", paid=19_900, created=clock() - 48 * HOUR)


@pytest.mark.rule("REF-01")
def test_every_kind_is_asked_for_by_keys(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    add_case(people.owner, add_order(people.owner, order_no="NEXT", paid=21_400, postage=1_500))
    wanted = {
        RefundKind.RETURN: ("Size doesn't fit", "20"), RefundKind.ONLY: ("Quality", "10"),
        RefundKind.PRICE: ("补差价", "5.5"), RefundKind.FREIGHT: ("垫付运费", "8"),
        RefundKind.OVERPAID: ("多付运费", "15"), RefundKind.TRANSFER: ("Another reason", "30"),
    }  # fmt: skip
    with window_on(people.agent, tmp_path, qtbot) as stand:
        for kind, (reason, amount) in wanted.items():
            page = begin(stand, "NEXT")
            tell(stand, page, kind=kind.value, reason=reason, amount=amount)
            stand.keys("Return")
            stand.wait_for(page.form.isHidden)
        assert sorted(page.table.records.rows, key=lambda row: row.id)[-1].kind is RefundKind.TRANSFER
        assert "6 refunds: 88.50" in said(page)
    found = {row.kind: row for row in rows(people)}
    assert {kind: row.amount.yuan for kind, row in found.items()} == {
        kind: Money.typed(amount).yuan for kind, (_reason, amount) in wanted.items()
    }
    assert found[RefundKind.RETURN].reason == "size" and found[RefundKind.RETURN].case_id == 1
    assert found[RefundKind.PRICE].reason == "补差价"
    assert found[RefundKind.TRANSFER].channel is Channel.BANK


@pytest.mark.rule("REF-01")
@pytest.mark.parametrize("how", ["NEXT", "tb_li", "3801"])
def test_the_order_is_found_by_number_nick_or_phone(people: Refunders, tmp_path: Path, qtbot: QtBot, how: str) -> None:
    add_order(people.owner, order_no="NEXT", buyer="tb_li", phone="13911113801", paid=19_900)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = begin(stand, how)
        assert "NEXT · tb_li" in said(page.form)
        stand.keys("Escape")
        assert page.form.isHidden() and page.table.isVisibleTo(page) is False, "nothing is listed yet"
        assert page.panel.isVisibleTo(page)


@pytest.mark.rule("REF-02")
def test_the_24_hours_are_shown_late_red_today_amber(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot, clock: Clock
) -> None:
    case = add_case(people.owner, order, received_at=clock() - 30 * HOUR)
    late = ask(people.agent, order, 5_000, kind=RefundKind.RETURN, reason="size", case_id=case)
    fresh = ask(people.agent, add_order(people.owner), 1_000)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        assert listed(page) == [late, fresh]
        first = page.table.records.index(0, 0)
        assert first.data() == "6 h late"
        assert first.data(Qt.ItemDataRole.ForegroundRole) == page._theme.colour("danger")
        assert page.table.records.index(1, 0).data() == "in 24 h"
        page.open_record("refund-list", "late")
        stand.settle()
        assert (listed(page), page.head.dues.keys()) == ([late], frozenset({"late"}))
        clock.now += 25 * HOUR
        page.refresh()
        stand.settle()
        assert listed(page) == [late, fresh]
        stand.click("refunds.dues.late")
        assert page._wanted.due is Due.ANY


@pytest.mark.rule("REF-02")
def test_what_is_due_today_is_amber_and_a_list_of_its_own(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot, clock: Clock
) -> None:
    clock.now -= clock.now % (24 * HOUR)  # 08:00 in the shop
    number = ask(people.agent, order, 1_000)
    clock.now += 20 * HOUR  # 04:00 of the next day: 4 h are left
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        cell = page.table.records.index(0, 0)
        assert cell.data() == "in 4 h"
        assert cell.data(Qt.ItemDataRole.ForegroundRole) == page._theme.colour("warning")
        stand.click("refunds.dues.due")
        assert listed(page) == [number]


@pytest.mark.rule("REF-04")
def test_the_ceiling_and_doubles_are_said_before_asking(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    ask(people.other_agent, order, 15_000)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = begin(stand, "NEXT")
        assert "Left\n49.00" in said(page.form)
        tell(stand, page, reason="Quality", amount="150")
        assert "小陈 asked for 150.00 of order NEXT for the same reason" in page.form.said.text()
        tell(stand, page, reason="补差价", amount="49.01")
        assert "so at most 49.00 is left, not 49.01" in page.form.said.text()
        assert page.form.fields.above.isHidden(), "an agent has no right to more"
        stand.keys("Return")
        assert len(rows(people)) == 1
        tell(stand, page, amount="49")
        stand.keys("Return")
    assert len(rows(people)) == 2
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = begin(stand, "NEXT")
        tell(stand, page, reason="赔偿", amount="10")
        stand.keys("Return")
        assert page.form.fields.above.hasFocus()
        tell(stand, page, above="老顾客")
        stand.keys("Return")
        stand.wait_for(page.form.isHidden)
    last = rows(people)[-1]
    assert (last.is_let_through, last.decision, last.amount) == (True, "老顾客", Money(1_000))


@pytest.mark.rule("REF-06")
def test_where_the_money_is_is_copied_by_one_key(people: Refunders, order: int, tmp_path: Path, qtbot: QtBot) -> None:
    number = approved(people, order, 1_000)
    with window_on(people.owner, tmp_path, qtbot) as stand:
        page = at(stand, number)
        stand.keys("C")
        assert "refund of 10.00 yuan for order NEXT is granted" in QGuiApplication.clipboard().text()
        stand.keys("P", "text:Z9", "Return")
        page = at(stand, number)
        assert "went back on" in said(page.panel)
        stand.keys("C")
        assert "the way you paid them" in QGuiApplication.clipboard().text()


@pytest.mark.rule("REF-07")
def test_promised_freight_shows_and_is_added(people: Refunders, order: int, tmp_path: Path, qtbot: QtBot) -> None:
    case = add_case(people.owner, order, freight=1_200, reason="quality", amount=10_000)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        page.open_record("refund-new", (order, case))
        stand.settle()
        assert page.form.fields.amount.text() == "100.00"
        assert "Freight promised: 12.00, of which 12.00 is in no refund yet" in said(page.form)
        stand.click("refunds.form.add-freight")
        stand.click("refunds.form.ask")
        stand.wait_for(page.form.isHidden)
        stand.settle()
        assert "12.00, all in refunds" in said(page.panel)
    (row,) = rows(people)
    assert (row.amount, row.freight, row.case_id, row.kind, row.reason) == (
        Money(11_200), Money(1_200), case, RefundKind.RETURN, "quality",
    )  # fmt: skip


@pytest.mark.rule("REF-08")
def test_what_paying_does_and_the_platforms_request_are_seen_before(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    add_request(people.owner, "NEXT", state="买家已经申请退款，等待卖家同意", amount=19_900)
    number = approved(people, order, 19_900, refund_no="R1001")
    with window_on(people.finance, tmp_path, qtbot) as stand:
        page = at(stand, number)
        told = said(page.panel)
        assert "The platform closes the trade: everything that was paid goes back." in told
        assert "The buyer can't review what was refunded in full." in told
        assert "R1001 · 仅退款 · 买家已经申请退款，等待卖家同意 · 199.00" in told
        assert page.panel.next.reference.placeholderText() == "R1001"
        stand.keys("P", "Return")
    assert people.row(number).reference == "R1001", "the platform's own number stands for its payment"


@pytest.mark.rule("REF-08")
def test_beside_an_open_request_nothing_is_paid_directly_unless_let_through(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    add_request(people.owner, "NEXT", state="买家已经申请退款，等待卖家同意", amount=19_900)
    number = ask(people.agent, order, 1_000, channel=Channel.CASH, payee="张三")
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand, number)
        assert "could be paid twice" in said(page.panel)
        assert not page.commands.by_name["approve"].isEnabled()
        stand.keys("L")
        stand.answer("买家已撤销")
        at(stand, number)
        stand.keys("A")
    assert (people.row(number).state, people.row(number).decision) == (RefundState.APPROVED, "买家已撤销")
