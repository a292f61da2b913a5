"""Whom to write to today: each buyer once, with the words filled in; copied means written (CRM-05)."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.clock import Millis
from shopdesk.domain.care_kinds import CARE_KINDS, MEANS
from shopdesk.domain.script_blanks import Filled
from shopdesk.errors import N_, NotFound
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.care_lists import CareDue
from shopdesk.services.care_lists import fill_care
from shopdesk.services.desk import Desk
from shopdesk.services.scripts import ScriptHasGaps
from shopdesk.ui.background import Background
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.buyers.actions import CARE
from shopdesk.ui.buyers.columns import care_columns, rule_count
from shopdesk.ui.buyers.reading import CareLine, CareList, read_care
from shopdesk.ui.buyers.work import BuyerWork
from shopdesk.ui.controls import label, named, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.filled_text import NOTHING, Saying
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import column, fill, foot, stacked, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import short_moment
from shopdesk.ui.newest import Newest
from shopdesk.ui.next_button import NextButton
from shopdesk.ui.order_forms.facts import Fact, Facts
from shopdesk.ui.page import InView
from shopdesk.ui.page_actions import PageActions
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.side_panel import PanelSplitter, SettingsStore, SidePanel
from shopdesk.ui.theme import Theme

TEXT_HIGH = 180
"""px of the words; longer ones scroll."""
READ_AFTER = 40
"""Milliseconds after another buyer was chosen."""


class CarePanel(SidePanel):
    """The words to one buyer, and why they are on the list."""

    left = Signal()

    def __init__(self, commands: PageActions, theme: Theme) -> None:
        super().__init__("buyers.care.panel", theme)
        self._commands = commands
        self._due: CareDue | None = None
        self._moment: tuple[Millis, str] = (0, "Asia/Shanghai")
        self.next = NextButton("buyers.care.panel.next", theme, commands.by_name["write"], self)
        self.saying = Saying("buyers.care.saying", theme, self)
        self.saying.view.setFixedHeight(TEXT_HIGH)
        self.said = label("buyers.care.panel.said", "danger", wrap=True, parent=self)
        self.said.hide()
        self._facts = Facts("buyers.care.panel.facts", theme, name_width=96)
        self._nothing = label("buyers.care.panel.nothing", "muted", wrap=True, parent=self)
        self._words = self.add_section(
            "words", N_("What is said"), column("buyers.care.words", self.saying, self.said, self.next)
        )
        self._why = self.add_section("why", N_("Why"), self._facts)
        others = [commands.button(name) for name in ("skip", "stop_care", "buyer", "order")]
        self._else = self.add_section("else", N_("Or else"), ButtonGrid("buyers.care.else", others))
        room = QVBoxLayout()
        room.setContentsMargins(16, 12, 16, 0)
        room.addWidget(self._nothing)
        self._sections.insertLayout(0, room)
        self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if hasattr(self, "_else"):
            self._nothing.setText(_("Choose a buyer to see what is said to them."))
            self._show()

    def show_due(self, due: CareDue | None, now: Millis, zone: str) -> None:
        """Show why this one is on the list; the words follow."""
        is_other = (due and (due.rule.id, due.buyer_id)) != (self._due and (self._due.rule.id, self._due.buyer_id))
        self._due, self._moment = due, (now, zone)
        if is_other:
            self.say("")
            self.saying.show_filled(NOTHING)
        self._show()

    def show_words(self, filled: Filled) -> None:
        """What is said; what was typed into its gaps stays."""
        self.saying.show_filled(filled, self.saying.gaps.given())

    def say(self, refusal: str) -> None:
        """Why it can't be copied yet; "" for nothing."""
        self.said.setText(refusal)
        self.said.setVisible(bool(refusal))

    def _show(self) -> None:
        due = self._due
        for section in (self._words, self._why, self._else):
            section.setVisible(due is not None)
        self._nothing.setVisible(due is None)
        self.title.setText(due.buyer if due is not None else _("Nobody"))
        action = self._commands.by_name["write"]
        has_words = due is not None and due.rule.script_id is not None
        title = _("Copy, and note it as written") if has_words else _("Note it as written")
        self.next.show_step(title, "" if action.isEnabled() else action.toolTip())
        self.saying.setVisible(has_words)
        if due is None:
            return
        self._facts.show_facts([
            Fact(_("Rule"), due.rule.title), Fact(_("What it is for"), _(CARE_KINDS[due.rule.kind])),
            Fact("", _(MEANS[due.rule.kind]), "muted"), Fact(_("Shop"), due.shop),
            Fact(_("Order"), due.order_no, copy=due.order_no), Fact(_("When"), short_moment(due.at, *self._moment)),
            Fact(_("Tag"), due.rule.tag), Fact(_("Day"), due.rule.day), Fact(_("Words"), due.rule.script or _("none")),
        ])  # fmt: skip


