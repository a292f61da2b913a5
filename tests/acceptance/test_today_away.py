"""Everything due of repairs, damage and parcels is told by Today; each number opens a list just as long (TEAM-04)."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.clock import Millis
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.due import DUE, DueKind
from shopdesk.domain.repairs import Step
from shopdesk.services.desk import Desk
from shopdesk.services.repair_news import told
from shopdesk.services.repair_steps import take_step
from shopdesk.services.today import read_today
from shopdesk.ui.navigation import NavButton
from shopdesk.ui.today.page import SHOP, TodayPage
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import NOON, add_order, make_desk
from tests.queries.test_due import put
from tests.window_stand import WindowStand, window_on

LISTS = {"repair-list": "repairs", "damage-list": "damage", "parcel-list": "parcels", "claim-list": "parcels"}
"""Which page shows them."""


def repairs(desk: Desk, **row: Any) -> int:
    given = {"title": "单鞋", "order_id": 1, "person_id": 1, "at": NOON - DAY_MS, "told_state": row["state"]}
    return put(desk, "repair", **{**given, **row})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two of each kind of repair, damage, parcel and claim that waits for something, one of them late where it can."""
    made = make_desk(tmp_path)
    for number in ("4001", "4002"):
        add_order(made, order_no=number, buyer="tb_1", status=2, stage=5, shipped_at=NOON - 9 * DAY_MS)
    add_supplier_things(made)
    add_parcels(made)
    yield made
    made.database.close()


def add_supplier_things(desk: Desk) -> None:
    supplier = put(desk, "supplier", name="温州鞋厂")
    away = {"state": "at-factory", "supplier_id": supplier, "dispatched_at": NOON - 9 * DAY_MS}
    for due_at in (NOON - DAY_MS, NOON + HOUR_MS):
        repairs(desk, due_at=due_at, **away)
    batch = put(desk, "repair_batch", supplier_id=supplier, person_id=1, at=NOON - DAY_MS)
    repairs(desk, state="waiting", batch_id=batch, supplier_id=supplier)
    for state in ("received", "labelled"):
        repairs(desk, state=state)
        repairs(desk, state="back", back_at=NOON - HOUR_MS, dispatched_at=NOON - 5 * DAY_MS)
        repairs(desk, state="checked", checked_at=NOON - HOUR_MS, told_state="")
    repairs(desk, state="checked", fee=2_500, fee_by="buyer", estimate=2_500, estimate_state="agreed")
    repairs(desk, estimate=3_000, estimate_state="asked", told_state="estimate", **away | {"due_at": NOON + 9 * DAY_MS})
    listed = {"title": "单鞋", "supplier_id": supplier, "person_id": 1, "at": NOON - 9 * DAY_MS}
    for expires in (NOON - DAY_MS, NOON + 3 * DAY_MS):
        put(desk, "damage", state="listed", expires_at=expires, **listed)
    put(desk, "damage", state="refused", answered_at=NOON, **listed)
    put(desk, "damage", state="accepted", answered_at=NOON, **listed)
    put(desk, "damage_batch", supplier_id=supplier, person_id=1, at=NOON)


def add_parcels(desk: Desk) -> None:
    def parcel(waybill: str, moved_at: Millis = NOON - HOUR_MS, **row: Any) -> None:
        given = {"carrier": "圆通速递", "state": "moving", "order_id": 1, "area": "四川", "moved_at": moved_at}
        put(desk, "tracking", waybill=waybill, **{**given, **row})

    parcel("YT1", NOON - 5 * DAY_MS)
    parcel("YT2", NOON - 5 * DAY_MS, look_again_at=NOON - HOUR_MS)
    parcel("YT3", state="trouble")
    parcel("YT4", state="returning")
    parcel("YT5", forwarded_carrier="EMS", forwarded_waybill="98")
    parcel("YT6", state="signed", signed_at=NOON - DAY_MS)
    parcel("YT7", expected_at=NOON - HOUR_MS)
    parcel("YT8", order_id=None)
    by: dict[str, Any] = {"order_id": 1, "person_id": 1, "at": NOON - DAY_MS, "waybill": "YT1"}
    lost = {"kind": "lost", "carrier": "圆通速递", "solution": "refund"}
    for state, answer_by in (("registered", NOON + DAY_MS), ("asked", NOON - HOUR_MS), ("asked", NOON + DAY_MS)):
        put(desk, "claim", state=state, answer_by=answer_by, **{**by, **lost})
    put(desk, "claim", state="answered", answer_by=NOON + DAY_MS, **{**by, **lost, "solution": ""})
    put(desk, "interception", state="asked", due_at=NOON + HOUR_MS, platform_due=NOON + 2 * HOUR_MS, **by)
    put(desk, "interception", state="asked", due_at=NOON + DAY_MS, **by)
    put(desk, "detour", way="post", proposed="post", days_post=9, **by)
    put(desk, "shortage", verdict="undecided", packaging="intact", **by)


