"""The packing table: scan the slip, scan the pieces, weigh, Enter; the next scan starts the next parcel (SHP-04)."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.domain.parcel_weights import read_weight
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, OutputFailed
from shopdesk.i18n import _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named, say, tool_button
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.packing.answer_panel import WAY_KEY, AnswerPanel, RecentScans, sized
from shopdesk.ui.packing.answers import Answer, Tone, Way
from shopdesk.ui.packing.fields import CodeField, WeightField, tall
from shopdesk.ui.packing.items import PackItems
from shopdesk.ui.packing.slip_card import SlipCard
from shopdesk.ui.packing.table_work import OnTable, Outcome, TableWork
from shopdesk.ui.rights import apply_right
from shopdesk.ui.scanner import looks_like_code
from shopdesk.ui.sounds import Sounds
from shopdesk.ui.theme import Theme

SIDE = 264
"""px of the column with the last scans."""
USUAL_REASONS = (N_("More padding"), N_("A gift is in it"), N_("Another box"), N_("The known weight is wrong"))
USUAL_AGAIN = (N_("Something is missing"), N_("Wrong item in it"), N_("Address changed"))


class Station(Retranslated, QWidget):
    """Works by scanner alone, by keyboard alone, or by mouse."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme, sounds: Sounds) -> None:
        super().__init__()
        self.setObjectName("packing.station")
        self._desk, self._messages, self._theme, self._sounds = desk, messages, theme, sounds
        self._packed_id: int | None = None
        self.work = TableWork(desk, background, messages, self)
        self._build(theme)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_table(None)

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Packing table"))
        self.actions_["finish"].setText(_("Finish the parcel"))
        self.actions_["tick_all"].setText(_("Tick everything"))
        self.actions_["set_aside"].setText(_("Set aside"))
        self.actions_["mute"].setText(_("Mute the sounds"))
        self.actions_["way"].setText(_("What the answer offers"))
        self._finish.setText(_("Finish"))
        self._finish.setToolTip(_("Finish the parcel ({key})").format(key="Enter"))
        self._tick_all.setText(_("Tick everything"))
        self._tick_all.setToolTip("Ctrl+T")
        self._aside.setText(_("Set aside"))
        self._aside.setToolTip("Esc")
        self._show_mute()
        self._show_expected(self.work.table)

    def take_focus(self) -> None:
        """Where the next key belongs."""
        (self.weight if self._asks_weight() else self.code).setFocus()

    def take(self, code: str) -> None:
        """A scanned or typed code: of a slip, of a piece, or a weight once all pieces are in."""
        if code:
            self.work.scan(code)
        else:
            self._enter_nothing()

    # How it is put together

    def _build(self, theme: Theme) -> None:
        self.code = CodeField("packing.code", N_("Scan a slip or a piece, or type its number"), self)
        self.answer = AnswerPanel("packing.answer", theme, N_("Scan the slip of a parcel."))
        self.card = SlipCard("packing.slip", theme)
        self.items = PackItems("packing.items", theme)
        self.empty = EmptyState("packing.empty", theme, "package")
        self.recent = RecentScans("packing.recent", theme)
        self.weight = WeightField("packing.weight")
        self._expected = label("packing.expected", "muted")
        self._expected.setFont(sized(theme, 15))
        self._finish = button("packing.finish", "main")
        self._tick_all = button("packing.tick_all")
        self._aside = button("packing.set_aside")
        self._mute = tool_button(theme.icons, "volume", "packing.mute")
        self._mute.setCheckable(True)
        self._mute.setChecked(self._sounds.muted)
        for made in (self._finish, self._tick_all, self._aside):
            made.setStyleSheet(tall("QPushButton"))
            made.setMinimumWidth(96)
            apply_right(made, self._desk, Right.PACK)
        self._make_actions()

    def _make_actions(self) -> None:
        does: Mapping[str, tuple[str, Callable[[], object]]] = {
            "finish": ("Ctrl+Return", self._enter_nothing),
            "tick_all": ("Ctrl+T", self.work.tick_all),
            "set_aside": ("", self.work.set_aside),
            "mute": ("Ctrl+M", self._mute.toggle),
            "way": (WAY_KEY, self.answer.go),
        }
        self.actions_: dict[str, QAction] = {}
        for name, (key, do) in does.items():
            action = QAction(self)
            action.setObjectName(f"packing.{name}.action")
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, do=do: do())
            self.actions_[name] = action
            self.addAction(action)

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.code, 1)
        top.addWidget(self._mute)
        middle.addLayout(top)
        middle.addWidget(self.answer)
        middle.addWidget(self.card)
        middle.addWidget(self.items, 1)
        middle.addWidget(self.empty, 1)
        middle.addWidget(self._foot())
        side = named(QFrame(self), "packing.side")
        side.setFixedWidth(SIDE)
        room = QVBoxLayout(side)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.recent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(20)
        layout.addLayout(middle, 1)
        layout.addWidget(side)

    def _foot(self) -> QWidget:
        self._foot_bar = named(QWidget(self), "packing.foot")
        foot = QHBoxLayout(self._foot_bar)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(12)
        foot.addWidget(self.weight)
        foot.addWidget(self._expected, 1)
        for made in (self._aside, self._tick_all, self._finish):
            foot.addWidget(made)
        return self._foot_bar

    def _connect(self) -> None:
        self.code.entered.connect(self.take)
        self.code.ticked.connect(self.items.tick_current)
        self.weight.entered.connect(self._enter_weight)
        for field in (self.code, self.weight):
            field.stepped.connect(self.items.step)
            field.left.connect(self.work.set_aside)
        self.items.ticked.connect(self.work.tick)
        self.items.typed.connect(self._hand_on)
        self.answer.gone.connect(self._go)
        self._finish.clicked.connect(lambda: self._enter_weight(self.weight.text()))
        self._tick_all.clicked.connect(self.work.tick_all)
        self._aside.clicked.connect(self.work.set_aside)
        self._mute.toggled.connect(self._set_mute)
        self.work.done.connect(self._on_done)

    # What happens

    def _asks_weight(self) -> bool:
        table = self.work.table
        return table is not None and table.slip.is_complete and table.weighing != "off"

    def _enter_nothing(self) -> None:
        """Enter in an empty field finishes what is complete."""
        if self.work.table is not None:
            self._enter_weight(self.weight.text())

    def _enter_weight(self, text: str) -> None:
        grams = read_weight(text) if text.strip() else None
        self.weight.clear()
        if text.strip() and grams is None:
            self.take(text.strip())  # somebody scanned into this field
        elif self.work.table is not None:
            self.work.finish(grams)

    def _hand_on(self, event: QKeyEvent) -> None:
        """A key typed while the list has the focus belongs to the field that waits for it."""
        field = self.weight if self._asks_weight() else self.code
        field.setFocus()
        field.keyPressEvent(event)

    def _on_done(self, outcome: Outcome) -> None:
        self._packed_id = outcome.packed_id or self._packed_id
        self._show_table(outcome.table)
        if outcome.answer is not None:
            self._show_answer(outcome.answer)
        self.take_focus()

    def _show_answer(self, answer: Answer) -> None:
        self.answer.show_answer(answer)
        self.recent.add(answer, self._desk.clock(), get_setting(self._desk.seen, ZONE))
        if answer.tone is Tone.BAD:
            self._sounds.wrong()
        elif answer.tone is Tone.GOOD:
            self._sounds.right()
        if answer.way is Way.EXPLAIN_WEIGHT:
            self._explain_weight()

    def _show_table(self, table: OnTable | None) -> None:
        self.card.show_table(table)
        self.items.show_slip(table.slip if table else None)
        self.items.setVisible(table is not None)
        self.empty.setVisible(table is None)
        self._foot_bar.setVisible(table is not None)
        self.weight.setVisible(table is not None and table.weighing != "off")
        self._show_expected(table)

    def _show_expected(self, table: OnTable | None) -> None:
        self.empty.say(N_("Nothing is on the table yet. Slips come from Shipping."), N_("Go to Shipping"), "quiet")
        if table is None or table.weighing == "off":
            self._expected.setText("")
        elif table.expected is None:
            self._expected.setText(_("What it should weigh is not known yet."))
        else:
            self._expected.setText(_("Should weigh {n} g").format(n=table.expected))

    # Ways on

    def _go(self, way: str) -> None:
        answer = self.answer.answer
        code = answer.code if answer is not None else ""
        does: Mapping[str, Callable[[], object]] = {
            Way.TAKE_OVER: lambda: self.work.open(code, take_over=True),
            Way.PACK_AGAIN: lambda: self._ask_again(code),
            Way.PACK_ANYWAY: lambda: self._ask_anyway(code),
            Way.EXPLAIN_WEIGHT: self._explain_weight,
            Way.KEEP_WEIGHT: self._keep_weight,
        }
        does[way]()

    def _ask_again(self, code: str) -> None:
        self._messages.ask_text(
            _("Why is the parcel opened again? Its pieces are counted anew."),
            _("Pack again"),
            lambda reason: self.work.pack_again(code, reason),
            choices=tuple(_(reason) for reason in USUAL_AGAIN),
        )

    def _ask_anyway(self, code: str) -> None:
        self._messages.ask_text(
            _("A refund was asked for. Why is the parcel packed all the same?"),
            _("Pack it"),
            lambda reason: self.work.open(code, reason=reason),
            choices=(_("The buyer took it back"), _("The refund was refused")),
        )

    def _explain_weight(self) -> None:
        table = self.work.table
        if table is None or table.disputed is None:
            return
        question = _("{measured} g instead of {expected} g. Look inside; if it is right, say why.")
        self._messages.ask_text(
            question.format(measured=table.disputed, expected=table.expected),
            _("It is right"),
            self._take_reason,
            choices=tuple(_(reason) for reason in USUAL_REASONS),
        )

    def _take_reason(self, reason: str) -> None:
        """A scan that went into the question is no reason, and neither is the parcel weighed again."""
        weight = read_weight(reason)
        if weight is not None:
            self.work.finish(weight)
        elif looks_like_code(reason):
            self.take(reason)
        else:
            self.work.finish(reason=reason)

    def _keep_weight(self) -> None:
        if self._packed_id is not None:
            self.work.keep_weight(self._packed_id)

    # Sounds

    def _set_mute(self, muted: bool) -> None:
        try:
            self._sounds.mute(muted)
        except OutputFailed as error:
            self._messages.error(error)
        self._show_mute()

    def _show_mute(self) -> None:
        muted = self._mute.isChecked()
        self._theme.icons.put(self._mute, "volume-off" if muted else "volume")
        say(self._mute, _("Sounds are off (Ctrl+M)") if muted else _("Sounds are on (Ctrl+M)"))
