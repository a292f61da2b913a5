"""A case whose goods are mended, or whose parcel is called back: the next step stands on another page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.domain.cases import Kind, Step
from shopdesk.domain.repairs import Step as RepairStep
from shopdesk.queries.cases import get_case_row, list_cases
from shopdesk.services.case_steps import take_step
from shopdesk.services.cases import open_case
from shopdesk.services.interceptions import ask_interception, note_success
from shopdesk.services.repair_steps import take_step as take_repair_step
from shopdesk.ui.cases.page import CasesPage
from tests.cases_stand import cases
from tests.factories import make_desk
from tests.repair_stand import RepairShop
from tests.window_stand import WindowStand, window_on

WAYBILL = "YT7453244865603"


@pytest.fixture
def shop(tmp_path: Path) -> RepairShop:
    return RepairShop(make_desk(tmp_path))


@pytest.fixture
def window(shop: RepairShop, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(shop.desk, tmp_path, qtbot) as stand:
        yield stand


def asked_of(page: CasesPage) -> list[tuple[str, object]]:
    """What the page asks others to show, from now on."""
    asked: list[tuple[str, object]] = []
    page.open_requested.disconnect()
    page.open_requested.connect(lambda kind, record_id: asked.append((kind, record_id)))
    return asked


def links(page: CasesPage) -> list[str]:
    found = (page.panel.links.findChild(QPushButton, f"cases.panel.troubles.{place}") for place in range(6))
    return [made.accessibleName() for made in found if made is not None and not made.isHidden()]


@pytest.mark.rule("REP-01")
def test_a_case_that_waits_for_its_repair_says_what_is_next_with_it(window: WindowStand, shop: RepairShop) -> None:
    repair = shop.came()
    assert repair.case_id is not None
    page = cases(window, repair.case_id)
    asked = asked_of(page)
    assert page.panel.next.accessibleName() == "Repair 1: Label printed"
    assert links(page) == [f"Repair 1 · Arrived with us · {repair.name}"]
    page.table.setFocus()
    window.keys("Return")
    assert asked == [("repair", repair.id)]
    take_repair_step(window.desk, repair_id=repair.id, step=RepairStep.LABEL)
    window.settle()
    assert page.panel.next.accessibleName() == "Repair 1: To the factory", "others' steps show at once"
    window.keys("M")
    window.click("cases.panel.troubles.0")
    assert asked == [("repair", repair.id)] * 3
    take_repair_step(window.desk, repair_id=repair.id, step=RepairStep.CANCEL, note="不修了")
    window.settle()
    assert page.panel.next.accessibleName() == "Nothing more is due"


def test_a_repair_case_without_a_repair_begins_one(window: WindowStand, shop: RepairShop) -> None:
    order_id = shop.order()
    shop.came(order_id)
    case_id = list_cases(shop.desk.seen, order_id=order_id)[0].id
    shop.desk.database.execute_sql("UPDATE repair SET case_id = NULL, order_id = NULL")
    page = cases(window, case_id)
    asked = asked_of(page)
    assert page.panel.next.accessibleName() == "Enter the repair"
    page.table.setFocus()
    window.keys("Return")
    assert asked == [("repair-new", order_id)]


@pytest.mark.rule("SHP-11")
def test_a_refund_waits_for_the_parcel_that_is_called_back(window: WindowStand, shop: RepairShop) -> None:
    order_id = shop.order()
    shop.desk.database.execute_sql(
        "INSERT INTO parcel (order_id, carrier, waybill) VALUES (?, '圆通速递', ?)", (order_id, WAYBILL)
    )
    case_id = open_case(shop.desk, kind=Kind.REFUND, order_id=order_id, asked="不要了")
    take_step(shop.desk, case_id=case_id, step=Step.AGREE, note="退全款")
    page = cases(window, case_id)
    assert page.panel.next.accessibleName() == "Ask for the refund"
    page.table.setFocus()
    window.keys("K")
    assert "No parcel of it is being called back." in window.news()
    number = ask_interception(window.desk, order_id=order_id, reason="买家取消")
    window.settle()
    asked = asked_of(page)
    assert page.panel.next.accessibleName() == "Look after the parcel called back"
    assert links(page) == [f"Calling back {WAYBILL} · Carrier asked to stop it"]
    page.table.setFocus()
    window.keys("Return")
    assert asked == [("interception", number)]
    note_success(window.desk, interception_id=number, result="已拦下")
    window.settle()
    assert page.panel.next.accessibleName() == "Ask for the refund"
    assert get_case_row(shop.desk.seen, case_id).is_open


@pytest.mark.rule("SHP-12")
def test_what_was_begun_about_its_order_stands_beside_the_case(window: WindowStand, shop: RepairShop) -> None:
    order_id, other = shop.order(), shop.order(buyer="tb_qian")
    case_id = open_case(shop.desk, kind=Kind.REISSUE, order_id=order_id, asked="少一只")
    for number, closed in ((order_id, "NULL"), (order_id, "1"), (other, "NULL")):
        shop.desk.database.execute_sql(
            "INSERT INTO shortage (order_id, verdict, packaging, person_id, at, closed_at) "
            f"VALUES (?, 'undecided', 'intact', 1, 1, {closed})",
            (number,),
        )
    page = cases(window, case_id)
    asked = asked_of(page)
    assert links(page) == ["Shortage 1 · Undecided"]
    window.click("cases.panel.troubles.0")
    assert asked == [("shortage", 1)]
