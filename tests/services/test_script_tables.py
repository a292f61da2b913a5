"""Scripts from files and for files; the starting set leaves the shop's own alone (CRM-02)."""

from pathlib import Path

import pytest

from shopdesk.domain.script_blanks import names_in
from shopdesk.domain.script_search import search_initials
from shopdesk.domain.script_topics import Topic
from shopdesk.importing.named_tables import NoSuchTable
from shopdesk.importing.product_tables import WrongCells
from shopdesk.importing.script_tables import read_script_table, starting_set
from shopdesk.queries.scripts import ScriptRow, get_script, list_scripts
from shopdesk.services.desk import Desk
from shopdesk.services.script_tables import (
    ScriptsChanged,
    export_scripts,
    import_scripts,
    plan_scripts,
    take_starting_set,
)
from shopdesk.services.scripts import checked_script, hide_script, save_script, use_script
from tests.factories import make_desk

FEWEST = 80


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def table(folder: Path, text: str) -> Path:
    file = folder / "话术.csv"
    file.write_text(text, encoding="utf-8")
    return file


def texts(desk: Desk) -> list[tuple[Topic, str, str, str, int, bool]]:
    return [
        (row.topic, row.title, row.body, row.gloss, row.position, row.hidden_at is None)
        for row in list_scripts(desk.database, with_hidden=True)
    ]


def named(desk: Desk, title: str) -> ScriptRow:
    return next(row for row in list_scripts(desk.database, with_hidden=True) if row.title == title)


def test_the_starting_set_has_words_for_every_topic() -> None:
    lines = read_script_table(starting_set()).lines
    assert len(lines) >= FEWEST
    assert {line.topic for line in lines} == set(Topic)
    assert len({line.values["origin"] for line in lines}) == len(lines)
    for line in lines:
        values = checked_script({**line.values, "topic": line.topic.value})
        assert values["gloss"], line.title
        assert values["initials"] == search_initials(values["title"], values["body"]), line.title
        assert not set("！!") & set(values["body"]), line.title


@pytest.mark.parametrize("topic", [Topic.REVIEW])
def test_answers_that_everybody_reads_name_no_buyer(topic: Topic) -> None:
    lines = [line for line in read_script_table(starting_set()).lines if line.topic is topic]
    names = {name for line in lines for name in names_in(line.values["body"])}
    assert names <= {"商品", "店铺", "客服", "?问题"}


def test_the_starting_set_comes_once(desk: Desk) -> None:
    done = take_starting_set(desk)
    assert done.added >= FEWEST
    assert all(row.origin and not row.own for row in list_scripts(desk.database))
    again = take_starting_set(desk)
    assert (again.added, again.renewed, again.kept, again.unchanged) == (0, 0, 0, done.added)


def test_a_newer_set_leaves_own_changed_and_hidden_ones_alone(desk: Desk) -> None:
    own = save_script(desk, topic=Topic.APOLOGY, title="一般道歉", body="我们自己的话")
    take_starting_set(desk)
    changed, hidden, renewed = (named(desk, title) for title in ("回复慢了", "质量问题", "怎么退货"))
    save_script(desk, script_id=changed.id, topic=changed.topic, title=changed.title, body="改过的")
    hide_script(desk, script_id=hidden.id)
    desk.database.execute_sql("UPDATE script SET body = 'old' WHERE id = ?", (renewed.id,))
    done = take_starting_set(desk)
    assert (done.added, done.renewed, done.kept) == (0, 1, 2)
    assert get_script(desk.database, own).body == "我们自己的话"
    assert get_script(desk.database, changed.id).body == "改过的"
    assert get_script(desk.database, hidden.id).hidden_at is not None
    assert get_script(desk.database, renewed.id).body == renewed.body


def test_a_renewed_one_keeps_its_place_and_count(desk: Desk) -> None:
    take_starting_set(desk)
    row = named(desk, "不要到付")
    use_script(desk, script_id=row.id)
    desk.database.execute_sql("UPDATE script SET body = 'old', position = 77 WHERE id = ?", (row.id,))
    take_starting_set(desk)
    now = get_script(desk.database, row.id)
    assert (now.body, now.position, now.used, now.own) == (row.body, 77, 1, False)


