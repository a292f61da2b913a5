"""Above the board and the list: which repairs, whose supplier, search, and how they are shown."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout

from shopdesk.i18n import _
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import named, say, tool_button
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.repairs import actions
from shopdesk.ui.repairs.actions import RepairActions
from shopdesk.ui.repairs.reading import SHOWS, Listed, Show, Wanted
from shopdesk.ui.search_line import ListSearch
from shopdesk.ui.theme import Theme

_WAYS = (actions.VIEW, actions.BATCHES, actions.PRODUCTS)


class RepairHead(Retranslated, QFrame):
    """`wanted_changed` carries the `Wanted` list; `left`: the keys go to what was found."""

    wanted_changed = Signal(object)
    left = Signal()

    def __init__(self, commands: RepairActions, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        named(self, "repairs.head")
        self.setProperty("surface", True)
        self._wanted = Wanted()
        self._counts: Mapping[Show, int] = {}
        self._suppliers: Mapping[int, str] = {}
        self.shows = ChipBar("repairs.shows", theme, pennants, gives_way=True)
        self.supplier = named(QComboBox(self), "repairs.supplier")
        self.supplier.setMaximumWidth(170)
        self.search = ListSearch("repairs.search", self)
        self.search.setMinimumWidth(120)
        self.panel = tool_button(theme.icons, "layout-sidebar-right", "repairs.panel.toggle", self)
        self.panel.setCheckable(True)
        self._lay_out(commands)
        self.shows.chosen.connect(self._choose_show)
        self.supplier.activated.connect(lambda _place: self._choose_supplier())
        self.search.searched.connect(self._search)
        self.search.left.connect(self.left)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.shows.setAccessibleName(_("Which repairs"))
        self.supplier.setAccessibleName(_("Supplier"))
        self.search.setPlaceholderText(_("Number, buyer, order, goods, fault"))
        self.search.setAccessibleName(_("Search repairs"))
        self.search.setToolTip(_("Search repairs") + "  Ctrl+F")
        say(self.panel, _("Show or hide the panel") + "  F4")
        self._write()

    def show_wanted(self, wanted: Wanted) -> None:
        """This list is shown."""
        self._wanted = wanted
        self.search.show_find(wanted.find)
        self._write()

    def show_found(self, listed: Listed) -> None:
        """How many each list holds, and whose repairs there are."""
        self._counts, self._suppliers = listed.counts, listed.suppliers
        self._write()

    def mark(self, shown: Mapping[str, bool]) -> None:
        """Which of the ways to look at repairs is taken."""
        for name, made in self._ways.items():
            made.setChecked(shown.get(name, False))

    def _lay_out(self, commands: RepairActions) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for line in (above, below):
            line.setSpacing(8)
        above.addWidget(self.shows, 1)
        above.addWidget(self.panel)
        below.addWidget(self.supplier)
        below.addWidget(self.search, 1)
        self._ways = {name: commands.button(name, "plain", self) for name in _WAYS}
        for made in self._ways.values():
            made.setCheckable(True)
            below.addWidget(made)
        below.addWidget(commands.button(actions.NEW, "plain", self))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addLayout(below)

    def _write(self) -> None:
        self.shows.set_chips([Chip(show.value, _(title), self._counts.get(show)) for show, title in SHOWS.items()])
        self.shows.check([self._wanted.show.value])
        self.supplier.clear()
        self.supplier.addItem(_("All suppliers"), None)
        for supplier_id, name in self._suppliers.items():
            self.supplier.addItem(name, supplier_id)
        self.supplier.setCurrentIndex(max(0, self.supplier.findData(self._wanted.supplier_id)))

    def _choose_show(self, keys: frozenset[str]) -> None:
        show = Show(next(iter(keys - {self._wanted.show.value}), Show.OPEN.value))
        self._tell(Wanted(show, self._wanted.supplier_id))

    def _choose_supplier(self) -> None:
        self._tell(replace(self._wanted, supplier_id=self.supplier.currentData()))

    def _search(self, find: str) -> None:
        self._tell(replace(self._wanted, find=find, batch_id=None))

    def _tell(self, wanted: Wanted) -> None:
        self.show_wanted(wanted)
        self.wanted_changed.emit(wanted)
