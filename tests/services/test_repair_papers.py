"""Papers for suppliers are printed from what stands in the shop, and the trail knows (REP-01, REP-03, REP-04)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.domain.box_scans import ScanKind
from shopdesk.domain.documents import Paper
from shopdesk.domain.repairs import State
from shopdesk.queries.box_scans import read_scan
from shopdesk.queries.trail import list_trail
from shopdesk.services.damage_batches import make_damage_batch
from shopdesk.services.repair_batches import make_batch
from shopdesk.services.repair_papers import (
    NoRepairChosen,
    NothingOnList,
    preview_damage_return,
    preview_repair_dispatch,
    preview_repair_labels,
    print_damage_return,
    print_repair_dispatch,
    print_repair_labels,
)
from shopdesk.services.repairs import open_repair
from shopdesk.services.trail_words import what_happened
from tests.damage_stand import DamageShop
from tests.factories import make_desk
from tests.printing.samples import scanned, text


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[DamageShop]:
    desk = make_desk(tmp_path)
    yield DamageShop(desk)
    desk.database.close()


def test_a_printed_label_is_the_goods_step_and_opens_the_repair(shop: DamageShop) -> None:
    repair_id = open_repair(shop.desk, order_id=shop.order(buyer="tb_zhao"), fault="开胶")
    preview_repair_labels(shop.desk, repair_ids=[repair_id], paper=Paper.LABEL_60X40)
    assert shop.row(repair_id).state is State.RECEIVED
    pdf = print_repair_labels(shop.acting("小吴"), repair_ids=[repair_id, repair_id], paper=Paper.LABEL_60X40)
    (codes,) = scanned(pdf)
    scan = read_scan(shop.desk.database, codes.pop())
    assert scan.kind is ScanKind.REPAIR
    assert shop.row(repair_id).state is State.LABELLED
    print_repair_labels(shop.desk, repair_ids=[repair_id], paper=Paper.LABEL_100X150)
    told = [what_happened(each) for each in list_trail(shop.desk.database, kind="repair", record_id=repair_id)]
    assert sum("Repair label" in each for each in told) == 2
    assert "tb_zhao" not in text(pdf), "the factory needs to know no buyer"
    with pytest.raises(NoRepairChosen):
        print_repair_labels(shop.desk, repair_ids=[], paper=Paper.LABEL_60X40)


def test_the_list_goes_with_the_batch(shop: DamageShop) -> None:
    repairs = [shop.came().id, shop.came().id]
    batch_id = make_batch(shop.desk, supplier_id=shop.supplier, repair_ids=repairs)
    written: list[bytes] = []
    listed = print_repair_dispatch(shop.desk, batch_id=batch_id, deliver=written.append)
    assert [line.number for line in listed.lines] == repairs
    assert written == [preview_repair_dispatch(shop.desk, batch_id=batch_id)]
    assert "tb_zhao" not in text(written[0])
    (told, _opened) = list_trail(shop.desk.database, kind="repair_batch", record_id=batch_id)
    assert "Factory dispatch list" in what_happened(told)
    empty = make_batch(shop.desk, supplier_id=shop.supplier)
    with pytest.raises(NothingOnList):
        print_repair_dispatch(shop.desk, batch_id=empty)


def test_the_return_list_goes_back_with_the_goods(shop: DamageShop) -> None:
    rows = [shop.damaged().id, shop.damaged(pieces=2).id]
    batch_id = make_damage_batch(shop.desk, supplier_id=shop.supplier, damage_ids=rows)
    written: list[bytes] = []
    listed = print_damage_return(shop.desk, batch_id=batch_id, deliver=written.append)
    assert (listed.pieces, listed.worth, listed.return_days) == (3, 240_00, 7)
    assert written == [preview_damage_return(shop.desk, batch_id=batch_id)]
    told = list_trail(shop.desk.database, kind="damage_batch", record_id=batch_id)[0]
    assert "Damage return list" in what_happened(told)
    with pytest.raises(NothingOnList):
        print_damage_return(shop.desk, batch_id=make_damage_batch(shop.desk, supplier_id=shop.supplier))
