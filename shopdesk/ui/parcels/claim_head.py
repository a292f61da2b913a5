"""Above the lost register: which part of it, search, a new one, a month, a file."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.flags import Pennants
from shopdesk.ui.page_actions import PageActions
from shopdesk.ui.parcels import claim_actions as does
from shopdesk.ui.parcels.claim_reading import PARTS, ListedClaims, Part, WantedClaims
from shopdesk.ui.parcels.list_head import ListHead
from shopdesk.ui.theme import Theme


class ClaimHead(ListHead):
    """Its parts are `WantedClaims`."""

    def __init__(self, actions: PageActions, theme: Theme, pennants: Pennants) -> None:
        super().__init__("parcels.claims", theme, wanted=WantedClaims(), search=N_("Search the register"))
        self._counts: dict[Part, int] = {}
        self.parts = ChipBar("parcels.claims.parts", theme, pennants, gives_way=True)
        self.parts.chosen.connect(self._choose)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.parts, 1)
        above.addWidget(self.panel)
        below.setSpacing(8)
        below.addWidget(self.line, 100)
        below.addStretch(1)
        for name in (does.EXPORT, does.MONTH, does.NEW):
            below.addWidget(actions.button(name))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addLayout(below)
        self.retranslate()

    def show_listed(self, listed: ListedClaims) -> None:
        """How many each part holds."""
        self._counts = dict(listed.counts)
        self._write()

    def _choose(self, keys: frozenset[str]) -> None:
        part = Part(next(iter(keys - {self._wanted.part.value}), self._wanted.part.value))
        self._tell(WantedClaims(part, "" if part is not self._wanted.part else self._wanted.find))

    def _search(self, find: str) -> None:
        self._tell(WantedClaims(Part.ALL if find else Part.OPEN, find))

    def _write(self) -> None:
        self.parts.set_chips([Chip(part.value, _(title), self._counts.get(part)) for part, title in PARTS.items()])
        self.parts.check([self._wanted.part.value])
