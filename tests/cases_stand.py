"""A shop with orders to open cases for, and what a test asks of the page of cases."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from shopdesk.domain.cases import Kind
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.cases import CaseDetail, get_case
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.evidence import add_evidence
from shopdesk.services.people import add_person
from shopdesk.ui.cases.page import CasesPage
from tests.factories import NOON, add_order
from tests.window_stand import WindowStand

WAYBILL = "YT7453244865603"
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


class CaseShop:
    """Three orders that left, two of tb_1 and one of tb_2; an agent, 小李, and the owner, who sits at the window."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        left: dict[str, Any] = {
            "status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "shipped_at": NOON - DAY_MS, "lines": 1,
        }  # fmt: skip
        self.orders = [
            add_order(desk, order_no=number, buyer=buyer, **left)
            for number, buyer in (("4001", "tb_1"), ("4002", "tb_1"), ("4003", "tb_2"))
        ]
        self.agent = add_person(desk, name="小李", role="agent")

    @property
    def as_agent(self) -> Desk:
        return replace(self.desk, actor=Actor(self.agent.id, self.agent.name, self.agent.role))

    def open(self, kind: Kind = Kind.RETURN, order: int = 0, *, desk: Desk | None = None, **told: Any) -> int:
        return open_case(desk or self.desk, kind=kind, order_id=self.orders[order], **told)

    def case(self, number: int = 1) -> CaseDetail:
        return get_case(self.desk.database, number)

    def photo(self, number: int = 1) -> None:
        add_evidence(self.desk, kind="case", record_id=number, file=DOT, name="开胶.png")


def cases(window: WindowStand, number: int | None = None) -> CasesPage:
    """The page, on a case."""
    page: CasesPage = window.open("cases")
    window.settle()
    if number is not None:
        page.open_record("case", number)
        window.settle()
    return page


def shown(page: CasesPage) -> str:
    """What the panel says."""
    return "\n".join(each.text() for each in page.panel.findChildren(QLabel) if each.isVisibleTo(page.panel))


def greyed(page: CasesPage, name: str) -> str:
    """Why a button is grey, "" where it isn't."""
    made = page.findChild(QAbstractButton, f"cases.{name}.button")
    assert made is not None, name
    return "" if made.isEnabled() else made.toolTip()


def fill(window: WindowStand, **values: str) -> None:
    """Fill fields of the open form, whatever their kind, and save it."""
    dialog = window.dialog()
    for key, value in values.items():
        name = f"{dialog.objectName()}.{key}"
        line, text = dialog.findChild(QLineEdit, name), dialog.findChild(QPlainTextEdit, name)
        choice = dialog.findChild(QComboBox, name)
        if text is not None:
            text.setPlainText(value)
        elif line is not None:
            line.setText(value)
        else:
            assert choice is not None, key
            choice.setCurrentIndex(choice.findData(value))
    window.click(f"{dialog.objectName()}.save")


def choose(page: CasesPage, window: WindowStand, key: str, value: str) -> None:
    """Choose in the panel, as a hand does."""
    choice = page.panel.fields.choices[key]
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())
    window.settle()
