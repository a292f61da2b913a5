"""Pages on the screen: only those in view are drawn, and what is seen is the PDF."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.domain.documents import Document, Paper
from shopdesk.printing.papers import render
from shopdesk.ui.background import Background
from shopdesk.ui.print_preview.page_view import Fit, PageView
from shopdesk.ui.print_preview.pictures import KEPT, Pictures, open_pages
from shopdesk.ui.theme import Theme
from tests.printing.samples import numbered

COUNT = 30


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(Document.SLIP, numbered(COUNT), Paper.LABEL_100X150)


@pytest.fixture
def pictures(pdf: bytes, background: Background, qtbot: QtBot) -> Iterator[Pictures]:
    made = Pictures(open_pages(pdf), background)
    yield made
    made.retire()
    qtbot.waitUntil(lambda: not background.running, timeout=5000)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, pictures: Pictures) -> PageView:
    made = PageView("preview.pages", theme)
    qtbot.addWidget(made)
    made.resize(600, 700)
    made.show()
    made.show_pictures(pictures)
    return made


def drawn_pages(pictures: Pictures) -> set[int]:
    return {page for page, _scale in pictures._images}


def test_only_pages_in_view_are_drawn(view: PageView, pictures: Pictures, qtbot: QtBot) -> None:
    assert view.count == COUNT
    qtbot.waitUntil(lambda: 0 in drawn_pages(pictures), timeout=5000)
    view.go_to(20)
    qtbot.waitUntil(lambda: 20 in drawn_pages(pictures), timeout=5000)
    assert 10 not in drawn_pages(pictures)
    assert view.page == 20


def test_a_drawn_page_shows_ink_and_a_blank_one_paper(view: PageView, pictures: Pictures, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: 0 in drawn_pages(pictures), timeout=5000)
    qtbot.wait(20)
    rect = view._rect(0)
    image = view.viewport().grab(rect).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert {"#000000", "#ffffff"} <= colours
    assert view.viewport().grab().toImage().pixelColor(2, 2) == QColor("#F6F6F4")


def test_fitting_follows_the_window(view: PageView, qtbot: QtBot) -> None:
    whole = view.zoom
    assert view._rect(0).height() <= view.viewport().height()
    view.set_fit(Fit.WIDTH)
    assert view.zoom > whole
    assert view._rect(0).width() <= view.viewport().width()
    before = view.zoom
    view.resize(400, 700)
    qtbot.waitUntil(lambda: view.zoom < before, timeout=1000)


def test_zoom_by_steps_and_wheel_keeps_the_page(view: PageView) -> None:
    view.go_to(7)
    before = view.zoom
    view.zoom_in()
    assert view.zoom == pytest.approx(before * 1.25)
    assert view.page == 7
    for step in (-120, 120, -120):
        event = QWheelEvent(
            QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, step), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), event)
    assert view.zoom == pytest.approx(before)
    view.set_zoom(1000)
    assert view.zoom == 4.0
    view.set_zoom(0)
    assert view.zoom == 0.1


def test_keys_go_through_the_pages(view: PageView) -> None:
    for key, page in (
        (Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageDown, 2), (Qt.Key.Key_PageUp, 1), (Qt.Key.Key_End, COUNT - 1),
        (Qt.Key.Key_Home, 0), (Qt.Key.Key_PageUp, 0),
    ):  # fmt: skip
        QTest.keyClick(view, key)
        assert view.page == page
    zoom = view.zoom
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom > zoom
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom == pytest.approx(zoom)


def test_the_list_of_pages_chooses_one(qtbot: QtBot, theme: Theme, pictures: Pictures) -> None:
    small = PageView("preview.list", theme, numbered=True)
    qtbot.addWidget(small)
    small.resize(148, 600)
    small.show()
    small.show_pictures(pictures)
    with qtbot.waitSignal(small.page_clicked, timeout=1000) as told:
        QTest.mouseClick(small.viewport(), Qt.MouseButton.LeftButton, pos=small._rect(1).center())
    assert told.args == [1]
    small.reveal(25)
    assert 25 in small._pages_in_view()
    with qtbot.waitSignal(small.page_clicked, timeout=1000) as told:
        QTest.keyClick(small, Qt.Key.Key_Down)
    assert told.args == [26]


def test_few_pictures_are_kept(pictures: Pictures, qtbot: QtBot) -> None:
    scales = (0.1, 0.15, 0.2)
    for scale in scales:
        for page in range(COUNT):
            assert pictures.get(page, scale) is None
        qtbot.waitUntil(lambda: not pictures._wanted and not pictures._at_work, timeout=10_000)
    assert len(pictures._images) == KEPT
    image = pictures.get(COUNT - 1, scales[-1])
    assert image is not None
    assert image.width() == pytest.approx(100 / 25.4 * 72 * 0.2, abs=1)
    assert pictures.any_of(COUNT - 1) is not None


def test_nothing_is_drawn_any_more_once_nobody_looks(pdf: bytes, background: Background, qtbot: QtBot) -> None:
    made = Pictures(open_pages(pdf), background)
    told: list[int] = []
    made.drawn.connect(told.append)
    for page in range(10):
        made.get(page, 1.0)
    made.retire()
    qtbot.waitUntil(lambda: not background.running, timeout=5000)
    assert told == []


def test_an_empty_view_paints_and_scrolls_nowhere(qtbot: QtBot, theme: Theme) -> None:
    empty = PageView("preview.pages", theme)
    qtbot.addWidget(empty)
    empty.show()
    empty.go_to(3)
    empty.reveal(3)
    QTest.keyClick(empty, Qt.Key.Key_PageDown)
    assert (empty.count, empty.page) == (0, 0)
    assert empty.grab().toImage().pixelColor(5, 5) == QColor("#F6F6F4")
