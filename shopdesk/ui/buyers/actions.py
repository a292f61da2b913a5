"""What can be done on the page of buyers: texts, keys, rights."""

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.ui.page_actions import Declared

PAGE: Declared = {
    "found": (N_("Buyers"), "Ctrl+1", None),
    "care": (N_("Whom to write to"), "Ctrl+2", None),
}
"""The views."""
FOUND: Declared = {
    "find": (N_("Find a buyer"), "Ctrl+F", None),
    "kinds": (N_("What is listed"), "L", None),
    "edit": (N_("Edit buyer…"), "E", Right.BUYERS),
    "contact": (N_("Note a contact…"), "T", Right.SERVE),
    "owe": (N_("Owe something…"), "W", Right.SERVE),
    "join": (N_("Join…"), "J", Right.BUYERS),
    "let_go": (N_("Let go…"), "U", Right.BUYERS),
    "stop_care": (N_("No messages…"), "M", Right.BUYERS),
    "allow_care": (N_("Write again…"), "M", Right.BUYERS),
    "block": (N_("Block…"), "K", Right.OVERRULE),
    "unblock": (N_("Sell again…"), "K", Right.OVERRULE),
    "copy": (N_("Copy the name"), "C", None),
    "order": (N_("Show the order"), "G", None),
    "panel": (N_("Show or hide the panel"), "V", None),
}
CARE: Declared = {
    "write": (N_("Copy, and note it as written"), "C", Right.SERVE),
    "skip": (N_("Skip this time…"), "S", Right.SERVE),
    "stop_care": (N_("No messages…"), "M", Right.BUYERS),
    "rule": (N_("By which rule"), "L", None),
    "buyer": (N_("Show the buyer"), "B", None),
    "order": (N_("Show the order"), "G", None),
    "rules": (N_("Rules…"), "R", None),
}
