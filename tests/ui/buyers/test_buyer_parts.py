"""Parts of the page of buyers: what is said of a buyer and of an entry, and what a right or a clash keeps away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shopdesk.db.database import rows_of
from shopdesk.domain.buyer_times import EntryKind
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Role
from shopdesk.queries.buyer_joins import list_joins
from shopdesk.queries.buyer_times import Entry
from shopdesk.queries.buyers import find_buyer_id
from shopdesk.services.buyer_joins import join_buyers, undo_join
from shopdesk.services.contacts import note_contact
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.ui.buyers.columns import entry_state, entry_text
from shopdesk.ui.buyers.joining import JoinDialog
from shopdesk.ui.buyers.page import BuyersPage
from shopdesk.ui.buyers.panel import matter_facts, who_facts
from shopdesk.ui.buyers.reading import line_of, read_buyer, read_found
from tests.factories import NOON, add_order, make_desk
from tests.window_stand import window_on


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    add_order(made, buyer="tb_li", order_no="A1", receiver="李晓梅", phone="13912345678", address="文三路18号2幢")
    add_order(made, buyer="tb_wang", order_no="B1", receiver="王强", phone="13700001111", address="建国路9号")
    yield made
    made.database.close()


def entry(kind: EntryKind, **values: str) -> Entry:
    given = {"order_no": "A1", "goods": "", "said": "", "state": ""} | values
    return Entry(
        kind, NOON, 1, 1, given["order_no"], "一号店", given["goods"], given["said"], given["state"], Money(0), ""
    )


@pytest.mark.parametrize(
    ("of", "text", "state"),
    [
        (entry(EntryKind.ORDER, goods="皮鞋", said="脚宽\n加急", state="shipped"), "皮鞋 · 脚宽 加急", "Shipped"),
        (entry(EntryKind.CASE, goods="return", said="想退", state="closed"), "Return · 想退", "Closed"),
        (entry(EntryKind.CONTACT, said="说过了", state="spoken"), "说过了", ""),
        (entry(EntryKind.REQUEST, state="同意"), "A1", "同意"),
    ],
)
def test_an_entry_is_said_in_words(of: Entry, text: str, state: str) -> None:
    assert (entry_text(of), entry_state(of)) == (text, state)


def test_joined_records_stand_in_the_list_once(desk: Desk) -> None:
    li, wang = find_buyer_id(desk.seen, "tb_li"), find_buyer_id(desk.seen, "tb_wang")
    join_buyers(desk, kept_id=li, joined_id=wang, reason="电话里说的")
    assert [line.id for line in read_found(desk, "王强")] == [li]
    whole = read_buyer(desk, wang, ())
    assert (line_of(whole).id, line_of(whole).orders) == (li, 2)
    facts = {fact.name: fact.value for fact in who_facts(whole)}
    assert facts["Bought"].startswith("2 orders") and not list(matter_facts(whole.page))


def test_who_may_not_touch_buyers_sees_why(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    packer = Desk(desk.database, add_person(desk, name="周师傅", role=Role.WAREHOUSE.value), desk.clock)
    with window_on(packer, tmp_path, qtbot) as stand:
        stand.window.open_record("buyer", find_buyer_id(desk.seen, "tb_li"))
        page = stand.window.page
        assert isinstance(page, BuyersPage)
        stand.wait_for(lambda: page.found.panel.record is not None)
        stand.settle()
        for name in ("edit", "join", "block", "stop_care"):
            action = page.found.commands.by_name[name]
            assert not action.isEnabled() and action.toolTip(), name
        stand.keys("J")
        assert list_joins(desk.seen) == []


def test_somebody_else_joined_them_meanwhile(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    li, wang = find_buyer_id(desk.seen, "tb_li"), find_buyer_id(desk.seen, "tb_wang")
    other = Desk(desk.database, add_person(desk, name="林客服", role=Role.SUPERVISOR.value), desk.clock)
    with window_on(desk, tmp_path, qtbot) as stand:
        stand.window.open_record("buyer", li)
        page = stand.window.page
        assert isinstance(page, BuyersPage)
        stand.wait_for(lambda: page.found.panel.record is not None)
        stand.settle()
        stand.keys("J")
        dialog = stand.dialog()
        assert isinstance(dialog, JoinDialog)
        dialog.line.setText("tb_wang")
        stand.wait_for(lambda: dialog.table.current() is not None)
        stand.settle()
        join_id = join_buyers(other, kept_id=wang, joined_id=li, reason="买家说的")
        dialog.reason.setText("同一个人")
        stand.click("buyers.join.save")
        assert "林客服" in stand.asked() and dialog.isVisible()
        stand.keys("Escape")
        undo_join(other, join_id=join_id)
    assert rows_of(desk.database, "SELECT count(*) FROM buyer_join") == [(1,)]


def test_in_a_small_window_names_are_not_cut_off(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    for name in ("tb_li", "tb_wang"):
        note_contact(desk, buyer_id=find_buyer_id(desk.seen, name), kind="spoken", note="问到哪了")
    with window_on(desk, tmp_path, qtbot) as stand:
        page = stand.open("buyers")
        stand.window.resize(1024, 700)
        stand.settle()
        table = page.found.table
        assert len(table.records.rows) == 2
        assert table.horizontalScrollBar().maximum() == 0
        assert table.columnWidth(table.records.column_of("buyer")) >= 80
        assert page.found.line.width() >= page.found.kinds.width()
