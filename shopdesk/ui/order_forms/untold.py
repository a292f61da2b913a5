"""Whose buyer is still to be told that an exchange, reissue or bank order has left; the text is copied with one key
(SHP-07)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.untold import UntoldRow, list_untold, told_texts
from shopdesk.services.contacts import mark_told, undo_contacts
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.origins import ORIGINS
from shopdesk.ui.order_forms.rows_table import RowsTable
from shopdesk.ui.rights import apply_right

_HEADINGS = (N_("Shipped"), N_("Kind"), N_("Buyer"), N_("Goods"), N_("Waybill"), N_("Order"))
_GOODS = 3

Read = tuple[list[UntoldRow], dict[int, str]]


class Untold(Retranslated, QDialog):
    """Enter copies the text and marks the buyer as told; the next one is chosen then."""

    opened = Signal(int)
    """Show this order."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("untold")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._background, self._messages = desk, background, messages
        self._zone = get_setting(desk.seen, ZONE)
        self._rows: list[UntoldRow] = []
        self._texts: dict[int, str] = {}
        self._last: list[int] = []
        self._build()
        self.retranslate()
        fit_on_screen(self, 820, 480)
        self.read()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Buyers to tell"))
        self.setAccessibleName(_("Buyers to tell"))
        self.table.setAccessibleName(_("Orders that have left"))
        self.table.show_headings([_(heading) for heading in _HEADINGS])
        self.text.setAccessibleName(_("Text to send"))
        self._copy.setText(_("Copy text"))
        self._tell.setText(_("Copy and mark as told"))
        self._undo.setText(_("Undo"))
        self._open.setText(_("Show order"))
        self._close.setText(_("Close"))
        self._show()

    def read(self) -> None:
        """Read the list again."""

        def find() -> Read:
            rows = list_untold(self._desk.seen)
            return rows, told_texts(self._desk.seen, rows)

        self._background.run_task(find, self._take, self._messages.error, owner=self)

    def copy(self) -> None:
        """The text as it stands, edited or not."""
        if self.text.toPlainText():
            QGuiApplication.clipboard().setText(self.text.toPlainText())
            self._say.setText(_("Copied"))

    def tell(self) -> None:
        """Copy the text and mark the buyer as told."""
        row = self._current()
        if row is None or not self._tell.isEnabled():
            return
        self.copy()
        said, buyer = self.text.toPlainText(), row.buyer or row.receiver
        self._background.run_task(
            lambda: mark_told(self._desk, order_ids=[row.order_id], note=said),
            lambda contacts: self._told(contacts, buyer),
            self._messages.error,
            owner=self,
        )

    def undo(self) -> None:
        """Take the last mark back."""
        last, self._last = self._last, []
        if last:
            self._background.run_task(
                lambda: undo_contacts(self._desk, contact_ids=last),
                lambda _n: self._after(_("Not told after all")),
                self._messages.error,
                owner=self,
            )

    # How it is put together

    def _build(self) -> None:
        self.table = RowsTable("untold.rows", _GOODS, self)
        self.text = named(QPlainTextEdit(self), "untold.text")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(72)
        self._say = label("untold.say", "muted", parent=self)
        self._undo = button("untold.undo", "quiet", self)
        self._close, self._open = button("untold.close", parent=self), button("untold.open", parent=self)
        self._copy, self._tell = button("untold.copy", parent=self), button("untold.tell", "main", self)
        self._lay_out()
        self.table.used.connect(lambda _row: self.tell())
        self.table.copied.connect(lambda _row: self.copy())
        self.table.currentCellChanged.connect(lambda *_cells: self._show_text())
        for made, do in (
            (self._copy, self.copy),
            (self._tell, self.tell),
            (self._undo, self.undo),
            (self._open, self._show_order),
            (self._close, self.reject),
        ):
            made.clicked.connect(do)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self.table, self.undo)
        apply_right(self._tell, self._desk, Right.SERVE)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._say)
        foot.addWidget(self._undo)
        foot.addStretch(1)
        for made in (self._close, self._open, self._copy, self._tell):
            made.setMinimumWidth(80)
            foot.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.text)
        layout.addLayout(foot)

    def _take(self, read: Read) -> None:
        self._rows, self._texts = read
        self._show()
        self.table.setFocus()

    def _show(self) -> None:
        now = self._desk.clock()
        self.table.show_rows(
            [
                (
                    short_moment(row.shipped_at, now, self._zone),
                    _(ORIGINS[row.origin]),
                    row.buyer or row.receiver,
                    row.item,
                    f"{row.carrier} {row.waybill}".strip(),
                    row.order_no,
                )
                for row in self._rows
            ]
        )
        for made in (self._copy, self._tell, self._open):
            made.setEnabled(bool(self._rows))
        self._undo.setVisible(bool(self._last))
        n = len(self._rows)
        left = ngettext("{n} buyer is to be told", "{n} buyers are to be told", n).format(n=n)
        self._say.setText(left if n else _("Everybody has been told."))
        self._show_text()

    def _show_text(self) -> None:
        row = self._current()
        self.text.setPlainText(self._texts.get(row.order_id, "") if row else "")

    def _current(self) -> UntoldRow | None:
        place = self.table.currentRow()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _told(self, contacts: list[int], buyer: str) -> None:
        self._last = contacts
        self._after(_("Text copied, {buyer} marked as told").format(buyer=buyer))

    def _after(self, said: str) -> None:
        self._messages.toast(said, Kind.GOOD)
        self.read()

    def _show_order(self) -> None:
        row = self._current()
        if row is not None:
            self.opened.emit(row.order_id)
            self.accept()
