"""Closing a day of intake: its cash, what is still open, and corrections once it is closed (RET-07, RET-08)."""

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.clock import Millis, shown
from shopdesk.domain.intake_days import LeftOpen
from shopdesk.domain.permissions import Right
from shopdesk.i18n import _, ngettext
from shopdesk.queries.intake_days import (
    CorrectionRow,
    DayPlan,
    IntakeDayRow,
    get_day,
    get_day_plan,
    get_left_open,
    list_corrections,
)
from shopdesk.queries.people import is_one_person_shop
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.intake_day_words import cash_lines, correction_line
from shopdesk.services.intake_days import close_day
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named
from shopdesk.ui.intake.day_forms import cash_form, correction_form
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.rights import apply_right


@dataclass(frozen=True, slots=True)
class _Read:
    row: IntakeDayRow
    open: LeftOpen
    plan: DayPlan
    corrections: list[CorrectionRow]
    is_alone: bool
    zone: str
    now: Millis


class ClosingDialog(Retranslated, QDialog):
    """One day. What is open is named; the day is closed all the same only with a reason, by who may."""

    def __init__(
        self, desk: Desk, background: Background, messages: Messages, *, day: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, "intake.closing")
        self._desk, self._background, self._messages, self._day = desk, background, messages, day
        self._read: _Read | None = None
        name = "intake.closing"
        self._title = label(f"{name}.title", "title", parent=self)
        self._plan = label(f"{name}.plan", "muted", wrap=True, parent=self)
        self._cash = label(f"{name}.cash", wrap=True, parent=self)
        self._open = label(f"{name}.open", "warning", wrap=True, parent=self)
        self._closed = label(f"{name}.closed", wrap=True, parent=self)
        self._hand = button(f"{name}.hand", parent=self)
        self._confirm = button(f"{name}.confirm", parent=self)
        self._correct = button(f"{name}.correct", parent=self)
        self._close_day = button(f"{name}.close-day", "main", self)
        self._leave = button(f"{name}.leave", parent=self)
        self._connect()
        self._lay_out()
        self.retranslate()
        fit_on_screen(self, 560, 420)
        self.refresh()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Day of intake"))
        self.setAccessibleName(_("Day of intake"))
        self._hand.setText(_("Hand over cash…"))
        self._confirm.setText(_("Confirm cash…"))
        self._correct.setText(_("Correct…"))
        self._leave.setText(_("Cancel"))
        self._show()

    def refresh(self) -> None:
        """Read everything again."""
        desk, day = self._desk, self._day

        def read() -> _Read:
            seen = desk.seen
            return _Read(
                get_day(seen, day=day), get_left_open(seen, day=day), get_day_plan(seen, day=day),
                list_corrections(seen, day=day), is_one_person_shop(seen), get_setting(seen, ZONE), desk.clock(),
            )  # fmt: skip

        self._background.run_task(read, self._take, owner=self)

    def hand_over(self) -> None:
        """Ask what was counted."""
        self._ask_cash(is_confirming=False)

    def confirm(self) -> None:
        """Ask for the supervisor's own count."""
        self._ask_cash(is_confirming=True)

    def correct(self) -> None:
        """Ask what the closed register should have said."""
        form = correction_form(
            self._day, desk=self._desk, background=self._background, messages=self._messages,
            on_written=lambda _result: self.refresh(), parent=self,
        )  # fmt: skip
        form.open()

    def close_day(self) -> None:
        """Close it; where something is open, ask why it is closed all the same."""
        if self._read is None:
            return
        if self._read.open.is_nothing:
            self._write("")
        else:
            question = _("Why close {day} though this is open: {open}?").format(
                day=self._day, open=_(", ").join(self._read.open.lines())
            )
            self._messages.ask_text(question, _("Close all the same"), self._write)

    def _write(self, reason: str) -> None:
        def done(_result: None) -> None:
            self._messages.toast(_("The intake of {day} is closed").format(day=self._day))
            self.accept()

        def refused(error: Exception) -> None:
            self._messages.error(error)
            self.refresh()

        self._background.run_task(
            lambda: close_day(self._desk, day=self._day, reason=reason), done, refused, owner=self
        )

    def _ask_cash(self, *, is_confirming: bool) -> None:
        if self._read is not None:
            form = cash_form(
                self._read.row, desk=self._desk, background=self._background, messages=self._messages,
                on_written=lambda _result: self.refresh(), is_confirming=is_confirming, parent=self,
            )  # fmt: skip
            form.open()

    # Showing

    def _take(self, read: _Read) -> None:
        self._read = read
        self._show()

    def _show(self) -> None:
        read = self._read
        for each in (self._hand, self._confirm, self._correct, self._close_day):
            each.setEnabled(read is not None)
        if read is None:
            return
        row, left = read.row, read.open
        boxes = ngettext("{day}: {n} box", "{day}: {n} boxes", row.boxes).format(day=row.day, n=row.boxes)
        self._title.setText(boxes)
        self._plan.setText(self._planned(read))
        self._cash.setText("\n".join(cash_lines(row)))
        self._open.setText("\n".join(_("Open: {what}").format(what=line) for line in left.lines()))
        self._open.setVisible(not left.is_nothing)
        self._closed.setText("\n".join(self._after_closing(read)))
        self._closed.setVisible(row.is_closed)
        self._enable(read)

    def _enable(self, read: _Read) -> None:
        row, left = read.row, read.open
        may_count = not row.is_closed or row.left_open.has_cash or bool(row.left_open.registering)
        self._hand.setEnabled(may_count and bool(row.cash or row.counted) and row.confirmed_at is None)
        if left.cash_to_hand and may_count:  # more was found after it was confirmed
            self._hand.setEnabled(True)
        self._confirm.setVisible(not read.is_alone)
        self._confirm.setEnabled(may_count and bool(left.cash_to_confirm))
        self._correct.setVisible(row.is_closed)
        self._close_day.setVisible(not row.is_closed)
        may_all_the_same = left.is_nothing or self._desk.actor.may(Right.OVERRULE)
        self._close_day.setEnabled(may_all_the_same)
        self._close_day.setText(_("Close the day") if left.is_nothing else _("Close all the same…"))
        said = "" if may_all_the_same else _("Finish what is open first, or ask a supervisor.")
        self._close_day.setToolTip(said)

    def _planned(self, read: _Read) -> str:
        start, latest = (shown(moment, read.zone) for moment in (read.plan.start, read.plan.latest))
        said = _("Planned: begun by {start}, closed by {latest}.").format(start=start, latest=latest)
        is_late = not read.row.is_closed and read.now > read.plan.latest
        return f"{said} {_('It is late.')}" if is_late else said

    def _after_closing(self, read: _Read) -> list[str]:
        row = read.row
        when = shown(row.closed_at, read.zone)
        said = [_("Closed by {person} ({when})").format(person=row.closed_by, when=when)]
        if row.reason:
            said.append(_("Reason: {text}").format(text=row.reason))
        said += [_("Was open: {what}").format(what=line) for line in row.left_open.lines()]
        return said + [correction_line(each) for each in read.corrections]

    # Making

    def _connect(self) -> None:
        rights = ((self._hand, Right.INTAKE), (self._confirm, Right.CONFIRM_MONEY), (self._correct, Right.OVERRULE),
                  (self._close_day, Right.INTAKE))  # fmt: skip
        for made, right in rights:
            apply_right(made, self._desk, right)
        self._hand.clicked.connect(lambda *_args: self.hand_over())
        self._confirm.clicked.connect(lambda *_args: self.confirm())
        self._correct.clicked.connect(lambda *_args: self.correct())
        self._close_day.clicked.connect(lambda *_args: self.close_day())
        self._leave.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for made in (self._hand, self._confirm, self._correct):
            foot.addWidget(made)
        foot.addStretch(1)
        foot.addWidget(self._leave)
        foot.addWidget(self._close_day)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        for said in (self._title, self._plan, self._cash, self._open, self._closed):
            layout.addWidget(said)
        layout.addStretch(1)
        layout.addLayout(foot)
