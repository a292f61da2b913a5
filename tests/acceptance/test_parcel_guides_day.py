"""A morning with parcels in trouble by keyboard: one that can't be stopped becomes a refusal, what is missing becomes a
claim on the courier, and one that its carrier doesn't reach goes on by another way (SHP-10 to SHP-12).

Pictures of every step: see tests/hands.py.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.cases import Kind as CaseKind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.claims import Kind, Solution
from shopdesk.domain.claims import State as ClaimState
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.detours import Way
from shopdesk.domain.interceptions import State
from shopdesk.domain.refunds import RefundState
from shopdesk.domain.shortages import Packaging, Remedy, Verdict
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.cases import get_case_row
from shopdesk.queries.claims import get_claim
from shopdesk.queries.detours import list_detours
from shopdesk.queries.evidence import list_evidence
from shopdesk.queries.extensions import list_extensions
from shopdesk.queries.interceptions import InterceptionRow, list_interceptions
from shopdesk.queries.refunds import get_refund
from shopdesk.queries.shortages import ShortageRow, list_shortages
from shopdesk.services.boxes import open_box
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.refund_payments import pay_refund
from shopdesk.services.refund_refusals import ParcelIntercepted
from shopdesk.services.setup import open_desk
from tests.engines import shop_address
from tests.factories import NOON, add_order
from tests.hands import Hands, NoMouse, wanted_look
from tests.services.refunders import approved, make_refunders
from tests.services.short_parcels import send
from tests.window_stand import window_on

CALLED, SHORT, FAR = "4101", "656119", "4301"
WAYBILL, SHORT_WAYBILL, FAR_WAYBILL = "YT7453244865603", "YT7453244865611", "YT7453244865622"
GONE: dict[str, Any] = {"status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "shipped_at": NOON - 3 * DAY_MS}
FAR_AWAY: dict[str, Any] = {"province": "新疆维吾尔自治区", "city": "喀什地区", "carrier": "圆通速递"}
SitDown = Callable[..., Any]


@pytest.fixture
def orders(tmp_path: Path) -> dict[str, int]:
    """Three orders that left; money was asked back for the first."""
    people = make_refunders(tmp_path)
    desk = people.owner
    ids = {
        CALLED: add_order(desk, order_no=CALLED, buyer="tb_li", waybill=WAYBILL, **GONE),
        SHORT: send(desk, waybill=SHORT_WAYBILL, weight=1195),
        FAR: add_order(desk, order_no=FAR, buyer="tb_hai", waybill=FAR_WAYBILL, **GONE, **FAR_AWAY),
    }  # fmt: skip
    approved(people, ids[CALLED], 19_900)
    desk.database.close()
    return ids


@pytest.fixture
def sit_down(tmp_path: Path, qtbot: QtBot) -> SitDown:
    """The agent's window, at the orders."""

    @contextmanager
    def window(days: float = 0) -> Iterator[Hands]:
        at = NOON + int(days * DAY_MS)
        desk = as_somebody(tmp_path, "小王", at)
        language, scheme = wanted_look()
        with window_on(desk, tmp_path, qtbot, language=language, scheme=scheme) as stand:
            hands = Hands(stand)
            hands.keys("Alt+1")
            yield hands

    return window


def as_somebody(folder: Path, name: str, at: int) -> Desk:
    desk = open_desk(shop_address(folder), clock=lambda: at)
    row = desk.database.execute_sql("SELECT id, role FROM person WHERE name = ?", (name,)).fetchone()
    return replace(desk, actor=Actor(row[0], name, row[1]))


def page(hands: Hands) -> Any:
    """The page that is shown."""
    return hands.stand.window.page


def choose_order(hands: Hands, order_no: str) -> None:
    """The order in the list, and keys go to it."""
    hands.keys("Ctrl+F", f"text:{order_no}", "Return")
    hands.until(lambda: page(hands).table.selectionModel().selectedRows())


def guide(hands: Hands) -> Any:
    """The guide that is open on the page of parcels."""
    found = page(hands).guides.guide
    assert found is not None and found.isVisible()
    return found


def said(hands: Hands) -> str:
    part: QWidget = guide(hands)
    return "\n".join(each.text() for each in part.findChildren(QLabel) if each.isVisibleTo(part))


def tab_to(hands: Hands, name: str) -> None:
    """Tab until a field has the focus."""
    for _step in range(40):
        focus = QApplication.focusWidget()
        if focus is not None and focus.objectName() == name:
            return
        hands.keys("Tab")
    raise AssertionError(f"{name} is not reached")


