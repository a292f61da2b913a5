"""Giving a wave its waybills: typed, scanned, pasted, from stock or a file, and what stands in the way (SHP-02)."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.importing.waybill_files import WaybillRow
from shopdesk.queries.slips import SlipRow
from shopdesk.queries.waybill_ranges import list_ranges
from shopdesk.services.clashes import Conflict
from shopdesk.services.desk import Desk
from shopdesk.services.waybill_checks import HasWaybill, WaybillConflicts
from shopdesk.services.waybill_ranges import RangeTooShort
from shopdesk.ui.clash_dialog import Chosen, decide
from shopdesk.ui.file_dialogs import choose_file
from shopdesk.ui.form_dialog import Field, FormDialog, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.rights import why_not_allowed
from shopdesk.ui.shipping.conflicts import ConflictsDialog
from shopdesk.ui.shipping.ranges import RangesDialog
from shopdesk.ui.shipping.wave_view import WaveView
from shopdesk.ui.shipping.work import ShippingWork
from shopdesk.ui.theme import Theme


class WaybillEntry(QObject):
    """Works on the wave that is shown."""

    def __init__(
        self, page: QWidget, view: WaveView, *, desk: Desk, work: ShippingWork, messages: Messages, theme: Theme
    ) -> None:
        super().__init__(page)
        self._page, self._view, self._desk = page, view, desk
        self._work, self._messages, self._theme = work, messages, theme

    def give(self, slip: SlipRow, waybill: str, reason: str = "") -> None:
        """One slip's number; asks why where it has another already."""
        refusal = why_not_allowed(self._desk, Right.WAYBILL)
        if refusal:
            self._view.notice.say(refusal, "danger", sounds=True)
        elif not reason and (slip.waybill or not waybill):
            self._ask_why(slip, waybill)
        else:
            back = lambda error: self._refuse_for(slip, waybill, error)  # noqa: E731
            self._work.give(slip, waybill, reason, lambda given: self._say(slip, given), back)

    def scan(self, code: str) -> bool:
        """A scanned number is for the slip that waits next; False where none does."""
        slip = self._view.target
        if slip is None:
            return False
        self.give(slip, code)
        self._view.table.go_to(slip.id, "waybill")
        return True

    def paste(self) -> None:
        """A column from the clipboard: waybills in print order, or order numbers and waybills side by side."""
        lines = QGuiApplication.clipboard().text().splitlines()
        rows = []
        for number, line in enumerate(lines, 1):
            cells = [cell.strip() for cell in line.replace(",", "\t").split("\t") if cell.strip()]
            if cells:
                rows.append(WaybillRow(number, cells[0] if len(cells) > 1 else "", cells[-1]))
        if not rows:
            self._view.notice.say(_("There is no waybill on the clipboard. Copy a column of them first."), "warning")
        elif self._view.facts is not None:
            self._work.give_column(self._view.facts.wave.id, self._view.carrier, rows, self._refuse)

    def ask_file(self) -> None:
        """The numbers of a file."""
        pattern = _("Tables") + " (*.csv *.xlsx *.xls *.txt)"
        choose_file(self._page, "shipping.waybills.file", _("Waybills from a file"), pattern, self.give_file)

    def give_file(self, file: Path) -> None:
        """Read a file and give its numbers."""
        if self._view.facts is not None:
            self._work.give_file(self._view.facts.wave.id, self._view.carrier, file, self._refuse)

    def ask_stock(self) -> None:
        """Ask from which number on; without one they are taken from the stock, which is shown."""
        facts = self._view.facts
        if facts is None:
            return
        stock: dict[str, int] = {}
        for row in list_ranges(self._desk.seen, only_open=True):
            stock[row.carrier] = stock.get(row.carrier, 0) + row.stock
        told = [
            _("{carrier}: {n} wait, {stock} in stock").format(
                carrier=carrier.carrier, n=carrier.waiting, stock=f"{stock.get(carrier.carrier, 0):,}"
            )
            for carrier in facts.carriers
            if carrier.waiting and self._view.carrier in ("", carrier.carrier)
        ]
        field = Field("first", N_("First number"), hint="\n".join([_("Leave it empty to number from stock."), *told]))
        title = N_("Waybills from stock")
        FormDialog("stock", title, (field,), self._number, save=N_("Number"), parent=self._page).open()

    def open_ranges(self) -> RangesDialog:
        """Show the stock."""
        dialog = RangesDialog(self._desk, self._messages, self._theme, self._page)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _number(self, values: Values) -> None:
        self._give_range(str(values["first"]), as_far=False)

    def _give_range(self, first: str, *, as_far: bool) -> None:
        facts = self._view.facts
        if facts is None:
            return

        def failed(error: Exception) -> None:
            if isinstance(error, RangeTooShort):
                self._ask_short(error, first)
            else:
                self._refuse(error)

        self._work.give_range(facts.wave.id, self._view.carrier, first, as_far=as_far, failed=failed)

    def _ask_short(self, error: RangeTooShort, first: str) -> None:
        """The numbers run out in the middle: go as far as they reach, or enter another range first."""
        buttons = [(_("New range…"), lambda: self.open_ranges().ask())]
        if error.values["there"]:
            buttons.append((_("As far as they reach"), lambda: self._go_as_far(first)))
        self._view.notice.say(sentence(error), "warning", buttons)

    def _go_as_far(self, first: str) -> None:
        self._view.notice.hide()
        self._give_range(first, as_far=True)

    def _ask_why(self, slip: SlipRow, waybill: str) -> None:
        error = HasWaybill(order_no=slip.order_no, waybill=slip.waybill)
        question = sentence(error) if waybill else _("Why is waybill {waybill} taken off?").format(waybill=slip.waybill)
        self._messages.ask_text(
            question,
            _("Save"),
            lambda reason: self.give(slip, waybill, reason),
            choices=(_("Label damaged"), _("Wrong label"), _("Carrier changed"), _("Mistyped")),
        )

    def _say(self, slip: SlipRow, waybill: str) -> None:
        said = _("{order_no}: {waybill}") if waybill else _("{order_no} waits for a waybill again")
        self._view.notice.say(f"✓ {said.format(order_no=slip.order_no, waybill=waybill)}")
        table = self._view.table
        place = table.records.place_of(slip.id)
        if waybill and place is not None and table.current_id() == slip.id:
            table.go_on(place, table.records.column_of("waybill"))

    def _refuse_for(self, slip: SlipRow, waybill: str, error: Exception) -> None:
        """The next try is for this slip as well, unless the next one's number is being typed already."""

        def again(conflict: Conflict, chosen: Chosen) -> None:
            theirs = str(conflict.choices[0].difference.theirs["waybill"])
            if chosen["waybill"] != theirs:
                self.give(replace(slip, waybill=theirs), waybill)

        back = lambda: self._view.table.keep_typed(slip.id, "waybill", waybill)  # noqa: E731
        if decide(error, again, self._page, on_back=back):
            return
        if self._view.table.state() != QAbstractItemView.State.EditingState:
            self._view.table.go_to(slip.id, "waybill")
        self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, WaybillConflicts) and len(error.conflicts) > 1:
            dialog = ConflictsDialog(error, self._theme, self._page)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
        elif isinstance(error, WaybillConflicts):
            self._refuse(error.conflicts[0].why)
        elif isinstance(error, ShopdeskError):
            self._view.notice.say(sentence(error), "danger", sounds=True)
        else:
            self._messages.error(error)
