"""What this PC remembers about printing."""

from typing import Any

from shopdesk.domain.documents import Document, Paper
from shopdesk.printing.formats import Offset
from shopdesk.ui.papers import PrintHabits, document_name, paper_name


def test_habits_start_with_the_usual_and_keep_what_was_chosen(settings: dict[str, Any]) -> None:
    habits = PrintHabits(settings)  # type: ignore[arg-type]
    assert habits.paper(Document.SLIP) is Paper.LABEL_100X150
    assert habits.paper(Document.RETURN_FORM) is Paper.A5
    assert habits.printer(Document.SLIP) == ""
    assert habits.offset(Document.SLIP, "Zebra") == Offset()
    habits.set_paper(Document.SLIP, Paper.A4_TWO_UP)
    habits.set_printer(Document.SLIP, "Zebra")
    habits.set_offset(Document.SLIP, "Zebra", Offset(1.5, -2))
    again = PrintHabits(settings)  # type: ignore[arg-type]
    assert again.paper(Document.SLIP) is Paper.A4_TWO_UP
    assert again.printer(Document.SLIP) == "Zebra"
    assert again.offset(Document.SLIP, "Zebra") == Offset(1.5, -2)
    assert again.offset(Document.PACKING_LIST, "Zebra") == Offset()
    assert again.offset(Document.SLIP, "Laser") == Offset()


def test_what_somebody_typed_into_the_file_does_no_harm(settings: dict[str, Any]) -> None:
    settings |= {"print.slip.paper": "A0", "print.slip.offset.Zebra": ["left", 3]}
    habits = PrintHabits(settings)  # type: ignore[arg-type]
    assert habits.paper(Document.SLIP) is Paper.LABEL_100X150
    assert habits.offset(Document.SLIP, "Zebra") == Offset()


def test_every_document_and_paper_has_a_name() -> None:
    assert len({document_name(document) for document in Document}) == len(Document)
    assert len({paper_name(paper) for paper in Paper}) == len(Paper)