class CareView(Retranslated, QWidget):
    """The list on the left; Enter copies the words and notes it, and the next buyer is chosen."""

    open_requested = Signal(str, object)
    rules_requested = Signal()

    def __init__(
        self, *, desk: Desk, background: Background, messages: Messages, theme: Theme, settings: SettingsStore,
        work: BuyerWork,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("buyers.care")
        self._desk, self._background, self._messages = desk, background, messages
        self.work = work
        self._found, self._is_read = CareList(), False
        self._lists, self._words = Newest(background, self), Newest(background, self)
        self.commands = PageActions(self, desk, CARE)
        self.rule = named(QComboBox(self), "buyers.care.rule")
        self.table = RecordTable("buyers.care.table", N_("Whom to write to"), care_columns(self._moment), theme)
        self.empty = EmptyState("buyers.care.empty", theme, "message")
        self.panel = CarePanel(self.commands, theme)
        self._said = label("buyers.care.said", "muted", parent=self)
        self._later = QTimer(self, singleShot=True, interval=READ_AFTER)
        self._lay_out(settings)
        self._connect()
        self.retranslate()

    # What the page asks of it

    def retranslate(self) -> None:
        """Write every text again."""
        self.commands.retranslate()
        self.rule.setAccessibleName(_("By which rule"))
        self._show()

    def take_focus(self) -> None:
        """Keys go to the list, or to what an empty one offers."""
        if self._stack.currentIndex() == 0:
            self.table.setFocus()
        else:
            (self.empty if self.empty.offers else self).setFocus()

    def read(self) -> None:
        """Read the list again."""

        def take(found: CareList) -> None:
            self._found, self._is_read = found, True
            self._show()
            self._later.start()

        self._lists.read(lambda: read_care(self._desk), take, self._messages.unasked)

    def in_view(self) -> InView:
        """Who is written to, and the order that is the reason."""
        due = self._due()
        return InView(order_id=due.order_id, buyer_id=due.buyer_id, shop_id=due.shop_id) if due else InView()

    def keep_state(self) -> None:
        """Widths."""
        self.splitter.keep_state()

    def choose_rule(self, rule_id: int | None) -> None:
        """Only those by one rule; None for all."""
        self.rule.setCurrentIndex(max(0, self.rule.findData(rule_id)))
        self._list()

    # How it is put together

    def _lay_out(self, settings: SettingsStore) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 8)
        head.setSpacing(8)
        head.addWidget(self.rule)
        head.addStretch(1)
        head.addWidget(self.commands.button("rules", "quiet"))
        self._stack = stacked("buyers.care.stack", self.table, self.empty)
        parts = (head, rule("buyers.care.head.rule"), self._stack, rule("buyers.care.foot.rule"), foot(self._said))
        content = surface("buyers.care.content", *parts, tall=self._stack)
        self.splitter = PanelSplitter("buyers.care.splitter", content, self.panel, settings)
        fill(self, self.splitter)

    def _connect(self) -> None:
        self.rule.currentIndexChanged.connect(lambda _place: self._list())
        self.rule.activated.connect(lambda _place: self.take_focus())
        self.table.chosen_changed.connect(self._on_chosen)
        self.table.opened.connect(lambda _id: self.commands.by_name["write"].trigger())
        self._later.timeout.connect(self._read_words)
        self.panel.saying.done.connect(self._write)
        self.panel.left.connect(self.table.setFocus)
        self.panel.saying.changed.connect(lambda: self.panel.say(""))
        self.empty.clicked.connect(self._on_empty)
        self.work.refused.connect(self.read)
        self.commands.connect_all({
            "write": self._write, "rule": self._choose, "rules": self.rules_requested.emit,
            "skip": lambda: self._with(self.work.skip),
            "stop_care": lambda: self._with(lambda due: self.work.stop_care(due.buyer_id, due.buyer)),
            "buyer": lambda: self._with(lambda due: self.open_requested.emit("buyer", due.buyer_id)),
            "order": lambda: self._with(lambda due: self.open_requested.emit("order", due.order_id)),
        })  # fmt: skip

    def _moment(self) -> tuple[Millis, str]:
        return self._found.now, self._found.zone

    def _with(self, do: Callable[[CareDue], object]) -> None:
        due = self._due()
        if due is not None:
            do(due)

    def _due(self) -> CareDue | None:
        chosen = self.table.current() if self.table.records.rows else None
        return chosen.due if isinstance(chosen, CareLine) else None

    def _choose(self) -> None:
        self.rule.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.rule.showPopup()

    # What is shown

    def _show(self) -> None:
        self._list_rules()
        self._list()

    def _list_rules(self) -> None:
        """All, and each rule with how many it lists."""
        chosen, lines = self.rule.currentData(), self._found.lines
        self.rule.blockSignals(True)
        self.rule.clear()
        self.rule.addItem(f"{_('All rules')}  {len(lines)}", None)
        for each in self._found.rules:
            if each.paused_at is None:
                self.rule.addItem(f"{each.title}  {rule_count(lines, each.id)}", each.id)
        self.rule.setCurrentIndex(max(0, self.rule.findData(chosen)))
        self.rule.blockSignals(False)

    def _list(self) -> None:
        wanted, found = self.rule.currentData(), self._found
        shown = [each for each in found.lines if wanted in (None, each.due.rule.id)]
        focus = QApplication.focusWidget()
        is_here = focus in (None, self) or self._stack.isAncestorOf(focus)
        self.table.show_rows(shown, again=True)
        if shown and self.table.current() is None:
            self.table.go_to(shown[0].id)
        self._stack.setCurrentIndex(0 if shown or not self._is_read else 1)
        if not found.rules:
            self.empty.say(N_("There are no rules yet: whom to write to, when, with which words."), N_("Make a rule"))
        elif wanted is not None:
            self.empty.say(N_("Nobody is to be written to by this rule today."), N_("Show all"), "plain")
        else:
            self.empty.say(N_("Nobody is to be written to today."))
        if is_here and self.isVisible():
            self.take_focus()
        n = len(shown)
        said = ngettext("{n} buyer to write to", "{n} buyers to write to", n).format(n=f"{n:,}") if n else ""
        self._said.setText(said)
        self._on_chosen()

    def _on_chosen(self) -> None:
        due, by_name = self._due(), self.commands.by_name
        for name in ("write", "skip", "stop_care", "buyer"):
            by_name[name].setEnabled(due is not None)
        by_name["order"].setEnabled(due is not None and due.order_id is not None)
        self.panel.show_due(due, *self._moment())
        self._words.forget()
        if due is not None:
            self._later.start()

    def _read_words(self) -> None:
        due = self._due()
        if due is None:
            return

        def lost(error: Exception) -> None:
            if isinstance(error, NotFound):
                self.panel.say(sentence(error))
            else:
                self._messages.unasked(error)

        self._words.read(lambda: fill_care(self._desk, due), self.panel.show_words, lost)

    def _on_empty(self) -> None:
        if not self._found.rules:
            self.rules_requested.emit()
        else:
            self.choose_rule(None)

    # What is done

    def _write(self) -> None:
        """With a gap the keys go there first."""
        due = self._due()
        if due is not None:
            self.work.write_to(due, self.panel.saying.gaps.given(), self._on_refused)
            if not self.panel.saying.filled.gaps:
                self.table.setFocus()

    def _on_refused(self, error: Exception) -> bool:
        if not isinstance(error, ScriptHasGaps):
            return False
        self.panel.show()
        self.panel.say(sentence(error))
        self.panel.saying.gaps.go_to_first_empty()
        return True
