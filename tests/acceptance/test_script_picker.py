"""The words to say over any page: found, filled, copied by a few keys and no mouse (CRM-02, PRD-02)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.app.pages import ShopPages
from shopdesk.domain.cases import Kind
from shopdesk.domain.money import Money
from shopdesk.domain.refunds import Channel, RefundKind
from shopdesk.domain.script_topics import Topic
from shopdesk.domain.sizes import Measure, SizeRow
from shopdesk.queries.products import find_variant
from shopdesk.queries.scripts import find_script, get_script, list_script_uses
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Desk
from shopdesk.services.products import NewVariant, add_variant
from shopdesk.services.refunds import ask_refund
from shopdesk.services.script_tables import take_starting_set
from shopdesk.services.scripts import hide_script, save_script
from shopdesk.services.size_tables import give_size_table, save_size_table
from shopdesk.ui.page import InView
from shopdesk.ui.scripts.picker import Picker
from shopdesk.ui.scripts.reading import read_choices
from tests.boxes import add_box
from tests.factories import add_order, make_desk
from tests.hands import Hands, NoMouse, wanted_look
from tests.window_stand import WindowStand, window_on

NO = "3821113838627025"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def order(desk: Desk) -> int:
    return add_order(desk, order_no=NO, buyer="tb_li", carrier="圆通")


@pytest.fixture
def no_mouse() -> Iterator[NoMouse]:
    app, made = QApplication.instance(), NoMouse()
    assert app is not None
    app.installEventFilter(made)
    yield made
    app.removeEventFilter(made)
    assert made.seen == 0


def picker(stand: WindowStand) -> Picker:
    """The one that is open."""
    shown = stand.dialog()
    assert isinstance(shown, Picker)
    return shown


def titles(shown: Picker) -> list[str]:
    """What is listed, from the top."""
    return [shown.list.item(place).text() for place in range(shown.list.count())]


def copied() -> str:
    return QGuiApplication.clipboard().text()


def uses(desk: Desk) -> list[tuple[str, int]]:
    return [(row.title, row.times) for row in list_script_uses(desk.seen)]


@pytest.mark.rule("CRM-02")
@pytest.mark.usefixtures("no_mouse", "order")
def test_from_every_page_words_are_copied_with_less_than_six_keys(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    save_script(desk, topic=Topic.GREETING, title="没听清", body="亲，您再说一遍好吗？")
    with window_on(desk, tmp_path, qtbot) as stand:
        for place, page in enumerate((each.key for each in ShopPages(stand.shop).declared()), 1):
            stand.open(page)
            before: QWidget | None = QApplication.focusWidget()
            hands = Hands(stand)
            hands.keys("Ctrl+J", "text:mt", "Return")
            hands.until(lambda: QApplication.activeModalWidget() is None)
            assert hands.pressed < 6
            assert copied() == "亲，您再说一遍好吗？", page
            assert QApplication.focusWidget() is before, f"{page}: the focus returns"
            assert uses(desk) == [("没听清", place)]
            QGuiApplication.clipboard().clear()


@pytest.mark.rule("CRM-02")
@pytest.mark.usefixtures("no_mouse")
def test_what_is_likely_stands_first_and_is_filled_from_the_order(
    desk: Desk, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    take_starting_set(desk)
    language, scheme = wanted_look()
    with window_on(desk, tmp_path, qtbot, language=language, scheme=scheme) as stand:
        stand.open("orders").open_record("order", order)
        stand.settle()
        hands = Hands(stand)
        hands.keys("Ctrl+J")
        shown = picker(stand)
        assert NO in shown._about.text() and "tb_li" in shown._about.text()
        row = shown.current()
        assert row is not None and row.topic in (Topic.SHIPPING, Topic.ADDRESS), "paid, not yet shipped"
        hands.look("picker")
        hands.keys("text:dh")
        assert "没人接留言" in titles(shown), "of the topic dh, on the phone"
        hands.keys("Down", "Up", "Escape")
        assert QApplication.activeModalWidget() is None and uses(desk) == []


@pytest.mark.rule("CRM-02")
@pytest.mark.usefixtures("no_mouse", "order")
def test_a_gap_refuses_names_itself_and_takes_what_is_typed(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    number = save_script(desk, topic=Topic.APOLOGY, title="补偿", body="亲，{买家}，补您{?补偿金额}元，{运单号}。")
    with window_on(desk, tmp_path, qtbot) as stand:
        stand.open("orders")
        QGuiApplication.clipboard().clear()
        hands = Hands(stand)
        hands.keys("Ctrl+J", "text:bc", "Return")
        shown = picker(stand)
        hands.until(shown.refusal.isVisible)
        assert "补偿金额" in shown.refusal.text() and "the waybill" in shown.refusal.text()
        assert (copied(), uses(desk)) == ("", [])
        assert "{运单号}" in shown.saying.view.toPlainText() and "tb_li" in shown.saying.view.toPlainText()
        assert list(shown.saying.gaps.lines) == ["?补偿金额", "运单号"]
        assert shown.saying.gaps.lines["?补偿金额"].hasFocus()
        hands.keys("text:20", "Return")
        assert shown.saying.gaps.lines["运单号"].hasFocus() and shown.isVisible()
        assert "补您20元" in shown.saying.view.toPlainText()
        hands.keys("text:YT1", "Return")
        hands.until(lambda: QApplication.activeModalWidget() is None)
        assert copied() == "亲，tb_li，补您20元，YT1。"
    assert uses(desk) == [("补偿", 1)] and get_script(desk.seen, number).used == 1


@pytest.mark.rule("CRM-02")
@pytest.mark.usefixtures("no_mouse")
def test_no_order_in_view_leaves_its_blanks_open(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    save_script(desk, topic=Topic.GREETING, title="查订单", body="亲，订单{订单号}在查。")
    with window_on(desk, tmp_path, qtbot) as stand:
        stand.open("trail")
        hands = Hands(stand)
        hands.keys("Ctrl+J", "text:cdd")
        hands.until(lambda: list(picker(stand).saying.gaps.lines) == ["订单号"])
        assert "No order in view" in picker(stand)._about.text()
        hands.keys("Tab", "text:77", "Return")
        hands.until(lambda: copied() == "亲，订单77在查。")


@pytest.mark.rule("CRM-02")
@pytest.mark.usefixtures("no_mouse", "order")
def test_the_key_works_over_a_dialog_too(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    save_script(desk, topic=Topic.GREETING, title="没听清", body="亲，您再说一遍好吗？")
    with window_on(desk, tmp_path, qtbot) as stand:
        stand.open("products")
        hands = Hands(stand)
        hands.keys("Ctrl+N")
        form = stand.dialog()
        hands.keys("Ctrl+J", "text:mtq", "Return")
        hands.until(lambda: QApplication.activeModalWidget() is form)
        assert copied() == "亲，您再说一遍好吗？"
        hands.keys("Ctrl+J", "Ctrl+J")
        assert stand.dialog() is form, "the same key closes it"
        hands.keys("Escape")
        page = stand.open("scripts")
        hands.keys("Ctrl+N")
        body = page.library.panel.editor.body
        body.setFocus()
        hands.keys("text:abc", "Ctrl+J", "text:mtq")
        assert picker(stand).line.accessibleDescription() == "没听清"
        hands.keys("Escape")
        assert body.hasFocus() and body.toPlainText() == "abc", "what is being written stays"


@pytest.mark.rule("PRD-02")
@pytest.mark.usefixtures("no_mouse")
def test_which_size_stands_beside_the_answer_and_goes_into_it(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    take_starting_set(desk)
    rows = [SizeRow("L", "175/92A", {Measure.HEIGHT: (170, 175), Measure.WEIGHT: (60, 70)}),
            SizeRow("XL", "180/96A", {Measure.HEIGHT: (176, 182), Measure.WEIGHT: (71, 80)})]  # fmt: skip
    table = save_size_table(desk, name="男装", measures=[Measure.HEIGHT, Measure.WEIGHT], rows=rows, note="修身")
    add_variant(desk, NewVariant(1, "A-L", "", {"title": "夹克", "size": "L"}))
    variant = find_variant(desk.seen, "A-L")
    assert variant is not None
    give_size_table(desk, product_ids=[variant.product_id], size_table_id=table)
    add_order(desk, order_no=NO, buyer="tb_li", buyer_message="身高1米75，140斤，穿多大")
    with window_on(desk, tmp_path, qtbot) as stand:
        stand.open("orders")
        hands = Hands(stand)
        hands.keys("Ctrl+J", "text:tjcm")
        shown = picker(stand)
        assert shown.sizes.fields[Measure.HEIGHT].text() == "175" and shown.sizes.fields[Measure.WEIGHT].text() == "70"
        assert "Size L" in shown.sizes._answer.text() and "修身" in shown.sizes._answer.text()
        hands.until(lambda: "?尺码" in shown.saying.gaps.lines)
        assert shown.saying.gaps.lines["?尺码"].text() == "L"
        hands.look("size")
        hands.keys("Tab")
        assert shown.saying.gaps.lines["?尺码"].hasFocus()
        hands.keys("Tab", "Tab")
        assert shown.sizes.said.hasFocus()
        kept = shown.sizes.said.text()
        shown.sizes.said.clear()
        hands.keys("text:180/92A")
        assert "180/92A: for 180 cm of height" in shown.sizes._means.text(), "what a code means is said"
        shown.sizes.said.setText(kept)
        hands.keys("Tab", "Tab")
        assert shown.sizes.fields[Measure.WEIGHT].hasFocus()
        for _sign in "70":
            hands.keys("Backspace")
        hands.keys("text:150斤")
        assert shown.saying.gaps.lines["?尺码"].text() == "", "between two sizes or off the table: nothing is proposed"
        for _sign in "150斤":
            hands.keys("Backspace")
        hands.keys("text:65", "Return", "Return")
        hands.until(lambda: "建议拍L" in copied())
    found = find_script(desk.seen, Topic.SIZE, "推荐尺码")
    assert found is not None and found.used == 1


@pytest.mark.rule("CRM-02")
@pytest.mark.usefixtures("no_mouse")
def test_each_page_fills_words_from_what_it_shows(desk: Desk, order: int, tmp_path: Path, qtbot: QtBot) -> None:
    case = open_case(desk, kind=Kind.RETURN, order_id=order)
    refund = ask_refund(
        desk, kind=RefundKind.PRICE, order_id=order, amount=Money(1_234), channel=Channel.PLATFORM, reason="补差价"
    )
    add_order(desk, order_no="OTHER", buyer="tb_zhao")
    for title, body in (("订单", "{订单号}"), ("售后", "{售后单号}"), ("退钱", "{退款金额}")):
        save_script(desk, topic=Topic.OTHER, title=title, body=body)
    shown = {
        "orders": (("order", order), "dd", NO), "registering": (("to-register", order), "dd", NO),
        "cases": (("case", case), "sh", str(case)), "refunds": (("refund", refund), "tq", "12.34"),
        "intake": (("box", add_box(desk, order_id=order)), "dd", NO),
    }  # fmt: skip
    with window_on(desk, tmp_path, qtbot) as stand:
        hands = Hands(stand)
        for page, (record, typed, wanted) in shown.items():
            stand.window.open_record(*record)
            stand.settle()
            hands.keys("Ctrl+J", f"text:{typed}", "Return")
            hands.until(lambda: QApplication.activeModalWidget() is None)
            assert (stand.window.page_key, copied()) == (page, wanted)


@pytest.mark.rule("CRM-02")
@pytest.mark.usefixtures("no_mouse")
def test_what_is_gone_by_now_fills_nothing(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    save_script(desk, topic=Topic.OTHER, title="订单", body="{订单号}")
    choices = read_choices(desk, InView(order_id=99, said="175cm"))
    assert (choices.about, choices.name, choices.said, len(choices.rows)) == ({}, "", "175cm", 1)
    with window_on(desk, tmp_path, qtbot) as stand:
        stand.open("trail").in_view = lambda: InView(order_id=99)
        hands = Hands(stand)
        hands.keys("Ctrl+J")
        assert "No order in view" in picker(stand)._about.text()


@pytest.mark.rule("CRM-02")
@pytest.mark.usefixtures("no_mouse")
def test_keys_faster_than_the_reading_are_not_lost(desk: Desk, order: int, tmp_path: Path, qtbot: QtBot) -> None:
    save_script(desk, topic=Topic.OTHER, title="没听清", body="亲，您再说一遍好吗？")
    save_script(desk, topic=Topic.OTHER, title="钱", body="{?金额}元")
    with window_on(desk, tmp_path, qtbot) as stand:
        stand.open("orders")
        for typed in ("mt", "q"):
            QTest.keySequence(stand.window, QKeySequence("Ctrl+J"))
            QTest.keyClicks(picker(stand).line, typed)
            QTest.keyClick(picker(stand).line, Qt.Key.Key_Return)
            stand.settle()
        assert copied() == "亲，您再说一遍好吗？"
        assert picker(stand).saying.gaps.lines["?金额"].hasFocus(), "the gap is named as soon as it is read"
    assert order


@pytest.mark.rule("CRM-02")
def test_words_taken_out_of_use_meanwhile_are_refused_by_name(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    number = save_script(desk, topic=Topic.OTHER, title="旧的", body="亲。")
    with window_on(desk, tmp_path, qtbot) as stand:
        QGuiApplication.clipboard().clear()
        stand.open("trail")
        stand.keys("Ctrl+J")
        hide_script(desk, script_id=number)
        stand.keys("Return")
        assert "Owner took 旧的 out of use" in picker(stand).refusal.text()
        assert copied() == ""