def interception(hands: Hands) -> InterceptionRow:
    (row,) = list_interceptions(hands.stand.desk.database)
    return row


def shortage(hands: Hands) -> ShortageRow:
    (row,) = list_shortages(hands.stand.desk.database)
    return row


@pytest.mark.rule("SHP-11")
@pytest.mark.usefixtures("orders")
def test_an_interception_that_fails_becomes_a_refusal(sit_down: SitDown, tmp_path: Path) -> None:
    mouse = NoMouse()
    QApplication.instance().installEventFilter(mouse)  # type: ignore[union-attr]
    with sit_down() as hands:
        ask_for_it_back(hands)
        can_not_be_stopped(hands)
        refund = interception(hands).refund_id or 0
        finance = as_somebody(tmp_path, "小赵", NOON)
        with pytest.raises(ParcelIntercepted):  # the money waits for the parcel
            pay_refund(finance, refund_id=refund, reference="T1")
        buyer_refuses(hands)
    assert mouse.seen == 0
    owner = as_somebody(tmp_path, "Owner", NOON + DAY_MS)
    open_box(owner, scan=WAYBILL)  # it comes back, and is scanned
    assert list_interceptions(owner.database)[0].state is State.SUCCEEDED
    pay_refund(as_somebody(tmp_path, "小赵", NOON + DAY_MS), refund_id=refund, reference="T1")
    assert get_refund(owner.database, refund).state is RefundState.PAID


def ask_for_it_back(hands: Hands) -> None:
    choose_order(hands, CALLED)
    hands.keys("Shift+I")
    hands.until(guide(hands).asked_of.hasFocus)
    assert "The refund of 199.00 waits" in said(hands)
    hands.look("call-back")
    hands.keys("text:圆通客服 工单 88", "Tab", "text:买家不要了", "Return")
    hands.until(lambda: guide(hands).shown is not None)
    assert interception(hands).state is State.ASKED
    hands.keys("text:站点小刘", "Tab", "text:03-03 18:00", "Return")
    hands.until(lambda: guide(hands).shown.row.state is State.PROMISED)
    hands.look("promised")
    assert interception(hands).promised_by == "站点小刘"


def can_not_be_stopped(hands: Hands) -> None:
    hands.keys("F")  # what the carrier answered has to be said first
    assert guide(hands).note.hasFocus()
    hands.keys("text:已经派送", "Tab")
    tab_to(hands, "parcels.interception.main")
    hands.keys("F")
    hands.until(lambda: guide(hands).shown.row.state is State.FAILED)
    assert "Please refuse it" in said(hands)
    hands.look("failed")
    hands.keys("Return")  # the text is copied, and that the buyer was told is noted
    hands.until(lambda: guide(hands).shown.row.told_at is not None)
    assert QGuiApplication.clipboard().text().startswith("Dear tb_li, your parcel 圆通速递 YT7453244865603")


def buyer_refuses(hands: Hands) -> None:
    hands.keys("Return")
    hands.until(lambda: guide(hands).shown.row.state is State.REFUSED)
    hands.look("refused")
    row = interception(hands)
    case = get_case_row(hands.stand.desk.database, row.case_id or 0)
    assert (case.kind, case.state, case.waybill) == (CaseKind.REFUSAL, CaseState.SENT, WAYBILL)
    hands.keys("G")  # the case, on its own page
    hands.until(lambda: page(hands).objectName() == "cases")
    hands.until(lambda: page(hands).panel.case is not None)
    assert page(hands).panel.case.row.id == row.case_id


@pytest.mark.rule("SHP-12")
@pytest.mark.usefixtures("orders")
def test_a_shortage_becomes_a_courier_claim(sit_down: SitDown) -> None:
    mouse = NoMouse()
    QApplication.instance().installEventFilter(mouse)  # type: ignore[union-attr]
    with sit_down() as hands:
        choose_order(hands, SHORT)
        hands.keys("Shift+M")
        hands.until(lambda: guide(hands).triage is None and guide(hands).lines.isVisible())
        complain(hands)
        hear_more(hands)
        claim_it(hands)
    assert mouse.seen == 0


