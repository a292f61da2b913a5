"""Files dropped on a window."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import label, named


def files_in(data: QMimeData) -> list[Path]:
    """The local files that are dragged; folders and web addresses are none."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]


class FileDrop(QObject):
    """Takes files dropped anywhere on `target` and shows that it would while they hover over it."""

    dropped = Signal(list)
    """A list of `Path`."""

    def __init__(self, target: QWidget, sentence: str) -> None:
        """`sentence` is English source text, marked by N_: what dropping will do."""
        super().__init__(target)
        self._target, self._sentence = target, sentence
        self._veil = _Veil(target)
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook."""
        if watched is not self._target:
            return False
        if isinstance(event, QDragEnterEvent) and event.type() is QEvent.Type.DragEnter:
            return self._enter(event)
        if event.type() is QEvent.Type.DragLeave:
            self._veil.hide()
        elif isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            return self._drop(event)
        return False

    def _enter(self, event: QDragEnterEvent) -> bool:
        if not files_in(event.mimeData()):
            return False
        event.acceptProposedAction()
        self._veil.cover(_(self._sentence))
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self._veil.hide()
        files = files_in(event.mimeData())
        if not files:
            return False
        event.acceptProposedAction()
        self.dropped.emit(files)
        return True


class _Veil(QFrame):
    """Lies over the whole window while files hover over it."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        named(self, "drop")
        self._target = target
        self.setProperty("banner", "info")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text: QLabel = label("drop.text", "title", parent=self)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def cover(self, text: str) -> None:
        """Show over the whole target."""
        self._text.setText(text)
        self.setGeometry(self._target.rect())
        self.raise_()
        self.show()
