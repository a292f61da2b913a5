"""What follows the boxes of an afternoon, by keyboard: inspection, cash, approval, money, the day's end."""

from typing import Any

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from shopdesk.domain.cases import State
from shopdesk.domain.due import DueKind
from shopdesk.domain.money import Money
from shopdesk.domain.refunds import RefundKind, RefundState
from shopdesk.domain.statuses import Stage
from shopdesk.queries.cases import CaseRow, get_case
from shopdesk.queries.intake_days import get_day
from shopdesk.queries.orders import get_order
from shopdesk.queries.refunds import list_refunds
from shopdesk.queries.slips import get_slip, list_slips
from tests.hands import Hands

DAY = "2024-03-02"
SENT_BY = "YT7453244865699"
EXCHANGED, REQUESTED = "4007", "4002"


def page(hands: Hands) -> Any:
    """The intake page."""
    return hands.stand.window.page


def said(hands: Hands) -> str:
    """What the page answered."""
    answer = page(hands).boxes.answer.answer
    return "" if answer is None else f"{answer.title} {answer.detail}"


def press(hands: Hands, name: str) -> None:
    """Tab to a button of the open dialog, and press it by Enter."""
    dialog = hands.stand.dialog()
    for _step in range(20):
        focus = QApplication.focusWidget()
        if focus is not None and focus.objectName() == name:
            hands.keys("Return")
            return
        hands.keys("Tab")
    raise AssertionError(f"{name} is not reached in {dialog.objectName()}")


def inspect_all(hands: Hands) -> None:
    """Enter, Enter for each: what was registered is what is found."""
    hands.keys("Ctrl+G")
    dialog: Any = hands.stand.dialog()
    hands.until(lambda: dialog.rows)
    hands.look("inspect")
    while dialog.rows:
        left = len(dialog.rows)
        hands.keys("Return", "Return")
        hands.stand.settle()
        assert len(dialog.rows) < left
    hands.keys("Escape")


def hand_over(hands: Hands) -> None:
    hands.keys("Ctrl+D")
    press(hands, "intake.closing.hand")
    hands.keys("text:20", "Return")
    hands.until(lambda: get_day(hands.stand.desk.database, day=DAY).counted == Money(2_000))
    hands.look("cash")
    hands.keys("Escape")


def approve_all(hands: Hands) -> None:
    """The second person: all at once."""
    hands.keys("Ctrl+G")
    dialog: Any = hands.stand.dialog()
    hands.until(lambda: dialog.tabs.tabText(1) not in ("", "To approve (0)"))
    dialog.tabs.setFocus()
    hands.keys("Right")
    hands.until(lambda: dialog.rows)
    dialog.table.setFocus()
    hands.look("approve")
    hands.keys("Ctrl+A", "Return")
    hands.until(lambda: not dialog.rows)
    hands.keys("Escape")


def confirm_and_close(hands: Hands) -> None:
    hands.keys("Ctrl+D")
    press(hands, "intake.closing.confirm")
    hands.keys("text:20", "Return")
    hands.until(lambda: get_day(hands.stand.desk.database, day=DAY).confirmed == Money(2_000))
    press(hands, "intake.closing.close-day")
    hands.look("close")
    if QApplication.activeModalWidget() is not None:
        hands.keys("text:No. 5 is asked about", "Return")
    hands.until(lambda: get_day(hands.stand.desk.database, day=DAY).is_closed)


def find_case(hands: Hands, order_no: str) -> CaseRow:
    """The case of an order, by its number, beside the list."""
    hands.keys("Alt+6", "Ctrl+F", f"text:{order_no}", "Return")
    cases = page(hands)
    hands.until(lambda: cases.panel.case is not None and cases.panel.case.row.order_no == order_no)
    row: CaseRow = cases.panel.case.row
    return row


