"""Who asked on a day: the supervisor's list, with what has to be looked after for each (RET-13)."""

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.clock import day_end, day_start, to_local
from shopdesk.domain.cases import COMES_BACK, KINDS, REPLACED, STATES, State
from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.case_lists import AskedRow, list_asked
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.case_agreements import check_agreement
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import full_moment
from shopdesk.ui.order_forms.rows_table import RowsTable
from shopdesk.ui.rights import apply_right

_HEADINGS = (
    N_("Case"), N_("Buyer"), N_("Order"), N_("Kind"), N_("Asked"), N_("Agreement"), N_("Waybill"),
    N_("Confirms until"), N_("State"), N_("In charge"),
)  # fmt: skip
_ASKED = 4
MISSING = "–"


class AskedDialog(Retranslated, QDialog):
    """Enter shows the case."""

    opened = Signal(int)

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "cases.asked-on")
        self._desk, self._background, self._messages = desk, background, messages
        self._zone = get_setting(desk.seen, ZONE)
        self.rows: list[AskedRow] = []
        today = to_local(desk.clock(), self._zone).date()
        self.day = named(QDateEdit(QDate(today.year, today.month, today.day), self), "cases.asked-on.day")
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.table = RowsTable("cases.asked-on.table", _ASKED, self)
        self._said = label("cases.asked-on.said", "muted", wrap=True, parent=self)
        self._check = button("cases.asked-on.check", parent=self)
        apply_right(self._check, desk, Right.SERVE)
        self._show_case = button("cases.asked-on.open", "main", self)
        self._close = button("cases.asked-on.close", parent=self)
        self._lay_out()
        self.day.dateChanged.connect(lambda _day: self.refresh())
        self.table.used.connect(self._open)
        self.table.itemSelectionChanged.connect(self._show_possible)
        self._check.clicked.connect(self.check)
        self._show_case.clicked.connect(lambda: self._open(self.table.currentRow()))
        self._close.clicked.connect(self.reject)
        self.retranslate()
        fit_on_screen(self, 1060, 520)
        self.table.setFocus()
        self.refresh()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Who asked"))
        self.setAccessibleName(_("Who asked"))
        self.day.setAccessibleName(_("Day"))
        self.table.setAccessibleName(_("Who asked, the first first"))
        self.table.show_headings([_(heading) for heading in _HEADINGS])
        self._check.setText(_("Agreement checked"))
        self._check.setToolTip(_("You read the refund agreement on the platform: kind, amount and reason are right."))
        self._show_case.setText(_("Show the case"))
        self._close.setText(_("Close"))
        self._show()

    def refresh(self) -> None:
        """Read the day again."""
        chosen = self.day.date()
        day, zone = date(chosen.year(), chosen.month(), chosen.day()), self._zone
        self._background.run_task(
            lambda: list_asked(self._desk.seen, since=day_start(day, zone), until=day_end(day, zone)),
            lambda rows: self._take(chosen, rows), self._messages.error, owner=self,
        )  # fmt: skip

    def check(self) -> None:
        """The chosen case's refund agreement was read and is right."""
        row = self._chosen()
        if row is not None:
            self._background.run_task(
                lambda: check_agreement(self._desk, case_id=row.id), lambda _done: self.refresh(),
                self._on_refused, owner=self,
            )  # fmt: skip

    def _on_refused(self, error: Exception) -> None:
        self._messages.error(error)
        self.refresh()

    def _chosen(self) -> AskedRow | None:
        place = self.table.currentRow()
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def _show_possible(self) -> None:
        row = self._chosen()
        self._check.setEnabled(row is not None and needs_agreement(row) and row.checked_at is None)

    def _take(self, day: QDate, rows: list[AskedRow]) -> None:
        if day == self.day.date():
            self.rows = rows
            self._show()

    def _show(self) -> None:
        self.table.show_rows([self._texts(row) for row in self.rows])
        self._show_case.setEnabled(bool(self.rows))
        n, open_ends = len(self.rows), sum(lacks(row) for row in self.rows)
        asked = ngettext("{n} buyer asked", "{n} buyers asked", n).format(n=n)
        lacking = ngettext(
            "{n} still lacks the agreement or the waybill", "{n} still lack the agreement or the waybill", open_ends
        ).format(n=open_ends)
        nothing = _("Nobody asked for anything on this day.")
        self._said.setText(" · ".join((asked, lacking)) if open_ends else asked if n else nothing)
        self._show_possible()

    def _texts(self, row: AskedRow) -> tuple[str, ...]:
        waybill = " ".join(filter(None, (row.carrier, row.waybill)))
        again = f"×{row.questions} " if row.questions > 1 else ""
        until = full_moment(row.until, self._zone)[:10]
        return (
            str(row.id), row.buyer or MISSING, row.order_no or MISSING, _(KINDS[row.kind]), f"{again}{row.asked}",
            self._agreement(row), waybill or MISSING, until or MISSING, _(STATES[row.state]), row.person or MISSING,
        )  # fmt: skip

    def _agreement(self, row: AskedRow) -> str:
        """What was agreed, and who read the agreement on the platform."""
        if row.checked_at is None:
            return row.agreed or MISSING
        when = full_moment(row.checked_at, self._zone)[5:16]
        checked = _("✓ {person} {when}").format(person=row.checked_by, when=when)
        return f"{row.agreed}  {checked}".strip()

    def _open(self, place: int) -> None:
        if 0 <= place < len(self.rows):
            self.opened.emit(self.rows[place].id)
            self.accept()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._said, 1)
        for made in (self._close, self._check, self._show_case):
            made.setMinimumWidth(80)
            foot.addWidget(made)
        top = QHBoxLayout()
        top.addWidget(self.day)
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)


def lacks(row: AskedRow) -> bool:
    """Whether the agreement is still to be read, or, where goods come back, the waybill to be written down."""
    return (needs_agreement(row) and row.checked_at is None) or (row.kind in COMES_BACK and not row.waybill)


def needs_agreement(row: AskedRow) -> bool:
    """Whether money goes back, so that the platform has a refund agreement, and the case still goes on."""
    return row.kind not in REPLACED and row.state is not State.CLOSED
