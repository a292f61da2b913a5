"""What goes to the buyer instead: exchanges and reissues, also before the goods are back (RET-12)."""

from collections.abc import Sequence

from shopdesk.domain.manual_orders import ManualItem
from shopdesk.services.desk import Desk, Work


def allow_early(desk: Desk, *, case_id: int, reason: str) -> bool:
    """Somebody who may overrule, and isn't in charge of it, lets the replacement go before the goods are back; the
    reason goes into its memo (RET-12). False where it was allowed before."""
    raise NotImplementedError


def replace(desk: Desk, *, case_id: int, items: Sequence[ManualItem] = ()) -> int:
    """Enter the exchange or the reissue of a released (or early allowed) case; returns the order's id (ENTER). Without
    `items` what the case says is wanted, for a reissue what it is about. Raises NotReleased, ReplacedAlready."""
    raise NotImplementedError


def settle_replacements(doing: Work, order_ids: Sequence[int]) -> None:
    """These orders left: cases whose replacement they are may be done. Part of shipping."""
    raise NotImplementedError
