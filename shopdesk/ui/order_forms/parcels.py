"""Orders and parcels: several orders in one parcel, one order in several (SHP-01)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.slips import SplitLine, list_split_lines
from shopdesk.services.desk import Desk
from shopdesk.services.slips import OtherReceiver, ship_together, split_order, take_apart
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.theme import Theme

Result = TypeVar("Result")
MOST_PARCELS = 6


class ParcelLine(NamedTuple):
    """A line of the order, and how many of its pieces go into each parcel; the first takes what is left."""

    id: int
    goods: str
    pieces: int
    parts: tuple[int, ...]


class SplitDialog(Retranslated, QDialog):
    """`split` carries one mapping a parcel: line to pieces."""

    split = Signal(list)

    def __init__(self, order: OrderDetail, lines: Sequence[SplitLine], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("parcels")
        self._order, self._theme = order, theme
        self.lines = [
            ParcelLine(
                line.id,
                " ".join(filter(None, (line.sku or line.title, line.properties))),
                line.quantity,
                (line.quantity, 0),
            )
            for line in lines
        ]
        self._hint = label("parcels.hint", wrap=True, parent=self)
        self._more = button("parcels.more", parent=self)
        self._no = button("parcels.cancel", parent=self)
        self._yes = button("parcels.split", "main", self)
        self._place = QVBoxLayout()
        self._table: RecordTable | None = None
        self._lay_out()
        self._more.clicked.connect(self._add_parcel)
        self._no.clicked.connect(self.reject)
        self._yes.clicked.connect(self._finish)
        self._show_table()
        self.retranslate()
        fit_on_screen(self, 640, 360)

    @property
    def table(self) -> RecordTable:
        """The lines, with a column for each parcel."""
        assert self._table is not None
        return self._table

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Split order {order_no}").format(order_no=self._order.order_no))
        self._hint.setText(_("Type how many pieces go into the further parcels; what is left stays in the first."))
        self._more.setText(_("One more parcel"))
        self._no.setText(_("Cancel"))
        self._show_possible()

    def put(self, line_id: int, parcel: int, pieces: int) -> None:
        """So many pieces of a line go into a parcel, counted from 0; the first one has the rest."""
        for place, line in enumerate(self.lines):
            if line.id == line_id:
                parts = [*line.parts]
                parts[parcel] = pieces
                rest = line.pieces - sum(parts[1:])
                if pieces >= 0 and rest >= 0:
                    self.lines[place] = line._replace(parts=(rest, *parts[1:]))
        self.table.show_rows(list(self.lines), again=True)
        self._show_possible()

    def _parcels(self) -> int:
        return len(self.lines[0].parts) if self.lines else 0

    def _columns(self) -> tuple[RecordColumn, ...]:
        def says(parcel: int) -> Callable[[ParcelLine], str]:
            return lambda line: str(line.parts[parcel] or "")

        return (
            RecordColumn("goods", N_("Goods"), 240, lambda line: line.goods, stretch=1),
            RecordColumn("pieces", N_("Pieces"), 70, lambda line: str(line.pieces), is_figure=True, is_muted=True),
            *(
                RecordColumn(str(parcel), _("Parcel {n}").format(n=parcel + 1), 84, says(parcel),
                             edits=says(parcel) if parcel else None, is_figure=True)
                for parcel in range(self._parcels())
            ),
        )  # fmt: skip

    def _show_table(self) -> None:
        """Another number of parcels needs another table."""
        if self._table is not None:
            self._table.hide()
            self._table.deleteLater()
        self._table = RecordTable("parcels.table", N_("Goods"), self._columns(), self._theme)
        self._table.records.typed.connect(self._take_typed)
        self._place.addWidget(self._table)
        self._table.show_rows(list(self.lines))
        if self.lines:
            self._table.go_to(self.lines[0].id, str(self._parcels() - 1))
        self._table.setFocus()

    def _take_typed(self, line_id: int, key: str, text: str) -> None:
        if text.isdecimal() or not text:
            self.put(line_id, int(key), int(text or 0))

    def _add_parcel(self) -> None:
        self.lines = [line._replace(parts=(*line.parts, 0)) for line in self.lines]
        self._show_table()
        self._show_possible()

    def _show_possible(self) -> None:
        n = self._parcels()
        filled = [sum(line.parts[parcel] for line in self.lines) > 0 for parcel in range(n)]
        self._yes.setText(ngettext("Split into {n} parcel", "Split into {n} parcels", n).format(n=n))
        self._yes.setEnabled(bool(filled) and all(filled))
        self._yes.setToolTip("" if self._yes.isEnabled() else _("Every parcel needs something in it."))
        self._more.setEnabled(n < MOST_PARCELS)

    def _finish(self) -> None:
        parts = [{line.id: line.parts[n] for line in self.lines if line.parts[n]} for n in range(self._parcels())]
        self.split.emit(parts)
        self.accept()

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(16, 16, 16, 12)
        head.addWidget(self._hint)
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        foot.addWidget(self._more)
        foot.addStretch(1)
        foot.addWidget(self._no)
        foot.addWidget(self._yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._place, 1)
        layout.addLayout(foot)


class ParcelWork(QObject):
    """Used by every page that shows orders or slips; what it did can be undone until it is printed."""

    def __init__(self, page: QWidget, *, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        super().__init__(page)
        self._page, self._desk, self._background = page, desk, background
        self._messages, self._theme = messages, theme

    def together(self, order_ids: Sequence[int], reason: str = "") -> None:
        """One slip and one waybill for these orders; asks why where they go to different addresses."""
        ids = list(order_ids)

        def say(slip_id: int) -> None:
            said = ngettext("{n} order ships together", "{n} orders ship together", len(ids)).format(n=len(ids))
            self._messages.toast(said, undo=lambda: self.take_apart(slip_id))

        def failed(error: Exception) -> None:
            if isinstance(error, OtherReceiver) and not reason:
                self._messages.ask_text(
                    sentence(error), _("Ship together"), lambda why: self.together(ids, why),
                    choices=(_("Buyer asked for it"), _("Same household")),
                )  # fmt: skip
            else:
                self._messages.error(error)

        self._run(lambda: ship_together(self._desk, order_ids=ids, reason=reason), say, failed)

    def split(self, order_id: int) -> SplitDialog | None:
        """Ask which pieces go into which parcel."""
        order = get_order(self._desk.seen, order_id)
        lines = list_split_lines(self._desk.seen, order_id)
        if sum(line.quantity for line in lines) < 2:
            self._messages.toast(_("One piece can't be split into parcels."), Kind.WARNING)
            return None
        dialog = SplitDialog(order, lines, self._theme, self._page)
        dialog.split.connect(lambda parts: self._split(order, parts))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def take_apart(self, slip_id: int) -> None:
        """Undo either while nothing is printed."""
        self._run(
            lambda: take_apart(self._desk, slip_id=slip_id),
            lambda _ids: self._messages.toast(_("One order, one parcel again"), Kind.INFO),
        )

    def _split(self, order: OrderDetail, parts: list[dict[int, int]]) -> None:
        def say(slip_ids: list[int]) -> None:
            n = len(slip_ids)
            said = ngettext("Order {order_no}: {n} parcel", "Order {order_no}: {n} parcels", n)
            self._messages.toast(said.format(order_no=order.order_no, n=n), undo=lambda: self.take_apart(slip_ids[0]))

        self._run(lambda: split_order(self._desk, order_id=order.id, parts=parts), say)

    def _run(
        self,
        write: Callable[[], Result],
        say: Callable[[Result], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        self._background.run_task(write, say, failed or self._messages.error, owner=self)
