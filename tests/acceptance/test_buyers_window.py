"""One page a buyer over all shops, and whom to write to: in the window, by keys alone (CRM-01, CRM-05)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from shopdesk.db.database import rows_of
from shopdesk.domain.care_kinds import CareKind
from shopdesk.domain.platforms import Platform
from shopdesk.domain.script_topics import Topic
from shopdesk.domain.statuses import Status
from shopdesk.queries.buyer_pages import get_buyer_page
from shopdesk.queries.buyers import find_buyer_id, get_buyer_card
from shopdesk.queries.care_lists import list_care, list_care_contacts, list_care_rules
from shopdesk.queries.contacts import list_next_contacts
from shopdesk.services.buyer_joins import join_buyers
from shopdesk.services.buyers import block_buyer, edit_buyer
from shopdesk.services.care_lists import save_care_rule
from shopdesk.services.contacts import note_contact
from shopdesk.services.desk import Desk
from shopdesk.services.scripts import save_script
from shopdesk.services.setup import make_shop
from shopdesk.ui.buyers.joining import JoinDialog
from shopdesk.ui.buyers.page import BuyersPage
from shopdesk.ui.navigation import NavButton
from shopdesk.ui.order_forms.buyer_card import card_facts
from shopdesk.ui.orders.page import OrdersPage
from tests.factories import NOON, add_order, make_desk
from tests.hands import Hands, NoMouse, wanted_look
from tests.window_stand import WindowStand, window_on

HOUR, DAY = 3_600_000, 86_400_000
LI: dict[str, Any] = {"receiver": "李晓梅", "phone": "13912345678", "address": "文三路18号2幢301"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """tb_li bought in one shop; dy_li, in another, has the same name and phone."""
    made = make_desk(tmp_path)
    other = make_shop(made, name="二号店", platform=Platform.DOUYIN)
    add_order(made, buyer="tb_li", order_no="A1", waybill="YT7453244865603", created=NOON - 9 * DAY, memo="脚宽", **LI)
    add_order(made, buyer="tb_wang", order_no="B1", receiver="王强", phone="13700001111", address="建国路9号")
    order = add_order(made, order_no="C1", shop_id=other, created=NOON - DAY, **{**LI, "address": "滨江二路7号"})
    with made.database.atomic():
        made.database.execute_sql("INSERT INTO buyer (shop_id, platform_id) VALUES (?, 'dy_li')", (other,))
        made.database.execute_sql(
            "UPDATE orders SET buyer_id = (SELECT id FROM buyer WHERE platform_id = 'dy_li') WHERE id = ?", (order,)
        )
    yield made
    made.database.close()


@pytest.fixture
def stand(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    language, scheme = wanted_look()
    app, mouse = QApplication.instance(), NoMouse()
    assert app is not None
    with window_on(desk, tmp_path, qtbot, language=language, scheme=scheme) as made:
        app.installEventFilter(mouse)
        yield made
        app.removeEventFilter(mouse)
        assert mouse.seen == 0


def page_of(stand: WindowStand) -> BuyersPage:
    """Alt+B."""
    Hands(stand).keys("Alt+B")
    page = stand.window.page
    assert isinstance(page, BuyersPage)
    return page


def listed(page: BuyersPage) -> list[str]:
    return [line.buyer for line in page.found.table.records.rows]


def happened(page: BuyersPage) -> list[str]:
    return [line.entry.kind.value for line in page.found.times.records.rows]


def panel_text(page: BuyersPage) -> str:
    """Everything that the panel says."""
    return "\n".join(label.text() for label in page.found.panel.findChildren(QLabel) if label.isVisible())


@pytest.mark.rule("CRM-01")
@pytest.mark.parametrize("text", ["tb_li", "晓梅", "13912345678", "文三路18号", "A1", "YT7453244865603"])
def test_a_buyer_is_found_by_any_trace_and_an_entry_opens(stand: WindowStand, text: str) -> None:
    page, hands = page_of(stand), Hands(stand)
    if text == "tb_li":
        hands.look("empty")
    hands.keys("Ctrl+F", f"slow:{text}" if text.isascii() else f"text:{text}", "Return")
    hands.until(lambda: "tb_li" in listed(page))
    while listed(page)[page.found.table.currentIndex().row()] != "tb_li":
        hands.keys("Down")
    hands.keys("Return")
    hands.until(lambda: set(happened(page)) == {"order", "parcel"})
    assert page.found.times.hasFocus()
    if text == "tb_li":
        hands.look("found")
        assert "tb_li" in panel_text(page)
        view = page.in_view()
        assert view.buyer_id and view.order_id
    hands.keys("Return")
    hands.until(lambda: isinstance(stand.window.page, OrdersPage))


@pytest.mark.rule("CRM-01")
def test_two_records_are_joined_and_let_go(desk: Desk, stand: WindowStand) -> None:
    kept, other = find_buyer_id(desk.seen, "tb_li"), find_buyer_id(desk.seen, "dy_li")
    page, hands = page_of(stand), Hands(stand)
    stand.window.open_record("buyer", kept)
    hands.until(lambda: "dy_li" in panel_text(page))
    hands.look("proposed")
    hands.keys("J")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, JoinDialog)
    hands.until(dialog.table.hasFocus)
    assert [each.buyer for each in dialog.table.records.rows] == ["dy_li"]
    hands.look("join")
    hands.keys("Return", "Return")
    assert dialog.isVisible(), "without a reason nobody is joined"
    hands.keys("text:电话里说的", "Return")
    hands.until(lambda: len(page.found.panel.names.records.rows) == 2)
    assert get_buyer_page(desk.seen, buyer_id=kept).orders == 2
    assert happened(page).count("order") == 2 and happened(page).count("deed") == 1
    assert "Same name" not in panel_text(page), "they are one already"
    hands.look("joined")
    block_buyer(desk, buyer_id=other, reason="恶意退货")
    told = [fact.value for fact in card_facts(get_buyer_card(desk.seen, kept))]
    assert "dy_li (二号店)" in told and any("恶意退货" in each for each in told), "beside the order as well"
    stand.window.open_record("buyer", other)
    hands.until(lambda: page.found.panel.record is not None and page.found.panel.record.id == kept)
    hands.keys("U", "Return")
    hands.until(lambda: len(page.found.panel.names.records.rows) == 1)
    assert len(get_buyer_page(desk.seen, buyer_id=kept).records) == 1


@pytest.mark.rule("CRM-01")
def test_what_opens_nothing_says_so(desk: Desk, stand: WindowStand) -> None:
    li, wang = find_buyer_id(desk.seen, "tb_li"), find_buyer_id(desk.seen, "tb_wang")
    join_buyers(desk, kept_id=li, joined_id=wang, reason="电话里说的")
    page, hands = page_of(stand), Hands(stand)
    stand.window.open_record("buyer", li)
    hands.until(lambda: "deed" in happened(page))
    page.found.times.go_to(happened(page).index("deed"))
    for key, said in (("Return", "not on a page of its own"), ("G", "belongs to no order")):
        hands.keys(key)
        hands.until(lambda said=said: any(said in each for each in stand.news()))  # type: ignore[misc]
    assert stand.window.page is page and page.found.times.hasFocus()


@pytest.mark.rule("CRM-01")
def test_with_whom_was_spoken_last_stands_there_before_anything_is_typed(desk: Desk, stand: WindowStand) -> None:
    li, wang = find_buyer_id(desk.seen, "tb_li"), find_buyer_id(desk.seen, "tb_wang")
    for buyer_id in (wang, li, wang):
        note_contact(desk, buyer_id=buyer_id, kind="spoken", note="问到哪了")
    page, hands = page_of(stand), Hands(stand)
    hands.until(lambda: listed(page) == ["tb_wang", "tb_li"])
    hands.until(lambda: "tb_wang" in panel_text(page))
    assert page.found.line.hasFocus(), "the next call is typed at once"
    hands.keys("slow:tb_li", "Return")
    hands.until(lambda: listed(page) == ["tb_li"])
    hands.keys("Ctrl+F", "Delete")
    hands.until(lambda: sorted(listed(page)) == ["tb_li", "tb_wang"])


@pytest.mark.rule("CRM-01")
def test_joined_by_mistake_is_undone_by_one_key(desk: Desk, stand: WindowStand) -> None:
    kept = find_buyer_id(desk.seen, "tb_li")
    page, hands = page_of(stand), Hands(stand)
    stand.window.open_record("buyer", kept)
    hands.until(lambda: page.found.panel.record)
    hands.keys("J")
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), JoinDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, JoinDialog)
    dialog.line.setFocus()
    hands.keys("slow:tb_wang", "Return", "Return", "text:同一个人", "Return")
    hands.until(lambda: len(get_buyer_page(desk.seen, buyer_id=kept).records) == 2)
    hands.keys("Ctrl+Z")
    hands.until(lambda: len(get_buyer_page(desk.seen, buyer_id=kept).records) == 1)


@pytest.mark.rule("CRM-01")
def test_the_time_line_is_read_page_by_page_and_by_kind(desk: Desk, stand: WindowStand) -> None:
    buyer = find_buyer_id(desk.seen, "tb_wang")
    for number in range(70):
        note_contact(desk, kind="spoken", note=f"第{number}次", buyer_id=buyer)
    page, hands = page_of(stand), Hands(stand)
    stand.window.open_record("buyer", buyer)
    hands.until(lambda: len(happened(page)) == 50)
    hands.keys("Ctrl+End")
    hands.until(lambda: len(happened(page)) == 71)
    assert happened(page).count("order") == 1
    hands.keys("L", "End", "Return")
    hands.until(lambda: happened(page) == ["order"])
    assert page.found.times.hasFocus()


@pytest.mark.rule("CRM-01")
def test_what_is_noted_of_a_buyer_is_written_on_the_page(desk: Desk, stand: WindowStand) -> None:
    buyer = find_buyer_id(desk.seen, "tb_li")
    page, hands = page_of(stand), Hands(stand)
    stand.window.open_record("buyer", buyer)
    hands.until(lambda: page.found.panel.record)
    hands.keys("T", "text:喜欢宽楦的鞋", "Tab", "text:03-02 18:00", "Ctrl+Return")
    hands.until(lambda: "contact" in happened(page))
    assert [row.buyer_id for row in list_next_contacts(desk.seen, before=NOON + DAY)] == [buyer]
    stand.window.open_record("contact-list", "mine")
    hands.until(lambda: stand.window.page is not page)
    assert stand.window.page is not None and stand.window.page.in_view().buyer_id == buyer
    hands.keys("Return")
    hands.until(lambda: stand.window.page is page)
    hands.keys("M", "text:别再发了", "Return")
    hands.until(lambda: "别再发了" in panel_text(page))
    assert rows_of(desk.database, "SELECT no_care_reason FROM buyer WHERE id = ?", (buyer,)) == [("别再发了",)]
    hands.keys("M", "text:又愿意了", "Return")
    hands.until(lambda: "别再发了" not in panel_text(page))
    hands.keys("W", "text:袜子", "Ctrl+Return")
    hands.until(lambda: "袜子" in panel_text(page))
    hands.look("owed")
    hands.keys("K", "text:恶意退货", "Return")
    hands.until(lambda: "恶意退货" in panel_text(page))
    assert get_buyer_page(desk.seen, buyer_id=buyer).blocked == "恶意退货"


def make_rules(desk: Desk) -> tuple[int, int]:
    """Unpaid orders are reminded, who has the tag is greeted on the day; returns the rules' ids."""
    remind = save_script(desk, topic=Topic.CARE, title="催付", body="亲，您拍下的{item}还没付款。")
    greet = save_script(desk, topic=Topic.CARE, title="节日", body="亲，{?节日}快乐。")
    add_order(desk, buyer="tb_new", order_no="U1", status=int(Status.UNPAID), created=NOON - HOUR, paid_at=None)
    wang = find_buyer_id(desk.seen, "tb_wang")
    edit_buyer(desk, buyer_id=wang, tier="", discount=0, tags=["老客户"], note="")
    unpaid = save_care_rule(desk, kind=CareKind.UNPAID, title="催付", script_id=remind)
    holiday = save_care_rule(
        desk, kind=CareKind.HOLIDAY, title="节日", script_id=greet, tag="老客户", day="03-02", days=3
    )
    return unpaid, holiday


