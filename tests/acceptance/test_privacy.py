"""Who need not see buyers' phones and addresses sees masks; who looks or takes a list away is written down; what is old
goes (DATA-06)."""

import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.clock import now
from shopdesk.db.database import open_database, rows_of
from shopdesk.domain.permissions import Right, Role
from shopdesk.services.desk import Desk
from tests.command_line import CommandLine, new_shop
from tests.factories import add_order, make_desk
from tests.platform_files import header, write_csv
from tests.window_stand import WindowStand, window_on

Part = TypeVar("Part", bound=QWidget)
PHONE, STREET = "13812345678", "长乐巷77弄5号"
STAFF = {"李姐": "supervisor", "小王": "agent", "小陈": "registrar", "老赵": "warehouse", "阿芳": "finance"}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    made = new_shop(tmp_path)
    row = {
        "订单编号": "1001", "买家会员名": "tb_a", "订单状态": "买家已付款，等待卖家发货", "收货人姓名": "张三",
        "联系手机": PHONE, "收货地址 ": f"浙江省 杭州市 西湖区 {STREET}(310000)", "买家留言": f"打 {PHONE}",
        "订单创建时间": "2023-06-01 08:59:00", "订单付款时间 ": "2023-06-01 09:00:00", "买家实际支付金额": "99.00",
        "宝贝标题 ": "真皮单鞋", "宝贝总数量": "1",
    }  # fmt: skip
    made.done("import", write_csv(tmp_path / "orders.csv", header("taobao_ExportOrderList_2017_csv"), [row]))
    for name, role in STAFF.items():
        made.done("user", "add", name, "--role", role)
    monkeypatch.setenv("SHOPDESK_PASSWORD", "correct horse")
    monkeypatch.setenv("SHOPDESK_PERSON", "Owner")
    for name in ("Owner", *STAFF):
        monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse\n"))
        made.done("user", "password", name)
    return made


def deeds(shop: CommandLine, kind: str) -> list[tuple[str, str, str]]:
    database = open_database(shop.address)
    trail = "trail t JOIN person p ON p.id = t.person_id"
    sql = f"SELECT p.name, t.action, t.after FROM {trail} WHERE t.kind = ? ORDER BY t.id"
    found = rows_of(database, sql, (kind,))
    database.close()
    return [(who, action, after) for who, action, after in found]


@pytest.mark.rule("DATA-06")
@pytest.mark.parametrize("person", ["Owner", *STAFF])
def test_lists_and_exports_are_masked_for_some(shop: CommandLine, tmp_path: Path, person: str) -> None:
    is_masked = STAFF.get(person) in ("warehouse", "finance")
    (order,) = shop.done("--person", person, "orders", "--format", "jsonl").lines
    assert order["phone"] == ("138****5678" if is_masked else PHONE)
    assert order["receiver"] == "张三" and order["city"] == "杭州市"
    told = [shop.done("--person", person, "orders", "--find", PHONE, "--format", "jsonl").out]
    told.append(shop.done("--person", person, "shipments", "tb_a").out)
    shop.done("--person", person, "export", "orders", "-o", tmp_path / "orders.csv")
    told.append((tmp_path / "orders.csv").read_text("utf-8-sig"))
    assert "1001" in told[0], "a whole number finds its order for everybody"
    plain = [text for text in told if PHONE in text or STREET in text]
    assert bool(plain) != is_masked


