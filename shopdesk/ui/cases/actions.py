"""Everything that can be done on the page of cases: texts, keys, rights, and buttons that say why not."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk.domain.cases import RULES, Step
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.ui.cases.possible import (
    ASK_AGAIN,
    CALL_BACK,
    CONTACT,
    CONTACT_DONE,
    DETOUR,
    EARLY,
    HAND_OVER,
    INTAKE,
    INTERCEPT,
    LOST_FORM,
    ORDER,
    REFUND,
    REPAIR,
    REPLACE,
    SHORTAGE,
    STEPS,
)
from shopdesk.ui.controls import ButtonLook, button
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.page_actions import Declared, add_action
from shopdesk.ui.rights import apply_right, why_not_allowed

NEW, FIND, ASKED, LINES, NEXT_ACTION, PANEL = "new", "find", "asked", "lines", "next", "panel"
KEYS = {
    Step.AGREE: "A",
    Step.REFUSE: "F",
    Step.WITHDRAW: "W",
    Step.SEND: "S",
    Step.INSPECT_AGAIN: "I",
    Step.FULFIL: "D",
    Step.CALL: "C",
    Step.CLOSE: "X",
    Step.REOPEN: "O",
}
DECLARED: Declared = {
    NEXT_ACTION: (N_("Do what is next"), "N", None),
    NEW: (N_("New case…"), "Ctrl+N", Right.SERVE),
    **{step.value: (RULES[step].title, KEYS[step], RULES[step].right) for step in STEPS},
    INTAKE: (N_("To the intake"), "B", None),
    REPLACE: (N_("Enter the replacement…"), "P", Right.ENTER),
    EARLY: (N_("Let it go early…"), "L", Right.OVERRULE),
    REFUND: (N_("Refund"), "R", None),
    REPAIR: (N_("Show the repair"), "M", None),
    CALL_BACK: (N_("Show the parcel called back"), "K", None),
    SHORTAGE: (N_("Something was missing…"), "Shift+M", Right.SERVE),
    INTERCEPT: (N_("Call a parcel back…"), "Shift+I", Right.SERVE),
    DETOUR: (N_("Out of the carrier's reach…"), "Shift+D", Right.SERVE),
    HAND_OVER: (N_("Hand over…"), "H", Right.SERVE),
    CONTACT: (N_("Spoke with the buyer…"), "T", Right.SERVE),
    ASK_AGAIN: (N_("Asked again…"), "Q", Right.SERVE),
    CONTACT_DONE: (N_("No more contact needed"), "Shift+T", Right.SERVE),
    LOST_FORM: (N_("Lost return form: copy text"), "Shift+L", None),
    LINES: (N_("Write down the case"), "E", Right.SERVE),
    ORDER: (N_("Show the order"), "G", None),
    ASKED: (N_("Asked today…"), "Y", None),
    PANEL: (N_("Show or hide the panel"), "V", None),
    FIND: (N_("Search cases"), "Ctrl+F", None),
}
"""Text, key, and the right that it needs."""
_ALWAYS = frozenset({NEW, FIND, ASKED, PANEL})
"""Those that need no case."""


class CaseActions(QObject):
    """Actions by name. One that can't be done now says why when its key is pressed; its button is greyed."""

    def __init__(self, page: QWidget, desk: Desk, messages: Messages) -> None:
        super().__init__(page)
        self._page, self._desk, self._messages = page, desk, messages
        self._has_case = False
        self._reasons: Mapping[str, str] = {}
        self._buttons: list[tuple[QPushButton, str]] = []
        self.by_name = {name: self._make(name) for name in DECLARED}

    def retranslate(self) -> None:
        """Write every text again."""
        for name, (text, _key, _right) in DECLARED.items():
            self.by_name[name].setText(_(text))
        self._follow_all()

    def connect_all(self, does: Mapping[str, Callable[[], object]]) -> None:
        """What each does."""
        for name, do in does.items():
            self.by_name[name].triggered.connect(lambda _on=False, name=name, do=do: self._try(name, do))

    def show_case(self, reasons: Mapping[str, str] | None) -> None:
        """Why which can't be done with the case that is shown; None while there is none."""
        self._has_case, self._reasons = reasons is not None, reasons or {}
        self._follow_all()

    def why_not(self, name: str) -> str:
        """Why it can't be done now; "" where it can."""
        right = DECLARED[name][2]
        if right is not None and not self._desk.actor.may(right):
            return why_not_allowed(self._desk, right)
        if name not in _ALWAYS and not self._has_case:
            return _("Choose a case first.")
        return self._reasons.get(name, "")

    def button(self, name: str, look: ButtonLook = "plain", parent: QWidget | None = None) -> QPushButton:
        """A button for an action; it says its key, and why it is greyed."""
        made = button(f"cases.{name}.button", look, parent or self._page)
        made.clicked.connect(self.by_name[name].trigger)
        self._buttons.append((made, name))
        return made

    def _make(self, name: str) -> QAction:
        _text, key, right = DECLARED[name]
        action = add_action(self._page, f"cases.{name}", key)
        if right is not None:
            apply_right(action, self._desk, right)
        return action

    def _try(self, name: str, do: Callable[[], object]) -> None:
        said = self.why_not(name)
        if said:
            self._messages.toast(said, Kind.WARNING, topic="cases")
        else:
            do()

    def _follow_all(self) -> None:
        for made, name in self._buttons:
            text, key, _right = DECLARED[name]
            said = self.why_not(name)
            made.setText(f"{_(text).rstrip('…')}  {key}" if len(key) == 1 else _(text).rstrip("…"))
            made.setAccessibleName(_(text).rstrip("…"))
            made.setEnabled(not said)
            made.setToolTip(said or f"{_(text).rstrip('…')}  {key}")
            made.setAccessibleDescription(said)
