"""The register of a day, box labels, blank forms: what is printed stands in the trail, and nobody's phone on paper."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.documents import Document, Paper, Party
from shopdesk.domain.intake import Destination
from shopdesk.domain.intake_papers import Place
from shopdesk.errors import OutputFailed
from shopdesk.printing.papers import NothingToPrint
from shopdesk.queries.boxes import BoxNotFound
from shopdesk.queries.intake_days import get_day
from shopdesk.queries.intake_papers import get_intake_register, list_box_labels, list_to_label
from shopdesk.queries.lost_forms import get_lost_form_text
from shopdesk.queries.trail import list_trail
from shopdesk.services.blank_forms import preview_blank_forms, print_blank_forms
from shopdesk.services.desk import Desk
from shopdesk.services.intake_days import BadDay
from shopdesk.services.intake_papers import (
    NoBoxChosen,
    NothingCame,
    NothingInBox,
    StruckOut,
    find_unlabelled,
    preview_box_labels,
    preview_intake_register,
    print_box_labels,
    print_intake_register,
)
from shopdesk.services.people import add_person
from shopdesk.services.shop_settings import save_setting, save_shop
from shopdesk.services.trail_words import what_happened
from shopdesk.settings import INTAKE_SHELVES, LOST_FORM
from tests.boxes import TODAY, add_box, add_box_item
from tests.factories import NOON, add_order, make_desk
from tests.printing.samples import pages, scanned, text
from tests.services.whole_database import everything

HERE = Party("售后王师傅", "13900001111", "浙江省 杭州市", "文一西路969号")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    save_shop(made, shop_id=1, version=1, name="一号店", sender=HERE, return_to=HERE)
    return made


@pytest.fixture
def order(desk: Desk) -> int:
    return add_order(desk, order_no="T1", buyer="tb_1")


def labels(desk: Desk, *box_ids: int) -> list[tuple[int, Place, str, int]]:
    found = list_box_labels(desk.database, box_ids=box_ids, printed_at=NOON, printed_by="")
    return [(label.number, label.place, label.shelf, len(label.items)) for label in found]


def test_the_register_is_printed_and_recorded_with_its_day(desk: Desk, order: int) -> None:
    add_box_item(desk, add_box(desk, order_id=order, cash=2000), order_id=order, wish="exchange", wish_to="W8")
    add_box(desk, number=2, state="unclaimed", sender_name="李小四", sender_phone="13812345678")
    before = everything(desk)
    looked = preview_intake_register(desk, day=TODAY)
    assert everything(desk) == before
    assert print_intake_register(desk, day=TODAY) == looked
    shown = pages(looked)[0]
    for words in ("T1", "2 boxes", "Exchange W8", "20.00", "From 李**"):
        assert words in shown
    day_id = get_day(desk.database, day=TODAY).id
    assert day_id is not None
    (row,) = list_trail(desk.database, kind="intake_day", record_id=day_id)
    assert (row.action, what_happened(row)) == ("print", "Printed: Intake register")
    print_intake_register(desk, day=TODAY)
    assert get_day(desk.database, day=TODAY).id == day_id


@pytest.mark.parametrize("role", ["owner", "warehouse", "finance"])
def test_nobodys_phone_or_street_is_on_these_papers(desk: Desk, order: int, role: str) -> None:
    desk = replace(desk, actor=replace(desk.actor, role=role))
    box = add_box(
        desk, order_id=order, sender_name="李小四", sender_phone="13812345678", sender_address="示例路1号",
        note="打 13812345678 再拆",
    )  # fmt: skip
    add_box_item(desk, box, order_id=order, wish="repair", fault="电话 138-1234-5678 说明 开胶")
    for pdf in (
        preview_intake_register(desk, day=TODAY),
        preview_box_labels(desk, box_ids=[box], paper=Paper.LABEL_100X150),
    ):
        shown = text(pdf)
        assert "开胶" in shown
        assert "1234" not in shown and "示例路" not in shown and "李小四" not in shown


@pytest.mark.parametrize(("day", "error"), [("2024-03-01", NothingCame), ("yesterday", BadDay)])
def test_no_register_of_a_day_without_boxes(desk: Desk, day: str, error: type[Exception]) -> None:
    with pytest.raises(error, match=day):
        print_intake_register(desk, day=day)


def test_what_can_not_be_written_was_not_printed(desk: Desk, order: int) -> None:
    box = add_box(desk)
    add_box_item(desk, box, order_id=order, wish="repair")
    before = everything(desk)

    def full(_pdf: bytes) -> None:
        raise OutputFailed(path="x.pdf", reason="full")

    with pytest.raises(OutputFailed):
        print_intake_register(desk, day=TODAY, deliver=full)
    with pytest.raises(OutputFailed):
        print_box_labels(desk, box_ids=[box], paper=Paper.LABEL_60X40, deliver=full)
    with pytest.raises(OutputFailed):
        print_blank_forms(desk, shop_ids=[1], paper=Paper.A5, deliver=full)
    assert everything(desk) == before


def test_a_label_for_each_place_where_something_of_a_box_goes(desk: Desk, order: int) -> None:
    save_setting(desk, INTAKE_SHELVES, {"repair": "R-3"})
    both, plain = add_box(desk, number=7, order_id=order), add_box(desk, number=8, order_id=order)
    add_box_item(desk, both, order_id=order, wish="repair")
    add_box_item(desk, both, order_id=order, wish="quality", faulty=1, faulty_to=Destination.DAMAGE.value)
    add_box_item(desk, both, order_id=order, wish="exchange")
    add_box_item(desk, both, order_id=order, wish="repair")
    add_box_item(desk, plain, order_id=order, wish="exchange")
    assert labels(desk, plain, both, plain) == [
        (8, Place.INSPECTION, "", 1), (7, Place.REPAIR, "R-3", 2), (7, Place.DAMAGE, "", 1),
    ]  # fmt: skip
    assert list_to_label(desk.database, day=TODAY) == [both]
    pdf = print_box_labels(desk, box_ids=[both, both], paper=Paper.LABEL_60X40)
    assert scanned(pdf) == [{"BX20240302-7"}] * 2
    (row,) = list_trail(desk.database, kind="box", record_id=both)
    assert (row.action, row.after, what_happened(row)) == ("print", {"document": "box-label"}, "Printed: Box label")


def test_boxes_without_a_label_say_why(desk: Desk, order: int) -> None:
    good, void, empty = add_box(desk), add_box(desk, number=2, state="void"), add_box(desk, number=3)
    add_box_item(desk, good, order_id=order)
    found = find_unlabelled(desk, box_ids=[good, void, empty, 99])
    assert {box_id: type(error) for box_id, error in found.items()} == {
        void: StruckOut, empty: NothingInBox, 99: BoxNotFound,
    }  # fmt: skip
    before = everything(desk)
    for box_id, error in found.items():
        with pytest.raises(type(error)):
            print_box_labels(desk, box_ids=[good, box_id], paper=Paper.LABEL_60X40)
    with pytest.raises(NoBoxChosen):
        print_box_labels(desk, box_ids=[], paper=Paper.LABEL_60X40)
    assert everything(desk) == before


def test_the_register_has_boxes_by_number_with_things_of_other_orders_named(desk: Desk, order: int) -> None:
    other = add_order(desk, order_no="T2", buyer="tb_2")
    second, first = add_box(desk, number=2, order_id=order), add_box(desk, number=1, state="void", reason="扫空了")
    add_box_item(desk, second, order_id=order)
    add_box_item(desk, second, order_id=other)
    found = get_intake_register(desk.database, day=TODAY, printed_at=NOON, printed_by="")
    assert [(box.number, box.note) for box in found.boxes] == [(1, "扫空了"), (2, "")]
    assert [item.order_no for item in found.boxes[1].items] == ["", "T2"]
    assert (len(found.there), found.pieces) == (1, 2)
    assert first != second


def test_blank_forms_of_each_shop(desk: Desk) -> None:
    before = everything(desk)
    looked = preview_blank_forms(desk, shop_ids=[1], paper=Paper.A5)
    assert everything(desk) == before
    assert print_blank_forms(desk, shop_ids=[1, 1], paper=Paper.A5) == looked
    (shown,) = pages(looked)
    assert "一号店" in shown and "13900001111" in shown and "Order number" in shown
    rows = [row for row in list_trail(desk.database, kind="shop", record_id=1) if row.action == "print"]
    assert [(row.after, what_happened(row)) for row in rows] == [
        ({"document": Document.RETURN_FORM.value}, "Printed: Return form")
    ]
    with pytest.raises(NothingToPrint):
        print_blank_forms(desk, shop_ids=[], paper=Paper.A5)


def test_what_to_write_without_a_form_is_filled_in_for_the_order(desk: Desk, order: int) -> None:
    warehouse = replace(desk, actor=add_person(desk, name="老陈", role="warehouse"))
    for reader in (desk, warehouse):
        said = get_lost_form_text(reader.seen, order_id=order)
        for words in ("T1", "tb_1", "深紫 W7 × 1", "售后王师傅 13900001111", "浙江省 杭州市 文一西路969号"):
            assert words in said
        assert "13800000000" not in said, "the buyer knows the own number"
    save_setting(desk, LOST_FORM, "写 {order_no} 寄 {address}，{days} 天内 {unknown}")
    assert get_lost_form_text(desk.seen, order_id=order) == "写 T1 寄 浙江省 杭州市 文一西路969号，7 天内 {unknown}"


def test_what_nobody_knows_is_a_line_to_write_on(desk: Desk) -> None:
    said = get_lost_form_text(desk.seen, order_id=add_order(desk, lines=0, titles=""))
    assert "2. Your ID: ______" in said and "how many: ______" in said
