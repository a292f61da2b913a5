"""Everything that can be done on the page of reviews: texts, keys, rights, and buttons that say why not."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.domain.reviews import RULES, Step
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import ButtonLook, button
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.page_actions import Declared, add_action
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
from shopdesk.ui.rights import apply_right, why_not_allowed

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


class ReviewActions(QObject):
    """Actions by name. One that can't be done now says why when its key is pressed; its button is greyed. Those of the
    other view are away, with their keys."""

    def __init__(self, page: QWidget, desk: Desk, messages: Messages) -> None:
        super().__init__(page)
        self._page, self._desk, self._messages = page, desk, messages
        self._has_review = False
        self._reasons: Mapping[str, str] = {}
        self._buttons: list[tuple[QPushButton, str]] = []
        self.by_name = {name: self._make(name) for name in DECLARED}
        self.show_view(is_rating=False)

    def retranslate(self) -> None:
        """Write every text again."""
        for name, (text, _key, _right) in DECLARED.items():
            self.by_name[name].setText(_(text))
        self._follow_all()

    def connect_all(self, does: Mapping[str, Callable[[], object]]) -> None:
        """What each does."""
        for name, do in does.items():
            self.by_name[name].triggered.connect(lambda _on=False, name=name, do=do: self._try(name, do))

    def show_view(self, *, is_rating: bool) -> None:
        """Which of the two views is shown."""
        for names, is_shown in ((OF_REVIEWS, not is_rating), (OF_RATINGS, is_rating)):
            for name in names:
                self.by_name[name].setVisible(is_shown)

    def show_reasons(self, reasons: Mapping[str, str], *, has_review: bool) -> None:
        """Why which can't be done with what is chosen; `has_review`: whether some review is."""
        self._has_review, self._reasons = has_review, reasons
        self._follow_all()

    def why_not(self, name: str) -> str:
        """Why it can't be done now; "" where it can."""
        right = DECLARED[name][2]
        if right is not None and not self._desk.actor.may(right):
            return why_not_allowed(self._desk, right)
        if name in OF_REVIEWS and not self._has_review:
            return _("Choose a review first.")
        return self._reasons.get(name, "")

    def button(self, name: str, look: ButtonLook = "plain", parent: QWidget | None = None) -> QPushButton:
        """A button for an action; it says its key, and why it is greyed."""
        made = button(f"reviews.{name}.button", look, parent or self._page)
        made.clicked.connect(self.by_name[name].trigger)
        self._buttons.append((made, name))
        return made

    def _make(self, name: str) -> QAction:
        _text, key, right = DECLARED[name]
        action = add_action(self._page, f"reviews.{name}", key)
        if right is not None:
            apply_right(action, self._desk, right)
        return action

    def _try(self, name: str, do: Callable[[], object]) -> None:
        said = self.why_not(name)
        if said:
            self._messages.toast(said, Kind.WARNING, topic="reviews")
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
