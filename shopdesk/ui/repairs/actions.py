"""Everything that can be done on the page of repairs: texts, keys, rights, and buttons that say why not."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.domain.repairs import RULES, Step
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import ButtonLook, button
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.page_actions import Declared, add_action
from shopdesk.ui.repairs import possible
from shopdesk.ui.rights import apply_right, why_not_allowed

NEXT, NEW, FIND, PANEL = "next", "new", "find", "panel"
VIEW, BATCHES, PRODUCTS = "view", "batches", "products"
STEP_KEYS = {
    Step.WAIT: "W",
    Step.COME_BACK: "K",
    Step.CHECK: "C",
    Step.SEND_AGAIN: "G",
    Step.REPLACE: "X",
    Step.REFUND: "F",
    Step.CANCEL: "Q",
    Step.REOPEN: "O",
}
DECLARED: Declared = {
    NEXT: (N_("Do what is next"), "N", None),
    NEW: (N_("New repair…"), "Ctrl+N", Right.INTAKE),
    possible.LABELS: (N_("Print labels…"), "L", Right.PRINT),
    possible.BATCH: (N_("Into a batch…"), "I", Right.INTAKE),
    possible.SHOW_BATCH: (N_("Show its batch"), "Ctrl+B", None),
    **{step.value: (RULES[step].title, key, RULES[step].right) for step, key in STEP_KEYS.items()},
    possible.RETURN: (N_("Send to the buyer…"), "R", Right.INTAKE),
    possible.ASK: (N_("Ask about the cost…"), "A", Right.SERVE),
    possible.ANSWER: (N_("The buyer's answer…"), "Y", Right.SERVE),
    possible.FEE: (N_("Fee and who pays…"), "Z", Right.SERVE),
    possible.PAID: (N_("The fee is paid…"), "P", Right.CONFIRM_MONEY),
    possible.TELL: (N_("Tell the buyer: copy"), "T", Right.SERVE),
    possible.COPY_TEXT: (N_("Copy the text only"), "Ctrl+T", None),
    possible.COPY_MEMO: (N_("Copy the memo line"), "M", None),
    possible.ADD_MEMO: (N_("Add to the memo"), "Ctrl+M", Right.MARK),
    possible.EDIT: (N_("Change…"), "E", Right.INTAKE),
    possible.ORDER: (N_("Show the order"), "Ctrl+Down", None),
    possible.CASE: (N_("Show the case"), "Ctrl+Up", None),
    VIEW: (N_("Board or list"), "V", None),
    BATCHES: (N_("Batches"), "B", None),
    PRODUCTS: (N_("By product"), "H", None),
    PANEL: (N_("Show or hide the panel"), "F4", None),
    FIND: (N_("Search repairs"), "Ctrl+F", None),
}
"""Text, key, and the right that it needs. No key is Shift and a letter: scanned codes begin with such."""
_ALWAYS = frozenset({NEW, FIND, PANEL, VIEW, BATCHES, PRODUCTS})
"""Those that need no repair."""


WhenRead = Callable[[Callable[[], object]], object]


class RepairActions(QObject):
    """Actions by name. One that can't be done now says why when its key is pressed; its button is greyed."""

    def __init__(self, page: QWidget, desk: Desk, messages: Messages) -> None:
        super().__init__(page)
        self._page, self._desk, self._messages = page, desk, messages
        self._has_repair = False
        self._when_read: WhenRead = lambda do: do()
        self._reasons: Mapping[str, str] = {}
        self._buttons: list[tuple[QPushButton, str]] = []
        self.by_name = {name: self._make(name) for name in DECLARED}

    def retranslate(self) -> None:
        """Write every text again."""
        for name, (text, _key, _right) in DECLARED.items():
            self.by_name[name].setText(_(text))
        self._follow_all()

    def connect_all(self, does: Mapping[str, Callable[[], object]], when_read: WhenRead) -> None:
        """What each does; `when_read` does what concerns a repair once the chosen one is read: hands are quicker."""
        self._when_read = when_read
        for name, do in does.items():
            self.by_name[name].triggered.connect(lambda _on=False, name=name, do=do: self._start(name, do))

    def show_repair(self, reasons: Mapping[str, str] | None) -> None:
        """Why which can't be done with the repair that is shown; None while there is none."""
        self._has_repair, self._reasons = reasons is not None, reasons or {}
        self._follow_all()

    def why_not(self, name: str) -> str:
        """Why it can't be done now; "" where it can."""
        right = DECLARED[name][2]
        if right is not None and not self._desk.actor.may(right):
            return why_not_allowed(self._desk, right)
        if name not in _ALWAYS and not self._has_repair:
            return _("Choose a repair first.")
        return self._reasons.get(name, "")

    def button(self, name: str, look: ButtonLook = "plain", parent: QWidget | None = None) -> QPushButton:
        """A button for an action; it says its key, and why it is greyed."""
        made = button(f"repairs.{name}.button", look, parent or self._page)
        made.clicked.connect(self.by_name[name].trigger)
        self._buttons.append((made, name))
        return made

    def _make(self, name: str) -> QAction:
        _text, key, right = DECLARED[name]
        action = add_action(self._page, f"repairs.{name}", key)
        if right is not None:
            apply_right(action, self._desk, right)
        return action

    def _start(self, name: str, do: Callable[[], object]) -> None:
        if name in _ALWAYS:
            self._try(name, do)
        else:
            self._when_read(lambda: self._try(name, do))

    def _try(self, name: str, do: Callable[[], object]) -> None:
        said = self.why_not(name)
        if said:
            self._messages.toast(said, Kind.WARNING, topic="repairs")
        else:
            do()

    def _follow_all(self) -> None:
        for made, name in self._buttons:
            text, key, _right = DECLARED[name]
            said = self.why_not(name)
            title = _(text).rstrip("…")
            made.setText(f"{title}  {key}" if len(key) == 1 else title)
            made.setAccessibleName(title)
            made.setEnabled(not said)
            made.setToolTip(said or f"{title}  {key}")
            made.setAccessibleDescription(said)
