"""The import dialog: a look first, then the import; what was refused can be put right."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFileDialog, QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.platforms import Platform
from shopdesk.services.desk import Desk
from shopdesk.services.setup import make_shop
from shopdesk.ui.importing import run
from shopdesk.ui.importing.dialog import AT_ONCE, ImportDialog, Step
from shopdesk.ui.importing.mapping_dialog import MappingDialog
from shopdesk.ui.language import Language
from shopdesk.ui.processes import WorkRefused
from tests.platform_files import TRUE_QIANNIU, write_csv
from tests.ui.importing.conftest import Commands

Make = Callable[[], ImportDialog]
FILES = [Path("/export/one.csv"), Path("/export/two.csv")]
BAD = {"row": 4, "column": "订单编号", "value": "=1.2E+18", "reason": "Digits are gone."}


def table(file: str, **more: Any) -> dict[str, Any]:
    return {
        "file": file, "platform": "taobao", "kind": "orders", "encoding": "gb18030", "rows": 3, "created": 2,
        "updated": 1, "unchanged": 0, "rejected": [], **more,
    }  # fmt: skip


def step(dialog: ImportDialog) -> Step:
    return dialog.step


def text(dialog: QWidget, name: str) -> str:
    found = dialog.findChild(QWidget, name)
    assert isinstance(found, QLabel | QPushButton), name
    return found.text()


def press(dialog: QWidget, name: str) -> None:
    found = dialog.findChild(QPushButton, name)
    assert found is not None and found.isVisible() and found.isEnabled(), name
    found.click()


def column(dialog: ImportDialog, number: int, name: str = "import.files") -> list[str]:
    view = dialog.findChild(QTableView, name)
    assert view is not None
    model = view.model()
    return [str(model.index(row, number).data() or "") for row in range(model.rowCount())]


def test_files_are_looked_through_before_anything_changes(make_dialog: Make, commands: Commands, qtbot: QtBot) -> None:
    dialog = make_dialog()
    assert text(dialog, "import.title") == "Import"
    dialog.add_files(FILES)
    assert step(dialog) is Step.CHECKING
    assert "--dry-run" in commands.calls[0]
    commands.answer(table("one.csv"), table("two.csv", created=5, rejected=[BAD]))
    assert step(dialog) is Step.CHECKED
    assert column(dialog, 1) == ["Taobao and Tmall · Orders"] * 2
    assert column(dialog, 4) == ["2", "5"]
    assert column(dialog, 7) == ["0", "1"]
    assert column(dialog, 4, "import.rejected") == ["Digits are gone."]
    assert "7 new" in text(dialog, "import.summary")
    assert "Nothing is changed yet." in text(dialog, "import.summary")
    assert text(dialog, "import.go") == "Import 2 files"


def test_enter_imports_and_says_what_came_of_it(make_dialog: Make, commands: Commands, qtbot: QtBot) -> None:
    dialog = make_dialog()
    dialog.add_files(FILES)
    commands.answer(table("one.csv"), table("two.csv"))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert step(dialog) is Step.IMPORTING
    assert "--dry-run" not in commands.calls[1]
    with qtbot.waitSignal(dialog.imported, timeout=1000):
        commands.answer(table("one.csv"), table("two.csv"))
    assert text(dialog, "import.title") == "Imported"
    assert column(dialog, 8) == ["Imported"] * 2
    assert text(dialog, "import.go") == "Close"
    dialog.add_files(FILES)
    assert len(commands.calls) == 2, "what is in is not taken again"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_refused_file_is_left_out_and_the_others_go_in(make_dialog: Make, commands: Commands, tmp_path: Path,
                                                         qtbot: QtBot) -> None:  # fmt: skip
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"PK\x03\x04 no")
    dialog = make_dialog()
    dialog.add_files([broken, FILES[0]])
    commands.answer(table("broken.csv", error="broken.csv is damaged."), table("one.csv"))
    qtbot.waitUntil(lambda: step(dialog) is Step.CHECKED, timeout=3000)
    assert column(dialog, 1) == ["Refused", "Taobao and Tmall · Orders"]
    assert text(dialog, "import.problem.text") == "broken.csv is damaged."
    assert "1 file left out" in text(dialog, "import.summary")
    dialog.take_in()
    assert str(broken) not in commands.calls[1]
    commands.answer(table("one.csv"))
    assert column(dialog, 8) == ["Left out", "Imported"]


def test_at_once_goes_on_only_where_nothing_stands_in_the_way(
    make_dialog: Make, commands: Commands, settings: dict[str, Any]
) -> None:
    dialog = make_dialog()
    box = dialog.findChild(QCheckBox, "import.at_once")
    assert box is not None
    box.setChecked(True)
    assert settings[AT_ONCE] is True
    dialog.add_files(FILES[:1])
    commands.answer(table("one.csv"))
    assert step(dialog) is Step.IMPORTING
    commands.answer(table("one.csv"))
    dialog.add_files(FILES[1:])
    commands.answer(table("two.csv", rejected=[BAD]))
    assert step(dialog) is Step.CHECKED
    assert len(commands.calls) == 3


def test_cancelling_leaves_the_files_to_be_imported_again(make_dialog: Make, commands: Commands, qtbot: QtBot) -> None:
    dialog = make_dialog()
    dialog.add_files(FILES[:1])
    commands.answer(table("one.csv"))
    dialog.take_in()
    with qtbot.assertNotEmitted(dialog.imported):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "the first Esc stops the work only"
    assert step(dialog) is Step.CHECKED
    assert text(dialog, "import.go") == "Import 1 file"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_look_that_was_cancelled_can_be_had_again(make_dialog: Make, commands: Commands) -> None:
    dialog = make_dialog()
    dialog.add_files(FILES[:1])
    dialog.reject()
    assert text(dialog, "import.go") == "Look through them"
    press(dialog, "import.go")
    assert len(commands.calls) == 2
    commands.answer(table("one.csv"))
    assert column(dialog, 8) == ["Ready"]


def test_when_the_command_refuses_everything_each_file_says_why(
    make_dialog: Make, commands: Commands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is a file opened in the window that has just broken the command."""
    monkeypatch.setattr(run, "look_at", lambda *_asked: pytest.fail("opened"))
    dialog = make_dialog()
    dialog.add_files(FILES)
    commands.fail(WorkRefused(reason="The disk is full."))
    qtbot.waitUntil(lambda: step(dialog) is Step.CHECKED, timeout=3000)
    assert column(dialog, 8) == ["Left out"] * 2
    assert "The disk is full." in text(dialog, "import.problem.text")


