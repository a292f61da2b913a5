"""The panel beside the list: everything that has to be seen before a refund is approved or paid (REF-04 to REF-08)."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from shopdesk.domain.evidence import EvidenceOf
from shopdesk.domain.permissions import Right
from shopdesk.domain.refund_steps import RefundStep
from shopdesk.domain.refunds import RefundState
from shopdesk.i18n import N_, _
from shopdesk.services.desk import Desk
from shopdesk.services.refund_payees import Payee, see_payee
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label
from shopdesk.ui.evidence import EvidencePane
from shopdesk.ui.layouts import column, line
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.facts import Facts, wrapping
from shopdesk.ui.refunds import facts
from shopdesk.ui.refunds.commands import RefundCommands
from shopdesk.ui.refunds.next_step import NextStep
from shopdesk.ui.refunds.reading import Shown, read_refund
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import Theme

READ_AFTER = 60
"""Milliseconds after the last move of the selection."""
NAMES = 108
"""px of the names of facts."""
_FOOT = {
    RefundStep.REFUSE: (RefundState.ASKED, RefundState.APPROVED, RefundState.FAILED),
    RefundStep.WITHDRAW: (RefundState.ASKED,),
    RefundStep.LET_THROUGH: (RefundState.ASKED, RefundState.APPROVED),
    RefundStep.FAIL: (RefundState.APPROVED, RefundState.PAID),
}
"""Buttons below, and the states in which they are there."""


class RefundPanel(SidePanel):
    """Reads in the background and keeps what it shows until the next refund is there."""

    shown_changed = Signal()

    def __init__(
        self, desk: Desk, background: Background, messages: Messages, theme: Theme, commands: RefundCommands
    ) -> None:
        super().__init__("refunds.panel", theme)
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self.commands = commands
        self.shown: Shown | None = None
        self._wanted: int | None = None
        self._seen: tuple[int, Payee] | None = None
        self._timer = QTimer(self, singleShot=True, interval=READ_AFTER)
        self._timer.timeout.connect(self._read)
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if hasattr(self, "_empty"):
            self._empty.setText(_("Choose a refund to see everything about it."))
            self._write()

    def show_refund(self, refund_id: int | None) -> None:
        """Show this one soon; None for none."""
        if refund_id != self._wanted:
            self._wanted = refund_id
            self._timer.start()

    def read_again(self) -> None:
        """Something changed: the same one is read again."""
        if self._wanted is not None:
            self._timer.start()

    def copy_answer(self) -> None:
        """What the buyer is told goes to the clipboard (REF-06)."""
        if self.shown is not None:
            self._messages.copy(self.shown.answer.text)

    def see_payee(self) -> None:
        """Name and account as they are; that one looked stands in the trail."""
        shown = self.shown
        if shown is not None:
            number = shown.row.id
            self._background.run_task(
                lambda: see_payee(self._desk, refund_id=number), lambda found: self._take_payee(number, found),
                self._messages.error, owner=self,
            )  # fmt: skip

    def hideEvent(self, event: QHideEvent) -> None:
        """What was looked up is masked again."""
        super().hideEvent(event)
        self._seen = None
        self._write()

    # How it is put together

    def _build(self) -> None:
        self._empty = label("refunds.panel.empty", "muted", wrap=True, parent=self)
        self.next = NextStep(self.commands, self._theme)
        name = "refunds.panel"
        self._money = self._facts(f"{name}.money.facts")
        self._effects = self._facts(f"{name}.effects.facts")
        self._payee = self._facts(f"{name}.payee.facts")
        self._progress = self._facts(f"{name}.progress.facts")
        self._others = self._facts(f"{name}.others.facts")
        self._answer = wrapping(f"{name}.answer.text", "body", self)
        self.files = EvidencePane(
            f"{name}.files", EvidenceOf.REFUND, desk=self._desk, background=self._background, messages=self._messages,
            icons=self._theme.icons,
        )  # fmt: skip
        self._sections_shown = [
            self.add_section("next", "", column("refunds.panel.next.body", self._empty, self.next)),
            self.add_section("payee", N_("Who gets it"), self._payee_body()),
            self.add_section("effects", N_("What paying it does"), self._effects),
            self.add_section("money", N_("Money"), self._money),
            self.add_section("answer", N_("What to tell the buyer"), self._answer_body()),
            self.add_section("progress", N_("Why and who"), self._progress_body()),
            self.add_section("others", N_("Other refunds of the order"), self._others),
            self.add_section("files", "", self.files),
        ]
        self._foot = {step: self.commands.button(step.value, "quiet") for step in _FOOT}
        for made in self._foot.values():
            self.foot.addWidget(made)
        self.foot.addStretch(1)

    def _facts(self, name: str) -> Facts:
        made = Facts(name, self._theme, name_width=NAMES)
        made.copied.connect(self._messages.copy)
        return made

    def _payee_body(self) -> QWidget:
        self._see = self.commands.button("see", "quiet")
        self._change = self.commands.button(RefundStep.CHANGE.value, "quiet")
        self._check = self.commands.button(RefundStep.CHECK.value, "quiet")
        return column("refunds.panel.payee.body", self._payee, line(self._change, self._check, self._see))

    def _answer_body(self) -> QWidget:
        return column("refunds.panel.answer.body", self._answer, line(self.commands.button("copy", "quiet")))

    def _progress_body(self) -> QWidget:
        self._case = self.commands.button("case", "quiet")
        buttons = line(self.commands.button("order", "quiet"), self._case)
        return column("refunds.panel.progress.body", self._progress, buttons)

    # What is shown

    def _read(self) -> None:
        wanted = self._wanted
        if wanted is None:
            self._take(None)
            return
        self._background.run_task(
            lambda: read_refund(self._desk, wanted), self._take, lambda _error: self._take(None), owner=self
        )

    def _take(self, shown: Shown | None) -> None:
        if shown is not None and shown.row.id != self._wanted:
            return  # the selection has gone on meanwhile
        self.shown = shown
        if shown is None or (self._seen is not None and self._seen[0] != shown.row.id):
            self._seen = None
        self.files.show_record(shown.row.id if shown else None)
        self.shown_changed.emit()  # what can be done is known before it is written
        self._write()

    def _take_payee(self, number: int, found: Payee) -> None:
        if self.shown is not None and self.shown.row.id == number:
            self._seen = (number, found)
            self._write()

    def _write(self) -> None:
        shown = self.shown
        self._empty.setVisible(shown is None)
        for section in self._sections_shown[1:]:
            section.setVisible(shown is not None)
        self.next.show_refund(shown)
        self.title.setText("")
        for step, states in _FOOT.items():
            self._foot[step].setVisible(shown is not None and shown.row.state in states)
        if shown is None:
            return
        row = shown.row
        self.title.setText(_("Refund {number} · order {order_no}").format(number=row.id, order_no=row.order_no))
        self._money.show_facts(facts.money_facts(shown))
        self._effects.show_facts(facts.effect_facts(shown))
        payee = self._seen[1] if self._seen is not None else Payee(row.payee, row.payee_account)
        self._payee.show_facts(facts.payee_facts(shown, payee.name, payee.account))
        self._progress.show_facts(facts.progress_facts(shown))
        others = facts.other_facts(shown)
        self._others.show_facts(others)
        self._sections_shown[6].setVisible(bool(others))
        self._answer.setText(shown.answer.text)
        self._see.setVisible(bool(row.payee) and self._seen is None and not self._desk.actor.may(Right.SEE_BUYERS))
        self._change.setVisible(row.is_open)
        self._check.setVisible(row.state is RefundState.ASKED and row.is_direct and row.payee_checked_at is None)
        self._case.setVisible(row.case_id is not None)
        self._foot[RefundStep.LET_THROUGH].setVisible(RefundStep.LET_THROUGH not in shown.refusals)
        self._foot[RefundStep.WITHDRAW].setVisible(RefundStep.WITHDRAW not in shown.refusals)
