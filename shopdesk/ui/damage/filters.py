"""What is above the damage list: which entries with counts, of which supplier, search (REP-04)."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout

from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.damage_list import SupplierDamage
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import named, say, tool_button
from shopdesk.ui.damage.actions import EXPORT, NEW
from shopdesk.ui.damage.reading import NOBODY, DamageFilter, DamageFound, Show
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.page_actions import ReasonedActions
from shopdesk.ui.search_line import ListSearch
from shopdesk.ui.theme import Theme

_SHOWS = {
    Show.OPEN: N_("All open"),
    Show.EXPIRING: N_("Runs out soon"),
    Show.LATE: N_("Too late"),
    Show.HERE: N_("In the shop"),
    Show.ANSWERS: N_("Answer missing"),
    Show.REFUSED: N_("Refused by the supplier"),
    Show.SETTLED: N_("No longer open"),
}


class DamageFilters(Retranslated, QFrame):
    """`changed` tells that something else is wanted: read `chosen`."""

    changed = Signal()
    left = Signal()
    """Enter in the search line: the keys go to the list."""

    def __init__(self, actions: ReasonedActions, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        self.setObjectName("damage.filters")
        self.setProperty("surface", True)
        self.chosen = DamageFilter()
        self._found: DamageFound | None = None
        self.shows = ChipBar("damage.shows", theme, pennants, gives_way=True)
        self.supplier = named(QComboBox(self), "damage.supplier")
        self.supplier.setMinimumWidth(160)
        self.supplier.setMaximumWidth(320)
        self.search = ListSearch("damage.search", self)
        self.panel = tool_button(theme.icons, "layout-sidebar-right", "damage.panel.toggle", self)
        self.panel.setCheckable(True)
        self._lay_out(actions)
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.shows.setAccessibleName(_("Which entries"))
        self.supplier.setAccessibleName(_("Supplier"))
        self.search.setPlaceholderText(_("Search damage"))
        self.search.setAccessibleName(_("Search damage"))
        self.search.setToolTip(_("Number, order, code, goods, supplier, or a word of the fault") + "  Ctrl+F")
        say(self.panel, _("Show or hide the panel"))
        self._show()

    def show_found(self, found: DamageFound) -> None:
        """How many there are."""
        self._found = found
        self._show()

    def choose(self, chosen: DamageFilter) -> None:
        """Filter by this from now on."""
        self.chosen = chosen
        self.search.show_find(chosen.find)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        found = self._found
        counts = found.by_show if found else {}
        self.shows.set_chips([Chip(show.value, _(title), counts.get(show)) for show, title in _SHOWS.items()])
        self.shows.check([self.chosen.show.value])
        choices = [("", _("All suppliers"))]
        choices += [(str(row.supplier_id or NOBODY), _told(row)) for row in (found.suppliers if found else ())]
        wanted = "" if self.chosen.supplier_id is None else str(self.chosen.supplier_id)
        if wanted not in {key for key, _text in choices}:
            choices.append((wanted, _("This supplier: nothing open")))
        self.supplier.clear()
        for key, text in choices:
            self.supplier.addItem(text, key)
        self.supplier.setCurrentIndex(self.supplier.findData(wanted))

    def _lay_out(self, actions: ReasonedActions) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.shows, 1)
        above.addWidget(self.panel)
        below.addWidget(self.supplier)
        below.addWidget(self.search, 1)
        below.addWidget(actions.button(EXPORT, "quiet"))
        below.addWidget(actions.button(NEW, "plain"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(8)
        for line in (above, below):
            line.setSpacing(8)
            layout.addLayout(line)

    def _connect(self) -> None:
        self.shows.chosen.connect(self._choose_show)
        self.supplier.activated.connect(lambda _place: self._choose_supplier())
        self.search.searched.connect(self._search)
        self.search.left.connect(self.left)

    def _choose_show(self, keys: frozenset[str]) -> None:
        """One at a time: the newly chosen one, or all open ones where it was taken off."""
        self.choose(replace(self.chosen, show=Show(next(iter(keys - {self.chosen.show.value}), Show.OPEN.value))))

    def _choose_supplier(self) -> None:
        key = str(self.supplier.currentData() or "")
        self.choose(replace(self.chosen, supplier_id=int(key) if key else None))

    def _search(self, find: str) -> None:
        self.chosen = replace(self.chosen, find=find)
        self.changed.emit()


def _told(row: SupplierDamage) -> str:
    """A supplier with what is open, as far as there is any."""
    parts = (
        (_("{n} here"), row.here), (ngettext("{n} too late", "{n} too late", row.late), row.late),
        (_("{n} with it"), row.away), (_("{n} refused"), row.refused),
    )  # fmt: skip
    counts = _(", ").join(said.format(n=n) for said, n in parts if n)
    return " · ".join((row.supplier or _("Nobody knows"), counts, row.worth.shown))
