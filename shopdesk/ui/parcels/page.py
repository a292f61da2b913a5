"""Parcels on their way that somebody has to look after (SHP-08 to SHP-12).

The page holds views, one shown at a time: parcels by what is wrong with them, the register of lost ones, and what was
begun about others. On the right lies a guide while one is followed.
"""

from collections.abc import Mapping
from functools import partial
from typing import TypedDict, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from shopdesk.domain.due import ParcelList
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.tracking import find_parcel
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.chips import Chip, ChipBar
from shopdesk.ui.controls import named, rule
from shopdesk.ui.flags import Pennants
from shopdesk.ui.layouts import fill, stacked
from shopdesk.ui.messages import Messages
from shopdesk.ui.page import InView, PageWidget, view_of
from shopdesk.ui.page_actions import Declared, PageActions
from shopdesk.ui.parcels.begun_view import BegunView
from shopdesk.ui.parcels.claim_view import ClaimView
from shopdesk.ui.parcels.guides import GUIDES, GuidePlace
from shopdesk.ui.parcels.guides import WIDTH as GUIDE_WIDTH
from shopdesk.ui.parcels.parcel_view import ParcelView
from shopdesk.ui.parcels.reading import Wanted
from shopdesk.ui.parcels.shows import PARCELS, TIPS, TITLES, Counts, Show, read_counts
from shopdesk.ui.parcels.view import View
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

AGAIN_AFTER = 60_000
"""Milliseconds between two looks at the clock."""
NARROW_BELOW = 1080
"""px of the page under which a guide has the whole room."""
_LISTS: Mapping[str, Show] = {
    "interception": Show.INTERCEPTIONS,
    "detour": Show.DETOURS,
    "shortage": Show.SHORTAGES,
}
_IN_VIEW_AS: Mapping[Show, str] = {
    Show.CLAIMS: "claim_id",
    Show.INTERCEPTIONS: "interception_id",
    Show.SHORTAGES: "shortage_id",
}
"""What a list's row is called where it is in view (`InView`)."""
_DECLARED: Declared = {
    "next": (N_("Next list"), "Ctrl+PgDown", None),
    "previous": (N_("Previous list"), "Ctrl+PgUp", None),
    "shortage": (N_("Something was missing…"), "", Right.SERVE),
    "interception": (N_("Call a parcel back…"), "", Right.SERVE),
    "detour": (N_("Out of the carrier's reach…"), "", Right.SERVE),
}
"""Text, key, and the right that it needs; guides by their kind, for who looks among the commands."""


def _list_of(name: str, word: str) -> tuple[Show, str]:
    """The list that a word means, and which part of it."""
    if name == "claim":
        return Show.CLAIMS, word
    if word == ParcelList.ESCALATED:
        return Show.INTERCEPTIONS, word
    return Show(word), ""


class _Common(TypedDict):
    """What every view is handed."""

    desk: Desk
    background: Background
    messages: Messages
    theme: Theme
    settings: SettingsStore


