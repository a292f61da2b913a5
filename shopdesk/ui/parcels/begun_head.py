"""Above a list of what was begun about parcels: open ones or all, search, a new one."""

from PySide6.QtWidgets import QHBoxLayout

from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.flags import Pennants
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.parcels.begun import WantedBegun
from shopdesk.ui.parcels.begun_actions import NEW
from shopdesk.ui.parcels.list_head import ListHead
from shopdesk.ui.parcels.shows import Show
from shopdesk.ui.theme import Theme

OPEN, ESCALATED, ALL = "open", "escalated", "all"


class BegunHead(ListHead):
    """Its parts are `WantedBegun`."""

    def __init__(self, name: str, show: Show, actions: ReasonedActions, theme: Theme, pennants: Pennants) -> None:
        super().__init__(name, theme, wanted=WantedBegun(), search=N_("Search the list"))
        self._show = show
        self.parts = ChipBar(f"{name}.parts", theme, pennants)
        self.parts.chosen.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.parts)
        row.addWidget(self.line, 100)
        row.addStretch(1)
        row.addWidget(actions.button(NEW))
        row.addWidget(self.panel)
        self.retranslate()

    def _choose(self, keys: frozenset[str]) -> None:
        was = _part_of(self._wanted)
        part = next(iter(keys - {was}), was)
        self._tell(WantedBegun(part != ALL, part == ESCALATED))

    def _search(self, find: str) -> None:
        self._tell(WantedBegun(not find, find=find))

    def _write(self) -> None:
        escalated = [Chip(ESCALATED, _("For the supervisor"))] if self._show is Show.INTERCEPTIONS else []
        self.parts.set_chips([Chip(OPEN, _("Still open")), *escalated, Chip(ALL, _("All"))])
        self.parts.check([_part_of(self._wanted)])


def _part_of(wanted: WantedBegun) -> str:
    return ESCALATED if wanted.escalated else OPEN if wanted.only_open else ALL
