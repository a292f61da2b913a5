"""Who works in the window: signing in at the start, switching, locking, and rights that change meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.app.look import Look, make_look
from shopdesk.app.shop_window import ShopWindow
from shopdesk.app.start import LAST_PERSON, Start
from shopdesk.db.database import rows_of
from shopdesk.domain.permissions import Right
from shopdesk.pc_settings import PcSettings
from shopdesk.queries.shop_settings import find_odd_settings
from shopdesk.services.backups import backup_now
from shopdesk.services.desk import Desk, work
from shopdesk.services.people import add_person, deactivate, grant_right, set_password, set_pin
from shopdesk.services.setup import open_desk
from shopdesk.ui import idle
from shopdesk.ui.background import Task
from shopdesk.ui.idle import LOCK_AFTER
from shopdesk.ui.theme import Scheme
from tests.factories import add_order, make_desk

PASSWORD, PIN = "correct horse", "5815"


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """No window stays open."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
    assert [widget.objectName() for widget in left] == []


@pytest.fixture
def look(qapp: QApplication, tmp_path: Path) -> Look:
    return make_look(PcSettings(tmp_path / "settings.toml"), scheme="light", language="en")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An owner with a password and an agent with password and PIN."""
    made = make_desk(tmp_path)
    add_order(made)
    add_person(made, name="小李", role="agent")
    for person_id in (1, 2):
        set_password(made, person_id=person_id, password=PASSWORD)
    set_pin(made, person_id=2, pin=PIN)
    return made


class Run:
    """The program on that shop."""

    def __init__(self, look: Look, file: Path, qtbot: QtBot) -> None:
        self.start, self._qtbot = Start(look, str(file)), qtbot
        self.start.go()

    @property
    def shop(self) -> ShopWindow:
        assert self.start.shop is not None
        return self.start.shop

    def sign_in(self, name: str, secret: str) -> None:
        gate = self.start.gate
        assert gate is not None and gate.isVisible()
        gate.name.setText(name)
        gate.name.textEdited.emit(name)
        QTest.keyClicks(gate.secret, secret)
        QTest.keyClick(gate.secret, Qt.Key.Key_Return)
        self._qtbot.waitUntil(lambda: self.start.gate is not gate or not gate._background.running)

    def is_asking(self) -> bool:
        """Whether the sign-in window is there."""
        return self.start.gate is not None

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self.shop.background.running)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def run(look: Look, desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[Run]:
    made = Run(look, tmp_path / "shop.db", qtbot)
    yield made
    if made.start.shop is not None:
        made.start.shop.window.close()
    made.start.end()
    desk.database.close()


def test_a_shop_without_passwords_asks_nothing(look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    add_person(make_desk(tmp_path), name="小李", role="agent")
    run = Run(look, tmp_path / "shop.db", qtbot)
    assert run.start.gate is None and run.shop.window.isVisible()
    assert not run.shop.presence.switch.isVisible() and not run.shop.window.status.switch_button.isVisible()
    run.shop.window.close()
    run.start.end()


def test_a_shop_with_passwords_asks_first(run: Run, look: Look) -> None:
    assert run.start.shop is None
    run.sign_in("小李", "wrong horse")
    assert run.start.shop is None
    run.sign_in("小李", PASSWORD)
    assert run.shop.window.isVisible() and run.start.gate is None
    assert run.shop.desk.actor.name == "小李"
    assert run.shop.window.status.switch_button.text() == "小李"
    assert look.settings.get(LAST_PERSON) == "小李"


def test_switching_to_somebody_else_opens_the_window_anew(run: Run, look: Look) -> None:
    run.sign_in("Owner", PASSWORD)
    before = run.shop
    before.window.show_page("products")
    run.settle()
    before.presence.switch.trigger()
    assert not before.window.isVisible()
    run.sign_in("小李", PIN)
    run.settle()
    assert run.shop is not before and run.shop.desk.actor.name == "小李"
    assert run.shop.window.isVisible() and run.shop.window.page_key == "products"
    actions = [row[0] for row in rows_of(run.shop.desk.database, "SELECT action FROM trail ORDER BY id DESC LIMIT 2")]
    assert sorted(actions) == ["sign-in by pin", "sign-out"]
    look.theme.set_scheme(Scheme.DARK)  # what is left of the other window hears nothing of it
    look.language.use("zh_CN")
    look.language.use("en")
    look.theme.set_scheme(Scheme.LIGHT)


def test_whoever_comes_back_goes_on_where_they_were(run: Run) -> None:
    run.sign_in("Owner", PASSWORD)
    before = run.shop
    dialog = before.open_settings()
    before.presence.sign_in_requested.emit()
    assert not before.window.isVisible() and not dialog.isVisible()
    run.sign_in("Owner", PASSWORD)
    assert run.shop is before and before.window.isVisible() and dialog.isVisible()
    dialog.close()


def test_nobody_is_switched_while_work_is_running(run: Run, qtbot: QtBot) -> None:
    run.sign_in("Owner", PASSWORD)
    run.settle()
    task = Task("Importing 2 files")
    run.shop.background.follow(task)
    run.shop.presence.ask_to_switch()
    assert run.start.gate is None
    assert "“Importing 2 files” is still running" in run.shop.window.messages.toasts.history[-1].text
    run.shop.presence.sign_in_requested.emit()
    run.sign_in("小李", PASSWORD)
    assert run.is_asking() and run.shop.desk.actor.name == "Owner"
    task._end(lambda: task.done.emit(None))
    run.sign_in("小李", PASSWORD)
    assert run.shop.desk.actor.name == "小李"


def test_rights_hold_from_the_moment_they_are_given(run: Run, desk: Desk, qtbot: QtBot) -> None:
    run.sign_in("小李", PASSWORD)
    before = run.shop
    assert not before.desk.actor.may(Right.PACK)
    grant_right(desk, person_id=2, right=Right.PACK)
    before.changes.look()
    qtbot.waitUntil(lambda: run.shop is not before)
    assert run.shop.desk.actor.may(Right.PACK) and run.shop.window.isVisible()


def test_whoever_may_not_work_here_any_more_has_to_leave(run: Run, desk: Desk, qtbot: QtBot) -> None:
    run.sign_in("小李", PASSWORD)
    deactivate(desk, person_id=2)
    run.shop.changes.look()
    qtbot.waitUntil(lambda: run.start.gate is not None)
    assert not run.shop.window.isVisible()
    run.sign_in("小李", PASSWORD)
    assert run.is_asking()
    run.sign_in("Owner", PASSWORD)
    assert run.shop.desk.actor.name == "Owner"


def test_a_pc_that_nobody_touches_is_locked(
    run: Run, look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle, "MINUTE", 20)
    look.settings.set(LOCK_AFTER, 1)
    run.sign_in("Owner", PASSWORD)
    qtbot.waitUntil(lambda: run.start.gate is not None)
    assert not run.shop.window.isVisible()
    run.shop.presence.idle.watch(0)
    run.sign_in("Owner", PASSWORD)


def test_giving_up_ends_the_program(run: Run) -> None:
    assert run.start.gate is not None
    button = run.start.gate.findChild(QPushButton, "sign_in.quit")
    assert button is not None
    button.click()
    assert not run.is_asking() and run.start.shop is None


def test_a_restored_shop_asks_who_works(run: Run, desk: Desk) -> None:
    backup = backup_now(desk)
    desk.database.close()
    run.sign_in("Owner", PASSWORD)
    run.settle()
    run.shop.restore_requested.emit(backup)
    run.sign_in("Owner", PASSWORD)
    assert run.shop.window.isVisible()
    assert "The backup is in place" in run.shop.window.messages.toasts.history[-1].text


def test_a_clock_set_back_is_shown_until_it_is_right(look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    make_desk(tmp_path).database.close()
    desk = open_desk(tmp_path / "shop.db")
    with work(Desk(desk.database, desk.actor, lambda: desk.clock() + 3_600_000), Right.VIEW) as doing:
        doing.note("look", "shop", 1)
    desk.database.close()
    run = Run(look, tmp_path / "shop.db", qtbot)
    run.settle()
    assert "clock" in run.shop.window.banners.keys()  # noqa: SIM118
    object.__setattr__(run.shop.desk, "clock", lambda: desk.clock() + 3_600_000)
    run.shop.clock_banner.look()
    run.settle()
    assert "clock" not in run.shop.window.banners.keys()  # noqa: SIM118
    run.shop.window.close()
    run.start.end()


def test_settings_that_can_not_be_read_are_shown_until_they_are_set(look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    database = make_desk(tmp_path).database
    database.execute_sql("INSERT INTO setting (key, value) VALUES ('shop.zone', '5'), ('carriers.known', '{')")
    database.close()
    run = Run(look, tmp_path / "shop.db", qtbot)
    run.settle()
    assert "settings" in run.shop.window.banners.keys()  # noqa: SIM118
    button = run.shop.window.banners.findChild(QPushButton, "main.banner.settings.action")
    assert button is not None
    button.click()
    run.settle()
    assert "settings" not in run.shop.window.banners.keys()  # noqa: SIM118
    assert find_odd_settings(run.shop.desk.database) is None
    run.shop.window.close()
    run.start.end()
