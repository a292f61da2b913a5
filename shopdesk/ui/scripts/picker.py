"""The words to say, over any page by one key: typed for, looked at, copied (CRM-02).

A few letters or pinyin initials, Enter, and the text is on the clipboard; it is never copied with a gap.
"""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from shopdesk.domain.script_blanks import Filled
from shopdesk.domain.script_topics import TOPICS
from shopdesk.errors import NotFound, ShopdeskError
from shopdesk.i18n import _, current_language, sentence
from shopdesk.queries.scripts import ScriptRow, search_scripts
from shopdesk.services.desk import Desk
from shopdesk.services.scripts import ScriptHasGaps, use_script
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named, rule
from shopdesk.ui.filled_text import NOTHING, Saying
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.page import InView
from shopdesk.ui.record_model import Index
from shopdesk.ui.scanner import TAKES_SCAN
from shopdesk.ui.scripts.actions import PICK
from shopdesk.ui.scripts.reading import Choices, about_of, read_choices, read_filled
from shopdesk.ui.scripts.size_line import SIZE_GAPS, SizeLine
from shopdesk.ui.theme import Text, Theme

FILL_AFTER = 30
"""Milliseconds after another script was chosen: who holds an arrow key down asks for none of those between."""
ROW = 28
SCRIPT = Qt.ItemDataRole.UserRole
_WALK = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class SearchLine(QLineEdit):
    """Arrows walk the list, Enter takes; everything else is typed."""

    walked = Signal(int)
    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the list."""
        step = _WALK.get(Qt.Key(event.key()))
        if step is not None:
            self.walked.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class Picker(Retranslated, QDialog):
    """`opened` asks to show a script in the library."""

    opened = Signal(int)
    copied = Signal(int)
    """The id of the script whose text is on the clipboard."""

    def __init__(
        self,
        *,
        desk: Desk,
        background: Background,
        messages: Messages,
        theme: Theme,
        view: InView,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("picker")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._background, self._messages = desk, background, messages
        self.choices = Choices(about_of(view))
        self._is_read = self._is_copying = False
        self._takes_soon = self._goes_to_gap = False
        """Enter was pressed before anything was read; before the gaps were there."""
        self._given: dict[int, dict[str, str]] = {}
        self._fills = Newest(background, self)
        self._shown: int | None = None
        self._build(theme)
        self._lay_out()
        self._connect()
        self.retranslate()
        fit_on_screen(self, 860, 520)
        self.line.setFocus()
        background.run_task(lambda: read_choices(desk, view), self._take, messages.error, owner=self)

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Words to say"))
        self.setAccessibleName(_("Words to say"))
        self.line.setPlaceholderText(_("Words or pinyin initials"))
        self.line.setAccessibleName(_("Find words to say"))
        self.list.setAccessibleName(_("Scripts"))
        self._copy.setText(_("Copy") + "  ⏎")
        self._copy.setAccessibleName(_("Copy"))
        self._close.setText(_("Close"))
        self._open.setText(_("Show in the library"))
        self._hint.setText(_("Enter copies, Tab goes to the gaps and sizes, Esc closes"))
        self._say_about()

    # How it is put together

    def _build(self, theme: Theme) -> None:
        self.line = named(SearchLine(self), "picker.find")
        self.line.setClearButtonEnabled(True)
        self.line.setProperty(TAKES_SCAN, True)
        self._about = label("picker.about", "muted", parent=self)
        self.list = named(QListWidget(self), "picker.list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(ScriptLine(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.saying = Saying("picker.saying", theme, self)
        self._gloss = label("picker.gloss", "small", wrap=True, parent=self)
        self._nothing = label("picker.nothing", "muted", wrap=True, parent=self)
        self.refusal = label("picker.refusal", "danger", wrap=True, parent=self)
        self.refusal.hide()
        self.sizes = SizeLine("picker.sizes", self)
        self._hint = label("picker.hint", "small", parent=self)
        self._open, self._close = button("picker.open", "quiet", self), button("picker.close", parent=self)
        self._copy = button("picker.copy", "main", self)
        self._timer = QTimer(self, singleShot=True, interval=FILL_AFTER)
        for each in (self._open, self._close, self._copy):
            each.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab is for what is filled in

    def _lay_out(self) -> None:
        head, middle, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (head, middle, foot):
            row.setSpacing(12)
        head.addWidget(self.line, 5)
        head.addWidget(self._about, 4)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self._nothing)
        middle.addLayout(left, 5)
        right = QVBoxLayout()
        right.addWidget(self.saying, 1)
        right.addWidget(self._gloss)
        middle.addLayout(right, 6)
        foot.addWidget(self._hint, 1)
        for made in (self._open, self._close, self._copy):
            foot.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addLayout(middle, 1)
        layout.addWidget(self.refusal)
        layout.addWidget(rule("picker.rule", self))
        layout.addWidget(self.sizes)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.line.textChanged.connect(lambda _text: self._list())
        self.line.walked.connect(self._walk)
        self.line.taken.connect(self.copy)
        self.list.currentItemChanged.connect(lambda *_items: self._on_chosen())
        self.list.itemDoubleClicked.connect(lambda _item: self.copy())
        self._timer.timeout.connect(self._fill)
        self.saying.done.connect(self.copy)
        self.saying.changed.connect(self._on_typed)
        self.sizes.advised.connect(self._propose)
        self.sizes.left.connect(self.line.setFocus)
        self._copy.clicked.connect(self.copy)
        self._close.clicked.connect(self.reject)
        self._open.clicked.connect(self._open_chosen)
        QShortcut(QKeySequence(PICK), self, self.reject)

    # What there is

    def _take(self, choices: Choices) -> None:
        self.choices, self._is_read = choices, True
        self._say_about()
        self.sizes.show_tables(choices.tables, choices.bought, choices.said)
        self.sizes.setVisible(bool(choices.tables))
        self._list()
        if self._takes_soon:
            self._takes_soon = False
            self.copy()

    def _say_about(self) -> None:
        said = self.choices.name or _("No order in view: what belongs to one stays open")
        self._about.setText(said if self._is_read else "")

    def _list(self) -> None:
        """What was typed for; the first is chosen."""
        if not self._is_read:
            return
        found = search_scripts(self.choices.rows, self.line.text())
        self.list.clear()
        for row in found:
            item = QListWidgetItem(row.title)
            item.setSizeHint(QSize(0, ROW))
            item.setData(SCRIPT, row)
            item.setToolTip(row.gloss)
            self.list.addItem(item)
        self.list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        empty = _("There are no scripts yet: take the starting set over on the Scripts page.")
        self._nothing.setText(_("No script is found by this. Try another word.") if self.choices.rows else empty)
        self.list.setCurrentRow(0 if found else -1)
        self._on_chosen()

    def current(self) -> ScriptRow | None:
        """The script that Enter copies."""
        item = self.list.currentItem()
        row = item.data(SCRIPT) if item is not None else None
        return row if isinstance(row, ScriptRow) else None

    def _walk(self, step: int) -> None:
        n = self.list.count()
        if n:
            place = self.list.currentRow() + step
            self.list.setCurrentRow(place % n if abs(step) == 1 else min(max(place, 0), n - 1))

    def _on_chosen(self) -> None:
        row = self.current()
        self._fills.forget()
        for made in (self._copy, self._open):
            made.setEnabled(row is not None)
        self.line.setAccessibleDescription(row.title if row is not None else "")  # the list never has the focus
        # Who works in Chinese has no need of it.
        self._gloss.setText(row.gloss if row is not None and current_language() == "en" else "")
        self._gloss.setVisible(bool(self._gloss.text()))
        if row is None:
            self._shown = None
            self.saying.show_filled(NOTHING)
        elif row.id != self._shown:
            self.refusal.hide()
            self._timer.start()

    def _fill(self) -> None:
        row, about = self.current(), self.choices.about
        if row is None:
            return

        def take(filled: Filled) -> None:
            self._show_filled(row.id, filled)

        def lost(error: Exception) -> None:
            if not isinstance(error, NotFound):
                self._messages.error(error)

        self._fills.read(lambda: read_filled(self._desk, row.id, about), take, lost)

    def _show_filled(self, script_id: int, filled: Filled) -> None:
        self._shown = None  # what is shown now is not what was typed for this one
        given = self._proposed(filled) | self._given.get(script_id, {})
        self.saying.show_filled(filled, given)
        self._shown = script_id
        self._given[script_id] = self.saying.gaps.given()
        if self._goes_to_gap:
            self._goes_to_gap = False
            self.saying.gaps.go_to_first_empty()

    def _on_typed(self) -> None:
        if self._shown is not None:
            self._given[self._shown] = self.saying.gaps.given()
            self.refusal.hide()

    def _proposed(self, filled: Filled) -> dict[str, str]:
        """The size that was advised, for a script that leaves it open."""
        fills = self.sizes.fills()
        return {name: fills[bare] for name in filled.gaps if (bare := name.lstrip("?？").strip()) in fills}

    def _propose(self) -> None:
        """Another size was advised: into gaps that nobody has typed in."""
        if self._shown is None:
            return
        fills = self.sizes.fills()
        for gap, line in self.saying.gaps.lines.items():
            name = gap.lstrip("?？").strip()
            if name in SIZE_GAPS and not line.isModified():
                line.setText(fills.get(name, ""))

    # Copying

    def copy(self) -> None:
        """The text of the chosen script to the clipboard; with a gap it isn't, and the keys go there."""
        row = self.current()
        if row is None:
            self._takes_soon = not self._is_read
            return
        if self._is_copying:
            return
        self._is_copying = True
        given = self.saying.gaps.given() if row.id == self._shown else {}
        about = self.choices.about
        self._background.run_task(
            lambda: use_script(self._desk, script_id=row.id, given=given, **about),
            lambda text: self._copied(row, text),
            lambda error: self._refused(row, error),
            owner=self,
        )

    def _copied(self, row: ScriptRow, text: str) -> None:
        self._is_copying = False
        QGuiApplication.clipboard().setText(text)
        self._messages.toast(_("Copied: {text}").format(text=row.title), Kind.INFO, topic="copied")
        self.copied.emit(row.id)
        self.accept()

    def _refused(self, row: ScriptRow, error: Exception) -> None:
        self._is_copying = False
        if not isinstance(error, ShopdeskError) or error.is_quiet:
            self._messages.error(error)
            return
        now = self.current()
        if isinstance(error, ScriptHasGaps) and now is not None and now.id == row.id:
            if self._shown == row.id:
                self.saying.gaps.go_to_first_empty()
            else:  # Enter was faster than the reading
                self._goes_to_gap = True
                self._fill()
        self.refusal.setText(sentence(error))
        self.refusal.show()

    def _open_chosen(self) -> None:
        row = self.current()
        if row is not None:
            self.opened.emit(row.id)
            self.accept()


class ScriptLine(QStyledItemDelegate):
    """Title on the left, topic on the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        row = index.data(SCRIPT)
        painter.save()
        box = option.rect.adjusted(0, 0, -2, 0)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self._theme.colour("selected"))
            painter.fillRect(box.x(), box.y(), 3, box.height(), self._theme.colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, self._theme.colour("hover"))
        small, room = self._theme.font(Text.SMALL), box.adjusted(10, 0, -8, 0)
        topic = _(TOPICS[row.topic])
        width = QFontMetrics(small).horizontalAdvance(topic)
        painter.setFont(small)
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, topic)
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("text"))
        left = room.adjusted(0, 0, -width - 12, 0)
        title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()
