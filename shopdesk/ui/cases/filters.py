"""What is above the list: where cases stand with counts, whose they are, how pressing, kind, search."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.domain.cases import KINDS, STATES, Kind, State
from shopdesk.i18n import N_, _
from shopdesk.ui.cases.actions import ASKED, NEW, CaseActions
from shopdesk.ui.cases.reading import OPEN, CaseFilter, CaseList, When, Whose
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import named, say, tool_button
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.search_line import ListSearch
from shopdesk.ui.theme import Theme

NARROW_BELOW = 1040
"""px of width under which the filters need another line."""
_STATES = (OPEN, *(state.value for state in State))
_WHOSE = {Whose.ALL: N_("Everybody's"), Whose.MINE: N_("Mine"), Whose.NOBODY: N_("Nobody's")}
_WHEN = {
    When.DUE: N_("Due today"),
    When.LATE: N_("Late"),
    When.CONTACT: N_("To speak with"),
    When.AGAIN: N_("Asked again"),
}


class CaseFilters(Retranslated, QFrame):
    """`changed` tells that something else is wanted: read `chosen`."""

    changed = Signal()
    left = Signal()
    """Enter in the search line: the keys go to the list."""

    def __init__(self, actions: CaseActions, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        self.setObjectName("cases.filters")
        self.setProperty("surface", True)
        self.chosen = CaseFilter()
        self._is_narrow: bool | None = None
        self._found: CaseList | None = None
        self.states = ChipBar("cases.states", theme, pennants, gives_way=True)
        self.whose = ChipBar("cases.whose", theme, pennants)
        self.when = ChipBar("cases.when", theme, pennants)
        self.kind = named(QComboBox(self), "cases.kind")
        self.search = ListSearch("cases.search", self)
        self.panel = tool_button(theme.icons, "layout-sidebar-right", "cases.panel.toggle", self)
        self.panel.setCheckable(True)
        self._new = actions.button(NEW, "plain", self)
        self._asked = actions.button(ASKED, "quiet", self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        for part, name in ((self.states, _("State")), (self.whose, _("In charge")), (self.when, _("Due"))):
            part.setAccessibleName(name)
        self.kind.setAccessibleName(_("Kind"))
        self.search.setPlaceholderText(_("Search cases"))
        self.search.setAccessibleName(_("Search cases"))
        self.search.setToolTip(_("Case, buyer, order, waybill, request, or a word of what was asked") + "  Ctrl+F")
        say(self.panel, _("Show or hide the panel"))
        place = max(self.kind.currentIndex(), 0)
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(_("All kinds"), "")
        for kind in Kind:
            self.kind.addItem(_(KINDS[kind]), kind.value)
        self.kind.setCurrentIndex(place)
        self.kind.blockSignals(False)
        self._show()

    def show_found(self, found: CaseList) -> None:
        """How many there are."""
        self._found = found
        self._show()

    def choose(self, chosen: CaseFilter) -> None:
        """Filter by this from now on."""
        self.chosen = chosen
        self.search.show_find(chosen.find)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen.kind.value if chosen.kind else "")))
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        found = self._found
        by_state = found.by_state if found else {}
        by_whose = found.by_whose if found else {}
        by_when = found.by_when if found else {}
        names = {OPEN: _("All open"), **{state.value: _(STATES[state]) for state in State}}
        self.states.set_chips([Chip(key, names[key], by_state.get(key)) for key in _STATES])
        self.whose.set_chips([Chip(key.value, _(name), by_whose.get(key)) for key, name in _WHOSE.items()])
        self.when.set_chips([Chip(key.value, _(name), by_when.get(key)) for key, name in _WHEN.items()])
        self.states.check([self.chosen.state])
        self.whose.check([self.chosen.whose.value])
        self.when.check([self.chosen.when.value] if self.chosen.when is not When.ANY else [])

    def _connect(self) -> None:
        self.states.chosen.connect(self._choose_state)
        self.whose.chosen.connect(self._choose_whose)
        self.when.chosen.connect(self._choose_when)
        self.kind.activated.connect(lambda _place: self._choose_kind())
        self.search.searched.connect(self._search)
        self.search.left.connect(self.left)

    def _choose_state(self, keys: frozenset[str]) -> None:
        """One at a time: the newly chosen one, or all open ones where it was taken off."""
        self.choose(replace(self.chosen, state=next(iter(keys - {self.chosen.state}), OPEN)))

    def _choose_whose(self, keys: frozenset[str]) -> None:
        self.choose(replace(self.chosen, whose=Whose(next(iter(keys - {self.chosen.whose.value}), Whose.ALL))))

    def _choose_when(self, keys: frozenset[str]) -> None:
        self.choose(replace(self.chosen, when=When(next(iter(keys - {self.chosen.when.value}), When.ANY))))

    def _choose_kind(self) -> None:
        kind = str(self.kind.currentData() or "")
        self.choose(replace(self.chosen, kind=Kind(kind) if kind else None))

    def _search(self, find: str) -> None:
        self.chosen = replace(self.chosen, find=find)
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has a line more."""
        super().resizeEvent(event)
        self._arrange(is_narrow=event.size().width() < NARROW_BELOW)

    def _lay_out(self) -> None:
        self._lines = [QHBoxLayout() for _line in range(3)]
        self.search.setMinimumWidth(100)
        self.kind.setMaximumWidth(112)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(8)
        for line in self._lines:
            line.setSpacing(8)
            layout.addLayout(line)
        self._lines[0].addWidget(self.states, 1)
        self._lines[0].addWidget(self.panel)
        for part in (self.whose, self.when):
            part.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._lines[1].addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        self._lines[1].addStretch(0)
        self._arrange(is_narrow=False)

    def _arrange(self, *, is_narrow: bool) -> None:
        """Kind, search and buttons stand beside the chips, or below them."""
        if is_narrow is self._is_narrow:
            return
        self._is_narrow = is_narrow
        line = self._lines[2 if is_narrow else 1]
        parts: tuple[QWidget, ...] = (self.kind, self.search, self._asked, self._new)
        for part in parts:
            line.addWidget(part, int(part is self.search))