@pytest.mark.rule("DATA-06")
@pytest.mark.parametrize("person", ["Owner", *STAFF])
def test_who_sent_a_box_and_who_gets_money_is_masked_for_some(shop: CommandLine, person: str) -> None:
    is_masked = STAFF.get(person) in ("warehouse", "finance")
    sender = ("--sender-name", "陈小满", "--sender-phone", PHONE, "--sender-address", STREET)
    shop.done("--person", "小王", "intake", "add", "YT7700000000001", *sender)
    payee = ("--channel", "wallet", "--payee", "陈小满", "--account", PHONE)
    freight = ("1001", "--kind", "freight", "--amount", "12.00", "--reason", "寄回运费")
    shop.done("--person", "李姐", "refund", "ask", *freight, *payee)
    told = [
        shop.done("--person", person, *asked).out
        for asked in (
            ("intake", "show", "1"),
            ("intake", "list", "--find", PHONE, "--format", "jsonl"),
            ("refund", "list", "--format", "jsonl"),
            ("refund", "show", "1"),
        )
    ]
    assert "YT7700000000001" in told[1], "a whole number finds its box for everybody"
    hidden = [text for text in told if PHONE in text or STREET in text]
    assert bool(hidden) != is_masked
    assert all("陈**" in told[place] for place in (0, 2)) is is_masked


@pytest.mark.rule("DATA-06")
def test_taking_a_plain_list_away_is_noted(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("--person", "小王", "export", "orders", "-o", tmp_path / "orders.xlsx")
    shop.done("--person", "阿芳", "export", "orders", "-o", tmp_path / "masked.xlsx")
    assert deeds(shop, "list") == [("小王", "exported", '{"list": "orders", "rows": 1}')]


@pytest.mark.rule("DATA-06")
def test_the_warehouse_looks_one_up_and_finance_only_if_it_may(shop: CommandLine) -> None:
    answer = shop.done("--person", "老赵", "look", "1001", "--reason", "courier asks", "--json").json
    assert (answer["phone"], answer["address"]) == (PHONE, STREET)
    assert ("老赵", "looked", "{}") in deeds(shop, "order")
    refused = shop("--person", "阿芳", "look", "1001")
    assert refused.status == 1 and "may not look up one order's phone and address" in refused.err
    shop.done("user", "grant", "阿芳", "look-up")
    shop.done("--person", "阿芳", "look", "1001")


@pytest.mark.rule("DATA-06")
def test_papers_carry_the_number_for_the_warehouse(shop: CommandLine, tmp_path: Path) -> None:
    import pypdfium2

    shop.done("register", "1001")
    told: dict[str, str] = {}
    for person in ("老赵", "阿芳"):
        shop.done("user", "grant", person, "print-plain")
        again = ("--reprint", "another") if told else ()
        shop.done("--person", person, "print", "slip", "1001", "-o", tmp_path / "paper.pdf", *again)
        with pypdfium2.PdfDocument(tmp_path / "paper.pdf") as document:
            told[person] = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    assert PHONE in told["老赵"] and STREET in told["老赵"]
    assert STREET not in told["阿芳"]
    assert PHONE not in told["阿芳"]


@pytest.mark.rule("DATA-06")
def test_old_data_is_wiped_after_a_count_and_a_backup(shop: CommandLine) -> None:
    shop.done("register", "1001")
    dry = shop.done("wipe", "--older-than-months", "12", "--dry-run", "--json").json
    assert (dry["orders"], dry["left"]) == (0, 1), "it has not been shipped"
    database = open_database(shop.address)
    database.execute_sql("UPDATE orders SET stage = 5, status = 3, held = 0")
    database.close()
    dry = shop.done("wipe", "--older-than-months", "12", "--dry-run", "--json").json
    assert (dry["orders"], dry["left"], dry["buyers"]) == (1, 0, 1)
    refused = shop("--person", "李姐", "wipe", "--older-than-months", "12", "--confirm", "1")
    assert refused.status == 1 and "may not wipe old personal data" in refused.err
    assert shop("wipe", "--older-than-months", "12", "--confirm", "7").status == 1
    assert shop("wipe", "--older-than-months", "12").status == 2
    done = shop.done("wipe", "--older-than-months", "12", "--confirm", "1", "--json").json
    assert Path(done["backup"]).exists()
    (order,) = shop.orders()
    assert (order["receiver"], order["phone"], order["address"], order["buyer_message"]) == ("", "", "", "")
    assert order["paid"] == "99.00"
    assert shop.orders("--find", PHONE) == []
    shop.done("check")


# In the window


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path, clock=now)
    add_order(made, order_no="1001", phone=PHONE, address=STREET, buyer="tb_a", created=now(), paid_at=now())
    add_order(made, order_no="1002", phone="13987654321", created=now() - 1, paid_at=now())
    return made


