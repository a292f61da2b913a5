"""Printings are recorded; a second one needs a reason and says so (SHP-01)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.documents import ORDER_DOCUMENTS, Document, OrderPaper, Paper
from shopdesk.domain.statuses import Stage
from shopdesk.errors import OutputFailed
from shopdesk.queries.orders import OrderNotFound, get_order
from shopdesk.queries.trail import list_trail
from shopdesk.services import papers
from shopdesk.services.desk import Changed, Desk
from shopdesk.services.holds import OnHold, hold_orders, release_orders
from shopdesk.services.papers import (
    AlreadyPrinted,
    Ciphered,
    PrintJob,
    find_unprintable,
    preview_papers,
    print_papers,
)
from shopdesk.services.registering import register_orders
from tests.factories import NOON, add_order, make_desk
from tests.services.whole_database import everything


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[list[OrderPaper]]:
    """What was given to printing, which is tested elsewhere."""
    given: list[list[OrderPaper]] = []

    def render(_document: Document, orders: list[OrderPaper], _paper: Paper, **_more: object) -> bytes:
        given.append(orders)
        return b"%PDF"

    monkeypatch.setattr(papers, "render", render)
    return given


def slip(desk: Desk, *orders: int, reason: str = "", document: Document = Document.SLIP) -> PrintJob:
    return print_papers(desk, order_ids=orders, document=document, paper=Paper.LABEL_100X150, reason=reason)


def test_a_first_print(desk: Desk, drawn: list[list[OrderPaper]]) -> None:
    order = add_order(desk)
    job = slip(desk, order)
    assert (job.pdf, job.order_ids, drawn[0][0].reprint, drawn[0][0].printed_by) == (b"%PDF", (order,), 0, "Owner")
    (record,) = get_order(desk.database, order).prints
    assert (record.document, record.paper, record.person, record.at, record.reason) == (
        "slip",
        "100x150",
        "Owner",
        NOON,
        "",
    )
    (row,) = list_trail(desk.database, kind="order", record_id=order)
    assert (row.action, row.after) == ("print", {"document": "slip"})


def test_a_second_needs_a_reason_and_is_numbered(desk: Desk, drawn: list[list[OrderPaper]]) -> None:
    order = add_order(desk, order_no="P1")
    slip(desk, order)
    before = everything(desk)
    with pytest.raises(AlreadyPrinted, match="Order P1: its shipping slip was printed by Owner on 2024-03-02 10:00"):
        slip(desk, order, reason="  ")
    assert everything(desk) == before
    slip(desk, order, reason=" 卡纸 ")
    slip(desk, order, reason="又卡纸")
    assert [given[0].reprint for given in drawn] == [0, 1, 2]
    assert [record.reason for record in get_order(desk.database, order).prints] == ["", "卡纸", "又卡纸"]


def test_each_kind_of_paper_counts_for_itself(desk: Desk, drawn: list[list[OrderPaper]]) -> None:
    order = add_order(desk)
    for document in ORDER_DOCUMENTS:
        slip(desk, order, document=document)
    assert [given[0].reprint for given in drawn] == [0] * len(ORDER_DOCUMENTS)


@pytest.mark.parametrize(
    ("stage", "document", "then"),
    [
        (Stage.NEW, Document.SLIP, Stage.NEW), (Stage.REGISTERED, Document.SLIP, Stage.PRINTED),
        (Stage.SETTLED, Document.SLIP, Stage.PRINTED), (Stage.PACKED, Document.SLIP, Stage.PACKED),
        (Stage.REGISTERED, Document.PACKING_LIST, Stage.REGISTERED),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("drawn")
def test_the_stage_moves_only_by_the_slip_of_a_registered_order(
    desk: Desk, stage: Stage, document: Document, then: Stage
) -> None:
    order = add_order(desk, stage=int(stage))
    slip(desk, order, document=document)
    assert get_order(desk.database, order).stage is then


def test_from_registering_to_paper(desk: Desk) -> None:
    """With the true printing once."""
    order = add_order(desk)
    register_orders(desk, order_ids=[order])
    assert slip(desk, order).pdf.startswith(b"%PDF")
    now = get_order(desk.database, order)
    assert (now.stage, now.registrar) == (Stage.PRINTED, "Owner")


@pytest.mark.usefixtures("drawn")
def test_all_or_none(desk: Desk) -> None:
    good, hidden = add_order(desk), add_order(desk, masking=2, receiver="##a")
    before = everything(desk)
    with pytest.raises(Ciphered, match="hides the receiver in a cipher"):
        slip(desk, good, hidden)
    with pytest.raises(OrderNotFound):
        slip(desk, good, 99)
    assert everything(desk) == before


def test_named_twice_printed_once(desk: Desk, drawn: list[list[OrderPaper]]) -> None:
    order = add_order(desk)
    assert slip(desk, order, order).order_ids == (order,)
    assert len(drawn[0]) == 1
    assert rows_of(desk.database, "SELECT count(*) FROM print_record") == [(1,)]


@pytest.mark.usefixtures("drawn")
def test_looking_records_nothing(desk: Desk) -> None:
    order = add_order(desk)
    before = everything(desk)
    job = preview_papers(desk, order_ids=[order], document=Document.SLIP, paper=Paper.A5)
    assert (job.pdf, job.paper) == (b"%PDF", Paper.A5)
    assert everything(desk) == before


def test_what_will_be_printed_says_that_it_is_a_reprint(desk: Desk, drawn: list[list[OrderPaper]]) -> None:
    order = add_order(desk)
    slip(desk, order)
    preview_papers(desk, order_ids=[order], document=Document.SLIP, paper=Paper.A5)
    assert drawn[-1][0].reprint == 1


@pytest.mark.usefixtures("drawn")
def test_where_the_file_can_not_be_written_nothing_was_printed(desk: Desk) -> None:
    order = add_order(desk, stage=1)
    before = everything(desk)

    def full(_pdf: bytes) -> None:
        raise OutputFailed(path="slip.pdf", reason="full")

    with pytest.raises(OutputFailed):
        print_papers(desk, order_ids=[order], document=Document.SLIP, paper=Paper.A5, deliver=full)
    assert everything(desk) == before


@pytest.mark.usefixtures("drawn")
def test_open_pages_are_told(desk: Desk) -> None:
    told: list[frozenset[Changed]] = []
    slip(replace(desk, announce=told.append), add_order(desk))
    assert told == [frozenset({Changed.PAPERS, Changed.ORDERS})]


@pytest.mark.parametrize("document", [Document.SLIP, Document.PACKING_LIST])
def test_a_held_order_stays_from_the_warehouse(desk: Desk, drawn: list[list[OrderPaper]], document: Document) -> None:
    order_id = add_order(desk)
    hold_orders(desk, order_ids=[order_id], reason="差邮费")
    with pytest.raises(OnHold) as refused:
        slip(desk, order_id, document=document)
    assert refused.value.values["reason"] == "差邮费"
    assert set(find_unprintable(desk, order_ids=[order_id], document=document)) == {order_id}
    slip(desk, order_id, document=Document.RETURN_FORM)
    release_orders(desk, order_ids=[order_id], reason="补齐")
    slip(desk, order_id, document=document)
    assert [len(orders) for orders in drawn] == [1, 1]
