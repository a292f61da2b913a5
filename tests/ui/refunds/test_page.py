"""The page of refunds (REF-01 to REF-08)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.refunds import RefundKind, RefundState
from shopdesk.services.desk import Desk
from shopdesk.services.refund_payments import fail_refund, pay_refund
from shopdesk.services.refunds import refuse_refund
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.changes import Changes
from shopdesk.ui.flags import Pennants
from shopdesk.ui.messages import Messages
from shopdesk.ui.refunds.columns import clock_text, clock_tip
from shopdesk.ui.refunds.page import RefundsPage
from shopdesk.ui.refunds.reading import Clock, Due, Show, Wait, Wanted, read_list, waits_for
from shopdesk.ui.theme import Theme
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, add_case, approved, ask, make_refunders
from tests.ui.conftest import Settings

HOUR = 3_600_000
ZONE = "Asia/Shanghai"
Settle = Callable[[], None]


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def people(tmp_path: Path, changes: Changes) -> Iterator[Refunders]:
    """Everybody's writing is heard."""
    made = make_refunders(tmp_path)

    def hears(kinds: frozenset[str]) -> None:
        changes.announce(map(str, kinds))

    yield Refunders(*(replace(getattr(made, name), announce=hears) for name in Refunders.__slots__))
    made.owner.database.close()


@pytest.fixture
def background(people: Refunders) -> Iterator[Background]:
    def give_back() -> None:
        people.owner.database.close()

    made = Background(after_each=give_back)
    yield made
    assert made.close()


@pytest.fixture
def make(
    *, background: Background, changes: Changes, theme: Theme, pennants: Pennants, qtbot: QtBot
) -> Callable[[Desk], RefundsPage]:
    """The page as somebody sees it."""

    def made(desk: Desk) -> RefundsPage:
        host = QWidget()
        host.resize(1200, 700)
        messages = Messages(host, Banners(host), theme.icons)
        page = RefundsPage(
            desk=desk, changes=changes, background=background, messages=messages, theme=theme, settings=Settings(),
            pennants=pennants,
        )  # fmt: skip
        QVBoxLayout(host).addWidget(page)
        qtbot.addWidget(host)
        with qtbot.waitActive(host):
            host.show()
        return page

    return made


@pytest.fixture
def page(people: Refunders, make: Callable[[Desk], RefundsPage]) -> RefundsPage:
    return make(people.owner)


@pytest.fixture
def settle(background: Background, page: RefundsPage, qtbot: QtBot) -> Settle:
    """Everything is read and shown."""

    def wait() -> None:
        for _turn in range(4):
            qtbot.waitUntil(lambda: not background.running and not page.panel._timer.isActive(), timeout=10_000)
            qtbot.wait(5)

    return wait


def ids(page: RefundsPage) -> list[int]:
    return [row.id for row in page.table.records.rows]


def test_an_empty_list_says_so_and_leads_on(page: RefundsPage, settle: Settle, people: Refunders) -> None:
    settle()
    button = page.empty.findChild(QPushButton)
    assert page._stack.currentWidget() is page.empty and button is not None
    assert (page.empty.accessibleName(), button.text()) == ("No refund is open.", "New refund")
    page.open_record("refund-list", "paid")
    settle()
    assert (page.empty.accessibleName(), button.text()) == ("Nothing was paid back yet.", "Show open refunds")
    button.click()
    settle()
    assert page._wanted == Wanted()
    button.click()
    assert page.form.isVisible() and page.form.finder.isVisible() and not page.panel.isVisible()


def test_lists_by_their_word_with_counts_and_sums(page: RefundsPage, settle: Settle, people: Refunders) -> None:
    order = add_order(people.owner, paid=100_000)
    asked = ask(people.agent, order, 1_000)
    to_pay = approved(people, order, 2_000)
    waiting = approved(people, order, 3_000, kind=RefundKind.TRANSFER, channel="bank")
    paid, large, refused = approved(people, order, 4_000), approved(people, order, 4_500), ask(people.agent, order, 5)
    pay_refund(people.finance, refund_id=paid, reference="Z1")
    refuse_refund(people.supervisor, refund_id=refused, reason="没有凭证")
    failed = approved(people, add_order(people.owner), 700)
    fail_refund(people.finance, refund_id=failed, reason="账号已注销")
    settle()
    words = {
        "open": {asked, to_pay, waiting, large}, "to-approve": {asked}, "waiting": {waiting}, "to-pay": {to_pay, large},
        "paid": {paid}, "failed": {failed}, "refused": {refused},
    }  # fmt: skip
    for word, wanted in words.items():
        page.open_record("refund-list", word)
        settle()
        assert set(ids(page)) == wanted, word
        assert page.head.shows.chip(word).chip.count == len(wanted), word
    page.open_record("refund-list", "all")
    settle()
    assert ids(page) == sorted(ids(page), reverse=True) and len(ids(page)) == 7
    assert page._said.text() == "7 refunds: 152.05"


def test_one_is_found_wherever_it_stands(page: RefundsPage, settle: Settle, people: Refunders) -> None:
    order = add_order(people.owner, order_no="T1", paid=100_000)
    number, other = approved(people, order, 2_000), ask(people.agent, order, 1_000)
    pay_refund(people.finance, refund_id=number, reference="ZF-77")
    settle()
    page.open_record("refund", number)
    settle()
    assert page.table.current_id() == number and page._wanted.show is Show.ALL
    page.search("zf-77")
    settle()
    assert ids(page) == [number]
    page.search(f"#{other}")
    settle()
    assert ids(page) == [other]
    page.search("")
    page.open_record("refund", 99)
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog) and "There is no refund 99 here" in dialog.accessibleName()
    dialog.accept()


