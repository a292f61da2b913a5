"""Everything that can be done on the page of reviews: texts, keys, rights, and buttons that say why not."""

from PySide6.QtWidgets import QWidget

from shopdesk.domain.permissions import Right
from shopdesk.domain.reviews import RULES, Step
from shopdesk.errors import N_
from shopdesk.services.desk import Desk
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import Declared, ReasonedActions
from shopdesk.ui.reviews.possible import (
    BUT_NO,
    BUT_YES,
    BUYER,
    CASE,
    CHANGED,
    COPY,
    DECIDE,
    DELETED,
    EDIT,
    FIND,
    IMPORT,
    NEW,
    NEXT_ACTION,
    ORDER,
    PANEL,
    PASTE,
    RATE_ORDER,
    RATED,
    REPLY,
    VIEW,
    WHY,
)

_STEP_KEYS = {Step.ASSIGN: "A", Step.CONTACT: "T", Step.RAISE: "U", Step.CLOSE: "X", Step.REOPEN: "O"}
OF_REVIEWS: Declared = {
    NEXT_ACTION: (N_("Do what is next"), "N", None),
    **{step.value: (RULES[step].title, key, RULES[step].right) for step, key in _STEP_KEYS.items()},
    REPLY: (N_("Answer in public…"), "R", Right.SERVE),
    COPY: (N_("Copy the answer"), "C", None),
    BUT_YES: (N_("It complains"), "B", Right.SERVE),
    BUT_NO: (N_("It doesn't complain"), "F", Right.SERVE),
    CHANGED: (N_("The buyer changed it…"), "H", Right.SERVE),
    DELETED: (N_("The buyer deleted it…"), "D", Right.SERVE),
    EDIT: (N_("Put right…"), "E", Right.SERVE),
    ORDER: (N_("Show the order"), "G", None),
    BUYER: (N_("Show the buyer"), "Y", None),
    CASE: (N_("After-sales case"), "K", None),
}
"""Text, key, and the right that it needs, of what is done with a review."""
OF_RATINGS: Declared = {
    RATED: (N_("Mark as rated"), "M", Right.SERVE),
    DECIDE: (N_("Decide…"), "J", Right.OVERRULE),
    WHY: (N_("Show the review"), "W", None),
    RATE_ORDER: (N_("Show the order"), "G", None),
}
"""The same of what is done with trades to rate."""
ALWAYS: Declared = {
    NEW: (N_("New review…"), "Ctrl+N", Right.SERVE),
    PASTE: (N_("Paste a review…"), "Ctrl+Shift+V", Right.SERVE),
    IMPORT: (N_("Import reviews…"), "Ctrl+I", Right.IMPORT),
    VIEW: (N_("Reviews or trades to rate"), "L", None),
    PANEL: (N_("Show or hide the panel"), "V", None),
    FIND: (N_("Search reviews"), "Ctrl+F", None),
}
"""The same of what is always possible."""
DECLARED: Declared = {**OF_REVIEWS, **OF_RATINGS, **ALWAYS}


class ReviewActions(ReasonedActions):
    """Those of the view that isn't shown are away, with their keys."""

    def __init__(self, page: QWidget, desk: Desk, messages: Messages) -> None:
        super().__init__(page, desk, messages, DECLARED, always=ALWAYS, nothing=N_("Choose a review first."))
        self.show_view(is_rating=False)

    def show_view(self, *, is_rating: bool) -> None:
        """Which of the two views is shown."""
        for names, is_shown in ((OF_REVIEWS, not is_rating), (OF_RATINGS, is_rating)):
            for name in names:
                self.by_name[name].setVisible(is_shown)
