"""Export of what is listed (DATA-05): a thread writes while the window goes on, and can be told to stop."""

import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import STAGES, Stage, Status
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _
from shopdesk.queries.order_exports import OrderExport, stream_orders
from shopdesk.queries.order_lists import OrderFilter
from shopdesk.services.desk import Desk
from shopdesk.services.exports import Cell, export_table
from shopdesk.services.privacy import note_export
from shopdesk.services.reports_desk import reading_desk
from shopdesk.ui.background import Task
from shopdesk.ui.flags import flag_name
from shopdesk.ui.moments import full_moment
from shopdesk.ui.order_forms.words import STATUSES

HEADER = (
    N_("Shop"), N_("Order no."), N_("On the platform"), N_("Status"), N_("Flag"), N_("Salesperson"),
    N_("Registrar"), N_("Buyer"), N_("Receiver"), N_("Phone"), N_("Province"), N_("City"), N_("District"),
    N_("Address"), N_("Postcode"), N_("Goods"), N_("Goods total"), N_("Postage"), N_("Paid"), N_("Buyer's message"),
    N_("Memo"), N_("Ordered"), N_("Paid at"), N_("Carrier"), N_("Waybill"), N_("Holds"),
)  # fmt: skip
BREATHE_EVERY, BREATHE_FOR = 100, 0.002
"""Rows after which the thread lets the window go first, and for how long (s)."""

_STATUS, _STAGE = {status.code: status for status in Status}, {stage.code: stage for stage in Stage}


class _Stopped(Exception):
    """The user gave up."""


class ExportTask(Task):
    """Writes a list to a file. `done` carries the number of orders."""

    _said = Signal(int)
    _ended = Signal(object)

    def __init__(
        self, desk: Desk, chosen: OrderFilter, path: Path, *, count: int, zone: str, parent: QObject | None = None
    ) -> None:
        super().__init__(_("Exporting to {file}").format(file=path.name), can_cancel=True, parent=parent)
        self._desk, self._chosen, self._path, self._count, self._zone = desk, chosen, path, count, zone
        self.note: ShopdeskError | None = None
        """What is to say beside the number of orders."""
        self._stop = threading.Event()
        self._header = [_(title) for title in HEADER]
        self._said.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="shopdesk-export", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop; the file is not made."""
        self._stop.set()

    def _work(self) -> None:
        try:
            with reading_desk(self._desk) as reading:
                self.note = reading.note
                note = partial(note_export, self._desk, "orders")
                outcome: object = export_table(self._path, self._header, self._rows(reading.desk), note=note)
        except Exception as error:  # carried to the window, which tells the user or reports a bug
            outcome = error
        finally:
            self._desk.database.close()
        self._ended.emit(outcome)

    def _rows(self, desk: Desk) -> Iterator[list[Cell]]:
        for number, order in enumerate(stream_orders(desk.seen, self._chosen), 1):
            if self._stop.is_set():
                raise _Stopped
            if number % BREATHE_EVERY == 0:
                self._said.emit(number)
                time.sleep(BREATHE_FOR)
            yield cells(order, self._zone)

    def _tell(self, written: int) -> None:
        self.progressed.emit(min(written / self._count, 1.0) if self._count else -1.0, "")

    def _take(self, outcome: object) -> None:
        self._thread.join()
        if isinstance(outcome, _Stopped):
            self._end(self.cancelled.emit)
        elif isinstance(outcome, Exception):
            self._end(lambda: self.failed.emit(outcome))
        else:
            self._end(lambda: self.done.emit(outcome))


def cells(order: OrderExport, zone: str) -> list[Cell]:
    """One order as a row under HEADER; amounts as plain decimals in yuan."""
    bought = "; ".join(
        f"{' '.join(filter(None, (line.title, line.sku, line.properties)))} ×{line.quantity}" for line in order.lines
    )
    return [
        order.shop, order.order_no, _(STATUSES[_STATUS[order.status]]), _(STAGES[_STAGE[order.stage]]),
        flag_name(Colour.from_code(order.flag)), order.salesperson, order.registrar, order.buyer, order.receiver,
        order.phone, order.province, order.city, order.district, order.address, order.postcode, bought,
        order.goods.yuan, order.postage.yuan, order.paid.yuan, order.buyer_message, order.memo,
        full_moment(order.created_at, zone), full_moment(order.paid_at, zone), order.carrier, order.waybill,
        "; ".join(order.holds),
    ]  # fmt: skip
