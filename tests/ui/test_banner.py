"""Banners: one a state, gone when it is over."""

from PySide6.QtGui import QMoveEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.banner import Banner, Banners


class Moves(QWidget):
    """Remembers where it was put."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[int] = []

    def moveEvent(self, event: QMoveEvent) -> None:
        self.places.append(event.pos().y())


def test_states_come_and_go(qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    assert banners.isHidden()
    banners.put("sample", "This is the sample shop.")
    banners.put("offline", "Offline.", "danger")
    assert banners.keys() == ["sample", "offline"]
    assert not banners.isHidden()
    banners.clear("sample")
    banners.clear("never-there")
    assert banners.keys() == ["offline"]
    banners.clear("offline")
    assert banners.isHidden()


def test_a_state_said_again_replaces_the_first(qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    banners.put("offline", "Offline since 9:00.")
    banners.put("offline", "Offline since 9:05.")
    texts = [label.text() for label in banners.findChildren(QLabel) if not label.parentWidget().isHidden()]  # type: ignore[union-attr]
    assert texts == ["Offline since 9:05."]


def test_a_state_said_again_stays_where_it_stands(qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    for key, text in (("wave", "17 left."), ("trail", "Rows are gone."), ("wave", "16 left.")):
        banners.put(key, text)
    banners.show()
    shown = [each for each in banners.findChildren(Banner) if not each.isHidden()]
    assert [each.accessibleName() for each in sorted(shown, key=lambda each: each.y())] == [
        "16 left.",
        "Rows are gone.",
    ]


def test_a_state_said_again_leaves_the_page_below_where_it_is(qtbot: QtBot) -> None:
    window, banners, page = QWidget(), Banners(), Moves()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(banners)
    column.addWidget(page, 1)
    window.resize(400, 300)
    banners.put("loud", "1 complaint.")
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: page.y() > 0)
    page.places.clear()
    banners.put("loud", "2 complaints.")
    QApplication.processEvents()
    assert len({page.y(), *page.places}) == 1


def test_kind_and_button(qtbot: QtBot) -> None:
    done: list[str] = []
    banner = Banner("sample", "This is the sample shop.", "warning", ("Open my own", lambda: done.append("opened")))
    qtbot.addWidget(banner)
    assert banner.property("banner") == "warning"
    assert banner.accessibleName() == "This is the sample shop."
    button = banner.findChild(QPushButton, "main.banner.sample.action")
    assert button is not None
    button.click()
    assert done == ["opened"]


def test_a_long_state_takes_more_lines_and_never_a_wider_window(qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    banners.put("damage", "The shop is damaged. " * 20, "danger", ("Restore a backup…", lambda: None))
    banners.resize(900, 200)
    banners.show()
    said = banners.findChild(QLabel, "main.banner.damage.text")
    assert said is not None
    assert banners.minimumSizeHint().width() < 600
    assert said.height() >= 3 * said.fontMetrics().lineSpacing()
