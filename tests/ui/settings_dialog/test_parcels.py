"""Settings of parcels on their way, of repairs, and of the service that tells where parcels are."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from shopdesk import settings
from shopdesk.domain.arrival import DAYS
from shopdesk.domain.permissions import Right
from shopdesk.domain.repair_texts import RepairWords, memo_line
from shopdesk.domain.repairs import State
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services import tracking_poll, tracking_trial
from shopdesk.services.desk import Desk, work
from shopdesk.services.shop_settings import keep_state, save_setting, setting_bases
from shopdesk.services.tracking_rows import follow_parcel
from shopdesk.settings import (
    ARRIVAL_DAYS,
    CLAIM_ANSWER_DAYS,
    DAMAGE_RETURN_DAYS,
    DETOUR_RATES,
    DETOUR_TEXTS,
    INTERCEPT_ESCALATE_HOURS,
    REFUSE_TEXT,
    REPAIR_DAYS,
    REPAIR_FAULTS,
    REPAIR_MEMO,
    REPAIR_TEXTS,
    STALLED_BY_CARRIER,
    STALLED_DAYS,
    TRACKING_ACCOUNT,
    TRACKING_CODES,
    TRACKING_HOURS,
    TRACKING_LAST,
    TRACKING_SERVICE,
    Setting,
)
from shopdesk.tracking.kuaidi100 import Kuaidi100
from shopdesk.ui import settings_dialog
from shopdesk.ui.background import Background
from shopdesk.ui.settings_dialog.dialog import SettingsDialog
from shopdesk.ui.settings_dialog.parcels import Parcels
from shopdesk.ui.settings_dialog.repairs import Repairs
from shopdesk.ui.settings_dialog.section import Section
from shopdesk.ui.settings_dialog.tracking import Tracking
from shopdesk.ui.settings_dialog.troubles import Troubles
from tests.factories import add_order
from tests.kuaidi_server import CUSTOMER, KEY, StandIn, event, found, kuaidi_server

Make = Callable[[type[Section]], Any]


@pytest.fixture
def section(desk: Desk, qtbot: QtBot) -> Make:
    """One of the sections, as the dialog makes it."""

    def make(kind: Any) -> Any:
        made = kind(desk)
        made.bases = dict(setting_bases(desk.database))
        qtbot.addWidget(made)
        return made

    return make


def part(section: QWidget, kind: type[Any], name: str) -> Any:
    found = section.findChild(kind, f"{section.objectName()}.{name}")
    assert found is not None, name
    return found


def number(section: QWidget, key: str) -> QSpinBox:
    return part(section, QSpinBox, key)  # type: ignore[no-any-return]


def line(section: QWidget, key: str) -> QLineEdit:
    return part(section, QLineEdit, key)  # type: ignore[no-any-return]


def said(section: QWidget, key: str) -> str:
    return str(part(section, QLabel, f"{key}.message").text())


def add_row(section: QWidget, key: str, first: str, second: str) -> None:
    """Type into the empty row of a table."""
    table: QTableWidget = part(section, QTableWidget, key)
    row = table.rowCount() - 1
    for column, text in enumerate((first, second)):
        item = table.item(row, column)
        assert item is not None
        item.setText(text)


def trail_count(desk: Desk) -> int:
    return int(desk.database.execute_sql("SELECT count(*) FROM trail").fetchone()[0])


def test_what_is_typed_about_parcels_holds_for_everybody(section: Make, desk: Desk) -> None:
    made = section(Parcels)
    number(made, "stalled").setValue(4)
    number(made, "claims").setValue(5)
    add_row(made, "carriers", "EMS", "8")
    line(made, "days_far").setText("3－6".replace("－", "–"))
    add_row(made, "provinces", "云南", "4")
    assert made.check(), made.wrong
    made.save()
    assert get_setting(desk.database, STALLED_DAYS) == 4
    assert get_setting(desk.database, STALLED_BY_CARRIER) == {"EMS": 8}
    assert get_setting(desk.database, CLAIM_ANSWER_DAYS) == 5
    assert get_setting(desk.database, ARRIVAL_DAYS) == {**DAYS, "far": [3, 6], "云南": [4]}


@pytest.mark.parametrize(
    ("key", "row", "words"),
    [
        ("carriers", ("白鸽快递", "3"), "“白鸽快递” is not among the known carriers."),
        ("carriers", ("EMS", "0"), "Write the days beside “EMS”, from 1 to 90."),
        ("carriers", ("EMS", ""), "Write the days beside “EMS”, from 1 to 90."),
        ("provinces", ("巴黎", "3"), "“巴黎” is no province. Write it like 云南 or 台湾."),
        ("provinces", ("city", "3"), "“city” is no province. Write it like 云南 or 台湾."),
        ("provinces", ("云南", "soon"), "云南: Write days like 3 or 3-5, up to 90."),
        ("provinces", ("云南", "5-3"), "云南: Write days like 3 or 3-5, up to 90."),
        ("provinces", ("云南", "1-2-3"), "云南: Write days like 3 or 3-5, up to 90."),
    ],
)
def test_tables_of_parcels_say_what_is_wrong(section: Make, key: str, row: tuple[str, str], words: str) -> None:
    made = section(Parcels)
    add_row(made, key, *row)
    assert not made.check()
    assert said(made, key) == words


def test_days_that_are_none_are_said_under_their_field(section: Make) -> None:
    made = section(Parcels)
    line(made, "days_city").setText("0-2")
    assert not made.check()
    assert said(made, "days_city") == "Write days like 3 or 3-5, up to 90."


def test_what_is_typed_about_troubles_holds_for_everybody(section: Make, desk: Desk) -> None:
    made = section(Troubles)
    number(made, "escalate").setValue(12)
    line(made, "back").setText("7.50")
    number(made, "risk_post").setValue(30)
    part(made, QPlainTextEdit, "refuse.text").setPlainText("亲 {buyer}，请拒收 {waybill}。")
    part(made, QPlainTextEdit, "detour.text").setPlainText("改由 {new_carrier}，{days} 天到。")
    assert made.check(), made.wrong
    made.save()
    assert get_setting(desk.database, INTERCEPT_ESCALATE_HOURS) == 12
    assert get_setting(desk.database, DETOUR_RATES) == {**DETOUR_RATES.default, "back": 750, "risk_post": 30}
    assert get_setting(desk.database, REFUSE_TEXT) == "亲 {buyer}，请拒收 {waybill}。"
    assert get_setting(desk.database, DETOUR_TEXTS) == {"bring-back": "改由 {new}，{days} 天到。"}


def test_what_is_wrong_about_troubles_is_said(section: Make) -> None:
    made = section(Troubles)
    line(made, "post").setText("zwölf")
    part(made, QPlainTextEdit, "refuse.text").setPlainText("{phone}")
    assert not made.check()
    assert said(made, "post") == "Write an amount in yuan, such as 6.00."
    line(made, "post").setText("12")
    assert not made.check()
    assert made.wrong.startswith("The buyer is to refuse it: Nothing fills in {phone}. Use {buyer}")


def test_what_is_typed_about_repairs_holds_for_everybody(section: Make, desk: Desk) -> None:
    made = section(Repairs)
    number(made, "days").setValue(20)
    number(made, "return_days").setValue(30)
    part(made, QPlainTextEdit, "faults").setPlainText("开胶\n\n 断  底 \n开胶")
    told, memo = (part(made, QWidget, f"{name}.occasion") for name in ("told", "memo"))
    told.setCurrentIndex(told.findData("estimate"))
    part(made, QPlainTextEdit, "told.text").setPlainText("修 {item} 要 {amount}，可以吗？")
    memo.setCurrentIndex(memo.findData("at-factory"))
    part(made, QPlainTextEdit, "memo.text").setPlainText("返厂维修")
    assert made.check(), made.wrong
    made.save()
    assert get_setting(desk.database, REPAIR_DAYS) == 20
    assert get_setting(desk.database, DAMAGE_RETURN_DAYS) == 30
    assert get_setting(desk.database, REPAIR_FAULTS) == ["开胶", "断 底"]
    assert get_setting(desk.database, REPAIR_TEXTS) == {"estimate": "修 {item} 要 {amount}，可以吗？"}
    assert get_setting(desk.database, REPAIR_MEMO) == {"at-factory": "返厂维修"}
    words = RepairWords(State.AT_FACTORY, "5815 深紫 W7", "开胶", "3-2")
    assert memo_line(words, get_setting(desk.database, REPAIR_MEMO)) == "3-2 5815 深紫 W7 开胶: 返厂维修"


def test_repairs_need_a_fault_word_and_memos_have_no_blanks(section: Make) -> None:
    made = section(Repairs)
    part(made, QPlainTextEdit, "faults").setPlainText(" \n")
    part(made, QPlainTextEdit, "memo.text").setPlainText("{buyer}")
    assert not made.check()
    assert said(made, "faults") == "Write at least one word."
    part(made, QPlainTextEdit, "faults").setPlainText("开胶")
    assert not made.check()
    assert made.wrong.endswith("Nothing fills in {buyer} here.")


@pytest.mark.parametrize("kind", [Parcels, Troubles, Repairs])
def test_saving_without_a_change_leaves_no_trace(section: Make, desk: Desk, kind: type[Section]) -> None:
    before = trail_count(desk)
    made = section(kind)
    assert made.check()
    made.save()
    assert trail_count(desk) == before


def _asking(address: str) -> Callable[..., Kuaidi100]:
    """What makes the service, at another address."""

    def make(_service: object, *, account: str, key: str, codes: dict[str, str]) -> Kuaidi100:
        return Kuaidi100(account, key, codes, address=address, timeout_s=2)

    return make


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The service, on this PC."""
    with kuaidi_server() as made:
        monkeypatch.setattr(tracking_trial, "make_service", _asking(made.address))
        yield made


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring in memory."""
    import keyring

    kept: dict[tuple[str, str], str] = {}
    monkeypatch.delenv(tracking_poll.VARIABLE, raising=False)
    monkeypatch.setattr(keyring, "get_password", lambda service, account: kept.get((service, account)))
    monkeypatch.setattr(keyring, "set_password", lambda *three: kept.update({three[:2]: three[2]}))
    return kept


@pytest.fixture
def tracking(desk: Desk, background: Background, server: StandIn, keys: object, qtbot: QtBot) -> Tracking:
    made = Tracking(desk, background)
    made.bases = dict(setting_bases(desk.database))
    qtbot.addWidget(made)
    made.show()
    return made


def fill_in(tracking: Tracking, *, account: str = CUSTOMER, key: str = KEY) -> None:
    service = part(tracking, QWidget, "service")
    service.setCurrentIndex(service.findData("kuaidi100"))
    line(tracking, "account").setText(account)
    line(tracking, "key").setText(key)


def try_it(tracking: Tracking, qtbot: QtBot, waybill: str = "YT7450000000001") -> str:
    line(tracking, "waybill").setText(waybill)
    made = part(tracking, QPushButton, "try")
    made.click()
    qtbot.waitUntil(made.isEnabled)
    return tracking.said.text()


def test_trying_says_the_newest_of_a_parcel(tracking: Tracking, server: StandIn, qtbot: QtBot, desk: Desk) -> None:
    server.parcels["YT7450000000001"] = found(
        "YT7450000000001",
        event("2026-11-21 10:00:00", "快件已到达", place="杭州"),
        event("2026-11-20 9:00:00", "已揽收"),
    )
    fill_in(tracking)
    assert try_it(tracking, qtbot) == "It answers: 2 events, the newest 2026-11-21 10:00 杭州 快件已到达"
    assert tracking.said.property("role") == "good"
    assert get_setting(desk.database, TRACKING_SERVICE) == "", "trying keeps nothing"


def test_trying_says_what_is_wrong_and_what_to_do(tracking: Tracking, server: StandIn, qtbot: QtBot) -> None:
    tracking.try_now()
    assert tracking.said.text() == "Choose a service first."
    fill_in(tracking, key="")
    assert try_it(tracking, qtbot).startswith("The key of 快递100 (kuaidi100.com) is not known at this PC.")
    fill_in(tracking, key="wrong")
    assert "refuses the account or its key" in try_it(tracking, qtbot)
    assert "Compare the customer id and the key" in tracking.said.text()
    assert tracking.said.property("role") == "danger"
    fill_in(tracking)
    assert try_it(tracking, qtbot, "").startswith("Name the waybill of a parcel")
    assert "Try a parcel of the last days." in try_it(tracking, qtbot, "YT7450000000009")
    server.raw = b"<html>captive portal</html>"
    assert "answering in its place" in try_it(tracking, qtbot)
    server.raw, server.status = None, 503
    assert "reaches the internet" in try_it(tracking, qtbot)


def test_a_parcel_on_its_way_is_offered_and_enter_tries_it(
    desk: Desk, open_settings: Callable[[], SettingsDialog], server: StandIn, keys: object, qtbot: QtBot
) -> None:
    with work(desk, Right.SERVE) as doing:
        follow_parcel(doing, waybill="YT7450000000001", carrier="圆通速递", order_id=add_order(desk, status=2))
    server.parcels["YT7450000000001"] = found("YT7450000000001", event("2026-11-21 10:00:00", "已签收"))
    dialog = open_settings()
    dialog.show_section("tracking")
    tracking = next(each for each in dialog.sections if isinstance(each, Tracking))
    qtbot.waitUntil(lambda: tracking.waybill.text() == "YT7450000000001")
    fill_in(tracking)
    QTest.keyClick(tracking.waybill, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tracking.said.text().startswith("It answers: 1 event, 2026-11-21 10:00"))
    assert dialog.isVisible(), "Enter there doesn't save"


def test_account_goes_to_the_shop_and_the_key_to_the_keyring(
    tracking: Tracking, keys: dict[tuple[str, str], str], desk: Desk
) -> None:
    keep_state(desk.database, TRACKING_LAST, {"failure": "refused", "until": "1"})
    fill_in(tracking)
    number(tracking, "hours").setValue(8)
    add_row(tracking, "codes", "EMS", "emsbg")
    assert tracking.check(), tracking.wrong
    tracking.save()
    assert get_setting(desk.database, TRACKING_SERVICE) == "kuaidi100"
    assert get_setting(desk.database, TRACKING_ACCOUNT) == CUSTOMER
    assert get_setting(desk.database, TRACKING_CODES) == {"EMS": "emsbg"}
    assert get_setting(desk.database, TRACKING_HOURS) == 8
    assert keys == {("shopdesk tracking", f"kuaidi100:{CUSTOMER}"): KEY}
    assert get_setting(desk.database, TRACKING_LAST) == {}
    stored = desk.database.execute_sql("SELECT before, after FROM trail").fetchall()
    assert KEY not in str(stored)


def test_a_service_needs_an_account_and_codes_a_carrier(tracking: Tracking) -> None:
    fill_in(tracking, account="", key="with blank")
    add_row(tracking, "codes", "白鸽快递", "baige")
    assert not tracking.check()
    assert said(tracking, "account").startswith("The service wants to know who asks.")
    assert said(tracking, "key") == "A key has only letters and figures."
    assert said(tracking, "codes") == "“白鸽快递” is not among the known carriers."


def test_why_the_service_is_left_alone_is_said(
    desk: Desk, background: Background, keys: dict[tuple[str, str], str], qtbot: QtBot
) -> None:
    save_setting(desk, TRACKING_SERVICE, "kuaidi100")
    save_setting(desk, TRACKING_ACCOUNT, CUSTOMER)
    made = Tracking(desk, background)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: "This PC doesn't have the key yet" in made.said.text())
    keys["shopdesk tracking", f"kuaidi100:{CUSTOMER}"] = KEY
    until = str(desk.clock() + 3_600_000)
    keep_state(desk.database, TRACKING_LAST, {"failure": "refused", "detail": "503", "tries": "1", "until": until})
    made = Tracking(desk, background)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: "refuses the account or its key (503). It is left alone until" in made.said.text())
    assert line(made, "key").placeholderText()


def test_every_setting_of_parcels_and_repairs_is_reachable(open_settings: Callable[[], SettingsDialog]) -> None:
    read = "".join(file.read_text(encoding="utf-8") for file in Path(settings_dialog.__path__[0]).glob("*.py"))
    groups = ("damage.", "tracking.", "claims.", "interceptions.", "detours.", "repairs.")
    declared = {name: value for name, value in vars(settings).items() if isinstance(value, Setting)}
    names = [name for name, value in declared.items() if value.key.startswith(groups)]
    assert [name for name in names if name not in read] == []
    assert {"parcels", "troubles", "tracking", "repairs"} <= {each.key for each in open_settings().sections}
