"""Drawing and printing papers away from the window, with progress, and stopped when nobody wants them any more."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from shopdesk.domain.documents import Paper
from shopdesk.errors import ShopdeskError
from shopdesk.printing.formats import Offset
from shopdesk.services.exports import write_bytes
from shopdesk.services.papers import PrintJob
from shopdesk.ui.background import Background, Task
from shopdesk.ui.print_preview.sources import PrintSource


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
    """The papers of a source. Each call goes to a thread and comes back to the window."""

    def __init__(self, source: PrintSource, background: Background, owner: QObject) -> None:
        self._source, self._background, self._owner = source, background, owner
        self._task: DrawingTask | None = None

    def sort_out(
        self,
        ids: Sequence[int],
        then: Callable[[dict[int, ShopdeskError]], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Find those that can't be printed."""
        self._background.run_task(lambda: self._source.unprintable(ids), then, failed, owner=self._owner)

    def preview(
        self,
        ids: Sequence[int],
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
            return self._source.preview(ids, paper, offset, task.on_progress)

        return self._start(title, draw, then, failed)

    def print(
        self,
        ids: Sequence[int],
        paper: Paper,
        offset: Offset,
        reason: str,
        *,
        target: Path | None,
        title: str,
        then: Callable[[PrintJob], object],
        failed: Callable[[Exception], object],
    ) -> DrawingTask:
        """Draw and record a printing. `failed` gets what `source.is_again` knows where a reason is needed.

        With a `target` the file is written as well, and nothing is recorded where it can't be.
        """
        self.stop()
        deliver = partial(write_bytes, target) if target else None

        def draw(task: DrawingTask) -> PrintJob:
            return self._source.print(ids, paper, offset, reason=reason, progress=task.on_progress, deliver=deliver)

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
