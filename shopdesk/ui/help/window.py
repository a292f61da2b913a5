"""The help window (F1): pages on the left, the page that is read on the right. Ctrl+F searches all of them."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QListWidget, QTextBrowser, QVBoxLayout, QWidget

from shopdesk.i18n import _, current_language
from shopdesk.ui.controls import fit_on_screen, named, restyle
from shopdesk.ui.help.pages import HelpPage, read_pages
from shopdesk.ui.language import Retranslated
from shopdesk.ui.theme import Theme

LIST_WIDTH = 184
PAGE_MARGIN, HEADING_ROOM = 20, 14
"""px."""


class HelpWindow(Retranslated, QDialog):
    """Stands beside the window, which goes on working. Esc closes it; Ctrl+PgDown and Ctrl+PgUp turn pages."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self._theme = theme
        self._pages: list[HelpPage] = []
        self._list = named(QListWidget(self), "help.pages")
        self._search = named(QLineEdit(self), "help.search")
        self._search.setClearButtonEnabled(True)
        self._text = named(QTextBrowser(self), "help.text")
        self._text.setOpenLinks(False)
        self._lay_out()
        self._connect()
        self.retranslate()
        fit_on_screen(self, 860, 640)
        self._list.setFocus()

    def retranslate(self) -> None:
        """Read the pages in the language in use; the page that was read stays."""
        self.setWindowTitle(_("Help"))
        self.setAccessibleName(_("Help"))
        self._list.setAccessibleName(_("Help pages"))
        self._text.setAccessibleName(_("Help page"))
        self._search.setPlaceholderText(_("Search the help"))
        self._search.setAccessibleName(_("Search the help"))
        self._search.setToolTip(_("Ctrl+F; Enter goes on to the next place"))
        row = max(self._list.currentRow(), 0)
        self._pages = read_pages(current_language())
        self._list.clear()
        self._list.addItems([page.title for page in self._pages])
        self._list.setCurrentRow(row)

    def show_page(self, key: str) -> None:
        """Turn to a page by its key: `importing`. An unknown one changes nothing."""
        keys = [page.key for page in self._pages]
        if key in keys:
            self._list.setCurrentRow(keys.index(key))

    def find_next(self, *, backwards: bool = False) -> bool:
        """Go to the next place, on whatever page, that holds what is in the search box; False where there is none."""
        words = self._search.text().strip()
        found = bool(words) and self._find_from_here(words, backwards)
        restyle(self._search, "wrong", bool(words) and not found)
        return found

    def _find_from_here(self, words: str, backwards: bool) -> bool:
        """The rest of this page, then page by page around to it."""
        flags = QTextDocument.FindFlag.FindBackward if backwards else QTextDocument.FindFlag(0)
        if self._text.find(words, flags):
            return True
        here, count = self._list.currentRow(), len(self._pages)
        for step in range(1, count + 1):
            self._list.setCurrentRow((here + (-step if backwards else step)) % count)
            end = QTextCursor.MoveOperation.End if backwards else QTextCursor.MoveOperation.Start
            self._text.moveCursor(end)
            if self._text.find(words, flags):
                return True
        return False

    def _lay_out(self) -> None:
        side = named(QFrame(self), "help.side")
        side.setProperty("surface", True)
        side.setFixedWidth(LIST_WIDTH)
        left = QVBoxLayout(side)
        left.setContentsMargins(8, 12, 8, 8)
        left.setSpacing(8)
        left.addWidget(self._search)
        left.addWidget(self._list, 1)
        self._text.setStyleSheet("QTextBrowser { border: none; border-radius: 0; padding: 0; }")
        self._text.document().setDocumentMargin(PAGE_MARGIN)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(side)
        layout.addWidget(self._text, 1)

    def _connect(self) -> None:
        self._list.currentRowChanged.connect(lambda _row: self._show())
        self._text.anchorClicked.connect(self._follow)
        self._search.textEdited.connect(lambda _text: self._search_anew())
        self._theme.changed.connect(self._show)  # links have the look's own colour
        for keys, do in (
            ("Ctrl+F", self._start_search),
            ("F3", self.find_next),
            ("Shift+F3", lambda: self.find_next(backwards=True)),
            ("Ctrl+PgDown", lambda: self._turn(1)),
            ("Ctrl+PgUp", lambda: self._turn(-1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)
        self._search.returnPressed.connect(self.find_next)

    def _show(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._pages):
            self._text.setMarkdown(self._pages[row].text)
            self._dress()

    def _dress(self) -> None:
        """Markdown says nothing of looks: room above headings, and thin lines in tables."""
        cursor = QTextCursor(self._text.document())
        while cursor.movePosition(QTextCursor.MoveOperation.NextBlock):
            looks = cursor.blockFormat()
            if looks.headingLevel():
                looks.setTopMargin(HEADING_ROOM)
                cursor.setBlockFormat(looks)
        for frame in self._text.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                lines = frame.format()
                lines.setBorderBrush(self._theme.colour("line"))
                frame.setFormat(lines)

    def _follow(self, link: QUrl) -> None:
        self.show_page(link.path())

    def _start_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _search_anew(self) -> None:
        """Typing on finds from the top of the page, so that a longer word stays where it is."""
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        self.find_next()

    def _turn(self, step: int) -> None:
        self._list.setCurrentRow((self._list.currentRow() + step) % max(len(self._pages), 1))
