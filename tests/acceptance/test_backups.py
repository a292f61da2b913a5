"""Backups by themselves and by hand, a look before going back, and damage that is said (DATA-01)."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.app.look import make_look
from shopdesk.app.start import Start
from shopdesk.clock import now
from shopdesk.db.errors import Damaged
from shopdesk.pc_settings import PcSettings
from shopdesk.queries.order_lists import OrderFilter, count_orders
from shopdesk.services.backup_list import list_backups
from shopdesk.services.backups import backup_now
from shopdesk.services.damage import OpenMark
from shopdesk.services.desk import Desk
from tests.command_line import CommandLine, new_shop
from tests.factories import add_order, make_desk
from tests.platform_files import TRUE_QIANNIU
from tests.window_stand import window_on

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    made = new_shop(tmp_path)
    made.done("import", TRUE_QIANNIU)
    return made


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path, clock=now)
    add_order(made)
    return made


def spoil(file: Path) -> None:
    """Pages in the middle are gone; the program still finds its mark at the beginning."""
    content = bytearray(file.read_bytes())
    content[8192:-4096] = b"\xa5" * (len(content) - 12288)
    file.write_bytes(content)


@pytest.mark.rule("DATA-01")
def test_a_backup_is_made_when_one_is_due_and_only_then(shop: CommandLine) -> None:
    first = shop.done("backup", "--if-due", "--json").json
    assert Path(first["file"]).exists()
    assert shop.done("backup", "--if-due", "--json").json["file"] is None
    listed = shop.done("backup", "--list", "--json").json["backups"]
    assert [(each["file"], each["checked"]) for each in listed] == [(first["file"], True)]


@pytest.mark.rule("DATA-01")
def test_a_second_folder_gets_it_and_may_be_away(shop: CommandLine, tmp_path: Path) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    made = shop.done("backup", "--also", second, "--json").json
    assert Path(made["copy"]).parent == second
    second.rename(tmp_path / "gone")
    answer = shop.done("backup", "--also", second, "--json")
    assert answer.json["copy"] is None and "is away" in answer.err and Path(answer.json["file"]).exists()


@pytest.mark.rule("DATA-01")
def test_a_look_says_what_is_in_a_backup_and_what_would_be_lost(shop: CommandLine) -> None:
    backup = shop.done("backup", "--json").json["file"]
    shop.done("register", "--ready")
    seen = shop.done("restore", backup, "--preview", "--json").json
    assert seen["orders"] == len(shop.orders()) and seen["lost"]["orders"] == 0 and seen["lost"]["changes"] > 0
    said = shop.done("restore", backup, "--preview").out
    assert "would be lost" in said and "Orders: 58" in said


@pytest.mark.rule("DATA-01")
@pytest.mark.parametrize("spoilt", [b"", b"half", b"cut"])
def test_a_bad_backup_is_refused_and_nothing_changes(shop: CommandLine, tmp_path: Path, spoilt: bytes) -> None:
    backup = Path(shop.done("backup", tmp_path / "b.db", "--json").json["file"])
    content = backup.read_bytes()
    backup.write_bytes(content[: len(content) // 2] if spoilt == b"cut" else spoilt * 300)
    before = shop.orders()
    refused = shop("restore", backup)
    assert refused.status == 1 and "b.db" in refused.err and len(refused.err.splitlines()) == 1
    assert shop.orders() == before
    refused = shop("restore", tmp_path / "shop.db")
    assert refused.status == 1 and "is the shop itself" in refused.err


@pytest.mark.rule("DATA-01")
def test_a_lost_shop_comes_back(shop: CommandLine, tmp_path: Path) -> None:
    backup = shop.done("backup", "--json").json["file"]
    before = shop.orders()
    (tmp_path / "shop.db").unlink()
    assert shop.done("restore", backup, "--json").json["kept"] is None
    assert shop.orders() == before


@pytest.mark.rule("DATA-01")
def test_three_clicks_restore_a_backup(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    backup_now(desk)
    add_order(desk)
    with window_on(desk, tmp_path, qtbot) as stand:
        wanted: list[Path] = []
        stand.shop.restore_requested.connect(wanted.append)
        settings = stand.shop.open_settings()
        settings.show_section("backups")
        listed: Any = settings.findChild(object, "settings.backups.list")
        listed.setCurrentRow(0)
        stand.click("settings.backups.restore")
        stand.wait_for(lambda: button(stand.dialog(), "restore.restore").isEnabled())
        assert "1 order and 0 changes that came since would be lost" in stand.asked()
        stand.click("restore.restore")
        assert wanted == [list_backups(tmp_path / "shop.db")[0].file]


@pytest.mark.rule("DATA-01")
def test_a_bad_end_makes_the_next_start_look_and_damage_is_said(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    backup_now(desk)
    address = str(tmp_path / "shop.db")
    with window_on(desk, tmp_path, qtbot) as stand:
        (tmp_path / "open").mkdir()
        OpenMark(tmp_path, address)._file(1).touch()  # what a killed program leaves
        desk.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        spoil(tmp_path / "shop.db")
        stand.shop.damage.start(tmp_path)
        stand.settle()
        banner = stand.window.findChild(QLabel, "main.banner.damage.text")
        assert banner is not None and "damaged" in banner.text()
        stand.click("main.banner.damage.action")
        stand.wait_for(lambda: button(stand.dialog(), "restore.restore").isEnabled())
        assert "can't be read" in stand.asked() or "would be lost" in stand.asked()


@pytest.mark.rule("DATA-01")
def test_whoever_meets_damage_is_told_in_a_banner_without_a_dialog_at_each_attempt(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    with window_on(desk, tmp_path, qtbot) as stand:
        messages = stand.window.messages
        for _attempt in range(2):
            assert messages.error(Damaged(file=tmp_path / "shop.db", detail="page 3")) is None
        banner = stand.window.findChild(QLabel, "main.banner.damage.text")
        assert banner is not None and "damaged" in banner.text()
        of_another = messages.error(Damaged(file=tmp_path / "other.db", detail="page 3"))
        assert of_another is not None, "another file is no state of this shop"
        of_another.close()


@pytest.mark.rule("DATA-01")
def test_a_shop_that_can_not_be_opened_goes_back_to_its_newest_good_backup(
    desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = backup_now(desk)
    bad = good.with_name("shop-20990101-000000.db")
    bad.write_bytes(good.read_bytes()[:20_000])
    desk.database.close()
    spoil(tmp_path / "shop.db")
    monkeypatch.setattr("shopdesk.ui.backup_preview.RestoreDialog.exec", lambda dialog: press_when_ready(dialog, qtbot))
    look = make_look(PcSettings(tmp_path / "settings.toml"), scheme="light", language="en")
    start = Start(look, str(tmp_path / "shop.db"))
    with pytest.raises(Exception, match="damaged") as refused:
        start.go()
    assert start.offer_backup(refused.value)  # type: ignore[arg-type]
    assert start.shop is not None
    assert count_orders(start.shop.desk.database, OrderFilter()) == 1
    assert len(list(tmp_path.glob("shop.before-restore-*.db"))) == 1
    start.shop.window.close()
    start.end()


def press_when_ready(dialog: Any, qtbot: QtBot) -> int:
    dialog.show()
    qtbot.waitUntil(lambda: button(dialog, "restore.restore").isEnabled(), timeout=20_000)
    button(dialog, "restore.restore").click()
    return 1


def button(dialog: Any, name: str) -> QPushButton:
    found: QPushButton = dialog.findChild(QPushButton, name)
    return found
