"""A parcel is called back: asked, promised, come back or not, and then the buyer is to refuse it (SHP-11)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from shopdesk.clock import Millis
from shopdesk.domain.interceptions import MOVES, State
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.interceptions import InterceptionRow, get_interception, get_refuse_text, list_of_waybill
from shopdesk.queries.refunds import RefundView, refund_view
from shopdesk.services import interceptions as deeds
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.button_grid import ButtonGrid
from shopdesk.ui.controls import restyle
from shopdesk.ui.layouts import line
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.amounts import read_moment, what_is_wrong_with_moment
from shopdesk.ui.order_forms.facts import wrapping
from shopdesk.ui.page_actions import Declared
from shopdesk.ui.parcels.guide_form import GuideForm
from shopdesk.ui.parcels.guide_parts import Subject, read_subject
from shopdesk.ui.parcels.interception_told import asked_facts, headline, state_facts, waiting_text, what_is_next
from shopdesk.ui.theme import Theme

PROMISE, BACK, FAIL, TOLD, REFUSED, KEPT = "promise", "back", "fail", "told", "refused", "kept"
AGAIN, ESCALATE, WITHDRAW = "again", "escalate", "withdraw"
DECLARED: Declared = {
    PROMISE: (N_("They promise it"), "P", Right.SERVE),
    BACK: (N_("It comes back"), "B", Right.SERVE),
    FAIL: (N_("It failed"), "F", Right.SERVE),
    TOLD: (N_("Buyer asked to refuse"), "T", Right.SERVE),
    REFUSED: (N_("Buyer refused it"), "R", Right.SERVE),
    KEPT: (N_("Buyer took it"), "K", Right.SERVE),
    AGAIN: (N_("Asked once more"), "A", Right.SERVE),
    ESCALATE: (N_("To the supervisor"), "E", Right.SERVE),
    WITHDRAW: (N_("Let it go on"), "W", Right.SERVE),
    "copy": (N_("Copy what to tell the buyer"), "C", None),
    "case": (N_("Show the case"), "G", None),
    "refund": (N_("Show the refund"), "Shift+G", None),
    "order": (N_("Show the order"), "Ctrl+Down", None),
}
"""Text, key, and the right that it needs."""
_LEADS_TO = {
    PROMISE: State.PROMISED, BACK: State.SUCCEEDED, FAIL: State.FAILED, REFUSED: State.REFUSED, KEPT: State.KEPT,
    AGAIN: State.ASKED, WITHDRAW: State.WITHDRAWN,
}  # fmt: skip
_NEEDS_WORDS = {
    FAIL: N_("Say what the carrier answered."),
    WITHDRAW: N_("Say why it is to go on to the buyer."),
}
"""Steps whose note can't be empty, and what is said then."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known before anybody is asked."""

    subject: Subject
    money: RefundView
    begun: dict[str, int]
    """Interceptions that stand, by waybill."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One interception as it stands."""

    subject: Subject
    row: InterceptionRow
    text: str