def test_rejected_rows_are_saved_as_a_list(make_dialog: Make, commands: Commands, tmp_path: Path) -> None:
    dialog = make_dialog()
    dialog.add_files(FILES[:1])
    commands.answer(table("one.csv", rejected=[BAD]))
    press(dialog, "import.rejected.export")
    chooser = dialog.findChild(QFileDialog, "import.target")
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path / "bad.csv"))
    chooser.close()
    with (tmp_path / "bad.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["File", "Row", "Column", "Value", "Reason"], ["one.csv", "4", "订单编号", "'=1.2E+18", "Digits are gone."],
    ]  # fmt: skip


def test_a_list_that_cannot_be_written_is_said(make_dialog: Make, commands: Commands, tmp_path: Path, host: QWidget,
                                               qtbot: QtBot) -> None:  # fmt: skip
    dialog = make_dialog()
    dialog.add_files(FILES[:1])
    commands.answer(table("one.csv", rejected=[BAD]))
    dialog.export(tmp_path / "nowhere" / "bad.csv")
    said = [child for child in dialog.findChildren(QDialog) + host.findChildren(QDialog) if child.isVisible()]
    assert [child.objectName() for child in said] == ["message.error"]
    said[0].accept()


def test_of_several_shops_one_is_chosen(make_dialog: Make, commands: Commands, desk: Desk, qtbot: QtBot) -> None:
    make_shop(desk, name="二号店", platform=Platform.TAOBAO)
    dialog = make_dialog()
    dialog.add_files([TRUE_QIANNIU])
    commands.answer(table(TRUE_QIANNIU.name, error="There are several shops."))
    qtbot.waitUntil(lambda: column(dialog, 1) == ["Which shop?"], timeout=3000)
    shops = dialog.findChild(QComboBox, "import.problem.shops")
    assert shops is not None and shops.isVisible()
    shops.setCurrentText("二号店")
    press(dialog, "import.problem.take")
    assert commands.calls[1][commands.calls[1].index("--shop") + 1] == "二号店"
    commands.answer(table(TRUE_QIANNIU.name))
    assert column(dialog, 8) == ["Ready"]


