"""Above the list of parcels: carrier and region, days, search, and files of events."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from shopdesk.i18n import _, ngettext
from shopdesk.queries.tracking import StalledGroup
from shopdesk.ui.controls import named, say, tool_button
from shopdesk.ui.language import Retranslated
from shopdesk.ui.page_actions import PageActions
from shopdesk.ui.parcels.parcel_actions import BRING
from shopdesk.ui.parcels.reading import Listed, Wanted
from shopdesk.ui.parcels.shows import Show
from shopdesk.ui.search_line import ListSearch
from shopdesk.ui.theme import Theme

DAYS = (1, 2, 3, 5, 7, 10, 15, 30)
NARROWEST = 420
WITH_DAYS = frozenset({Show.STALLED, Show.UNCLOSED})


class ParcelHead(Retranslated, QWidget):
    """`wanted_changed` carries the `Wanted` list; `left` is Enter in the search."""

    wanted_changed = Signal(object)
    left = Signal()

    def __init__(self, actions: PageActions, theme: Theme) -> None:
        super().__init__()
        named(self, "parcels.tools")
        self._wanted = Wanted()
        self._groups: Sequence[StalledGroup] = ()
        self.groups = named(QComboBox(self), "parcels.groups")
        self.groups.setMinimumWidth(200)
        self.groups.setMaxVisibleItems(24)
        self.days = named(QComboBox(self), "parcels.days")
        self.line = ListSearch("parcels.search", self)
        self.line.setMinimumWidth(140)
        self.line.setMaximumWidth(280)
        self.panel = tool_button(theme.icons, "layout-sidebar-right", "parcels.panel.toggle", self)
        self.line.searched.connect(self._search)
        self.line.left.connect(self.left)
        self.groups.activated.connect(lambda _place: self._choose())
        self.days.activated.connect(lambda _place: self._choose())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        for part in (self.groups, self.days, self.line):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(actions.button(BRING))
        row.addWidget(self.panel)
        self.setMinimumWidth(NARROWEST)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.line.setPlaceholderText(_("Waybill, order, buyer"))
        self.line.setAccessibleName(_("Find a parcel"))
        self.line.setToolTip(_("Find a parcel") + "  Ctrl+F")
        self.groups.setAccessibleName(_("Carrier and region"))
        self.groups.setToolTip(_("Carrier and region") + "  R")
        self.days.setAccessibleName(_("Since how many days"))
        self.days.setToolTip(_("Since how many days") + "  T")
        say(self.panel, _("Show or hide the panel") + "  V")
        self._write()

    def show_wanted(self, wanted: Wanted) -> None:
        """This list is shown."""
        self._wanted = wanted
        self.line.show_find(wanted.find)
        self._write()

    def show_listed(self, listed: Listed) -> None:
        """What the groups come to."""
        if not self.groups.view().isVisible():
            self._groups = listed.groups
            self._write()

    def _write(self) -> None:
        show = self._wanted.show
        self.groups.setVisible(show is Show.STALLED)
        self.days.setVisible(show in WITH_DAYS)
        self._fill(self.groups, self._group_texts(), (self._wanted.carrier, self._wanted.area))
        usual = _("the usual days") if show is Show.STALLED else _("at any time")
        days = [(n, ngettext("since {n} day", "since {n} days", n).format(n=n)) for n in DAYS]
        self._fill(self.days, [(None, usual), *days], self._wanted.days)

    def _group_texts(self) -> list[tuple[object, str]]:
        """All, each carrier, and each of its regions, with how many."""
        by_carrier: dict[str, list[StalledGroup]] = {}
        for group in self._groups:
            by_carrier.setdefault(group.carrier, []).append(group)
        whole = sum(group.parcels for group in self._groups)
        texts: list[tuple[object, str]] = [((None, None), _("All carriers and regions ({n})").format(n=f"{whole:,}"))]
        counted = {carrier: sum(each.parcels for each in groups) for carrier, groups in by_carrier.items()}
        for carrier in sorted(by_carrier, key=lambda each: -counted[each]):
            name = carrier or _("no carrier")
            texts.append(((carrier, None), f"{name} ({counted[carrier]:,})"))
            texts += [
                ((carrier, group.area), f"{name} · {group.area or _('no region')} ({group.parcels:,})")
                for group in by_carrier[carrier]
            ]
        wanted = (self._wanted.carrier, self._wanted.area)
        if wanted not in [key for key, _text in texts]:
            texts.append((wanted, " · ".join(filter(None, wanted))))
        return texts

    def _fill(self, box: QComboBox, texts: Sequence[tuple[object, str]], chosen: object) -> None:
        keys = [key for key, _text in texts]
        said = [text for _key, text in texts]
        if [box.itemText(place) for place in range(box.count())] != said:
            box.clear()
            box.addItems(said)
        box.setProperty("keys", keys)
        box.setCurrentIndex(max(0, keys.index(chosen) if chosen in keys else 0))

    def _choose(self) -> None:
        carrier, area = self.groups.property("keys")[max(0, self.groups.currentIndex())]
        days = self.days.property("keys")[max(0, self.days.currentIndex())]
        self._tell(Wanted(self._wanted.show, carrier, area, days, self._wanted.find))

    def _search(self, find: str) -> None:
        """The first letters look everywhere; an empty line goes back to what stands still."""
        self._tell(Wanted(Show.FOUND, find=find) if find else Wanted())

    def _tell(self, wanted: Wanted) -> None:
        self.show_wanted(wanted)
        self.wanted_changed.emit(wanted)
