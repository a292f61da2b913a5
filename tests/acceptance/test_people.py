"""Who works here, what they may, and how they sign in: by the command line and in the window (TEAM-01)."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.app.look import make_look
from shopdesk.app.shop_window import ShopWindow
from shopdesk.app.start import Start
from shopdesk.pc_settings import PcSettings
from shopdesk.ui.orders.page import OrdersPage
from tests.command_line import CommandLine, new_shop
from tests.platform_files import write_taobao_pair

PASSWORD = "correct horse"
STAFF = {"李姐": "supervisor", "小王": "agent", "小陈": "registrar", "老赵": "warehouse", "阿芳": "finance"}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A shop with orders and a person for each role, each with a password; the owner gives the commands."""
    made = new_shop(tmp_path)
    pair = write_taobao_pair(tmp_path, 20)
    made.done("import", pair.orders, pair.lines)
    for name, role in STAFF.items():
        made.done("user", "add", name, "--role", role)
    for name in ("Owner", *STAFF):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        made.done("user", "password", name)
        monkeypatch.setenv("SHOPDESK_PERSON", "Owner")
        monkeypatch.setenv("SHOPDESK_PASSWORD", PASSWORD)
    return made


def order_to_register(shop: CommandLine) -> str:
    """The number of an order that is paid and on no hold."""
    orders = shop.orders("--status", "paid", "--stage", "new")
    return str(next(order["order_no"] for order in orders if not order["holds"]))


def may(shop: CommandLine, person: str, *arguments: str) -> bool:
    """Whether a person's command is carried out, or refused for want of the right."""
    answer = shop("--person", person, *arguments)
    is_refused = " may not " in answer.err and "Ask somebody who may" in answer.err
    assert (answer.status == 1) >= is_refused, answer
    return not is_refused


@pytest.mark.rule("TEAM-01")
def test_nobody_works_without_signing_in(shop: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOPDESK_PERSON")
    refused = shop("orders")
    assert (refused.status, refused.out) == (1, "") and "Sign in" in refused.err
    monkeypatch.setenv("SHOPDESK_PASSWORD", "wrong horse")
    refused = shop("--person", "小王", "orders")
    assert (refused.status, refused.out) == (1, "") and "don't go together" in refused.err


@pytest.mark.rule("TEAM-01")
@pytest.mark.parametrize(
    ("action", "roles"),
    [
        (("flag", "ORDER", "--to", "red"), {"supervisor", "agent", "registrar"}),
        (("register", "ORDER", "--salesperson", "小王"), {"supervisor", "registrar"}),
        (("hold", "ORDER", "--reason", "缺货"), set(STAFF.values())),
        (("backup",), {"supervisor"}),
        (("user", "add", "新人", "--role", "owner"), set()),
    ],
)
def test_each_role_does_what_it_may(shop: CommandLine, action: tuple[str, ...], roles: set[str]) -> None:
    number = order_to_register(shop)
    arguments = [number if part == "ORDER" else part for part in action]
    assert {role for name, role in STAFF.items() if may(shop, name, *arguments)} == roles


@pytest.mark.rule("TEAM-01")
def test_what_somebody_does_stands_under_their_name(shop: CommandLine, tmp_path: Path) -> None:
    number = order_to_register(shop)
    shop.done("--person", "小陈", "register", number, "--salesperson", "小王")
    assert shop.orders("--order-no", number)[0]["registrar"] == "小陈"
    shop.done("export", "trail", "-o", tmp_path / "trail.csv")
    trail = (tmp_path / "trail.csv").read_text("utf-8-sig")
    assert ",小陈,register,order," in trail and ",小陈,sign-in by password,person," in trail
    assert PASSWORD not in trail and "argon2" not in trail


@pytest.mark.rule("TEAM-01")
def test_a_guesser_waits_longer_each_time_and_no_trick_with_the_clock_helps(
    shop: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPDESK_PASSWORD", "wrong horse")
    with time_machine.travel("2026-11-21 10:00:00", tick=False) as clock:
        for _time in range(3):
            shop("--person", "小王", "orders")
        monkeypatch.setenv("SHOPDESK_PASSWORD", PASSWORD)
        assert "Wait 5 seconds" in shop("--person", "小王", "orders").err
        clock.move_to("2026-11-20 10:00:00")
        assert "Wait 5 seconds" in shop("--person", "小王", "orders").err
        clock.shift(5)
        answer = shop("--person", "小王", "orders")
        assert answer.status == 0 and "2026-11-20 18:00" in answer.err and "Set the clock right" in answer.err


@pytest.fixture
def start(shop: CommandLine, tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Start]:
    """The program on that shop; it asks who works."""
    look = make_look(PcSettings(tmp_path / "settings.toml"), scheme="light", language="en")
    made = Start(look, str(shop.address))
    made.go()
    yield made
    if made.shop is not None:
        made.shop.window.close()
    made.end()


def sign_in(start: Start, qtbot: QtBot, steps_down: int) -> ShopWindow:
    """By keyboard: down the list to the name, Enter, the password, Enter."""
    gate = start.gate
    assert gate is not None
    gate.activateWindow()
    qtbot.waitUntil(lambda: gate.name.hasFocus() or gate.secret.hasFocus())
    QTest.keyClick(gate.focusWidget(), Qt.Key.Key_Escape)
    for _step in range(steps_down):
        QTest.keyClick(gate.name, Qt.Key.Key_Down)
    QTest.keyClick(gate.name, Qt.Key.Key_Return)
    QTest.keyClicks(gate.focusWidget(), PASSWORD)
    QTest.keyClick(gate.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: start.gate is None, timeout=5000)
    assert start.shop is not None
    return start.shop


@pytest.mark.rule("TEAM-01")
def test_in_the_window_what_one_may_not_do_is_greyed_with_the_reason(start: Start, qtbot: QtBot) -> None:
    names = [*STAFF]
    shown = sign_in(start, qtbot, 1 + names.index("老赵"))
    assert shown.desk.actor.name == "老赵"
    page = shown.window.show_page("orders")
    assert isinstance(page, OrdersPage)
    qtbot.waitUntil(lambda: not shown.background.running)
    register = next(action for action in page.actions() if action.objectName() == "orders.register")
    page.table.choose_row(0)
    assert not register.isEnabled()
    assert "老赵 (Warehouse) may not register orders. Ask somebody who may" in register.toolTip()
    assert register not in [command.action for command in shown.window.commands()]


@pytest.mark.rule("TEAM-01")
def test_at_a_shared_pc_the_next_person_signs_in_by_keyboard(start: Start, qtbot: QtBot) -> None:
    shown = sign_in(start, qtbot, 1 + [*STAFF].index("小王"))
    shown.window.activateWindow()
    qtbot.waitUntil(shown.window.isActiveWindow)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(shown.window, Qt.Key.Key_L, modifiers)
    qtbot.waitUntil(lambda: start.gate is not None)
    assert not shown.window.isVisible()
    again = sign_in(start, qtbot, 1 + [*STAFF].index("小陈"))
    assert again.desk.actor.name == "小陈" and again.window.isVisible()
    assert "小陈" in again.window.status.switch_button.text()


@pytest.mark.rule("TEAM-01")
def test_a_one_person_shop_never_sees_any_of_it(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    shop = new_shop(tmp_path)
    start = Start(make_look(PcSettings(tmp_path / "settings.toml"), scheme="light", language="en"), str(shop.address))
    start.go()
    assert start.gate is None and start.shop is not None
    assert not start.shop.presence.switch.isVisible()
    assert "Switch person" not in [command.text for command in start.shop.window.commands()]
    start.shop.window.close()
    start.end()
