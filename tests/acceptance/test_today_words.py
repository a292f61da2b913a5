"""Everything due of reviews, ratings, complaints, points and kind words is told by Today; each number opens a list just
as long, for the shop and for whoever works here (TEAM-04)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.domain.care_kinds import CareKind
from shopdesk.domain.complaints import Cause
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.due import DUE, DueKind
from shopdesk.domain.statuses import Stage, Status
from shopdesk.services.care_lists import mark_written, save_care_rule
from shopdesk.services.complaints import open_complaint
from shopdesk.services.desk import Desk
from shopdesk.services.today import add_up, read_today
from shopdesk.ui.navigation import NavButton
from shopdesk.ui.today.page import MINE, SHOP, TodayPage
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import NOON, add_order
from tests.queries.test_due import put
from tests.services.refunders import Refunders, make_refunders
from tests.window_stand import WindowStand, window_on

LISTS = {
    "review-list": "reviews", "rate-list": "reviews", "complaint-list": "complaints", "points-list": "points",
    "care-list": "buyers",
}  # fmt: skip
"""Which page shows them."""
ROWS: dict[str, Callable[[Any], int]] = {
    "review-list": lambda page: len(page.table.records.rows),
    "rate-list": lambda page: len(page.ratings.table.records.rows),
    "complaint-list": lambda page: len(page.table.records.rows),
    "points-list": lambda page: len(page.table.records.rows),
    "care-list": lambda page: len(page.care.table.records.rows),
}
"""How long the list is that a page shows."""


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Refunders]:
    """Of each kind of review, complaint and points one is the supervisor's and one is the agent's, where it is
    anybody's."""
    made = make_refunders(tmp_path)
    add_order(made.owner, order_no="4001", buyer="tb_1", status=int(Status.SHIPPED), stage=int(Stage.SHIPPED))
    for whose in (made.supervisor, made.agent):
        add_reviews(made.owner, whose.actor.id)
        add_complaints(made.owner, whose.actor.id, made.agent.actor.id)
    for whose in (made.agent, made.other_agent, made.supervisor):
        add_points(made.owner, whose.actor.id, is_disputed=whose is not made.supervisor)
    add_ratings(made.owner)
    for buyer in ("tb_new", "tb_newer"):
        add_order(made.owner, buyer=buyer, order_no=buyer, status=int(Status.UNPAID), paid_at=None)
    save_care_rule(made.owner, kind=CareKind.UNPAID, title="催付")
    yield made
    made.owner.database.close()


def add_reviews(desk: Desk, person_id: int) -> None:
    late, soon = NOON - HOUR_MS, NOON + HOUR_MS

    def review(state: str, due_at: int = soon, **row: Any) -> None:
        key = f"{person_id}-{state}-{row.get('kind')}"
        given = {
            "key": key,
            "order_no": key,
            "kind": "bad",
            "state": state,
            "due_at": due_at,
            "at": late,
            "came_at": late,
        }
        put(desk, "review", **{**given, **row})

    review("new")
    review("new", kind="good", but="found")
    review("assigned", late, person_id=person_id)
    review("in-work", person_id=person_id)
    review("raised", late, person_id=person_id)


def add_complaints(desk: Desk, person_id: int, writer_id: int) -> None:
    def complaint(state: str, **row: Any) -> None:
        given = {"number": "", "cause": "quality", "state": state, "opened_by_id": 1, "opened_at": NOON - DAY_MS}
        put(desk, "complaint", **{**given, "person_id": person_id, "due_at": NOON + HOUR_MS, **row})

    seen = {"seen_by_id": 1, "seen_at": NOON - HOUR_MS}
    complaint("new")
    complaint("open", **seen)
    for state in ("drafted", "approved", "sent"):
        complaint(state, appeal="已按时发货", appeal_by_id=writer_id, appeal_at=NOON, **seen)


def add_points(desk: Desk, person_id: int, *, is_disputed: bool) -> None:
    """One of this month, and a disputed one of the last: nobody settles their own."""
    given = {"person_id": person_id, "rule": "size", "points": -2, "kind": "order", "record_id": 1, "booked_by_id": 1}
    put(desk, "point_entry", month="2024-03", at=NOON, **given)
    if is_disputed:
        put(desk, "point_entry", month="2024-02", at=NOON - 9 * DAY_MS, dispute="没有", disputed_at=NOON, **given)


def add_ratings(desk: Desk) -> None:
    """Two trades whose time to rate ends today; one of them, and another, is stopped by a bad review."""
    done: dict[str, Any] = {"status": int(Status.DONE), "stage": int(Stage.SHIPPED)}
    ends, later = NOON - 15 * DAY_MS + HOUR_MS, NOON - DAY_MS
    add_order(desk, order_no="4002", buyer="tb_2", done_at=ends, **done)
    for number, at in (("4003", ends), ("4004", later)):
        order_id = add_order(desk, order_no=number, buyer=f"tb_{number}", done_at=at, **done)
        buyer = "(SELECT buyer_id FROM orders WHERE id = ?)"
        desk.database.execute_sql(
            "INSERT INTO review (key, order_no, order_id, buyer_id, kind, state, at, came_at, closed_at, change_until) "
            f"VALUES (?, '', ?, {buyer}, 'bad', 'closed', ?, ?, ?, ?)",
            (number, order_id, order_id, later, later, later, NOON + DAY_MS),
        )


