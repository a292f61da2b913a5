"""Everything that can be done on the page of cases: texts, keys, rights, and buttons that say why not."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from shopdesk.domain.cases import RULES, Step
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.services.desk import Desk
from shopdesk.ui.cases.possible import (
    ASK_AGAIN,
    BUYER,
    CALL_BACK,
    COMPLAINT,
    CONTACT,
    CONTACT_DONE,
    DETOUR,
    EARLY,
    HAND_OVER,
    INTAKE,
    INTERCEPT,
    LOST_FORM,
    ORDER,
    POINTS,
    REFUND,
    REPAIR,
    REPLACE,
    SHORTAGE,
    STEPS,
)
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import Declared, ReasonedActions

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
    BUYER: (N_("Show the buyer"), "", None),
    COMPLAINT: (N_("New complaint…"), "", Right.SERVE),
    POINTS: (N_("Book points…"), "", Right.OVERRULE),
    ASKED: (N_("Asked today…"), "Y", None),
    PANEL: (N_("Show or hide the panel"), "V", None),
    FIND: (N_("Search cases"), "Ctrl+F", None),
}
"""Text, key, and the right that it needs."""
_ALWAYS = frozenset({NEW, FIND, ASKED, PANEL})
"""Those that need no case."""


class CaseActions(ReasonedActions):
    """The page's actions; all but a few are for the case that is shown."""

    def __init__(self, page: QWidget, desk: Desk, messages: Messages) -> None:
        super().__init__(page, desk, messages, DECLARED, always=_ALWAYS, nothing=N_("Choose a case first."))

    def show_case(self, reasons: Mapping[str, str] | None) -> None:
        """Why which can't be done with the case that is shown; None while there is none."""
        self.show_reasons(reasons)
