"""Everything that can be done on the page of complaints: texts, keys, rights, and buttons that say why not."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk.domain.complaints import RULES, Step
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.ui.complaints.possible import (
    ASSIGN,
    BUYER,
    CASE,
    CLOSE,
    CONTACT,
    COPY,
    EDIT,
    FIND,
    NEW,
    NEXT_ACTION,
    ORDER,
    PANEL,
    POINTS,
)
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.page_actions import Declared, PageActions
from shopdesk.ui.rights import why_not_allowed

_STEP_KEYS = {Step.SEE: "S", Step.DRAFT: "W", Step.APPROVE: "A", Step.SEND_BACK: "B", Step.SEND: "P", Step.REOPEN: "O"}
ALWAYS: Declared = {
    NEW: (N_("New complaint…"), "Ctrl+N", Right.SERVE),
    PANEL: (N_("Show or hide the panel"), "V", None),
    FIND: (N_("Search complaints"), "Ctrl+F", None),
}
"""What is always possible."""
DECLARED: Declared = {
    NEXT_ACTION: (N_("Do what is next"), "N", None),
    **{step.value: (RULES[step].title, key, RULES[step].right) for step, key in _STEP_KEYS.items()},
    ASSIGN: (N_("Into whose hands…"), "H", Right.OVERRULE),
    CONTACT: (N_("Spoke with the buyer…"), "T", Right.SERVE),
    CLOSE: (N_("Close the complaint…"), "X", Right.OVERRULE),
    COPY: (N_("Copy the appeal"), "C", None),
    EDIT: (N_("Put right…"), "E", Right.SERVE),
    POINTS: (N_("Book points…"), "M", Right.OVERRULE),
    ORDER: (N_("Show the order"), "G", None),
    BUYER: (N_("Show the buyer"), "Y", None),
    CASE: (N_("After-sales case"), "K", None),
    **ALWAYS,
}
"""Text, key, and the right that it needs."""


class ComplaintActions(PageActions):
    """One that can't be done now says why when its key is pressed; its button is greyed with the same reason."""

    def __init__(self, page: QWidget, desk: Desk, messages: Messages) -> None:
        super().__init__(page, desk, DECLARED, is_within=False)
        self._desk, self._messages = desk, messages
        self._reasons: Mapping[str, str] | None = None

    def connect_all(self, does: Mapping[str, Callable[[], object]]) -> None:
        """What each does, where it can be done."""
        super().connect_all({name: partial(self._try, name, do) for name, do in does.items()})

    def show_reasons(self, reasons: Mapping[str, str] | None) -> None:
        """Why which can't be done with what is chosen; None while nothing is."""
        self._reasons = reasons
        self.retranslate()

    def why_not(self, name: str) -> str:
        """Why it can't be done now; "" where it can."""
        right = DECLARED[name][2]
        if right is not None and not self._desk.actor.may(right):
            return why_not_allowed(self._desk, right)
        if self._reasons is None:
            return "" if name in ALWAYS else _("Choose a complaint first.")
        return self._reasons.get(name, "")

    def follow(self, made: QPushButton, action: QAction) -> None:
        """As its action, and greyed where it can't be done."""
        super().follow(made, action)
        said = self.why_not(action.objectName().rpartition(".")[2])
        if said:
            made.setEnabled(False)
            made.setToolTip(said)
            made.setAccessibleDescription(said)

    def _try(self, name: str, do: Callable[[], object]) -> None:
        said = self.why_not(name)
        if said:
            self._messages.toast(said, Kind.WARNING, topic="complaints")
        else:
            do()