@pytest.mark.rule("CRM-05")
def test_a_morning_with_the_care_list(desk: Desk, stand: WindowStand) -> None:
    make_rules(stand.desk)
    hands = Hands(stand)
    badge = stand.window.findChild(NavButton, "main.nav.buyers")
    assert badge is not None
    hands.until(lambda: badge.badge == len(list_care(desk.seen, now=desk.clock())))  # before anybody opens the page
    page = page_of(stand)
    hands.keys("Ctrl+2")
    hands.until(lambda: len(page.care.table.records.rows) == len(list_care(desk.seen, now=desk.clock())) > 1)
    hands.until(lambda: "真皮单鞋" in page.care.panel.saying.filled.text)
    hands.look("care")
    n = len(page.care.table.records.rows)
    hands.keys("Return")
    hands.until(lambda: "真皮单鞋" in QGuiApplication.clipboard().text())
    hands.until(lambda: len(page.care.table.records.rows) == n - 1)
    assert [row.buyer for row in list_care_contacts(desk.seen)] == ["tb_new"]
    hands.until(lambda: badge.badge == n - 1)
    hands.until(lambda: page.care.panel.saying.filled.gaps)
    hands.keys("Return")
    hands.until(page.care.panel.said.isVisible)
    hands.look("gap")
    hands.keys("Escape")
    assert page.care.table.hasFocus(), "out of the gap"
    hands.keys("Return", "text:元宵", "Return")
    hands.until(lambda: QGuiApplication.clipboard().text() == "亲，元宵快乐。")
    hands.until(lambda: len(page.care.table.records.rows) == n - 2)
    hands.keys("Ctrl+Z")
    hands.until(lambda: len(page.care.table.records.rows) == n - 1)
    hands.keys("S", "text:电话说过了", "Return")
    hands.until(lambda: len(page.care.table.records.rows) == n - 2)
    hands.look("nobody")


