"""Above the list of parcels: carrier and region, days, search, and files of events."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.tracking import StalledGroup
from shopdesk.ui.controls import named
from shopdesk.ui.page_actions import PageActions
from shopdesk.ui.parcels.list_head import ListHead
from shopdesk.ui.parcels.parcel_actions import BRING
from shopdesk.ui.parcels.reading import Listed, Wanted
from shopdesk.ui.parcels.shows import Show
from shopdesk.ui.theme import Theme

DAYS = (1, 2, 3, 5, 7, 10, 15, 30)
WITH_DAYS = frozenset({Show.STALLED, Show.UNCLOSED})


class ParcelHead(ListHead):
    """Its lists are `Wanted`."""

    def __init__(self, actions: PageActions, theme: Theme) -> None:
        super().__init__("parcels", theme, wanted=Wanted(), search=N_("Find a parcel"))
        self._groups: Sequence[StalledGroup] = ()
        self.groups = named(QComboBox(self), "parcels.groups")
        self.groups.setMinimumWidth(140)
        self.groups.setMaxVisibleItems(24)
        self.days = named(QComboBox(self), "parcels.days")
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
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.groups.setAccessibleName(_("Carrier and region"))
        self.groups.setToolTip(_("Carrier and region") + "  R")
        self.days.setAccessibleName(_("Since how many days"))
        self.days.setToolTip(_("Since how many days") + "  T")
        super().retranslate()

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
        usual = _("Usual days") if show is Show.STALLED else _("At any time")
        days = [(n, ngettext("Since {n} day", "Since {n} days", n).format(n=n)) for n in DAYS]
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