def ask_for_refund(hands: Hands) -> None:
    """From the case, Enter: everything is filled in but why."""
    find_case(hands, REQUESTED)
    hands.look("case")
    hands.keys("Return")
    refunds = page(hands)
    hands.until(lambda: refunds.sides.is_asking and refunds.form.fields.amount.text())
    refunds.form.fields.reason.setFocus()
    hands.keys("text:Size doesn't fit", "Tab")
    hands.look("refund")
    hands.keys("Ctrl+Return")
    hands.until(lambda: list_refunds(hands.stand.desk.database))
    (refund,) = list_refunds(hands.stand.desk.database)
    assert (refund.state, refund.amount, refund.kind) == (RefundState.ASKED, Money(19_900), RefundKind.RETURN)


def from_today(hands: Hands, kind: DueKind) -> None:
    """To the list of a line, with its first refund beside it."""
    hands.keys("Alt+0")
    lines = page(hands).lines
    hands.until(lambda: any(line.row and line.row.kind is kind for line in lines.due.lines))
    for _line in lines.due.lines:
        if lines.kind is not kind:
            hands.keys("Down")
    hands.look(kind.value)
    hands.keys("Return")
    hands.until(lambda: page(hands).objectName() == "refunds" and page(hands).panel.shown is not None)


def approve_and_pay(hands: Hands) -> None:
    """Today leads to both lists: A, then P with the payment's number."""
    find_case(hands, REQUESTED)
    assert "Approve the refund" in page(hands).panel.next.text()
    from_today(hands, DueKind.REFUNDS_TO_APPROVE)
    hands.look("to-approve")
    hands.keys("A")
    hands.until(lambda: list_refunds(hands.stand.desk.database)[0].state is RefundState.APPROVED)
    from_today(hands, DueKind.REFUNDS_TO_PAY)
    hands.keys("P")
    hands.until(page(hands).panel.next.reference.hasFocus)
    hands.keys("text:2024030222001", "Return")
    hands.until(lambda: list_refunds(hands.stand.desk.database)[0].state is RefundState.PAID)
    assert find_case(hands, REQUESTED).state is State.DONE


def enter_replacement(hands: Hands) -> int:
    """The case knows what is wanted: Enter, and Ctrl+Enter in what is filled in. Returns the new order."""
    case = find_case(hands, EXCHANGED)
    assert case.wanted == "5815-W8x1"
    hands.keys("Return")
    assert "5815-W8x1" in hands.stand.dialog().findChildren(QPlainTextEdit)[0].toPlainText()
    hands.look("replacement")
    hands.keys("Ctrl+Return")
    hands.until(lambda: get_case(hands.stand.desk.database, case.id).row.replacement_id)
    made = get_case(hands.stand.desk.database, case.id).row.replacement_id
    assert made is not None
    return made


def send(hands: Hands, order_id: int, printed: list[bytes]) -> None:
    """Registered, in a wave of its own, printed, packed, taken by the courier."""

    def stands_at(stage: Stage) -> bool:
        return get_order(hands.stand.desk.database, order_id).stage == stage

    hands.keys("Alt+2")
    if not stands_at(Stage.REGISTERED):
        hands.until(lambda: page(hands).reading is not None)
        hands.keys("Return")
        hands.until(lambda: stands_at(Stage.REGISTERED))
    hands.keys("Alt+3", "Ctrl+N")
    hands.until(lambda: page(hands).view.facts is not None)
    (slip,) = list_slips(hands.stand.desk.database, wave_id=1)
    hands.scan(SENT_BY)
    hands.keys("Ctrl+P")
    shown: Any = hands.stand.dialog()
    hands.until(lambda: shown.pages.count > 0 and shown.choices.printer == "Zebra")
    hands.keys("Return")
    hands.until(lambda: printed)
    hands.keys("Ctrl+Return")
    hands.until(lambda: stands_at(Stage.PRINTED))
    hands.keys("Alt+4")
    hands.scan(SENT_BY)
    for line in get_order(hands.stand.desk.database, order_id).lines:
        hands.scan(line.sku)
    hands.keys("Return")
    hands.until(lambda: stands_at(Stage.PACKED))
    hands.keys("Ctrl+2")
    hands.scan(SENT_BY)
    hands.until(lambda: stands_at(Stage.SHIPPED))
    assert get_slip(hands.stand.desk.database, slip.id).waybill == SENT_BY
    hands.look("sent")
