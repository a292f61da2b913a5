"""Everything about one script: as it is said about an order, in English, how often; and where it is written."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from shopdesk.domain.script_blanks import Filled
from shopdesk.domain.script_topics import TOPICS, Topic
from shopdesk.errors import N_, NotFound, ShopdeskError
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.orders import OrderNotFound, find_order_by_waybill, find_order_id
from shopdesk.queries.script_values import About, fill_text
from shopdesk.queries.scripts import ScriptRow
from shopdesk.services.desk import Desk
from shopdesk.services.scripts import ScriptHasGaps
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.filled_text import NOTHING, Saying
from shopdesk.ui.layouts import column
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.order_forms.facts import Fact, Facts
from shopdesk.ui.page_actions import PageActions
from shopdesk.ui.scripts.editor import ScriptEditor, Written
from shopdesk.ui.scripts.work import ScriptWork
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import Theme

TEXT_HIGH = 140
"""px of the text as it is said; a longer one scrolls."""
READ_AFTER = 40
"""Milliseconds after another script was chosen."""


class ScriptPanel(SidePanel):
    """`left` hands the keys back to the list; `saved` carries a script's id."""

    left = Signal()
    saved = Signal(int)

    def __init__(
        self, *, desk: Desk, background: Background, messages: Messages, theme: Theme, commands: PageActions,
        work: ScriptWork,
    ) -> None:  # fmt: skip
        super().__init__("scripts.panel", theme)
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self._commands, self._work = commands, work
        self._row: ScriptRow | None = None
        self._order_id: int | None = None
        self._typed = ""
        self.is_editing = False
        self._fills = Newest(background, self)
        self._timer = QTimer(self, singleShot=True, interval=READ_AFTER)
        self._timer.timeout.connect(self._fill)
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if hasattr(self, "saying"):
            self.order.setPlaceholderText(_("Order number or waybill"))
            self.order.setAccessibleName(_("Order to fill from"))
            self._fill_now.setText(_("Fill"))
            self._empty.setText(_("Choose a script to see what it says."))
            self._write()

    def show_script(self, row: ScriptRow | None) -> None:
        """Show this one; while one is written that stays."""
        if row != self._row and not self.is_editing:
            self._row = row
            self._fills.forget()
            self._write()
            self._timer.start()
        elif not self.is_editing:
            self._write()

    def read_again(self) -> None:
        """Something changed: it is filled again."""
        self._timer.start()

    def write(self, row: ScriptRow | None, topic: Topic) -> None:
        """Change this script, or write a new one."""
        if self.is_editing and self.editor.is_dirty:
            self.editor.body.setFocus()  # what is being written is not lost
            return
        self.show()
        self.is_editing = True
        self._row = row
        self._typed = row.body if row is not None else ""
        self._fills.forget()
        self._write()
        self.editor.open_script(row, topic)
        self._timer.start()

    def go_to_order(self) -> None:
        """The keys go to the line for an order."""
        self.show()
        self.order.setFocus()
        self.order.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The text as it is shown to the clipboard; with a gap the keys go there."""
        if self._row is not None and not self.is_editing:
            self._work.copy(self._row, self.saying.gaps.given(), self._about(), self._on_gaps)

    # How it is put together

    def _build(self) -> None:
        self._empty = label("scripts.panel.empty", "muted", wrap=True, parent=self)
        self.editor = ScriptEditor(self)
        self.saying = Saying("scripts.panel.saying", self._theme, self)
        self.saying.view.setFixedHeight(TEXT_HIGH)
        self.order = named(QLineEdit(self), "scripts.panel.order")
        self.order.setClearButtonEnabled(True)
        self._fill_now = button("scripts.panel.fill", parent=self)
        self.said = label("scripts.panel.said", "danger", wrap=True, parent=self)
        self.said.hide()
        self._gloss = label("scripts.panel.gloss.text", wrap=True, parent=self)
        self._facts = Facts("scripts.panel.facts", self._theme)
        body = column("scripts.panel.said.body", self._order_line(), self.saying, self.said)
        self._edited = self.add_section("editor", "", column("scripts.panel.editor.body", self._empty, self.editor))
        self._said = self.add_section("saying", N_("As it is said"), body)
        self._english = self.add_section("gloss", N_("In English"), self._gloss)
        self._about_it = self.add_section("about", N_("About it"), self._facts)
        looks = {name: self._commands.button(name, "quiet") for name in ("edit", "hide", "show")}
        self._buttons = {"copy": self._commands.button("copy"), **looks}
        for made in self._buttons.values():
            self.foot.addWidget(made)
        self.foot.addStretch(1)
        self.editor.left.connect(self._leave)
        self.editor.saved.connect(self._save)
        self.editor.changed.connect(self._on_typed)
        self.order.returnPressed.connect(self._find_order)
        self.order.textChanged.connect(lambda text: None if text else self._take_order(None))
        self._fill_now.clicked.connect(self._find_order)
        self.saying.done.connect(self.copy)

    def _order_line(self) -> QWidget:
        made = named(QWidget(self), "scripts.panel.order.line")
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.order, 1)
        line.addWidget(self._fill_now)
        return made

    # What is shown

    def _write(self) -> None:
        row = self._row
        self.editor.setVisible(self.is_editing)
        self._empty.setVisible(row is None and not self.is_editing)
        self._edited.setVisible(row is None or self.is_editing)
        self._said.setVisible(row is not None or self.is_editing)
        self._english.setVisible(row is not None and bool(row.gloss) and not self.is_editing)
        self._about_it.setVisible(row is not None and not self.is_editing)
        is_hidden = row is not None and row.hidden_at is not None
        for name, made in self._buttons.items():
            made.setVisible(not self.is_editing and row is not None and name != ("hide" if is_hidden else "show"))
        new = _("New script") if self.is_editing else ""
        self.title.setText(row.title if row is not None else new)
        if row is None:
            return
        self._gloss.setText(row.gloss)
        kind = _("the shop's own") if row.own else _("comes with the program")
        used = ngettext("{n} time", "{n} times", row.used).format(n=f"{row.used:,}")
        self._facts.show_facts([
            Fact(_("Topic"), _(TOPICS[row.topic])), Fact(_("Used"), used), Fact(_("Kind"), kind),
            Fact(_("State"), _("out of use") if row.hidden_at is not None else "", "warning"),
        ])  # fmt: skip

    def _about(self) -> About:
        return About() if self._order_id is None else About(order_id=self._order_id)

    def _fill(self) -> None:
        text = self._typed if self.is_editing else self._row.body if self._row is not None else ""
        about, desk = self._about(), self._desk

        def find() -> Filled:
            return fill_text(desk.seen, text, now=desk.clock(), person=desk.actor.name, **about)

        def take(filled: Filled) -> None:
            self.saying.show_filled(filled, self.saying.gaps.given())

        if text:
            self._fills.read(find, take, self._lost)
        else:
            self._fills.forget()
            self.saying.show_filled(NOTHING)

    def _lost(self, error: Exception) -> None:
        if isinstance(error, NotFound):
            self._take_order(None)
        else:
            self._messages.error(error)

    def _on_typed(self, text: str) -> None:
        if self.is_editing:
            self._typed = text
            self._fill()

    def _on_gaps(self, error: ScriptHasGaps) -> None:
        self._say(sentence(error))
        self.saying.gaps.go_to_first_empty()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    # The order that it is about

    def _find_order(self) -> None:
        typed = self.order.text().strip()
        if not typed:
            self._take_order(None)
            return

        def find() -> int:
            found = find_order_id(self._desk.seen, typed) or find_order_by_waybill(self._desk.seen, typed)
            if found is None:
                raise OrderNotFound(order_no=typed)
            return found

        def lost(error: Exception) -> None:
            if isinstance(error, ShopdeskError) and not error.is_quiet:
                self._say(sentence(error))
            else:
                self._messages.error(error)

        self._background.run_task(find, self._take_order, lost, owner=self)

    def _take_order(self, order_id: int | None) -> None:
        self._say("")
        if order_id != self._order_id:
            self._order_id = order_id
            self._fill()
        if order_id is not None and not self.is_editing:
            self.left.emit()

    # Writing

    def _save(self, written: Written) -> None:
        def saved(script_id: int) -> None:
            self._end()
            self.saved.emit(script_id)
            self.left.emit()

        self._work.save_script(written, saved)

    def _leave(self) -> None:
        """Esc: what was typed can be had back."""
        if self.editor.is_dirty:
            row, written = self._row, self.editor.written()

            def back() -> None:
                self.write(row, written.values["topic"])
                self.editor.bring_back(written)

            said = _("Not saved: {text}").format(text=written.values["title"] or written.values["body"][:20])
            self._messages.toast(said, Kind.INFO, undo=back)
        self._end()
        self.left.emit()

    def _end(self) -> None:
        self.is_editing = False
        self._write()
        self._timer.start()