def complain(hands: Hands) -> None:
    """The shoes are missing; what the courier's scale showed when it left is known."""
    hands.keys("Tab", "Space")
    tab_to(hands, "parcels.shortage.evidence.departed")
    hands.keys("text:1")
    hands.until(lambda: "Look at the unit" in guide(hands).said.text())  # kilograms for grams
    hands.keys("text:190")
    hands.until(lambda: guide(hands).triage is not None)
    assert "Undecided" in said(hands) and "Ask the courier what the parcel weighed where it arrived" in said(hands)
    hands.look("missing")
    hands.keys("Return")
    hands.until(lambda: guide(hands).whole is not None)
    assert (shortage(hands).departed, shortage(hands).verdict) == (1190, Verdict.UNDECIDED)
    hands.keys("Return")  # what is proposed: ask first, the text is copied
    hands.until(lambda: shortage(hands).remedy is Remedy.LOOK_AGAIN)
    assert "photos of the parcel" in QGuiApplication.clipboard().text() and shortage(hands).is_open


def hear_more(hands: Hands) -> None:
    """The courier tells the weight at the other end, the buyer sends a photo of the tape."""
    tab_to(hands, "parcels.shortage.evidence.arrived")
    hands.keys("text:0.9kg", "Return")
    hands.until(lambda: shortage(hands).arrived == 900)
    tab_to(hands, "parcels.shortage.evidence.unknown")
    hands.keys("Right", "Right", "Return")
    hands.until(lambda: shortage(hands).packaging is Packaging.OPENED)
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(QColor("peru"))
    QGuiApplication.clipboard().setImage(picture)
    tab_to(hands, "parcels.shortage.files.choose")
    hands.keys("Ctrl+V")
    hands.until(lambda: shortage(hands).photos == 1 and guide(hands).whole.row.photos == 1)
    assert "A photo shows that somebody had opened the parcel" in said(hands) and "Lost on the way" in said(hands)
    hands.look("evidence")


def claim_it(hands: Hands) -> None:
    tab_to(hands, "parcels.shortage.main")
    assert guide(hands).main.text().startswith("Make it good and ask the courier to pay")
    hands.keys("Return")
    hands.until(lambda: not shortage(hands).is_open)
    hands.look("claimed")
    row, database = shortage(hands), hands.stand.desk.database
    claim = get_claim(database, row.claim_id or 0)
    assert (claim.kind, claim.state, claim.waybill) == (Kind.SHORT, ClaimState.REGISTERED, SHORT_WAYBILL)
    assert (claim.solution, claim.amount) == (Solution.RESHIP, 19_900)
    assert get_case_row(database, row.case_id or 0).kind is CaseKind.REISSUE
    assert len(list_evidence(database, kind="claim", record_id=claim.id)) == 1
    assert "lost on the way" in QGuiApplication.clipboard().text()
    hands.until(lambda: guide(hands).whole.row.claim_id is not None)
    hands.keys("Return")  # done: the claim in its list
    hands.until(lambda: not page(hands).guides.isVisible())
    hands.look("claim")


@pytest.mark.rule("SHP-10")
def test_a_detour_is_compared_and_chosen(orders: dict[str, int], sit_down: SitDown) -> None:
    mouse = NoMouse()
    QApplication.instance().installEventFilter(mouse)  # type: ignore[union-attr]
    with sit_down() as hands:
        choose_order(hands, FAR)
        hands.keys("Ctrl+K", "text:>out of the car", "Return")
        hands.until(lambda: guide(hands)._proposal is not None)
        assert guide(hands).way is Way.POST and "Together" in said(hands)
        hands.look("compare")
        tab_to(hands, "parcels.detour.value")
        hands.keys("Ctrl+A", "text:3000")  # what is dear goes the safer way
        hands.until(lambda: guide(hands).way is Way.BRING_BACK)
        hands.keys("Ctrl+A", "text:199")
        hands.until(lambda: guide(hands).way is Way.POST)
        hands.keys("Return")
        hands.until(lambda: guide(hands)._decided is not None)
        hands.look("decided")
        (row,) = list_detours(hands.stand.desk.database)
        assert (row.way, row.proposed, row.order_id) == (Way.POST, Way.POST, orders[FAR])
        (longer,) = list_extensions(hands.stand.desk.database, order_id=orders[FAR])
        assert longer.until == NOON + 13 * DAY_MS  # ten days, and three to confirm
        hands.keys("C")
        assert "goes on by 邮政快递包裹" in QGuiApplication.clipboard().text()
        tab_to(hands, "parcels.detour.new-waybill")
        hands.keys("text:9876543210987", "Return")
        hands.until(lambda: list_detours(hands.stand.desk.database)[0].done_at is not None)
    assert mouse.seen == 0
