"""Damage: what can't be sold goes back to its supplier in time, or is a loss (REP-04)."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QWidget

from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.controls import named, rule
from shopdesk.ui.damage.batches_view import BatchesView
from shopdesk.ui.damage.list_view import DamageListView
from shopdesk.ui.damage.losses_view import LossesView
from shopdesk.ui.damage.new_damage import NewDamage
from shopdesk.ui.damage.reading import DamageFilter, Show
from shopdesk.ui.damage.suppliers_view import SuppliersView
from shopdesk.ui.flags import Pennants
from shopdesk.ui.layouts import fill, surface
from shopdesk.ui.messages import Messages
from shopdesk.ui.page import InView, PageWidget, view_of
from shopdesk.ui.page_actions import add_action
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

LIST, SUPPLIERS, BATCHES, LOSSES = range(4)
_TABS = (N_("List"), N_("By supplier"), N_("Return batches"), N_("Losses"))
_LISTS: Mapping[str, int] = {"suppliers": SUPPLIERS, "batches": BATCHES, "losses": LOSSES}
_TAB = "damage.tab"


class DamagePage(PageWidget):
    """Four views of the same goods; the keys 1 to 4 go to them."""

    papers_requested = Signal(int)
    """The list of this return batch is to be looked at and printed."""

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
        self.setObjectName("damage")
        self._desk, self._background, self._messages, self._settings = desk, background, messages, settings
        self._is_stale = False
        self.list = DamageListView(
            desk=desk, background=background, messages=messages, theme=theme, settings=settings, pennants=pennants
        )
        self.suppliers = SuppliersView(desk=desk, background=background, messages=messages, theme=theme)
        self.batches = BatchesView(
            desk=desk, background=background, messages=messages, theme=theme, settings=settings
        )  # fmt: skip
        self.losses = LossesView(desk=desk, background=background, messages=messages, theme=theme)
        self._views = (self.list, self.suppliers, self.batches, self.losses)
        self._go = [add_action(self, f"damage.go.{place + 1}", str(place + 1)) for place in range(len(_TABS))]
        self._lay_out()
        self._connect(changes)
        self.retranslate()
        kept = settings.get(_TAB, LIST)
        self.tabs.setCurrentIndex(kept if kept in range(len(_TABS)) else LIST)
        self._show_view(self.tabs.currentIndex())
        self.refresh()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Damage"))
        self.tabs.setAccessibleName(_("Parts of the page"))
        for place, title in enumerate(_TABS):
            self._go[place].setText(_(title))
            self.tabs.setTabText(place, _(title))
            key = self._go[place].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            self.tabs.setTabToolTip(place, f"{_(title)}  {key}")

    def take_focus(self) -> None:
        """Keys go to what is shown."""
        self._views[self.tabs.currentIndex()].take_focus()

    def search(self, text: str) -> None:
        """Open and settled entries that fit."""
        self._go_to(LIST)
        self.list.filters.choose(DamageFilter(find=text.strip()))

    def scanned(self, code: str) -> bool:
        """The waybill of a batch that went to its supplier shows the batch."""
        batch_id = self.batches.find_waybill(code)
        if batch_id is None:
            return False
        self._show_batch(batch_id)
        return True

    def open_record(self, kind: str, record_id: object) -> None:
        """Kind "damage": show this entry. "damage-list": a list, named by a word of `reading.Show` ("expiring",
        "answers", "refused", "late", "here", "settled", "open"), or "suppliers", "batches", "losses". "damage-batch":
        show this batch; None: those that are not sent yet. "damage-new": list damage by hand, of an order by its id, or
        of what a dict says: `order_id`, `line_id`, `variant_id`, `box_item_id` or `repair_id`, and `title`, `fault`;
        None: to be found."""
        if kind == "damage" and isinstance(record_id, int):
            self._show_entry(record_id)
        elif kind == "damage-batch":
            self._show_batch(record_id if isinstance(record_id, int) else None)
        elif kind == "damage-new":
            self.begin({"order_id": record_id} if isinstance(record_id, int) else record_id)
        elif kind == "damage-list" and str(record_id) in _LISTS:
            self._go_to(_LISTS[str(record_id)])
            self.take_focus()
        elif kind == "damage-list" and str(record_id) in set(Show):
            self._list(DamageFilter(Show(str(record_id))))

    def begin(self, given: object = None) -> None:
        """Ask what new damage there is."""
        known = given if isinstance(given, dict) else {}
        form = NewDamage(self._desk, self._background, self._messages, known, parent=self)
        form.written.connect(self._say_listed)
        form.open()

    def in_view(self) -> InView:
        """The goods that keys go to, in the list or in a return batch."""
        place = self.tabs.currentIndex()
        lines = self.batches.panel.chosen_lines() if place == BATCHES else []
        row = self.list.current() if place == LIST else next(iter(lines), None)
        return InView() if row is None else view_of(row)

    def refresh(self) -> None:
        """Read everything again."""
        self._is_stale = False
        for view in self._views:
            view.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def keep_state(self) -> None:
        """Remember the view and the panels; raises OutputFailed."""
        self._settings.set(_TAB, self.tabs.currentIndex())
        self.list.keep_state()
        self.batches.keep_state()

    # How it is put together

    def _lay_out(self) -> None:
        self.tabs = named(QTabBar(self), "damage.tabs")
        self._stack = named(QStackedWidget(self), "damage.views")
        for view in self._views:
            self.tabs.addTab("")
            self._stack.addWidget(view)
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 16, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        fill(self, surface("damage.head", head, rule("damage.tabs.rule"), self._stack, tall=self._stack))

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self.tabs.currentChanged.connect(self._show_view)
        for place, action in enumerate(self._go):
            action.triggered.connect(lambda _on=False, place=place: self._go_to(place, focus=True))
        self.list.opens.connect(self.open_requested)
        self.list.new_wanted.connect(self.begin)
        self.list.batch_wanted.connect(self._show_batch)
        self.suppliers.list_wanted.connect(self._list)
        self.suppliers.batch_wanted.connect(self._show_batch)
        self.batches.opens.connect(self._show_entry)
        self.batches.papers_requested.connect(self.papers_requested)

    def _show_view(self, place: int) -> None:
        """Its commands are the page's while it is shown: the top box offers those alone."""
        for view in self._views:
            for action in view.actions_.by_name.values():
                self.removeAction(action)
        shown: QWidget = self._views[place]
        self._stack.setCurrentWidget(shown)
        self.addActions(list(self._views[place].actions_.by_name.values()))
        self._views[place].refresh()

    def _go_to(self, place: int, *, focus: bool = False) -> None:
        self.tabs.setCurrentIndex(place)
        if focus:
            self.take_focus()

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if not concerns(kinds, Changed.REPAIRS, Changed.PRODUCTS, Changed.SETTINGS):
            return
        if self.isVisible():
            self._views[self.tabs.currentIndex()].refresh()
        else:
            self._is_stale = True

    def _list(self, chosen: DamageFilter) -> None:
        self._go_to(LIST)
        self.list.filters.choose(chosen)
        self.list.take_focus()

    def _show_entry(self, damage_id: int) -> None:
        self._go_to(LIST)
        self.list.show_record(damage_id)

    def _show_batch(self, batch_id: int | None) -> None:
        self._go_to(BATCHES)
        self.batches.show_batch(batch_id)
        self.batches.take_focus()

    def _say_listed(self, damage_id: int) -> None:
        self._messages.toast(_("Damage {number} is listed").format(number=damage_id))
        self._show_entry(damage_id)
