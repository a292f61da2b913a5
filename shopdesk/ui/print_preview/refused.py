"""The orders that can't have this paper, why, and the choice to go on without them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.ui.controls import label, named
from shopdesk.ui.language import Retranslated

MOST_LINES = 6


class RefusedOrders(Retranslated, QFrame):
    """Hidden while every order can be printed."""

    left_out = Signal(bool)
    """Whether to go on without them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("preview.refused")
        self._errors: list[ShopdeskError] = []
        self._rest = 0
        self._title = label("preview.refused.title", "warning", wrap=True, parent=self)
        self._reasons = named(QPlainTextEdit(self), "preview.refused.reasons")
        self._reasons.setReadOnly(True)
        self._reasons.setTabChangesFocus(True)
        self._reasons.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._leave = named(QCheckBox(self), "preview.refused.leave_out")
        self._leave.toggled.connect(self.left_out)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self._title, self._reasons, self._leave):
            layout.addWidget(part)
        self.hide()

    @property
    def settled(self) -> bool:
        """Whether nothing is left to decide."""
        return not self._errors or self._leave.isChecked()

    def show_errors(self, errors: Sequence[ShopdeskError], rest: int) -> None:
        """What stands in the way; `rest` is how many orders can be printed."""
        self._errors, self._rest = list(errors), rest
        self._leave.setVisible(rest > 0)
        self.setVisible(bool(errors))
        self._reasons.setFixedHeight(20 + 18 * min(MOST_LINES, 3 * len(errors)))
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        count = len(self._errors)
        self._title.setText(
            ngettext("{n} order can't be printed", "{n} orders can't be printed", count).format(n=count)
        )
        self._reasons.setPlainText("\n\n".join(sentence(error) for error in self._errors))
        self._reasons.setAccessibleName(_("Why they can't be printed"))
        rest = self._rest
        self._leave.setText(
            ngettext("Leave out and print the other one", "Leave out and print the other {n}", rest).format(n=rest)
        )
