"""The fields of a new refund, and what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.reasons import REASONS
from shopdesk.domain.refunds import REFUND_KINDS, Channel, RefundKind, reason_title
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.refunds import RefundView
from shopdesk.ui.controls import label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.refunds.beginnings import Beginning
from shopdesk.ui.refunds.facts import request_text
from shopdesk.ui.refunds.reading import Clock
from shopdesk.ui.refunds.steps import channels

NAMES = {
    "kind": N_("Kind"),
    "reason": N_("Reason"),
    "amount": N_("Amount"),
    "freight": N_("of it freight"),
    "request": N_("Platform's request"),
    "channel": N_("Way"),
    "payee": N_("Real name"),
    "account": N_("Account"),
    "note": N_("Note"),
    "above": N_("Above, because"),
}
NAME_WIDTH = 96
"""px."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form. An amount that can't be read is None."""

    kind: RefundKind
    reason: str
    amount: Money | None
    freight: Money | None
    channel: Channel
    payee: str
    account: str
    refund_no: str
    note: str
    above_reason: str


class RefundFields(Retranslated, QWidget):
    """`changed` comes with each change, `entered` with Enter in a line."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)
        self._view: RefundView | None = None
        self._clock: Clock | None = None
        self._is_filling = False
        self.kind, self.channel, self.request = (self._combo(key) for key in ("kind", "channel", "request"))
        self.reason = self._combo("reason")
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.amount, self.freight, self.payee, self.account, self.note, self.above = (
            self._line(key) for key in ("amount", "freight", "payee", "account", "note", "above")
        )
        reason = self.reason.lineEdit()
        assert reason is not None
        named(reason, f"{name}.reason.line").textChanged.connect(self._tell)
        reason.returnPressed.connect(self.entered)
        self._names = {key: label(f"{name}.{key}.label", "muted", parent=self) for key in NAMES}
        self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        for key, text in NAMES.items():
            self._names[key].setText(_(text))
            self.widget(key).setAccessibleName(_(text))
        self.above.setPlaceholderText(_("Why more goes than was paid"))
        self.account.setPlaceholderText(_("Card, wallet or bank account"))
        self._fill(self.kind, [(each.value, _(title)) for each, title in REFUND_KINDS.items()])
        code = self._reason()
        self._fill(self.reason, [(each.value, _(known.title)) for each, known in REASONS.items()])
        self._show_reason(code)
        if self._view is not None:
            self._fill_ways(self._view)

    def widget(self, key: str) -> QComboBox | QLineEdit:
        """The input of a field."""
        found = getattr(self, key)
        assert isinstance(found, QComboBox | QLineEdit)
        return found

    def begin(self, start: Beginning) -> None:
        """Fill everything in."""
        self._is_filling = True
        self._view, self._clock = start.view, start.clock
        self.kind.setCurrentIndex(self.kind.findData(start.kind.value))
        self._fill_ways(start.view)
        self.channel.setCurrentIndex(max(0, self.channel.findData(start.channel.value)))
        self.request.setCurrentIndex(max(0, self.request.findData(start.refund_no)))
        self._show_reason(start.reason)
        self.amount.setText(start.amount.yuan if start.amount else "")
        self.freight.setText(start.freight.yuan if start.freight else "")
        self.note.setText(start.note)
        for line in (self.payee, self.account, self.above):
            line.clear()
        self._is_filling = False
        self.show_above(is_needed=False)
        self._tell()

    def typed(self) -> Typed:
        """What stands there."""
        return Typed(
            RefundKind(self.kind.currentData()), self._reason(), read_amount(self.amount.text()),
            read_amount(self.freight.text()), Channel(self.channel.currentData() or Channel.BANK),
            self.payee.text().strip(), self.account.text().strip(), str(self.request.currentData() or ""),
            self.note.text().strip(), self.above.text().strip() if not self.above.isHidden() else "",
        )  # fmt: skip

    def show_above(self, *, is_needed: bool) -> None:
        """The line for the reason of who may let more go than was paid (REF-04)."""
        self._show_row("above", is_needed)

    def add_freight(self, freight: Money) -> None:
        """Freight that was promised goes along: in the amount, and said as a part of it (REF-07)."""
        before = read_amount(self.freight.text()) or ZERO
        amount = (read_amount(self.amount.text()) or ZERO) - before + freight
        self.freight.setText(freight.yuan)
        self.amount.setText(amount.yuan)

    # How it is put together

    def _combo(self, key: str) -> QComboBox:
        made = named(QComboBox(self), f"{self.objectName()}.{key}")
        made.setMinimumContentsLength(8)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.currentIndexChanged.connect(self._tell)
        return made

    def _line(self, key: str) -> QLineEdit:
        made = named(_Line(self), f"{self.objectName()}.{key}")
        made.textChanged.connect(self._tell)
        made.entered.connect(self.entered)
        return made

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, key in enumerate(NAMES):
            self._names[key].setMinimumWidth(NAME_WIDTH)
            grid.addWidget(self._names[key], row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self.widget(key), row, 1)
        for before, after in pairwise(NAMES):
            QWidget.setTabOrder(self.widget(before), self.widget(after))

    def _fill_ways(self, view: RefundView) -> None:
        kind = RefundKind(self.kind.currentData())
        self._fill(self.channel, channels(kind, view))
        clock = self._clock
        requests = [(each.refund_no, request_text(each, clock)) for each in view.requests] if clock else []
        self._fill(self.request, [("", _("none")), *requests])

    def _fill(self, combo: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
        chosen, combo_was = combo.currentData(), combo.blockSignals(True)
        combo.clear()
        for value, text in choices:
            combo.addItem(text, value)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))
        combo.blockSignals(combo_was)

    def _tell(self) -> None:
        if self._is_filling or self._view is None:
            return
        self._fill_ways(self._view)
        channel = self.channel.currentData()
        is_own = channel != Channel.PLATFORM.value
        self._show_row("payee", is_own)
        self._show_row("account", is_own and channel != Channel.CASH.value)
        self._show_row("request", bool(self._view.requests))
        self._show_row("freight", self.kind.currentData() != RefundKind.FREIGHT.value)
        self.changed.emit()

    def _show_row(self, key: str, is_shown: bool) -> None:
        self.widget(key).setVisible(is_shown)
        self._names[key].setVisible(is_shown)

    def _show_reason(self, code: str) -> None:
        place = self.reason.findData(code) if code else -1
        self.reason.setCurrentIndex(place)
        self.reason.setEditText(_(reason_title(code)) if code else "")

    def _reason(self) -> str:
        """A category's word, or the shop's own words."""
        text = self.reason.currentText().strip()
        place = self.reason.findText(text, Qt.MatchFlag.MatchFixedString)
        return str(self.reason.itemData(place)) if text and place >= 0 else text


class _Line(QLineEdit):
    """Enter is told, and goes no further."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def read_amount(text: str) -> Money | None:
    """What was typed; nothing is 0, and None can't be read."""
    if not text.strip():
        return ZERO
    try:
        return Money.typed(text)
    except ValueError:
        return None
