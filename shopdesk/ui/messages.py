"""The one module that speaks to the user.

Nothing here stops the program while it waits: a question takes what to do with the answer. News are toasts, lasting
states are banners, a refusal is a dialog with one sentence, and a bug of ours ends in a report to copy.
"""

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.ui.banner import BannerKind, Banners
from shopdesk.ui.icons import Icons
from shopdesk.ui.questions import Question, ReportDialog, Sentence, TextQuestion
from shopdesk.ui.reports import report_of
from shopdesk.ui.toasts import Kind, NewsList, Toast, Toasts
from shopdesk.ui.undo import Undoable, UndoQueue

_log = logging.getLogger("shopdesk")


class Messages(QObject):
    """`host` is the widget over which toasts lie; dialogs belong to its window."""

    news = Signal(object)
    """A toast was shown (a `toasts.News`)."""
    broke = Signal()
    """Something that can't be has happened: a bug of ours, or values that no program expects."""
    _unexpected = Signal(object)

    def __init__(self, host: QWidget, banners: Banners, icons: Icons) -> None:
        super().__init__(host)
        self._host = host
        self._banners = banners
        self._icons = icons
        self._toasts = Toasts(host, icons)
        self._toasts.said.connect(self.news)
        self.undo = UndoQueue(host, icons)
        self.undo.left.connect(self._dismiss_undone)
        self.undo.refused.connect(self.error)
        self._undo_toasts: dict[Undoable, Toast] = {}
        self._report: ReportDialog | None = None
        self._banner_says: Callable[[ShopdeskError], bool] = _no_banner_says
        self._unexpected.connect(self.error, Qt.ConnectionType.QueuedConnection)

    # News and states

    def toast(
        self,
        text: str,
        kind: Kind = Kind.GOOD,
        *,
        undo: Callable[[], object] | None = None,
        action: tuple[str, Callable[[], object]] | None = None,
        topic: str = "",
    ) -> Toast:
        """Say that something was done; with `undo` the toast has an Undo button, and Ctrl+Z does it even once the toast
        is gone; with `action` it has a button of another text. A refusal to undo is shown as one. It takes the place of
        the last toast with the same `topic`."""
        if undo is None:
            return self._toasts.show(text, kind, action, topic=topic)
        entry = self.undo.push(text, undo)
        toast = self._toasts.show(text, kind, (_("Undo"), lambda: self.undo.undo(entry)), topic=topic)
        toast.gone.connect(lambda: self._undo_toasts.pop(entry, None))
        self._undo_toasts[entry] = toast
        return toast

    def copy(self, text: str) -> None:
        """To the clipboard, and say so."""
        QGuiApplication.clipboard().setText(text)
        self.toast(_("Copied: {text}").format(text=text), Kind.INFO, topic="copied")

    @property
    def toasts(self) -> Toasts:
        """What is shown and what was said."""
        return self._toasts

    def open_history(self, above: QWidget) -> NewsList:
        """Open the list of what was said, above the button that asked for it."""
        news = NewsList(self._toasts, self._icons, self._host.window())
        news.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = above.mapToGlobal(QPoint(above.width(), 0))
        news.move(corner - QPoint(news.width(), news.height() + 4))
        news.show()
        return news

    def banner(
        self,
        key: str,
        text: str,
        kind: BannerKind = "info",
        *,
        action: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Show a state that lasts (`key`: "sample", "offline", "read-only") in a thin line across the page."""
        self._banners.put(key, text, kind, action)

    def clear_banner(self, key: str) -> None:
        """That state is over."""
        self._banners.clear(key)

    def ask_first(self, banner_says: Callable[[ShopdeskError], bool]) -> None:
        """Have somebody look at each refusal first: True once a banner of his says it, for as long as it lasts."""
        self._banner_says = banner_says

    # Errors

    def error(self, error: Exception) -> QDialog | None:
        """Say why something was refused; anything that is not a `ShopdeskError` becomes a report. What a banner says
        for as long as it lasts is no dialog at each attempt, but one toast."""
        if not isinstance(error, ShopdeskError):
            return self.report(error)
        if error.is_quiet or self._banner_says(error):
            self.toast(sentence(error), Kind.WARNING, topic="banner")
            return None
        return self._open(Sentence(sentence(error), self._window()))

    @contextmanager
    def telling(self, *, asked: bool = True) -> Iterator[None]:
        """What is refused within is told; `asked` is what a person wanted, see `unasked` for the rest."""
        try:
            yield
        except ShopdeskError as error:
            self.error(error) if asked else self.unasked(error)

    def unasked(self, error: Exception) -> None:
        """The error of what went on by itself: as `error`, but what a banner says is left to it."""
        if not (isinstance(error, ShopdeskError) and (error.is_quiet or self._banner_says(error))):
            self.error(error)

    def report(self, error: BaseException) -> QDialog:
        """Show the report of a bug; while one is open further ones are added to it."""
        text = report_of(error)
        _log.error("%s", text)
        self.broke.emit()
        if self._report is not None:
            self._report.add(text)
            return self._report
        self._report = ReportDialog(text, self._window())
        self._report.finished.connect(self._forget_report)
        return self._open(self._report)

    def install_excepthook(self) -> None:
        """Show a report for every exception that nobody caught, in whatever thread."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    # Questions

    def confirm(
        self,
        question: str,
        yes: str,
        on_yes: Callable[[], object],
        *,
        details: str = "",
        danger: bool = False,
        on_no: Callable[[], object] | None = None,
    ) -> QDialog:
        """Ask for a decision; `yes` is the verb on the button. For what can be undone, do it and offer Undo instead."""
        dialog = Question(question, yes, details=details, danger=danger, parent=self._window())
        dialog.accepted.connect(lambda *_args: on_yes())
        if on_no is not None:
            dialog.rejected.connect(lambda *_args: on_no())
        return self._open(dialog)

    def ask_text(
        self,
        question: str,
        ok: str,
        on_text: Callable[[str], object],
        *,
        value: str = "",
        choices: tuple[str, ...] = (),
        required: bool = True,
    ) -> QDialog:
        """Ask for a line of text, such as a reason; `choices` are offered as usual answers."""
        dialog = TextQuestion(question, ok, value=value, choices=choices, required=required, parent=self._window())
        dialog.accepted.connect(lambda: on_text(dialog.text()))
        return self._open(dialog)

    def _window(self) -> QWidget:
        return QApplication.activeModalWidget() or self._host.window()

    def _open(self, dialog: QDialog) -> QDialog:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _dismiss_undone(self, entry: Undoable) -> None:
        toast = self._undo_toasts.pop(entry, None)
        if toast is not None:
            toast.dismiss()

    def _forget_report(self) -> None:
        self._report = None

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self._unexpected.emit(error.with_traceback(trace))

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._unexpected.emit(args.exc_value)


def _no_banner_says(error: ShopdeskError) -> bool:
    del error
    return False


__all__ = ["Kind", "Messages"]
