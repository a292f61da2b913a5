"""Return forms for nobody yet: a stack of them for buyers who lost theirs (RET-14)."""

from collections.abc import Callable, Sequence

from shopdesk.db.trail import Entry
from shopdesk.domain.documents import Document, OrderPaper, Paper, blank_return_form
from shopdesk.domain.permissions import Right
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.papers import Progress, render
from shopdesk.queries.shops import list_shops
from shopdesk.services.desk import Changed, Desk, work


def preview_blank_forms(
    desk: Desk, *, shop_ids: Sequence[int], paper: Paper, offset: Offset = NO_OFFSET, progress: Progress | None = None
) -> bytes:
    """A blank form of each shop with its address, recording nothing. Raises NothingToPrint."""
    return render(Document.RETURN_FORM, _papers(desk, shop_ids), paper, offset=offset, progress=progress)


def print_blank_forms(
    desk: Desk,
    *,
    shop_ids: Sequence[int],
    paper: Paper,
    offset: Offset = NO_OFFSET,
    progress: Progress | None = None,
    deliver: Callable[[bytes], None] | None = None,
) -> bytes:
    """The same, printed: as often as wanted. Raises NothingToPrint."""
    with work(desk, Right.PRINT, Changed.PAPERS) as doing:
        pdf = preview_blank_forms(desk, shop_ids=shop_ids, paper=paper, offset=offset, progress=progress)
        told = {"document": Document.RETURN_FORM.value}
        doing.note_all("print", "shop", [Entry(shop_id, {}, told) for shop_id in dict.fromkeys(shop_ids)])
        if deliver is not None:
            deliver(pdf)
    return pdf


def _papers(desk: Desk, shop_ids: Sequence[int]) -> list[OrderPaper]:
    shops = {shop.id: shop for shop in list_shops(desk.database)}
    return [
        blank_return_form(shop=shop.name, platform=shop.platform.value, return_to=shop.return_to)
        for shop in (shops[shop_id] for shop_id in dict.fromkeys(shop_ids) if shop_id in shops)
    ]
