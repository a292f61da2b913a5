"""The page of repairs as a test drives it."""

from typing import Any

from shopdesk.services.repairs import open_repair
from tests.repair_stand import RepairShop
from tests.window_stand import WindowStand


def entered(shop: RepairShop, *, fault: str = "开胶", days_ago: int = 10, supplier: int | None = None) -> int:
    """A repair by hand of an order of its own."""
    order_id = shop.order(days_ago=days_ago)
    return open_repair(shop.desk, order_id=order_id, fault=fault, supplier_id=supplier)


def shown(stand: WindowStand, repair_id: int) -> Any:
    """The page with this repair beside it."""
    stand.window.open_record("repair", repair_id)
    stand.settle()
    page: Any = stand.window.page
    stand.wait_for(lambda: page.panel.repair is not None and page.panel.repair.row.id == repair_id)
    return page


def cards(page: Any) -> dict[str, list[int]]:
    """What stands on the board, by column."""
    return {
        key: [row.id for row in column.cards.rows]
        for key, column in page.views.board.columns.items()
        if column.cards.rows
    }


def batches(stand: WindowStand, batch_id: int | None = None) -> Any:
    """The view of batches, this one chosen."""
    stand.open("repairs")
    stand.window.open_record("repair-batch", batch_id)
    stand.settle()
    view = stand.window.page.views.batches  # type: ignore[union-attr]
    stand.wait_for(lambda: batch_id is None or (view.batch() is not None and view.batch().id == batch_id))
    return view
