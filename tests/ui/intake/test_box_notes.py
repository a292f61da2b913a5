"""What became of a box's goods stands below its items and opens there (REP-01, REP-04)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.domain.intake import Destination
from shopdesk.ui.intake.page import IntakePage
from tests.factories import make_desk
from tests.repair_stand import RepairShop
from tests.window_stand import WindowStand, window_on


@pytest.fixture
def shop(tmp_path: Path) -> RepairShop:
    return RepairShop(make_desk(tmp_path))


@pytest.fixture
def window(shop: RepairShop, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(shop.desk, tmp_path, qtbot) as stand:
        yield stand


def links(page: IntakePage) -> list[str]:
    found = (page.boxes.notes.findChild(QPushButton, f"intake.troubles.{place}") for place in range(6))
    return [made.accessibleName() for made in found if made is not None and not made.isHidden()]


@pytest.mark.rule("REP-01")
def test_a_box_leads_to_the_repair_that_its_goods_became(window: WindowStand, shop: RepairShop) -> None:
    repair = shop.came()
    shop.box_item(shop.order(buyer="tb_qian"))
    page: IntakePage = window.open("intake")
    asked: list[tuple[str, object]] = []
    page.open_requested.disconnect()
    page.open_requested.connect(lambda kind, record_id: asked.append((kind, record_id)))
    page.open_record("box", 1)
    window.settle()
    assert links(page) == [f"Repair {repair.id} · Arrived with us · {repair.name}"]
    window.click("intake.troubles.0")
    assert asked == [("repair", repair.id)]
    page.open_record("box", 2)
    window.settle()
    assert links(page) == ["Repair 2 · Arrived with us · " + shop.row(2).name]


@pytest.mark.rule("REP-04")
def test_and_to_the_damage_list(window: WindowStand, shop: RepairShop) -> None:
    item_id = shop.box_item(shop.order())
    page: IntakePage = window.open("intake")
    page.open_record("box", 1)
    window.settle()
    shop.approve(item_id, to=Destination.DAMAGE)
    page.refresh()
    window.settle()
    assert [each.split(" · ")[:2] for each in links(page)] == [["Damage 1", "Listed"], ["Repair 1", "Called off"]]
