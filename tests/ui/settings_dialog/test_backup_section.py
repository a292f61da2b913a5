"""Backups in the settings: made, copied, looked into, and how often."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.backup_list import list_backups
from shopdesk.services.backups import backup_now
from shopdesk.services.desk import Desk
from shopdesk.settings import BACKUP_HOURS
from shopdesk.ui.settings_dialog.dialog import SettingsDialog


def part(dialog: Any, name: str) -> Any:
    found = dialog.findChild(object, name)
    assert found is not None, name
    return found


def open_dialog(name: str) -> QDialog:
    shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
    return next(each for each in shown if each.objectName() == name)


def file_of(desk: Desk) -> Path:
    return Path(str(desk.database.database))


def test_back_up_now(dialog: SettingsDialog, desk: Desk, qtbot: QtBot) -> None:
    dialog.show_section("backups")
    listed: QListWidget = part(dialog, "settings.backups.list")
    assert listed.count() == 0
    assert "no backup yet" in part(dialog, "settings.backups.last").text()
    dialog.show()
    dialog.activateWindow()
    part(dialog, "settings.backups.now").setFocus()
    with qtbot.waitSignal(dialog.backed_up, timeout=10_000):
        part(dialog, "settings.backups.now").click()
    qtbot.waitUntil(part(dialog, "settings.backups.now").hasFocus)
    assert listed.count() == 1
    (backup,) = list_backups(file_of(desk))
    assert str(backup.file) in part(dialog, "settings.backups.result").text()
    assert part(dialog, "settings.backups.now").isEnabled()


def test_back_up_elsewhere(dialog: SettingsDialog, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.show_section("backups")
    part(dialog, "settings.backups.elsewhere").click()
    chooser = dialog.findChild(QFileDialog, "settings.backups.target")
    assert chooser is not None
    with qtbot.waitSignal(dialog.backed_up, timeout=10_000):
        chooser.fileSelected.emit(str(tmp_path / "stick" / "copy.db"))
    chooser.close()
    assert (tmp_path / "stick" / "copy.db").is_file()


def test_a_backup_that_cannot_be_written_is_said(dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    backups: Any = next(section for section in dialog.sections if section.key == "backups")
    backups.back_up(tmp_path / "file" / "copy.db")
    result: QLabel = part(dialog, "settings.backups.result")
    qtbot.waitUntil(lambda: "could not be written" in result.text(), timeout=20_000)


def test_the_file_is_checked(dialog: SettingsDialog, desk: Desk, qtbot: QtBot) -> None:
    result: QLabel = part(dialog, "settings.backups.result")
    part(dialog, "settings.backups.check").click()
    qtbot.waitUntil(lambda: result.text() == "The shop is sound, and the trail is unbroken.", timeout=20_000)
    desk.database.execute_sql("DROP TRIGGER trail_is_final")
    desk.database.execute_sql("UPDATE trail SET after = '{}' WHERE id = 1")
    part(dialog, "settings.backups.check").click()
    qtbot.waitUntil(lambda: "changed from outside" in result.text(), timeout=20_000)


def test_restoring_is_asked_for_and_left_to_the_application(
    open_settings: Callable[[], SettingsDialog], desk: Desk, qtbot: QtBot
) -> None:
    made = backup_now(desk)
    dialog = open_settings()
    dialog.show_section("backups")
    restore: QPushButton = part(dialog, "settings.backups.restore")
    assert not restore.isEnabled()
    listed: QListWidget = part(dialog, "settings.backups.list")
    listed.setCurrentRow(0)
    restore.click()
    preview = open_dialog("restore")
    go: QPushButton = part(preview, "restore.restore")
    qtbot.waitUntil(go.isEnabled, timeout=10_000)
    assert "一号店" in part(preview, "restore.facts").text()
    assert "Nothing would be lost" in part(preview, "restore.loss").text()
    with qtbot.waitSignal(dialog.restore_requested, timeout=1000) as told:
        go.click()
    assert told.args == [made]
    assert not dialog.isVisible()


def test_the_second_folder_is_chosen_and_gets_the_next_backup(
    dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    part(dialog, "settings.backups.choose").click()
    chooser = dialog.findChild(QFileDialog, "settings.backups.folder")
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path / "stick"))
    chooser.close()
    second = tmp_path / "stick" / "shopdesk-backups"
    assert part(dialog, "settings.backups.second").text() == str(second)
    with qtbot.waitSignal(dialog.backed_up, timeout=20_000):
        part(dialog, "settings.backups.now").click()
    assert len(list(second.glob("*.db"))) == 1
    assert "also in the second folder" in part(dialog, "settings.backups.list").item(0).text()
    second.rename(tmp_path / "away")
    with qtbot.waitSignal(dialog.backed_up, timeout=20_000):
        part(dialog, "settings.backups.now").click()
    assert "is away" in part(dialog, "settings.backups.result").text()
    assert not second.exists()
    part(dialog, "settings.backups.forget").click()
    assert part(dialog, "settings.backups.second").text().startswith("None.")


def test_how_often_is_saved_for_everybody(dialog: SettingsDialog, desk: Desk) -> None:
    part(dialog, "settings.backups.hours").setValue(6)
    dialog.save()
    assert get_setting(desk.database, BACKUP_HOURS) == 6