@pytest.fixture
def window(people: Refunders, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(people.supervisor, tmp_path, qtbot) as stand:
        yield stand


def go_to_today(window: WindowStand, whose: str) -> TodayPage:
    window.keys("Alt+0")
    page = window.window.page
    assert isinstance(page, TodayPage)
    if page.whose != whose:
        window.keys("M")
    assert page.whose == whose
    return page


def said(page: TodayPage) -> list[str]:
    model = page.lines.due
    return [str(model.data(model.index(place), Qt.ItemDataRole.DisplayRole)) for place in range(model.rowCount())]


def open_each(window: WindowStand, whose: str, opens: str) -> set[DueKind]:
    """Every line that opens these lists, which are found to be as long as it says."""
    rows = {row.kind: row.mine if whose == MINE else row.shop for row in read_today(window.desk)}
    counts = {kind: tally.count for kind, tally in rows.items() if DUE[kind].opens == opens and tally.count}
    for kind, count in counts.items():
        page = go_to_today(window, whose)
        assert page.lines.choose(kind), said(page)
        page.lines.setFocus()
        window.keys("Return")
        shown = window.window.page
        assert window.window.page_key == LISTS[opens] and shown is not None
        assert ROWS[opens](shown) == count, kind
        focus = QApplication.focusWidget()
        assert focus is not None and shown.isAncestorOf(focus), "keys go on in the list"
    return set(counts)


@pytest.mark.rule("TEAM-04", "CMP-01", "CMP-02", "REV-02", "REV-03", "CRM-05", "TEAM-02")
@pytest.mark.parametrize("opens", LISTS)
def test_each_number_opens_a_list_just_as_long(window: WindowStand, opens: str) -> None:
    kinds = {kind for kind, line in DUE.items() if line.opens == opens}
    assert open_each(window, SHOP, opens) == {kind for kind in kinds if not DUE[kind].is_personal}
    assert open_each(window, MINE, opens) == kinds, "a supervisor decides what is nobody's"


@pytest.mark.rule("TEAM-04")
@pytest.mark.parametrize("opens", LISTS)
def test_an_agent_opens_what_is_theirs(people: Refunders, opens: str, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as window:
        for whose in (SHOP, MINE):
            opened = open_each(window, whose, opens)
        decided = {kind for kind in opened if DUE[kind].right.value == "overrule"}
        assert opened and not decided, "what a supervisor decides is no agent's work"


@pytest.mark.rule("TEAM-04", "CMP-01")
def test_complaints_that_nobody_has_seen_stand_above_all_else(window: WindowStand) -> None:
    lines = said(go_to_today(window, SHOP))
    assert lines[0].startswith("Complaints no supervisor has seen: 2, 2 are late")
    late = [line for line in lines if "late" in line]
    assert lines[: len(late)] == late
    waiting, news = lines.index("Waiting for others"), len(lines)
    assert waiting < next(n for n, line in enumerate(lines) if line.startswith("Appeals before the platform")) < news
    mine = said(go_to_today(window, MINE))
    assert mine.index("To read") < next(n for n, line in enumerate(mine) if line.startswith("Points booked for you"))


@pytest.mark.rule("TEAM-04", "CMP-01", "REV-02", "CRM-05", "TEAM-02")
def test_the_navigation_says_how_many_and_follows_what_is_done(window: WindowStand, people: Refunders) -> None:
    def badge(page: str) -> str:
        found = window.window.findChild(NavButton, f"main.nav.{page}")
        assert found is not None
        return found.accessibleName()

    def expected(page: str) -> str:
        of = [key for key, shown in LISTS.items() if shown == page]
        sums = add_up((row for row in read_today(window.desk) if DUE[row.kind].opens in of), mine=True)
        told = f"{page.title()}, {sums.late + sums.today} due"
        return f"{told}, {sums.late} late" if sums.late else told

    for key in sorted(set(LISTS.values())):
        window.wait_for(lambda key=key: badge(key) == expected(key))  # type: ignore[misc]
    assert badge("buyers") == "Buyers, 2 due"
    page = go_to_today(window, SHOP)
    assert "Buyers to write to today: 2" in said(page)
    (rule_id,) = window.desk.database.execute_sql("SELECT id FROM care_rule").fetchone()
    order_id, buyer_id = window.desk.database.execute_sql(
        "SELECT id, buyer_id FROM orders WHERE order_no = 'tb_new'"
    ).fetchone()
    mark_written(window.desk, rule_id=rule_id, buyer_id=buyer_id, order_id=order_id)
    window.wait_for(lambda: "Buyers to write to today: 1" in said(page) and badge("buyers") == "Buyers, 1 due")
    assert badge("complaints") == "Complaints, 6 due, 2 late"
    agent = replace(window.desk, actor=people.agent.actor)
    open_complaint(agent, cause=Cause.QUALITY, said="开胶", order_id=1)
    window.wait_for(lambda: badge("complaints") == "Complaints, 7 due, 2 late")


@pytest.mark.rule("TEAM-04")
def test_the_command_line_tells_the_same_of_them(people: Refunders, tmp_path: Path) -> None:
    shop = CommandLine(shop_address(tmp_path))
    told = {row["kind"] for row in shop.done("today", "--format", "jsonl").lines}
    timed = {"to-rate", "ratings-stopped", "care"}  # by its own clock, years later
    kinds = {kind.value for kind, line in DUE.items() if line.opens in LISTS and not line.is_personal}
    assert kinds - timed <= told
    assert "Complaints no supervisor has seen" in shop.done("today").out
