"""Every change stands in a trail that is searched and exported, and nobody changes it unnoticed (TEAM-03)."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shopdesk.db.database import Database, open_database, place_of, rows_of
from shopdesk.db.trail import Entry, append_trails, newest_link
from shopdesk.domain.flags import Colour
from shopdesk.services.orders import set_flag
from shopdesk.services.pc_key import recall, remember
from shopdesk.services.setup import open_desk
from shopdesk.services.trail import note_restore, vouch
from shopdesk.services.trail_words import what_happened
from shopdesk.ui.trail.filter_bar import OWN_DAYS
from tests.command_line import CommandLine, new_shop
from tests.factories import NOON, add_order, make_desk
from tests.platform_files import header, write_csv
from tests.trails import open_locks
from tests.window_stand import WindowStand, window_on


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    """Two orders; one has been given a flag, held and let go, the other its price changed."""
    made = new_shop(tmp_path)
    row = {
        "订单状态": "买家已付款，等待卖家发货", "收货人姓名": "张三", "联系手机": "13800000001",
        "收货地址 ": "浙江省 杭州市 西湖区 示例路1号(310000)", "订单创建时间": "2026-06-01 08:59:00",
        "订单付款时间 ": "2026-06-01 09:00:00", "买家实际支付金额": "99.00", "宝贝标题 ": "真皮单鞋", "宝贝总数量": "1",
    }  # fmt: skip
    rows = [row | {"订单编号": number, "买家会员名": f"tb{number}"} for number in ("1001", "1002")]
    made.done("import", write_csv(tmp_path / "orders.csv", header("taobao_ExportOrderList_2017_csv"), rows))
    made.done("flag", "1001", "--to", "red")
    made.done("hold", "1001", "--reason", "缺货")
    made.done("release", "1001", "--reason", "到货")
    made.done("order", "edit", "1002", "--paid", "88.50", "--reason", "让价")
    return made


def exported(shop: CommandLine, folder: Path, *options: str) -> list[dict[str, str]]:
    shop.done("export", "trail", "-o", folder / "trail.csv", *options)
    with (folder / "trail.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def tamper(shop: CommandLine, *statements: str) -> None:
    """Somebody with full access to the database."""
    database = open_database(shop.address)
    open_locks(database)
    for statement in statements:
        database.execute_sql(statement)
    database.close()


def recompute(database: Database) -> None:
    rows = rows_of(
        database, "SELECT at, person_id, action, kind, record_id, before, after, reason FROM trail ORDER BY id"
    )
    open_locks(database)
    database.execute_sql("DELETE FROM trail")
    for at, person, action, kind, record, before, after, reason in rows:
        entry = Entry(record, json.loads(before), json.loads(after))
        why = "" if reason == "缺货" else reason
        append_trails(database, [entry], at=at, person_id=person, action=action, kind=kind, reason=why)


@pytest.mark.rule("TEAM-03")
def test_the_trail_is_exported_in_words_and_chosen_from(shop: CommandLine, tmp_path: Path) -> None:
    rows = exported(shop, tmp_path, "--record", "1001")
    assert [row["change"] for row in rows] == ["Flag: Grey → Red", "On hold: 缺货", "Released: 到货"]
    assert {row["record"] for row in rows} == {"1001"}
    (edit,) = [row for row in exported(shop, tmp_path, "--record", "1002") if row["action"] == "edit"]
    assert "Paid: 99.00 → 88.50" in edit["change"]
    assert edit["before"].endswith("Paid: 99.00") and edit["after"].endswith("Paid: 88.50")
    assert exported(shop, tmp_path, "--person", "Owner", "--since", "2020-01-01")
    assert exported(shop, tmp_path, "--until", "2020-01-01") == []
    wrong = shop("export", "trail", "-o", tmp_path / "x.csv", "--flag", "red")
    assert wrong.status == 2


@pytest.mark.rule("TEAM-03")
def test_only_who_has_the_right_reads_all_of_it(
    shop: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPDESK_PASSWORD", "correct horse")
    monkeypatch.setenv("SHOPDESK_PERSON", "Owner")
    for name, role in (("李姐", "supervisor"), ("小王", "agent")):
        shop.done("user", "add", name, "--role", role)
    for name in ("Owner", "李姐", "小王"):
        monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse\n"))
        shop.done("user", "password", name)
    assert shop("--person", "李姐", "export", "trail", "-o", tmp_path / "a.csv").status == 0
    refused = shop("--person", "小王", "export", "trail", "-o", tmp_path / "b.csv")
    assert refused.status == 1 and "may not search the trail" in refused.err
    assert not (tmp_path / "b.csv").exists()


@pytest.mark.rule("TEAM-03")
def test_check_says_which_row_was_changed(shop: CommandLine) -> None:
    shop.done("check")
    tamper(shop, "UPDATE trail SET reason = '' WHERE reason = '缺货'")
    answer = shop("check")
    assert answer.status == 1 and "was changed from outside, or what stood before it is gone" in answer.err


@pytest.mark.rule("TEAM-03")
def test_a_whole_new_chain_is_noticed_by_the_pc_that_vouched(shop: CommandLine) -> None:
    """Everything recomputed, and the heads thrown away as well."""
    shop.done("check")
    database = open_database(shop.address)
    recompute(database)
    database.execute_sql("DELETE FROM trail_head")
    database.close()
    answer = shop("check")
    assert answer.status == 1
    assert "the trail was rewritten" in answer.err and "is gone from the shop" in answer.err
    assert shop("check").status == 1, "it goes on saying so"
    shop.done("check", "--accept-trail", "tried out")
    shop.done("check")


@pytest.mark.rule("TEAM-03")
def test_rows_cut_off_the_end_are_noticed(shop: CommandLine) -> None:
    shop.done("check")
    tamper(shop, "DELETE FROM trail WHERE id > (SELECT max(id) - 2 FROM trail)")
    answer = shop("check")
    assert answer.status == 1 and "rows at its end are gone" in answer.err


@pytest.mark.rule("TEAM-03")
def test_a_restored_backup_is_noted_and_fits(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("backup", tmp_path / "before.db")
    shop.done("flag", "1002", "--to", "blue")
    shop.done("check")
    shop.done("restore", tmp_path / "before.db")
    shop.done("check")
    assert exported(shop, tmp_path)[-1]["change"] == "Backup restored Backup: before.db"


@pytest.mark.rule("TEAM-03")
def test_a_copied_shop_keeps_its_trail(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("check")
    shop.done("copy", str(shop.address), str(tmp_path / "copy.db"))
    CommandLine(tmp_path / "copy.db").done("check")


@pytest.mark.rule("TEAM-03")
def test_the_window_vouches_as_it_closes_and_says_what_does_not_fit(
    shop: CommandLine, tmp_path: Path, qtbot: QtBot
) -> None:
    with window_on(open_desk(shop.address), tmp_path, qtbot) as stand:
        page = stand.open("trail")
        stand.scan("1001")
        stand.wait_for(lambda: len(page.table.records.rows) == 3)
        stand.shop.trail.look()
        stand.settle()
    tamper(shop, "DELETE FROM trail WHERE id > (SELECT max(id) - 1 FROM trail)")
    with window_on(open_desk(shop.address), tmp_path, qtbot) as stand:
        stand.shop.trail.look()
        stand.settle()
        assert any("rows at its end are gone" in each.text() for each in stand.window.findChildren(QLabel))


@pytest.mark.rule("TEAM-03")
def test_the_page_finds_by_record_person_and_day_and_exports_what_is_found(
    shop: CommandLine, tmp_path: Path, qtbot: QtBot
) -> None:
    shop.done("user", "add", "小王", "--role", "agent")
    with window_on(open_desk(shop.address), tmp_path, qtbot) as stand:
        page = stand.open("trail")
        stand.wait_for(lambda: len(page.table.records.rows) > 4)
        stand.keys("text:1002")
        stand.wait_for(lambda: {row.record for row in page.table.records.rows} == {"1002"})
        assert any("Paid: 99.00 → 88.50" in what_happened(row.change) for row in page.table.records.rows)
        found = len(page.table.records.rows)
        page.export(tmp_path / "found.csv")
        stand.settle()
        with (tmp_path / "found.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [row["record"] for row in csv.DictReader(file)] == ["1002"] * found
        page.filter.person.setCurrentIndex(page.filter.person.findData("小王"))
        stand.wait_for(page.empty.isVisible)
        page.filter.clear()
        page.filter.span.setCurrentIndex(page.filter.span.findData(OWN_DAYS))
        page.filter.since.setDate(QDate(2020, 1, 1))
        page.filter.until.setDate(QDate(2020, 1, 2))
        stand.wait_for(page.empty.isVisible)
        stand.click("trail.empty.button")
        stand.wait_for(lambda: len(page.table.records.rows) > 4)


def banner(stand: WindowStand) -> str:
    found = stand.window.findChild(QLabel, "main.banner.trail.text")
    return found.text() if found else ""


@pytest.mark.rule("TEAM-03")
def test_a_restore_on_another_pc_is_explained_and_accepted_in_the_window(tmp_path: Path, qtbot: QtBot) -> None:
    desk = make_desk(tmp_path)
    set_flag(desk, order_ids=[add_order(desk)], colour=Colour.RED)
    vouch(desk)
    mine, end = recall(place_of(desk.database)), newest_link(desk.database).id
    open_locks(desk.database)
    desk.database.execute_sql("DELETE FROM trail WHERE id = ?", (end,))
    desk.database.execute_sql("DELETE FROM trail_head")
    note_restore(desk.database, backup="shop.db", at=NOON, person="Owner")
    remember(place_of(desk.database), mine)  # this PC did not restore
    with window_on(desk, tmp_path, qtbot) as stand:
        stand.shop.trail.look()
        stand.wait_for(lambda: "Owner restored a backup on" in banner(stand))
        stand.click("main.banner.trail.action")
        stand.answer("The disk broke")
        stand.wait_for(lambda: not banner(stand))
