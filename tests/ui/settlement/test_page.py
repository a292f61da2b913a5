"""The page of settlements (ORD-13)."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.money import Money
from shopdesk.queries.orders import get_order
from shopdesk.services.desk import Desk
from shopdesk.services.registering import register_orders
from shopdesk.services.settlement import settle_orders
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import OWN_ACCOUNTS, OWN_METHODS
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.changes import Changes
from shopdesk.ui.flags import Pennants
from shopdesk.ui.messages import Messages
from shopdesk.ui.settlement.page import UNSETTLED, SettlementPage
from shopdesk.ui.theme import Theme
from tests.factories import add_order, make_desk

Settle = Callable[[], None]


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def desk(tmp_path: Path, changes: Changes) -> Iterator[Desk]:
    """Two settled orders on two accounts, and one that isn't."""
    made = make_desk(tmp_path)
    save_setting(made, OWN_ACCOUNTS, ["工行"])
    save_setting(made, OWN_METHODS, ["刷卡"])
    orders = [add_order(made, order_no=f"S{n}", address=f"示例路{n}号", buyer=f"tb{n}") for n in range(1, 4)]
    register_orders(made, order_ids=orders)
    settle_orders(made, order_ids=orders[:1])
    settle_orders(made, order_ids=orders[1:2], account="工行", method="刷卡", amount=Money(10_000))
    yield Desk(made.database, made.actor, made.clock, lambda kinds: changes.announce(map(str, kinds)))
    made.database.close()


@pytest.fixture
def background(desk: Desk) -> Iterator[Background]:
    def give_back() -> None:
        desk.database.close()

    made = Background(after_each=give_back)
    yield made
    assert made.close()


@pytest.fixture
def page(
    *, qtbot: QtBot, desk: Desk, changes: Changes, background: Background, theme: Theme, pennants: Pennants
) -> SettlementPage:
    host = QWidget()
    host.resize(1200, 600)
    layout = QVBoxLayout(host)
    messages = Messages(host, Banners(host), theme.icons)
    made = SettlementPage(
        desk=desk, changes=changes, background=background, messages=messages, theme=theme, pennants=pennants
    )
    layout.addWidget(made)
    qtbot.addWidget(host)
    host.show()
    qtbot.waitUntil(lambda: len(made.totals.records.rows) == 3)
    return made


@pytest.fixture
def settle(qtbot: QtBot, background: Background) -> Settle:
    def wait() -> None:
        for _turn in range(3):
            qtbot.waitUntil(lambda: not background.running)
            qtbot.wait(5)

    return wait


def shown(page: SettlementPage) -> list[str]:
    return [row.order_no for row in page.settled.records.rows]


def test_an_account_opens_its_orders(page: SettlementPage, settle: Settle) -> None:
    totals = [(row.account, row.orders, row.amount) for row in page.totals.records.rows]
    assert totals == [("", 2, 29_900), ("支付宝", 1, 19_900), ("工行", 1, 10_000)]
    assert shown(page) == ["S1", "S2"]
    page.totals.go_to(2)
    settle()
    assert shown(page) == ["S2"]
    page.totals.go_to(0)
    settle()
    assert shown(page) == ["S1", "S2"]
    opened: list[tuple[str, object]] = []
    page.open_requested.connect(lambda kind, record_id: opened.append((kind, record_id)))
    page.settled.opened.emit(1)
    assert opened == [("order", 1)]


def test_another_day_is_empty_and_says_so(page: SettlementPage, settle: Settle) -> None:
    page.show_day(date(2024, 3, 1))
    settle()
    assert shown(page) == []
    assert page.empty.isVisible()
    page.empty.clicked.emit()
    settle()
    assert page.unsettled.isVisible()


def test_one_is_settled_by_hand_on_the_shops_own_account(page: SettlementPage, desk: Desk, settle: Settle) -> None:
    page.show_kind(UNSETTLED)
    assert not page.actions_.by_name["settle"].isEnabled()
    page.unsettled.selectAll()
    page.actions_.by_name["settle"].trigger()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    assert dialog.windowTitle() == "Settle order S3"
    for name, value in (("account", "工行"), ("method", "刷卡")):
        choice = dialog.findChild(QComboBox, f"form.settle.{name}")
        assert choice is not None
        choice.setCurrentIndex(choice.findText(value))
    dialog.save()  # type: ignore[attr-defined]
    settle()
    found = get_order(desk.database, 3).settlement
    assert found is not None
    assert (found.account, found.method, found.amount) == ("工行", "刷卡", 19_900)
    assert [row.orders for row in page.totals.records.rows] == [3, 2, 1]


def test_what_is_chosen_is_counted_and_summed(page: SettlementPage, settle: Settle) -> None:
    settle()
    assert page._said.text() == "2 orders: 299.00"
    page.settled.choose([2])
    assert page._said.text() == "1 order chosen: 100.00"
    assert page.actions_.by_name["unsettle"].isEnabled()
    assert not page.actions_.by_name["settle"].isEnabled()
