"""The look before many orders are registered: whose they are, flag by flag, and what stays behind and why."""

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from shopdesk.domain.money import ZERO, Money
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.services.desk import Desk
from shopdesk.services.registering import Group, Preview, Registration, register_orders
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.flags import Pennants, flag_name
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.theme import Text, Theme

WIDTH, STAYING_HIGH = 640, 160
"""px."""
PORTION = 100
"""Orders that are written at once; between two portions the work can be stopped."""
_ID = Qt.ItemDataRole.UserRole


class BulkRegistering(Retranslated, QDialog):
    """Enter registers what can be; an order that stays behind opens by Enter or a double click."""

    open_requested = Signal(int)
    registered = Signal(object)
    """The `Registration` of all that was done."""

    def __init__(
        self,
        preview: Preview,
        parent: QWidget,
        *,
        desk: Desk,
        background: Background,
        messages: Messages,
        theme: Theme,
        pennants: Pennants,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bulk")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._preview, self._desk, self._background, self._messages = preview, desk, background, messages
        self._theme, self._pennants = theme, pennants
        self._choices: dict[int, QComboBox] = {}
        self._texts: list[tuple[QLabel, Group]] = []
        self._waiting: deque[tuple[str, Sequence[int]]] = deque()
        self._done = Registration()
        self._is_running = self._is_stopped = False
        self._build()
        self._lay_out()
        self.retranslate()
        self._go.setFocus()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Register several"))
        self.setAccessibleName(_("Register several"))
        for heading, text in zip(self._headings, (_("Flag"), _("Salesperson"), _("Orders"), _("Paid")), strict=True):
            heading.setText(text)
        for made, group in self._texts:
            made.setText(group.names[0] if group.names else _("Owner"))
        for choice in self._choices.values():
            choice.setItemText(0, _("Stays behind: choose whose"))
            choice.setAccessibleName(_("Salesperson"))
        n = len(self._preview.refused)
        staying = ngettext("{n} order stays behind", "{n} orders stay behind", n).format(n=n)
        self._staying_title.setText(staying)
        self._staying.setAccessibleName(staying)
        self._hint.setText(_("Enter on one of them opens it."))
        self._cancel.setText(_("Stop") if self._is_running else _("Cancel"))
        self._count()

    def start(self) -> None:
        """Register a portion after the other."""
        for name, ids in self._jobs():
            self._waiting += [(name, ids[at : at + PORTION]) for at in range(0, len(ids), PORTION)]
        self._total = sum(len(ids) for _name, ids in self._waiting)
        if not self._total or self._is_running:
            return
        self._is_running = True
        self._go.setEnabled(False)
        self._progress.setRange(0, self._total)
        self._progress.show()
        self.retranslate()
        self._next()

    def reject(self) -> None:
        """Leave; while it runs, stop after the portion that is being written."""
        if self._is_running:
            self._is_stopped = True
            self._cancel.setEnabled(False)
        else:
            super().reject()

    # How it is put together

    def _build(self) -> None:
        self._title = label("bulk.title", "title", parent=self)
        self._headings = [label(f"bulk.heading{n}", "muted", parent=self) for n in range(4)]
        self._staying_title = label("bulk.staying.title", "section", parent=self)
        self._staying = named(QListWidget(self), "bulk.staying")
        self._staying.setFixedHeight(STAYING_HIGH)
        self._staying.setUniformItemSizes(True)
        self._staying.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for order, why in self._preview.refused:
            item = QListWidgetItem(sentence(why))
            item.setToolTip(item.text())
            item.setData(_ID, order.id)
            self._staying.addItem(item)
        self._staying.itemActivated.connect(self._open)
        self._hint = label("bulk.hint", "small", parent=self)
        self._progress = named(QProgressBar(self), "bulk.progress")
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(6)
        self._progress.hide()
        self._cancel = button("bulk.cancel", parent=self)
        self._go = button("bulk.register", "main", self)
        self._go.setDefault(True)
        self._cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self.start)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addLayout(self._groups())
        for part in (self._staying_title, self._staying, self._hint):
            part.setVisible(bool(self._preview.refused))
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self._progress)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._go)
        layout.addLayout(foot)

    def _groups(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        right = Qt.AlignmentFlag.AlignRight
        for column, heading in enumerate(self._headings):
            heading.setVisible(bool(self._preview.groups))
            grid.addWidget(heading, 0, column, right if column > 1 else Qt.AlignmentFlag.AlignLeft)
        for row, group in enumerate(self._preview.groups, 1):
            name = f"bulk.group{row}"
            pennant = named(QLabel(self), f"{name}.flag")
            pennant.setPixmap(self._pennants.pixmap(group.flag, scale=self.devicePixelRatioF()))
            pennant.setToolTip(flag_name(group.flag))
            pennant.setAccessibleName(flag_name(group.flag))
            grid.addWidget(pennant, row, 0)
            grid.addWidget(self._whose(group, row, name), row, 1)
            grid.addWidget(self._figure(f"{name}.orders", f"{len(group.order_ids):,}"), row, 2, right)
            grid.addWidget(self._figure(f"{name}.paid", group.paid.shown), row, 3, right)
        return grid

    def _whose(self, group: Group, row: int, name: str) -> QWidget:
        if len(group.names) < 2:
            made = label(f"{name}.salesperson", parent=self)
            self._texts.append((made, group))
            return made
        choice = named(QComboBox(self), f"{name}.salesperson")
        choice.addItems(["", *group.names])
        choice.currentIndexChanged.connect(self._count)
        self._choices[row - 1] = choice
        return choice

    def _figure(self, name: str, text: str) -> QLabel:
        made = label(name, parent=self)
        made.setFont(self._theme.font(Text.FIGURES))
        made.setText(text)
        return made

    # What is done

    def _jobs(self) -> list[tuple[str, list[int]]]:
        """Salesperson ("" where the flag tells) and orders."""
        jobs = []
        for place, group in enumerate(self._preview.groups):
            choice = self._choices.get(place)
            if choice is None:
                jobs.append(("", group.order_ids))
            elif choice.currentIndex() > 0:
                jobs.append((choice.currentText(), group.order_ids))
        return jobs

    def _count(self) -> None:
        """How many would be registered as things are chosen."""
        chosen = [
            group
            for place, group in enumerate(self._preview.groups)
            if place not in self._choices or self._choices[place].currentIndex() > 0
        ]
        n, paid = sum(len(group.order_ids) for group in chosen), sum((group.paid for group in chosen), ZERO)
        self._go.setText(ngettext("Register {n} order", "Register {n} orders", n).format(n=n))
        self._go.setEnabled(n > 0 and not self._is_running)
        whole = ngettext("{n} order, {sum} paid", "{n} orders, {sum} paid", n).format(n=n, sum=Money(paid).shown)
        self._title.setText(whole if n else _("None of these can be registered"))

    def _next(self) -> None:
        if self._is_stopped or not self._waiting:
            self._end()
            return
        name, ids = self._waiting.popleft()
        self._background.run_task(
            lambda: register_orders(self._desk, order_ids=ids, salesperson=name, skip_refused=True),
            self._take, self._fail, owner=self,
        )  # fmt: skip

    def _take(self, done: Registration) -> None:
        self._done.registered += done.registered
        self._done.refused += done.refused
        self._progress.setValue(len(self._done.registered) + len(self._done.refused))
        self._next()

    def _fail(self, error: Exception) -> None:
        self._end()
        self._messages.error(error)

    def _end(self) -> None:
        self._is_running = False
        self.registered.emit(self._done)
        self.accept()

    def _open(self, item: QListWidgetItem) -> None:
        self.open_requested.emit(item.data(_ID))
        super().reject()
