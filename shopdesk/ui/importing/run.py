"""Runs the import commands of a dialog one after the other, without ever stopping the window."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.services.desk import Desk
from shopdesk.services.sign_in import make_ticket
from shopdesk.ui.background import Background, Task
from shopdesk.ui.importing.files import Finding, ImportFile, arguments, batches, look_at, take_answer
from shopdesk.ui.processes import ProcessTask

Start = Callable[[Sequence[str], str], Task]
"""Starts our command line with arguments and a title."""


def start_process(arguments: Sequence[str], title: str, *, ticket: str = "") -> Task:
    """The usual `Start`: a process of its own, for whoever the ticket names."""
    task = ProcessTask(arguments, title, ticket=ticket)
    task.start()
    return task


class ImportPass(QObject):
    """One pass over some files: a dry run or the import itself. What came of it is in the files once it has ended."""

    started = Signal(object)
    """A task begins whose progress can be shown."""
    finished = Signal(bool)
    """Whether all of it was done; False where it was cancelled. Always the last."""

    def __init__(
        self,
        files: Sequence[ImportFile],
        *,
        desk: Desk,
        database: str,
        background: Background,
        dry_run: bool,
        start: Start | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._database, self._background = desk, database, background
        self._dry_run = dry_run
        self._start = start or partial(start_process, ticket=make_ticket(desk))
        self._waiting = batches(files)
        self._refused: list[ImportFile] = []
        self._task: Task | None = None

    def go(self) -> None:
        """Begin with the first batch."""
        self._next()

    def cancel(self) -> None:
        """Stop; the batch under way leaves nothing behind."""
        self._waiting = []
        if self._task is not None:
            self._task.cancel()

    def _next(self) -> None:
        if not self._waiting:
            self._look_closer()
            return
        batch = self._waiting.pop(0)
        task = self._start(arguments(self._database, batch, dry_run=self._dry_run), self._title(len(batch)))
        self._task = task
        task.cancelled.connect(self._on_cancelled)
        self._background.follow(
            task, lambda answer: self._take(batch, answer), lambda error: self._refuse(batch, error), owner=self
        )
        self.started.emit(task)

    def _title(self, count: int) -> str:
        if self._dry_run:
            return ngettext("Looking through {n} file", "Looking through {n} files", count).format(n=count)
        return ngettext("Importing {n} file", "Importing {n} files", count).format(n=count)

    def _take(self, batch: list[ImportFile], answer: object) -> None:
        take_answer(batch, answer, done=not self._dry_run)
        self._refused += [file for file in batch if file.problem]
        self._next()

    def _refuse(self, batch: list[ImportFile], error: Exception) -> None:
        """The command refused all of it: a broken database, a shop that is gone."""
        if not isinstance(error, ShopdeskError):
            raise error
        for file in batch:
            file.forget()
            file.problem = sentence(error)
        self._next()

    def _on_cancelled(self) -> None:
        self.finished.emit(False)

    def _look_closer(self) -> None:
        """Find out in a thread where the user can help with what was refused; such files are small or cheap to open.
        What broke the command itself is not opened once more: it could break the window too."""
        self._task = None
        refused = self._refused
        if not refused:
            self.finished.emit(True)
            return
        self._background.run_task(
            lambda: [look_at(self._desk, file.path) for file in refused],
            lambda findings: self._take_findings(refused, findings),
            lambda _error: self.finished.emit(True),
            owner=self,
            title=_("Looking closer at what was refused"),
        )

    def _take_findings(self, refused: list[ImportFile], findings: list[Finding]) -> None:
        for file, finding in zip(refused, findings, strict=True):
            file.unknown = finding.unknown
            file.shops = () if file.shop else finding.shops
        self.finished.emit(True)
