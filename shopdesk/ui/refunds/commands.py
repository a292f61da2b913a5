"""Everything that can be done on the refunds page: texts, keys, rights, and why not."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from shopdesk.domain.permissions import Right
from shopdesk.domain.refund_steps import REFUND_RULES, RefundStep
from shopdesk.errors import N_
from shopdesk.services.desk import Desk
from shopdesk.ui.page_actions import Declared, PageActions

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
OTHERS: Declared = {
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
DECLARED: Declared = {
    **{step.value: (REFUND_RULES[step].title, key, REFUND_RULES[step].right) for step, key in STEP_KEYS.items()},
    **OTHERS,
}


class RefundCommands(PageActions):
    """The page's actions; one that can't be done now says why."""

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page, desk, DECLARED)

    def allow(self, name: str, why_not: str | None) -> None:
        """Whether it can be done now; None: it can, else the sentence that says why not."""
        action = self.by_name[name]
        action.setEnabled(why_not is None)
        action.setToolTip(why_not or "")
        action.setStatusTip(why_not or "")
