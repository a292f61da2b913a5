"""Our own command line as a background task: a process of its own never makes the window stutter.

The command writes progress as JSON lines on stderr (`{"progress": 0.42, "text": "..."}`) and its result as JSON on
stdout. Stopping it at any moment is safe, since every file is one transaction.
"""

import json
import sys
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer

from shopdesk.errors import N_, ShopdeskError
from shopdesk.i18n import current_language
from shopdesk.ui.background import Task

KILL_AFTER = 3_000
"""Milliseconds a process gets to end after it was asked to."""


class WorkRefused(ShopdeskError):
    """The command said no (exit status 1) and why."""

    template = N_("{reason}")


class WorkBroke(ShopdeskError):
    """The command ended in a way it never should."""

    template = N_("The work stopped before its end ({details}). Nothing half done was kept; try it again.")


def own_command() -> list[str]:
    """Program and first arguments that start shopdesk again."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "shopdesk"]


class ProcessTask(Task):
    """Runs `shopdesk ARGUMENTS...`. `done` carries the parsed JSON: one value, or a list for several lines.

    A command that refused a part (one file of several) and tells so in its JSON is done as well.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        title: str = "",
        *,
        command: Sequence[str] | None = None,
        ticket: str = "",
        more: Mapping[str, str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`ticket` says who works, where people sign in (services.sign_in.make_ticket); `more` is put into its
        environment: what is secret is never an argument."""
        super().__init__(title, can_cancel=True, parent=parent)
        self._out = bytearray()
        self._err_rest = b""
        self._reasons: list[str] = []
        self._was_cancelled = False
        program, *first = command or own_command()
        self._process = QProcess(self)
        self._process.setProgram(program)
        self._process.setArguments([*first, *arguments])
        self._process.setProcessEnvironment(_environment(ticket, more or {}))
        self._process.readyReadStandardOutput.connect(self._read_out)
        self._process.readyReadStandardError.connect(self._read_err)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    def start(self) -> None:
        """Start the process."""
        self._process.start()

    def cancel(self) -> None:
        """Ask the process to end, then make it end."""
        if not self.is_running or self._was_cancelled:
            return
        self._was_cancelled = True
        self._process.terminate()
        QTimer.singleShot(KILL_AFTER, self, self._process.kill)

    def wait_for_end(self) -> None:
        """Wait for the process, and end it by force when it takes too long."""
        if not self._process.waitForFinished(KILL_AFTER):
            self._process.kill()
            self._process.waitForFinished(KILL_AFTER)

    def _read_out(self) -> None:
        self._out += self._process.readAllStandardOutput().data()

    def _read_err(self) -> None:
        *lines, self._err_rest = (self._err_rest + self._process.readAllStandardError().data()).split(b"\n")
        for line in lines:
            self._take_line(line.decode("utf-8", "replace").strip())

    def _take_line(self, line: str) -> None:
        progress = _progress(line)
        if progress is not None:
            self.progressed.emit(*progress)
        elif line:
            self._reasons.append(line)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._fail(WorkBroke(details=self._process.errorString()))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read_out()
        self._read_err()
        self._take_line(self._err_rest.decode("utf-8", "replace").strip())
        crashed = status is QProcess.ExitStatus.CrashExit
        if self._was_cancelled and (crashed or code != 0):
            self._end(self.cancelled.emit)
        elif crashed or code not in (0, 1):
            self._fail(WorkBroke(details=self._reasons[-1] if self._reasons else str(code)))
        elif code == 1 and not self._out.strip():
            self._fail(WorkRefused(reason="\n".join(self._reasons) or str(code)))
        else:
            self._succeed()

    def _succeed(self) -> None:
        try:
            result = _result(self._out.decode("utf-8"))
        except ValueError as error:
            self._fail(WorkBroke(details=str(error)))
            return
        self._end(lambda: self.done.emit(result))

    def _fail(self, error: ShopdeskError) -> None:
        self._end(lambda: self.failed.emit(error))


def _environment(ticket: str, more: Mapping[str, str]) -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("SHOPDESK_TICKET", ticket)
    environment.remove("SHOPDESK_PERSON")
    environment.insert("PYTHONUTF8", "1")
    environment.insert("LC_ALL", f"{current_language()}.UTF-8")
    for name, value in more.items():
        environment.insert(name, value)
    return environment


def _progress(line: str) -> tuple[float, str] | None:
    if not line.startswith("{"):
        return None
    try:
        told = json.loads(line)
        return float(told["progress"]), str(told.get("text", ""))
    except (ValueError, KeyError, TypeError):
        return None


def _result(text: str) -> object:
    """One JSON value over any number of lines, or a list of one a line; None for no output."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
