"""Buyers: one page for each over all shops, and whom to write to of our own accord (CRM-01, CRM-05)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QTabBar

from shopdesk.i18n import _
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.buyers.actions import PAGE
from shopdesk.ui.buyers.care import CareView
from shopdesk.ui.buyers.found import FoundView
from shopdesk.ui.buyers.work import BuyerWork
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.controls import named, rule
from shopdesk.ui.layouts import fill, foot, stacked
from shopdesk.ui.messages import Messages
from shopdesk.ui.page import InView, PageWidget
from shopdesk.ui.page_actions import PageActions, key_text
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

_SHOWN = (
    Changed.BUYERS, Changed.ORDERS, Changed.CARE, Changed.CASES, Changed.BOXES, Changed.REFUNDS, Changed.REPAIRS,
    Changed.PARCELS, Changed.REVIEWS, Changed.COMPLAINTS, Changed.SLIPS, Changed.WORDS, Changed.SETTINGS,
    Changed.SHOPS,
)  # fmt: skip
"""What changes a buyer's page or the list."""


class BuyersPage(PageWidget):
    """Two views, of which one is shown; each is read when it is."""

    settings_requested = Signal(str)
    """A section of the settings."""

    def __init__(
        self, *, desk: Desk, changes: Changes, background: Background, messages: Messages, theme: Theme,
        settings: SettingsStore,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("buyers")
        self._messages = messages
        self.work = BuyerWork(desk, background, messages, self)
        self.commands = PageActions(self, desk, PAGE)
        self.found = FoundView(
            desk=desk, background=background, messages=messages, theme=theme, settings=settings, work=self.work
        )
        self.care = CareView(
            desk=desk, background=background, messages=messages, theme=theme, settings=settings, work=self.work
        )
        self._views: dict[str, FoundView | CareView] = {"found": self.found, "care": self.care}
        self._stale = set(self._views)
        self.tabs = named(QTabBar(self), "buyers.tabs")
        self.tabs.setExpanding(False)
        for key in self._views:
            self.tabs.setTabData(self.tabs.addTab(""), key)
        self._stack = stacked("buyers.views", *self._views.values())
        head = foot(self.tabs)
        head.setContentsMargins(8, 4, 8, 0)
        fill(self, head, rule("buyers.rule"), self._stack, tall=self._stack)
        self._connect(changes)
        self.retranslate()
        self._show_view()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Buyers"))
        self.commands.retranslate()
        self.tabs.setAccessibleName(_("What is shown"))
        for place, key in enumerate(self._views):
            action = self.commands.by_name[key]
            self.tabs.setTabText(place, action.text())
            self.tabs.setTabToolTip(place, key_text(action))

    def actions(self) -> Sequence[QAction]:  # type: ignore[override]
        """Those of the page, and those of the view that is shown."""
        own = [action for action in self.view.commands.by_name.values() if action.isVisible()]
        return [*own, *super().actions()]

    @property
    def view(self) -> FoundView | CareView:
        """What is shown."""
        return self._views[str(self.tabs.tabData(self.tabs.currentIndex()))]

    def take_focus(self) -> None:
        """Keys go to the view."""
        self.view.take_focus()

    def search(self, text: str) -> None:
        """Find buyers by any trace."""
        self.tabs.setCurrentIndex(0)
        self.found.search(text)

    def in_view(self) -> InView:
        """The buyer in the panel."""
        return self.view.in_view()

    def open_record(self, kind: str, record_id: object) -> None:
        """Kind "buyer": show this one, by any of their records. "buyer-list": those found by this text, or None.
        "care-list": whom to write to today, by the rule of this number, or by all."""
        if kind == "care-list":
            self._go_to(1)
            self.care.choose_rule(record_id if isinstance(record_id, int) else None)
        elif kind == "buyer" and isinstance(record_id, int):
            self.tabs.setCurrentIndex(0)
            self.found.show_buyer(record_id)
        elif kind == "buyer-list":
            self.search(record_id if isinstance(record_id, str) else "")

    def refresh(self) -> None:
        """Read everything again."""
        self._stale = set(self._views)
        self._read_view()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        self._read_view()

    def keep_state(self) -> None:
        """Widths."""
        self.found.keep_state()
        self.care.keep_state()

    # Views

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self.tabs.currentChanged.connect(lambda _place: self._show_view())
        for place, key in enumerate(self._views):
            self.commands.by_name[key].triggered.connect(lambda _on=False, place=place: self._go_to(place))
        self.found.open_requested.connect(self.open_requested)
        self.care.open_requested.connect(self.open_requested)
        self.care.rules_requested.connect(lambda: self.settings_requested.emit("care"))

    def _go_to(self, place: int) -> None:
        self.tabs.setCurrentIndex(place)
        self.take_focus()

    def _show_view(self) -> None:
        self._stack.setCurrentWidget(self.view)
        self._read_view()

    def _read_view(self) -> None:
        key = str(self.tabs.tabData(self.tabs.currentIndex()))
        if key in self._stale:
            self._stale.discard(key)
            with self._messages.telling(asked=False):
                self.view.read()

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if concerns(kinds, *_SHOWN):
            self._stale = set(self._views)
            if self.isVisible():
                self._read_view()