@pytest.fixture
def window(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as stand:
        yield stand


def go_to_today(window: WindowStand) -> TodayPage:
    window.keys("Alt+0")
    page = window.window.page
    assert isinstance(page, TodayPage)
    if page.whose != SHOP:
        window.keys("M")
    return page


def said(page: TodayPage) -> list[str]:
    model = page.lines.due
    return [str(model.data(model.index(place), Qt.ItemDataRole.DisplayRole)) for place in range(model.rowCount())]


ROWS: dict[str, Callable[[Any], int]] = {
    "repairs": lambda page: len(page.views.listed.rows),
    "damage": lambda page: len(page.list.table.records.rows),
    "parcels": lambda page: len(page.view.table.records.rows),
}
"""How long the list is that a page shows."""


@pytest.mark.rule("TEAM-04", "REP-03", "REP-04", "SHP-08", "SHP-09")
@pytest.mark.parametrize("opens", LISTS)
def test_each_number_opens_a_list_just_as_long(window: WindowStand, opens: str) -> None:
    counts = {row.kind: row.shop.count for row in read_today(window.desk) if DUE[row.kind].opens == opens}
    assert 0 not in counts.values(), counts
    key = LISTS[opens]
    for kind, count in counts.items():
        page = go_to_today(window)
        assert page.lines.choose(kind), said(page)
        page.lines.setFocus()
        window.keys("Return")
        assert window.window.page_key == key
        assert ROWS[key](window.window.page) == count, kind
        focus = QApplication.focusWidget()
        assert focus is not None and window.window.page is not None
        assert window.window.page.isAncestorOf(focus), "keys go on in the list"


@pytest.mark.rule("TEAM-04", "REP-03", "REP-04")
def test_batches_that_wait_are_shown(window: WindowStand) -> None:
    for kind, key in ((DueKind.REPAIR_BATCHES, "repairs"), (DueKind.DAMAGE_BATCHES, "damage")):
        page = go_to_today(window)
        assert page.lines.choose(kind), said(page)
        page.lines.setFocus()
        window.keys("Return")
        assert window.window.page_key == key
        shown: Any = window.window.page
        batches = shown.views.batches if key == "repairs" else shown.batches
        assert batches.isVisible()


@pytest.mark.rule("TEAM-04")
def test_late_ones_come_first_and_the_navigation_says_how_many(window: WindowStand) -> None:
    page = go_to_today(window)
    lines = said(page)
    late = [line for line in lines if "late" in line]
    assert lines[: len(late)] == late
    assert "Repairs the factory is to give back: 2, 1 is late · since Feb 22" in late
    assert "Damage to return to suppliers in time: 2, 1 is late · since Feb 22" in late
    for key, told_so in (("repairs", "Repairs, 13 due, 1 late"), ("damage", "Damage, 3 due, 1 late")):
        badge = window.window.findChild(NavButton, f"main.nav.{key}")
        assert badge is not None
        window.wait_for(lambda badge=badge, said=told_so: badge.accessibleName() == said)  # type: ignore[misc]


@pytest.mark.rule("TEAM-04", "REP-03")
def test_a_step_taken_by_others_is_off_the_lines_at_once(window: WindowStand) -> None:
    page = go_to_today(window)
    assert "Repairs to check: 2, since 09:00" in said(page)
    number = window.desk.database.execute_sql("SELECT id FROM repair WHERE state = 'back'").fetchone()[0]
    take_step(window.desk, repair_id=number, step=Step.CHECK)
    window.wait_for(lambda: "Repairs to check: 1, since 09:00" in said(page))
    before = next(line for line in said(page) if line.startswith("Buyers to tell about their repair"))
    told(window.desk, repair_id=number)
    window.wait_for(lambda: before not in said(page))


@pytest.mark.rule("TEAM-04", "SHP-11")
def test_what_waits_and_what_is_news_stands_below(window: WindowStand) -> None:
    lines = said(go_to_today(window))
    waiting, news = lines.index("Waiting for others"), lines.index("To read")
    for title in ("Claims that carriers are to answer", "Damage that suppliers are to answer"):
        assert waiting < next(n for n, line in enumerate(lines) if line.startswith(title)) < news
    assert any(line.startswith("Parcels that another carrier took on: 1") for line in lines[news:])
    assert any(line.startswith("Parcels called back, for the supervisor: 1") for line in lines[:waiting])


@pytest.mark.rule("TEAM-04")
def test_the_command_line_tells_the_same_of_them(desk: Desk, tmp_path: Path) -> None:
    shop = CommandLine(shop_address(tmp_path))
    rows = {row["kind"]: row for row in shop.done("today", "--format", "jsonl").lines}
    assert {kind.value for kind, line in DUE.items() if line.opens in LISTS and not line.waits} <= set(rows)
    assert {"repair-batches", "damage-batches", "damage-answers"} <= set(rows)
    assert (rows["repairs-due"]["count"], rows["repairs-due"]["late"]) == (3, 3), "by its own clock, years later"
    assert rows["damage-answers"]["waits"]
    assert "Parcels that stand still" in shop.done("today").out
