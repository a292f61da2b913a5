"""Finds the list that was chosen: at once where the index can, else in the background while the old list stays."""

from PySide6.QtCore import QObject, Signal

from shopdesk.queries.order_lists import OrderFilter, find_hits, is_keyed
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.newest import Newest
from shopdesk.ui.orders.listing import ANCHOR, IdListing, KeyedListing, Listing


class ListReader(QObject):
    """`found` carries the Listing and whether it is the same list again; `busy` whether one is being looked for."""

    found = Signal(object, bool)
    busy = Signal(bool)
    failed = Signal(object)

    def __init__(self, desk: Desk, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._finds = Newest(background, self)

    def read(self, chosen: OrderFilter, *, again: bool = False) -> None:
        """Find this list; a later call overtakes an earlier one."""
        self._finds.forget()
        if is_keyed(chosen):
            listing = KeyedListing(self._desk, chosen)
            self.busy.emit(False)
            self.found.emit(listing, again)
            if _is_deep(listing):
                self._find_ids(chosen, again=True)
        else:
            self.busy.emit(True)
            self._find_ids(chosen, again=again)

    def _find_ids(self, chosen: OrderFilter, *, again: bool) -> None:
        def find() -> Listing:
            hits = find_hits(self._desk.seen, chosen)
            return IdListing(self._desk, chosen, hits.ids, has_more=hits.has_more)

        def take(listing: Listing) -> None:
            self.busy.emit(False)
            self.found.emit(listing, again)

        def give_up(error: Exception) -> None:
            self.busy.emit(False)
            self.failed.emit(error)

        self._finds.read(find, take, give_up)


def _is_deep(listing: Listing) -> bool:
    """Whether no index serves this list as a whole, so that jumping into its depth would read every order."""
    chosen = listing.chosen
    return listing.count > ANCHOR and (len(chosen.flags) > 1 or chosen.shop_id is not None)
