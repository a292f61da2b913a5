"""The carrier doesn't reach the address: both ways beside each other, why one is better, the text for the buyer
(SHP-10)."""

from dataclasses import dataclass

from PySide6.QtWidgets import QRadioButton

from shopdesk.domain.detours import WAYS, Way
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.detours import (
    DetourRow,
    Proposal,
    compare_ways,
    get_detour,
    get_detour_text,
    list_detours,
)
from shopdesk.services.desk import Desk
from shopdesk.services.detours import change_detour, decide_detour, finish_detour
from shopdesk.ui.background import Background
from shopdesk.ui.layouts import line
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.facts import Fact, wrapping
from shopdesk.ui.page_actions import Declared
from shopdesk.ui.parcels.detour_ways import Ways
from shopdesk.ui.parcels.guide_form import GuideForm
from shopdesk.ui.parcels.guide_parts import Subject, read_subject, refusal_of
from shopdesk.ui.theme import Theme

DECLARED: Declared = {
    "copy": (N_("Copy what to tell the buyer"), "C", None),
    "other": (N_("The other way after all…"), "O", Right.SERVE),
    "case": (N_("Show the case"), "G", None),
    "order": (N_("Show the order"), "Ctrl+Down", None),
}
"""Text, key, and the right that it needs."""


@dataclass(frozen=True, slots=True)
class _Decided:
    subject: Subject
    row: DetourRow
    text: str


