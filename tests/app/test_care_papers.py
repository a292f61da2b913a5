"""Papers of repairs, damage and lost parcels are seen and printed in the window (REP-01, REP-03, REP-04, SHP-08)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shopdesk.domain.claims import Kind
from shopdesk.domain.repairs import State
from shopdesk.printing.printers import Printer
from shopdesk.queries.trail import list_trail
from shopdesk.services.claims import register_claim
from shopdesk.services.desk import Desk
from shopdesk.services.repair_batches import make_batch
from shopdesk.ui.print_preview import dialog as print_dialog
from shopdesk.ui.print_preview.dialog import PrintPreview
from tests.damage_stand import DamageShop
from tests.factories import make_desk
from tests.printing.samples import text
from tests.window_stand import WindowStand, window_on


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def care(desk: Desk) -> DamageShop:
    return DamageShop(desk)


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    given: list[bytes] = []
    monkeypatch.setattr(print_dialog, "find_printers", lambda: [Printer("Zebra", True)])
    monkeypatch.setattr(print_dialog, "send_to_printer", lambda pdf, **_how: given.append(pdf))
    return given


@pytest.fixture
def stand(desk: Desk, care: DamageShop, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as made:
        yield made


def printed(stand: WindowStand, preview: PrintPreview, given: list[bytes]) -> str:
    """What comes out of the printer."""
    stand.wait_for(lambda: preview.pages.count > 0 and preview.choices.printer == "Zebra")
    preview.print()
    stand.settle()
    return text(given[-1])


def test_what_just_came_is_labelled_by_its_label(stand: WindowStand, care: DamageShop, printer: list[bytes]) -> None:
    repairs = [care.came().id, care.came().id]
    shown = printed(stand, stand.shop.open_repair_labels_preview(repairs), printer)
    assert care.row(repairs[0]).code in shown and care.row(repairs[1]).code in shown
    assert [care.row(repair_id).state for repair_id in repairs] == [State.LABELLED] * 2


def test_lists_for_suppliers_name_their_batch(stand: WindowStand, care: DamageShop, printer: list[bytes]) -> None:
    batch_id = make_batch(care.desk, supplier_id=care.supplier, repair_ids=[care.came().id])
    preview = stand.shop.open_repair_dispatch_preview(batch_id)
    assert preview.windowTitle() == f"Print Dispatch list of repair batch {batch_id}"
    assert "温岭足意鞋厂" in printed(stand, preview, printer)
    returned = care.returned(care.damaged().id)
    preview = stand.shop.open_damage_return_preview(returned)
    assert preview.windowTitle() == f"Print Return list of damage batch {returned}"
    assert "80.00" in printed(stand, preview, printer)
    for kind, number in (("repair_batch", batch_id), ("damage_batch", returned)):
        assert list_trail(stand.desk.database, kind=kind, record_id=number)[0].action == "print"


def test_a_months_lost_parcels(stand: WindowStand, care: DamageShop, printer: list[bytes]) -> None:
    register_claim(care.desk, kind=Kind.LOST, order_id=care.order(), waybill="YT7453244865603", carrier="圆通速递")
    preview = stand.shop.open_losses_preview("2024-03")
    assert preview.windowTitle() == "Print Lost parcels of 2024-03"
    assert "YT7453244865603" in printed(stand, preview, printer)


def test_a_month_without_lost_parcels_says_so(stand: WindowStand, printer: list[bytes]) -> None:
    preview = stand.shop.open_losses_preview("2023-12")
    stand.wait_for(lambda: "Nothing stands in the lost register of 2023-12." in preview._trouble.text())
