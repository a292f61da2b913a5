"""Drawing and printing papers away from the window, with progress, and stopped when nobody wants them any more."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from shopdesk.domain.documents import Document, Paper
from shopdesk.errors import ShopdeskError
from shopdesk.printing.formats import Offset
from shopdesk.services.desk import Desk
from shopdesk.services.exports import write_bytes
from shopdesk.services.papers import PrintJob, find_unprintable, preview_papers, print_papers
from shopdesk.ui.background import Background, Task


class Stopped(Exception):
    """Raised inside the drawing thread when it is no longer wanted."""


class DrawingTask(Task):
    """What the progress row shows; the work itself runs in a thread that looks at `stop` after every order."""

    told = Signal(int, int)

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(title, can_cancel=True, parent=parent)
        self.stop = Event()
        self.told.connect(lambda done, count: self.progressed.emit(done / count, ""))

    def cancel(self) -> None:
        """Stop after the order that is being drawn."""
        self.stop.set()

    def on_progress(self, done: int, count: int) -> None:
        """Called in the thread; raises Stopped."""
        if self.stop.is_set():
            raise Stopped
        if done == count or done % 10 == 0:
            self.told.emit(done, count)

    def end(self) -> None:
        """The thread has come back."""
        self._end(lambda: None)


class Drawing:
    """The papers of some orders. Each call goes to a thread and comes back to the window."""

    def __init__(self, desk: Desk, background: Background, document: Document, owner: QObject) -> None:
        self._desk, self._background, self._document, self._owner = desk, background, document, owner
        self._task: DrawingTask | None = None

    def sort_out(self, order_ids: Sequence[int], then: Callable[[dict[int, ShopdeskError]], object]) -> None:
        """Find the orders that can't have this paper."""
        self._background.run_task(
            lambda: find_unprintable(self._desk, order_ids=order_ids, document=self._document), then, owner=self._owner
        )

    def preview(
        self,
        order_ids: Sequence[int],
        paper: Paper,
        offset: Offset,
        *,
        title: str,
        then: Callable[[PrintJob], object],
        failed: Callable[[Exception], object],
    ) -> DrawingTask:
        """Draw what printing now would give; an earlier drawing that is still under way is dropped."""
        self.stop()

        def draw(task: DrawingTask) -> PrintJob:
            return preview_papers(
                self._desk,
                order_ids=order_ids,
                document=self._document,
                paper=paper,
                offset=offset,
                progress=task.on_progress,
            )

        return self._start(title, draw, then, failed)

    def print(
        self,
        order_ids: Sequence[int],
        paper: Paper,
        offset: Offset,
        reason: str,
        *,
        target: Path | None,
        title: str,
        then: Callable[[PrintJob], object],
        failed: Callable[[Exception], object],
    ) -> DrawingTask:
        """Draw and record a printing. `failed` gets AlreadyPrinted where a reason is needed.

        With a `target` the file is written as well, and nothing is recorded where it can't be.
        """
        self.stop()
        deliver = partial(write_bytes, target) if target else None

        def draw(task: DrawingTask) -> PrintJob:
            return print_papers(
                self._desk,
                order_ids=order_ids,
                document=self._document,
                paper=paper,
                offset=offset,
                reason=reason,
                progress=task.on_progress,
                deliver=deliver,
            )

        return self._start(title, draw, then, failed)

    def stop(self) -> None:
        """Drop what is being drawn; nothing of it was recorded."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _start(
        self,
        title: str,
        draw: Callable[[DrawingTask], PrintJob],
        then: Callable[[PrintJob], object],
        failed: Callable[[Exception], object],
    ) -> DrawingTask:
        task = DrawingTask(title, self._owner)
        self._task = task

        def on_done(job: PrintJob) -> None:
            task.end()
            if not task.stop.is_set():
                then(job)

        def on_error(error: Exception) -> None:
            task.end()
            failed(error)

        self._background.run_task(lambda: draw(task), on_done, on_error, owner=self._owner)
        return task