class ParcelsPage(PageWidget):
    """Lists on the left; beside each its panel, or a guide."""

    import_requested = Signal()
    """A file of tracking events is to be taken in."""
    papers_requested = Signal(str)
    """Look at and print the summary of a month, `2026-11`."""

    def __init__(
        self,
        *,
        desk: Desk,
        changes: Changes,
        background: Background,
        messages: Messages,
        theme: Theme,
        settings: SettingsStore,
        pennants: Pennants,
    ) -> None:
        super().__init__()
        self.setObjectName("parcels")
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self._settings, self.show_ = settings, Show.STALLED
        self._counts = Counts({}, {})
        self._offered: list[QAction] = []
        self._build(pennants)
        self._lay_out()
        self._connect(changes)
        self.retranslate()
        self._choose(Show.STALLED)

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Parcels"))
        self.commands.retranslate()
        self._write()

    def take_focus(self) -> None:
        """Keys go to the guide that is open, or to the list."""
        if not self.guides.isHidden() and self.guides.guide is not None:
            self.guides.guide.take_focus()
        else:
            self.view.take_focus()

    @property
    def view(self) -> View:
        """The one that is shown."""
        return cast(View, self._stack.currentWidget())

    def search(self, text: str) -> None:
        """Find in the list that is shown; among parcels everywhere."""
        self.view.search(text)

    def scanned(self, code: str) -> bool:
        """While a guide looks for its order, a code is that order's; else it is the parcel of that number."""
        guide = self.guides.guide
        if not self.guides.isHidden() and guide is not None and guide.scanned(code):
            return True
        found = find_parcel(self._desk.seen, code)
        if found is not None:
            self.open_record("parcel", found.id)
        return found is not None

    def open_record(self, kind: str, record_id: object) -> None:
        """ "parcel": a parcel's id. "parcel-list": a word of `shows.Show` ("stalled", "calls", "interceptions" ...).
        "claim": its number. "claim-list": "to-ask", "to-answer", "paid", or "" for all that are open.
        "interception", "detour", "shortage": its number. The same with "-new": an order's id, or None to find it."""
        name, _dash, more = kind.partition("-")
        if more == "new":
            self.start_guide(name, record_id)
            return
        self.leave_guide()
        if more == "list":
            self._choose(*_list_of(name, str(record_id or "")))
            self.view.take_focus()
        elif isinstance(record_id, int):
            is_parcel = name == "parcel"
            wanted = Show.CLAIMS if name == "claim" else _LISTS.get(name, Show.FOUND)
            self._choose(self.show_ if is_parcel and self.show_ in PARCELS else wanted)
            self.view.go_to(record_id)

    def in_view(self) -> InView:
        """What the guide is about that is open, else what is chosen in the list."""
        guide = self.guides.guide
        if guide is not None and not self.guides.isHidden():
            return guide.in_view()
        row = self.view.current()
        if row is None:
            return InView()
        own = {_IN_VIEW_AS[self.show_]: row.id} if self.show_ in _IN_VIEW_AS else {}
        return view_of(row, waybill=row.waybill, **own)

    def refresh(self) -> None:
        """Read again what is shown, and all counts."""
        self._background.run_task(lambda: read_counts(self._desk), self._take, self._messages.error, owner=self)
        self.view.refresh()
        if not self.guides.isHidden() and self.guides.guide is not None:
            self.guides.guide.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window a guide has the whole room."""
        super().resizeEvent(event)
        self._fit()

    def keep_state(self) -> None:
        """Widths of all views."""
        for place in range(self._stack.count()):
            cast(View, self._stack.widget(place)).keep_state()

    # Guides

    def start_guide(self, kind: str, order_id: object = None) -> None:
        """Begin the guide of this kind ("shortage") for an order."""
        if kind in GUIDES and self.guides.start(kind, order_id):
            self._fit()

    def go_on(self, kind: str, record_id: int) -> None:
        """Go on in its guide with what was begun."""
        self.guides.show_record(kind, record_id)
        self._fit()

    def leave_guide(self) -> None:
        """Back to the list."""
        if not self.guides.isHidden():
            self.guides.hide()
            self._fit()
            self.take_focus()

    def _end_guide(self, kind: str, record_id: object) -> None:
        self.leave_guide()
        self._open(kind, record_id)

    def _open(self, kind: str, record_id: object) -> None:
        if kind:  # the window finds the page, which may be this one
            self.open_requested.emit(kind, record_id)

    def _fit(self) -> None:
        is_guided = not self.guides.isHidden()
        self._stack.setVisible(not (is_guided and self.width() < NARROW_BELOW))
        self.view.show_panel(not is_guided)
        if is_guided:
            self._splitter.setSizes([max(1, self.width() - GUIDE_WIDTH), GUIDE_WIDTH])

    # How it is put together

    def _build(self, pennants: Pennants) -> None:
        self.commands = PageActions(self, self._desk, _DECLARED)
        self.shows = ChipBar("parcels.shows", self._theme, pennants, gives_way=True)
        self.guides = GuidePlace(self._desk, self._background, self._messages, self._theme)
        self._views = self._make_views(pennants)
        self._stack = stacked("parcels.views", *dict.fromkeys(self._views.values()))
        self._clock_timer = QTimer(self, interval=AGAIN_AFTER)
        self._clock_timer.start()

    def _make_views(self, pennants: Pennants) -> dict[Show, View]:
        common = _Common(
            desk=self._desk, background=self._background, messages=self._messages, theme=self._theme,
            settings=self._settings,
        )  # fmt: skip
        self.parcels = ParcelView(**common)
        self.parcels.wanted_changed.connect(self._on_wanted)
        self.parcels.import_requested.connect(self.import_requested)
        self.claims = ClaimView(**common, pennants=pennants)
        self.claims.papers_requested.connect(self.papers_requested)
        self.begun = {show: BegunView(show, **common, pennants=pennants) for show in _LISTS.values()}
        for view in self.begun.values():
            view.guide_requested.connect(self.go_on)
        return {**dict.fromkeys(PARCELS, self.parcels), Show.CLAIMS: self.claims, **self.begun}

    def _lay_out(self) -> None:
        head = named(QWidget(), "parcels.head")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(self.shows, 1)
        self._splitter = named(QSplitter(Qt.Orientation.Horizontal), "parcels.sides")
        self._splitter.setHandleWidth(1)
        for part in (self._stack, self.guides):
            self._splitter.addWidget(part)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setStretchFactor(0, 1)
        fill(self, head, rule("parcels.rule"), self._splitter, tall=self._splitter)

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self._clock_timer.timeout.connect(lambda: self.refresh() if self.isVisible() else None)
        self.shows.chosen.connect(self._on_chip)
        self.guides.done.connect(self._end_guide)
        self.guides.left.connect(self.leave_guide)
        self.guides.open_requested.connect(self._open)
        for view in dict.fromkeys(self._views.values()):
            view.open_requested.connect(self._open)
        self.commands.connect_all({
            "next": lambda: self._step(1),
            "previous": lambda: self._step(-1),
            **{kind: partial(self.start_guide, kind) for kind in GUIDES},
        })  # fmt: skip

    # Which list

    def _choose(self, show: Show, part: str = "") -> None:
        self.show_ = show
        self._stack.setCurrentWidget(self._views[show])
        self._offer()
        self.view.show_panel(self.guides.isHidden())
        self.view.show_list(show, part)
        self._write()

    def _offer(self) -> None:
        """What can be done in the view that is shown stands in the list of commands and keys."""
        for action in self._offered:
            self.removeAction(action)
        self._offered = self.view.actions()
        self.addActions(self._offered)

    def _on_wanted(self, wanted: Wanted) -> None:
        """A search among parcels is a list of its own."""
        self.show_ = wanted.show
        self._write()

    def _on_chip(self, keys: frozenset[str]) -> None:
        show = Show(next(iter(keys - {self.show_.value}), self.show_.value))
        self._choose(show)
        self.view.take_focus()

    def _step(self, by: int) -> None:
        shown = [show for show in Show if show is not Show.FOUND]
        place = shown.index(self.show_) if self.show_ in shown else 0
        self._choose(shown[(place + by) % len(shown)])
        self.view.take_focus()

    def _on_changed(self, kinds: frozenset[str]) -> None:
        wanted = (Changed.PARCELS, Changed.ORDERS, Changed.CASES, Changed.REFUNDS, Changed.SETTINGS)
        if concerns(kinds, *wanted) and self.isVisible():
            self.refresh()

    def _take(self, counts: Counts) -> None:
        self._counts = counts
        self._write()

    def _write(self) -> None:
        shown = [show for show in Show if show is not Show.FOUND or self.show_ is Show.FOUND]
        self.shows.set_chips([self._chip(show) for show in shown])
        self.shows.check([self.show_.value])

    def _chip(self, show: Show) -> Chip:
        tip = TIPS.get(show, "")
        return Chip(show.value, _(TITLES[show]), self._counts.by_show.get(show), shortcut=_(tip) if tip else "")
