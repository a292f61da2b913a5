"""An answer in public: words of the library by a few letters, and a guard that shows what of the buyer it would tell
everybody, while it is written (REV-05)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from shopdesk.domain.private_data import PRIVATE, Found
from shopdesk.domain.review_answers import place_of_answer
from shopdesk.domain.reviews import But
from shopdesk.domain.script_blanks import Filled, names_in
from shopdesk.domain.script_topics import Topic
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.queries.reviews import ReviewRow
from shopdesk.queries.script_values import fill_script
from shopdesk.queries.scripts import ScriptRow, list_scripts, search_scripts
from shopdesk.services.desk import Desk
from shopdesk.services.reviews import ReplyTells, check_reply, reply_review
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.reviews.said_view import SaidView
from shopdesk.ui.reviews.told import words_of
from shopdesk.ui.theme import Theme

CHECK_AFTER = 250
"""Milliseconds after the last key."""
LIST_HIGH, LINE_HIGH = 118, 24
"""px."""
_SHELVES = (Topic.REVIEW, Topic.APOLOGY)
"""Words of these are offered before anybody types, and first."""
_SCRIPT = Qt.ItemDataRole.UserRole
_WALK = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class WordsLine(QLineEdit):
    """Arrows walk the list below, Enter takes from it."""

    walked = Signal(int)
    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the list; Ctrl+Enter is the dialog's."""
        step = _WALK.get(Qt.Key(event.key()))
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if step is not None:
            self.walked.emit(step)
        elif is_enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class ReplyForm(Retranslated, QDialog):
    """What was typed stays until it is noted."""

    written = Signal(str)
    """The answer that was noted."""

    def __init__(
        self, row: ReviewRow, desk: Desk, background: Background, messages: Messages, *, theme: Theme,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("review-reply")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._row, self._desk, self._background, self._messages, self._theme = row, desk, background, messages, theme
        self._scripts: list[ScriptRow] = []
        self._script_id: int | None = None
        self._checks = Newest(background, self)
        self._is_read = self._takes_soon = False
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()
        fit_on_screen(self, 640, 600)
        (self.text if row.reply else self.line).setFocus()
        background.run_task(self._read, self._take_scripts, messages.error, owner=self)

    def retranslate(self) -> None:
        """Write every text again."""
        title = _("Answer review {number} in public").format(number=self._row.id)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.line.setPlaceholderText(_("Words or pinyin initials; Enter takes them over"))
        self.line.setAccessibleName(_("Find words to say"))
        self.list.setAccessibleName(_("Answers to reviews"))
        self.text.setAccessibleName(_("The answer"))
        self.text.setPlaceholderText(_("What everybody will read"))
        self._cancel.setText(_("Cancel"))
        self._save.setText(_("Note and copy"))
        self._save.setToolTip(_("Ctrl+Enter"))

    def save(self) -> None:
        """Note the answer; one that tells who the buyer is, or has a gap, stays here and says where."""
        text = self.text.toPlainText().strip()
        if not self._save.isEnabled():
            return
        gaps = names_in(text)
        if gaps:
            self._refuse(_("Still open: {names}. Fill it in, or take it out.").format(names=_(", ").join(gaps)))
            self._select(text.find("{" + gaps[0]), len(gaps[0]) + 2)
            return
        self._save.setEnabled(False)
        script_id, row = self._script_id, self._row
        self._background.run_task(
            lambda: reply_review(self._desk, review_id=row.id, text=text, script_id=script_id, version=row.version),
            lambda _none: self._done(text), self._refused, owner=self,
        )  # fmt: skip

    # How it is put together

    def _build(self) -> None:
        self.said = SaidView("review-reply.said", self._theme, self)
        self.said.show_said("\n".join(filter(None, (self._row.said, self._row.later_said))), words_of(self._row))
        self.line = named(WordsLine(self), "review-reply.find")
        self.line.setClearButtonEnabled(True)
        self.list = named(QListWidget(self), "review-reply.list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setFixedHeight(LIST_HIGH)
        self.text = named(QPlainTextEdit(self), "review-reply.text")
        self.text.setTabChangesFocus(True)
        self.text.setPlainText(self._row.reply)
        self.guard = label("review-reply.guard", "danger", wrap=True, parent=self)
        self.guard.hide()
        self._cancel, self._save = button("review-reply.cancel", parent=self), button("review-reply.save", "main", self)
        self._timer = QTimer(self, singleShot=True, interval=CHECK_AFTER)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.guard, 1)
        foot.addStretch(0)
        for made in (self._cancel, self._save):
            foot.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        for part in (self.said, self.line, self.list):
            layout.addWidget(part)
        layout.addWidget(self.text, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.line.textChanged.connect(lambda _text: self._list())
        self.line.walked.connect(self._walk)
        self.line.taken.connect(self._take_words)
        self.list.itemClicked.connect(lambda _item: self._take_words())
        self.text.textChanged.connect(self._check_soon)
        self._timer.timeout.connect(self._check)
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self.save)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self._save.click)

    # Words of the library

    def _read(self) -> list[ScriptRow]:
        of, is_but = self._row, self._row.but in (But.FOUND, But.SAID)

        def place(row: ScriptRow) -> tuple[int, int]:
            shelf = _SHELVES.index(row.topic) if row.topic in _SHELVES else len(_SHELVES)
            return shelf, place_of_answer(row.title, of.kind, of.cause, is_but=is_but)

        return sorted(list_scripts(self._desk.seen), key=place)

    def _take_scripts(self, rows: list[ScriptRow]) -> None:
        self._scripts, self._is_read = rows, True
        self._list()
        if self._takes_soon:
            self._takes_soon = False
            self._take_words()

    def _list(self) -> None:
        self.list.clear()
        typed = self.line.text()
        for row in search_scripts(self._scripts, typed):
            if not typed.strip() and row.topic not in _SHELVES:
                continue
            item = QListWidgetItem(row.title, self.list)
            item.setData(_SCRIPT, row)
            item.setToolTip(row.body)
        self.list.setCurrentRow(0 if self.list.count() else -1)

    def _walk(self, step: int) -> None:
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())

    def _take_words(self) -> None:
        item = self.list.currentItem()
        row = item.data(_SCRIPT) if item is not None else None
        if not isinstance(row, ScriptRow):
            self._takes_soon = not self._is_read
            if self._is_read:
                self._take_typed()
            return
        about, desk = self._row, self._desk

        def fill() -> Filled:
            return fill_script(
                desk.seen, script_id=row.id, now=desk.clock(), person=desk.actor.name, order_id=about.order_id,
                buyer_id=about.buyer_id, shop_id=about.shop_id,
            )  # fmt: skip

        self._background.run_task(fill, lambda filled: self._put(row.id, filled), self._messages.error, owner=self)

    def _take_typed(self) -> None:
        """No words of the library are like that: what was typed is the answer itself."""
        typed = self.line.text().strip()
        if typed and not self.text.toPlainText().strip():
            self.text.setPlainText(typed)
            self.line.clear()
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setFocus()

    def _put(self, script_id: int, filled: Filled) -> None:
        self._script_id = script_id
        self.text.setPlainText(filled.text)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setFocus()
        if filled.gaps:
            self._select(filled.text.find("{" + filled.gaps[0]), len(filled.gaps[0]) + 2)

    # The guard

    def _check_soon(self) -> None:
        self._checks.forget()
        self._timer.start()

    def _check(self) -> None:
        text, row = self.text.toPlainText(), self._row
        self._checks.read(
            lambda: check_reply(self._desk, review_id=row.id, text=text), self.show_found, self._messages.unasked
        )

    def show_found(self, found: Sequence[Found]) -> None:
        """Mark what would tell who the buyer is, and say it."""
        look = QTextCharFormat()
        look.setBackground(self._theme.colour("danger_tint"))
        look.setForeground(self._theme.colour("danger"))
        text, marks = self.text.toPlainText(), []
        for each in found:
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = self._cursor(text, each.start, each.end), look
            marks.append(mark)
        self.text.setExtraSelections(marks)
        told = [_("{part}: {rest}").format(part=_(PRIVATE[each.kind]), rest=each.text) for each in found]
        what = _(", ").join(dict.fromkeys(told))
        said = _("Everybody would read who the buyer is. Take out: {what}").format(what=what) if found else ""
        self.guard.setText(said)
        self.guard.setVisible(bool(said))

    def _cursor(self, text: str, start: int, end: int) -> QTextCursor:
        made = QTextCursor(self.text.document())
        made.setPosition(_units(text[:start]))
        made.setPosition(_units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        return made

    def _select(self, start: int, length: int) -> None:
        """Typing takes its place."""
        text = self.text.toPlainText()
        place = max(start, 0) + len(text) - len(text.lstrip())
        self.text.setTextCursor(self._cursor(text, place, place + length))
        self.text.setFocus()

    # How it ends

    def _done(self, text: str) -> None:
        self.written.emit(text)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if isinstance(error, ReplyTells):
            self.text.setPlainText(self.text.toPlainText().strip())  # places are counted from its first letter
            self._stop_checks()
            self.show_found(error.found)
            first = error.found[0]
            self._select(first.start, first.end - first.start)
        elif isinstance(error, ShopdeskError):
            self._refuse(sentence(error))
        else:
            self._messages.error(error)

    def _refuse(self, said: str) -> None:
        self._stop_checks()
        self.guard.setText(said)
        self.guard.show()

    def _stop_checks(self) -> None:
        """What a refusal says stays until the text is another."""
        self._timer.stop()
        self._checks.forget()


def _units(text: str) -> int:
    """How long Qt takes it to be: a sign outside the first plane counts twice."""
    return len(text.encode("utf-16-le")) // 2
