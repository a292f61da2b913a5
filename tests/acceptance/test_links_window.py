"""Everything is linked: what is in view is known everywhere, and every record leads to its order, buyer and page
(CRM-01, CRM-02, CMP-01, TEAM-02). Without a mouse, on the sample shop."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.app.view_ways import record_of
from shopdesk.db.database import rows_of
from shopdesk.domain.buyer_times import EntryKind
from shopdesk.domain.complaints import Cause
from shopdesk.domain.detours import Way
from shopdesk.domain.points import PointKind
from shopdesk.domain.reviews import Kind
from shopdesk.queries.buyer_times import Entry, list_times
from shopdesk.services.complaints import open_complaint
from shopdesk.services.desk import Desk
from shopdesk.services.detours import decide_detour
from shopdesk.services.points import book_points
from shopdesk.services.reviews import enter_review
from shopdesk.services.sample import make_sample
from shopdesk.services.setup import create_desk
from shopdesk.ui.buyers.columns import OWN_PAGE
from shopdesk.ui.buyers.entries import find_page_of
from shopdesk.ui.page import InView, PageWidget
from shopdesk.ui.scripts.picker import Picker
from tests.engines import shop_address
from tests.window_stand import WindowStand, window_on

_BEFORE = "SELECT x.id, x.order_id, o.buyer_id FROM {table} x JOIN orders o ON o.id = x.order_id "
_NEWEST = "ORDER BY x.id DESC LIMIT 1"
TABLES = {
    "case": "cases", "repair": "repair", "damage": "damage", "refund": "refund", "review": "review",
    "complaint": "complaint", "claim": "claim", "interception": "interception", "detour": "detour",
    "shortage": "shortage", "parcel": "tracking", "box": "box",
}  # fmt: skip
"""Where records lie, by the kind that opens them."""
NO_POINTS = {"damage", "detour", "parcel"}
"""Points are booked on their order."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = create_desk(shop_address(tmp_path_factory.mktemp("sample")), clock=lambda: 1_709_344_800_000)
    make_sample(made)
    with made.database.atomic():  # everything has a buyer, so that everything leads to one
        made.database.execute_sql("UPDATE orders SET buyer_id = (SELECT min(id) FROM buyer) WHERE buyer_id IS NULL")
        made.database.execute_sql(
            "UPDATE cases SET buyer_id = (SELECT o.buyer_id FROM orders o WHERE o.id = cases.order_id)"
        )
    waybill = rows_of(made.database, "SELECT max(waybill) FROM tracking WHERE state = 'moving'")[0][0]
    decide_detour(made, way=Way.POST, waybill=waybill, reason="乡下到不了")
    yield made
    made.database.close()


