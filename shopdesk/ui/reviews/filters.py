"""What is above the list: reviews or trades to rate, where they stand with counts, how pressing, what sort, search."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.domain.reviews import STATES, State
from shopdesk.i18n import N_, _
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import named, say, tool_button
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Retranslated
from shopdesk.ui.reviews.actions import ReviewActions
from shopdesk.ui.reviews.possible import DECIDE, IMPORT, NEW, RATED, WHY
from shopdesk.ui.reviews.reading import OPEN, Rate, RateList, ReviewFilter, ReviewList, Sort, When, Whose
from shopdesk.ui.search_line import ListSearch
from shopdesk.ui.theme import Theme

NARROW_BELOW = 1300
"""px of width under which empty chips give way."""
REVIEWS, RATINGS = "reviews", "ratings"
_STATES = (OPEN, *(state.value for state in State))
_WHOSE = {Whose.MINE: N_("Mine"), Whose.NOBODY: N_("Nobody's")}
_WHEN = {
    When.LATE: N_("Late"),
    When.DUE: N_("Due today"),
    When.CONTACT: N_("To speak with"),
    When.CLOSING: N_("Last 3 days"),
}
_SORTS = {
    Sort.NOT_GOOD: N_("Bad or neutral"),
    Sort.BAD: N_("Bad"),
    Sort.NEUTRAL: N_("Neutral"),
    Sort.BUT: N_("Good, but"),
    Sort.CHANGED: N_("Changed or deleted"),
    Sort.UNKNOWN: N_("Order unknown"),
}
_RATES = {
    Rate.ALL: N_("All to rate"),
    Rate.READY: N_("Can be rated"),
    Rate.TODAY: N_("Due today"),
    Rate.STOPPED: N_("Stopped"),
}


class ReviewFilters(Retranslated, QFrame):
    """`changed` tells that something else is wanted: read `chosen`, `rate`, `is_rating`, `words`."""

    changed = Signal()
    left = Signal()
    """Enter in the search line: the keys go to the list."""

    def __init__(self, actions: ReviewActions, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        self.setObjectName("reviews.filters")
        self.setProperty("surface", True)
        self.chosen, self.rate, self.is_rating = ReviewFilter(), Rate.ALL, False
        self._is_narrow = False
        self._found: ReviewList | None = None
        self._rates: RateList | None = None
        self.views = ChipBar("reviews.views", theme, pennants)
        self.states = ChipBar("reviews.states", theme, pennants, gives_way=True)
        self.whose = ChipBar("reviews.whose", theme, pennants)
        self.when = ChipBar("reviews.when", theme, pennants)
        self.sorts = ChipBar("reviews.sorts", theme, pennants, gives_way=True)
        self.rates = ChipBar("reviews.rates", theme, pennants)
        self.search = ListSearch("reviews.search", self)
        self.panel = tool_button(theme.icons, "layout-sidebar-right", "reviews.panel.toggle", self)
        self.panel.setCheckable(True)
        self._buttons = {NEW: actions.button(NEW, "plain", self), IMPORT: actions.button(IMPORT, "quiet", self)}
        self._rate_buttons = {
            RATED: actions.button(RATED, "main", self),
            DECIDE: actions.button(DECIDE, "plain", self),
            WHY: actions.button(WHY, "quiet", self),
        }
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        named_parts = (
            (self.views, _("View")), (self.states, _("State")), (self.whose, _("Followed by")), (self.when, _("Due")),
            (self.sorts, _("Kind")), (self.rates, _("Rating")),
        )  # fmt: skip
        for part, name in named_parts:
            part.setAccessibleName(name)
        self.search.setPlaceholderText(_("Order, buyer, goods, words"))
        self.search.setAccessibleName(_("Search reviews"))
        self.search.setToolTip(_("Search reviews") + "  Ctrl+F")
        say(self.panel, _("Show or hide the panel"))
        self._show()

    def show_found(self, found: ReviewList) -> None:
        """How many reviews there are."""
        self._found = found
        self._show()

    def show_rates(self, found: RateList) -> None:
        """How many trades are to be rated."""
        self._rates = found
        self._show()

    def choose(self, chosen: ReviewFilter) -> None:
        """The reviews, filtered by this from now on."""
        self.chosen, self.is_rating = chosen, False
        self._take(chosen.find)

    def choose_rate(self, rate: Rate, find: str = "") -> None:
        """The trades to rate, of this list."""
        self.rate, self.is_rating = rate, True
        self._take(find)

    def turn(self) -> None:
        """From one view to the other."""
        self.is_rating = not self.is_rating
        self._take("" if self.is_rating else self.chosen.find)

    def show_view(self) -> None:
        """Write which view is shown."""
        self._show()

    @property
    def words(self) -> str:
        """What is searched for in the view that is shown."""
        return self.search.text().strip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, empty lists give way."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < NARROW_BELOW
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._show()

    def _take(self, find: str) -> None:
        self.search.show_find(find)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._show_views()
        found, chosen = self._found, self.chosen
        by_state = found.by_state if found else {}
        names = {OPEN: _("All open"), **{state.value: _(STATES[state]) for state in State}}
        self.states.set_chips([Chip(key, names[key], by_state.get(key)) for key in _STATES])
        self.states.check([chosen.state])
        bars: tuple[tuple[ChipBar, Mapping[Any, str], Mapping[Any, int], StrEnum], ...] = (
            (self.whose, _WHOSE, found.by_whose if found else {}, chosen.whose),
            (self.when, _WHEN, found.by_when if found else {}, chosen.when),
            (self.sorts, _SORTS, found.by_sort if found else {}, chosen.sort),
        )
        for bar, titles, counts, checked in bars:
            self._fill(bar, titles, counts, checked)
        rates = self._rates.counts if self._rates else {}
        self.rates.set_chips([Chip(key.value, _(title), rates.get(key)) for key, title in _RATES.items()])
        self.rates.check([self.rate.value])
        is_rating = self.is_rating
        for part in (self.states, self.whose, self.when, self.sorts, self.panel, *self._buttons.values()):
            part.setVisible(not is_rating)
        for part in (self.rates, *self._rate_buttons.values()):
            part.setVisible(is_rating)

    def _show_views(self) -> None:
        reviews = self._found.by_state.get(OPEN) if self._found and self.chosen == ReviewFilter() else None
        rates = self._rates.counts.get(Rate.ALL) if self._rates else None
        self.views.set_chips([Chip(REVIEWS, _("Reviews"), reviews), Chip(RATINGS, _("To rate"), rates)])
        self.views.check([RATINGS if self.is_rating else REVIEWS])

    def _fill(self, bar: ChipBar, titles: Mapping[Any, str], counts: Mapping[Any, int], checked: StrEnum) -> None:
        kept = [
            key
            for key in titles
            if key == checked or (key is not Sort.NOT_GOOD and (counts.get(key) or not self._is_narrow))
        ]
        bar.set_chips([Chip(key.value, _(titles[key]), counts.get(key)) for key in kept])
        bar.check([checked.value] if checked in titles else [])

    def _connect(self) -> None:
        self.views.chosen.connect(lambda _keys: self.turn())
        self.states.chosen.connect(self._choose_state)
        self.whose.chosen.connect(self._choose_whose)
        self.when.chosen.connect(self._choose_when)
        self.sorts.chosen.connect(self._choose_sort)
        self.rates.chosen.connect(self._choose_rate)
        self.search.searched.connect(self._search)
        self.search.left.connect(self.left)

    def _choose_state(self, keys: frozenset[str]) -> None:
        """One at a time: the newly chosen one, or all open ones where it was taken off."""
        self.choose(replace(self.chosen, state=next(iter(keys - {self.chosen.state}), OPEN)))

    def _choose_whose(self, keys: frozenset[str]) -> None:
        self.choose(replace(self.chosen, whose=Whose(next(iter(keys - {self.chosen.whose.value}), Whose.ALL))))

    def _choose_when(self, keys: frozenset[str]) -> None:
        self.choose(replace(self.chosen, when=When(next(iter(keys - {self.chosen.when.value}), When.ANY))))

    def _choose_sort(self, keys: frozenset[str]) -> None:
        self.choose(replace(self.chosen, sort=Sort(next(iter(keys - {self.chosen.sort.value}), Sort.ANY))))

    def _choose_rate(self, keys: frozenset[str]) -> None:
        self.choose_rate(Rate(next(iter(keys - {self.rate.value}), Rate.ALL)), self.words)

    def _search(self, find: str) -> None:
        if not self.is_rating:
            self.chosen = replace(self.chosen, find=find)
        self.changed.emit()

    def _lay_out(self) -> None:
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(240)
        above, below = QHBoxLayout(), QHBoxLayout()
        for row in (above, below):
            row.setSpacing(8)
        above.addWidget(self.views)
        above.addWidget(_gap("reviews.gap"))
        for part in (self.states, self.rates):
            above.addWidget(part, 1)
        for made in (*self._buttons.values(), self.panel):
            above.addWidget(made)
        for part in (self.whose, self.when, self.sorts):
            part.setContentsMargins(0, 0, 8, 0)
            below.addWidget(part)
        for made in self._rate_buttons.values():
            below.addWidget(made)
        below.addStretch(1)
        below.addWidget(self.search, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addLayout(below)


def _gap(name: str) -> QWidget:
    made = named(QWidget(), name)
    made.setFixedWidth(8)
    return made
