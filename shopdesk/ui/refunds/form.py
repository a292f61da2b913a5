"""Asking for a refund, in the panel's place: ceiling, doubles, fee and what it does are said before (REF-04)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.domain.money import ZERO
from shopdesk.domain.permissions import Right
from shopdesk.domain.reasons import PARTIES
from shopdesk.domain.refunds import FEE_PERCENT, RefundKind
from shopdesk.errors import BadInput, Refused
from shopdesk.i18n import N_, _, sentence
from shopdesk.queries.refunds import RefundRow
from shopdesk.services.desk import Desk
from shopdesk.services.refund_trials import Trial, try_refund
from shopdesk.services.refunds import ask_refund
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button
from shopdesk.ui.layouts import column, line
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.facts import Fact, Facts, wrapping
from shopdesk.ui.order_forms.order_finder import OrderFinder
from shopdesk.ui.refunds.beginnings import Beginning, begin, begin_again
from shopdesk.ui.refunds.facts import ceiling_facts, promised_text
from shopdesk.ui.refunds.fields import RefundFields, Typed
from shopdesk.ui.side_panel import SidePanel
from shopdesk.ui.theme import Theme

TRY_AFTER = 60
"""Milliseconds after the last key: then it is said what asking would come to."""
WIDTH = 400
"""px."""
NAMES = 96


class RefundForm(SidePanel):
    """Ctrl+Enter or Enter in a line asks, Esc leaves."""

    asked = Signal(int)
    """The new refund."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        super().__init__("refunds.form", theme)
        self._desk, self._background, self._messages = desk, background, messages
        self._start: Beginning | None = None
        self._tried: tuple[Typed, Trial] | None = None
        self._is_hurried = self._is_asking = False
        self._timer = QTimer(self, singleShot=True, interval=TRY_AFTER)
        self._timer.timeout.connect(self._try)
        self._build(theme)
        self._connect()
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if not hasattr(self, "_ask"):
            return
        self.setAccessibleName(_("New refund"))
        self.title.setText(_("New refund"))
        self._ask.setText(_("Ask for refund"))
        self._ask.setAccessibleName(_("Ask for refund"))
        self._cancel.setText(_("Cancel"))
        self._other.setText(_("Another order"))
        self._all.setText(_("All that is left"))
        self._write()

    # How it is opened

    def open_empty(self) -> None:
        """Find the order first."""
        self._open(None)
        self.finder.clear()
        self.finder.setFocus()

    def open_for(self, order_id: int, case_id: int | None = None) -> None:
        """For this order, and for this case of it."""
        self._begin(lambda: begin(self._desk, order_id=order_id, case_id=case_id))

    def open_again(self, row: RefundRow) -> None:
        """Once more what came back or was refused."""
        self._begin(lambda: begin_again(self._desk, row))

    def _begin(self, read: Callable[[], Beginning]) -> None:
        self._background.run_task(read, self._open, self._messages.error, owner=self)

    def _open(self, start: Beginning | None) -> None:
        self._start, self._tried = start, None
        self.show()
        if start is not None:
            self.fields.begin(start)
            self.fields.reason.setFocus() if start.case_id is None else self.fields.amount.setFocus()
        self._write()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    # How it is put together

    def _build(self, theme: Theme) -> None:
        name = self.objectName()
        self.finder = OrderFinder(f"{name}.finder", self._desk, self._background, self._messages)
        self._order = wrapping(f"{name}.order", "body", self)
        self._other = button(f"{name}.other", "quiet", self)
        self._ceiling = Facts(f"{name}.ceiling", theme, name_width=NAMES)
        self._freight = wrapping(f"{name}.promised", "warning", self)
        self.fields = RefundFields(f"{name}.fields")
        self._add = button(f"{name}.add-freight", parent=self)
        self._all = button(f"{name}.all", "quiet", self)
        self._effects = Facts(f"{name}.effects", theme, name_width=NAMES)
        self.said = wrapping(f"{name}.said", "danger", self)
        self._cancel = button(f"{name}.cancel", parent=self)
        self._ask = button(f"{name}.ask", "main", self)
        which = column(f"{name}.which.body", self.finder, self._order, self._ceiling, line(self._other))
        what = column(f"{name}.what.body", self.fields, self._freight, line(self._add, self._all))
        comes_to = self._effects
        self.add_section("which", N_("Which order"), which)
        self._parts = [
            self.add_section("what", N_("What goes back"), what),
            self.add_section("effect", N_("What it comes to"), comes_to),
        ]
        self._pin(self.said)
        self.foot.addStretch(1)
        self.foot.addWidget(self._cancel)
        self.foot.addWidget(self._ask)

    def _pin(self, said: QWidget) -> None:
        """Why it would be refused is seen wherever one has scrolled to."""
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        said.setContentsMargins(16, 4, 16, 0)
        whole.insertWidget(whole.count() - 1, said)

    def _connect(self) -> None:
        self.finder.chosen.connect(self.open_for)
        self._other.clicked.connect(self.open_empty)
        self._add.clicked.connect(self._add_freight)
        self._all.clicked.connect(self._take_all)
        self.fields.changed.connect(self._on_changed)
        self.fields.entered.connect(self.ask)
        self._cancel.clicked.connect(self.close_panel)
        self._ask.clicked.connect(self.ask)
        keys = QShortcut(QKeySequence("Ctrl+Return"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.ask)

    # What it would come to

    def _on_changed(self) -> None:
        self._tried = None
        self._timer.start()

    def _try(self) -> None:
        self._timer.stop()
        start, typed = self._start, self.fields.typed()
        if start is None:
            return
        self._background.run_task(
            lambda: try_refund(self._desk, **_wish(start, typed)), lambda trial: self._take(start, typed, trial),
            self._messages.error, owner=self,
        )  # fmt: skip

    def _take(self, start: Beginning, typed: Typed, trial: Trial) -> None:
        if start is not self._start or typed != self.fields.typed():
            return  # typed on meanwhile
        self._tried = (typed, trial)
        self._write()
        hurried, self._is_hurried = self._is_hurried, False
        if hurried:
            self.ask()

    def ask(self) -> None:
        """Ask for it, once it is known what that comes to."""
        start = self._start
        if start is None or self._is_asking:
            return
        if self._tried is None:
            self._is_hurried = True
            self._try()
            return
        typed, trial = self._tried
        if trial.refusal is not None or typed.amount is None or typed.freight is None:
            self._say(sentence(trial.refusal) if trial.refusal else _("Type an amount such as 12.50."))
            self._go_to_wrong(typed, trial)
            return
        self._is_asking = True
        self._background.run_task(
            lambda: ask_refund(self._desk, **_wish(start, typed)), self._say_asked, self._refuse, owner=self
        )

    def _say_asked(self, number: int) -> None:
        self._is_asking = False
        self._messages.toast(_("Refund {number} is asked for").format(number=number))
        self.close_panel()
        self.asked.emit(number)

    def _refuse(self, error: Exception) -> None:
        """Somebody else was quicker: the ceiling is read anew."""
        self._is_asking = False
        self._tried = None
        self._messages.error(error)
        self._timer.start()

    def _go_to_wrong(self, typed: Typed, trial: Trial) -> None:
        if not self.fields.above.isHidden() and trial.can_be_let:
            self.fields.above.setFocus()
        elif not typed.reason:
            self.fields.reason.setFocus()
        elif not typed.amount:
            self.fields.amount.setFocus()

    # What is shown

    def _write(self) -> None:
        start = self._start
        self.finder.setVisible(start is None)
        for part in (self._order, self._ceiling, self._other, *self._parts):
            part.setVisible(start is not None)
        self._ask.setEnabled(start is not None)
        if start is None:
            return
        view = start.view
        self._order.setText(" · ".join(part for part in (view.order_no, view.buyer, view.shop) if part))
        closed = [Fact(_("The order"), _("was cancelled or closed"), "danger")] if view.is_closed else []
        case = [Fact(_("Case"), str(start.case_id))] if start.case_id is not None else []
        self._ceiling.show_facts([*ceiling_facts(view.money), *closed, *case])
        self._freight.setText(_("Freight promised: {said}").format(said=promised_text(view)))
        self._freight.setVisible(bool(view.promised_freight))
        self._add.setText(_("Add {amount} of freight").format(amount=view.freight_left.shown))
        self._add.setVisible(bool(view.freight_left))
        self._write_trial()

    def _write_trial(self) -> None:
        if self._tried is None:
            self._effects.show_facts([])
            self._say("")
            self._ask.setEnabled(True)
            return
        typed, trial = self._tried
        self._effects.show_facts(self._effects_of(trial))
        may_let = self._desk.actor.may(Right.OVERRULE)
        self.fields.show_above(is_needed=may_let and (trial.can_be_let or bool(typed.above_reason)))
        self._say(_trouble(typed, trial))
        why = sentence(trial.refusal) if isinstance(trial.refusal, Refused) else ""
        self._ask.setEnabled(not why)
        self._ask.setToolTip(why)

    def _effects_of(self, trial: Trial) -> list[Fact]:
        fee = _("{fee} ({percent} %, borne by: {party})").format(
            fee=trial.fee.shown, percent=FEE_PERCENT, party=_(PARTIES[trial.fee_by])
        )
        second = _("somebody else: it is above the limit") if trial.is_second_needed else _("whoever may")
        return [
            Fact(_("To pay"), trial.to_pay.shown if trial.to_pay else ""),
            Fact(_("Fee"), fee if trial.fee else ""),
            Fact(_("Case"), str(trial.case_id) if trial.case_id and not self._case_known() else ""),
            Fact(_("Approved by"), second if trial.effect else "", "warning" if trial.is_second_needed else "body"),
            Fact(_("Trade"), _(trial.effect.trade) if trial.effect else ""),
            Fact(_("Review"), _(trial.effect.review) if trial.effect else ""),
        ]

    def _case_known(self) -> bool:
        return self._start is not None and self._start.case_id is not None

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _add_freight(self) -> None:
        if self._start is not None:
            if self.fields.typed().kind is RefundKind.FREIGHT:
                self.fields.amount.setText(self._start.view.freight_left.yuan)
            else:
                self.fields.add_freight(self._start.view.freight_left)

    def _take_all(self) -> None:
        if self._start is not None:
            self.fields.amount.setText(self._start.view.money.left.yuan)
            self.fields.amount.setFocus()


def _wish(start: Beginning, typed: Typed) -> dict[str, Any]:
    return {
        "order_id": start.view.order_id, "case_id": start.case_id, "kind": typed.kind, "reason": typed.reason,
        "amount": typed.amount or ZERO, "freight": typed.freight or ZERO, "channel": typed.channel,
        "payee": typed.payee, "account": typed.account, "refund_no": typed.refund_no, "note": typed.note,
        "above_reason": typed.above_reason,
    }  # fmt: skip


def _trouble(typed: Typed, trial: Trial) -> str:
    """What is wrong with what was typed, once enough of it was."""
    if typed.amount is None or typed.freight is None:
        return _("Type an amount such as 12.50.")
    is_early = not typed.amount and isinstance(trial.refusal, BadInput)
    if trial.refusal is None or is_early or not (typed.reason or trial.can_be_let):
        return ""
    return sentence(trial.refusal)
