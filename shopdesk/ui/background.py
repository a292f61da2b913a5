"""Slow work away from the window: short reads in a thread, our own commands in a process.

Both are a `Task` with the same signals, so that progress is shown the same way (`progress.py`). A thread shares the
interpreter with the window and makes it stutter when Python computes; anything longer than a moment is a command.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _

Result = TypeVar("Result")
Done = Callable[[Result], object]
Failed = Callable[[Exception], object]

THREADS = 2
ENDS_WITHIN = 15_000
"""Milliseconds that `Background.close` waits for threads."""
AGAIN_AFTER_S = 1.0
"""Between two attempts to store what was typed while the server is away."""


class Task(QObject):
    """Work under way. Exactly one of `done`, `failed`, `cancelled` is emitted, then `finished`."""

    progressed = Signal(float, str)
    """Share done from 0 to 1, -1 while unknown; what is being done."""
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    def __init__(self, title: str = "", *, can_cancel: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.can_cancel = can_cancel
        self.is_running = True

    def cancel(self) -> None:
        """Stop the work if it can be stopped; nothing half done is left behind."""

    def wait_for_end(self) -> None:
        """Block until cancelled work has really ended: when the program closes."""

    def _end(self, signal_emit: Callable[[], None]) -> None:
        if self.is_running:
            self.is_running = False
            signal_emit()
            self.finished.emit()


class _Outcome:
    """What a worker brings back: a value or an error."""

    def __init__(self, value: object = None, error: Exception | None = None) -> None:
        self.value = value
        self.error = error


class ThreadTask(Task):
    """One function in a thread; its outcome comes back through one queued signal."""

    _returned = Signal(object)

    def __init__(self, title: str = "", *, is_kept: bool = False) -> None:
        super().__init__(title)
        self._is_kept = is_kept
        self.future: Future[None] | None = None
        self._returned.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Drop the work if it has not begun; a thread that runs is waited for, and so is work that is kept."""
        if self.future is not None and not self._is_kept and self.future.cancel():
            self._end(self.cancelled.emit)

    def work(self, func: Callable[[], object], after: Callable[[], None] | None) -> None:
        """Runs in the worker's thread."""
        outcome = _attempt(func)
        if after is not None:
            after()
        if shiboken6.isValid(self):
            self._returned.emit(outcome)

    @Slot(object)
    def _take(self, outcome: _Outcome) -> None:
        error = outcome.error
        if error is not None:
            self._end(lambda: self.failed.emit(error))
        else:
            self._end(lambda: self.done.emit(outcome.value))


def _attempt(func: Callable[[], object]) -> _Outcome:
    try:
        return _Outcome(func())
    except Exception as error:  # carried to the window, which tells the user or reports a bug
        return _Outcome(error=error)


class Background(QObject):
    """Starts tasks, keeps them alive until they end, and tells the status bar about them.

    `after_each` is called in the worker's thread after every function: the place to give back a connection.
    """

    started = Signal(object)
    kept_back = Signal()
    """Something that was typed can't be stored yet; it is tried again, and what was typed later waits behind it."""

    def __init__(self, parent: QObject | None = None, *, after_each: Callable[[], None] | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="shopdesk")
        self._in_order = ThreadPoolExecutor(1, thread_name_prefix="shopdesk-in-order")
        self._after_each = after_each
        self._running: set[Task] = set()
        self._unhandled: Failed | None = None
        self._closed = False
        self._wake = threading.Event()

    @property
    def running(self) -> frozenset[Task]:
        """What is under way now."""
        return frozenset(self._running)

    def on_unhandled(self, handler: Failed) -> None:
        """What to do with the error of a task that nobody else takes: usually `Messages.error`."""
        self._unhandled = handler

    def run_task(
        self,
        func: Callable[[], Result],
        on_done: Done[Result] | None = None,
        on_error: Failed | None = None,
        *,
        owner: QObject | None = None,
        title: str = "",
        in_order: bool = False,
    ) -> ThreadTask:
        """Run `func` in a thread, then `on_done(result)` or `on_error(error)` in the window's thread.

        `in_order` is for writing what a person typed: one after another as it was typed, and none of it is dropped
        when the window closes. While the server is away it is tried again until it is stored, and all that was typed
        later waits for it; so its one write comes last in `func`, which begins anew each time.

        With an `owner`, nothing is called once Qt has deleted it: a page that is gone gets no late answer. After
        `close` nothing is begun: a timer of a window that is closing may still ask.
        """
        task = ThreadTask(title, is_kept=in_order)
        if self._closed:
            task.is_running = False
            return task

        self._keep(task, on_done, on_error, owner)
        if in_order:
            task.future = self._in_order.submit(task.work, lambda: self._until_stored(func, task), self._after_each)
        else:
            task.future = self._pool.submit(task.work, func, self._after_each)
        return task

    def try_again(self) -> None:
        """The server answers: what was typed meanwhile is stored at once."""
        self._wake.set()

    def _until_stored(self, func: Callable[[], Result], task: ThreadTask) -> Result:
        """Runs in the worker's thread. Once the window closes there is one more attempt."""
        while True:
            try:
                return func()
            except ShopdeskError as error:
                if not error.is_quiet or self._closed:
                    raise
            if self._after_each is not None:
                self._after_each()
            if not task.title:
                task.title = _("Storing what you typed")  # whoever closes the window now is asked
                self.kept_back.emit()
            self._wake.wait(AGAIN_AFTER_S)
            self._wake.clear()

    def follow(
        self,
        task: Task,
        on_done: Done[object] | None = None,
        on_error: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Keep a task that runs by itself (a `ProcessTask`) until it ends, and show it in the status bar."""
        self._keep(task, on_done, on_error, owner)

    def close(self) -> bool:
        """Stop what can be stopped and wait for the rest; False when a thread would not end in time."""
        self._closed = True
        self._wake.set()
        futures = {task.future for task in self._running if isinstance(task, ThreadTask) and task.future}
        for task in list(self._running):
            task.cancel()
            task.wait_for_end()
        has_ended = not wait([one for one in futures if not one.cancelled()], ENDS_WITHIN / 1000).not_done
        for pool in (self._in_order, self._pool):
            pool.shutdown(wait=has_ended, cancel_futures=pool is self._pool)
        return has_ended

    def _keep(
        self,
        task: Task,
        on_done: Done[Result] | None,
        on_error: Failed | None,
        owner: QObject | None,
    ) -> None:
        def alive() -> bool:
            return owner is None or shiboken6.isValid(owner)

        def hand_result(value: Result) -> None:
            if on_done is not None and alive():
                on_done(value)

        def hand_error(error: Exception) -> None:
            taker = on_error or self._unhandled
            if taker is not None and (on_error is None or alive()):
                taker(error)

        task.done.connect(hand_result)
        task.failed.connect(hand_error)
        task.finished.connect(lambda: self._running.discard(task))
        self._running.add(task)
        self.started.emit(task)