def test_keys_do_nothing_to_refunds_while_a_new_one_is_typed(
    page: RefundsPage, settle: Settle, people: Refunders
) -> None:
    order = add_order(people.owner)
    number = ask(people.agent, order, 1_000)
    settle()
    assert page.commands.by_name["approve"].isEnabled()
    page.open_record("refund-new", (order, None))
    settle()
    page.form.fields.kind.setFocus()
    QTest.keyClick(page.form.fields.kind, Qt.Key.Key_A)
    settle()
    assert people.row(number).state is RefundState.ASKED
    assert "leave it with Esc" in page.commands.by_name["approve"].toolTip()
    QTest.keyClick(page.form.fields.kind, Qt.Key.Key_Escape)
    assert page.form.isHidden() and page.panel.isVisible() and page.commands.by_name["approve"].isEnabled()


def test_a_scanned_order_is_taken_while_one_is_looked_for(page: RefundsPage, settle: Settle, people: Refunders) -> None:
    add_order(people.owner, order_no="382111383860009")
    settle()
    assert not page.scanned("382111383860009"), "the window opens the order"
    page.open_record("refund-new", None)
    assert page.scanned("382111383860009")
    settle()
    assert page.form.finder.isHidden() and page.form.fields.reason.hasFocus()


def test_keys_stay_with_the_list_when_it_becomes_empty(page: RefundsPage, settle: Settle, people: Refunders) -> None:
    number = ask(people.agent, add_order(people.owner), 1_000)
    settle()
    page.open_record("refund-list", "to-approve")
    settle()
    assert page.table.hasFocus() and page.table.current_id() == number
    refuse_refund(people.supervisor, refund_id=number, reason="没有凭证")
    settle()
    assert page.empty.focusProxy().hasFocus()  # type: ignore[union-attr]


def test_the_list_for_paper_is_what_is_chosen_or_listed(
    page: RefundsPage, settle: Settle, people: Refunders, qtbot: QtBot
) -> None:
    order = add_order(people.owner, paid=100_000)
    numbers = [ask(people.agent, order, 1_000 * n) for n in range(1, 4)]
    settle()
    heard: list[Any] = []
    page.papers_requested.connect(heard.append)
    page.commands.by_name["print"].trigger()
    page.table.choose(numbers[:2])
    page.commands.by_name["print"].trigger()
    assert heard == [numbers, numbers[:2]]


def test_what_an_approved_one_waits_for_and_when_its_time_is_over(people: Refunders) -> None:
    order = add_order(people.owner, paid=100_000)
    case = add_case(people.owner, order)
    goods = approved(people, order, 1_000, kind=RefundKind.RETURN, case_id=case)
    assert waits_for(people.row(goods)) is Wait.GOODS
    bank = approved(people, order, 2_000, kind=RefundKind.TRANSFER, channel="bank")
    assert waits_for(people.row(bank)) is Wait.PAYEE
    row = people.row(ask(people.agent, order, 3_000))
    due = row.due_at
    assert due == NOON + 24 * HOUR and waits_for(row) is Wait.APPROVAL
    for now, word, text in (
        (NOON, Due.ANY, "in 24 h"), (due - 30 * 60_000, Due.TODAY, "in 30 min"), (due + 60_000, Due.LATE, "1 min late"),
    ):  # fmt: skip
        clock = Clock(now, ZONE)
        assert (clock.due(row), clock_text(row, clock)) == (word, text)
    assert clock_tip(row, Clock(NOON, ZONE)).startswith("Pay by 2024-03-03 10:00:00")
    assert clock_text(people.row(goods), Clock(NOON, ZONE)) == "goods on their way"
    assert read_list(people.owner, Wanted(Show.OPEN, Due.LATE)).rows == []


def test_a_refused_right_is_said_when_a_new_one_is_asked_for_from_elsewhere(
    people: Refunders, make: Callable[[Desk], RefundsPage]
) -> None:
    page = make(people.finance)
    page.open_record("refund-new", (1, None))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog) and "may not" in dialog.accessibleName()
    dialog.accept()
    assert page.form.isHidden()


def test_a_narrow_window_shows_one_beside_the_other_only_when_asked(
    page: RefundsPage, settle: Settle, people: Refunders
) -> None:
    number = approved(people, add_order(people.owner), 1_000)
    settle()
    assert page.panel.isVisible()
    page.window().resize(900, 600)
    settle()
    assert not page.panel.isVisible() and page.table.isVisible()
    assert page.table.current_id() == number
    page.open_record("refund", number)
    settle()
    assert page.panel.isVisible(), "one that is opened from elsewhere is shown"
    page.head.panel.click()
    assert not page.panel.isVisible()
    page.commands.by_name["pay"].trigger()
    settle()
    assert page.panel.isVisible() and page.panel.next.reference.hasFocus()
    page.open_record("refund-new", None)
    assert page.form.isVisible() and not page.head.isVisible(), "the form has the whole room"
    page.form.close_panel()
    assert page.head.isVisible() and page.panel.isVisible()
    page.window().resize(1300, 600)
    settle()
    assert page.panel.isVisible()
    page.keep_state()
