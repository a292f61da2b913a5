"""What can be done in a list of what was begun about parcels."""

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.ui.page_actions import Declared
from shopdesk.ui.parcels.begun import KINDS
from shopdesk.ui.parcels.shows import Show

NEXT, NEW, ORDER, CASE, COPY, FIND, PANEL = "next", "new", "order", "case", "copy", "find", "panel"
ALWAYS = frozenset({NEW, FIND, PANEL})


def declared(show: Show) -> Declared:
    """Text, key and right of what can be done in one of the lists."""
    return {
        NEXT: (N_("Go on"), "N", None),
        NEW: (KINDS[show].new, "Ctrl+N", Right.SERVE),
        ORDER: (N_("Show the order"), "G", None),
        CASE: (N_("Show the case"), "K", None),
        COPY: (N_("Copy number"), "Y", None),
        FIND: (N_("Search the list"), "Ctrl+F", None),
        PANEL: (N_("Show or hide the panel"), "V", None),
    }
