"""What is above the list: where complaints stand with counts, in whose hands, how pressing, search."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from shopdesk.domain.complaints import ENDED, STATES, State
from shopdesk.i18n import N_, _
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.complaints.possible import NEW
from shopdesk.ui.complaints.reading import OPEN, OVER, ComplaintFilter, ComplaintList, When, Whose
from shopdesk.ui.controls import say, tool_button
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.search_line import ListSearch
from shopdesk.ui.theme import Theme

_STATES = (OPEN, *(state.value for state in State if state not in ENDED), OVER)
_WHOSE = {Whose.MINE: N_("Mine"), Whose.NOBODY: N_("Nobody's")}
_WHEN = {
    When.UNSEEN: N_("Seen by no supervisor"),
    When.LATE: N_("Late"),
    When.DUE: N_("Due today"),
    When.CONTACT: N_("To speak with"),
}


class ComplaintFilters(Retranslated, QFrame):
    """`changed` tells that something else is wanted: read `chosen`."""

    changed = Signal()
    left = Signal()
    """Enter in the search line: the keys go to the list."""

    def __init__(self, actions: ReasonedActions, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        self.setObjectName("complaints.filters")
        self.setProperty("surface", True)
        self.chosen = ComplaintFilter()
        self._found: ComplaintList | None = None
        self.states = ChipBar("complaints.states", theme, pennants, gives_way=True)
        self.whose = ChipBar("complaints.whose", theme, pennants)
        self.when = ChipBar("complaints.when", theme, pennants)
        self.search = ListSearch("complaints.search", self)
        self.panel = tool_button(theme.icons, "layout-sidebar-right", "complaints.panel.toggle", self)
        self.panel.setCheckable(True)
        self._new = actions.button(NEW)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        for part, name in ((self.states, _("State")), (self.whose, _("In whose hands")), (self.when, _("Due"))):
            part.setAccessibleName(name)
        self.search.setPlaceholderText(_("Order, buyer, number, words"))
        self.search.setAccessibleName(_("Search complaints"))
        self.search.setToolTip(_("Search complaints") + "  Ctrl+F")
        say(self.panel, _("Show or hide the panel"))
        self._show()

    def show_found(self, found: ComplaintList) -> None:
        """How many complaints there are."""
        self._found = found
        self._show()

    def choose(self, chosen: ComplaintFilter) -> None:
        """The complaints, filtered by this from now on."""
        self.chosen = chosen
        self.search.show_find(chosen.find)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        found, chosen = self._found, self.chosen
        by_state = found.by_state if found else {}
        names = {OPEN: _("All open"), OVER: _("Over"), **{state.value: _(STATES[state]) for state in State}}
        self.states.set_chips([Chip(key, names[key], by_state.get(key)) for key in _STATES])
        self.states.check([chosen.state])
        bars: tuple[tuple[ChipBar, Mapping[Any, str], Mapping[Any, int], StrEnum], ...] = (
            (self.whose, _WHOSE, found.by_whose if found else {}, chosen.whose),
            (self.when, _WHEN, found.by_when if found else {}, chosen.when),
        )
        for bar, titles, counts, checked in bars:
            bar.set_chips([Chip(key.value, _(title), counts.get(key)) for key, title in titles.items()])
            bar.check([checked.value] if checked in titles else [])

    def _connect(self) -> None:
        self.states.chosen.connect(self._choose_state)
        self.whose.chosen.connect(self._choose_whose)
        self.when.chosen.connect(self._choose_when)
        self.search.searched.connect(self._search)
        self.search.left.connect(self.left)

    def _choose_state(self, keys: frozenset[str]) -> None:
        """One at a time: the newly chosen one, or all open ones where it was taken off."""
        state = next(iter(keys - {self.chosen.state}), OPEN)
        self.choose(replace(self.chosen, state=state, is_seen=False))

    def _choose_whose(self, keys: frozenset[str]) -> None:
        whose = Whose(next(iter(keys - {self.chosen.whose.value}), Whose.ALL))
        self.choose(replace(self.chosen, whose=whose, is_seen=False))

    def _choose_when(self, keys: frozenset[str]) -> None:
        when = When(next(iter(keys - {self.chosen.when.value}), When.ANY))
        self.choose(replace(self.chosen, when=when, is_seen=False))

    def _search(self, find: str) -> None:
        self.chosen = replace(self.chosen, find=find)
        self.changed.emit()

    def _lay_out(self) -> None:
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(260)
        above, below = QHBoxLayout(), QHBoxLayout()
        for row in (above, below):
            row.setSpacing(8)
        above.addWidget(self.states, 1)
        for made in (self._new, self.panel):
            above.addWidget(made)
        for part in (self.whose, self.when):
            part.setContentsMargins(0, 0, 8, 0)
            below.addWidget(part)
        below.addStretch(1)
        below.addWidget(self.search, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addLayout(below)
