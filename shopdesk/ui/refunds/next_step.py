"""The head of the panel: how a refund stands, the one next thing to do, and the line for the payment's reference."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.domain.refund_steps import NEXT_REFUND_STEP, RefundStep
from shopdesk.domain.refunds import RefundState
from shopdesk.i18n import _
from shopdesk.queries.refunds import RefundRow
from shopdesk.ui.controls import label, named, restyle
from shopdesk.ui.language import Retranslated
from shopdesk.ui.order_forms.facts import wrapping
from shopdesk.ui.refunds.columns import clock_text, state_text
from shopdesk.ui.refunds.commands import RefundCommands
from shopdesk.ui.refunds.reading import Due, Shown
from shopdesk.ui.theme import Text, Theme

_ROLES = {Due.LATE: "danger", Due.TODAY: "warning", Due.ANY: "muted"}


class ReferenceLine(QLineEdit):
    """Enter pays, Esc goes back to the list."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NextStep(Retranslated, QWidget):
    """`pay_requested` carries the refund's row and the reference that was typed."""

    pay_requested = Signal(object, str)
    left = Signal()

    def __init__(self, commands: RefundCommands, theme: Theme) -> None:
        super().__init__()
        named(self, "refunds.panel.next")
        self._shown: Shown | None = None
        self._row: RefundRow | None = None
        self._amount = label("refunds.panel.amount", parent=self)
        self._amount.setFont(theme.font(Text.BIG))
        self._state = wrapping("refunds.panel.state", "body", self)
        self._clock = label("refunds.panel.clock", "muted", parent=self)
        self.reference = named(ReferenceLine(self), "refunds.panel.reference")
        self._approve = commands.button(RefundStep.APPROVE.value, "main")
        self._pay = commands.button(RefundStep.PAY.value, "main")
        self._again = commands.button("again", "main")
        self._check = commands.button(RefundStep.CHECK.value, "main")
        self._why = wrapping("refunds.panel.why", "warning", self)
        self.reference.returnPressed.connect(self.pay)
        self.reference.left.connect(self.left)
        self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.reference.setAccessibleName(_("Payment's reference"))
        self._write()

    def show_refund(self, shown: Shown | None) -> None:
        """Show this one; what was typed as the reference of another is gone."""
        before, self._row = self._row, shown.row if shown else None
        self._shown = shown
        if before is not None and (self._row is None or before.id != self._row.id):
            self.reference.clear()
        self._write()

    def take_focus(self) -> None:
        """To the one thing that is next: the line for the reference, or the main button."""
        shown = (self.reference, self._approve, self._check, self._again)
        found = next((part for part in shown if part.isVisibleTo(self) and part.isEnabled()), None)
        if found is not None:
            found.setFocus()
            self.reference.selectAll()

    def pay(self) -> None:
        """What was typed is the reference of the refund that is shown."""
        if self._row is not None and self.reference.isEnabled():
            self.pay_requested.emit(self._row, self.reference.text().strip())

    def paid(self, refund_id: int) -> bool:
        """It is done: the line is for the next one. True where the focus was in it."""
        if self._row is None or self._row.id != refund_id:
            return False
        self.reference.clear()
        return self.reference.hasFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._amount)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self._state)
        beside.addWidget(self._clock)
        head.addLayout(beside, 1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.reference, 1)
        for made in (self._approve, self._check, self._pay, self._again):
            line.addWidget(made)
        line.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(line)
        layout.addWidget(self._why)

    def _write(self) -> None:
        shown = self._shown
        self.setVisible(shown is not None)
        if shown is None:
            return
        row, step = shown.row, NEXT_REFUND_STEP.get(shown.row.state)
        self._amount.setText(row.to_pay.shown)
        self._state.setText(state_text(row))
        self._clock.setText(clock_text(row, shown.clock))
        restyle(self._clock, "role", _ROLES[shown.clock.due(row)])
        self._approve.setVisible(step is RefundStep.APPROVE)
        self._pay.setVisible(step is RefundStep.PAY)
        self._again.setVisible(row.state in (RefundState.FAILED, RefundState.REFUSED))
        is_to_check = RefundStep.CHECK not in shown.refusals and row.payee_checked_at is None
        self._check.setVisible(is_to_check and step is RefundStep.PAY)
        can_pay = step is RefundStep.PAY and RefundStep.PAY not in shown.refusals and self._pay.isEnabled()
        self.reference.setVisible(can_pay)
        self.reference.setEnabled(can_pay)
        number = row.refund_no if not row.is_direct else ""
        self.reference.setPlaceholderText(number or _("Payment's reference"))
        why = shown.refusals.get(step, "") if step is not None else ""
        self._why.setText(why)
        self._why.setVisible(bool(why))
