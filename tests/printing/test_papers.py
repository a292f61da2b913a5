"""`render`: the one entry, what it refuses, and that the same input gives the same file."""

from dataclasses import replace

import pytest

from shopdesk.domain.documents import ORDER_DOCUMENTS, Document, Paper, Party
from shopdesk.i18n import sentence
from shopdesk.printing.formats import ORDER_SIZES, USUAL, Offset, size_mm
from shopdesk.printing.papers import NoReceiver, NothingToPrint, render
from shopdesk.printing.preview import Preview
from tests.printing.samples import LONG, ORDER, numbered, outside, pages, scanned

NOBODY = Party("", "", "", "")


@pytest.mark.parametrize("document", ORDER_DOCUMENTS)
@pytest.mark.parametrize("paper", ORDER_SIZES)
def test_every_document_comes_in_every_size(document: Document, paper: Paper) -> None:
    with Preview(render(document, [ORDER], paper)) as preview:
        assert preview.count == 1
        assert preview.size_mm(0) == pytest.approx(size_mm(paper), abs=0.01)


@pytest.mark.parametrize("document", ORDER_DOCUMENTS)
def test_the_usual_paper_is_taken_when_none_is_named(document: Document) -> None:
    with Preview(render(document, [ORDER])) as preview:
        assert preview.size_mm(0) == pytest.approx(size_mm(USUAL[document]), abs=0.01)


def test_orders_come_in_the_order_given_and_all_their_codes_read() -> None:
    orders = numbered(20)
    codes = scanned(render(Document.SLIP, orders))
    assert codes == [{order.order_no, order.waybill, order.return_code} for order in orders]


@pytest.mark.parametrize(("paper", "sheets"), [(Paper.A4_TWO_UP, 4), (Paper.A4_THREE_UP, 3)])
def test_several_slips_share_a_sheet(paper: Paper, sheets: int) -> None:
    orders = numbered(7)
    shown = pages(render(Document.SLIP, orders, paper))
    assert len(shown) == sheets
    cells = -(-7 // sheets) if paper is Paper.A4_THREE_UP else 2
    for number, order in enumerate(orders):
        assert order.receiver.phone in shown[number // cells]


@pytest.mark.parametrize("document", ORDER_DOCUMENTS)
def test_the_same_papers_give_the_same_bytes(document: Document) -> None:
    assert render(document, numbered(3)) == render(document, numbered(3))


def test_the_offset_changes_the_file_but_not_its_text() -> None:
    plain, moved = render(Document.SLIP, [ORDER]), render(Document.SLIP, [ORDER], offset=Offset(1.0, -2.0))
    assert plain != moved
    assert pages(plain) == pages(moved)


def test_progress_counts_orders_and_may_stop_it() -> None:
    told: list[tuple[int, int]] = []
    render(Document.SLIP, numbered(3), progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(Document.SLIP, numbered(3), progress=stop)


def test_nothing_to_print_is_refused() -> None:
    with pytest.raises(NothingToPrint):
        render(Document.SLIP, [])


@pytest.mark.parametrize(
    "receiver", [NOBODY, replace(ORDER.receiver, name=" "), replace(ORDER.receiver, region="", address="")]
)
def test_a_slip_to_nobody_or_nowhere_is_refused_and_says_which(receiver: Party) -> None:
    with pytest.raises(NoReceiver) as refused:
        render(Document.SLIP, [ORDER, replace(ORDER, order_no="17", receiver=receiver)])
    assert "17" in sentence(refused.value)


def test_a_return_form_without_an_address_has_lines_to_write_it_on() -> None:
    (page,) = pages(render(Document.RETURN_FORM, [replace(ORDER, return_to=NOBODY)]))
    assert ORDER.return_to.name not in page
    assert "Send to" in page


def test_a_packing_list_needs_no_address() -> None:
    assert render(Document.PACKING_LIST, [replace(ORDER, receiver=NOBODY)])


@pytest.mark.parametrize("document", ORDER_DOCUMENTS)
def test_odd_characters_stop_nothing(document: Document) -> None:
    odd = "\x00\x07\t\u202e\u200f🧑🏽\u200d🚀️é<>()\\%\ue000\U0010ffff"
    order = replace(ORDER, receiver=replace(ORDER.receiver, name=f"王{odd}"), buyer=odd, memo=odd, notices=(odd,))
    assert len(pages(render(document, [order]))) == 1


LENGTHY = replace(
    LONG,
    carrier="中国邮政速递物流电商标快" * 3,
    shop="茶香官方旗舰店" * 6,
    buyer="tb" + "7" * 60,
    order_no="X" * 70,
    waybill="Y" * 60,
    salesperson="小李" * 20,
    notices=("改单：深紫换成灰色" * 20,),
    reprint=12,
    masked=True,
    memo="发顺丰" * 60,
    buyer_message="尽快" * 90,
    receiver=replace(LONG.receiver, name="欧阳" * 20, phone="13812345678-012345"),
    sender=replace(ORDER.sender, address="文一西路" * 40),
    return_to=replace(ORDER.return_to, name="王师傅" * 15, address="文一西路" * 40),
    items=tuple(replace(item, title=item.title * 8, properties=item.properties * 5) for item in LONG.items[:4]),
)


@pytest.mark.parametrize("document", ORDER_DOCUMENTS)
@pytest.mark.parametrize("paper", ORDER_SIZES)
def test_nothing_runs_off_the_paper(document: Document, paper: Paper) -> None:
    for order in (ORDER, LENGTHY):
        assert outside(render(document, [order], paper)) == []
