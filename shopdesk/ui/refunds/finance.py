"""What finance has to pay, as a file, and the payments' references from a file given back (REF-02, REF-03)."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from shopdesk.clock import iso
from shopdesk.domain.money import ZERO
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.services.desk import Desk
from shopdesk.services.refund_exports import ToPay, export_to_pay, find_to_pay
from shopdesk.services.refund_results import Taken, take_results
from shopdesk.ui.background import Background
from shopdesk.ui.file_dialogs import choose_file, choose_target
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.refunds.reading import read_clock

TOLD = 12
"""Refunds that are named one by one."""


class Finance(QObject):
    """`page` is what dialogs open over."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages, self._page = desk, background, messages, page

    def export(self, *, everything: bool = False) -> None:
        """Look at what is to be paid; what stays out and what an earlier file held is said before a file is written."""
        self._background.run_task(
            lambda: find_to_pay(self._desk, everything=everything), lambda found: self._ask(found, everything),
            self._messages.error, owner=self,
        )  # fmt: skip

    def take_results(self) -> QFileDialog:
        """Ask for the file that finance gives back."""
        return choose_file(
            self._page, "refunds.results", _("Payment results"), _("Tables (*.xlsx *.csv *.xls)"), self.take_file
        )

    def take_file(self, file: Path) -> None:
        """Record its payments: all of it or nothing."""
        self._background.run_task(
            lambda: take_results(self._desk, file=file), self._say_taken, self._messages.error, owner=self
        )

    def write(self, path: Path, *, everything: bool = False) -> None:
        """Write the file."""

        def said(found: ToPay) -> None:
            n, amount = len(found.refunds), sum((row.to_pay for row in found.refunds), ZERO)
            told = ngettext("{n} refund of {amount} in {file}", "{n} refunds of {amount} in {file}", n)
            self._messages.toast(told.format(n=n, amount=amount.shown, file=path.name))

        self._background.run_task(
            lambda: export_to_pay(self._desk, path=path, everything=everything), said, self._messages.error, owner=self
        )

    def _ask(self, found: ToPay, everything: bool) -> None:
        told = _left_lines(found)
        if not found.refunds and not told:
            nothing = _("Nothing approved is to be paid.") if everything else _("Nothing is to be paid today.")
            self._messages.toast(nothing, Kind.INFO)
            return
        if not told:
            self._ask_file(everything)
            return
        n, amount = len(found.refunds), sum((row.to_pay for row in found.refunds), ZERO)
        question = ngettext("{n} refund of {amount} is to be paid.", "{n} refunds of {amount} are to be paid.", n)
        self._messages.confirm(
            question.format(n=n, amount=amount.shown), _("Write file…"), lambda: self._ask_file(everything),
            details="\n".join(told),
        )  # fmt: skip

    def _ask_file(self, everything: bool) -> None:
        clock = read_clock(self._desk)
        name = _("refunds to pay {day}").format(day=(iso(clock.now, clock.zone) or "")[:10]) + ".xlsx"
        choose_target(
            self._page, "refunds.target", _("What finance has to pay"), "Excel (*.xlsx);;CSV (*.csv)",
            lambda path: self.write(path, everything=everything), suggested=name,
        )  # fmt: skip

    def _say_taken(self, taken: Taken) -> None:
        parts = [ngettext("{n} refund paid", "{n} refunds paid", taken.paid).format(n=taken.paid)]
        if taken.failed:
            came_back = ngettext("{n} payment came back", "{n} payments came back", taken.failed)
            parts.append(came_back.format(n=taken.failed))
        if taken.blank:
            blank = ngettext(
                "{n} row without a reference stays to be paid", "{n} rows without a reference stay to be paid",
                taken.blank,
            )  # fmt: skip
            parts.append(blank.format(n=taken.blank))
        self._messages.toast(" · ".join(parts))


def _left_lines(found: ToPay) -> list[str]:
    lines = [sentence(one.why) for one in found.left[:TOLD]]
    told = _("{person} took refund {number} of order {order_no} in a file before: look that it isn't paid twice.")
    lines += [
        told.format(number=each.refund.id, order_no=each.refund.order_no, person=each.person)
        for each in found.again[:TOLD]
    ]
    more = max(0, len(found.left) - TOLD) + max(0, len(found.again) - TOLD)
    return [*lines, _("… and {n} more").format(n=more)] if more else lines
