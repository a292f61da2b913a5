"""The change note on paper (ORD-14)."""

from dataclasses import replace

import pytest

from shopdesk.domain.change_notes import form_rows
from shopdesk.domain.documents import Document, Paper
from shopdesk.printing.formats import ORDER_SIZES
from shopdesk.printing.papers import NoChange, render
from tests.printing.samples import CHANGE, ORDER, pages, scanned, text


@pytest.mark.parametrize("paper", ORDER_SIZES)
def test_the_form_stands_on_it_in_its_order_and_the_code_reads(paper: Paper) -> None:
    pdf = render(Document.CHANGE_NOTE, [ORDER], paper)
    shown = text(pdf)
    places = [shown.index(f"{name}:{said}".replace(" ", "")) for name, said in form_rows(CHANGE)]
    assert places == sorted(places)
    assert all(codes == {ORDER.order_no} for codes in scanned(pdf))


def test_several_changes_go_on_on_the_next_page() -> None:
    many = tuple(replace(CHANGE, changed_to=f"N{number}N") for number in range(12))
    pdf = render(Document.CHANGE_NOTE, [replace(ORDER, changes=many)])
    assert all(text(pdf).count(change.changed_to) == 1 for change in many)
    assert len(pages(pdf)) > 1


def test_without_a_change_there_is_nothing_to_print() -> None:
    with pytest.raises(NoChange, match=ORDER.order_no):
        render(Document.CHANGE_NOTE, [replace(ORDER, changes=())])


def test_a_reprint_says_so() -> None:
    assert "REPRINT2" in text(render(Document.CHANGE_NOTE, [replace(ORDER, reprint=2)]))