@pytest.mark.rule("CRM-05")
def test_who_wants_no_messages_is_never_listed_again(desk: Desk, stand: WindowStand) -> None:
    _unpaid, holiday = make_rules(desk)
    page, hands = page_of(stand), Hands(stand)
    stand.window.open_record("care-list", holiday)
    hands.until(lambda: page.care.table.current() is not None)
    page.care.choose_rule(holiday)
    assert [line.due.buyer for line in page.care.table.records.rows] == ["tb_wang"]
    hands.keys("M", "text:别再发了", "Return")
    hands.until(lambda: not page.care.table.records.rows)
    assert all(due.buyer != "tb_wang" for due in list_care(desk.seen, now=desk.clock()))


@pytest.mark.rule("CRM-05")
def test_the_first_rule_is_made_in_the_settings(desk: Desk, stand: WindowStand) -> None:
    save_script(desk, topic=Topic.CARE, title="生日", body="亲，生日快乐。")
    edit_buyer(
        desk, buyer_id=find_buyer_id(desk.seen, "tb_wang"), tier="", discount=0, tags=[], note="", birthday="03-02"
    )
    page, hands = page_of(stand), Hands(stand)
    hands.keys("Ctrl+2")
    hands.until(page.care.empty.isVisible)
    hands.keys("Return")
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    hands.look("settings")
    stand.click("settings.care.add")
    hands.keys("text:生日", "Tab", "Down", "Tab", "Down")
    hands.look("rule")
    hands.keys("Ctrl+Return")
    (rule,) = list_care_rules(desk.seen)
    assert (rule.title, rule.kind, rule.script, rule.days) == ("生日", CareKind.BIRTHDAY, "生日", 0)
    stand.click("settings.care.pause")
    assert list_care_rules(desk.seen)[0].paused_at is not None
    stand.click("settings.care.pause")
    hands.keys("Escape")
    hands.until(lambda: [line.due.buyer for line in page.care.table.records.rows] == ["tb_wang"])


