"""The page of parcels: its lists, keys, guides beside them, narrow windows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.domain.due import ClaimList, ParcelList
from shopdesk.queries.tracking import get_parcel
from shopdesk.services.interceptions import ask_interception, withdraw_interception
from shopdesk.ui.parcels import claim_actions, parcel_actions
from shopdesk.ui.parcels.claim_reading import Part
from shopdesk.ui.parcels.month import months_before
from shopdesk.ui.parcels.reading import A_PAGE
from shopdesk.ui.parcels.shows import Show
from tests.parcel_window import SF, YT, Clock, at, choose, leave, listed, said, tell
from tests.services.refunders import Refunders, make_refunders
from tests.window_stand import window_on


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Refunders]:
    made = make_refunders(tmp_path, clock=Clock())
    yield made
    made.owner.database.close()


@pytest.fixture
def two(people: Refunders) -> None:
    leave(people.owner, YT, days=8)
    leave(people.owner, SF, days=6, carrier="顺丰速运", place="江苏省 苏州市")


def test_every_list_of_today_is_opened_by_its_word(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = stand.open("parcels")
        for word in ParcelList:
            stand.window.open_record("parcel-list", word.value)
            stand.settle()
            wanted = Show.INTERCEPTIONS if word is ParcelList.ESCALATED else Show(word.value)
            assert page.show_ is wanted and page.shows.keys() == {wanted.value}
            assert page.view.empty.isVisibleTo(page) and said(page.view.empty).endswith("."), word
        for part in ClaimList:
            stand.window.open_record("claim-list", part.value)
            stand.settle()
            assert (page.show_, page.claims.wanted.part) == (Show.CLAIMS, Part(part.value))


def test_no_two_actions_of_a_list_have_one_key() -> None:
    for declared in (parcel_actions.DECLARED, claim_actions.DECLARED):
        keys = [key for _text, key, _right in declared.values() if key]
        assert len(keys) == len(set(keys))


def test_commands_and_keys_are_those_of_the_view(people: Refunders, two: None, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        choose(stand, page, YT)
        offered = [command.text for command in stand.window.commands()]
        assert "Carrier asked" in offered and "Next list" in offered and "It paid" not in offered
        page.open_record("claim-list", "")
        stand.settle()
        offered = [command.text for command in stand.window.commands()]
        assert "Register a parcel" in offered and "Lost or broken" not in offered
        page.open_record("parcel-list", "stalled")
        stand.settle()
        choose(stand, page, YT)
        stand.keys("A")
        assert stand.dialog().objectName() == "form.parcel-ask", "a key does it once"
        stand.keys("Escape")
        assert QApplication.activeModalWidget() is None


def test_from_list_to_list_by_keys(people: Refunders, two: None, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        stand.keys("Ctrl+PgDown")
        assert page.shows.keys() == {"forwarded"}
        stand.keys("Ctrl+PgUp", "Ctrl+PgUp")
        assert page.shows.keys() == {"shortages"} and page.view is page.begun[Show.SHORTAGES]
        stand.keys("Ctrl+PgDown")
        assert listed(page) == [YT, SF] and page.parcels.table.hasFocus()


def test_carrier_and_region_are_chosen_by_keys(people: Refunders, two: None, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        stand.keys("R", "End", "Return")
        assert len(listed(page)) == 1
        stand.wait_for(lambda: QApplication.activePopupWidget() is None)
        page.take_focus()
        stand.keys("R", "Home", "Return")
        assert listed(page) == [YT, SF]


def test_the_search_finds_by_number_order_and_buyer(people: Refunders, two: None, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        stand.keys("Ctrl+F", f"slow:tb_{YT[-2:]}", "Return")
        assert listed(page) == [YT] and page.shows.keys() == {"found"}
        for text in (YT, f"NO{YT[-4:]}"):
            page.search(text)
            stand.settle()
            assert listed(page) == [YT], text
        stand.keys("Ctrl+F", "Ctrl+A", "Delete", "Return")
        assert page.shows.keys() == {"stalled"} and listed(page) == [YT, SF]
        stand.keys("Ctrl+F", "slow:nobody", "Return")
        assert "No parcel matches." in said(page)
        stand.click("parcels.list.empty.button")
        assert listed(page) == [YT, SF]


def test_one_parcel_is_opened_wherever_it_stands(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    leave(people.owner, YT, days=0.1)
    number = get_parcel(people.owner.database, YT).id
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        assert listed(page) == []
        stand.window.open_record("parcel", number)
        stand.wait_for(lambda: page.parcels.details.shown is not None and page.parcels.details.shown.row.id == number)
        assert listed(page) == [YT] and page.show_ is Show.FOUND


def test_a_guide_takes_the_panels_place_and_the_keys(
    people: Refunders, two: None, tmp_path: Path, qtbot: QtBot
) -> None:
    tell(people.owner, YT, "因收件地址超出派送范围，未妥投")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, "troubled")
        choose(stand, page, YT)
        stand.keys("Return")
        assert page.guides.isVisible() and not page.parcels.panel.isVisible() and page.view.isVisible()
        page.parcels.table.setFocus()
        stand.keys("A")
        assert QApplication.activeModalWidget() is None, "letters are the guide's meanwhile"
        page.take_focus()
        stand.window.resize(1000, 700)
        stand.settle()
        assert page.guides.isVisible() and not page.view.isVisible()
        page.leave_guide()
        stand.settle()
        assert page.view.isVisible() and page.guides.isHidden() and page.parcels.table.hasFocus()
        stand.window.resize(1366, 740)
        stand.settle()
        stand.keys("A")
        assert stand.dialog().objectName() == "form.parcel-ask"
        stand.keys("Escape")


def test_escape_leaves_a_guide(people: Refunders, two: None, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, "shortages")
        stand.keys("Return")
        assert page.guides.isVisible(), "an empty list has one button"
        stand.keys("Escape")
        assert page.guides.isHidden()


def test_in_a_narrow_window_the_list_has_the_room(people: Refunders, two: None, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        assert page.parcels.panel.isVisible()
        stand.window.resize(1000, 700)
        stand.settle()
        assert not page.parcels.panel.isVisible()
        stand.keys("V")
        assert page.parcels.panel.isVisible()
        stand.window.resize(1366, 740)
        stand.settle()
        assert page.parcels.panel.isVisible()


def test_more_is_read_as_one_goes_down(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    for number in range(A_PAGE + 5):
        leave(people.owner, f"YT{number:013d}", days=8 + number / 100)
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        assert len(listed(page)) == A_PAGE and f"the first {A_PAGE}; more as you go down" in said(page)
        page.take_focus()
        stand.keys("End", "Ctrl+End")
        stand.wait_for(lambda: len(listed(page)) == A_PAGE + 5)
        assert f"{A_PAGE + 5} parcels" in said(page)


def test_files_of_events_are_taken_in_by_the_import(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.owner, tmp_path, qtbot) as stand:
        page = at(stand)
        asked: list[bool] = []
        page.import_requested.disconnect()
        page.import_requested.connect(lambda: asked.append(True))
        stand.click("parcels.list.bring.button")
        stand.click("parcels.list.empty.button")
        assert asked == [True, True]


def test_another_language(people: Refunders, two: None, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        choose(stand, page, YT)
        stand.shop.look.language.use("zh_CN")
        stand.settle()
        assert listed(page) == [YT, SF]
        assert page.parcels.head.days.count() == 9
        stand.shop.look.language.use("en")


def test_months_go_back_over_the_year() -> None:
    assert months_before("2026-02", 4) == ["2026-02", "2026-01", "2025-12", "2025-11"]


def test_what_was_begun_is_found_again_open_or_done(people: Refunders, two: None, tmp_path: Path, qtbot: QtBot) -> None:
    order = get_parcel(people.owner.database, YT).order_id
    assert order is not None
    first = ask_interception(people.owner, order_id=order, reason="不要了", asked_of="网点")
    withdraw_interception(people.owner, interception_id=first, reason="又要了")
    second = ask_interception(people.owner, order_id=order, reason="真不要了", asked_of="网点")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = stand.open("parcels")
        view = page.begun[Show.INTERCEPTIONS]
        stand.window.open_record("interception", second)
        stand.settle()
        assert (view.table.current_id(), view.head.parts.keys()) == (second, frozenset({"open"}))
        assert page.guides.isVisible()
        stand.window.open_record("interception", first)
        stand.settle()
        assert (view.table.current_id(), view.head.parts.keys()) == (first, frozenset({"all"}))
        page.leave_guide()
        stand.window.open_record("parcel", get_parcel(people.owner.database, YT).id)
        stand.settle()
        assert page.parcels.details.next.text() == "Go on with calling it back  ↵"


def test_enter_on_a_parcel_that_is_still_being_read_waits_for_it(
    people: Refunders, two: None, tmp_path: Path, qtbot: QtBot
) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        page.take_focus()
        page.parcels.table.go_to(get_parcel(people.owner.database, SF).id)
        page.parcels.table.opened.emit(0)
        assert QApplication.activeModalWidget() is None
        stand.wait_for(lambda: QApplication.activeModalWidget() is not None)
        assert stand.dialog().windowTitle() == f"Carrier asked about {SF}"
        stand.keys("Escape")
