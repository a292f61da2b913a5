"""What can be done on the scripts page: texts, keys, rights."""

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.ui.page_actions import Declared

PICK = "Ctrl+J"
"""Opens the words to say over any page, and closes them."""
PAGE: Declared = {
    "library": (N_("Library"), "Ctrl+1", None),
    "uses": (N_("Who used what"), "Ctrl+2", None),
    "sizes": (N_("Sizes"), "Ctrl+3", None),
}
"""The views."""
LIBRARY: Declared = {
    "new": (N_("New script"), "Ctrl+N", Right.SETTINGS),
    "edit": (N_("Edit"), "E", Right.SETTINGS),
    "copy": (N_("Copy"), "C", None),
    "hide": (N_("Take out of use"), "H", Right.SETTINGS),
    "show": (N_("Take into use"), "U", Right.SETTINGS),
    "order": (N_("Fill from an order"), "O", None),
    "import": (N_("Import…"), "Ctrl+I", Right.SETTINGS),
    "export": (N_("Export…"), "Ctrl+E", Right.EXPORT),
    "start": (N_("Starting set"), "", Right.SETTINGS),
    "find": (N_("Find words to say"), "Ctrl+F", None),
}
SIZES: Declared = {
    "new": (N_("New table of sizes"), "Ctrl+N", Right.PRODUCTS),
    "edit": (N_("Edit"), "E", Right.PRODUCTS),
    "remove": (N_("Remove"), "", Right.PRODUCTS),
    "import": (N_("Import…"), "Ctrl+I", Right.PRODUCTS),
    "export": (N_("Export…"), "Ctrl+E", Right.EXPORT),
    "start": (N_("Starting tables"), "", Right.PRODUCTS),
}
USES: Declared = {
    "before": (N_("Month before"), "Ctrl+Left", None),
    "after": (N_("Month after"), "Ctrl+Right", None),
}
