"""News of parcels in the window: a file whose columns are said once, and a service that is tried first (SHP-08)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import keyring
import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk.clock import iso, now
from shopdesk.db.database import rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.tracking import State
from shopdesk.queries.tracking import get_parcel, list_events, list_nobodys, list_stalled
from shopdesk.services import tracking_poll, tracking_trial
from shopdesk.services.desk import work
from shopdesk.services.tracking_poll import find_service, is_poll_due, poll_due
from shopdesk.services.tracking_rows import follow_parcel
from shopdesk.tracking.kuaidi100 import Kuaidi100
from shopdesk.ui.importing.dialog import Step
from tests.factories import add_order, make_desk
from tests.kuaidi_server import CUSTOMER, KEY, StandIn, event, found, kuaidi_server
from tests.tracking_files import moment, write_tracking
from tests.window_stand import WindowStand, window_on

pytestmark = pytest.mark.rule("SHP-08")

HEADER = "单号,哪家,几时,说了啥,在哪"
YT, OTHER, NOBODYS = "YT1000000000001", "YT1000000000002", "YT9999999999999"


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    """Two orders on their way since six days; nobody has seen this file's columns yet."""
    desk = make_desk(tmp_path, clock=now)
    left = now() - 6 * 86_400_000
    for number, waybill in enumerate((YT, OTHER)):
        add_order(desk, order_no=f"382111383860000{number}", waybill=waybill, status=2, stage=5, shipped_at=left)
    with window_on(desk, tmp_path, qtbot) as stand:
        yield stand


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The tracking service, on this PC."""
    with kuaidi_server() as made:
        made.locks = False

        def make(_service: object, *, account: str, key: str, codes: dict[str, str]) -> Kuaidi100:
            return Kuaidi100(account, key, codes, address=made.address, timeout_s=2)

        for module in (tracking_poll, tracking_trial):
            monkeypatch.setattr(module, "make_service", make)
        yield made


@pytest.fixture
def keyring_in_memory(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """The system's keyring."""
    kept: dict[tuple[str, str], str] = {}
    monkeypatch.delenv(tracking_poll.VARIABLE, raising=False)
    monkeypatch.setattr(keyring, "get_password", lambda place, account: kept.get((place, account)))
    monkeypatch.setattr(keyring, "set_password", lambda *three: kept.update({three[:2]: three[2]}))
    return kept


def take_in(window: WindowStand, file: Path) -> Any:
    """Ctrl+O and the file; the dialog once it was looked through."""
    dialog = window.shop.imports.open()
    dialog.add_files([file])
    window.wait_for(lambda: dialog.step is Step.CHECKED)
    return dialog


def text(dialog: Any, name: str) -> str:
    return str(dialog.findChild(QLabel, name).text())


def say_columns(window: WindowStand) -> None:
    """Which column is what, said in the form that a file nobody knows asks for."""
    window.click("import.problem.map")
    form = window.dialog()
    kind = form.findChild(QComboBox, "mapping.kind")
    assert kind is not None
    kind.setCurrentIndex(kind.findData("tracking"))
    shop = form.findChild(QComboBox, "mapping.shop")
    assert shop is not None and not shop.isVisible(), "tracking is of no shop"
    for field, column in {"waybill": 0, "carrier": 1, "at": 2, "said": 3, "place": 4}.items():
        choice = form.findChild(QComboBox, f"mapping.field.{field}")
        assert choice is not None, field
        head = HEADER.split(",")[column]
        choice.setCurrentIndex(next(row for row in range(choice.count()) if choice.itemText(row).startswith(head)))
    name = form.findChild(QLineEdit, "mapping.name")
    assert name is not None
    name.setText("圆通导出")
    window.click("mapping.save")


