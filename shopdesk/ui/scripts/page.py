"""The right words: the library, who used what, and tables of sizes (CRM-02, PRD-02)."""

from collections.abc import Sequence

from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QTabBar

from shopdesk.i18n import _
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.controls import named, rule
from shopdesk.ui.layouts import fill, foot, stacked
from shopdesk.ui.messages import Messages
from shopdesk.ui.page import PageWidget
from shopdesk.ui.page_actions import PageActions, key_text
from shopdesk.ui.scripts.actions import PAGE
from shopdesk.ui.scripts.library import LibraryView
from shopdesk.ui.scripts.sizes import SizesView
from shopdesk.ui.scripts.uses import UsesView
from shopdesk.ui.scripts.work import ScriptWork
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

_VIEW = "scripts.view"


class ScriptsPage(PageWidget):
    """Three views, of which one is shown; each is read when it is."""

    def __init__(
        self, *, desk: Desk, changes: Changes, background: Background, messages: Messages, theme: Theme,
        settings: SettingsStore,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("scripts")
        self._settings, self._messages = settings, messages
        self.work = ScriptWork(desk, background, messages, self)
        self.commands = PageActions(self, desk, PAGE)
        self.library = LibraryView(
            desk=desk, background=background, messages=messages, theme=theme, settings=settings, work=self.work
        )
        self.uses = UsesView(desk, background, messages, theme)
        self.sizes = SizesView(
            desk=desk, background=background, messages=messages, theme=theme, settings=settings, work=self.work
        )
        self._views: dict[str, LibraryView | UsesView | SizesView] = {
            "library": self.library,
            "uses": self.uses,
            "sizes": self.sizes,
        }
        self._stale = set(self._views)
        self.tabs = named(QTabBar(self), "scripts.tabs")
        self.tabs.setExpanding(False)
        for key in self._views:
            self.tabs.setTabData(self.tabs.addTab(""), key)
        self._stack = stacked("scripts.views", *self._views.values())
        head = foot(self.tabs)
        head.setContentsMargins(8, 4, 8, 0)
        fill(self, head, rule("scripts.rule"), self._stack, tall=self._stack)
        changes.changed.connect(self._on_changed)
        self.tabs.currentChanged.connect(lambda _place: self._show_view())
        for place, key in enumerate(self._views):
            self.commands.by_name[key].triggered.connect(lambda _on=False, place=place: self._go_to(place))
        kept = settings.get(_VIEW, "library")
        self.tabs.setCurrentIndex(list(self._views).index(kept) if kept in self._views else 0)
        self.retranslate()
        self._show_view()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Scripts"))
        self.commands.retranslate()
        self.tabs.setAccessibleName(_("What is shown"))
        for place, key in enumerate(self._views):
            action = self.commands.by_name[key]
            self.tabs.setTabText(place, action.text())
            self.tabs.setTabToolTip(place, key_text(action))

    def actions(self) -> Sequence[QAction]:  # type: ignore[override]
        """Those of the page, and those of the view that is shown."""
        return [*self.view.commands.by_name.values(), *super().actions()]

    @property
    def view(self) -> LibraryView | UsesView | SizesView:
        """What is shown."""
        return self._views[str(self.tabs.tabData(self.tabs.currentIndex()))]

    def take_focus(self) -> None:
        """Keys go to the list of the view."""
        self.view.take_focus()

    def search(self, text: str) -> None:
        """Find words to say."""
        self.tabs.setCurrentIndex(0)
        self.library.search(text)

    def open_record(self, kind: str, record_id: object) -> None:
        """Kind "script": its number; "size-table": its number, or None for the list."""
        self.tabs.setCurrentIndex(list(self._views).index("sizes" if kind == "size-table" else "library"))
        if isinstance(record_id, int):
            show = self.sizes.show_table if kind == "size-table" else self.library.show_script
            show(record_id)

    def refresh(self) -> None:
        """Read everything again."""
        self._stale = set(self._views)
        self._read_view()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        self._read_view()

    def keep_state(self) -> None:
        """The view, and widths."""
        self._settings.set(_VIEW, self.tabs.tabData(self.tabs.currentIndex()))
        self.library.splitter.keep_state()
        self.sizes.keep_state()

    # Views

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
        if concerns(kinds, Changed.WORDS, Changed.PRODUCTS, Changed.SHOPS):
            self._stale = set(self._views)
            if self.isVisible():
                self._read_view()
