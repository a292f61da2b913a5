"""Everything that can be done on the page of damage: texts, keys, rights."""

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.ui.damage import possible
from shopdesk.ui.page_actions import Declared

NEXT, NEW, FIND, EXPORT, PANEL = "next", "new", "find", "export", "panel"
MONTHS = "months"
_ANSWERS: Declared = {
    possible.ACCEPTED: (N_("Accepted…"), "A", Right.INTAKE),
    possible.REFUSED: (N_("Refused…"), "F", Right.INTAKE),
    possible.CREDITED: (N_("Credited…"), "C", Right.CONFIRM_MONEY),
    possible.REPLACED: (N_("Replaced by goods…"), "R", Right.INTAKE),
    possible.WRITE_OFF: (N_("Write off…"), "W", Right.STOCK_IN),
}
"""What a supplier says, and what is a loss."""
OF_ENTRIES: Declared = {
    NEXT: (N_("Do what is next"), "N", None),
    NEW: (N_("New damage…"), "Ctrl+N", Right.INTAKE),
    possible.BATCH: (N_("Into a batch"), "B", Right.INTAKE),
    possible.OUT: (N_("Out of its batch"), "U", Right.INTAKE),
    possible.TO_BATCH: (N_("Show its batch"), "Shift+B", None),
    **_ANSWERS,
    possible.AGAIN: (N_("List it again…"), "L", Right.INTAKE),
    possible.STRIKE: (N_("Strike off…"), "X", Right.STOCK_IN),
    possible.SPLIT: (N_("Split…"), "S", Right.INTAKE),
    possible.EDIT: (N_("Change…"), "E", Right.INTAKE),
    possible.REOPEN: (N_("Open again…"), "O", Right.OVERRULE),
    possible.ORDER: (N_("Show the order"), "Ctrl+Down", None),
    possible.CASE: (N_("Show the case"), "Ctrl+Up", None),
    possible.BOX: (N_("Show the box"), "Ctrl+Left", None),
    possible.REPAIR: (N_("Show the repair"), "Ctrl+Right", None),
    EXPORT: (N_("Export…"), "Ctrl+E", None),
    PANEL: (N_("Show or hide the panel"), "V", None),
    FIND: (N_("Search damage"), "Ctrl+F", None),
}
"""Text, key, and the right that it needs."""
ALWAYS_OF_ENTRIES = frozenset({NEW, FIND, EXPORT, PANEL})
OF_SUPPLIERS: Declared = {
    possible.LIST_ALL: (N_("Show the goods"), "G", None),
    possible.BATCH: (N_("Batch of everything listed"), "B", Right.INTAKE),
}
OF_BATCHES: Declared = {
    NEXT: (N_("Do what is next"), "N", None),
    NEW: (N_("New batch…"), "Ctrl+N", Right.INTAKE),
    possible.PRINT: (N_("Print the list…"), "Ctrl+P", Right.PRINT),
    possible.SEND: (N_("It goes to the supplier…"), "D", Right.INTAKE),
    possible.ANSWERS: (N_("To its lines"), "T", None),
    **_ANSWERS,
    possible.OUT: (N_("Out of the batch"), "U", Right.INTAKE),
    possible.ENTRY: (N_("Show the entry"), "G", None),
    possible.NOTE: (N_("Note…"), "E", Right.INTAKE),
    possible.CALL_OFF: (N_("Call off…"), "K", Right.INTAKE),
    PANEL: (N_("Show or hide the panel"), "V", None),
}
ALWAYS_OF_BATCHES = frozenset({NEW, PANEL})
OF_LOSSES: Declared = {
    EXPORT: (N_("Export…"), "Ctrl+E", None),
    MONTHS: (N_("By month"), "M", None),
}