def as_role(desk: Desk, role: Role, *extra: Right) -> Desk:
    desk.database.execute_sql("UPDATE person SET role = ?", (role.value,))
    return replace(desk, actor=replace(desk.actor, role=role.value, extra=frozenset(extra)))


def part(window: QWidget, kind: type[Part], name: str) -> Part:
    found = window.findChild(kind, name)
    assert found is not None
    return found


def choose(stand: WindowStand, order_id: int) -> None:
    page = stand.open("orders")
    page.open_record("order", order_id)
    stand.settle()
    stand.wait_for(lambda: page.panel.everything is not None and page.panel.everything.order.id == order_id)


def is_told(stand: WindowStand, text: str) -> bool:
    return any(text in each.text() for each in stand.window.findChildren(QLabel) if each.isVisible())


@pytest.mark.rule("DATA-06")
def test_the_warehouse_lifts_the_mask_of_one_order_until_it_is_left(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(as_role(desk, Role.WAREHOUSE), tmp_path, qtbot) as stand:
        choose(stand, 1)
        assert is_told(stand, "138****5678") and not is_told(stand, PHONE) and not is_told(stand, STREET)
        stand.open("orders").panel.findChild(QPushButton, "orders.panel.receiver.look_up").setFocus()
        stand.click("orders.panel.receiver.look_up")
        assert is_told(stand, PHONE) and is_told(stand, STREET)
        assert stand.open("orders").table.hasFocus(), "the button is gone, and keys go on working"
        assert rows_of(desk.database, "SELECT record_id FROM trail WHERE action = 'looked'") == [(1,)]
        choose(stand, 2)
        assert is_told(stand, "139****4321") and not is_told(stand, "13987654321")
        choose(stand, 1)
        assert not is_told(stand, PHONE)


@pytest.mark.rule("DATA-06")
def test_finance_has_no_such_button_and_copies_masks(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(as_role(desk, Role.FINANCE), tmp_path, qtbot) as stand:
        choose(stand, 1)
        assert not part(stand.window, QPushButton, "orders.panel.receiver.look_up").isVisible()
        page = stand.open("orders")
        page.table.selectAll()
        stand.keys("Ctrl+C", into=page.table)
        copied = QApplication.clipboard().text()
        assert "1001" in copied and PHONE not in copied


@pytest.mark.rule("DATA-06")
def test_an_agent_sees_everything(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(as_role(desk, Role.AGENT), tmp_path, qtbot) as stand:
        choose(stand, 1)
        assert is_told(stand, PHONE)


@pytest.mark.rule("DATA-06")
def test_the_owner_wipes_from_settings(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    long_ago = now() - 30 * 31 * 86_400_000
    desk.database.execute_sql("UPDATE orders SET created = ?, stage = 5, status = 3 WHERE id = 1", (long_ago,))
    with window_on(desk, tmp_path, qtbot) as stand:
        stand.shop.open_settings().show_section("old_data")
        months = part(stand.dialog(), QSpinBox, "settings.old_data.months")
        stand.keys("Return", into=months)  # counts, and leaves the dialog open
        dialog = stand.dialog()
        assert "1 order, 1 buyers" in part(dialog, QLabel, "settings.old_data.said").text()
        typed = part(dialog, QLineEdit, "settings.old_data.typed")
        wipe = part(dialog, QPushButton, "settings.old_data.wipe")
        typed.setText("2")
        assert not wipe.isEnabled()
        typed.setText("1")
        stand.click("settings.old_data.wipe")
        assert rows_of(desk.database, "SELECT phone FROM orders ORDER BY id") == [("",), ("13987654321",)]
