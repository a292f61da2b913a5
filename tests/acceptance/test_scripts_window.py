"""The library of words and the tables of sizes in the window, by keys alone (CRM-02, PRD-02)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.clock import Millis
from shopdesk.domain.script_topics import Topic
from shopdesk.domain.sizes import Measure
from shopdesk.queries.scripts import get_script, list_scripts
from shopdesk.queries.size_tables import get_size_table, list_size_tables
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.services.products import NewVariant, add_variant
from shopdesk.services.script_tables import export_scripts, take_starting_set
from shopdesk.services.scripts import save_script, script_base, use_script
from shopdesk.services.size_tables import save_size_table, size_table_base, take_presets
from shopdesk.ui.clash_dialog import ClashDialog
from shopdesk.ui.scripts.page import ScriptsPage
from shopdesk.ui.scripts.plan_preview import PlanPreview
from tests.factories import NOON, add_order, make_desk
from tests.hands import Hands, NoMouse, wanted_look
from tests.window_stand import WindowStand, window_on

NO = "3821113838627025"


class Clock:
    def __init__(self) -> None:
        self.now: Millis = NOON

    def __call__(self) -> Millis:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    made = make_desk(tmp_path, clock=clock)
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


def page_of(stand: WindowStand) -> ScriptsPage:
    """Alt+S."""
    Hands(stand).keys("Alt+S")
    page = stand.window.page
    assert isinstance(page, ScriptsPage)
    return page


def listed(page: ScriptsPage) -> list[str]:
    return [line.row.title for line in page.library.table.records.rows]


@pytest.mark.rule("CRM-02")
def test_an_empty_library_takes_the_starting_set_by_one_key(desk: Desk, stand: WindowStand) -> None:
    page, hands = page_of(stand), Hands(stand)
    hands.look("empty")
    hands.keys("Return")
    hands.until(lambda: len(listed(page)) >= 80)
    assert page.library.table.hasFocus()
    n = len(listed(page))
    assert page.library.topics.item(0).text().endswith(f"  {n}")
    hands.look("library")
    hands.keys("Ctrl+F", "text:thdz")
    assert page.library.table.current_id() == page.library.table.records.rows[0].id
    assert listed(page) and all(line.row.topic for line in page.library.table.records.rows)
    assert listed(page)[0] in {row.title for row in list_scripts(desk.seen, topic=Topic.RETURN_ADDRESS)}
    hands.keys("Escape", "Down")
    assert len(listed(page)) == n and page.library.table.hasFocus()


@pytest.mark.rule("CRM-02")
def test_a_script_is_written_with_a_blank_and_filled_from_an_order(desk: Desk, stand: WindowStand) -> None:
    add_order(desk, order_no=NO, buyer="tb_li")
    page, hands = page_of(stand), Hands(stand)
    hands.keys("Ctrl+N", "text:谢谢", "Return", "text:亲，{谁}您好")
    editor = page.library.panel.editor
    hands.until(lambda: "{谁}" in editor.said.text())
    hands.keys("Ctrl+Return")
    assert list_scripts(desk.seen) == [], "what nothing fills is not kept"
    editor.body.selectAll()
    hands.keys("text:亲，", "Ctrl+B", "text:{buyer", "Return", "text:，谢谢您")
    hands.look("editor")
    hands.keys("Ctrl+Return")
    hands.until(lambda: listed(page) == ["谢谢"])
    (row,) = list_scripts(desk.seen)
    assert (row.title, row.body, row.own) == ("谢谢", "亲，{buyer}，谢谢您", True)
    hands.keys("C")
    hands.until(page.library.panel.said.isVisible)
    assert "the buyer's name on the platform" in page.library.panel.said.text()
    hands.keys("Escape")
    assert page.library.table.hasFocus(), "out of the gap"
    hands.keys("O", f"slow:{NO}", "Return")
    hands.until(lambda: "tb_li" in page.library.panel.saying.view.toPlainText())
    hands.look("filled")
    hands.keys("C")
    hands.until(lambda: QGuiApplication.clipboard().text() == "亲，tb_li，谢谢您")
    assert get_script(desk.seen, row.id).used == 1


@pytest.mark.rule("CRM-02")
def test_two_who_change_the_same_words_choose(desk: Desk, stand: WindowStand) -> None:
    number = save_script(desk, topic=Topic.OTHER, title="时间", body="亲，九点到。")
    page, hands = page_of(stand), Hands(stand)
    hands.keys("E")
    base = script_base(get_script(desk.seen, number))
    save_script(desk, script_id=number, base=base, topic=Topic.OTHER, title="时间", body="亲，十点到。", position=1)
    editor = page.library.panel.editor
    hands.until(editor.isVisible)
    editor.body.setFocus()
    editor.body.selectAll()
    hands.keys("text:亲，八点到。", "Ctrl+Return")
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), ClashDialog))
    hands.keys("Right", "Return")
    hands.until(lambda: get_script(desk.seen, number).body == "亲，八点到。")
    hands.until(page.library.table.hasFocus)


@pytest.mark.rule("CRM-02")
def test_out_of_use_and_back(desk: Desk, stand: WindowStand) -> None:
    number = save_script(desk, topic=Topic.OTHER, title="旧的", body="亲。")
    save_script(desk, topic=Topic.OTHER, title="新的", body="亲。")
    page, hands = page_of(stand), Hands(stand)
    assert listed(page) == ["旧的", "新的"]
    hands.keys("H")
    hands.until(lambda: listed(page) == ["新的"])
    hands.keys("Ctrl+Z")
    hands.until(lambda: len(listed(page)) == 2)
    page.library.table.go_to(number)
    hands.keys("H")
    hands.until(lambda: listed(page) == ["新的"])
    stand.window.open_record("script", number)
    hands.until(lambda: page.library.table.current_id() == number)
    assert page.library.hidden.isChecked(), "who asks for one out of use is shown it"
    page.library.hidden.setFocus()
    hands.keys("Space")
    assert listed(page) == ["新的"]
    hands.keys("Space")
    assert len(listed(page)) == 2
    page.library.table.setFocus()
    page.library.table.go_to(number)
    hands.keys("U")
    hands.until(lambda: get_script(desk.seen, number).hidden_at is None)


@pytest.mark.rule("CRM-02")
def test_a_table_of_scripts_is_shown_before_it_is_taken_over(
    desk: Desk, stand: WindowStand, tmp_path: Path
) -> None:  # fmt: skip
    file = tmp_path / "words.csv"
    file.write_text("主题,标题,内容\n问候,你好,亲，在的。\n道歉,对不起,亲，对不起。\n", encoding="utf-8-sig")
    page, hands = page_of(stand), Hands(stand)
    page.library.preview_file(file)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), PlanPreview))
    assert "2 new" in stand.asked()
    hands.look("plan")
    hands.keys("Return")
    hands.until(lambda: sorted(listed(page)) == ["你好", "对不起"])
    page.library.work.export_scripts(tmp_path / "out.csv", None)
    hands.until((tmp_path / "out.csv").exists)
    assert export_scripts(desk, tmp_path / "out.xlsx") == 2


@pytest.mark.rule("CRM-02")
def test_uses_are_counted_by_person_and_month(desk: Desk, stand: WindowStand, clock: Clock) -> None:
    one = save_script(desk, topic=Topic.OTHER, title="一", body="亲。")
    use_script(desk, script_id=one)
    clock.now += 31 * 86_400_000
    two = save_script(desk, topic=Topic.OTHER, title="二", body="亲。")
    for _time in range(2):
        use_script(desk, script_id=two)
    page, hands = page_of(stand), Hands(stand)
    hands.keys("Ctrl+2")
    view = page.uses
    hands.keys("Ctrl+1", "Ctrl+2")
    hands.until(lambda: [(line.title, line.times) for line in view.table.records.rows] == [("二", 2)])
    assert [(line.name, line.times) for line in view.people.records.rows] == [("", 2), ("Owner", 2)]
    hands.look("uses")
    assert not view.commands.by_name["after"].isEnabled()
    hands.keys("Ctrl+Left")
    hands.until(lambda: [(line.title, line.times) for line in view.table.records.rows] == [("一", 1)])
    hands.keys("Ctrl+Left")
    hands.until(lambda: view._stack.currentIndex() == 1)
    hands.keys("Ctrl+Right")
    hands.until(lambda: view.people.hasFocus() and view._stack.currentIndex() == 0)
    hands.keys("Ctrl+1")
    assert page.view is page.library, "an empty month takes no keys away"


@pytest.mark.rule("PRD-02")
def test_a_table_of_sizes_is_written_like_a_sheet(desk: Desk, stand: WindowStand) -> None:
    page, hands = page_of(stand), Hands(stand)
    hands.keys("Ctrl+3")
    hands.look("no-sizes")
    hands.keys("Ctrl+N", "text:男装")
    editor = page.sizes.editor
    editor.grid.setFocus()
    editor.grid.setCurrentCell(0, 0)
    hands.keys("text:M", "Tab", "Tab", "text:165~170", "Tab", "text:70~60", "Return")
    hands.until(lambda: "70~60" in editor.said.text())
    hands.keys("text:55~62", "Return", "Ctrl+Return")
    hands.until(lambda: len(list_size_tables(desk.seen)) == 1)
    (row,) = list_size_tables(desk.seen)
    assert row.name == "男装" and row.chart.rows[0].ranges == {Measure.HEIGHT: (165, 170), Measure.WEIGHT: (55, 62)}
    editor.tried.fields[Measure.HEIGHT].setFocus()
    hands.keys("text:168", "Tab", "text:60")
    assert "Size M" in editor.tried._answer.text()
    hands.look("sizes")


@pytest.mark.rule("PRD-02")
def test_what_was_typed_is_kept_while_another_table_is_shown(desk: Desk, stand: WindowStand) -> None:
    take_presets(desk)
    page, hands = page_of(stand), Hands(stand)
    hands.keys("Ctrl+3")
    hands.until(lambda: len(page.sizes.table.records.rows) >= 2)
    first, second = (row.id for row in page.sizes.table.records.rows[:2])
    page.sizes.table.go_to(first)
    page.sizes.editor.note.setFocus()
    hands.keys("Ctrl+End", "text:（偏小）")
    page.sizes.table.setFocus()
    page.sizes.table.go_to(second)
    assert "偏小" not in page.sizes.editor.note.toPlainText()
    page.sizes.table.go_to(first)
    assert page.sizes.editor.note.toPlainText().endswith("（偏小）")
    hands.look("presets")
    page.sizes.editor.note.setFocus()
    hands.keys("Ctrl+Return")
    hands.until(lambda: get_size_table(desk.seen, first).note.endswith("（偏小）"))


@pytest.mark.rule("CRM-02")
def test_the_starting_set_leaves_own_words_alone(desk: Desk, stand: WindowStand) -> None:
    take_starting_set(desk)
    row = list_scripts(desk.seen)[0]
    save_script(desk, script_id=row.id, base=script_base(row), topic=row.topic, title=row.title, body="亲，自己的。")
    page, hands = page_of(stand), Hands(stand)
    page.library.commands.by_name["start"].trigger()
    hands.until(lambda: any("1 of your own left alone" in said for said in stand.news()))
    assert get_script(desk.seen, row.id).body == "亲，自己的。"


@pytest.mark.rule("PRD-02")
def test_products_are_given_their_table_by_keys(desk: Desk, stand: WindowStand) -> None:
    take_presets(desk)
    for code in ("A-L", "A-XL"):
        add_variant(desk, NewVariant(1, code, "", {"title": "夹克", "size": code[2:]}))
    table = list_size_tables(desk.seen)[0]
    hands = Hands(stand)
    hands.keys("Alt+8")
    hands.look("products")
    hands.keys("Ctrl+A", "Ctrl+T")
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    hands.keys("Down")
    hands.look("give")
    hands.keys("Ctrl+Return")
    hands.until(lambda: get_size_table(desk.seen, table.id).products == 1)
    hands.keys("Ctrl+Z")
    hands.until(lambda: get_size_table(desk.seen, table.id).products == 0)


@pytest.mark.rule("PRD-02")
def test_two_who_change_the_same_sizes_choose(desk: Desk, stand: WindowStand) -> None:
    take_presets(desk)
    page, hands = page_of(stand), Hands(stand)
    hands.keys("Ctrl+3")
    hands.until(lambda: bool(page.sizes.table.records.rows))
    row = page.sizes.table.records.rows[0]
    page.sizes.editor.note.setFocus()
    hands.keys("Ctrl+A", "text:mine")
    chart, base = row.chart, size_table_base(row)
    save_size_table(
        desk, size_table_id=row.id, base=base, name=chart.name, measures=chart.measures, rows=chart.rows, note="theirs"
    )
    page.refresh()
    hands.keys("Ctrl+Return")
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), ClashDialog))
    hands.keys("Return")  # a note is running text: nobody's words are lost
    hands.until(lambda: {"mine", "theirs"} == set(get_size_table(desk.seen, row.id).note.split("\n")))
    hands.until(lambda: not page.sizes.editor.is_dirty)


@pytest.mark.rule("TEAM-01")
def test_an_agent_reads_and_copies_but_changes_nothing(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    number = save_script(desk, topic=Topic.OTHER, title="时间", body="亲，九点到。")
    take_presets(desk)
    agent = replace(desk, actor=add_person(desk, name="小李", role="agent"))
    with window_on(agent, tmp_path, qtbot) as stand:
        page, hands = page_of(stand), Hands(stand)
        actions = page.library.commands.by_name
        for name in ("new", "edit", "hide", "import", "start"):
            assert not actions[name].isEnabled() and actions[name].toolTip(), name
        hands.keys("Return", "C")
        hands.until(lambda: get_script(desk.seen, number).used == 1)
        assert not page.library.panel.is_editing
        hands.keys("Ctrl+3")
        page.sizes.editor.note.setFocus()
        hands.keys("text:x", "Ctrl+Return")
        assert not page.sizes.editor.save_button.isEnabled()
        assert all(row.note == known.note for row, known in
                   zip(list_size_tables(desk.seen), page.sizes.table.records.rows, strict=True))  # fmt: skip


@pytest.mark.rule("CRM-02")
def test_what_was_given_up_is_brought_back(desk: Desk, stand: WindowStand) -> None:
    number = save_script(desk, topic=Topic.OTHER, title="时间", body="亲，九点到。")
    page, hands = page_of(stand), Hands(stand)
    hands.keys("E", "Return", "Ctrl+A", "text:亲，十点到。", "Escape")
    assert not page.library.panel.is_editing and page.library.table.hasFocus()
    hands.keys("Ctrl+Z")
    hands.until(lambda: page.library.panel.editor.body.toPlainText() == "亲，十点到。")
    hands.keys("Ctrl+Return")
    hands.until(lambda: get_script(desk.seen, number).body == "亲，十点到。")
    hands.keys("Ctrl+N", "Escape")
    assert not any(said == "Not saved: " for said in stand.news())
