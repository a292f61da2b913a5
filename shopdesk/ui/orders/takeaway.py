"""What leaves the page: order numbers and addresses to the clipboard, the list to a file."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from shopdesk.clock import to_local
from shopdesk.errors import OutputFailed
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.order_exports import OrderExport, export_orders
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.lost_form import copy_lost_form
from shopdesk.ui.order_forms.order_facts import whole_address
from shopdesk.ui.orders.export import ExportTask
from shopdesk.ui.orders.listing import Listing
from shopdesk.ui.side_panel import SettingsStore

_FOLDER = "orders.export_folder"


class Takeaway(QWidget):
    """Never shown itself: it stands behind the dialogs it opens. `started` carries the Task of an export."""

    started = Signal(object)

    def __init__(
        self, desk: Desk, background: Background, messages: Messages, settings: SettingsStore, page: QWidget
    ) -> None:
        super().__init__(page)
        self.setObjectName("orders.takeaway")
        self.hide()
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings

    def copy(self, text: str) -> None:
        """One text."""
        QGuiApplication.clipboard().setText(text)
        self._messages.toast(_("Copied"), Kind.INFO)

    def copy_numbers(self, order_ids: Sequence[int]) -> None:
        """Order numbers, one a line."""
        self._copy_lines(order_ids, lambda order: order.order_no)

    def copy_addresses(self, order_ids: Sequence[int]) -> None:
        """Receiver, phone and address, one order a line."""
        self._copy_lines(order_ids, whole_address)

    def copy_lost_form(self, order_id: int) -> None:
        """What the buyer who lost the return form is told to write instead (RET-14)."""
        copy_lost_form(order_id, desk=self._desk, background=self._background, messages=self._messages, owner=self)

    def ask_export(self, listing: Listing, zone: str) -> None:
        """Ask for a file, then write the list to it."""
        today = to_local(self._desk.clock(), zone).date().isoformat()
        folder = str(self._settings.get(_FOLDER, "") or Path.home())
        asked = QFileDialog(self.window(), _("Export list"), folder, "Excel (*.xlsx);;CSV (*.csv)")
        asked.setObjectName("orders.export.file")
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.selectFile(_("orders {day}").format(day=today) + ".xlsx")
        asked.setDefaultSuffix("xlsx")
        asked.filterSelected.connect(lambda chosen: asked.setDefaultSuffix("csv" if "csv" in chosen else "xlsx"))
        asked.fileSelected.connect(lambda file: self.export(listing, Path(file), zone))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def export(self, listing: Listing, path: Path, zone: str) -> ExportTask:
        """Write a list to a file by its ending."""
        with suppress(OutputFailed):  # not being able to remember the folder is no reason not to write the file
            self._settings.set(_FOLDER, str(path.parent))
        task = ExportTask(self._desk, listing.chosen, path, count=listing.count, zone=zone, parent=self)

        def say(count: object) -> None:
            n = count if isinstance(count, int) else 0
            said = ngettext("Exported {n} order to {file}", "Exported {n} orders to {file}", n)
            self._messages.toast(said.format(n=f"{n:,}", file=path.name))
            if task.note is not None:
                self._messages.toast(sentence(task.note), Kind.WARNING)

        self._background.follow(task, say, self._messages.error, owner=self)
        self.started.emit(task)
        task.start()
        return task

    def _copy_lines(self, order_ids: Sequence[int], line: Callable[[OrderExport], str]) -> None:
        lines = [line(order) for order in export_orders(self._desk.seen, order_ids)]
        QGuiApplication.clipboard().setText("\n".join(lines))
        said = ngettext("Copied {n} line", "Copied {n} lines", len(lines)).format(n=len(lines))
        self._messages.toast(_("Copied: {text}").format(text=lines[0]) if len(lines) == 1 else said, Kind.INFO)
