"""“Which number did my exchange go out with?”: what left to a buyer, the newest first; Enter copies (SHP-13)."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import STAGES, Stage
from shopdesk.i18n import N_, _
from shopdesk.queries.buyer_shipments import Shipment, find_shipments
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.origins import ORIGINS
from shopdesk.ui.order_forms.rows_table import RowsTable
from shopdesk.ui.search_line import FindLine

FIND_AFTER = 200
"""Milliseconds after the last key."""
_HEADINGS = (N_("Waybill"), N_("Carrier"), N_("Shipped"), N_("Kind"), N_("Goods"), N_("Order"), N_("Buyer"))
_GOODS = 4


class WhichNumber(Retranslated, QDialog):
    """Type whom it went to; the newest parcel is chosen already, so that Enter twice copies it."""

    opened = Signal(int)
    """Show this order."""

    def __init__(
        self, desk: Desk, background: Background, messages: Messages, who: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("which-number")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._background, self._messages = desk, background, messages
        self._zone = get_setting(desk.seen, ZONE)
        self._found: list[Shipment] = []
        self._timer = QTimer(self, singleShot=True, interval=FIND_AFTER)
        self._timer.timeout.connect(self._look)
        self._build(who)
        self.retranslate()
        fit_on_screen(self, 860, 440)
        if who:
            self._look()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Which number?"))
        self.setAccessibleName(_("Which number?"))
        self.who.setPlaceholderText(_("Buyer, receiver, order number, phone or its last digits"))
        self.who.setAccessibleName(_("Whose parcel"))
        self.table.setAccessibleName(_("Parcels, the newest first"))
        self.table.show_headings([_(heading) for heading in _HEADINGS])
        self._copy.setText(_("Copy number"))
        self._open.setText(_("Show order"))
        self._close.setText(_("Close"))
        self._show()

    def copy(self, row: int) -> None:
        """Carrier and waybill to the clipboard."""
        if 0 <= row < len(self._found) and self._found[row].waybill:
            text = f"{self._found[row].carrier} {self._found[row].waybill}".strip()
            QGuiApplication.clipboard().setText(text)
            self._say.setText(_("Copied: {text}").format(text=text))

    def _build(self, who: str) -> None:
        self.who = named(FindLine(who, self), "which-number.who")
        self.table = RowsTable("which-number.found", _GOODS, self)
        self._say = label("which-number.say", "muted", parent=self)
        self._copy = button("which-number.copy", "main", self)
        self._open = button("which-number.open", parent=self)
        self._close = button("which-number.close", parent=self)
        self._lay_out()
        self.who.textEdited.connect(lambda _text: self._timer.start())
        self.who.left.connect(self._go_on)
        self.table.used.connect(self.copy)
        self.table.copied.connect(self.copy)
        self._copy.clicked.connect(lambda: self.copy(self.table.currentRow()))
        self._open.clicked.connect(self._show_order)
        self._close.clicked.connect(self.reject)
        self.who.setFocus()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._say, 1)
        for made in (self._close, self._open, self._copy):
            made.setMinimumWidth(80)
            foot.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.who)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def _look(self) -> None:
        self._timer.stop()
        who = self.who.text().strip()
        self._background.run_task(
            lambda: find_shipments(self._desk.seen, who),
            lambda found: self._take(who, found),
            self._messages.error,
            owner=self,
        )

    def _take(self, who: str, found: list[Shipment]) -> None:
        if self.who.text().strip() != who:
            return  # typed on meanwhile
        self._found = found
        self.table.setCurrentCell(0, 0)
        self._show()

    def _show(self) -> None:
        now = self._desk.clock()
        self.table.show_rows([self._texts(each, now) for each in self._found])
        for made in (self._copy, self._open):
            made.setEnabled(bool(self._found))
        is_asked = bool(self.who.text().strip())
        self._say.setText(
            _("Nothing has left to anybody of this name or number.") if is_asked and not self._found else ""
        )

    def _texts(self, each: Shipment, now: int) -> tuple[str, ...]:
        stage = Stage(each.stage)
        shipped = short_moment(each.shipped_at, now, self._zone) or (_(STAGES[stage]) if not each.waybill else "")
        kind = "" if each.origin is Origin.PLATFORM else _(ORIGINS[each.origin])
        return (each.waybill or "–", each.carrier, shipped, kind, each.item, each.order_no, each.buyer or each.receiver)

    def _go_on(self) -> None:
        if self._timer.isActive():
            self._look()
        elif self._found:
            self.table.setFocus()

    def _show_order(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._found):
            self.opened.emit(self._found[row].order_id)
            self.accept()