class DetourGuide(GuideForm):
    """Enter decides as it is chosen; afterwards the text for the buyer is there, and where the new number goes."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        self._proposal: Proposal | None = None
        self._begun: dict[str, int] = {}
        """What was decided about the order's parcels, by waybill."""
        self._decided: _Decided | None = None
        super().__init__("detour", DECLARED, desk=desk, background=background, messages=messages, theme=theme)

    # What the page asks

    def start(self, order_id: object) -> None:
        """Begin for an order by its id; where something was decided about its parcel already, go on there."""
        self._decided = self._proposal = None
        if not isinstance(order_id, int):
            self.find_order()
            self.finder.setFocus()
            return

        def read() -> tuple[Subject, dict[str, int]]:
            rows = list_detours(self._desk.seen, only_open=True, order_id=order_id)
            return read_subject(self._desk, order_id), {row.waybill: row.id for row in rows}

        self.read(read, lambda found: self._begin(*found))

    def show_record(self, record_id: int) -> None:
        """Go on with what was decided."""

        def read() -> _Decided:
            row = get_detour(self._desk.seen, record_id)
            return _Decided(read_subject(self._desk, row.order_id), row, get_detour_text(self._desk.seen, record_id))

        self.read(read, self._take_decided)

    def refresh(self) -> None:
        """Others may have gone on with it."""
        if self._decided is not None:
            self.show_record(self._decided.row.id)

    def scanned(self, code: str) -> bool:
        """The label under which it goes on, once that is decided."""
        if not self.new_waybill.isVisible():
            return super().scanned(code)
        self.new_waybill.setText(code)
        self.new_waybill.setFocus()
        return True

    def take_focus(self) -> None:
        """To what is asked next."""
        if self._subject is None:
            self.finder.setFocus()
        elif self._decided is not None:
            (self.new_waybill if self._is_open and self.new_carrier.text() else self.copy_button).setFocus()
        else:
            self.chosen_radio.setFocus()

    # How it is put together

    def _build(self) -> None:
        self.value, self.reason = self.line("value"), self.line("reason")
        self.value.textEdited.connect(lambda _text: self._change())
        self.parcel.currentIndexChanged.connect(lambda _place: self._change())
        self.reason.textEdited.connect(lambda _text: self.say(""))
        value = self.field("value", N_("Worth"), self.value)
        self._table = Ways(f"{self.objectName()}.ways")
        for radio in self._table.radios.values():
            radio.toggled.connect(lambda _on: self._write())
        self._why = wrapping(f"{self.objectName()}.why", "body", self)
        self._then = wrapping(f"{self.objectName()}.then", "muted", self)
        self._reason_row = self.field("reason", N_("Why otherwise"), self.reason)
        self._asking = [
            self.add_part("ways", N_("Two ways"), value, self._table),
            self.add_part("why", N_("Why"), self._why),
            self.add_part("then", N_("What follows"), self._then, self._reason_row),
        ]
        self._build_decided()
        self.main.clicked.connect(self.press)
        self.commands.connect_all({
            "copy": self.copy,
            "other": self._ask_other,
            "case": self._show_case,
            "order": self.show_order,
        })  # fmt: skip

    def _build_decided(self) -> None:
        self._facts = self.facts("decided")
        self._text = wrapping(f"{self.objectName()}.text", "body", self)
        self.copy_button = self.commands.button("copy")
        self._other, self._case = self.commands.button("other"), self.commands.button("case")
        self.new_carrier, self.new_waybill = self.line("new-carrier"), self.line("new-waybill")
        carrier = self.field("new-carrier", N_("Goes on by"), self.new_carrier)
        waybill = self.field("new-waybill", N_("New waybill"), self.new_waybill)
        self._went_on = [
            self.add_part("decided", N_("What was decided"), self._facts, line(self._case, self._other)),
            self.add_part("text", N_("For the buyer"), self._text, line(self.copy_button)),
        ]
        self._numbers = self.add_part("number", N_("Once it has gone on"), carrier, waybill)

    # Comparing

    @property
    def way(self) -> Way:
        """The one that is chosen."""
        radios = self._table.radios
        return next((way for way, radio in radios.items() if radio.isChecked()), Way.BRING_BACK)

    @property
    def chosen_radio(self) -> QRadioButton:
        """Arrows choose the other one."""
        return self._table.radios[self.way]

    def _begin(self, subject: Subject, begun: dict[str, int]) -> None:
        self._subject, self._begun = subject, begun
        first = self.choose_parcel(subject.order.parcels, begun)
        if first is not None:
            self.show_record(first)  # somebody has decided already: go on there
            return
        self.value.setText(subject.order.paid.yuan)
        self.reason.clear()
        self._change()
        self._try()

    def _change(self) -> None:
        """What was reckoned before doesn't hold any more."""
        self._proposal = None
        self._timer.start()

    def _try(self) -> None:
        self._timer.stop()
        subject = self._subject
        if subject is None or self._decided is not None:
            return
        if self.parcel.waybill in self._begun:
            self.show_record(self._begun[self.parcel.waybill])
            return
        typed, carrier = self.value.text().strip(), self.parcel.carrier
        try:
            value = Money.typed(typed) if typed else None
        except ValueError:
            self.say(_("Type an amount such as 12.50."))
            return

        def reckon() -> Proposal:
            return compare_ways(
                self._desk.seen, order_id=subject.order.id, carrier=carrier, value=value, now=self._desk.clock()
            )

        self.read(lambda: refusal_of(reckon), lambda found: self._take(*found))

    def _take(self, proposal: Proposal | None, refused: str) -> None:
        is_first = not any(radio.isChecked() for radio in self._table.radios.values()) or not self.pressed()
        self._proposal = proposal
        self.say(refused)
        if proposal is not None:
            self._table.show_legs(proposal)
            if not self.reason.text().strip():
                self._table.radios[proposal.comparison.proposed].setChecked(True)
        self._write()
        if is_first or not self.value.hasFocus():
            self.take_focus()
        hurried, self._is_hurried = self._is_hurried, False
        if hurried:
            self.press()

    # Deciding, and what comes after

    def press(self) -> None:
        """What the large button says."""
        if self._decided is not None:
            self._finish()
        elif self._timer.isActive():
            self._is_hurried = True
            self._try()
        elif self._proposal is not None:
            self._decide(self._proposal)

    def _decide(self, proposal: Proposal) -> None:
        way, reason = self.way, self.reason.text().strip()
        if way is not proposal.comparison.proposed and not reason:
            self.say(_("The desk proposes the other way: say why you do otherwise."))
            self.reason.setFocus()
            return
        waybill, carrier, value = self.waybill, self.parcel.carrier, proposal.comparison.value

        def written(made: int) -> None:
            self._messages.toast(_("Decided: {way}").format(way=_(WAYS[way])))
            self.show_record(made)

        self.write(
            lambda: decide_detour(
                self._desk, way=way, order_id=proposal.order_id, waybill=waybill, carrier=carrier, value=value,
                reason=reason,
            ),
            written,
        )  # fmt: skip

    def _take_decided(self, decided: _Decided) -> None:
        before, self._decided, self._subject = self._decided, decided, decided.subject
        self.parcel.show_parcels(decided.subject.order.parcels)
        self.parcel.choose(decided.row.waybill)
        if before is None or before.row.id != decided.row.id or before.row.way is not decided.row.way:
            self.new_carrier.setText(decided.row.new_carrier)
            self.new_waybill.setText(decided.row.new_waybill)
        self.say("")
        self._write()
        if before is None or before.row.id != decided.row.id:
            self.copy_button.setFocus()
        self.area.verticalScrollBar().setValue(0)

    def _finish(self) -> None:
        """Note by which number it went on; where that is known, show what came of it."""
        decided = self._decided
        if decided is None:
            return
        row, carrier, waybill = decided.row, self.new_carrier.text().strip(), self.new_waybill.text().strip()
        if row.done_at is not None:
            self.done.emit("detour", row.id)
            return
        if not waybill:
            self.say(_("Say the number by which it goes on."))
            self.new_waybill.setFocus()
            return

        def written(_nothing: None) -> None:
            self._messages.toast(_("{waybill} goes on as {new}").format(waybill=row.waybill, new=waybill))
            self.done.emit("detour", row.id)
            self.show_record(row.id)

        self.write(lambda: finish_detour(self._desk, detour_id=row.id, carrier=carrier, waybill=waybill), written)

    def _ask_other(self) -> None:
        decided = self._decided
        if decided is None:
            return
        number = decided.row.id
        other = Way.POST if decided.row.way is Way.BRING_BACK else Way.BRING_BACK

        def write(reason: str) -> None:
            self.write(
                lambda: change_detour(self._desk, detour_id=number, way=other, reason=reason),
                lambda _changed: self.show_record(number),
            )

        self._messages.ask_text(
            _("Why does it go the other way: {way}?").format(way=_(WAYS[other])), _(WAYS[other]), write
        )

    def copy(self) -> None:
        """The text for the buyer goes to the clipboard."""
        if self._decided is not None:
            self._messages.copy(self._decided.text)

    def _show_case(self) -> None:
        if self._decided is not None:
            self.open_requested.emit("case", self._decided.row.case_id)

    # What is shown

    @property
    def _is_open(self) -> bool:
        return self._decided is not None and self._decided.row.done_at is None

    def _write(self) -> None:
        decided, subject = self._decided, self._subject
        self.say_parcel(decided.row if decided is not None else None)
        for part in self._asking:
            part.setVisible(subject is not None and decided is None)
        for part in self._went_on:
            part.setVisible(decided is not None)
        self._numbers.setVisible(self._is_open)
        self.main.setVisible(subject is not None)
        self.commands.by_name["copy"].setEnabled(decided is not None)
        self.commands.by_name["case"].setEnabled(decided is not None and decided.row.case_id is not None)
        self.commands.by_name["other"].setEnabled(self._is_open)
        self._case.setVisible(self.commands.by_name["case"].isEnabled())
        self._other.setVisible(self._is_open)
        if decided is not None:
            self._write_decided(decided)
        else:
            self._write_asking()

    def _write_asking(self) -> None:
        proposal, way = self._proposal, self.way
        self.main.setText(f"{_(WAYS[way])}  ↵")
        self.main.setAccessibleName(_(WAYS[way]))
        if proposal is None:
            return
        is_proposed = proposal.comparison.proposed is way
        self._why.setText("\n".join(proposal.comparison.why))
        self._then.setText("\n".join(self._follows(proposal, way)))
        self._reason_row.setVisible(not is_proposed)

    def _follows(self, proposal: Proposal, way: Way) -> list[str]:
        """What deciding does, beside being noted."""
        found = []
        if way is Way.BRING_BACK:
            found.append(_("A case is opened by which it is sent again."))
        until = proposal.until(way)
        zone = self._subject.zone if self._subject is not None else ""
        if until is not None:
            when = short_moment(until, proposal.now, zone)
            found.append(_("The buyer's time to confirm becomes longer, until {when}.").format(when=when))
        elif proposal.confirms_at is not None:
            found.append(_("The buyer's time to confirm is long enough."))
        return found

    def _write_decided(self, decided: _Decided) -> None:
        row, subject = decided.row, decided.subject
        days = ngettext("{n} day", "{n} days", row.days).format(n=row.days)
        due = short_moment(row.due_at, subject.now, subject.zone)
        late = row.is_late(subject.now)
        new = " ".join(filter(None, (row.new_carrier, row.new_waybill)))
        self._facts.show_facts([
            Fact(_("Decided"), _(WAYS[row.way])),
            Fact(_("By"), f"{row.person} · {short_moment(row.at, subject.now, subject.zone)}"),
            Fact(_("Because"), row.reason or row.why.split("\n")[-1]),
            Fact(_("Costs"), f"{row.cost.shown} · {days}"),
            Fact(_("With the buyer"), _("by {when}").format(when=due), "danger" if late else "body"),
            Fact(_("Went on as"), new if row.done_at is not None else "", copy=row.new_waybill),
        ])  # fmt: skip
        self._text.setText(decided.text)
        said = _("Note the new number") if self._is_open else _("Show it in the list")
        self.main.setText(f"{said}  ↵")
        self.main.setAccessibleName(said)