@pytest.mark.parametrize("name", ["s.csv", "s.xlsx"])
def test_what_is_written_is_read_again(desk: Desk, tmp_path: Path, name: str) -> None:
    take_starting_set(desk)
    save_script(desk, topic=Topic.OTHER, title="=危险", body="第一行\n=SUM(1)\n“引号”, 逗号", gloss="-x")
    save_script(desk, topic=Topic.OTHER, title="公式", body="=1+1")
    hide_script(desk, script_id=named(desk, "公式").id)
    before = texts(desk)
    count = export_scripts(desk, tmp_path / name)
    assert count == len(before)
    plan = import_scripts(desk, tmp_path / name)
    assert plan.is_empty, [(each.title, each.values) for each in plan.changed]
    desk.database.execute_sql("DELETE FROM script")
    assert len(import_scripts(desk, tmp_path / name).new) == count
    assert texts(desk) == before


def test_a_plan_tells_what_is_new_changed_and_as_it_was(desk: Desk, tmp_path: Path) -> None:
    for title in ("一", "二", "三"):
        save_script(desk, topic=Topic.OTHER, title=title, body="您好", gloss="Hello")
    file = table(
        tmp_path,
        "我的话术\n主题,标题,内容,启用\n,一,您好,\n其他,二,再见,是\n其他,三,您好,否\n道歉,四,{订单号}抱歉,否\n",
    )
    plan = plan_scripts(desk.database, file)
    assert (plan.rows, len(plan.new), len(plan.changed), plan.unchanged) == (4, 1, 2, 1)
    with pytest.raises(ScriptsChanged):
        import_scripts(desk, file, shown="other")
    import_scripts(desk, file, shown=plan.code)
    assert [(row[0], row[1], row[2], row[3], row[5]) for row in texts(desk)] == [
        (Topic.APOLOGY, "四", "{订单号}抱歉", "", False),
        (Topic.OTHER, "一", "您好", "Hello", True),
        (Topic.OTHER, "二", "再见", "Hello", True),
        (Topic.OTHER, "三", "您好", "Hello", False),
    ]
    assert plan_scripts(desk.database, file).is_empty


def test_what_somebody_changed_since_it_was_shown_is_shown_again(desk: Desk, tmp_path: Path) -> None:
    script_id = save_script(desk, topic=Topic.OTHER, title="一", body="您好")
    file = table(tmp_path, "主题,标题,内容\n其他,一,再见\n")
    shown = plan_scripts(desk.database, file).code
    save_script(desk, script_id=script_id, topic=Topic.OTHER, title="一", body="别人改的")
    with pytest.raises(ScriptsChanged):
        import_scripts(desk, file, shown=shown)
    use_script(desk, script_id=script_id)
    assert import_scripts(desk, file, shown=plan_scripts(desk.database, file).code).changed


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("天气,一,您好,,", "There is no such topic"),
        ("道歉,,您好,,", "The title is missing"),
        ("道歉,一,,,", "has no text yet"),
        ("道歉,一,{订单},,", "Nothing fills {订单}"),
        ("道歉,一,{订单号,,", "A brace stands alone"),
        ("道歉,一,您好,x,", "not a place"),
        ("道歉,一,您好,,maybe", "Write yes or no"),
        ("道歉,一,您好,,\n道歉,一,再见,,", "This title stands in row 2 already"),
        ("道歉," + "长" * 70 + ",您好,,", "characters"),
    ],
)
def test_what_cant_be_read_is_named_and_nothing_is_taken(desk: Desk, tmp_path: Path, row: str, reason: str) -> None:
    file = table(tmp_path, f"主题,标题,内容,排序,启用\n问候,好的,好的,,\n{row}\n".replace("问候,好的,好的,,\n", ""))
    with pytest.raises(WrongCells, match=reason):
        import_scripts(desk, file)
    assert not texts(desk)


def test_a_file_without_the_columns_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NoSuchTable, match="Title"):
        plan_scripts(desk.database, table(tmp_path, "订单编号,买家\n1,2\n"))


def test_quick_phrases_of_another_program_are_known_by_their_columns(desk: Desk, tmp_path: Path) -> None:
    file = table(tmp_path, "快捷编码,快捷短语,快捷短语分组\nhy,欢迎光临，{买家昵称},问候\n")
    import_scripts(desk, file)
    assert texts(desk) == [(Topic.GREETING, "hy", "欢迎光临，{买家昵称}", "", 1, True)]
