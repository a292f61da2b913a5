"""The print preview: the very pages that will be printed, for which paper and on which printer (SHP-01).

Printing is recorded before the paper leaves the printer. A printer that refuses is sent the same pages again; one that
doesn't answer may have printed, so another try is a reprint with a reason.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.domain.documents import Document
from shopdesk.errors import OutputFailed, ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.printing.printers import Printer, PrinterRefused
from shopdesk.services.desk import Desk
from shopdesk.services.papers import PrintJob
from shopdesk.ui.background import Background, Task
from shopdesk.ui.controls import button, fit_on_screen, label, named, rule, say, tool_button
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.file_dialogs import choose_target
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.papers import PrintHabits
from shopdesk.ui.print_preview.choices import PrintChoices
from shopdesk.ui.print_preview.drawing import Drawing, Stopped
from shopdesk.ui.print_preview.page_view import Fit, PageView
from shopdesk.ui.print_preview.pictures import Pages, Pictures, open_pages
from shopdesk.ui.print_preview.printing import find_printers, send_to_printer
from shopdesk.ui.print_preview.refused import RefusedOrders
from shopdesk.ui.print_preview.sources import OrderPapers, PrintSource
from shopdesk.ui.progress import ProgressRow
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

PANEL_WIDTH, LIST_WIDTH = 280, 148
SETTLES_AFTER = 150
"""Milliseconds without a change before the pages are drawn again."""


class PrintPreview(Retranslated, QDialog):
    """Shows and prints one document of some orders. Closes itself once it is printed."""

    printed = Signal(object)
    """A `PrintJob` has been recorded and given to the printer or written to a file."""

    def __init__(
        self,
        *,
        desk: Desk,
        document: Document,
        order_ids: Sequence[int],
        theme: Theme,
        background: Background,
        messages: Messages,
        settings: SettingsStore,
        source: PrintSource | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`source`: what is printed, where that isn't a document of orders; `order_ids` are its ids then."""
        super().__init__(parent)
        self.setObjectName("preview")
        self._source: PrintSource = source or OrderPapers(desk, document)
        self._document, self._all_ids = self._source.document, list(order_ids)
        self._ids = list(order_ids)
        self._theme, self._background, self._messages = theme, background, messages
        self._drawing = Drawing(self._source, background, self)
        self._habits = PrintHabits(settings)
        self._pictures: Pictures | None = None
        self._unsent: PrintJob | None = None
        self._busy = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLES_AFTER)
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()
        fit_on_screen(self, 1100, 760)
        self._print.setFocus()
        self._drawing.sort_out(self._all_ids, self._take_unprintable, self._on_error)
        self.look_for_printers()

    # What others use

    def print(self) -> None:
        """Record and print, or write the file; asks for a reason where an order was printed before."""
        if not self._may_print():
            return
        self._remember()
        if not self.choices.printer:
            self._choose_target()
        elif self._unsent is not None:
            self._send(self._unsent)
        else:
            self._record("", None)

    def look_for_printers(self) -> None:
        """Ask the system for its printers."""
        self._background.run_task(find_printers, self._take_printers, self._on_printers_unknown, owner=self)

    def retranslate(self) -> None:
        """Write every text again."""
        name = self._source.title
        self.setWindowTitle(_("Print {document}").format(document=name))
        self.setAccessibleName(self.windowTitle())
        self._title.setText(name)
        self._cancel.setText(_("Cancel"))
        say(self._smaller, _("Smaller"))
        say(self._larger, _("Larger"))
        self._whole.setText(_("Whole page"))
        self._wide.setText(_("Page width"))
        self.pages.setAccessibleName(_("Pages"))
        self._list.setAccessibleName(_("List of pages"))
        self._print.setToolTip(_("Print (Ctrl+P)"))
        self._show_state()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody wants the pages any more."""
        self._let_go()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Every way out."""
        self._let_go()
        super().done(result)

    # How it is put together

    def _build(self) -> None:
        icons = self._theme.icons
        self._title = label("preview.title", "title", parent=self)
        self._count = label("preview.count", "muted", parent=self)
        self._place = label("preview.place", "muted", parent=self)
        self._smaller = tool_button(icons, "zoom-out", "preview.smaller", self)
        self._size = label("preview.size", "muted", parent=self)
        self._larger = tool_button(icons, "zoom-in", "preview.larger", self)
        self._whole = button("preview.whole", "quiet", self)
        self._wide = button("preview.wide", "quiet", self)
        self._list = PageView("preview.list", self._theme, numbered=True, parent=self)
        self.pages = PageView("preview.pages", self._theme, parent=self)
        self._nothing = EmptyState("preview.nothing", self._theme, "printer", self)
        self._nothing.hide()
        self.choices = PrintChoices(self._document, self._habits, self._theme, self)
        self._refused = RefusedOrders(self)
        self._trouble = label("preview.trouble", "danger", wrap=True, parent=self)
        self._trouble.hide()
        self._cancel = button("preview.cancel", parent=self)
        self._print = button("preview.print", "main", self)
        self._print.setDefault(True)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self._list.setFixedWidth(LIST_WIDTH)
        middle.addWidget(self._list)
        middle.addWidget(self.pages, 1)
        middle.addWidget(self._nothing, 1)
        middle.addWidget(self._panel())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addWidget(rule("preview.rule", self))
        layout.addLayout(middle, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        self._size.setFixedWidth(48)
        self._size.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self._place, self._smaller, self._size, self._larger, self._whole, self._wide):
            head.addWidget(part)
        return head

    def _panel(self) -> QFrame:
        panel = named(QFrame(self), "preview.panel")
        panel.setProperty("panel", True)
        panel.setFixedWidth(PANEL_WIDTH)
        self._work = QVBoxLayout()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._cancel, 1)
        buttons.addWidget(self._print, 2)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.choices)
        layout.addWidget(self._refused)
        layout.addStretch(1)
        layout.addWidget(self._trouble)
        layout.addLayout(self._work)
        layout.addLayout(buttons)
        return panel

    def _connect(self) -> None:
        self._smaller.clicked.connect(self.pages.zoom_out)
        self._larger.clicked.connect(self.pages.zoom_in)
        self._whole.clicked.connect(lambda: self.pages.set_fit(Fit.PAGE))
        self._wide.clicked.connect(lambda: self.pages.set_fit(Fit.WIDTH))
        self.pages.zoom_changed.connect(lambda zoom: self._size.setText(f"{zoom:.0%}"))
        self.pages.page_changed.connect(self._on_page)
        self._list.page_clicked.connect(self._go_to)
        self.choices.changed.connect(self._on_changed)
        self.choices.printer_chosen.connect(lambda *_args: self._show_state())
        self.choices.refresh_requested.connect(self.look_for_printers)
        self._refused.left_out.connect(lambda *_args: self._show_state())
        self._settle.timeout.connect(self._draw)
        self._cancel.clicked.connect(self.reject)
        self._print.clicked.connect(self.print)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self.print)

    # Drawing

    def _take_unprintable(self, errors: dict[int, ShopdeskError]) -> None:
        self._ids = [order_id for order_id in self._all_ids if order_id not in errors]
        self._refused.show_errors(list(errors.values()), len(self._ids))
        self._show_state()
        self._draw()

    def _on_changed(self) -> None:
        self._unsent = None
        self._show_trouble("")
        self._settle.start()

    def _draw(self) -> None:
        if not self._ids or self._busy:
            return
        title = _("Drawing: {document}").format(document=self._source.title)
        task = self._drawing.preview(
            self._ids, self.choices.paper, self.choices.offset, title=title, then=self._show_job, failed=self._on_error
        )
        self._show_work(task)

    def _show_job(self, job: PrintJob) -> None:
        self._background.run_task(lambda: open_pages(job.pdf), self._show_pages, owner=self)

    def _show_pages(self, pages: Pages) -> None:
        self._drop_pictures()
        self._pictures = Pictures(pages, self._background)
        self._list.setVisible(len(self._pictures.sizes) > 1)
        self.pages.show_pictures(self._pictures)
        self._list.show_pictures(self._pictures)
        self._show_state()

    def _show_work(self, task: Task) -> None:
        self._work.addWidget(ProgressRow(task, self._theme.icons, name="preview.work", since=300, parent=self))

    # Printing

    def _choose_target(self) -> None:
        suggested = f"{self._source.title}.pdf"
        choose_target(
            self,
            "preview.target",
            _("Save as PDF"), _("PDF (*.pdf)"), lambda to: self._record("", to), suggested=suggested,
        )  # fmt: skip

    def _record(self, reason: str, target: Path | None) -> None:
        self._set_busy(True)
        task = self._drawing.print(
            self._ids,
            self.choices.paper,
            self.choices.offset,
            reason,
            target=target,
            title=_("Printing"),
            then=lambda job: (
                self._finish(job, _("{document}: {n} in {printer}"), target.name) if target else self._send(job)
            ),
            failed=lambda error: self._on_not_recorded(error, target),
        )
        self._show_work(task)

    def _on_not_recorded(self, error: Exception, target: Path | None) -> None:
        self._set_busy(False)
        if not isinstance(error, ShopdeskError) or not self._source.is_again(error):
            self._on_error(error)
            return
        self._messages.ask_text(
            sentence(error),
            _("Print again"),
            lambda reason: self._record(reason, target),
            choices=(_("Paper jam"), _("Lost"), _("Unreadable"), _("Something on it changed")),
        )

    def _send(self, job: PrintJob) -> None:
        """Give the recorded pages to the printer."""
        self._set_busy(True)
        self._unsent = None
        printer, title = self.choices.printer, self._source.title
        self._background.run_task(
            lambda: send_to_printer(job.pdf, printer=printer, title=title, paper=job.paper),
            lambda _nothing: self._finish(job, _("{document}: {n} on {printer}"), printer),
            lambda error: self._on_unsent(job, error),
            owner=self,
            title=_("Sending to {printer}").format(printer=printer),
        )

    def _on_unsent(self, job: PrintJob, error: Exception) -> None:
        """Refused: nothing came out, the same pages may be sent again. Stalled: who knows; a next try is a reprint."""
        self._set_busy(False)
        self._unsent = job if isinstance(error, PrinterRefused) else None
        self._show_job(job)
        self._show_trouble(sentence(error) if isinstance(error, ShopdeskError) else "")
        if not isinstance(error, ShopdeskError):
            self._messages.error(error)

    def _finish(self, job: PrintJob, text: str, where: str) -> None:
        self._set_busy(False)
        name = self._source.title
        self._messages.toast(text.format(document=name, n=len(job.order_ids), printer=where))
        self.printed.emit(job)
        self.accept()

    # What is shown

    def _take_printers(self, printers: list[Printer]) -> None:
        before = self.choices.offset
        self.choices.show_printers(printers)
        if self.choices.offset != before:
            self._on_changed()
        self._show_state()

    def _on_printers_unknown(self, error: Exception) -> None:
        if not isinstance(error, ShopdeskError):
            raise error
        self._show_trouble(sentence(error))

    def _on_error(self, error: Exception) -> None:
        if isinstance(error, Stopped):
            return
        if isinstance(error, ShopdeskError):
            self._show_trouble(sentence(error))
        else:
            self._messages.error(error)

    def _show_trouble(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))

    def _may_print(self) -> bool:
        return bool(self._ids) and self._refused.settled and not self._busy

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy:
            self._show_trouble("")
        self._show_state()

    def _show_state(self) -> None:
        count = len(self._ids)
        self._count.setText(self._source.counted(count))
        self._print.setText(_("Print") if self.choices.printer else _("Save as PDF…"))
        self._print.setEnabled(self._may_print())
        self.choices.setEnabled(not self._busy)
        self._nothing.setVisible(not self._ids)
        self.pages.setVisible(bool(self._ids))
        self._list.setVisible(self.pages.count > 1)
        self._nothing.say("" if self._ids else N_("None of these can be printed."))
        self._show_place()

    def _show_place(self) -> None:
        pages = self.pages
        self._place.setText(
            _("Page {page} of {count}").format(page=pages.page + 1, count=pages.count) if pages.count else ""
        )

    def _on_page(self, page: int) -> None:
        self._list.reveal(page)
        self._show_place()

    def _go_to(self, page: int) -> None:
        self.pages.go_to(page)
        self._list.reveal(page)

    def _remember(self) -> None:
        try:
            self.choices.remember()
        except OutputFailed as error:
            self._messages.error(error)

    def _drop_pictures(self) -> None:
        if self._pictures is not None:
            for view in (self.pages, self._list):
                view.show_pictures(None)
            self._pictures.retire()
            self._pictures = None

    def _let_go(self) -> None:
        self._settle.stop()
        self._drawing.stop()
        with QSignalBlocker(self.pages):
            self._drop_pictures()
