"""The shop moves from this PC to a server and back, others join it, by window and by command line."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from shopdesk.app.look import Look, make_look
from shopdesk.app.shop_window import ShopWindow
from shopdesk.app.start import Start
from shopdesk.commands.session import usual_address
from shopdesk.paths import default_database, pc_settings_file
from shopdesk.pc_settings import LAST_SHOP, PcSettings
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.server_password import SERVICE, VARIABLE
from shopdesk.settings import REPORTS_ADDRESS
from shopdesk.ui.servers.dialog import ServerDialog
from shopdesk.ui.servers.gate import ServerGate
from shopdesk.ui.settings_dialog.place import Place
from tests.command_line import CommandLine, sample_shop
from tests.postgres_server import Server

pytestmark = [pytest.mark.postgres, pytest.mark.sqlite_only]
HOUSE = Path(__file__).parents[2]
SECRET = "r0sa/@:secret"


class MemoryKeyring(KeyringBackend):
    """A system's store of passwords that ends with the test."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def keys() -> Iterator[MemoryKeyring]:
    before, made = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def no_password_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "x")
    monkeypatch.delenv(VARIABLE)


@pytest.fixture(scope="module")
def locked() -> Iterator[Server]:
    """A server that asks for a password; `clerk` may make databases, `guest` owns nothing."""
    with Server.make(password=SECRET) as made:
        made.execute(f"CREATE ROLE clerk LOGIN CREATEDB PASSWORD '{SECRET}'")
        made.execute(f"CREATE ROLE guest LOGIN PASSWORD '{SECRET}'")
        yield made


def url(server: Server, database: str, user: str = "clerk") -> str:
    return f"postgresql://{user}@127.0.0.1:{server.port}/{database}"


class Program:
    """The program on this PC, from its start on."""

    def __init__(self, qtbot: QtBot, address: str = "") -> None:
        self._qtbot, self._has_ended = qtbot, False
        self.look: Look = make_look(PcSettings(pc_settings_file()), scheme="light", language="en")
        self.start = Start(self.look, address)
        self.start.go()

    @property
    def shop(self) -> ShopWindow:
        assert self.start.shop is not None
        return self.start.shop

    def wait(self, holds: Any) -> None:
        try:
            self._qtbot.waitUntil(holds, timeout=30_000)
        except self._qtbot.TimeoutError as late:
            shown = [part.text() for part in QApplication.allWidgets() if isinstance(part, QLabel) and part.isVisible()]
            raise AssertionError(shown) from late

    def settle(self) -> None:
        self.wait(lambda: not self.shop.background.running)

    def find(self, kind: type[Any], name: str) -> Any:
        """A part of any window that is open."""
        for window in QApplication.topLevelWidgets():
            found = [window] if window.objectName() == name else window.findChildren(kind, name)
            for part in found:
                if isinstance(part, kind) and (window.isVisible()):
                    return part
        raise AssertionError(f"{name} is not there")

    def click(self, name: str) -> None:
        button = self.find(QPushButton, name)
        assert button.isEnabled() and not button.isHidden(), name
        button.click()

    def text(self, name: str) -> str:
        return str(self.find(QLabel, name).text())

    def open_place(self) -> None:
        self.settle()
        self.shop.open_settings().show_section("place")

    def fill(self, server: Server, database: str, *, user: str = "clerk", password: str = SECRET) -> None:
        typed = {"server": "127.0.0.1", "database": database, "user": user, "password": password}
        for key, text in typed.items():
            line = self.find(QLineEdit, f"server.address.{key}")
            line.setText(text)
            line.textEdited.emit(text)
        self.find(QSpinBox, "server.address.port").setValue(server.port)

    def go(self) -> str:
        """Press the main button and wait until it is through; what the dialog says then."""
        dialog: ServerDialog = self.find(ServerDialog, "server")
        dialog.go_on()
        self.wait(lambda: not isValid(dialog) or not dialog.isVisible() or dialog._task is None)
        return self.text("server.result") if isValid(dialog) and dialog.isVisible() else ""

    def end(self) -> None:
        if self._has_ended:
            return
        self._has_ended = True
        if self.start.shop is not None:
            self.start.shop.window.close()
        self.start.end()
        for window in QApplication.topLevelWidgets():
            window.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def on_this_pc(qtbot: QtBot) -> Iterator[Any]:
    """Starts the program, and ends it with the test."""
    started: list[Program] = []

    def begin(address: str = "") -> Program:
        started.append(Program(qtbot, address))
        return started[-1]

    yield begin
    for program in started:
        program.end()


