"""Wiping buyers' personal data from old orders: counted first, typed to confirm, behind a backup (DATA-06)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.services.desk import Desk
from shopdesk.services.retention import FEWEST_MONTHS, Wipe, preview_wipe, wipe_old
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named, number_box
from shopdesk.ui.messages import Messages
from shopdesk.ui.settings_dialog.section import Section

USUAL_MONTHS, MOST_MONTHS = 24, 240


class OldData(Section):
    """Months, Count, the number typed, Wipe. Nothing here waits for Save."""

    key, title, icon = "old_data", N_("Old personal data"), "eye-off"
    right = Right.WIPE

    def __init__(self, desk: Desk, background: Background, messages: Messages) -> None:
        super().__init__()
        self._desk, self._background, self._messages = desk, background, messages
        self._found: Wipe | None = None
        self._may = desk.actor.may(Right.WIPE)
        self._note = label("settings.old_data.note", "muted", wrap=True, parent=self)
        self._after = label("settings.old_data.months.label", parent=self)
        self.months = number_box("settings.old_data.months", FEWEST_MONTHS, MOST_MONTHS, self)
        self.months.setValue(USUAL_MONTHS)
        self.count = button("settings.old_data.count", "plain", self)
        self._said = label("settings.old_data.said", wrap=True, parent=self)
        self.typed = named(QLineEdit(self), "settings.old_data.typed")
        self.wipe = button("settings.old_data.wipe", "danger", self)
        self._lay_out()
        self.months.valueChanged.connect(lambda _months: self._show(None))
        self.count.clicked.connect(self._count)
        self.typed.textChanged.connect(lambda _text: self._show_possible())
        self.wipe.clicked.connect(self._wipe)
        self.finish()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if not hasattr(self, "wipe"):
            return
        self._note.setText(
            _(
                "Receiver, phone, address, messages and memos of finished orders go for good, with the senders, notes, "
                "photos and chat logs of what came back; goods, amounts and dates stay. A backup is made first. It and "
                "older backups still hold the data until they are thinned, after about eight weeks."
            )
        )
        self._after.setText(_("Orders older than (months)"))
        self.months.setAccessibleName(self._after.text())
        self.count.setText(_("Count"))
        self.typed.setPlaceholderText(_("Number of orders"))
        self.typed.setAccessibleName(_("Number of orders, to confirm"))
        self.wipe.setText(_("Wipe"))
        self._show(self._found)

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for asked in (self._after, self.months, self.count):
            first.addWidget(asked)
        for confirming in (self.typed, self.wipe):
            second.addWidget(confirming)
        for line in (first, second):
            line.setSpacing(8)
            line.addStretch(1)
        self.typed.setFixedWidth(160)
        self.body.addWidget(self._note)
        self.body.addLayout(first)
        self.body.addWidget(self._said)
        self.body.addLayout(second)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on here: left to the dialog it would save and close."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.wipe if self.typed.hasFocus() else self.count).click()
        else:
            super().keyPressEvent(event)

    def _count(self) -> None:
        months = self.months.value()
        self._background.run_task(
            lambda: preview_wipe(self._desk, months=months), self._on_counted, self._messages.error, owner=self
        )

    def _on_counted(self, found: Wipe) -> None:
        self._show(found)
        if found.is_something:
            self.typed.setFocus()

    def _show(self, found: Wipe | None) -> None:
        self._found = found
        self._said.setText(_said(found) if found else "")
        has_some = bool(found and found.is_something)
        for part in (self.typed, self.wipe):
            part.setVisible(has_some)
        self.typed.clear()
        self.count.setEnabled(self._may)
        self._show_possible()

    def _show_possible(self) -> None:
        is_confirmed = self._found is not None and self.typed.text().strip() == str(self._found.orders)
        self.wipe.setEnabled(self._may and is_confirmed)

    def _wipe(self) -> None:
        months, confirmed = self.months.value(), self._found.orders if self._found else 0
        self.wipe.setEnabled(False)
        self._background.run_task(
            lambda: wipe_old(self._desk, months=months, confirmed=confirmed),
            self._on_wiped, self._messages.error, owner=self, title=_("Wiping old personal data"),
        )  # fmt: skip

    def _on_wiped(self, done: Wipe) -> None:
        self._show(None)
        self.months.setFocus()
        said = ngettext("Wiped from {n} order.", "Wiped from {n} orders.", done.orders)
        self._said.setText(said.format(n=done.orders))


def _said(found: Wipe) -> str:
    told = ngettext("{n} order, {buyers} buyers, {rows} rows of the trail.",
                    "{n} orders, {buyers} buyers, {rows} rows of the trail.", found.orders)  # fmt: skip
    said = [told.format(n=found.orders, buyers=found.buyers, rows=found.trail)]
    if found.boxes:
        said.append(ngettext("With them {n} box that came back.", "With them {n} boxes that came back.", found.boxes)
                    .format(n=found.boxes))  # fmt: skip
    if found.left:
        left = ngettext("{n} is not finished and stays.", "{n} are not finished and stay.", found.left)
        said.append(left.format(n=found.left))
    if found.is_something:
        said.append(_("Type {n} to confirm.").format(n=found.orders))
    return " ".join(said)
