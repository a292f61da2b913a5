"""The one way from snapshots to a PDF."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from shopdesk.domain.documents import Document, OrderPaper, Paper
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.printing.formats import FORMATS, NO_OFFSET, TITLES, USUAL, Format, Offset

if TYPE_CHECKING:
    from shopdesk.printing.columns import Page
    from shopdesk.printing.sheet import Pen, Sheets

Progress = Callable[[int, int], None]
"""Told (orders done, orders in all); may raise to stop, nothing is printed then."""


class NothingToPrint(Refused):
    """No order was given."""

    template = N_("There is nothing to print: no order was chosen. Choose at least one and try again.")


class NoReceiver(Refused):
    """A slip needs somebody to go to."""

    template = N_(
        "Order {order_no} has no {missing}, so its slip can't be printed. Fill it in on the order and try again."
    )


class NoChange(Refused):
    """A change note needs a change."""

    template = N_("Order {order_no} has no open change to print. Make a change note first.")


class Drawing(Protocol):
    """One order's paper, laid out."""

    pages: "list[Page]"

    def draw(self, pen: "Pen", sheets: "Sheets", page: int) -> None:
        """Draw page `page` at the pen's origin."""


def _drawings() -> dict[Document, Callable[[OrderPaper, Format], Drawing]]:
    """What draws each document. Loaded when something is drawn: reportlab takes longer than most windows."""
    from shopdesk.printing.change_note import ChangeNote
    from shopdesk.printing.packing_list import PackingList
    from shopdesk.printing.return_form import ReturnForm
    from shopdesk.printing.slip import Slip

    return {
        Document.SLIP: Slip,
        Document.PACKING_LIST: PackingList,
        Document.RETURN_FORM: ReturnForm,
        Document.CHANGE_NOTE: ChangeNote,
    }


def render(
    document: Document,
    papers: Sequence[OrderPaper],
    paper: Paper | None = None,
    *,
    offset: Offset = NO_OFFSET,
    progress: Progress | None = None,
) -> bytes:
    """The papers as one PDF, in the order given, in the language in use; the same input gives the same bytes.

    `paper` is the document's usual one when None, `offset` the printer's correction in mm. Raises NothingToPrint,
    NoReceiver, NoChange.
    """
    if not papers:
        raise NothingToPrint()
    for order in papers:
        check_printable(document, order)
    from shopdesk.printing.sheet import Sheets

    make = _drawings()[document]
    form = FORMATS[paper or USUAL[document]]
    sheets = Sheets(_(TITLES[document]))
    pen, cell = sheets.pen(form.sheet_height), 0
    for done, order in enumerate(papers, 1):
        drawing = make(order, form)
        for page in range(len(drawing.pages)):
            if cell == form.cells:
                sheets.add(pen, form.width, form.sheet_height, offset)
                pen, cell = sheets.pen(form.sheet_height), 0
            pen.move(0, cell * form.height)
            if cell:
                pen.dashes(0, 0, form.width)
            drawing.draw(pen, sheets, page)
            cell += 1
        if progress:
            progress(done, len(papers))
    sheets.add(pen, form.width, form.sheet_height, offset)
    return sheets.finished()


def check_printable(document: Document, order: OrderPaper) -> None:
    """Raises NoReceiver or NoChange where this document can't be printed for an order."""
    if document is Document.CHANGE_NOTE and not order.changes:
        raise NoChange(order_no=order.order_no)
    if document is Document.SLIP:
        to = order.receiver
        if not to.name.strip():
            raise NoReceiver(order_no=order.order_no, missing=_("receiver"))
        if not f"{to.region}{to.address}".strip():
            raise NoReceiver(order_no=order.order_no, missing=_("address"))