def orders(address: str) -> list[dict[str, Any]]:
    return CommandLine(address).orders()


@pytest.mark.rule("DATA-02")
@pytest.mark.rule("DATA-03")
def test_the_shop_goes_to_a_server_and_comes_back(locked: Server, keys: MemoryKeyring, on_this_pc: Any) -> None:
    sample_shop(default_database().parent)
    before = orders(str(default_database()))
    program = on_this_pc()
    program.open_place()
    assert "lies on this PC" in program.text("settings.place.where")
    program.click("settings.place.move")
    program.fill(locked, "shop")
    assert "There is no database shop yet" in program.go()
    assert program.find(QPushButton, "server.go").text() == "Make the database"
    assert "is empty" in program.go()
    assert program.find(QPushButton, "server.go").text() == "Move the shop there"
    first = program.shop
    assert program.go() == ""
    program.wait(lambda: program.start.shop is not first)
    there = url(locked, "shop")
    assert PcSettings(pc_settings_file()).get(LAST_SHOP) == there == usual_address()
    assert SECRET not in pc_settings_file().read_text("utf-8")
    assert keys.kept[SERVICE, there] == SECRET and VARIABLE not in os.environ
    assert orders(there) == before == CommandLine(None).orders()
    assert f"has moved to {there}" in CommandLine(default_database())("orders").err
    program.open_place()
    assert "lies on a server" in program.text("settings.place.where")
    assert "keyring" in program.text("settings.place.password")
    program.click("settings.place.back")
    first = program.shop
    program.click("message.confirm.yes")
    place = program.find(Place, "settings.place")
    program.wait(lambda: place._task is not None and not place._task.is_running)
    program.wait(lambda: program.start.shop is not first)
    assert orders(str(default_database())) == before
    assert usual_address() == str(default_database())
    assert len(list(default_database().parent.glob("shop.moved-*.db"))) == 1
    assert f"has moved to {default_database()}" in CommandLine(there)("orders").err


@pytest.mark.rule("DATA-02")
def test_another_pc_joins_and_is_asked_for_the_password_at_each_start(locked: Server, on_this_pc: Any) -> None:
    there = url(locked, "joined")
    locked.execute("CREATE DATABASE joined OWNER clerk")
    with pytest.MonkeyPatch.context() as known:
        known.setenv(VARIABLE, SECRET)
        CommandLine(there).done("init")
    program = on_this_pc()
    program.click("start.server")
    program.fill(locked, "joined", password="wrong")
    assert "refuses this name and password" in program.go()
    program.fill(locked, "joined")
    assert "A shop lies there" in program.go()
    assert program.find(QPushButton, "server.go").text() == "Work in this shop"
    program.go()
    assert program.shop.window.isVisible() and PcSettings(pc_settings_file()).get(LAST_SHOP) == there
    assert os.environ[VARIABLE] == SECRET, "for the commands that this window starts; no keyring works here"
    program.end()
    del os.environ[VARIABLE]
    again = on_this_pc()
    gate: ServerGate = again.find(ServerGate, "gate")
    assert again.start.shop is None and gate.password.isVisible()
    assert "asks for a password" in again.find(QLabel, "gate.said").text()
    gate.password.setText("wrong")
    again.click("gate.go")
    again.wait(lambda: not gate._background.running)
    assert again.start.shop is None
    gate.password.setText(SECRET)
    again.click("gate.go")
    again.wait(lambda: again.start.shop is not None)
    assert again.shop.window.isVisible() and SECRET not in pc_settings_file().read_text("utf-8")


@pytest.mark.rule("DATA-02")
def test_who_may_not_make_the_database_gets_the_statement_for_its_keeper(
    locked: Server, keys: MemoryKeyring, on_this_pc: Any
) -> None:
    program = on_this_pc()
    program.click("start.server")
    program.fill(locked, "theirs", user="guest")
    assert "guest may not make one" in program.go()
    asked = program.find(QPlainTextEdit, "server.missing.sql").toPlainText()
    assert asked.startswith('CREATE DATABASE "theirs"') and "OWNER" in asked
    locked.execute(asked.rstrip(";"))
    assert "is empty" in program.go()
    assert program.find(QPushButton, "server.go").text() == "Start an empty shop there"
    program.go()
    program.wait(lambda: program.start.shop is not None)
    assert orders(url(locked, "theirs", "guest")) == []


