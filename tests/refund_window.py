"""What tests of the page of refunds do with it."""

from typing import Any

from PySide6.QtWidgets import QLabel, QLineEdit

from shopdesk.clock import now
from shopdesk.queries.refunds import RefundRow, list_refunds
from shopdesk.ui.refunds.page import RefundsPage
from tests.services.refunders import Refunders
from tests.window_stand import WindowStand

HOUR = 3_600_000


class Clock:
    """The time of all PCs; tests turn it."""

    def __init__(self) -> None:
        self.now = now()

    def __call__(self) -> int:
        return self.now


def at(stand: WindowStand, refund_id: int | None = None) -> RefundsPage:
    """The page of refunds, with this one in its panel."""
    page: RefundsPage = stand.open("refunds")
    if refund_id is not None:
        page.open_record("refund", refund_id)
        stand.settle()
        stand.wait_for(lambda: page.panel.shown is not None and page.panel.shown.row.id == refund_id)
        page.table.setFocus()
    return page


def listed(page: RefundsPage) -> list[int]:
    """What the list holds, from the top."""
    return [row.id for row in page.table.records.rows]


def said(part: Any) -> str:
    """What is to be read in a part of the window."""
    return "\n".join(each.text() for each in part.findChildren(QLabel) if each.isVisibleTo(part))


def rows(people: Refunders) -> list[RefundRow]:
    """All refunds there are."""
    return list_refunds(people.owner.database)


def begin(stand: WindowStand, text: str) -> RefundsPage:
    """Ctrl+N, and the order as a clerk knows it."""
    page = at(stand)
    stand.keys("Ctrl+N", f"text:{text}", "Return")
    stand.wait_for(page.form.finder.isHidden)
    return page


def tell(stand: WindowStand, page: RefundsPage, **fields: str) -> None:
    """Fill in fields of the new refund by keys: choices by their word, the rest as typed."""
    for key, text in fields.items():  # no keys: a keyboard has no Chinese signs
        widget = page.form.fields.widget(key)
        widget.setFocus()
        if isinstance(widget, QLineEdit):
            widget.setText(text)
        elif key == "reason":
            widget.setEditText(text)
        else:
            widget.setCurrentIndex(widget.findData(text))
        stand.settle()
