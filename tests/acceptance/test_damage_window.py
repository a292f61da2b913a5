"""Damage in the window, by keys alone: from the box back to the supplier in time, answers, losses (REP-04)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from shopdesk.clock import to_local
from shopdesk.domain.damage_list import State
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.due import DamageList
from shopdesk.printing.printers import Printer
from shopdesk.queries.damage_batches import get_damage_batch, list_damage_batches, list_damage_losses
from shopdesk.queries.evidence import list_evidence
from shopdesk.services.damage_list import damage_base, edit_damage, open_damage
from shopdesk.services.desk import Desk
from shopdesk.ui.damage.page import BATCHES, LIST, LOSSES, DamagePage
from shopdesk.ui.print_preview import dialog as print_dialog
from shopdesk.ui.print_preview.dialog import PrintPreview
from tests.damage_stand import DamageShop
from tests.factories import NOON, make_desk
from tests.hands import Hands, NoMouse, wanted_look
from tests.printing.samples import text
from tests.window_stand import WindowStand, window_on

MAKER = "温岭足意鞋厂"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def care(desk: Desk) -> DamageShop:
    return DamageShop(desk)


@pytest.fixture
def stand(care: DamageShop, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    language, scheme = wanted_look()
    mouse = NoMouse()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(mouse)
    with window_on(care.desk, tmp_path, qtbot, language=language, scheme=scheme) as made:
        yield made
    app.removeEventFilter(mouse)
    assert mouse.seen == 0, "a mouse was moved"


@pytest.fixture
def hands(stand: WindowStand) -> Hands:
    return Hands(stand)


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    given: list[bytes] = []
    monkeypatch.setattr(print_dialog, "find_printers", lambda: [Printer("Zebra", True)])
    monkeypatch.setattr(print_dialog, "send_to_printer", lambda pdf, **_how: given.append(pdf))
    return given


def at(stand: WindowStand) -> DamagePage:
    """The page, by its key."""
    stand.keys("Alt+D")
    page = stand.window.show_page("damage")
    assert isinstance(page, DamagePage)
    stand.settle()
    page.take_focus()
    return page


def said(part: Any) -> str:
    """What is to be read in a part of the window."""
    return "\n".join(each.text() for each in part.findChildren(QLabel) if each.isVisibleTo(part))


def listed(page: DamagePage) -> list[int]:
    return [row.id for row in page.list.table.records.rows]


def cells(page: DamagePage, key: str) -> list[str]:
    """A column of the list from the top."""
    records = page.list.table.records
    return [str(records.index(place, records.column_of(key)).data()) for place in range(len(records.rows))]


def by_hand(care: DamageShop, name: str, ago: int, **more: Any) -> int:
    """An entry that came so many days ago."""
    told: dict[str, Any] = {"supplier_id": care.supplier, "title": name, "received_at": NOON - ago * DAY_MS} | more
    return open_damage(care.desk, **told)


@pytest.mark.rule("REP-04")
def test_from_the_box_to_the_loss_by_keys(
    stand: WindowStand, hands: Hands, care: DamageShop, printer: list[bytes]
) -> None:
    first, second, third = (care.damaged(pieces=n).id for n in (1, 1, 2))
    page = at(stand)
    assert listed(page) == [first, second, third]
    assert cells(page, "left") == ["7 days left"] * 3
    hands.look("listed")
    hands.keys("Ctrl+A", "B")  # all of one supplier: one batch
    (batch,) = list_damage_batches(stand.desk.database)
    assert (batch.supplier, batch.pieces, batch.is_open) == (MAKER, 4, True)
    assert stand.news()[-1] == f"3 entries → batch {batch.id}"
    hands.keys("Return")  # what is next: to the batch
    assert page.tabs.currentIndex() == BATCHES and page.batches.table.current_id() == batch.id
    hands.look("batch")

    hands.keys("Ctrl+P")
    preview = stand.dialog()
    assert isinstance(preview, PrintPreview)
    stand.wait_for(lambda: preview.pages.count > 0 and preview.choices.printer == "Zebra")
    hands.keys("Return")
    stand.settle()
    assert MAKER in text(printer[0]) and "tb_zhao" not in text(printer[0])

    hands.keys("Return", "text:dpk1234567890", "Tab", "text:德邦快递", "Return")
    gone = get_damage_batch(stand.desk.database, batch.id)
    assert gone.sent_at is not None and (gone.carrier, gone.waybill) == ("德邦快递", "DPK1234567890")
    assert {care.entry(each).state for each in (first, second, third)} == {State.SENT}

    hands.keys("Return")  # what is next: to the lines, the first that waits
    assert page.batches.panel.lines.current_id() == first
    hands.keys("A", "text:下次对账扣", "Return")
    hands.keys("Down", "F", "text:穿过了", "Return")
    hands.look("answers")
    assert (care.entry(first).state, care.entry(second).state) == (State.ACCEPTED, State.REFUSED)
    assert care.entry(second).answer == "穿过了"
    hands.keys("W", "text:厂家不认", "Return", "Up", "C", "Ctrl+A", "text:60", "Return")
    assert care.entry(first).credited.yuan == "60.00" and care.entry(second).state is State.WRITTEN_OFF
    assert stand.news()[-1] == f"Entry {first}: 60.00 credited, 20.00 are a loss"
    hands.keys("Down", "Down", "R", "text:新鞋两双", "Return")
    assert care.entry(third).state is State.REPLACED
    assert "All answered" in page.batches.panel.title.text()

    hands.keys("4")
    assert page.tabs.currentIndex() == LOSSES
    (loss,) = list_damage_losses(stand.desk.database)
    assert (loss.worth.yuan, loss.credited.yuan, loss.lost.yuan) == ("320.00", "60.00", "100.00")
    assert "not credited 100.00" in said(page.losses) and "replaced 160.00" in said(page.losses)
    hands.look("losses")


@pytest.mark.rule("REP-04")
def test_what_runs_out_first_is_first_and_late_ones_stand_out(
    stand: WindowStand, hands: Hands, care: DamageShop
) -> None:
    fresh = by_hand(care, "新鞋", 0)
    late = by_hand(care, "过期鞋", 9)
    soon = by_hand(care, "快到期", 7)
    unknown = by_hand(care, "衣服", 0, supplier_id=None)
    page = at(stand)
    assert listed(page) == [late, soon, fresh, unknown]
    assert cells(page, "left") == ["2 days late", "last day", "7 days left", "–"]
    records, theme = page.list.table.records, stand.shop.look.theme
    roles = [records.index(place, 0).data(Qt.ItemDataRole.ForegroundRole) for place in range(3)]
    assert roles[0] == theme.colour("danger") and roles[1] == theme.colour("warning")
    day = to_local(NOON - 2 * DAY_MS).date()
    assert f"Taken back until {day}: 7 days from {day - timedelta(days=7)}" in said(page.list.panel)
    assert page.list._said.text() == "4 entries · 4 pieces · cost 0.00 · 1 too late"
    stand.click("damage.shows.late")
    assert listed(page) == [late]
    stand.window.open_record("damage-list", "expiring")
    stand.settle()
    assert listed(page) == [late, soon]
    hands.keys("2")
    hands.keys("Return")
    assert listed(page) == [late, soon, fresh], "the goods of the supplier whose goods run out first"


@pytest.mark.rule("REP-04")
def test_new_damage_is_found_or_said_in_words(stand: WindowStand, hands: Hands, care: DamageShop) -> None:
    care.order(quantity=2)
    page = at(stand)
    hands.keys("Ctrl+N", "text:tb_zhao")
    dialog = stand.dialog()
    stand.wait_for(lambda: len(dialog._found) > 0)  # type: ignore[attr-defined]
    hands.keys("Return", "Return", "text:鞋面划伤", "Tab", "2", "Return")
    (row,) = page.list.table.records.rows
    assert (row.fault, row.quantity, row.supplier, row.cost.yuan, row.order_no != "") == (
        "鞋面划伤", 2, MAKER, "80.00", True,
    )  # fmt: skip
    hands.keys("Ctrl+N", "text:仓库里的旧鞋", "Return")
    stand.settle()
    hands.keys("Return", "text:发霉", "Return")
    assert "仓库里的旧鞋" in cells(page, "item")
    assert "Nobody knows who made it" in said(page.list.panel)
    hands.keys("B")
    assert "There is no" not in said(stand.dialog()), "it is asked whose batch it goes into"
    hands.keys("Escape", "Ctrl+N", "Return", "Return")
    assert "Say what is damaged." in stand.asked()


@pytest.mark.rule("REP-04")
def test_a_batch_for_a_supplier_is_made_called_off_and_undone(
    stand: WindowStand, hands: Hands, care: DamageShop
) -> None:
    first, second = care.damaged().id, care.damaged().id
    page = at(stand)
    hands.keys("2", "B")
    assert page.tabs.currentIndex() == BATCHES
    assert {care.entry(each).state for each in (first, second)} == {State.IN_BATCH}
    hands.keys("Tab")
    page.batches.panel.lines.go_to(second)
    page.batches.panel.lines.setFocus()
    hands.keys("U")
    assert care.entry(second).state is State.LISTED
    stand.undo()
    assert care.entry(second).state is State.IN_BATCH
    hands.keys("K", "text:缓一缓", "Return")
    assert {care.entry(each).state for each in (first, second)} == {State.LISTED}
    hands.keys("D")
    assert stand.news()[-1] == "It was called off."
    hands.keys("2", "B")
    stand.undo()
    assert {care.entry(each).state for each in (first, second)} == {State.LISTED}


@pytest.mark.rule("REP-04")
def test_pieces_are_split_entries_changed_struck_and_opened_again(
    stand: WindowStand, hands: Hands, care: DamageShop
) -> None:
    entry = care.damaged(pieces=3)
    page = at(stand)
    hands.keys("S", "2", "Return")
    assert care.entry(entry.id).quantity == 1 and len(listed(page)) == 2
    stand.window.open_record("damage", entry.id)
    stand.settle()
    came = (to_local(NOON).date() - timedelta(days=3)).isoformat()
    hands.keys("E")
    stand.fill(fault="断底", cost="75.50", received_at=came)
    now = care.entry(entry.id)
    assert (now.fault, now.cost.yuan) == ("断底", "75.50")
    assert cells(page, "left")[0] == "4 days left", "counted from the new day"
    hands.keys("X", "text:能卖", "Return")
    assert care.entry(entry.id).state is State.STRUCK
    stand.window.open_record("damage", entry.id)
    stand.settle()
    assert page.list.panel.next.isHidden() and "能卖" in said(page.list.panel)
    hands.keys("W")
    assert stand.news()[-1] == f"Entry {entry.id} is “Struck off”."
    hands.keys("O", "text:还是坏的", "Return")
    assert care.entry(entry.id).state is State.LISTED


@pytest.mark.rule("REP-04")
def test_photos_files_and_losses_leave_the_window(
    stand: WindowStand, hands: Hands, care: DamageShop, tmp_path: Path
) -> None:
    entry = care.damaged()
    page = at(stand)
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(0)
    QApplication.clipboard().setImage(picture)
    page.list.panel.files._list.setFocus()
    hands.keys("Ctrl+V")
    stand.wait_for(lambda: len(list_evidence(stand.desk.database, kind="damage", record_id=entry.id)) == 1)
    page.list.take_focus()
    hands.keys("Ctrl+E")
    save(stand, tmp_path / "list.csv")
    told = (tmp_path / "list.csv").read_text("utf-8-sig")
    assert MAKER in told and "80.00" in told and "Listed" in told
    hands.keys("4", "M")
    assert page.losses.table.isColumnHidden(page.losses.table.records.column_of("product"))
    hands.keys("Ctrl+E")
    save(stand, tmp_path / "losses.xlsx")
    assert (tmp_path / "losses.xlsx").stat().st_size > 1_000
    hands.keys("Return")
    assert "真皮单鞋" in page.losses.table.records.index(0, 1).data(), "the products of the month"


@pytest.mark.rule("REP-04", "TEAM-01")
def test_who_may_not_credit_sees_why(care: DamageShop, tmp_path: Path, qtbot: QtBot) -> None:
    entry = care.damaged()
    care.returned(entry.id)
    with window_on(care.acting("小吴"), tmp_path, qtbot) as stand:
        page, hands = at(stand), Hands(stand)
        assert page.tabs.currentIndex() == LIST
        made = page.list.panel._buttons["credited"]
        hands.keys("C")
        assert not made.isEnabled() and "小吴" in made.toolTip()
        hands.keys("A", "text:认了", "Return")
    assert care.entry(entry.id).state is State.ACCEPTED


def test_a_scanned_return_parcel_shows_its_batch(stand: WindowStand, hands: Hands, care: DamageShop) -> None:
    batch = care.returned(care.damaged().id)
    care.returned(care.damaged().id)
    page = at(stand)
    hands.keys("3", "1")
    stand.scan("DPK1234567890")
    assert page.tabs.currentIndex() == BATCHES
    assert page.batches.table.current_id() in {batch, batch + 1}


def save(stand: WindowStand, path: Path) -> None:
    """Choose a file in the open dialog."""
    dialog = stand.dialog()
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    stand.settle()


@pytest.mark.rule("REP-04", "DATA-02")
def test_two_people_change_one_entry_and_nothing_is_lost(stand: WindowStand, hands: Hands, care: DamageShop) -> None:
    entry = care.damaged()
    page = at(stand)
    hands.keys("E")
    other = care.acting("小郑")
    edit_damage(other, damage_id=entry.id, values={"fault": "掉色"}, base=damage_base(entry))
    stand.settle()
    form = stand.dialog()
    stand.fill(fault="断底")
    assert stand.dialog() is not form and "小郑" in stand.asked(), "one chooses between the two"
    stand.dialog().reject()
    stand.settle()
    form.reject()
    page.refresh()
    stand.settle()
    assert care.entry(entry.id).fault == "掉色" and "掉色" in said(page.list.panel)


@pytest.mark.rule("REP-04")
def test_wrong_amounts_and_days_are_told_where_they_are_typed(
    stand: WindowStand, hands: Hands, care: DamageShop
) -> None:
    entry = care.damaged()
    care.returned(entry.id)
    at(stand)
    hands.keys("A", "Return", "C")
    stand.fill(amount="acht")
    assert "Type an amount such as 12.50." in stand.asked()
    stand.fill(amount="90")
    assert "is more than entry" in stand.asked() and "80.00" in stand.asked()
    stand.fill(amount="80")
    assert care.entry(entry.id).state is State.CREDITED
    assert stand.news()[-1] == f"Entry {entry.id}: 80.00 credited"
    hands.keys("Ctrl+N", "text:X", "Return")
    hands.keys("Return", "Tab", "Tab", "Tab", "text:5", "Tab", "text:31-31", "Return")
    assert "Type a day such as" in stand.asked()


def test_hands_that_are_quicker_than_a_reading_do_what_they_meant(stand: WindowStand, care: DamageShop) -> None:
    first, second = care.damaged().id, care.damaged().id
    sent, other = care.returned(first), care.returned(second)
    page = at(stand)
    stand.keys("3")
    stand.keys("Down", "Return")
    assert page.batches.table.current_id() == min(sent, other)
    assert page.batches.panel.lines.hasFocus() and page.batches.panel.lines.current_id() == first
    stand.keys("1")
    stand.keys("Down", "Return")
    assert "accepts" in stand.asked(), "what is next of the second one"


def test_every_list_that_today_names_is_opened(stand: WindowStand, care: DamageShop) -> None:
    page = at(stand)
    for word in DamageList:
        stand.window.open_record("damage-list", word.value)
        stand.settle()
        assert page.list.filters.chosen.show.value == word.value
    for name, place in (("losses", LOSSES), ("batches", BATCHES)):
        stand.window.open_record("damage-list", name)
        assert page.tabs.currentIndex() == place
    order = care.order()
    stand.window.open_record("damage-new", order)
    stand.wait_for(lambda: stand.dialog().goods is not None)  # type: ignore[attr-defined]
    stand.shop.look.language.use("zh_CN")
    stand.settle()
    stand.dialog().reject()
    assert page.tabs.tabText(LIST) != "List"
    stand.shop.look.language.use("en")
