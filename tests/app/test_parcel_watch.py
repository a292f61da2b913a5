"""The service is asked in the background while a window is open (SHP-08)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from shopdesk.app.parcel_watch import ParcelWatch
from shopdesk.db.database import rows_of
from shopdesk.domain.permissions import Right
from shopdesk.services.desk import Desk, work
from shopdesk.services.tracking_poll import VARIABLE, is_poll_due, set_service
from shopdesk.services.tracking_rows import follow_parcel
from shopdesk.tracking.services import Service
from shopdesk.ui.background import Background, Task
from tests.factories import NOON, add_order, make_desk

HOURS = 7 * 3_600_000


class Heard:
    """Stands in for the window's messages."""

    def __init__(self) -> None:
        self.banners: list[str] = []
        self.press: Callable[[], object] = list

    def banner(self, _name: str, text: str, _kind: str, *, action: tuple[str, Callable[[], object]]) -> None:
        self.banners.append(text)
        self.press = action[1]

    def clear_banner(self, _name: str) -> None:
        self.banners.clear()

    def error(self, error: Exception) -> None:
        raise error


class Round(Task):
    """Stands in for a run of the command: answers at once."""

    def __init__(self, answer: object, started: list[str]) -> None:
        super().__init__("", can_cancel=True)
        self._answer, self._started = answer, started

    def start(self) -> None:
        self._started.append("round")
        self._end(lambda: self.done.emit(self._answer))

    def cancel(self) -> None:
        """Never asked."""

    def wait_for_end(self) -> None:
        """It has ended."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A parcel is due, and the service is set up."""
    monkeypatch.setenv(VARIABLE, "invented01")
    desk = make_desk(tmp_path)
    with work(desk, Right.SERVE) as doing:
        follow_parcel(doing, waybill="YT1234567890123", carrier="圆通速递", order_id=add_order(desk))
    set_service(desk, service=Service.KUAIDI100, account="x")
    return replace(desk, clock=lambda: NOON + HOURS)


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    parent = QObject()
    made = Background(parent)
    yield made
    made.close()


def test_when_it_is_due(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_poll_due(desk)
    assert not is_poll_due(replace(desk, clock=lambda: NOON))
    assert not is_poll_due(replace(desk, actor=replace(desk.actor, role="warehouse")))
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("shopdesk.services.tracking_poll.kept_key", lambda _service, _account: "")
    assert not is_poll_due(desk)  # another PC has the key
    set_service(desk, service=None, account="")
    assert not is_poll_due(desk)
    assert rows_of(desk.database, "SELECT failures FROM tracking") == [(0,)]


@pytest.mark.parametrize(("stopped", "said"), [("refused", 1), ("away", 0), ("", 0)])
def test_a_round_is_run_and_a_refusal_is_said(
    desk: Desk, background: Background, qtbot: QtBot, stopped: str, said: int
) -> None:
    started: list[str] = []
    heard, parent = Heard(), QObject()
    watch = ParcelWatch(
        desk, background, heard, address="x", parent=parent,  # type: ignore[arg-type]
        run=lambda _desk, _address: Round({"stopped": stopped}, started),  # type: ignore[arg-type, return-value]
    )  # fmt: skip
    watch.look()
    qtbot.waitUntil(lambda: started == ["round"])
    qtbot.waitUntil(lambda: len(heard.banners) == said)
    asked: list[str] = []
    watch.settings_requested.connect(asked.append)
    heard.press()
    assert asked == ["tracking"] * said
    watch.stop()
