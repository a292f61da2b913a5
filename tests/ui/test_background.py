"""Work in threads: results and errors come back in the window's thread, once, and only to who is still there."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from shopdesk.errors import Refused, ShopdeskError
from shopdesk.ui.background import Background, Task, ThreadTask


def test_the_result_comes_back_in_the_windows_thread(background: Background, qtbot: QtBot) -> None:
    seen: list[tuple[int, bool]] = []
    threads: list[str] = []

    def work() -> int:
        threads.append(threading.current_thread().name)
        return 42

    task = background.run_task(work, lambda n: seen.append((n, threading.current_thread() is threading.main_thread())))
    with qtbot.waitSignal(task.finished):
        pass
    assert seen == [(42, True)]
    assert threads[0].startswith("shopdesk")
    assert background.running == frozenset()


def test_an_error_goes_to_who_asked(background: Background, qtbot: QtBot) -> None:
    errors: list[Exception] = []
    refusal = Refused()

    def work() -> None:
        raise refusal

    task = background.run_task(work, None, errors.append)
    with qtbot.waitSignal(task.failed):
        pass
    assert errors == [refusal]


def test_an_error_that_nobody_takes_is_told_to_the_user(background: Background, qtbot: QtBot) -> None:
    told: list[Exception] = []
    background.on_unhandled(told.append)
    task = background.run_task(lambda: 1 // 0)
    with qtbot.waitSignal(task.finished):
        pass
    assert isinstance(told[0], ZeroDivisionError)


def test_a_page_that_is_gone_gets_no_late_answer(background: Background, qtbot: QtBot) -> None:
    page, gate = QObject(), threading.Event()
    seen: list[object] = []
    task = background.run_task(gate.wait, seen.append, seen.append, owner=page)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    with qtbot.waitSignal(task.finished):
        gate.set()
    assert seen == []


def test_the_task_lives_though_nobody_holds_it(background: Background, qtbot: QtBot) -> None:
    seen: list[int] = []
    for number in range(20):
        background.run_task(lambda number=number: number, seen.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(seen) == 20)
    assert sorted(seen) == list(range(20))


def test_every_worker_gives_its_connection_back(qtbot: QtBot) -> None:
    closed: list[str] = []
    background = Background(after_each=lambda: closed.append(threading.current_thread().name))
    for work in (lambda: 1, lambda: 1 // 0):
        with qtbot.waitSignal(background.run_task(work, None, lambda _error: None).finished):
            pass
    assert len(closed) == 2
    assert all(name.startswith("shopdesk") for name in closed)
    assert background.close()


def test_closing_waits_for_what_runs_and_drops_what_waits(qtbot: QtBot) -> None:
    background, gate, ran = Background(), threading.Event(), []

    def slow() -> None:
        gate.wait(5)
        ran.append("slow")

    for _number in range(2):
        background.run_task(slow)
    waiting = background.run_task(lambda: ran.append("waiting"))
    with qtbot.waitSignal(waiting.cancelled):
        threading.Timer(0.05, gate.set).start()
        assert background.close()
    assert ran == ["slow", "slow"]


def test_what_was_typed_is_written_in_order_and_not_dropped_at_the_end() -> None:
    background, gate, ran = Background(), threading.Event(), []

    def slow() -> None:
        gate.wait(5)
        ran.append("slow")

    background.run_task(slow, in_order=True)
    for number in range(3):
        background.run_task(lambda number=number: ran.append(number), in_order=True)  # type: ignore[misc]
    threading.Timer(0.05, gate.set).start()
    assert background.close()
    assert ran == ["slow", 0, 1, 2]


class Away(ShopdeskError):
    """As a server that doesn't answer."""

    is_quiet = True


def test_what_cannot_be_stored_yet_is_tried_again_and_all_else_waits_behind_it(qtbot: QtBot) -> None:
    given_back: list[int] = []
    background, is_away, stored = Background(after_each=lambda: given_back.append(1)), [True], []

    def store(text: str) -> None:
        if is_away[0]:
            raise Away()
        stored.append(text)

    with qtbot.waitSignal(background.kept_back):
        first = background.run_task(lambda: store("a"), in_order=True)
    assert first.title and given_back  # who closes the window is asked; another may use the connection
    background.run_task(lambda: stored.append("b"), in_order=True)  # nothing hinders this one by itself
    is_away[0] = False
    with qtbot.waitSignal(background.run_task(lambda: store("c"), in_order=True).finished):
        background.try_again()
    assert stored == ["a", "b", "c"]
    assert background.close()


def test_a_server_that_stays_away_does_not_keep_the_window_open(qtbot: QtBot) -> None:
    background, tries = Background(), []

    def store() -> None:
        tries.append(1)
        raise Away()

    with qtbot.waitSignal(background.kept_back):
        background.run_task(store, in_order=True)
    assert background.close()
    assert len(tries) in (2, 3)  # one more as it closes


def test_it_says_when_a_thread_would_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    background, gate = Background(), threading.Event()
    task = background.run_task(gate.wait)
    monkeypatch.setattr("shopdesk.ui.background.ENDS_WITHIN", 10)
    assert not background.close()
    gate.set()
    assert task.future is not None
    task.future.result(5)


@pytest.mark.parametrize("signal", ["done", "failed", "cancelled"])
def test_a_task_ends_once(qtbot: QtBot, signal: str) -> None:
    task, ends = Task("Import"), []
    task.finished.connect(lambda: ends.append(signal))
    emits: dict[str, Callable[[], None]] = {
        "done": lambda: task.done.emit(1),
        "failed": lambda: task.failed.emit(Refused()),
        "cancelled": task.cancelled.emit,
    }
    with qtbot.waitSignal(getattr(task, signal)):
        task._end(emits[signal])
    task._end(task.cancelled.emit)
    assert ends == [signal]
    assert not task.is_running


def test_followed_tasks_are_announced_and_kept(background: Background, qtbot: QtBot) -> None:
    task = Task("Import", can_cancel=True)
    results: list[object] = []
    with qtbot.waitSignal(background.started) as started:
        background.follow(task, results.append)
    assert started.args == [task]
    assert background.running == {task}
    task._end(lambda: task.done.emit({"rows": 71}))
    assert results == [{"rows": 71}]
    assert not background.running


def test_a_running_thread_can_not_be_cancelled(background: Background, qtbot: QtBot) -> None:
    gate, started = threading.Event(), threading.Event()

    def work() -> bool:
        started.set()
        return gate.wait(5)

    task = background.run_task(work)
    assert isinstance(task, ThreadTask)
    assert not task.can_cancel
    assert started.wait(5)
    task.cancel()
    assert task.is_running
    with qtbot.waitSignal(task.done):
        gate.set()


def test_after_closing_nothing_is_begun(qtbot: QtBot) -> None:
    background = Background()
    assert background.close()
    done: list[int] = []
    task = background.run_task(lambda: 1, done.append)
    assert not task.is_running and not background.running and done == []