class InterceptionGuide(GuideForm):
    """Enter does what is next; letters do the rest. What is typed into the note goes along with the step."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        self._known: _Known | None = None
        self.shown: Shown | None = None
        self._promises_anew = False
        super().__init__("interception", DECLARED, desk=desk, background=background, messages=messages, theme=theme)

    # What the page asks

    def start(self, order_id: object) -> None:
        """Begin for an order by its id; where its parcel is called back already, go on there."""
        self.shown = self._known = None
        if not isinstance(order_id, int):
            self.find_order()
            self.finder.setFocus()
            return

        def read() -> _Known:
            subject = read_subject(self._desk, order_id)
            waybills = dict.fromkeys(each.waybill for each in subject.order.parcels if each.waybill)
            found = [row for waybill in waybills for row in list_of_waybill(self._desk.seen, waybill)]
            begun = {row.waybill: row.id for row in found if row.state not in (State.WITHDRAWN, State.KEPT)}
            return _Known(subject, refund_view(self._desk.seen, order_id=order_id), begun)

        self.read(read, self._begin)

    def show_record(self, record_id: int) -> None:
        """Go on with one that was asked for."""

        def read() -> Shown:
            row = get_interception(self._desk.seen, record_id)
            text = get_refuse_text(self._desk.seen, record_id)
            return Shown(read_subject(self._desk, row.order_id), row, text)

        self.read(read, self._take)

    def refresh(self) -> None:
        """Others may have gone on with it."""
        if self.shown is not None:
            self.show_record(self.shown.row.id)

    def take_focus(self) -> None:
        """To what is asked next."""
        if self._subject is None:
            self.finder.setFocus()
        elif self.shown is None:
            self.reason.setFocus()
        else:
            waits = self._asks_promise(self.shown.row) and not self.promised_by.text()
            (self.promised_by if waits else self.main).setFocus()

    # How it is put together

    def _build(self) -> None:
        name = self.objectName()
        self.reason, self.asked_of = self.line("reason"), self.line("asked-of")
        self.promised_by, self.promised_at = self.line("promised-by"), self.line("promised-at")
        self.note = self.line("note")
        self._waits = wrapping(f"{name}.waits", "muted", self)
        self._asking = [
            self.add_part(
                "ask", N_("Ask the carrier"),
                self.field("asked-of", N_("Asked of"), self.asked_of),
                self.field("reason", N_("Why"), self.reason),
                self._waits,
            ),
        ]  # fmt: skip
        self._state = self.facts("state")
        self._next = wrapping(f"{name}.next", "body", self)
        self._text = wrapping(f"{name}.text", "body", self)
        self.copy_button = self.commands.button("copy")
        promise = [
            self.field("promised-by", N_("Promised by"), self.promised_by),
            self.field("promised-at", N_("Promised until"), self.promised_at),
        ]
        self._promise_part = self.add_part("promise", N_("What they promise"), *promise)
        self._steps = {each: self.commands.button(each) for each in (*_LEADS_TO, TOLD, ESCALATE)}
        self._links = {each: self.commands.button(each) for each in ("case", "refund")}
        self._telling = self.add_part("text", N_("For the buyer"), self._text, line(self.copy_button))
        self._others = ButtonGrid(f"{name}.others.buttons", list(self._steps.values()))
        self._going = [
            self.add_part("next", N_("What is next"), self._next, self.field("note", N_("Note"), self.note)),
            self.add_part("others", N_("Other steps"), self._others),
            self.add_part("state", N_("How it stands"), self._state, line(*self._links.values())),
        ]
        self.parcel.currentIndexChanged.connect(lambda _place: self._write())
        for each in (self.reason, self.asked_of, self.note, self.promised_at):
            each.textEdited.connect(lambda _text: self.say(""))
        self.main.clicked.connect(self.press)
        self.commands.connect_all({
            **{each: partial(self.step, each) for each in self._steps},
            "copy": self.copy,
            "case": lambda: self._show("case"),
            "refund": lambda: self._show("refund"),
            "order": self.show_order,
        })  # fmt: skip

    # Asking

    def _begin(self, known: _Known) -> None:
        self._known, self._subject = known, known.subject
        first = self.choose_parcel(known.subject.order.parcels, known.begun)
        if first is not None:
            self.show_record(first)  # go on where somebody began
            return
        for each in (self.reason, self.asked_of):
            each.clear()
        asked = next((each.reason for each in known.money.requests if each.is_open), "")
        self.reason.setText(asked)
        self.say("")
        self._write()
        self.asked_of.setFocus()

    def press(self) -> None:
        """What the large button says."""
        if self.shown is None:
            self._ask()
        else:
            named = what_is_next(self.shown.row)
            if named:
                self.step(named)
            else:
                self._finish(self.shown.row)

    def _ask(self) -> None:
        subject = self._subject
        if subject is None:
            return
        reason, asked_of = self.reason.text().strip(), self.asked_of.text().strip()
        if not reason:
            self.wants(self.reason, _("Say why it is to come back."))
            return
        order_id, waybill, carrier = subject.order.id, self.waybill, self.parcel.carrier
        begun = self._known.begun.get(waybill) if self._known is not None else None
        if begun is not None:
            self.show_record(begun)
            return

        def written(made: int) -> None:
            self._messages.toast(_("Asked {carrier} to bring {waybill} back").format(carrier=carrier, waybill=waybill))
            self.show_record(made)

        self.write(
            lambda: deeds.ask_interception(
                self._desk, order_id=order_id, waybill=waybill, carrier=carrier, reason=reason, asked_of=asked_of
            ),
            written,
        )

    # Going on

    def step(self, name: str) -> None:
        """Take a step; what stands in the note goes along."""
        shown = self.shown
        if shown is None or not self.commands.by_name[name].isEnabled():
            return
        note = self.note.text().strip()
        if name in _NEEDS_WORDS and not note:
            self.wants(self.note, _(_NEEDS_WORDS[name]))
            return
        number = shown.row.id
        if name == PROMISE:
            self._promise(number, note)
            return
        if name == TOLD:
            self.copy()
        desk = self._desk
        does: dict[str, Callable[[], object]] = {
            BACK: lambda: deeds.note_success(desk, interception_id=number, result=note),
            FAIL: lambda: deeds.note_failure(desk, interception_id=number, result=note),
            TOLD: lambda: deeds.note_told(desk, interception_id=number, note=note),
            REFUSED: lambda: deeds.note_refusal(desk, interception_id=number, result=note),
            KEPT: lambda: deeds.note_kept(desk, interception_id=number, result=note),
            AGAIN: lambda: deeds.ask_again(desk, interception_id=number, note=note),
            ESCALATE: lambda: deeds.escalate_interception(desk, interception_id=number, note=note),
            WITHDRAW: lambda: deeds.withdraw_interception(desk, interception_id=number, reason=note),
        }
        self._do(number, does[name])

    def _asks_promise(self, row: InterceptionRow) -> bool:
        """The first promise, or another one that somebody wants to note."""
        return row.state is State.ASKED or (row.state is State.PROMISED and self._promises_anew)

    def _promise(self, number: int, note: str) -> None:
        shown = self.shown
        if shown is not None and not self._asks_promise(shown.row):
            self._promises_anew = True
            self._write()
            self.promised_by.setFocus()
            return
        typed, by = self.promised_at.text().strip(), self.promised_by.text().strip()
        if not typed or what_is_wrong_with_moment(typed):
            self.wants(self.promised_at, _("Type a day or a moment such as 2026-03-05 18:00."))
            return
        zone = shown.subject.zone if shown is not None else ""
        until: Millis = read_moment(typed, zone, self._desk.clock())
        self._do(
            number,
            lambda: deeds.note_promise(
                self._desk, interception_id=number, promised_by=by, promised_at=until, note=note
            ),
        )

    def _do(self, number: int, write: Callable[[], object]) -> None:
        def written(_result: object) -> None:
            self.note.clear()
            self.show_record(number)

        self.write(write, written)

    def copy(self) -> None:
        """The text for the buyer goes to the clipboard."""
        if self.shown is not None and self._tells(self.shown.row):
            self._messages.copy(self.shown.text)

    def _finish(self, row: InterceptionRow) -> None:
        """Nothing more is to be done here: show what goes on with it."""
        if row.case_id is not None:
            self.done.emit("case", row.case_id)
        else:
            self.done.emit("interception", row.id)

    def _show(self, kind: str) -> None:
        row = self.shown.row if self.shown is not None else None
        record_id = None if row is None else row.case_id if kind == "case" else row.refund_id
        if record_id is not None:
            self.open_requested.emit(kind, record_id)

    # What is shown

    def _take(self, shown: Shown) -> None:
        before, self.shown, self._subject = self.shown, shown, shown.subject
        is_other = before is None or before.row.id != shown.row.id
        if is_other or (before is not None and before.row.promised_at != shown.row.promised_at):
            self._promises_anew = False
        self.parcel.show_parcels(shown.subject.order.parcels)
        self.parcel.choose(shown.row.waybill)
        if is_other:
            self.note.clear()
            self.promised_by.setText(shown.row.promised_by)
            self.promised_at.clear()
        self.say("")
        self._write()
        if is_other or (before is not None and before.row.state is not shown.row.state):
            self.area.verticalScrollBar().setValue(0)
            self.take_focus()

    def _write(self) -> None:
        shown, subject = self.shown, self._subject
        self.say_parcel(shown.row if shown is not None else None)
        for part in self._asking:
            part.setVisible(subject is not None and shown is None)
        for part in self._going:
            part.setVisible(shown is not None)
        self._promise_part.setVisible(shown is not None and self._asks_promise(shown.row))
        self._telling.setVisible(shown is not None and self._tells(shown.row))
        self.main.setVisible(subject is not None)
        self._allow()
        self.headline.setVisible(shown is not None)
        if shown is not None:
            self._write_shown(shown)
        else:
            known = self._known
            self.asked_of.setPlaceholderText(_("Who at the carrier, and their ticket"))
            self._waits.setText(waiting_text(known.money, known.subject.now, known.subject.zone) if known else "")
            self._say_main(_("Ask for it back"))

    def _allow(self) -> None:
        """What can be done as it stands; the rest is away."""
        row = self.shown.row if self.shown is not None else None
        can = {name for name, to in _LEADS_TO.items() if row is not None and to in MOVES[row.state]}
        if row is not None and row.state is State.FAILED and row.told_at is None:
            can.add(TOLD)
        if row is not None and row.is_open and row.escalated_at is None:
            can.add(ESCALATE)
        nearest = what_is_next(row) if row is not None else ""
        for name in self._steps:
            self.commands.by_name[name].setEnabled(name in can)
        self._others.show_only([made for name, made in self._steps.items() if name in can and name != nearest])
        ids = {"case": row.case_id if row else None, "refund": row.refund_id if row else None}
        for name, made in self._links.items():
            self.commands.by_name[name].setEnabled(ids[name] is not None)
            made.setVisible(ids[name] is not None)
        self.commands.by_name["copy"].setEnabled(row is not None and self._tells(row))

    def _write_shown(self, shown: Shown) -> None:
        row, subject = shown.row, shown.subject
        self._state.show_facts([*state_facts(row, subject.now, subject.zone), *asked_facts(row, subject)])
        self._text.setText(shown.text)
        told, role = headline(row, subject.now)
        self.headline.setText(told)
        restyle(self.headline, "role", role)
        self.promised_at.setPlaceholderText(_("03-05 18:00, or a day"))
        nearest = what_is_next(row)
        self._next.setText(_sentence(row))
        titles = {name: _(text) for name, (text, _key, _right) in DECLARED.items()}
        self._say_main(
            titles[nearest] if nearest else _("Done: show the case") if row.case_id else _("Show it in the list")
        )

    def _say_main(self, text: str) -> None:
        self.main.setText(f"{text}  ↵")
        self.main.setAccessibleName(text)

    @staticmethod
    def _tells(row: InterceptionRow) -> bool:
        return row.state is State.FAILED


def _sentence(row: InterceptionRow) -> str:
    """What has to happen now, in words."""
    said = {
        State.ASKED: _("The carrier was asked. Note what they promise, or that it comes back, or that it failed."),
        State.PROMISED: _("The carrier has promised it. Note here how it went."),
        State.SUCCEEDED: _("It comes back: its refund may go."),
        State.REFUSED: _("The buyer refused it. Once it is scanned at the intake, its refund may go."),
        State.KEPT: _("The buyer took it: somebody decides whether money goes back."),
        State.WITHDRAWN: _("It goes on to the buyer."),
    }
    if row.state is State.FAILED and row.told_at is None:
        return _("It could not be stopped. Ask the buyer to refuse it: the text for them is here.")
    return said.get(row.state) or _("The buyer was asked to refuse it. Note what came of it.")