def test_an_unknown_header_is_mapped_and_the_file_looked_through_again(
    make_dialog: Make, commands: Commands, tmp_path: Path, qtbot: QtBot
) -> None:
    odd = write_csv(tmp_path / "odd.csv", ["平台单号", "品名"], [{"平台单号": "1001", "品名": "鞋"}])
    dialog = make_dialog()
    dialog.add_files([odd])
    commands.answer(table("odd.csv", error="The columns of odd.csv are not known."))
    qtbot.waitUntil(lambda: column(dialog, 1) == ["Columns not known yet"], timeout=3000)
    helps = dialog.findChild(QPushButton, "import.problem.map")
    assert helps is not None and helps.hasFocus(), "Enter asks which column is what"
    press(dialog, "import.problem.map")
    mapping = dialog.findChild(MappingDialog)
    assert mapping is not None
    mapping.save()
    assert len(commands.calls) == 2
    commands.answer(table("odd.csv", platform="other"))
    assert column(dialog, 1) == ["Other · Orders"]


def test_the_choice_of_files_remembers_its_folder(
    make_dialog: Make, commands: Commands, settings: dict[str, Any], tmp_path: Path
) -> None:
    dialog = make_dialog()
    press(dialog, "import.empty.button")
    chooser = dialog.findChild(QFileDialog, "import.choose")
    assert chooser is not None
    chooser.filesSelected.emit([str(tmp_path / "one.csv")])
    chooser.close()
    assert settings["import.folder"] == str(tmp_path)
    assert len(commands.calls) == 1
    dialog.reject()


def test_the_dialog_speaks_the_language_in_use(make_dialog: Make, commands: Commands, language: Language) -> None:
    dialog = make_dialog()
    dialog.add_files(FILES[:1])
    commands.answer(table("one.csv"))
    names = [child.accessibleName() for child in dialog.findChildren(QTableView)]
    assert names == ["Files", "Rejected rows"]
    dialog.findChild(QPushButton, "import.go").setText("")  # type: ignore[union-attr]
    language.use("en")
    assert text(dialog, "import.go") == "Import 1 file"


@pytest.mark.parametrize("again", [False, True])
def test_the_real_command_line_takes_a_true_file_in(make_dialog: Make, commands: Commands, desk: Desk, qtbot: QtBot,
                                                    again: bool) -> None:  # fmt: skip
    commands.real = True
    dialog = make_dialog()
    dialog.add_files([TRUE_QIANNIU])
    qtbot.waitUntil(lambda: step(dialog) is Step.CHECKED, timeout=20_000)
    assert (column(dialog, 3), column(dialog, 4)) == (["71"], ["58"])
    assert desk.database.execute_sql("SELECT count(*) FROM orders").fetchone()[0] == 0
    dialog.take_in()
    qtbot.waitUntil(lambda: step(dialog) is Step.DONE, timeout=20_000)
    assert desk.database.execute_sql("SELECT count(*) FROM orders").fetchone()[0] == 58
    if again:
        second = make_dialog()
        second.add_files([TRUE_QIANNIU])
        qtbot.waitUntil(lambda: step(second) is Step.CHECKED, timeout=20_000)
        assert column(second, 6) == ["58"]
