"""Everything that can be done on the refunds page: texts, keys, rights, and why not."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.domain.refund_steps import REFUND_RULES, RefundStep
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import ButtonLook, button
from shopdesk.ui.rights import apply_right

STEP_KEYS: Mapping[RefundStep, str] = {
    RefundStep.APPROVE: "A",
    RefundStep.CHECK: "K",
    RefundStep.PAY: "P",
    RefundStep.CHANGE: "Y",
    RefundStep.REFUSE: "R",
    RefundStep.WITHDRAW: "W",
    RefundStep.LET_THROUGH: "L",
    RefundStep.FAIL: "B",
}
OTHERS: dict[str, tuple[str, str, Right | None]] = {
    "again": (N_("Ask again…"), "G", Right.SERVE),
    "copy": (N_("Copy what to tell the buyer"), "C", None),
    "see": (N_("Show payee in full"), "V", Right.PAY),
    "order": (N_("Show the order"), "Ctrl+Down", None),
    "case": (N_("Show the case"), "Ctrl+Up", None),
    "find": (N_("Search refunds"), "Ctrl+F", None),
    "new": (N_("New refund…"), "Ctrl+N", Right.SERVE),
    "print": (N_("Print list…"), "Ctrl+P", Right.PAY),
    "export": (N_("To pay today…"), "Ctrl+E", Right.PAY),
    "export-all": (N_("Everything to pay…"), "Ctrl+Shift+E", Right.PAY),
    "results": (N_("Payment results…"), "Ctrl+R", Right.PAY),
}
"""Text, key, and the right that it needs, of what is no step of a refund."""
DECLARED: dict[str, tuple[str, str, Right | None]] = {
    **{step.value: (REFUND_RULES[step].title, key, REFUND_RULES[step].right) for step, key in STEP_KEYS.items()},
    **OTHERS,
}


class RefundCommands(QObject):
    """Actions by name, and buttons that follow them."""

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._page = page
        self.by_name: dict[str, QAction] = {}
        for name, (_text, key, right) in DECLARED.items():
            action = QAction(page)
            action.setObjectName(f"refunds.{name}")
            action.setAutoRepeat(False)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            page.addAction(action)
            if right is not None:
                apply_right(action, desk, right)
            self.by_name[name] = action
        self._buttons: list[tuple[QPushButton, QAction]] = []

    def retranslate(self) -> None:
        """Write every text again."""
        for name, (text, _key, _right) in DECLARED.items():
            self.by_name[name].setText(_(text))
        for made, action in self._buttons:
            self._follow(made, action)

    def connect_all(self, does: Mapping[str, Callable[[], object]]) -> None:
        """What each does."""
        for name, do in does.items():
            self.by_name[name].triggered.connect(lambda _checked=False, do=do: do())

    def allow(self, name: str, why_not: str | None) -> None:
        """Whether it can be done now; None: it can, else the sentence that says why not."""
        action = self.by_name[name]
        action.setEnabled(why_not is None)
        action.setToolTip(why_not or "")
        action.setStatusTip(why_not or "")

    def button(self, name: str, look: ButtonLook = "plain") -> QPushButton:
        """A button for an action: enabled with it, and saying the same."""
        action = self.by_name[name]
        made = button(f"refunds.{name}.button", look, self._page)
        made.clicked.connect(action.trigger)
        action.changed.connect(lambda: self._follow(made, action))
        self._buttons.append((made, action))
        return made

    @staticmethod
    def _follow(made: QPushButton, action: QAction) -> None:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = action.text().rstrip("…")
        made.setText(f"{text}  {keys}" if len(keys) == 1 else text)
        made.setAccessibleName(text)
        made.setEnabled(action.isEnabled())
        made.setToolTip(f"{text}  {keys}" if action.isEnabled() else action.toolTip())
        made.setAccessibleDescription("" if action.isEnabled() else action.toolTip())
