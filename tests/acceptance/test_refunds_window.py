"""Money that goes back, in the window, by keys (REF-01 to REF-08)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk.clock import now
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.refunds import Channel, RefundKind, RefundState
from shopdesk.queries.evidence import list_evidence
from shopdesk.queries.refunds import RefundRow, list_refunds
from shopdesk.services.refunds import approve_refund
from shopdesk.services.setup import open_desk
from shopdesk.ui.refunds.page import RefundsPage
from shopdesk.ui.refunds.reading import Due, Show
from tests.engines import shop_address
from tests.factories import add_order
from tests.pictures import png
from tests.platform_files import write_csv
from tests.services.refunders import Refunders, add_case, add_request, approved, ask, make_refunders
from tests.window_stand import WindowStand, window_on

HOUR = 3_600_000


class Clock:
    """The time of all PCs; tests turn it."""

    def __init__(self) -> None:
        self.now = now()

    def __call__(self) -> int:
        return self.now


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


def at(stand: WindowStand, refund_id: int | None = None) -> RefundsPage:
    """The page of refunds, with this one in its panel."""
    page: RefundsPage = stand.open("refunds")
    if refund_id is not None:
        page.open_record("refund", refund_id)
        stand.settle()
        stand.wait_for(lambda: page.panel.shown is not None and page.panel.shown.row.id == refund_id)
        page.table.setFocus()
    return page


def listed(page: RefundsPage) -> list[int]:
    return [row.id for row in page.table.records.rows]


def said(part: Any) -> str:
    """What is to be read in a part of the window."""
    return "\n".join(each.text() for each in part.findChildren(QLabel) if each.isVisibleTo(part))


def rows(people: Refunders) -> list[RefundRow]:
    return list_refunds(people.owner.database)


def begin(stand: WindowStand, text: str) -> RefundsPage:
    """Ctrl+N, and the order as a clerk knows it."""
    page = at(stand)
    stand.keys("Ctrl+N", f"text:{text}", "Return")
    stand.wait_for(page.form.finder.isHidden)
    return page


def tell(stand: WindowStand, page: RefundsPage, **fields: str) -> None:
    """Fill in fields of the new refund by keys: choices by their word, the rest as typed."""
    for key, text in fields.items():  # no keys: a keyboard has no Chinese signs
        widget = page.form.fields.widget(key)
        widget.setFocus()
        if isinstance(widget, QLineEdit):
            widget.setText(text)
        elif key == "reason":
            widget.setEditText(text)
        else:
            widget.setCurrentIndex(widget.findData(text))
        stand.settle()


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


@pytest.mark.rule("REF-03")
def test_another_person_approves_and_finance_pays_with_a_reference(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    number = ask(people.supervisor, order, 6_000)
    with window_on(people.supervisor, tmp_path, qtbot) as own:
        page = at(own, number)
        assert not page.commands.by_name["approve"].isEnabled()
        assert "somebody else has to do this" in page.commands.by_name["approve"].toolTip()
        assert "somebody else has to do this" in said(page.panel)
        own.keys("A")
        assert people.row(number).state is RefundState.ASKED
    with window_on(people.owner, tmp_path, qtbot) as other:
        page = at(other, number)
        other.keys("A")
        assert people.row(number).state is RefundState.APPROVED
        assert other.news()[-1] == "1 refund of 60.00 approved"
    with window_on(people.agent, tmp_path, qtbot) as clerk:
        page = at(clerk, number)
        assert "may not pay money out" in page.commands.by_name["pay"].toolTip()
    with window_on(people.finance, tmp_path, qtbot) as finance:
        page = at(finance, number)
        finance.keys("P")
        assert QApplication.focusWidget() is page.panel.next.reference
        finance.keys("Return")
        assert "Say how it was paid out" in finance.asked()
        finance.answer()
        page.panel.next.reference.setFocus()
        finance.keys("slow:ZF0602-7", "Return")
        assert finance.news()[-1] == "Refund 1 is paid: 60.00 for order NEXT"
        assert listed(page) == []
        finance.click("refunds.shows.paid")
        assert listed(page) == [number]
    row = people.row(number)
    assert (row.state, row.reference, row.approved_by, row.paid_by) == (
        RefundState.PAID, "ZF0602-7", people.owner.actor.name, "小赵",
    )  # fmt: skip


@pytest.mark.rule("REF-03")
def test_two_windows_pay_the_same_refund_once(people: Refunders, order: int, tmp_path: Path, qtbot: QtBot) -> None:
    number = approved(people, order, 6_000)
    second = replace(open_desk(shop_address(tmp_path), clock=people.owner.clock), actor=people.owner.actor)
    with window_on(people.finance, tmp_path, qtbot) as one, window_on(second, tmp_path, qtbot) as two:
        mine, theirs = at(one, number), at(two, number)
        mine.panel.next.reference.setText("ZF-1")
        theirs.panel.next.reference.setText("ZF-2")
        mine.panel.next.pay()  # both at once: each in its own thread, on its own connection
        theirs.panel.next.pay()
        one.settle()
        two.settle()
        row = people.row(number)
        assert row.state is RefundState.PAID and row.reference in ("ZF-1", "ZF-2")
        said_no = one.asked()
        assert f"Refund {number} of order NEXT: {row.paid_by} did this on" in said_no
        one.answer()
        assert sum("is paid" in text for text in one.news() + two.news()) == 1


@pytest.mark.rule("REF-03")
def test_several_are_approved_and_counted_at_once(people: Refunders, order: int, tmp_path: Path, qtbot: QtBot) -> None:
    small, large = ask(people.agent, order, 1_000), ask(people.supervisor, add_order(people.owner), 6_000)
    third = ask(people.agent, add_order(people.owner), 2_500)
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand)
        assert "3 refunds: 95.00" in said(page)
        page.table.choose([small, third])
        stand.settle()
        assert "2 refunds chosen: 35.00" in said(page)
        stand.keys("Ctrl+A", into=page.table)
        stand.keys("A", into=page.table)
        assert "2 approved; 1 were not" in stand.asked() and "somebody else has to do this" in stand.asked()
        stand.answer()
        page.open_record("refund-list", Show.TO_PAY.value)
        stand.settle()
        assert listed(page) == [small, third]
        stand.click("refunds.shows.to-approve")
        assert listed(page) == [large]


@pytest.mark.rule("REF-03")
def test_finance_takes_the_list_and_gives_it_back(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot, clock: Clock
) -> None:
    first, second = approved(people, order, 2_000), approved(people, add_order(people.owner), 3_000)
    stays = approved(people, order, 1_000, kind=RefundKind.TRANSFER, channel=Channel.BANK)
    clock.now += 20 * HOUR
    with window_on(people.finance, tmp_path, qtbot) as stand:
        page = at(stand)
        stand.keys("Ctrl+Shift+E")
        assert "2 refunds of 50.00 are to be paid." in stand.asked()
        assert f"Refund {stays} of order NEXT has no payee yet" in stand.asked()
        stand.answer()
        files = stand.dialog()
        assert isinstance(files, QFileDialog)
        files.reject()
        page.finance.write(tmp_path / "pay.xlsx", everything=True)
        stand.settle()
        assert stand.news()[-1] == "2 refunds of 50.00 in pay.xlsx"
        given = [{"Refund": str(first), "Reference": "Z1"}, {"Refund": "77", "Reference": "Z2"}]
        page.finance.take_file(write_csv(tmp_path / "wrong.csv", list(given[0]), given))
        stand.settle()
        assert "nothing was changed" in stand.asked() and "There is no such refund" in stand.asked()
        stand.answer()
        given[1] = {"Refund": str(second), "Reference": "Z2"}
        page.finance.take_file(write_csv(tmp_path / "back.csv", list(given[0]), given))
        stand.settle()
        assert stand.news()[-1] == "2 refunds paid"
    assert [people.row(number).reference for number in (first, second)] == ["Z1", "Z2"]


@pytest.mark.rule("REF-03")
def test_references_are_typed_into_the_list_and_what_came_back_is_asked_again(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = approved(people, order, 2_000), approved(people, add_order(people.owner), 3_000)
    with window_on(people.owner, tmp_path, qtbot) as stand:
        page = at(stand)
        page.table.setFocus()
        page.table.go_to(first, "reference")
        stand.keys("F2", "text:Z1", "Return")
        assert people.row(first).reference == "Z1"
        page.table.go_to(second, "reference")
        stand.keys("F2", "text:Z1", "Return")
        assert "Each payment has its own" in stand.asked()
        stand.answer()
        assert people.row(second).state is RefundState.APPROVED
        at(stand, first)
        stand.keys("B")
        stand.answer("账号已注销")
        assert people.row(first).state is RefundState.FAILED
        at(stand, first)
        stand.keys("G")
        assert page.form.fields.amount.text() == "20.00"
        stand.keys("Ctrl+Return", into=page.form.fields.amount)
        stand.wait_for(page.form.isHidden)
    again = rows(people)[-1]
    assert (again.amount, again.reason, again.state) == (Money(2_000), "quality", RefundState.ASKED)


@pytest.mark.rule("REF-03")
def test_refused_and_withdrawn_with_a_reason(people: Refunders, order: int, tmp_path: Path, qtbot: QtBot) -> None:
    mine, theirs = ask(people.agent, order, 1_000), ask(people.other_agent, order, 2_000)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, theirs)
        assert "Only they withdraw it" in page.commands.by_name["withdraw"].toolTip()
        at(stand, mine)
        stand.keys("W")
        stand.answer("Wrong amount")
        assert people.row(mine).decision == "Wrong amount"
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        page = at(stand, theirs)
        stand.keys("R")
        stand.answer("没有凭证")
        assert people.row(theirs).state is RefundState.REFUSED
        stand.click("refunds.shows.refused")
        assert listed(page) == [theirs, mine]


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


@pytest.mark.rule("REF-05")
def test_a_direct_transfer_goes_to_a_checked_payee(people: Refunders, order: int, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = begin(stand, "NEXT")
        tell(
            stand, page, kind="transfer", reason="Size doesn't fit", amount="150", payee="张*", account="6222021234567"
        )
        stand.keys("Return")
        assert "“张*” is no real name" in page.form.said.text()
        tell(stand, page, payee="张三")
        assert "1.50 (1 %, borne by: Buyer)" in said(page.form) and "148.50" in said(page.form)
        stand.keys("Return")
        stand.wait_for(page.form.isHidden)
    number = rows(people)[-1].id
    approve_refund(people.supervisor, refund_id=number)
    with window_on(people.finance, tmp_path, qtbot) as stand:
        page = at(stand, number)
        assert "Nobody has checked who gets refund" in page.commands.by_name["pay"].toolTip()
        assert "148.50" in said(page.panel)
        stand.keys("K")
        stand.fill(payee="李四", account="6222021234567")
        assert "What was checked is not what stands with refund" in stand.asked()
        stand.fill(payee="张三", account="6222 0212 34567")
        assert people.row(number).payee_checked_by == "小赵"
        at(stand, number)
        stand.keys("P", "text:B-1", "Return")
    assert (people.row(number).state, people.row(number).fee_by) == (RefundState.PAID, Party.BUYER)


@pytest.mark.rule("REF-05")
def test_another_payee_is_checked_and_approved_anew(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    number = approved(people, order, 1_000, channel=Channel.BANK, payee="张三", account="6222021234567")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        at(stand, number)
        stand.keys("Y")
        assert "checked and approved anew" in stand.asked()
        stand.fill(account="6222021234568")
    row = people.row(number)
    assert (row.payee, row.payee_account, row.state) == ("张三", "6222021234568", RefundState.ASKED)


@pytest.mark.rule("REF-05", "DATA-06")
def test_finance_sees_the_account_in_full_by_one_key_and_the_trail_says_so(
    people: Refunders, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    number = approved(people, order, 1_000, channel=Channel.BANK, payee="张三", account="6222021234567")
    with window_on(people.finance, tmp_path, qtbot) as stand:
        page = at(stand, number)
        assert "张*" in said(page.panel) and "6222021234567" not in said(page.panel)
        stand.keys("V")
        assert "张三" in said(page.panel) and "6222021234567" in said(page.panel)
        stand.open("orders")
        page = at(stand, number)
        assert "6222021234567" not in said(page.panel), "it was left"
    looked = people.owner.database.execute_sql("SELECT count(*) FROM trail WHERE kind = 'refund' AND action = 'looked'")
    assert looked.fetchone()[0] == 1


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


@pytest.mark.rule("RET-10")
def test_files_are_kept_with_a_refund(people: Refunders, order: int, tmp_path: Path, qtbot: QtBot) -> None:
    number = ask(people.agent, order, 1_000)
    picture = tmp_path / "转账截图.png"
    picture.write_bytes(png())
    with window_on(people.finance, tmp_path, qtbot) as stand:
        page = at(stand, number)
        page.panel.files.add_files([picture])
        stand.settle()
    (kept,) = list_evidence(people.owner.database, kind="refund", record_id=number)
    assert kept.name == "转账截图.png"