def test_a_file_of_tracking_is_mapped_once_and_its_bad_rows_are_named(window: WindowStand, tmp_path: Path) -> None:
    rows = (
        (YT, moment(1), "正在派送", "成都"),
        (YT, moment(3), "【杭州】已揽收", "杭州"),
        (YT, moment(3), "【杭州】已揽收", "杭州"),
        (YT, moment(1, zone="UTC"), "正在 派送", "成都"),
        (YT, "gestern", "到达", ""),
        (NOBODYS, moment(2), "【杭州】已揽收", "杭州"),
        (OTHER, moment(0.1), "已签收，签收人：本人", "成都"),
    )
    dialog = take_in(window, write_tracking(tmp_path / "圆通.csv", HEADER, *rows))
    say_columns(window)
    window.wait_for(lambda: dialog.step is Step.CHECKED and bool(dialog.files[0].tables))
    summary = text(dialog, "import.summary")
    assert "1 number of no order of ours" in summary and "Nothing is changed yet." in summary
    assert "1 rows rejected" in summary
    window.keys("Return", into=dialog)
    window.wait_for(lambda: dialog.step is Step.DONE)
    desk = window.desk
    parcel = get_parcel(desk.database, YT)
    events = list_events(desk.database, tracking_id=parcel.id)
    assert [each.said for each in events] == ["正在派送", "【杭州】已揽收"], "newest first, each once, one zone"
    assert (parcel.state, parcel.last_text) == (State.DELIVERING, "正在派送")
    assert get_parcel(desk.database, OTHER).state is State.SIGNED
    assert [row.waybill for row in list_nobodys(desk.database)] == [NOBODYS]
    (bad,) = dialog.files[0].rejected
    assert (bad.row, bad.column, bad.value) == (6, "几时", "gestern")


def test_older_news_that_comes_later_changes_nothing_of_where_a_parcel_is(window: WindowStand, tmp_path: Path) -> None:
    dialog = take_in(window, write_tracking(tmp_path / "一.csv", HEADER, (YT, moment(1), "正在派送", "成都")))
    say_columns(window)
    window.wait_for(lambda: dialog.step is Step.CHECKED and bool(dialog.files[0].tables))
    window.keys("Return", into=dialog)
    window.wait_for(lambda: dialog.step is Step.DONE)
    window.keys("Return", into=dialog)
    before = get_parcel(window.desk.database, YT)
    again = take_in(window, write_tracking(tmp_path / "二.csv", HEADER, (YT, moment(4), "快件到达【武汉】", "武汉")))
    assert again.files[0].problem == "", "the columns are known from now on"
    window.keys("Return", into=again)
    window.wait_for(lambda: again.step is Step.DONE)
    parcel = get_parcel(window.desk.database, YT)
    assert (parcel.state, iso(parcel.moved_at)) == (before.state, iso(before.moved_at))
    assert list_stalled(window.desk.database, now=now()) == []
    assert rows_of(window.desk.database, "SELECT count(*) FROM tracking_event") == [(2,)]


def test_the_service_is_set_up_tried_and_asked_from_then_on(
    window: WindowStand, service: StandIn, keyring_in_memory: dict[tuple[str, str], str]
) -> None:
    desk = window.desk
    with work(desk, Right.SERVE) as doing:
        follow_parcel(doing, waybill=YT, carrier="圆通速递", order_id=1)
    service.parcels[YT] = found(YT, event(moment(0.5), "正在派送", "派件", "成都"))
    assert not is_poll_due(desk)
    dialog = window.shop.open_settings()
    dialog.show_section("tracking")
    window.settle()
    chosen = dialog.findChild(QComboBox, "settings.tracking.service")
    assert chosen is not None
    chosen.setCurrentIndex(chosen.findData("kuaidi100"))
    for name, text_typed in (("account", CUSTOMER), ("key", "wrong"), ("waybill", YT)):
        line = dialog.findChild(QLineEdit, f"settings.tracking.{name}")
        assert line is not None
        line.setText(text_typed)
    window.click("settings.tracking.try")
    assert "refuses the account or its key" in text(dialog, "settings.tracking.said")
    key = dialog.findChild(QLineEdit, "settings.tracking.key")
    assert key is not None
    key.setText(KEY)
    window.click("settings.tracking.try")
    assert text(dialog, "settings.tracking.said").endswith("成都 正在派送")
    window.click("settings.save")
    assert QApplication.activeModalWidget() is None
    assert keyring_in_memory == {("shopdesk tracking", f"kuaidi100:{CUSTOMER}"): KEY}
    later = replace(desk, clock=lambda: now() + 86_400_000)
    assert is_poll_due(later)
    poll_due(later, service=find_service(later), wait=lambda _seconds: None)
    assert get_parcel(desk.database, YT).last_text == "正在派送"
