"""The work place of the intake: scan, look, Enter; the next scan is the next box (RET-01 to RET-03).

A box with a return form is one scan and one Enter. Whatever has the focus, a scan belongs to the box on the table while
it is written down, and opens the next one once it is registered, left or set aside.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from shopdesk.domain.evidence import EvidenceOf
from shopdesk.domain.intake import BOX_STATES, BoxState
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.check_rules import get_carriers
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named, restyle
from shopdesk.ui.evidence import EvidencePane
from shopdesk.ui.intake.answer_band import AnswerBand
from shopdesk.ui.intake.answers import Answer, Tone, Way, needs_label, of_shown
from shopdesk.ui.intake.box_form import BoxForm
from shopdesk.ui.intake.box_list import BoxList
from shopdesk.ui.intake.box_notes import BoxNotes
from shopdesk.ui.intake.box_work import BoxWork, OnTable, Outcome
from shopdesk.ui.intake.candidates import Candidates, Offer
from shopdesk.ui.intake.desk_layout import middle_of, side_of, write_foot
from shopdesk.ui.intake.item_rows import ItemRows
from shopdesk.ui.intake.leaving_form import leaving_form
from shopdesk.ui.intake.pending import Pending
from shopdesk.ui.intake.scan_line import FOOT, OTHERS, ScanLine
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.rights import apply_right
from shopdesk.ui.sounds import Sounds
from shopdesk.ui.theme import Text, Theme

LIST_WIDE, MIDDLE_WIDE, SIDE_WIDE, NARROW_BELOW = 228, 650, 308, 1100
"""px."""
_REASONS = (N_("Scanned by mistake"), N_("The same box twice"), N_("Not a return"))


def _is_other(before: OnTable | None, now: OnTable | None) -> bool:
    """Whether the box on the table is not what it was when it was answered."""
    if before is None or now is None:
        return before is not now
    return (before.row.id, before.row.order_id, before.row.state) != (now.row.id, now.row.order_id, now.row.state)


class BoxDesk(Retranslated, QWidget):
    """The day's list, the box on the table, whose it may be."""

    papers_requested = Signal(str, object)
    """"label" with ids of boxes."""
    open_requested = Signal(str, object)
    shown = Signal()
    """Another box is on the table, or it changed."""

    def __init__(
        self,
        *,
        desk: Desk,
        background: Background,
        messages: Messages,
        theme: Theme,
        sounds: Sounds,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        named(self, "intake.desk")
        self._desk, self._background, self._messages, self._sounds = desk, background, messages, sounds
        self._theme = theme
        self._seen: OnTable | None = None
        self.work = BoxWork(desk, background, messages, self)
        self._build()
        self._make_actions()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show(None)

    # What the page asks

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Boxes"))
        hint = _("Scan a waybill, a return form or a box label")
        self.scan.setPlaceholderText(hint)
        self.scan.setAccessibleName(hint)
        for name, (text, _key) in (FOOT | OTHERS).items():
            self.actions_[name].setText(_(text))
        write_foot(self.buttons, with_keys=self.width() >= NARROW_BELOW)
        self._show(self.work.table)

    @property
    def table(self) -> OnTable | None:
        """The box on the table."""
        return self.work.table

    def take_focus(self) -> None:
        """Scans and Enter."""
        self.scan.setFocus()

    def take(self, code: str) -> None:
        """A scanned or typed code; one digit is the number of a proposal, nothing at all is Enter."""
        if not code:
            self.enter()
        elif len(code) == 1 and code.isdecimal():
            self._take_nth(int(code))
        else:
            self.form.save(lambda: self.work.scan(code))

    def enter(self) -> None:
        """The next thing: take the likeliest order, or register. Nothing is taken that was not seen before."""
        if not self.work.is_busy:
            self.form.save(lambda: self.work.then(self._enter))

    def _enter(self) -> None:
        table = self.table
        if table is None or not (self.actions_["register"].isEnabled() or self._is_unclaimed()):
            return
        items = table.box.items
        needs_order = table.row.order_id is None and (not items or any(item.order_id is None for item in items))
        if not needs_order:
            self.work.register()
        elif self.candidates.is_looking:
            self._say(Answer(Tone.QUIET, _("Looking for its order…"), _("Enter takes it once it is there.")))
        elif (offer := self.candidates.likely()) is not None:
            self._accept(offer)
        elif table.is_open:
            self.work.register()  # says what is missing

    def register(self) -> None:
        """All that is listed is in the box."""
        self.take_focus()  # a cell that is open is taken
        self.form.save(self.work.register)

    def show_box(self, box_id: int) -> None:
        """Put this box on the table; the keys are for it."""
        self.take_focus()
        self.form.save(lambda: self.work.show(box_id))

    def refresh(self) -> None:
        """Read everything again."""
        self.list.refresh()
        if self.table is not None:
            self.work.renew()
        self.files.refresh()

    # How it is put together

    def _build(self) -> None:
        desk, background, messages, theme = self._desk, self._background, self._messages, self._theme
        self.list = BoxList(
            "intake.boxes", desk=desk, background=background, messages=messages, theme=theme, parent=self
        )
        self.scan = ScanLine("intake.scan", self)
        self._number = label("intake.number", parent=self)
        self._number.setFont(theme.font(Text.BIG))
        self._state = label("intake.state", "muted", parent=self)
        self.answer = AnswerBand("intake.answer", theme, N_("Scan the next box."), self)
        pending = Pending()
        self.form = BoxForm(
            "intake.form", desk=desk, background=background, messages=messages, pending=pending, parent=self
        )
        self.items = ItemRows(
            "intake.items",
            desk=desk,
            background=background,
            messages=messages,
            theme=theme,
            pending=pending,
            parent=self,
        )
        self.notes = BoxNotes(self)
        self.candidates = Candidates(
            "intake.candidates", desk=desk, background=background, messages=messages, theme=theme, parent=self
        )
        self.files = EvidencePane(
            "intake.files", EvidenceOf.BOX, desk=desk, background=background, messages=messages, icons=theme.icons,
            parent=self,
        )  # fmt: skip
        self.buttons: dict[str, QPushButton] = {}

        def read_carriers() -> list[str]:
            return [str(carrier["name"]) for carrier in get_carriers(desk.seen).carriers]

        background.run_task(read_carriers, self.form.offer_carriers, owner=self)

    def _make_actions(self) -> None:
        does: Mapping[str, Callable[[], object]] = {
            "aside": self._set_aside,
            "strike-out": self._ask_strike_out,
            "label": self._print_label,
            "leave": self._ask_leave,
            "register": self.register,
            "new": lambda: self.form.save(self._open_new),
            "items": self.items.add_line.setFocus,
            "search": self.candidates.search.setFocus,
            "take-back": self.work.unmatch,
            "paste": self.files.paste,
            "find": self.list.find_line.setFocus,
            "way": self.answer.go,
            "scan": self.take_focus,
        }
        self.actions_: dict[str, QAction] = {}
        for name, (_text, key) in (FOOT | OTHERS).items():
            action = QAction(self)
            action.setObjectName(f"intake.{name}")
            if name != "aside":  # Esc is the scan field's, since fields and dialogs know it too
                action.setShortcut(QKeySequence(key))
            action.setAutoRepeat(False)
            action.triggered.connect(lambda _on=False, do=does[name]: do())
            self.actions_[name] = action
            if name not in ("aside", "find", "way", "scan"):
                apply_right(action, self._desk, Right.INTAKE)
        for name in FOOT:
            made = self.buttons[name] = button(f"intake.{name}.button", "main" if name == "register" else "plain", self)
            made.clicked.connect(self.actions_[name].trigger if name != "register" else self.enter)
            self.actions_[name].changed.connect(lambda name=name: self._follow(name))

    def all_actions(self) -> list[QAction]:
        """Everything that has a key."""
        return [*self.actions_.values(), *self.items.wishes.values(), *self.candidates.actions_]

    def _follow(self, name: str) -> None:
        action, made = self.actions_[name], self.buttons[name]
        made.setEnabled(action.isEnabled())
        if not action.isEnabled() and action.statusTip():
            made.setToolTip(action.toolTip())

    def _lay_out(self) -> None:
        self.splitter = named(QSplitter(self), "intake.splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for part in (self.list, self._middle(), side_of(self, self.candidates, self.files)):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([LIST_WIDE, MIDDLE_WIDE, SIDE_WIDE])
        self.list.setMinimumWidth(192)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _middle(self) -> QWidget:
        head = (self._number, self._state, self.scan)
        return middle_of(self, head, (self.answer, self.form, self.items, self.notes), self.buttons)

    def _connect(self) -> None:
        self.scan.entered.connect(self.take)
        self.scan.left.connect(self._set_aside)
        self.work.done.connect(self._on_done)
        self.answer.gone.connect(self._go)
        self.list.opened.connect(self.show_box)
        self.form.saved.connect(self._renew)
        self.items.changed.connect(self._renew)
        for part in (self.form, self.items, self.candidates):
            part.left.connect(self.take_focus)
        self.candidates.taken.connect(self._accept)
        self.candidates.taken_back.connect(self.work.unmatch)
        for asks in (self.candidates, self.notes):
            asks.open_requested.connect(self.open_requested)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the buttons keep their keys to themselves."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= NARROW_BELOW
        write_foot(self.buttons, with_keys=is_wide)
        self.items.show_keys(are_shown=is_wide)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, wherever nothing else takes it, goes back to the scan field."""
        if event.key() == Qt.Key.Key_Escape:
            self.take_focus()
        else:
            super().keyPressEvent(event)

    # What happens

    def _renew(self) -> None:
        self.work.renew()

    def _take_nth(self, place: int) -> None:
        offer = self.candidates.nth(place)
        if offer is None:
            said = _("There is no proposal {n}").format(n=place)
            self._say(Answer(Tone.BAD, said, _("A single digit takes a proposal. Type the whole number of a waybill.")))
        else:
            self._accept(offer)

    def _accept(self, offer: Offer) -> None:
        if self.actions_["register"].isEnabled() or self._is_unclaimed():
            self.form.save(lambda: self.work.accept(offer.order_id, offer.by))
            self.take_focus()

    def _is_unclaimed(self) -> bool:
        table = self.table
        return table is not None and table.row.state is BoxState.UNCLAIMED and self._desk.actor.may(Right.INTAKE)

    def _open_new(self) -> None:
        self.work.open()
        self.form.lines["sender_phone"].setFocus()

    def _set_aside(self) -> None:
        self.form.save(self.work.set_aside)

    def _print_label(self) -> None:
        if self.table is not None:
            self.papers_requested.emit("label", [self.table.row.id])

    def _ask_strike_out(self) -> None:
        table = self.table
        if table is not None:
            self._messages.ask_text(
                _("Why is No. {n} struck out? It stays in the register.").format(n=table.row.number),
                _("Strike out"),
                self.work.strike_out,
                choices=tuple(_(reason) for reason in _REASONS),
            )

    def _ask_leave(self) -> None:
        table = self.table
        if table is not None:
            self.form.save(lambda: leaving_form(table.row, self._desk, self._background, self.work.leave, self))

    def _go(self, answer: Answer) -> None:
        """The way on that an answer offered."""
        if answer.way is Way.SHOW and answer.box_id is not None:
            self.show_box(answer.box_id)
        elif answer.way in (Way.NEXT, Way.ANOTHER):
            self.form.save(lambda: self.work.scan(answer.code, anew=True))
        self.take_focus()

    def _on_done(self, outcome: Outcome) -> None:
        before, self._seen = self._seen, outcome.table
        self._show(outcome.table)
        if outcome.answer is not None:
            self._say(outcome.answer)
        elif not outcome.is_renewed or _is_other(before, outcome.table):
            # what was answered holds no longer
            self.answer.show_answer(of_shown(outcome.table.box) if outcome.table is not None else None)
        if outcome.undo is not None:
            said, undo = outcome.undo
            self._messages.toast(said, undo=undo)
        if not outcome.is_renewed:
            self.list.refresh()
            if outcome.answer is not None and not self.form.isAncestorOf(self.focusWidget() or self):
                self.take_focus()

    def _say(self, answer: Answer) -> None:
        self.answer.show_answer(answer)
        if answer.tone is Tone.BAD:
            self._sounds.wrong()
        elif answer.tone is Tone.GOOD:
            self._sounds.right()

    def _show(self, table: OnTable | None) -> None:
        row = table.row if table is not None else None
        is_over = row is not None and row.state in (BoxState.VOID, BoxState.GIVEN_UP)
        is_locked = is_over or not self._desk.actor.may(Right.INTAKE)
        self._number.setText("–" if row is None else _("Box {n}").format(n=row.number))
        self._state.setText(self._told_state(table))
        self.form.show_box(row, is_locked=is_locked)
        self.items.show_box(table.box if table is not None else None, is_locked=is_locked)
        self.notes.show_table(table)
        self.candidates.show_box(row)
        self.files.show_record(None if row is None else row.id)
        self.list.mark(None if row is None else row.id, "" if row is None else row.day)
        self._enable(table, is_over=is_over)
        self.shown.emit()

    def _told_state(self, table: OnTable | None) -> str:
        if table is None:
            return ""
        day = _("today") if table.is_today else table.row.day
        return " · ".join((day, _(BOX_STATES[table.row.state])))

    def _enable(self, table: OnTable | None, *, is_over: bool) -> None:
        is_there, is_open = table is not None, table is not None and table.is_open
        has_order = table is not None and table.row.order_id is not None
        can = {
            "register": is_open,
            "leave": is_open and not has_order,
            "label": is_there and not is_over,
            "strike-out": is_there and not is_over and table is not None and table.row.state is not BoxState.REGISTERED,
            "aside": is_there,
            "take-back": is_open and has_order,
            "search": is_open or self._is_unclaimed(),
            "items": is_there and not is_over,
            "paste": is_there,
        }
        for name, possible in can.items():
            self.actions_[name].setEnabled(possible)
        is_wanted = table is not None and needs_label(table.box)
        restyle(self.buttons["label"], "quiet", not is_wanted)
