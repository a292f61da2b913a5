"""Showing work under way: where it was started at first, in the status bar once it takes long."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from shopdesk.i18n import _
from shopdesk.ui.background import Background, Task
from shopdesk.ui.controls import label, named, tool_button
from shopdesk.ui.icons import Icons
from shopdesk.ui.language import Retranslated

SHOWN_AFTER, MOVED_AFTER = 300, 10_000
"""Milliseconds: quicker work shows nothing; longer work moves to the status bar."""


class ProgressRow(Retranslated, QWidget):
    """One line: what is done, how far, and a button to cancel. Goes away with its task."""

    def __init__(
        self, task: Task, icons: Icons, *, name: str, since: int = 0, until: int | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """Shown from `since` ms to `until` ms after now (None: to the end). `name` is its objectName."""
        super().__init__(parent)
        self._task = task
        self.setObjectName(name)
        self._text = label(f"{name}.text", "muted", parent=self)
        self._text.setText(task.title)
        self._bar = named(QProgressBar(self), f"{name}.bar")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(96)
        self._cancel = tool_button(icons, "x", f"{name}.cancel", self)
        self._cancel.setVisible(task.can_cancel)
        self._lay_out()
        self._connect(task)
        self.retranslate()
        self.hide()
        QTimer.singleShot(since, self, self._appear)
        if until is not None:
            QTimer.singleShot(until, self, self.hide_for_good)

    def retranslate(self) -> None:
        """Write every text again."""
        self._cancel.setToolTip(_("Cancel"))
        self._cancel.setAccessibleName(_("Cancel {work}").format(work=self._task.title))
        self._bar.setAccessibleName(_("Progress of {work}").format(work=self._task.title))

    def hide_for_good(self) -> None:
        """Go away: the task has ended or is shown elsewhere now."""
        self.hide()
        self.deleteLater()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._text.setMinimumWidth(160)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._cancel)

    def _connect(self, task: Task) -> None:
        task.progressed.connect(self._show_progress)
        task.finished.connect(self.hide_for_good)
        self._cancel.clicked.connect(task.cancel)
        self._cancel.clicked.connect(lambda: self._cancel.setEnabled(False))

    def _appear(self) -> None:
        if self._task.is_running:
            self.show()

    def _show_progress(self, share: float, text: str) -> None:
        if share < 0:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(share * 1000))
        self._text.setText(text or self._task.title)
        self._text.setToolTip(text)


def inline_progress(task: Task, icons: Icons, name: str, parent: QWidget | None = None) -> ProgressRow:
    """The row for the place where the work was started: from 300 ms to 10 s."""
    return ProgressRow(task, icons, name=name, since=SHOWN_AFTER, until=MOVED_AFTER, parent=parent)


class RunningWork(QWidget):
    """The part of the status bar that shows what has been under way for more than ten seconds."""

    def __init__(self, background: Background, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("main.status.work")
        self._icons = icons
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._count = 0
        background.started.connect(self.take)

    def take(self, task: Task, after: int = MOVED_AFTER) -> None:
        """Show a task from `after` ms on; those without a title stay unseen."""
        if not task.title:
            return
        self._count += 1
        row = ProgressRow(task, self._icons, name=f"main.status.work.{self._count}", since=after, parent=self)
        self._layout.addWidget(row)