@pytest.mark.rule("CRM-01")
def test_from_an_order_to_its_buyer_by_one_key(stand: WindowStand) -> None:
    hands = Hands(stand)
    hands.keys("Alt+1", "Ctrl+F", "slow:B1", "Return")
    hands.until(lambda: stand.window.page is not None and stand.window.page.in_view().order_id is not None)
    hands.keys("Ctrl+Shift+B")
    page = stand.window.page
    assert isinstance(page, BuyersPage)
    hands.until(lambda: "tb_wang" in panel_text(page))
    assert page.found.times.hasFocus()
    hands.keys("E", "Tab", "Tab", "Tab", "text:05-17", "Ctrl+Return")
    hands.until(lambda: "05-17" in panel_text(page))


@pytest.mark.rule("CRM-01")
def test_the_trail_of_a_buyer_opens_their_page(desk: Desk, stand: WindowStand) -> None:
    block_buyer(desk, buyer_id=find_buyer_id(desk.seen, "tb_wang"), reason="恶意退货")
    trail = stand.open("trail").table
    trail.setFocus()
    hands = Hands(stand)
    hands.keys("Ctrl+Home")
    while trail.current().kind != "buyer":
        hands.keys("Down")
    hands.keys("Return")
    hands.until(lambda: isinstance(stand.window.page, BuyersPage))
    page = stand.window.page
    assert isinstance(page, BuyersPage)
    hands.until(lambda: "恶意退货" in panel_text(page))
    assert "deed" in happened(page)
