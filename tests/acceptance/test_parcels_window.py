"""Parcels that stand still, went elsewhere, should be there or are lost, in the window, by keys (SHP-08, SHP-09)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.db.database import rows_of
from shopdesk.domain.claims import Solution
from shopdesk.domain.claims import State as ClaimState
from shopdesk.domain.tracking import State
from shopdesk.queries.claims import list_claims
from shopdesk.queries.tracking import get_parcel, list_events
from shopdesk.services import tracking_poll
from shopdesk.services.shop_settings import save_setting
from shopdesk.services.tracking import look_after
from shopdesk.services.tracking_poll import VARIABLE, set_service
from shopdesk.settings import STALLED_BY_CARRIER
from shopdesk.tracking.kuaidi100 import Kuaidi100
from shopdesk.tracking.services import Service
from tests.kuaidi_server import CUSTOMER, KEY, event, found, kuaidi_server
from tests.parcel_window import DAY, SF, YT, ZTO, Clock, at, choose, leave, listed, paste, pick, said, tell
from tests.services.refunders import Refunders, make_refunders
from tests.window_stand import window_on


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> Iterator[Refunders]:
    made = make_refunders(tmp_path, clock=clock)
    yield made
    made.owner.database.close()


@pytest.fixture
def three(people: Refunders) -> None:
    """Parcels that left eight, six and one days ago."""
    leave(people.owner, YT, days=8)
    leave(people.owner, SF, days=6, carrier="顺丰速运", place="江苏省 苏州市")
    leave(people.owner, ZTO, days=1.2, carrier="中通快递")


@pytest.mark.rule("SHP-08")
def test_what_stands_still_is_listed_by_carrier_and_region(
    people: Refunders, three: None, tmp_path: Path, qtbot: QtBot
) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        assert listed(page) == [YT, SF], "what left yesterday is on its way"
        first = page.parcels.table.records.index(0, page.parcels.table.records.column_of("still"))
        assert (first.data(), first.data(Qt.ItemDataRole.ForegroundRole)) == ("8 d", page._theme.colour("danger"))
        assert "2 parcels" in said(page)
        groups = page.parcels.head.groups
        texts = [groups.itemText(place) for place in range(groups.count())]
        assert texts[0] == "All carriers and regions (2)" and "顺丰速运 · 江苏 (1)" in texts
        groups.setFocus()
        groups.setCurrentIndex(texts.index("顺丰速运 · 江苏 (1)"))
        groups.activated.emit(groups.currentIndex())
        stand.settle()
        assert listed(page) == [SF]
        days = page.parcels.head.days
        groups.setCurrentIndex(0)
        days.setCurrentIndex(days.findText("Since 1 day"))
        days.activated.emit(days.currentIndex())
        stand.settle()
        assert listed(page) == [YT, SF, ZTO]


@pytest.mark.rule("SHP-08")
def test_a_carrier_with_days_of_its_own_is_asked_earlier(
    people: Refunders, three: None, tmp_path: Path, qtbot: QtBot
) -> None:
    save_setting(people.owner, STALLED_BY_CARRIER, {"中通快递": 1})
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        assert listed(page) == [YT, SF, ZTO]
        choose(stand, page, ZTO)
        assert page.parcels.details.next.text() == "Ask where it is  ↵"


@pytest.mark.rule("SHP-08")
def test_enter_asks_the_carrier_and_it_comes_again(
    people: Refunders, three: None, tmp_path: Path, qtbot: QtBot, clock: Clock
) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        choose(stand, page, YT)
        assert page.parcels.details.next.text() == "Ask where it is  ↵"
        stand.keys("Return", "text:said tomorrow", "Return")
        assert listed(page) == [SF], "it comes again tomorrow"
        assert "The carrier was asked about 1 parcel" in stand.news()
        clock.now += DAY + 1
        page.refresh()
        stand.settle()
        assert YT in listed(page)
        choose(stand, page, YT)
        assert page.parcels.details.next.text() == "Put it into the lost register  ↵", "asked in vain before"
    row = get_parcel(people.owner.database, YT)
    assert row.looked_by == people.agent.actor.name


@pytest.mark.rule("SHP-08")
def test_two_who_ask_about_the_same_parcel(people: Refunders, three: None, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        choose(stand, page, YT)
        stand.keys("A", "text:no answer")
        look_after(people.other_agent, tracking_id=get_parcel(people.owner.database, YT).id)
        stand.keys("Return")
        assert f"{people.other_agent.actor.name} asked the carrier about {YT} already" in stand.asked()
        stand.keys("Escape")


@pytest.mark.rule("SHP-08")
def test_several_are_asked_about_and_closed_at_once(
    people: Refunders, three: None, tmp_path: Path, qtbot: QtBot
) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        page.take_focus()
        stand.keys("Ctrl+A")
        assert "2 parcels chosen" in said(page)
        stand.keys("F")
        assert stand.news()[-1] == "Choose one parcel only."
        stand.keys("X")
        stand.answer("the buyers have them")
        assert listed(page) == [] and "2 parcels are watched no longer" in stand.news()
        stand.undo()
        stand.wait_for(lambda: listed(page) == [YT, SF])


@pytest.mark.rule("SHP-08")
def test_both_numbers_of_a_parcel_that_went_on_elsewhere_are_kept(
    people: Refunders, three: None, tmp_path: Path, qtbot: QtBot
) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        choose(stand, page, YT)
        stand.keys("F", "text:9876543210123", "Tab", "text:EMS", "Return")
        page = at(stand, "forwarded")
        assert listed(page) == [YT]
        choose(stand, page, YT)
        assert page.parcels.details.title.text() == f"{YT} → EMS 9876543210123"
        stand.keys("Y")
        assert QGuiApplication.clipboard().text() == "9876543210123"
        stand.scan("9876543210123")
        assert listed(page) == [YT], "either number finds it"


@pytest.mark.rule("SHP-08")
def test_what_was_heard_becomes_its_way(people: Refunders, three: None, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        choose(stand, page, YT)
        stand.keys("M")
        paste(stand, "said", "2024-03-01 09:10 已揽收\n2024-03-02 20:00\n快件到达【成都转运中心】")
        stand.keys("Ctrl+Return")
        stand.wait_for(lambda: f"2 new events of {YT}" in stand.news())
        stand.wait_for(lambda: "快件到达【成都转运中心】" in said(page.parcels.details))
        assert "2024-03-02 20:00 · noted by hand" in said(page.parcels.details.timeline)
        stand.keys("M")
        paste(stand, "said", "2024-03-01 09:10 已揽收")
        stand.keys("Ctrl+Return")
        stand.wait_for(lambda: f"0 new events of {YT}" in stand.news())
    assert len(list_events(people.owner.database, tracking_id=get_parcel(people.owner.database, YT).id)) == 2


@pytest.mark.rule("SHP-08")
def test_what_the_carrier_says_decides_what_is_next(
    people: Refunders, three: None, tmp_path: Path, qtbot: QtBot
) -> None:
    tell(people.owner, YT, "因收件地址超出派送范围，未妥投")
    tell(people.owner, SF, "客户拒收，退回寄件人", carrier="顺丰速运")
    tell(people.owner, ZTO, "已签收，感谢使用", carrier="中通快递")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, "troubled")
        assert sorted(listed(page)) == sorted([YT, SF])
        choose(stand, page, YT)
        assert page.parcels.details.next.text() == "Compare both ways  ↵"
        choose(stand, page, SF)
        assert "the intake takes it in" in said(page.parcels.details)
        page = at(stand, "unclosed")
        assert listed(page) == [ZTO]
        choose(stand, page, ZTO)
        assert page.parcels.details.next.text() == "Show the order  ↵"


@pytest.mark.rule("SHP-08")
def test_a_number_of_nobody(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    tell(people.owner, "YT9999999999999", "已揽收")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, "nobodys")
        choose(stand, page, "YT9999999999999")
        assert page.parcels.details.next.text() == "Watch no longer  ↵"
        stand.keys("C")
        assert stand.news()[-1] == "No order of ours has this number."


@pytest.mark.rule("SHP-08")
def test_without_a_service_its_button_says_why(people: Refunders, three: None, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        choose(stand, page, YT)
        made = page.findChild(QPushButton, "parcels.list.poll.button")
        assert made is not None and not made.isEnabled()
        assert "No tracking service is set up" in made.toolTip()


@pytest.mark.rule("SHP-08")
def test_the_service_is_asked_now(
    people: Refunders, three: None, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_service(people.owner, service=Service.KUAIDI100, account=CUSTOMER)
    monkeypatch.setenv(VARIABLE, KEY)
    with kuaidi_server() as server:
        server.parcels[YT] = found(YT, event("2024-03-02 12:00:00", "快件到达【北京转运中心】"))
        asks = Kuaidi100(CUSTOMER, KEY, {}, server.address, 0.5)
        monkeypatch.setattr(tracking_poll, "make_service", lambda *_args, **_more: asks)
        with window_on(people.agent, tmp_path, qtbot) as stand:
            page = at(stand)
            choose(stand, page, YT)
            stand.keys("Q")
            stand.wait_for(lambda: f"1 new event of {YT}" in stand.news())
            stand.wait_for(lambda: "快件到达【北京转运中心】" in said(page.parcels.details))
            stand.keys("Q")
            assert "was asked about just now" in stand.asked()
            stand.keys("Return")


@pytest.mark.rule("SHP-09")
def test_a_courtesy_call_is_noted_and_done_or_comes_again(
    people: Refunders, tmp_path: Path, qtbot: QtBot, clock: Clock
) -> None:
    leave(people.owner, YT, days=9)
    leave(people.owner, SF, days=8, carrier="顺丰速运")
    leave(people.owner, ZTO, days=0.1, carrier="中通快递")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, "calls")
        assert listed(page) == [YT, SF], "what left today isn't due"
        cell = page.parcels.table.records.index(0, page.parcels.table.records.column_of("expected"))
        assert cell.data().endswith(" late")
        choose(stand, page, YT)
        stand.keys("C", "text:all is well", "Return")
        assert listed(page) == [SF]
        choose(stand, page, SF)
        stand.keys("C", "text:not there yet")
        pick(stand, "again", "2")
        stand.keys("Return")
        assert listed(page) == []
        assert said(page).count("No buyer is to be called.") == 1
    sql = "SELECT note, next_at FROM contact WHERE kind = 'arrival' ORDER BY id"
    assert rows_of(people.owner.database, sql) == [("all is well", None), ("not there yet", clock.now + 2 * DAY)]


@pytest.mark.rule("SHP-09")
def test_several_buyers_are_called_at_once(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    leave(people.owner, YT, days=9)
    leave(people.owner, SF, days=8, carrier="顺丰速运")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand, "calls")
        page.take_focus()
        stand.keys("Ctrl+A", "C", "Return")
        assert listed(page) == [] and "2 buyers were called" in stand.news()


@pytest.mark.rule("SHP-08")
def test_a_lost_parcel_is_claimed_paid_and_sent_again(
    people: Refunders, three: None, tmp_path: Path, qtbot: QtBot
) -> None:
    owner = people.owner
    with window_on(owner, tmp_path, qtbot) as stand:
        page = at(stand)
        choose(stand, page, YT)
        stand.keys("L")
        stand.click("form.parcel-lost.save")
        assert listed(page) == [SF] and "1 parcel stands in the lost register" in stand.news()
        page.open_record("claim-list", "to-ask")
        stand.settle()
        assert listed(page) == [YT] and "1 claim: 199.00" in said(page)
        stand.keys("Return", "text:sent the form", "Return")  # the carrier is asked
        assert listed(page) == []
        page.open_record("claim-list", "to-make-good")
        stand.settle()
        assert page.claims.details.next.text() == "Send it again  ↵"
        stand.keys("S", "Ctrl+Return")
        stand.wait_for(lambda: "Claim 1: sent again by a new order" in stand.news())
        page.open_record("claim-list", "")
        stand.settle()
        stand.keys("W")
        stand.fill(offered="150", answer="weight limit")
        assert page.claims.details.next.text() == "It paid  ↵"
        stand.keys("Return")
        stand.fill(amount="150", reference="ABC-1")
        assert listed(page) == []
        page.open_record("claim", 1)
        stand.settle()
        assert "Paid by the carrier" in said(page.claims.details) and "ABC-1" in said(page.claims.details)
    row = list_claims(owner.database)[0]
    assert (row.state, row.solution, row.paid.yuan) == (ClaimState.PAID, Solution.RESHIP, "150.00")
    assert get_parcel(owner.database, YT).closed_at is not None


@pytest.mark.rule("SHP-08")
def test_a_lost_parcel_is_paid_back_or_turns_up(people: Refunders, three: None, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.owner, tmp_path, qtbot) as stand:
        page = at(stand)
        page.take_focus()
        stand.keys("Ctrl+A", "L")
        stand.click("form.parcel-lost.save")
        assert "2 parcels stand in the lost register" in stand.news()
        page.open_record("claim-list", "")
        stand.settle()
        number = page.claims.table.current_id()
        stand.keys("B", "Return")
        stand.wait_for(lambda: any("refund 1 is asked for" in each for each in stand.news()))
        assert list_claims(people.owner.database, find=YT)[0].id in (1, 2)
        other = next(row for row in page.claims.listed.rows if row.id != number)
        page.claims.table.go_to(other.id)
        stand.keys("U")
        stand.answer("found in Chengdu")
        stand.wait_for(lambda: get_parcel(people.owner.database, other.waybill).state is not State.LOST)


@pytest.mark.rule("SHP-08")
def test_who_may_not_confirm_money_sees_why(people: Refunders, three: None, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = at(stand)
        page.open_record("claim-list", "")
        stand.settle()
        made = page.findChild(QPushButton, "parcels.claims.paid.button")
        assert made is not None and not made.isEnabled() and "finance" in made.toolTip().lower()


@pytest.mark.rule("SHP-08")
def test_a_month_is_summed_up_printed_and_exported(
    people: Refunders, three: None, tmp_path: Path, qtbot: QtBot
) -> None:
    with window_on(people.owner, tmp_path, qtbot) as stand:
        page = at(stand)
        page.take_focus()
        stand.keys("Ctrl+A", "L")
        stand.click("form.parcel-lost.save")
        page.open_record("claim-list", "")
        stand.settle()
        stand.keys("Ctrl+M")
        dialog = stand.dialog()
        label = dialog.findChild(QLabel, "claims.month.said")
        assert label is not None and label.text() == "2 parcels: asked for 398.00, paid 0.00, lost to the shop 398.00"
        sums = [dialog.table.item(0, place).text() for place in range(2, 8)]  # type: ignore[attr-defined]
        assert sums == ["1", "199.00", "–", "–", "199.00", "1"], "nothing is a dash, not a row of zeros"
        dialog.write(tmp_path / "month.csv")  # type: ignore[attr-defined]
        stand.settle()
        assert "圆通速递,Lost,1,199.00" in (tmp_path / "month.csv").read_text(encoding="utf-8-sig")
        wanted: list[str] = []
        page.papers_requested.disconnect()
        page.papers_requested.connect(wanted.append)
        stand.click("claims.month.print")
        assert wanted == [dialog.month]  # type: ignore[attr-defined]
        stand.click("claims.month.close")
        page.claims.work.write_file(tmp_path / "lost.csv", [row.id for row in page.claims.listed.rows])
        stand.settle()
        assert len((tmp_path / "lost.csv").read_text(encoding="utf-8-sig").splitlines()) == 3
