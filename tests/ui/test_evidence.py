"""Files of a record: dropped, pasted, chosen, shown small and large, removed with Undo (RET-10)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.evidence import EvidenceOf, media_of
from shopdesk.queries.evidence import EvidenceRow, list_evidence
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.evidence import add_evidence
from shopdesk.ui.background import Background
from shopdesk.ui.banner import Banners
from shopdesk.ui.evidence import EvidencePane
from shopdesk.ui.evidence_pictures import file_of, picture_of, text_of
from shopdesk.ui.evidence_viewer import EvidenceViewer
from shopdesk.ui.language import Language
from shopdesk.ui.messages import Messages
from shopdesk.ui.theme import Theme
from tests.boxes import add_box
from tests.factories import make_desk
from tests.pictures import PDF, PROGRAM, png

SMALL = QSize(96, 96)


@dataclass
class Stand:
    """A pane on a box of a real shop, and what stands around it."""

    desk: Desk
    background: Background
    messages: Messages
    theme: Theme
    host: QWidget
    qtbot: QtBot
    box: int

    def pane(self, **actor: str) -> EvidencePane:
        """A pane that shows the box, to the owner or to somebody else."""
        desk = replace(self.desk, actor=Actor(1, "谁", actor["role"])) if actor else self.desk
        made = EvidencePane(
            "box.files", EvidenceOf.BOX, desk=desk, background=self.background, messages=self.messages,
            icons=self.theme.icons, parent=self.host,
        )  # fmt: skip
        made.resize(480, 300)
        with self.qtbot.waitExposed(self.host):
            self.host.show()
        made.show_record(self.box)
        self.settle()
        return made

    def settle(self) -> None:
        """Everything that was started is done and shown."""
        for _turn in range(3):
            self.qtbot.waitUntil(lambda: not self.background.running)
            self.qtbot.wait(1)

    def add(self, pane: EvidencePane, **files: bytes) -> None:
        """Files that somebody has added before."""
        for name, content in files.items():
            kept = name.replace("_", ".")
            add_evidence(self.desk, kind="box", record_id=self.box, file=content, name=kept)
        pane.refresh()
        self.settle()

    @property
    def rows(self) -> list[EvidenceRow]:
        """What the shop keeps."""
        return list_evidence(self.desk.database, kind="box", record_id=self.box)


@pytest.fixture
def stand(tmp_path: Path, background: Background, theme: Theme, qtbot: QtBot) -> Iterator[Stand]:
    desk, host = make_desk(tmp_path), QWidget()
    qtbot.addWidget(host)
    host.resize(500, 400)
    messages = Messages(host, Banners(host), theme.icons)
    yield Stand(desk, background, messages, theme, host, qtbot, add_box(desk))
    desk.database.close()


@pytest.fixture
def pane(stand: Stand) -> EvidencePane:
    return stand.pane()


def files_of(pane: EvidencePane) -> QListWidget:
    found = pane.findChild(QListWidget, "box.files.list")
    assert found is not None
    return found


def names(pane: EvidencePane) -> list[str]:
    shown = files_of(pane)
    return [shown.item(row).text() for row in range(shown.count())]


def pressed(pane: EvidencePane, name: str) -> QPushButton:
    found = pane.findChild(QPushButton, f"box.files.{name}")
    assert found is not None
    return found


def photo(width: int, height: int, *, turned: int = 1) -> bytes:
    """A JPEG as a camera held so would write it (the EXIF code of its orientation)."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    for x in range(width // 2):
        for y in range(height // 2):
            image.setPixelColor(x, y, QColor("red"))
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 95)  # type: ignore[call-overload]
    content = bytes(held.data())
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0x0112, 3, 1, turned) + bytes(4)
    return content[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + content[2:]


def test_a_photo_is_turned_as_the_camera_was_held_and_read_small(qapp: QApplication) -> None:
    upright = picture_of(photo(400, 200, turned=6), "image/jpeg", SMALL)
    assert (upright.width(), upright.height()) == (48, 96)
    assert upright.pixelColor(40, 10).red() > 200  # what was its upper left is its upper right
    plain = picture_of(photo(400, 200), "image/jpeg", SMALL)
    assert (plain.width(), plain.height()) == (96, 48)
    assert plain.pixelColor(10, 10).red() > 200
    assert picture_of(png(3, 2), "image/png", SMALL).size() == QSize(3, 2)


def test_what_is_no_picture_shows_none(qapp: QApplication) -> None:
    assert picture_of("聊天".encode(), "text/plain", SMALL).isNull()
    assert picture_of(PDF, "application/pdf", SMALL).isNull()
    assert picture_of(b"GIF89a broken", "image/gif", SMALL).isNull()
    assert text_of("聊天".encode(), "text/plain") == "聊天"
    assert text_of(PDF, "application/pdf") == ""


def test_a_text_without_an_end_does_not_stop_the_window() -> None:
    shown = text_of(("好" * 1_000_000).encode(), "text/plain")
    assert max(map(len, shown.splitlines())) == 2_000
    assert len(shown) < 201_000
    assert shown.endswith("…")
    assert text_of("一\n\n二\n".encode(), "text/plain") == "一\n\n二\n"


def test_the_first_page_of_a_pdf_is_its_picture(qapp: QApplication, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "1.pdf"), pagesize=(200, 400))
    canvas.showPage()
    canvas.save()
    page = picture_of((tmp_path / "1.pdf").read_bytes(), "application/pdf", SMALL)
    assert (page.width(), page.height()) == (48, 96)


