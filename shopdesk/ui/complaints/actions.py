"""Everything that can be done on the page of complaints: texts, keys, rights, and buttons that say why not."""

from PySide6.QtWidgets import QWidget

from shopdesk.domain.complaints import RULES, Step
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
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
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import Declared, ReasonedActions

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


def make_actions(page: QWidget, desk: Desk, messages: Messages) -> ReasonedActions:
    """The page's actions; all but a few are for the complaint that is shown."""
    return ReasonedActions(
        page, desk, messages, DECLARED, always=ALWAYS, nothing=N_("Choose a complaint first.")
    )  # fmt: skip
