"""A new case: the order is found by its number, a phone or a name, then what the buyer wants (RET-10)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from shopdesk.domain.cases import KINDS, REPLACED, Kind
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import PARTIES, REASONS, Reason
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.queries.box_contents import Expected, list_bought
from shopdesk.queries.order_lists import OrderFilter, OrderRow, fetch_by_ids, find_ids
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.cases import CaseItem, open_case
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named, number_box
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.rows_table import RowsTable
from shopdesk.ui.order_forms.words import row_standing
from shopdesk.ui.search_line import FindLine

FIND_AFTER, MOST = 250, 50
"""Milliseconds after the last key; orders shown at most, the newest."""
_HEADINGS = (N_("Order"), N_("Buyer"), N_("Goods"), N_("Paid"), N_("Ordered on"), N_("Stage"))
_GOODS = 2
_TITLES = {
    "kind": N_("Kind"), "reason": N_("Reason"), "asked": N_("What the buyer asks"), "wanted": N_("Wants instead"),
    "goods": N_("About"),
}  # fmt: skip


class _Asked(QPlainTextEdit):
    """Enter opens the case, Shift+Enter begins another line, Tab goes on."""

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The one key of its own."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.done.emit()
        else:
            super().keyPressEvent(event)


class NewCase(Retranslated, QDialog):
    """Type whose order, Enter, Enter: the newest one is taken, and the keys go on to the kind."""

    written = Signal(int)
    """The new case."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        messages: Messages,
        *,
        order_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`order_id`: the case is about this order, nothing has to be looked for."""
        super().__init__(parent)
        self.setObjectName("new-case")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._background, self._messages = desk, background, messages
        self._zone = get_setting(desk.seen, ZONE)
        self._found: list[OrderRow] = []
        self._order_id: int | None = None
        self._pieces: list[tuple[int, QSpinBox]] = []
        """Line and how many of it."""
        self._timer = QTimer(self, singleShot=True, interval=FIND_AFTER)
        self._timer.timeout.connect(self._look)
        self._names: dict[str, QLabel] = {}
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()
        fit_on_screen(self, 760, 560)
        self.who.setFocus()
        if order_id is not None:
            self._read(lambda: fetch_by_ids(desk.seen, [order_id]))
            self.kind.setFocus()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("New case"))
        self.setAccessibleName(_("New case"))
        self.who.setPlaceholderText(_("Order number, phone or its last digits, buyer, waybill"))
        self.who.setAccessibleName(_("Whose order"))
        self.table.setAccessibleName(_("Orders, the newest first"))
        self.table.show_headings([_(heading) for heading in _HEADINGS])
        for key, name in self._names.items():
            name.setText(_(_TITLES[key]))
        for key, part in (("kind", self.kind), ("reason", self.reason), ("asked", self.asked), ("wanted", self.wanted)):
            part.setAccessibleName(_(_TITLES[key]))
        self.asked.setPlaceholderText(_("In the buyer's words; Enter opens the case"))
        self.wanted.setPlaceholderText(_("Size, colour, or code and quantity"))
        self._cancel.setText(_("Cancel"))
        self._save.setText(_("Open the case"))
        self._fill(self.kind, [(kind.value, _(KINDS[kind])) for kind in Kind])
        self._fill(self.reason, [("", "–"), *((each.value, _(REASONS[each].title)) for each in Reason)])
        self._show()

    # What is chosen

    def save(self) -> None:
        """Open the case, or say why not."""
        order_id = self._order_id
        if order_id is None:
            self._refuse(_("Find the order first: type its number, a phone or a name."))
            self.who.setFocus()
            return
        if not self._save.isEnabled():
            return
        items = [CaseItem(line_id, quantity=box.value()) for line_id, box in self._pieces if box.value()]
        if self._pieces and not items:
            self._refuse(_("Say which pieces it is about."))
            return
        kind, reason = Kind(self.kind.currentData()), str(self.reason.currentData() or "")
        asked, wanted = self.asked.toPlainText().strip(), self.wanted.text().strip() if self._is_replaced else ""
        self._save.setEnabled(False)
        self._background.run_task(
            lambda: open_case(
                self._desk, kind=kind, order_id=order_id, reason=reason, asked=asked, wanted=wanted, items=items
            ),
            self._done, self._refused, owner=self,
        )  # fmt: skip

    @property
    def _is_replaced(self) -> bool:
        return Kind(self.kind.currentData()) in REPLACED

    def _done(self, case_id: int) -> None:
        self.accept()
        self.written.emit(case_id)

    def _refused(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if isinstance(error, ShopdeskError):
            self._refuse(sentence(error))
        else:
            self._messages.error(error)

    def _refuse(self, said: str) -> None:
        self._refusal.setText(said)
        self._refusal.setVisible(bool(said))

    # Finding the order

    def _look(self) -> None:
        self._timer.stop()
        find = self.who.text().strip()

        def read() -> list[OrderRow]:
            ids = list(find_ids(self._desk.seen, OrderFilter(find=find))) if find else []
            return fetch_by_ids(self._desk.seen, ids[:MOST])

        self._read(read, find)

    def _read(self, read: Callable[[], list[OrderRow]], find: str = "") -> None:
        def take(found: list[OrderRow]) -> None:
            if find != self.who.text().strip():
                return  # typed on meanwhile
            self._found = found
            self._refuse("" if found or not find else _("No order has such a number, phone or buyer."))
            self._show()
            self._take_order(self.table.currentRow() if found else -1)

        self._background.run_task(read, take, self._messages.error, owner=self)

    def _show(self) -> None:
        now, zone = self._desk.clock(), self._zone
        self.table.show_rows([
            (row.order_no, row.buyer or row.receiver, row.goods_text, Money(row.paid).shown,
             short_moment(row.created, now, zone), row_standing(row))
            for row in self._found
        ])  # fmt: skip
        self._say_party()

    def _take_order(self, place: int) -> None:
        """The pieces of the current order are asked for."""
        if not 0 <= place < len(self._found):
            self._show_order(None, [])
            return
        order_id = self._found[place].id
        if self._order_id == order_id:
            return

        def take(lines: list[Expected]) -> None:
            current = self.table.currentRow()
            if 0 <= current < len(self._found) and self._found[current].id == order_id:
                self._show_order(order_id, lines)

        self._background.run_task(
            lambda: list_bought(self._desk.seen, order_id), take, self._messages.error, owner=self
        )

    def _show_order(self, order_id: int | None, lines: Sequence[Expected]) -> None:
        """How many pieces of each line it is about: all of them, until somebody says otherwise."""
        self._order_id, self._pieces = order_id, []
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, line in enumerate(lines):
            name = " ".join(filter(None, (line.sku or line.title, line.properties)))
            said = label(f"new-case.line{place + 1}.name", wrap=True, parent=self)
            said.setText(name)
            box = number_box(f"new-case.line{place + 1}", 0, line.quantity, self)
            box.setValue(line.quantity)
            box.setAccessibleName(name)
            box.setSuffix(_(" of {n}").format(n=line.quantity))
            self._lines.addWidget(box, place, 0)
            self._lines.addWidget(said, place, 1)
            self._pieces.append((line.line_id, box))

    def _say_party(self) -> None:
        """What follows from the reason (RET-10)."""
        reason, is_replaced = str(self.reason.currentData() or ""), self._is_replaced
        kind = REASONS[Reason(reason)] if reason else None
        said = [_("{party} pays the freight").format(party=_(PARTIES[kind.blame]))] if kind and kind.blame else []
        said += [_("photos are needed before the goods travel")] if kind and kind.needs_photos else []
        self._party.setText(_(", ").join(said))
        self._party.setVisible(bool(said))
        for part in (self.wanted, self._names["wanted"]):
            part.setVisible(is_replaced)

    # How it is put together

    def _build(self) -> None:
        self.who = named(FindLine(self), "new-case.who")
        self.table = RowsTable("new-case.found", _GOODS, self)
        self.kind, self.reason = named(QComboBox(self), "new-case.kind"), named(QComboBox(self), "new-case.reason")
        self.asked = named(_Asked(self), "new-case.asked")
        self.asked.setTabChangesFocus(True)
        self.asked.setFixedHeight(64)
        self.wanted = named(QLineEdit(self), "new-case.wanted")
        self._party = label("new-case.party", "small", wrap=True, parent=self)
        self._refusal = label("new-case.refusal", "danger", wrap=True, parent=self)
        self._refusal.hide()
        self._cancel = button("new-case.cancel", parent=self)
        self._save = button("new-case.save", "main", self)
        self._save.setDefault(True)
        self._lines = QGridLayout()
        for key in _TITLES:
            self._names[key] = label(f"new-case.{key}.name", "muted", parent=self)

    def _connect(self) -> None:
        self.who.textEdited.connect(lambda _text: self._timer.start())
        self.who.left.connect(self._go_on)
        self.table.used.connect(lambda _place: self.kind.setFocus())
        self.table.currentCellChanged.connect(lambda place, *_others: self._take_order(place))
        self.kind.currentIndexChanged.connect(lambda _place: self._say_party())
        self.reason.currentIndexChanged.connect(lambda _place: self._say_party())
        self.asked.done.connect(self.save)
        self.wanted.returnPressed.connect(self.save)
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self.save)

    def _go_on(self) -> None:
        if self._timer.isActive():
            self._look()
        elif self._found:
            self.table.setFocus()

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setColumnStretch(1, 1)
        self._lines.setHorizontalSpacing(8)
        self._lines.setVerticalSpacing(4)
        parts = {"kind": self.kind, "reason": self.reason, "asked": self.asked, "wanted": self.wanted}
        for place, (key, part) in enumerate(parts.items()):
            form.addWidget(self._names[key], 2 * place, 0, Qt.AlignmentFlag.AlignTop)
            form.addWidget(part, 2 * place, 1)
            if key == "reason":
                form.addWidget(self._party, 2 * place + 1, 1)
        form.addWidget(self._names["goods"], 8, 0, Qt.AlignmentFlag.AlignTop)
        form.addLayout(self._lines, 8, 1)
        form.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._refusal, 1)
        foot.addStretch(0)
        for made in (self._cancel, self._save):
            made.setMinimumWidth(80)
            foot.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.who)
        layout.addWidget(self.table, 1)
        layout.addLayout(form)
        layout.addLayout(foot)

    @staticmethod
    def _fill(choice: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
        place = max(choice.currentIndex(), 0)
        choice.blockSignals(True)
        choice.clear()
        for value, text in choices:
            choice.addItem(text, value)
        choice.setCurrentIndex(place)
        choice.blockSignals(False)