def test_dropped_files_are_kept_and_shown(stand: Stand, pane: EvidencePane, tmp_path: Path) -> None:
    files = [tmp_path / "鞋底.png", tmp_path / "聊天.txt"]
    files[0].write_bytes(png(300, 200))
    files[1].write_text("退货", "utf-8")
    pane.add_files(files)
    stand.settle()
    assert names(pane) == ["鞋底.png", "聊天.txt"]
    assert stand.messages.toasts.history[-1].text == "2 files were added"
    stand.messages.undo.undo()
    stand.settle()
    assert names(pane) == []
    assert stand.rows == []


def test_a_thumbnail_is_what_is_in_the_picture(stand: Stand, pane: EvidencePane) -> None:
    stand.add(pane, 绿_png=png(200, 200, (0, 200, 0)))
    image = files_of(pane).item(0).icon().pixmap(96, 96).toImage()
    assert image.pixelColor(48, 48).green() == 200


def test_pasting_takes_pictures_files_and_texts(stand: Stand, pane: EvidencePane, tmp_path: Path) -> None:
    clipboard = QGuiApplication.clipboard()
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    clipboard.setImage(image)
    pane.paste()
    stand.settle()
    (tmp_path / "回单.pdf").write_bytes(PDF)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "回单.pdf"))])
    clipboard.setMimeData(data)
    pressed(pane, "paste").click()
    stand.settle()
    clipboard.setText("买家说不要了")
    pane.paste()
    stand.settle()
    assert names(pane) == ["Pasted picture 2024-03-02 10.00.png", "回单.pdf", "Pasted text.txt"]
    assert [row.media for row in stand.rows] == ["image/png", "application/pdf", "text/plain"]
    clipboard.clear()
    pane.paste()
    assert stand.messages.toasts.history[-1].text == "There is no picture, file or text to paste."


def test_what_can_t_be_kept_is_named_and_the_rest_is_kept(stand: Stand, pane: EvidencePane, tmp_path: Path) -> None:
    good, large, program = (tmp_path / name for name in ("好.png", "大.png", "坏.jpg"))
    good.write_bytes(png())
    program.write_bytes(PROGRAM)
    with large.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    pane.add_files([large, good])
    stand.settle()
    assert names(pane) == ["好.png"]
    assert "大.png has 200 MB, and 20 MB is the most" in said_and_closed()
    pane.add_files([large, program])
    stand.settle()
    said = said_and_closed()
    assert "2 files were not added" in said
    assert "坏.jpg is no picture" in said


def said_and_closed() -> str:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    said = "\n".join(each.text() for each in dialog.findChildren(QLabel))
    dialog.close()
    return said


def test_a_removed_file_comes_back_by_undo(stand: Stand, pane: EvidencePane) -> None:
    stand.add(pane, **{"1_png": png(colour=(1, 1, 1)), "2_png": png(colour=(2, 2, 2))})
    shown = files_of(pane)
    assert not pressed(pane, "remove").isEnabled()
    shown.setCurrentRow(0)
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Delete)
    stand.settle()
    assert names(pane) == ["2.png"]
    stand.messages.undo.undo()
    stand.settle()
    assert names(pane) == ["1.png", "2.png"]


def test_without_a_record_nothing_can_be_added(stand: Stand, pane: EvidencePane, tmp_path: Path) -> None:
    counts: list[int] = []
    pane.counted.connect(counts.append)
    (tmp_path / "1.png").write_bytes(png())
    pane.show_record(None)
    pane.add_files([tmp_path / "1.png"])
    assert not pressed(pane, "choose").isEnabled()
    pane.show_record(stand.box)
    stand.settle()
    assert (stand.rows, counts) == ([], [0])
    dialog = pane.choose()
    assert dialog.objectName() == "box.files.files"
    dialog.close()


def test_who_may_not_add_sees_why(stand: Stand) -> None:
    pane = stand.pane(role="finance")
    assert not pressed(pane, "choose").isEnabled()
    assert "may not open and register boxes" in pressed(pane, "choose").toolTip()


def test_files_are_looked_at_one_after_the_other(stand: Stand, pane: EvidencePane, language: Language) -> None:
    stand.add(pane, **{"1_png": png(40, 40), "2_txt": "聊天".encode(), "3_pdf": PDF})
    files_of(pane).setCurrentRow(0)
    pane.look()
    viewer = pane.findChild(EvidenceViewer)
    assert viewer is not None
    stand.settle()
    picture = viewer.findChild(QLabel, "box.files.viewer.picture")
    assert picture is not None
    assert picture.pixmap().width() == 40
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    stand.settle()
    assert viewer.row.name == "2.txt"
    language.use("zh_CN")
    viewer.go(1)
    stand.settle()
    assert "3.pdf" in picture.text()
    viewer.go(1)
    assert viewer.row.name == "3.pdf"
    viewer.close()


def test_a_pasted_picture_becomes_a_file(qapp: QApplication) -> None:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert media_of(file_of(image)) == "image/png"
