"""Refunds that are approved by another and paid once, in the window, by keys (REF-03, REF-05)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.refunds import Channel, RefundKind, RefundState
from shopdesk.queries.evidence import list_evidence
from shopdesk.services.refunds import approve_refund
from shopdesk.services.setup import open_desk
from shopdesk.ui.refunds.reading import Show
from tests.engines import shop_address
from tests.factories import add_order
from tests.pictures import png
from tests.platform_files import write_csv
from tests.refund_window import HOUR, Clock, at, begin, listed, rows, said, tell
from tests.services.refunders import Refunders, approved, ask, make_refunders
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
