"""Announcements: from any thread, gathered, delivered in the window's thread; foreign changes and lost data noticed."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from shopdesk.ui.changes import ANYTHING, Changes, concerns


@pytest.fixture
def changes() -> Changes:
    return Changes()


def test_announcements_in_a_row_arrive_as_one(changes: Changes, qtbot: QtBot) -> None:
    heard: list[frozenset[str]] = []
    changes.changed.connect(heard.append)
    changes.announce(("orders", "trail"))
    changes.announce(("flags",))
    assert heard == []
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [frozenset({"orders", "trail", "flags"})]


def test_from_another_thread_into_this_one(changes: Changes, qtbot: QtBot) -> None:
    where: list[bool] = []
    changes.changed.connect(lambda _kinds: where.append(threading.current_thread() is threading.main_thread()))
    with qtbot.waitSignal(changes.changed):
        thread = threading.Thread(target=changes.announce, args=(("orders",),))
        thread.start()
        thread.join()
    assert where == [True]


def test_nothing_is_announced_for_nothing(changes: Changes, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(changes.changed, wait=20):
        changes.announce(())


def test_what_is_announced_while_delivering_is_not_lost(changes: Changes, qtbot: QtBot) -> None:
    heard: list[frozenset[str]] = []

    def hear(kinds: frozenset[str]) -> None:
        heard.append(kinds)
        if len(heard) == 1:
            changes.announce(("counts",))

    changes.changed.connect(hear)
    changes.announce(("orders",))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[1] == frozenset({"counts"})


def test_changes_of_others_are_noticed(changes: Changes, qtbot: QtBot) -> None:
    version = [1]
    changes.watch(lambda: version[0], every=5)
    with qtbot.assertNotEmitted(changes.changed, wait=30):
        pass
    with qtbot.waitSignal(changes.changed) as told:
        version[0] = 2
    assert told.args == [frozenset({ANYTHING})]
    changes.stop()
    with qtbot.assertNotEmitted(changes.changed, wait=30):
        version[0] = 3


def test_lost_and_found(changes: Changes, qtbot: QtBot) -> None:
    broken: list[Exception] = []
    lost: list[Exception] = []

    def version() -> int:
        if broken:
            raise broken[0]
        return 7

    changes.lost.connect(lost.append)
    changes.watch(version, every=10_000)
    broken.append(OSError("gone"))
    changes.look()
    changes.look()
    assert [str(error) for error in lost] == ["gone"]
    broken.clear()
    with qtbot.waitSignal(changes.found):
        changes.look()
    changes.stop()


def test_looking_without_a_watch_does_nothing(changes: Changes, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(changes.changed, wait=10):
        changes.look()


@pytest.mark.parametrize(
    ("kinds", "wanted", "answer"),
    [
        ({"orders"}, ("orders", "flags"), True),
        ({"shops"}, ("orders", "flags"), False),
        ({ANYTHING}, ("orders",), True),
        (set(), ("orders",), False),
    ],
)
def test_concerns(kinds: set[str], wanted: tuple[str, ...], answer: bool) -> None:
    assert concerns(frozenset(kinds), *wanted) is answer