@pytest.fixture
def stand(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as made:
        yield made


def one(desk: Desk, kind: str) -> tuple[int, int, int]:
    """A record of the kind, its order and its buyer."""
    found = rows_of(desk.database, (_BEFORE + _NEWEST).format(table=TABLES[kind]))
    assert found, kind
    return tuple(found[0])


def view_without_database(stand: WindowStand, monkeypatch: pytest.MonkeyPatch) -> InView:
    """What the page says is in view; it is known without asking the database."""
    asked: list[str] = []
    database = type(stand.desk.database)
    execute: Any = database.execute_sql

    def listen(self: Any, sql: str, *rest: Any, **more: Any) -> Any:
        if threading.current_thread() is threading.main_thread():
            asked.append(sql)
        return execute(self, sql, *rest, **more)

    page = stand.window.page
    assert page is not None
    with monkeypatch.context() as patched:
        patched.setattr(database, "execute_sql", listen)
        found = page.in_view()
    assert asked == []
    return found


@pytest.mark.rule("CRM-01", "CRM-02", "TEAM-02")
@pytest.mark.parametrize("kind", TABLES)
def test_what_is_in_view_leads_on(stand: WindowStand, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    number, order, buyer = one(stand.desk, kind)
    stand.window.open_record(kind, number)
    stand.settle()
    view = view_without_database(stand, monkeypatch)
    assert view.order_id == order
    points = (PointKind.ORDER, order) if kind in NO_POINTS else (PointKind(kind), number)
    assert record_of(view) == points
    stand.keys("Ctrl+J")
    picker = stand.dialog()
    assert isinstance(picker, Picker)
    stand.wait_for(lambda: picker.choices.order is not None)
    assert picker.choices.order is not None and picker.choices.order.id == order
    stand.keys("Esc")
    stand.keys("Ctrl+Alt+P")
    assert stand.dialog().objectName() == "form.points-book"
    stand.dialog().reject()
    stand.settle()
    stand.keys("Ctrl+Shift+B")
    page: Any = stand.window.page
    assert page.objectName() == "buyers" and page.in_view().buyer_id == buyer


@pytest.mark.rule("CMP-01")
@pytest.mark.parametrize("kind", ["box", "parcel", "damage", "review"])
def test_a_complaint_is_begun_about_what_is_in_view(stand: WindowStand, kind: str) -> None:
    number, order, _buyer = one(stand.desk, kind)
    stand.window.open_record(kind, number)
    stand.settle()
    stand.keys("Ctrl+Alt+C")
    order_no = rows_of(stand.desk.database, "SELECT order_no FROM orders WHERE id = ?", (order,))[0][0]
    typed = stand.dialog().findChild(QLineEdit, "form.complaint-new.order_no")
    assert typed is not None and typed.text() == order_no
    stand.dialog().reject()


@pytest.mark.rule("CRM-02")
def test_a_slip_on_the_table_and_in_its_wave_is_in_view(
    desk: Desk, stand: WindowStand, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip, wave, order = rows_of(
        desk.database,
        "SELECT s.id, s.wave_id, min(i.order_id) FROM slip s JOIN slip_item i ON i.slip_id = s.id "
        "WHERE s.cancelled_at IS NULL AND s.packed_at IS NULL AND s.waybill <> '' AND s.wave_id IS NOT NULL "
        "GROUP BY s.id, s.wave_id ORDER BY s.id DESC LIMIT 1",
    )[0]
    stand.window.open_record("wave", wave)
    stand.settle()
    page: Any = stand.window.page
    page.view.table.go_to(slip)
    view = view_without_database(stand, monkeypatch)
    assert (view.slip_id, view.order_id) == (slip, order)
    stand.keys("Alt+4", "Ctrl+1")
    stand.scan(view.waybill)
    assert view_without_database(stand, monkeypatch).slip_id == slip


@pytest.mark.rule("TEAM-02")
@pytest.mark.parametrize("kind", PointKind)
def test_points_lead_to_what_they_were_booked_on(desk: Desk, stand: WindowStand, kind: PointKind) -> None:
    if kind is PointKind.ORDER:
        number = order = rows_of(desk.database, "SELECT min(id) FROM orders")[0][0]
    elif kind is PointKind.SLIP:
        sql = "SELECT slip_id, min(order_id) FROM slip_item GROUP BY slip_id LIMIT 1"
        number, order = rows_of(desk.database, sql)[0]
    else:
        number, order, _buyer = one(desk, kind.value)
    person = rows_of(desk.database, "SELECT id FROM person WHERE id <> ? AND active", (desk.actor.id,))[0][0]
    entry = book_points(desk, person_id=person, rule="flag", kind=kind, record_id=number)
    stand.window.open_record("points", entry)
    stand.settle()
    page = stand.window.page
    assert isinstance(page, PageWidget) and page.objectName() == "points"
    assert page.in_view().order_id == order
    stand.keys("G")
    shown = stand.window.page
    assert shown is not None and shown.objectName() != "points"
    view = shown.in_view()
    assert view.order_id == order
    if kind is not PointKind.SLIP:
        assert getattr(view, f"{kind.value}_id") == number


def link(shown: Any, kind: str, number: int) -> QPushButton:
    """The button of a list of links that opens this one."""
    of = {(each.kind, each.record_id): place for place, each in enumerate(shown._links)}
    assert (kind, number) in of, of
    found = shown.findChild(QPushButton, f"{shown._name}.{of[kind, number]}")
    assert isinstance(found, QPushButton)
    return found


@pytest.mark.rule("REV-01", "CMP-01")
@pytest.mark.parametrize("kind", ["review", "complaint"])
def test_orders_and_what_was_said_of_them_lead_to_each_other(stand: WindowStand, kind: str) -> None:
    number, order, _buyer = one(stand.desk, kind)
    stand.window.open_record("order", order)
    stand.settle()
    page: Any = stand.window.page
    stand.wait_for(lambda: page.panel.everything is not None and page.panel.everything.order.id == order)
    link(page.panel.after._links, kind, number).animateClick()
    stand.wait_for(lambda: stand.window.page is not page)
    stand.settle()
    shown: Any = stand.window.page
    assert getattr(shown.in_view(), f"{kind}_id") == number
    others = {(each.kind, each.record_id) for each in shown.panel.after._links._links}
    assert (kind, number) not in others, "not itself"


@pytest.mark.rule("CMP-01", "TEAM-02")
def test_a_case_leads_to_buyer_complaint_and_points(desk: Desk, stand: WindowStand) -> None:
    case, order, buyer = one(desk, "case")
    complaint = open_complaint(desk, cause=Cause.QUALITY, case_id=case, said="补发的又错")
    review = enter_review(desk, kind=Kind.BAD, said="换了还是错", at=desk.clock(), order_id=order)
    stand.window.open_record("case", case)
    stand.settle()
    page: Any = stand.window.page
    there = {(each.kind, each.record_id) for each in page.panel.links._links}
    assert {("complaint", complaint), ("review", review)} <= there
    stand.click("cases.points.button")
    assert stand.dialog().objectName() == "form.points-book"
    stand.dialog().reject()
    stand.settle()
    stand.click("cases.complaint.button")
    assert stand.dialog().objectName() == "form.complaint-new"
    stand.dialog().reject()
    stand.settle()
    stand.window.open_record("complaint", complaint)
    stand.settle()
    shown: Any = stand.window.page
    assert ("case", case) in {(each.kind, each.record_id) for each in shown.panel.after._links._links}
    stand.window.open_record("case", case)
    stand.settle()
    stand.click("cases.buyer.button")
    assert stand.window.page is not None and stand.window.page.in_view().buyer_id == buyer


@pytest.mark.rule("CMP-01", "TEAM-02")
def test_an_order_leads_to_a_complaint_and_points(desk: Desk, stand: WindowStand) -> None:
    _case, order, buyer = one(desk, "case")
    stand.window.open_record("order", order)
    stand.settle()
    page: Any = stand.window.page
    stand.wait_for(lambda: page.panel.everything is not None and page.panel.everything.order.id == order)
    stand.click("orders.panel.after.points")
    assert stand.dialog().objectName() == "form.points-book"
    stand.dialog().reject()
    stand.settle()
    stand.click("orders.panel.after.complaint-new")
    assert stand.dialog().objectName() == "form.complaint-new"
    stand.dialog().reject()
    stand.settle()
    stand.window.open_record("order", order)
    stand.settle()
    stand.click("orders.panel.buyer.card.page")
    assert stand.window.page is not None and stand.window.page.in_view().buyer_id == buyer


LEADS = {EntryKind.CONTACT: {"complaint", "review", "case", "order"}, EntryKind.PARCEL: {"parcel", "order"}}
"""What shows an entry that has no page of its own; the others have one, or are shown with their order."""
PAGE_OF = {
    "complaint": "complaints", "case": "cases", "review": "reviews", "refund": "refunds", "repair": "repairs",
    "box": "intake", "order": "orders", "parcel": "parcels",
}  # fmt: skip


def newest_entry(desk: Desk, kind: EntryKind) -> tuple[int, Entry]:
    """A buyer, and an entry of theirs that is of this kind."""
    for (buyer,) in rows_of(desk.database, "SELECT id FROM buyer ORDER BY id"):
        if found := list_times(desk.seen, buyer_id=buyer, kinds=[kind]).entries:
            return buyer, found[0]
    raise AssertionError(kind)


@pytest.mark.rule("CRM-01")
@pytest.mark.parametrize("kind", EntryKind)
def test_what_happened_with_a_buyer_opens(desk: Desk, stand: WindowStand, kind: EntryKind) -> None:
    buyer, entry = newest_entry(desk, kind)
    stand.window.open_record("buyer", buyer)
    stand.settle()
    page: Any = stand.window.page
    times = page.found.times
    while (place := next((n for n, each in enumerate(times.entries) if each.place == entry.place), None)) is None:
        assert times.has_more
        times.go_to(len(times.records.rows) - 1)
        stand.settle()
    times.go_to(next(line.id for line in times.records.rows if line.entry == times.entries[place]))
    times.setFocus()
    expected = find_page_of(desk, entry)
    stand.keys("Return")
    if expected is None:
        assert kind in (EntryKind.DEED, EntryKind.OWED, EntryKind.REQUEST)
        assert stand.window.page is page and "not on a page of its own" in stand.news()[-1]
        return
    assert expected[0] in LEADS.get(kind, {kind.value, "order"})
    shown: Any = stand.window.page
    assert shown.objectName() == PAGE_OF[expected[0]]
    if expected[0] != "parcel":
        assert getattr(shown.in_view(), f"{expected[0]}_id") == expected[1]
    if expected[0] in OWN_PAGE:
        assert shown.in_view().order_id == entry.order_id or entry.order_id is None