@pytest.mark.rule("DATA-03")
def test_moving_can_be_stopped_and_goes_on(locked: Server, keys: MemoryKeyring, on_this_pc: Any) -> None:
    sample_shop(default_database().parent)
    program = on_this_pc()
    program.open_place()
    program.click("settings.place.move")
    program.fill(locked, "stopped")
    program.go()
    program.go()
    dialog: ServerDialog = program.find(ServerDialog, "server")
    dialog.go_on()
    dialog.reject()
    program.wait(lambda: dialog._task is None)
    assert "Moving was stopped" in program.text("server.result")
    assert orders(str(default_database())), "the shop is where it was"
    first = program.shop
    program.go()
    program.wait(lambda: program.start.shop is not first)
    assert orders(url(locked, "stopped"))


@pytest.mark.rule("DATA-03")
def test_the_command_line_copies_there_and_back_row_by_row(locked: Server, tmp_path: Path) -> None:
    sample_shop(tmp_path)
    there, back = url(locked, "copied"), tmp_path / "back.db"
    locked.execute("CREATE DATABASE copied OWNER clerk")
    one, two = command("copy", tmp_path / "shop.db", there, "--json"), command("copy", there, back, "--json")
    assert one["tables"] == two["tables"] and one["rows"] > 3_000
    assert orders(str(tmp_path / "shop.db")) == orders(str(back))


def command(*arguments: str | Path) -> Any:
    """A run of the real program, whose password comes by the environment."""
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), VARIABLE: SECRET}
    run = subprocess.run(
        [sys.executable, "-m", "shopdesk", *map(str, arguments)], env=environment, capture_output=True, check=False
    )
    assert run.returncode == 0 and SECRET.encode() not in run.stdout + run.stderr, run.stderr
    return json.loads(run.stdout)


@pytest.mark.rule("DATA-02")
def test_commands_work_on_the_server_and_never_tell_its_password(locked: Server, tmp_path: Path) -> None:
    locked.execute("CREATE DATABASE commands OWNER clerk")
    with_password = f"postgresql://clerk:{'r0sa%2F%40%3Asecret'}@127.0.0.1:{locked.port}/commands"
    shop = CommandLine(with_password)
    told = shop.done("init", "--sample", "--json")
    assert told.json["database"] == url(locked, "commands") and "r0sa" not in told.out + told.err
    assert len(shop.orders()) > 200
    nobody = CommandLine(url(locked, "commands"))("orders")
    assert nobody.status == 1 and "asks for a password" in nobody.err and VARIABLE in nobody.err


@pytest.mark.rule("DATA-02")
def test_a_second_address_for_reports_is_kept_without_its_password(
    locked: Server, keys: MemoryKeyring, on_this_pc: Any
) -> None:
    there, copy = url(locked, "reports"), url(locked, "copy")
    locked.execute("CREATE DATABASE reports OWNER clerk")
    keys.set_password(SERVICE, there, SECRET)
    CommandLine(there).done("init")
    program = on_this_pc(there)
    program.open_place()
    line = program.find(QLineEdit, "settings.place.reports")
    line.setText("mysql://somewhere")
    program.click("settings.save")
    assert "is no address of a shop" in program.text("settings.place.reports.message")
    line.setText(copy.replace("clerk@", "clerk:hidden@"))
    program.click("settings.save")
    desk = program.shop.desk
    assert get_setting(desk.database, REPORTS_ADDRESS) == copy and keys.get_password(SERVICE, copy) == "hidden"


def test_what_a_wrong_address_lacks_is_said_before_anything_is_asked_of_a_server(on_this_pc: Any) -> None:
    program = on_this_pc()
    program.click("start.server")
    program.click("server.go")
    assert program.text("server.address.message") == "Fill in “Server”."
    whole = program.find(QLineEdit, "server.address.whole")
    whole.setText("postgresql://desk:hidden@one:5433,two/shoes?sslmode=require")
    whole.textEdited.emit(whole.text())
    assert "hidden" not in whole.text()
    typed = [
        program.find(QLineEdit, f"server.address.{key}").text() for key in ("server", "second", "database", "user")
    ]
    assert typed == ["one", "two:5432", "shoes", "desk"]
    address = program.find(ServerDialog, "server").form.address()
    assert address.url == "postgresql://desk@one:5433,two:5432/shoes?sslmode=require" and address.password == "hidden"
