"""Above the lost register: which part of it, search, a new one, a month, a file."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import named, say, tool_button
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.page_actions import PageActions
from shopdesk.ui.parcels import claim_actions as does
from shopdesk.ui.parcels.claim_reading import PARTS, ListedClaims, Part, WantedClaims
from shopdesk.ui.search_line import ListSearch
from shopdesk.ui.theme import Theme

NARROWEST = 420


class ClaimHead(Retranslated, QWidget):
    """`wanted_changed` carries the `WantedClaims`; `left` is Enter in the search."""

    wanted_changed = Signal(object)
    left = Signal()

    def __init__(self, actions: PageActions, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        named(self, "parcels.claims.tools")
        self._wanted = WantedClaims()
        self._counts: dict[Part, int] = {}
        self.parts = ChipBar("parcels.claims.parts", theme, pennants, gives_way=True)
        self.line = ListSearch("parcels.claims.search", self)
        self.line.setMinimumWidth(140)
        self.line.setMaximumWidth(260)
        self.panel = tool_button(theme.icons, "layout-sidebar-right", "parcels.claim.toggle", self)
        self.line.searched.connect(self._search)
        self.line.left.connect(self.left)
        self.parts.chosen.connect(self._choose)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.parts, 1)
        above.addWidget(self.panel)
        below.setSpacing(8)
        below.addWidget(self.line, 100)
        below.addStretch(1)
        for name in (does.EXPORT, does.MONTH):
            below.addWidget(actions.button(name))
        below.addWidget(actions.button(does.NEW))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addLayout(below)
        self.setMinimumWidth(NARROWEST)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.line.setPlaceholderText(_("Waybill, order, buyer"))
        self.line.setAccessibleName(_("Search the register"))
        self.line.setToolTip(_("Search the register") + "  Ctrl+F")
        say(self.panel, _("Show or hide the panel") + "  V")
        self._write()

    def show_wanted(self, wanted: WantedClaims) -> None:
        """This list is shown."""
        self._wanted = wanted
        self.line.show_find(wanted.find)
        self._write()

    def show_listed(self, listed: ListedClaims) -> None:
        """How many each part holds."""
        self._counts = dict(listed.counts)
        self._write()

    def _choose(self, keys: frozenset[str]) -> None:
        part = Part(next(iter(keys - {self._wanted.part.value}), self._wanted.part.value))
        self._tell(WantedClaims(part, "" if part is not self._wanted.part else self._wanted.find))

    def _search(self, find: str) -> None:
        self._tell(WantedClaims(Part.ALL if find else Part.OPEN, find))

    def _tell(self, wanted: WantedClaims) -> None:
        self.show_wanted(wanted)
        self.wanted_changed.emit(wanted)

    def _write(self) -> None:
        self.parts.set_chips([Chip(part.value, _(title), self._counts.get(part)) for part, title in PARTS.items()])
        self.parts.check([self._wanted.part.value])
